"""Numbers of copied text: where a sentence repeats a source's words, the number between them must be the source's own.

A reading of figures by what they measure can fail on odd sentences, a comparison of wording does not: it sees two numbers of a
copied sentence change places whatever they are called, and looks at months, years and bare numbers too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.domain import Span, Status
from index.governing import STATUS_WORDS
from index.numerals import Figure, figures
from index.verify.told import CitedSpan

_REACH = 80
"""Characters before a number that are compared."""
_ALIKE = 12
"""So many characters before a number make a copy of it,"""
_HAN = 8
"""so many of them Han characters,"""
_CLOSER = 6
"""and so many more than stand before any place of the source with the same number."""
_BEHIND = 12
"""Characters behind a number that are compared; so many make a copy of a month or day."""
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_WANTED = re.compile(r"预计|力争|计划(?!总?投资)|确保|拟(?!定)|有望|争取|目标")
_CLAUSE = ",，。;；、:：\n"


@dataclass(frozen=True, slots=True)
class Copied:
    """A number of a sentence and the place of a source whose words stand around it. ``unsaid``: the numbers agree, but the
    source only expects or plans what the sentence tells as done."""

    span: Span
    cited: CitedSpan
    source: Span
    """In the quote."""
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    left: int
    right: int
    cited: CitedSpan
    figure: Figure


def changed(sentence: str, cited: Sequence[CitedSpan]) -> list[Copied]:
    """Every number of a sentence that stands in a source's words without being the source's number there."""
    held = [(each, figure) for each in cited for figure in figures(each.quote)]
    found = []
    for figure in figures(sentence):
        ahead = len(re.findall(r"[\u4e00-\u9fff]", sentence[max(0, figure.span.start - _REACH) : figure.span.start]))
        if ahead < _HAN and not _dates(sentence, figure):
            continue
        matches = [_match(sentence, figure, each, other) for each, other in held]
        same = max((each.left for each in matches if each.figure.value == figure.value), default=0)
        others = [each for each in matches if each.figure.value != figure.value and each.right > 0]
        best = max(others, key=lambda each: (each.left, each.right), default=None)
        if best is not None and best.left >= _ALIKE and best.left >= same + _CLOSER and _telling(sentence, figure, best.left):
            found.append(Copied(figure.span, best.cited, best.figure.span))
            continue
        dated = _redated(sentence, figure, matches)
        if dated is not None:
            found.append(Copied(figure.span, dated.cited, dated.figure.span))
            continue
        own = max(
            (each for each in matches if each.figure.value == figure.value), key=lambda each: each.right + each.left, default=None
        )
        if own is not None and own.left + own.right >= 4 and _loses_its_word(sentence, figure, own):
            found.append(Copied(figure.span, own.cited, own.figure.span, unsaid=True))
    return found


def _telling(sentence: str, figure: Figure, length: int) -> bool:
    """Whether the words compared are words: lists of figures alone are like each other anywhere."""
    before = _masked(sentence[: figure.span.start])[-length:]
    return len(re.findall(r"[\u4e00-\u9fff]", before)) >= _HAN


def _redated(sentence: str, figure: Figure, matches: Sequence[_Match]) -> _Match | None:
    """The source's own year, month or day where a sentence goes on with its words behind another: 6月底动工,路基… of 3月底动工,路基…."""
    if not _dates(sentence, figure):
        return None
    same = max((each.right for each in matches if each.figure.value == figure.value), default=0)
    best = max((each for each in matches if each.figure.value != figure.value), key=lambda each: each.right, default=None)
    return best if best is not None and best.right >= _BEHIND and best.right >= same + _CLOSER else None


def _dates(sentence: str, figure: Figure) -> bool:
    return sentence[figure.span.end : figure.span.end + 1] in ("年", "月", "日")


def _match(sentence: str, figure: Figure, cited: CitedSpan, other: Figure) -> _Match:
    left = _common(_masked(sentence[: figure.span.start])[::-1], _masked(cited.quote[: other.span.start])[::-1])
    right = _common(
        _masked(sentence[figure.span.end : figure.span.end + _BEHIND]),
        _masked(cited.quote[other.span.end : other.span.end + _BEHIND]),
    )
    return _Match(left, right, cited, other)


def _masked(text: str) -> str:
    """The end of a text without white space and citation marks, every number a ``#``."""
    return _DIGITS.sub("#", re.sub(r"\s|\[\d+\]", "", text[-2 * _REACH :]))[-_REACH:]


def _common(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _loses_its_word(sentence: str, figure: Figure, own: _Match) -> bool:
    """Whether a month or day of a plan (预计9月底竣工) is told without the word that makes it one."""
    behind = sentence[figure.span.end : figure.span.end + 1]
    if behind not in ("月", "日"):
        return False
    source, here = _clause(own.cited.quote, own.figure.span), _clause(sentence, figure.span)
    said = STATUS_WORDS[Status.TARGET].search(sentence) or re.search(r"将|可|拟|力", here)
    return _WANTED.search(source) is not None and said is None


def _clause(text: str, span: Span) -> str:
    start = max(text.rfind(mark, 0, span.start) for mark in _CLAUSE) + 1
    ends = [at for at in (text.find(mark, span.end) for mark in _CLAUSE) if at >= 0]
    return text[start : min(ends, default=len(text))]
