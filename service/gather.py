"""What a model writer is given for a question: numbered evidence, and for each number the places it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from index.domain import Passage, Query, Span, Status, SubjectKind, path_at
from index.library import Library
from service.doubts import DOUBTS, doubts_asked
from service.draft import Evidence
from service.extractive import Composition, Place
from service.plan import Asking, Group

_PASSAGES = 5
"""As many as are measured (``evals/retrieval``); of several zones each gets its share of them, and one at least."""
ROOM = 1500
"""Characters up to which a passage grows with its neighbours: five of them fill the writer's budget (``service.writer``)."""
_DOUBTS = 2
"""Contradictions of one zone's reports that are told to the writer."""
_MARGIN = 60
_NOTED = 12
"""Figures of a passage that its note names as estimates, or as aims."""
_REASONS = {
    "only_target": "报告只有所问内容的目标或计划,没有完成数。",
    "only_estimate": "报告只有所问内容的预计数,没有最终数。",
    "different_definition": "报告中最接近的数与所问口径不同。",
    "period_mismatch": "报告没有所问期间的数据。",
    "conflicting_sources": "报告前后说法不一。",
}
_ONLY = {Status.TARGET: "只有目标或计划数,没有完成数", Status.ESTIMATE: "只有预计数,没有最终数"}


@dataclass(frozen=True, slots=True)
class Source:
    """One number of the evidence: a passage, or a computed fact with the places and the formulas it rests on."""

    evidence: Evidence
    places: tuple[Place, ...]
    formulas: Mapping[str, str] = field(default_factory=dict)


def gather(library: Library, asking: Asking, composition: Composition) -> tuple[Source, ...]:
    """Computed facts first, then the passages that code itself would answer from, then the others by rank: five in all,
    the best of every zone before the second of any.

    The order is that in which a tight budget keeps them (``service.writer.fitting``).
    """
    computed = [
        Source(Evidence(0, asking.groups[0].label, "", (), composed.body, computed=True), composed.places, composed.formulas)
        for composed in composition.sentences
        if composed.formulas
    ]
    limit = -(-_PASSAGES // max(1, len(asking.groups)))
    ranked: list[tuple[bool, int, Source]] = []
    own = [place for composed in composition.sentences for place in composed.places]
    # Both sides of a contradiction, so that neither is told alone.
    own += [
        (doubt.report_id, each.span)
        for group in asking.groups
        for _, doubt in doubts_asked(library, asking, group)[:_DOUBTS]
        for each in doubt.spans
        if each.report_id in (None, doubt.report_id)
    ]
    for group in asking.groups:
        found = library.search(Query(asking.standalone, report_ids=group.report_ids, limit=limit, room=ROOM))
        for rank, passage in enumerate(found):
            source = _source(library, group, passage)
            ranked.append((not any(_holds(source, place) for place in own), rank, source))
    for place in dict.fromkeys(own):
        if not any(_holds(source, place) for *_, source in ranked):
            group = next((each for each in asking.groups if place[0] in each.report_ids), asking.groups[0])
            ranked.append((False, 0, _source(library, group, _around(library, *place))))
    ranked.sort(key=lambda each: each[:2])
    sources = [*computed, *(source for *_, source in ranked)]
    return tuple(replace(each, evidence=replace(each.evidence, number=number)) for number, each in enumerate(sources, 1))


def known(library: Library, asking: Asking, composition: Composition) -> tuple[str, ...]:
    """What code has found out that stands in no passage: what is missing, which zones share a name, what is only a target.

    Without figures, so that nothing of it needs a source.
    """
    facts = [composed.body for composed in composition.sentences if not composed.places and not composed.formulas]
    if composition.status != "answered" and composition.reason in _REASONS:
        facts.append(_REASONS[composition.reason])
    if len(asking.homonyms) > 1:
        facts.append(f"{'、'.join(group.label for group in asking.groups)}是不同园区,资料分属各园区,须分别作答。")
    if asking.foreign:
        facts.append(f"库中没有“{asking.foreign}”的报告。")
    if asking.among > len(asking.groups) > 0:
        facts.append("所问涉及的园区很多,资料只取自其中最相关的几个。")
    for group in asking.groups:
        facts += _of_ledger(library, asking, group)
        facts += _of_period(library, asking, group)
        facts += [
            f"{group.label}的报告经勾稽核对,{name}有疑({DOUBTS.get(doubt.kind, '前后表述不一致')}):写到有关的数,两处一并写出,写明“前后不一致”。"
            for name, doubt in doubts_asked(library, asking, group)[:_DOUBTS]
        ]
    return tuple(dict.fromkeys(facts))


def _of_ledger(library: Library, asking: Asking, group: Group) -> list[str]:
    """Indicators asked for of which a zone's reports tell no result, only a target or an estimate."""
    rows = [each for report_id in group.report_ids for each in library.ledger(report_id) if each.subject_kind is SubjectKind.ZONE]
    facts = []
    for name in dict.fromkeys(mention.indicator.name for mention in asking.reading.indicators):
        statuses = {each.status for each in rows if each.indicator == name}
        if len(statuses) == 1 and (words := _ONLY.get(*statuses)):
            facts.append(f"{group.label}的{name}在报告中{words}。")
    return facts


def _of_period(library: Library, asking: Asking, group: Group) -> list[str]:
    """Whether none of a zone's reports is of a time that the question names."""
    asked = [mention.period for mention in asking.reading.periods if mention.period]
    own = [period for each in group.report_ids if (period := library.report(each).period)]
    told = [row.period for each in group.report_ids for row in library.ledger(each) if row.period]
    strange = [each for each in asked if not any(each.overlaps(other) for other in (*own, *told))]
    if not strange or len(own) < len(group.report_ids):
        return []
    return [f"{group.label}的报告期是{'、'.join(dict.fromkeys(each.label for each in own))},没有{strange[0].label}的数据。"]


def _holds(source: Source, place: Place) -> bool:
    return any(report_id == place[0] and held.contains(place[1]) for report_id, held in source.places)


def _around(library: Library, report_id: str, span: Span) -> Passage:
    """The sentences around a place that the ledger or the locator found and retrieval did not."""
    report = library.report(report_id)
    start = max(report.text.rfind(mark, 0, max(0, span.start - _MARGIN)) for mark in "。\n") + 1
    ends = [at for at in (report.text.find(mark, min(len(report.text), span.end + _MARGIN)) for mark in "。\n") if at >= 0]
    wide = Span(start, min([at + 1 for at in ends], default=len(report.text)))
    return Passage(
        report.id, report.zone.name, report.period, path_at(report.sections, span.start), wide, wide.of(report.text), 0.0
    )


def _source(library: Library, group: Group, passage: Passage) -> Source:
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
    evidence = Evidence(0, group.label, period, passage.path, passage.text, "；".join(notes))
    return Source(evidence, ((report.id, passage.span),))


def _of_status(library: Library, passage: Passage, status: Status) -> list[str]:
    inside = [each for each in library.ledger(passage.report_id) if passage.span.contains(each.value_span)]
    return [each.quantity.text for each in inside if each.status is status][:_NOTED]
