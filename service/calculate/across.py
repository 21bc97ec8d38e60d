"""Arithmetic over several zones: the same for each, and one zone's figure beside another's. Always said to be no like for like
where period, definition or status differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from index.domain import Status
from index.library import Library
from service.calculate.arithmetic import Number, amount, bound_of_quotient, operand, percent
from service.calculate.choosing import CERTAIN, comparable, ranked
from service.calculate.figures import Figure, held, plain_growth
from service.calculate.growing import grown
from service.calculate.scene import Scene
from service.calculate.wording import Computed, Outcome, worded
from service.operations import Kind, Operation
from service.plan import Asking, Group
from service.views import plain

Reckon = Callable[[Scene], Outcome | None]
CAVEAT = "各园区的报告期、统计口径和完成状态不同,不能直接比较,仅供参考。"
_MOST = 6
_PLAIN = frozenset({Kind.DIFFERENCE, Kind.RATIO, Kind.SUM, Kind.POINTS, Kind.GROWTH})
_EACH = frozenset(
    {Kind.MONTHLY, Kind.PER, Kind.COMPLETION, Kind.SHARE, Kind.STAGE_RATE, Kind.TO_TARGET, Kind.IMPLIED_BASE, Kind.IMPLIED_TARGET}
)


def each_and_together(
    library: Library, asking: Asking, wanted: Operation, kinds: Mapping[Kind, Reckon]
) -> tuple[Computed, ...] | None:
    """Sentences of a computed answer over several zones; None where that is not what is asked or nothing can be computed."""
    if not 2 <= len(asking.groups) <= _MOST or asking.homonyms:
        return None
    if wanted.kind in _PLAIN:
        return _one_beside_another(library, asking, wanted)
    return _each(library, asking, wanted, kinds[wanted.kind]) if wanted.kind in _EACH else None


def _each(library: Library, asking: Asking, wanted: Operation, reckon: Reckon) -> tuple[Computed, ...] | None:
    """One sentence a zone, then their ratio where the results are of one unit."""
    outcomes = [(group, reckon(Scene(library, asking, group, wanted))) for group in asking.groups]
    if not any(outcome is not None for _, outcome in outcomes):
        return None
    told: list[Computed] = []
    silent = []
    for group, outcome in outcomes:
        if outcome is None and wanted.kind is Kind.COMPLETION:
            outcome = _other_progress(Scene(library, asking, group, wanted))
        sentence = (
            None
            if outcome is None
            else worded(library, replace(outcome, lead=f"{_titled(library, group)}{outcome.lead}".removesuffix(":")))
        )
        if sentence is None:
            silent.append(group.label)
        else:
            told.append(sentence)
    computed = [(group, outcome) for group, outcome in outcomes if outcome is not None and outcome.numbers]
    if len(computed) == 2:
        joined = _joined(library, computed[0], computed[1])
        told += [joined] if joined else []
    if silent:
        told.append((f"报告未提及所问内容的有:{'、'.join(silent)}。", (), {}))
    return (*told, (CAVEAT, (), {}))


def _titled(library: Library, group: Group) -> str:
    periods = {report.period.label if report.period else "" for report in map(library.report, group.report_ids)}
    period = periods.pop() if len(periods) == 1 else None
    return f"{group.label}({period or '报告期未注明年份'}):" if period is not None else f"{group.label}:"


def _other_progress(scene: Scene) -> Outcome | None:
    """Where the thing asked about has no target: the progress that the report states of other things."""
    stated = [figure for figure in scene.figures if figure.row.progress is not None and not figure.rate]
    return Outcome("报告没有所问指标的完成率,写明的完成进度有", tuple(stated[:4]), stated=True) if stated else None


def _joined(library: Library, first: tuple[Group, Outcome], second: tuple[Group, Outcome]) -> Computed | None:
    """How two zones' results relate, computed from the printed decimals of both."""
    (one_group, one), (other_group, other) = first, second
    mine, theirs = one.numbers[0], other.numbers[0]
    unit, other_unit = (re.sub(r"^[-\d.]+", "", number.text) for number in (mine, theirs))
    if unit != other_unit or not mine.value or not theirs.value or mine.value < 0 or theirs.value < 0:
        return None
    high, low, above, below = (
        (mine, theirs, one_group, other_group) if mine.value >= theirs.value else (theirs, mine, other_group, one_group)
    )
    if unit == "%":
        gap = percent(high.value - low.value, f"{high.formula}-({low.formula})", unit="个百分点")
        numbers: tuple[Number, ...] = (gap,)
        lead = f"{above.label}高出{below.label}{gap.said}"
    else:
        times = percent(high.value / low.value, f"({high.formula})/({low.formula})", unit="倍")
        gap = amount(high.value - low.value, unit, f"{high.formula}-{low.formula}", about=True)
        numbers = (gap, times)
        lead = f"两者相差{gap.said},{above.label}约为{below.label}的{times.text}"
    # Each zone's figures behind its name: a figure is checked against the zone named last before it.
    pieces = [f"{one_group.label}的", *_listed(one), f";{other_group.label}的", *_listed(other)]
    return worded(library, Outcome(lead, tuple(pieces), numbers))


