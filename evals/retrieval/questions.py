"""Questions with the pieces of text that answer them: an outside set, or questions made from the ledgers of ``seeds``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from index.domain import Observation, Report, SubjectKind
from index.library import CATALOGUE, Library
from index.script import fold_width, to_simplified
from service.schema import AskRequest, Turn

PARAPHRASED = 0.2
"""A question of whose character pairs less than this share stands in its evidence is asked in other words than the report's."""
FROM_SEEDS = 120


@dataclass(frozen=True, slots=True)
class Question:
    """``home`` names the report that answers, None where several do; ``evidence`` are pieces of those reports' text."""

    id: str
    text: str
    history: tuple[str, ...]
    home: str | None
    evidence: tuple[str, ...]
    zones: tuple[str, ...] = ()
    """Said before the question."""

    @property
    def asked(self) -> str:
        return f"{'、'.join(self.zones)}:{self.text}" if self.zones else self.text

    @property
    def request(self) -> AskRequest:
        roles = ("user", "assistant")
        turns = [Turn.model_validate({"role": roles[at % 2], "content": said}) for at, said in enumerate(self.history)]
        return AskRequest(question=self.asked, history=tuple(turns))

    def of(self, zones: Sequence[str]) -> Question:
        """The question with the zones it is asked of said before it, as whoever selects no report says them."""
        return replace(self, zones=tuple(zones))

    @property
    def paraphrased(self) -> bool:
        asked = pairs("".join((self.text, *self.history[:1])))
        said = set().union(*map(pairs, self.evidence))
        return len(asked & said) < PARAPHRASED * len(asked)


def pairs(text: str) -> set[str]:
    """Pairs of neighbouring letters and digits; traditional characters, pinyin put into a text, space and marks count for nothing."""
    folded = to_simplified(fold_width(text)).lower()
    letters = re.sub(r"\W", "", re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", "", folded))
    return {letters[at : at + 2] for at in range(len(letters) - 1)}


def gold(path: Path, reports: Mapping[str, str]) -> list[Question]:
    """The answerable questions of an outside set. ``doc`` of a line opens the name of a file of ``reports`` (name -> id)."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        evidence = tuple(item.get("evidence_clean") or item["evidence"])
        if not item["answerable"] or not evidence:
            continue
        home = next((report_id for name, report_id in reports.items() if name.startswith(item["doc"])), None)
        said = tuple(turn["content"] for turn in item.get("history") or ())
        found.append(Question(item["id"], item["question"], said, home, evidence))
    return found


def from_ledgers(library: Library, report_ids: Sequence[str]) -> list[Question]:
    """Questions for single figures, every third in a word of the catalogue that the report does not use."""
    draw = Random(1)
    found: list[Question] = []
    for report_id in report_ids:
        report = library.report(report_id)
        rows = [row for row in library.ledger(report_id) if _askable(row)]
        for row in draw.sample(rows, min(len(rows), FROM_SEEDS // len(report_ids))):
            said = _other_word(row, draw) if len(found) % 3 == 2 else row.as_written
            text = f"{report.zone.name}{_period(report, row)}{said}是多少?"
            found.append(Question(f"seed-{len(found) + 1:03}", text, (), report_id, (row.quote,)))
    return found


def _askable(row: Observation) -> bool:
    return row.indicator in CATALOGUE.by_name and row.subject_kind is SubjectKind.ZONE and row.quantity.value is not None


def _period(report: Report, row: Observation) -> str:
    period = row.period or report.period
    return period.label if period else ""


def _other_word(row: Observation, draw: Random) -> str:
    entry = CATALOGUE.by_name[row.indicator]
    words = [word for word in (entry.name, *entry.aliases) if word not in row.quote]
    return draw.choice(words) if words else row.as_written
