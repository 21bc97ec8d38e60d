"""What every check shares: the sheet it reads, how a relation becomes a ``Finding``, and how exact printed figures are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

from index.domain import Bound, Finding, FindingSpan, Quantity, Report, Span
from index.numerals import quantities

LONGEST_QUOTE = 150
LONGEST_SENTENCE = 1500
"""A sentence without end is cut, so that no check looks at more than a page at a time."""

PASS, FAIL, UNCERTAIN, NOT_ASSESSABLE = "pass", "fail", "uncertain", "not_assessable"
AGREE = {PASS: "相符", FAIL: "不符", UNCERTAIN: "不符,口径或约数可能不同"}

_SENTENCE = re.compile(r"[^。!?！？\n]+(?:(?<=\d)。(?=\d{1,4}(?:亿|万|%|个百分点))[^。!?！？\n]+)*[。!?！？]?")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class Relation:
    """A checked relation before it is located: ``spans`` are where its figures stand, ``message`` is Chinese."""

    kind: str
    result: str
    expression: str
    message: str
    spans: tuple[Span, ...]
    left: Decimal | None = None
    right: Decimal | None = None
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report read once for all checks: matching text, its sentences, its figures with spans of the whole text."""

    report: Report
    text: str
    sentences: tuple[Span, ...]
    figures: tuple[Quantity, ...]
    starts: tuple[int, ...]
    bracketed: frozenset[int]
    """Starts of the figures that stand in brackets."""

    def inside(self, span: Span) -> tuple[Quantity, ...]:
        """The figures that begin in a stretch."""
        return self.figures[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def level(self, span: Span) -> tuple[Quantity, ...]:
        """The figures of a stretch that do not stand in brackets."""
        return tuple(each for each in self.inside(span) if each.span.start not in self.bracketed)

    def before(self, at: int, reach: int) -> str:
        """The text right before a place, at most ``reach`` characters of it."""
        return self.text[max(0, at - reach) : at]


def sheet_of(report: Report) -> Sheet:
    text = report.matching
    spans = tuple(sentences(text))
    figures: list[Quantity] = []
    bracketed: set[int] = set()
    for span in spans:
        words = span.of(text)
        found = [replace(each, span=each.span.shifted(span.start)) for each in quantities(words)]
        figures += found
        closed = [Span(*match.span()).shifted(span.start) for match in _BRACKETS.finditer(words)]
        bracketed.update(each.span.start for each in found if any(one.contains(each.span) for one in closed))
    starts = tuple(each.span.start for each in figures)
    return Sheet(report, text, spans, tuple(figures), starts, frozenset(bracketed))


def finding(report: Report, relation: Relation) -> Finding:
    """``fingerprint`` hashes the kind and the quotes without spaces, so that it survives a second reading of the report."""
    spans = tuple(dict.fromkeys(_bounded(report.text, span) for span in relation.spans))
    quotes = tuple(FindingSpan(span, span.of(report.text)) for span in spans)
    print_ = fingerprint(relation.kind, relation.expression, [each.quote for each in quotes])
    return Finding(
        id="fnd_" + sha256(f"{report.id}:{print_}".encode()).hexdigest()[:16],
        report_id=report.id,
        kind=relation.kind,
        result=relation.result,
        expression=relation.expression,
        left=relation.left,
        right=relation.right,
        tolerance=relation.tolerance,
        message=relation.message,
        spans=quotes,
        fingerprint=print_,
    )


def fingerprint(kind: str, expression: str, quotes: Sequence[str]) -> str:
    """Says of what a finding is, and nothing of where: neither ids nor offsets enter."""
    said = "\n".join(re.sub(r"\s", "", quote) for quote in quotes)
    return sha256(f"{kind}\n{expression}\n{said}".encode()).hexdigest()[:24]


def sentences(text: str) -> Iterator[Span]:
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > LONGEST_SENTENCE:
            comma = max(text.rfind(mark, start + 1, start + LONGEST_SENTENCE) for mark in ",，;；")
            cut = comma + 1 if comma > start else start + LONGEST_SENTENCE
            yield from _kept(text, Span(start, cut))
            start = cut
        yield from _kept(text, Span(start, end))


def _kept(text: str, span: Span) -> Iterator[Span]:
    span = trimmed(text, span)
    if len(span):
        yield span


def trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(" 、,;:，；：\n"))
    return Span(start, max(start, span.end - len(words) + len(words.rstrip(" ,;，；\n"))))


def half_unit(value: Decimal) -> Decimal:
    """Half of the last printed digit: what rounding may have hidden (41.25 -> 0.005, 20 -> 0.5)."""
    return Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2


def hidden(quantity: Quantity) -> Decimal:
    """What rounding a printed figure may have hidden, in its norm unit; nothing for whole counts."""
    if not quantity.value or quantity.value_norm is None:
        return Decimal(0)
    if quantity.unit_norm not in ("元", "亩", "㎡", "%", "百分点", "倍", "吨", "米") and quantity.value == quantity.value_norm:
        return Decimal(0)
    return half_unit(quantity.value) * abs(quantity.value_norm / quantity.value)


def exact(quantity: Quantity) -> bool:
    """Whether a figure is a plain level: 约, 余, 以上 and ranges only bound it."""
    return quantity.value is not None and quantity.bound is None and quantity.high is None


def approximate(quantities: Sequence[Quantity]) -> bool:
    return any(each.bound is not None and each.bound is not Bound.AT_LEAST for each in quantities)


def judged(computed: Decimal, stated: Quantity, tolerance: Decimal, *, sure: bool) -> str:
    """Result of a computed value against a printed one that may be a bound; ``sure`` says that all other figures are exact."""
    value = stated.value_norm if stated.value_norm is not None else Decimal(0)
    if abs(computed - value) <= tolerance:
        return PASS
    if stated.bound is None and stated.high is None:
        return FAIL if sure else UNCERTAIN
    # What is loosely said is held to within a tenth of itself.
    near = abs(computed - value) <= abs(value) / 10 + tolerance
    upwards = stated.bound in (Bound.AT_LEAST, Bound.MORE_THAN)
    fits = (computed > value) if upwards else near if stated.bound is Bound.ABOUT else (computed < value)
    if stated.high_norm is not None:
        fits = value <= computed <= stated.high_norm
    return PASS if fits and (near or upwards or stated.high is not None) else UNCERTAIN


def shown(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))


def _bounded(text: str, span: Span) -> Span:
    span = trimmed(text, span)
    return span if len(span) <= LONGEST_QUOTE else Span(span.start, span.start + LONGEST_QUOTE)
