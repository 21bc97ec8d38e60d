"""Whether every format under every class of dirt is read right: a corpus rendered really, and what the product makes of it.

    python -m evals.intake [--no-scans] [--jobs 2] [--keep FOLDER] [--show N] [--formats …] [--dirt …] [--each N] [--seed N]

Invented reports and parts of ``seeds`` are soiled by transformations that also tell what a perfect reading is (``dirt``), written as
real files (``formats``), read as the product reads them (``reading``) and compared (``score``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.intake.corpus import EACH, MANIFEST, Entry, build, load, tasks
from evals.intake.dirt import Dirt
from evals.intake.formats import FORMATS, ready
from evals.intake.score import Score, score_file
from evals.intake.table import figures, groups

__all__ = ["corpus", "measure", "scores"]


def corpus(
    folder: Path, formats: Sequence[str], *, dirts: Sequence[Dirt] = tuple(Dirt), each: int = EACH, seed: int = 0, jobs: int = 2
) -> list[Entry]:
    """The files of a folder: those built there before, or now."""
    if (folder / MANIFEST).exists():
        return [entry for entry in load(folder) if entry.format in formats and entry.dirt in dirts]
    return build(folder, tasks(formats, dirts, each), seed=seed, jobs=jobs)


def scores(folder: Path, entries: Sequence[Entry], *, jobs: int = 2) -> Iterator[Score]:
    """Every file read in processes of their own, in the order of the entries."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for found in pool.map(_scored, [(folder, entry) for entry in entries], chunksize=4):
            yield from found


def _scored(one: tuple[Path, Entry]) -> list[Score]:
    folder, entry = one
    return score_file(entry.file, entry.format, entry.dirt, entry.wanted, (folder / entry.file).read_bytes())


def save(path: Path, found: Sequence[Score]) -> None:
    """All that was found out, one report a line of JSON."""
    path.write_text("".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in found), encoding="utf-8")


def measure() -> dict[str, float]:
    """The figures of the digital formats that this machine can make, one file for each class of dirt."""
    formats, _ = ready([name for name in FORMATS if not FORMATS[name].scan])
    with TemporaryDirectory() as name:
        folder = Path(name)
        found = list(scores(folder, corpus(folder, formats, each=1)))
    made = {group: figures(members) for group, members in groups(found).items() if group == "digital" or group in FORMATS}
    return {
        f"{group}.{field}": float(getattr(each, field))
        for group, each in made.items()
        for field in ("reports", "unread", "text", "changed", "zone", "period", "kind", "ledger")
        if group == "digital" or field in ("text", "changed", "ledger")
    }
