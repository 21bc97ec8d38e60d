"""Small figures above or below the base line of larger text, as such: km², 120.5¹. Else they would be digits of what they stand behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.readers.paged.pieces import Marked, Piece
from index.readers.word.symbols import lowered, raised

FIGURES = frozenset("0123456789,()+-")
"""What a raised piece is made of."""
_SMALLER = 0.8
"""Superscripts are two thirds as large as their line; in narrow type a little more."""
_LONGEST, _MOST = 8, 3_000
"""Characters of a raised piece, and pieces of a page among which they are looked for."""


def shift_of(size: float, base: float, line_size: float, line_base: float) -> Callable[[str], str] | None:
    """How characters of a size and base line (from the top) are written beside larger ones: raised, lowered, or not at all (None)."""
    above = line_base - base
    if size > _SMALLER * line_size:
        return None
    if 0.1 * line_size < above < 0.8 * line_size:
        return raised
    return lowered if -0.4 * line_size < above < -0.05 * line_size else None


def with_raised(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, raised and lowered figures in the line of the piece they stand right behind."""
    small = [piece for piece in pieces if len(piece.text) <= _LONGEST and FIGURES.issuperset(piece.text)]
    if not small or len(pieces) > _MOST:
        return list(pieces)
    found = set(map(id, small))
    return [_in_line(piece, pieces) if id(piece) in found else piece for piece in pieces]


def _in_line(piece: Piece, pieces: Sequence[Piece]) -> Piece:
    for host in pieces:
        shift = shift_of(piece.size, piece.box[3], host.size, host.box[3])
        if shift is not None and _carries(host, piece):
            box = (piece.box[0], host.box[1], piece.box[2], host.box[3])
            return replace(piece, content=Marked(shift(piece.text), piece.content.marks), box=box, size=host.size)
    return piece


def _carries(host: Piece, piece: Piece) -> bool:
    return (
        not host.upright
        and host.content.marks[-1:] == piece.content.marks[:1]
        and abs(piece.box[0] - host.box[2]) <= 0.3 * host.size
    )
