"""A sentence and the spans it cites -> a verdict for every number in it (核验).

Digits match exactly after parsing; 1.8亿元 is 18000万元, 百分点 is not %. Every number is held against the *cited* spans of its
own sentence, with the observations that stand in them and the words that govern those from outside (预计数,下同).
Claims are read with the ledger's own extractor, so a figure means the same in an answer as in a report.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.domain import Bound, Observation, Period, Quantity, Span, Status, Verdict, VerdictKind
from index.extract import claims
from index.governing import STATUS_WORDS
from index.indicators import CATALOGUE
from index.numerals import Figure, figures, fold, quantities
from index.periods import Calendar, find_periods

_MARK = re.compile(r"\[\d+\]")
_ORDINAL = re.compile(r"^\s*(?:\d{1,2}[.、)）](?!\d))|第\d{1,2}(?=[批期届条点项章])|[（(]\d{1,2}[)）]")
_COVERAGE = re.compile(r"(?:依据|检索|查阅|引用)\s*(?<!\d)\d{1,6}(?:/\d{1,6})?\s*(?:份|个)|(?<!\d)\d{1,6}/\d{1,6}\s*份")


_OPPOSITE = ({Bound.AT_LEAST, Bound.MORE_THAN}, {Bound.AT_MOST, Bound.ALMOST})
_THINGS = frozenset({"个", "家", "户", "项", "件", "处", "宗"})
_PEOPLE = frozenset({"人", "名", "位"})


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """What one citation of a sentence offers: the quote, where it stands, and the ledger's reading of it."""

    report_id: str
    span: Span
    quote: str
    zone: str
    period: Period | None
    observations: tuple[Observation, ...] = ()


def verify(
    sentence: str, cited: Sequence[CitedSpan], *, question: str = "", formulas: Mapping[str, str] | None = None
) -> list[Verdict]:
    """A verdict for every number of ``sentence``, in order of place; numbers that claim nothing are ``context``.

    ``question`` is the asker's own words: its numbers may be repeated without being supported, as context.
    ``formulas`` maps a number as it stands in the sentence to the arithmetic that gives it (``44/180*100``); it is
    ``computed`` where every decimal of the formula stands in the cited spans and the result rounds to the number.
    """
    formulas = formulas or {}
    calendar = Calendar(cited[0].period) if cited else Calendar()
    context = _context_spans(sentence, calendar)
    verdicts: list[Verdict] = []
    read = [quantity for quantity in quantities(sentence) if not any(span.contains(quantity.span) for span in context)]
    claimed = claims(sentence, calendar)
    named = {claim.value_span: claim for claim in claimed} | _growths(claimed, read)
    asked = {(quantity.value_norm, _kind(quantity.unit_norm)) for quantity in quantities(question)}
    for quantity in read:
        formula = formulas.get(quantity.text) or formulas.get(quantity.text.lstrip("大约概近超过为"))
        if formula is not None:
            kind = VerdictKind.COMPUTED if holds(formula, quantity, cited) else VerdictKind.NOT_FOUND
            verdicts.append(Verdict(quantity.span, quantity.text, kind, quantity, formula=formula))
        else:
            verdicts.append(_judge(sentence, quantity, named.get(quantity.span), cited, asked))
    marks = [Span(*match.span()) for match in _MARK.finditer(sentence)]
    spoken_for = [*(quantity.span for quantity in read), *marks]
    bare = [figure for figure in figures(sentence) if not any(span.overlaps(figure.span) for span in spoken_for)]
    quoted = {figure.value for each in cited for figure in figures(each.quote)}
    asked_bare = {figure.value for figure in figures(question)}
    for figure in bare:
        if any(span.overlaps(figure.span) for span in context):
            verdicts.append(Verdict(figure.span, figure.text, VerdictKind.CONTEXT))
        else:
            verdicts.append(_judge_bare(figure, quoted, asked_bare, cited))
    verdicts.extend(_period_conflicts(sentence, cited, calendar))
    return sorted(verdicts, key=lambda verdict: verdict.span)


def _growths(claimed: Sequence[Observation], read: Sequence[Quantity]) -> dict[Span, Observation]:
    """The figures that state a claim's growth, each with its claim: in 产值180亿元,增长9.7% both figures are about 产值."""
    found = {}
    for claim in claimed:
        if claim.growth is None or claim.growth.value is None:
            continue
        behind = (each for each in read if each.span.start >= claim.value_span.end and each.unit_norm == claim.growth.unit)
        figure = next((each for each in behind if each.value == abs(claim.growth.value)), None)
        if figure is not None:
            found[figure.span] = claim
    return found


