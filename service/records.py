"""What the service keeps for people: briefings and idempotency keys, in tables of its own on the store's engine.

No text of a report is copied here but the quotes inside a briefing: keys name reports, so a report that is purged
leaves nothing behind in them, and briefings that cite it go with it.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from index.errors import Conflict, InvalidInput, NotFound
from service.schema import Briefing, BriefingCard, Page

KEY_LIFETIME = timedelta(hours=24)
"""How long an Idempotency-Key is remembered; a day is what clients of payment services are used to."""

_tables = sa.MetaData()
_briefings = sa.Table(
    "briefings",
    _tables,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("created", sa.String),
    sa.Column("body", sa.Text),
)
_cited = sa.Table(
    "briefing_reports",
    _tables,
    sa.Column("briefing_id", sa.String, primary_key=True),
    sa.Column("report_id", sa.String, primary_key=True),
)
_keys = sa.Table(
    "idempotency_keys",
    _tables,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("fingerprint", sa.String),
    sa.Column("created", sa.String),
    sa.Column("status", sa.Integer),
    sa.Column("made", sa.String),
)


@dataclass(frozen=True, slots=True)
class Made:
    """What a request with an Idempotency-Key made the first time: its HTTP status and the id of the report or job."""

    status: int
    id: str


def now() -> str:
    """UTC, ISO, to the microsecond: sorts as text."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class Records:
    """Opening brings the tables up to date and clears what a crash left."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # The store's rule for transactions that write: they take their turn at the start.
        self._writing = engine.execution_options(writes=True)
        self._migrate()
        self._clear_interrupted()

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self._writing.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def keep_briefing(self, briefing: Briefing) -> None:
        """Adds the briefing or replaces the one of its id."""
        reports = sorted({citation.report_id for citation in briefing.citations})
        with self._writing.begin() as connection:
            self._forget(connection, [briefing.id])
            connection.execute(
                _briefings.insert().values(id=briefing.id, created=briefing.created, body=briefing.model_dump_json())
            )
            if reports:
                connection.execute(_cited.insert(), [{"briefing_id": briefing.id, "report_id": each} for each in reports])

    def briefing(self, briefing_id: str) -> Briefing:
        with self._engine.connect() as connection:
            body = connection.scalar(sa.select(_briefings.c.body).where(_briefings.c.id == briefing_id))
        if body is None:
            raise NotFound(f"没有这份简报: {briefing_id}")
        return Briefing.model_validate_json(body)

    def briefings(self, *, limit: int = 100, cursor: str | None = None) -> Page[BriefingCard]:
        """Newest first."""
        order = (_briefings.c.created.desc(), _briefings.c.id.desc())
        query = sa.select(_briefings.c.id, _briefings.c.created, _briefings.c.body).order_by(*order).limit(limit + 1)
        if cursor is not None:
            query = query.where(after(_briefings, cursor))
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        cards = tuple(BriefingCard.model_validate_json(row.body) for row in rows[:limit])
        following = page_mark(cards[-1]) if len(rows) > limit else None
        return Page(items=cards, next_cursor=following)

    def drop_briefing(self, briefing_id: str) -> None:
        with self._writing.begin() as connection:
            if not self._forget(connection, [briefing_id]):
                raise NotFound(f"没有这份简报: {briefing_id}")

    def drop_briefings_citing(self, report_id: str) -> int:
        """Number of briefings that went because they quote a report that is being purged."""
        with self._writing.begin() as connection:
            found = list(connection.scalars(sa.select(_cited.c.briefing_id).where(_cited.c.report_id == report_id)))
            return self._forget(connection, found)

    @staticmethod
    def _forget(connection: sa.Connection, briefing_ids: list[str]) -> int:
        connection.execute(_cited.delete().where(_cited.c.briefing_id.in_(briefing_ids)))
        return connection.execute(_briefings.delete().where(_briefings.c.id.in_(briefing_ids))).rowcount

    def cited_reports(self) -> frozenset[str]:
        """Every report that some briefing quotes."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(sa.select(_cited.c.report_id).distinct()))

    def claim(self, key: str, fingerprint: str) -> Made | None:
        """Takes the key for a request of that fingerprint: None where it is new, what was made where it was used before.

        Raises Conflict where the first request is still at work and InvalidInput where the same key comes with another request.
        """
        oldest = (datetime.now(UTC) - KEY_LIFETIME).isoformat(timespec="microseconds")
        with self._writing.begin() as connection:
            connection.execute(_keys.delete().where(_keys.c.created < oldest))
        try:
            with self._writing.begin() as connection:
                connection.execute(_keys.insert().values(key=key, fingerprint=fingerprint, created=now()))
        except IntegrityError:
            return self._claimed(key, fingerprint)
        return None

    def _claimed(self, key: str, fingerprint: str) -> Made:
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(_keys).where(_keys.c.key == key)).one_or_none()
        if row is None or (row.fingerprint == fingerprint and row.made is None):
            raise Conflict("同一 Idempotency-Key 的请求正在处理", advice="请稍候再用同一个键重试。")
        if row.fingerprint != fingerprint:
            raise InvalidInput("这个 Idempotency-Key 已用于另一个请求", advice="每个不同的请求请使用新的键。")
        return Made(status=row.status, id=row.made)

    def settle(self, key: str, made: Made) -> None:
        with self._writing.begin() as connection:
            connection.execute(_keys.update().where(_keys.c.key == key).values(status=made.status, made=made.id))

    def release(self, key: str) -> None:
        """The request failed: the key may be used again."""
        with self._writing.begin() as connection:
            connection.execute(_keys.delete().where(_keys.c.key == key))

    def _clear_interrupted(self) -> None:
        """Frees the keys of requests that never ended."""
        with self._writing.begin() as connection:
            connection.execute(_keys.delete().where(_keys.c.made.is_(None)))


class Dated(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def created(self) -> str: ...


def page_mark(last: Dated) -> str:
    """The cursor behind the last item of a page of things that are listed newest first."""
    return base64.urlsafe_b64encode(f"{last.created}|{last.id}".encode()).decode().rstrip("=")


def after(table: sa.Table, cursor: str) -> sa.ColumnElement[bool]:
    """The rows behind a cursor. Raises InvalidInput for what is none."""
    created, identity = _opened(cursor)
    return sa.or_(table.c.created < created, sa.and_(table.c.created == created, table.c.id < identity))


def _opened(cursor: str) -> tuple[str, str]:
    try:
        created, separator, identity = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("|")
    except (binascii.Error, ValueError):
        separator = ""
    if not separator:
        raise InvalidInput("cursor 无效", advice="请使用上一页返回的 next_cursor。")
    return created, identity
