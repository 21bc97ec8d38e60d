"""A report as stored, and the receipt of what was done to its file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from index.domain.passages import Section
from index.domain.period import Period
from index.domain.spans import Alignment, Repair, Span
from index.domain.zone import ZoneIdentity


@dataclass(frozen=True, slots=True)
class Note:
    """A receipt line: what was dropped, repaired, masked or damaged, with a short excerpt of the raw text."""

    kind: str
    excerpt: str
    raw: Span | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a stretch of a report's raw text stands in the file it came from.

    ``page`` and ``paragraph`` count from 1. ``box`` is left, top, right, bottom in points (1/72 inch) from the page's upper left
    corner. ``cell`` is written as spreadsheets do (B7).
    """

    span: Span
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __reduce__(self) -> tuple[type[Placed], tuple[object, ...]]:
        return Placed, (self.span, self.page, self.box, self.paragraph, self.sheet, self.cell)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What ingest did with one file. ``read`` counts characters kept in the clean text."""

    report_id: str
    created: str
    title: str
    zone: str | None
    period: str | None
    kind: str
    read: int
    dropped: tuple[Note, ...] = ()
    repaired: tuple[Note, ...] = ()
    masked: tuple[Note, ...] = ()
    damaged: tuple[Note, ...] = ()
    warnings: tuple[str, ...] = ()
    hidden: tuple[Note, ...] = ()
    """Text that the file shows to nobody, and orders addressed to a machine: kept as data, told here."""
    pages: int | None = None
    confidence: float | None = None
    """Mean over the characters read from images, 0 to 1; None where none were."""
    grounds: Mapping[str, str] = field(default_factory=dict)
    """On what evidence ``zone``, ``period`` and ``kind`` were found, in Chinese."""
    editions: tuple[str, ...] = ()
    """Reports of the same zone, period and kind that were here before: this may be a new edition of one of them."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report as stored. ``raw`` is the decoded original, ``text`` the clean text, ``alignment`` the way back.

    ``period_note`` says what is odd about the period (disputed, year not stated); ``kind`` is a Chinese genre word.
    """

    id: str
    content_hash: str
    title: str
    text: str
    raw: str
    alignment: Alignment
    zone: ZoneIdentity
    period: Period | None
    period_note: str | None
    published: date | None
    kind: str
    media_type: str
    created: str
    sections: tuple[Section, ...] = ()
    repairs: tuple[Repair, ...] = ()
    url: str | None = None
    receipt: Receipt | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Placed, ...] = ()
    """Where stretches of ``raw`` stand in the file, in order and apart; empty for a file that is itself text."""

    def place(self, span: Span) -> Placed | None:
        """Where a span of the clean text stands in the file: the place it begins at, with the boxes of its page around it."""
        if not self.places:
            return None
        raw = self.alignment.raw_span(span)
        first = max(0, bisect_right(self.places, raw.start, key=lambda each: each.span.start) - 1)
        touched = []
        for each in self.places[first:]:
            if each.span.start >= raw.end:
                break
            if each.span.overlaps(raw):
                touched.append(each)
        if not touched:
            return None
        boxes = [each.box for each in touched if each.box is not None and each.page == touched[0].page]
        if not boxes:
            return replace(touched[0], span=raw)
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return replace(touched[0], span=raw, box=(min(lefts), min(tops), max(rights), max(bottoms)))

    def placed(self) -> list[tuple[Span, Placed]]:
        """Stretches of the clean text with the places they stand at, in the order of the clean text."""
        found = []
        for run in self.alignment.runs if self.places else ():
            first = max(0, bisect_right(self.places, run.raw.start, key=lambda each: each.span.start) - 1)
            for each in self.places[first:]:
                if each.span.start >= run.raw.end:
                    break
                start, end = max(each.span.start, run.raw.start), min(each.span.end, run.raw.end)
                if start < end and len(run.clean) == len(run.raw):
                    found.append((Span(start, end).shifted(run.clean.start - run.raw.start), each))
        return found

    @property
    def memory(self) -> int:
        """About how many bytes it takes in memory: two a character, and what its parts take."""
        parts = len(self.alignment.runs) + len(self.places) + len(self.sections) + len(self.repairs)
        return 2 * (len(self.text) + len(self.raw)) + 300 * parts + 2_000

    @property
    def matching(self) -> str:
        """The text that matching reads: same length as ``text``, unsure repairs applied."""
        pieces, at = [], 0
        for repair in sorted(
            (each for each in self.repairs if each.reading is not None and not each.sure), key=lambda each: each.span
        ):
            if repair.span.start >= at and repair.reading is not None:
                pieces += [self.text[at : repair.span.start], repair.reading]
                at = repair.span.end
        return "".join(pieces) + self.text[at:]
