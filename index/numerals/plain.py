"""One plain figure at a place of a text: number, scale (万, 亿), unit and what it is counted per, read without backtracking.

``read_amount`` reads what stands there; whether it claims a quantity is for ``counts`` to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from index.domain import Bound
from index.numerals.han import ARABIC, DIGITS, HAN, han_range, parse_number
from index.units import (
    COUNT_UNITS,
    CURRENCY_SIGNS,
    RATIO_BASES,
    SCALED_ONLY,
    SCALES,
    base_unit,
    currency_of,
    ratio_base,
    unit_pattern,
)

_DECIMALS = r"(?:点[零〇一二三四五六七八九]{1,6}(?=[万亿元倍%亩个]|百分|平方|公))?"
_NUMBER = re.compile(rf"{ARABIC}|{HAN}{{1,9}}{_DECIMALS}")
_SCALE = r"万亿|千亿|百亿|十亿|亿|千万|百万|十万|万(?!达广场|科)|千(?![瓦米克伏卡])|百(?!分)"
_MORE = "[多余几来+]"
_BASES = "|".join(
    re.escape(base) + ("(?![A-Za-z])" if base.isascii() else "")
    for base in sorted(RATIO_BASES, key=lambda base: (-len(base), base))
)
_UNIT = rf"(?P<unit>(?<=个[多余几来+])月|{unit_pattern()})(?:/(?P<ratio>{_BASES}))?"
_REST = re.compile(
    rf" ?(?P<more>{_MORE}?)(?P<stray>个(?={_MORE}?[亿万](?!级|元(?:及?以上|级))))?(?P<more2>{_MORE}?)"
    rf" ?(?:(?P<step>[十百千])(?P<more3>[多余几])(?=[万亿])(?P<step2>[万亿])|(?P<scale>{_SCALE}))?"
    rf" ?(?P<more4>{_MORE}?)(?P<joint>个(?={_MORE}(?:月|小时|百分点)))?(?P<more5>{_MORE}?)(?: ?{_UNIT})?"
)
_STEP = re.compile(rf"(?P<number>[0-9]{{1,4}}(?:\.[0-9]{{1,6}})?(?![0-9.])|{HAN}{{1,7}})(?P<scale>{_SCALE})?")
_HALF = re.compile(r"半(?P<unit>小时|个?月(?!份)|钟头)|(?P<only>半)(?![年数价径导天夜岛决成制挂自固程封开功工壁山边球])")
_HALVED = frozenset({"个", "亩", "公里", "倍", "吨", "天", "小时", "年"})
# 一 before a classifier counts nothing (一批, 一个窗口); before these it does.
_SINGLE = frozenset({"倍", "百分点", "个百分点", "公顷", "平方公里"})
# Classifiers that also end words and turns of phrase (一米阳光, 一片, 四篇文章): one Chinese digit before them counts little.
_LOOSE = frozenset("%‰米天对道口门头片列部层场类张块支条篇节本段股起单票尾根桩卷封分秒元轮")
_STILL_COUNTED = frozenset("条场层类支天轮起")
_NOT_TWO = frozenset("次类轮层套条线届期部张本手")
_ENDS = re.compile(r"[,。;:、)!?”\"\s]|$")
_SLOGAN = re.compile(
    r"[一二三四五六七八九十百]|坚持|聚焦|强化|突出|着力|注重|维护|确立|全面|自信|意识|代表|转变|到位|统筹|提升|优化|确保|带头|革命|务必|必须|面向|更加"
)
_MEETING = re.compile(r"(?:中央)?(?:全会|全体会议|全体|代表大会|党代会|产业|会议)|创业|开发")
_PEOPLE = re.compile(
    r"(?:以上|左右|以下)?(?:名)?(?:职工|员工|群众|农民|游客|旅客|人口|移民|劳动力|居民|学生|毕业生|市民|粉丝|用户|老百姓|大军)"
)
_CLASS_OF = re.compile(
    r"(?:企业|产业|项目|集群|园区|工程|开发区|板块|强|级|高新区|经开区|县|镇|俱乐部|梯队|方阵|新区|平台|龙头|产值企业|税收企业)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure as it stands. ``value`` counts in ``scale`` + ``unit``; ``high`` where neighbouring digits say a range (三五家).

    ``number`` is the written numeral ("" where 亿元 stands for one), ``stepped`` that it was written in several steps (3万2千).
    """

    start: int
    end: int
    number: str
    value: Decimal
    high: Decimal | None = None
    scale: str = ""
    unit: str = ""
    ratio: str = ""
    bound: Bound | None = None
    stepped: bool = False
    listed: bool = False
    """True where the unit was taken from a later figure of a list."""

    @property
    def arabic(self) -> bool:
        return self.number[:1].isdigit()

    @property
    def bare(self) -> bool:
        return not (self.unit or self.scale)

    @property
    def factor(self) -> Decimal:
        """What one of ``value`` is in the normalised unit."""
        return SCALES.get(self.scale, 1) * base_unit(self.unit or "元")[1]

    @property
    def unit_norm(self) -> str:
        return base_unit(self.unit or "元")[0] + (f"/{ratio_base(self.ratio)}" if self.ratio else "")

    @property
    def currency(self) -> str | None:
        return currency_of(self.unit or "元")


