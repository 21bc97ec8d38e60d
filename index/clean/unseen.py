"""Figures that a file shows to nobody, in the midst of what it shows: a struck 118 before 120.5 must not become 118120.5."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.clean.traced import Traced
from index.domain import Note, Span, joined_spans

_DIGIT = re.compile(r"\d")
_PART = re.compile(r"[\d.,．，%％]")
_APART = frozenset("|\n")
_EXCERPT = 80


def without_unseen_figures(traced: Traced, hidden: Iterable[Span], unseen: list[Note]) -> Traced:
    """The text without the hidden stretches that stand in a visible line and hold a figure or touch one; each is noted.

    Other hidden text is kept, and marked by the caller. ``hidden`` counts in the text as it came.
    """
    gone = [span for span in joined_spans(hidden) if _in_the_way(traced.text, span)]
    unseen += (Note("hidden", span.of(traced.text)[:_EXCERPT], traced.raw(span), sure=False) for span in gone)
    return traced.without(gone)


def _in_the_way(text: str, span: Span) -> bool:
    before, after = _neighbour(text, range(span.start - 1, -1, -1)), _neighbour(text, range(span.end, len(text)))
    if not before and not after:
        return False
    return bool(_DIGIT.search(text, span.start, span.end) or any(_PART.fullmatch(each) for each in (before, after) if each))


def _neighbour(text: str, places: range) -> str:
    """The nearest visible character of the line, "" where a cell or the line ends before one."""
    for at in places:
        if text[at] in _APART:
            return ""
        if not text[at].isspace():
            return text[at]
    return ""
