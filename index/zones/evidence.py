"""Where a report's zone lies, concluded from the places its text speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from index.domain import Place as Located
from index.lexicon import read_lexicon
from index.zones.gazetteer import CITY, DISTRICT, PROVINCE, TOWN, Place, gazetteer, places_in, short_name

# How much one mention of a place of each level says about where the zone lies; an ambiguous name shares its weight out.
_WEIGHT = {PROVINCE: 1.0, CITY: 2.0, DISTRICT: 3.0, TOWN: 3.0}
_MOST_MENTIONS = 4
# Places that come in lists (赴深圳、广东、江苏…) are where the zone goes to look for investors.
_IN_LIST = 0.1
_IN_COMPANY = 0.3
_UNBACKED = 0.15
_CITY_NEEDED = 2.5
# Of that, what must speak for the city itself and not for its province only.
_CITY_OWN = 1.5
_DISTRICT_NEEDED = 2.0
_MARGIN = 1.4
_COMPANY = re.compile(r"[一-鿿]{0,8}?(?:大学|银行|公司|集团|学院|研究[院所]|科技|股份)")
_TRAVEL = re.compile(r"(?:赴|前往|来自|走访|到|去|奔赴|对标|学习|考察|借鉴|通往|至|运往)[一-鿿、]{0,6}$")
_OUTSIDE = re.compile(
    r"(?:城市圈|都市圈|城市群|经济圈|经济带|湾区|方向|籍|商会|老乡|等地|(?:和|与)?[一-鿿]{0,4}(?:招商点|联络处|办事处|小分队|招商组|企业家))"
)
"""Behind a place that the zone looks to and does not lie in."""
_READ = 40_000
_Key = TypeVar("_Key")


@dataclass(slots=True)
class Evidence:
    """Weights by province, city and district, and the words that gave them."""

    provinces: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    cities: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    districts: dict[tuple[str, str, str], float] = field(default_factory=lambda: defaultdict(float))
    words: dict[str, tuple[Place, ...]] = field(default_factory=dict)

    def add(self, places: tuple[Place, ...], weight: float) -> None:
        """Shares a weight out over the places a name may mean."""
        for place in places:
            share = weight / len(places)
            if place.district and place.city:
                self.districts[(place.province, place.city, place.district)] += share
            if place.city:
                self.cities[(place.province, place.city)] += share
            self.provinces[place.province] += share

    def support(self, place: Place) -> float:
        """What speaks for a place's region, however little."""
        total = 0.3 * self.provinces.get(place.province, 0.0)
        if place.city:
            total += self.cities.get((place.province, place.city), 0.0)
        if place.city and place.district:
            total += self.districts.get((place.province, place.city, place.district), 0.0)
        return total


def gather(text: str) -> Evidence:
    """Evidence of a text. Regional words (徽行, 庐陵) count as places; lists of places and names of companies count little."""
    evidence = Evidence()
    text = text[:_READ]
    for words, place in _regions():
        for word in words:
            if word in text:
                evidence.add((place,), 3.0 if place.city else 1.5)
                evidence.words[word] = (place,)
                text = text.replace(word, "\n" * len(word))
    weights: dict[str, float] = defaultdict(float)
    mentions: dict[str, int] = defaultdict(int)
    whole: set[str] = set()
    for found in places_in(text):
        if mentions[found.name] >= _MOST_MENTIONS:
            continue
        mentions[found.name] += 1
        weights[found.name] += _context(text, found.start, found.end) * max(_WEIGHT[place.level] for place in found.places)
        evidence.words[found.name] = found.places
        if found.whole:
            whole.add(found.name)
    _enter(evidence, weights, whole)
    return evidence


def _enter(evidence: Evidence, weights: dict[str, float], whole: set[str]) -> None:
    """Adds up the mentions. A district's bare name (兴隆, 资阳) is often something else: alone it counts for little."""
    wide = [place for name in weights for place in evidence.words[name] if place.level <= CITY]
    provinces = {place.province for place in wide if place.level == PROVINCE} | set(evidence.provinces)
    cities = {(place.province, place.city) for place in wide if place.level == CITY} | set(evidence.cities)
    for name, weight in weights.items():
        places = evidence.words[name]
        for place in places:
            backed = name in whole or place.level <= CITY or place.province in provinces or (place.province, place.city) in cities
            evidence.add((place,), weight / len(places) * (1.0 if backed else _UNBACKED))


