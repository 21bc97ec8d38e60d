"""Lines -> paragraphs: by where lines end and begin, over columns and pages.

A line that has no room for what the next line begins with was ended by the column's edge; its sentence goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.readers.paged.pieces import Line, advance, folded
from index.readers.paged.tables import Table, first_token

_FINAL = "。!?;:…”』》】"
_SURE_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十0-9]{1,3}[章节条部]|[(][一二三四五六七八九十]{1,3}[)]"
)
_MARK = re.compile(r"[0-9]{1,2}(?:[、.](?![0-9])|[)])|[(][0-9]{1,2}[)]|[①-⑳•●■◆★▲·※-]")
"""Matched on folded text, as all of these."""
_LEADER = re.compile(r"(?:[.…·]\s?){4,}\s*[-0-9]+\s*$")
_INDENT = 0.7
"""In sizes. Half a square is what a bracket at a line's start may leave."""
_FIRST_LINE = 1.5, 2.6
"""Indents of a paragraph's first line."""
_SPARE = 0.35
"""Room that a line of uneven spacing may leave beyond what would not fit."""
_ELSEWHERE = -1.0
"""Stands for the pitch where the next line is in another column."""
_SIZES = 1.15
_HANGING = 4.5
_LOOSE = 4.0
"""Room, in sizes, that a line may leave where first lines are set in: that the next one is not says more than the room does."""
_SHORT = 0.7
_SHORTEST = 0.6
"""Share of the column that a line takes at least before its end says anything."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of one column, from the top, and the edges that its lines may reach.

    ``apart`` is text in a box, a caption, or text that nobody sees: no sentence goes on into it or out of it.
    """

    lines: tuple[Line, ...]
    left: float
    right: float
    apart: bool = False

    def set_in(self, line: Line) -> bool:
        """Whether a line begins as the first of a paragraph does."""
        return _FIRST_LINE[0] <= (line.box[0] - self.left) / max(line.size, 0.1) <= _FIRST_LINE[1]

    @property
    def pitch(self) -> float | None:
        """From line to line inside paragraphs: the least step that is not alone. None where there are too few."""
        steps = sorted(after.box[1] - before.box[1] for before, after in zip(self.lines, self.lines[1:], strict=False))
        if len(steps) < 3:
            return None
        least = max(2, len(steps) // 8)
        alike = (
            one
            for at, one in enumerate(steps)
            if one > 0 and len([other for other in steps[at:] if other <= 1.08 * one]) >= least
        )
        return next(alike, steps[len(steps) // 2])


Paragraph = tuple[Line, ...]


def sets_in(blocks: Iterable[Stretch | Table]) -> bool:
    """Whether the text sets in the first lines of its paragraphs: what follows short lines tells."""
    following = [
        block.set_in(line)
        for block in blocks
        if isinstance(block, Stretch) and not block.apart
        for before, line in zip(block.lines, block.lines[1:], strict=False)
        if before.box[2] - block.left < _SHORT * (block.right - block.left)
    ]
    return len(following) >= 2 and sum(following) >= 0.7 * len(following)


def paragraphs(blocks: Sequence[Stretch | Table]) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in reading order. What stands in the middle of a paragraph follows it."""
    indented = sets_in(blocks)
    current: list[Line] = []
    edges: Stretch | None = None
    waiting: list[Paragraph | Table] = []
    for block in blocks:
        if isinstance(block, Table) or block.apart:
            waiting += [block] if isinstance(block, Table) else _alone(block)
            if not (current and edges is not None and _open(current[-1], edges)):
                yield from _flush(current, waiting)
            continue
        pitch = block.pitch
        for number, line in enumerate(block.lines):
            inside = pitch if number else _ELSEWHERE
            if current and edges is not None and _continues(current, edges, line, block, inside, indented=indented):
                current.append(line)
            else:
                yield from _flush(current, waiting)
                current.append(line)
            edges = block
    yield from _flush(current, waiting)


def _alone(block: Stretch) -> list[Paragraph | Table]:
    found: list[list[Line]] = []
    for line in block.lines:
        if found and _continues(found[-1], block, line, block, block.pitch, indented=False):
            found[-1].append(line)
        else:
            found.append([line])
    return [tuple(each) for each in found]


def _flush(current: list[Line], waiting: list[Paragraph | Table]) -> Iterator[Paragraph | Table]:
    if current:
        yield tuple(current)
    yield from waiting
    current.clear()
    waiting.clear()


def _open(line: Line, edges: Stretch) -> bool:
    """Whether a sentence may go on after what stands below a line."""
    return folded(line.text[-1]) not in _FINAL and _reaches(line, edges, 2.2 * line.size)


def _reaches(line: Line, edges: Stretch, room: float) -> bool:
    """Whether a line leaves less than ``room`` at its column's right edge, and is no short line set to the right."""
    width = edges.right - edges.left
    return (
        edges.right - line.box[2] < room
        and line.box[2] - line.box[0] >= _SHORTEST * width
        and line.box[0] - edges.left <= max(0.3 * width, 2.6 * line.size)
    )


def _continues(
    current: Sequence[Line], edges: Stretch, line: Line, block: Stretch, pitch: float | None, *, indented: bool
) -> bool:
    before = current[-1]
    size = min(before.size, line.size)
    if max(before.size, line.size) > _SIZES * size or _LEADER.search(before.text):
        return False
    room = advance(first_token(line.text), size) + _SPARE * size
    if indented and line.box[0] - block.left <= _INDENT * size:
        room = max(room, _LOOSE * size)
    if not _reaches(before, edges, room):
        return False
    if pitch != _ELSEWHERE and _apart(before, line, pitch):
        return False
    ended = folded(before.text[-1]) in _FINAL
    opening = folded(line.text[:12])
    if _SURE_MARK.match(opening) or (ended and _MARK.match(opening)):
        return False
    if not _begins_where_it_may(current, edges, line, block.left, size):
        return False
    return pitch != _ELSEWHERE or not ended or indented


def _apart(before: Line, line: Line, pitch: float | None) -> bool:
    step = line.box[1] - before.box[1]
    if pitch is None:
        return line.box[1] - before.box[3] > 1.6 * line.size
    return step > 1.35 * pitch and step > pitch + 0.3 * line.size


def _begins_where_it_may(current: Sequence[Line], edges: Stretch, line: Line, left: float, size: float) -> bool:
    """Whether a line begins at the column's edge, or where the lines of a hanging paragraph do."""
    start, last = line.box[0], current[-1]
    indent = start - left
    if line.page != last.page or abs(start - last.box[0]) > 20 * size:
        # In another column the paragraph hangs as far from the edge as it did.
        hanging = len(current) > 1 and abs(indent - (last.box[0] - edges.left)) <= 0.5 * size
        return indent <= _INDENT * size or hanging
    first = current[0].box[0]
    if len(current) > 1 and current[1].page == line.page and current[1].box[0] > first + 0.5 * size:
        return abs(start - current[1].box[0]) <= 0.5 * size
    if indent <= _INDENT * size:
        return True
    if len(current) > 1:
        return last.box[0] - edges.left > _INDENT * size and abs(start - last.box[0]) <= 0.5 * size
    opening = folded(current[0].text[:12])
    marked = _SURE_MARK.match(opening) or _MARK.match(opening)
    return marked is not None and 0.5 * size < start - first <= _HANGING * size
