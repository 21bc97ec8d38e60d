"""A comparison in words: cells, reasons and sentences made from the table, every number of them verified."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from index.domain import (
    Basis,
    Comparability,
    ComparisonCell,
    ComparisonRow,
    Derived,
    DerivedKind,
    Measure,
    Observation,
    Period,
    Status,
    SubjectKind,
)
from index.library import Library
from service.chains.verified import verified
from service.citing import CitationBook
from service.schema import MissingCell, Sentence
from service.views import plain

ROUNDING_NOTE = "计算值四舍五入至百分位"
STATUS_NOTE = {Status.ACTUAL: "", Status.ESTIMATE: "(预计数)", Status.TARGET: "(目标)"}
_BY_STATUS = {Status.ACTUAL: "", Status.ESTIMATE: "按预计数计算,", Status.TARGET: "按目标数计算,"}
_STATUS_WORDS = {Status.ACTUAL: "完成数", Status.ESTIMATE: "预计数", Status.TARGET: "目标"}
_BASIS_WORDS = {Basis.FLOW: "当期数", Basis.CUMULATIVE: "累计数", Basis.STOCK: "存量"}
_SUBJECT_WORDS = {
    SubjectKind.ZONE: "园区",
    SubjectKind.PROJECT: "园区",
    SubjectKind.PARK: "其中的片区",
    SubjectKind.REGION: "所在地区",
    SubjectKind.COMPANY: "企业",
}
_PRICE_WORDS = {None: "未注明", "current": "现价", "comparable": "可比价"}
_OWN_PERIOD = re.compile(r"^(?:(?:20\d\d年)?(?:\d{1,2}[-~至]\d{1,2}月|上半年|全年|截至目前|年内)|今年(?:以来|上半年)?)")
"""A period the text's own name begins with: the sentence has said it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What sentences of one comparison are made with."""

    library: Library
    book: CitationBook
    labels: dict[str, str]
    grown: frozenset[tuple[str, str]] = frozenset()
    """Zones and indicators of which only the growth is known."""
    aims: bool = False
    """The question is whether targets were met: changes between years are left to the table."""


def is_series(row: ComparisonRow) -> bool:
    """Whether the row's cells are periods of one zone: those of zones side by side name no column."""
    return any(cell.period is not None for cell in row.cells)


def cell_text(row: ComparisonRow, cell: ComparisonCell) -> str:
    """A cell as a table shows it: figure, status and period, and the text's own words where they are another indicator's."""
    observation = cell.observation
    if observation is None:
        return "报告未提及"
    figure = growth_text(observation) if row.measure is Measure.GROWTH else observation.quantity.text.strip()
    other = _OWN_PERIOD.sub("", observation.as_written) if not row.indicator.startswith(observation.as_written) else ""
    period = observation.period.label if observation.period else "期间未注明年份"
    whose = f"{observation.subject}(非园区数)" if _foreign(observation) else ""
    progress = observation.progress
    done = f",占{progress.of}的{plain(progress.value)}%" if progress and row.measure is Measure.LEVEL else ""
    return f"{whose}{other}{figure}{STATUS_NOTE[observation.status]}{done},{period}"


def _foreign(observation: Observation) -> bool:
    return observation.subject_kind in (SubjectKind.COMPANY, SubjectKind.REGION)


def cite(telling: Telling, observation: Observation) -> int:
    return telling.book.cite(telling.library.report(observation.report_id), observation.span)


def growth_text(observation: Observation) -> str:
    """The growth an observation states, in words; empty where none stands in its quote."""
    growth = observation.growth
    if growth is None or growth.value is None or plain(abs(growth.value)) not in observation.quote:
        return ""
    return f"同比{'下降' if growth.value < 0 else '增长'}{plain(abs(growth.value))}{growth.unit}"


def tell(telling: Telling, row: ComparisonRow, said: Collection[str] = ()) -> list[Sentence]:
    """A row in sentences: each figure, what was computed or why nothing was, and who says nothing.

    ``said`` are ids of observations that a sentence has told already, growth and all.
    """
    sentences = [_stated(telling, row, observation) for _, observation in row.filled if observation.id not in said]
    sentences += _computed(telling, row)
    if not row.comparable and len(row.filled) > 1 and (words := reasons_in_words(row)):
        sentences.append(Sentence(text=f"以上{row.indicator}{words},{_consequence(row)}。"))
    if not is_series(row):
        if row.comparable and not any(each.kind is DerivedKind.RANK for each in row.derived):
            sentences.append(Sentence(text=f"以上{row.indicator}含上下限、约数或区间,只并列,不计算差额和名次。"))
        lacking = [cell.zone for cell in row.cells if cell.observation is None]
        silent = [telling.labels.get(zone, zone) for zone in lacking if (zone, row.indicator) not in telling.grown]
        if silent:
            sentences.append(Sentence(text=f"{'、'.join(silent)}的报告未提及{row.indicator}。"))
    return sentences


def _consequence(row: ComparisonRow) -> str:
    if is_series(row) and any(each.kind is DerivedKind.DIFFERENCE for each in row.derived):
        return "只比较其中同口径的期间"
    return "不宜直接比较或排名,仅供参考"


