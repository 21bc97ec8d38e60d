"""Questions that want arithmetic: operands from the ledger, the result by code with its formula.

What is wanted is read from the question (``service.operations``), each operand found by the question's words for it, the
result computed from decimals as printed, and the sentence tried on the verifier before it is given out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from index.library import Asked, Library
from service.calculate import growing, levels, means, shares
from service.calculate.across import each_and_together
from service.calculate.missing import missing
from service.calculate.scene import Scene
from service.calculate.wording import Computed, Outcome, worded
from service.operations import Kind, operation
from service.plan import Asking, Group

__all__ = ["Computed", "calculate", "calculate_across", "lacking"]

_KINDS: Mapping[Kind, Callable[[Scene], Outcome | None]] = {
    Kind.COMPLETION: shares.completion,
    Kind.TO_TARGET: shares.to_target,
    Kind.SHARE: shares.share,
    Kind.STAGE_RATE: shares.stage_rate,
    Kind.REMAINDER: shares.remainder,
    Kind.IMPLIED_TARGET: shares.implied_target,
    Kind.SUM: levels.total,
    Kind.DIFFERENCE: levels.difference,
    Kind.POINTS: levels.points,
    Kind.RATIO: levels.ratio,
    Kind.GROWTH: growing.growth,
    Kind.CHANGE: growing.change,
    Kind.INCREASE_RATE: growing.increase_rate,
    Kind.INCREASE: growing.increase,
    Kind.IMPLIED_BASE: growing.implied_base,
    Kind.EARLIER_LEVEL: growing.earlier_level,
    Kind.IMPLIED_OTHERS: growing.implied_others,
    Kind.YEAR_AHEAD: growing.year_ahead,
    Kind.PER: means.per,
    Kind.MONTHLY: means.monthly,
    Kind.PER_OF_CHANGE: means.per_of_change,
}


def calculate(library: Library, asking: Asking, group: Group) -> Computed | None:
    """Body, cited places and formulas of a computed answer; None where none is asked for or the operands are not certain."""
    wanted = operation(asking.question)
    if wanted is None or (Asked.YES_NO in asking.reading.asked and not wanted.compares):
        return None
    outcome = _KINDS[wanted.kind](Scene(library, asking, group, wanted))
    return None if outcome is None else worded(library, outcome)


def lacking(library: Library, asking: Asking, group: Group) -> Computed | None:
    """What a computed answer would need and the report does not state, with the operand it has; the answer is then not found."""
    wanted = operation(asking.question)
    outcome = missing(Scene(library, asking, group, wanted)) if wanted else None
    return None if outcome is None else worded(library, outcome)


def calculate_across(library: Library, asking: Asking) -> tuple[Computed, ...] | None:
    """The sentences of a computed answer over several zones; None where none is asked for or it cannot be computed."""
    wanted = operation(asking.question)
    return None if wanted is None else each_and_together(library, asking, wanted, _KINDS)
