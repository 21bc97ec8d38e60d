"""Small figures above or below the base line of larger text, as such: km², 120.5¹. Else they would be digits of what they stand behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.readers.paged.pieces import Marked, Piece
from index.readers.word.symbols import lowered, raised

_SMALLER = 0.8
"""Superscripts are two thirds as large as their line; in narrow type a little more."""
_LONGEST, _MOST = 8, 3_000
"""Characters of a raised piece, and pieces of a page among which they are looked for."""
_FIGURES = frozenset("0123456789,()+-")


def with_raised(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, raised and lowered figures in the line of the piece they stand right behind."""
    small = [piece for piece in pieces if len(piece.text) <= _LONGEST and _FIGURES.issuperset(piece.text)]
    if not small or len(pieces) > _MOST:
        return list(pieces)
    found = set(map(id, small))
    return [_in_line(piece, pieces) if id(piece) in found else piece for piece in pieces]


def _in_line(piece: Piece, pieces: Sequence[Piece]) -> Piece:
    host = next((each for each in pieces if _carries(each, piece)), None)
    if host is None:
        return piece
    shift = raised if piece.box[3] < host.box[3] else lowered
    box = (piece.box[0], host.box[1], piece.box[2], host.box[3])
    return replace(piece, content=Marked(shift(piece.text), piece.content.marks), box=box, size=host.size)


def _carries(host: Piece, piece: Piece) -> bool:
    size = host.size
    above = host.box[3] - piece.box[3]
    return (
        piece.size <= _SMALLER * size
        and not host.upright
        and host.content.marks[-1:] == piece.content.marks[:1]
        and (0.1 * size < above < 0.8 * size or -0.4 * size < above < -0.05 * size)
        and abs(piece.box[0] - host.box[2]) <= 0.3 * size
    )
