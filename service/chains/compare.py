"""Question or zones -> like-for-like table, its words and its chart. Code compares; sentences are made from the table's cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from index.domain import ComparisonCell, ComparisonRow, ComparisonTable, Measure, Observation, Period, Status
from index.library import CATALOGUE, Library, Term, holds_term
from service import schema
from service.chains.telling import (
    ROUNDING_NOTE,
    Telling,
    cell_text,
    cite,
    coverage_text,
    is_series,
    reasons_in_words,
    tell,
)
from service.charts import bars, line
from service.citing import CitationBook
from service.plan import Asking, Group, understand
from service.schema import AskRequest, CompareRequest, Comparison, Notice, Sentence
from service.views import observation_out, plain

Compare = Callable[[CompareRequest], Comparison]
Name = str | tuple[str, ...]
"""What a row is asked for by: an indicator or a family, or several of a ledger's own names."""

_GROWTH = re.compile(r"增速|增幅|涨幅|增长率|更快|快慢|增长(?!了?多少|额)")
_TREND = re.compile(
    r"趋势|走势|历年|逐年|变化|[近这][几两二三四五六七八九十\d]+年|从20\d\d年.{0,6}到20\d\d年|[比较]上年|比去年|同上年|纵向"
)
_AIMS = re.compile(
    r"(?:目标|任务|计划|指标).{0,12}(?:完成|实现|达到|达成|如何|怎么样|兑现)|(?:完成|实现|达到).{0,10}(?:目标|任务|计划)|完成率"
)
_LAST_YEARS = re.compile(r"[近这]([两二三四五六七八九十\d]+)年")
_NUMERALS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_TOPIC_WEIGHT = 0.8
"""Weight from which a word of a question is a topic: nouns have 1, what is said of them less (``index.question``)."""

_NARRATED_ROWS = 6
"""Rows told in sentences where nobody named indicators: the table says the rest."""

_MOST_NAMED = 8
"""Indicators outside the catalogue that a question's words may stand for: more is no answer to it."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as understood: zones, indicators, period and whether it looks along years."""

    request: CompareRequest
    groups: tuple[Group, ...]
    foreign: str | None
    named: tuple[Name, ...]
    periods: tuple[Period, ...]
    trend: bool
    aims: bool
    measures: tuple[Measure, ...]

    @property
    def period(self) -> Period | None:
        """The one period asked for, in so many words or as a filter."""
        if self.request.period:
            return Period.parse(self.request.period)
        return self.periods[0] if len(self.periods) == 1 and not self.trend else None


@dataclass(frozen=True, slots=True)
class Compared:
    """A finished comparison with what a model needs to word it anew: the rows to be told and what they are told with."""

    comparison: Comparison
    told: Sequence[ComparisonRow]
    telling: Telling


def compare_chain(library: Library) -> Compare:
    """The chain behind ``POST /api/comparisons``. Synchronous: it only reads the library."""

    return lambda request: compared(library, request).comparison


def compared(library: Library, request: CompareRequest) -> Compared:
    """The table and all that code says of it."""
    asked = _asked(library, request)
    nothing = ComparisonTable((), (), 0, 0)
    table = (_along_years(library, asked) or _side_by_side(library, asked)) if asked.groups else nothing
    telling = Telling(library, CitationBook(), _names(asked.groups), _grown(table), asked.aims)
    told = table.rows if asked.named else table.rows[:_NARRATED_ROWS]
    return Compared(_comparison(asked, table, told, telling), told, telling)


# --- what is asked --------------------------------------------------------------------------------------------------


def _asked(library: Library, request: CompareRequest) -> _Asked:
    question = request.question or ""
    asking = understand(
        library,
        AskRequest(
            question=question or "各园区对比", report_ids=request.report_ids, zones=request.zones, indicators=request.indicators
        ),
    )
    groups = asking.groups if question else _in_order(asking.groups, request.zones)
    named: tuple[Name, ...] = tuple(_canonical(name) for name in request.indicators) or _topics(library, asking, groups, question)
    mentions = [mention.period for mention in asking.reading.periods if mention.period] if question else []
    growth = bool(_GROWTH.search(question))
    return _Asked(
        request,
        tuple(groups),
        asking.foreign,
        tuple(dict.fromkeys(named)),
        tuple(dict.fromkeys(mentions)),
        trend=bool(_TREND.search(question)),
        aims=bool(_AIMS.search(question)),
        measures=(Measure.GROWTH,) if growth else (Measure.LEVEL,),
    )


