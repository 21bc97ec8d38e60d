"""Where the answer stands: located spans and ledger rows of one zone, and whether they answer the question at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.domain import Observation, Passage, Period, Query, Status, SubjectKind
from index.library import (
    CATALOGUE,
    Asked,
    Library,
    Located,
    Reading,
    fits,
    fits_question,
    holds_term,
    sentence_at,
)
from service.deciding import ledger_reason, lists_nothing, unanswered
from service.plan import Asking, Group
from service.wanted import FIGURES, growth_only, inside, periods_asked, status_of, wanted_indicators

_PASSAGES = 12
_LOCATED = 24
_TRIED, _LIKELY = 4, 0.8
"""How many spans are tried, and how near to the best they must be, where the best does not answer."""
_WE = re.compile(r"我们|该公司|公司|该企业")
_OWN = frozenset({SubjectKind.ZONE, SubjectKind.REGION})


@dataclass(frozen=True, slots=True)
class Found:
    """Spans for one zone, best first. Where the best does not answer, ``reason`` is the contract's code for why."""

    group: Group
    located: tuple[Located, ...]
    answers: bool
    reason: str | None = None


def find(library: Library, asking: Asking, group: Group) -> Found:
    """Looks in one zone's reports: passages, and the ledger where the question names an indicator."""
    passages = library.search(Query(asking.standalone, report_ids=group.report_ids, limit=_PASSAGES))
    located = library.locate(asking.reading, passages, limit=_LOCATED)
    named = _named_rows(library, asking.reading, group)
    rows = _rows(library, asking, group)
    if rows:
        located = [*rows, *(each for each in located if not any(each.span.overlaps(row.span) for row in rows))]
    ranked = sorted(located, key=lambda each: -(each.score + _status_bonus(library, asking, each)))
    if not ranked:
        return Found(group, (), False, "not_in_reports")
    reason = ledger_reason(asking, named, rows) or unanswered(library, asking, ranked)
    if reason == "not_in_reports" and not ledger_reason(asking, named, rows) and not lists_nothing(asking, ranked[0]):
        for place, each in enumerate(ranked[1:_TRIED], 1):
            if each.score >= _LIKELY * ranked[0].score and unanswered(library, asking, [each, *ranked]) is None:
                ranked.insert(0, ranked.pop(place))
                reason = None
                break
    if reason is not None and named and not rows:
        ranked.insert(0, _row(library, asking.reading, named[0], repeated=False, named=True))
    return Found(group, tuple(ranked), reason is None, reason)


# --- the ledger as an index -----------------------------------------------------------------------------------------


def _rows(library: Library, asking: Asking, group: Group) -> list[Located]:
    """Ledger rows of the indicators asked for, or of the figures the question states, as located spans."""
    reading = asking.reading
    wanted = wanted_indicators(reading)
    stated = {(figure.value_norm, figure.unit_norm) for figure in reading.figures}
    found = []
    for report_id in group.report_ids:
        asked = periods_asked(library, asking, report_id)
        for row in library.ledger(report_id):
            named = row.indicator in wanted and row.subject_kind is not SubjectKind.COMPANY
            repeated = (row.quantity.value_norm, row.quantity.unit_norm) in stated
            if named and not repeated and not _gives(reading, row):
                continue
            if named or repeated:
                located = _row(library, reading, row, repeated=repeated, named=named)
                found.append(replace(located, score=located.score + _period_bonus(row, asked)))
    return sorted(found, key=lambda each: -each.score)[:6]


def _period_bonus(row: Observation, asked: Sequence[Period]) -> float:
    """The row of just the period asked for goes before the others."""
    if not asked or row.period is None:
        return 0.0
    return 0.5 if row.period in asked else -0.2


def _named_rows(library: Library, reading: Reading, group: Group) -> list[Observation]:
    """Rows of the indicators a question asks for, whatever kind of figure they give."""
    wanted = wanted_indicators(reading)
    rows = [row for report_id in group.report_ids for row in library.ledger(report_id)]
    return [row for row in rows if row.indicator in wanted and row.subject_kind is not SubjectKind.COMPANY]


def _gives(reading: Reading, row: Observation) -> bool:
    """Whether a row has the kind of figure asked for: a rate where growth is asked, a level where a level is."""
    rate = row.growth is not None or row.gap is not None or row.quantity.unit_norm in ("%", "百分点")
    if growth_only(reading):
        return rate
    entry = CATALOGUE.by_name.get(row.indicator)
    level = row.quantity.unit_norm not in ("%", "百分点") and (entry is None or fits(entry, row.quantity.unit_norm))
    return level or Asked.RATE in reading.asked


def _row(library: Library, reading: Reading, row: Observation, *, repeated: bool, named: bool) -> Located:
    report = library.report(row.report_id)
    sentence = sentence_at(report.text, row.span)
    around = sentence.of(report.text) + "".join(row.path) + row.indicator
    total = sum(term.weight for term in reading.terms) or 1.0
    held = sum(term.weight * max(holds_term(term, row.quote), 0.8 * holds_term(term, around)) for term in reading.terms) / total
    missing = tuple(term for term in reading.terms if not holds_term(term, around))
    score = 0.45 + 0.7 * held + (0.6 if repeated else 0.0) + (0.1 if named and row.subject_kind is SubjectKind.ZONE else 0.0)
    passage = Passage(report.id, report.zone.name, report.period, row.path, sentence, sentence.of(report.text), score)
    coverage = 1.0 if repeated else sum(term.weight for term in reading.terms if term not in missing) / total
    fitting = fits_question(reading, passage.text)
    return Located(passage, row.span, row.quote, sentence, score, coverage, coverage, missing, fitting)


def _status_bonus(library: Library, asking: Asking, located: Located) -> float:
    """A plan for a question about plans, a result for one about results; unasked, a result before a plan."""
    if Asked.YES_NO in asking.reading.asked and asking.reading.figures:
        return 0.0
    status = status_of(library, located)
    return _bonus_by_status(asking, status) + _bonus_by_subject(library, asking, located)


def _bonus_by_subject(library: Library, asking: Asking, located: Located) -> float:
    """A question that names no company, park or project is about the zone: a figure of one of those goes behind."""
    rows = inside(library, located)
    if not rows or not asking.reading.asked & FIGURES or any(row.subject_kind in _OWN for row in rows):
        return 0.0
    names = [row.subject for row in rows]
    asked_of = any(pair in asking.question for name in names for pair in (name[at : at + 2] for at in range(len(name) - 1)))
    return 0.0 if asked_of or _WE.search(asking.question) else -0.15


def _bonus_by_status(asking: Asking, status: Status | None) -> float:
    if asking.wants == "target":
        return 0.25 if status is Status.TARGET else -0.1
    if asking.wants == "actual":
        return 0.15 if status is Status.ACTUAL else -0.15 if status is Status.TARGET else 0.0
    return -0.12 if status is Status.TARGET and asking.reading.asked & FIGURES else 0.0
