"""A read question and retrieved passages -> the smallest spans that answer it. Pure functions, no model.

A span is a run of clauses inside one sentence. It is scored by the question's terms that stand in it, in the rest of its
sentence, under its headings, by whether it holds the kind of figure asked for, and by its length.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.domain import Passage, Span
from index.numerals import quantities
from index.periods import find_periods
from index.question import Asked, Reading, Term
from index.script import with_points

# How much a term counts by where it stands: in the span, elsewhere in its sentence, in the heading path, in the sentence before.
_IN_SENTENCE = 0.75
_IN_PATH = 0.6
_BEFORE = 0.4
_IN_PASSAGE = 0.3
_SIZE_OF = re.compile(r"(?<=以上)(?:的)?(?:工业|产业|招商|在建|重点|签约|龙头|规模|大)?(?:项目|企业|园区|产业集群)")
"""5000万元以上项目: the size is part of a name and no figure that answers."""
_STATED = 0.6
"""A figure that the question itself names: a span that holds it is what the question is about."""
_RARE = 1.5
"""How much more a term weighs that only one sentence holds than one that all hold."""
_LOOK_BACK = 3
"""Sentences after which a paragraph still speaks of the company or project that one of them named."""
_INSIDE_BY_CONTEXT = 0.7
_LONGEST_SPAN = 240
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?[”’\")）]*")
_STOPS = "。！？!?\n"
_CLAUSE = re.compile(r"[^,，;；:：]+[,，;；:：]?")
_LEANING = re.compile(r"\s*(?:同比|环比|比上年|比去年|较[^,，。]{1,6}(?:增|提|高|降|回)|增长|下降|增幅|占|其中)")
"""How a clause begins that speaks of the one before it: an answer does not start there."""
_MONEY = frozenset({"元", "美元", "欧元", "港元"})
_AREA = frozenset({"㎡", "亩"})
_DURATION = frozenset({"天", "小时", "个月", "个工作日", "周年", "分钟", "年"})
_NAMED = 0.1
"""For a question that wants names: a span that lists some, or gives one in brackets or quotation marks."""
_KINDS = frozenset({Asked.MONEY, Asked.AREA, Asked.RATE, Asked.LENGTH, Asked.RANK, Asked.COUNT, Asked.NUMBER, Asked.TIME})
_RATE = frozenset({"%", "百分点", "倍", "‰"})


@dataclass(frozen=True, slots=True)
class Located:
    """A span that may answer. ``coverage`` is the share of the question's term weight found in or around it, 0 to 1."""

    passage: Passage
    span: Span
    text: str
    sentence: Span
    score: float
    coverage: float
    inside: float
    """Share of the term weight that stands in the span's own sentence."""
    missing: tuple[Term, ...]
    fits: bool
    """Whether it holds a figure of the kind asked for (true where none is asked for)."""

    @property
    def sentence_text(self) -> str:
        start = self.passage.span.start
        return self.passage.text[max(0, self.sentence.start - start) : self.sentence.end - start]


def locate(reading: Reading, passages: Sequence[Passage], *, limit: int = 8) -> list[Located]:
    """Best spans first, at most one a sentence. Terms weigh more the fewer of the passages hold them."""
    if not reading.terms and not reading.figures:
        return []
    weights = _weights(reading.terms, passages)
    best: list[Located] = []
    for passage in passages:
        for earlier, sentence in _sentences(passage):
            if sentence.of(passage.text).strip(" 。:\n") in passage.path:
                continue  # a heading alone says nothing
            candidates = [_score(reading, weights, passage, earlier, sentence, span) for span in _windows(passage.text, sentence)]
            if candidates:
                best.append(max(candidates, key=lambda each: (each.score, -len(each.span), -each.span.start)))
    best.sort(key=lambda each: (-each.score, each.passage.report_id, each.span))
    return best[:limit]