def _context(text: str, start: int, end: int) -> float:
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    if "、" in around or _TRAVEL.search(text[max(0, start - 8) : start]) or _OUTSIDE.match(text, end):
        return _IN_LIST
    return _IN_COMPANY if _COMPANY.match(text[end : end + 12]) else 1.0


@cache
def _regions() -> tuple[tuple[tuple[str, ...], Place], ...]:
    found = []
    for entry in read_lexicon("zones.toml").get("region", []):
        city = entry.get("city")
        district = entry.get("district")
        place = Place(entry["province"], city, district, None, DISTRICT if district else CITY if city else PROVINCE)
        found.append((tuple(sorted(entry["words"], key=len, reverse=True)), place))
    return tuple(found)


def locate(
    evidence: Evidence, text: str, named: tuple[str, ...], index_number: str | None, bounds: tuple[Place, ...] = ()
) -> Located:
    """Province, city and district as far as the evidence goes. ``inferred`` where the text speaks of a place but does not say
    that the zone lies there.

    ``named`` are the places in the zone's own name; those count as said. ``bounds`` are what the places before its core mean:
    宣城市 in 宣城市东溪经开区 leaves no other city, however often others are spoken of.
    """
    scores = {city: weight + 0.3 * evidence.provinces[city[0]] for city, weight in evidence.cities.items() if weight >= _CITY_OWN}
    if bounds:
        inside = {(place.province, place.city) for place in bounds}
        kept = {city: weight for city, weight in scores.items() if city in inside or (city[0], None) in inside}
        scores = kept or scores
    best = _winner(scores, _CITY_NEEDED)
    if best is None:
        province = _winner(dict(evidence.provinces), 0.9)
        said = province is None or _said(province, PROVINCE, text, named)
        return Located(province, None, None, inferred=not said)
    province, city = best
    weights = {key[2]: weight for key, weight in evidence.districts.items() if key[:2] == best}
    head = re.match(r"[a-z]{3,}", (index_number or "").lower())
    if head:
        for _, _, district in [key for key in _districts() if key[:2] == best]:
            if head.group().startswith(initials(district)):
                weights[district] = weights.get(district, 0.0) + 3.0
    found = _winner(weights, _DISTRICT_NEEDED)
    # A city that the text names brings its province with it; only the narrowest part can be a conclusion.
    said = _said(found, DISTRICT, text, named) if found else _said(city, CITY, text, named)
    return Located(province, city, found, inferred=not said)


def _winner(scores: dict[_Key, float], needed: float) -> _Key | None:
    ranked = sorted(scores.items(), key=lambda each: -each[1])
    if not ranked or ranked[0][1] < needed:
        return None
    if len(ranked) > 1 and ranked[0][1] < _MARGIN * ranked[1][1]:
        return None
    return ranked[0][0]


def _said(name: str, level: int, text: str, named: tuple[str, ...]) -> bool:
    """Whether the text says that the zone belongs to a place: in its name, or by the place's own authorities (益阳市委, 资阳区政府)."""
    short = short_name(name, level)
    if name in named or short in named:
        return True
    return (
        re.search(
            rf"{re.escape(short)}(?:省|市|区|县|州|旗)?(?:委|政府|人民政府|纪委|发改)|{re.escape(name)}[一-鿿]{{2,6}}(?:开发区|园区|高新区)",
            text,
        )
        is not None
    )


@cache
def _districts() -> tuple[tuple[str, str, str], ...]:
    return tuple(gazetteer().towns)


# Where each initial begins among the level-one characters of GB 2312, which are sorted by pinyin.
_FIRST = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"), (0xB9FE, "h"),
    (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"),
    (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"), (0xD7FA, "?"),
)  # fmt: skip


def initials(name: str) -> str:
    """First letters of the pinyin of common characters, ? for rare ones: 资阳区 -> zyq. Index numbers are made so."""
    letters = []
    for character in name:
        try:
            code = int.from_bytes(character.encode("gb2312"), "big")
        except UnicodeEncodeError:
            code = 0
        letters.append(next((letter for start, letter in reversed(_FIRST) if code >= start), "?"))
    return "".join(letters)
