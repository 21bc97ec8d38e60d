"""Text -> ``Observation``s (指标值): every quantitative statement with its indicator, status, period, growth and place.

A pure function of the report. It reads the *matching* text (unsure repairs applied, same length) and quotes the clean one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from index.domain import Alignment, Observation, Report, Run, Span, ZoneIdentity
from index.extract.making import UNNAMED
from index.extract.sentences import sentences
from index.extract.statements import QUOTE_LIMIT, observe
from index.extract.tables import tables
from index.periods import Calendar

__all__ = ["QUOTE_LIMIT", "UNNAMED", "calendar_of", "claims", "extract"]


def extract(report: Report) -> list[Observation]:
    """All observations of a report in order of place. Pure and deterministic; ids follow from report and place."""
    calendar = calendar_of(report)
    tabled, spans = tables(report, calendar)
    told = (found for sentence in sentences(report, calendar) for found in observe(report, sentence))
    return sorted(
        [*tabled, *(each for each in told if not _within(each.value_span, spans))],
        key=lambda each: each.value_span,
    )


def _within(span: Span, stretches: Sequence[Span]) -> bool:
    """Whether a span lies in one of the stretches, which are in order and apart."""
    before = bisect_right(stretches, span.start, key=lambda each: each.start) - 1
    return before >= 0 and stretches[before].contains(span)


def claims(text: str, calendar: Calendar) -> list[Observation]:
    """The observations a free text claims, read as the ledger reads reports; spans are of ``text``."""
    whole = Alignment((Run(Span(0, len(text)), Span(0, len(text))),))
    zone, period = ZoneIdentity("", ""), calendar.period
    return extract(Report("claim", "", "", text, text, whole, zone, period, None, None, "", "text/plain", ""))


def calendar_of(report: Report) -> Calendar:
    """How relative time words read in a report. ``extra['this_year']`` is the year it calls 今年, where that is not the period's."""
    year = report.extra.get("this_year")
    return Calendar(report.period, int(year) if year else None)
