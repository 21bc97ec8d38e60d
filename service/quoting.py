"""The least of a source that proves a sentence: which of its sentences are cited, none longer than a quote may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.domain import Span
from index.library import Library, with_points
from service.citing import LONGEST_QUOTE
from service.extractive import Place

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?[”’\")）]*")
_PART = re.compile(r"[^;；]+[;；]?")
_CLAUSE = re.compile(r"[^,，]+[,，]?")
_COPY = 0.7
"""Share of a sentence's character pairs in a piece from which it is a copy of it."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_COUNTED = re.compile(r"[二两三四五六七八九十][十百千万亿个项家类条大]|[百千]?[万亿]元?以[上下]")
"""Counts in Han numerals and thresholds without digits (亿元以上), which a quote must hold as well as figures."""


def narrowed(library: Library, body: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """Of each place the fewest sentences that hold the figures of ``body`` (or, without figures, most of its words).

    Sentences that stand close together are one quote, and no quote is longer than it may be. A figure that stands more than
    once is taken where the words around it are most like those of ``body``.
    """
    return _quoted(library, body, places, _fewest)


def widened(library: Library, body: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """As ``narrowed``, but every sentence that holds a figure of ``body``: where the fewest were the wrong ones."""
    return _quoted(library, body, places, _all_with_figures)


_Choice = Callable[[str, str, Sequence[Span]], Sequence[Span]]


def _quoted(library: Library, body: str, places: Sequence[Place], choose: _Choice) -> tuple[Place, ...]:
    found: list[Place] = []
    for report_id, span in places:
        text = library.report(report_id).text
        pieces = _pieces(text, span)
        holding = choose(body, text, pieces) or _closest(body, text, pieces)
        run = Span(holding[0].start, holding[-1].end) if holding else span
        found += [(report_id, each) for each in ([run] if len(run) <= LONGEST_QUOTE else holding) if len(each) <= LONGEST_QUOTE]
    return tuple(dict.fromkeys(found))


def _pieces(text: str, span: Span) -> list[Span]:
    """Sentences of a place; of one that is longer than a quote may be its parts between semicolons, or between commas."""
    return [piece for sentence in _parted(text, span, _SENTENCE) for piece in _short_enough(text, sentence)]


def _short_enough(text: str, sentence: Span) -> list[Span]:
    if len(sentence) <= LONGEST_QUOTE:
        return [sentence]
    parts = [sentence]
    for pattern in (_PART, _CLAUSE):
        parts = [
            each for part in parts for each in ([part] if len(part) <= LONGEST_QUOTE else _packed(_parted(text, part, pattern)))
        ]
    return parts


def _parted(text: str, span: Span, pattern: re.Pattern[str]) -> list[Span]:
    return [
        Span(*match.span()).shifted(span.start) for match in pattern.finditer(with_points(span.of(text))) if match.group().strip()
    ]


def _packed(parts: Sequence[Span]) -> list[Span]:
    """Neighbouring parts together, as many as a quote has room for."""
    found: list[Span] = []
    for part in parts:
        if found and part.end - found[-1].start <= LONGEST_QUOTE:
            found[-1] = Span(found[-1].start, part.end)
        else:
            found.append(part)
    return found


def _fewest(body: str, text: str, pieces: Sequence[Span]) -> list[Span]:
    """Greedily, by how many figures a piece adds and then by its words; first of all the piece that ``body`` is a copy of."""
    left, chosen = _figures(body), list[Span]()
    pairs = _pairs(body)
    held = [(each, _figures(each.of(text)), _shared(pairs, each.of(text))) for each in pieces]
    for piece, figures, shared in held:
        # Else a changed figure would be looked for, and found, elsewhere, and not be seen for changed.
        if left and shared >= _COPY * len(pairs):
            chosen.append(piece)
            left -= figures
    while left:
        best = max(held, key=lambda each: (len(left & each[1]), each[2]), default=None)
        if best is None or not left & best[1]:
            break
        chosen.append(best[0])
        left -= best[1]
    return sorted(chosen)


def _all_with_figures(body: str, text: str, pieces: Sequence[Span]) -> list[Span]:
    figures, pairs = _figures(body), _pairs(body)
    return [
        each
        for each in pieces
        if figures & _figures(each.of(text)) or (figures and _shared(pairs, each.of(text)) >= _COPY * len(pairs))
    ]


def _closest(body: str, text: str, pieces: Sequence[Span]) -> list[Span]:
    pairs = _pairs(body)
    return [max(pieces, key=lambda each: _shared(pairs, each.of(text)))] if pieces else []


def _figures(text: str) -> set[str]:
    return {*_FIGURE.findall(text), *_COUNTED.findall(text)}


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _shared(pairs: set[str], text: str) -> int:
    return sum(pair in text for pair in pairs)