def _in_order(groups: Sequence[Group], zones: Sequence[str]) -> Sequence[Group]:
    place = {zone: at for at, zone in enumerate(zones)}
    return sorted(groups, key=lambda group: place.get(group.zone, len(place)))


def _canonical(name: str) -> str:
    """The catalogue's name of what a caller calls so, or the word itself: a family's, or one of the ledger's own."""
    entry = CATALOGUE.lookup(name)
    return name if entry is None or (CATALOGUE.family(name) and name != entry.name) else entry.name


def _topics(library: Library, asking: Asking, groups: Sequence[Group], question: str) -> tuple[Name, ...]:
    """Indicators the question names; a family's everyday word (税收) asks for all of it. Without one, what the ledgers call so."""
    if not question:
        return ()
    ledger = [each for group in groups for report_id in group.report_ids for each in library.ledger(report_id)]
    catalogued = [CATALOGUE.by_name.get(each.indicator) for each in ledger]
    told = {each.indicator for each in ledger} | {entry.family for entry in catalogued if entry}
    mentioned = [
        mention.indicator.family if mention.written == mention.indicator.family else mention.indicator.name
        for mention in asking.reading.indicators
    ]
    if told & set(mentioned):
        return tuple(_with_near_names(name, ledger) for name in dict.fromkeys(mentioned))
    terms = [term for term in asking.reading.terms if term.weight >= _TOPIC_WEIGHT and not _AIMS.search(term.word + "完成")]
    families = [term.word for term in terms if term.word in told]
    return tuple(families) or _nearest(terms, ledger) or tuple(mentioned)


def _with_near_names(name: str, ledger: Sequence[Observation]) -> Name:
    """The indicator with the names of the reports' own that hold its whole name, where a zone tells it under such a one only."""
    zones = {each.zone for each in ledger}
    near = [each for each in ledger if each.indicator not in CATALOGUE.by_name and name in each.indicator]
    lacking = zones - {each.zone for each in ledger if each.indicator == name}
    if name not in CATALOGUE.by_name or not any(each.zone in lacking for each in near):
        return name
    return tuple(dict.fromkeys([name, *(each.indicator for each in near)]))[:_MOST_NAMED]


def _nearest(terms: Sequence[Term], ledger: Sequence[Observation]) -> tuple[Name, ...]:
    """One row for the ledgers' own names that hold most of a question's words (专项债…到位); none where no name holds a half."""
    held = {each.indicator: sum(term.weight for term in terms if holds_term(term, each.indicator)) for each in ledger}
    whole = sum(term.weight for term in terms)
    best = max(held.values(), default=0.0)
    near = tuple(name for name, weight in held.items() if weight == best)
    return (near,) if whole and best * 2 >= whole and len(near) <= _MOST_NAMED else ()


# --- the table ------------------------------------------------------------------------------------------------------


def _side_by_side(library: Library, asked: _Asked) -> ComparisonTable:
    def table(measures: tuple[Measure, ...]) -> ComparisonTable:
        return library.compare(
            zones=list(dict.fromkeys(group.zone for group in asked.groups)),
            indicators=asked.named or None,
            period=asked.period,
            measures=measures,
            trend=asked.trend,
            report_ids=[report_id for group in asked.groups for report_id in group.report_ids],
        )

    found = table(asked.measures)
    if not asked.named or asked.measures != (Measure.LEVEL,) or not found.missing:
        return found
    # A zone that tells how much it grew and not how much it is has not said nothing.
    silent = set(found.missing)
    grown = [row for row in table((Measure.GROWTH,)).rows if any((cell.zone, _level(row)) in silent for cell, _ in row.filled)]
    used = {each.report_id for row in (*found.rows, *grown) for _, each in row.filled}
    return replace(found, rows=(*found.rows, *grown), reports_used=len(used))


def _level(row: ComparisonRow) -> str:
    return row.indicator.removesuffix("同比增速")


def _grown(table: ComparisonTable) -> frozenset[tuple[str, str]]:
    """Zones and indicators that a growth row of the table tells of."""
    rows = [row for row in table.rows if row.measure is Measure.GROWTH]
    return frozenset((cell.zone, _level(row)) for row in rows for cell, _ in row.filled)


