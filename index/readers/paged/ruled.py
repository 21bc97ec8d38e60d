"""Tables drawn with rules: strokes -> a grid -> cells -> rows of text.

A wall that is missing between two squares of the grid joins them to one merged cell. Rules at a table's sides may be missing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.readers.paged.pieces import Box, Piece

_SNAP = 3.0
"""Strokes that lie closer are one rule: a double line, the two sides of a thick one, borders of cells side by side."""
_SHORTEST = 4.0
_OPEN_SIDE = 12.0
"""Level rules that reach further than the outermost upright one have an open side there."""
_SQUARES = 40_000
_STROKES = 20_000
_RULES = 1_000
"""A page with more rules of one direction is a drawing."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A level or upright stroke: ``at`` is its y (level) or x (upright), from ``start`` to ``end`` along it."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Rows and columns of the grid that it covers (half-open), and its box."""

    row: int
    column: int
    row_end: int
    column_end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """``levels`` and ``uprights`` are the positions of its rules, from the upper left."""

    levels: tuple[float, ...]
    uprights: tuple[float, ...]
    cells: tuple[Cell, ...]

    @property
    def box(self) -> Box:
        return self.uprights[0], self.levels[0], self.uprights[-1], self.levels[-1]


def grids(strokes: Sequence[Stroke]) -> list[Grid]:
    """The grids that strokes draw, a frame of a single cell among them, from the top."""
    levels = _merged([each for each in strokes[:_STROKES] if each.level])
    uprights = _merged([each for each in strokes[:_STROKES] if not each.level])
    if max(len(levels), len(uprights)) > _RULES:
        return []
    found = []
    for across, down in _meeting(levels, uprights):
        across, down = _with_open_sides(across, down)
        if len({each.at for each in across}) >= 2 and len({each.at for each in down}) >= 2:
            grid = _grid(across, down)
            if grid is not None:
                found.append(grid)
    return sorted(found, key=lambda grid: (grid.box[1], grid.box[0]))


def bands(strokes: Sequence[Stroke]) -> list[Box]:
    """Boxes between level rules of one width that no upright one meets: three-line tables, if text stands in columns there."""
    levels = _merged([each for each in strokes[:_STROKES] if each.level])
    uprights = _merged([each for each in strokes[:_STROKES] if not each.level])
    if max(len(levels), len(uprights)) > _RULES:
        return []
    free = [each for each in levels if not any(_meet(each, other) for other in uprights)]
    groups: dict[tuple[int, int], list[Stroke]] = {}
    for each in free:
        groups.setdefault((round(each.start / 8), round(each.end / 8)), []).append(each)
    return [
        (group[0].start, min(each.at for each in group), group[0].end, max(each.at for each in group))
        for group in groups.values()
        if len(group) >= 2
    ]


def _merged(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Strokes of one rule as one, their positions snapped together."""
    merged: list[Stroke] = []
    for group in _snapped(strokes):
        at = sum(each.at for each in group) / len(group)
        start, end = group[0].start, group[0].end
        for each in group[1:]:
            if each.start <= end + _SNAP:
                end = max(end, each.end)
            else:
                merged.append(Stroke(each.level, at, start, end))
                start, end = each.start, each.end
        merged.append(Stroke(group[0].level, at, start, end))
    return [each for each in merged if each.end - each.start >= _SHORTEST]


def _snapped(strokes: Iterable[Stroke]) -> list[list[Stroke]]:
    groups: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda each: each.at):
        if groups and stroke.at - groups[-1][0].at <= _SNAP:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    for group in groups:
        group.sort(key=lambda each: each.start)
    return groups


def _meet(level: Stroke, upright: Stroke) -> bool:
    return level.start - _SNAP <= upright.at <= level.end + _SNAP and upright.start - _SNAP <= level.at <= upright.end + _SNAP


