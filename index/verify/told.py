"""What a text says of each of its figures: level, growth, gap, progress or rank, of what, with which sign.

A sentence and a cited span are both read into ``Told``s, so that the two can be held against each other point by point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from index.domain import GrowthKind, Observation, Period, Quantity, Span, ZoneIdentity
from index.numerals import quantities
from index.periods import Calendar

BREAK = "。;；!?！？\n"
"""What ends a statement: words before it rule nothing behind it."""
_UP = re.compile(
    r"(?:比增|增长|增加|增幅|增速|净增|上升|上涨|回升|攀升|提高|提升|加快|扩大|高于|高出|高|快于|超出|领先|多)(?:了|达到?|为|约|近|超过|超|至少|分别)*\s?$"
)
_DOWN = re.compile(
    r"(?:下降|降低|降幅|减少|下滑|回落|放缓|收窄|负增长|下跌|压减|缩减|低于|低|慢于|落后|少|降)(?:了|达到?|为|约|近|超过|超|至少|分别)*\s?$"
)

_SAME_AGAIN = re.compile(r"\s*[(（](?:约|即|折合?|合)?\s*")
"""20公顷(300亩): one figure in another unit."""


class Role(Enum):
    """How a figure belongs to its statement."""

    LEVEL = auto()
    GROWTH = auto()
    GAP = auto()
    PROGRESS = auto()
    RANK = auto()


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """What one citation of a sentence offers: the quote, where it stands, and the ledger's reading of it.

    ``identity`` and ``calendar`` are those of the report; without them the zone is known by its name alone, and relative
    words for time read from the period.
    """

    report_id: str
    span: Span
    quote: str
    zone: str
    period: Period | None
    observations: tuple[Observation, ...] = ()
    identity: ZoneIdentity | None = None
    calendar: Calendar | None = None
    path: tuple[str, ...] = ()
    namesakes: tuple[str, ...] = ()
    """Full names of other zones that share a name with the report's."""


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of ``text``. ``at`` is its place there; ``row`` the statement it belongs to, None where it belongs to none.

    ``sign`` is -1 for what fell or lies below, 1 for what rose or lies above, 0 where nothing says.
    """

    quantity: Quantity
    text: str
    at: Span
    row: Observation | None = None
    role: Role | None = None
    sign: int = 0
    cited: CitedSpan | None = field(default=None, compare=False)

    @property
    def before(self) -> str:
        return self.text[: self.at.start]


def told_by(text: str, rows: Sequence[Observation], offset: int = 0, *, cited: CitedSpan | None = None) -> list[Told]:
    """Every figure of a text, in order of place. ``rows`` are its observations, whose spans count from ``-offset``."""
    read = {each.span: each for each in quantities(text)}
    whole = Span(0, len(text))
    for row in rows:
        # A lost % or a decimal point put right stands in the ledger, not in the words.
        start, end = row.value_span.start - offset, row.value_span.end - offset
        if start < 0 or row.quantity.value is None or not whole.contains(Span(start, end)):
            continue
        at = Span(start, end)
        if at not in read and row.value_span not in read:
            read = {span: each for span, each in read.items() if not span.overlaps(at)} | {at: row.quantity}
    found = []
    for at in sorted(read):
        owner, role = _belonging(text, read[at], at, rows, offset)
        found.append(Told(read[at], text, at, owner, role, _sign(read[at], text[: at.start], owner, role), cited))
    return found


def _belonging(
    text: str, quantity: Quantity, at: Span, rows: Sequence[Observation], offset: int
) -> tuple[Observation | None, Role | None]:
    place = at.shifted(offset) if at.start + offset >= 0 else at
    own = next((row for row in rows if row.value_span.overlaps(place)), None)
    if own is not None:
        return own, _own_role(own)
    nearest: tuple[Observation | None, Role | None] = (None, None)
    for row in sorted(rows, key=lambda each: each.value_span):
        if row.value_span.end > place.start or row.span.start > place.start:
            break
        role = _role_beside(row, quantity)
        if role is None and _SAME_AGAIN.fullmatch(text, row.value_span.end - offset, at.start):
            role = _own_role(row)
        if role is not None:
            nearest = row, role
    return nearest


def _own_role(row: Observation) -> Role:
    """A growth, a gap or a progress that stands for itself is a statement whose figure is that growth."""
    value = row.quantity.value
    if row.growth is not None and row.growth.kind is GrowthKind.RANK:
        return Role.RANK
    relative = row.quantity.unit_norm in ("%", "百分点", "倍", "‰")
    if row.growth is not None and (relative or row.growth.unit == row.quantity.unit) and _reads(row.growth.value, value):
        return Role.GROWTH
    if row.growth is not None and row.growth.kind is GrowthKind.MULTIPLE and row.quantity.unit_norm == "倍":
        return Role.GROWTH
    if row.gap is not None and row.gap.unit in (row.quantity.unit, row.quantity.unit_norm) and _reads(row.gap.value, value):
        return Role.GAP
    return (
        Role.PROGRESS
        if row.progress is not None and row.quantity.unit_norm == "%" and row.progress.value == value
        else Role.LEVEL
    )


def _role_beside(row: Observation, quantity: Quantity) -> Role | None:
    """What a figure behind a statement's own is to it; None where it is none of its fields."""
    units = (quantity.unit, quantity.unit_norm)
    growth = row.growth
    if growth is not None and growth.value is not None:
        if growth.kind is GrowthKind.MULTIPLE and quantity.unit_norm == "倍":
            # 增长1.2倍 is kept as 2.2 times.
            if quantity.value is not None and growth.value in (quantity.value, quantity.value + 1):
                return Role.GROWTH
        elif growth.unit in units and _reads(growth.value, quantity.value):
            return Role.GROWTH
    if row.gap is not None and row.gap.unit in units and _reads(row.gap.value, quantity.value):
        return Role.GAP
    progress = row.progress is not None and quantity.unit_norm == "%" and row.progress.value == quantity.value
    return Role.PROGRESS if progress else None


def _reads(stated: object, value: object) -> bool:
    return stated is not None and value is not None and abs(stated) == abs(value)  # type: ignore[arg-type]


def _sign(quantity: Quantity, before: str, row: Observation | None, role: Role | None) -> int:
    stated = None
    if row is not None and role is Role.GROWTH and row.growth is not None and row.growth.kind is not GrowthKind.MULTIPLE:
        stated = row.growth.value
    elif row is not None and role is Role.GAP and row.gap is not None:
        stated = row.gap.value
    if stated:
        return -1 if stated < 0 else 1
    words = before + re.split(r"[\d零一二三四五六七八九十百]", quantity.text, maxsplit=1)[0]
    if _DOWN.search(words):
        return -1
    return 1 if _UP.search(words) else 0


def quotes(cited: Iterable[CitedSpan]) -> list[str]:
    return [each.quote for each in cited]
