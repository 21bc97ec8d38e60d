"""Numbering of sources: (report, span) pairs become the citations [n] of one answer, briefing or comparison."""

from __future__ import annotations

from collections.abc import Sequence

from index.domain import Report, Span, path_at
from service.schema import Citation
from service.views import placed_out

LONGEST_QUOTE = 300
"""Characters; the HTTP contract's limit: a quote is the least that proves its sentence."""


class CitationBook:
    """Gives every cited place one number, from 1, in the order of first use; the same place keeps its number.

    A book belongs to one piece of text. It holds the reports it cites, so that quotes are always slices of their text.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, Span], int] = {}
        self._reports: dict[str, Report] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def cite(self, report: Report, span: Span) -> int:
        """Number of this place. White space at the span's edges is left out of the quote.

        Raises ValueError for a span that is empty, leaves the text or is longer than a quote may be: choosing the least
        that proves the sentence is the caller's work, and cutting here would cut the proof off.
        """
        span = trimmed(report.text, span)
        if not 0 < len(span) <= LONGEST_QUOTE:
            raise ValueError(f"a quote has 1 to {LONGEST_QUOTE} characters, not {len(span)}: {report.id} {span}")
        self._reports.setdefault(report.id, report)
        return self._numbers.setdefault((report.id, span), len(self._numbers) + 1)

    def citation(self, number: int) -> Citation:
        """The citation of a number this book gave; raises KeyError for any other."""
        for (report_id, span), given in self._numbers.items():
            if given == number:
                return _citation(number, self._reports[report_id], span)
        raise KeyError(number)

    def citations(self) -> list[Citation]:
        return [_citation(number, self._reports[report_id], span) for (report_id, span), number in self._numbers.items()]

    def spans(self, numbers: Sequence[int]) -> list[tuple[str, Span]]:
        """(report id, span) of each number, in the order asked."""
        places = {number: place for place, number in self._numbers.items()}
        return [places[number] for number in numbers]


def trimmed(text: str, span: Span) -> Span:
    """``span`` without the white space at its edges; raises ValueError where it leaves the text."""
    if span.end > len(text):
        raise ValueError(f"span {span} leaves a text of {len(text)} characters")
    quote = span.of(text)
    start = span.start + len(quote) - len(quote.lstrip())
    return Span(start, max(start, start + len(quote.strip())))


def _citation(number: int, report: Report, span: Span) -> Citation:
    raw = report.alignment.raw_span(span)
    placed = report.place(span)
    return Citation(
        n=number,
        report_id=report.id,
        title=report.title,
        zone=report.zone.name,
        period=report.period.iso if report.period else None,
        heading=path_at(report.sections, span.start),
        quote=span.of(report.text),
        start=span.start,
        end=span.end,
        raw_start=raw.start,
        raw_end=raw.end,
        place=None if placed is None else placed_out(placed),
    )
