"""Which zone a report speaks of, by evidence: names in title, issuer and text, and the places around it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from index.domain import Place as Located
from index.domain import ZoneIdentity
from index.zones.evidence import Evidence, gather, locate
from index.zones.gazetteer import PROVINCE, TOWN, Place, gazetteer, short_name
from index.zones.naming import FAMILIES, KIND, PARKS, PROPER, Named, akin, family_of, zones_in

UNKNOWN = "未识别园区"

_OPENING = 300
_READ = 60_000
_ELSEWHERE = re.compile(r"(?:对标|学习|考察|赴|借鉴|对接|参观|例如|比如|来自|毗邻|相邻|学|追赶|赶超|与)[一-鿿]{0,3}$")
_LEADING = re.compile(
    r"^(?:完成|推进|推动|开展|加快|积极|位于|对|和|及|与|将|向|以|的|在|从|到|把|启动|实施|建设|建成|全力|做好|抓好|聚焦|围绕|加强|强化|继续|进一步|抓紧|全面|重点|其中|包括|涉及|引导|支持|"
    r"组织|协调|落实|优化|提升|打造|打通|扎实|稳步|有序|持续|深入|大力|切实|共同|现有|新增|等|是|为|由|了|个|家)+"
)
_COMMON_LOCAL = re.compile(
    r"^(?:各|该|本|全|新|老|两|三|四|五|乡|城|街|主|核心|重点|产业|工业|商贸|物流|食品|电子|标准|特色|小|大|科技|化工|园|示范|创业|双创|启动|起步|东|西|南|北|中)?$"
)
_MOST_COMPANIONS = 16
_MOST_AREAS = 60


@dataclass(slots=True)
class _Candidate:
    """All mentions of zones called after one place and of one kind."""

    core: str
    family: str
    score: float = 0.0
    forms: Counter[str] = field(default_factory=Counter)
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shown: bool = False
    """Whether title, issuer or opening name it."""
    sure: bool = True


def identify(
    title: str, text: str, issuer: str | None = None, index_number: str | None = None, hint: str | None = None
) -> ZoneIdentity:
    """The identity of a report's zone. ``text`` is the clean text; ``hint`` is a name that a person gave and wins.

    A zone without a proper name keeps the kind as its name (经济开发区); where it lies is then all that tells it apart.
    """
    body = text[:_READ]
    candidates = _candidates(title, body, issuer or "")
    chosen = _choose(candidates)
    if hint:
        chosen = _hinted(hint) or chosen
    evidence = gather(_without_name(f"{title}\n{issuer or ''}\n{body}", chosen))
    if chosen is not None:
        _weigh_name(evidence, chosen)
    named = tuple(part for parts in chosen.parts.values() for part in parts) if chosen else ()
    bounds = tuple(
        place for parts in (chosen.parts.values() if chosen else ()) for part in parts[:-1] for place in gazetteer().widest(part)
    )
    place = locate(evidence, f"{title}\n{issuer or ''}\n{body}", named, index_number, bounds)
    if chosen is None:
        name = hint or _generic(title, body) or UNKNOWN
        as_written = name
        forms: tuple[str, ...] = ()
    else:
        name = hint or _full_form(chosen)
        as_written = chosen.forms.most_common(1)[0][0]
        forms = tuple(chosen.forms)
    return ZoneIdentity(
        name,
        as_written,
        _aliases(name, forms, chosen, place),
        place,
        _companions(body, place, chosen),
        _evidence_words(evidence, place),
    )


def _without_name(text: str, chosen: _Candidate | None) -> str:
    """The text without the zone's own name: 长春 in 长春经开区 is weighed as a name and not as a mention of the city."""
    for form in sorted(chosen.forms, key=len, reverse=True) if chosen else ():
        text = text.replace(form, "\n")
    return text


def _candidates(title: str, body: str, issuer: str) -> list[_Candidate]:
    found: dict[tuple[str, str], _Candidate] = {}
    for source, text, weight in (("title", title, 6.0), ("issuer", issuer, 6.0), ("body", body, 1.0)):
        for named in zones_in(text):
            if not named.parts:
                continue
            if source == "body" and _ELSEWHERE.search(text[max(0, named.span.start - 8) : named.span.start]):
                continue
            candidate = _entry(found, named)
            candidate.score += weight
            candidate.forms[named.written] += 1
            candidate.parts[named.written] = named.parts
            opening = named.span.start < _OPENING or text[named.span.start - 1] in "《\n"
            candidate.shown = candidate.shown or source != "body" or (opening and named.sure)
    return list(found.values())


