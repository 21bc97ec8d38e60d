"""Tables as rows of text: " | " between cells, "—" for an empty one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.readers.cells import BETWEEN, EMPTY, in_row
from index.readers.paged.pieces import Box, Line, Marked, Piece, advance, around, folded, line, rows, square
from index.readers.paged.ruled import Cell, Grid

NO_CELL = Marked.plain(EMPTY)
_FIGURE = re.compile(r"[-+−—–]?[0-9][0-9.,]*[%‰]?")
_PADDING = 1.0
"""Of a cell, in sizes: more is no padding, but room that a line did not need."""


@dataclass(frozen=True, slots=True)
class Row:
    """``alone`` where one cell takes the whole width and stands above or below the table's other rows: it is a line of its own."""

    content: Marked
    box: Box
    page: int
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` are the walls of its columns, from the left."""

    rows: tuple[Row, ...]
    columns: tuple[float, ...]
    box: Box
    page: int


def joined_cells(contents: Iterable[Marked]) -> Marked:
    return Marked.joined((Marked(in_row(each.text), each.marks) for each in contents), BETWEEN)


def ruled_table(grid: Grid, held: Mapping[Cell, Sequence[Piece]], page: int) -> Table:
    """The rows of a drawn grid. What is merged is written once, but the name of a merged first column in every row."""
    width = len(grid.uprights) - 1
    at = {(row, column): cell for cell in grid.cells for row in range(cell.row, cell.row_end) for column in _columns(cell)}
    used = [column for column in range(width) if any(cell.column == column for cell in held)]
    found = []
    for number in range(len(grid.levels) - 1):
        cells = [at[number, column] for column in used]
        starting = [cell for cell in cells if cell.row == number and held.get(cell)]
        if not starting:
            continue
        for level in _levels(starting, held):
            contents, boxes = [], []
            for column, cell in zip(used, cells, strict=True):
                first = cell.column == column and (cell.row == number or column == used[0])
                pieces = [each for each in held.get(cell, ()) if cell.row < number or level[0] <= _middle(each) < level[1]]
                contents.append(cell_text(pieces, cell.box) if first and pieces else NO_CELL)
                boxes += [piece.box for piece in pieces if cell.row == number]
            if boxes:
                alone = len(set(cells)) == 1 and len(used) > 1
                found.append(Row(contents[0] if alone else joined_cells(contents), around(boxes), page, alone))
    return Table(tuple(_only_ends_alone(found, len(used))), grid.uprights, grid.box, page)


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column_end)


def _middle(piece: Piece) -> float:
    return (piece.box[1] + piece.box[3]) / 2


def _only_ends_alone(found: Sequence[Row], width: int) -> list[Row]:
    """Inside the table a row of one cell keeps its width: it is a section's name."""
    full = [number for number, row in enumerate(found) if not row.alone]
    first, last = (full[0], full[-1]) if full else (len(found), -1)
    return [
        Row(joined_cells([row.content, *[NO_CELL] * (width - 1)]), row.box, row.page)
        if row.alone and first < number < last
        else row
        for number, row in enumerate(found)
    ]


def _levels(cells: Sequence[Cell], held: Mapping[Cell, Sequence[Piece]]) -> list[tuple[float, float]]:
    """Heights of the rows that stand in one row of the grid: several, where no rule divides lines of figures."""
    stacks = [lines for cell in set(cells) if len(lines := rows(held[cell])) > 1 and _all_figures(lines)]
    if not stacks or cells[0].row_end - cells[0].row > 1:
        return [(float("-inf"), float("inf"))]
    tallest = max(stacks, key=len)
    middles = [(row[0].box[1] + row[0].box[3]) / 2 for row in tallest]
    walls = [(one + other) / 2 for one, other in zip(middles, middles[1:], strict=False)]
    return list(zip([float("-inf"), *walls], [*walls, float("inf")], strict=True))


def _all_figures(lines: Sequence[Sequence[Piece]]) -> bool:
    return all(len(row) == 1 and _FIGURE.fullmatch(folded(row[0].text.strip())) for row in lines)


def cell_text(pieces: Sequence[Piece], box: Box) -> Marked:
    """The lines of a cell as one: without a blank where the cell's width ended a line, else with one."""
    upright = [piece for piece in pieces if piece.upright]
    lines = [line(row, 0) for row in rows(piece for piece in pieces if not piece.upright)]
    content = lines[0].content if lines else Marked.plain("")
    padding = min(
        (max(0.0, min(each.box[0] - box[0], box[2] - each.box[2], _PADDING * each.size)) for each in lines), default=0.0
    )
    for before, after in zip(lines, lines[1:], strict=False):
        room = box[2] - box[0] - 2 * padding - (before.box[2] - before.box[0])
        content = content + Marked.plain(_break(before, after, room)) + after.content
    for piece in upright:
        content = content + piece.content if not content.text else content + Marked.plain(" ") + piece.content
    return content


def _break(before: Line, after: Line, room: float) -> str:
    last, first = before.text[-1], after.text[0]
    if last.isdigit() and first.isdigit():
        # Two figures below one another look like one that is cut: only the very edge of the cell cuts a figure.
        return "" if room < 0.4 * before.size else " "
    if room >= advance(first_token(after.text), before.size) + 0.3 * before.size:
        return " "
    return glue(before.text, after.text)


def glue(before: str, after: str) -> str:
    """What stands between two lines that are one sentence: a blank between Latin words only."""
    if square(before[-1]) or square(after[0]) or before[-1].isdigit() or after[0].isdigit() or before[-1] in "-/(":
        return ""
    return " " if before[-1].isalnum() or before[-1] in ",.;:)%" else ""


_UNIT = r"[(\[{《〈「『【〔]*(?:[!-~À-ɏḀ-ỿ]+(?: *[.,%][!-~]+)?|.)[、。〞》」』】〕℃,.;:?!)\]}%…]*"
# Round quotation marks part from neither side.
_TOKEN = re.compile(rf"[“‘]*{_UNIT}(?:[“”‘’]+(?:{_UNIT})?)*")


def first_token(text: str) -> str:
    """What cannot be parted at a line's end: a figure or a Latin word whole, marks with what they belong to."""
    match = _TOKEN.match(folded(text))
    return text[: match.end()] if match else text[:1]
