"""What ``doctor`` looks for in an embedded store, and what it can mend. Every function gives problems in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, select, text

from index.errors import StoreDamaged
from index.store import tables
from index.store.rows import chunk_from, finding_from, observation_from, report_from
from index.store.vectors import VectorIndex
from index.store.writes import index_terms, term_row


def database_problems(connection: Connection) -> list[str]:
    lines = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(20)") if row[0] != "ok"]
    orphans = [row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    return [f"数据库:{line}" for line in lines] + [f"表 {table} 中有不属于任何报告的记录" for table in sorted(set(orphans))]


def report_problems(connection: Connection) -> list[str]:
    """Reports, removed ones included, that are not whole or do not fit together."""
    ids = connection.scalars(select(tables.reports.c.id).order_by(tables.reports.c.number)).all()
    return [f"报告 {report_id}:{problem}" for report_id in ids for problem in _problems_of(connection, report_id)]


def term_problems(connection: Connection, *, repair: bool) -> list[str]:
    """The full-text index against the chunks it is made of."""
    problems = []
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("INSERT INTO chunks_fts(chunks_fts) VALUES ('integrity-check')")
    except StoreDamaged:
        problems.append("全文索引已损坏")
        if repair:
            connection.exec_driver_sql("INSERT INTO chunks_fts(chunks_fts) VALUES ('rebuild')")
    absent = connection.scalars(text("SELECT number FROM chunks EXCEPT SELECT rowid FROM chunks_fts")).all()
    stray = connection.scalars(text("SELECT rowid FROM chunks_fts EXCEPT SELECT number FROM chunks")).all()
    if absent:
        problems.append(f"{len(absent)} 个片段不在全文索引中")
    if stray:
        problems.append(f"全文索引中有 {len(stray)} 个多余条目")
    if repair:
        columns = tables.chunks.c
        for number in absent:
            indexed = connection.scalars(select(columns.indexed).where(columns.number == number)).one()
            index_terms(connection, [term_row(number, indexed)])
        for number in stray:
            connection.execute(text("DELETE FROM chunks_fts WHERE rowid = :number"), {"number": number})
    return problems


def vector_problems(connection: Connection, vectors: VectorIndex, *, repair: bool) -> list[str]:
    """The vector index against the chunks. What is missing is only reported: vectors come from the embedder."""
    wanted = set(connection.scalars(select(tables.chunks.c.number)))
    try:
        present = vectors.numbers()
        if present:
            vectors.probe()
    except StoreDamaged as error:
        if repair:
            vectors.discard()
        return [f"{error.message};向量可由正文重建"]
    problems = []
    if absent := wanted - present:
        problems.append(f"{len(absent)} 个片段没有向量,请运行 zonebrief reindex")
    if stray := present - wanted:
        problems.append(f"向量索引中有 {len(stray)} 个多余条目")
        if repair:
            vectors.delete(sorted(stray))
    return problems


def _problems_of(connection: Connection, report_id: str) -> Iterable[str]:
    row = connection.execute(select(tables.reports).where(tables.reports.c.id == report_id)).one()
    if connection.scalar(select(tables.originals.c.report_id).where(tables.originals.c.report_id == report_id)) is None:
        yield "缺少原件"
    counted = ((tables.chunks, row.chunk_count, "片段"), (tables.observations, row.observation_count, "指标值"))
    for table, expected, name in (*counted, (tables.findings, row.finding_count, "勾稽问题")):
        found = connection.scalar(select(func.count()).select_from(table).where(table.c.report_id == report_id))
        if found != expected:
            yield f"应有 {expected} 条{name},实有 {found} 条"
    yield from _content_problems(connection, row)


def _content_problems(connection: Connection, row: Any) -> Iterable[str]:
    try:
        report = report_from(row)
        rows = {
            table: connection.execute(select(table).where(table.c.report_id == report.id)).all()
            for table in (tables.chunks, tables.observations, tables.findings)
        }
        spans = [chunk_from(each).span for each in rows[tables.chunks]]
        observations = [observation_from(each) for each in rows[tables.observations]]
        for each in rows[tables.findings]:
            finding_from(each)
    except Exception as error:
        yield f"内容无法读出({type(error).__name__})"
        return
    if any(span.end > len(report.text) for span in spans):
        yield "片段越出正文"
    if any(each.span.of(report.text) != each.quote for each in observations):
        yield "指标值的引文与正文不符"
