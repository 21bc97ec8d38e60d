"""A briefing and its card."""

from __future__ import annotations

from typing import Any, Literal

from service.schema.answers import Citation, Coverage, Notice, Sentence, Table, Usage
from service.schema.fields import Value
from service.schema.figures import FindingOut


class BriefingSection(Value):
    heading: str
    sentences: tuple[Sentence, ...] = ()


class Briefing(Value):
    """``created`` is an ISO timestamp; ``edited`` one too where a person changed it."""

    id: str
    title: str
    zones: tuple[str, ...]
    period: str | None = None
    sections: tuple[BriefingSection, ...]
    table: Table | None = None
    charts: tuple[dict[str, Any], ...] = ()
    findings: tuple[FindingOut, ...] = ()
    coverage: Coverage
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    created: str
    edited: str | None = None
    writer: Literal["extractive", "model"] = "extractive"
    model: str | None = None
    prompt: str | None = None
    usage: Usage = Usage()


class BriefingCard(Value):
    """A line of the list of briefings."""

    id: str
    title: str
    zones: tuple[str, ...]
    period: str | None = None
    created: str
    edited: str | None = None
