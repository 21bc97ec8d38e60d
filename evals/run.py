"""Every set of measurements in one table: ``zonebrief eval`` and ``python -m evals``.

A set is a package here whose module named in ``SETS`` offers ``measure() -> dict[str, float]``. A figure whose name begins with
``dev.`` or ``held.`` stands in that column, any other in the first.
"""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

SETS: Mapping[str, str] = {
    "questions": "evals.questions.run",
    "ledger": "evals.ledger.score",
    "retrieval": "evals.retrieval",
    "corruption": "evals.corruption",
    "adversarial": "evals.adversarial",
    "audit": "evals.audit",
    "speed": "evals.speed",
}
HALVES = ("dev", "held")
ALL = "all"


def run(chosen: str, *, as_json: bool = False) -> None:
    """Measures one set, or all of them one after the other, and prints each as soon as it is measured.

    Raises KeyError for a set that is not in ``SETS``.
    """
    names = list(SETS) if chosen == ALL else [chosen]
    found: dict[str, dict[str, float]] = {}
    if not as_json:
        print(_row("", "", ("all", *HALVES)))
    for name in names:
        began = time.perf_counter()
        measured = measured_set(SETS[name])
        found[name] = measured or {}
        if as_json:
            continue
        if measured is None:
            print(_row(name, "(not in this source tree)", ()))
            continue
        for line in table(name, measured):
            print(line)
        print(_row(name, "seconds taken", (f"{time.perf_counter() - began:.0f}",)), flush=True)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))


def measured_set(module: str) -> dict[str, float] | None:
    """The figures of a set; None where the source tree has no such set."""
    if find_spec(module.rpartition(".")[0] if module.count(".") > 1 else module) is None:
        return None
    loaded: Any = importlib.import_module(module)
    if not hasattr(loaded, "measure"):
        return None
    figures: dict[str, float] = loaded.measure()
    return figures


def table(name: str, measured: Mapping[str, float]) -> list[str]:
    """One line a figure: the set, the figure, its value over all or over each half."""
    rows: dict[str, dict[str, float]] = {}
    for key, value in measured.items():
        half, dot, figure = key.partition(".")
        column, figure = (half, figure) if dot and half in HALVES else ("all", key)
        rows.setdefault(figure, {})[column] = value
    return [_row(name, figure, _cells(row)) for figure, row in rows.items()]


def _cells(row: Mapping[str, float]) -> list[str]:
    """Counts and shares tell themselves apart: a row of whole numbers beyond 1 is a row of counts."""
    counts = all(float(value).is_integer() for value in row.values()) and any(abs(value) > 1 for value in row.values())
    places = 0 if counts or max(map(abs, row.values())) >= 100 else 3
    return ["" if column not in row else f"{row[column]:.{places}f}" for column in ("all", *HALVES)]


def _row(name: str, figure: str, cells: Sequence[str]) -> str:
    return f"{name:<12}{figure:<40}" + "".join(f"{cell:>12}" for cell in cells)
