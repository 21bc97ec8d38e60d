"""What the receipt is told of pages (and rows): their numbers in words, and pictures whose words nobody read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.readers.paged.pieces import Box, Piece

_SHOWN = 20
_PICTURE = 0.03
"""Share of a page from which a picture may hold words of its own: less is a seal or a logo."""


def listed(numbers: Sequence[int], of: str = "页") -> str:
    """第1-3、5页"""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [f"{first}" if first == last else f"{first}-{last}" for first, last in ranges]
    return f"第{'、'.join(shown[:_SHOWN])}{'等' if len(shown) > _SHOWN else ''}{of}"


def has_picture(pictures: Sequence[Box], pieces: Sequence[Piece], width: float, height: float) -> bool:
    """Whether a page has a picture of some size beside its text. One under the text is its ground and holds no other words."""
    large = [box for box in pictures if (box[2] - box[0]) * (box[3] - box[1]) >= _PICTURE * width * height]
    return any(not any(_inside(piece, box) for piece in pieces) for box in large)


def told_pictures(pages: Sequence[int]) -> Iterator[str]:
    """The warning for the pages that have one."""
    if pages:
        yield f"{listed(pages)}有图片,其中的文字未识别"


def _inside(piece: Piece, box: Box) -> bool:
    left, top, right, bottom = piece.box
    return box[0] <= (left + right) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]