def _entry(found: dict[tuple[str, str], _Candidate], named: Named) -> _Candidate:
    for (core, family), candidate in found.items():
        if core == named.core and akin(family, named.family):
            if family == "开发":
                candidate.family = named.family
            return candidate
    candidate = _Candidate(named.core, named.family, sure=named.sure)
    found[(named.core, named.family)] = candidate
    return candidate


def _choose(candidates: list[_Candidate]) -> _Candidate | None:
    """The best-supported named zone: a zone proper before a park, and a park only where title or opening name it."""

    def rank(candidate: _Candidate) -> float:
        proper = candidate.family in PROPER
        return (
            candidate.score + (4.0 if candidate.shown else 0.0) + (3.0 if proper else 0.0) + (2.0 if _listed(candidate) else 0.0)
        )

    able = [
        candidate
        for candidate in candidates
        if (candidate.family in PROPER and (candidate.sure or candidate.shown or candidate.score >= 3))
        or (candidate.family in PARKS and candidate.shown)
    ]
    able = [candidate for candidate in able if candidate.sure or candidate.shown]
    if able:
        return max(able, key=rank)
    parts = [candidate for candidate in candidates if candidate.shown and candidate.sure and candidate.score >= 6]
    return max(parts, key=rank) if parts else None


def _listed(candidate: _Candidate) -> list[Place]:
    """Places of the zones in the national list of divisions that bear this name."""
    found = []
    for name, place in gazetteer().zones.items():
        match = KIND.search(name)
        if match and akin(family_of(match.group()), candidate.family) and name[: match.start()].endswith(candidate.core):
            found.append(place)
    return found


def _hinted(hint: str) -> _Candidate | None:
    for named in zones_in(hint):
        candidate = _Candidate(named.core, named.family)
        candidate.forms[hint] += 1
        candidate.parts[hint] = named.parts
        return candidate
    return None


def _weigh_name(evidence: Evidence, chosen: _Candidate) -> None:
    """Adds what the zone's own name says of its place: 益阳 in 益阳长春经开区, and entries of the list of divisions.

    A name of many places (长春: a city, and towns elsewhere) goes to the one that the rest of the text supports.
    """
    table = gazetteer()
    for parts in chosen.parts.values():
        if len(parts) > 1:
            for part in parts[:-1]:
                evidence.add(table.widest(part), 6.0)
    listed = _listed(chosen)
    readings = table.widest(chosen.core)
    wider = [place for parts in chosen.parts.values() for part in parts[:-1] for place in table.widest(part)]
    options = [place for place in (*listed, *readings) if not wider or any(_within(place, where) for where in wider)]
    if not options:
        return
    qualified = any(len(parts) > 1 for parts in chosen.parts.values())

    def weight(place: Place) -> float:
        own = 2.0 if place in listed else 0.0
        city = 3.0 if place.level == 2 and not qualified else 1.0
        return evidence.support(place) + own + city

    best = max(options, key=weight)
    backed = evidence.cities.get((best.province, best.city or ""), 0.0) >= 1.0 or (
        best in listed and evidence.support(best) >= 0.5
    )
    # A town of the zone's name somewhere in the country says nothing by itself; a city or district of the name does.
    supported = backed or (best.level < TOWN and len({(place.province, place.city) for place in options}) == 1)
    same = tuple(place for place in options if (place.province, place.city) == (best.province, best.city))
    unsure = 0.3 if best.level >= TOWN else 1.0
    evidence.add((max(same, key=lambda place: place.level),), 5.0 if supported or best.level == 2 else unsure)


def _within(place: Place, where: Place) -> bool:
    return place.province == where.province and (where.city is None or place.city == where.city)


def _full_form(chosen: _Candidate) -> str:
    return max(chosen.forms, key=lambda form: (len(form), chosen.forms[form]))


def _generic(title: str, body: str) -> str | None:
    """The kind a zone without a name is called by: most of all in the title, then in the opening, zones proper first."""
    scores: Counter[str] = Counter()
    for text, weight in ((title, 30), (body[:_OPENING], 6), (body, 1)):
        for match in KIND.finditer(text):
            if family_of(match.group()) in (*PROPER, *PARKS) and not re.search(
                r"(?:国家级?|省级)$", text[max(0, match.start() - 3) : match.start()]
            ):
                formal = 2 if match.group() not in ("开发区", "新区") else 1
                scores[match.group()] += weight * formal
    return scores.most_common(1)[0][0] if scores else None


