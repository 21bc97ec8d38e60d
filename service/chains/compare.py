"""Question or zones -> like-for-like table, its words and its chart. Code compares; sentences are made from the table's cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from index.domain import (
    Comparability,
    ComparisonCell,
    ComparisonRow,
    ComparisonTable,
    DerivedKind,
    Measure,
    Observation,
    Period,
    Status,
)
from index.library import Library
from service import schema
from service.chains.verified import verified
from service.charts import bars
from service.citing import CitationBook
from service.plan import Asking, Group, understand
from service.schema import AskRequest, CompareRequest, Comparison, Notice, Sentence
from service.views import observation_out, plain

Compare = Callable[[CompareRequest], Comparison]

ROUNDING_NOTE = "计算值四舍五入至百分位"
STATUS_NOTE = {Status.ACTUAL: "", Status.ESTIMATE: "(预计数)", Status.TARGET: "(目标)"}
_BY_STATUS = {Status.ACTUAL: "", Status.ESTIMATE: "按预计数计算,", Status.TARGET: "按目标数计算,"}
_STATUS_WORDS = {Status.ACTUAL: "完成数", Status.ESTIMATE: "预计数", Status.TARGET: "目标"}
_GROWTH = re.compile(r"增速|增幅|涨幅|增长率|增长|更快|快慢")
_OWN_PERIOD = re.compile(r"^(?:(?:20\d\d年)?(?:\d{1,2}[-~至]\d{1,2}月|上半年|全年|截至目前|年内)|今年(?:以来|上半年)?)")
"""A period the text's own name begins with: the sentence has said it."""

_TREND = re.compile(r"趋势|走势|历年|逐年|变化趋势|从20\d\d年.{0,6}到20\d\d年")
_NARRATED_ROWS = 6
"""Rows told in sentences where nobody named indicators: the table says the rest."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What sentences of one comparison are made with."""

    library: Library
    book: CitationBook
    labels: dict[str, str]


def compare_chain(library: Library) -> Compare:
    """The chain behind ``POST /api/comparisons``. Synchronous: it only reads the library."""

    def compare(request: CompareRequest) -> Comparison:
        asking = understand(
            library,
            AskRequest(
                question=request.question or "各园区对比",
                report_ids=request.report_ids,
                zones=request.zones,
                indicators=request.indicators,
                period=request.period,
            ),
        )
        groups = asking.groups if request.question else _groups(asking, request)
        named = list(request.indicators) or _asked_for(asking)
        question = request.question or ""
        table = library.compare(
            zones=[group.zone for group in groups],
            indicators=named or None,
            period=Period.parse(request.period) if request.period else None,
            measures=(Measure.GROWTH,) if _GROWTH.search(question) else (Measure.LEVEL,),
            trend=bool(_TREND.search(question)),
            report_ids=[report_id for group in groups for report_id in group.report_ids],
        )
        telling = Telling(library, CitationBook(), _names(groups))
        return _comparison(request, groups, table, telling, everything=not named)

    return compare


def _groups(asking: Asking, request: CompareRequest) -> Sequence[Group]:
    if not request.zones:
        return asking.groups
    return sorted(asking.groups, key=lambda group: request.zones.index(group.zone) if group.zone in request.zones else 99)


def _names(groups: Sequence[Group]) -> dict[str, str]:
    """What sentences call the zones: their names, with the place where two bear one name."""
    count = Counter(group.zone for group in groups)
    return {group.zone: group.zone if count[group.zone] == 1 else group.label for group in groups}


def _asked_for(asking: Asking) -> list[str]:
    """Indicators the question names; a family's everyday word (税收) asks for all of it."""
    return [
        mention.indicator.family if mention.written == mention.indicator.family else mention.indicator.name
        for mention in asking.reading.indicators
    ]


