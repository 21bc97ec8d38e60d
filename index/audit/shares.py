"""Shares: a part's share of the whole beside both levels, a share of a count, and the three sectors that make a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from index.audit.evidence import AGREE, FAIL, PASS, UNCERTAIN, Relation, Sheet, exact, half_unit, hidden, judged, rounded, shown
from index.domain import Quantity, Span

_OF_WHOLE = re.compile(r"占(?!地)[^,，。;；\d%]{0,16}$")
_THE_SHARE = re.compile(r"^[)）]?的?(?:比例|比重)?(?:达到?|为|约|超过?)?$")
_ITS_SHARE = re.compile(
    r"^[^,，。;；%\d]{0,16}[,，、(（]?(?:约|分别)?占(?:比(?:例|重)?(?:为|达到?|约)?|(?P<base>[^,，。;；\d%]{0,12}?)(?:的(?:比重|比例)?(?:为|达到?)?)?|到)?(?:约|近|超过?|达)?$"
)
_BEFORE_PART = re.compile(r"[,，;；:：、](?=[^,，;；:：、]*$)")
_SHARE_FIRST = re.compile(r"(?:占比?|比重)[^,，。;；\d]{0,6}$")
_THEN_PART = re.compile(r"^[,，、(（]?(?:即|计|合计|为|达到?|约|共计?|金额|完成|总量)+$")
_ELSEWHERE = re.compile(r"全[市省区县国州]|[市省县](?:内|的)?$|城区|地区|同期|上年|去年|目标|任务|计划|序时|比重提|GDP|生产总值")
_OWN_WHOLE = re.compile(r"^(?:其中?|总[数量额计]?|全部|总体|全园区?|园区|[全总]?(?:项目|企业|投资|产值|收入|税收)?总?[数量额]?)$")
_SHARE_OF_COUNT = re.compile(r"[,，]\s*其中[,，]?\s*(?:有|约|近|超)?$")
_COUNTED_THINGS = ("条", "个", "家", "户", "人", "名", "项", "件")
_STRUCTURE = re.compile(
    r"(?:三次产业|三产|产业|一二三产业?)[^,，。;；:：\d]{0,8}(?:结构|比例?|占比)[^,，。;；:：\d]{0,10}[:：]?"
    r"(?P<a>\d{1,2}(?:\.\d{1,2})?)[:：∶](?P<b>\d{1,2}(?:\.\d{1,2})?)[:：∶](?P<c>\d{1,2}(?:\.\d{1,2})?)(?![\d:：])"
)
_SIZE = re.compile(r"^全部|总?(?:投资额|[额量数值])$|^的|的$")
_AMONG = re.compile(r"其中|中[,，]有?|中有")


def check_shares(sheet: Sheet) -> Iterator[Relation]:
    for span in sheet.sentences:
        figures = sheet.level(span)
        for rate in sheet.inside(span):
            if rate.unit_norm == "%" and rate.value is not None:
                levels = [each for each in figures if each.span.end <= rate.span.start]
                yield from _share(sheet, span, levels, rate)
                yield from _of_bracketed(sheet, span, levels, rate)
                yield from _of_count(sheet, levels, rate)
        for first, rate, part in zip(figures, figures[1:], figures[2:], strict=False):
            yield from _share_first(sheet, first, rate, part)
    for match in _STRUCTURE.finditer(sheet.text):
        yield _structure(match)


def _share(sheet: Sheet, span: Span, levels: Sequence[Quantity], rate: Quantity) -> Iterator[Relation]:
    """A,占B的x% · B,其中A,占比x%. A base named otherwise (占全市…) is nobody's level here."""
    if not levels:
        return
    near = levels[-1]
    behind = sheet.text[near.span.end : rate.span.start]
    if len(behind) > 30:
        return
    if len(levels) > 1 and levels[-2].unit_norm == near.unit_norm and _THE_SHARE.match(behind):
        words = _OF_WHOLE.search(sheet.text[levels[-2].span.end : near.span.start])
        if words and not re.search(r"目标|任务|计划", words.group()):
            yield from _judged(sheet, levels[-2], near, rate, sure=True)
        return
    match = _ITS_SHARE.match(behind)
    if match is None:
        return
    base = (match.group("base") or "").strip()
    if _ELSEWHERE.search(base):
        return
    whole, among = _whole(sheet, span, levels, near, base)
    if whole is not None:
        yield from _judged(sheet, near, whole, rate, sure=among)


