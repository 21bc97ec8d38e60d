"""Verdicts: each number of a sentence against every figure of the spans it cites, the best reading of it winning."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.domain import Period, Quantity, Span, Status, Verdict, VerdictKind
from index.extract import claims
from index.numerals import Figure, figures, fold, quantities
from index.periods import Calendar, PeriodMention, find_periods, period_label
from index.verify.agreement import copied_from, differences
from index.verify.copying import changed
from index.verify.counting import counts_own
from index.verify.formulas import formula_of, holds
from index.verify.injection import commanded
from index.verify.likeness import kind_of, same_figure
from index.verify.times import ruling
from index.verify.told import CitedSpan, Role, Told, quotes, told_by
from index.verify.zones import Whose, whose, zones_at

_MARK = re.compile(r"\[\d+\]")
_ORDINAL = re.compile(r"^\s*(?:\d{1,2}[.、)）](?!\d))|第\d{1,2}(?=[批期届条点项章])|[（(]\d{1,2}[)）]")
_COVERAGE = re.compile(r"(?:依据|检索|查阅|引用)\s*(?<!\d)\d{1,6}(?:/\d{1,6})?\s*(?:份|个)|(?<!\d)\d{1,6}/\d{1,6}\s*份")
_ANAPHORA = re.compile(
    r"[两二三四五六七八九十][个处项者份家组]数?(?=不一致|不符|不同|有出入|相差|矛盾|均|都|各|分别|之间|之和|合计|相比)"
    r"|[两二三四五六七八九十]项(?:主要|经济)*指标(?=中|里|当中)"
)
"""两处不一致, 三项均…: a count of what the sentence itself has named, or of its sources."""
_DENIAL = re.compile(r"不|未|没|无|并非|而非|否|查不到|所问|问的|说法|[?？吗]")
_MONTHS = re.compile(r"(\d{1,2})月?(?:份)?[-~至到]+(\d{1,2})月")
_LETTERS_BEFORE = re.compile(r"([A-Za-z]+)[-·]?$")
_LETTERS_BEHIND = re.compile(r"[A-Za-z]*")
_NOTE = {Status.ESTIMATE: "(预计数)", Status.TARGET: "(目标)"}
_GRAVEST = ("zone", "status", "indicator", "period", "value")
"""Of several points in which a figure differs the first here is told; a target told as a result is the worst error but one."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A sentence with everything its numbers are held against."""

    sentence: str
    cited: Sequence[CitedSpan]
    stated: Sequence[Told]
    zones: Sequence[Whose]
    question: str
    asked: frozenset[tuple[Decimal | None, str]]
    by_calendar: dict[Calendar, tuple[dict[Span, Told], list[PeriodMention]]]

    def claim(self, quantity: Quantity, calendar: Calendar) -> tuple[Told, list[PeriodMention]]:
        """A number of the sentence as it reads in the time of a report, and the periods the sentence names there."""
        if calendar not in self.by_calendar:
            # A zone's name is no part of what a figure measures: 青河经开区民间投资、技改投资分别为….
            nameless = self.sentence.replace("月份", "月 ")
            for each in self.zones:
                nameless = nameless[: each.start] + " " * (each.end - each.start) + nameless[each.end :]
            read = told_by(self.sentence, claims(nameless, calendar))
            self.by_calendar[calendar] = {each.at: each for each in read}, find_periods(self.sentence, calendar)
        told, named = self.by_calendar[calendar]
        return told.get(quantity.span) or Told(quantity, self.sentence, quantity.span), named