def _comparison(
    request: CompareRequest, groups: Sequence[Group], table: ComparisonTable, telling: Telling, *, everything: bool
) -> Comparison:
    narrative: list[Sentence] = []
    told = table.rows[:_NARRATED_ROWS] if everything else table.rows
    for row in told:
        narrative += tell(telling, row)
    narrative.append(Sentence(text=coverage_text(table, telling.labels)))
    rows = tuple(_row(telling, row) for row in table.rows)
    charts = [chart for row in table.rows if (chart := bars(row, telling.labels)) is not None]
    notices = [
        Notice(code="comparability", message=f"{row.indicator}:{reasons_in_words(row)}")
        for row in table.rows
        if not row.comparable and len(row.filled) > 1
    ]
    statuses = {observation.status for row in table.rows for _, observation in row.filled}
    if Status.ESTIMATE in statuses:
        notices.append(Notice(code="estimate", message="表中有预计数,不是最终数"))
    zones = tuple(group.zone for group in groups)
    homonyms = {zone.name for zone in telling.library.zones() if zone.name in zones and set(zone.homonyms) & set(zones)}
    if homonyms:
        named = "、".join(group.label for group in groups if group.zone in homonyms)
        notices.append(Notice(code="homonym", message=f"{named}简称相同,不是同一园区"))
    key = "\x1f".join([request.question or "", *zones, *request.indicators, request.period or "", *request.report_ids])
    return Comparison(
        id="cmp_" + sha256(key.encode("utf-8", "replace")).hexdigest()[:16],
        question=request.question,
        zones=zones,
        rows=rows,
        narrative=tuple(narrative),
        citations=tuple(telling.book.citations()),
        coverage=schema.Coverage(reports_searched=table.reports_searched, reports_used=table.reports_used),
        missing=tuple(schema.MissingCell(zone=zone, indicator=indicator) for zone, indicator in table.missing),
        chart=charts[0] if charts else None,
        notices=tuple(notices),
    )


def _row(telling: Telling, row: ComparisonRow) -> schema.ComparisonRow:
    return schema.ComparisonRow(
        indicator=row.indicator,
        unit=row.unit or "",
        comparable=row.comparable,
        reasons=tuple(reason.value for reason in row.reasons),
        cells=tuple(_cell(telling, row, cell) for cell in row.cells),
        derived=tuple(
            schema.Derived(kind=each.kind.value, text=each.text, value=plain(each.value), formula=each.formula)
            for each in row.derived
        ),
    )


def _cell(telling: Telling, row: ComparisonRow, cell: ComparisonCell) -> schema.ComparisonCell:
    observation = cell.observation
    return schema.ComparisonCell(
        zone=cell.zone,
        observation=observation_out(observation) if observation else None,
        text=cell_text(row, cell),
        citation=cite(telling, observation) if observation else None,
    )


def cell_text(row: ComparisonRow, cell: ComparisonCell) -> str:
    """A cell as a table shows it: figure, status and period, and the text's own words where they are another indicator's."""
    observation = cell.observation
    if observation is None:
        return "报告未提及"
    figure = growth_text(observation) if row.measure is Measure.GROWTH else observation.quantity.text.strip()
    other = _OWN_PERIOD.sub("", observation.as_written) if not row.indicator.startswith(observation.indicator) else ""
    period = observation.period.label if observation.period else "期间未注明年份"
    return f"{other}{figure}{STATUS_NOTE[observation.status]},{period}"


def cite(telling: Telling, observation: Observation) -> int:
    return telling.book.cite(telling.library.report(observation.report_id), observation.span)


def growth_text(observation: Observation) -> str:
    """The growth an observation states, in words; empty where none stands in its quote."""
    growth = observation.growth
    if growth is None or growth.value is None or plain(abs(growth.value)) not in observation.quote:
        return ""
    return f"同比{'下降' if growth.value < 0 else '增长'}{plain(abs(growth.value))}{growth.unit}"


def tell(telling: Telling, row: ComparisonRow) -> list[Sentence]:
    """A row in sentences: each zone's figure, what was computed or why nothing was, and who says nothing."""
    sentences = [_stated(telling, row, observation) for _, observation in row.filled]
    sentences += _computed(telling, row)
    if not row.comparable and len(row.filled) > 1:
        words = reasons_in_words(row)
        sentences.append(Sentence(text=f"以上{row.indicator}{words},不宜直接比较或排名,仅供参考。"))
    silent = [telling.labels.get(cell.zone, cell.zone) for cell in row.cells if cell.observation is None]
    if silent:
        sentences.append(Sentence(text=f"{'、'.join(silent)}的报告未提及{row.indicator}。"))
    return sentences


