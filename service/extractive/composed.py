"""What the extractive writer says: sentences before verification, with their places and arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from index.domain import Span

Place = tuple[str, Span]
AnswerStatus = Literal["answered", "partial", "not_found", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Composed:
    """A sentence before verification: its words without marks, the places it cites, the arithmetic of its computed numbers."""

    body: str
    places: tuple[Place, ...] = ()
    formulas: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composition:
    """What the writer has to say, and how sure it is of having answered."""

    sentences: tuple[Composed, ...]
    status: AnswerStatus
    reason: str | None = None
    notices: tuple[tuple[str, str], ...] = ()
