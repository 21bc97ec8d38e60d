"""What reading a file gives, and the bounds that every reader keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.domain import Alignment, Note, Placed, Span


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read. What exceeds a bound raises TooLarge: half a report would be worse than none."""

    bytes: int = 200_000_000
    characters: int = 3_000_000
    pages: int = 2_000
    scanned_pages: int = 300
    """0: pages that are images are not recognised, and a file with such pages raises NeedsRecognition."""
    pixels: int = 60_000_000
    """Of one image."""
    expanded: int = 1_000_000_000
    """Bytes that all members of an archive may take together."""
    ratio: int = 300
    """Bytes out for a byte in, of one member of an archive larger than ``small``."""
    small: int = 1_000_000
    members: int = 5_000
    nesting: int = 3
    """Archives inside archives."""
    cells: int = 500_000


USUAL = Limits()
_SHOWN = 20
"""Stretches of numbers that a warning lists."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text.

    ``text`` is what cleaning reads. Where the file itself is text with marks between (HTML), ``raw`` is the file's text and
    ``alignment`` leads from ``text`` to it; else the text is its own raw text.
    """

    text: str
    media_type: str
    raw: str | None = None
    alignment: Alignment | None = None
    places: tuple[Placed, ...] = ()
    """Where stretches of ``text`` stand in the file, in order and apart."""
    dropped: tuple[Note, ...] = ()
    """What the reader itself left out: page numbers, navigation, running heads. Raw spans count in ``raw``, or are None."""
    hidden: tuple[Span, ...] = ()
    """Stretches of ``text`` that the file shows to nobody (white on white, display:none). They are kept, and told."""
    torn: tuple[Span, ...] = ()
    """Stretches of ``text`` with figures of which the file does not tell where they end: they are no figures of the ledger."""
    uncertain: tuple[Span, ...] = ()
    """Characters of ``text`` that were read from an image with little confidence."""
    title: str | None = None
    """The file's own title element, where it has one."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Pairs that the file states of itself under the labels of portals (发布日期, 发布机构, 索引号, 来源)."""
    pages: int | None = None
    confidence: float | None = None
    """Mean over the characters read from images, 0 to 1; None where none were."""
    warnings: tuple[str, ...] = ()
    """Chinese sentences for the receipt."""


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
