"""A drafted sentence and the places it cites -> the sentence as it may be shown, every number with its verdict (核验)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.domain import Span, Verdict, VerdictKind
from index.library import Library
from service.chains.foreign import is_foreign, skeleton, traced
from service.citing import CitationBook
from service.schema import NumberCheck, Sentence, SentenceVerdict
from service.views import plain_or_none

_WORST_FIRST: tuple[tuple[VerdictKind, SentenceVerdict], ...] = (
    (VerdictKind.MISMATCH, "mismatch"),
    (VerdictKind.NOT_FOUND, "not_found"),
    (VerdictKind.COMPUTED, "computed"),
    (VerdictKind.SUPPORTED, "supported"),
)

_DISAGREEMENTS = {
    "value": "数值",
    "unit": "单位",
    "indicator": "指标",
    "period": "期间",
    "status": "状态(预计数或目标)",
    "zone": "园区",
}


def verified(
    library: Library,
    book: CitationBook,
    body: str,
    citations: Sequence[int],
    *,
    formulas: Mapping[str, str] | None = None,
    question: str = "",
) -> Sentence:
    """The sentence with its marks and verdicts; withheld where a number of it has no support in what it cites.

    ``formulas`` gives the arithmetic of computed numbers by their text in ``body`` (``2.24倍``: ``4.3/1.92``).
    """
    numbers = tuple(dict.fromkeys(citations))
    text = body + "".join(f"[{number}]" for number in numbers)
    places = book.spans(numbers)
    verdicts = judged(library, text, places, question=question, formulas=formulas)
    return marked(text, numbers, verdicts, places)


def judged(
    library: Library,
    text: str,
    places: Sequence[tuple[str, Span]],
    *,
    question: str = "",
    formulas: Mapping[str, str] | None = None,
) -> list[Verdict]:
    """A verdict for every number; one language is verified, so a sentence in another is read by the Chinese it holds."""
    if not is_foreign(text):
        return library.verify(text, places, question=question, formulas=formulas)
    bones = skeleton(text)
    return traced(text, bones, library.verify(bones.text, places, question=question, formulas=formulas))


def marked(text: str, citations: Sequence[int], verdicts: Sequence[Verdict], places: Sequence[tuple[str, Span]]) -> Sentence:
    """The sentence value of a text with its marks, its verdicts and the (report id, span) of each citation."""
    kinds = {verdict.kind for verdict in verdicts}
    worst: SentenceVerdict = next((word for kind, word in _WORST_FIRST if kind in kinds), "no_numbers")
    return Sentence(
        text=text,
        citations=tuple(citations),
        withheld=worst in ("mismatch", "not_found"),
        verdict=worst,
        numbers=tuple(
            NumberCheck(
                text=verdict.text,
                start=verdict.span.start,
                end=verdict.span.end,
                value=plain_or_none(verdict.quantity.value_norm) if verdict.quantity else None,
                unit=verdict.quantity.unit_norm if verdict.quantity else "",
                status=verdict.status.value if verdict.status else None,
                verdict=verdict.kind.value,
                citation=_source(verdict, citations, places),
                formula=verdict.formula,
            )
            for verdict in verdicts
        ),
    )


def _source(verdict: Verdict, citations: Sequence[int], places: Sequence[tuple[str, Span]]) -> int | None:
    """Number of the citation a verdict rests on: the one that holds its evidence."""
    if verdict.evidence is None:
        return None
    for number, (report_id, span) in zip(citations, places, strict=True):
        if report_id == verdict.report_id and span.contains(verdict.evidence):
            return number
    return None


def told(verdict: Verdict) -> str:
    """A failed verdict in words, for the writer that is to mend its sentence."""
    if verdict.kind is VerdictKind.MISMATCH:
        what = _DISAGREEMENTS.get(verdict.disagrees or "", "内容")
        return f"“{verdict.text}”与资料的{what}不符" + (f",资料写的是:{verdict.found}" if verdict.found else "")
    return f"“{verdict.text}”在所引资料中找不到"
