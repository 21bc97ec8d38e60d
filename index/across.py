"""Findings across the reports of one zone, kept up as reports come and go. They are stored with the later report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from index.audit import audit_across
from index.domain import Finding, Observation, Period, Report
from index.store.base import Store

Reading = Callable[[str], tuple[Report, Sequence[Observation]]]
"""A report and its ledger, by the report's id."""


def keep_up(store: Store, zones: Iterable[str], read: Reading, *, since: str | None = None) -> None:
    """Makes the stored findings across reports those that follow from the reports now visible of these zones.

    ``since`` is a report that has just come: what others of its zone were set against changes only for those that end later.
    """
    for zone in sorted(set(zones)):
        told = {entry.report_id: entry.period for entry in store.zones(zone)}
        reports = [read(each) for each in told] if len(told) > 1 else []
        settled = [each for each in told if since is None or not _before(told[each], told.get(since))]
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in audit_across(reports, of=settled):
            found[finding.report_id].append(finding)
        for report_id in settled:
            held = store.findings(report_id)
            own = [finding for finding in held if not is_across(finding)]
            if {each.id for each in held} != {each.id for each in (*own, *found[report_id])}:
                store.put_findings(report_id, [*own, *found[report_id]])


def _before(one: Period | None, other: Period | None) -> bool:
    """Whether a report surely stands before another in the order in which they are set against each other."""
    return other is None or (one is not None and (one.end or one.start) < (other.end or other.start))


def is_across(finding: Finding) -> bool:
    """Whether one half of a finding stands in another report than its own."""
    return any(span.report_id is not None for span in finding.spans)
