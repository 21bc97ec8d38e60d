"""Figures side by side, with why some of them must not be compared."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from index.domain.ledger import Observation, Status
from index.domain.period import Period


class Comparability(StrEnum):
    """Why cells of one comparison row are not like for like (the codes of the HTTP contract)."""

    PERIOD_LENGTH = "period_length"
    PERIOD_YEAR = "period_year"
    DEFINITION = "definition"
    STATUS = "status"
    UNIT = "unit"
    SCOPE = "scope"
    CURRENCY = "currency"
    PRICE_BASIS = "price_basis"
    ZONES_DIFFER = "zones_differ"
    MISSING = "missing"


class Measure(StrEnum):
    """What a comparison row sets side by side: the figures themselves or their growth on the year before."""

    LEVEL = "level"
    GROWTH = "growth"


class DerivedKind(StrEnum):
    DIFFERENCE = "difference"
    RATIO = "ratio"
    RANK = "rank"
    SHARE = "share"
    GROWTH = "growth"
    COMPLETION = "completion"


@dataclass(frozen=True, slots=True)
class ComparisonCell:
    """One zone's figure in a row, as printed. All but ``zone`` are None where the zone's reports say nothing.

    ``period`` is set in the series of one zone: the column that the cell stands in, also where it is empty.
    """

    zone: str
    observation: Observation | None = None
    value: Decimal | None = None
    unit: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A value computed from cells, rounded half up to two places.

    ``formula`` is plain arithmetic over the inputs' printed decimals and 100, 10000, 100000000. For ``rank`` it is the
    ordering (``4.3>1.92``) and ``value`` counts the ranked cells: no number of it is new.
    """

    kind: DerivedKind
    text: str
    value: Decimal
    unit: str
    formula: str
    status: Status
    inputs: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """``comparable`` is false where any reason but ``missing`` stands and where fewer than two cells are filled."""

    indicator: str
    measure: Measure
    unit: str | None
    comparable: bool
    reasons: tuple[Comparability, ...]
    cells: tuple[ComparisonCell, ...]
    derived: tuple[Derived, ...] = ()

    @property
    def filled(self) -> tuple[tuple[ComparisonCell, Observation], ...]:
        return tuple((cell, cell.observation) for cell in self.cells if cell.observation is not None)


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """``missing`` are the (zone, indicator) pairs that no report states; the counts say what the table rests on."""

    rows: tuple[ComparisonRow, ...]
    missing: tuple[tuple[str, str], ...]
    reports_used: int
    reports_searched: int
