"""Tables inside a report's text -> observations: 指标名称 | 单位 | 1-6月完成 | 同比±% | 占全年%, and what spreadsheets make of it.

A table is read only where its head says what its columns are. A cell without a unit takes it from its row's name or unit column,
from its column's head, or from the line 单位:… above. Where any of that is unclear there is no observation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.domain import Observation, Report, Span, path_at
from index.extract.tables.figures import stated, units_of
from index.extract.tables.forms import form
from index.extract.tables.grid import FIGURE, REACH, Block, Row, blocks, span_of
from index.extract.tables.heads import Head, head_of
from index.extract.tables.reading import observations
from index.extract.tables.table import Table
from index.extract.tables.times import times_of, year_only
from index.extract.tables.words import heads_names, is_head_word
from index.governing import is_plan
from index.periods import Calendar

__all__ = ["tables"]

_CAPTION = re.compile(
    r"(?<!填报)(?<!填表)(?<!报送)(?<!主管)(?<!责任)(?<!编制)(?:计量)?单位\s?[:：]?\s?(?P<units>[^\n|)）]{1,30})"
)
_UNITS_ALONE = re.compile(r"[(（]\s?(?:单位[:：]?)?\s?(?P<units>[^()（）]{1,16})\s?[)）]\s?$")
_INDEX_CELL = re.compile(r"[甲乙丙丁戊]|[(（]?\d{1,2}[)）]?")
_PROSE = re.compile(r"[,，。;；]")
_LONGEST_CELL = 30
_LONGEST_HEAD = 4
"""Rows that a head has at most."""


def tables(report: Report, calendar: Calendar) -> tuple[list[Observation], list[Span]]:
    """Observations of every table whose head is understood, and the stretches of text in which no sentence is to be read."""
    found, spans = list[Observation](), list[Span]()
    before: Table | None = None
    for block in blocks(report.matching):
        before = before if block.follows else None
        for part in _parts(block):
            table = _understood(report, part, calendar, before)
            if table is None:
                told = form(report, part.rows)
                found += told or []
                spans += [span_of(part.rows)] if told is not None else _unread(part.rows)
                continue
            before = table
            read = list(observations(report, table))
            found += read
            spans += [span_of(part.rows)] if table.crossed else _unread(part.rows, sorted(each.value_span.start for each in read))
    return sorted(found, key=lambda each: each.value_span), spans


def _parts(block: Block) -> Iterator[Block]:
    """The tables of a block: each head begins one; rows of words before it are its title. Two printed side by side are two."""
    rows, above, start = block.rows, list(block.above), 0
    heads = _heads(rows)
    if not heads:
        yield block
    for number, at in enumerate(heads):
        for row in rows[start:at]:
            if not _holds_figures(row):
                above += [cell.words for cell in row if cell.words]
        end = heads[number + 1] if number + 1 < len(heads) else len(rows)
        start = end
        while number + 1 < len(heads) and start - 1 > at and _lonely(rows[start - 1]):
            start -= 1
        yield from _halves(Block(rows[at:start], tuple(above[-2 * REACH :])))
        above = above if at == 0 else []


def _heads(rows: Sequence[Row]) -> list[int]:
    """Where heads begin: rows without figures whose words head columns; below a first one, only such as name their rows too."""
    found, at = list[int](), 0
    while at < len(rows):
        filled = [cell for cell in rows[at] if cell.words]
        heading = len(filled) > 1 and not _holds_figures(rows[at]) and any(is_head_word(cell.words) for cell in filled[1:])
        if heading and (not found or heads_names(filled[0].words)):
            found.append(at)
            at += _depth(rows[at:])
        else:
            at += 1
    return found


def _lonely(row: Row) -> bool:
    return sum(bool(cell.words) for cell in row) == 1 and not _holds_figures(row)


def _holds_figures(row: Row) -> bool:
    figures = [cell for cell in row if FIGURE.fullmatch(cell.text) or stated(cell, "") is not None]
    return bool(figures) and not all(year_only(cell.text) for cell in figures)


def _halves(part: Block) -> Iterator[Block]:
    """名称 | 数值 | 名称 | 数值: what is printed as two tables side by side to save paper."""
    head = [cell.words for cell in part.rows[0]]
    half = len(head) // 2
    if len(head) >= 4 and len(head) % 2 == 0 and head[:half] == head[half:] and all(head):
        rows = [row for row in part.rows if len(row) == len(head)]
        yield Block(tuple(row[:half] for row in rows), part.above)
        yield Block(tuple(row[half:] for row in rows), part.above)
    else:
        yield part


def _understood(report: Report, part: Block, calendar: Calendar, before: Table | None) -> Table | None:
    """The table that a part is; a part without a head goes on under the head of the table right before it."""
    if not _heads(part.rows[:1]):
        if before is None or len(part.rows[0]) != len(before.head.columns) or not part.follows:
            return None
        return Table(before.head, _body(part.rows, before.head), before.title, before.caption, before.times)
    depth = _depth(part.rows)
    heads, rest = part.rows[:depth], part.rows[depth:]
    path = path_at(report.sections, part.rows[0][0].span.start)
    words = [cell.words for row in heads for cell in row]
    times = times_of(part.above or path[-1:], words, report.period, calendar, planned=is_plan(path))
    body = tuple(row for row in rest if len(row) == len(heads[0]) and not _index_row(row))
    head = head_of(heads, body, times)
    if head is None or not body:
        return None
    return Table(head, body, _title(part.above, path), _caption_units(part.above), times)


def _body(rows: Sequence[Row], head: Head) -> tuple[Row, ...]:
    return tuple(row for row in rows if len(row) == len(head.columns))


def _depth(rows: Sequence[Row]) -> int:
    """How many rows the head takes: those below that hold no figures and begin with nothing, or with the first one's own words."""
    depth, first = 1, rows[0][0].words
    while depth < min(len(rows) - 1, _LONGEST_HEAD):
        row = rows[depth]
        filled = sum(bool(cell.words) for cell in row)
        if len(row) != len(rows[0]) or _holds_figures(row) or row[0].words not in ("", first):
            break
        if not filled or (filled == 1 and row[0].words):
            break
        depth += 1
    return depth