def _stated(telling: Telling, row: ComparisonRow, observation: Observation) -> Sentence:
    label = telling.labels.get(observation.zone, observation.zone)
    period = observation.period.label if observation.period else "(报告期未注明年份)"
    figure = "" if row.measure is Measure.GROWTH else observation.quantity.text.strip()
    growth = growth_text(observation)
    body = f"{label}{period}{_OWN_PERIOD.sub('', observation.as_written)}{figure}{',' if figure and growth else ''}{growth}"
    body += f"{STATUS_NOTE[observation.status]}。"
    return verified(telling.library, telling.book, body, [cite(telling, observation)])


def _computed(telling: Telling, row: ComparisonRow) -> list[Sentence]:
    """Derived values but shares (the table has them), each citing its inputs. A rank repeats figures that were cited."""
    sentences = []
    for each in row.derived:
        if each.kind is DerivedKind.SHARE:
            continue
        text = each.text
        for zone, label in telling.labels.items():
            text = text.replace(zone, label) if label.startswith(zone) and label not in text else text
        number = f"{plain(each.value)}{each.unit}"
        rounding = "" if each.kind is DerivedKind.RANK else f"({_BY_STATUS[each.status]}{ROUNDING_NOTE})"
        status = STATUS_NOTE[each.status] if each.kind is DerivedKind.RANK else ""
        formulas = {} if each.kind is DerivedKind.RANK else {number: each.formula}
        cited = [cite(telling, observation) for observation in each.inputs]
        sentences.append(verified(telling.library, telling.book, f"{text}{status}{rounding}。", cited, formulas=formulas))
    return sentences


def reasons_in_words(row: ComparisonRow) -> str:
    """Why a row's cells are not like for like: 统计期不同(6个月与9个月)、口径不同(工业税收与上交税金)…"""
    observations = [observation for _, observation in row.filled]
    periods = [observation.period for observation in observations]
    lengths = _joined([f"{period.months}个月" for period in periods if period and period.months] or ["未注明"])
    years = _joined(f"{period.start.year}年" if period else "年份未注明" for period in periods)
    words = {
        Comparability.PERIOD_LENGTH: f"统计期不同({lengths})" if "与" in lengths else "统计期不同",
        Comparability.PERIOD_YEAR: f"年份不同({years})" if "与" in years else "年份未注明",
        Comparability.DEFINITION: f"口径不同({_joined(observation.as_written for observation in observations)})",
        Comparability.STATUS: f"状态不同({_joined(_STATUS_WORDS[observation.status] for observation in observations)})",
        Comparability.UNIT: f"单位不同({_joined(observation.quantity.unit for observation in observations)})",
        Comparability.SCOPE: "统计范围不同(园区与其中的片区)",
        Comparability.CURRENCY: "币种不同,未注明汇率",
        Comparability.PRICE_BASIS: "价格口径不同(现价与可比价)",
        Comparability.ZONES_DIFFER: "是不同园区的单点数据,不能得出趋势",
    }
    return "、".join(words[reason] for reason in row.reasons if reason in words)


def _joined(words: Iterable[str]) -> str:
    """甲、乙与丙, each once; ``words`` may not be empty."""
    *first, last = dict.fromkeys(words)
    return f"{'、'.join(first)}与{last}" if first else last


def coverage_text(table: ComparisonTable, labels: dict[str, str]) -> str:
    """依据 N/M 份报告;缺: 甲区(税收)."""
    missing: dict[str, list[str]] = {}
    for zone, indicator in table.missing:
        missing.setdefault(labels.get(zone, zone), []).append(indicator)
    lacking = "、".join(f"{zone}({'、'.join(names[:4])}{'等' if len(names) > 4 else ''})" for zone, names in missing.items())
    return f"依据{table.reports_used}/{table.reports_searched}份报告" + (f";缺:{lacking}。" if lacking else "。")
