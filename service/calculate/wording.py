"""A computed result as a sentence: the number first, then what it rests on, each figure as the report writes it.

A wording is tried on the verifier before it is given out; where figures' names are misread, plainer ones take their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.domain import Span, Status, VerdictKind
from index.library import STATUS_WORDS, Library
from service.calculate.arithmetic import Number
from service.calculate.figures import Figure, generic

Computed = tuple[str, tuple[tuple[str, Span], ...], Mapping[str, str]]
"""Body, cited places, and the formula of each computed number by its text."""

_STATUS = {Status.ESTIMATE: "(预计数)", Status.TARGET: "(目标)", Status.ACTUAL: ""}
_LONGEST_NAME = 16
_LEADING = re.compile(
    r"^(?:其中|以及|并(?![购网])|且|和|及|与|以|将|把|约|共(?!同)|完成|实现|达到|推动|力争|确保|但|仅|仍|已(?!签))+"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``lead`` is what is answered, with the texts of ``numbers`` in it; ``pieces`` are the figures and what stands between them.

    ``stated`` is for an answer the report gives itself: the figures' clauses follow the lead as they are.
    """

    lead: str
    pieces: tuple[Figure | str, ...]
    numbers: tuple[Number, ...] = ()
    tail: str = ""
    stated: bool = False

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Figure))


def worded(library: Library, outcome: Outcome) -> Computed | None:
    """The first wording that the verifier bears out; None where none does."""
    places = tuple(dict.fromkeys((figure.row.report_id, figure.row.span) for figure in outcome.figures))
    formulas = {text: number.formula for number in outcome.numbers for text in _written(number)}
    for body in dict.fromkeys(_wordings(outcome)):
        verdicts = library.verify(body, places, formulas=formulas)
        if not any(verdict.kind in (VerdictKind.MISMATCH, VerdictKind.NOT_FOUND) for verdict in verdicts):
            return body, places, formulas
    return None


def _written(number: Number) -> tuple[str, ...]:
    """A number as the verifier may read it out of the sentence: with the words of its bound."""
    return tuple(dict.fromkeys((number.text, number.said, f"约{number.text}", f"{number.bound}{number.text}")))


def _wordings(outcome: Outcome) -> Iterator[str]:
    if not outcome.stated:
        for name in (full_name, plain_name):
            said = "".join(
                piece if isinstance(piece, str) else f"{name(piece)}{_printed(piece)}{_status(piece)}" for piece in outcome.pieces
            )
            yield f"{outcome.lead}:{said}{outcome.tail}。"
    clauses = {_quoted(figure): figure for figure in outcome.figures}
    kept = [
        _clause(figure) for clause, figure in clauses.items() if not any(clause != each and clause in each for each in clauses)
    ]
    said = f"{';'.join(kept)}{outcome.tail}"
    yield f"{outcome.lead}:{said}。" if outcome.lead else f"{said}。"


def _quoted(figure: Figure) -> str:
    return re.sub(r"\s*\n\s*", "", figure.row.quote).strip(" ,，;；、。")


def _clause(figure: Figure) -> str:
    clause = _quoted(figure)
    if figure.row.status is not Status.ACTUAL and not STATUS_WORDS[figure.row.status].search(clause):
        clause += _STATUS[figure.row.status]
    return clause


def _status(figure: Figure) -> str:
    """What a figure is, in the report's own word where that is 预计: an expected investment is no target that was set."""
    expected = figure.row.status is Status.TARGET and "预计" in figure.own
    return "(预计)" if expected else _STATUS[figure.row.status]


def _printed(figure: Figure) -> str:
    return re.sub(r"\s", "", figure.row.quantity.text)


def full_name(figure: Figure) -> str:
    """A figure's name; one that says only 总投资 or 到位 takes what it is of: 投资1500万元的快速通道, 专项债…到位6500万元."""
    name = plain_name(figure)
    if not figure.generic:
        return name
    of = _OF_WHAT.match(figure.behind)
    if of:
        return f"{of['what']}{name}"
    if figure.row.indicator != figure.row.as_written and not generic(figure.row.indicator) and name in figure.row.indicator:
        return figure.row.indicator
    if figure.over is not None and not generic(figure.over.as_written):
        head = _KIND.sub("", _named(figure.over.as_written, figure.over.quantity.text))
        return f"{head}{name}" if len(head) <= 12 and head not in name else name
    return name


_KIND = re.compile(r"(?:总投资|投资额?|投入|占地|面积|全长|产值|收入)+$")
_OF_WHAT = re.compile(r"的(?P<what>[\u4e00-\u9fffA-Za-z]{2,12})")


def plain_name(figure: Figure) -> str:
    return _named(figure.row.as_written, figure.row.quantity.text)


def _named(as_written: str, figure: str) -> str:
    name = _LEADING.sub("", re.sub(r"\s", "", as_written))
    return "" if name == re.sub(r"\s", "", figure) or len(name) > _LONGEST_NAME else name
