"""The embedded engine: SQLite with FTS5 is the truth, an embedded Chroma holds vectors derived from it.

Saving writes vectors first, under chunk numbers that nothing refers to yet, and then everything else in one transaction.
So a report is there whole or not at all, whenever the process dies. Meanwhile the numbers stand in ``unwanted_vectors``;
what a crash leaves there is swept at the next opening.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from enum import IntEnum
from functools import partial
from pathlib import Path
from threading import Lock, RLock

from sqlalchemy import Connection, Engine, delete, select, update

from index.domain import Chunk, Finding, Observation, Passage, Period, Report, Status
from index.errors import StoreDamaged
from index.kept import Kept
from index.precedence import GiveWay, at_once
from index.store import reads, tables, writes
from index.store.base import RESTORE_WINDOW, Tally, ZoneEntry
from index.store.checks import database_problems, report_problems, term_problems, vector_problems
from index.store.database import forget, open_database
from index.store.lock import OwnerLock
from index.store.rows import report_from
from index.store.vectors import VectorIndex

_log = logging.getLogger(__name__)

# Decoded reports kept at hand, in bytes: answers read the same few again and again.
_KEPT_REPORTS = 50_000_000
_KEPT_COUNTS = 4096
_COMMON = 0.05
"""Share of the chunks from which on a search term is left out: no loss measured on 171,000 passages, a third of the time."""
_ONE_BY_ONE = 12
"""So few reports are searched one by one, by all terms: it takes less time than looking through all for them."""
_MANY = 500
"""A term that no more chunks than these hold is never left out."""


class _Effect(IntEnum):
    """What writing does to what the methods gave before: nothing, more comes to it, or it becomes something else."""

    NOTHING = 0
    MORE = 1
    OTHER = 2


class LocalStore:
    """See ``Store``. ``folder`` is made where it is missing; raises StoreLocked where another process owns it.

    ``give_way`` is called between steps of storing, never within a transaction.
    """

    def __init__(
        self, folder: Path, *, embedder_identity: str, dimensions: int, address: str | None = None, give_way: GiveWay = at_once
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._owner = OwnerLock(folder / "owner.lock", address=address)
        self._vectors = VectorIndex(folder / "vectors", identity=embedder_identity, dimensions=dimensions)
        self._write_turn = RLock()
        self._give_way = give_way
        self._version = self._changes = 0
        self._counts = Kept(lambda: self._version, most=_KEPT_COUNTS)
        self._kept: OrderedDict[str, tuple[tuple[int, int], Report]] = OrderedDict()
        self._kept_lock = Lock()
        try:
            self._engine = open_database(folder / "library.sqlite3")
            self._sweep()
        except BaseException:
            self._owner.release()
            raise

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def version(self) -> int:
        return self._version

    @property
    def changes(self) -> int:
        return self._changes

    def announce(self, address: str | None) -> None:
        self._owner.announce(address)

    def close(self) -> None:
        with self._write_turn:
            self._vectors.close()
            self._engine.dispose()
            self._owner.release()

    def save(
        self,
        report: Report,
        original: bytes,
        chunks: Sequence[Chunk],
        indexed: Sequence[str],
        observations: Sequence[Observation],
        findings: Sequence[Finding],
        vectors: Sequence[Sequence[float]],
    ) -> None:
        if not len(chunks) == len(indexed) == len(vectors):
            raise ValueError(f"{len(chunks)} chunks, {len(indexed)} texts and {len(vectors)} vectors do not run side by side")
        with self._write_turn:
            with self._writing(_Effect.NOTHING) as connection:
                numbers = writes.reserve_numbers(connection, len(chunks))
                new = connection.scalar(select(tables.reports.c.id).where(tables.reports.c.id == report.id)) is None
            self._vectors.add(numbers, vectors, self._give_way)
            rows = writes.rows_of(report, (chunks, indexed, numbers), observations, findings, self._give_way)
            self._give_way()
            with self._writing(_Effect.MORE if new else _Effect.OTHER) as connection:
                writes.put_report(connection, report, original, numbers, rows)
            self._sweep()

    def correct(self, report: Report, observations: Sequence[Observation]) -> None:
        with self._writing() as connection:
            reads.require(connection, report.id)
            writes.correct_report(connection, report, observations)

    def put_findings(self, report_id: str, findings: Sequence[Finding]) -> None:
        with self._writing(_Effect.MORE) as connection:
            reads.require(connection, report_id)
            writes.put_findings(connection, report_id, findings)

    def decide(self, finding_id: str, decision: str | None, note: str | None) -> Finding:
        with self._writing(_Effect.MORE) as connection:
            finding = replace(reads.finding(connection, finding_id), decision=decision, note=note)
            writes.decide(connection, finding)
            return finding

    def remove(self, report_id: str, *, now: datetime | None = None) -> None:
        with self._writing() as connection:
            reads.require(connection, report_id)
            hidden = update(tables.reports).where(tables.reports.c.id == report_id)
            connection.execute(hidden.values(state=writes.REMOVED, removed_at=_stamp(now)))

    def restore(self, report_id: str, *, now: datetime | None = None) -> None:
        columns = tables.reports.c
        with self._writing() as connection:
            row = connection.execute(select(columns.state, columns.removed_at).where(columns.id == report_id)).first()
            if row is None or (row.state == writes.REMOVED and row.removed_at < _window_start(now)):
                raise reads.missing(report_id)
            shown = update(tables.reports).where(columns.id == report_id)
            connection.execute(shown.values(state=writes.VISIBLE, removed_at=None))

    def purge(self, report_id: str) -> None:
        with self._writing() as connection:
            if connection.scalar(select(tables.reports.c.id).where(tables.reports.c.id == report_id)) is None:
                raise reads.missing(report_id)
            writes.erase_reports(connection, [report_id])
        self._forget([report_id])

    def purge_expired(self, *, now: datetime | None = None) -> list[str]:
        with self._writing() as connection:
            expired = reads.removed_before(connection, _window_start(now))
            writes.erase_reports(connection, expired)
        self._forget(expired)
        return expired

    def reports(
        self,
        *,
        zones: Collection[str] = (),
        period: Period | None = None,
        kind: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> tuple[list[Report], str | None]:
        with self._reading() as connection:
            ids, following = reads.report_page(connection, zones=zones, period=period, kind=kind, limit=limit, cursor=cursor)
            loaded = self._load(connection, ids)
        return [loaded[report_id] for report_id in ids], following

    def editions(self, zone: str, period: Period, kind: str, *, limit: int) -> list[str]:
        with self._reading() as connection:
            return reads.editions(connection, zone, period, kind, limit)

    def report(self, report_id: str) -> Report:
        with self._reading() as connection:
            loaded = self._load(connection, [report_id])
        if report_id not in loaded:
            raise reads.missing(report_id)
        return loaded[report_id]

    def find_by_hash(self, content_hash: str) -> Report | None:
        with self._reading() as connection:
            report_id = reads.report_id_by_hash(connection, content_hash)
            return None if report_id is None else self._load(connection, [report_id])[report_id]

    def original(self, report_id: str) -> bytes:
        with self._reading() as connection:
            return reads.original(connection, report_id)

    def tally(self, report_id: str) -> Tally:
        with self._reading() as connection:
            return reads.tally(connection, report_id)

    def report_count(self) -> int:
        with self._reading() as connection:
            return reads.report_count(connection)

    def zones(self, name: str | None = None) -> list[ZoneEntry]:
        with self._reading() as connection:
            return reads.zones(connection, name)

    def chunks(self, report_id: str) -> list[Chunk]:
        with self._reading() as connection:
            return reads.chunks(connection, report_id)

    def passages(self, chunk_ids: Sequence[str]) -> dict[str, Passage]:
        with self._reading() as connection:
            return reads.passages(connection, chunk_ids)

    def chunks_by_id(self, chunk_ids: Sequence[str]) -> list[Chunk]:
        with self._reading() as connection:
            return reads.chunks_by_id(connection, chunk_ids)

    def observations(
        self,
        *,
        report_ids: Collection[str] = (),
        zones: Collection[str] = (),
        indicators: Collection[str] = (),
        periods: Collection[Period] = (),
        statuses: Collection[Status] = (),
        text: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> tuple[list[Observation], str | None]:
        with self._reading() as connection:
            return reads.observations(
                connection,
                report_ids=report_ids,
                zones=zones,
                indicators=indicators,
                periods=periods,
                statuses=statuses,
                words=text,
                limit=limit,
                cursor=cursor,
            )

    def findings(self, report_id: str) -> list[Finding]:
        with self._reading() as connection:
            return reads.findings(connection, report_id)

    def lexical(self, terms: Sequence[str], *, report_ids: Collection[str] | None, limit: int) -> list[tuple[str, float]]:
        with self._reading() as connection:
            if report_ids is None or len(report_ids) > _ONE_BY_ONE:
                return reads.lexical(connection, self._telling(connection, terms), report_ids, limit)
            found = [each for key in report_ids for each in reads.lexical_of_one(connection, terms, key, limit)]
            return sorted(found, key=lambda each: -each[1])[:limit]

    def _telling(self, connection: Connection, terms: Sequence[str]) -> Sequence[str]:
        """Terms without those that very many chunks hold, which take most of the time and tell least."""
        most = max(_MANY, round(_COMMON * self._counts.get("", partial(reads.chunk_count, connection))))
        return [term for term in terms if self._counts.get(term, partial(reads.holding, connection, term)) <= most] or terms

    def nearest(self, vector: Sequence[float], *, report_ids: Collection[str] | None, limit: int) -> list[tuple[str, float]]:
        with self._reading() as connection:
            if report_ids is None:
                within, extra = None, reads.hidden_count(connection)
            else:
                within, extra = reads.numbers_of(connection, report_ids), 0
        found = self._vectors.nearest(vector, limit=limit + extra, within=within)
        with self._reading() as connection:
            ids = reads.visible_ids(connection, [number for number, _ in found])
        return [(ids[number], similarity) for number, similarity in found if number in ids][:limit]

    def missing_vectors(self) -> list[tuple[str, str]]:
        with self._write_turn, self._reading() as connection:
            return reads.indexed_texts(connection, without=self._vectors.numbers())

    def put_vectors(self, vectors: Sequence[tuple[str, Sequence[float]]]) -> None:
        with self._write_turn:
            with self._reading() as connection:
                numbers = reads.numbers_by_id(connection, [chunk_id for chunk_id, _ in vectors])
                total = reads.chunk_count(connection)
            known = [(numbers[chunk_id], vector) for chunk_id, vector in vectors if chunk_id in numbers]
            self._vectors.add([number for number, _ in known], [vector for _, vector in known])
            if self._vectors.count() == total:
                self._vectors.drop_others()

    def remember(self, kind: str, name: str) -> None:
        with self._writing(_Effect.NOTHING) as connection:
            writes.set_value(connection, f"{kind}:{name}", "")

    def remembered(self, kind: str) -> list[str]:
        with self._reading() as connection:
            return sorted(key.removeprefix(f"{kind}:") for key in reads.keys(connection, f"{kind}:"))

    def forget(self, kind: str, name: str) -> None:
        with self._writing(_Effect.NOTHING) as connection:
            writes.drop_value(connection, f"{kind}:{name}")

    def check(self, *, repair: bool = False) -> list[str]:
        with self._write_turn:
            self._sweep()
            with self._writing() as connection:
                problems = database_problems(connection) + report_problems(connection)
                problems += term_problems(connection, repair=repair)
                return problems + vector_problems(connection, self._vectors, repair=repair)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self, effect: _Effect = _Effect.OTHER) -> Iterator[Connection]:
        with self._write_turn:
            with self._engine.execution_options(writes=True).begin() as connection:
                yield connection
            # One process owns the folder, so numbers in its memory see every change.
            self._version += effect >= _Effect.MORE
            self._changes += effect >= _Effect.OTHER

    def _load(self, connection: Connection, report_ids: Collection[str]) -> dict[str, Report]:
        """Visible reports by id, decoded ones from memory while their version is the stored one."""
        versions = reads.versions(connection, report_ids)
        with self._kept_lock:
            loaded = {key: self._kept[key][1] for key, version in versions.items() if self._kept.get(key, (None,))[0] == version}
        loaded |= {row.id: report_from(row) for row in reads.report_rows(connection, versions.keys() - loaded.keys())}
        with self._kept_lock:
            for key, version in versions.items():
                self._kept[key] = version, loaded[key]
                self._kept.move_to_end(key)
            weight = sum(report.memory for _, report in self._kept.values())
            while weight > _KEPT_REPORTS:
                _, (_, report) = self._kept.popitem(last=False)
                weight -= report.memory
        return loaded

    def _sweep(self) -> None:
        """Deletes vectors that lost, or never got, their chunk. A failure is not the caller's: the next sweep tries again."""
        columns = tables.unwanted_vectors.c
        with self._write_turn:
            with self._reading() as connection:
                numbers = list(connection.scalars(select(columns.number)))
            if not numbers:
                return
            try:
                self._vectors.delete(numbers)
            except StoreDamaged as error:
                _log.warning("unwanted vectors stay for now: %s", error)
                return
            with self._writing(_Effect.NOTHING) as connection:
                # No save is under way while the turn to write is ours, so nothing else can stand in this table.
                connection.execute(delete(tables.unwanted_vectors))

    def _forget(self, report_ids: Sequence[str]) -> None:
        if report_ids:
            with self._kept_lock:
                for report_id in report_ids:
                    self._kept.pop(report_id, None)
            self._sweep()
            forget(self._engine)


def _stamp(now: datetime | None) -> str:
    return (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="microseconds")


def _window_start(now: datetime | None) -> str:
    return _stamp((now or datetime.now(UTC)) - RESTORE_WINDOW)
