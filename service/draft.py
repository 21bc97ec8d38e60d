"""What writers are given and what they give back before anything is verified, and the reading of text that carries [n] marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Literal

from service.schema import Usage

DraftStatus = Literal["answered", "partial", "not_found", "ambiguous"]

MARK = re.compile(
    "[\\[\uff3b【]\\s*(?:(?:资料|来源|\\^)\\s*)?"
    "(\\d{1,3}(?:\\s*[,、;\uff0c\uff1b~\uff5e\u2013至-]\\s*(?:资料|来源)?\\d{1,3})*)"
    "(?:†[^】\\]\\n]{0,40})?\\s*[\\]\uff3d】]"
)
"""A citation mark in the forms models write: [1] [1,2] [1-3] 【1】 [资料1] and full-width ones."""

_ENDS = "。!?\uff01\uff1f"
_CLOSERS = '”’』」》)\uff09】"'
_OPENERS = {"“": "”", "「": "」", "『": "』", "(": ")", "\uff08": "\uff09", "《": "》"}
_END = re.compile(f"(?:(?<!\\d)。|。(?!\\d)|[{_ENDS[1:]}])[{_ENDS}{_CLOSERS}]*+(?![的等,、\uff0c])\\s*")
_LONGEST_RANGE = 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """One numbered source (资料) as a writer sees it. Evidence comes in rank order, the best first.

    ``period_label`` is Chinese (2025年上半年); ``heading`` the headings above, outermost first. ``note`` tells what governs
    the text from outside it (上文注明“预计数,下同”). ``computed`` marks a fact that code worked out: ``text`` then holds the
    result and its formula in words, and it is cited like any other.
    """

    number: int
    zone: str
    period_label: str
    heading: tuple[str, ...]
    text: str
    note: str = ""
    computed: bool = False


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """``body`` is the sentence without its marks; ``citations`` the numbers of the evidence it rests on, in its own order."""

    body: str
    citations: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as shown: marks follow its last punctuation, ``…增长9.7%。[1][3]``."""
        return self.body + "".join(f"[{number}]" for number in self.citations)


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything one run of a writer gave. ``status`` is what the writer itself says, None where it does not say.

    ``writer``, ``model`` and ``prompt`` are the fields of the same name of an answer.
    """

    sentences: tuple[DraftSentence, ...]
    status: DraftStatus | None = None
    writer: Literal["extractive", "model"] = "extractive"
    model: str | None = None
    prompt: str | None = None
    usage: Usage = field(default_factory=Usage)


def read_marked(text: str) -> tuple[DraftSentence, ...]:
    """Sentences of a text with marks, line by line. No digit outside a mark is changed or lost.

    A mark belongs to the sentence it stands in or follows, and to the unmarked ones before it on its line. Where a line
    opens with a mark and ends without one, marks belong to what they open.
    """
    return tuple(sentence for line in text.splitlines() for sentence in _read_line(line))


def disarmed(text: str) -> str:
    """``text`` with what looks like a mark in other brackets: report text may hold such, and [[1]2] leaves one behind."""
    return MARK.sub(lambda mark: f"〔{mark.group()[1:-1]}〕", text)


def _read_line(line: str) -> list[DraftSentence]:
    body, marks = _unmarked(line)
    places = [at for at, _ in marks]
    opening = bool(marks) and not body[: places[0]].strip() and bool(body[places[-1] :].strip())
    # Read towards the side where an unmarked sentence finds the marks that it shares.
    ranges = _ranges(body, places)[:: 1 if opening else -1]
    shared: tuple[int, ...] = ()
    sentences = []
    for start, end in ranges:
        if opening:
            mine = marks[bisect_left(places, start) : bisect_left(places, end)]
        else:
            mine = marks[bisect_right(places, start) if start else 0 : bisect_right(places, end)]
        shared = tuple(dict.fromkeys(number for _, numbers in mine for number in numbers)) or shared
        if words := _finished(body[start:end]):
            sentences.append(DraftSentence(words, shared))
    return sentences[:: 1 if opening else -1]


def _unmarked(line: str) -> tuple[str, list[tuple[int, tuple[int, ...]]]]:
    """The line without its marks, and where in that each mark stood, with its numbers."""
    pieces, marks, at, length = [], [], 0, 0
    for mark in MARK.finditer(line):
        pieces.append(line[at : mark.start()])
        length, at = length + len(pieces[-1]), mark.end()
        marks.append((length, tuple(_numbers(mark.group(1)))))
    return "".join([*pieces, line[at:]]), marks


def _numbers(inside: str) -> Iterator[int]:
    """``1,3`` -> 1 3; ``2-4`` -> 2 3 4."""
    for part in re.split("[,、;\uff0c\uff1b]", inside):
        first, *rest = (int(number) for number in re.findall(r"\d+", part))
        last = rest[-1] if rest else first
        yield from range(first, last + 1) if first <= last < first + _LONGEST_RANGE else (first, last)


def _ranges(body: str, places: list[int]) -> list[tuple[int, int]]:
    """Sentence ranges, each with the white space after it. Quotations and brackets that close are not broken up.

    A full stop between two digits is a decimal point, unless a mark stood behind it.
    """
    inside = _inside(body)
    ends = [end.end() for end in _END.finditer(body)] + [at for at in places if at and body[at - 1] == "。"]
    return list(pairwise(sorted({0, len(body), *(end for end in ends if not inside[end])})))


def _inside(body: str) -> list[bool]:
    """For each offset, whether a bracket or quotation that closes later in the line is open there."""
    # Counted, not nested: hostile text may hold tens of thousands of brackets.
    depth, waiting, opened = [0] * (len(body) + 2), Counter[str](), list[tuple[str, int]]()
    for at, character in enumerate(body):
        if character in _OPENERS:
            opened.append((_OPENERS[character], at))
            waiting[_OPENERS[character]] += 1
        elif waiting[character]:
            closer, start = "", at
            while closer != character:
                closer, start = opened.pop()
                waiting[closer] -= 1
            depth[start + 1] += 1
            depth[at + 1] -= 1
    return [open_ > 0 for open_ in accumulate(depth)]


def _finished(piece: str) -> str:
    """The piece as a sentence with its full stop; empty where nothing but punctuation is left."""
    piece = disarmed(piece).strip().rstrip(",、;\uff0c\uff1b").rstrip()
    if not any(character.isalnum() for character in piece):
        return ""
    ended = piece.rstrip(_CLOSERS)
    if ended.endswith(tuple(_ENDS + ":\uff1a…")):
        return piece
    # Other languages end a sentence with a point of their own.
    if len(re.findall("[A-Za-z]", piece)) > len(re.findall("[\u4e00-\u9fff]", piece)):
        return piece if ended.endswith(".") else piece + "."
    return piece + "。"
