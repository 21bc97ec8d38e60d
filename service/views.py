"""Domain values in the shape of the contract."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from index.domain import Chunk, Finding, Note, Observation, Passage, Place, Placed, Receipt, Report, Zone
from index.library import Change
from service.schema import (
    ChunkOut,
    FindingCounts,
    FindingOut,
    GapOut,
    GrowthOut,
    LedgerChange,
    NoteOut,
    ObservationOut,
    OutlineItem,
    PassageOut,
    PlacedOut,
    PlaceOut,
    ProgressOut,
    QuoteOut,
    ReceiptOut,
    RepairOut,
    ReportCard,
    ReportText,
    ZoneOut,
)


def plain(value: Decimal) -> str:
    """``value`` without exponent and without closing zeros: 1.80E+10 is ``18000000000``, 9.70 is ``9.7``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def plain_or_none(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def observation_out(observation: Observation) -> ObservationOut:
    quantity, growth, gap, progress = observation.quantity, observation.growth, observation.gap, observation.progress
    return ObservationOut.model_validate(
        {
            "id": observation.id,
            "report_id": observation.report_id,
            "zone": observation.zone,
            "indicator": observation.indicator,
            "as_written": observation.as_written,
            "value": plain_or_none(quantity.value),
            "value_high": plain_or_none(quantity.high),
            "unit": quantity.unit,
            "value_norm": plain_or_none(quantity.value_norm),
            "unit_norm": quantity.unit_norm,
            "currency": quantity.currency,
            "price_basis": observation.price_basis,
            "bound": quantity.bound,
            "growth": growth and GrowthOut(kind=growth.kind.value, value=plain_or_none(growth.value), unit=growth.unit),
            "gap": gap and GapOut(to=gap.to, value=plain(gap.value), unit=gap.unit),
            "progress": progress and ProgressOut(of=progress.of, value=plain(progress.value)),
            "period": observation.period and observation.period.iso,
            "status": observation.status,
            "basis": observation.basis,
            "subject": observation.subject,
            "subject_kind": observation.subject_kind,
            "quote": observation.quote,
            "start": observation.span.start,
            "end": observation.span.end,
            "note": observation.note,
        }
    )


def finding_out(finding: Finding) -> FindingOut:
    return FindingOut.model_validate(
        {
            "id": finding.id,
            "report_id": finding.report_id,
            "kind": finding.kind,
            "result": finding.result,
            "expression": finding.expression,
            "left": plain_or_none(finding.left),
            "right": plain_or_none(finding.right),
            "tolerance": plain(finding.tolerance),
            "message": finding.message,
            "spans": tuple(
                QuoteOut(
                    report_id=each.report_id or finding.report_id, start=each.span.start, end=each.span.end, quote=each.quote
                )
                for each in finding.spans
            ),
            "decision": finding.decision,
            "note": finding.note,
            "fingerprint": finding.fingerprint,
        }
    )


def passage_out(passage: Passage) -> PassageOut:
    return PassageOut(
        report_id=passage.report_id,
        zone=passage.zone,
        period=passage.period.iso if passage.period else None,
        heading=passage.path,
        text=passage.text,
        start=passage.span.start,
        end=passage.span.end,
        score=passage.score,
    )


def chunk_out(chunk: Chunk) -> ChunkOut:
    return ChunkOut(id=chunk.id, heading=chunk.path, start=chunk.span.start, end=chunk.span.end, tokens=chunk.tokens)


def note_out(note: Note) -> NoteOut:
    raw = note.raw
    return NoteOut(
        kind=note.kind,
        excerpt=note.excerpt,
        sure=note.sure,
        raw_start=raw.start if raw else None,
        raw_end=raw.end if raw else None,
    )


def change_out(change: Change) -> LedgerChange:
    before, after = (None if each is None else observation_out(each) for each in (change.before, change.after))
    return LedgerChange(indicator=change.either.indicator, subject=change.either.subject, before=before, after=after)


def receipt_out(receipt: Receipt) -> ReceiptOut:
    return ReceiptOut(
        report_id=receipt.report_id,
        created=receipt.created,
        title=receipt.title,
        zone=receipt.zone,
        period=receipt.period,
        kind=receipt.kind,
        read=receipt.read,
        dropped=tuple(map(note_out, receipt.dropped)),
        repaired=tuple(map(note_out, receipt.repaired)),
        masked=tuple(map(note_out, receipt.masked)),
        damaged=tuple(map(note_out, receipt.damaged)),
        hidden=tuple(map(note_out, receipt.hidden)),
        warnings=receipt.warnings,
        pages=receipt.pages,
        confidence=receipt.confidence,
        grounds=dict(receipt.grounds),
        editions=receipt.editions,
    )


def place_out(place: Place) -> PlaceOut:
    return PlaceOut(province=place.province, city=place.city, district=place.district, inferred=place.inferred)


def zone_out(zone: Zone) -> ZoneOut:
    return ZoneOut(
        zone=zone.name,
        aliases=zone.aliases,
        place=place_out(zone.place),
        homonyms=zone.homonyms,
        reports=zone.report_ids,
        periods=zone.periods,
    )


def outline_of(report: Report) -> tuple[OutlineItem, ...]:
    return tuple(
        OutlineItem(heading=each.heading, level=each.level, start=each.span.start, end=each.span.end) for each in report.sections
    )


def report_text(report: Report) -> ReportText:
    return ReportText(
        report_id=report.id,
        text=report.text,
        outline=outline_of(report),
        repairs=tuple(
            RepairOut(start=each.span.start, end=each.span.end, kind=each.kind, sure=each.sure) for each in report.repairs
        ),
        places=tuple(PlacedOut(start=span.start, end=span.end, place=placed_out(place)) for span, place in report.placed()),
    )


def placed_out(place: Placed) -> dict[str, Any]:
    told = {"page": place.page, "paragraph": place.paragraph, "sheet": place.sheet, "cell": place.cell}
    box = {} if place.box is None else {"box": [round(edge, 1) for edge in place.box]}
    return {name: value for name, value in told.items() if value is not None} | box


def report_card(report: Report, *, observations: int, failing: int, uncertain: int, whole: bool = False) -> ReportCard:
    """``observations`` is how many ledger rows the report has, ``failing`` and ``uncertain`` how many findings of that result.

    ``whole`` adds outline and receipt.
    """
    return ReportCard(
        report_id=report.id,
        title=report.title,
        zone=report.zone.name,
        place=place_out(report.zone.place),
        period=report.period.iso if report.period else None,
        period_note=report.period_note,
        published=report.published.isoformat() if report.published else None,
        kind=report.kind,
        media_type=report.media_type,
        url=report.url,
        created=report.created,
        characters=len(report.text),
        sections=len(report.sections),
        observations=observations,
        findings=FindingCounts(fail=failing, uncertain=uncertain),
        receipt=receipt_out(report.receipt) if report.receipt and whole else None,
        outline=outline_of(report) if whole else None,
    )
