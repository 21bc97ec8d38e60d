"""A report on its way through dirt: lines of pieces, each of which knows what the clean source had in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from index.domain import Span


class Role(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    """Above a table: its name, its unit."""
    ROW = "row"
    """Cells joined by ``BAR``."""
    CHROME = "chrome"
    """Dirt that stands around a report: no character of it is asked for."""
    FOREIGN = "foreign"
    """Dirt that reads as the report's own text: a hijacker's advertisement, an injected instruction."""
    HIDDEN = "hidden"
    """The same, shown to nobody where a format can hide it."""


BAR = " | "


class Fate(StrEnum):
    """What may be asked of a reader where dirt fell."""

    SAME = "same"
    RESTORED = "restored"
    """The source's characters must come back: traditional ones, widths, spaces, pronunciation between."""
    STANDS = "stands"
    """What the file shows must stand, and matching can still tell what was meant: 20。48亿元, 效劳, 19月."""
    LOST = "lost"
    """What the file shows must stand, and nothing may be guessed: masked, deleted or damaged."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``source`` as the clean report has it, ``shown`` as the file shows it."""

    source: str
    shown: str
    fate: Fate = Fate.SAME

    @property
    def expected(self) -> str:
        """What a perfect reading gives."""
        return self.source if self.fate in (Fate.SAME, Fate.RESTORED) else self.shown


@dataclass(frozen=True, slots=True)
class Line:
    """``wrapped``: goes on in the next line, as the page's edge or a page break cut it."""

    role: Role
    pieces: tuple[Piece, ...]
    wrapped: bool = False

    @property
    def source(self) -> str:
        return "".join(piece.source for piece in self.pieces)

    @property
    def shown(self) -> str:
        return "".join(piece.shown for piece in self.pieces)

    @property
    def cells(self) -> list[str]:
        return self.shown.split(BAR)


def line(role: Role, text: str) -> Line:
    return Line(role, (Piece(text, text),))


def added(role: Role, text: str) -> Line:
    """A line that dirt brought along: nothing of it stood in the source."""
    return Line(role, (Piece("", text, Fate.RESTORED),))


@dataclass(frozen=True, slots=True)
class Change:
    """Another text in the place of a stretch of a line's source."""

    span: Span
    shown: str
    fate: Fate


def changed(original: Line, changes: Iterable[Change]) -> Line:
    """The line with the changes made, those left out that overlap an earlier one or a stretch changed before."""
    pieces: list[Piece] = []
    waiting = sorted(changes, key=lambda each: (each.span, len(each.shown)))
    at = 0
    for piece in original.pieces:
        start, end = at, at + len(piece.source)
        if piece.fate is Fate.SAME:
            inside = [each for each in waiting if start <= each.span.start and each.span.end <= end]
            pieces += _cut(piece, start, inside)
        else:
            pieces.append(piece)
        at = end
    return replace(original, pieces=tuple(pieces))


def _cut(piece: Piece, start: int, changes: Sequence[Change]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for change in changes:
        first, last = change.span.start - start, change.span.end - start
        if first < at:
            continue
        if first > at:
            pieces.append(Piece(piece.source[at:first], piece.source[at:first]))
        pieces.append(Piece(piece.source[first:last], change.shown, change.fate))
        at = last
    if at < len(piece.source):
        pieces.append(Piece(piece.source[at:], piece.source[at:]))
    return pieces


def split(original: Line, shown: int) -> tuple[Line, Line]:
    """A line cut in two after so many characters shown; a changed piece is never cut but goes to the second."""
    left: list[Piece] = []
    right: list[Piece] = []
    at = 0
    for piece in original.pieces:
        end = at + len(piece.shown)
        if right or (end > shown and (piece.fate is not Fate.SAME or at >= shown)):
            right.append(piece)
        elif end <= shown:
            left.append(piece)
        else:
            left.append(Piece(piece.source[: shown - at], piece.shown[: shown - at]))
            right.append(Piece(piece.source[shown - at :], piece.shown[shown - at :]))
        at = end
    return replace(original, pieces=tuple(left), wrapped=True), replace(original, pieces=tuple(right))


@dataclass(frozen=True, slots=True)
class Truth:
    """What reading a dirty file must give.

    ``text`` is the perfect reading; ``foreign`` are the stretches of it that dirt wrote and the source did not, which are not counted
    as text kept. ``lost`` and ``touched`` are stretches of the source whose figures need not, or may be named otherwise, be found.
    """

    text: str
    foreign: tuple[Span, ...]
    lost: tuple[Span, ...]
    touched: tuple[Span, ...]


def truth(lines: Sequence[Line]) -> Truth:
    """Of lines in the order of the source, before any was cut, moved or joined by others."""
    text: list[str] = []
    foreign: list[Span] = []
    lost: list[Span] = []
    touched: list[Span] = []
    at = source_at = 0
    for each in lines:
        for piece in each.pieces:
            expected = piece.expected
            source = Span(source_at, source_at + len(piece.source))
            if piece.fate in (Fate.LOST, Fate.STANDS):
                foreign.append(Span(at, at + len(expected)))
                (lost if piece.fate is Fate.LOST else touched).append(source)
            text.append(expected)
            at += len(expected)
            source_at = source.end
        text.append("\n")
        at, source_at = at + 1, source_at + 1
    return Truth("".join(text).rstrip("\n"), tuple(span for span in foreign if len(span)), tuple(lost), tuple(touched))
