"""The one number parser: Chinese and Arabic figures with their units -> ``Quantity``.

Three users read numbers with it: the ledger, the verifier and the planner, so that a figure means the same to each.
``quantities`` finds figures that carry a unit; ``figures`` finds every written number, with or without one.
Patterns are alternations without nested repetition: time is linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from index.domain import Bound, Quantity, Span

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
SCALES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 100,
}

MONEY_UNITS = ("元人民币", "人民币", "美元", "欧元", "港元", "日元", "英镑", "元")
_CURRENCY = {"美元": "USD", "欧元": "EUR", "港元": "HKD", "日元": "JPY", "英镑": "GBP"}
_AREA_UNITS = ("平方公里", "平方千米", "平方米", "㎡", "m²", "m2", "公顷", "亩", "平方")
_OTHER_UNITS = (
    "个百分点", "百分点", "%", "‰", "吨标准煤", "千瓦时", "千瓦", "兆瓦", "MW", "GWh", "GWH", "GW", "kW", "KW", "伏安", "立方米", "公里", "千米", "毫米",
    "厘米", "米", "吨", "公斤", "千克", "标箱", "TEU", "小时", "分钟", "个工作日", "工作日", "个月", "周年", "天", "倍",
)  # fmt: skip
COUNT_UNITS = (
    "人次", "户次", "家次", "批次", "场次", "班次", "车次", "架次", "艘次", "件套", "个", "家", "户", "项", "名", "人", "件", "条", "座", "栋", "套",
    "批", "次", "场", "届", "支", "辆", "台", "只", "处", "宗", "口", "位", "所", "幢", "层", "类", "组", "艘", "架", "份", "篇", "种", "款", "笔", "株",
    "棵", "盏", "块", "轮", "间", "枚", "对", "门", "册", "羽", "头", "片", "列", "部", "道", "趟", "张", "幅", "孔", "眼",
)  # fmt: skip
_RATIO_BASES = ("平方公里", "公顷", "亩", "平方米", "小时", "日", "天", "年", "月", "人", "吨")

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "[零〇一二两三四五六七八九十百千]"
_SCALE = "万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百"
_UNITS = "|".join(
    re.escape(unit) for unit in sorted((*MONEY_UNITS, *_AREA_UNITS, *_OTHER_UNITS, *COUNT_UNITS), key=len, reverse=True)
)
_BASES = "|".join(sorted(_RATIO_BASES, key=len, reverse=True))
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
    rf"(?:{_DASH}(?P<high>{_ARABIC}|{_HAN}{{1,9}})\s?(?P<high_scale>{_SCALE})?\s?(?P<high_unit>{_UNITS})?)?"
    rf"(?P<after>{_AFTER})?"
)
_FRACTION = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<below>百|{_HAN}{{1,5}}|\d+)分之(?P<above>{_ARABIC}|{_HAN}{{1,9}}(?:点{_HAN}{{1,4}})?)(?P<after>{_AFTER})?"
)
_TENTHS = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<value>[一二两三四五六七八九]|\d)成(?P<half>半)?(?![立为功果员效都长交就本品绩熟套系])(?P<after>{_AFTER})?"
)
_DOUBLING = re.compile(r"翻(?P<times>[一两二三四五]|\d)?番")
_RANK = re.compile(
    rf"第(?P<place>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(?:位|名)|(?:排名|位列|位居|排位|列|居)[^,,。;;\d第]{{0,8}}第?(?P<place2>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(?:位|名)?(?![\d.个家项亿万%年月])"
)
_DECIMAL_STOP = re.compile(r"(?<=\d)。(?=\d{1,4}(?:亿|万|%|个百分点))")
# What looks like a number with a unit and is a name, a date, an ordinal or a phase.
_NO_QUANTITY_BEFORE = re.compile(r"(?:第|[“\"‘#A-Za-z_/.]|\d[-:])$")
_NO_QUANTITY_AFTER = re.compile(r"^(?:#|[A-Za-z](?![A-Za-z]*/))")
_FIGURE = re.compile(rf"{_ARABIC}")


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
        else:
            if pending is not None:
                return None
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
    found = [*_fractions(text, folded), *_doublings(text, folded), *_ranks(text, folded)]
    taken = [quantity.span for quantity in found]
    at = 0
    while at < len(folded):
        match = _QUANTITY.search(folded, at)
        if match is None:
            break
        quantity = (
            None
            if any(span.start < match.end() and match.start("number") < span.end for span in taken)
            else _plain(text, folded, match)
        )
        if quantity is None:
            at = max(match.end("number"), match.start() + 1)
        else:
            found.append(quantity)
            at = quantity.span.end
    return sorted(found, key=lambda quantity: quantity.span)


def _plain(text: str, folded: str, match: re.Match[str]) -> Quantity | None:
    unit, scale, number = match.group("unit") or "", match.group("scale") or "", match.group("number")
    high, high_unit, high_scale = match.group("high"), match.group("high_unit") or "", match.group("high_scale") or ""
    end = match.end()
    start = match.start()
    digit = number[:1].isdigit()
    ranged = high is not None and not _from_to(folded, match.start("number"))
    if high is not None and not ranged or high is not None and not (high_unit or high_scale or unit):
        # 由7名减至5名 is two figures; the second is found on its own.
        high, high_unit, high_scale = None, "", ""
        end = (
            match.end("ratio")
            if match.group("ratio")
            else max(
                match.end(name)
                for name in ("number", "more", "stray", "more2", "scale", "more3", "unit")
                if match.group(name) is not None
            )
        )
    if high is not None and not high_unit and not high_scale and unit and not match.group("after") and not number[:1].isdigit():
        high = None
    if not unit:
        unit = high_unit
        if high is None and not scale or (high is not None and not high_unit and not scale):
            return None
    if not scale and high_scale:
        scale = high_scale
    if _NO_QUANTITY_BEFORE.search(folded[max(0, match.start("number") - 2) : match.start("number")]) or _NO_QUANTITY_AFTER.match(
        folded[end : end + 12]
    ):
        return None
    value = Decimal(1) if number == "" else parse_number(number)
    if value is None or not digit and not _counts(number, unit, scale, folded, match):
        return None
    if unit == "" and scale in ("千", "百", "十"):
        return None
    if unit == "" and digit and scale in ("万", "亿", "千万", "百万") and folded[end : end + 1] in ("吨", "里"):
        return None
    upper = None if high is None else parse_number(high)
    factor = Decimal(SCALES.get(scale, 1))
    high_factor = Decimal(SCALES.get(high_scale, 1)) if high_scale else factor
    # A scale without a unit is money in these reports (欠帐15.36亿, 5000万左右资金缺口): kept as written, normalised to 元.
    named = unit or "元"
    ratio = match.group("ratio") or ""
    if high is None and match.group("high") is not None:
        after = ""
    else:
        after = match.group("after") or ""
    more = "".join(match.group(name) or "" for name in ("more", "more2", "more3"))
    base, multiplier = _base(named)
    return Quantity(
        span=Span(start, end),
        text=text[start:end],
        value=value,
        unit=f"{scale}{unit}{ratio}",
        value_norm=value * factor * multiplier,
        unit_norm=base + ratio,
        high=upper,
        high_norm=None if upper is None else upper * high_factor * multiplier,
        bound=_bound(match.group("before") or "", more, after),
        currency=_CURRENCY.get(named, "CNY" if named in ("元", "元人民币", "人民币") else None),
    )


def _from_to(folded: str, start: int) -> bool:
    """Whether the figure at ``start`` is the first of a change (由/从 A 到 B), which is two figures and not a range."""
    return folded[max(0, start - 6) : start].rstrip("约近 ")[-1:] in ("由", "从")


def _counts(number: str, unit: str, scale: str, folded: str, match: re.Match[str]) -> bool:
    """Whether a figure in Chinese characters counts something: 两个批次 does, 一批企业, 一手抓 and 千方百计 do not."""
    if number == "":
        return bool(scale) and scale not in ("千", "百")
    if scale and (unit or number in ("百", "千") and match.group("before")):
        return True
    if unit in ("%", "‰", "米", "天", "对", "道", "口", "门", "头", "片", "列", "部", "层", "场", "类", "张", "块", "支", "条"):
        return len(number) > 1 or number in "二两三四五六七八九十" and unit in ("条", "场", "层", "类", "支", "天")
    if number in ("一", "千", "百", "零", "十百", "百千") or set(number) <= set("千百"):
        return False
    if not unit:
        return (
            bool(scale)
            and len(number) + len(scale) > 1
            and scale in SCALES
            and scale not in ("千", "百", "千万", "百万")
            and number not in ("千", "百", "一")
        )
    return True


def _base(unit: str) -> tuple[str, Decimal]:
    """Unit a quantity is normalised to, and the factor. 亩 stays 亩 (666.67㎡ does not divide), 公顷 is 15亩."""
    if unit in ("元人民币", "人民币"):
        return "元", Decimal(1)
    if unit in ("平方米", "㎡", "m²", "m2", "平方"):
        return "㎡", Decimal(1)
    if unit in ("平方公里", "平方千米"):
        return "㎡", Decimal(10**6)
    if unit == "公顷":
        return "亩", Decimal(15)
    if unit in ("个百分点", "百分点"):
        return "百分点", Decimal(1)
    if unit in ("公里", "千米"):
        return "米", Decimal(1000)
    if unit in ("公斤", "千克"):
        return "吨", Decimal("0.001")
    if unit in ("GWh", "GWH"):
        return "千瓦时", Decimal(10**6)
    if unit == "GW":
        return "千瓦", Decimal(10**6)
    if unit in ("MW", "兆瓦"):
        return "千瓦", Decimal(1000)
    if unit in ("kW", "KW"):
        return "千瓦", Decimal(1)
    if unit == "工作日":
        return "个工作日", Decimal(1)
    return unit, Decimal(1)


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
    found = []
    for match in _RANK.finditer(folded):
        name = "place" if match.group("place") else "place2"
        place = parse_number(match.group(name))
        if (
            place is None
            or folded[match.start(name) - 1 : match.start(name)] not in "第"
            and name == "place2"
            and not match.group(name)[0].isdigit()
        ):
            continue
        start = match.start(name) - (1 if folded[match.start(name) - 1] == "第" else 0)
        found.append(Quantity(Span(start, match.end()), text[start : match.end()], place, "位", place, "位"))
    return found
