"""The one number parser: Chinese and Arabic figures with their units -> ``Quantity``.

Three users read numbers with it: the ledger, the verifier and the planner, so that a figure means the same to each.
``quantities`` finds figures that carry a unit; ``figures`` finds every written number, with or without one.
Every step looks at a bounded stretch and moves on: time is linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from index.domain import Bound, Quantity, Span
from index.numerals.bounds import bound_after, bound_before
from index.numerals.han import HAN, fold, han_number, parse_number
from index.numerals.names import is_name
from index.numerals.plain import Amount, counts, implied_amount, read_amount
from index.numerals.shares import shares
from index.units import SCALES

__all__ = ["Figure", "figures", "fold", "han_number", "parse_number", "quantities"]

_FIGURE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]+)?|[0-9]++(?:\.[0-9]+)?")
# Where a figure may begin. A lone 亿 or 万 is one of it only in 过亿元, 上万亩, 亿元以上, 亿级: elsewhere its number is lost.
_BEGIN = re.compile(
    rf"[0-9]|(?<![{HAN[1:-1]}万亿第数几每])(?=[{HAN[1:-1]}]){HAN}"
    rf"|(?<=[近超破逾过上])(?=[亿万])|(?<![0-9{HAN[1:-1]}万亿几数多余xX×*.%_某□ ])(?<![几多数]个)(?=(?:亿|万)[美欧港日]?元(?:及?以上|级)|亿级)"
)
_DASH = re.compile(r" ?(?:-{1,2}|~|(?P<word>至|到)) ?")
_DATED = re.compile(r" ?[年月日号时]")
_CHANGING = re.compile(r"(?:(?<![自理缘])由(?!于)|(?<![服跟盲])从(?![事业而]))[^,。;:、\n]{0,14}\Z")
_LISTED = re.compile(r" ?(?:、|和|与|以及|及|或|(?P<comma>,)|(?P<word>至|到)) ?")
_DISTRIBUTED = re.compile(r"(?:分别|依次|各[为达])[^。;\n]*+\Z")
_NUMBERED = frozenset("栋幢座层列号道门位名届")
"""Classifiers behind lists of bare numbers that are the things' own numbers: 1、2栋."""
_RANKED_BOUNDS = (Bound.AT_LEAST, Bound.MORE_THAN, Bound.AT_MOST, Bound.ALMOST, Bound.ABOUT)


@dataclass(frozen=True, slots=True)
class Figure:
    """A written Arabic number with no claim about its unit; ``span`` covers its digits."""

    span: Span
    text: str
    value: Decimal


def figures(text: str) -> list[Figure]:
    """Every Arabic number of the text, in order, dates and names included."""
    return [Figure(Span(*m.span()), m.group(), Decimal(m.group().replace(",", ""))) for m in _FIGURE.finditer(fold(text))]


def quantities(text: str) -> list[Quantity]:
    """Every figure that carries a unit, a share or a rank, in order of place. Spans and ``text`` are of the text given.

    Bare numbers, dates (年月日), ordinals, phases and Latin names (T2, 1#) are none. A range keeps its lower end in
    ``value`` and its upper in ``high``, both counted in ``unit``. Figures of a list take the unit behind its last.
    """
    folded = fold(text)
    special = shares(text, folded)
    amounts = _shared_units(folded, _amounts(folded, special))
    found: list[Quantity] = []
    floor = 0
    for amount in amounts:
        quantity = _quantity(text, folded, amount, floor)
        if quantity is not None:
            found.append(quantity)
            floor = quantity.span.end
    if not special:
        return found
    merged: list[Quantity] = []
    for each in sorted([*special, *found], key=lambda each: each.span):
        if not merged or each.span.start >= merged[-1].span.end:
            merged.append(each)
    return merged


def _amounts(folded: str, special: list[Quantity]) -> list[Amount]:
    """Every number of the text with what stands behind it, bare ones too, in order; none inside a share or a rank."""
    found: list[Amount] = []
    at = next_special = 0
    while (match := _BEGIN.search(folded, at)) is not None:
        start = match.start()
        while next_special < len(special) and special[next_special].span.end <= start:
            next_special += 1
        taken = special[next_special].span if next_special < len(special) else None
        if taken is not None and taken.start <= start:
            at = taken.end
            continue
        amount = implied_amount(folded, start) if match.end() == start else read_amount(folded, start)
        if amount is None or (taken is not None and taken.start < amount.end):
            at = _past_number(folded, start)
            continue
        amount = _ranged(folded, _signed(folded, amount), taken)
        found.append(amount)
        at = max(amount.end, start + 1)
    return found


_DIGIT_RUN = re.compile(rf"[0-9]++|{HAN}++|.", re.DOTALL)


def _past_number(folded: str, at: int) -> int:
    match = _DIGIT_RUN.match(folded, at)
    return match.end() if match else at + 1


def _signed(folded: str, amount: Amount) -> Amount:
    """-3.2% and 负3.2%: a sign is one where no figure, letter or word that ends in 负 stands before it."""
    at = amount.start - 1
    if at < 0 or folded[at] not in "-负" or amount.number == "":
        return amount
    before = folded[at - 1 : at] if at else ""
    if folded[at] == "负":
        signed = before not in tuple("担自抱欠胜肩不减承背")
    else:
        rate_like = amount.unit in ("%", "‰", "百分点", "个百分点", "倍") or "元" in amount.unit
        signed = not (before and (before in "-~%‰)亿万" or before.isascii() and before.isalnum())) and (
            rate_like or (before != "" and before not in "\n 。;")
        )
    return replace(amount, start=at, value=-amount.value) if signed else amount


