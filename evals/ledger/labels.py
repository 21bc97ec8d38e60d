"""The labelled sentences as values: what stands in ``sentences.jsonl``, and the report that each sentence makes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from index.domain import Alignment, Period, Report, Run, Section, Span, ZoneIdentity

SENTENCES = Path(__file__).with_name("sentences.jsonl")
SPLITS = ("dev", "held")


@dataclass(frozen=True, slots=True)
class Growing:
    """A labelled growth: kind, signed value (None for 由负转正) and unit; ``multiple`` counts times the base (增长2倍 is 3)."""

    kind: str
    value: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class Distance:
    """A labelled gap or progress: to or of what, how much, in which unit (empty for progress, which is percent)."""

    of: str
    value: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement a sentence makes. Tuples hold every reading that a careful reader would accept, the likeliest first.

    ``not_names`` are catalogue names it must not be filed under. An ``optional`` fact may be in the ledger and need not.
    """

    names: tuple[str, ...]
    not_names: tuple[str, ...]
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    bounds: tuple[str | None, ...]
    statuses: tuple[str, ...]
    bases: tuple[str, ...]
    periods: tuple[str | None, ...]
    growths: tuple[Growing | None, ...]
    gaps: tuple[Distance | None, ...]
    progresses: tuple[Distance | None, ...]
    subject_kinds: tuple[str, ...]
    subject: str | None
    optional: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence and where it stands: report period, 今年 if that differs, headings above, words before it."""

    id: str
    split: str
    pattern: str
    text: str
    period: str | None
    this_year: int | None
    heading: tuple[str, ...]
    before: str
    zone: str
    facts: tuple[Fact, ...]


def sentences(path: Path = SENTENCES) -> list[Sentence]:
    """All labelled sentences in file order."""
    return [_sentence(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def report_of(sentence: Sentence) -> tuple[Report, int]:
    """The report that holds just this sentence, under its headings and behind its ``before``; and the sentence's offset."""
    headings = [f"{heading}\n" for heading in sentence.heading]
    text = "".join(headings) + sentence.before + sentence.text
    whole = Span(0, len(text))
    report = Report(
        id=sentence.id,
        content_hash="",
        title="",
        text=text,
        raw=text,
        alignment=Alignment((Run(whole, whole),)),
        zone=ZoneIdentity(sentence.zone, sentence.zone),
        period=Period.parse(sentence.period) if sentence.period else None,
        period_note=None,
        published=None,
        kind="",
        media_type="text/plain",
        created="",
        sections=tuple(_sections(sentence.heading, len(text))),
        extra={"this_year": str(sentence.this_year)} if sentence.this_year else {},
    )
    return report, len(text) - len(sentence.text)


def _sections(headings: Sequence[str], end: int) -> Iterator[Section]:
    start = 0
    for level, heading in enumerate(headings, start=1):
        yield Section(heading, level, Span(start, end), Span(start, start + len(heading)), tuple(headings[:level]))
        start += len(heading) + 1


def _sentence(line: dict[str, Any]) -> Sentence:
    context = line["context"]
    return Sentence(
        id=line["id"],
        split=line["split"],
        pattern=line["pattern"],
        text=line["text"],
        period=context["period"],
        this_year=context.get("this_year"),
        heading=tuple(context.get("heading", ())),
        before=context.get("before", ""),
        zone=context["zone"],
        facts=tuple(_fact(fact) for fact in line["facts"]),
    )


def _fact(fact: dict[str, Any]) -> Fact:
    return Fact(
        names=_readings(fact["name"]),
        not_names=tuple(fact.get("not_name", ())),
        value=_decimal(fact["value"]),
        value_high=_decimal(fact.get("value_high")),
        unit=fact["unit"],
        bounds=_readings(fact.get("bound")),
        statuses=_readings(fact["status"]),
        bases=_readings(fact["basis"]),
        periods=_readings(fact["period"]),
        growths=tuple(
            each and Growing(each["kind"], _decimal(each["value"]), each["unit"]) for each in _readings(fact.get("growth"))
        ),
        gaps=tuple(each and Distance(each["to"], Decimal(each["value"]), each["unit"]) for each in _readings(fact.get("gap"))),
        progresses=tuple(each and Distance(each["of"], Decimal(each["value"])) for each in _readings(fact.get("progress"))),
        subject_kinds=_readings(fact["subject_kind"]),
        subject=fact.get("subject"),
        optional=fact.get("optional", False),
    )


def _readings(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
