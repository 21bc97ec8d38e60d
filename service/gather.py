"""What a model writer is given for a question: numbered evidence, and for each number the places it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.domain import Passage, Query, Span, Status, path_at
from index.library import Library
from service.citing import LONGEST_QUOTE
from service.draft import Evidence
from service.extractive import Composition, Place
from service.plan import Asking, Group

_ONE_ZONE, _SEVERAL_ZONES = 8, 3
ROOM = 1500
"""Characters up to which a passage grows with its neighbours: chosen on evals/retrieval."""
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?[”’\")）]*")
_MARGIN = 60
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Source:
    """One number of the evidence: a passage, or a computed fact with the places and the formulas it rests on."""

    evidence: Evidence
    places: tuple[Place, ...]
    formulas: Mapping[str, str] = field(default_factory=dict)


def gather(library: Library, asking: Asking, composition: Composition) -> tuple[Source, ...]:
    """Computed facts first, then passages by rank: eight of one zone, three of each of several."""
    sources: list[Source] = []
    for composed in composition.sentences:
        if composed.formulas:
            number = len(sources) + 1
            group = asking.groups[0]
            sources.append(
                Source(Evidence(number, group.label, "", (), composed.body, computed=True), composed.places, composed.formulas)
            )
    limit = _ONE_ZONE if len(asking.groups) == 1 else _SEVERAL_ZONES
    for group in asking.groups:
        for passage in library.search(Query(asking.standalone, report_ids=group.report_ids, limit=limit, room=ROOM)):
            sources.append(_source(library, len(sources) + 1, group, passage))
    for composed in composition.sentences:
        for report_id, span in composed.places:
            if not any(other == report_id and held.contains(span) for source in sources for other, held in source.places):
                group = next((each for each in asking.groups if report_id in each.report_ids), asking.groups[0])
                sources.append(_source(library, len(sources) + 1, group, _around(library, report_id, span)))
    return tuple(sources)


def _around(library: Library, report_id: str, span: Span) -> Passage:
    """The sentences around a place that the ledger or the locator found and retrieval did not."""
    report = library.report(report_id)
    start = max(report.text.rfind(mark, 0, max(0, span.start - _MARGIN)) for mark in "。\n") + 1
    ends = [at for at in (report.text.find(mark, min(len(report.text), span.end + _MARGIN)) for mark in "。\n") if at >= 0]
    wide = Span(start, min([at + 1 for at in ends], default=len(report.text)))
    return Passage(
        report.id, report.zone.name, report.period, path_at(report.sections, span.start), wide, wide.of(report.text), 0.0
    )


def _source(library: Library, number: int, group: Group, passage: Passage) -> Source:
    report = library.report(passage.report_id)
    statuses = {each.status for each in library.ledger(report.id) if passage.span.contains(each.value_span)}
    notes = []
    if Status.ESTIMATE in statuses:
        notes.append("其中有预计数: " + "、".join(_of_status(library, passage, Status.ESTIMATE)))
    if Status.TARGET in statuses:
        notes.append("其中有目标或计划数: " + "、".join(_of_status(library, passage, Status.TARGET)))
    if report.period_note:
        notes.append(f"报告期说明: {report.period_note}")
    period = report.period.label if report.period else "报告期未注明年份"
    evidence = Evidence(number, group.label, period, passage.path, passage.text, "；".join(notes))
    return Source(evidence, ((report.id, passage.span),))


def _of_status(library: Library, passage: Passage, status: Status) -> list[str]:
    inside = [each for each in library.ledger(passage.report_id) if passage.span.contains(each.value_span)]
    return [each.quantity.text for each in inside if each.status is status][:6]


def narrowed(library: Library, body: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """Of each place the least run of sentences that holds the figures of ``body`` (or, without figures, most of its words).

    No run is longer than a quote may be; where the figures stand further apart, each sentence is a place of its own.
    """
    found: list[Place] = []
    for report_id, span in places:
        text = library.report(report_id).text
        sentences = [
            Span(*match.span()).shifted(span.start) for match in _SENTENCE.finditer(span.of(text)) if match.group().strip()
        ]
        figures = set(_FIGURE.findall(body))
        holding = [each for each in sentences if figures & set(_FIGURE.findall(each.of(text)))] or _closest(body, text, sentences)
        run = Span(holding[0].start, holding[-1].end) if holding else span
        found += [(report_id, each) for each in ([run] if len(run) <= LONGEST_QUOTE else holding) if len(each) <= LONGEST_QUOTE]
    return tuple(dict.fromkeys(found))


def _closest(body: str, text: str, sentences: Sequence[Span]) -> list[Span]:
    pairs = {body[at : at + 2] for at in range(len(body) - 1)}
    return [max(sentences, key=lambda each: sum(pair in each.of(text) for pair in pairs))] if sentences else []
