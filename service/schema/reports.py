"""Reports, their receipts, zones and passages."""

from __future__ import annotations

from typing import Any

from service.schema.fields import Value
from service.schema.figures import ObservationOut


class NoteOut(Value):
    """A receipt line: what was dropped, repaired, masked or damaged; offsets count in the original text."""

    kind: str
    excerpt: str
    sure: bool = True
    raw_start: int | None = None
    raw_end: int | None = None


class ReceiptOut(Value):
    report_id: str
    created: str
    title: str
    zone: str | None = None
    period: str | None = None
    kind: str
    read: int
    dropped: tuple[NoteOut, ...] = ()
    repaired: tuple[NoteOut, ...] = ()
    masked: tuple[NoteOut, ...] = ()
    damaged: tuple[NoteOut, ...] = ()
    hidden: tuple[NoteOut, ...] = ()
    """Text that the file shows to nobody, and orders addressed to a machine; kept as data."""
    warnings: tuple[str, ...] = ()
    pages: int | None = None
    confidence: float | None = None
    """Mean confidence of text recognised from images, 0 to 1."""
    grounds: dict[str, str] = {}
    """On what evidence ``zone``, ``period`` and ``kind`` were found."""
    editions: tuple[str, ...] = ()
    """Reports of the same zone, period and kind that were here before."""


class LedgerChange(Value):
    """A figure that is not in both editions alike; ``before`` or ``after`` is null where an edition has none of its kind."""

    indicator: str
    subject: str
    before: ObservationOut | None = None
    after: ObservationOut | None = None


class EditionDifference(Value):
    report_id: str
    earlier: str
    items: tuple[LedgerChange, ...] = ()


class PlaceOut(Value):
    province: str | None = None
    city: str | None = None
    district: str | None = None
    inferred: bool = False


class ZoneOut(Value):
    zone: str
    aliases: tuple[str, ...] = ()
    place: PlaceOut = PlaceOut()
    homonyms: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()


class PassageOut(Value):
    report_id: str
    zone: str
    period: str | None = None
    heading: tuple[str, ...] = ()
    text: str
    start: int
    end: int
    score: float


class ChunkOut(Value):
    id: str
    heading: tuple[str, ...] = ()
    start: int
    end: int
    tokens: int


class OutlineItem(Value):
    heading: str
    level: int
    start: int
    end: int


class RepairOut(Value):
    start: int
    end: int
    kind: str
    sure: bool


class PlacedOut(Value):
    """A stretch of the text and where it stands in the file: ``{page, box}``, ``{paragraph}`` or ``{sheet, cell}``."""

    start: int
    end: int
    place: dict[str, Any]


class ReportText(Value):
    """``places`` is empty for a file that is itself text."""

    report_id: str
    text: str
    outline: tuple[OutlineItem, ...]
    repairs: tuple[RepairOut, ...]
    places: tuple[PlacedOut, ...] = ()


class FindingCounts(Value):
    fail: int = 0
    uncertain: int = 0


class ReportCard(Value):
    """``characters``, ``sections`` and ``observations`` are counts; ``outline`` and ``receipt`` stand on the single card only."""

    report_id: str
    title: str
    zone: str
    place: PlaceOut
    period: str | None
    period_note: str | None = None
    published: str | None = None
    kind: str
    media_type: str
    url: str | None = None
    created: str
    characters: int
    sections: int
    observations: int
    findings: FindingCounts = FindingCounts()
    receipt: ReceiptOut | None = None
    outline: tuple[OutlineItem, ...] | None = None
