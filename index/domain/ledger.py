"""The indicators of reports: quantities, with their growth, period, status and subject."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from index.domain.period import Period
from index.domain.spans import Span


class Status(StrEnum):
    """Whether a figure happened (actual), is expected of a period passed or passing (estimate), or is wanted (target)."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    TARGET = "target"


class Basis(StrEnum):
    FLOW = "flow"
    CUMULATIVE = "cumulative"
    STOCK = "stock"


class Bound(StrEnum):
    """How a figure bounds the truth: 以上 · 突破/超/余/多 · 近 · 约/左右 · 以内."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    ALMOST = "almost"
    ABOUT = "about"
    AT_MOST = "at_most"


class GrowthKind(StrEnum):
    YOY = "yoy"
    MOM = "mom"
    CAGR = "cagr"
    MULTIPLE = "multiple"
    RATE_CHANGE = "rate_change"
    RANK = "rank"


class SubjectKind(StrEnum):
    ZONE = "zone"
    COMPANY = "company"
    PROJECT = "project"
    PARK = "park"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as it stands in a text.

    ``value`` in ``unit`` as written (180, 亿元); ``value_norm`` in ``unit_norm`` (18000000000, 元). ``high`` closes a range.
    ``value`` is None where a level is spoken of without a figure (由负转正). Percent is unit ``%``, points are ``百分点``;
    they are different kinds. ``span`` covers the figure, its unit and its bound words in the text it was read from.
    """

    span: Span
    text: str
    value: Decimal | None
    unit: str
    value_norm: Decimal | None
    unit_norm: str
    high: Decimal | None = None
    high_norm: Decimal | None = None
    bound: Bound | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A catalogue entry (指标). ``dimension`` is the kind of unit it takes: money, count, area, rate, people, mass …"""

    name: str
    aliases: tuple[str, ...]
    dimension: str
    additive: bool
    family: str
    """Indicators of one family answer to one everyday word (税收) but are not the same definition."""
    note: str = ""
    basis: Basis = Basis.FLOW
    """What a level of it is unless the text says otherwise: 拥有规上企业 is a stock, 新增规上企业 a flow."""


@dataclass(frozen=True, slots=True)
class Growth:
    kind: GrowthKind
    value: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A distance to somebody else's figure: 高出全省6.3个百分点."""

    to: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Share of a yearly target done: 占年目标任务数的38.62%."""

    of: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Observation:
    """One quantitative statement of a report (指标值): the ledger's row.

    ``span`` is the clause that says it (at most 150 characters, ``report.text[span] == quote``);
    ``value_span`` the figure inside it. ``indicator`` is canonical, ``as_written`` the text's own words.
    """

    id: str
    report_id: str
    zone: str
    indicator: str
    as_written: str
    quantity: Quantity
    status: Status
    basis: Basis
    period: Period | None
    subject: str
    subject_kind: SubjectKind
    quote: str
    span: Span
    value_span: Span
    growth: Growth | None = None
    gap: Gap | None = None
    progress: Progress | None = None
    price_basis: str | None = None
    note: str | None = None
    path: tuple[str, ...] = ()
