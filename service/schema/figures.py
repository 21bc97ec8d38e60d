"""The ledger, findings and comparisons."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from service.schema.answers import Citation, Coverage, Notice, Sentence, Usage
from service.schema.fields import Decision, StatusWord, Value


class GrowthOut(Value):
    kind: Literal["yoy", "mom", "cagr", "multiple", "rate_change", "rank"]
    value: str | None
    unit: str


class GapOut(Value):
    to: str
    value: str
    unit: str


class ProgressOut(Value):
    of: str
    value: str


class ObservationOut(Value):
    """A ledger row (指标值). ``value`` is null where a level is spoken of without a figure; ``value_high`` closes a range;
    ``note`` says what kind of figure it is (快报数) or that a model proposed it.
    """

    id: str
    report_id: str
    zone: str
    indicator: str
    as_written: str
    value: str | None
    value_high: str | None = None
    unit: str
    value_norm: str | None
    unit_norm: str
    currency: str | None = None
    price_basis: Literal["current", "comparable"] | None = None
    bound: Literal["at_least", "more_than", "almost", "about", "at_most"] | None = None
    growth: GrowthOut | None = None
    gap: GapOut | None = None
    progress: ProgressOut | None = None
    period: str | None
    status: StatusWord
    basis: Literal["flow", "cumulative", "stock"]
    subject: str
    subject_kind: Literal["zone", "company", "project", "park", "region"]
    quote: str
    start: int
    end: int
    note: str | None = None


class QuoteOut(Value):
    """A place of a report; ``report_id`` names it where a finding speaks of two reports."""

    report_id: str | None = None
    start: int
    end: int
    quote: str


class FindingOut(Value):
    """One audit check (勾稽). ``fingerprint`` survives a second reading of the same report, so a decision does too."""

    id: str
    report_id: str
    kind: str
    result: Literal["pass", "fail", "uncertain", "not_assessable"]
    expression: str
    left: str | None
    right: str | None
    tolerance: str
    message: str
    spans: tuple[QuoteOut, ...]
    decision: Decision | None = None
    note: str | None = None
    fingerprint: str


class Proposals(Value):
    """What a model proposed for a report's ledger: ``offered`` rows, those ``accepted``, and why the others were ``dropped``."""

    report_id: str
    offered: int
    accepted: tuple[ObservationOut, ...] = ()
    dropped: dict[str, int] = Field(default_factory=dict)
    model: str
    prompt: str
    usage: Usage = Usage()


class ComparisonCell(Value):
    """One zone's figure, or one period's in the series of one zone. ``period`` is the cell's column, or its figure's own."""

    zone: str
    period: str | None = None
    observation: ObservationOut | None = None
    text: str
    citation: int | None = None


class Derived(Value):
    """Computed from the row's cells; ``formula`` is arithmetic over their printed decimals, ``status`` the weakest of theirs."""

    kind: Literal["difference", "ratio", "rank", "share", "growth", "completion"]
    text: str
    value: str
    unit: str = ""
    formula: str
    status: StatusWord = "actual"


class ComparisonRow(Value):
    """``reasons`` are comparability codes: period_length, period_year, definition, status, unit, scope, currency …;
    ``explanation`` says them in words, with what differs.
    """

    indicator: str
    unit: str
    comparable: bool
    reasons: tuple[str, ...] = ()
    explanation: str = ""
    cells: tuple[ComparisonCell, ...]
    derived: tuple[Derived, ...] = ()


class MissingCell(Value):
    zone: str
    indicator: str
    period: str | None = None


class Comparison(Value):
    """``chart`` is a Vega-Lite specification with its data inside, ``charts`` one for each row that may be drawn."""

    id: str
    question: str | None = None
    zones: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]
    narrative: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    coverage: Coverage
    missing: tuple[MissingCell, ...] = ()
    chart: dict[str, Any] | None = None
    charts: tuple[dict[str, Any], ...] = ()
    rounding: str = ""
    notices: tuple[Notice, ...] = ()
    writer: Literal["extractive", "model"] = "extractive"
    model: str | None = None
    prompt: str | None = None
    usage: Usage = Field(default_factory=Usage)