def _ranged(folded: str, low: Amount, taken: Span | None) -> Amount:
    """The amount drawn out to the upper end of its range (3-5个, 5000万至1亿元); itself where what follows is no range."""
    dash = _DASH.match(folded, low.end)
    if dash is None or low.high is not None or low.number == "":
        return low
    minus = folded[dash.end() : dash.end() + 1] in ("-", "负")
    high = read_amount(folded, dash.end() + minus)
    if high is None or high.high is not None or _DATED.match(folded, high.end) or (taken is not None and taken.start < high.end):
        return low
    if dash["word"] and _CHANGING.search(folded, max(0, low.start - 18), low.start):
        # 由7名减至5名, 从60亿到80亿: two figures, each found on its own.
        return low
    if minus:
        high = replace(high, value=-high.value)
    joined = _joined(low, high)
    if joined is None or joined.high is None or joined.high <= joined.value:
        return low
    return joined


def _joined(low: Amount, high: Amount) -> Amount | None:
    """Both ends in the unit and scale of the lower one; None where their units are no pair."""
    if low.bare:
        scale = high.scale
        if scale and low.value >= high.value and low.value < high.value * SCALES[scale]:
            # 8000-1万人: the lower end is written out.
            return replace(low, end=high.end, unit=high.unit, ratio=high.ratio, high=high.value * SCALES[scale], bound=high.bound)
        return replace(low, end=high.end, scale=scale, unit=high.unit, ratio=high.ratio, high=high.value, bound=high.bound)
    if high.bare:
        return None
    if low.unit == "":
        low = replace(low, unit=high.unit, ratio=high.ratio)
    elif high.unit == "":
        return None
    elif low.unit == "个" and high.unit.endswith("百分点"):
        low = replace(low, unit=high.unit)
    elif low.unit_norm != high.unit_norm:
        return None
    return replace(low, end=high.end, high=high.value * high.factor / low.factor, bound=low.bound or high.bound)


def _shared_units(folded: str, found: list[Amount]) -> list[Amount]:
    """6.3个、6.6个和26.5个百分点; 1.2、3.4和5.6亿元; 3万、5万和8万人: the unit stands behind the last figure of a list."""
    for at in range(len(found) - 2, -1, -1):
        one, following = found[at], found[at + 1]
        if not (one.bare or one.unit == "个" or not one.unit) or not following.unit:
            continue
        separator = _LISTED.fullmatch(folded, one.end, following.start)
        if separator is None:
            continue
        points = one.unit == "个" and following.unit.endswith("百分点")
        scaled = one.scale and not one.unit and following.scale and not separator["word"]
        if points or scaled:
            found[at] = replace(one, unit=following.unit, ratio=following.ratio, listed=True)
        elif one.bare and _may_borrow(folded, one, following, separator):
            far = following.scale and one.value >= 1000 and one.value > 200 * following.value
            scale = "" if far else following.scale
            found[at] = replace(one, scale=scale, unit=following.unit, ratio=following.ratio, listed=True)
    return found


def _may_borrow(folded: str, one: Amount, following: Amount, separator: re.Match[str]) -> bool:
    """Whether a bare number of a list is a figure in the unit of the next: not 1、3个 at the head of a line, not 1、2栋."""
    if not one.arabic or not following.arabic or _DATED.match(folded, one.end):
        return False
    if separator["word"]:
        return _CHANGING.search(folded, max(0, one.start - 18), one.start) is not None
    told = _DISTRIBUTED.search(folded, max(0, one.start - 80), one.start) is not None
    if told:
        return True
    heads_line = one.start == 0 or folded[one.start - 1] in "\n。;"
    whole = one.value == one.value.to_integral_value()
    if separator["comma"] or (following.unit in _NUMBERED and whole):
        return False
    return not (heads_line and whole and one.value < 100 and not following.listed)


def _quantity(text: str, folded: str, amount: Amount, floor: int) -> Quantity | None:
    """The quantity of an amount, None where the figure is no quantity (no unit, a name, a turn of phrase)."""
    if amount.bare:
        return None
    start, before = bound_before(folded, amount.start, floor)
    if before is not None and amount.unit_norm == "百分点" and folded.startswith(("超出", "高于", "低于"), start):
        start, before = amount.start, None
    end, after = (amount.end, None) if amount.listed else bound_after(folded, amount.end)
    if "亿" in amount.scale and folded[end : end + 1] == "级":
        end, after = end + 1, Bound.AT_LEAST
    stated = {before, amount.bound, after}
    bound = next((each for each in _RANKED_BOUNDS if each in stated), None)
    if not counts(folded, amount, bound=bound) or is_name(folded, amount, bound):
        return None
    factor = amount.factor
    return Quantity(
        span=Span(start, end),
        text=text[start:end],
        value=amount.value,
        unit=f"{amount.scale}{amount.unit}" + (f"/{amount.ratio}" if amount.ratio else ""),
        value_norm=amount.value * factor,
        unit_norm=amount.unit_norm,
        high=amount.high,
        high_norm=None if amount.high is None else amount.high * factor,
        bound=bound,
        currency=amount.currency,
    )
