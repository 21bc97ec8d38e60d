"""Whether what answers a question is among the first five passages, with a thousand other reports on the shelf.

    python -m evals.retrieval [--gold QUESTIONS --reports FOLDER] [--among N] [--keep FOLDER] [--speed]

No report is selected: the question's own words decide where is looked. A piece of evidence counts as covered where four fifths of its
character pairs stand in the passages of its own report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.retrieval.baselines import Piece, PlainChain, bm25
from evals.retrieval.questions import Question, from_ledgers, gold, pairs
from evals.retrieval.shelf import Shelf, shelf, texts
from index.domain import Query
from index.library import Library
from seeds import seed_files
from service.gather import ROOM
from service.plan import MOST_ZONES, understand

TOP = 5
AMONG = 1000
COVERED = 0.8
BAR, LEAD = 0.88, 0.05
KINDS = ("all", "one report", "several", "other words")
Retriever = Callable[[Question], list[Piece]]


@dataclass(frozen=True, slots=True)
class Result:
    """Pieces covered of all, over questions of one kind."""

    covered: int
    pieces: int

    @property
    def share(self) -> float:
        return self.covered / self.pieces if self.pieces else 1.0


def product(library: Library) -> Retriever:
    """What the product retrieves for a question: zones named decide where, each in turn; passages grow as for the writer."""

    def best(question: Question) -> list[Piece]:
        asking = understand(library, question.request)
        groups = [group.report_ids for group in asking.groups] if asking.named or asking.homonyms else []
        passages = library.search_each(Query(asking.standalone, limit=TOP, room=ROOM), groups)
        return [(passage.report_id, passage.text) for passage in passages]

    return best


def said(stand: Shelf, questions: Sequence[Question]) -> list[Question]:
    """Questions that name their zones as they are; the others with the zones of the report, or reports, they are asked of."""
    library = stand.library
    labels = {each: _label(library, each) for each in stand.asked.values()}
    found = []
    for question in questions:
        asking = understand(library, question.request)
        of = [labels[question.home]] if question.home else list(labels.values())
        found.append(question if (asking.named or asking.homonyms) and asking.among <= MOST_ZONES else question.of(of))
    return found


def _label(library: Library, report_id: str) -> str:
    """The zone's name with its place before it, by which it is told from others of the name."""
    zone = library.report(report_id).zone
    name, place = zone.name.partition("(")[0], zone.place
    return "".join(part for part in (place.city, place.district) if part and part[:2] not in name) + name


def retrievers(stand: Shelf) -> dict[str, Retriever]:
    library, ids = stand.library, stand.report_ids
    plain, headed = bm25(library, ids, headed=False), bm25(library, ids, headed=True)
    grown = bm25(library, ids, headed=True, room=ROOM)
    chain = PlainChain(texts(library, ids), stand.embedder)
    return {
        "zonebrief": product(library),
        "bm25": lambda question: plain.best(standalone(question), TOP),
        "bm25_headed": lambda question: headed.best(standalone(question), TOP),
        "bm25_grown": lambda question: grown.best(standalone(question), TOP),
        "plain_chain": lambda question: chain.best(standalone(question), TOP),
    }


def standalone(question: Question) -> str:
    """With the question before it, as every retriever is given it."""
    return ";".join((*question.history[-2:-1], question.asked))


def covered(question: Question, passages: Sequence[Piece], reports: Mapping[str, set[str]]) -> list[bool]:
    """Of each piece whether it is covered. ``reports`` are the character pairs of the reports asked about, by id."""
    said: dict[str, set[str]] = {}
    for report_id, text in passages:
        said.setdefault(report_id, set()).update(pairs(text))
    found = []
    for piece in question.evidence:
        wanted = pairs(piece)
        home = question.home or max(reports, key=lambda each: len(wanted & reports[each]))
        found.append(len(wanted & said.get(home, set())) >= COVERED * len(wanted))
    return found


def scored(stand: Shelf, questions: Sequence[Question], best: Retriever) -> dict[str, Result]:
    """By kind of question: all, those that one report answers, those over several, and of all those asked in other words."""
    reports = {each: pairs(stand.library.report(each).text) for each in stand.asked.values()}
    counts: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    for question in questions:
        found = covered(question, best(question), reports)
        for kind, holds in zip(KINDS, (True, question.home, question.home is None, question.paraphrased), strict=True):
            counts[kind] += found if holds else []
    return {kind: Result(sum(found), len(found)) for kind, found in counts.items()}


def seed_reports() -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in seed_files()}


def folder_reports(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.txt"))}


def questions_for(stand: Shelf, path: Path | None) -> list[Question]:
    return gold(path, stand.asked) if path else from_ledgers(stand.library, list(stand.asked.values()))


def measure(among: int = 100) -> dict[str, float]:
    """Shares covered on the questions from ``seeds``, which name their zones, by retriever and kind."""
    with TemporaryDirectory() as folder, shelf(Path(folder), seed_reports(), among=among) as stand:
        questions = questions_for(stand, None)
        return {
            f"{name}_{kind.replace(' ', '_')}": result.share
            for name, best in retrievers(stand).items()
            for kind, result in scored(stand, questions, best).items()
        }
