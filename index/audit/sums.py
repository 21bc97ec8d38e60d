"""Parts and total: 共N个,其中:甲a个;乙b个 · 从…来看:… · X中,a个…;b个… · a个、b个,合计N个, each also for money and land.

其中 names parts, not always all of them, and parts may overlap (亿元以上项目, 工业项目). A sum that misses its total fails
only where the parts must be all: the words say so (其余, 分为, 合计), one is the complement of another (用地, 非用地), or another
measure of the same parts adds up.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.audit.evidence import FAIL, PASS, UNCERTAIN, Relation, Sheet, exact, hidden, shown
from index.domain import Quantity, Span
from index.units import COUNT_UNITS

_AMONG = re.compile(r"其中\s*[:：,，]?")
_VIEWED = re.compile(r"^(?:从|按照?|分)[^:：,，。\d]{2,14}?(?:来看|看|划分|来分|分类|分)[:：,，]")
_OF = re.compile(r"^(?P<name>[^,，。;；:：、\d]{3,16}?)中[,，:：、]")
_DIVIDED = re.compile(r"(?:分为|分成|划分为|由)(?=[^。;；\d]{1,40}\d)")
_TOGETHER = re.compile(r"(?:合计|共计|总计|加起来|相加)(?P<noun>[^,，。;；:：、\d]{0,8}?)(?:达|为|共)?$")
_REST = re.compile(r"(?:其他|其它|其余|剩余|余下|另外?的?)[^,，、;；:：和与及]{0,12}$")
_NOT = re.compile(r"(?:^|[、,，;；:：\s])(?P<no>非|尚未|未)(?P<what>[^\d\s]{2})")
_CHANGED = re.compile(r"(?:增长|增加|减少|下降|净增|上升|多|少|还差|欠)(?:了|约)?$")
_NAME_START = re.compile(r"[,，。;；:：、()（）]|和|与|及|其中|\d")
_MEASURE = re.compile(r"(?P<what>投资|资金|产值|税收?|收入|增加值|营收|利润|出口|预算|贷款|授信)额?$")
_LABEL = re.compile(r"(?:共计|合计|总计|达到?|约|为|共|计|完成|实现|额)+$")
_PARTIAL = re.compile(r"主要(?:有|是|为|包括|分布)|[^平优同上中初高一]等(?=[,，。;；:：]|$)")
_RATIOS = frozenset({"%", "百分点", "倍", "名次", "天", "小时", "分钟", "个月", "周年", "个工作日", "次"})
_NEAR_TOTAL = 8
_LOOKED_BACK = 400
"""Figures looked back for the count that an X中 divides."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One part's figures by kind of unit (count, or a norm unit such as 元), with the words before its first."""

    span: Span
    name: str
    figures: dict[str, Quantity]


def check_sums(sheet: Sheet) -> Iterator[Relation]:
    for place, span in enumerate(sheet.sentences):
        words = span.of(sheet.text)
        among = _AMONG.search(words)
        if among:
            head = Span(span.start, span.start + among.start())
            if among.start() == 0 and place:
                head = sheet.sentences[place - 1]
            yield from _whole(sheet, head, Span(span.start + among.end(), span.end), colon=among.group()[-1] in ":：")
        elif _VIEWED.match(words):
            yield from _viewed(sheet, span, sheet.sentences[max(0, place - 4) : place])
        elif _OF.match(words):
            yield from _named(sheet, span)
        else:
            yield from _divided(sheet, span)
        yield from _together(sheet, span)


def _whole(sheet: Sheet, head: Span, tail: Span, *, colon: bool) -> Iterator[Relation]:
    """Totals before 其中 against the parts behind it; a part that is itself divided is checked in turn."""
    totals = _figures(sheet, _last_clauses(sheet.text, head))
    if totals:
        yield from _balanced(sheet, totals, _readings(sheet, tail, colon=colon), head)
    for segment in _segments(sheet.text, tail):
        inner = sheet.level(segment)
        if len(inner) < 3:
            continue
        first = inner[0].span
        nested = _parts(sheet, Span(first.end, segment.end))
        divided = re.search(r"[:：]|其中", sheet.text[first.end : inner[1].span.start]) or not any(
            _REST.search(part.name) for part in nested
        )
        if divided and len(nested) > 1 and all("count" in part.figures for part in nested):
            yield from _balanced(sheet, {"count": inner[0]}, [nested], Span(segment.start, first.end), nested=True)