def read_amount(folded: str, at: int) -> Amount | None:
    """The figure that begins at ``at``; None where no numeral stands there. An amount may be bare (no scale, no unit)."""
    match = _NUMBER.match(folded, at)
    if match is None:
        return None
    number = match.group()
    end = match.end()
    if " " in number and _heads_line(folded, at, number):
        number = number[: number.index(".")].rstrip()
        end = at + len(number)
    value, high = parse_number(number), None
    if not number[0].isdigit() or not number[0].isascii():
        about = han_range(number)
        if about is not None:
            value, high = Decimal(about[0]), Decimal(about[1])
        elif value is None or (len(number) > 1 and all(character in DIGITS for character in number)):
            return None
    if value is None:
        return None
    amount = _with_unit(folded, Amount(at, end, number, value, high, bound=Bound.ABOUT if high is not None else None))
    return _halved(folded, amount)


def implied_amount(folded: str, at: int) -> Amount:
    """亿元 at ``at`` read as one of it: 过亿元, 亿元以上, 亿级."""
    return _with_unit(folded, Amount(at, at, "", Decimal(1)))


def _heads_line(folded: str, at: int, number: str) -> bool:
    """Whether "1. 3" is a list mark with a figure behind it, not a decimal with a space in it."""
    return number.index(".") <= 2 and (at == 0 or folded[at - 1] in "\n。;")


def _with_unit(folded: str, amount: Amount) -> Amount:
    rest = _REST.match(folded, amount.end)
    if rest is None:
        return amount
    scale = f"{rest['step']}{rest['step2']}" if rest["step"] else rest["scale"] or ""
    more = "".join(rest[name] or "" for name in ("more", "more2", "more3", "more4", "more5"))
    unit = "个月" if rest["unit"] == "月" else rest["unit"] or ""
    if unit in SCALED_ONLY and scale not in ("万", "亿", "千万", "百万", "十万"):
        unit = ""
    if more and not (unit or scale):
        return amount
    if "来" in more and amount.number[-1:] not in ("0", "十", "百", "千"):
        return amount
    parts = ("scale", "step2", "more4") if not unit else ("unit", "ratio")
    ends = [rest.end(name) for name in parts if rest[name]]
    bound = amount.bound or (None if not more else Bound.ABOUT if "来" in more else Bound.MORE_THAN)
    end = max(ends, default=amount.end)
    read = replace(amount, end=end, scale=scale, unit=unit, ratio=rest["ratio"] or "" if unit else "", bound=bound)
    if unit or not scale or more or amount.number == "":
        return _signed_currency(folded, read)
    return _stepped(folded, read)


def _signed_currency(folded: str, amount: Amount) -> Amount:
    """$3亿 has its currency before it."""
    sign = CURRENCY_SIGNS.get(folded[amount.start - 1 : amount.start])
    return replace(amount, unit=sign) if sign and amount.unit in ("", "元") else amount


