"""Rows of a table inside a report's text -> observations: 指标名称 | 全年目标 | 1-6月完成 | 同比±% | 占全年%.

A table is read only where its head says what its columns are. Cells stand side by side between ``|`` or tabs, or one to a line
with ``|`` lines between them. A cell without a unit takes it from its row's name, its column's head or the line 单位:… above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from index.domain import Growth, GrowthKind, Observation, Period, Progress, Quantity, Report, Span, Status, path_at
from index.extract.making import made
from index.extract.naming import Name
from index.extract.relations import Relation
from index.numerals import parse_number, quantities
from index.periods import Calendar, find_periods, months_period, year_period

_CELL = re.compile(r"[^|\t\n]+")
_FIGURE = re.compile(r"(?P<sign>[-−－+＋])?(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<percent>%)?")
_RULE = re.compile(r"[\s|:\-—=+]*")
_CAPTION = re.compile(r"(?<!填报)(?<!填表)(?<!报送)(?<!主管)单位[:：]?\s?(?P<units>[^\n|]{1,30})")
_BRACKETED = re.compile(r"[(（](?P<unit>[^()（）]{1,8})[)）]")
_NUMBERING = re.compile(r"^(?:其中[:：,，]?|[#*]|\d{1,2}[.、]|[一二三四五六七八九十]{1,2}、|[(（]\d{1,2}[)）])\s?")
_UNKNOWN = frozenset({"-", "—", "——", "/", "…", "", "无"})
_CAPTION_REACH = 3
"""Lines above a table in which its unit may stand."""


class Role(Enum):
    """What the figures of a column are."""

    NAME = auto()
    TARGET = auto()
    LEVEL = auto()
    EARLIER = auto()
    GROWTH = auto()
    PROGRESS = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Column:
    role: Role
    head: str
    unit: str
    period: Period | None
    of: int | None = None
    """For growth and progress: the column of the level they belong to."""


def tables(report: Report, calendar: Calendar) -> tuple[list[Observation], list[Span]]:
    """Observations of every table whose head is understood, and the stretches of text they were read from."""
    found, spans = list[Observation](), list[Span]()
    for rows, above in _blocks(report.matching):
        columns = _columns(rows[0], above, report, calendar)
        if columns is None:
            continue
        spans.append(Span(rows[0][0].span.start, rows[-1][-1].span.end))
        for row in rows[1:]:
            found.extend(_row(report, row, columns))
    return found, spans


def _blocks(text: str) -> Iterator[tuple[list[list[Cell]], list[str]]]:
    """Tables as rows of cells, with the lines above each: rows of one width, at least a head and one more."""
    lines, at = list[tuple[int, str]](), 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    start = 0
    while start < len(lines):
        rows, end = _side_by_side(lines, start)
        if len(rows) < 2:
            rows, end = _one_a_line(lines, start)
        if len(rows) >= 2:
            yield rows, [line for _, line in lines[max(0, start - _CAPTION_REACH) : start]]
            start = end
        else:
            start += 1


def _side_by_side(lines: Sequence[tuple[int, str]], start: int) -> tuple[list[list[Cell]], int]:
    rows, at = list[list[Cell]](), start
    while at < len(lines):
        offset, line = lines[at]
        if rows and _RULE.fullmatch(line) and line.strip():
            at += 1
            continue
        cells = [
            Cell(match.group().strip(), Span(offset + match.start(), offset + match.end()))
            for match in _CELL.finditer(line)
            if match.group().strip()
        ]
        if len(cells) < 2 or ("|" not in line and "\t" not in line) or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
        at += 1
    return rows, at


def _one_a_line(lines: Sequence[tuple[int, str]], start: int) -> tuple[list[list[Cell]], int]:
    """Cells on lines of their own between ``|`` lines; the width is where the second row's name begins a new row."""
    cells, at = list[Cell](), start
    while at < len(lines) and lines[at][1].strip():
        offset, line = lines[at]
        if line.strip() != "|":
            if cells and (at == 0 or lines[at - 1][1].strip() != "|"):
                break
            cells.append(Cell(line.strip(), Span(offset, offset + len(line))))
        at += 1
    numeric = [_FIGURE.fullmatch(cell.text) is not None for cell in cells]
    first = next((place for place, figure in enumerate(numeric) if figure), 0)
    width = first - 1
    if width < 2 or len(cells) < 2 * width:
        return [], start + 1
    return [cells[place : place + width] for place in range(0, len(cells) - len(cells) % width, width)], at


