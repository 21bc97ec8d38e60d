"""A set of questions put to the service and to the baselines: judged replies, figures, and the tables of ``python -m evals.questions``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from evals.questions.ask import bench, files_of
from evals.questions.baselines import baselines
from evals.questions.labels import QUESTIONS, SPLITS, Question, questions
from evals.questions.score import Judged, Reply, by_type, figures, judged
from service.llm import chat_model
from service.settings import read_settings

OWN = "zonebrief"
WHOLE = frozenset({"asked", "unsupported_years", "characters", "p95_ms"})
"""Figures that are counts and not shares."""
Results = dict[str, list[Judged]]
"""Who answered -> a judged reply a question, in the order of the questions."""


def put(
    asked: Sequence[Question], reports: Path | None = None, *, model: bool = False, beside: bool = True, limit: int | None = None
) -> Results:
    """Asks the service, and the baselines where ``beside``. ``reports`` is a folder of text files; None is the shipped ones.

    Questions that only a model can be expected to answer are put only where the environment's model writes (``model``).
    """
    fit = [each for each in asked if model or not each.needs_model][:limit]
    with bench(files_of(reports) if reports else None, model=model) as stand:
        askers: dict[str, Callable[[Question], Reply]] = {OWN: stand.ask}
        if beside:
            writer = chat_model(read_settings()) if model else None
            askers |= {name: each.ask for name, each in baselines(stand, writer).items()}
        return {name: [judged(question, ask(question)) for question in fit] for name, ask in askers.items()}


def measure() -> dict[str, float]:
    """Figures of both halves of our own set, keys ``dev.right``, ``held.right``, ``dev.right_bm25`` …"""
    results = put(questions())
    found: dict[str, float] = {}
    for split in SPLITS:
        for name, column in columns(results, split).items():
            found |= {f"{split}.{figure}{'' if name == OWN else '_' + name}": value for figure, value in column.items()}
    return found


def columns(results: Results, split: str | None = None) -> dict[str, dict[str, float]]:
    """Who answered -> figures, over one half of the set or over all of it."""
    return {
        name: figures([each for each in replies if split is None or each.question.split == split])
        for name, replies in results.items()
    }


# --- tables -----------------------------------------------------------------------------------------------------------


def report(path: Path | None, reports: Path | None, *, split: str | None, model: bool, beside: bool, show: bool) -> None:
    """Prints figures and, of all but the held half of our own set, the rows by type; ``show`` lists what is not right."""
    asked = [each for each in questions(path or QUESTIONS) if split is None or each.split == split]
    results = put(asked, reports, model=model, beside=beside)
    halves: list[str] = [each for each in SPLITS if any(one.split == each for one in asked)] or [""]
    for half in halves:
        print(f"\n{half or (path.name if path else '')}")
        _print_figures(columns(results, half or None))
        if half != "held":
            _print_types({name: [each for each in replies if each.question.split == half] for name, replies in results.items()})
    left = len(asked) - len(results[OWN])
    if left:
        print(f"\n{left} questions need a model and were not asked")
    if show:
        _print_wrong([each for each in results[OWN] if each.question.split != "held" or split == "held"])


def _print_figures(found: Mapping[str, Mapping[str, float]]) -> None:
    print(f"{'':<20}" + "".join(f"{name:>12}" for name in found))
    for figure in found[OWN]:
        cells = (column[figure] for column in found.values())
        print(f"{figure:<20}" + "".join(f"{cell:>12.0f}" if figure in WHOLE else f"{cell:>12.3f}" for cell in cells))


def _print_types(results: Results) -> None:
    tables = {name: by_type(replies) for name, replies in results.items()}
    print(f"\n{'right of a type':<20}" + "".join(f"{name:>12}" for name in tables))
    for kind in tables[OWN]:
        cells = (table[kind] for table in tables.values())
        print(f"{kind:<20}" + "".join(f"{f'{right} of {asked}':>12}" for asked, right in cells))


def _print_wrong(replies: Sequence[Judged]) -> None:
    for each in replies:
        if each.right and not each.loose and not each.loose_years and (each.cited or not each.question.answerable):
            continue
        faults = {"wrong": not each.right, "uncited": not each.cited, "loose": each.loose, "years": each.loose_years}
        told = ", ".join(f"{name} {value}" if isinstance(value, tuple) else name for name, value in faults.items() if value)
        history = "".join(f"{turn.content} → " for turn in each.question.history)
        print(f"\n{each.question.id}  {each.question.type}  ({told})\n  ask   {history}{each.question.question}")
        print(f"  want  {each.question.answer}\n  got   {'[declined] ' if each.reply.declined else ''}{each.reply.text}")
