"""What every check shares: how a relation found in a text becomes a ``Finding``, and how exact printed figures are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from index.domain import Bound, Finding, FindingSpan, Quantity, Report, Span

LONGEST_QUOTE = 150
PASS, FAIL, UNCERTAIN, NOT_ASSESSABLE = "pass", "fail", "uncertain", "not_assessable"

_SENTENCE = re.compile(r"[^。!?！？\n]+(?:(?<=\d)。(?=\d{1,4}(?:亿|万|%|个百分点))[^。!?！？\n]+)*[。!?！？]?")


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


def finding(report: Report, relation: Relation) -> Finding:
    """``fingerprint`` hashes the kind and the quotes without spaces, so that it survives a second reading of the report."""
    spans = tuple(dict.fromkeys(_bounded(report.text, span) for span in relation.spans))
    quotes = tuple(FindingSpan(span, span.of(report.text)) for span in spans)
    said = "\n".join(re.sub(r"\s", "", each.quote) for each in quotes)
    fingerprint = sha256(f"{relation.kind}\n{relation.expression}\n{said}".encode()).hexdigest()[:24]
    return Finding(
        id="fnd_" + sha256(f"{report.id}:{fingerprint}".encode()).hexdigest()[:16],
        report_id=report.id,
        kind=relation.kind,
        result=relation.result,
        expression=relation.expression,
        left=relation.left,
        right=relation.right,
        tolerance=relation.tolerance,
        message=relation.message,
        spans=quotes,
        fingerprint=fingerprint,
    )


def sentences(text: str) -> Iterator[Span]:
    for match in _SENTENCE.finditer(text):
        span = trimmed(text, Span(*match.span()))
        if len(span):
            yield span


def trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(" 、,;:，；：\n"))
    return Span(start, max(start, span.end - len(words) + len(words.rstrip(" ,;，；\n"))))


def half_unit(value: Decimal) -> Decimal:
    """Half of the last printed digit: what rounding may have hidden (41.25 -> 0.005, 20 -> 0.5)."""
    return Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2


def exact(quantity: Quantity) -> bool:
    """Whether a figure is a plain level: 约, 余, 以上 and ranges only bound it."""
    return quantity.value is not None and quantity.bound is None and quantity.high is None


def approximate(quantities: Sequence[Quantity]) -> bool:
    return any(each.bound is not None and each.bound is not Bound.AT_LEAST for each in quantities)


def shown(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _bounded(text: str, span: Span) -> Span:
    span = trimmed(text, span)
    return span if len(span) <= LONGEST_QUOTE else Span(span.start, span.start + LONGEST_QUOTE)
