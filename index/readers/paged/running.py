"""Page numbers, running heads and feet: what stands at the same place of several pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.domain import Note
from index.readers.paged.pieces import Box, Piece, folded, line, rows

_MARGIN = 0.13
"""Share of a page's height at its top and bottom."""
_ROWS = 3
_ALIKE = 5.0
_LONGEST = 200
_NUMBER = re.compile(
    r"[-—–―_~·.•|\s]*(?P<word>第)?\s*(?P<number>[0-9]{1,4})\s*(?P<leaf>页)?"
    r"(?:\s*[,/|of共第]{1,3}\s*[0-9]{1,4}\s*页?)?[-—–―_~·.•|\s]*"
)
_FIGURES = re.compile(r"[0-9]{1,15}")
_BARE = re.compile(r"\s*[0-9]{1,4}\s*")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row near a page's top or bottom. ``at`` counts from the nearer edge, negative from the bottom."""

    sheet: int
    text: str
    at: float
    pieces: tuple[Piece, ...]


def running(pages: Sequence[tuple[Sequence[Piece], Box, Sequence[Box]]]) -> tuple[list[set[int]], list[Note]]:
    """For every page the ids of the pieces that run over pages, and notes of what they said.

    A page is its pieces, its box, and the boxes of its drawn tables, in which nothing is a running head.
    """
    found = [row for number, page in enumerate(pages) for row in _margins(number, *page)]
    numbers = _numbers(found, [page[1] for page in pages])
    heads = _heads([row for row in found if id(row) not in {id(each) for each in numbers}], len(pages))
    marks = _watermarks([page[0] for page in pages])
    dropped: list[set[int]] = [set() for _ in pages]
    for row in (*numbers, *heads, *marks):
        dropped[row.sheet] |= {id(piece) for piece in row.pieces}
    return dropped, _notes(numbers, [*heads, *marks])


def _margins(number: int, pieces: Sequence[Piece], page: Box, tables: Sequence[Box]) -> Iterable[_Row]:
    height = page[3] - page[1]
    near = [
        piece
        for piece in pieces
        if (piece.box[1] - page[1] < _MARGIN * height or page[3] - piece.box[3] < _MARGIN * height)
        and not any(box[1] <= (piece.box[1] + piece.box[3]) / 2 <= box[3] for box in tables)
    ]
    lined = rows(near)
    top = [row for row in lined if row[0].box[1] - page[1] < _MARGIN * height]
    bottom = [row for row in lined if page[3] - row[0].box[3] < _MARGIN * height and row not in top]
    for row in top[:_ROWS]:
        yield _Row(number, line(row, 0).text.strip(), row[0].box[1] - page[1], tuple(row))
    for row in bottom[-_ROWS:]:
        yield _Row(number, line(row, 0).text.strip(), row[0].box[3] - page[3], tuple(row))


def _numbers(found: Sequence[_Row], boxes: Sequence[Box]) -> list[_Row]:
    """Rows that count the pages: in step with them, or so written that nothing else is meant."""
    matched = [(row, match) for row in found if (match := _NUMBER.fullmatch(folded(row.text)))]
    steps = Counter((int(match["number"]) - row.sheet, row.at > 0) for row, match in matched)
    numbers: dict[int, _Row] = {}
    for row, match in sorted(matched, key=lambda each: abs(each[0].at)):
        counted = steps[int(match["number"]) - row.sheet, row.at > 0]
        in_step = counted >= 3 or (counted >= 2 and counted * 2 >= len(boxes))
        decorated = not _BARE.fullmatch(folded(row.text))
        lonely = int(match["number"]) == row.sheet + 1 and _lonely(row, boxes[row.sheet])
        if row.sheet not in numbers and (in_step or decorated or lonely):
            numbers[row.sheet] = row
    return list(numbers.values())


def _lonely(row: _Row, page: Box) -> bool:
    """Whether a bare number stands by itself in the middle or the corner of a page's foot."""
    middle = (row.pieces[0].box[0] + row.pieces[-1].box[2]) / 2
    width = page[2] - page[0]
    at = (middle - page[0]) / width
    return row.at < 0 and -row.at < 0.1 * (page[3] - page[1]) and (abs(at - 0.5) < 0.04 or at > 0.85)


def _heads(found: Sequence[_Row], count: int) -> list[_Row]:
    """Rows of the same words at the same place, their figures the same too or in step with the pages."""
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in found:
        if row.text and len(row.text) <= _LONGEST and len(row.pieces) <= 3:
            groups[_FIGURES.sub("#", re.sub(r"\s+", "", folded(row.text)))].append(row)
    heads = []
    for group in groups.values():
        for row in group:
            alike = {each.sheet for each in group if abs(each.at - row.at) <= _ALIKE and _in_step(row, each)}
            if len(alike) >= 3 or (len(alike) >= 2 and 2 * len(alike) >= count):
                heads.append(row)
    return heads


def _watermarks(pages: Sequence[Sequence[Piece]]) -> list[_Row]:
    """Turned text at the same place of most pages."""
    groups: dict[tuple[str, int, int], list[_Row]] = defaultdict(list)
    for number, pieces in enumerate(pages):
        for piece in pieces:
            if piece.upright:
                place = (piece.text, round(piece.box[0] / _ALIKE), round(piece.box[1] / _ALIKE))
                groups[place].append(_Row(number, piece.text, piece.box[1], (piece,)))
    return [row for group in groups.values() if len(group) >= 2 and 2 * len(group) >= len(pages) for row in group]


def _in_step(one: _Row, other: _Row) -> bool:
    figures = zip(_FIGURES.findall(folded(one.text)), _FIGURES.findall(folded(other.text)), strict=True)
    return all(first == second or int(first) - one.sheet == int(second) - other.sheet for first, second in figures)


def _notes(numbers: Sequence[_Row], heads: Sequence[_Row]) -> list[Note]:
    notes = []
    if numbers:
        shown = "、".join(row.text for row in sorted(numbers, key=lambda row: row.sheet)[:3])
        notes.append(Note("page_number", f"{shown}(页码,共{len(numbers)}页)"))
    for words, count in Counter(row.text for row in heads).items():
        notes.append(Note("running_head", f"{words[:60]}(页眉页脚,{count}页)"))
    return notes[:50]
