"""Labelled questions as values: of our own set, and of any outside set with the same fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUESTIONS = Path(__file__).with_name("questions.jsonl")
SPLITS = ("dev", "held")
EVERYWHERE = "cross"
"""What ``doc`` says of a question that is asked over all reports."""


@dataclass(frozen=True, slots=True)
class Turn:
    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """``must_have`` is an AND of groups, each an OR of numbers and words; an unanswerable question is right when declined."""

    id: str
    doc: str
    type: str
    question: str
    answerable: bool
    answer: str
    must_have: tuple[tuple[str | float, ...], ...]
    must_not: tuple[str | float, ...]
    evidence: tuple[str, ...]
    """Words of the report, as it was published and as it is read."""
    history: tuple[Turn, ...] = ()
    tolerance: float = 0.0
    """How far a number may be off a wanted one, relative to it."""
    split: str = ""
    needs_model: bool = False

    @property
    def said(self) -> str:
        """All that the user and the earlier answers said: numbers that stand here need no source."""
        return self.question + " ".join(turn.content for turn in self.history)


def questions(path: Path = QUESTIONS) -> list[Question]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_question(json.loads(line)) for line in lines if line.strip()]


def _question(raw: Mapping[str, Any]) -> Question:
    return Question(
        id=raw["id"],
        doc=raw["doc"],
        type=raw["type"],
        question=raw["question"],
        answerable=raw["answerable"],
        answer=raw["answer"],
        must_have=tuple(tuple(group) for group in raw["must_have"]),
        must_not=tuple(raw.get("must_not") or ()),
        evidence=(*(raw.get("evidence_clean") or ()), *(raw.get("evidence") or ())),
        history=tuple(Turn(turn["role"], turn["content"]) for turn in raw.get("history") or ()),
        tolerance=raw.get("rel_tol") or 0.0,
        split=raw.get("split", ""),
        needs_model=raw.get("needs_model", False),
    )
