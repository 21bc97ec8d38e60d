"""Chunk vectors in an embedded Chroma: derived data, keyed by chunk number, nothing else of a report in it.

One collection an embedder, so that a changed embedder is filled beside the old one. The only module that knows chromadb,
which takes a second to import and is therefore opened at first use.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, cast

from index.errors import StoreDamaged
from index.precedence import GiveWay, at_once

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

# Chroma refuses more than 5,461 records a call, and holds up every other thread while it takes records in: 0.01 s for any,
# and 0.01 to 0.03 s more for 50.
_BATCH = 5000
_ADDED = 50


class VectorIndex:
    """Numbers are chunk numbers, never reused. Every method raises StoreDamaged where the index does not answer."""

    def __init__(self, folder: Path, *, identity: str, dimensions: int) -> None:
        self._folder = folder
        self._dimensions = dimensions
        self._name = "chunks-" + hashlib.sha256(f"{identity}|{dimensions}".encode()).hexdigest()[:24]
        self._lock = RLock()
        self._client: Client | None = None
        self._current: Collection | None = None

    def add(self, numbers: Sequence[int], vectors: Sequence[Sequence[float]], give_way: GiveWay = at_once) -> None:
        """Vectors already there under a number are replaced. Raises ValueError where shapes do not fit."""
        if len(numbers) != len(vectors) or any(len(vector) != self._dimensions for vector in vectors):
            raise ValueError(f"expected {len(numbers)} vectors of {self._dimensions} dimensions")
        with self._answering():
            for at in range(0, len(numbers), _ADDED):
                give_way()
                batch = cast(Any, [list(vector) for vector in vectors[at : at + _ADDED]])
                self._collection().upsert(ids=_keys(numbers[at : at + _ADDED]), embeddings=batch)

    def nearest(self, vector: Sequence[float], *, limit: int, within: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Best first, cosine as 0..1 (opposite directions count as 0). ``within`` may name numbers that have no vector."""
        if limit < 1 or (within is not None and not within):
            return []
        with self._answering():
            if within is None:
                return self._query(vector, limit, None)
            try:
                return self._query(vector, limit, _keys(within))
            except Exception:
                # Chroma fails as a whole on a key it does not hold: ask again with those it does.
                held = self._collection().get(ids=_keys(within), include=[])["ids"]
                return self._query(vector, limit, held) if held else []

    def delete(self, numbers: Sequence[int]) -> None:
        """From every collection, also those of other embedders. Unknown numbers are no error."""
        with self._answering():
            for collection in self._open().list_collections():
                for at in range(0, len(numbers), _BATCH):
                    collection.delete(ids=_keys(numbers[at : at + _BATCH]))

    def numbers(self) -> set[int]:
        with self._answering():
            return {int(key) for key in self._collection().get(include=[])["ids"]}

    def count(self) -> int:
        with self._answering():
            return self._collection().count()

    def probe(self) -> None:
        """Raises StoreDamaged unless a search works."""
        self.nearest([1.0] * self._dimensions, limit=1)

    def drop_others(self) -> None:
        """Forgets the collections of other embedders."""
        with self._answering():
            for collection in self._open().list_collections():
                if collection.name != self._name:
                    self._open().delete_collection(collection.name)

    def discard(self) -> None:
        """Deletes the whole index, readable or not; it starts empty at the next use."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = self._current = None

    def _query(self, vector: Sequence[float], limit: int, keys: list[str] | None) -> list[tuple[int, float]]:
        answer = self._collection().query(
            query_embeddings=cast(Any, [list(vector)]), n_results=limit, ids=keys, include=["distances"]
        )
        distances = answer["distances"]
        assert distances is not None
        pairs = zip(answer["ids"][0], distances[0], strict=True)
        return [(int(key), min(1.0, max(0.0, 1.0 - float(distance)))) for key, distance in pairs]

    def _open(self) -> Client:
        with self._lock:
            if self._client is None:
                import chromadb
                from chromadb.api.shared_system_client import SharedSystemClient
                from chromadb.config import Settings

                self._folder.mkdir(parents=True, exist_ok=True)
                settings = Settings(anonymized_telemetry=False)
                try:
                    self._client = cast("Client", chromadb.PersistentClient(str(self._folder), settings=settings))
                except Exception:
                    # Chroma keeps a system that failed to start and hands it out for ever: forget it, begin again once.
                    SharedSystemClient.clear_system_cache()
                    self._client = cast("Client", chromadb.PersistentClient(str(self._folder), settings=settings))
            return self._client

    def _collection(self) -> Collection:
        with self._lock:
            if self._current is None:
                self._current = self._open().get_or_create_collection(
                    self._name,
                    configuration={"hnsw": {"space": "cosine"}},
                    # Without this Chroma would fetch a model of its own for texts; it is never given any.
                    embedding_function=None,
                )
            return self._current

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            # Chroma's messages may hold all that it was given.
            raise StoreDamaged(f"向量索引无法读写({type(error).__name__}:{str(error)[:200]})") from error


def _keys(numbers: Sequence[int]) -> list[str]:
    return [str(number) for number in numbers]
