"""Tables that hold data -> rows of text. A table that only lays out the page is none, and its cells are read as blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.errors import TooLarge
from index.readers.cells import BETWEEN, EMPTY, in_row
from index.readers.web.labels import as_label
from index.readers.web.lines import Flow, Line, Piece, run, stripped
from index.readers.web.shown import Look
from index.readers.web.tree import Tree

_WIDEST = 1000
"""The bound of HTML on a span of columns."""
_LONG_CELL = 200
_LONG_SHARE = 0.5
"""A cell longer than this and holding more than this share of its table is the page's column, not a datum."""
_LONGEST_ALONE = 60
"""Characters of a cell in a table of one row."""
_LINKED = 0.6
_NOTE = re.compile(r"注[:：1１]|说明|备注|(?:资料|数据)来源|填报|制表")


@dataclass(slots=True)
class Cell:
    node: int
    pieces: list[Piece]
    text: str
    linked: int


@dataclass(slots=True)
class _Table:
    rows: list[int] = field(default_factory=list)
    cells: dict[int, list[int]] = field(default_factory=dict)
    captions: list[int] = field(default_factory=list)
    nested: bool = False


def data_tables(tree: Tree, looks: Sequence[Look], cells: int) -> dict[int, list[Line]]:
    """The rows of every data table by its node. Raises TooLarge where all tables together have more than ``cells`` places."""
    found: dict[int, list[Line]] = {}
    left = cells
    for at, table in _tables(tree).items():
        if table.nested or looks[at].never or tree.nodes[at].attributes.get("role") in ("presentation", "none"):
            continue
        rows = [[_cell(tree, looks, cell) for cell in table.cells.get(row, ())] for row in table.rows]
        captions = [_cell(tree, looks, each) for each in table.captions]
        if not _holds_data(rows) or _has_more(tree, looks, at, [*captions, *(cell for row in rows for cell in row)]):
            continue
        if _about_the_page(rows):
            found[at] = _label_lines(rows, at)
            continue
        grid = _grid(tree, rows, left)
        left -= sum(map(len, grid))
        found[at] = [Line(cell.pieces, at) for cell in captions if cell.pieces] + _lines(grid, rows, at)
    return found


def _tables(tree: Tree) -> dict[int, _Table]:
    """Every table with the rows and cells that are its own, in one pass."""
    tables: dict[int, _Table] = {}
    inside: list[int] = []
    row: list[int] = []
    for at, node in enumerate(tree.nodes):
        inside.append(inside[node.parent] if node.parent >= 0 else -1)
        row.append(row[node.parent] if node.parent >= 0 else -1)
        if node.tag == "table":
            if inside[at] >= 0:
                tables[inside[at]].nested = True
            tables[at] = _Table()
            inside[at], row[at] = at, -1
        elif inside[at] < 0:
            continue
        elif node.tag == "tr":
            tables[inside[at]].rows.append(at)
            row[at] = at
        elif node.tag in ("td", "th") and row[at] >= 0:
            tables[inside[at]].cells.setdefault(row[at], []).append(at)
            row[at] = -1
        elif node.tag == "caption":
            tables[inside[at]].captions.append(at)
    return tables


def _cell(tree: Tree, looks: Sequence[Look], at: int) -> Cell:
    flow = Flow(tree, looks, soft=True)
    run(flow, at + 1, tree.nodes[at].last, {})
    pieces = stripped(flow.pieces)
    linked = sum(len(piece.text) for piece in pieces if piece.node >= 0 and looks[piece.node].link)
    return Cell(at, pieces, "".join(piece.text for piece in pieces), linked)


def _holds_data(rows: Sequence[Sequence[Cell]]) -> bool:
    cells = [cell for row in rows for cell in row if cell.text]
    total = sum(len(cell.text) for cell in cells)
    if not cells or max(len(row) for row in rows) < 2 or len(cells) < 2:
        return False
    longest = max(len(cell.text) for cell in cells)
    if longest > _LONG_CELL and longest > total * _LONG_SHARE:
        return False
    if sum(any(cell.text for cell in row) for row in rows) < 2 and longest > _LONGEST_ALONE:
        return False
    return sum(cell.linked for cell in cells) <= total * _LINKED


def _has_more(tree: Tree, looks: Sequence[Look], at: int, cells: Sequence[Cell]) -> bool:
    """Whether text stands in a table beside its cells: a page's text that an editor put there, which rows would lose."""
    inside = {piece.node for cell in cells for piece in cell.pieces}
    nodes = tree.nodes
    return any(
        not nodes[each].tag and each not in inside and not looks[each].never and nodes[each].text.strip()
        for each in range(at + 1, nodes[at].last)
    )


