"""Figures that bind each other inside one statement: two units, a change and its rate, progress and its gap, granted and received."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from index.audit.evidence import FAIL, PASS, UNCERTAIN, Relation, approximate, exact, half_unit, sentences, shown
from index.domain import Quantity, Report, Span
from index.numerals import quantities

_FIGURE = r"\d+(?:\.\d+)?"
_CHANGE = re.compile(
    rf"由(?:原来?的?|原有)?(?P<before>{_FIGURE})(?P<unit>[^\d,，。;；(（]{{1,6}}?)(?:[^\d,，。;；]{{0,8}})"
    rf"(?P<verb>减至|精减至|压减至|整合为|降至|下降到|降到|减少到|增至|增加至|增加到|提高到|上升到|提升至|增长到|增到)"
    rf"(?P<after>{_FIGURE})(?P<unit2>[^\d,，。;；(（)）]{{1,6}})[,，(（]\s*(?P<word>[^\d,，。;；]{{0,8}}?)(?P<rate>{_FIGURE})%"
)
_SCHEDULE = re.compile(
    rf"(?:完成|占|达到?)[^,，。;；\d]{{0,10}}(?:目标|任务)[^,，。;；\d]{{0,6}}?(?P<done>{_FIGURE})%[,，]\s*"
    rf"(?P<way>差欠|落后|低于|慢于|超|超过|高于|快于|超前)序时进度(?P<gap>{_FIGURE})个?百分点"
    rf"(?:[,，]\s*欠[帐账](?P<owed>{_FIGURE})(?P<unit>亿元?|万元?))?"
)
_GRANTED = re.compile(rf"(?P<first>授信|获批|批复|申报)(?P<between>[^。;；\d]{{0,16}}?)(?={_FIGURE}(?:亿|万))")
_RECEIVED = re.compile(r"^[^。;；\d]{0,10}?(?P<second>到位|获批|到账)[^\d。;；,，]{0,4}$")


def check_figures(report: Report) -> Iterator[Relation]:
    text = report.matching
    for span in sentences(text):
        words = span.of(text)
        found = quantities(words)
        yield from _two_units(words, found, span)
        yield from _change(words, span)
        yield from _schedule(report, words, span)
        yield from _granted(words, found, span)


def _two_units(words: str, found: list[Quantity], at: Span) -> Iterator[Relation]:
    """12.4公顷(186亩): the same measure twice, each rounded as printed."""
    for first, second in zip(found, found[1:], strict=False):
        between, behind = words[first.span.end : second.span.start], words[second.span.end : second.span.end + 1]
        if not re.fullmatch(r"[(（](?:约|合|折合)?", between) or behind not in (")", "）") or first.unit == second.unit:
            continue
        if first.unit_norm != second.unit_norm or not (first.value and second.value and first.value_norm and second.value_norm):
            continue
        per_first, per_second = first.value_norm / first.value, second.value_norm / second.value
        tolerance = half_unit(first.value) * per_first + half_unit(second.value) * per_second
        apart = abs(first.value_norm - second.value_norm)
        loose = approximate([first, second])
        result = PASS if apart <= tolerance else UNCERTAIN if loose else FAIL
        left = first.value_norm / per_second
        said = "相符" if result is PASS else "不符"
        message = f"{first.text}折合{shown(left)}{second.unit},括注{second.text},{said}"
        yield Relation(
            "unit_pair", result, f"{shown(first.value)}{first.unit}={shown(second.value)}{second.unit}", message,
            (Span(first.span.start, second.span.end + 1).shifted(at.start),), left, second.value, tolerance / per_second,
        )  # fmt: skip


def _change(words: str, at: Span) -> Iterator[Relation]:
    """由A减至B(精减率x%): both levels and the rate stand in one statement, so they share one 口径."""
    for match in _CHANGE.finditer(words):
        before, after, rate = (Decimal(match.group(name)) for name in ("before", "after", "rate"))
        if not before or match.group("unit")[:1] != match.group("unit2")[:1] or re.search(r"占|其中|完成", match.group("word")):
            continue
        computed = abs(after - before) / before * 100
        counted = before == before.to_integral_value() and after == after.to_integral_value()
        hidden = Decimal(0) if counted else (half_unit(before) + half_unit(after)) / before * 100
        tolerance = half_unit(rate) + hidden + (computed * hidden / 100)
        result = PASS if abs(computed - rate) <= tolerance else FAIL
        rounded = computed.quantize(Decimal("0.01"))
        message = f"由{shown(before)}变为{shown(after)},变动率应为{shown(rounded)}%,文中为{shown(rate)}%,{'相符' if result is PASS else '不符'}"
        formula = f"({shown(max(before, after))}-{shown(min(before, after))})/{shown(before)}*100"
        yield Relation(
            "ratio",
            result,
            f"{formula}={shown(rate)}",
            message,
            (Span(*match.span()).shifted(at.start),),
            rounded,
            rate,
            tolerance,
        )


def _schedule(report: Report, words: str, at: Span) -> Iterator[Relation]:
    """Progress and its distance to the even schedule add up to the share of the year gone by."""
    for match in _SCHEDULE.finditer(words):
        done, gap = Decimal(match.group("done")), Decimal(match.group("gap"))
        behind = match.group("way") in ("差欠", "落后", "低于", "慢于")
        implied = done + gap if behind else done - gap
        tolerance = half_unit(done) + half_unit(gap)
        months = report.period.months if report.period else 6 if "上半年" in report.matching else None
        due = None if months is None else Decimal(months) / 12 * 100
        if due is not None and months is not None and months < 12:
            result = PASS if abs(implied - due) <= tolerance else FAIL
        else:
            even = any(abs(implied - Decimal(month) / 12 * 100) <= tolerance + Decimal("0.01") for month in range(1, 13))
            result, due = (PASS if even else UNCERTAIN), None
        sign = "+" if behind else "-"
        said = f"{shown(done)}%{sign}{shown(gap)}个百分点={shown(implied)}%"
        against = f",应为序时进度{shown(due.quantize(Decimal('0.01')))}%" if due is not None else ""
        message = f"{said}{against},{'相符' if result is PASS else '不符'}"
        spans = (Span(*match.span()).shifted(at.start),)
        yield Relation("progress", result, f"{shown(done)}{sign}{shown(gap)}", message, spans, implied, due, tolerance)


def _granted(words: str, found: list[Quantity], at: Span) -> Iterator[Relation]:
    """What arrived is not more than what was granted, nor granted more than applied for, unless years are mixed."""
    for match in _GRANTED.finditer(words):
        first = next((each for each in found if each.span.start == match.end() and each.unit_norm == "元"), None)
        if first is None:
            continue
        second = next((each for each in found if each.span.start > first.span.start and each.unit_norm == "元"), None)
        if second is None:
            continue
        link = _RECEIVED.match(re.sub(r"[(（][^()（）]*[)）]", "", words[first.span.end : second.span.start]).lstrip(",，"))
        if link is None or link.group("second") == match.group("first") or not (exact(first) and exact(second)):
            continue
        if first.value_norm is None or second.value_norm is None:
            continue
        fine = second.value_norm <= first.value_norm
        earlier, later = match.group("first"), link.group("second")
        message = (
            f"{later}{second.text}不超过{earlier}{first.text}"
            if fine
            else f"{later}{second.text}超过{earlier}{first.text},可能含以前年度,原文未说明口径"
        )
        span = Span(match.start(), second.span.end).shifted(at.start)
        yield Relation(
            "bound", PASS if fine else UNCERTAIN, f"{second.text}<={first.text}", message, (span,),
            second.value_norm, first.value_norm,
        )  # fmt: skip
