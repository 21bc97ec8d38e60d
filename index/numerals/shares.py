"""Figures that are no plain number with a unit: 三分之一, 百分之五, 八成, 半数, 翻两番, 第6位, 前三名."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from index.domain import Bound, Quantity, Span
from index.numerals.bounds import bound_after, bound_before
from index.numerals.han import HAN, parse_number

_TIGHT = r"[0-9]{1,12}(?: ?\. ?[0-9]{1,9})?(?![0-9])"
_SPOKEN = rf"{HAN}{{1,9}}(?:点[零〇一二三四五六七八九]{{1,6}})?"
_BELOW = re.compile(rf"(?:{HAN}{{1,5}}|万|(?<![0-9])[0-9]{{1,6}})\Z")
_ABOVE = re.compile(
    rf"分之 ?(?P<above>{_TIGHT}|{_SPOKEN})(?: ?(?:-|~|至|到) ?(?:百分之)?(?P<high>{_TIGHT}|{_SPOKEN})(?! ?[年月日0-9]))?"
)
_LARGEST_SHARE = Decimal(10**9)
_ONE_TO_NINE = "[一二两三四五六七八九]"
_TENTHS = re.compile(
    rf"(?<![第几数0-9十百千万.一二两三四五六七八九])(?:(?P<low>{_ONE_TO_NINE})(?:[-~至到]?(?P<high>{_ONE_TO_NINE}))?"
    r"|(?P<digit>[1-9])(?:[-~至到](?P<digit2>[1-9]))?)成(?P<half>半)?"
    r"(?![立为功果员效都长交就本品绩熟套系不全型分份片堆因像人名群行才教])"
)
_WHOLE = re.compile(r"百分百|(?:半数|过半数)|(?:(?:占比?|比重|份额|比例|达到?|为)\s?(?:了|已|的|超|近)?)(?P<half>过半|一半)")
_DOUBLING = re.compile(r"翻(?:了)?(?P<near>近|约|超过?)?(?P<times>[一两二三四五]|[0-9])?番(?!号)")
_ORDINAL = r"(?P<place>[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_PLACE = re.compile(rf"第 ?{_ORDINAL}(?P<unit> ?(?:位|名))?")
_PLACE_ENDS = re.compile(r"[,。;:、()!?”\"的并和及与且较比\s]|$")
_STANDING = re.compile(
    r"(?:排名|排行|位列|位居|排位|位次|名列|排在|居|列|跃升|升至|上升[到至]|提升[到至]|全[国省市区县州盟]|[家个]\S{0,6}中)[^,。;0-9第\n]{0,8}\Z"
)
_BARE_PLACE = re.compile(r"(?:排名|位列|位居|排位|名列|排在)[^,。;0-9第前\n]{0,8}(?P<place>[0-9]{1,3}) ?(?:位|名)(?!次)")
_FRONT = re.compile(rf"(?<![目当以之提日先事年此生空])前 ?{_ORDINAL}(?: ?(?P<unit>位|名|列)|(?=[,。;、)!?\s]|行列|之列|水平|$))")
_AMONG = re.compile(r"(?:位居|位列|排名|排在|名列|居|列|跻身|进入|进|挤进|冲刺|保持|全[国省市区县州盟])[^,。;0-9\n]{0,8}\Z")


def shares(text: str, folded: str) -> list[Quantity]:
    """Shares, tenths, doublings and ranks of a text, in order of place."""
    found: list[Quantity] = []
    for word, read in (("分之", _fractions), ("成", _tenths), ("半", _wholes), ("百分百", _wholes), ("番", _doublings)):
        if word in folded:
            found.extend(read(text, folded))
    if "第" in folded or "前" in folded or "位" in folded or "名" in folded:
        found.extend(_ranks(text, folded))
    found.sort(key=lambda each: each.span)
    return [each for at, each in enumerate(found) if at == 0 or each.span.start >= found[at - 1].span.end]


def _share(text: str, folded: str, start: int, end: int, low: Decimal, high: Decimal | None = None, unit: str = "%") -> Quantity:
    """A share or a multiple at a place, its bound words included."""
    first, before = bound_before(folded, start, 0)
    last, after = bound_after(folded, end)
    if folded[end : end + 1] in ("多", "余", "强") and last == end:
        last, after = end + 1, Bound.MORE_THAN
    span = Span(first, last)
    return Quantity(span, text[first:last], low, unit, low, unit, high, high, after if after and not before else before)


def _fractions(text: str, folded: str) -> Iterator[Quantity]:
    for anchor in re.finditer("分之", folded):
        lead = _BELOW.search(folded, max(0, anchor.start() - 6), anchor.start())
        tail = _ABOVE.match(folded, anchor.start())
        if lead is None or tail is None:
            continue
        below = Decimal(10_000) if lead.group() == "万" else parse_number(lead.group())
        ends = [parse_number(tail[name]) for name in ("above", "high") if tail[name]]
        if not below or any(end is None or end > _LARGEST_SHARE for end in ends):
            continue
        low, *higher = [
            end if below == 100 else (end * 100 / below).quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize() + 0
            for end in ends
            if end is not None
        ]
        if higher and (below != 100 or higher[0] <= low):
            higher = []
        end = tail.end() if higher else tail.end("above")
        yield _share(text, folded, lead.start(), end, low, higher[0] if higher else None)


def _tenths(text: str, folded: str) -> Iterator[Quantity]:
    for match in _TENTHS.finditer(folded):
        low, high = (parse_number(match[han] or match[digit] or "") for han, digit in (("low", "digit"), ("high", "digit2")))
        if low is None or (high is not None and high <= low):
            continue
        more = 5 if match["half"] else 0
        yield _share(text, folded, *match.span(), low * 10 + more, None if high is None else high * 10 + more)


def _wholes(text: str, folded: str) -> Iterator[Quantity]:
    """百分百 is 100 %, 半数 and a share that is 一半 are 50 %, 过半 is more."""
    for match in _WHOLE.finditer(folded):
        if match.group() == "百分百":
            yield _share(text, folded, *match.span(), Decimal(100))
            continue
        start = match.start("half") if match["half"] else match.start()
        yield _share(text, folded, start + (folded[start] == "过"), match.end(), Decimal(50))


def _doublings(text: str, folded: str) -> Iterator[Quantity]:
    """翻番 and 翻一番 are 2 times, 翻两番 4 times: the level reached, in 倍."""
    for match in _DOUBLING.finditer(folded):
        times = Decimal(2) ** int(parse_number(match["times"] or "一") or 1)
        read = _share(text, folded, *match.span(), times, unit="倍")
        near = {"近": Bound.ALMOST, "约": Bound.ABOUT, "超": Bound.MORE_THAN, "超过": Bound.MORE_THAN}.get(match["near"] or "")
        yield read if near is None else Quantity(read.span, read.text, times, "倍", times, "倍", bound=near)


def _ranks(text: str, folded: str) -> Iterator[Quantity]:
    """第6位, 位列第1, 排名3位, 前三名 (at most 3). Normalised to 名次: a rank is no count of people (3位博士)."""
    for match in _PLACE.finditer(folded):
        if folded[max(0, match.start() - 2) : match.start()] == "倒数":
            continue
        known = match["unit"] or (
            _PLACE_ENDS.match(folded, match.end()) and _STANDING.search(folded, max(0, match.start() - 18), match.start())
        )
        if known:
            yield from _rank(text, match, match.start())
    for match in _BARE_PLACE.finditer(folded):
        yield from _rank(text, match, match.start("place"))
    for match in _FRONT.finditer(folded):
        if match["unit"] or _AMONG.search(folded, max(0, match.start() - 14), match.start()):
            yield from _rank(text, match, match.start(), Bound.AT_MOST)


def _rank(text: str, match: re.Match[str], start: int, bound: Bound | None = None) -> Iterator[Quantity]:
    place = parse_number(match["place"])
    if place is not None:
        yield Quantity(Span(start, match.end()), text[start : match.end()], place, "位", place, "名次", bound=bound)