def verify(
    sentence: str, cited: Sequence[CitedSpan], *, question: str = "", formulas: Mapping[str, str] | None = None
) -> list[Verdict]:
    """A verdict for every number of ``sentence``, in order of place; numbers that claim nothing are ``context``.

    ``question`` is the asker's own words: a sentence that denies or asks back may repeat its numbers, as context.
    ``formulas`` maps a number as it stands in the sentence to the arithmetic that gives it (``44/180*100``); it is
    ``computed`` where every decimal of the formula stands in the cited spans and the result rounds to the number.
    """
    plain = _MARK.sub(lambda mark: " " * len(mark.group()), sentence)
    case = _Case(
        plain,
        cited,
        _stated(cited),
        whose(plain, cited),
        question,
        frozenset(_identity(each) for each in quantities(question)),
        {},
    )
    calendar = _calendar(cited[0]) if cited else Calendar()
    context = _context_spans(sentence, calendar)
    read = [quantity for quantity in quantities(plain) if not any(span.contains(quantity.span) for span in context)]
    verdicts = []
    for quantity in read:
        formula = formula_of(quantity, formulas or {})
        if formula is not None and holds(formula, quantity, quotes(cited), plain[: quantity.span.start]):
            verdicts.append(Verdict(quantity.span, quantity.text, VerdictKind.COMPUTED, quantity, formula=formula))
        else:
            judged = _judged(case, quantity)
            verdicts.append(replace(judged, formula=formula) if formula and judged.kind is VerdictKind.NOT_FOUND else judged)
    spoken_for = [*(each.span for each in read), *(Span(*mark.span()) for mark in _MARK.finditer(sentence))]
    verdicts += [
        Verdict(span, span.of(sentence), VerdictKind.CONTEXT)
        for span in (Span(*each.span()) for each in _ANAPHORA.finditer(fold(sentence)))
    ]
    for figure in figures(sentence):
        if any(span.overlaps(figure.span) for span in spoken_for):
            continue
        within = any(span.overlaps(figure.span) for span in context)
        verdicts.append(
            Verdict(figure.span, figure.text, VerdictKind.CONTEXT) if within else _judged_bare(case, figure, question)
        )
    verdicts.extend(_wrong_times(case, calendar, question, claimed=bool(read)))
    return sorted(_uncopied(case, verdicts), key=lambda verdict: verdict.span)


def _uncopied(case: _Case, verdicts: list[Verdict]) -> list[Verdict]:
    """The verdicts, with those on numbers that were changed in copied words made what they are."""
    for each in changed(case.sentence, _fitting(case)):
        touched = [verdict for verdict in verdicts if verdict.span.overlaps(each.span)]
        if any(verdict.kind in (VerdictKind.COMPUTED, VerdictKind.MISMATCH) for verdict in touched):
            continue
        whole = touched[0] if touched else Verdict(each.span, each.span.of(case.sentence), VerdictKind.CONTEXT)
        dated = not touched or whole.kind is VerdictKind.CONTEXT
        verdicts = [verdict for verdict in verdicts if verdict not in touched]
        verdicts.append(
            replace(
                whole,
                kind=VerdictKind.MISMATCH,
                status=None,
                disagrees="status" if each.unsaid else "period" if dated else "value",
                report_id=each.cited.report_id,
                evidence=each.source.shifted(each.cited.span.start),
                found=_words_around(each.cited.quote, each.source),
            )
        )
    return verdicts


def _fitting(case: _Case) -> list[CitedSpan]:
    """The cited spans of the zones the sentence names, all where it names none."""
    zones = {name for each in case.zones for name in each.zones}
    return [each for each in case.cited if not zones or each.zone in zones]


def _words_around(quote: str, figure: Span) -> str:
    start = max(quote.rfind(mark, 0, figure.start) for mark in ",，。;；、:：\n") + 1
    ends = [at for at in (quote.find(mark, figure.end) for mark in ",，。;；、:：\n") if at >= 0]
    return quote[start : min(ends, default=len(quote))]


def _calendar(cited: CitedSpan) -> Calendar:
    return cited.calendar or Calendar(cited.period)


def _identity(quantity: Quantity) -> tuple[Decimal | None, str]:
    return quantity.value_norm, kind_of(quantity.unit_norm)


def _stated(cited: Sequence[CitedSpan]) -> list[Told]:
    """Every figure of the quotes; none of those that stand in words addressed to the reader's machine."""
    found = []
    for each in cited:
        commands = commanded(each.quote)
        told = told_by(each.quote, each.observations, each.span.start, cited=each)
        found += [one for one in told if not any(span.overlaps(one.at) for span in commands)]
    return found


def _context_spans(sentence: str, calendar: Calendar) -> list[Span]:
    folded = fold(sentence)
    spans = [Span(*match.span()) for pattern in (_MARK, _ORDINAL, _COVERAGE, _ANAPHORA) for match in pattern.finditer(folded)]
    return spans + [mention.span for mention in find_periods(sentence, calendar)]