def _meeting(levels: Sequence[Stroke], uprights: Sequence[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Groups of rules that touch one another."""
    owner = list(range(len(levels) + len(uprights)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for number, level in enumerate(levels):
        for other, upright in enumerate(uprights, len(levels)):
            if _meet(level, upright):
                owner[root(number)] = root(other)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for number, stroke in enumerate([*levels, *uprights]):
        groups.setdefault(root(number), ([], []))[0 if stroke.level else 1].append(stroke)
    return [group for group in groups.values() if group[0] and group[1]]


def _with_open_sides(levels: list[Stroke], uprights: list[Stroke]) -> tuple[list[Stroke], list[Stroke]]:
    if len(levels) < 2:
        return levels, uprights
    top, bottom = min(each.at for each in levels), max(each.at for each in levels)
    added = []
    for edge, outermost in (
        (min(each.start for each in levels), min(each.at for each in uprights)),
        (max(each.end for each in levels), max(each.at for each in uprights)),
    ):
        reaching = sum(1 for each in levels if abs((each.start if edge < outermost else each.end) - edge) <= _SNAP)
        if abs(edge - outermost) > _OPEN_SIDE and reaching >= 2:
            added.append(Stroke(False, edge, top, bottom))
    return levels, uprights + added


def _grid(across: Sequence[Stroke], down: Sequence[Stroke]) -> Grid | None:
    levels, uprights = sorted({each.at for each in across}), sorted({each.at for each in down})
    height, width = len(levels) - 1, len(uprights) - 1
    if height * width > _SQUARES:
        return None
    owner = list(range(height * width))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    by_level, by_upright = _by_position(across), _by_position(down)
    for row in range(height):
        middle = (levels[row] + levels[row + 1]) / 2
        for column in range(width):
            here = row * width + column
            if column + 1 < width and not _walled(by_upright[uprights[column + 1]], middle):
                owner[root(here + 1)] = root(here)
            if row + 1 < height:
                centre = (uprights[column] + uprights[column + 1]) / 2
                if not _walled(by_level[levels[row + 1]], centre):
                    owner[root(here + width)] = root(here)
    members: dict[int, list[int]] = {}
    for at in range(height * width):
        members.setdefault(root(at), []).append(at)
    cells = []
    for squares in members.values():
        top, bottom = min(at // width for at in squares), max(at // width for at in squares) + 1
        left, right = min(at % width for at in squares), max(at % width for at in squares) + 1
        cells.append(Cell(top, left, bottom, right, (uprights[left], levels[top], uprights[right], levels[bottom])))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(levels), tuple(uprights), tuple(cells))


def _by_position(strokes: Iterable[Stroke]) -> dict[float, list[Stroke]]:
    found: dict[float, list[Stroke]] = {}
    for stroke in strokes:
        found.setdefault(stroke.at, []).append(stroke)
    return found


def _walled(strokes: Sequence[Stroke], at: float) -> bool:
    return any(each.start - 1 <= at <= each.end + 1 for each in strokes)


def shared(grid: Grid, pieces: Iterable[Piece]) -> tuple[dict[Cell, list[Piece]], list[Piece]]:
    """Pieces by the cell that holds them, cut where they cross an upright rule; and those outside the grid."""
    held: dict[Cell, list[Piece]] = {}
    rest = []
    left, top, right, bottom = grid.box
    by_row: list[list[Cell]] = [[] for _ in grid.levels[1:]]
    for cell in grid.cells:
        for row in range(cell.row, cell.row_end):
            by_row[row].append(cell)
    for piece in pieces:
        middle = (piece.box[1] + piece.box[3]) / 2
        if not top <= middle < bottom or piece.box[2] < left or piece.box[0] > right:
            rest.append(piece)
            continue
        beside = by_row[bisect_right(grid.levels, middle) - 1]
        walls = sorted({wall for cell in beside for wall in (cell.box[0], cell.box[2])})
        for part in (piece,) if piece.upright else piece.split(walls):
            centre = (part.box[0] + part.box[2]) / 2
            holder = next((each for each in beside if each.box[0] <= centre <= each.box[2]), None)
            if holder is None:
                rest.append(part)
            elif part.text:
                held.setdefault(holder, []).append(part)
    return held, rest
