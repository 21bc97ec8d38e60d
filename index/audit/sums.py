"""Parts and total: 共N个,其中:甲a个;乙b个 · 从…来看:… · X中,a个…;b个…, each also for the money beside the counts.

其中 names parts, not always all of them, and parts may overlap (亿元以上项目, 工业项目). A sum that misses its total fails
only where the parts must be all: one is the complement of another (用地, 非用地), or another measure of the same parts adds up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.audit.evidence import FAIL, PASS, UNCERTAIN, Relation, exact, half_unit, sentences, shown
from index.domain import Quantity, Report, Span
from index.numerals import quantities
from index.units import COUNT_UNITS

_AMONG = re.compile(r"其中\s*[:：,，]?")
_VIEWED = re.compile(r"^从[^:：,，。]{2,14}(?:来看|看|划分|分)[:：,，]")
_OF = re.compile(r"^(?P<name>[^,，。;；:：、\d]{3,16}?)中[,，:：、]")
_COMPLEMENT = re.compile(r"(?:^|[、,，;；:：])\s*(?:非|其他|其它|其余|剩余)")
_NAME = re.compile(r"[^,，。;；:：、()（）\d]*$")


@dataclass(frozen=True, slots=True)
class _Part:
    """One part's figures by kind of unit (count, or a norm unit such as 元), with the words before its count."""

    span: Span
    name: str
    figures: dict[str, Quantity]


def check_sums(report: Report) -> Iterator[Relation]:
    text = report.matching
    spans = list(sentences(text))
    for place, span in enumerate(spans):
        words = span.of(text)
        among = _AMONG.search(words)
        if among:
            head = Span(span.start, span.start + among.start())
            if among.start() == 0 and place:
                head = spans[place - 1]
            yield from _whole(text, head, Span(span.start + among.end(), span.end))
        elif _VIEWED.match(words):
            yield from _viewed(text, span, spans[max(0, place - 4) : place])
        elif _OF.match(words):
            yield from _named(text, span)


def _whole(text: str, head: Span, tail: Span) -> Iterator[Relation]:
    """Totals before 其中 against the parts behind it; a part that is itself divided is checked in turn."""
    totals = _figures(text, _last_clauses(text, head))
    parts = _parts(text, tail)
    if totals and len(parts) > 1:
        yield from _balanced(totals, parts, head)
    for segment in _segments(text, tail):
        inner = quantities(segment.of(text))
        if len(inner) < 3:
            continue
        first = inner[0].span.shifted(segment.start)
        name_start = segment.start
        below = Span(first.end, segment.end)
        nested = _comma_parts(text, below)
        if len(nested) > 1 and all("count" in part.figures for part in nested):
            yield from _balanced({"count": inner[0]}, nested, Span(name_start, first.end), nested=True)


def _viewed(text: str, span: Span, earlier: Sequence[Span]) -> Iterator[Relation]:
    """A second division of a total given shortly before: the total whose count, or whose money, it adds up to."""
    colon = re.search(r"[:：,，]", span.of(text))
    parts = _parts(text, Span(span.start + (colon.end() if colon else 0), span.end))
    if len(parts) < 2:
        return
    for other in reversed(earlier):
        before = _AMONG.split(other.of(text))[0]
        totals = _figures(text, Span(other.start, other.start + len(before)))
        sums = {kind: _sum(parts, kind) for kind in totals}
        if len(totals) > 1 and any(sums[kind] == totals[kind].value_norm for kind in totals):
            yield from _balanced(totals, parts, other)
            return


def _named(text: str, span: Span) -> Iterator[Relation]:
    """X中,a个…;b个…: the parts against the count that an earlier clause gives X."""
    match = _OF.match(span.of(text))
    parts = _parts(text, span)
    if match is None or len(parts) < 2 or not all("count" in part.figures for part in parts):
        return
    stated = list(re.finditer(re.escape(match.group("name")) + r"(\d{1,4})(?:个|家|户|项)", text[: span.start]))
    if not stated:
        return
    place = Span(*stated[-1].span())
    total = quantities(place.of(text))
    if total:
        yield from _balanced({"count": total[-1]}, parts, place, divided=True)


