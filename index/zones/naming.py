"""Names of zones in text: a kind of zone (经济开发区), the place it is called after (河东), and places before that (青原区)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.domain import Span
from index.tokens import words
from index.zones.gazetteer import gazetteer, ordinary_words

# Kind of zone -> the ways of writing it, most formal first. The first kinds are zones proper, the later ones parts of zones.
FAMILIES: dict[str, tuple[str, ...]] = {
    "经开": ("经济技术开发区", "经济开发区", "经开区"),
    "高新": (
        "高新技术产业开发区",
        "高新技术产业园区",
        "高新技术开发区",
        "高新技术产业区",
        "新技术产业开发区",
        "新技术开发区",
        "高新区",
    ),
    "产业开发": ("产业开发区",),
    "工业开发": ("工业开发区",),
    "开发": ("开发区",),
    "工业园区": ("工业园区",),
    "产业园区": ("产业园区", "科技园区", "科技产业园区"),
    "集聚": ("产业集聚区", "工业集中区", "产业集中区", "工业集聚区"),
    "综保": ("综合保税区", "综保区", "保税区"),
    "合作区": ("边境经济合作区", "经济合作区"),
    "化工园区": ("化工园区", "化工产业园区"),
    "新区": ("新区",),
    "实验区": ("航空港经济综合实验区", "经济综合实验区", "综合实验区"),
    "经济区": ("航空港经济区", "临空经济区", "经济区"),
    "示范区": ("临空经济示范区", "自主创新示范区", "示范区"),
    "投资区": ("台商投资区", "投资区"),
    "港务区": ("国际港务区", "港务区"),
    "工业区": ("工业区",),
    "工业园": ("工业园",),
    "产业园": ("产业园", "科技园"),
    "科技城": ("科技城", "科学城"),
}
PROPER = ("经开", "高新", "产业开发", "工业开发", "开发")
PARKS = (
    "工业园区", "产业园区", "集聚", "合作区", "化工园区", "新区", "实验区", "经济区", "示范区", "投资区", "港务区", "工业区",
    "综保", "科技城",
)  # fmt: skip
_FAMILY_OF = {written: family for family, forms in FAMILIES.items() for written in forms}
KIND = re.compile("|".join(sorted(_FAMILY_OF, key=len, reverse=True)))
_HAN_BEFORE = re.compile(r"[一-鿿]{1,14}\Z")
# Words right before a kind that are no name of a zone.
_NO_NAME = re.compile(
    r"(?:某[省市区县]?|本[报网台刊]讯?|[报网台]讯|国家级?|省级|市级|区级|县级|全国|全省|全市|全区|我[区市县省]|本[区市县省]?|该|各|新|老|其他|其它|所有|整个|一流|优秀|大全|[上下]半年|全年|年度|季度|现代|特色|创新|高端|示范|重点|智慧|绿色|生态|化工|电子|机械|食品|物流|农业|农产品|"
    r"标准|零碳|低碳|循环|专业|传统|先进|周边|兄弟|同类|类似|大型|小型|主要|两个?|三个?|四个?|五个?|多个|[一二三四五六七八九十]个|“?五好”?|现有|原有|入驻|进入|位于|建设|打造|推动|推进|加快|全力|围绕|支持|服务|"
    r"促进|助力|依托|发挥|完善|启动|纳入|划归|实现|做实|结合|摸排|贯穿|提高|提升|赋予|落地|离不开|遵循|未来|目前|当前|今年|去年|一年|情况|措施|全面|创建|申报|申建|获批|设立|成立|参观|"
    r"产业|工业|经济|科技|技术|高新|医药|生物|材料|能源|装备|制造|智能|汽车|光电|信息|健康|文化|旅游|小微|双创|创业|中小企业|国际|综合|城市|临空|出口|加工|的|在|对|为|以|到|和|与|及|是|把|将|向|从|由|让|使|等|内|外)$"
)
# What a zone is for may stand between its place and its kind.
_TRADE = re.compile(
    r"(?:绿色|循环|精细|化工|石化|临港|临空|综合|智能|装备|制造|汽车|光电|电子|电气|机电|信息|生物|医药|食品|纺织|冶金|新材料|新能源|光伏){1,3}\Z"
)
_WITHIN = re.compile(r"(?:高新|经开|工业园|航空港|空港)\Z")
_PROVINCE = re.compile(r"(?:省|自治区)\Z")
_NAME_TAIL = re.compile(r"[省市区县州旗盟]$")


def is_trade(name: str) -> bool:
    """Whether a zone's core is a line of business (绿色化工) and no place: then it names the zone only with its kind."""
    return bool(_TRADE.fullmatch(name))