def _judged(case: _Case, quantity: Quantity) -> Verdict:
    """The verdict on one number: of the source's figures of its value the one that differs in least decides."""
    zones = zones_at(case.zones, quantity.span.start)
    best: tuple[tuple[bool, int, int], list[str], Told] | None = None
    for stated in case.stated:
        if not same_figure(quantity, stated.quantity) or stated.cited is None:
            continue
        claim, named = case.claim(quantity, _calendar(stated.cited))
        # Another report's figures are no rivals: there the same thing is called otherwise.
        rivals = [each for each in case.stated if each.cited and each.cited.report_id == stated.cited.report_id]
        found = differences(claim, stated, named, rivals)
        if zones is not None and stated.cited.zone not in zones:
            found.insert(0, "zone")
        if not found:
            status = stated.row.status if stated.row else None
            return _verdict(quantity, VerdictKind.SUPPORTED, stated, status=status)
        found.sort(key=_GRAVEST.index)
        # A figure of the thing itself, told as done or of another time, says more than an equal one of something else.
        rank = "indicator" in found, len(found), -_GRAVEST.index(found[0])
        if best is None or rank < best[0]:
            best = rank, found, stated
    nearest = _nearest(case, quantity, zones)
    if best is not None and not (nearest is not None and "indicator" in best[1]):
        return _verdict(quantity, VerdictKind.MISMATCH, best[2], disagrees=best[1][0])
    if nearest is not None:
        return nearest
    if best is not None:
        return _verdict(quantity, VerdictKind.MISMATCH, best[2], disagrees=best[1][0])
    if _is_length_of_time(case, quantity) or counts_own(
        case.sentence, quantity.span, zones=len({each.zone for each in case.cited}), question=case.question
    ):
        return Verdict(quantity.span, quantity.text, VerdictKind.CONTEXT, quantity)
    if _identity(quantity) in case.asked and _denies(case.sentence, quantity.span):
        return Verdict(quantity.span, quantity.text, VerdictKind.CONTEXT, quantity)
    return Verdict(quantity.span, quantity.text, VerdictKind.NOT_FOUND, quantity)


def _is_length_of_time(case: _Case, quantity: Quantity) -> bool:
    """前9个月: the length of the very period a source is of."""
    told = quantity.text.endswith("个月") and case.sentence[quantity.span.end :].startswith(
        ("内", "里", "来", "间", ",", "，", "共")
    )
    return told and any(each.period is not None and each.period.months == quantity.value for each in case.cited)


def _verdict(
    quantity: Quantity, kind: VerdictKind, stated: Told, *, status: Status | None = None, disagrees: str | None = None
) -> Verdict:
    cited = stated.cited
    assert cited is not None
    found = stated.quantity.text if kind is VerdictKind.SUPPORTED else _said(stated, disagrees)
    place = stated.at.shifted(cited.span.start)
    return Verdict(quantity.span, quantity.text, kind, quantity, status, disagrees, cited.report_id, place, found)


def _said(stated: Told, disagrees: str | None) -> str:
    """The source's own words for a figure, with what governs it from outside them."""
    row, cited = stated.row, stated.cited
    words = row.quote if row is not None else stated.quantity.text
    if stated.quantity.text not in words:
        words = f"{words},{stated.quantity.text}"
    if row is not None:
        words += _NOTE.get(row.status, "")
    if disagrees == "period" and row is not None and row.period is not None:
        words = f"{period_label(row.period)}:{words}"
    return f"{cited.zone}:{words}" if disagrees == "zone" and cited is not None else words


def _nearest(case: _Case, quantity: Quantity, zones: frozenset[str] | None) -> Verdict | None:
    """What the source has instead: the same thing with another figure, or the same digits in another unit."""
    digits: Told | None = None
    same: Told | None = None
    for stated in case.stated:
        cited = stated.cited
        if cited is None or (zones is not None and cited.zone not in zones):
            continue
        claim, named = case.claim(quantity, _calendar(cited))
        there = _is_of_one_thing(claim, stated)
        if stated.quantity.value == quantity.value and _confusable(stated.quantity.unit_norm, quantity.unit_norm):
            digits = stated if digits is None or there else digits
        comparable = kind_of(stated.quantity.unit_norm) == kind_of(quantity.unit_norm)
        if there and comparable and (same is None or (_fits_time(claim, stated, named) and not _fits_time(claim, same, named))):
            same = stated
    if digits is not None and digits.quantity.value_norm != quantity.value_norm:
        return _verdict(quantity, VerdictKind.MISMATCH, digits, disagrees="unit")
    if digits is not None and kind_of(digits.quantity.unit_norm) != kind_of(quantity.unit_norm):
        return _verdict(quantity, VerdictKind.MISMATCH, digits, disagrees="unit")
    if same is not None and not same_figure(quantity, same.quantity):
        return _verdict(quantity, VerdictKind.MISMATCH, same, disagrees="value")
    return None


def _is_of_one_thing(claim: Told, stated: Told) -> bool:
    if claim.row is None or stated.row is None:
        return copied_from(claim, stated) is not None
    return claim.row.indicator == stated.row.indicator and (claim.role or Role.LEVEL) is (stated.role or Role.LEVEL)


