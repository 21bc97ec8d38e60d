"""Audit (勾稽校验) of one report, and of the reports of one zone: relations that figures and statements must
satisfy, each with its result.

``fail`` is said only where the text leaves no reading in which the relation holds; what may be wording, rounding or an
unstated 口径 is ``uncertain``. A consistent report gives no ``fail``.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.audit.across import audit_across
from index.audit.changes import check_changes
from index.audit.dates import check_dates
from index.audit.done import check_done
from index.audit.evidence import finding, sheet_of
from index.audit.lists import check_lists
from index.audit.progress import check_progress
from index.audit.restated import check_restated
from index.audit.shares import check_shares
from index.audit.slogans import check_slogans
from index.audit.stages import check_stages
from index.audit.sums import check_sums
from index.domain import Finding, Observation, Report

__all__ = ["audit", "audit_across"]

_ORDER = {"fail": 0, "uncertain": 1, "not_assessable": 2, "pass": 3}


def audit(report: Report, observations: Sequence[Observation]) -> list[Finding]:
    """Findings of a report, the worst first, then by place; one per relation. Pure and deterministic."""
    sheet = sheet_of(report)
    relations = [
        *check_sums(sheet),
        *check_lists(sheet),
        *check_slogans(sheet),
        *check_changes(sheet),
        *check_shares(sheet),
        *check_progress(sheet, observations),
        *check_dates(sheet),
        *check_stages(sheet),
        *check_done(sheet),
        *check_restated(sheet, observations),
    ]
    found: dict[str, Finding] = {}
    for relation in relations:
        made = finding(report, relation)
        found.setdefault(made.fingerprint, made)
    return sorted(found.values(), key=lambda each: (_ORDER[each.result], each.spans[0].span if each.spans else None, each.id))
