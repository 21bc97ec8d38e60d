"""Growth between levels, and the levels behind a stated growth."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from index.domain import GrowthKind, Status
from service.calculate.arithmetic import (
    HUNDRED,
    Number,
    amount,
    bound_of_quotient,
    bound_of_sum,
    operand,
    percent,
    rounded,
    signed,
)
from service.calculate.choosing import CERTAIN, comparable, ranked, target
from service.calculate.figures import Figure, held, plain_growth
from service.calculate.scene import Scene
from service.calculate.wording import Outcome
from service.views import plain

_GROWN = re.compile(r"(?:至|到|成|为|达)(?:了|约)?\s*$")


def growth(scene: Scene) -> Outcome | None:
    if scene.operation.stage == "change" or scene.operation.operands[0] == scene.operation.operands[1]:
        found = _moved(scene) or _aimed(scene)
    else:
        old_role, new_role = scene.roles()
        found = scene.pair(old_role, new_role, _growing)
    if found is None:
        return None
    old, new = found
    number = _growth_number(old, new)
    if number is None:
        return None
    verb = "增长" if new.norm >= old.norm else "下降"
    agreement, stated = _agreement(scene, new, number)
    return Outcome(f"相当于{verb}{number.said}{agreement}", ("由", old, "到", new, stated), (number,))


def _growth_number(old: Figure, new: Figure) -> Number | None:
    like = new.row.quantity if new.norm >= old.norm else old.row.quantity
    before, after = operand(old.row.quantity, like), operand(new.row.quantity, like)
    if before is None or after is None or not old.norm:
        return None
    bound, about = bound_of_quotient(new.row.quantity, old.row.quantity)
    if new.norm < old.norm:
        bound = ""
    value = (new.norm / old.norm - 1) * HUNDRED
    return percent(abs(value), f"({after}-{before})/{before}*100", bound=bound, about=about)


def _growing(old: Figure, new: Figure) -> float | None:
    if not comparable(old, new) or not old.norm:
        return None
    score = 0.2 if old.row.indicator == new.row.indicator else 0.0
    one, other = old.row.period, new.row.period
    if one and other and one.start > other.start:
        return -0.2
    return score - (0.2 if target(old) and not target(new) else 0.0)


def _agreement(scene: Scene, new: Figure, number: Number) -> tuple[str, str]:
    """Whether a computed growth is what the report states of the figure, and that statement; said where the question asks."""
    stated = plain_growth(new.row)
    if not scene.operation.compares or stated is None:
        return "", ""
    after = new.behind.partition("%")[2][:4]
    at_least = after.startswith(("以上", "余", "多"))
    computed = number.value if number.text and stated >= 0 else -number.value
    words = f",增长{plain(stated)}%{'以上' if at_least else ''}" if stated >= 0 else f",下降{plain(-stated)}%"
    # Levels printed to a unit or a tenth reproduce a rate to about half a point.
    if abs(computed - stated) <= Decimal("0.5"):
        return ",与报告所写一致", words
    if at_least and computed > stated:
        return ",高于报告所写的下限,不矛盾", words
    return ",与报告所写不一致", words


def _moved(scene: Scene) -> tuple[Figure, Figure] | None:
    """Two figures of one statement of which the second is what the first became: 由6个整合为5个."""
    [role] = scene.roles(scene.operation.operands[0])
    candidates = [figure for _, figure in ranked(role, scene.figures)[:12]]
    for new in candidates:
        for old in scene.figures:
            if (
                old.row.report_id == new.row.report_id
                and old.sentence == new.sentence
                and old.place + 1 == new.place
                and comparable(old, new)
                and _GROWN.search(old.behind)
                and re.search(r"[由从]|原", old.own + old.head[-4:])
                and max(held(role, new), held(role, old)) >= 0.35
            ):
                return old, new
    return None


def _aimed(scene: Scene) -> tuple[Figure, Figure] | None:
    """What is there and what is wanted of one indicator: the growth that a target means."""
    [role] = scene.roles(scene.operation.operands[0])
    if not role.terms or role.status is not Status.TARGET:
        return None

    def together(old: Figure, new: Figure) -> float | None:
        if target(old) or not target(new) or not comparable(old, new) or old.row.indicator != new.row.indicator:
            return None
        return 0.3

    return scene.pair(replace(role, status=Status.ACTUAL), role, together)


def change(scene: Scene) -> Outcome | None:
    """By how much a thing went from one level to another."""
    if len(scene.operation.operands) == 2:
        first, second = scene.roles()
        found = scene.pair(first, second, _growing)
    else:
        found = _moved(scene)
    if found is None:
        return None
    old, new = found
    number = difference_of(old, new)
    if number is None:
        return None
    verb = "增加" if new.norm >= old.norm else "减少"
    return Outcome(f"{verb}{number.said}", ("由", old, "到", new), (number,))


def moved(scene: Scene) -> tuple[Figure, Figure] | None:
    return _moved(scene)


def difference_of(old: Figure, new: Figure) -> Number | None:
    more, less = (new, old) if new.norm >= old.norm else (old, new)
    over, under = operand(more.row.quantity, more.row.quantity), operand(less.row.quantity, more.row.quantity)
    if over is None or under is None:
        return None
    scale = more.norm / more.value if more.value else Decimal(1)
    return amount((more.norm - less.norm) / scale, more.row.quantity.unit, f"{over}-{under}")


# --- behind a stated growth -----------------------------------------------------------------------------------------


def _is_number(figure: Figure) -> bool:
    """Whether a growth is told as a number of the same kind: 10723人, 增加1600人."""
    growth = figure.row.growth
    return (
        growth is not None
        and growth.kind is GrowthKind.YOY
        and growth.value is not None
        and growth.unit not in ("%", "百分点", "个百分点", "倍")
        and not figure.rate
    )


def implied_base(scene: Scene) -> Outcome | None:
    """The level of the year before, behind a level and its growth."""
    [role] = scene.roles()
    if not role.terms:
        return None
    role = replace(role, periods=())
    figure = scene.best(role, lambda each: not each.rate and (_is_number(each) or plain_growth(each.row) is not None))
    if figure is None or not _year_before(scene, figure):
        return None
    number = _base(figure)
    return (
        None
        if number is None
        else Outcome(f"上年同期推算{number.said}", (figure, f",{grown(figure)}"), (number,), _nominal(figure))
    )


def _year_before(scene: Scene, figure: Figure) -> bool:
    """Whether a year that the question names, if any, is the one before the figure's."""
    years = set(re.findall(r"(?:19|20)\d{2}(?=年)", scene.asking.question))
    period = figure.row.period
    return not years or period is None or bool(years & {str(period.start.year - 1), str(period.start.year)})


