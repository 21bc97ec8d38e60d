"""Which zone each figure of a sentence is said of, and whether its source is that zone's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.domain import ZoneIdentity
from index.verify.told import CitedSpan
from index.zones import mentioned, named_elsewhere
from index.zones.naming import zones_in

_OWN = re.compile(
    r"(?:今年|去年|本年|当年|上半年|下半年|全年|[一二三四]季度|前?[一二三四五六七八九十]+个?月|期间|目前|整个|全|该|本|我)*(?:开发|园|新|经开|高新)区"
)
"""上半年开发区…: the zone spoken of, and no zone called 上半年."""
_HEADS = ",，。;；:：、年月度内 和与"


@dataclass(frozen=True, slots=True)
class Whose:
    """``zones``: those that the words from ``start`` may mean; empty for a zone that no cited report speaks of."""

    start: int
    end: int
    zones: frozenset[str]


def whose(sentence: str, cited: Sequence[CitedSpan]) -> list[Whose]:
    """Every place where a sentence names a zone, in order. A zone that the quotes themselves name is part of what is told."""
    others = {name for each in cited for name in each.namesakes} - {each.zone for each in cited}
    found = [
        Whose(each.span.start, each.span.end, frozenset([each.written])) for each in zones_in(sentence) if each.written in others
    ]
    identities = list({each.zone: each.identity or ZoneIdentity(each.zone, each.zone) for each in cited}.values())
    for mention in mentioned(sentence, identities):
        if mention.how in ("name", "alias"):
            zones = frozenset([mention.zone_name] if mention.zone_name else mention.ambiguous)
            written = mention.span.of(sentence)
            at = sentence.find(written)
            while at >= 0:
                if not any(at < each.end and each.start < at + len(written) for each in found):
                    found.append(Whose(at, at + len(written), zones))
                at = sentence.find(written, at + 1)
    strange = [name for name in named_elsewhere(sentence, identities) if not _OWN.fullmatch(name)]
    for name in [*strange, *_unknown(sentence, identities)]:
        told = any(name in each.quote or any(name in heading for heading in each.path) for each in cited)
        at = sentence.find(name)
        if not told and at >= 0 and not any(at < each.end and each.start < at + len(name) for each in found):
            found.append(Whose(at, at + len(name), frozenset()))
    return sorted(found, key=lambda each: each.start)


def zones_at(named: Sequence[Whose], at: int) -> frozenset[str] | None:
    """The zones a figure at ``at`` may be said of: the last named before it; None where none is."""
    before = [each for each in named if each.start < at]
    return before[-1].zones if before else None


def _unknown(sentence: str, identities: Sequence[ZoneIdentity]) -> list[str]:
    """Names of zones at the head of a clause whose place no gazetteer knows: 柳湾高新区实现…"""
    known = [word for each in identities for word in (each.name, each.as_written, *each.aliases, *each.companions)]
    return [
        each.written
        for each in zones_in(sentence)
        if each.parts
        and not each.sure
        and not _OWN.fullmatch(each.written)
        and (each.span.start == 0 or sentence[each.span.start - 1] in _HEADS)
        and not any(each.core in word for word in known)
    ]
