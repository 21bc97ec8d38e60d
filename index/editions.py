"""Two editions of one report: which figures came, went, or are others now."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.domain import Observation


@dataclass(frozen=True, slots=True)
class Change:
    """A statement of the ledger that is not in both editions alike; None where an edition has none of its kind."""

    before: Observation | None
    after: Observation | None

    @property
    def either(self) -> Observation:
        found = self.after or self.before
        assert found is not None
        return found


def difference(before: Sequence[Observation], after: Sequence[Observation]) -> list[Change]:
    """What differs, in the order of the later edition, what went at the end.

    Statements are the same where indicator, subject and all they say are; of the others those of one indicator, subject and
    unit are taken for each other in their order, status and period first agreeing.
    """
    _, left, right = _paired(before, after, _whole)
    alike, left, right = _paired(left, right, _named_alike)
    akin, left, right = _paired(left, right, _of_one_indicator)
    changes = [Change(one, other) for one, other in (*alike, *akin)] + [Change(None, each) for each in right]
    changes.sort(key=lambda change: change.either.value_span)
    return changes + [Change(each, None) for each in left]


def _paired(
    left: Sequence[Observation], right: Sequence[Observation], key: Callable[[Observation], object]
) -> tuple[list[tuple[Observation, Observation]], list[Observation], list[Observation]]:
    """Pairs of one key, in order, and what is left of either side."""
    waiting: defaultdict[object, deque[Observation]] = defaultdict(deque)
    for each in left:
        waiting[key(each)].append(each)
    pairs, come = [], []
    for each in right:
        same = waiting[key(each)]
        if same:
            pairs.append((same.popleft(), each))
        else:
            come.append(each)
    gone = {id(each) for each in left} - {id(one) for one, _ in pairs}
    return pairs, [each for each in left if id(each) in gone], come


def _of_one_indicator(row: Observation) -> object:
    return row.indicator, row.subject, row.quantity.unit_norm


def _named_alike(row: Observation) -> object:
    return _of_one_indicator(row), row.status, row.period


def _whole(row: Observation) -> object:
    quantity = row.quantity
    return (
        _named_alike(row),
        quantity.value_norm,
        quantity.high_norm,
        quantity.bound,
        row.growth,
        row.gap,
        row.progress,
    )
