"""Which of the known zones a question speaks of: by name, by a shared alias, by local names, by place.

全区, 我区, 园区, 开发区 and a bare 经开区 name nobody. An alias that several zones share stays ambiguous unless a place tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.domain import Place, Span, ZoneIdentity
from index.script import fold_width, to_simplified
from index.tokens import tagged
from index.zones.gazetteer import CITY, DISTRICT, PROVINCE, gazetteer, ordinary_words, short_name
from index.zones.naming import Named, akin, is_trade, zones_in

# Kinds of zone that serve as a name where a report gives none; the everyday forms are too common to mean one zone.
_GENERIC_NAMES = {"经济技术开发区", "经济开发区", "高新技术产业开发区", "产业开发区", "工业开发区", "工业园区", "产业园区"}
_COMPANY = re.compile(r"[一-鿿]{0,8}?(?:大学|银行|公司|集团|学院|研究[院所]|科技|股份|药品)")
_JOIN = re.compile(r"[省市区县]?的?")
_EVERYDAY_TAGS = ("n", "v", "vn", "vd", "a", "ad", "an", "b", "d", "m", "l", "i")
"""Parts of speech of words that are no names: 建设, 标准 and 开发 are towns somewhere, too."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A zone spoken of at ``span``. ``zone_name`` is None where several share the words: then ``ambiguous`` names them.

    ``how``: name, alias, companion or place.
    """

    zone_name: str | None
    span: Span
    how: str
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Words of the question and the zones they may mean."""

    span: Span
    how: str
    zones: tuple[ZoneIdentity, ...]


def mentioned(question: str, identities: Sequence[ZoneIdentity]) -> list[Mention]:
    """The zones a question speaks of, in its order; each resolved zone once, at its first mention."""
    text = to_simplified(fold_width(question))
    zones, taken = _by_name(text, identities)
    bare = _by_core(text, identities, taken)
    taken += [spoken.span for spoken in bare]
    local = _by_words(text, identities, taken, "companion")
    taken += [spoken.span for spoken in local]
    places = _by_words(text, identities, taken, "place")
    named = sorted([*zones, *bare], key=lambda spoken: spoken.span)
    told, used = _told_apart(text, named, [*places, *local])
    hints = [spoken for spoken in [*local, *places] if spoken.span not in used and not _explained(spoken, told)]
    hints.sort(key=lambda spoken: spoken.span)
    return _as_mentions(sorted([*told, *_narrowed(hints)], key=lambda spoken: spoken.span))


def named_elsewhere(question: str, identities: Sequence[ZoneIdentity]) -> list[str]:
    """Zones that a question names and that none of the known ones is: 苏州工业园区 where no report speaks of it."""
    text = to_simplified(fold_width(question))
    found = []
    for named in zones_in(text):
        if not (named.parts and named.sure) or any(_fits(named, identity) for identity in identities):
            continue
        if not any(companion in named.written for identity in identities for companion in identity.companions):
            found.append(named.written)
    return list(dict.fromkeys(found))


# --- finding


@lru_cache(maxsize=4096)
def _name_parts(name: str) -> tuple[str, str]:
    """Core and family of a zone's own name; no core where the name is a bare kind, no family where it is none."""
    for named in zones_in(name):
        return named.core, named.family
    return name, ""


def place_words(identity: ZoneIdentity) -> tuple[str, ...]:
    """Names of the province, city and district of a zone, long and short."""
    return _place_words(identity.place)


@lru_cache(maxsize=4096)
def _place_words(where: Place) -> tuple[str, ...]:
    levels = ((where.province, PROVINCE), (where.city, CITY), (where.district, DISTRICT))
    words = [word for name, level in levels if name for word in (name, short_name(name, level))]
    return tuple(dict.fromkeys(word for word in words if len(word) >= 2))


def _fits(named: Named, identity: ZoneIdentity) -> bool:
    """Whether a zone named in a question may be this one: core and kind agree and no place before the core contradicts."""
    core, family = _name_parts(identity.name)
    if not akin(named.family, family):
        return False
    if not core:
        # A zone without a proper name answers to its place: 君山产业开发区.
        return bool(named.parts) and all(_near(part, identity) for part in named.parts)
    last = named.parts[-1] if named.parts else ""
    if named.core != core or (last != core and not _near(last, identity)):
        return False
    return all(_near(part, identity) for part in named.parts[:-1])


def _near(part: str, identity: ZoneIdentity) -> bool:
    return part in identity.name or any(part == word or part == word + "市" for word in place_words(identity))


def _by_name(text: str, identities: Sequence[ZoneIdentity]) -> tuple[list[_Spoken], list[Span]]:
    """Full names and aliases, and the spans that name any zone at all."""
    found: list[_Spoken] = []
    taken: list[Span] = []
    for named in zones_in(text):
        fitting = tuple(identity for identity in identities if named.parts and _fits(named, identity))
        exact = tuple(identity for identity in identities if identity.name == named.written)
        if not fitting and not (named.parts and named.sure) and named.kind in _GENERIC_NAMES:
            fitting = tuple(identity for identity in identities if identity.name == named.kind)
            exact = fitting
            start = named.span.end - len(named.kind)
            named = replace(named, span=Span(start, named.span.end))
        if exact and not any(named.written in other.aliases and other.name != named.written for other in fitting):
            found.append(_Spoken(named.span, "name", exact))
        elif fitting:
            found.append(_Spoken(named.span, "alias", fitting))
        if fitting or named.sure and not _is_companion(named, identities):
            taken.append(named.span)
    for start, identity in _literal(text, identities):
        span = Span(start, start + len(identity.name))
        if not any(span.overlaps(other) for other in taken):
            found.append(_Spoken(span, "name", (identity,)))
            taken.append(span)
    return found, taken