def _along_years(library: Library, asked: _Asked) -> ComparisonTable | None:
    """A zone's periods beside one another, for one zone or where the question asks for it; None where no zone has two."""
    if len(asked.groups) != 1 and not (asked.trend or asked.aims):
        return None
    tables = [
        library.series(
            zone=group.zone,
            indicators=asked.named or None,
            period=_stretch(library, asked, group),
            measures=(Measure.LEVEL, Measure.GROWTH) if asked.named and not asked.aims else asked.measures,
            targets_only=asked.aims,
            report_ids=group.report_ids,
        )
        for group in asked.groups
    ]
    rows = [row for table in tables for row in _worth_showing(table.rows)]
    several = any(len(row.filled) > 1 for row in rows)
    if not rows or (not several and not (len(asked.groups) == 1 and asked.named)):
        return None
    used = {each.report_id for row in rows for _, each in row.filled}
    missing = tuple((cell.zone, row.indicator) for row in rows for cell in row.cells if cell.observation is None)
    missing += tuple(
        (group.zone, name if isinstance(name, str) else name[0])
        for group in asked.groups
        for name in dict.fromkeys(asked.named)
        if not any(row.cells and row.cells[0].zone == group.zone and _tells(row, name) for row in rows)
    )
    return ComparisonTable(tuple(rows), tuple(dict.fromkeys(missing)), len(used), sum(each.reports_searched for each in tables))


def _tells(row: ComparisonRow, name: Name) -> bool:
    names = (name,) if isinstance(name, str) else name
    told = [(each.indicator, CATALOGUE.by_name.get(each.indicator)) for _, each in row.filled]
    return any(indicator in names or (entry is not None and entry.family in names) for indicator, entry in told)


def _worth_showing(rows: Sequence[ComparisonRow]) -> list[ComparisonRow]:
    return [row for row in rows if row.filled]


def _stretch(library: Library, asked: _Asked, group: Group) -> Period | None:
    """The years a question about a zone's development speaks of: a filter, several years it names, or the last few."""
    if asked.request.period:
        return Period.parse(asked.request.period)
    if len(asked.periods) > 1 or (asked.periods and (asked.aims or not asked.trend)):
        ends = [period.end or date.max for period in asked.periods]
        return Period(min(period.start for period in asked.periods), max(ends))
    last = _LAST_YEARS.search(asked.request.question or "")
    told = [report.period.end for each in group.report_ids if (report := library.report(each)).period and report.period.end]
    if last is None or not told:
        return (
            asked.periods[0] if asked.periods and asked.periods[0].start.year != (asked.periods[0].end or date.max).year else None
        )
    years = int(last[1]) if last[1].isdigit() else _NUMERALS.get(last[1], 10)
    newest = max(told)
    whole = (newest.month, newest.day) == (12, 31)  # a running year counts on top of the whole ones
    return Period(date(max(1, newest.year - max(years, 1) + whole), 1, 1), None)


def _names(groups: Sequence[Group]) -> dict[str, str]:
    """What sentences call the zones: their names, with the place where two bear one name."""
    count = Counter(group.zone for group in groups)
    return {group.zone: group.zone if count[group.zone] == 1 else group.label for group in groups}


# --- the answer -----------------------------------------------------------------------------------------------------


def _comparison(asked: _Asked, table: ComparisonTable, told: Sequence[ComparisonRow], telling: Telling) -> Comparison:
    request = asked.request
    narrative: list[Sentence] = []
    said: set[str] = set()
    for row in told:
        narrative += tell(telling, row, said if row.measure is Measure.GROWTH else ())
        said |= {observation.id for _, observation in row.filled}
    for group in asked.groups:
        if not any(cell.zone == group.zone for row in table.rows for cell in row.cells):
            narrative.append(Sentence(text=f"{group.label}的报告没有可以对照的数据。"))
    missing = _missing(table)
    narrative.append(Sentence(text=coverage_text(missing, table.reports_used, table.reports_searched, telling.labels)))
    rows = tuple(_row(telling, row) for row in table.rows)
    drawn = [line(row) if is_series(row) else bars(row, telling.labels) for row in table.rows]
    charts = tuple(chart for chart in drawn if chart is not None)
    zones = tuple(dict.fromkeys(group.zone for group in asked.groups))
    key = "\x1f".join([request.question or "", *zones, *request.indicators, request.period or "", *request.report_ids])
    return Comparison(
        id="cmp_" + sha256(key.encode("utf-8", "replace")).hexdigest()[:16],
        question=request.question,
        zones=zones,
        rows=rows,
        narrative=tuple(narrative),
        citations=tuple(telling.book.citations()),
        coverage=schema.Coverage(reports_searched=table.reports_searched, reports_used=table.reports_used),
        missing=missing,
        chart=charts[0] if charts else None,
        charts=charts,
        rounding=ROUNDING_NOTE,
        notices=tuple(_notices(asked, table, telling)),
    )