def _columns(head: Sequence[Cell], above: Sequence[str], report: Report, calendar: Calendar) -> list[Column] | None:
    """What each column is; None where the head does not name a column of levels or targets."""
    caption = next((match["units"] for line in reversed(above) if (match := _CAPTION.search(line))), "")
    common = next((unit for unit in re.split(r"[、,,/\s]", caption) if unit and unit != "%" and _is_unit(unit)), "")
    columns, level = list[Column](), dict[bool, int]()
    for place, cell in enumerate(head):
        if _FIGURE.fullmatch(cell.text):
            return None
        role = _role(cell.text, place)
        bracketed = _BRACKETED.search(cell.text)
        unit = bracketed["unit"] if bracketed and _is_unit(bracketed["unit"]) else common
        running = "累计" in cell.text
        if role is Role.LEVEL:
            level[running] = place
            level.setdefault(not running, place)
            if not running:
                level[False] = place
        of = level.get(running, level.get(False)) if role in (Role.GROWTH, Role.PROGRESS) else None
        columns.append(Column(role, cell.text, unit, _period(cell.text, role, report, calendar), of))
    named = columns[0].role is Role.NAME and any(column.role in (Role.LEVEL, Role.TARGET) for column in columns)
    if named and not common and columns[0].unit and _is_unit(columns[0].unit):
        columns = [Column(each.role, each.head, each.unit or columns[0].unit, each.period, each.of) for each in columns]
    return columns if named else None


def _role(head: str, place: int) -> Role:
    if place == 0:
        return Role.NAME
    if re.search(r"占(?:全年|年度|目标|任务|计划)|完成率|完成比例|进度", head):
        return Role.PROGRESS
    if re.search(r"同比|增长|增速|增幅|±|比上年|涨幅", head):
        return Role.GROWTH
    if re.search(r"上年|去年|同期|上期", head):
        return Role.EARLIER
    if re.search(r"目标|计划|任务|预期", head):
        return Role.TARGET
    if re.search(r"完成|实绩|累计|本月|当月|本期|数值|绝对值|实际|总量|\d月|季度|半年|全年|产值|收入|金额|投资|数量", head):
        return Role.LEVEL
    return Role.OTHER


def _period(head: str, role: Role, report: Report, calendar: Calendar) -> Period | None:
    said = [each.period for each in find_periods(head, calendar) if each.period is not None and each.kind != "deadline"]
    if said:
        return said[0]
    reported = report.period
    if reported is None or reported.end is None:
        return reported
    if role is Role.TARGET:
        return year_period(reported.end.year)
    if re.search("本月|当月", head):
        return months_period(reported.end.year, reported.end.month, reported.end.month)
    if role is Role.EARLIER:
        return months_period(reported.end.year - 1, reported.start.month, reported.end.month)
    return reported


def _row(report: Report, row: Sequence[Cell], columns: Sequence[Column]) -> Iterator[Observation]:
    bracketed = _BRACKETED.search(row[0].text)
    own = bracketed["unit"] if bracketed and _is_unit(bracketed["unit"]) else ""
    name = _NUMBERING.sub("", _BRACKETED.sub("", row[0].text) if own else row[0].text).strip()
    if not re.search(r"[\u4e00-\u9fff]{2}", name):
        return
    path = path_at(report.sections, row[0].span.start)
    for place, (cell, column) in enumerate(zip(row, columns, strict=False)):
        if column.role not in (Role.LEVEL, Role.TARGET, Role.EARLIER) or cell.text in _UNKNOWN:
            continue
        quantity = _quantity(cell, own or column.unit)
        if quantity is None:
            continue
        status = Status.TARGET if column.role is Role.TARGET else Status.ACTUAL
        belonging = [(other, row[at]) for at, other in enumerate(columns) if other.of == place and at < len(row)]
        growth = next(
            (figure for other, beside in belonging if other.role is Role.GROWTH and (figure := _share(beside)) is not None), None
        )
        progress = next(
            (figure for other, beside in belonging if other.role is Role.PROGRESS and (figure := _share(beside)) is not None),
            None,
        )
        ends = [cell.span.end, *(beside.span.end for _, beside in belonging)]
        yield made(
            report,
            quantity,
            Name(name, name),
            status,
            column.period,
            span=Span(row[0].span.start, max(ends)),
            relation=Relation(
                0,
                growth=None if growth is None else Growth(GrowthKind.YOY, growth, "%"),
                progress=None if progress is None else Progress("年目标", progress),
            ),
            path=path,
        )


def _quantity(cell: Cell, unit: str) -> Quantity | None:
    """The figure of a cell with its unit; None for a cell that is no figure or whose unit nothing says."""
    read = quantities(cell.text)
    if len(read) == 1:
        gap = len(cell.text) - len(cell.text.lstrip())
        return _placed(read[0], cell, gap)
    match = _FIGURE.fullmatch(cell.text)
    if match is None or not unit:
        return None
    whole = quantities(f"{match['figure']}{unit}")
    return _placed(whole[0], cell, 0) if len(whole) == 1 and parse_number(match["figure"]) is not None else None


def _placed(quantity: Quantity, cell: Cell, gap: int) -> Quantity:
    start = cell.span.start + gap
    return Quantity(
        Span(start, cell.span.end),
        cell.text,
        quantity.value,
        quantity.unit,
        quantity.value_norm,
        quantity.unit_norm,
        quantity.high,
        quantity.high_norm,
        quantity.bound,
        quantity.currency,
    )


def _share(cell: Cell) -> Decimal | None:
    match = _FIGURE.fullmatch(cell.text)
    if match is None:
        return None
    value = parse_number(match["figure"])
    return -value if value is not None and match["sign"] in ("-", "−", "－") else value


def _is_unit(words: str) -> bool:
    return words == "%" or len(quantities(f"1{words}" if len(words) > 1 else f"2{words}")) == 1
