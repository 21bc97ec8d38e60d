"""``Query`` -> ranked ``Passage``s: filter by report first, then words and vectors, fused, then a fixed reranker.

Constants were chosen on ``evals/retrieval`` (see its README) and on the published sets it names: scores max-normalised and averaged
were as good as rank fusion; the reranker added 6 to 10 points R@1; the offline vectors add nothing to words, so they are asked only where words find nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Protocol

from index.domain import Chunk, Passage, Query, Report, Span
from index.embed import Embedder
from index.locate import answers_kind, holds
from index.question import Asked, Reading, read_question
from index.store.base import Store
from index.tokens import search_terms

CANDIDATES = 60
RERANKED = 40
_CLOSE, _TERMS, _STATED, _FITS, _WHEN = 0.8, 1.0, 0.3, 0.1, 0.15
"""Parts of the reranker: character pairs close together, content words, figures stated, a figure of the kind asked for, the period."""
_WINDOW, _STEP = 60, 20
_WEIGHED = 300
"""Characters of a question that the reranker weighs; longer ones are pasted text."""
_COMMON = frozenset(search_terms("多少是什么哪些哪个怎么吗呢的了和与在有为其中以及对从到被把这那各个"))
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_TRIED, _STEEP = 3, 3.0
"""How many passages are grown for each that is wanted; how fast a passage is worth less with its score (1, 3 and 6 were tried)."""


def retrieve(query: Query, store: Store, embedder: Embedder, report_ids: Collection[str] | None) -> list[Passage]:
    """At most ``query.limit`` passages of the given reports (None is every report), best first; ties by place."""
    reading = read_question(query.text)
    terms = _terms(query, reading)
    fused = _fused([(1.0, dict(store.lexical(terms, report_ids=report_ids, limit=CANDIDATES)))])
    weight = embedder.weight
    if weight or not fused:
        vector = embedder.embed_query(query.text)
        near = dict(store.nearest(vector, report_ids=report_ids, limit=CANDIDATES // 2))
        fused = _fused([(1 - weight, fused), (weight or 1.0, near)])
    best = sorted(fused, key=lambda each: (-fused[each], each))[:RERANKED]
    passages = [replace(passage, score=fused[chunk_id]) for chunk_id, passage in store.passages(best).items()]
    return rerank(query.text, reading, passages)[: query.limit]


def _terms(query: Query, reading: Reading) -> list[str]:
    """Search terms of the question, of its added words, and of what reports write for its words."""
    written = [word for term in reading.terms for word in term.alternatives[:6]]
    terms = [*search_terms(query.text), *search_terms(" ".join((*query.terms, *written)))]
    return [term for term in dict.fromkeys(terms) if term not in _COMMON]


def _fused(parts: Sequence[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    """Weighted sum of scores, the best of each part counting as 1."""
    fused: dict[str, float] = {}
    for part, scores in parts:
        top = max(scores.values(), default=1.0) or 1.0
        for chunk_id, score in scores.items():
            fused[chunk_id] = fused.get(chunk_id, 0.0) + part * score / top
    return fused


def rerank(question: str, reading: Reading, passages: Sequence[Passage]) -> list[Passage]:
    """Passages by fused score plus what of the question stands close together in them."""
    pairs = _bigrams(question[:_WEIGHED])
    frequency = {pair: sum(pair in passage.text for passage in passages) for pair in pairs}
    weight = {pair: math.log(1 + len(passages) / (1 + frequency[pair])) for pair in pairs}
    total = sum(weight.values()) or 1.0
    term_total = sum(term.weight for term in reading.terms) or 1.0
    figures = set(_FIGURE.findall(question))
    periods = [mention.period for mention in reading.periods if mention.period and mention.year_stated]

    def score(passage: Passage) -> float:
        text, path = passage.text, "".join(passage.path)
        window = max(
            (
                sum(weight[pair] for pair in pairs if pair in text[at : at + _WINDOW])
                for at in range(0, max(1, len(text) - _STEP), _STEP)
            ),
            default=0.0,
        )
        terms = sum(term.weight * max(holds(term, text), 0.6 * holds(term, path)) for term in reading.terms)
        stated = len(figures & set(_FIGURE.findall(text))) / len(figures) if figures else 0.0
        value = passage.score + _CLOSE * window / total + _TERMS * terms / term_total + _STATED * stated
        value += _FITS if _fits(reading.asked, text) else 0.0
        if periods and passage.period is not None:
            value += _WHEN if any(passage.period.overlaps(period) for period in periods) else -_WHEN
        return value

    scored = [(score(passage), passage) for passage in passages]
    scored.sort(key=lambda each: (-each[0], each[1].report_id, each[1].span))
    return [replace(each, score=round(value, 6)) for value, each in scored]


@lru_cache(maxsize=8192)
def _fits(asked: frozenset[Asked], text: str) -> bool:
    return answers_kind(asked, text)


class Shelf(Protocol):
    """Where reports and their chunks are read."""

    def chunks(self, report_id: str) -> list[Chunk]: ...

    def report(self, report_id: str) -> Report: ...


def grown(ranked: Sequence[Passage], shelf: Shelf, *, room: int, limit: int) -> list[Passage]:
    """Passages grown with their neighbours, those first that gather the most of what was found.

    One room of a report often holds several of the passages that answer: it counts by all of them. What one holds the next does not
    grow into, so that no sentence is given twice.
    """
    top = ranked[0].score if ranked else 1.0
    worth = {(each.report_id, each.span): max(0.0, each.score / top) ** _STEEP for each in ranked}
    taken = set[tuple[str, Span]]()
    seeds = {(each.report_id, each.span): each for each in ranked[: _TRIED * limit]}
    windows = {key: _grown(seed, shelf, room, worth, taken) for key, seed in seeds.items()}
    found = list[Passage]()
    while windows and len(found) < limit:
        held = {key: sum(worth.get((key[0], span), 0.0) for span in spans) for key, (_, spans) in windows.items()}
        best = max(held, key=lambda key: (held[key], worth[key]))
        if held[best] <= 0:
            break
        window, spans = windows[best]
        found.append(window)
        taken |= {(window.report_id, span) for span in spans}
        windows = {key: each for key, each in windows.items() if key not in taken}
        for key, (other, _) in windows.items():
            if key[0] == window.report_id and other.span.overlaps(window.span):
                windows[key] = _grown(seeds[key], shelf, room, worth, taken)
    return found


def _grown(
    passage: Passage, shelf: Shelf, room: int, worth: Mapping[tuple[str, Span], float], taken: Set[tuple[str, Span]]
) -> tuple[Passage, list[Span]]:
    """A passage with its neighbours, the better one first and what follows where both are as good, up to ``room`` characters.

    It stops at what is ``taken``. Where it grows into another section, the heading between stands in its text, and its path is what both have in common.
    """
    chunks = shelf.chunks(passage.report_id)
    first = last = next(at for at, chunk in enumerate(chunks) if chunk.span == passage.span)

    def value(at: int) -> float:
        return worth.get((passage.report_id, chunks[at].span), 0.0)

    def free(at: int) -> bool:
        return (passage.report_id, chunks[at].span) not in taken

    while True:
        after = last + 1 < len(chunks) and free(last + 1) and chunks[last + 1].span.end - chunks[first].span.start <= room
        before = first > 0 and free(first - 1) and chunks[last].span.end - chunks[first - 1].span.start <= room
        if after and (not before or value(last + 1) >= value(first - 1)):
            last += 1
        elif before:
            first -= 1
        else:
            break
    span = Span(chunks[first].span.start, chunks[last].span.end)
    inside = chunks[first : last + 1]
    levels = zip(*(chunk.path for chunk in inside), strict=False)
    path = tuple(headings[0] for headings in takewhile(lambda headings: len(set(headings)) == 1, levels))
    text = span.of(shelf.report(passage.report_id).text)
    return replace(passage, span=span, text=text, path=path), [chunk.span for chunk in inside]


def _bigrams(text: str) -> set[str]:
    return {left + right for left, right in pairwise(text) if left.isalnum() and right.isalnum()}