def _of_bracketed(sheet: Sheet, span: Span, levels: Sequence[Quantity], rate: Quantity) -> Iterator[Relation]:
    """A,占总产值(B)的x%."""
    every = [each for each in sheet.inside(span) if each.span.end <= rate.span.start]
    if not levels or len(every) < 2 or every[-1].span.start not in sheet.bracketed or every[-2] != levels[-1]:
        return
    part, whole = every[-2:]
    words = sheet.text[part.span.end : whole.span.start]
    fits = part.unit_norm == whole.unit_norm and re.fullmatch(r"[^;；。]{0,8}占(?!地)[^,，。;；\d]{2,14}[(（]", words)
    behind = re.fullmatch(r"[)）]的?(?:比例|比重)?(?:达到?|为|约)?", sheet.text[whole.span.end : rate.span.start])
    if fits and behind and not re.search(r"目标|任务|计划", words):
        yield from _judged(sheet, part, whole, rate, sure=True)


def _whole(sheet: Sheet, span: Span, levels: Sequence[Quantity], part: Quantity, base: str) -> tuple[Quantity | None, bool]:
    """The level a share is of, and whether the words leave no doubt: the last before 其中, or one whose name the base repeats."""
    among = max((match.start() for match in _AMONG.finditer(sheet.text, span.start, part.span.start)), default=-1)
    earlier = [
        each for each in levels[:-1] if each.unit_norm == part.unit_norm and (each.value_norm or 0) >= (part.value_norm or 0)
    ]
    heads = [each for each in earlier if each.span.end <= among]
    if base and not _OWN_WHOLE.match(base):
        core = _SIZE.sub("", base)
        scored = [(_common(sheet, each, core), place, each) for place, each in enumerate(earlier)]
        score, _, best = max(scored, default=(0, 0, None), key=lambda each: each[:2])
        # Sure where the level bears the base's whole name, and none but one bears any of it.
        return (best, score >= min(len(core), 4) or len(scored) == 1) if score > 1 else (None, False)
    if heads:
        return heads[-1], len(heads) == 1
    if among < 0 and earlier:
        # 甲领域a,占x%;乙领域b,占y%: peers of a whole that stands elsewhere.
        between = sheet.text[earlier[-1].span.end : part.span.start]
        return (None if re.search(r"[;；%]", between) else earlier[-1]), False
    return None, False


def _common(sheet: Sheet, whole: Quantity, core: str) -> int:
    """Length of the longest piece of a base's name that stands in a level's own clause: 进出口 for 占进出口总额."""
    before = sheet.before(whole.span.start, 16)
    beside = (
        before[max(before.rfind(mark) for mark in ",，;；。、%") + 1 :] + "|" + sheet.text[whole.span.end : whole.span.end + 8]
    )
    lengths = [
        length
        for start in range(len(core))
        for length in range(2, len(core) - start + 1)
        if core[start : start + length] in beside
    ]
    return max(lengths, default=0)


