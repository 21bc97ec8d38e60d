"""Text -> the tables in it: rows of cells with their places, and the lines that stand above.

Cells stand side by side between ``|`` or tabs, an empty one as nothing or as —; or one to a line, with ``|`` lines between them
or with nothing.
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
_NOTED = re.compile(r"(?<![×xX*]10)(?<=[0-9%％])[⁰¹²³⁴-⁹]{1,2}$")
"""The number of a note behind a figure, unless it is an exponent."""
_RULE = re.compile(r"[\s|:\-—=+]*")
_CELL = re.compile(r"[^|]*")
_TABBED = re.compile(r"[^\t]*")
_HAN = r"[\u3400-\u9fff]"
_INNER = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_FIRST = re.compile(
    r"序\s?号|(?:主要|经济|考核|统计)*指\s?标(?:名称)?|类\s?别|(?:项目|园区|企业|产业|行业|单位)?名\s?称|项\s?目|园\s?区|年\s?份|月\s?份|行业|地区"
)
"""A head's first cell, where cells stand one to a line."""
_WIDEST, _LONGEST = 10, 24
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
        if not rows:
            rows, end = _flattened(lines, start)
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
        found.append(_cell(line[at:end], offset + at))
        at = end + len(bar)
    if bar == "|" and line.lstrip().startswith("|"):
        found = found[1:]
    if bar == "|" and line.rstrip().endswith("|"):
        found = found[:-1]
    return found


def _cell(text: str, offset: int) -> Cell:
    """A cell without the blanks around its words and the number of a note behind them."""
    words, lead = _NOTED.sub("", text.strip()), len(text) - len(text.lstrip())
    return Cell(words, Span(offset + lead, offset + lead + len(words)))


def _one_a_line(lines: Sequence[tuple[int, str]], start: int) -> tuple[list[Row], int]:
    """Cells on lines of their own between ``|`` lines; the width is where the second row's name begins a new row."""
    near = [_cell(line, offset).text for offset, line in lines[start : start + 4 * _WIDEST]]
    if len(near) < 2 or near[0] in ("", "|") or near[1] != "|" or not any(map(FIGURE.fullmatch, near)):
        return [], start + 1
    cells, at = list[Cell](), start
    while at < len(lines) and lines[at][1].strip():
        offset, line = lines[at]
        if line.strip() != "|":
            if cells and lines[at - 1][1].strip() != "|":
                break
            cells.append(_cell(line, offset))
        at += 1
    first = next((place for place, cell in enumerate(cells) if FIGURE.fullmatch(cell.text)), 0)
    width = first - 1
    if width < 2 or len(cells) < 2 * width:
        return [], start + 1
    return [tuple(cells[place : place + width]) for place in range(0, len(cells) - len(cells) % width, width)], at


def _flattened(lines: Sequence[tuple[int, str]], start: int) -> tuple[list[Row], int]:
    """A table whose cells a converter put on lines of their own: of the width at which every column is all figures or all words."""
    if not _FIRST.fullmatch(lines[start][1].strip()):
        return [], start + 1
    best = max((_rows_of(lines, start, width) for width in range(3, _WIDEST + 1)), key=lambda rows: sum(map(len, rows)))
    return (best, start + sum(map(len, best))) if len(best) > 2 else ([], start + 1)


def _rows_of(lines: Sequence[tuple[int, str]], start: int, width: int) -> list[Row]:
    """Head and rows of a width, as far as the columns stay alike; nothing where they are not from the first row on."""
    rows, kinds = list[Row](), list[bool]()
    for at in range(start, len(lines) - width + 1, width):
        row = [cell for offset, line in lines[at : at + width] if (cell := _alone(line, offset)) is not None]
        if len(row) < width:
            break
        figures = [FIGURE.fullmatch(cell.text) is not None for cell in row]
        if not rows and (any(figures) or not all(cell.words for cell in row)):
            return []
        if len(rows) == 1:
            kinds = figures
            counted = re.fullmatch(r"序\s?号|年\s?份", rows[0][0].text) is not None
            if not any(kinds[1:]) or all(kinds) or (kinds[0] and not counted):
                return []
        elif any(figure != kind and cell.words for cell, figure, kind in zip(row, figures, kinds, strict=False)):
            break
        rows.append(tuple(row))
    return rows


def _alone(line: str, offset: int) -> Cell | None:
    """A short line as a cell; None for a blank one and for what is a sentence or a row."""
    words = line.strip()
    if not words or len(words) > _LONGEST or re.search(r"[。;；!?|\t]", words):
        return None
    return _cell(line, offset)
