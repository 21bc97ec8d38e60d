"""What is done against what is aimed at: progress with target and level, distance to the even schedule, what is still lacking, granted and received."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from index.audit.evidence import (
    AGREE,
    FAIL,
    PASS,
    UNCERTAIN,
    Relation,
    Sheet,
    exact,
    half_unit,
    hidden,
    judged,
    rounded,
    shown,
)
from index.domain import Observation, Quantity, Span, Status
from index.extract import calendar_of
from index.indicators import CATALOGUE
from index.periods import find_periods

_TARGET = r"(?:目标|任务|计划|预算)(?:任务|数|值|总?量|额)?"
_OF_TARGET = re.compile(rf"(?:占|完成|达到?|为|是|相当于)[^,，。;；\d]{{0,12}}{_TARGET}[^,，。;；\d]{{0,4}}$")
_THE_SHARE = re.compile(r"^[)）]?的?(?:比例|比重)?(?:达到?|为|约)?$")
_AIMED = re.compile(rf"{_TARGET}[^,，。;；\d]{{0,6}}$|(?:力争|确保|计划|年度|全年)[^,，。;；\d]{{0,14}}$")
_WITH_TARGET_BEHIND = re.compile(r"(?:占|完成|达到?|为|是|相当于)(?:全年|年度|年|年初)[^,，。;；\d]{0,6}$")
_TARGET_BEHIND = re.compile(rf"^(?:的)?(?:年度|全年|年)?[^,，。;；\d]{{0,6}}{_TARGET}的?(?:比例)?(?:达到?|为|约)?$")
_AIMED_ONLY = re.compile(rf"(?:年度|全年|年|年初|下达|确定|安排)[^,，。;；\d]{{0,14}}{_TARGET}[^,，。;；\d]{{0,6}}$")
_DONE = re.compile(
    r"^[^。;；\d]{0,16}(?:已|累计|实际|目前|现|上半年|\d月)[^。;；\d]{0,6}(?:完成|实现|达到?|到位|开工|投产|竣工|建成|签约)[^,，。;；\d]{0,6}$|^[^。;；\d]{0,10}[,，](?:完成|实现)[^,，。;；\d]{0,6}$"
)
_RATE_OF_IT = re.compile(
    r"^[^。;；\d]{0,6}[,，](?:目标|任务)?(?:[^,，。;；\d]{0,4}率|完成比例|进度|占(?:比|全年|年度|年|计划|目标|任务)|完成(?:全年|年度|年)?(?:目标|任务|进度)|达)[^,，。;；\d]{0,14}$"
)
_LACKING = re.compile(
    r"^[^。;；\d]{0,6}[,，](?:距(?:离)?[^,，。;；\d]{0,10})?(?:还差|尚差|尚缺|仍差|相差|欠[帐账]|差距为?|还需完成|尚需完成|剩余)(?:约|达|为)?$"
)
_UNTIL = re.compile(r"截[至止](?:\d{4}年)?(\d{1,2})月")
_EVEN = re.compile(r"序时(?:进度)?(?:要求)?")
_BEHIND = re.compile(r"差欠|落后|低于|慢于|滞后|差|欠")
_OWED = re.compile(r"^[,，、]\s*欠[帐账](?:约|达)?$")
_GRANTED = re.compile(r"(?P<first>授信|获批|批复|申报)[^。;；\d]{0,16}?$")
_RECEIVED = re.compile(r"^[^。;；\d]{0,10}?(?P<second>到位|获批|到账)[^\d。;；,，]{0,4}$")


def check_progress(sheet: Sheet, observations: Sequence[Observation]) -> Iterator[Relation]:
    done: dict[str, Observation] = {}
    for each in observations:
        if each.status is not Status.TARGET and each.quantity.unit_norm == "元" and exact(each.quantity):
            done.setdefault(each.indicator, each)
    for span in sheet.sentences:
        figures = sheet.level(span)
        every = sheet.inside(span)
        for listed in (figures, every) if len(every) > len(figures) else (figures,):
            for triple in zip(listed, listed[1:], listed[2:], strict=False):
                yield from _completed(sheet, span, triple)
                yield from _lacking(sheet, span, triple)
        for first, second in zip(figures, figures[1:], strict=False):
            yield from _schedule(sheet, span, first, second)
            yield from _granted(sheet, first, second)
        yield from _owed(sheet, span, figures, done)


def _completed(sheet: Sheet, span: Span, triple: Sequence[Quantity]) -> Iterator[Relation]:
    """A,占年目标B的x% · 年目标B,已完成A,完成率x%."""
    one, two, rate = triple
    if rate.unit_norm != "%" or one.unit_norm != two.unit_norm or one.unit_norm in ("%", "百分点"):
        return
    before = sheet.text[max(span.start, one.span.start - 24) : one.span.start]
    between, behind = sheet.text[one.span.end : two.span.start], sheet.text[two.span.end : rate.span.start]
    if len(between) > 30 or len(behind) > 24:
        return
    told = _OF_TARGET.search(between) and _THE_SHARE.match(behind)
    if told or (_WITH_TARGET_BEHIND.search(between) and _TARGET_BEHIND.match(behind)):
        done, target = one, two
    elif _AIMED_ONLY.search(before) and _DONE.match(between) and _RATE_OF_IT.match(behind):
        done, target = two, one
    else:
        return
    if not target.value_norm or done.value_norm is None or rate.value is None:
        return
    computed = done.value_norm / target.value_norm * 100
    tolerance = half_unit(rate.value) + 100 * (hidden(done) + hidden(target) * computed / 100) / target.value_norm
    # 目标50亿元以上: progress is told against the figure itself.
    result = judged(computed, rate, tolerance, sure=exact(done) and target.high is None)
    message = f"完成{done.text},目标{target.text},完成率应为{shown(rounded(computed))}%,文中为{rate.text},{AGREE[result]}"
    at = Span(one.span.start - len(before) + _last_stop(before), rate.span.end)
    expression = (
        f"{shown(done.value or Decimal(0))}{done.unit}/{shown(target.value or Decimal(0))}{target.unit}={shown(rate.value)}%"
    )
    yield Relation("completion", result, expression, message, (at,), rounded(computed), rate.value, tolerance)


def _lacking(sheet: Sheet, span: Span, triple: Sequence[Quantity]) -> Iterator[Relation]:
    """年目标B,已完成A,还差C: the three add up."""
    one, two, gap = triple
    if not one.unit_norm == two.unit_norm == gap.unit_norm or one.unit_norm in ("%", "百分点"):
        return
    before = sheet.text[max(span.start, one.span.start - 24) : one.span.start]
    between, behind = sheet.text[one.span.end : two.span.start], sheet.text[two.span.end : gap.span.start]
    if len(between) > 30 or len(behind) > 24 or not _LACKING.match(behind) or gap.value is None or not gap.value_norm:
        return
    if _AIMED_ONLY.search(before) and _DONE.match(between):
        target, done = one, two
    elif _OF_TARGET.search(between):
        done, target = one, two
    else:
        return
    if target.value_norm is None or done.value_norm is None:
        return
    computed = target.value_norm - done.value_norm
    tolerance = hidden(target) + hidden(done) + hidden(gap)
    result = judged(computed, gap, tolerance, sure=exact(done) and target.high is None)
    unit = gap.value_norm / gap.value
    message = f"目标{target.text}减去已完成{done.text}应为{shown(computed / unit)}{gap.unit},文中为{gap.text},{AGREE[result]}"
    at = Span(one.span.start - len(before) + _last_stop(before), gap.span.end)
    yield Relation(
        "gap", result, f"{target.text}-{done.text}={gap.text}", message, (at,), computed / unit, gap.value, tolerance / unit
    )


def _last_stop(words: str) -> int:
    return max(words.rfind(mark) for mark in ",，;；。:：、") + 1


def _schedule(sheet: Sheet, span: Span, first: Quantity, second: Quantity) -> Iterator[Relation]:
    """Progress and its distance to the even schedule add up to the share of the year gone by."""
    if {first.unit_norm, second.unit_norm} != {"%", "百分点"}:
        return
    rate, gap = (first, second) if first.unit_norm == "%" else (second, first)
    between = sheet.text[first.span.end : second.span.start]
    near = sheet.text[max(span.start, gap.span.start - 18) : gap.span.end + 6]
    lead = sheet.text[max(span.start, first.span.start - 26) : first.span.start]
    spoken = _EVEN.search(between) if rate is first else _EVEN.search(lead) and re.search("目标|任务|进度|完成", between)
    if not spoken or len(between) > 30 or re.search(r"[。;；]", between) or rate.value is None or gap.value is None:
        return
    if rate is first and not re.search(r"目标|任务|进度|完成|占|预算", lead):
        return
    behind = bool(_BEHIND.search(near))
    implied = rate.value + gap.value if behind else rate.value - gap.value
    tolerance = half_unit(rate.value) + half_unit(gap.value)
    dues = [Decimal(months) / 12 * 100 for months in _months(sheet, span, first.span.start)]
    agreeing = [due for due in dues if abs(implied - due) <= tolerance]
    even = any(abs(implied - Decimal(month) / 12 * 100) <= tolerance + Decimal("0.01") for month in range(1, 13))
    result = PASS if agreeing or (not dues and even) else FAIL if dues and not even and exact(rate) and exact(gap) else UNCERTAIN
    due = next(iter(agreeing or dues), None)
    sign = "+" if behind else "-"
    against = f",应为序时进度{shown(rounded(due))}%" if due is not None else ""
    message = f"{shown(rate.value)}%{sign}{shown(gap.value)}个百分点={shown(implied)}%{against},{AGREE[result]}"
    at = Span(first.span.start - len(lead) + _last_stop(lead), second.span.end)
    expression = f"{shown(rate.value)}{sign}{shown(gap.value)}"
    yield Relation("progress", result, expression, message, (at,), implied, due, tolerance)


def _months(sheet: Sheet, span: Span, at: int) -> list[int]:
    """Months gone by that a sentence or its report may mean; none where neither says."""
    mentions = find_periods(sheet.text[span.start : at], calendar_of(sheet.report))
    told = [
        mention.period.months
        for mention in mentions
        if mention.period is not None and mention.kind in ("span", "half", "quarter")
    ]
    told += [int(month) for month in _UNTIL.findall(sheet.text[span.start : at])]
    own = sheet.report.period.months if sheet.report.period else 6 if "上半年" in sheet.text[:2000] else None
    return [months for months in (*told[::-1], own) if months is not None and months < 12]


def _owed(sheet: Sheet, span: Span, figures: Sequence[Quantity], done: dict[str, Observation]) -> Iterator[Relation]:
    """完成年目标的x%,差欠序时进度y个百分点,欠帐z: level, progress and distance give what is owed."""
    for rate, gap, owed in zip(figures, figures[1:], figures[2:], strict=False):
        if (rate.unit_norm, gap.unit_norm, owed.unit_norm) != ("%", "百分点", "元") or not rate.value or not owed.value:
            continue
        if not _OWED.match(sheet.text[gap.span.end : owed.span.start]) or gap.value is None or owed.value_norm is None:
            continue
        clause = sheet.text[max(span.start, rate.span.start - 40) : rate.span.start]
        named = CATALOGUE.mentions(clause)
        level = done.get(named[-1].indicator.name) if named else None
        if level is None or level.quantity.value_norm is None:
            continue
        target = level.quantity.value_norm / rate.value * 100
        computed = target * gap.value / 100
        tolerance = (
            hidden(owed) + target / 100 * (half_unit(gap.value) + half_unit(rate.value) * gap.value / rate.value) + computed / 500
        )
        result = PASS if abs(computed - owed.value_norm) <= tolerance else UNCERTAIN
        unit = owed.value_norm / owed.value
        message = (
            f"{level.quantity.text}为目标的{rate.text},推算目标{shown(rounded(target / unit))}{owed.unit},"
            f"差{gap.text}即{shown(rounded(computed / unit))}{owed.unit},文中为{owed.text},{AGREE[result]}"
        )
        expression = f"{level.quantity.text}/{shown(rate.value)}%*{shown(gap.value)}%={owed.text}"
        spans = (level.span, Span(rate.span.start, owed.span.end))
        yield Relation(
            "implied_target", result, expression, message, spans, rounded(computed / unit), owed.value, tolerance / unit
        )


def _granted(sheet: Sheet, first: Quantity, second: Quantity) -> Iterator[Relation]:
    """What arrived is not more than what was granted, nor granted more than applied for, unless years are mixed."""
    if first.unit_norm != "元" or second.unit_norm != "元" or not (exact(first) and exact(second)):
        return
    before = _GRANTED.search(sheet.before(first.span.start, 24))
    between = re.sub(r"[(（][^()（）]*[)）]", "", sheet.text[first.span.end : second.span.start][:60]).lstrip(",，")
    link = _RECEIVED.match(between)
    if before is None or link is None or link.group("second") == before.group("first"):
        return
    if first.value_norm is None or second.value_norm is None:
        return
    fine = second.value_norm <= first.value_norm
    earlier, later = before.group("first"), link.group("second")
    message = (
        f"{later}{second.text}不超过{earlier}{first.text}"
        if fine
        else f"{later}{second.text}超过{earlier}{first.text},可能含以前年度,原文未说明口径"
    )
    span = Span(first.span.start - len(before.group()), second.span.end)
    yield Relation(
        "bound",
        PASS if fine else UNCERTAIN,
        f"{second.text}<={first.text}",
        message,
        (span,),
        second.value_norm,
        first.value_norm,
    )
