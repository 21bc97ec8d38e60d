"""Which figures are meant: by the words of each operand, and by standing together in one statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from index.domain import Status
from service.calculate.figures import Figure, Role, fit, held, kind_of

CERTAIN = 0.62
"""A figure that fits an operand's words less than this is not taken for it."""
_WORDS = 0.34
"""Share of an operand's words that must stand in or over its figure."""
_CANDIDATES = 16

Together = Callable[[Figure, Figure], float | None]
"""What speaks for two figures beside their words; None where they cannot be the two."""


def ranked(role: Role, figures: Sequence[Figure]) -> list[tuple[float, Figure]]:
    """Figures that may be an operand, best first."""
    scored = [(fit(role, figure), figure) for figure in figures]
    scored = [(score, figure) for score, figure in scored if score >= 0.35 and held(role, figure) >= 0.2]
    scored.sort(key=lambda pair: (-pair[0], pair[1].row.report_id, pair[1].row.value_span))
    return scored


def best(role: Role, figures: Sequence[Figure], accepts: Callable[[Figure], bool]) -> Figure | None:
    """The figure that fits an operand's words best, among those accepted; None where none surely does."""
    for score, figure in ranked(role, figures):
        if accepts(figure):
            return figure if score >= CERTAIN and held(role, figure) >= _WORDS else None
    return None


def pair(
    first: Role, second: Role, figures: Sequence[Figure], together: Together, *, least: float = 2 * CERTAIN
) -> tuple[Figure, Figure] | None:
    """The two figures that fit two operands best; None where no two surely do."""
    found: tuple[float, Figure, Figure] | None = None
    lefts, rights = ranked(first, figures)[:_CANDIDATES], ranked(second, figures)[:_CANDIDATES]
    for (left_fit, left), (right_fit, right) in product(lefts, rights):
        if left.row.id == right.row.id or left.row.value_span == right.row.value_span:
            continue
        more = together(left, right)
        if more is None:
            continue
        score = left_fit + right_fit + more + nearness(left, right)
        if found is None or score > found[0] + 1e-9:
            found = (score, left, right)
    if found is None or found[0] < least:
        return None
    _, left, right = found
    return (left, right) if held(first, left) >= _WORDS and held(second, right) >= _WORDS else None


def nearness(left: Figure, right: Figure) -> float:
    """How far two figures belong to one statement: one sentence, one section, one period, one status."""
    if left.row.report_id != right.row.report_id:
        return -0.05
    score = 0.0
    if left.sentence == right.sentence:
        score += 0.18 + (0.08 if abs(left.place - right.place) == 1 else 0.0)
    score += 0.05 if left.row.path == right.row.path else 0.0
    score += 0.06 if left.row.period == right.row.period else 0.0
    score += 0.05 if left.row.quantity.unit_norm == right.row.quantity.unit_norm else 0.0
    return score + (0.04 if left.row.status is right.row.status else 0.0)


def comparable(left: Figure, right: Figure) -> bool:
    """Whether two figures count the same kind of thing in the same currency, and neither is a rate."""
    one, other = left.row.quantity, right.row.quantity
    return (
        not left.rate
        and not right.rate
        and kind_of(one.unit_norm) == kind_of(other.unit_norm)
        and one.currency == other.currency
        and one.value is not None
        and other.value is not None
    )


def target(figure: Figure) -> bool:
    return figure.row.status is Status.TARGET
