"""What retrieval is held against: BM25 over the same chunks, and a plain retrieval chain as in LangChain's tutorial."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

from index.chunk import indexed_text
from index.embed import Embedder
from index.library import Library
from index.tokens import words

Piece = tuple[str, str]
"""Report id and text."""
_K1, _B = 1.2, 0.75
_BATCH = 2000
# One thread and a wide search: the index is otherwise another one at every run.
_SEARCH: Any = {"hnsw": {"space": "cosine", "ef_construction": 400, "ef_search": 1000, "num_threads": 1}}


class BM25:
    """Okapi BM25 over words, with the constants most engines ship."""

    def __init__(self, pieces: Sequence[Piece], indexed: Iterable[str]) -> None:
        self._pieces = pieces
        self._postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._lengths: list[int] = []
        for number, text in enumerate(indexed):
            counts = Counter(words(text))
            self._lengths.append(counts.total())
            for word, times in counts.items():
                self._postings[word].append((number, times))
        self._mean = sum(self._lengths) / max(1, len(self._lengths))

    def ranked(self, question: str) -> list[int]:
        """Numbers of the pieces that share a word with the question, best first."""
        scores: defaultdict[int, float] = defaultdict(float)
        for word in dict.fromkeys(words(question)):
            holding = self._postings.get(word, [])
            rarity = math.log(1 + (len(self._pieces) - len(holding) + 0.5) / (len(holding) + 0.5))
            for number, times in holding:
                norm = _K1 * (1 - _B + _B * self._lengths[number] / self._mean)
                scores[number] += rarity * times * (_K1 + 1) / (times + norm)
        return sorted(scores, key=lambda each: (-scores[each], each))

    def best(self, question: str, limit: int) -> list[Piece]:
        return [self._pieces[number] for number in self.ranked(question)[:limit]]


class GrownBM25(BM25):
    """As BM25, but a piece found is given with its neighbours of the same report, in turn before and behind, up to ``room`` characters.

    The product's passages grow to as much; a piece that one before it already gives makes room for the next.
    """

    def __init__(self, pieces: Sequence[Piece], indexed: Iterable[str], room: int) -> None:
        super().__init__(pieces, indexed)
        self._room = room

    def best(self, question: str, limit: int) -> list[Piece]:
        found: list[Piece] = []
        given: set[int] = set()
        for number in self.ranked(question):
            if number not in given:
                first, last = self._window(number)
                given.update(range(first, last + 1))
                found.append((self._pieces[number][0], "".join(text for _, text in self._pieces[first : last + 1])))
            if len(found) == limit:
                break
        return found

    def _window(self, number: int) -> tuple[int, int]:
        report_id, text = self._pieces[number]
        first = last = number
        room, grown = self._room - len(text), True
        while grown:
            grown = False
            for at in (last + 1, first - 1):
                if 0 <= at < len(self._pieces) and self._pieces[at][0] == report_id and len(self._pieces[at][1]) <= room:
                    room -= len(self._pieces[at][1])
                    first, last, grown = min(first, at), max(last, at), True
        return first, last


def bm25(library: Library, report_ids: Sequence[str], *, headed: bool, room: int = 0) -> BM25:
    """Over the product's own chunks: what is quoted of them or, ``headed``, what is searched of them."""
    pieces, indexed = [], []
    for report_id in report_ids:
        report = library.report(report_id)
        for chunk in library.chunks(report_id):
            pieces.append((report_id, chunk.span.of(report.text)))
            indexed.append(indexed_text(report, chunk) if headed else pieces[-1][1])
    return GrownBM25(pieces, indexed, room) if room else BM25(pieces, indexed)


class PlainChain:
    """Recursive splitter of 1000 characters with 200 shared, Chroma, nearest vectors."""

    def __init__(self, texts: Mapping[str, str], embedder: Embedder) -> None:
        import chromadb
        from chromadb.config import Settings
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        self._pieces = [(report_id, piece) for report_id, text in texts.items() for piece in splitter.split_text(text)]
        self._embedder = embedder
        # One process has one ephemeral Chroma, whose settings must be the same wherever it is asked for.
        client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
        self._collection = client.create_collection(f"plain-{uuid4().hex}", configuration=_SEARCH, embedding_function=None)
        for at in range(0, len(self._pieces), _BATCH):
            batch = self._pieces[at : at + _BATCH]
            vectors = cast(Any, embedder.embed_documents([text for _, text in batch]))
            self._collection.add(ids=[str(at + number) for number in range(len(batch))], embeddings=vectors)

    def best(self, question: str, limit: int) -> list[Piece]:
        vector = cast(Any, [self._embedder.embed_query(question)])
        return [self._pieces[int(key)] for key in self._collection.query(query_embeddings=vector, n_results=limit)["ids"][0]]