def _judged(sheet: Sheet, part: Quantity, whole: Quantity, rate: Quantity, *, sure: bool) -> Iterator[Relation]:
    if not whole.value_norm or part.value_norm is None or rate.value is None:
        return
    computed = part.value_norm / whole.value_norm * 100
    tolerance = half_unit(rate.value) + 100 * (hidden(part) + hidden(whole) * computed / 100) / whole.value_norm
    result = judged(computed, rate, tolerance, sure=sure and exact(part) and exact(whole))
    message = f"{part.text}占{whole.text}应为{shown(rounded(computed))}%,文中为{rate.text},{AGREE[result]}"
    first = min(part.span.start, whole.span.start)
    lead = sheet.before(first, 12)
    stop = max(lead.rfind(mark) for mark in ",，;；。:：、\n") + 1
    at = Span(first - len(lead) + stop, max(rate.span.end, part.span.end))
    formula = f"{shown(part.value or Decimal(0))}{part.unit}/{shown(whole.value or Decimal(0))}{whole.unit}={shown(rate.value)}%"
    yield Relation("share", result, formula, message, (at,), rounded(computed), rate.value, tolerance)


def _share_first(sheet: Sheet, whole: Quantity, rate: Quantity, part: Quantity) -> Iterator[Relation]:
    """B,其中甲占x%,为A."""
    if rate.unit_norm != "%" or whole.unit_norm != part.unit_norm or whole.unit_norm in ("%", "百分点"):
        return
    between, behind = sheet.text[whole.span.end : rate.span.start], sheet.text[rate.span.end : part.span.start]
    if len(between) > 30 or "其中" not in between or not _SHARE_FIRST.search(between) or not _THEN_PART.match(behind):
        return
    base = re.search(r"占([^,，。;；\d]*)$", between)
    if not base or not _ELSEWHERE.search(base.group(1)):
        yield from _judged(sheet, part, whole, rate, sure=True)


def _of_count(sheet: Sheet, levels: Sequence[Quantity], rate: Quantity) -> Iterator[Relation]:
    """37条,其中80%是…: a share of things is a whole number of them, or a round word."""
    if not levels or levels[-1].unit_norm not in _COUNTED_THINGS or rate.value is None:
        return
    whole = levels[-1]
    if not _SHARE_OF_COUNT.search(sheet.text[whole.span.end : rate.span.start][-8:]) or not exact(whole) or not whole.value_norm:
        return
    if rate.span.start - whole.span.end > 24 or whole.value_norm > 1000 or rate.bound is not None:
        return
    count = (whole.value_norm * rate.value / 100).quantize(Decimal(1), ROUND_HALF_UP)
    computed = count / whole.value_norm * 100
    result = PASS if abs(computed - rate.value) <= half_unit(rate.value) else UNCERTAIN
    said = f"{whole.text}的{rate.text}为{shown(rounded(whole.value_norm * rate.value / 100))},最近的整数{shown(count)}占{shown(rounded(computed))}%"
    message = said + (",相符" if result is PASS else ",所述比例应为约数")
    at = Span(whole.span.start, min(rate.span.end + 12, len(sheet.text)))
    lead = sheet.before(whole.span.start, 16)
    at = Span(whole.span.start - len(lead) + max(lead.rfind(mark) for mark in ",，;；。\n") + 1, at.end)
    yield Relation(
        "share_of_count", result, f"{shown(whole.value_norm)}*{shown(rate.value)}%", message, (at,), rounded(computed), rate.value
    )


def _structure(match: re.Match[str]) -> Relation:
    """三次产业结构5.2:58.3:36.5 adds up to a hundred, or to ten."""
    parts = [Decimal(match.group(name)) for name in "abc"]
    total = sum(parts, Decimal(0))
    tolerance = sum((half_unit(part) for part in parts), Decimal(0))
    whole = Decimal(10) if total < 20 else Decimal(100)
    result = PASS if abs(total - whole) <= tolerance else FAIL
    terms = "+".join(map(shown, parts))
    return Relation(
        "structure", result, f"{terms}={shown(whole)}", f"{terms}={shown(total)},应为{shown(whole)},{AGREE[result]}",
        (Span(*match.span()),), total, whole, tolerance,
    )  # fmt: skip
