"""What was read against what a perfect reading gives: text kept, digits changed silently, zone, period, genre, and the ledger."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from evals.intake.aligning import matched
from evals.intake.corpus import Wanted
from evals.intake.lines import Truth
from evals.intake.reading import Reading, readings
from index.domain import Observation, Report, Span
from index.script import fold_width, to_simplified

_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])|\d+(?:[.。]\d+)*")
_NEAR = 40
"""Characters in which the neighbours of a figure are looked for in the reading."""
_CLOSE = 14
"""Characters more than its own that may stand between its neighbours where a figure was taken for another."""
_ALIKE = 0.5
"""How much of an indicator's name must be there where dirt fell on its clause."""
_IGNORED = re.compile(r"[\s|—]")


@dataclass(frozen=True, slots=True)
class Score:
    """One report of a file. Counts over it; ``changed`` and ``missed`` are told for people."""

    file: str
    format: str
    dirt: str
    characters: int
    kept: int
    figures: int
    changed: tuple[str, ...]
    flagged: int
    absent: tuple[str, ...]
    zone: bool
    period: bool
    kind: bool
    observations: int
    missed: tuple[str, ...]
    surplus: int
    chrome: int
    left: tuple[str, ...]
    """Lines of page furniture, and those of them that stand in the report's text."""
    gaps: tuple[str, ...] = ()
    """Stretches of the truth that were not read, the longest first."""
    card: str = ""
    error: str | None = None

    @property
    def share(self) -> float:
        return self.kept / self.characters if self.characters else 1.0


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in half width and simplified characters without spaces and marks of tables; ``origins`` lead back to the text."""

    text: str
    origins: tuple[int, ...]
    figures: tuple[tuple[Span, str], ...]
    """Figures with their places in the folded text."""

    @classmethod
    def of(cls, text: str) -> Folded:
        plain = to_simplified(fold_width(text))
        origins = tuple(at for at, character in enumerate(plain) if not _IGNORED.match(character))
        place = {origin: at for at, origin in enumerate(origins)}
        figures = tuple(
            (Span(place[match.start()], place[match.end() - 1] + 1), match.group().replace(",", "").replace("。", "."))
            for match in _FIGURE.finditer(plain)
        )
        return cls("".join(plain[at] for at in origins), origins, figures)

    def raw(self, span: Span) -> Span:
        return Span(self.origins[span.start], self.origins[span.end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Digits:
    figures: int
    changed: tuple[str, ...]
    flagged: int
    absent: tuple[str, ...]


def score(file: str, form: str, dirt: str, wanted: Wanted, reading: Reading) -> Score:
    truth, seen = Folded.of(wanted.truth.text), Folded.of(reading.text)
    pairs = matched(truth.text, seen.text)
    counted = _counted(truth, wanted.truth)
    digits = compared_digits(truth, seen, pairs, reading.unsure)
    report = reading.derived.report if reading.derived else None
    expected, missed, surplus = ledger(wanted, reading)
    return Score(
        file=file,
        format=form,
        dirt=dirt,
        characters=sum(counted),
        kept=sum(pair is not None for pair, counts in zip(pairs, counted, strict=True) if counts),
        figures=digits.figures,
        changed=digits.changed,
        flagged=digits.flagged,
        absent=digits.absent,
        zone=report is not None and report.zone.name.partition("(")[0] == wanted.zone,
        period=report is not None and _period(report) == wanted.period,
        kind=report is not None and report.kind == wanted.kind,
        observations=expected,
        missed=missed,
        surplus=surplus,
        chrome=len(wanted.chrome),
        left=tuple(each for each in wanted.chrome if Folded.of(each).text in seen.text),
        gaps=_gaps(truth, pairs, counted),
        card=_card(report, wanted),
        error=reading.error,
    )


def score_file(file: str, form: str, dirt: str, wanted: Sequence[Wanted], data: bytes) -> list[Score]:
    """Of a file every report that it should give; readings of an archive are told by the names of its members."""
    given = readings(data, file)
    found = []
    for each in wanted:
        named = [reading for reading in given if each.member is None or (reading.member or "").endswith(each.member)]
        whole = next((reading.error for reading in given if reading.member is None), None)
        found.append(
            score(file, form, dirt, each, named[0] if named else Reading(None, None, whole or "no such member was read"))
        )
    return found


def _period(report: Report) -> str | None:
    return report.period.iso if report.period else None


def _card(report: Report | None, wanted: Wanted) -> str:
    """What of the card is wrong: read <> wanted."""
    if report is None:
        return ""
    pairs = (
        (report.zone.name.partition("(")[0], wanted.zone),
        (_period(report), wanted.period),
        (report.kind, wanted.kind),
    )
    return "; ".join(f"{read} <> {right}" for read, right in pairs if read != right)


def _counted(truth: Folded, known: Truth) -> list[bool]:
    """Which characters of the truth the clean source had too."""
    foreign = [False] * len(known.text)
    for span in known.foreign:
        foreign[span.start : span.end] = [True] * len(span)
    return [not foreign[origin] for origin in truth.origins]


def _gaps(truth: Folded, pairs: Sequence[int | None], counted: Sequence[bool]) -> tuple[str, ...]:
    found, at = [], 0
    while at < len(pairs):
        end = at
        while end < len(pairs) and pairs[end] is None and counted[end]:
            end += 1
        if end > at:
            found.append(truth.text[at:end])
        at = end + 1
    return tuple(sorted(found, key=len, reverse=True)[:5])


def compared_digits(truth: Folded, seen: Folded, pairs: Sequence[int | None], unsure: Sequence[Span]) -> Digits:
    """Every figure of the truth: there as it is, there and flagged, absent, or changed without a word.

    A figure that stands elsewhere in the reading as often as it should was moved, and is there.
    """
    at = {span.start: (span, value) for span, value in seen.figures}
    asked, read = Counter(value for _, value in truth.figures), Counter(value for _, value in seen.figures)
    found = {span: first for span, value in truth.figures if (first := pairs[span.start]) in at and at[first][1] == value}
    loose = [known for known, _ in seen.figures if known.start not in set(found.values())]
    changed, absent, flagged = [], [], 0
    for span, value in truth.figures:
        if span in found:
            continue
        between = _between(pairs, truth, span, len(seen.text))
        near = [known for known in loose if known.start < between.end and between.start < known.end]
        if any(seen.text[known.start : known.end].replace("。", ".") == value for known in near) or read[value] >= asked[value]:
            continue
        if _flagged(seen, between, unsure):
            flagged += 1
        elif near and len(between) <= len(span) + _CLOSE:
            around = truth.text[max(0, span.start - 8) : span.end + 4]
            changed.append(f"{value} -> {seen.text[between.start : between.end]} in {around}")
        else:
            absent.append(value)
    return Digits(len(truth.figures), tuple(changed), flagged, tuple(absent))


def _between(pairs: Sequence[int | None], truth: Folded, span: Span, length: int) -> Span:
    """The stretch of the reading between what stands before and behind a figure in the truth."""
    before = range(span.start - 1, max(-1, span.start - _NEAR), -1)
    behind = range(span.end, min(len(pairs), span.end + _NEAR))
    left = next((pair for at in before if (pair := pairs[at]) is not None and not truth.text[at].isdigit()), -1)
    right = next((pair for at in behind if (pair := pairs[at]) is not None and not truth.text[at].isdigit()), length)
    return Span(left + 1, max(left + 1, right))


def _flagged(seen: Folded, between: Span, unsure: Sequence[Span]) -> bool:
    if not unsure or not seen.text:
        return False
    start = seen.origins[min(between.start, len(seen.origins) - 1)]
    end = seen.origins[min(max(between.end - 1, between.start), len(seen.origins) - 1)] + 1
    place = bisect_right([span.start for span in unsure], end - 1)
    return any(span.end > start for span in unsure[:place])


@lru_cache(maxsize=2048)
def clean_ledger(text: str) -> tuple[Report, tuple[Observation, ...]]:
    """What the product makes of the clean source as a text file: the measure of every other format."""
    derived = readings(text.encode("utf-8"), "source.txt")[0].derived
    assert derived is not None
    return derived.report, derived.observations


def ledger(wanted: Wanted, reading: Reading) -> tuple[int, tuple[str, ...], int]:
    """How many observations must be found, those that are not, and how many more there are.

    Found: the same quantity, status and indicator. Where dirt fell on the sentence half of the name will do; where it took the figure
    or what its clause says before it nothing is asked.
    """
    report, clean = clean_ledger(wanted.text)
    asked = [each for each in clean if not _meets(wanted.truth.lost, report.alignment.raw_span(_told(each)))]
    left = list(reading.observations)
    missed = []
    for each in asked:
        sentence = _sentence(wanted.text, report.alignment.raw_span(each.span))
        dirty = _meets((*wanted.truth.lost, *wanted.truth.touched), sentence)
        same = [other for other in left if _same(each, other, dirty=dirty)]
        if same:
            left.remove(max(same, key=lambda other: SequenceMatcher(None, each.quote, other.quote).ratio()))
        else:
            missed.append(f"{each.indicator} {each.quantity.text} ({each.status}) in {each.quote[:60]}")
    return len(asked), tuple(missed), len(left)


def _told(each: Observation) -> Span:
    """From the head of its clause to its figure: what names it, and the figure itself."""
    return Span(min(each.span.start, each.value_span.start), each.value_span.end)


def _sentence(text: str, clause: Span) -> Span:
    """The sentence that a clause stands in: a figure lost in one of its clauses may change what the next is of."""
    start = max(text.rfind(mark, 0, clause.start) for mark in "。\n") + 1
    ends = [place for mark in "。\n" if (place := text.find(mark, clause.end)) >= 0]
    return Span(start, min(ends, default=len(text)))


def _same(one: Observation, other: Observation, *, dirty: bool) -> bool:
    figures = (one.quantity.value_norm, one.quantity.unit_norm, one.quantity.high_norm, one.status)
    if figures != (other.quantity.value_norm, other.quantity.unit_norm, other.quantity.high_norm, other.status):
        return False
    if one.indicator == other.indicator:
        return True
    return dirty and SequenceMatcher(None, one.as_written, other.as_written).ratio() >= _ALIKE


def _meets(spans: Sequence[Span], place: Span) -> bool:
    """Whether any of the spans lies in the place or touches its end; an empty one marks where something was."""
    return any(span.start <= place.end and place.start <= span.end for span in spans)