def _about_the_page(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the table states what the page is: every other cell is a label."""
    named = [cell for row in rows for cell in row[::2] if cell.text]
    labels = [cell for cell in named if as_label(cell.text)]
    return len(labels) >= 2 and len(labels) >= len(named) * 0.6


def _label_lines(rows: Sequence[Sequence[Cell]], at: int) -> list[Line]:
    """索引号:… 发布机构:… as a line a row, so that it reads like the line that other portals write."""
    lines = []
    for row in rows:
        pieces: list[Piece] = []
        pairs: dict[str, str] = {}
        for place, cell in enumerate(row):
            if not cell.pieces:
                continue
            label = as_label(cell.text) if place % 2 == 0 else None
            if pieces and place % 2 == 0:
                pieces.append(_put(" ", pieces))
            pieces += cell.pieces
            if label and not cell.text.endswith((":", "：")):
                pieces.append(_put(":", pieces))
            if label and place + 1 < len(row) and row[place + 1].text:
                pairs[label] = row[place + 1].text
        if pieces:
            lines.append(Line(pieces, at, pairs=pairs))
    return lines


def _put(text: str, pieces: Sequence[Piece]) -> Piece:
    return Piece(text, pieces[-1].end, pieces[-1].end, -1)


def _grid(tree: Tree, rows: Sequence[Sequence[Cell]], most: int) -> list[list[Cell | None]]:
    """Rows of one width. None is an empty or covered place; the first column repeats a cell that runs over several rows."""
    grid: list[list[Cell | None]] = []
    begun: set[int] = set()
    running: dict[int, tuple[int, Cell]] = {}
    count = 0
    for number, row in enumerate(rows):
        places: list[Cell | None] = []
        for cell in row:
            _cover(places, running)
            begun.add(len(places))
            attributes = tree.nodes[cell.node].attributes
            width = min(_WIDEST, _span(attributes, "colspan") or 1)
            height = min(_span(attributes, "rowspan") or len(rows), len(rows) - number)
            for column in range(len(places), len(places) + width):
                if height > 1:
                    running[column] = (height - 1, cell)
            places += [cell, *[None] * (width - 1)]
            if count + len(places) > most:
                raise TooLarge(f"网页里的表格超过 {most} 格", advice="请把表格另存为 xlsx 后分开提交。")
        _cover(places, running)
        count += len(places)
        grid.append(places)
    columns = sorted(begun)
    return [[row[column] if column < len(row) else None for column in columns] for row in grid]


def _cover(places: list[Cell | None], running: dict[int, tuple[int, Cell]]) -> None:
    """Fills the next places as long as cells of earlier rows run into them."""
    while len(places) in running:
        column = len(places)
        height, cell = running.pop(column)
        if height > 1:
            running[column] = (height - 1, cell)
        places.append(cell if column == 0 else None)


def _span(attributes: Mapping[str, str], name: str) -> int:
    """A span as written, 1 where it is none. 0 means to the end."""
    written = attributes.get(name, "1").strip()
    return int(written) if written.isdecimal() and len(written) < 6 else 1


def _lines(grid: Sequence[Sequence[Cell | None]], rows: Sequence[Sequence[Cell]], at: int) -> list[Line]:
    """A line a row. Rows of one cell above the head or below the last row are captions and notes: lines of their own."""
    filled = [[cell for cell in row if cell and cell.text] for row in grid]
    full = [
        number
        for number, cells in enumerate(filled)
        if len(cells) > 1 or (cells and len(rows[number]) > 1 and number and not _NOTE.match(cells[0].text))
    ]
    first = next((number for number, cells in enumerate(filled) if len(cells) > 1), 0)
    lines = []
    for number, (row, cells) in enumerate(zip(grid, filled, strict=True)):
        if not cells:
            continue
        if not full or not first <= number <= full[-1]:
            lines += [Line(cell.pieces, at) for cell in cells]
            continue
        lines.append(Line(_row(row), at, table=at))
    return lines


def _row(row: Sequence[Cell | None]) -> list[Piece]:
    reached = next(cell.pieces[0].start for cell in row if cell and cell.pieces)
    pieces: list[Piece] = []
    for place, cell in enumerate(row):
        if place:
            pieces.append(Piece(BETWEEN, reached, reached, -1))
        if cell and cell.pieces:
            pieces += (piece._replace(text=in_row(piece.text)) for piece in cell.pieces)
            reached = cell.pieces[-1].end
        else:
            pieces.append(Piece(EMPTY, reached, reached, -1))
    return pieces
