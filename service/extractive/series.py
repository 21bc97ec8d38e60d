"""How an indicator of one zone went over the years: every level of it that the reports tell, in the order of its times."""

from __future__ import annotations

import re

from index.domain import Observation, Span, Status, SubjectKind
from index.library import Asked, Library
from service.extractive.composed import Composed, Composition
from service.extractive.wording import verbatim
from service.plan import Asking, Group
from service.wanted import wanted_indicators

_OVER_YEARS = re.compile(r"走势|趋势|怎么走|历年|逐年|一年年|[这近][几两二三四五]年.{0,12}(?:变|怎|如何|多少|情况)|变化")
_MOST, _ENOUGH = 8, 3
"""Times told at the most; results from which on nothing that is only wanted need be added."""
_RATES = ("%", "百分点", "倍", "名次")


def over_years(library: Library, asking: Asking, group: Group) -> Composition | None:
    """The clauses that tell the levels, a time each; None where the question is for none or the reports tell of one time only."""
    if not _OVER_YEARS.search(asking.question) or Asked.YES_NO in asking.reading.asked or asking.calculation is not None:
        return None
    wanted = wanted_indicators(asking.reading)
    rows = [
        row
        for report_id in group.report_ids
        for row in library.ledger(report_id)
        if row.indicator in wanted
        and row.subject_kind is SubjectKind.ZONE
        and row.period is not None
        and row.quantity.unit_norm not in _RATES
    ]
    reached = [row for row in rows if row.status is not Status.TARGET]
    rows = reached if len(reached) >= _ENOUGH else rows
    by_time: dict[str, Observation] = {}
    for row in rows:
        assert row.period is not None
        by_time.setdefault(row.period.iso, row)
    if len(by_time) < 2:
        return None
    chosen = [by_time[time] for time in sorted(by_time)][-_MOST:]
    places: list[tuple[str, Span]] = []
    for row in chosen:
        # A、B和C分别完成…: the rows of one list share its clause.
        shared = next(
            (at for at, (report_id, span) in enumerate(places) if report_id == row.report_id and span.overlaps(row.span)), None
        )
        if shared is None:
            places.append((row.report_id, row.span))
        else:
            held = places[shared][1]
            places[shared] = row.report_id, Span(min(held.start, row.span.start), max(held.end, row.span.end))
    return Composition(tuple(_told(library, *place) for place in places), "answered")


def _told(library: Library, report_id: str, span: Span) -> Composed:
    composed = verbatim(library, library.report(report_id), span)
    return Composed(composed.body.rstrip("。") + "。", composed.places)