def passes(verdicts: Sequence[Verdict]) -> bool:
    """Whether a sentence with these verdicts may be shown as plain text."""
    return all(verdict.kind not in (VerdictKind.MISMATCH, VerdictKind.NOT_FOUND) for verdict in verdicts)


def _context_spans(sentence: str, calendar: Calendar) -> list[Span]:
    folded = fold(sentence)
    spans = [Span(*match.span()) for pattern in (_MARK, _ORDINAL, _COVERAGE) for match in pattern.finditer(folded)]
    return spans + [mention.span for mention in find_periods(sentence, calendar)]


def _kind(unit_norm: str) -> str:
    """Classifiers that writers swap freely (个, 家, 户, 项; 人, 名) are one kind; 次 and 批次 are not of it."""
    if unit_norm in _THINGS:
        return "个"
    return "人" if unit_norm in _PEOPLE else unit_norm


def _same(left: Quantity, right: Quantity) -> bool:
    return (
        left.value_norm == right.value_norm
        and _kind(left.unit_norm) == _kind(right.unit_norm)
        and left.high_norm == right.high_norm
        and not any(left.bound in one and right.bound in other for one, other in (_OPPOSITE, _OPPOSITE[::-1]))
    )


def _judge(
    sentence: str,
    quantity: Quantity,
    claim: Observation | None,
    cited: Sequence[CitedSpan],
    asked: set[tuple[Decimal | None, str]],
) -> Verdict:
    misread: Verdict | None = None
    for each in cited:
        found = [other for other in quantities(each.quote) if _same(quantity, other)]
        for other in found:
            absolute = other.span.shifted(each.span.start)
            source = next((observation for observation in each.observations if observation.value_span.overlaps(absolute)), None)
            source = source or _grown_by(other, absolute, each.observations)
            disagrees = _disagreement(sentence, quantity, claim, source, each.observations)
            if disagrees is None:
                status = source.status if source else None
                return Verdict(
                    quantity.span,
                    quantity.text,
                    VerdictKind.SUPPORTED,
                    quantity,
                    status,
                    None,
                    each.report_id,
                    absolute,
                    other.text,
                )
            misread = misread or Verdict(
                quantity.span,
                quantity.text,
                VerdictKind.MISMATCH,
                quantity,
                None,
                disagrees,
                each.report_id,
                absolute,
                _said(source, other),
            )
    if misread is not None:
        return misread
    if (quantity.value_norm, _kind(quantity.unit_norm)) in asked:
        return Verdict(quantity.span, quantity.text, VerdictKind.CONTEXT, quantity)
    return _nearest(quantity, claim, cited)


def _disagreement(
    sentence: str, quantity: Quantity, claim: Observation | None, source: Observation | None, observations: Sequence[Observation]
) -> str | None:
    """Which of indicator, value (a growth's sign) and status of a figure's source differs from what the sentence says of it."""
    if source is None:
        return None
    if source.status in STATUS_WORDS and not STATUS_WORDS[source.status].search(sentence):
        return "status"
    if claim is None:
        return None
    mine, theirs = CATALOGUE.by_name.get(claim.indicator), CATALOGUE.by_name.get(source.indicator)
    if mine and theirs and mine != theirs:
        return "indicator"
    spoken_of = mine is not None and any(word in source.quote for word in (mine.name, *mine.aliases))
    if mine and not theirs and source.as_written not in sentence and not spoken_of:
        return "indicator"
    if claim.indicator != source.indicator and claim.indicator in {other.indicator for other in observations}:
        return "indicator"
    said, stated = claim.growth, source.growth
    if said and stated and said.value and stated.value and said.value == -stated.value and quantity.unit_norm == said.unit:
        return "value"
    return None


def _said(source: Observation | None, quantity: Quantity) -> str:
    if source is None:
        return quantity.text
    return source.quote + {Status.ESTIMATE: "(预计数)", Status.TARGET: "(目标)"}.get(source.status, "")


def _grown_by(figure: Quantity, place: Span, observations: Sequence[Observation]) -> Observation | None:
    """The observation whose growth a figure of the source states."""
    for observation in observations:
        growth = observation.growth
        stated = (
            growth is not None
            and growth.value is not None
            and abs(growth.value) == figure.value
            and growth.unit == figure.unit_norm
        )
        if stated and observation.span.start <= place.start and observation.value_span.end <= place.start:
            return observation
    return None


