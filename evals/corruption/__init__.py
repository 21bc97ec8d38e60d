"""The verifier against lies (篡改集): true sentences composed from ledgers, each spoiled in one way, and paraphrases that stay true.

    python -m evals.corruption

A sentence is caught where it would not be shown: some number of it is ``mismatch`` or ``not_found``. Checked as an answer's
sentence is, against the spans it cites. Beside it the usual checks of numbers, on the same sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from evals.corruption.baselines import fuzzy, substrings, word_boundaries
from evals.corruption.composing import Statement, statements
from evals.corruption.library import INVENTED, filled
from evals.corruption.rephrasing import REPHRASINGS, figures_kept
from evals.corruption.spoiling import SPOILS
from index.domain import VerdictKind
from index.library import Library

PER_REPORT = 110
SEED = 1
_FAILED = (VerdictKind.MISMATCH, VerdictKind.NOT_FOUND)
Check = Callable[[Statement], bool]


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and what was done to it: ``true``, the name of a lie, or ``paraphrase:`` and the name of a rephrasing."""

    kind: str
    statement: Statement
    of: Statement

    @property
    def lie(self) -> bool:
        return self.kind in SPOILS


@dataclass
class Tally:
    """For one checker: how many sentences of each kind there were, and how many it stopped."""

    asked: Counter[str] = field(default_factory=Counter)
    stopped: Counter[str] = field(default_factory=Counter)
    wrong: list[Case] = field(default_factory=list)
    """Lies that passed and true sentences that were stopped."""

    def add(self, case: Case, *, passed: bool) -> None:
        for kind in (case.kind, "lie" if case.lie else "paraphrase" if case.kind.startswith("paraphrase") else "honest"):
            self.asked[kind] += 1
            self.stopped[kind] += not passed
        if passed == case.lie:
            self.wrong.append(case)

    def share(self, kind: str) -> float:
        return self.stopped[kind] / self.asked[kind] if self.asked[kind] else 0.0


def cases(library: Library, per_report: int = PER_REPORT, seed: int = SEED) -> Iterable[Case]:
    """Each true sentence, one lie made of it and, for every third, a paraphrase: kinds in turn, so that each is met often."""
    reports, _ = library.reports(limit=1000)
    zones = sorted({report.zone.name for report in reports if len(report.zone.name) > 6})
    lies, ways = Counter[str](), Counter[str]()
    seen: set[str] = set()
    for report in sorted(reports, key=lambda each: each.id):
        random = Random(f"{seed} {report.id}")
        for statement in statements(library, report, random, per_report):
            if statement.text in seen:
                continue
            seen.add(statement.text)
            spoiled = _spoiled(statement, random, zones, lies)
            if spoiled is None:
                continue
            yield Case("true", statement, statement)
            yield spoiled
            rephrased = _rephrased(statement, random, ways) if len(seen) % 3 == 0 else None
            if rephrased is not None:
                yield rephrased


def _spoiled(statement: Statement, random: Random, zones: list[str], lies: Counter[str]) -> Case | None:
    for kind in sorted(SPOILS, key=lambda name: (lies[name], name)):
        lie = SPOILS[kind](statement, random, zones)
        if lie is not None and lie.text != statement.text:
            lies[kind] += 1
            return Case(kind, lie, statement)
    return None


def _rephrased(statement: Statement, random: Random, ways: Counter[str]) -> Case | None:
    """One rephrasing, and at times a second on top of it."""
    told, names = statement, list[str]()
    for name in sorted(REPHRASINGS, key=lambda each: (ways[each], each)):
        other = REPHRASINGS[name](told, random)
        if other is None or other.text == told.text or not figures_kept(statement, other):
            continue
        ways[name] += 1
        told, names = other, [*names, name]
        if len(names) == 2 or random.random() < 0.5:
            break
    return Case(f"paraphrase:{'+'.join(names)}", told, statement) if names else None


def checkers(library: Library) -> Mapping[str, Check]:
    def verified(statement: Statement) -> bool:
        return all(verdict.kind not in _FAILED for verdict in library.verify(statement.text, statement.places))

    def reports(statement: Statement) -> list[str]:
        return [library.report(report_id).text for report_id in dict.fromkeys(each for each, _ in statement.places)]

    def quotes(statement: Statement) -> list[str]:
        return [span.of(library.report(report_id).text) for report_id, span in statement.places]

    return {
        "zonebrief": verified,
        "word boundary": lambda statement: word_boundaries(statement.text, reports(statement)),
        "substring": lambda statement: substrings(statement.text, reports(statement)),
        "fuzzy 0.75": lambda statement: fuzzy(statement.text, quotes(statement)),
    }


def tallies(invented: int = INVENTED, per_report: int = PER_REPORT, *, seeds: bool = True) -> dict[str, Tally]:
    """One tally a checker, over the same sentences."""
    with filled(invented, seeds=seeds) as library:
        checks = checkers(library)
        found = {name: Tally() for name in checks}
        for case in cases(library, per_report):
            for name, check in checks.items():
                found[name].add(case, passed=check(case.statement))
        return found


def measure() -> dict[str, float]:
    """Sentences, and for the verifier and each baseline the lies caught and the false alarms; the verifier's also by kind."""
    found = tallies()
    own = found["zonebrief"]
    figures: dict[str, float] = {"lies": own.asked["lie"], "paraphrases": own.asked["paraphrase"]}
    for name, tally in found.items():
        key = name.split()[0]
        figures |= {
            f"{key}_caught": tally.share("lie"),
            f"{key}_false_alarms": tally.share("honest"),
            f"{key}_false_alarms_paraphrased": tally.share("paraphrase"),
        }
    return figures | {f"caught_{kind}": own.share(kind) for kind in SPOILS}