def _missing(table: ComparisonTable) -> tuple[schema.MissingCell, ...]:
    """Empty cells with their period, and the pairs of zone and indicator that have no row or no figure of the zone's own."""
    cells = {
        (cell.zone, row.indicator, cell.period.iso if cell.period else None): None
        for row in table.rows
        for cell in row.cells
        if cell.observation is None
    }
    told = {(zone, indicator) for zone, indicator, _ in cells}
    cells |= {(zone, indicator, None): None for zone, indicator in table.missing if (zone, indicator) not in told}
    return tuple(schema.MissingCell(zone=zone, indicator=indicator, period=period) for zone, indicator, period in cells)


def _notices(asked: _Asked, table: ComparisonTable, telling: Telling) -> list[Notice]:
    notices = [
        Notice(code="comparability", message=f"{row.indicator}:{words}")
        for row in table.rows
        if not row.comparable and len(row.filled) > 1 and (words := reasons_in_words(row))
    ]
    if asked.foreign:
        notices.append(Notice(code="unknown_zone", message=f"库中没有“{asked.foreign}”的报告"))
    statuses = {observation.status for row in table.rows for _, observation in row.filled}
    if Status.ESTIMATE in statuses:
        notices.append(Notice(code="estimate", message="表中有预计数,不是最终数"))
    if Status.TARGET in statuses:
        notices.append(Notice(code="target", message="表中有目标数,不是完成数"))
    along = asked.trend or asked.aims or (len(asked.groups) == 1 and bool(asked.named))
    periods = {cell.period or (each.period if each else None) for row in table.rows for cell, each in row.filled}
    computed = any(row.derived for row in table.rows)
    if along and not computed and len(asked.groups) == 1 and len(periods - {None}) < 2:
        only = next((period.label for period in periods if period), "期间未注明")
        notices.append(Notice(code="single_period", message=f"{asked.groups[0].label}只有一期数据({only}),不能比较各年变化"))
    zones = [group.zone for group in asked.groups]
    homonyms = {zone.name for zone in telling.library.zones() if zone.name in zones and set(zone.homonyms) & set(zones)}
    if homonyms:
        labels = "、".join(group.label for group in asked.groups if group.zone in homonyms)
        notices.append(Notice(code="homonym", message=f"{labels}简称相同,不是同一园区"))
    return notices


def _row(telling: Telling, row: ComparisonRow) -> schema.ComparisonRow:
    return schema.ComparisonRow(
        indicator=row.indicator,
        unit=row.unit or "",
        comparable=row.comparable,
        reasons=tuple(reason.value for reason in row.reasons),
        explanation=reasons_in_words(row),
        cells=tuple(_cell(telling, row, cell) for cell in row.cells),
        derived=tuple(
            schema.Derived(
                kind=each.kind.value,
                text=each.text,
                value=plain(each.value),
                unit=each.unit,
                formula=each.formula,
                status=each.status.value,
            )
            for each in row.derived
        ),
    )


def _cell(telling: Telling, row: ComparisonRow, cell: ComparisonCell) -> schema.ComparisonCell:
    observation = cell.observation
    return schema.ComparisonCell(
        zone=cell.zone,
        period=cell.period.iso if cell.period else observation.period.iso if observation and observation.period else None,
        observation=observation_out(observation) if observation else None,
        text="报告只给出增速" if observation is None and (cell.zone, row.indicator) in telling.grown else cell_text(row, cell),
        citation=cite(telling, observation) if observation else None,
    )
