"""Findings across the reports of one zone, kept up as reports come and go. They are stored with the later report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from index.audit import audit_across
from index.domain import Finding, Observation
from index.store.base import Store

Ledger = Callable[[str], Sequence[Observation]]


def keep_up(store: Store, zones: Iterable[str], ledger: Ledger) -> None:
    """Makes the stored findings across reports those that follow from the reports now visible of these zones."""
    for zone in sorted(set(zones)):
        ids = [entry.report_id for entry in store.zones(zone)]
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in audit_across((store.report(each), ledger(each)) for each in ids) if len(ids) > 1 else ():
            found[finding.report_id].append(finding)
        for report_id in ids:
            held = store.findings(report_id)
            own = [finding for finding in held if not is_across(finding)]
            if {each.id for each in held} != {each.id for each in (*own, *found[report_id])}:
                store.put_findings(report_id, [*own, *found[report_id]])


def is_across(finding: Finding) -> bool:
    """Whether one half of a finding stands in another report than its own."""
    return any(span.report_id is not None for span in finding.spans)