def _viewed(sheet: Sheet, span: Span, earlier: Sequence[Span]) -> Iterator[Relation]:
    """A second division of a total given shortly before: the total whose count, or whose money, it adds up to."""
    colon = re.search(r"[:：,，]", span.of(sheet.text))
    readings = _readings(sheet, Span(span.start + (colon.end() if colon else 0), span.end), colon=True)
    for other in reversed(earlier):
        before = _AMONG.split(other.of(sheet.text))[0]
        totals = _figures(sheet, Span(other.start, other.start + len(before)))
        agrees = any(_sum(parts, kind) == totals[kind].value_norm for parts in readings for kind in totals)
        if totals and readings and agrees:
            yield from _balanced(sheet, totals, readings, other)
            return


def _named(sheet: Sheet, span: Span) -> Iterator[Relation]:
    """X中,a个…;b个…: the parts against the count that an earlier clause gives X."""
    match = _OF.match(span.of(sheet.text))
    readings = [parts for parts in _readings(sheet, span, colon=True) if all("count" in part.figures for part in parts)]
    if match is None or not readings:
        return
    name = match.group("name")
    at = bisect_left(sheet.starts, span.start)
    earlier = sheet.figures[max(0, at - _LOOKED_BACK) : at]
    for total in reversed(earlier):
        if _kind(total) == "count" and sheet.before(total.span.start, len(name)) == name:
            place = Span(total.span.start - len(name), total.span.end)
            yield from _balanced(sheet, {"count": total}, readings, place, divided=True)
            return


def _divided(sheet: Sheet, span: Span) -> Iterator[Relation]:
    """N个,分为甲a个、乙b个 · 由甲a个和乙b个组成: the words say that the parts are all."""
    words = span.of(sheet.text)
    for match in _DIVIDED.finditer(words):
        stop = re.search(r"[;；。]|$", words[match.end() :])
        behind = Span(span.start + match.end(), span.start + match.end() + (stop.start() if stop else 0))
        if match.group() == "由" and not re.search(r"\d[^,，。;；]{0,8}(?:组成|构成)", behind.of(sheet.text)):
            continue
        head = Span(span.start, span.start + match.start())
        totals = _figures(sheet, _last_clauses(sheet.text, head))
        if totals:
            yield from _balanced(sheet, totals, _readings(sheet, behind, colon=True), head, divided=True, complete=True)
        return


def _together(sheet: Sheet, span: Span) -> Iterator[Relation]:
    """甲a个、乙b个,合计N个: the figures of the same kind that stand before the total in its sentence."""
    level = sheet.level(span)
    for place, total in enumerate(level):
        noun = _TOGETHER.search(sheet.text[span.start : total.span.start][-16:])
        if noun is None or place < 2:
            continue
        kind = _kind(total)
        start = max(sheet.text.rfind(mark, span.start, level[place - 1].span.start) for mark in ";；") + 1 or span.start
        parts = [part for part in _parts(sheet, Span(start, total.span.start)) if kind in part.figures]
        words = sheet.text[start : total.span.start]
        if kind is None or len(parts) < 2 or _PARTIAL.search(words) or _AMONG.search(words):
            continue
        readings = [parts[first:] for first in range(len(parts) - 1)]
        # 两个季度合计: what is counted right before the word are the parts themselves.
        others = [each for each in level[:place] if each.span.start >= start and _kind(each) not in (kind, None)]
        others = [each for each in others if total.span.start - each.span.end > _NEAR_TOTAL]
        # 总计实施重点项目45个: what a noun of its own names may hold more than the parts told before it.
        own = kind == "count" and noun.group("noun") or sheet.text[total.span.end : total.span.end + 3].lstrip(",，") == "其中"
        own = own or re.match(r"[(（][^()（）]{0,6}(?:含|包括|剔除|扣除|重复)", sheet.text[total.span.end : total.span.end + 12])
        if own and not any(_agreeing({kind: total}, each) for each in readings):
            continue
        yield from _balanced(
            sheet, {kind: total}, readings, Span(total.span.start - len(noun.group()), total.span.end),
            divided=True, complete=not others and not noun.group("noun"),
        )  # fmt: skip


