"""Domain values to table rows and back. A row read has its columns as attributes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from index.domain import Chunk, Finding, Observation, Period, Placed, Report, ZoneIdentity
from index.precedence import GiveWay, at_once
from index.store.codec import (
    decode,
    decode_fields,
    dumps,
    encode,
    pack,
    pack_alignment,
    stepwise_fields,
    unpack,
    unpack_alignment,
)

_APART = frozenset({"id", "content_hash", "text", "raw", "alignment", "zone", "period", "kind", "places"})


def report_row(report: Report, give_way: GiveWay = at_once) -> dict[str, Any]:
    start, end = _bounds(report.period)
    return {
        "id": report.id,
        "content_hash": report.content_hash,
        "zone": report.zone.name,
        "period_start": start,
        "period_end": end,
        "kind": report.kind,
        "identity": dumps(encode(report.zone)),
        "body": stepwise_fields(report, give_way, without=_APART),
        "text": report.text,
        "raw": report.raw,
        "alignment": pack_alignment(report.alignment),
        "places": pack(report.places, give_way) if report.places else None,
    }


def report_from(row: Any) -> Report:
    apart = {
        "id": row.id,
        "content_hash": row.content_hash,
        "text": row.text,
        "raw": row.raw,
        "alignment": unpack_alignment(row.alignment),
        "places": unpack(tuple[Placed, ...], row.places) if row.places else (),
        "zone": zone_from(row),
        "period": period_from(row),
        "kind": row.kind,
    }
    return decode_fields(Report, json.loads(row.body), apart)


def zone_from(row: Any) -> ZoneIdentity:
    return decode(ZoneIdentity, json.loads(row.identity))


def period_from(row: Any) -> Period | None:
    return None if row.period_start is None else Period(row.period_start, row.period_end)


def chunk_rows(chunks: Sequence[Chunk], indexed: Sequence[str], numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    return (
        {"number": number, "id": chunk.id, "report_id": chunk.report_id, "indexed": text, "body": dumps(encode(chunk))}
        for chunk, text, number in zip(chunks, indexed, numbers, strict=True)
    )


def chunk_from(row: Any) -> Chunk:
    return decode(Chunk, json.loads(row.body))


def observation_row(observation: Observation) -> dict[str, Any]:
    start, end = _bounds(observation.period)
    return {
        "id": observation.id,
        "report_id": observation.report_id,
        "zone": observation.zone,
        "indicator": observation.indicator,
        "as_written": observation.as_written,
        "subject": observation.subject,
        "status": observation.status.value,
        "period_start": start,
        "period_end": end,
        "quote": observation.quote,
        "body": dumps(encode(observation)),
    }


def observation_from(row: Any) -> Observation:
    return decode(Observation, json.loads(row.body))


def finding_row(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "report_id": finding.report_id,
        "fingerprint": finding.fingerprint,
        "result": finding.result,
        "body": dumps(encode(replace(finding, decision=None, note=None))),
    }


def finding_from(row: Any) -> Finding:
    """As the rules gave it, without what a person decided."""
    return decode(Finding, json.loads(row.body))


def decided_from(row: Any) -> Finding:
    return replace(finding_from(row), decision=row.decision, note=row.note)


def _bounds(period: Period | None) -> tuple[Any, Any]:
    return (None, None) if period is None else (period.start, period.end)
