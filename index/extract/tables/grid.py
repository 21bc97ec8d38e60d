"""Text -> the tables in it: rows of cells with their places, and the lines that stand above.

Cells stand side by side between ``|`` or tabs, an empty one as nothing or as —; or one to a line with ``|`` lines between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.domain import Span

FIGURE = re.compile(r"(?P<sign>[-−－+＋▲↑△▼↓])?\s?(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<percent>%)?")
"""A bare figure, with a sign or a percent sign at most."""
EMPTY = frozenset(
    {"", "-", "--", "—", "——", "–", "/", "\\", "…", "……", "无", "空", "*", "×", "#DIV/0!", "#REF!", "#N/A", "#VALUE!"}
)
DITTO = frozenset({"〃", "同上", '"', "”"})
_RULE = re.compile(r"[\s|:\-—=+]*")
_CELL = re.compile(r"[^|]*")
_TABBED = re.compile(r"[^\t]*")
_HAN = r"[\u3400-\u9fff]"
_INNER = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
REACH = 4
"""Lines above a table that may speak of it: its title, its unit."""


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` stands at ``span``; ``words`` is it without blanks between Han characters, "" where the cell holds nothing."""

    text: str
    span: Span

    @property
    def words(self) -> str:
        return "" if self.text in EMPTY else _INNER.sub("", self.text)


Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that follow one another. ``above`` are the lines before them that are no rows, the nearest last.

    ``follows`` says that nothing but blank lines stands between this block and the one before.
    """

    rows: tuple[Row, ...]
    above: tuple[str, ...]
    follows: bool = False

    @property
    def span(self) -> Span:
        return span_of(self.rows)


def span_of(rows: Sequence[Row]) -> Span:
    return Span(rows[0][0].span.start, rows[-1][-1].span.end)


def blocks(text: str) -> Iterator[Block]:
    """Every stretch of rows in a text, in order."""
    lines, at = list[tuple[int, str]](), 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    start = last = 0
    above = list[str]()
    while start < len(lines):
        rows, end = _side_by_side(lines, start)
        if not rows:
            rows, end = _one_a_line(lines, start)
        if rows:
            blank = all(not line.strip() for _, line in lines[last:start])
            yield Block(tuple(rows), tuple(above[-REACH:]), follows=last > 0 and blank)
            above, start, last = [], end, end
        else:
            if lines[start][1].strip():
                above.append(lines[start][1].strip())
            start += 1


def _side_by_side(lines: Sequence[tuple[int, str]], start: int) -> tuple[list[Row], int]:
    rows, at = list[Row](), start
    while at < len(lines):
        offset, line = lines[at]
        if rows and line.strip() and _RULE.fullmatch(line) and "-" in line:
            at += 1
            continue
        cells = _cells(line, offset)
        if len(cells) < 2:
            break
        rows.append(cells)
        at += 1
    return rows, at


def _cells(line: str, offset: int) -> list[Cell]:
    """The cells of a line, empty ones too; bars at both its ends hold nothing outside."""
    if "|" in line:
        pieces, bar = _CELL, "|"
    elif "\t" in line:
        pieces, bar = _TABBED, "\t"
    else:
        return []
    found, at = list[Cell](), 0
    while at <= len(line):
        match = pieces.match(line, at)
        end = match.end() if match else at
        text = line[at:end]
        lead = len(text) - len(text.lstrip())
        words = text.strip()
        found.append(Cell(words, Span(offset + at + lead, offset + at + lead + len(words))))
        at = end + len(bar)
    if bar == "|" and line.lstrip().startswith("|"):
        found = found[1:]
    if bar == "|" and line.rstrip().endswith("|"):
        found = found[:-1]
    return found


def _one_a_line(lines: Sequence[tuple[int, str]], start: int) -> tuple[list[Row], int]:
    """Cells on lines of their own between ``|`` lines; the width is where the second row's name begins a new row."""
    cells, at = list[Cell](), start
    while at < len(lines) and lines[at][1].strip():
        offset, line = lines[at]
        if line.strip() != "|":
            if cells and (at == 0 or lines[at - 1][1].strip() != "|"):
                break
            cells.append(Cell(line.strip(), Span(offset, offset + len(line))))
        at += 1
    numeric = [FIGURE.fullmatch(cell.text) is not None for cell in cells]
    first = next((place for place, figure in enumerate(numeric) if figure), 0)
    width = first - 1
    if width < 2 or len(cells) < 2 * width:
        return [], start + 1
    return [tuple(cells[place : place + width]) for place in range(0, len(cells) - len(cells) % width, width)], at
