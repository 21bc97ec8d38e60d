"""An answer to a question, sentence by sentence, with what it cites."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from service.schema.fields import NumberVerdict, SentenceVerdict, StatusWord, Value


class Plan(Value):
    """What the question was understood to ask."""

    intent: str
    zones: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    calculation: str | None = None


class NumberCheck(Value):
    """One number of a sentence; ``start`` and ``end`` count in the sentence. ``formula`` is arithmetic over cited decimals."""

    text: str
    start: int
    end: int
    value: str | None = None
    unit: str = ""
    status: StatusWord | None = None
    verdict: NumberVerdict
    citation: int | None = None
    formula: str | None = None


class Citation(Value):
    """Source ``n``: ``report.text[start:end] == quote``, at most 300 characters.

    ``place`` is page, paragraph or cell where the format has them.
    """

    n: int
    report_id: str
    title: str
    zone: str
    period: str | None = None
    heading: tuple[str, ...] = ()
    quote: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    place: dict[str, Any] | None = None


class Sentence(Value):
    """``text`` carries its marks ``[n]``; a withheld sentence failed verification and is shown nowhere else."""

    text: str
    citations: tuple[int, ...] = ()
    withheld: bool = False
    verdict: SentenceVerdict = "no_numbers"
    numbers: tuple[NumberCheck, ...] = ()


class SentenceEvent(Sentence):
    """A sentence as it streams: with the citations its marks stand for, which the whole answer lists once at the end."""

    sources: tuple[Citation, ...] = ()


class Notice(Value):
    """``code``: estimate, homonym, comparability, damaged_source, disputed_period, finding, withheld, model_unavailable …"""

    code: str
    message: str


class Coverage(Value):
    reports_searched: int
    reports_used: int


class Usage(Value):
    input_tokens: int = 0
    output_tokens: int = 0


class TableCell(Value):
    text: str
    citation: int | None = None


class Table(Value):
    title: str = ""
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]


class Answer(Value):
    id: str
    question: str
    standalone_question: str
    plan: Plan
    status: Literal["answered", "partial", "not_found", "ambiguous"]
    reason: (
        Literal[
            "not_in_reports",
            "only_target",
            "only_estimate",
            "different_definition",
            "period_mismatch",
            "ambiguous_zone",
            "conflicting_sources",
        ]
        | None
    ) = None
    text: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    table: Table | None = None
    notices: tuple[Notice, ...] = ()
    coverage: Coverage
    writer: Literal["extractive", "model"] = "extractive"
    model: str | None = None
    prompt: str | None = None
    usage: Usage = Usage()
    timings_ms: dict[str, int] = Field(default_factory=dict)
