"""The audit measured on invented reports: no ``fail`` on consistent ones, one planted error a report found.

    python -m evals.audit

Found means a finding that the consistent twin of the report does not have: a ``fail``, or an ``uncertain`` for kinds that the
rules of the domain never call more (wording, an unstated 口径, a target that may be lower on purpose, a slogan).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.audit.makers import MAKERS
from evals.audit.reports import KINDS, alone, report
from index.audit import audit
from index.domain import Finding, Report
from index.extract import extract

CONSISTENT = 300
PLANTED = 80
AT_MOST_UNCERTAIN: Mapping[str, str] = {
    "growth_levels": "口径未注明",
    "done_and_not_done": "表述问题",
    "target_below_actual": "目标可有意下调",
    "slogan_parts": "口号是名称",
}
"""Kinds for which ``uncertain`` counts as found, with the reason."""


@dataclass(frozen=True, slots=True)
class Recall:
    kind: str
    planted: int
    failed: int
    doubted: int
    missed: tuple[int, ...]
    """Seeds of the reports whose error was not found."""

    @property
    def found(self) -> int:
        return self.failed + (self.doubted if self.kind in AT_MOST_UNCERTAIN else 0)

    @property
    def share(self) -> float:
        return self.found / self.planted if self.planted else 1.0


def findings(each: Report) -> list[Finding]:
    return audit(each, extract(each))


def false_fails(count: int = CONSISTENT) -> Iterator[tuple[int, Finding]]:
    """Every ``fail`` on a consistent report, with the report's seed. Every second report is twice as long."""
    for seed in range(count):
        yield from ((seed, found) for found in findings(consistent(seed)) if found.result == "fail")


def harmless() -> list[tuple[str, Finding]]:
    """Every ``fail`` on sentences that only look like relations that do not hold, with the sentence."""
    lines = (Path(__file__).parent / "harmless.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [str(json.loads(line)["text"]) for line in lines]
    return [(text, found) for text in texts for found in findings(alone(text)) if found.result == "fail"]


def consistent(seed: int) -> Report:
    return report(seed, kinds=tuple(MAKERS), count=10 if seed % 2 else 24)


def recall(kind: str, count: int = PLANTED) -> Recall:
    failed = doubted = 0
    missed: list[int] = []
    for seed in range(10_000, 10_000 + count):
        others = tuple(name for name in MAKERS if name != kind)[seed % 5 :: 5]
        twin, wrong = (report(seed, kinds=(kind, *others), planted=planted, count=4) for planted in (None, kind))
        known = {each.fingerprint for each in findings(twin)}
        new = {each.result for each in findings(wrong) if each.fingerprint not in known}
        failed += "fail" in new
        doubted += "fail" not in new and "uncertain" in new
        if not ("fail" in new or ("uncertain" in new and kind in AT_MOST_UNCERTAIN)):
            missed.append(seed)
    return Recall(kind, count, failed, doubted, tuple(missed))


def measure() -> dict[str, float]:
    figures: dict[str, float] = {
        "consistent": CONSISTENT,
        "false_fails": len(list(false_fails())),
        "harmless_fails": len(harmless()),
    }
    return figures | {f"recall_{kind}": recall(kind).share for kind in KINDS}
