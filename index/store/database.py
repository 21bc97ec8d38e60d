"""The SQLite file: how it is opened, and what its errors mean to the user."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext

from index.errors import StoreDamaged
from index.store.migrations import upgrade

# How long a transaction waits for another one that writes.
_PATIENCE_SECONDS = 30
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # Acknowledged means on disk: NORMAL could lose the last commits of a machine that loses power.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Purged text is overwritten, not only unlinked.
    "PRAGMA secure_delete = ON",
)


def open_database(path: Path) -> Engine:
    """The schema is at its newest revision when this returns. Raises StoreDamaged where the file is no database of ours."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": _PATIENCE_SECONDS, "check_same_thread": False},
        # A web server's thread pool may hold this many connections at once.
        pool_size=10,
        max_overflow=90,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _explain)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            upgrade(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def forget(engine: Engine) -> None:
    """Squeezes out what deleted rows leave behind: dead index terms, and pages in the write-ahead log."""
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("INSERT INTO chunks_fts(chunks_fts) VALUES ('optimize')")
    raw = engine.raw_connection()
    try:
        # Best effort while others read: what they hold back goes with the next purge, or when the store is closed.
        raw.cursor().execute("PRAGMA busy_timeout = 2000")
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.invalidate()
        raw.close()


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver would commit behind our back around schema changes; transactions are opened by ``_begin`` instead.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    # A view of the full-text index by term, the connection's own: how many chunks hold a term.
    connection.execute("CREATE VIRTUAL TABLE temp.chunk_terms USING fts5vocab(main, chunks_fts, row)")


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another one wrote in between; one that will
    # write therefore takes its turn at the start.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _explain(context: ExceptionContext) -> None:
    code = getattr(context.original_exception, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        raise StoreDamaged(f"数据库文件已损坏({context.original_exception})") from context.original_exception
