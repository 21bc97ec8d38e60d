"""A library of the shipped reports and of invented ones, in a folder that is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.corruption.reports import text
from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from seeds import seed_files

INVENTED = 24


@contextmanager
def filled(invented: int = INVENTED, *, seeds: bool = True, extra: tuple[str, ...] = ()) -> Iterator[Library]:
    """Shipped reports (unless ``seeds`` is False), ``invented`` ones and the texts of ``extra``."""
    with TemporaryDirectory() as folder:
        embedder = OfflineEmbedder()
        store = open_store("", folder=Path(folder), embedder_identity=embedder.identity, dimensions=embedder.dimensions)
        library = Library(store, embedder)
        for entry in seed_files() if seeds else ():
            library.add(entry.read_bytes(), name=entry.name)
        for seed in range(invented):
            library.add(text(seed).encode(), name=f"{seed}.txt")
        for number, words in enumerate(extra):
            library.add(words.encode(), name=f"extra{number}.txt")
        yield library
        library.close()