def _aliases(name: str, forms: tuple[str, ...], chosen: _Candidate | None, place: Located) -> tuple[str, ...]:
    """Other ways of writing the name: the text's own, the everyday short form, and the short form with its place before it."""
    found = [form for form in forms if form != name]
    city = short_name(place.city, 2) if place.city else ""
    if chosen is not None and place.district:
        # The list of divisions knows the formal name where the text writes the everyday one.
        for entry, where in gazetteer().zones.items():
            if where.district == place.district and where.city == place.city and KIND.fullmatch(entry.removeprefix(chosen.core)):
                found += [entry, city + entry] if entry.endswith(FAMILIES[chosen.family]) else []
    if chosen is None:
        district = short_name(place.district, 3) if place.district else ""
        kinds = FAMILIES[family_of(name)] if KIND.fullmatch(name) else ()
        found += [
            where + kind for where in (district, city + district if district else city) if where for kind in (name, *kinds[-1:])
        ]
    else:
        formal = KIND.findall(name)[-1] if KIND.search(name) else FAMILIES[chosen.family][0]
        everyday = FAMILIES[chosen.family][-1] if chosen.family in ("经开", "高新", "综保") else formal
        wheres = [city, short_name(place.province, PROVINCE) if place.province else "", place.district or ""]
        if city and city != chosen.core:
            del wheres[1]
        found += [chosen.core + everyday, chosen.core + formal]
        found += [
            where + chosen.core + everyday
            for where in wheres
            if where and short_name(where, 3) != chosen.core and where not in chosen.core
        ]
    return tuple(alias for alias in dict.fromkeys(found) if alias != name)


def _companions(body: str, place: Located, chosen: _Candidate | None) -> tuple[str, ...]:
    """Distinctive local names: towns of the zone's own district that the text speaks of, and its 片区, 综保区 and so on."""
    found: Counter[str] = Counter()
    towns = gazetteer().towns.get((place.province or "", place.city or "", place.district or ""), [])
    for town in towns:
        short = short_name(town, TOWN)
        if town in body or (short in body and len(short) >= 2):
            found[short] += 2
    for name in _local_names([match.group(1) for match in re.finditer(r"([一-鿿]{2,9}?)片区", body)]):
        found[name] += 2
    for named in zones_in(body):
        own = chosen is not None and named.core == chosen.core
        if not (named.sure and named.parts) or own or named.family in PROPER:
            continue
        if named.family == "综保" or body.count(named.core) >= 2:
            found[named.core if named.family in ("工业园", "产业园") else named.core + named.kind] += 1
    if chosen is not None:
        found.pop(chosen.core, None)
    return tuple(name for name, _ in found.most_common(_MOST_COMPANIONS))


def _local_names(lefts: list[str]) -> list[str]:
    """Names that the texts before 片区 end with: places of their own, or what is left when leading verbs are cut off."""
    lefts = list(dict.fromkeys(lefts))[:_MOST_AREAS]
    found = []
    for left in lefts:
        name = _LEADING.sub("", left)
        shared = [_common_tail(name, _LEADING.sub("", other)) for other in lefts if other != left]
        tail = max((each for each in shared if len(each) >= 3), key=len, default=name)
        for length in range(2, len(tail) - 1):
            if gazetteer().named(tail[:length]) and len(tail) - length >= 2:
                tail = tail[length:]
                break
        if 2 <= len(tail) <= 4 and not _COMMON_LOCAL.match(tail[:-1]) and not _COMMON_LOCAL.match(tail):
            found.append(tail)
    return list(dict.fromkeys(found))


def _common_tail(one: str, other: str) -> str:
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return one[len(one) - length :] if length else ""


def _evidence_words(evidence: Evidence, place: Located) -> tuple[str, ...]:
    """The words of the text that speak for the place found."""
    words = []
    for word, places in evidence.words.items():
        for each in places:
            if each.province == place.province and (each.city is None or each.city == place.city):
                words.append(word)
                break
    return tuple(words[:12])


def same_zone(one: ZoneIdentity, other: ZoneIdentity) -> bool:
    """Whether two reports speak of one zone. Names must agree up to kind and qualifiers, and no known place may differ.

    Zones without a proper name are the same only where city and, if known, district agree.
    """
    a, b = one.place, other.place
    if any(x and y and x != y for x, y in ((a.province, b.province), (a.city, b.city), (a.district, b.district))):
        return False
    cores = [_core(identity.name) for identity in (one, other)]
    if cores[0] is None or cores[1] is None:
        same_kind = cores == [None, None] and one.name == other.name
        return same_kind and a.city is not None and a.city == b.city and a.district == b.district
    (core, family), (core_too, family_too) = cores[0], cores[1]
    if not (core == core_too and akin(family, family_too)):
        return False
    return one.name == other.name or a.city is not None and a.city == b.city


def core_of(name: str) -> str:
    """What the names of one zone have in common: zones with different ones are never the same."""
    core = _core(name)
    return name if core is None else core[0]


@lru_cache(maxsize=20_000)
def _core(name: str) -> tuple[str, str] | None:
    for named in zones_in(name):
        return (named.core, named.family) if named.parts else None
    return (name, name)
