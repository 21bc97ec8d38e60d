"""Which arithmetic a question wants, and the words it has for each operand. Regular expressions over the question alone.

Nothing here knows a report: whether the operands stand in one is found out where they are looked for.
"""

from __future__ import annotations

from collections.abc import Callable

from service.operations import growth, shares, sums, targets
from service.operations.words import STAGES, Kind, Operation, folded

__all__ = ["STAGES", "Kind", "Operation", "folded", "named", "operation"]

_WEAK = frozenset({Kind.INCREASE_RATE, Kind.CHANGE, Kind.EARLIER_LEVEL})
"""What a report mostly states: a question for it is a calculation only where the report does not."""


def named(question: str) -> str | None:
    """The name of a question's calculation for its plan; None where the report may well state what is asked."""
    found = operation(question)
    return None if found is None or found.kind in _WEAK else found.kind.value


def operation(question: str) -> Operation | None:
    """The arithmetic a question asks for; None for a question that asks for what a report says."""
    text = folded(question)
    for reader in _READERS:
        found = reader(text)
        if found is not None:
            return found
    return None


_READERS: tuple[Callable[[str], Operation | None], ...] = (
    growth.implied_base,
    growth.others,
    targets.implied_target,
    targets.to_target,
    targets.completion,
    sums.per_of_change,
    sums.year_ahead,
    growth.increase,
    growth.points,
    growth.growth,
    shares.remainder,
    shares.stage_rate,
    shares.share,
    growth.cut,
    sums.ratio,
    sums.total,
    sums.per,
    sums.difference,
    growth.change,
    growth.increase_rate,
    growth.earlier_level,
    targets.loosely,
    shares.loosely,
)
"""In the order of trust: what can only be meant so comes first."""