def stated(telling: Telling, row: ComparisonRow, observation: Observation) -> str:
    """A cell as a sentence without its full stop: zone, period, the text's own name, figure, growth and status."""
    label = telling.labels.get(observation.zone, observation.zone)
    whose = f"的{observation.subject}" if _foreign(observation) else ""
    period = observation.period.label if observation.period else "(报告期未注明年份)"
    figure = "" if row.measure is Measure.GROWTH else observation.quantity.text.strip()
    growth = growth_text(observation)
    name = _OWN_PERIOD.sub("", observation.as_written)
    body = f"{label}{whose}{period}{name}{figure}{',' if figure and growth else ''}{growth}"
    return body + STATUS_NOTE[observation.status]


def _stated(telling: Telling, row: ComparisonRow, observation: Observation) -> Sentence:
    return verified(telling.library, telling.book, f"{stated(telling, row, observation)}。", [cite(telling, observation)])


def _computed(telling: Telling, row: ComparisonRow) -> list[Sentence]:
    """Derived values in sentences, each citing its inputs. A rank repeats figures that were cited."""
    return [
        verified(
            telling.library,
            telling.book,
            f"{each.body}。",
            [cite(telling, observation) for observation in each.derived.inputs],
            formulas=each.formulas,
        )
        for each in computed(telling, row)
    ]


@dataclass(frozen=True, slots=True)
class Computed:
    """A derived value in words, without a full stop, and the arithmetic of the number in them."""

    derived: Derived
    body: str
    formulas: dict[str, str]


def computed(telling: Telling, row: ComparisonRow) -> list[Computed]:
    """Derived values worth telling: shares and all but the widest gap of several zones are left to the table."""
    found = []
    gaps = {kind: [each for each in row.derived if each.kind is kind][1:] for kind in (DerivedKind.DIFFERENCE, DerivedKind.RATIO)}
    for each in row.derived:
        if not is_series(row) and each in gaps.get(each.kind, ()):
            continue
        if each.kind is DerivedKind.SHARE or (telling.aims and each.kind in (DerivedKind.DIFFERENCE, DerivedKind.GROWTH)):
            continue
        text = each.text
        for zone, label in telling.labels.items():
            text = text.replace(zone, label) if label.startswith(zone) and label not in text else text
        if is_series(row):
            text = text.replace(row.cells[0].zone, row.cells[0].zone + row.indicator, 1)
        number = f"{plain(each.value)}{each.unit}"
        rounding = "" if each.kind is DerivedKind.RANK else f"({_BY_STATUS[each.status]}{ROUNDING_NOTE})"
        status = STATUS_NOTE[each.status] if each.kind is DerivedKind.RANK else ""
        formulas = {} if each.kind is DerivedKind.RANK else {number: each.formula}
        found.append(Computed(each, f"{text}{status}{rounding}", formulas))
    return found


def reasons_in_words(row: ComparisonRow) -> str:
    """Why a row's cells are not like for like: 统计期不同(6个月与9个月)、口径不同(工业税收与上交税金)…"""
    told = [observation for _, observation in row.filled]
    if is_series(row):
        results = [each for each in told if each.status is not Status.TARGET]
        told = results or told
    periods = [observation.period for observation in told]
    lengths = [f"{period.months}个月" for period in periods if period and period.months] or ["未注明"]
    years = [f"{period.start.year}年" if period else "年份未注明" for period in periods]
    names = [observation.as_written for observation in told]
    basis = [_BASIS_WORDS[observation.basis] for observation in told]
    words = {
        Comparability.PERIOD_LENGTH: _named("统计期不同", lengths),
        Comparability.PERIOD_YEAR: _named("年份不同", years, alone="年份未注明"),
        Comparability.DEFINITION: _named("口径不同", names if len(set(names)) > 1 else basis),
        Comparability.STATUS: _named("状态不同", [_STATUS_WORDS[observation.status] for observation in told]),
        Comparability.UNIT: _named("单位不同", [observation.quantity.unit for observation in told]),
        Comparability.SCOPE: _named("统计范围不同", ["园区", *(_SUBJECT_WORDS[each.subject_kind] for each in told)]),
        Comparability.CURRENCY: _named("币种不同", [each.quantity.currency or "CNY" for each in told]) + ",未注明汇率",
        Comparability.PRICE_BASIS: _named("价格口径不同", [_PRICE_WORDS.get(each.price_basis, "未注明") for each in told]),
        Comparability.ZONES_DIFFER: "是不同园区的单点数据,不能得出趋势",
    }
    return "、".join(words[reason] for reason in row.reasons if reason in words)


def _named(reason: str, words: Sequence[str], *, alone: str | None = None) -> str:
    """The reason with what differs: 统计期不同(6个月与9个月). ``alone`` is said where nothing differs by name."""
    joined = _joined(words) if words else ""
    return f"{reason}({joined})" if "与" in joined else alone or reason


def _joined(words: Iterable[str]) -> str:
    """甲、乙与丙, each once; ``words`` may not be empty."""
    *first, last = dict.fromkeys(words)
    return f"{'、'.join(first)}与{last}" if first else last


def coverage_text(missing: Sequence[MissingCell], used: int, searched: int, labels: dict[str, str]) -> str:
    """依据 N/M 份报告;缺: 甲区(税收). In a series what is missing is named with its period."""
    lacks: dict[str, dict[str, None]] = {}
    for each in missing:
        period = Period.parse(each.period).label if each.period else ""
        lacks.setdefault(labels.get(each.zone, each.zone), {})[period + each.indicator] = None
    lacking = "、".join(f"{zone}({'、'.join(list(names)[:4])}{'等' if len(names) > 4 else ''})" for zone, names in lacks.items())
    return f"依据{used}/{searched}份报告" + (f";缺:{lacking}。" if lacking else "。")
