"""One contract over every embedder, then what is each one's own."""

import math
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.embeddings import Embeddings

from index.embed import Embedder, OfflineEmbedder, wrap
from index.errors import ModelUnavailable

TEXTS = ["规模工业总产值180亿元", "新签约项目12个", "固定资产投资增长9.7%"]


def counted(text: str) -> list[float]:
    """Letters counted into four places, not normalised: what an endpoint might answer."""
    return [1.0 + sum(ord(character) % 4 == place for character in text) for place in range(4)]


class Answering(Embeddings):
    """An endpoint that counts letters, or answers what it is told to whatever is asked."""

    def __init__(self, documents: Any = None, query: Any = None) -> None:
        self.documents, self.query = documents, query

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        answer: list[list[float]] = self.documents or [counted(text) for text in texts]
        return answer

    def embed_query(self, text: str) -> list[float]:
        answer: list[float] = self.query or counted(text)
        return answer


class Unreachable(Embeddings):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise ConnectionError(f"http://user:secret@endpoint refused {len(texts)} texts")

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


ENGINES: list[Callable[[], Embedder]] = [OfflineEmbedder, lambda: wrap(Answering(), "counted-4")]


@pytest.fixture(params=ENGINES, ids=["offline", "wrapped"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    engine: Embedder = request.param()
    return engine


def test_vectors_have_the_stated_length_and_unit_norm(embedder: Embedder) -> None:
    vectors = [*embedder.embed_documents(TEXTS), embedder.embed_query(TEXTS[0])]
    assert {len(vector) for vector in vectors} == {embedder.dimensions}
    assert all(math.isclose(math.hypot(*vector), 1.0) for vector in vectors)


def test_documents_come_back_in_their_order(embedder: Embedder) -> None:
    assert embedder.embed_documents(TEXTS) == [embedder.embed_documents([text])[0] for text in TEXTS]


def test_no_documents_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed_documents([]) == []


def test_two_embedders_of_one_identity_agree(embedder: Embedder, request: pytest.FixtureRequest) -> None:
    twin: Embedder = request.node.callspec.params["embedder"]()
    assert twin.identity == embedder.identity
    assert twin.embed_query(TEXTS[2]) == embedder.embed_query(TEXTS[2])


@given(st.text(max_size=60))
def test_any_text_gives_a_finite_vector_offline(text: str) -> None:
    vector = OfflineEmbedder().embed_query(text)
    assert len(vector) == 384
    assert math.isclose(math.hypot(*vector), 1.0) or not any(vector)


def test_a_text_of_the_same_words_is_nearer_than_another_offline() -> None:
    asked, same, other = (OfflineEmbedder().embed_query(text) for text in ("工业总产值多少", TEXTS[0], TEXTS[1]))
    likeness = [sum(left * right for left, right in zip(asked, vector, strict=True)) for vector in (same, other)]
    assert likeness[0] > 0.2 > likeness[1]


def test_the_offline_vectors_do_not_depend_on_the_process() -> None:
    program = "from index.embed import OfflineEmbedder; print(OfflineEmbedder(64).embed_query('园区工业GDP 9.7%'))"
    seeds = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert seeds[0] == seeds[1] == f"{OfflineEmbedder(64).embed_query('园区工业GDP 9.7%')}\n"


def test_identity_tells_sizes_apart() -> None:
    assert OfflineEmbedder(64).identity != OfflineEmbedder(128).identity


@pytest.mark.parametrize(
    "answer",
    [
        Answering(documents=[[1.0, 2.0]]),
        Answering(documents=[[1.0, math.nan], [1.0, 2.0]]),
        Answering(documents=[[1.0, math.inf], [1.0, 2.0]]),
        Answering(documents=[[1.0, 2.0], [1.0, 2.0, 3.0]]),
        Answering(documents=[[], []]),
        Answering(documents=[None, None]),
        Answering(documents=[["a"], ["b"]]),
    ],
    ids=["too few", "nan", "infinite", "uneven", "empty", "null", "words"],
)
def test_an_answer_that_is_no_vectors_is_refused(answer: Answering) -> None:
    with pytest.raises(ModelUnavailable):
        wrap(answer, "odd").embed_documents(["一", "二"])


def test_a_query_vector_of_another_length_than_the_documents_is_refused() -> None:
    embedder = wrap(Answering(query=[1.0, 2.0]), "odd")
    embedder.embed_documents(["一"])
    with pytest.raises(ModelUnavailable, match="2 维,应为 4 维"):
        embedder.embed_query("一")


def test_a_failing_endpoint_is_named_without_its_address() -> None:
    with pytest.raises(ModelUnavailable) as caught:
        wrap(Unreachable(), "endpoint-model").embed_query("一")
    assert "endpoint-model" in caught.value.message
    assert "ConnectionError" in caught.value.message
    assert "secret" not in caught.value.message
    assert caught.value.retryable


def test_wrapping_asks_nothing_until_the_dimensions_are_wanted() -> None:
    embedder = wrap(Unreachable(), "later")
    assert embedder.identity == "later"
    with pytest.raises(ModelUnavailable):
        _ = embedder.dimensions