def _listed(outcome: Outcome) -> list[Figure | str]:
    pieces: list[Figure | str] = []
    for figure in outcome.figures:
        pieces += [figure, "、"]
    return pieces[:-1]


# --- one zone's figure beside another's ------------------------------------------------------------------------------


def _one_beside_another(library: Library, asking: Asking, wanted: Operation) -> tuple[Computed, ...] | None:
    """A difference, ratio, sum or growth of one indicator's figures in two zones."""
    if len(asking.groups) != 2:
        return None
    first, second = _chosen(library, asking, wanted)
    if first is None or second is None:
        return None
    outcome = _points(asking, first, second) if wanted.kind is Kind.POINTS else _levels(asking, wanted.kind, first, second)
    sentence = worded(library, outcome) if outcome else None
    if sentence is None:
        return None
    alike = (
        first.row.period is not None
        and first.row.period == second.row.period
        and first.row.indicator == second.row.indicator
        and first.row.status is second.row.status
    )
    return (sentence,) if alike else (sentence, (CAVEAT, (), {}))


def _chosen(library: Library, asking: Asking, wanted: Operation) -> tuple[Figure | None, Figure | None]:
    """The figure of each zone that fits the question's words; the second is of the first's indicator where it can be."""
    found: list[Figure | None] = []
    for group in asking.groups:
        scene = Scene(library, asking, group, wanted)
        words = " ".join(wanted.operands)
        [role] = scene.roles(words)
        if role.status is None:
            role = replace(role, status=Status.ACTUAL)
        ranking = [
            (score, figure)
            for score, figure in ranked(role, scene.figures)
            if held(role, figure) >= 0.5 and score >= CERTAIN and (wanted.kind is Kind.POINTS) <= (_rate(figure) is not None)
        ]
        if wanted.kind is not Kind.POINTS:
            ranking = [(score, figure) for score, figure in ranking if not figure.rate]
        like = found[0] if found else None
        same = [figure for _, figure in ranking if like is not None and figure.row.indicator == like.row.indicator]
        found.append(same[0] if same else ranking[0][1] if ranking else None)
    return found[0], found[1]


def _rate(figure: Figure) -> object:
    rate = plain_growth(figure.row)
    return rate if rate is not None else figure.value if figure.row.quantity.unit_norm == "%" and not figure.row.gap else None


def _levels(asking: Asking, kind: Kind, first: Figure, second: Figure) -> Outcome | None:
    if not comparable(first, second) or not first.norm or not second.norm:
        return None
    one, other = (group.label for group in asking.groups)
    more = first if first.norm >= second.norm else second
    less = second if more is first else first
    over, under = operand(more.row.quantity, more.row.quantity), operand(less.row.quantity, more.row.quantity)
    if over is None or under is None:
        return None
    pieces = (f"{one}的", first, f",{other}的", second)
    unit, scale = more.row.quantity.unit, more.norm / more.value
    bound, about = bound_of_quotient(more.row.quantity, less.row.quantity)
    if kind is Kind.SUM:
        number = amount((more.norm + less.norm) / scale, unit, f"{over}+{under}", about=about)
        return Outcome(f"合计{number.said}", pieces, (number,))
    higher, lower = (one, other) if more is first else (other, one)
    gap = amount((more.norm - less.norm) / scale, unit, f"{over}-{under}", bound=bound, about=about)
    times = percent(more.norm / less.norm, f"{over}/{under}", unit="倍", about=True)
    return Outcome(f"{higher}高于{lower},相差{gap.said},约为{times.text}", pieces, (gap, times))


def _points(asking: Asking, first: Figure, second: Figure) -> Outcome | None:
    one, other = (group.label for group in asking.groups)
    mine, theirs = plain_growth(first.row), plain_growth(second.row)
    if mine is None or theirs is None:
        return None
    high, low = max(mine, theirs), min(mine, theirs)
    number = Number(f"{plain(high - low)}个百分点", f"{plain(high)}-({plain(low)})", False, "", high - low)
    higher, lower = (one, other) if mine >= theirs else (other, one)
    pieces = (f"{one}的", first, f",{grown(first)};{other}的", second, f",{grown(second)}")
    return Outcome(f"{higher}比{lower}快{number.text}", pieces, (number,))
