"""Rows of an understood table -> observations: indicators down the side, or zones, projects and periods with indicators across."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.domain import Growth, GrowthKind, Observation, Period, Progress, Quantity, Report, Span, Status, SubjectKind, path_at
from index.extract.making import made
from index.extract.naming import Name
from index.extract.relations import Relation
from index.extract.tables.figures import Stated, change, growth_of, plain_rates, stated, units_of
from index.extract.tables.grid import DITTO, Cell, Row
from index.extract.tables.heads import UNCLEAR, Column, Head
from index.extract.tables.names import (
    Above,
    RowName,
    Subject,
    entry_of,
    indicator_name,
    is_growth,
    part_name,
    row_name,
    subject_of_row,
    unit_of,
)
from index.extract.tables.table import Table
from index.extract.tables.words import LEVELS, Role

_NOTE = re.compile(r"(?:注|说明|备注|填表|制表|审核|单位负责人|数据来源|资料来源)[:：]?")
_DIMENSION = re.compile(r"面积|数量|人数|金额|数额|规模|长度|产能")
"""Heads that say only what kind of figure stands below: 规划面积 under 面积(亩)."""
_LONGEST_SECTION = 24


@dataclass(frozen=True, slots=True)
class _Named:
    """Whose figures a row holds, and what they are of."""

    name: Name
    period: Period | None = None
    subject: Subject | None = None
    status: Status | None = None


def observations(report: Report, table: Table) -> Iterator[Observation]:
    """The observations of a table's rows in order of place."""
    unclear = _unclear(table)
    if table.crossed:
        parent = ""
        for row in table.body:
            name = row_name(_name_cell(table.head, row).words)
            if name.child and parent:
                name = replace(name, plain=f"{parent}其中{name.plain}", told=f"{parent}其中{name.told}")
            elif not name.child:
                parent = "" if name.total else name.plain
            yield from _crossed_row(report, table, row, name, unclear)
    else:
        yield from _listed_rows(report, table, unclear)


