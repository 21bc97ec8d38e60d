"""Which zone each figure of a sentence is said of, and whether its source is that zone's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.domain import ZoneIdentity
from index.verify.told import CitedSpan
from index.zones import mentioned, named_elsewhere


@dataclass(frozen=True, slots=True)
class Whose:
    """``zones``: those that the words at ``start`` may mean; empty for a zone that no cited report speaks of."""

    start: int
    zones: frozenset[str]


def whose(sentence: str, cited: Sequence[CitedSpan]) -> list[Whose]:
    """Every place where a sentence names a zone, in order. A zone that the quotes themselves name is part of what is told."""
    identities = list({each.zone: each.identity or ZoneIdentity(each.zone, each.zone) for each in cited}.values())
    found = []
    for mention in mentioned(sentence, identities):
        if mention.how in ("name", "alias"):
            zones = frozenset([mention.zone_name] if mention.zone_name else mention.ambiguous)
            written = mention.span.of(sentence)
            at = sentence.find(written)
            while at >= 0:
                found.append(Whose(at, zones))
                at = sentence.find(written, at + 1)
    for name in named_elsewhere(sentence, identities):
        told = any(name in each.quote or any(name in heading for heading in each.path) for each in cited)
        if not told and name in sentence:
            found.append(Whose(sentence.index(name), frozenset()))
    return sorted(found, key=lambda each: each.start)


def zones_at(named: Sequence[Whose], at: int) -> frozenset[str] | None:
    """The zones a figure at ``at`` may be said of: the last named before it; None where none is."""
    before = [each for each in named if each.start < at]
    return before[-1].zones if before else None
