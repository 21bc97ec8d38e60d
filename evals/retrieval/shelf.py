"""A library of the reports asked about among generated ones, kept in a folder so that it is read in once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from evals.retrieval.reports import distractors
from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store


@dataclass(frozen=True, slots=True)
class Shelf:
    """``asked`` are the ids of the reports asked about, by the name of their file."""

    library: Library
    embedder: OfflineEmbedder
    asked: Mapping[str, str]
    report_ids: tuple[str, ...]


@contextmanager
def shelf(folder: Path, reports: Mapping[str, bytes], *, among: int) -> Iterator[Shelf]:
    """The reports stand at drawn places among the others, so that none is known first. A folder once filled is used again."""
    embedder = OfflineEmbedder()
    store = open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Library(store, embedder)
    try:
        files = [(made.name, made.text.encode()) for made in distractors(among)]
        place = Random(among)
        for entry in reports.items():
            files.insert(place.randint(0, len(files)), entry)
        kept = folder / "shelf.json"
        known = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
        for name, data in files:
            if name not in known:
                known[name] = library.add(data, name=name)[0].report_id
        kept.write_text(json.dumps(known), "utf-8")
        yield Shelf(library, embedder, {name: known[name] for name in reports}, tuple(known[name] for name, _ in files))
    finally:
        library.close()


def texts(library: Library, report_ids: Sequence[str]) -> dict[str, str]:
    return {report_id: library.report(report_id).text for report_id in report_ids}
