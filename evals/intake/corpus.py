"""The corpus: every format by every class of dirt, some files of each, and a manifest that says what a perfect reading of each is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from evals.intake.dirt import Dirt, Dirty, soiled
from evals.intake.formats import FORMATS
from evals.intake.lines import Role, Truth
from evals.intake.sources import Source, source
from evals.intake.writing import Job
from index.domain import Span

MANIFEST = "manifest.json"
EACH, MOST = 3, 10
"""Files of one format and one class of dirt: 19 by 9 by 3 are 513."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one report of a file must give. ``text`` is the clean source, ``member`` its name in an archive.

    ``chrome`` are lines of page furniture that should not be read as the report's text.
    """

    source: str
    text: str
    zone: str
    period: str | None
    kind: str
    truth: Truth
    member: str | None = None
    chrome: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the corpus."""

    file: str
    format: str
    dirt: str
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What one file is made from."""

    number: int
    format: str
    dirt: Dirt
    variant: int

    @property
    def file(self) -> str:
        return f"{self.number:04}_{self.format}_{self.dirt}.{FORMATS[self.format].suffix}"

    def dirty(self, seed: int, member: int = 0) -> Dirty:
        number = seed * 10_000 + self.number + member * 3_000
        size = FORMATS[self.format].size
        draw = Random(f"{number} {self.dirt}")
        return soiled(source(number, size), self.dirt, draw, variant=self.variant + member, sheet=FORMATS[self.format].sheet)


def tasks(formats: Sequence[str], dirts: Sequence[Dirt] = tuple(Dirt), each: int = EACH) -> list[Task]:
    """``each`` files of every pair, at most ``MOST``. Numbers count over all, so that a file is the same whatever is made beside it."""
    found = []
    for place, name in enumerate(FORMATS):
        for row, dirt in enumerate(Dirt):
            for variant in range(min(each, MOST)):
                number = (place * len(Dirt) + row) * MOST + variant
                if name in formats and dirt in dirts:
                    found.append(Task(number, name, dirt, variant))
    return found


def build(folder: Path, chosen: Sequence[Task], *, seed: int = 0, jobs: int = 2) -> list[Entry]:
    """Writes the files of the tasks and their manifest into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    entries: list[Entry] = []
    groups = [(folder, group, seed) for group in _groups(chosen)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for made in pool.map(_write, groups):
            entries += made
    entries.sort(key=lambda entry: entry.file)
    write_manifest(folder, entries)
    return entries


def write_manifest(folder: Path, entries: Sequence[Entry]) -> None:
    text = json.dumps([_as_json(entry) for entry in entries], ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _groups(chosen: Sequence[Task]) -> Iterator[list[Task]]:
    """Tasks of one format together: programs that convert start once for many files."""
    for name in FORMATS:
        own = [task for task in chosen if task.format == name]
        step = FORMATS[name].batch
        yield from (own[at : at + step] for at in range(0, len(own), step))


def _write(group: tuple[Path, list[Task], int]) -> list[Entry]:
    folder, chosen, seed = group
    form = FORMATS[chosen[0].format]
    reports = [[task.dirty(seed, member) for member in range(form.reports)] for task in chosen]
    jobs = [
        [Job(dirty, Random(f"{seed} {task.number} {at}")) for at, dirty in enumerate(own)]
        for task, own in zip(chosen, reports, strict=True)
    ]
    made = form.make(jobs)
    entries = []
    for task, own, (data, members) in zip(chosen, reports, made, strict=True):
        (folder / task.file).write_bytes(data)
        wanted = tuple(_wanted(dirty, member, page=form.page) for dirty, member in zip(own, members, strict=True))
        entries.append(Entry(task.file, task.format, task.dirt, wanted))
    return entries


def _wanted(dirty: Dirty, member: str | None, *, page: bool) -> Wanted:
    known: Source = dirty.source
    chrome = [each.shown for each in dirty.lines if each.role is Role.CHROME]
    if page:
        chrome += [dirty.page.trail, *dirty.page.related, *dirty.page.footer]
    return Wanted(known.name, known.text, known.zone, known.period, known.kind, dirty.truth, member, tuple(chrome))


def _as_json(entry: Entry) -> dict[str, Any]:
    return {
        "file": entry.file,
        "format": entry.format,
        "dirt": entry.dirt,
        "reports": [
            {
                "member": each.member,
                "source": each.source,
                "zone": each.zone,
                "period": each.period,
                "kind": each.kind,
                "text": each.text,
                "chrome": list(each.chrome),
                "truth": {
                    "text": each.truth.text,
                    **{name: [[span.start, span.end] for span in getattr(each.truth, name)] for name in _SPANS},
                },
            }
            for each in entry.wanted
        ],
    }


_SPANS = ("foreign", "lost", "touched")


def load(folder: Path) -> list[Entry]:
    """The entries of a corpus built before."""
    return [
        Entry(
            entry["file"],
            entry["format"],
            entry["dirt"],
            tuple(
                Wanted(
                    each["source"],
                    each["text"],
                    each["zone"],
                    each["period"],
                    each["kind"],
                    Truth(each["truth"]["text"], *(tuple(Span(*pair) for pair in each["truth"][name]) for name in _SPANS)),
                    each["member"],
                    tuple(each["chrome"]),
                )
                for each in entry["reports"]
            ),
        )
        for entry in json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    ]
