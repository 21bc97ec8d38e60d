"""The reading order of a page: columns are found by the gutters between them, and read one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.readers.paged.pieces import Box, Piece, rows

_NARROWEST = 0.5
"""Gutter, in sizes of the characters beside it."""
_LINES = 3
"""A column has at least so many."""
_LONG = 12
_PROSE_WIDTH = 7.0
"""Pieces of prose fill lines of so many Han characters at least; cells of tables seldom do."""
_PROSE_SHARE = 0.7
_CANDIDATES = 120
_BANDS = 6
_REGIONS = 60


@dataclass(frozen=True, slots=True)
class Column:
    """Pieces to be read from the top, and the left and right edge that lines may reach. ``solid`` boxes stand among them."""

    pieces: tuple[Piece, ...]
    solids: tuple[int, ...]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Item:
    """A piece, or the box of something that is read as a whole (``solid`` is its number)."""

    box: Box
    size: float
    piece: Piece | None = None
    solid: int | None = None


def columns(pieces: Sequence[Piece], solids: Sequence[Box], left: float, right: float) -> list[Column]:
    """Columns in reading order. ``solids`` are boxes that no gutter crosses; each is named by its number in one column."""
    items = [_Item(piece.box, piece.size, piece) for piece in pieces]
    items += [_Item(box, 0.0, solid=number) for number, box in enumerate(solids)]
    found: list[Column] = []
    stack = [(items, left, right)]
    while stack:
        region, left, right = stack.pop()
        cut = _cut(region) if len(found) + len(stack) < _REGIONS else None
        if cut is None:
            if region:
                found.append(_column(region, left, right))
            continue
        above, one, other, below = cut
        gutter = max(each.box[2] for each in one), min(each.box[0] for each in other)
        stack.append((below, left, right))
        stack.append((other, gutter[1], right))
        stack.append((one, left, gutter[0]))
        stack.append((above, left, right))
    return found


def _column(region: Sequence[_Item], left: float, right: float) -> Column:
    pieces = tuple(each.piece for each in region if each.piece is not None)
    return Column(pieces, tuple(each.solid for each in region if each.solid is not None), left, right)


_Cut = tuple[list[_Item], list[_Item], list[_Item], list[_Item]]


def _cut(region: Sequence[_Item]) -> _Cut | None:
    """The region above, left of, right of and below its longest gutter; None where it has none."""
    best: tuple[tuple[int, int], float, float, float] | None = None
    for at in _candidates(region):
        for top, bottom in _free(region, at):
            one = [each for each in region if top <= each.box[1] and each.box[3] <= bottom and each.box[2] <= at]
            other = [each for each in region if top <= each.box[1] and each.box[3] <= bottom and each.box[0] >= at]
            height = _texts_beside(one, other)
            score = height, len(one) + len(other)
            if height >= _LINES and (best is None or score > best[0]):
                best = (score, at, top, bottom)
    if best is None:
        return None
    _, at, top, bottom = best
    above = [each for each in region if each.box[1] < top]
    below = [each for each in region if each.box[1] >= top and each.box[3] > bottom]
    within = [each for each in region if each.box[1] >= top and each.box[3] <= bottom]
    one, other = [each for each in within if each.box[2] <= at], [each for each in within if each.box[0] >= at]
    titles = _titles(one, other)
    return (
        above + titles,
        [each for each in one if each not in titles],
        [each for each in other if each not in titles],
        below,
    )


def _candidates(region: Sequence[_Item]) -> list[float]:
    """Middles of the gaps in the lines, and where they end, each once: a column's left edge is even, its right one is not."""
    seen: dict[int, float] = {}
    for row in rows(each.piece for each in region if each.piece is not None):
        for before, after in zip(row, row[1:], strict=False):
            gap = after.box[0] - before.box[2]
            if gap >= _NARROWEST * before.size:
                middle, end = (before.box[2] + after.box[0]) / 2, after.box[0] - _NARROWEST / 2 * before.size
                for at in (middle, end):
                    seen.setdefault(round(at / 4), at)
    return list(seen.values())[:_CANDIDATES]