def earlier_level(scene: Scene) -> Outcome | None:
    """As ``implied_base``, but only for the very time a year before the figure's and where no figure of that year stands."""
    [role] = scene.roles()
    if not role.terms or len(scene.periods) != 1:
        return None
    [asked] = scene.periods.values()
    year = asked.start.year
    role = replace(role, periods=())
    figure = scene.best(role, lambda each: not each.rate and (_is_number(each) or plain_growth(each.row) is not None))
    period = figure.row.period if figure else None
    if figure is None or period is None or period.start.year != year + 1 or period.months != asked.months:
        return None
    stated = any(
        each.row.indicator == figure.row.indicator and each.row.period is not None and each.row.period.start.year == year
        for each in scene.figures
    )
    number = None if stated else _base(figure)
    lead = "报告未写明所问的数,按增速倒推上年同期"
    if number is None:
        return None
    return Outcome(f"{lead}{number.said}", (figure, f",{grown(figure)}"), (number,), _nominal(figure))


def _nominal(figure: Figure) -> str:
    return "" if _is_number(figure) else "(名义推算,未计口径和价格调整)"


def grown(figure: Figure) -> str:
    """A figure's growth as it is said behind its level."""
    growth = figure.row.growth
    if growth is None or growth.value is None:
        return ""
    if _is_number(figure):
        return f"同比{'增加' if growth.value >= 0 else '减少'}{plain(abs(growth.value))}{growth.unit}"
    return f"同比{'增长' if growth.value >= 0 else '下降'}{plain(abs(growth.value))}%"


def _base(figure: Figure) -> Number | None:
    growth, quantity = figure.row.growth, figure.row.quantity
    if growth is None or growth.value is None:
        return None
    bound, about = bound_of_sum([quantity])
    sign, change = ("+", growth.value) if growth.value >= 0 else ("-", -growth.value)
    if _is_number(figure):
        scaled = _scaled(figure)
        if scaled is None:
            return None
        value, written = figure.value - scaled[0], scaled[1]
        return amount(value, quantity.unit, f"{plain(figure.value)}-{written}", bound=bound, about=about)
    if growth.value <= -HUNDRED:
        return None
    value = figure.value / (1 + growth.value / HUNDRED)
    return amount(value, quantity.unit, f"{plain(figure.value)}/(1{sign}{plain(change)}/100)", bound=bound, about=about)