def holds(term: Term, text: str) -> float:
    """How much of a term a text holds: 1 whole or by an alternative, less by its character pairs."""
    lowered = text.lower()
    words, pairs = _parts(term)
    for word in words:
        if word in lowered:
            return 1.0
    if not pairs:
        return 0.0
    share = sum(pair in lowered for pair in pairs) / len(pairs)
    return share * 0.8 if share >= 0.5 else 0.0


@lru_cache(maxsize=1024)
def _parts(term: Term) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lower-case words that say a term, and the character pairs of one of three characters or more."""
    pairs = [term.word[at : at + 2] for at in range(len(term.word) - 1)] if len(term.word) > 2 else []
    return tuple(dict.fromkeys(word.lower() for word in (term.word, *term.alternatives))), tuple(pairs)


@lru_cache(maxsize=16_384)
def _around(term: Term, text: str) -> float:
    """``holds`` for a text that stands around many spans: sentence, headings, passage."""
    return holds(term, text)


def answers_kind(asked: frozenset[Asked], text: str) -> bool:
    """Whether a text holds a figure of any kind asked for; a question that asks for no figure is content with any text."""
    held = _held(asked, text)
    return any(held) if held else True


def sentence_at(text: str, span: Span) -> Span:
    """The sentence that a span stands in, from the stop before it to the stop behind its last character."""
    told = with_points(text)
    start = max(told.rfind(mark, 0, span.start) for mark in _STOPS) + 1
    ends = [at + 1 for at in (told.find(mark, max(span.end - 1, span.start)) for mark in _STOPS) if at >= 0]
    return Span(min(start, span.start), max(min(ends, default=len(text)), span.end))


def fits_question(reading: Reading, text: str) -> bool:
    """Whether a text holds a figure of a kind asked for and, where the question names a unit of its own (多少吨), one of that unit."""
    if not answers_kind(reading.asked, text):
        return False
    return not reading.units or any(unit.partition("/")[0] in reading.units for unit in _units(text))


def answers_all(asked: frozenset[Asked], text: str) -> bool:
    """Whether a text holds figures of every kind asked for, and some figure is asked for at all."""
    held = _held(asked, text)
    return bool(held) and all(held)


def _held(asked: frozenset[Asked], text: str) -> list[bool]:
    """For every kind of figure asked for, whether the text holds one."""
    if not asked & _KINDS:
        return []
    units = _units(text)
    checks = {
        Asked.MONEY: bool(units & _MONEY),
        Asked.AREA: bool(units & _AREA),
        Asked.RATE: bool(units & _RATE),
        Asked.LENGTH: bool(units & {"米"}),
        Asked.RANK: "名次" in units,
        Asked.COUNT: bool(units - _MONEY - _AREA - _RATE - {"米", "名次"}),
    }
    held = [checks[kind] for kind in asked if kind in checks]
    if not held and Asked.NUMBER in asked:
        held = [bool(units)]
    return [*held, bool(find_periods(text)) or bool(units & _DURATION)] if Asked.TIME in asked else held


@lru_cache(maxsize=32_768)
def _units(text: str) -> frozenset[str]:
    """Units of the figures of a text. Kept, as the same clauses are weighed for one question after another."""
    return frozenset(quantity.unit_norm for quantity in quantities(text) if not _SIZE_OF.match(text, quantity.span.end))


def widened(text: str, located: Located, limit: int, *, back: bool = True) -> Span:
    """The span drawn out clause by clause inside its sentence, forward first, up to ``limit`` characters.

    ``back`` false keeps its beginning. It never begins with a clause that leans on one left out.
    """
    if back and len(located.sentence) <= limit:
        return located.sentence
    clauses = [Span(*match.span()) for match in _CLAUSE.finditer(text, located.sentence.start, located.sentence.end)]
    first = next((at for at, clause in enumerate(clauses) if clause.end > located.span.start), 0)
    last = max((at for at, clause in enumerate(clauses) if clause.start < located.span.end), default=first)
    while True:
        if last + 1 < len(clauses) and clauses[last + 1].end - clauses[first].start <= limit:
            last += 1
        elif back and first > 0 and clauses[last].end - clauses[first - 1].start <= limit:
            first -= 1
        else:
            while clauses[first].end <= located.span.start and _LEANING.match(text, clauses[first].start):
                first += 1
            return Span(min(clauses[first].start, located.span.start), max(clauses[last].end, located.span.end))


def _weights(terms: Sequence[Term], passages: Sequence[Passage]) -> dict[str, float]:
    """Terms weigh more the fewer of the sentences read hold them: the name of one project tells more than 厂房."""
    sentences = [
        match.group() + "".join(passage.path) for passage in passages for match in _SENTENCE.finditer(with_points(passage.text))
    ]
    total = len(sentences)
    weights = {}
    for term in terms:
        holding = sum(holds(term, sentence) >= 0.5 for sentence in sentences)
        rarity = math.log((total + 1) / (holding + 1)) / math.log(total + 2)
        weights[term.word] = term.weight * (1.0 + _RARE * rarity if holding else 1.6)
    return weights


def _sentences(passage: Passage) -> Iterator[tuple[str, Span]]:
    """Sentences of a passage as spans of its text, each with the text of up to three before it in its paragraph."""
    earlier = list[str]()
    end = 0
    for match in _SENTENCE.finditer(with_points(passage.text)):
        if "\n" in passage.text[end : match.start()]:
            earlier = []
        if match.group().strip():
            yield "".join(earlier[-_LOOK_BACK:]), Span(*match.span())
            earlier.append(match.group())
        end = match.end()


def _windows(text: str, sentence: Span) -> Iterator[Span]:
    """Runs of clauses of a sentence, at most ``_LONGEST_SPAN`` characters; one clause at least."""
    clauses = [Span(*match.span()) for match in _CLAUSE.finditer(text, sentence.start, sentence.end)]
    for first, clause in enumerate(clauses):
        if first and _LEANING.match(text, clause.start):
            continue
        for last in range(first, len(clauses)):
            span = Span(clause.start, clauses[last].end)
            if last > first and len(span) > _LONGEST_SPAN:
                break
            yield span


def _score(reading: Reading, weights: dict[str, float], passage: Passage, earlier: str, sentence: Span, span: Span) -> Located:
    text, around = span.of(passage.text), sentence.of(passage.text)
    path = "".join(passage.path)
    total = sum(weights.values()) or 1.0
    gained = reached = inside = 0.0
    missing = []
    for term in reading.terms:
        weight = weights[term.word]
        here = holds(term, text)
        sentence_share = here or _around(term, around)
        near = max(
            here,
            _IN_SENTENCE * sentence_share,
            _IN_PATH * _around(term, path),
            _BEFORE * _around(term, earlier),
            _IN_PASSAGE * _around(term, passage.text),
        )
        gained += weight * near
        inside += weight * max(sentence_share, _INSIDE_BY_CONTEXT * _around(term, earlier))
        reached += weight * (1.0 if near > 0 else 0.0)
        if near == 0:
            missing.append(term)
    fitting = fits_question(reading, text)
    figures = sum(any(quantity.value_norm == other.value_norm for other in quantities(text)) for quantity in reading.figures)
    names = _NAMED if reading.asked & {Asked.LIST, Asked.WHO} and re.search("[、(“《]", text) else 0.0
    score = (
        names
        + gained / total
        + (0.18 if fitting else 0.06 if fits_question(reading, around) else -0.12)
        + _STATED * figures
        - 0.0009 * len(text)
    )
    absolute = span.shifted(passage.span.start)
    return Located(
        passage,
        absolute,
        text,
        sentence.shifted(passage.span.start),
        score,
        reached / total,
        inside / total,
        tuple(missing),
        fitting,
    )