def _literal(text: str, identities: Sequence[ZoneIdentity]) -> list[tuple[int, ZoneIdentity]]:
    """Names that are no usual kind of zone (given by hand, perhaps) are found as they stand."""
    odd = [identity for identity in identities if identity.name in text and not _name_parts(identity.name)[1]]
    return [(match.start(), identity) for identity in odd for match in re.finditer(re.escape(identity.name), text)]


def _is_companion(named: Named, identities: Sequence[ZoneIdentity]) -> bool:
    return any(companion in named.written for identity in identities for companion in identity.companions)


def _by_core(text: str, identities: Sequence[ZoneIdentity], taken: list[Span]) -> list[_Spoken]:
    """Names without their kind (河东), but not inside a company's name."""
    by_core: dict[str, list[ZoneIdentity]] = {}
    for identity in identities:
        core, _ = _name_parts(identity.name)
        if len(core) >= 2 and core in text and not is_trade(core) and not _everyday(core):
            by_core.setdefault(core, []).append(identity)
    return _occurrences(text, by_core, taken, "alias")


def _by_words(text: str, identities: Sequence[ZoneIdentity], taken: list[Span], how: str) -> list[_Spoken]:
    by_word: dict[str, list[ZoneIdentity]] = {}
    for identity in identities:
        for word in identity.companions if how == "companion" else place_words(identity):
            if word not in text or _everyday(word):
                continue
            by_word.setdefault(word, []).append(identity)
    return _occurrences(text, by_word, taken, how)


def _occurrences(text: str, by_word: dict[str, list[ZoneIdentity]], taken: list[Span], how: str) -> list[_Spoken]:
    found: list[_Spoken] = []
    for word in sorted(by_word, key=len, reverse=True):
        for match in re.finditer(re.escape(word), text):
            span = Span(*match.span())
            clear = not any(span.overlaps(other) for other in [*taken, *(spoken.span for spoken in found)])
            if clear and not (how != "companion" and _COMPANY.match(text[span.end : span.end + 12])):
                found.append(_Spoken(span, how, tuple(by_word[word])))
    return sorted(found, key=lambda spoken: spoken.span)


@lru_cache(maxsize=4096)
def _everyday(word: str) -> bool:
    """Whether a word alone says something else than a place; districts, cities and provinces that no ordinary word is do not."""
    pairs = tagged(word)
    if len(pairs) > 1 or pairs[0][1] not in _EVERYDAY_TAGS:
        return False
    return word in ordinary_words() or not any(place.level <= DISTRICT for place in gazetteer().named(word))


# --- telling apart


def _told_apart(text: str, named: list[_Spoken], hints: list[_Spoken]) -> tuple[list[_Spoken], set[Span]]:
    """Shared names narrowed by a place right before them, or by the question's other words where only one name is shared."""
    used: set[Span] = set()
    told = []
    shared = [spoken for spoken in named if len(spoken.zones) > 1]
    for spoken in named:
        if len(spoken.zones) > 1:
            before = [hint for hint in hints if _joined(text, hint.span, spoken.span)]
            for hint in before or (hints if len(shared) == 1 else []):
                fitting = tuple(zone for zone in spoken.zones if zone in hint.zones)
                if fitting and len(fitting) < len(spoken.zones):
                    spoken = replace(spoken, zones=fitting)  # noqa: PLW2901
                    used.add(hint.span)
        told.append(spoken)
    return told, used


def _joined(text: str, hint: Span, name: Span) -> bool:
    return hint.end <= name.start and bool(_JOIN.fullmatch(text, hint.end, name.start))


def _explained(hint: _Spoken, told: list[_Spoken]) -> bool:
    """A place or local name that the named zones already cover says nothing more."""
    return any(zone in hint.zones for spoken in told for zone in spoken.zones)


def _narrowed(hints: list[_Spoken]) -> list[_Spoken]:
    """Places beside each other narrow each other: 湖南益阳 is one place and not all of Hunan's zones."""
    kept: list[_Spoken] = []
    for hint in hints:
        previous = kept[-1] if kept else None
        if previous is not None and hint.span.start - previous.span.end <= 1:
            both = tuple(zone for zone in previous.zones if zone in hint.zones)
            if both:
                how = "companion" if "companion" in (previous.how, hint.how) else "place"
                kept[-1] = _Spoken(Span(previous.span.start, hint.span.end), how, both)
                continue
        kept.append(hint)
    return kept


def _as_mentions(spoken: list[_Spoken]) -> list[Mention]:
    mentions: list[Mention] = []
    for each in spoken:
        names = tuple(dict.fromkeys(zone.name for zone in each.zones))
        mention = Mention(names[0], each.span, each.how) if len(names) == 1 else Mention(None, each.span, each.how, names)
        if not any((mention.zone_name, mention.ambiguous) == (other.zone_name, other.ambiguous) for other in mentions):
            mentions.append(mention)
    return mentions
