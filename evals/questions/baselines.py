"""What the service is measured against, over the same texts: a retrieval chain as LangChain's tutorial builds it, and BM25 alone.

Both cut the texts with the tutorial's splitter (1,000 characters, 200 of overlap) and take the four best pieces; where a question
is asked of one report, both search that report alone. The chain keeps vectors in Chroma, made by the service's own embedder. Both
hand their pieces to one writer: the service's own locator of answering spans (``index.locate``), without plan, ledger, arithmetic
or verification; or, where a model is set, the model with the tutorial's prompt. The texts are the cleaned ones, which flatters them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, cast
from uuid import uuid4

import anyio
import chromadb
from chromadb.config import Settings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.questions.ask import Bench
from evals.questions.labels import Question
from evals.questions.matching import folded
from evals.questions.score import Reply, Said
from evals.retrieval.baselines import BM25
from index.domain import Passage, Report, Span
from index.embed import OfflineEmbedder
from index.locate import Located, locate, widened
from index.question import read_question
from service.llm import ChatModel

SIZE, OVERLAP, PIECES = 1_000, 200, 4
"""As in the tutorial: characters of a piece, of its overlap with the next, and pieces handed to the writer."""
SENTENCES, ROOM = 2, 150
"""Sentences the extractive writer says, and characters of each; more of either costs it more than it brings."""
PROMPT = (
    "You are an assistant for question-answering tasks. Use the following pieces of retrieved context to answer the question. "
    "If you don't know the answer, just say that you don't know. Use three sentences maximum and keep the answer concise."
)
_UNKNOWING = ("不知道", "未提及", "没有提及", "没有提到", "无法", "don'tknow", "donotknow")


class Retriever(Protocol):
    """Finds the best pieces among those of the given reports (empty: of all)."""

    def pieces(self, question: str, report_ids: Sequence[str], limit: int) -> list[Passage]: ...


def split(reports: Sequence[Report]) -> list[Passage]:
    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP, add_start_index=True)
    return [
        Passage(
            report_id=report.id,
            zone=report.zone.name,
            period=report.period,
            path=(),
            span=Span(document.metadata["start_index"], document.metadata["start_index"] + len(document.page_content)),
            text=document.page_content,
            score=0.0,
        )
        for report in reports
        for document in splitter.create_documents([report.text])
    ]


class Vectors:
    """Nearest pieces by cosine, in an embedded Chroma collection."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages, self._embedder = list(passages), OfflineEmbedder()
        client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
        # Clients of one process share their collections, so each has a name of its own.
        self._collection = client.create_collection(
            f"pieces-{uuid4().hex}", metadata={"hnsw:space": "cosine"}, embedding_function=None
        )
        self._collection.add(
            ids=[str(at) for at in range(len(self._passages))],
            embeddings=cast(Any, self._embedder.embed_documents([each.text for each in passages])),
            metadatas=[{"report": each.report_id} for each in passages],
        )

    def pieces(self, question: str, report_ids: Sequence[str], limit: int) -> list[Passage]:
        within = cast(Any, {"report": {"$in": sorted(report_ids)}} if report_ids else None)
        vector = cast(Any, [self._embedder.embed_query(question)])
        found = self._collection.query(query_embeddings=vector, n_results=limit, where=within)
        return [self._passages[int(at)] for at in found["ids"][0]]


class Words:
    """Best pieces by BM25, its statistics those of the reports that are searched."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = list(passages)
        self._ranked: dict[tuple[str, ...], tuple[BM25, dict[tuple[str, str], Passage]]] = {}

    def pieces(self, question: str, report_ids: Sequence[str], limit: int) -> list[Passage]:
        key = tuple(sorted(report_ids))
        if key not in self._ranked:
            within = {(each.report_id, each.text): each for each in self._passages if not key or each.report_id in key}
            self._ranked[key] = BM25(list(within), [text for _, text in within]), within
        ranking, within = self._ranked[key]
        return [within[piece] for piece in ranking.best(question, limit)]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A retriever with the writer. What was said before stands in front of the question: nothing rewrites it."""

    retriever: Retriever
    bench: Bench
    model: ChatModel | None = None

    def ask(self, question: Question) -> Reply:
        began = time.perf_counter()
        asked = " ".join([*(turn.content for turn in question.history if turn.role == "user"), question.question])
        passages = self.retriever.pieces(asked, self.bench.chosen(question), PIECES)
        reply = self._modelled(asked, passages) if self.model is not None else self._extracted(asked, passages)
        return replace(reply, seconds=time.perf_counter() - began)

    def _best(self, asked: str, passages: Sequence[Passage]) -> list[tuple[Located, str]]:
        texts = {report.id: report.text for report in self.bench.reports.values()}
        chosen: list[tuple[Located, str]] = []
        for each in locate(read_question(asked), passages):
            text = texts[each.passage.report_id]
            quote = widened(text, each, ROOM).of(text).strip()
            if all(quote not in other and other not in quote for _, other in chosen):  # pieces overlap
                chosen.append((each, quote[: 2 * ROOM]))
            if len(chosen) == SENTENCES:
                break
        return chosen

    def _extracted(self, asked: str, passages: Sequence[Passage]) -> Reply:
        best = self._best(asked, passages)
        said = tuple(Said(f"{quote}[{n}]", (quote,)) for n, (_, quote) in enumerate(best, 1))
        periods = tuple(each.passage.period.iso for each, _ in best if each.passage.period)
        return Reply("".join(each.text for each in said), not said, said, tuple(quote for _, quote in best), periods)

    def _modelled(self, asked: str, passages: Sequence[Passage]) -> Reply:
        """A chain of the tutorial cites nothing: its best sentences are taken for its citations, its pieces for its sources."""
        context = "\n\n".join(each.text for each in passages)
        text = anyio.run(self._written, f"Question: {asked}\nContext: {context}\nAnswer:")
        quotes = tuple(quote for _, quote in self._best(asked, passages))
        said = (Said(text, tuple(each.text for each in passages)),)
        declined = any(word in folded(text) for word in _UNKNOWING)
        periods = tuple(each.period.iso for each in passages if each.period)
        return Reply(text, declined, said, quotes, periods)

    async def _written(self, prompt: str) -> str:
        assert self.model is not None
        return "".join([piece async for piece in self.model.stream(PROMPT, prompt) if isinstance(piece, str)])


def baselines(bench: Bench, model: ChatModel | None = None) -> dict[str, Baseline]:
    passages = split(list(bench.reports.values()))
    return {
        "plain_rag": Baseline(Vectors(passages), bench, model),
        "bm25": Baseline(Words(passages), bench, model),
    }