def _index_row(row: Row) -> bool:
    """甲 | 乙 | 1 | 2: the columns numbered."""
    words = [cell.words for cell in row if cell.words]
    numbers = [int(re.sub(r"\D", "", word)) for word in words if re.search(r"\d", word)]
    return (
        len(words) > 1
        and all(map(_INDEX_CELL.fullmatch, words))
        and numbers == list(range(1, len(numbers) + 1))
        and len(numbers) > 1
    )


def _title(above: Sequence[str], path: Sequence[str]) -> str:
    """What a table is called, by the nearest line above that is more than its unit, else by the heading it stands under."""
    for line in reversed(above):
        plain = _CAPTION.sub("", _UNITS_ALONE.sub("", line)).strip("(（ ,，")
        if re.search(r"[\u4e00-\u9fff]{3}", plain):
            return plain
    return path[-1] if path else ""


def _caption_units(above: Sequence[str]) -> tuple[str, ...]:
    """The units that a line above states for the whole table; none where it states them only for some of it."""
    for line in reversed(above):
        for match in (_CAPTION.search(line), _UNITS_ALONE.search(line)):
            if match is not None and (units := units_of(match["units"].strip(" :：")) or _loose(match["units"])):
                return units
    return ()


def _loose(words: str) -> tuple[str, ...]:
    """Units among other words: 单位:亿元 制表:统计科."""
    first = re.split(r"\s", words.strip(" :："))[0]
    return units_of(first)


def _unread(rows: Sequence[Row], read: Sequence[int] | None = None) -> list[Span]:
    """The stretches of rows in which no sentence stands: all but cells of prose.

    ``read`` are the places of figures already read from an understood table, None where it was not understood; rows of two
    cells may then be anything.
    """
    spans = list[Span]()
    open_at: int | None = None
    end = 0
    for row in rows:
        for cell in row:
            prose = len(cell.text) > _LONGEST_CELL or _PROSE.search(cell.text) is not None or (read is None and len(row) < 3)
            if prose and read:
                at = bisect_left(read, cell.span.start)
                prose = at == len(read) or read[at] >= cell.span.end
            if prose and open_at is not None:
                spans.append(Span(open_at, end))
                open_at = None
            elif not prose and open_at is None:
                open_at = cell.span.start
            end = cell.span.end
    if open_at is not None and end > open_at:
        spans.append(Span(open_at, end))
    return spans
