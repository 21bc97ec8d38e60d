"""Figures that bind each other inside one statement: two units of one measure, two levels and what lies between them.

The sentence is read as figures and the words between them, so that order and wording may vary. Official growth of 规上工业,
增加值 and 投资 is at comparable 口径, so that levels do not reproduce it: such a rate fails only where the sentence states one 口径.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from index.audit.evidence import AGREE, FAIL, PASS, UNCERTAIN, Relation, Sheet, exact, half_unit, hidden, judged, rounded, shown
from index.domain import Quantity, Span

_PAIRED = re.compile(r"^(?:[(（]|[,，、]?[(（]?(?:即|折合|约合|合计?约?|相当于|换算(?:为|成)?|折))(?:约|合|折合|为|约为)*\s*$")
_DIGIT = re.compile(r"\d")
_CLOSED = re.compile(r"^\s*[)）]")
SQUARE_METRES_OF_A_MU = Decimal(2000) / 3

_TO = r"(?:增加?|增长|提[高升]|上升|扩大|扩展|拓展|攀升|发展|壮大|减少?|精[减简]|压[减缩]|缩[减短]|下降|降低?|回落|整合|优化|调整|上涨|跃升|变)"
_CHANGES_TO = re.compile(rf"^[^,，。;；]{{0,10}}?{_TO}(?:至|到|为|成)[^,，。;；]{{0,6}}$")
_FROM = re.compile(r"(?:由|从)(?![^,，。;；]*(?:由|从))[^,，。;；]{0,14}$")
_THAN = re.compile(
    r"^[,，]?(?:同?比|较|相比|对比)(?:于)?(?:上一?年|去年|前一?年|年初|上年末|上季度|20\d\d年|同期)[^,，。;；]{0,10}$"
)
_WAS = re.compile(r"^[,，](?:而)?(?:上一?年|去年)(?:同期)?[^,，。;；\d]{0,8}(?:为|是|仅|完成|只有)?$")
_BASE = re.compile(r"(?:上一?年|去年|前一?年|20\d\d年)(?:同期|上半年|全年|前三季度|末)?[^,，。;；%]{0,14}$")
_NOW = re.compile(
    r"^[^。;；%]{0,6}[,，][^。;；%]{0,14}(?:今年|本年|本期|20\d\d年|同期|上半年|目前|现)[^,，。;；%]{0,14}$|"
    rf"^[^。;；%]{{0,10}}[,，]?[^,，。;；%]{{0,10}}(?:增至|{_TO}(?:至|到))[^,，。;；%]{{0,4}}$"
)
_UP = re.compile(r"(?:增长|增加|增幅|增速|增|上升|提高|提升|上涨|净增|扩大|新增)[^,，。;；]{0,6}$")
_DOWN = re.compile(r"(?:下降|降低|降幅|减少|精[减简]率?|压[减缩]率?|降|缩[减短]|下滑|削减)[^,，。;；]{0,6}$")
_OTHER = re.compile(r"可比|剔除|扣除|占|其中|完成|年均|环比|序时|高[于出]|低于|任务|目标|达产|税收|利润")
_BY = re.compile(
    r"^[^。;；]{0,3}[,，]?[^,，。;；]{0,4}(?:比|较)[^,，。;；\d]{0,3}(?:\d{4}年)?[^,，。;；\d]{0,8}(?P<way>增加|增长|净增|新增|多|减少|下降|少)(?:了)?$"
)
_ONE_BASIS = re.compile(r"按?现价(?:计算)?|同一?口径|名义增")
_PEOPLE_AND_THINGS = frozenset({"元", "亩", "㎡", "%", "百分点", "倍", "吨"})


def check_changes(sheet: Sheet) -> Iterator[Relation]:
    for span in sheet.sentences:
        figures = sheet.inside(span)
        for first, second in zip(figures, figures[1:], strict=False):
            yield from _two_units(sheet, first, second)
        for triple in zip(figures, figures[1:], figures[2:], strict=False):
            yield from _change(sheet, span, triple)


def _two_units(sheet: Sheet, first: Quantity, second: Quantity) -> Iterator[Relation]:
    """12.4公顷(186亩) · 186亩,折合12.4公顷 · 18000万元(1.8亿元): one measure twice, each rounded as printed."""
    digit = _DIGIT.search(second.text)
    between = sheet.text[first.span.end : second.span.start + (digit.start() if digit else 0)]
    if first.unit == second.unit or len(between) > 8 or not _PAIRED.match(between):
        return
    bracket = between.strip()[:1] in ("(", "（")
    if bracket and not _CLOSED.match(sheet.text[second.span.end : second.span.end + 2]):
        return
    if not (first.value and second.value and first.value_norm and second.value_norm) or first.high or second.high:
        return
    factor = _factor(first.unit_norm, second.unit_norm)
    if factor is None or {first.unit_norm, second.unit_norm} <= {"%", "百分点", "倍"}:
        return
    left = first.value_norm * factor
    per_second = second.value_norm / second.value
    tolerance = hidden(first) * factor + hidden(second)
    if factor != 1:
        tolerance += left / 1000
    apart, loose = abs(left - second.value_norm), first.bound is not None or second.bound is not None
    # What is said loosely is still wrong where it is a hundredth away.
    result = PASS if apart <= tolerance else UNCERTAIN if loose and apart <= left / 100 else FAIL
    message = f"{first.text}折合{shown(rounded(left / per_second))}{second.unit},文中为{second.text},{AGREE[result]}"
    yield Relation(
        "unit_pair", result, f"{shown(first.value)}{first.unit}={shown(second.value)}{second.unit}", message,
        (Span(first.span.start, second.span.end + bracket),), left / per_second, second.value, tolerance / per_second,
    )  # fmt: skip


def _factor(first: str, second: str) -> Decimal | None:
    if first == second:
        return Decimal(1)
    if (first, second) == ("亩", "㎡"):
        return SQUARE_METRES_OF_A_MU
    return 1 / SQUARE_METRES_OF_A_MU if (first, second) == ("㎡", "亩") else None


def _change(sheet: Sheet, span: Span, triple: Sequence[Quantity]) -> Iterator[Relation]:
    """由A增至B,增长x% · B,比上年的A增长x% · 上年A,今年B,增长x%, and the same with the difference in place of the rate."""
    one, two, change = triple
    yield from _by_difference(sheet, span, triple)
    ordered = _levels(sheet, span, one, two)
    if ordered is None or change.value_norm is None:
        return
    before, after = ordered
    word = sheet.text[two.span.end : change.span.start]
    if len(word) > 18 or re.search(r"[。;；]", word) or _OTHER.search(word):
        return
    up, down = _UP.search(word), _DOWN.search(word)
    doubled = change.text.startswith("翻")
    if not (up or down or doubled):
        return
    sign = -1 if down and not up else 1
    if change.unit_norm in ("%", "倍"):
        yield from _rate(sheet, span, (before, after, change), sign, doubled=doubled)
    elif change.unit_norm == one.unit_norm:
        gross = "新增" in word
        yield from _difference((before, after, change), sign, Span(one.span.start, change.span.end), gross=gross)


def _levels(sheet: Sheet, span: Span, one: Quantity, two: Quantity) -> tuple[Quantity, Quantity] | None:
    """The level before and the level after, where the words say that two figures are these."""
    if one.unit_norm != two.unit_norm or one.unit_norm in ("%", "百分点", "倍", "名次"):
        return None
    if one.value_norm is None or two.value_norm is None or one.high is not None or two.high is not None or not one.value_norm:
        return None
    before = sheet.text[max(span.start, one.span.start - 24) : one.span.start]
    between = sheet.text[one.span.end : two.span.start]
    if len(between) > 34:
        return None
    if re.search(r"(?:增加|增长|净增|提高|多|减少|下降|少)了?$", between):  # 比上年减少C: a step, no level
        return None
    if (_FROM.search(before) and _CHANGES_TO.match(between)) or (_BASE.search(before) and _NOW.match(between)):
        return one, two
    return (two, one) if _THAN.match(between) or _WAS.match(between) else None


def _rate(sheet: Sheet, span: Span, figures: Sequence[Quantity], sign: int, *, doubled: bool) -> Iterator[Relation]:
    before, after, rate = figures
    if not before.value_norm or after.value_norm is None or rate.value is None:
        return
    share = (after.value_norm - before.value_norm) / before.value_norm
    if rate.unit_norm == "%":
        computed, step = share * 100 * sign, half_unit(rate.value)
    else:
        computed, step = (share + 1 if doubled else share * sign), half_unit(rate.value)
    scale = 100 if rate.unit_norm == "%" else 1
    tolerance = step + scale * (hidden(before) + hidden(after) * (1 + abs(share))) / abs(before.value_norm)
    result = judged(computed, rate, tolerance, sure=exact(before) and exact(after))
    start = max(sheet.text.rfind(mark, span.start, min(one.span.start for one in figures)) for mark in ",，;；。") + 1
    at = Span(max(start, span.start), max(one.span.end for one in figures))
    around = sheet.text[max(span.start, at.start - 40) : min(span.end, at.end + 24)]
    if result == FAIL and before.unit_norm in _PEOPLE_AND_THINGS and not _ONE_BASIS.search(around):
        # Money: 同比 of taxes and sales, too, is often told at a 口径 that the levels do not have.
        result = UNCERTAIN
    unit = rate.unit
    said = f"由{before.text}变为{after.text},变动率应为{shown(rounded(computed))}{unit},文中为{rate.text},{AGREE[result]}"
    low, high = sorted((shown(before.value or Decimal(0)), shown(after.value or Decimal(0))), key=Decimal)
    formula = f"({high}-{low})/{shown(before.value or Decimal(0))}*100={shown(rate.value)}"
    yield Relation("ratio", result, formula, said, (at,), rounded(computed), rate.value, tolerance)


def _by_difference(sheet: Sheet, span: Span, triple: Sequence[Quantity]) -> Iterator[Relation]:
    """B,比上年增加C,增长x%: the level before is B less C."""
    after, step, rate = triple
    if (
        after.unit_norm != step.unit_norm
        or rate.unit_norm != "%"
        or not after.value_norm
        or not step.value_norm
        or not step.value
    ):
        return
    way = _BY.match(sheet.text[after.span.end : step.span.start][:40])
    word = sheet.text[step.span.end : rate.span.start]
    if way is None or len(word) > 12 or re.search(r"[。;；]", word) or _OTHER.search(word) or rate.value is None:
        return
    up = way.group("way") not in ("减少", "下降", "少")
    if not (_UP if up else _DOWN).search(word):
        return
    before = after.value_norm - step.value_norm if up else after.value_norm + step.value_norm
    if before <= 0:
        return
    computed = step.value_norm / before * 100
    tolerance = half_unit(rate.value) + 100 * (hidden(step) + (hidden(after) + hidden(step)) * computed / 100) / before
    result = judged(computed, rate, tolerance, sure=False)
    base = before * step.value / step.value_norm
    message = f"{after.text}比上期变动{step.text},上期应为{shown(base)}{step.unit},变动率{shown(rounded(computed))}%,文中为{rate.text},{AGREE[result]}"
    start = max(sheet.text.rfind(mark, span.start, after.span.start) for mark in ",，;；。") + 1
    at = Span(max(start, span.start), rate.span.end)
    yield Relation(
        "ratio",
        result,
        f"{step.text}/({after.text}-{step.text})={shown(rate.value)}",
        message,
        (at,),
        rounded(computed),
        rate.value,
        tolerance,
    )


def _difference(figures: Sequence[Quantity], sign: int, at: Span, *, gross: bool) -> Iterator[Relation]:
    before, after, change = figures
    if before.value_norm is None or after.value_norm is None or change.value_norm is None or not change.value:
        return
    computed = (after.value_norm - before.value_norm) * sign
    tolerance = hidden(before) + hidden(after) + hidden(change)
    result = judged(computed, change, tolerance, sure=exact(before) and exact(after))
    if result == FAIL and gross:  # 新增15家,退出5家: what is new is not what is more
        result = UNCERTAIN
    unit = change.value_norm / change.value
    message = f"由{before.text}变为{after.text},相差{shown(computed / unit)}{change.unit},文中为{change.text},{AGREE[result]}"
    formula = f"{after.text}-{before.text}={change.text}"
    yield Relation("difference", result, formula, message, (at,), computed / unit, change.value, tolerance / unit)
