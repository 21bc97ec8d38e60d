"""Tables without upright rules: rows whose pieces stand below one another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.readers.paged.pieces import Box, Marked, Piece, around, between, folded
from index.readers.paged.tables import NO_CELL, Row, Table, joined_cells

_GAP = 0.6
"""Narrowest space between two columns, in sizes."""
_ITEM = re.compile(r"[(]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])?[)、.]?|[•·●○■□◆▪※★▲-]")

Rows = Sequence[Sequence[Piece]]


def sections(rows: Rows, page: int, ruled: Sequence[Box] = ()) -> list[list[Sequence[Piece]] | Table]:
    """Rows of a column, in order: those of text as they are, those of tables as tables.

    ``ruled`` are boxes between level rules: two rows of columns make a table there.
    """
    found: list[list[Sequence[Piece]] | Table] = []
    text: list[Sequence[Piece]] = []
    at = 0
    while at < len(rows):
        end = _end(rows, at)
        table = _table(rows[at:end], page, ruled) if end - at >= 2 else None
        if table is None:
            text += rows[at : max(end, at + 1)]
        else:
            if text:
                found.append(text)
            text = []
            found.append(table)
        at = max(end, at + 1)
    return [*found, text] if text else found


def _end(rows: Rows, start: int) -> int:
    """Where a stretch of rows of several pieces ends; a row of one piece may stand in it, two may not."""
    end = at = start
    while at < len(rows):
        if len(rows[at]) > 1:
            end = at + 1
        elif at == start or at - end >= 1 or not _belongs(rows[at][0], rows[end - 1]):
            break
        at += 1
    return end


def _belongs(piece: Piece, row: Sequence[Piece]) -> bool:
    """Whether a lonely piece stands under one of the pieces of a row, close to it, as a cell that goes on does."""
    if piece.box[1] - row[0].box[3] > 1.2 * piece.size:
        return False
    touched = [each for each in row if each.box[0] < piece.box[2] and piece.box[0] < each.box[2]]
    return len(touched) <= 1


def _table(rows: Rows, page: int, ruled: Sequence[Box]) -> Table | None:
    full = [row for row in rows if len(row) > 1]
    walls = _walls(full)
    width = len(walls) + 1
    framed = any(box[1] - 2 <= row[0].box[1] and row[0].box[3] <= box[3] + 2 for box in ruled for row in full[:1])
    if width < 2 or len(full) < (2 if width > 2 or framed else 3):
        return None
    filled = _without_twins(
        [[[piece for piece in row if _column(piece, walls) == column] for column in range(width)] for row in rows]
    )
    width = len(filled[0])
    if width == 2 and _is_list([cells[0] for cells in filled if cells[0]]):
        return None
    if sum(1 for cells in filled if sum(1 for each in cells if each) > 1) < 2:
        return None
    found = [
        Row(joined_cells(_cell(each) for each in cells), around(p.box for p in row), page)
        for row, cells in zip(rows, filled, strict=True)
    ]
    box = around(row.box for row in found)
    return Table(tuple(found), (box[0], *walls, box[2]), box, page)


def _without_twins(filled: list[list[list[Piece]]]) -> list[list[list[Piece]]]:
    """Neighbours of which no row fills both are one column: its head stands in the middle and its figures at the side."""
    at = 0
    while at + 1 < len(filled[0]):
        if len(filled[0]) > 2 and not any(cells[at] and cells[at + 1] for cells in filled):
            filled = [[*cells[:at], cells[at] + cells[at + 1], *cells[at + 2 :]] for cells in filled]
        else:
            at += 1
    return filled


def _cell(pieces: Sequence[Piece]) -> Marked:
    if not pieces:
        return NO_CELL
    content = pieces[0].content
    for before, piece in zip(pieces, pieces[1:], strict=False):
        content = content + Marked.plain(between(before, piece)) + piece.content
    return content


def _column(piece: Piece, walls: Sequence[float]) -> int:
    """The column in which a piece begins; one that leans over a wall belongs where most of it stands."""
    middle = (piece.box[0] + piece.box[2]) / 2
    crossed = [wall for wall in walls if piece.box[0] < wall < piece.box[2]]
    return sum(1 for wall in walls if wall <= (middle if len(crossed) == 1 else piece.box[0]))


def _walls(rows: Rows) -> list[float]:
    """Middles of the spaces that nearly all rows leave open."""
    size = sorted(piece.size for row in rows for piece in row)[sum(map(len, rows)) // 2]
    crossed = len(rows) // 8
    edges = sorted((edge, step) for row in rows for piece in row for edge, step in ((piece.box[0], 1), (piece.box[2], -1)))
    found, covered, opened = [], 0, None
    for edge, step in edges:
        before, covered = covered, covered + step
        if before > crossed >= covered:
            opened = edge
        elif before <= crossed < covered and opened is not None:
            if edge - opened >= _GAP * size:
                found.append((opened + edge) / 2)
            opened = None
    return found


def _is_list(cells: Sequence[Sequence[Piece]]) -> bool:
    """Whether the first column holds only numbers and bullets of a list."""
    return bool(cells) and all(len(cell) == 1 and _ITEM.fullmatch(folded(cell[0].text.strip())) for cell in cells)
