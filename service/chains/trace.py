"""``POST /api/verify``: any text, its numbers, and what the reports say of each."""

from __future__ import annotations

from collections import Counter

from index.library import Library
from service.citing import CitationBook
from service.schema import Verification, VerifyNumber, VerifyRequest, VerifySummary
from service.views import plain_or_none


def verification(library: Library, request: VerifyRequest) -> Verification:
    """A verdict for every number of the text, against the reports the request allows."""
    book, numbers = CitationBook(), []
    for traced in library.trace(request.text, report_ids=request.report_ids, zones=request.zones):
        verdict, source = traced.verdict, None
        if traced.source is not None:
            report_id, span = traced.source
            source = book.citation(book.cite(library.report(report_id), span))
        numbers.append(
            VerifyNumber(
                text=verdict.text,
                start=verdict.span.start,
                end=verdict.span.end,
                value=plain_or_none(verdict.quantity.value_norm) if verdict.quantity else None,
                unit=verdict.quantity.unit_norm if verdict.quantity else "",
                verdict=verdict.kind.value,
                disagrees=verdict.disagrees,  # type: ignore[arg-type]
                source=source,
                found=verdict.found,
                formula=verdict.formula,
            )
        )
    counts = Counter(number.verdict for number in numbers)
    return Verification(numbers=tuple(numbers), summary=VerifySummary.model_validate(counts))
