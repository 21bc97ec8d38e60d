"""``Query`` -> ranked ``Passage``s: filter by report first, then words and vectors, fused, then a fixed reranker.

Constants follow measurements on CMRC, DRCD and hand-written questions over work reports: scores max-normalised and averaged
were as good as rank fusion; the reranker added 6 to 10 points R@1; the offline vectors add next to nothing, so they weigh little.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from index.domain import Chunk, Passage, Query, Report
from index.embed import Embedder
from index.locate import answers_kind, holds
from index.question import Reading, read_question
from index.store.base import Store
from index.tokens import search_terms

CANDIDATES = 60
RERANKED = 40
_LEXICAL, _DENSE = 0.9, 0.1
_WINDOW = 60
_WEIGHED = 300
"""Characters of a question that the reranker weighs; longer ones are pasted text."""
_COMMON = frozenset(search_terms("多少是什么哪些哪个怎么吗呢的了和与在有为其中以及对从到被把这那各个"))


def retrieve(
    query: Query, store: Store, embedder: Embedder, report_of: Callable[[str], Report], report_ids: Collection[str] | None
) -> list[Passage]:
    """At most ``query.limit`` passages of the given reports (None is every report), best first; ties by place."""
    reading = read_question(query.text)
    terms = [term for term in _query_terms(query, reading) if term not in _COMMON]
    lexical = dict(store.lexical(terms, report_ids=report_ids, limit=CANDIDATES)) if terms else {}
    dense = dict(store.nearest(embedder.embed_query(query.text), report_ids=report_ids, limit=CANDIDATES // 2))
    fused = _fuse(lexical, dense)
    best = sorted(fused, key=lambda each: (-fused[each], each))[:RERANKED]
    chunks = store.chunks_by_id(best)
    passages = [_passage(report_of(chunk.report_id), chunk, fused[chunk.id]) for chunk in chunks]
    ranked = rerank(query.text, reading, passages)
    return ranked[: query.limit]


def _query_terms(query: Query, reading: Reading) -> list[str]:
    """Search terms of the question, of its added words, and of what reports write for its words."""
    written = [word for term in reading.terms for word in term.alternatives[:6]]
    return list(
        dict.fromkeys([*search_terms(query.text), *search_terms(" ".join(query.terms)), *search_terms(" ".join(written))])
    )


def _fuse(lexical: dict[str, float], dense: dict[str, float]) -> dict[str, float]:
    top_lexical, top_dense = max(lexical.values(), default=1.0) or 1.0, max(dense.values(), default=1.0) or 1.0
    return {
        chunk_id: _LEXICAL * lexical.get(chunk_id, 0.0) / top_lexical + _DENSE * dense.get(chunk_id, 0.0) / top_dense
        for chunk_id in {*lexical, *dense}
    }


def _passage(report: Report, chunk: Chunk, score: float) -> Passage:
    return Passage(report.id, report.zone.name, report.period, chunk.path, chunk.span, chunk.span.of(report.text), score)


def rerank(question: str, reading: Reading, passages: Sequence[Passage]) -> list[Passage]:
    """Passages by fused score plus what of the question stands close together in them."""
    pairs = _bigrams(question[:_WEIGHED])
    frequency = {pair: sum(pair in passage.text for passage in passages) for pair in pairs}
    weight = {pair: math.log(1 + len(passages) / (1 + frequency[pair])) for pair in pairs}
    total = sum(weight.values()) or 1.0
    term_total = sum(term.weight for term in reading.terms) or 1.0
    numbers = re.findall(r"\d+(?:\.\d+)?", question)

    def score(passage: Passage) -> float:
        text, path = passage.text, "".join(passage.path)
        window = max(
            (
                sum(weight[pair] for pair in pairs if pair in text[at : at + _WINDOW])
                for at in range(0, max(1, len(text) - 20), 20)
            ),
            default=0.0,
        )
        terms = sum(term.weight * max(holds(term, text), 0.6 * holds(term, path)) for term in reading.terms)
        stated = sum(number in text for number in numbers) / len(numbers) if numbers else 0.0
        fitting = 0.1 if answers_kind(reading.asked, text) else 0.0
        return passage.score + 0.8 * window / total + 1.0 * terms / term_total + 0.3 * stated + fitting

    scored = [(score(passage), passage) for passage in passages]
    scored.sort(key=lambda each: (-each[0], each[1].report_id, each[1].span))
    return [
        Passage(each.report_id, each.zone, each.period, each.path, each.span, each.text, round(value, 6))
        for value, each in scored
    ]


def _bigrams(text: str) -> set[str]:
    return {left + right for left, right in pairwise(text) if left.isalnum() and right.isalnum()}