def _stepped(folded: str, amount: Amount) -> Amount:
    """3万2千人, 两亿五千万元, 一万零五百: a figure written step by step is given in its unit, without a scale."""
    total, scale, end, spoken = amount.value * SCALES[amount.scale], SCALES[amount.scale], amount.end, False
    while scale > 1 and (step := _STEP.match(folded, end)) is not None:
        below = parse_number(step["number"])
        if below is None or (step["number"][0].isdigit() and not step["scale"]):
            break
        factor = SCALES.get(step["scale"] or "", 1)
        spoken = not step["scale"] and len(step["number"]) == 1 and step["number"] not in "十百千"
        if not step["scale"] and amount.arabic and not set("千百") & set(step["number"]):
            break
        if spoken:
            factor = scale // 10
        if below * factor >= scale:
            break
        total, end = total + below * factor, step.end()
        scale = factor if step["scale"] else 1
    read = _with_unit(folded, Amount(amount.start, end, folded[amount.start : end], total, stepped=True))
    if end == amount.end or (spoken and read.unit in COUNT_UNITS and read.unit not in ("人", "户", "名")):
        # 50亿三个台阶 is two figures.
        return _signed_currency(folded, amount)
    if read.unit and not read.scale:
        return read
    return replace(amount, end=end, value=total / SCALES[amount.scale], stepped=True)


def _halved(folded: str, amount: Amount) -> Amount:
    """两个半小时, 三个半月, 一年半, 两亩半: half a unit more."""
    unit, end = amount.unit, amount.end
    if amount.bare and folded[end : end + 2] == "年半" and not amount.stepped and amount.value < 100:
        unit, end = "年", end + 1
    if unit not in _HALVED or amount.scale or amount.ratio or (match := _HALF.match(folded, end)) is None:
        return amount
    if match["unit"]:
        if unit != "个":
            return amount
        unit = "个小时" if match["unit"] in ("小时", "钟头") else "个月"
    elif unit == "个" and not _ENDS.match(folded, match.end()):
        return amount
    return replace(amount, value=amount.value + Decimal("0.5"), unit=unit, end=match.end())


def counts(folded: str, amount: Amount, *, bound: Bound | None) -> bool:
    """Whether a figure with scale or unit counts something: 两个批次 does; 一批企业, 三个一批, 千方百计, 百亿元企业 do not."""
    number, unit, scale, after = amount.number, amount.unit, amount.scale, amount.end
    if not unit and (scale in ("千", "百") or folded[after : after + 1] in ("吨", "里") or _people(folded, amount)):
        return False
    if number == "":
        return bound is not None
    if number in ("百", "千") and scale and bound is None and _CLASS_OF.match(folded, after):
        return False
    if amount.arabic:
        return unit != "届" or not _MEETING.match(folded, after)
    if amount.high is not None:
        return bool(unit or scale)
    if scale:
        return bool(unit) or bound is not None or bool(_ENDS.match(folded, after) and number not in ("百", "千"))
    return _han_counts(folded, amount, bound)


def _han_counts(folded: str, amount: Amount, bound: Bound | None) -> bool:
    """``counts`` for a numeral in Chinese characters with a unit and no scale."""
    number, unit, after = amount.number, amount.unit, amount.end
    if amount.value == 0 or unit == "届" or (unit == "次" and _MEETING.match(folded, after)):
        return False
    if unit == "个" and amount.value < 20 and _SLOGAN.match(folded, after):
        return False
    if number == "一":
        return unit in _SINGLE or bound is Bound.MORE_THAN or amount.value != 1
    if set(number) <= set("千百"):
        return bound is not None
    if number == "二" and unit in _NOT_TWO:
        return False
    if unit in _LOOSE and len(number) == 1:
        return unit in _STILL_COUNTED or bool(_ENDS.match(folded, after))
    return True


def _people(folded: str, amount: Amount) -> bool:
    """10万职工 counts people, not 元."""
    return bool(amount.scale) and _PEOPLE.match(folded, amount.end) is not None