def _scaled(figure: Figure) -> tuple[Decimal, str] | None:
    """A growth told as a number, in the unit of its level: value and formula."""
    growth, quantity = figure.row.growth, figure.row.quantity
    if growth is None or growth.value is None:
        return None
    scales = {"": 1, "万": 10**4, "亿": 10**8}
    mine = next((scales[word] for word in ("亿", "万") if quantity.unit.startswith(word)), 1)
    theirs = next((scales[word] for word in ("亿", "万") if growth.unit.startswith(word)), 1)
    if mine == theirs:
        return growth.value, signed(growth.value)
    if mine > theirs:
        factor = mine // theirs
        return growth.value / factor, f"{signed(growth.value)}/{factor}" if factor in (10**4, 10**8) else "0"
    return None


def increase_rate(scene: Scene) -> Outcome | None:
    """Growth in percent behind a growth told as a number; None where the report states the percentage."""
    [role] = scene.roles()
    if not role.terms:
        return None
    ranking = [figure for fit, figure in ranked(role, scene.figures) if fit >= CERTAIN and held(role, figure) >= 0.5]
    figure = next((each for each in ranking if each.row.growth is not None), None)
    if figure is None:
        moved_pair = _moved(scene)
        number = _growth_number(*moved_pair) if moved_pair else None
        if moved_pair is None or number is None:
            return None
        verb = "增长" if moved_pair[1].norm >= moved_pair[0].norm else "下降"
        return Outcome(f"{verb}{number.said}", ("由", moved_pair[0], "到", moved_pair[1]), (number,))
    if not _is_number(figure):
        return None
    base = _base(figure)
    scaled = _scaled(figure)
    if base is None or scaled is None or not base.value:
        return None
    value = scaled[0] / base.value * HUNDRED
    number = percent(abs(value), f"{scaled[1]}/({base.formula})*100")
    verb = "增长" if value >= 0 else "下降"
    return Outcome(f"同比{verb}{number.said}(上年同期{base.said})", (figure, f",{grown(figure)}"), (number, base))


def increase(scene: Scene) -> Outcome | None:
    """Growth as a number behind a level and its growth in percent."""
    [role] = scene.roles()
    if not role.terms:
        return None
    figure = scene.best(role, lambda each: not each.rate and each.row.growth is not None)
    if figure is None or _is_number(figure):
        return None
    rate = plain_growth(figure.row)
    if rate is None or rate <= -HUNDRED:
        return None
    value = figure.value - figure.value / (1 + rate / HUNDRED)
    sign = "+" if rate >= 0 else "-"
    written = plain(figure.value)
    number = amount(abs(value), figure.row.quantity.unit, f"{written}-{written}/(1{sign}{plain(abs(rate))}/100)", about=True)
    verb = "增加" if rate >= 0 else "减少"
    return Outcome(f"同比{verb}{number.said}", (figure, f",{grown(figure)}"), (number,), _nominal(figure))


def implied_others(scene: Scene) -> Outcome | None:
    """The growth of the province or city behind the zone's and its stated gap."""
    [role] = scene.roles()
    who = scene.operation.stage

    gapped = scene.best(replace(role, kind=None), lambda each: each.row.gap is not None and who[-1] in each.row.gap.to)
    if gapped is None or gapped.row.gap is None:
        return None
    growing = next(
        (
            each
            for each in (gapped, *scene.figures)
            if each.row.indicator == gapped.row.indicator
            and each.row.period == gapped.row.period
            and plain_growth(each.row) is not None
        ),
        None,
    )
    rate = plain_growth(growing.row) if growing else None
    if growing is None or rate is None:
        return None
    gap = gapped.row.gap.value
    text = f"{plain(rounded(rate - gap, 2))}%"
    number = Number(text, f"{plain(rate)}-{signed(gap)}", False, "", rate - gap)
    return Outcome(f"{who}增速推算为{number.said}", (growing, gapped), (number,), stated=True)


def year_ahead(scene: Scene) -> Outcome | None:
    """A part of the year drawn out to twelve months: a projection, and said to be one."""
    [role] = scene.roles()
    if not role.terms:
        return None
    figure = scene.best(role, lambda each: not each.rate and not target(each) and each.row.period is not None)
    months = figure.row.period.months if figure and figure.row.period else None
    if figure is None or not months or months >= 12:
        return None
    value = figure.value / months * 12
    number = amount(value, figure.row.quantity.unit, f"{plain(figure.value)}/{months}*12", about=True)
    label = figure.row.period.label if figure.row.period else ""
    return Outcome(f"按{label}的进度推算一年约{number.text}(只是推算)", (figure,), (number,))
