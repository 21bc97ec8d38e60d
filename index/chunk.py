"""Sections -> chunks that are exact slices of the clean text, each inside one top branch of the outline.

About 200 characters on sentence ends was best of the sizes measured (evidence inside a 600-character budget .79 against .58
for 1000/200); the heading path goes in front of what is indexed, never of what is quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from index.domain import Chunk, Report, Section, Span, path_at
from index.script import with_points

TARGET_CHARACTERS = 200
TOKEN_LIMIT = 400
_SENTENCE_END = re.compile(r"[。！？!?；;\n]+[”’\")）]*")
_HARD_LIMIT = 380


def chunk(report_id: str, text: str, sections: Sequence[Section], count_tokens: Callable[[str], int]) -> list[Chunk]:
    """Chunks in order; their slices join to the whole text. No chunk holds more than ``TOKEN_LIMIT`` tokens.

    A chunk starts anew at each section start, save where only headings stand before it.
    """
    starts = {section.span.start for section in sections}
    chunks: list[Chunk] = []
    at = end = 0

    def close(stop: int) -> None:
        nonlocal at
        if stop > at:
            span = Span(at, stop)
            # The path of the last character: where a chunk opens with the headings above it, the deepest one counts.
            chunks.append(Chunk(report_id, len(chunks), span, path_at(sections, stop - 1), count_tokens(span.of(text))))
            at = stop

    for piece in _pieces(text, starts, count_tokens):
        if at < end and (piece.end - at > TARGET_CHARACTERS or piece.start in starts) and _has_body(text, at, end, sections):
            close(end)
        end = piece.end
    close(len(text))
    return chunks


def indexed_text(report: Report, chunk: Chunk, matching: str | None = None) -> str:
    """What is searched for a chunk: zone, period and headings in front of its matching text (never of what is quoted).

    ``matching`` is the report's, where the caller has it at hand for many chunks.
    """
    period = report.period.label if report.period else ""
    return "\n".join((report.zone.name, period, *chunk.path, chunk.span.of(matching or report.matching)))


def _has_body(text: str, start: int, end: int, sections: Sequence[Section]) -> bool:
    """Whether anything but headings and white space stands in the range."""
    covered, at = 0, max(0, bisect_right(sections, start, key=lambda section: section.heading_span.start) - 1)
    while at < len(sections) and sections[at].heading_span.start < end:
        heading = sections[at].heading_span
        covered += max(0, min(heading.end, end) - max(heading.start, start))
        at += 1
    return len(text[start:end].strip()) > covered + 2


def _pieces(text: str, starts: set[int], count_tokens: Callable[[str], int]) -> Iterator[Span]:
    """Sentences, cut at section starts, and hard cut where a sentence is too long for one chunk."""
    cuts = sorted({0, len(text), *starts, *(match.end() for match in _SENTENCE_END.finditer(with_points(text)))})
    for start, end in zip(cuts, cuts[1:], strict=False):
        while end - start > _HARD_LIMIT or count_tokens(text[start:end]) > TOKEN_LIMIT:
            window = text[start : start + _HARD_LIMIT]
            comma = max(window.rfind(mark) for mark in ",，、 ")
            cut = start + (comma + 1 if comma >= TARGET_CHARACTERS else min(_HARD_LIMIT, max(1, (end - start) // 2)))
            yield Span(start, cut)
            start = cut
        if end > start:
            yield Span(start, end)
