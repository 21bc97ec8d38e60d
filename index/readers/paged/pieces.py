"""Characters with their places on a page: pieces of lines, and lines.

All lengths are points (1/72 inch) from the page's upper left corner. A box is left, top, right, bottom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

Box = tuple[float, float, float, float]

PLAIN, HIDDEN, UNSURE = " ", "h", "u"
"""Marks of a character: nothing to say · the file shows it to nobody · read from an image with little confidence."""

# Han characters, kana, and the marks that stand in a full square beside them.
_SQUARE = re.compile(r"[⺀-鿿豈-﫿︰-﹏＀-｠￠-￦\U00020000-\U0003ffff、。“”‘’…—·《》〈〉「」『』【】〔〕]")
GAP = 0.9
"""Widest gap inside a piece, in sizes of its characters: what stands further off may belong to another column."""
_SAME_ROW = 0.55
"""Share of the lower height by which two pieces of one line overlap."""
_ROWS_BACK = 8


@dataclass(frozen=True, slots=True)
class Marked:
    """Text with one mark a character."""

    text: str
    marks: str

    @classmethod
    def plain(cls, text: str) -> Marked:
        return cls(text, PLAIN * len(text))

    def __add__(self, other: Marked) -> Marked:
        return Marked(self.text + other.text, self.marks + other.marks)

    def part(self, start: int, end: int) -> Marked:
        return Marked(self.text[start:end], self.marks[start:end])

    def stripped(self) -> Marked:
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))

    @classmethod
    def joined(cls, parts: Iterable[Marked], between: str) -> Marked:
        parts = tuple(parts)
        return cls(between.join(part.text for part in parts), (PLAIN * len(between)).join(part.marks for part in parts))


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand close together on one line. ``size`` is that of its characters.

    ``middles`` holds the horizontal middle of every character. Characters of an upright piece stand below one another.
    """

    content: Marked
    box: Box
    size: float
    middles: Sequence[float]
    upright: bool = False

    @property
    def text(self) -> str:
        return self.content.text

    def part(self, start: int, end: int) -> Piece:
        """A stretch of the piece. The blanks at its ends go."""
        text = self.text[start:end]
        start, end = end - len(text.lstrip()), start + len(text.rstrip())
        if start >= end:
            return Piece(Marked.plain(""), self.box, self.size, ())
        left = self.box[0] if start == 0 else (self.middles[start - 1] + self.middles[start]) / 2
        right = self.box[2] if end == len(self.text) else (self.middles[end - 1] + self.middles[end]) / 2
        return Piece(self.content.part(start, end), (left, self.box[1], right, self.box[3]), self.size, self.middles[start:end])

    def split(self, walls: Sequence[float]) -> Iterator[Piece]:
        """The piece cut where a wall stands between two characters."""
        start = 0
        for at in range(1, len(self.text)):
            if any(self.middles[at - 1] < wall <= self.middles[at] for wall in walls):
                yield self.part(start, at)
                start = at
        yield self.part(start, len(self.text)) if start else self


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces of one row of a column. ``page`` counts from 1."""

    content: Marked
    box: Box
    size: float
    page: int

    @property
    def text(self) -> str:
        return self.content.text


def square(character: str) -> bool:
    """Whether a character fills a square as Han characters do, so that no blank stands beside it."""
    return _SQUARE.match(character) is not None


_NARROW = {0xFF01 + at: 0x21 + at for at in range(94)}


def folded(text: str) -> str:
    """The text with full-width letters, digits and marks as narrow ones, of the same length: for matching only."""
    return text.translate(_NARROW)


def advance(text: str, size: float) -> float:
    """About how wide a text stands, rather too wide than too narrow."""
    return sum(size if east_asian_width(character) in "WF" or square(character) else size * 0.6 for character in text)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all. There must be one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def inside(box: Box, other: Box, slack: float = 0.0) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] - slack <= x <= other[2] + slack and other[1] - slack <= y <= other[3] + slack


def rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces that stand on one line, from the top, each row from the left."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (each.box[1] + each.box[3], each.box[0])):
        best = max(found[-_ROWS_BACK:], key=lambda row: _overlap(row[0].box, piece.box), default=None)
        if best is not None and _overlap(best[0].box, piece.box) >= _SAME_ROW:
            best.append(piece)
        else:
            found.append([piece])
    for row in found:
        row.sort(key=lambda each: each.box[0])
    return found


def _overlap(one: Box, other: Box) -> float:
    """Vertical overlap as a share of the lower height."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared / max(0.1, min(one[3] - one[1], other[3] - other[1]))


def line(row: Sequence[Piece], page: int) -> Line:
    """One line of a row's pieces; a blank stands where they are apart or Latin words meet."""
    content = row[0].content
    for before, piece in zip(row, row[1:], strict=False):
        content = content + Marked.plain(between(before, piece)) + piece.content
    widest = max(row, key=lambda each: len(each.text))
    return Line(content, around(piece.box for piece in row), widest.size, page)


def between(before: Piece, after: Piece) -> str:
    """What separates two pieces of one row: figures never grow together by chance."""
    gap = (after.box[0] - before.box[2]) / max(before.size, after.size, 0.1)
    if gap >= GAP:
        return " "
    if square(before.text[-1]) or square(after.text[0]):
        return ""
    return " " if gap > 0.18 else ""