def _free(region: Sequence[_Item], at: float) -> list[tuple[float, float]]:
    """The tallest stretches of height in which nothing crosses ``at``."""
    crossing = sorted((each.box[1], each.box[3]) for each in region if each.box[0] < at < each.box[2])
    found, top = [], min(each.box[1] for each in region) - 1.0
    for start, end in crossing:
        if start > top:
            found.append((top, start))
        top = max(top, end)
    found.append((top, max(top, *(each.box[3] for each in region)) + 1.0))
    return sorted(found, key=lambda band: band[0] - band[1])[:_BANDS]


def _texts_beside(one: Sequence[_Item], other: Sequence[_Item]) -> int:
    """How many lines two columns of prose have beside each other; 0 where one is none, or where they are columns of a table."""
    if not one or not other:
        return 0
    if len(other) < _LINES:
        return _begun(one, other)
    top = max(min(each.box[1] for each in one), min(each.box[1] for each in other))
    bottom = min(max(each.box[3] for each in one), max(each.box[3] for each in other))
    one = [each for each in one if top <= (each.box[1] + each.box[3]) / 2 <= bottom]
    other = [each for each in other if top <= (each.box[1] + each.box[3]) / 2 <= bottom]
    first, second = rows(_pieces(one)), rows(_pieces(other))
    if min(len(first), len(second)) < _LINES:
        return 0
    sizes = sorted(each.size for each in (*one, *other))
    if min(each.box[0] for each in other) - max(each.box[2] for each in one) < _NARROWEST * sizes[len(sizes) // 2]:
        return 0
    prose = _is_prose(one), _is_prose(other)
    if not all(prose) and (_level(first, second) or not any(prose)):
        return 0
    return min(len(first), len(second))


def _begun(one: Sequence[_Item], other: Sequence[_Item]) -> int:
    """As above, where the right column has a line or two only: the left one must be long, and all of it on its half."""
    lines = rows(_pieces(one))
    edge, size = max(each.box[2] for each in one), max(each.size for each in other)
    start = min(each.box[0] for each in other)
    if len(lines) < _LONG or start - edge < _NARROWEST * size or not _is_prose(one):
        return 0
    width = edge - min(each.box[0] for each in one)
    full = sum(1 for line in lines if edge - line[-1].box[2] <= 2 * size)
    # A column as wide as the left one must have room there, and lines must fill the left one.
    return _LINES if 3 * full >= len(lines) and start - edge < 0.25 * width and other[0].box[1] < one[-1].box[1] else 0


def _pieces(items: Sequence[_Item]) -> list[Piece]:
    return [each.piece for each in items if each.piece is not None]


def _is_prose(items: Sequence[_Item]) -> bool:
    pieces = _pieces(items)
    wide = sum(len(each.text) for each in pieces if each.box[2] - each.box[0] >= _PROSE_WIDTH * each.size)
    return wide >= _PROSE_SHARE * sum(len(each.text) for each in pieces)


def _level(first: Sequence[Sequence[Piece]], second: Sequence[Sequence[Piece]]) -> bool:
    """Whether the lines of both sides stand at the same heights, as those of a table do."""
    few, many = sorted((first, second), key=len)
    heights = [(row[0].box[1] + row[0].box[3]) / 2 for row in many]
    matched = sum(
        1 for row in few if any(abs((row[0].box[1] + row[0].box[3]) / 2 - each) <= 0.25 * row[0].size for each in heights)
    )
    return matched >= 0.8 * len(few)


def _titles(one: Sequence[_Item], other: Sequence[_Item]) -> list[_Item]:
    """Larger lines that stand above the text of the other column: a title over both that happens to cross no gutter."""
    sizes = sorted(each.size for each in (*one, *other) if each.piece is not None)
    body = sizes[len(sizes) // 2]
    found = []
    for side, facing in ((one, other), (other, one)):
        top = min((each.box[1] for each in facing if each.size < 1.2 * body), default=float("inf"))
        found += [each for each in side if each.size >= 1.2 * body and each.box[3] <= top]
    return found
