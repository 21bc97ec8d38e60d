"""How numbers of answers are checked elsewhere, on the same sentences: each takes a sentence and gives whether it passes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
NEAR = 0.75


def word_boundaries(sentence: str, retrieved: Sequence[str]) -> bool:
    r"""Every number of the answer as a \bword\b anywhere in what was retrieved. Han characters count as letters of a word."""
    text = "\n".join(retrieved)
    return all(re.search(rf"\b{re.escape(number)}\b", text) for number in _NUMBER.findall(sentence))


def substrings(sentence: str, retrieved: Sequence[str]) -> bool:
    """Every number of the answer as a run of digits anywhere in the report."""
    text = "\n".join(retrieved)
    return all(number in text for number in _NUMBER.findall(sentence))


def fuzzy(sentence: str, quotes: Sequence[str]) -> bool:
    """The sentence is like some quote, or a stretch of one as long, by at least 0.75 (the usual partial ratio)."""
    return any(_partial_ratio(sentence, quote) >= NEAR for quote in quotes)


def _partial_ratio(one: str, other: str) -> float:
    short, long = sorted((one, other), key=len)
    matcher = SequenceMatcher(None, short, long, autojunk=False)
    best = 0.0
    for block in matcher.get_matching_blocks():
        start = max(0, block.b - block.a)
        best = max(best, SequenceMatcher(None, short, long[start : start + len(short)], autojunk=False).ratio())
    return best
