"""What a model says the rules missed -> an observation, or the reason it is none.

A proposal is believed in nothing: its quote must stand in the text it was made from, its figure must be the one that the number
parser reads there, and its status is never harder than the words around it. What it brings is the link between the two: that
this figure is of that indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from index.domain import Basis, Indicator, Observation, Period, Quantity, Report, Span, Status, SubjectKind, path_at
from index.extract import calendar_of
from index.governing import STATUS_WORDS, is_plan
from index.indicators import CATALOGUE, fits
from index.numerals import quantities
from index.periods import find_periods

PROPOSED = "由模型提出"
"""The note by which such a row is known."""

LONGEST_QUOTE = 150
LONGEST_NAME = 30
_WEAKEST_FIRST = (Status.TARGET, Status.ESTIMATE, Status.ACTUAL)
_STOPS = "。！？!?\n"
_BELOW = re.compile(r"预[计估][^。;；)）]{0,8}下同")
_EXPECTED = re.compile(r"预[计估](?:数|完成|实现|达)")
"""What is expected of a time that has passed; 预计 before anything else may be a wish."""

_COMPANY = re.compile(r"[^\s,，。;；:：、()（）]{0,20}(?:公司|集团)")
_STOCK, _CUMULATIVE = re.compile("拥有|现有|共有|在册|存量"), re.compile("累计|截[至止]")


class Refusal(StrEnum):
    NOT_LOCATED = "not_located"
    MISMATCH = "mismatch"
    UNNAMED = "unnamed"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Proposal:
    """``value`` and ``unit`` as the text prints them; ``indicator`` in the words of the quote."""

    quote: str
    indicator: str
    value: str
    unit: str
    status: Status


def admit(report: Report, within: Span, ledger: Sequence[Observation], proposal: Proposal) -> Observation | Refusal:
    """The row a proposal makes, or why it makes none. ``within`` is the piece of the report that the model was shown."""
    if not 0 < len(proposal.quote) <= LONGEST_QUOTE:
        return Refusal.NOT_LOCATED
    places = list(_places(report.text, within, proposal.quote))
    if not places:
        return Refusal.NOT_LOCATED
    if not _named(proposal):
        return Refusal.UNNAMED
    figures = [(span, figure) for span in places for figure in _figures(report, span, proposal)]
    if not figures:
        return Refusal.MISMATCH
    for span, figure in figures:
        if not any(_tells(row, figure) for row in ledger):
            return _observation(report, span, figure, ledger, proposal)
    return Refusal.DUPLICATE


def _places(text: str, within: Span, quote: str) -> Iterator[Span]:
    at = text.find(quote, within.start, within.end)
    while at >= 0:
        yield Span(at, at + len(quote))
        at = text.find(quote, at + len(quote), within.end)


def _named(proposal: Proposal) -> bool:
    words = proposal.indicator.strip()
    return 0 < len(words) <= LONGEST_NAME and words in proposal.quote and not quantities(words)


def _figures(report: Report, span: Span, proposal: Proposal) -> Iterator[Quantity]:
    """Figures of the quote, placed in the report, that are the one proposed: digit for digit, in its unit."""
    read = quantities(proposal.value + proposal.unit)
    if len(read) != 1 or read[0].value is None:
        return
    wanted = read[0]
    for figure in quantities(span.of(report.matching)):
        same = (figure.value_norm, figure.unit_norm, figure.high_norm) == (wanted.value_norm, wanted.unit_norm, wanted.high_norm)
        if same and (wanted.bound is None or wanted.bound is figure.bound):
            yield replace(figure, span=figure.span.shifted(span.start), text=figure.span.shifted(span.start).of(report.text))


def _tells(row: Observation, figure: Quantity) -> bool:
    """Whether a row holds the figure already: as its value, or as the growth, gap or progress that stands in its clause."""
    if row.value_span.overlaps(figure.span):
        return True
    beside = [each.value for each in (row.growth, row.gap, row.progress) if each is not None]
    held = {abs(value) for value in beside if value is not None}
    return row.span.contains(figure.span) and figure.value in held


def _observation(report: Report, span: Span, figure: Quantity, ledger: Sequence[Observation], proposal: Proposal) -> Observation:
    sentence = _sentence(report.text, figure.span)
    near = [row for row in ledger if sentence.contains(row.value_span)]
    entry = CATALOGUE.lookup(proposal.indicator)
    entry = entry if entry and fits(entry, figure.unit_norm) else None
    path = path_at(report.sections, span.start)
    status = _status(report, sentence, near, path, proposal.status)
    subject, kind = _subject(report, sentence, near)
    return Observation(
        id="obs_" + sha256(f"{report.id}|{figure.span.start}|{figure.span.end}|proposed".encode()).hexdigest()[:16],
        report_id=report.id,
        zone=report.zone.name,
        indicator=entry.name if entry else proposal.indicator.strip(),
        as_written=proposal.indicator.strip(),
        quantity=figure,
        status=status,
        basis=_basis(span.of(report.text), entry),
        period=_period(report, sentence, figure, near, status),
        subject=subject,
        subject_kind=kind,
        quote=span.of(report.text),
        span=span,
        value_span=figure.span,
        note=PROPOSED,
        path=path,
    )


def _sentence(text: str, place: Span) -> Span:
    start = max(text.rfind(stop, 0, place.start) for stop in _STOPS) + 1
    ends = [found for stop in _STOPS if (found := text.find(stop, place.end)) >= 0]
    return Span(start, min(ends, default=len(text)))


def _status(report: Report, sentence: Span, near: Sequence[Observation], path: tuple[str, ...], proposed: Status) -> Status:
    """The weakest of what the model says, what its neighbours are, and what the words of sentence, paragraph and heading say."""
    words = sentence.of(report.text)
    found = [proposed, *(row.status for row in near)]
    if STATUS_WORDS[Status.ESTIMATE].search(words):
        found.append(Status.ESTIMATE)
    if STATUS_WORDS[Status.TARGET].search(_EXPECTED.sub("", words)):
        found.append(Status.TARGET)
    before = report.text[report.text.rfind("\n", 0, sentence.start) + 1 : sentence.end]
    if _BELOW.search(before):
        found.append(Status.ESTIMATE)
    if is_plan(path):
        found.append(Status.TARGET)
    return min(found, key=_WEAKEST_FIRST.index)


def _subject(report: Report, sentence: Span, near: Sequence[Observation]) -> tuple[str, SubjectKind]:
    if near:
        return near[-1].subject, near[-1].subject_kind
    company = _COMPANY.search(sentence.of(report.text))
    return (company.group(), SubjectKind.COMPANY) if company else (report.zone.name, SubjectKind.ZONE)


def _basis(quote: str, entry: Indicator | None) -> Basis:
    if _CUMULATIVE.search(quote):
        return Basis.CUMULATIVE
    return Basis.STOCK if _STOCK.search(quote) else entry.basis if entry else Basis.FLOW


def _period(report: Report, sentence: Span, figure: Quantity, near: Sequence[Observation], status: Status) -> Period | None:
    """The last period named before the figure, else its neighbours', else the report's; a target of unnamed time has none."""
    mentions = find_periods(sentence.of(report.text), calendar_of(report))
    said = [each.period for each in mentions if each.period and each.span.end <= figure.span.start - sentence.start]
    if said:
        return said[-1]
    if near:
        return near[-1].period
    return None if status is Status.TARGET else report.period
