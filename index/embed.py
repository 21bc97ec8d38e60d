"""Texts to unit vectors: the port, the offline default, and the adapter for any object with LangChain's two verbs.

``identity`` names how vectors were made; two embedders of one identity give comparable vectors, and a store built with
another identity is rebuilt.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Protocol
from zlib import crc32

from index.errors import ModelUnavailable
from index.tokens import words

# Dense vectors without weights add little to lexical search (R@5 .82 at 384 dimensions, .93 at 1536, .95 at 4096 alone,
# against .97 lexical), and nothing at all where words find something: 384 keep ten thousand reports' vectors, which the vector
# index holds in memory, under half a gigabyte.
_DIMENSIONS = 384
_LONGEST_GRAM = 3
# Of vectors that a model made. Published hybrids of words and vectors lie between .3 and .5; no model can be measured offline.
_WEIGHT = 0.35


class Embedder(Protocol):
    """Vectors have ``dimensions`` finite numbers and length 1, so their inner product is the cosine.

    Both verbs raise ModelUnavailable where an endpoint fails or answers nonsense. An empty or unreadable text gives the
    zero vector offline; it is similar to nothing.
    """

    @property
    def identity(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    @property
    def weight(self) -> float:
        """Share of its similarities in the ranking, 0 to 1; at 0 it is asked only where words find nothing."""
        ...

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...


class LangChainEmbeddings(Protocol):
    """What is used of ``langchain_core.embeddings.Embeddings``."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...


class OfflineEmbedder:
    """Hashed character n-grams and words: deterministic on every machine, no weights, no network.

    A feature adds ``1 + ln(count)`` at a place given by crc32, with a sign from another bit of it, so that collisions
    cancel instead of piling up.
    """

    def __init__(self, dimensions: int = _DIMENSIONS) -> None:
        self._dimensions = dimensions

    @property
    def identity(self) -> str:
        return f"offline-ngrams-1:{self._dimensions}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    @property
    def weight(self) -> float:
        return 0.0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = [0.0] * self._dimensions
        for feature, count in Counter(_features(text)).items():
            place = _place(feature)
            vector[(place >> 1) % self._dimensions] += (1.0 if place & 1 else -1.0) * (1.0 + math.log(count))
        return _unit(vector)


class WrappedEmbedder:
    """A LangChain embeddings object as an ``Embedder``: checks what it answers and normalises lengths.

    The first use of ``dimensions`` asks the object for one vector; every later answer must have that length.
    """

    def __init__(self, embeddings: LangChainEmbeddings, identity: str) -> None:
        self._embeddings = embeddings
        self._identity = identity
        self._known: int | None = None
        self._lock = Lock()

    @property
    def identity(self) -> str:
        return self._identity

    @property
    def dimensions(self) -> int:
        if self._known is None:
            self.embed_query("园区")
        assert self._known is not None
        return self._known

    @property
    def weight(self) -> float:
        return _WEIGHT

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if not texts:
            return []
        try:
            answer = self._embeddings.embed_documents(texts)
        except Exception as error:
            raise self._failed(error) from error
        if len(answer) != len(texts):
            raise ModelUnavailable(f"向量模型 {self._identity} 对 {len(texts)} 段文字只返回 {len(answer)} 个向量")
        return [self._checked(vector) for vector in answer]

    def embed_query(self, text: str) -> list[float]:
        try:
            answer = self._embeddings.embed_query(text)
        except Exception as error:
            raise self._failed(error) from error
        return self._checked(answer)

    def _failed(self, error: Exception) -> ModelUnavailable:
        # Only the kind of the error is passed on: its text may hold the endpoint's address or a key.
        return ModelUnavailable(f"向量模型 {self._identity} 调用失败:{type(error).__name__}")

    def _checked(self, answer: Sequence[float]) -> list[float]:
        try:
            vector = [float(number) for number in answer]
        except (TypeError, ValueError) as error:
            raise ModelUnavailable(f"向量模型 {self._identity} 返回的不是向量") from error
        if not vector or not all(map(math.isfinite, vector)):
            raise ModelUnavailable(f"向量模型 {self._identity} 返回的向量为空或含有非数值")
        with self._lock:
            if self._known is None:
                self._known = len(vector)
        if len(vector) != self._known:
            raise ModelUnavailable(f"向量模型 {self._identity} 返回 {len(vector)} 维,应为 {self._known} 维")
        return _unit(vector)


def wrap(embeddings: LangChainEmbeddings, identity: str) -> Embedder:
    """``identity`` must name model and endpoint kind, not merely the class: it decides when vectors are rebuilt."""
    return WrappedEmbedder(embeddings, identity)


def _features(text: str) -> list[str]:
    """Words, and runs of one to three characters that do not cross a space or punctuation mark."""
    folded = unicodedata.normalize("NFKC", text).lower()
    runs = "".join(character if character.isalnum() else " " for character in folded).split()
    grams = [
        run[at : at + length] for run in runs for length in range(1, _LONGEST_GRAM + 1) for at in range(len(run) - length + 1)
    ]
    # The mark keeps a word apart from the n-gram of the same letters: agreeing on a whole word counts twice.
    return grams + ["w\x00" + word for word in words(text)]


@lru_cache(maxsize=200_000)
def _place(feature: str) -> int:
    # crc32 is linear in its input and its low bits alone spread short strings badly: a multiplication mixes them.
    return (crc32(feature.encode("utf-8", "surrogatepass")) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 24


def _unit(vector: list[float]) -> list[float]:
    length = math.sqrt(sum(number * number for number in vector))
    return [number / length for number in vector] if length > 0 else vector
