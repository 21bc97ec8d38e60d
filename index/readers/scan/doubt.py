"""Which characters of a line read from a picture are to be doubted: figures that two readings do not share.

No figure may be wrong in silence, so what is marked is the whole figure and not only the digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from unicodedata import normalize

_SURE = 0.9
"""Confidence of a digit. On rendered pages of 120 dpi it marks 2 % of the figures and most of the wrong ones."""
_LEGIBLE = 0.5
_FIGURE, _POINT, _DIGIT = re.compile(r"[0-9%‰〇○亿万]"), re.compile(r"[.,:+\-~]"), re.compile(r"[0-9]")
_IN_FIGURES = re.compile(r"[+\-]?[0-9〇](?:[0-9〇.,:~\-]*[0-9〇])?[%‰亿万]*")
_TWICE = re.compile(r"[0-9%‰〇○OoIl|SBZ]")
_TOKEN = re.compile(r"[+\-]?[0-9〇○OoIl|SBZ]*[0-9][0-9.,:;~\-〇○OoIl|SBZ一]*[%‰亿万]*")
_MALFORMED = (
    re.compile(r"(?<![0-9:])[0-9]{1,9}[:;][0-9]+(?![0-9:])"),  # specks turn a decimal point into a colon
    re.compile(r"[0-9][.,:;]{2,}|(?<!^[0-9])(?<!^[0-9]{2})(?<=[0-9%])[.](?![0-9])"),
    re.compile(r"[0-9],[0-9]{1,2}(?![0-9])|[0-9],[0-9]{4,}"),
    re.compile(r"[0-9][OoIl|SBZ](?![A-Za-z])|(?<![A-Za-z0-9])[OoIl|SBZ][0-9.]"),
    re.compile(r"[0-9]一[0-9]"),
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as read, its confidence from 0 to 1, and where its middle stands along the line (0 to 1)."""

    text: str
    confidence: float
    at: float


def wants_second_reading(line: Sequence[Glyph]) -> bool:
    """Whether a line holds digits, or letters that look like digits."""
    return any(_TWICE.search(normalize("NFKC", each.text)) for each in line)


def doubtful(first: Sequence[Glyph], second: Sequence[Glyph] | None) -> frozenset[int]:
    """Positions in ``first`` of what is doubtful. Without a second reading only its confidences and its form tell."""
    text = _plain(first)
    figures = {at for match in _IN_FIGURES.finditer(text) for at in range(*match.span())}
    found = {at for at, each in enumerate(first) if each.confidence < (_SURE if at in figures else _LEGIBLE)}
    # A full-width comma stands between clauses and not inside figures.
    formed = "".join("、" if each.text == "\uff0c" else plain for each, plain in zip(first, text, strict=True))
    for pattern in _MALFORMED:
        for match in pattern.finditer(formed):
            found |= set(range(*match.span()))
    if second is not None:
        found |= set(_differing(text, _plain(second)))
    return frozenset(_whole_figures(text, found))


def _plain(line: Sequence[Glyph]) -> str:
    """One character a glyph, widths folded."""
    return "".join((normalize("NFKC", each.text) or " ")[0] for each in line)


def _differing(text: str, other: str) -> Iterable[int]:
    if text == other:
        return
    for kind, start, end, other_start, other_end in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        parts = text[start:end] + other[other_start:other_end]
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        if kind != "equal" and (_FIGURE.search(parts) or (_POINT.search(parts) and _DIGIT.search(beside))):
            yield from range(start - 1 if start == end and start else start, min(len(text), end + 1) if start == end else end)


def _whole_figures(text: str, found: set[int]) -> set[int]:
    whole = set(found)
    for match in _TOKEN.finditer(text):
        if any(at in found for at in range(*match.span())):
            whole |= set(range(*match.span()))
    return whole
