"""Any text -> its numbers -> what the reports say of each (溯源): the search for a source and the verdict against it.

A draft names its zone and its time once, in a heading or a first sentence, and goes on from there; so does this reading of it.
Candidates come from the ledger first, by indicator and by value, then from the passages nearest to the sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from index.domain import Observation, Passage, Period, Query, Span, Status, Verdict, VerdictKind, ZoneIdentity
from index.extract import claims
from index.governing import STATUS_WORDS, is_plan
from index.numerals import quantities
from index.periods import Calendar, find_periods, year_period
from index.verify import CitedSpan, kind_of, verify
from index.zones import mentioned, named_elsewhere

# Clauses between semicolons speak of different things and are looked up one by one.
_SENTENCE = re.compile(r"[^。！？!?;；\n]{1,1500}(?:(?<=\d)。(?=\d{1,4}(?:亿|万|%))[^。！？!?;；\n]{1,1500})?[。！？!?;；\n]?")
_MARK = re.compile(r"\[\d+\]")
_PASSAGES = 6
_MOST = 60
"""Candidate spans a sentence is held against at most."""
_FEW_REPORTS = 20
"""Up to so many reports all their rows are candidates by value, whatever they are called."""
_WHOLE = frozenset({"year", "span", "half", "quarter", "month"})
_CLOSE = 0.6
"""How alike the digits of two figures must be for one to be told as the other's slip where no zone is named."""
_PLANNED = "计划:"
_FAILED = (VerdictKind.MISMATCH, VerdictKind.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Traced:
    """A verdict whose span counts in the whole text, and the source it rests on: None where nothing was found."""

    verdict: Verdict
    source: tuple[str, Span] | None


@dataclass(frozen=True, slots=True)
class Sources:
    """What the search for a source may use. ``rows`` takes zones, report ids and indicators (empty: all) and gives ledger rows.

    ``ids`` takes zones and report ids and gives the reports they leave.
    """

    search: Callable[[Query], list[Passage]]
    cited: Callable[[str, Span], CitedSpan]
    rows: Callable[[Sequence[str], Sequence[str], Sequence[str]], Sequence[Observation]]
    ids: Callable[[Sequence[str], Sequence[str]], Sequence[str]]
    identities: Sequence[ZoneIdentity]


@dataclass
class _Reading:
    """Where in a draft we are: whose zone it is and of what time its sentences speak, as far as it has said."""

    zones: tuple[str, ...] = ()
    """What the last naming may mean: one zone, or namesakes."""
    foreign: str | None = None
    """A zone named last that no report is about."""
    settled: tuple[str, ...] = ()
    """Zones named beyond doubt so far, the last first: they decide between namesakes."""
    headed: str = ""
    said: str = ""
    """Words for the time, of a heading and of an earlier sentence of the paragraph."""
    plan: bool = False
    """Whether the last heading was one of plans: 下一步打算."""
    year: int | None = None
    period: Period | None = None
    counts: Counter[str] = field(default_factory=Counter)
    """How many figures each zone's reports bear out where the draft names none."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    start: int
    heading: bool
    opens: bool
    """Whether it is the first of its paragraph."""


def trace(text: str, sources: Sources, *, report_ids: Sequence[str] = (), zones: Sequence[str] = ()) -> list[Traced]:
    """One entry for every number of ``text``, in order."""
    reading, found = _Reading(), list[Traced]()
    unsure: list[tuple[int, _Sentence]] = []
    for sentence in _sentences(text):
        _follow(reading, sentence, sources, zones)
        if sentence.text.strip() == "" or not re.search(r"\d|[一二两三四五六七八九十百]", sentence.text):
            continue
        traced = _traced(reading, sentence, sources, report_ids, reading.zones or tuple(zones))
        if not reading.zones and not reading.foreign:
            reading.counts.update(
                sources.cited(*each.source).zone for each in traced if each.source and each.verdict.kind is VerdictKind.SUPPORTED
            )
            unsure.append((len(found), sentence))
        found += traced
    return _settled(found, unsure, reading, sources, report_ids) if len(zones) != 1 else found


def _sentences(text: str) -> Iterator[_Sentence]:
    last = 0
    for match in _SENTENCE.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        opens = not text[line_start : match.start()].strip()
        words = match.group()
        alone = opens and (words.endswith("\n") or match.end() == len(text))
        heading = alone and len(words.strip()) <= 50 and not re.search(r"[,，。:：]|\d(?:%|亿|万|个|家|户|亩)", words.strip())
        yield _Sentence(words, match.start(), heading, opens)
        last = match.end()
    assert last <= len(text)


# --- zone and time --------------------------------------------------------------------------------------------------


def _follow(reading: _Reading, sentence: _Sentence, sources: Sources, allowed: Sequence[str]) -> None:
    """Takes in what a sentence says of zone and time, for itself and for those behind it."""
    named = [each for each in mentioned(sentence.text, sources.identities) if each.how in ("name", "alias")]
    known = [identity for identity in sources.identities if not allowed or identity.name in allowed]
    for mention in named:
        meant = (mention.zone_name,) if mention.zone_name else mention.ambiguous
        meant = tuple(name for name in meant if not allowed or name in allowed)
        if len(meant) > 1:
            settled = next((name for name in reading.settled if name in meant), None)
            meant = (settled,) if settled else meant
        if len(meant) == 1:
            reading.settled = (meant[0], *(name for name in reading.settled if name != meant[0]))
        reading.zones, reading.foreign = meant, None
    elsewhere = named_elsewhere(sentence.text, known)
    if elsewhere and not named and (sentence.heading or sentence.opens) and sentence.text.find(elsewhere[0]) < 12:
        reading.zones, reading.foreign = (), elsewhere[0]
    if len(named) > 1:
        # Several zones in one sentence: each figure belongs to the one named before it, and nothing goes on from here.
        reading.zones = tuple(
            dict.fromkeys(name for each in named for name in ([each.zone_name] if each.zone_name else each.ambiguous))
        )
    if sentence.heading:
        reading.plan = is_plan((sentence.text.strip(),))
    _follow_time(reading, sentence)


def _follow_time(reading: _Reading, sentence: _Sentence) -> None:
    if sentence.opens:
        reading.said = ""
    calendar = Calendar(reading.period or (year_period(reading.year) if reading.year else None), reading.year)
    mentions = [each for each in find_periods(sentence.text, calendar) if each.kind in _WHOLE]
    for mention in mentions:
        if mention.year_stated and mention.period is not None and (reading.year is None or sentence.heading):
            reading.year = mention.period.start.year
            reading.period = mention.period
    leading = [each for each in mentions if each.span.start <= 16 or sentence.heading]
    if leading and sentence.heading:
        reading.headed = reading.said = leading[-1].text
    elif leading and not re.match(r"(?:比|较)", sentence.text[max(0, leading[0].span.start - 1) :]):
        reading.said = leading[0].text
        reading.headed = reading.headed or leading[0].text


def _lead(reading: _Reading, sentence: str, zones: Sequence[str], sources: Sources) -> str:
    """Words put before a sentence for zone and time that rule it from outside."""
    lead = ""
    own = [each for each in mentioned(sentence, sources.identities) if each.how in ("name", "alias")]
    if not own:
        lead += reading.foreign or (zones[0] if len(zones) == 1 else "")
    wanted = STATUS_WORDS[Status.TARGET].search(sentence) or re.search("目前|现有|拥有|累计|截至", sentence)
    time = reading.said or reading.headed
    if time and not wanted and not any(each.kind in (*_WHOLE, "so_far", "deadline") for each in find_periods(sentence)):
        lead += time
    return lead + "," if lead else ""


# --- candidates -----------------------------------------------------------------------------------------------------


def _traced(
    reading: _Reading, sentence: _Sentence, sources: Sources, report_ids: Sequence[str], zones: Sequence[str]
) -> list[Traced]:
    """The verdicts on one sentence, their spans counted in the whole text."""
    lead = _lead(reading, sentence.text, reading.zones, sources)
    planned = reading.plan and not STATUS_WORDS[Status.TARGET].search(sentence.text)
    words = lead + sentence.text
    calendar = _calendar(reading)
    named = [
        each.zone_name
        for each in mentioned(sentence.text, sources.identities)
        if each.zone_name and each.how in ("name", "alias")
    ]
    wanted = () if reading.foreign else tuple(dict.fromkeys([*zones, *named]))
    spans = _candidates(words, sources, report_ids, wanted)
    if reading.year is not None:
        spans = [replace(each, calendar=calendar) for each in spans]
    verdicts = verify(words, spans)
    if planned and any(verdict.disagrees == "status" for verdict in verdicts):
        # A heading of plans says for every line below it that it is wanted.
        wanted_so = {
            verdict.span.shifted(-len(_PLANNED)): verdict
            for verdict in verify(_PLANNED + words, spans)
            if verdict.span.start >= len(_PLANNED) and verdict.kind is VerdictKind.SUPPORTED
        }
        verdicts = [
            replace(wanted_so[verdict.span], span=verdict.span)
            if verdict.disagrees == "status" and verdict.span in wanted_so
            else verdict
            for verdict in verdicts
        ]
    return [
        Traced(replace(verdict, span=verdict.span.shifted(sentence.start - len(lead))), _source(verdict, spans))
        for verdict in verdicts
        if verdict.span.start >= len(lead)
    ]


def _calendar(reading: _Reading) -> Calendar:
    return Calendar(reading.period, reading.year)


def _candidates(sentence: str, sources: Sources, report_ids: Sequence[str], zones: Sequence[str]) -> list[CitedSpan]:
    """Spans the ledger and the search offer for a sentence: rows of its indicators and of its figures, then passages."""
    plain = _MARK.sub("", sentence)
    figures = {(each.value_norm, kind_of(each.unit_norm)) for each in quantities(plain)}
    indicators = tuple(dict.fromkeys(each.indicator for each in claims(plain, Calendar())))
    rows = list(sources.rows(zones, report_ids, indicators)) if indicators else []
    ids = sources.ids(zones, report_ids)
    if len(ids) <= _FEW_REPORTS:
        every = sources.rows(zones, ids, ())
        rows += [row for row in every if (row.quantity.value_norm, kind_of(row.quantity.unit_norm)) in figures]
    equal = [row for row in rows if (row.quantity.value_norm, kind_of(row.quantity.unit_norm)) in figures]
    places = dict.fromkeys((row.report_id, row.span) for row in [*equal, *rows])
    spans = [sources.cited(*place) for place in list(places)[:_MOST]]
    query = Query(plain, tuple(report_ids), tuple(zones), limit=_PASSAGES)
    return spans + [sources.cited(passage.report_id, passage.span) for passage in sources.search(query)]


# --- drafts that name no zone ---------------------------------------------------------------------------------------


def _settled(
    found: list[Traced],
    unsure: Sequence[tuple[int, _Sentence]],
    reading: _Reading,
    sources: Sources,
    report_ids: Sequence[str],
) -> list[Traced]:
    """Sentences of no named zone, once more: against the zone that bears out most of the draft, where one does.

    Where none does, another zone's figure is no correction of a figure, unless the digits are nearly the same.
    """
    zone = next((name for name, count in reading.counts.most_common(1) if count >= 2), None)
    at_span = {traced.verdict.span: at for at, traced in enumerate(found)}
    for _, sentence in unsure:
        inside = Span(sentence.start, sentence.start + len(sentence.text))
        failed = [each for each in found if inside.contains(each.verdict.span) and each.verdict.kind in _FAILED]
        if not failed:
            continue
        if zone is not None:
            again = {
                each.verdict.span: each
                for each in _traced(replace(reading, zones=(zone,)), sentence, sources, report_ids, (zone,))
            }
            for each in failed:
                found[at_span[each.verdict.span]] = again.get(each.verdict.span, each)
        elif len({identity.name for identity in sources.identities}) > 1 and not report_ids:
            for each in failed:
                if not _near(each.verdict):
                    found[at_span[each.verdict.span]] = _withdrawn(each)
    return found


def _near(verdict: Verdict) -> bool:
    """Whether a source's figure could be what a slip of the pen turned into this one, or only its unit or status differs."""
    if verdict.kind is VerdictKind.NOT_FOUND or verdict.disagrees != "value" or verdict.found is None:
        return True
    digits = re.sub(r"[^\d.]", "", verdict.text)
    others = re.findall(r"\d[\d.]*", verdict.found)
    return any(SequenceMatcher(None, digits, other).ratio() >= _CLOSE for other in others)


def _withdrawn(traced: Traced) -> Traced:
    verdict = replace(traced.verdict, kind=VerdictKind.NOT_FOUND, disagrees=None, found=None, evidence=None, report_id=None)
    return Traced(verdict, None)


# --- sources --------------------------------------------------------------------------------------------------------


def _source(verdict: Verdict, spans: Sequence[CitedSpan]) -> tuple[str, Span] | None:
    """The clause a verdict rests on: the least that proves it."""
    if verdict.kind in (VerdictKind.CONTEXT, VerdictKind.NOT_FOUND) or verdict.evidence is None:
        return None
    for source in spans:
        if source.report_id == verdict.report_id and source.span.contains(verdict.evidence):
            holding = [each for each in source.observations if each.span.contains(verdict.evidence)]
            return source.report_id, _clause(source, verdict.evidence, holding)
    return None


def _clause(source: CitedSpan, evidence: Span, holding: Sequence[Observation]) -> Span:
    """The clause a figure stands in, within the source."""
    if holding:
        return holding[0].span
    text, start = source.quote, evidence.start - source.span.start
    stops = [text.rfind(mark, 0, start) for mark in "。；;，,\n"]
    left = max(stops) + 1
    ends = [at for at in (text.find(mark, evidence.end - source.span.start) for mark in "。；;，,\n") if at >= 0]
    return Span(source.span.start + left, source.span.start + (min(ends) if ends else len(text)))
