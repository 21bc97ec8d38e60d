"""The nouns of the product: frozen values, standard library only.

Offsets are Unicode code points in a report's *clean* text unless a name says ``raw``. Numbers are ``Decimal``.
A value that a report does not state is ``None``; an inference is marked as such and never printed as the report's own fact.
"""

from index.domain.checks import Finding, FindingSpan, Verdict, VerdictKind
from index.domain.comparison import Comparability, ComparisonCell, ComparisonRow, ComparisonTable, Derived, DerivedKind, Measure
from index.domain.ledger import (
    Basis,
    Bound,
    Gap,
    Growth,
    GrowthKind,
    Indicator,
    Observation,
    Progress,
    Quantity,
    Status,
    SubjectKind,
)
from index.domain.passages import Chunk, Passage, Query, Section, path_at
from index.domain.period import Period
from index.domain.report import Note, Placed, Receipt, Report
from index.domain.spans import Alignment, Repair, Run, Span, joined_spans
from index.domain.zone import Place, Zone, ZoneIdentity

__all__ = [
    "Alignment",
    "Basis",
    "Bound",
    "Chunk",
    "Comparability",
    "ComparisonCell",
    "ComparisonRow",
    "ComparisonTable",
    "Derived",
    "DerivedKind",
    "Finding",
    "FindingSpan",
    "Gap",
    "Growth",
    "GrowthKind",
    "Indicator",
    "Measure",
    "Note",
    "Observation",
    "Passage",
    "Period",
    "Place",
    "Placed",
    "Progress",
    "Quantity",
    "Query",
    "Receipt",
    "Repair",
    "Report",
    "Run",
    "Section",
    "Span",
    "Status",
    "SubjectKind",
    "Verdict",
    "VerdictKind",
    "Zone",
    "ZoneIdentity",
    "joined_spans",
    "path_at",
]