def _fits_time(claim: Told, stated: Told, named: Sequence[PeriodMention]) -> bool:
    mention = ruling(claim, named)
    return mention is not None and stated.row is not None and mention.period == stated.row.period


def _confusable(left: str, right: str) -> bool:
    """Units a writer slips between: 亿 and 万 of one kind, %, 百分点 and 倍."""
    return left == right or {left, right} <= {"%", "百分点", "倍"} or {left, right} <= {"元", "美元"}


def _denies(sentence: str, at: Span) -> bool:
    """Whether the clause of a number, or what leads it in, denies it or asks back: only then may the asker's number be repeated."""
    start = max(sentence.rfind(mark, 0, at.start) for mark in "。;；!！\n") + 1
    ends = [place for place in (sentence.find(mark, at.end) for mark in ",，。;；!！\n") if place >= 0]
    return _DENIAL.search(sentence[start : min(ends, default=len(sentence))]) is not None


def _judged_bare(case: _Case, figure: Figure, question: str) -> Verdict:
    """A number without a unit: a source must have it without one too, or with the same character behind it; one of a Latin
    name (T8, 5G) in the same name."""
    behind = case.sentence[figure.span.end : figure.span.end + 1]
    for each in case.cited:
        united = [one.at for one in case.stated if one.cited is each]
        for other in figures(each.quote):
            following = each.quote[other.span.end : other.span.end + 1]
            dated = bool({behind, following} & set("-~至年月日"))
            alone = not dated and not any(span.contains(other.span) for span in united)
            named = _letters(case.sentence, figure.span) == _letters(each.quote, other.span)
            if other.value == figure.value and named and (alone or following == behind):
                place = other.span.shifted(each.span.start)
                return Verdict(
                    figure.span, figure.text, VerdictKind.SUPPORTED, report_id=each.report_id, evidence=place, found=other.text
                )
    if any(other.value == figure.value for other in figures(question)) and _denies(case.sentence, figure.span):
        return Verdict(figure.span, figure.text, VerdictKind.CONTEXT)
    return Verdict(figure.span, figure.text, VerdictKind.NOT_FOUND)


def _letters(text: str, at: Span) -> tuple[str, str]:
    """The Latin letters that a number stands among."""
    before, behind = _LETTERS_BEFORE.search(text[: at.start]), _LETTERS_BEHIND.match(text, at.end)
    return before[1] if before else "", behind.group() if behind else ""


def _wrong_times(case: _Case, calendar: Calendar, question: str, *, claimed: bool) -> list[Verdict]:
    """Years, and in a sentence without figures also months and days, that neither the quotes nor the ledger know."""
    if not case.cited:
        return []
    periods = {period for each in case.cited for period in (each.period, *(row.period for row in each.observations)) if period}
    told = [mention for each in case.cited for mention in find_periods(each.quote, _calendar(each))]
    # ‘十四五’末 names no year: a sentence that does has it from elsewhere.
    periods |= {mention.period for mention in told if mention.period and mention.kind != "plan"}
    years = {year for period in periods for year in range(period.start.year, (period.end or period.start).year + 1)}
    years |= {int(figure.value) for each in case.cited for figure in figures(each.quote) if figure.value == int(figure.value)}
    found = []
    for mention in find_periods(case.sentence, calendar):
        if mention.period is None and _runs_backwards(mention.text):
            found.append(_strange(mention, case, "period"))
        if mention.period is None or mention.kind == "plan" or mention.text in question:
            continue
        strange = (
            mention.year_stated and not {mention.period.start.year, (mention.period.end or mention.period.start).year} <= years
        )
        if strange or (not claimed and _unknown_months(mention, mention.period, periods, case.cited)):
            found.append(_strange(mention, case, "period"))
    return found


def _runs_backwards(words: str) -> bool:
    """Whether words name months in an order that no period has: 9-6月."""
    match = _MONTHS.search(words)
    return match is not None and int(match[1]) >= int(match[2])


def _strange(mention: PeriodMention, case: _Case, disagrees: str) -> Verdict:
    first = case.cited[0]
    found = first.zone if disagrees == "zone" else period_label(first.period)
    return Verdict(mention.span, mention.text, VerdictKind.MISMATCH, disagrees=disagrees, report_id=first.report_id, found=found)


def _unknown_months(mention: PeriodMention, said: Period, known: set[Period], cited: Sequence[CitedSpan]) -> bool:
    if mention.kind not in ("month", "date", "deadline", "quarter", "half", "span") or said in known:
        return False
    return not any(mention.text in each.quote or any(mention.text in part for part in each.path) for each in cited)
