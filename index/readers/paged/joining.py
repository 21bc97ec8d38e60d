"""Lines -> paragraphs: by where lines end and begin, over columns and pages.

A line that has no room for what the next line begins with was ended by the column's edge; its sentence goes on. Where first lines
are set in, a line that is not set in goes on too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.readers.paged.pieces import Line, advance, folded
from index.readers.paged.tables import Table, first_token

_FINAL = "。!?;:…”』》】"
_SURE_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十0-9]{1,3}[章节条部]|[(〔][一二三四五六七八九十]{1,3}[)〕]"
)
_MARK = re.compile(r"[0-9]{1,2}(?:[、.](?![0-9])|[)])|[(〔][0-9]{1,2}[)〕]|[①-⑳•●■◆★▲·※-]")
"""Matched on folded text, as all of these."""
_LEADER = re.compile(r"(?:[.…·]\s?){4,}\s*[-0-9]+\s*$")
_FLUSH = 0.7
"""In sizes: half a square is what a bracket at a line's start may leave."""
_SET_IN = 0.8, 4.5
_SPARE = 0.35
"""Room that a line of uneven spacing may leave beyond what would not fit."""
_LOOSE = 5.0
"""Room, in sizes, that a line may leave where first lines are set in: that the next one is not says more than the room does."""
_OPEN = 2.2
"""Room that a full line may leave, whatever comes next."""
_SIZES = 1.15
_HANGING = 4.5
_FEWEST = 10
"""Characters: shorter lines of one length are cells and names."""
_UNEVEN, _COUNTED = 3, 0.25
"""Characters by which lines differ that were broken by counting, and the share of lines that have about as many."""
_SHORT, _FULL = 0.7, 0.6
"""Shares of a column's width: the end of a paragraph · a line whose end says something."""
_CENTRED = 3.0
_ELSEWHERE = -1.0
"""Stands for the pitch where the next line is in another column."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of one column, from the top, and the edges that its lines may reach.

    ``apart`` is text in a box, a caption, or text that nobody sees: no sentence goes on into it or out of it.
    """

    lines: tuple[Line, ...]
    left: float
    right: float
    apart: bool = False

    @property
    def width(self) -> float:
        return self.right - self.left

    def set_in(self, line: Line) -> bool:
        """Whether a line begins as the first of a paragraph does."""
        return _SET_IN[0] <= (line.box[0] - self.left) / max(line.size, 0.1) <= _SET_IN[1]

    @property
    def pitch(self) -> float | None:
        """From line to line inside paragraphs: the least step that is not alone. None where there are too few."""
        pairs = list(zip(self.lines, self.lines[1:], strict=False))
        if len(pairs) < 3:
            return None
        # Headings stand closer or further off; what follows a full line is mostly its own paragraph.
        full = [pair for pair in pairs if self.right - pair[0].box[2] < _OPEN * pair[0].size]
        steps = sorted(after.box[1] - before.box[1] for before, after in (full if len(full) >= 3 else pairs))
        least = max(2, len(steps) // 8)
        alike = (
            one
            for at, one in enumerate(steps)
            if one > 0 and len([other for other in steps[at:] if other <= 1.08 * one]) >= least
        )
        return next(alike, steps[len(steps) // 2])

    @property
    def count(self) -> int | None:
        """Characters of a line, where many lines have about as many; None elsewhere."""
        lengths = sorted(len(each.text) for each in self.lines)
        for length in reversed(lengths[-1 - len(lengths) // 12 :]):
            if length < _FEWEST:
                return None
            alike = sum(1 for each in lengths if length - _UNEVEN <= each <= length)
            if alike >= 4 and alike >= _COUNTED * len(lengths):
                return length
        return None


Paragraph = tuple[Line, ...]


def sets_in(blocks: Iterable[Stretch | Table]) -> bool:
    """Whether the text sets in the first lines of its paragraphs: what follows short lines tells."""
    following = [
        block.set_in(line)
        for block in blocks
        if isinstance(block, Stretch) and not block.apart
        for before, line in zip(block.lines, block.lines[1:], strict=False)
        if before.box[2] - block.left < _SHORT * block.width
    ]
    return len(following) >= 2 and 2 * sum(following) >= len(following)


def paragraphs(blocks: Sequence[Stretch | Table]) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in reading order. What stands in the middle of a paragraph follows it."""
    joiner = _Joiner(indented=sets_in(blocks))
    waiting: list[Paragraph | Table] = []
    for block in blocks:
        if isinstance(block, Table) or block.apart:
            waiting += [block] if isinstance(block, Table) else _alone(block)
            if not joiner.open:
                yield from joiner.taken()
                yield from waiting
                waiting.clear()
            continue
        pitch, count = block.pitch, block.count
        for number, line in enumerate(block.lines):
            if not joiner.goes_on(line, block, pitch if number else _ELSEWHERE):
                yield from joiner.taken()
                yield from waiting
                waiting.clear()
            joiner.add(line, block, count)
    yield from joiner.taken()
    yield from waiting


def _alone(block: Stretch) -> list[Paragraph | Table]:
    """The paragraphs of a text apart."""
    joiner, found = _Joiner(indented=False), list[Paragraph | Table]()
    pitch, count = block.pitch, block.count
    for line in block.lines:
        if not joiner.goes_on(line, block, pitch):
            found += joiner.taken()
        joiner.add(line, block, count)
    return [*found, *joiner.taken()]


class _Joiner:
    """The paragraph that is being read, and whether the next line goes on in it.

    ``indented``: the text sets in the first lines of its paragraphs.
    """

    def __init__(self, *, indented: bool) -> None:
        self._indented = indented
        self._lines: list[Line] = []
        self._edges = Stretch((), 0.0, 0.0)
        self._count: int | None = None

    def taken(self) -> list[Paragraph]:
        lines, self._lines = tuple(self._lines), []
        return [lines] if lines else []

    def add(self, line: Line, edges: Stretch, count: int | None) -> None:
        self._lines.append(line)
        self._edges, self._count = edges, count

    @property
    def open(self) -> bool:
        """Whether a sentence may go on after what stands below the last line."""
        return bool(self._lines) and not self._ended and self._reaches(_OPEN * self._lines[-1].size)

    @property
    def _ended(self) -> bool:
        return folded(self._lines[-1].text[-1]) in _FINAL

    def goes_on(self, line: Line, block: Stretch, pitch: float | None) -> bool:
        """Whether the paragraph goes on in ``line`` of ``block``. ``pitch`` is the block's, or _ELSEWHERE for its first line."""
        if not self._lines:
            return False
        before, size = self._lines[-1], min(self._lines[-1].size, line.size)
        if max(before.size, line.size) > _SIZES * size or _LEADER.search(before.text):
            return False
        if not self._was_broken(line, block, size) or (pitch != _ELSEWHERE and _apart(before, line, pitch)):
            return False
        opening = folded(line.text[:12])
        if _SURE_MARK.match(opening) or (self._ended and _MARK.match(opening)):
            return False
        if not self._begins_where_it_may(line, block.left, size):
            return pitch != _ELSEWHERE and self._is_title(line, block, size)
        return pitch != _ELSEWHERE or not self._ended or self._indented

    def _was_broken(self, line: Line, block: Stretch, size: float) -> bool:
        """Whether the last line ended for want of room, or at a number of characters as the lines around it."""
        flush = line.box[0] - block.left <= _FLUSH * size
        room = advance(first_token(line.text), size) + _SPARE * size
        if self._reaches(max(room, _LOOSE * size) if self._indented and flush else room):
            return True
        counted = self._count is not None and len(self._lines[-1].text) >= self._count - _UNEVEN
        return counted and not self._ended

    def _reaches(self, room: float) -> bool:
        """Whether the last line leaves less than ``room`` at its column's edge, and is no short line set to the right."""
        line, edges = self._lines[-1], self._edges
        return (
            edges.right - line.box[2] < room
            and line.box[2] - line.box[0] >= _FULL * edges.width
            and line.box[0] - edges.left <= max(0.3 * edges.width, 2.6 * line.size)
        )

    def _begins_where_it_may(self, line: Line, left: float, size: float) -> bool:
        """Whether a line begins at the column's edge, or where the lines of a hanging paragraph do."""
        lines, start = self._lines, line.box[0]
        last, indent = lines[-1], line.box[0] - left
        if line.page != last.page or abs(start - last.box[0]) > 20 * size:
            # In another column the paragraph hangs as far from the edge as it did.
            hanging = len(lines) > 1 and abs(indent - (last.box[0] - self._edges.left)) <= 0.5 * size
            return indent <= _FLUSH * size or hanging
        first = lines[0].box[0]
        if len(lines) > 1 and lines[1].page == line.page and lines[1].box[0] > first + 0.5 * size:
            return abs(start - lines[1].box[0]) <= 0.5 * size
        if indent <= _FLUSH * size:
            return True
        if len(lines) > 1:
            return last.box[0] - self._edges.left > _FLUSH * size and abs(start - last.box[0]) <= 0.5 * size
        opening = folded(lines[0].text[:12])
        marked = _SURE_MARK.match(opening) or _MARK.match(opening)
        return marked is not None and 0.5 * size < start - first <= _HANGING * size

    def _is_title(self, line: Line, block: Stretch, size: float) -> bool:
        """Whether a line in the middle of its column ends a title of which the line before is full."""
        before = self._lines[-1]
        room = line.box[0] - block.left, block.right - line.box[2]
        slant = abs((before.box[0] - self._edges.left) - (self._edges.right - before.box[2]))
        return (
            not self._ended
            and len(self._lines) == 1
            and min(room) >= _CENTRED * size
            and max(abs(room[0] - room[1]), slant) <= size
        )


def _apart(before: Line, line: Line, pitch: float | None) -> bool:
    step = line.box[1] - before.box[1]
    if pitch is None:
        return line.box[1] - before.box[3] > 1.6 * line.size
    return step > 1.35 * pitch and step > pitch + 0.3 * line.size
