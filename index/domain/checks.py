"""What code found out: of a report that it sets against itself, and of a number that somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from index.domain.ledger import Quantity, Status
from index.domain.spans import Span


class VerdictKind(StrEnum):
    SUPPORTED = "supported"
    COMPUTED = "computed"
    MISMATCH = "mismatch"
    NOT_FOUND = "not_found"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class FindingSpan:
    """``report_id`` names the report where it is not the finding's own: one half of a finding across two reports."""

    span: Span
    quote: str
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One audit check (勾稽关系) and its result: pass, fail, uncertain or not_assessable.

    ``fingerprint`` is stable over re-ingest of the same report, so a person's ``decision`` survives.
    """

    id: str
    report_id: str
    kind: str
    result: str
    expression: str
    left: Decimal | None
    right: Decimal | None
    tolerance: Decimal
    message: str
    spans: tuple[FindingSpan, ...]
    fingerprint: str
    decision: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What code found out about one number of a text (核验).

    ``span`` locates the number in the checked text. ``disagrees`` names what differs where the source says otherwise:
    value, unit, indicator, period, status or zone. ``evidence`` is the observation or span relied on.
    """

    span: Span
    text: str
    kind: VerdictKind
    quantity: Quantity | None = None
    status: Status | None = None
    disagrees: str | None = None
    report_id: str | None = None
    evidence: Span | None = None
    found: str | None = None
    formula: str | None = None
