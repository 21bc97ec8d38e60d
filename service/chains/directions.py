"""Which is more and which is less: a sentence's words against a derived value (计算值), whose number alone does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.domain import Derived, DerivedKind

_COMPARES = re.compile(
    r"高于|低于|多于|少于|大于|小于|快于|慢于|优于|领先|落后|最[高低多少大小快慢]|居首|首位|末位|排名|[位居列]第"
    r"|比[^,，。;；]{1,40}(?:高|低|多|少|快|慢|大|小)|相当于|差距|持平|相同"
)
_MORE = re.compile(
    r"高于|多于|大于|快于|领先|超出|最[高多大快]|居首|首位|由高到低|从高到低|第[一1]|(?:高|多|快|大)(?=[\d约近])|倍"
)
_LESS = re.compile(r"低于|少于|小于|慢于|落后|最[低少小慢]|末位|由低到高|从低到高|(?:低|少|慢|小)(?=[\d约近])")
_ROSE = re.compile(r"增加|提高|增长|上升|扩大|增幅")
_FELL = re.compile(r"减少|回落|下降|降低|收窄|下滑|降幅")


def compares(sentence: str) -> bool:
    """Whether a sentence sets one thing above another, in figures or in words."""
    return _COMPARES.search(sentence) is not None


def rightly_ordered(sentence: str, derived: Derived, labels: Mapping[str, str]) -> bool:
    """Whether a sentence tells a derived value the way round it is; what cannot be told is no."""
    if derived.kind in (DerivedKind.SHARE, DerivedKind.COMPLETION):
        return not _COMPARES.search(sentence)
    zones = list(dict.fromkeys(each.zone for each in derived.inputs))
    if len(zones) == 1:
        rose, fell = (bool(words.search(derived.text)) for words in (_ROSE, _FELL))
        return (rose or not _ROSE.search(sentence)) and (fell or not _FELL.search(sentence)) and zones[0] in sentence
    places = [_place(sentence, zone, labels) for zone in zones]
    more, less = bool(_MORE.search(sentence)), bool(_LESS.search(sentence))
    if more == less:
        return False
    named = [place for place in places if place >= 0]
    if derived.kind is not DerivedKind.RANK and len(named) < len(zones):
        return False
    first = places[0] if more else places[-1]
    return bool(named) and first == min(named) and named == sorted(named, reverse=less)


def _place(sentence: str, zone: str, labels: Mapping[str, str]) -> int:
    """Where a zone is named first; -1 where nowhere. A name inside a longer one is that one's."""
    label = labels.get(zone, zone)
    longer = [name for other in labels for name in (other, labels[other]) if zone in name and other != zone]
    bare = sentence
    for name in sorted(longer, key=len, reverse=True):
        bare = bare.replace(name, "\0" * len(name))
    at = sentence.find(label)
    return at if at >= 0 else bare.find(zone)
