"""Parts of a report that are read, searched and found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.domain.period import Period
from index.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. ``span`` includes the heading line and all deeper sections."""

    heading: str
    level: int
    span: Span
    heading_span: Span
    path: tuple[str, ...]
    """Headings from the top section down to this one, this one included."""


def path_at(sections: Sequence[Section], offset: int) -> tuple[str, ...]:
    """Headings above an offset, outermost first: the path of the deepest section that holds it; empty before the first."""
    # Sections stand in order of their beginnings, and a part begins behind its whole.
    for at in range(bisect_right(sections, offset, key=lambda section: section.span.start) - 1, -1, -1):
        if offset < sections[at].span.end:
            return sections[at].path
    return ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """An exact slice of a report's clean text, inside one section. ``path`` are the headings above it."""

    report_id: str
    ordinal: int
    span: Span
    path: tuple[str, ...]
    tokens: int

    @property
    def id(self) -> str:
        return f"{self.report_id}.{self.ordinal}"


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. Empty filters mean everything; ``terms`` are extra search words that the question does not hold."""

    text: str
    report_ids: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    period: Period | None = None
    terms: tuple[str, ...] = ()
    limit: int = 10
    room: int = 0
    """Characters up to which a passage grows with its neighbours; 0 leaves it as it was found."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved slice of a report: ``report.text[span] == text``. Higher scores first; scores compare within one query."""

    report_id: str
    zone: str
    period: Period | None
    path: tuple[str, ...]
    span: Span
    text: str
    score: float
