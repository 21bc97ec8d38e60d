"""Any text -> its numbers -> what the reports say of each (溯源): the search for a source and the verdict against it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.domain import Observation, Passage, Query, Span, Verdict, VerdictKind
from index.verify import CitedSpan, verify

# Clauses between semicolons speak of different things and are looked up one by one.
_SENTENCE = re.compile(r"[^。！？!?;；\n]{1,1500}[。！？!?;；\n]?")
_MARK = re.compile(r"\[\d+\]")
_CANDIDATES = 6
_ORDER = {
    VerdictKind.SUPPORTED: 0,
    VerdictKind.COMPUTED: 0,
    VerdictKind.CONTEXT: 1,
    VerdictKind.MISMATCH: 2,
    VerdictKind.NOT_FOUND: 3,
}


@dataclass(frozen=True, slots=True)
class Traced:
    """A verdict whose span counts in the whole text, and the source it rests on: None where nothing was found."""

    verdict: Verdict
    source: tuple[str, Span] | None


def trace(
    text: str,
    search: Callable[[Query], list[Passage]],
    cited: Callable[[str, Span], CitedSpan],
    zones_named: Callable[[str], tuple[str, ...]],
    *,
    report_ids: Sequence[str] = (),
    zones: Sequence[str] = (),
) -> list[Traced]:
    """One entry for every number of ``text``, in order. Each sentence is held against the passages nearest to it.

    A zone that the text names is the subject until it names another: its sentences are held against that zone's reports.
    """
    found: list[Traced] = []
    subject: tuple[str, ...] = ()
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        if not re.search(r"\d|[一二三四五六七八九十百]", sentence):
            continue
        subject = tuple(name for name in zones_named(sentence) if not zones or name in zones) or subject
        query = Query(_MARK.sub("", sentence), tuple(report_ids), subject or tuple(zones), limit=_CANDIDATES)
        sources = [cited(passage.report_id, passage.span) for passage in search(query)]
        found += [
            replace(traced, verdict=replace(traced.verdict, span=traced.verdict.span.shifted(match.start())))
            for traced in _best(sentence, sources)
        ]
    return found


def _best(sentence: str, sources: Sequence[CitedSpan]) -> list[Traced]:
    """Per number the verdict of the source that speaks best for it; earlier sources win ties."""
    readings: list[tuple[list[Verdict], CitedSpan | None]] = [(verify(sentence, [source]), source) for source in sources]
    readings = readings or [(verify(sentence, []), None)]
    best: dict[Span, Traced] = {}
    for verdicts, source in readings:
        for verdict in verdicts:
            present = best.get(verdict.span)
            if present is None or _ORDER[verdict.kind] < _ORDER[present.verdict.kind]:
                best[verdict.span] = Traced(verdict, _source(verdict, source))
    return [best[span] for span in sorted(best)]


def _source(verdict: Verdict, source: CitedSpan | None) -> tuple[str, Span] | None:
    if source is None or verdict.kind in (VerdictKind.CONTEXT, VerdictKind.NOT_FOUND) or verdict.evidence is None:
        return None
    holding = [each for each in source.observations if each.span.contains(verdict.evidence)]
    span = _clause(source, verdict.evidence, holding)
    return source.report_id, span


def _clause(source: CitedSpan, evidence: Span, holding: Sequence[Observation]) -> Span:
    """The clause a figure stands in, within the source: the least that proves it."""
    if holding:
        return holding[0].span
    text, start = source.quote, evidence.start - source.span.start
    stops = [text.rfind(mark, 0, start) for mark in "。；;，,\n"]
    left = max(stops) + 1
    ends = [at for at in (text.find(mark, evidence.end - source.span.start) for mark in "。；;，,\n") if at >= 0]
    return Span(source.span.start + left, source.span.start + (min(ends) if ends else len(text)))
