"""What one computation looks at: the question, the operation it asks for, and the figures of one zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from index.domain import Period
from index.library import Library
from service.calculate.choosing import CERTAIN, Together, best, pair
from service.calculate.figures import Figure, Role, asked_kind, figures, roles
from service.operations import Kind, Operation
from service.plan import Asking, Group

_IN_THE_UNIT_ASKED = frozenset({Kind.DIFFERENCE, Kind.SUM, Kind.TO_TARGET, Kind.REMAINDER, Kind.CHANGE})
"""Operations whose result has the unit of their operands."""


@dataclass(frozen=True)
class Scene:
    library: Library
    asking: Asking
    group: Group
    operation: Operation
    operands: Sequence[str] = field(default=())

    @cached_property
    def figures(self) -> list[Figure]:
        return figures(self.library, self.group)

    @cached_property
    def periods(self) -> Mapping[str, Period]:
        """Periods the question names, by its words, as they read beside these reports."""
        found = {}
        for report_id in self.group.report_ids[:1]:
            reading = self.library.understand(
                self.asking.question, zones=("",), calendar=self.library.calendar(report_id)
            ).reading
            found = {mention.text: mention.period for mention in reading.periods if mention.period is not None}
        return found

    def roles(self, *words: str) -> list[Role]:
        found = roles(self.library, self.asking, words or self.operation.operands, self.periods)
        asked = asked_kind(self.asking.question) if self.operation.kind in _IN_THE_UNIT_ASKED else None
        return [replace(role, kind=asked or role.kind) for role in found]

    def best(self, role: Role, accepts: Callable[[Figure], bool]) -> Figure | None:
        return best(role, self.figures, accepts)

    def pair(self, first: Role, second: Role, together: Together, *, least: float = 2 * CERTAIN) -> tuple[Figure, Figure] | None:
        return pair(first, second, self.figures, together, least=least)
