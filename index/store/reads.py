"""Queries of the embedded engine. Every function works inside its caller's transaction and, unless it says otherwise,
sees visible reports only.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, bindparam, func, or_, select, text

from index.domain import Chunk, Finding, Observation, Passage, Period, Status
from index.errors import InvalidInput, NotFound
from index.store import tables
from index.store.base import Tally, ZoneEntry
from index.store.rows import chunk_from, decided_from, observation_from, period_from, zone_from
from index.store.writes import VISIBLE


def keys(connection: Connection, prefix: str) -> list[str]:
    return list(connection.scalars(select(tables.meta.c.key).where(tables.meta.c.key.startswith(prefix, autoescape=True))))


def require(connection: Connection, report_id: str) -> None:
    """Raises NotFound unless the report is visible."""
    if connection.scalar(select(tables.reports.c.number).where(tables.reports.c.id == report_id, _visible())) is None:
        raise missing(report_id)


def missing(report_id: str) -> NotFound:
    return NotFound(f"没有编号为 {report_id} 的报告")


def report_page(
    connection: Connection,
    *,
    zones: Collection[str],
    period: Period | None,
    kind: str | None,
    limit: int,
    cursor: str | None,
) -> tuple[list[str], str | None]:
    """Ids, newest first, and the cursor of the next page."""
    columns = tables.reports.c
    query = select(columns.number, columns.id).where(_visible()).order_by(columns.number.desc())
    if zones:
        query = query.where(_among(columns.zone, zones))
    if period is not None:
        query = query.where(
            columns.period_start.is_not(None), or_(columns.period_end.is_(None), columns.period_end >= period.start)
        )
        if period.end is not None:
            query = query.where(columns.period_start <= period.end)
    if kind is not None:
        query = query.where(columns.kind == kind)
    if cursor is not None:
        query = query.where(columns.number < _position(cursor))
    rows, following = _page(connection, query, limit)
    return [row.id for row in rows], following


def editions(connection: Connection, zone: str, period: Period, kind: str, limit: int) -> list[str]:
    columns = tables.reports.c
    same = (columns.zone == zone, columns.kind == kind, columns.period_start == period.start)
    end = columns.period_end.is_(None) if period.end is None else columns.period_end == period.end
    query = select(columns.id).where(*same, end, _visible()).order_by(columns.number.desc()).limit(limit)
    return list(connection.scalars(query))


def report_id_by_hash(connection: Connection, content_hash: str) -> str | None:
    return connection.scalar(select(tables.reports.c.id).where(tables.reports.c.content_hash == content_hash, _visible()))


def versions(connection: Connection, report_ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """What tells one state of a report from every other, by report id."""
    columns = tables.reports.c
    query = select(columns.id, columns.number, columns.revision).where(_among(columns.id, report_ids), _visible())
    return {row.id: (row.number, row.revision) for row in connection.execute(query)}


def report_rows(connection: Connection, report_ids: Collection[str]) -> Sequence[Any]:
    return connection.execute(select(tables.reports).where(_among(tables.reports.c.id, report_ids), _visible())).all()


def original(connection: Connection, report_id: str) -> bytes:
    require(connection, report_id)
    data: bytes | None = connection.scalar(select(tables.originals.c.data).where(tables.originals.c.report_id == report_id))
    if data is None:
        raise NotFound(f"报告 {report_id} 的原件缺失", advice="请运行 zonebrief doctor 检查数据。")
    return data


def tally(connection: Connection, report_id: str) -> Tally:
    counts = connection.execute(
        select(tables.reports.c.chunk_count, tables.reports.c.observation_count).where(
            tables.reports.c.id == report_id, _visible()
        )
    ).first()
    if counts is None:
        raise missing(report_id)
    columns = tables.findings.c
    standing = (columns.report_id == report_id, tables.decisions.c.decision.is_distinct_from("dismissed"))
    counted = select(columns.result, func.count().label("times")).select_from(_decided())
    by_result = counted.where(*standing).group_by(columns.result)
    results: dict[str, int] = {row.result: row.times for row in connection.execute(by_result)}
    return Tally(counts.chunk_count, counts.observation_count, results.get("fail", 0), results.get("uncertain", 0))


def report_count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(tables.reports).where(_visible())) or 0


def zones(connection: Connection, name: str | None) -> list[ZoneEntry]:
    columns = tables.reports.c
    query = select(columns.id, columns.identity, columns.period_start, columns.period_end).where(_visible())
    query = (query if name is None else query.where(columns.zone == name)).order_by(columns.number)
    return [ZoneEntry(row.id, zone_from(row), period_from(row)) for row in connection.execute(query)]


def chunks(connection: Connection, report_id: str) -> list[Chunk]:
    require(connection, report_id)
    columns = tables.chunks.c
    query = select(columns.body).where(columns.report_id == report_id).order_by(columns.number)
    return [chunk_from(row) for row in connection.execute(query)]


def chunks_by_id(connection: Connection, chunk_ids: Sequence[str]) -> list[Chunk]:
    columns = tables.chunks.c
    query = select(columns.body).join(tables.reports).where(_among(columns.id, chunk_ids), _visible())
    found = {chunk.id: chunk for chunk in map(chunk_from, connection.execute(query))}
    return [found[chunk_id] for chunk_id in chunk_ids if chunk_id in found]


def passages(connection: Connection, chunk_ids: Sequence[str]) -> dict[str, Passage]:
    """Chunks with their text, in the order asked for; without the rest of their reports, which would take far longer to read."""
    columns, reports = tables.chunks.c, tables.reports.c
    start = func.json_extract(columns.body, "$.span.start")
    words = func.substr(reports.text, start + 1, func.json_extract(columns.body, "$.span.end") - start).label("words")
    query = select(columns.body, words, reports.zone, reports.period_start, reports.period_end)
    found = {}
    for row in connection.execute(query.join(tables.reports).where(_among(columns.id, chunk_ids), _visible())):
        chunk = chunk_from(row)
        found[chunk.id] = Passage(chunk.report_id, row.zone, period_from(row), chunk.path, chunk.span, row.words, 0.0)
    return {chunk_id: found[chunk_id] for chunk_id in chunk_ids if chunk_id in found}


def observations(
    connection: Connection,
    *,
    report_ids: Collection[str],
    zones: Collection[str],
    indicators: Collection[str],
    periods: Collection[Period],
    statuses: Collection[Status],
    words: str | None,
    limit: int,
    cursor: str | None,
) -> tuple[list[Observation], str | None]:
    columns = tables.observations.c
    query = select(columns.number, columns.body).join(tables.reports).where(_visible()).order_by(columns.number)
    wanted = (columns.report_id, report_ids), (columns.zone, zones), (columns.indicator, indicators)
    for column, allowed in (*wanted, (columns.status, [status.value for status in statuses])):
        if allowed:
            query = query.where(_among(column, allowed))
    if periods:
        query = query.where(or_(*(_inside(columns, period) for period in periods)))
    if words:
        texts = (columns.indicator, columns.as_written, columns.subject, columns.quote)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in texts)))
    if cursor is not None:
        query = query.where(columns.number > _position(cursor))
    rows, following = _page(connection, query, limit)
    return [observation_from(row) for row in rows], following


def findings(connection: Connection, report_id: str) -> list[Finding]:
    require(connection, report_id)
    columns = tables.findings.c
    query = _findings().where(columns.report_id == report_id).order_by(columns.number)
    return [decided_from(row) for row in connection.execute(query)]


def finding(connection: Connection, finding_id: str) -> Finding:
    visible = tables.reports.c.id == tables.findings.c.report_id, _visible()
    row = connection.execute(_findings().where(tables.findings.c.id == finding_id, *visible)).first()
    if row is None:
        raise NotFound(f"没有编号为 {finding_id} 的勾稽问题")
    return decided_from(row)


def lexical(
    connection: Connection, terms: Sequence[str], report_ids: Collection[str] | None, limit: int
) -> list[tuple[str, float]]:
    within = "" if report_ids is None else "AND chunks.report_id IN (SELECT value FROM json_each(:report_ids))"
    values = {} if report_ids is None else {"report_ids": json.dumps(list(report_ids))}
    return _matching(connection, terms, within, values, limit)


def lexical_of_one(connection: Connection, terms: Sequence[str], report_id: str, limit: int) -> list[tuple[str, float]]:
    """As ``lexical`` in one report, whose chunks are numbered in a row: the index then looks at no others."""
    columns = tables.chunks.c
    bounds = select(func.min(columns.number).label("first"), func.max(columns.number).label("last"))
    row = connection.execute(bounds.where(columns.report_id == report_id)).one()
    within = "AND chunks_fts.rowid BETWEEN :first AND :last"
    return [] if row.first is None else _matching(connection, terms, within, {"first": row.first, "last": row.last}, limit)


def _matching(
    connection: Connection, terms: Sequence[str], within: str, values: dict[str, Any], limit: int
) -> list[tuple[str, float]]:
    # Quoted, a term is text whatever it holds; one that is only marks matches nothing.
    match = " OR ".join('"' + term.replace('"', '""') + '"' for term in dict.fromkeys(terms) if term)
    if not match:
        return []
    query = f"""
        SELECT chunks.id AS id, -bm25(chunks_fts) AS score
        FROM chunks_fts CROSS JOIN chunks ON chunks.number = chunks_fts.rowid CROSS JOIN reports ON reports.id = chunks.report_id
        WHERE chunks_fts MATCH :match AND reports.state = '{VISIBLE}' {within}
        ORDER BY score DESC, chunks.number LIMIT :limit
    """
    found = connection.execute(text(query), {"match": match, "limit": limit, **values})
    return [(row.id, row.score) for row in found]


def holding(connection: Connection, term: str) -> int:
    """How many chunks hold a search term; of removed reports too."""
    return connection.scalar(text("SELECT doc FROM temp.chunk_terms WHERE term = :term"), {"term": term}) or 0


def numbers_of(connection: Connection, report_ids: Collection[str]) -> list[int]:
    columns = tables.chunks.c
    query = select(columns.number).join(tables.reports).where(_among(columns.report_id, report_ids), _visible())
    return list(connection.scalars(query))


def numbers_by_id(connection: Connection, chunk_ids: Collection[str]) -> dict[str, int]:
    """Of removed reports too."""
    columns = tables.chunks.c
    return {
        row.id: row.number for row in connection.execute(select(columns.id, columns.number).where(_among(columns.id, chunk_ids)))
    }


def chunk_count(connection: Connection) -> int:
    """Of removed reports too."""
    return connection.scalar(select(func.count()).select_from(tables.chunks)) or 0


def indexed_texts(connection: Connection, *, without: Collection[int]) -> list[tuple[str, str]]:
    """Chunk ids with their searched texts, of removed reports too, those of the given numbers left out."""
    columns = tables.chunks.c
    query = select(columns.number, columns.id, columns.indexed).order_by(columns.number)
    return [(row.id, row.indexed) for row in connection.execute(query) if row.number not in without]


def hidden_count(connection: Connection) -> int:
    """How many vectors may come up that must not be shown: those of removed reports and those on their way in or out."""
    removed = select(func.count()).select_from(tables.chunks.join(tables.reports)).where(~_visible())
    unwanted = select(func.count()).select_from(tables.unwanted_vectors)
    return (connection.scalar(removed) or 0) + (connection.scalar(unwanted) or 0)


def visible_ids(connection: Connection, numbers: Collection[int]) -> dict[int, str]:
    """Chunk ids by number, of those that may be shown."""
    columns = tables.chunks.c
    query = select(columns.number, columns.id).join(tables.reports).where(_among(columns.number, numbers), _visible())
    return {row.number: row.id for row in connection.execute(query)}


def removed_before(connection: Connection, moment: str) -> list[str]:
    columns = tables.reports.c
    return list(connection.scalars(select(columns.id).where(columns.state != VISIBLE, columns.removed_at < moment)))


def _visible() -> ColumnElement[bool]:
    return tables.reports.c.state == VISIBLE


def _decided() -> FromClause:
    """Findings beside what a person decided on them."""
    findings, decisions = tables.findings.c, tables.decisions.c
    same = and_(decisions.report_id == findings.report_id, decisions.fingerprint == findings.fingerprint)
    return tables.findings.outerjoin(tables.decisions, same)


def _findings() -> Select[Any]:
    return select(tables.findings.c.body, tables.decisions.c.decision, tables.decisions.c.note).select_from(_decided())


def _inside(columns: Any, period: Period) -> ColumnElement[bool]:
    """An open period lies inside open periods only."""
    inside: ColumnElement[bool] = columns.period_start >= period.start
    return inside if period.end is None else and_(inside, columns.period_end <= period.end)


def _among(column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """Membership by one JSON parameter, because SQLite limits how many parameters a statement has."""
    listed = func.json_each(bindparam(None, json.dumps(list(values)), unique=True)).table_valued("value")
    return column.in_(select(listed.c.value))


def _page(connection: Connection, query: Select[Any], limit: int) -> tuple[Sequence[Any], str | None]:
    """Rows by their first column ``number``, and a cursor where more follow."""
    rows = connection.execute(query.limit(limit + 1)).all()
    following = _token(rows[limit - 1].number) if len(rows) > limit else None
    return rows[:limit], following


def _token(number: int) -> str:
    return base64.urlsafe_b64encode(f"after {number}".encode()).decode().rstrip("=")


def _position(cursor: str) -> int:
    try:
        word, number = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").split(" ")
        position = int(number)
    except ValueError:
        position, word = -1, ""
    if word != "after" or not 0 <= position < 2**63:
        raise InvalidInput(f"翻页标记无效:{cursor[:40]}", advice="请使用上一页返回的 next_cursor。")
    return position