def _balanced(
    totals: dict[str, Quantity], parts: Sequence[_Part], head: Span, *, divided: bool = False, nested: bool = False
) -> Iterator[Relation]:
    """One relation per unit that total and all parts share."""
    shared = [kind for kind in totals if all(kind in part.figures for part in parts)]
    sums = {kind: _sum(parts, kind) for kind in shared}
    tolerances = {kind: _tolerance(totals[kind], [part.figures[kind] for part in parts]) for kind in shared}
    agreeing = [kind for kind in shared if abs(sums[kind] - (totals[kind].value_norm or 0)) <= tolerances[kind]]
    whole = any(_COMPLEMENT.search(part.name) for part in parts) or bool(agreeing)
    for kind in shared:
        total, figures = totals[kind], [part.figures[kind] for part in parts]
        if total.value_norm is None or total.value is None or not exact(total) or not all(exact(each) for each in figures):
            continue
        unit = total.value_norm / total.value if total.value else Decimal(1)
        left, right = sums[kind] / unit, total.value
        terms = "+".join(shown((each.value_norm or Decimal(0)) / unit) for each in figures)
        if kind in agreeing:
            result = PASS
        elif whole or (divided and left > right):
            result = FAIL
        elif left > right or divided:
            result = UNCERTAIN
        else:
            continue
        if nested and result is not PASS and not any(_COMPLEMENT.search(part.name) for part in parts):
            continue
        said = "与总数一致" if result is PASS else "与总数不一致"
        message = f"分项合计{terms}={shown(left)},总数{shown(right)}{total.unit},{said}"
        spans = (head, Span(parts[0].span.start, parts[-1].span.end))
        yield Relation("sum", result, f"{terms}={shown(right)}", message, spans, left, right, tolerances[kind] / unit)


def _sum(parts: Sequence[_Part], kind: str) -> Decimal:
    return sum((part.figures[kind].value_norm or Decimal(0) for part in parts if kind in part.figures), Decimal(0))


def _tolerance(total: Quantity, parts: Sequence[Quantity]) -> Decimal:
    """Zero for counts; for measures what rounding each printed figure may hide."""
    if _kind(total) == "count":
        return Decimal(0)
    return sum(
        (half_unit(each.value) * each.value_norm / each.value for each in (total, *parts) if each.value and each.value_norm),
        Decimal(0),
    )


def _segments(text: str, span: Span) -> Iterator[Span]:
    for match in re.finditer(r"[^;；。]+", span.of(text)):
        yield Span(*match.span()).shifted(span.start)


def _parts(text: str, span: Span) -> list[_Part]:
    """Parts between ；; without one, the comma clauses that carry figures."""
    segments = list(_segments(text, span))
    if len(segments) > 1:
        found = [_part(text, segment) for segment in segments]
        return [part for part in found if part.figures]
    return _comma_parts(text, span)


def _comma_parts(text: str, span: Span) -> list[_Part]:
    """Clauses with a count each, the money that follows a count belonging to it."""
    parts: list[_Part] = []
    for match in re.finditer(r"(?:[(（][^()（）]*[)）]|[^,，、;；。])+", span.of(text)):
        part = _part(text, Span(*match.span()).shifted(span.start))
        if not part.figures:
            continue
        if parts and not set(part.figures) & set(parts[-1].figures) and "count" not in part.figures:
            parts[-1] = _Part(Span(parts[-1].span.start, part.span.end), parts[-1].name, parts[-1].figures | part.figures)
        else:
            parts.append(part)
    return parts


def _part(text: str, span: Span) -> _Part:
    figures = _figures(text, span, first=True)
    start = min((each.span.start for each in figures.values()), default=span.end)
    return _Part(span, text[span.start : start], figures)


def _figures(text: str, span: Span, *, first: bool = False) -> dict[str, Quantity]:
    """The figures of a stretch by kind of unit, spans of the whole text: the last of each kind, or the first."""
    found: dict[str, Quantity] = {}
    masked = re.sub(r"[(（][^()（）]*[)）]", lambda match: "（" + "　" * (len(match.group()) - 2) + "）", span.of(text))
    for quantity in quantities(masked):
        kind = _kind(quantity)
        if kind is not None and not (first and kind in found):
            found[kind] = Quantity(
                quantity.span.shifted(span.start), quantity.text, quantity.value, quantity.unit, quantity.value_norm,
                quantity.unit_norm, quantity.high, quantity.high_norm, quantity.bound, quantity.currency,
            )  # fmt: skip
    return found


def _kind(quantity: Quantity) -> str | None:
    if quantity.unit_norm in COUNT_UNITS and quantity.unit_norm not in ("次", "人", "名", "人次"):
        return "count"
    return quantity.unit_norm if quantity.unit_norm in ("元", "亩", "㎡", "人") else None


def _last_clauses(text: str, head: Span) -> Span:
    """The last two clauses before 其中: 项目78个,总投资327亿元."""
    stops = [match.end() for match in re.finditer(r"[,，;；:：。]", head.of(text).rstrip(" ,，;；:：。"))]
    start = head.start + (stops[-2] if len(stops) > 1 else 0)
    return Span(start, head.end)
