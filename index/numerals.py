"""The one number parser: Chinese and Arabic figures with their units -> ``Quantity``.

Three users read numbers with it: the ledger, the verifier and the planner, so that a figure means the same to each.
``quantities`` finds figures that carry a unit; ``figures`` finds every written number, with or without one.
Patterns are alternations without nested repetition: time is linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from index.domain import Bound, Quantity, Span
from index.units import AREA_UNITS, COUNT_UNITS, MONEY_UNITS, OTHER_UNITS, RATIO_BASES, SCALES, base_unit, currency_of

_WIDE = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {
    ord("．"): ".",
    ord("％"): "%",
    ord("，"): ",",
    ord("～"): "~",
    ord("－"): "-",
    ord("—"): "-",
    ord("–"): "-",
    ord("（"): "(",
    ord("）"): ")",
    ord("㎡"): "㎡",
}
_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}

_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_HAN = "[零〇一二两三四五六七八九十百千]"
_SCALE = "万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百"
_UNITS = "|".join(
    re.escape(unit) for unit in sorted((*MONEY_UNITS, *AREA_UNITS, *OTHER_UNITS, *COUNT_UNITS), key=len, reverse=True)
)
_BASES = "|".join(sorted(RATIO_BASES, key=len, reverse=True))
_MORE = "[多余几]"
_BEFORE = "不少于|不低于|至少|超过|突破|超出|高于|多于|大于|超|逾|过|将近|接近|近|大约|大概|约|不超过|不高于|低于|不到|不足|少于|最多"  # ordered: longer first where one begins another
_AFTER = "及?以上|以下|以内|左右|上下|余(?![万亿个家户人项])"
_DASH = r"\s?(?:-|~|至|到)\s?"

_QUANTITY = re.compile(
    rf"(?P<before>(?:{_BEFORE}))?\s?"
    rf"(?P<number>{_ARABIC}|(?<![{_HAN[1:-1]}万亿第数几]){_HAN}{{1,9}}|(?<=[近超破逾过达约至到])(?=[百千]?[万亿]))"
    rf"\s?(?P<more>{_MORE}?)(?P<stray>个(?={_MORE}?(?:亿|万)))?(?P<more2>{_MORE}?)"
    rf"\s?(?P<scale>{_SCALE})?\s?(?P<more3>{_MORE}?)"
    rf"(?:\s?(?P<unit>{_UNITS})(?P<ratio>/(?:{_BASES}))?)?"
    rf"(?:{_DASH}(?P<high>(?:{_ARABIC})(?![0-9]*\s?[年月日])|{_HAN}{{1,9}})\s?(?P<high_scale>{_SCALE})?\s?(?P<high_unit>{_UNITS})?)?"
    rf"(?P<after>{_AFTER})?"
)
_FRACTION = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<below>百|{_HAN}{{1,5}}|(?<![0-9])[0-9]{{1,6}})分之(?P<above>{_ARABIC}|{_HAN}{{1,9}}(?:点{_HAN}{{1,4}})?)(?P<after>{_AFTER})?"
)
_TENTHS = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<value>[一二两三四五六七八九]|(?<![0-9])[0-9])成(?P<half>半)?(?![立为功果员效都长交就本品绩熟套系])(?P<after>{_AFTER})?"
)
_DOUBLING = re.compile(r"翻(?P<times>[一两二三四五]|[0-9])?番")
_RANK = re.compile(
    r"第(?P<place>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:位|名)"
    r"|(?:排名|位列|位居|排位|名列|排在)[^,,。;;0-9第]{0,8}(?:第(?P<place2>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:位|名)?|(?P<place3>[0-9]{1,3})(?:位|名))"
)
_DECIMAL_STOP = re.compile(r"(?<=[0-9])。(?=[0-9]{1,4}(?:亿|万|%|个百分点))")
_NEGATIVE = re.compile(r"(?:增长|增速|增幅|同比|环比|为|是|达|至|[:(,])-$")
_LARGEST_SHARE = Decimal(10**9)
# What looks like a number with a unit and is a name, a date, an ordinal or a phase.
_NO_QUANTITY_BEFORE = re.compile(r"(?:第|[“\"‘#A-Za-z_/.]|[0-9][-:])$")
_NO_QUANTITY_AFTER = re.compile(r"^(?:#|[A-Za-z](?![A-Za-z]*/))")
# Classifiers that also end words and turns of phrase (一米阳光, 一片, 百人百口): one Chinese digit before them counts little.
_LOOSE_UNITS = frozenset(
    ["%", "‰", "米", "天", "对", "道", "口", "门", "头", "片", "列", "部", "层", "场", "类", "张", "块", "支", "条"]
)
_FIGURE = re.compile(_ARABIC)


@dataclass(frozen=True, slots=True)
class Figure:
    """A written Arabic number with no claim about its unit; ``span`` covers its digits."""

    span: Span
    text: str
    value: Decimal


@lru_cache(maxsize=4096)
def han_number(text: str) -> int | None:
    """Value of a Chinese numeral (三十五, 一百零二, 十六, 两千, 百); None where the characters form no number."""
    if not text:
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text)) if len(text) > 1 or text != "零" else 0
    total, pending, last = 0, None, 10**9
    for character in text:
        if character in _TENS:
            unit = _TENS[character]
            if unit >= last:
                return None
            total += (1 if pending is None else pending) * unit
            pending, last = None, unit
        elif character in "零〇":
            pending = None
        elif pending is not None or character not in _DIGITS:
            return None
        else:
            pending = _DIGITS[character]
    return total + (pending or 0)


def fold(text: str) -> str:
    """The text with wide digits, signs and dashes narrowed and 。 read as a decimal point where it is one. Keeps length."""
    return _DECIMAL_STOP.sub(".", text.translate(_WIDE))


def parse_number(text: str) -> Decimal | None:
    """Value of one Arabic or Chinese numeral without a unit."""
    text = text.strip()
    if text and (text[0].isdigit() and text[0].isascii()):
        return Decimal(text.replace(",", ""))
    value = han_number(text)
    return None if value is None else Decimal(value)


def figures(text: str) -> list[Figure]:
    """Every Arabic number of the text, in order, dates and names included."""
    return [Figure(Span(*m.span()), m.group(), Decimal(m.group().replace(",", ""))) for m in _FIGURE.finditer(fold(text))]


def quantities(text: str) -> list[Quantity]:
    """Every figure that carries a unit, a share or a rank, in order of place. Spans and ``text`` are of the text given.

    Bare numbers, dates (年月日), ordinals, phases and Latin names (T2, 1#) are none. A range keeps its lower end in
    ``value`` and its upper in ``high``.
    """
    folded = fold(text)
    special = sorted([*_fractions(text, folded), *_doublings(text, folded), *_ranks(text, folded)], key=lambda each: each.span)
    found: list[Quantity] = []
    at = next_special = 0
    while (match := _QUANTITY.search(folded, at)) is not None:
        while next_special < len(special) and special[next_special].span.end <= match.start("number"):
            next_special += 1
        shadowed = next_special < len(special) and special[next_special].span.start < match.end()
        quantity = None if shadowed else _plain(text, folded, match)
        if quantity is None:
            at = max(match.end("number"), match.start() + 1)
        else:
            found.append(quantity)
            at = quantity.span.end
    return _shared_unit(folded, sorted([*special, *found], key=lambda each: each.span))


def _shared_unit(folded: str, found: list[Quantity]) -> list[Quantity]:
    """6.3个、6.6个和26.5个百分点 are three figures in points: the unit stands behind the last."""
    for at in range(len(found) - 2, -1, -1):
        one, following = found[at], found[at + 1]
        between = folded[one.span.end : following.span.start].strip()
        if one.unit == "个" and following.unit.endswith("百分点") and between in ("、", "和", "与", "及", ","):
            found[at] = replace(one, unit=following.unit, unit_norm=following.unit_norm)
    return found


def _plain(text: str, folded: str, match: re.Match[str]) -> Quantity | None:
    """The quantity of a match, None where the figure is no quantity (no unit, a name, a turn of phrase)."""
    number, unit, scale = match["number"], match["unit"] or "", match["scale"] or ""
    high, high_scale, end = _upper_end(folded, match)
    if high is not None:
        unit, scale = unit or match["high_unit"] or "", scale or high_scale
    if not unit and (not scale or scale in ("千", "百") or folded[end : end + 1] in ("吨", "里")):
        return None
    before = folded[max(0, match.start("number") - 2) : match.start("number")]
    if _NO_QUANTITY_BEFORE.search(before) or _NO_QUANTITY_AFTER.match(folded[end : end + 12]):
        return None
    value = Decimal(1) if number == "" else parse_number(number)
    if value is None or not (number[:1].isdigit() or _counts(number, unit, scale, bounded=bool(match["before"]))):
        return None
    # A scale without a unit is money in these reports (欠帐15.36亿, 5000万左右资金缺口): kept as written, normalised to 元.
    base, multiplier = base_unit(unit or "元")
    ratio = match["ratio"] or ""
    factor = SCALES.get(scale, 1) * multiplier
    if _NEGATIVE.search(folded[max(0, match.start("number") - 6) : match.start("number")]):
        value = -value
    more = "".join(match[name] or "" for name in ("more", "more2", "more3"))
    after = match["after"] or "" if end == match.end() else ""
    return Quantity(
        span=Span(match.start(), end),
        text=text[match.start() : end],
        value=value,
        unit=f"{scale}{unit}{ratio}",
        value_norm=value * factor,
        unit_norm=base + ratio,
        high=high,
        high_norm=None if high is None else high * (SCALES[high_scale] * multiplier if high_scale else factor),
        bound=_bound(match["before"] or "", more, after),
        currency=currency_of(unit or "元"),
    )


def _upper_end(folded: str, match: re.Match[str]) -> tuple[Decimal | None, str, int]:
    """Upper end of a range with its scale, and where the figure ends; (None, "", end) where what follows is no range.

    由7名减至5名 and 从60亿到80亿 are two figures: the second is found on its own.
    """
    high = None if match["high"] is None else parse_number(match["high"])
    unit = match["unit"] or match["high_unit"] or match["high_scale"]
    changes = folded[max(0, match.start("number") - 6) : match.start("number")].rstrip("约近 ")[-1:] in ("由", "从")
    if high is not None and unit and not changes:
        return high, match["high_scale"] or "", match.end()
    if match["high"] is None:
        return None, "", match.end()
    parts = ("number", "more", "stray", "more2", "scale", "more3", "unit", "ratio")
    return None, "", max(match.end(name) for name in parts if match[name] is not None)


def _counts(number: str, unit: str, scale: str, *, bounded: bool) -> bool:
    """Whether a figure in Chinese characters counts something: 两个批次 does, 一批企业, 一手抓 and 千方百计 do not."""
    if number == "":
        return scale not in ("", "千", "百")
    if scale:
        return bool(unit) or (bounded and number in ("百", "千"))
    if unit in _LOOSE_UNITS:
        return len(number) > 1 or (number in "二两三四五六七八九十" and unit in ("条", "场", "层", "类", "支", "天"))
    return number != "一" and number != "零" and not set(number) <= set("千百")


def _bound(before: str, more: str, after: str) -> Bound | None:
    if after.endswith("以上") or before in ("不少于", "不低于", "至少"):
        return Bound.AT_LEAST
    if before in ("超过", "突破", "超出", "高于", "多于", "大于", "超", "逾", "过") or more or after.startswith("余"):
        return Bound.MORE_THAN
    if before in ("将近", "接近", "近"):
        return Bound.ALMOST
    if before in ("大约", "大概", "约") or after in ("左右", "上下"):
        return Bound.ABOUT
    if before or after in ("以下", "以内"):
        return Bound.AT_MOST
    return None


def _share(text: str, match: re.Match[str], value: Decimal, before: str, after: str) -> Quantity:
    return Quantity(
        Span(*match.span()), text[match.start() : match.end()], value, "%", value, "%", bound=_bound(before, "", after)
    )


def _fractions(text: str, folded: str) -> list[Quantity]:
    found = []
    for match in _FRACTION.finditer(folded):
        below, above = parse_number(match.group("below")), match.group("above")
        whole, point, decimals = above.partition("点")
        top = parse_number(whole)
        if top is None or not below:
            continue
        if point:
            top += Decimal("0." + "".join(str(_DIGITS.get(character, 0)) for character in decimals))
        if top > _LARGEST_SHARE:
            continue
        value = top if below == 100 else (top * 100 / below).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        found.append(_share(text, match, value, match.group("before") or "", match.group("after") or ""))
    for match in _TENTHS.finditer(folded):
        value = (parse_number(match.group("value")) or Decimal(0)) * 10 + (5 if match.group("half") else 0)
        found.append(_share(text, match, value, match.group("before") or "", match.group("after") or ""))
    return found


def _doublings(text: str, folded: str) -> list[Quantity]:
    """翻番 and 翻一番 are 2 times, 翻两番 4 times: the level reached, in 倍."""
    found = []
    for match in _DOUBLING.finditer(folded):
        times = Decimal(2) ** int(parse_number(match.group("times") or "一") or 1)
        found.append(Quantity(Span(*match.span()), text[match.start() : match.end()], times, "倍", times, "倍"))
    return found


def _ranks(text: str, folded: str) -> list[Quantity]:
    """第6位, 位列第1, 排名3位. Normalised to 名次: a rank is no count of people (3位博士)."""
    found = []
    for match in _RANK.finditer(folded):
        name = next(name for name in ("place", "place2", "place3") if match[name])
        place = parse_number(match[name])
        if place is not None:
            start = match.start(name) - (1 if folded[match.start(name) - 1] == "第" else 0)
            found.append(Quantity(Span(start, match.end()), text[start : match.end()], place, "位", place, "名次"))
    return found