def family_of(kind: str) -> str:
    return _FAMILY_OF[kind]


def akin(one: str, other: str) -> bool:
    """Whether two kinds may be the same zone in formal and in everyday writing: 开发区 is short for any of the proper ones."""
    return one == other or ("开发" in (one, other) and one in PROPER and other in PROPER)


@dataclass(frozen=True, slots=True)
class Named:
    """One mention of a zone. ``parts`` are the places before the kind, widest first; empty for a bare kind.

    ``sure`` is False where the name is no known place and was cut out by word boundaries alone.
    """

    span: Span
    parts: tuple[str, ...]
    kind: str
    sure: bool = True

    @property
    def core(self) -> str:
        """The place that the zone is called after, without 市, 区 or 县."""
        return plain_place(self.parts[-1]) if self.parts else ""

    @property
    def family(self) -> str:
        return family_of(self.kind)

    @property
    def written(self) -> str:
        return "".join(self.parts) + self.kind


def plain_place(name: str) -> str:
    short = _NAME_TAIL.sub("", name)
    return short if len(short) >= 2 and name in gazetteer().full else name


def zones_in(text: str) -> Iterator[Named]:
    """Every mention of a kind of zone in a text, with its name where it has one."""
    for match in KIND.finditer(text):
        before = _HAN_BEFORE.search(text[max(0, match.start() - 14) : match.start()])
        parts, sure = _parts_before(before.group() if before else "")
        if family_of(match.group()) == "综保":
            parts, sure = _bonded(before.group() if before else "", parts, sure)
        start = match.start() - sum(map(len, parts))
        yield Named(Span(start, match.end()), parts, match.group(), sure)


def _bonded(left: str, parts: tuple[str, ...], sure: bool) -> tuple[tuple[str, ...], bool]:
    """A bonded zone may be called after the zone it lies in: 成都高新综合保税区."""
    within = _WITHIN.search(left)
    places = _places_before(left[: within.start()]) if within else []
    return ((*places, within.group()), True) if within and places else (parts, sure)


@lru_cache(maxsize=20_000)
def _parts_before(left: str) -> tuple[tuple[str, ...], bool]:
    """The name that the text before a kind ends with, and whether it is sure.

    衡阳松木经开区, 岳阳绿色化工高新区: a word that is no known place names a zone where a known place stands before it.
    """
    parts = _places_before(left)
    if len(parts) == 1 and _PROVINCE.search(parts[0]):
        return (), True  # 浙江省经济开发区 are all of that province
    if parts:
        return tuple(parts), True
    trade = _TRADE.search(left)
    word = trade.group() if trade else _word_before(left)
    wider = _places_before(left[: -len(word)]) if word else []
    if wider:
        return (*wider, word), True
    return ((word,), False) if word and not trade else ((), True)


def _places_before(left: str) -> list[str]:
    """Places that the text before a kind ends with, widest first. A town's bare name counts next to the kind only."""
    table, ordinary = gazetteer(), ordinary_words()
    parts: list[str] = []
    rest = left
    while rest and len(parts) < 4:
        for length in range(min(9, len(rest)), 1, -1):
            name = rest[-length:]
            known = table.named(name)
            wide = [place for place in known if place.level <= 3]
            if not known or (parts and (not wide or name in ordinary)) or _NO_NAME.fullmatch(name):
                continue
            if not wide and name[-1] in "和与及" and rest[:-length] and not _places_before(rest[:-length]):
                continue  # 河东和产业开发区 are two: 东和 is a town somewhere, and 河 alone is nothing
            parts.insert(0, name)
            rest = rest[:-length]
            break
        else:
            break
    return parts


def _word_before(left: str) -> str:
    """The last word before a kind, where it could be a name: 华能 in 推动华能工业园区."""
    if not left or _NO_NAME.search(left):
        return ""
    tokens = words(left)
    word = tokens[-1] if tokens else ""
    if len(word) == 1 and len(tokens) > 1 and len(tokens[-2]) == 1:
        word = tokens[-2] + word
    named = 2 <= len(word) <= 5 and left.endswith(word) and not _NO_NAME.search(word) and not KIND.fullmatch(word)
    return word if named else ""
