"""Audit (勾稽校验) of one report: relations its own figures and statements must satisfy, each with its result.

``fail`` is said only where the text leaves no reading in which the relation holds; what may be wording, rounding or an
unstated 口径 is ``uncertain``. A consistent report gives no ``fail``.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.audit.evidence import finding
from index.audit.figures import check_figures
from index.audit.lists import check_lists
from index.audit.statements import check_statements
from index.audit.sums import check_sums
from index.domain import Finding, Observation, Report

_ORDER = {"fail": 0, "uncertain": 1, "not_assessable": 2, "pass": 3}


def audit(report: Report, observations: Sequence[Observation]) -> list[Finding]:
    """Findings of a report, the worst first, then by place; one per relation. Pure and deterministic."""
    relations = [*check_sums(report), *check_lists(report), *check_figures(report), *check_statements(report, observations)]
    found: dict[str, Finding] = {}
    for relation in relations:
        made = finding(report, relation)
        found.setdefault(made.fingerprint, made)
    return sorted(found.values(), key=lambda each: (_ORDER[each.result], each.spans[0].span if each.spans else None, each.id))
