"""What changes rows of the embedded engine. Every function works inside its caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from index.domain import Chunk, Finding, Observation, Report
from index.errors import Conflict
from index.precedence import GiveWay, at_once, stepwise
from index.store import tables
from index.store.rows import chunk_rows, finding_row, observation_row, report_row
from index.tokens import search_terms

VISIBLE = "visible"
REMOVED = "removed"


def set_value(connection: Connection, key: str, value: str) -> None:
    statement = upsert(tables.meta).values(key=key, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def drop_value(connection: Connection, key: str) -> None:
    connection.execute(delete(tables.meta).where(tables.meta.c.key == key))


def reserve_numbers(connection: Connection, count: int) -> range:
    """Chunk numbers never used before. Until their chunks are stored they count as unwanted."""
    last = connection.scalar(select(tables.meta.c.value).where(tables.meta.c.key == tables.LAST_CHUNK))
    first = int(last or 0) + 1
    numbers = range(first, first + count)
    if count:
        set_value(connection, tables.LAST_CHUNK, str(numbers[-1]))
        connection.execute(insert(tables.unwanted_vectors), [{"number": number} for number in numbers])
    return numbers


@dataclass(frozen=True, slots=True)
class ReportRows:
    """All rows of a report, ready to be put."""

    report: dict[str, Any]
    chunks: list[dict[str, Any]]
    terms: list[dict[str, Any]]
    observations: list[dict[str, Any]]
    findings: list[dict[str, Any]]


def rows_of(
    report: Report,
    passages: tuple[Sequence[Chunk], Sequence[str], range],
    observations: Sequence[Observation],
    findings: Sequence[Finding],
    give_way: GiveWay = at_once,
) -> ReportRows:
    """``passages`` are chunks, their searched texts and their numbers."""
    return ReportRows(
        report_row(report, give_way)
        | {
            "state": VISIBLE,
            "removed_at": None,
            "chunk_count": len(passages[0]),
            "observation_count": len(observations),
            "finding_count": len(findings),
        },
        stepwise(chunk_rows(*passages), give_way),
        stepwise(map(term_row, passages[2], passages[1]), give_way),
        stepwise(map(observation_row, observations), give_way),
        stepwise(map(finding_row, findings), give_way),
    )


def put_report(connection: Connection, report: Report, original: bytes, numbers: range, rows: ReportRows) -> None:
    """Inserts the report or replaces all of it. ``numbers`` are those of its chunks."""
    _clear_the_way(connection, report)
    erase_derived(connection, report.id)
    row = rows.report
    statement = upsert(tables.reports).values(**row, revision=1)
    changes = {**row, "revision": tables.reports.c.revision + 1}
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changes))
    put = upsert(tables.originals).values(report_id=report.id, data=original)
    connection.execute(put.on_conflict_do_update(index_elements=["report_id"], set_={"data": original}))
    _insert(connection, tables.chunks, rows.chunks)
    index_terms(connection, rows.terms)
    _insert(connection, tables.observations, rows.observations)
    _insert(connection, tables.findings, rows.findings)
    if numbers:
        arrived = tables.unwanted_vectors.c.number.between(numbers[0], numbers[-1])
        connection.execute(delete(tables.unwanted_vectors).where(arrived))


def correct_report(connection: Connection, report: Report, observations: Sequence[Observation]) -> None:
    row = report_row(report) | {"observation_count": len(observations), "revision": tables.reports.c.revision + 1}
    connection.execute(update(tables.reports).where(tables.reports.c.id == report.id).values(**row))
    connection.execute(delete(tables.observations).where(tables.observations.c.report_id == report.id))
    _insert(connection, tables.observations, [observation_row(each) for each in observations])


def put_findings(connection: Connection, report_id: str, findings: Sequence[Finding]) -> None:
    counted = update(tables.reports).where(tables.reports.c.id == report_id).values(finding_count=len(findings))
    connection.execute(counted)
    connection.execute(delete(tables.findings).where(tables.findings.c.report_id == report_id))
    _insert(connection, tables.findings, [finding_row(each) for each in findings])


def decide(connection: Connection, finding: Finding) -> None:
    key = {"report_id": finding.report_id, "fingerprint": finding.fingerprint}
    decided = {"decision": finding.decision, "note": finding.note}
    statement = upsert(tables.decisions).values(**key, **decided)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=decided))


def erase_derived(connection: Connection, report_id: str) -> None:
    """Chunks with their index terms, observations and findings; the vectors become unwanted. Decisions stay."""
    numbers = select(tables.chunks.c.number).where(tables.chunks.c.report_id == report_id)
    connection.execute(insert(tables.unwanted_vectors).from_select(["number"], numbers))
    erase_terms = "DELETE FROM chunks_fts WHERE rowid IN (SELECT number FROM chunks WHERE report_id = :report_id)"
    connection.execute(text(erase_terms), {"report_id": report_id})
    for table in (tables.chunks, tables.observations, tables.findings):
        connection.execute(delete(table).where(table.c.report_id == report_id))


def erase_reports(connection: Connection, report_ids: Collection[str]) -> None:
    for report_id in report_ids:
        erase_derived(connection, report_id)
        connection.execute(delete(tables.reports).where(tables.reports.c.id == report_id))


def term_row(number: int, indexed: str) -> dict[str, Any]:
    """A chunk's number with the terms of its searched text."""
    return {"number": number, "terms": " ".join(search_terms(indexed))}


def index_terms(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Adds chunks to the full-text index."""
    if rows:
        connection.execute(text("INSERT INTO chunks_fts(rowid, terms) VALUES (:number, :terms)"), rows)


def _clear_the_way(connection: Connection, report: Report) -> None:
    """Another report of the same content gives way if it was removed, else it is a Conflict."""
    same = (tables.reports.c.content_hash == report.content_hash) & (tables.reports.c.id != report.id)
    for other in connection.execute(select(tables.reports.c.id, tables.reports.c.state).where(same)).all():
        if other.state == VISIBLE:
            raise Conflict(f"内容相同的报告已存在:{other.id}", advice="同一份报告不必重复提交;如需更正请使用修改功能。")
        erase_reports(connection, [other.id])


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