def _unclear(table: Table) -> frozenset[int]:
    """Columns of rates of which neither head nor cells say whether they are percent."""
    return frozenset(
        at
        for at, column in enumerate(table.head.columns)
        if column.role in (Role.GROWTH, Role.PROGRESS, Role.SHARE)
        and not column.units
        and not plain_rates([row[at] for row in table.body if at < len(row)])
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    """A row of a table with indicators down the side, and whose figures it holds."""

    row: Row
    name: RowName
    above: Above
    unit: tuple[str, ...]
    own: bool
    """Whether the row states its unit itself, and not by a ditto mark."""
    subject: Subject | None

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other rows; rows alike in all of it differ by something that is not understood."""
        parent = self.above.parent if self.name.child else ""
        return self.above.section, parent, self.subject.name if self.subject else "", self.name.told, *self.unit


def _listed_rows(report: Report, table: Table, unclear: frozenset[int]) -> Iterator[Observation]:
    listed = list(_listed(report, table))
    often = Counter(each.key for each in listed)
    for each in listed:
        indicator = indicator_name(each.name, each.above)
        if indicator is None or often[each.key] > 1:
            continue
        if table.entities and entry_of(indicator.spoken) is None:
            continue  # a zone or a firm, and nothing says what its figures are of
        units = [(each.name.units, True), (each.unit, each.own)]
        yield from _figures(report, table, each.row, _Named(indicator, subject=each.subject), units, unclear)


def _listed(report: Report, table: Table) -> Iterator[_Listed]:
    """The rows that hold figures, each with the section, the parent and the subject that stand above it."""
    head, above = table.head, Above(measure=table.measure)
    unit, subject = tuple[str, ...](), None
    labels = (Role.NAME, Role.NUMBER, Role.CLASS, Role.SUBJECT)
    for row in table.body:
        name = row_name(_name_cell(head, row).words)
        if head.classes is not None and row[head.classes].words:
            above = Above(row_name(row[head.classes].words).plain, above.parent, above.measure)
        if head.subject is not None and row[head.subject].words:
            whose = row_name(row[head.subject].words)
            subject = subject_of_row(whose, head.columns[head.subject].head, table.title, report, invested=True)
        if not name.speaks or _NOTE.match(name.plain):
            continue
        if not any(cell.words for cell, column in zip(row, head.columns, strict=True) if column.role not in labels):
            if len(name.plain) <= _LONGEST_SECTION and head.classes is None:
                above = Above(name.plain, name.plain, above.measure)
            continue
        own = row[head.unit].words if head.unit is not None else ""
        unit = unit if own in DITTO else units_of(own)
        if not own or unit:  # else a unit that is not understood
            yield _Listed(row, name, above, unit, own not in DITTO, subject)
        if not name.child:
            above = Above(above.section, name.plain, above.measure)


def _crossed_row(report: Report, table: Table, row: Row, name: RowName, unclear: frozenset[int]) -> Iterator[Observation]:
    head = table.head
    words = _name_cell(head, row).words
    period = table.times.of_row(words)
    if _NOTE.match(name.plain) or not (name.speaks or period is not None):
        return
    over = head.columns[head.name].head
    subject = None if period is not None else subject_of_row(name, over, table.title, report, invested=table.invested)
    if period is None and subject is None:
        return
    status = None
    if period is not None and (table.times.is_ahead(period) or re.search("目标|计划|预期", words)):
        status = Status.TARGET
    elif period is not None and "预计" in words:
        status = Status.ESTIMATE
    wide = {column.named or table.measure for column in head.columns if column.role in (*LEVELS, Role.GROWTH)}
    for measured in sorted(wide - {""}, key=lambda each: _first(table, each)):
        called = Name(measured, table.meant(measured))
        if subject is not None and subject.part:
            called = part_name(name, measured)
        named = _Named(called, period, subject, status)
        if not table.entities and _DIMENSION.fullmatch(measured) and entry_of(name.told) is not None:
            named = _Named(Name(name.told, name.told))  # 规划面积 under 面积(亩)
        yield from _figures(report, table, row, named, [(name.units, True)], unclear, measured)


def _name_cell(head: Head, row: Row) -> Cell:
    """The cell that names a row; 合计 and sections often stand in the column of numbers before it."""
    for cell in reversed(row[: head.name + 1]):
        if re.search(r"[\u4e00-\u9fff]{2}", cell.words) or cell is row[head.name] and cell.words:
            return cell
    return row[head.name]


def _first(table: Table, measured: str) -> int:
    return next(at for at, column in enumerate(table.head.columns) if (column.named or table.measure) == measured)


def _figures(
    report: Report,
    table: Table,
    row: Row,
    named: _Named,
    units: Sequence[tuple[tuple[str, ...], bool]],
    unclear: frozenset[int],
    measured: str = "",
) -> Iterator[Observation]:
    """The figures of a row, each level with its growth and progress; growth alone where no level stands beside it.

    ``measured`` keeps to the columns of one indicator in a table where they stand across.
    """
    head, levels = table.head, set[int]()
    for at, (cell, column) in enumerate(zip(row, head.columns, strict=True)):
        if column.role not in LEVELS or (measured and (column.named or table.measure) != measured):
            continue
        if column.units == ("%",) and any(unit and unit != ("%",) for unit, _ in units):
            continue  # a head of percent over a row of 亿元
        over = [(column.units, bool(measured)), (head.columns[head.name].units, False), (table.caption, False)]
        found = stated(cell, unit_of(named.name, [*units, *over])) if cell.words else None
        if found is None:
            continue
        levels.add(at)
        yield _level(report, table, row, at, named, found, unclear)
    for at, (cell, column) in enumerate(zip(row, head.columns, strict=True)):
        if measured and (column.named or table.measure) != measured:
            continue
        if column.role is Role.GROWTH and at not in unclear and column.of != UNCLEAR and column.of not in levels:
            yield from _rate_alone(report, table, row, cell, column, named)
        elif column.role is Role.SHARE and at not in unclear and (named.subject is None or named.subject.part):
            yield from _share(report, row, cell, column, table, named)


def _level(report: Report, table: Table, row: Row, at: int, named: _Named, found: Stated, unclear: frozenset[int]) -> Observation:
    column, quantity = table.head.columns[at], found.quantity
    rate = quantity.unit_norm in ("%", "百分点")
    growth, ends = found.growth, [row[at].span.end]
    if rate and growth is None and is_growth(named.name):
        growth = Growth(GrowthKind.YOY, quantity.value, "%")
    for place in table.head.telling(at, Role.GROWTH):
        beside = change(row[place]) if growth is None and place not in unclear else None
        if beside is None:
            continue
        told = table.head.columns[place]
        unit = beside.unit or next(iter(told.units), "")
        if rate and not unit.endswith("百分点"):
            continue  # what the change of a rate is counted in is not said
        growth = growth_of(beside, told.kind, unit.removeprefix("个"))
        ends.append(row[place].span.end)
    progress = None
    for place in table.head.telling(at, Role.PROGRESS) if column.role is Role.LEVEL else ():
        done = change(row[place]) if progress is None and place not in unclear else None
        if done is not None and done.unit in ("", "%"):
            progress = Progress("年目标", done.value)
            ends.append(row[place].span.end)
    return _observation(
        report, table, row, column, named, quantity, Relation(0, growth=growth, progress=progress), max(ends), found.status
    )


def _period(row: Period | None, column: Column) -> Period | None:
    """The period of a figure: its row's, where rows are periods; 累计 in the row of a month is from January on."""
    if row is None:
        return column.period
    if column.running and row.end is not None and row.end.year == row.start.year:
        return Period(row.start.replace(month=1, day=1), row.end)
    return row


def _rate_alone(report: Report, table: Table, row: Row, cell: Cell, column: Column, named: _Named) -> Iterator[Observation]:
    """规上工业增加值 | — | 7.2: a rate of growth whose level the table does not give."""
    found = change(cell) if cell.words else None
    if found is None or found.unit == "倍" or (found.unit or next(iter(column.units), "")).endswith("百分点"):
        return
    growth = growth_of(found, column.kind, "%")
    quantity = Quantity(cell.span, cell.text, found.value, "%", found.value, "%")
    yield _observation(report, table, row, column, named, quantity, Relation(0, growth=growth), cell.span.end, None)


def _share(report: Report, row: Row, cell: Cell, column: Column, table: Table, named: _Named) -> Iterator[Observation]:
    """装备制造业 | 占比(%): a part's share of the whole."""
    found = change(cell) if cell.words else None
    if found is None or found.unit not in ("", "%") or found.value == 100 or row_name(_name_cell(table.head, row).words).total:
        return
    whole = re.search(r"占[\u4e00-\u9fff]{2,}", column.head)
    said = f"{row_name(_name_cell(table.head, row).words).plain}{whole.group()}" if whole else f"{named.name.spoken}占比"
    share = replace(named, name=Name(said, said))
    quantity = Quantity(cell.span, cell.text, found.value, "%", found.value, "%")
    yield _observation(report, table, row, column, share, quantity, Relation(0), cell.span.end, None)


def _observation(
    report: Report,
    table: Table,
    row: Row,
    column: Column,
    named: _Named,
    quantity: Quantity,
    relation: Relation,
    end: int,
    status: Status | None,
) -> Observation:
    subject = named.subject
    if column.whose and subject is None:
        subject = subject_of_row(row_name(column.whose), "", table.title, report, invested=False)
    name = _name_cell(table.head, row).span
    start = min(name.start, quantity.span.start)
    return made(
        report,
        quantity,
        named.name,
        named.status or status or column.status,
        _period(named.period, column),
        span=Span(start, max(end, name.end)),
        relation=relation,
        basis=column.basis,
        kind=subject.kind if subject is not None else SubjectKind.ZONE,
        subject=subject.name if subject is not None else None,
        path=path_at(report.sections, row[0].span.start),
    )