def _nearest(quantity: Quantity, claim: Observation | None, cited: Sequence[CitedSpan]) -> Verdict:
    """What the source has instead: the same indicator with another figure, the same digits in another unit, or nothing."""
    growth = claim is not None and claim.value_span != quantity.span
    for each in cited:
        for observation in each.observations:
            if claim is None or observation.indicator != claim.indicator:
                continue
            if observation.growth is not None if growth else _kind(observation.quantity.unit_norm) == _kind(quantity.unit_norm):
                return _mismatch(quantity, "value", each, observation.value_span, observation.quote)
        for other in quantities(each.quote):
            if other.value == quantity.value and _confusable(other.unit_norm, quantity.unit_norm):
                return _mismatch(quantity, "unit", each, other.span.shifted(each.span.start), other.text)
    return Verdict(quantity.span, quantity.text, VerdictKind.NOT_FOUND, quantity)


def _mismatch(quantity: Quantity, disagrees: str, cited: CitedSpan, evidence: Span, found: str) -> Verdict:
    return Verdict(
        quantity.span, quantity.text, VerdictKind.MISMATCH, quantity, None, disagrees, cited.report_id, evidence, found
    )


def _confusable(left: str, right: str) -> bool:
    """Units a writer slips between: 亿 and 万 of one kind, %, 百分点 and 倍."""
    rates = {"%", "百分点", "倍"}
    return left == right or {left, right} <= rates


def _judge_bare(figure: Figure, quoted: set[Decimal], asked: set[Decimal], cited: Sequence[CitedSpan]) -> Verdict:
    if figure.value in quoted:
        report_id = cited[0].report_id if cited else None
        return Verdict(figure.span, figure.text, VerdictKind.SUPPORTED, report_id=report_id)
    if figure.value in asked:
        return Verdict(figure.span, figure.text, VerdictKind.CONTEXT)
    return Verdict(figure.span, figure.text, VerdictKind.NOT_FOUND)


def _period_conflicts(sentence: str, cited: Sequence[CitedSpan], calendar: Calendar) -> list[Verdict]:
    """Years a sentence names that neither its quotes nor the periods of its reports know."""
    known = {
        year
        for each in cited
        for period in (each.period, *(observation.period for observation in each.observations))
        if period
        for year in range(period.start.year, (period.end or period.start).year + 1)
    }
    quoted = {int(figure.value) for each in cited for figure in figures(each.quote) if figure.value == int(figure.value)}
    found = []
    for mention in find_periods(sentence, calendar):
        if not (mention.year_stated and mention.period and cited) or mention.kind == "plan":
            continue
        years = {mention.period.start.year, (mention.period.end or mention.period.start).year}
        if not years <= known | quoted:
            found.append(
                Verdict(mention.span, mention.text, VerdictKind.MISMATCH, disagrees="period", report_id=cited[0].report_id)
            )
    return found


_SCALES = tuple(Decimal(scale) for scale in ("1", "10000", "100000000", "0.0001", "0.00000001"))
_CONSTANTS = frozenset(Decimal(value) for value in (1, 100, 10_000, 100_000_000, *range(1, 13)))


def holds(formula: str, quantity: Quantity, cited: Sequence[CitedSpan]) -> bool:
    """Whether plain arithmetic over cited decimals gives a quantity, to its printed decimals.

    Allowed beside cited decimals (and the same in 万 and 亿): 100, 10000, 100000000 and counts of months, 1 to 12.
    """
    stated = {figure.value * scale for each in cited for figure in figures(each.quote) for scale in _SCALES}
    stated |= {
        quantity.value * scale
        for each in cited
        for quantity in quantities(each.quote)
        if quantity.value is not None
        for scale in _SCALES
    }
    if quantity.value is None:
        return False
    try:
        value = _evaluate(ast.parse(formula, mode="eval").body, stated | _CONSTANTS)
    except (SyntaxError, ValueError, ArithmeticError):
        return False
    half = Decimal(1).scaleb(min(0, int(quantity.value.as_tuple().exponent))) * Decimal("0.5")
    return any(abs(abs(value) * scale - quantity.value) <= half for scale in (*_SCALES, Decimal(100)))


def _evaluate(node: ast.expr, allowed: frozenset[Decimal] | set[Decimal]) -> Decimal:
    """Value of an arithmetic tree; raises ValueError on anything but + - * / over allowed decimals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        value = Decimal(str(node.value))
        if value not in allowed:
            raise ValueError(f"{value} stands in no cited span")
        return value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand, allowed)
    if isinstance(node, ast.BinOp):
        left, right = _evaluate(node.left, allowed), _evaluate(node.right, allowed)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Div):
            return left / right
    raise ValueError("only plain arithmetic")