def _balanced(
    sheet: Sheet,
    totals: dict[str, Quantity],
    readings: Sequence[Sequence[_Part]],
    head: Span,
    *,
    divided: bool = False,
    complete: bool = False,
    nested: bool = False,
) -> Iterator[Relation]:
    """One relation per unit that total and all parts share, for the reading of the parts that adds up, else the first."""
    usable = [parts for parts in readings if len(parts) > 1]
    if not usable:
        return
    parts = next((each for each in usable if _agreeing(totals, each)), usable[0])
    agreeing = _agreeing(totals, parts)
    denied = _complement(parts)
    whole = denied or complete or bool(agreeing)
    behind = Span(min(part.span.start for part in parts), max(part.span.end for part in parts))
    partial = bool(_PARTIAL.search(behind.of(sheet.text)))
    for kind in [kind for kind in totals if all(kind in part.figures for part in parts)]:
        total, figures = totals[kind], [part.figures[kind] for part in parts]
        if total.value_norm is None or not total.value or not exact(total) or not all(exact(each) for each in figures):
            continue
        unit = total.value_norm / total.value
        left, right = _sum(parts, kind) / unit, total.value
        if kind in agreeing:
            result = PASS
        elif (not complete and not _same_measure(sheet, total, figures)) or (partial and left < right):
            continue
        elif (whole and not partial) or (divided and left > right and not complete):
            result = FAIL
        elif left > right or divided:
            result = UNCERTAIN
        else:
            continue
        if nested and result is not PASS and not denied:
            continue
        terms = "+".join(shown((each.value_norm or Decimal(0)) / unit) for each in figures)
        said = "与总数一致" if result is PASS else "与总数不一致"
        message = f"分项合计{terms}={shown(left)},总数{shown(right)}{total.unit},{said}"
        yield Relation(
            "sum", result, f"{terms}={shown(right)}", message, (head, behind), left, right, _tolerance(total, figures) / unit
        )


def _agreeing(totals: dict[str, Quantity], parts: Sequence[_Part]) -> list[str]:
    shared = [kind for kind in totals if all(kind in part.figures for part in parts)]
    return [
        kind
        for kind in shared
        if abs(_sum(parts, kind) - (totals[kind].value_norm or 0))
        <= _tolerance(totals[kind], [part.figures[kind] for part in parts])
    ]


def _complement(parts: Sequence[_Part]) -> bool:
    """Whether the parts' names say that they are all: the last is 其余, or one denies what another is."""
    if _REST.search(parts[-1].name):
        return True
    names = [part.name for part in parts]
    denied = [match.group("no", "what") for name in names if (match := _NOT.search(name))]
    return any(what in name.replace(no + what, "") for no, what in denied for name in names)


def _same_measure(sheet: Sheet, total: Quantity, figures: Sequence[Quantity]) -> bool:
    """Whether parts measure what the total measures: one unit for counts; for money the noun before it (总投资, 到位资金)."""
    if _kind(total) == "count":
        return all(each.unit == total.unit for each in figures)
    own = _measure(sheet, total)
    return (
        all(_measure(sheet, each) in (own, "") for each in figures)
        if own
        else len({_measure(sheet, each) for each in figures}) == 1
    )


def _measure(sheet: Sheet, quantity: Quantity) -> str:
    match = _MEASURE.search(_label(sheet, quantity))
    return match.group("what") if match else ""


def _label(sheet: Sheet, quantity: Quantity) -> str:
    before = sheet.before(quantity.span.start, 8)
    stops = [match.end() for match in _NAME_START.finditer(before)]
    return _LABEL.sub("", before[stops[-1] if stops else 0 :].strip())


def _sum(parts: Sequence[_Part], kind: str) -> Decimal:
    return sum((part.figures[kind].value_norm or Decimal(0) for part in parts if kind in part.figures), Decimal(0))


def _tolerance(total: Quantity, parts: Sequence[Quantity]) -> Decimal:
    """Zero for counts; for measures what rounding each printed figure may hide."""
    return sum((hidden(each) for each in (total, *parts)), Decimal(0)) if _kind(total) != "count" else Decimal(0)


def _segments(text: str, span: Span) -> Iterator[Span]:
    for match in re.finditer(r"[^;；。]+", span.of(text)):
        yield Span(*match.span()).shifted(span.start)


def _readings(sheet: Sheet, span: Span, *, colon: bool) -> list[list[_Part]]:
    """The ways to read the parts of a stretch, the likeliest first: between ；; the clauses before the first ；; beginnings of these."""
    segments = list(_segments(sheet.text, span))
    by_segment = [parts[0] for segment in segments if (parts := _parts(sheet, segment, first=True))]
    near = _parts(sheet, segments[0]) if segments else []
    rest = next((place for place, part in enumerate(near) if _REST.search(part.name)), None)
    near = near if rest is None else near[: rest + 1]
    everything = [part for segment in segments for part in _parts(sheet, segment)]
    ordered = [by_segment, near] if len(by_segment) > 1 and (colon or len(near) < 2) else [near, by_segment]
    return [*ordered, everything, *(near[:count] for count in range(len(near) - 1, 1, -1))]


def _parts(sheet: Sheet, span: Span, *, first: bool = False) -> list[_Part]:
    """Figures grouped into parts: a second figure of one kind begins the next part. ``first`` reads one part for it all."""
    groups: list[list[Quantity]] = []
    level = sheet.level(span)
    arabic = any(_kind(each) == "count" and _arabic(each) for each in level)
    for quantity in level:
        kind = _kind(quantity)
        if kind == "count" and arabic and not _arabic(quantity):  # 两个片区,甲a个,乙b个
            continue
        if kind is None or _CHANGED.search(sheet.before(quantity.span.start, 4)):
            continue
        if groups and kind not in [_kind(each) for each in groups[-1]]:
            groups[-1].append(quantity)
        elif not (groups and first):
            groups.append([quantity])
    parts: list[_Part] = []
    for group in groups:
        figures = {kind: each for each in reversed(group) if (kind := _kind(each)) is not None}
        before = sheet.text[max(span.start, group[0].span.start - 24) : group[0].span.start]
        stops = [match.end() for match in re.finditer(r"[,，。;；:：、]|和|与|\d", before)]
        name = before[stops[-1] if stops else 0 :]
        # 其余12个为服务业项目: what the part is may also stand behind its figure, its place never does.
        parts.append(_Part(Span(group[0].span.start - len(name), group[-1].span.end), name, figures))
    return parts


def _figures(sheet: Sheet, span: Span) -> dict[str, Quantity]:
    """The last figure of each kind of unit in a stretch."""
    return {
        kind: each
        for each in sheet.level(span)
        if (kind := _kind(each)) is not None and not _CHANGED.search(sheet.before(each.span.start, 4))
    }


def _arabic(quantity: Quantity) -> bool:
    return any(character.isdigit() for character in quantity.text)


def _kind(quantity: Quantity) -> str | None:
    if quantity.unit_norm in ("人", "名"):
        return "人"
    if quantity.unit_norm in COUNT_UNITS:
        # 分为两类,分别为a个和b个: classes are no parts.
        return None if quantity.unit_norm in ("次", "人次", "类", "种", "批次", "场次") else "count"
    return None if quantity.unit_norm in _RATIOS else quantity.unit_norm


def _last_clauses(text: str, head: Span) -> Span:
    """The last two clauses before 其中: 项目78个,总投资327亿元."""
    stops = [match.end() for match in re.finditer(r"[,，;；:：。]", head.of(text).rstrip(" ,，;；:：。"))]
    start = head.start + (stops[-2] if len(stops) > 1 else 0)
    return Span(start, head.end)
