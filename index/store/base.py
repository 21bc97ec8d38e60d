"""The port: what the library needs of a store. One contract test runs over every engine."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine

from index.domain import Chunk, Finding, Observation, Passage, Period, Report, Status, ZoneIdentity

# How long a removed report can be had back; part of the HTTP contract.
RESTORE_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ZoneEntry:
    """What one visible report says about its zone."""

    report_id: str
    identity: ZoneIdentity
    period: Period | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a report's card counts. ``failing`` and ``uncertain`` are findings of that result that nobody dismissed."""

    chunks: int
    observations: int
    failing: int
    uncertain: int


class Store(Protocol):
    """Reports with everything derived from them. Synchronous, and safe to call from many threads.

    A report is visible whole or not at all. What was removed is invisible to every method but ``restore`` and ``purge``.
    Cursors are opaque and stay valid while reports come and go; a cursor that is none raises InvalidInput.
    """

    @property
    def engine(self) -> Engine:
        """For tables of the storey above, in the same database. Transactions that write must be opened with
        ``engine.execution_options(writes=True)``: they take their turn at the start instead of failing in the middle.
        """
        ...

    @property
    def version(self) -> int:
        """Another number after every change of what the methods give: what was read before may then be out of date."""
        ...

    @property
    def changes(self) -> int:
        """As ``version``, but the same while reports only come: what was read of one report still holds then."""
        ...

    def announce(self, address: str | None) -> None:
        """Tells processes that are refused where the owner answers."""
        ...

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
        """Stores a report, or replaces the one of the same id with all that was derived from it.

        ``indexed`` and ``vectors`` run beside ``chunks``: the text that is searched (heading path and slice) and its
        vector. Once this returns the report survives a crash; until then nothing of it shows. Decisions on findings
        survive by fingerprint, whatever ``findings`` say of them. Raises Conflict where another visible report has the same content.
        """
        ...

    def reports(
        self,
        *,
        zones: Collection[str] = (),
        period: Period | None = None,
        kind: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> tuple[list[Report], str | None]:
        """Newest first. ``zones`` are full zone names; ``period`` keeps reports whose period overlaps it."""
        ...

    def editions(self, zone: str, period: Period, kind: str, *, limit: int) -> list[str]:
        """Ids of the reports of a zone of exactly this period and kind, newest first."""
        ...

    def report(self, report_id: str) -> Report:
        """Raises NotFound."""
        ...

    def original(self, report_id: str) -> bytes:
        """The bytes as received. Raises NotFound."""
        ...

    def find_by_hash(self, content_hash: str) -> Report | None: ...

    def tally(self, report_id: str) -> Tally:
        """Raises NotFound."""
        ...

    def report_count(self) -> int: ...

    def zones(self, name: str | None = None) -> list[ZoneEntry]:
        """One entry a report, oldest report first; those of one zone where its name is given."""
        ...

    def chunks(self, report_id: str) -> list[Chunk]:
        """In reading order. Raises NotFound."""
        ...

    def chunks_by_id(self, chunk_ids: Sequence[str]) -> list[Chunk]:
        """In the order asked for; ids that are gone are left out."""
        ...

    def passages(self, chunk_ids: Sequence[str]) -> dict[str, Passage]:
        """Chunks by id with their text, zone and period, in the order asked for, scores 0; ids that are gone are left out."""
        ...

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
        """In order of saving, then of reading. Empty filters mean everything.

        ``periods`` keeps observations whose period lies inside one of them; ``text`` those whose indicator, subject or
        quote holds it, upper and lower case alike.
        """
        ...

    def findings(self, report_id: str) -> list[Finding]:
        """Raises NotFound."""
        ...

    def put_findings(self, report_id: str, findings: Sequence[Finding]) -> None:
        """Replaces a report's findings; decisions stay by fingerprint. Raises NotFound."""
        ...

    def decide(self, finding_id: str, decision: str | None, note: str | None) -> Finding:
        """Records a person's decision and gives the finding as it now stands. Raises NotFound."""
        ...

    def lexical(self, terms: Sequence[str], *, report_ids: Collection[str] | None, limit: int) -> list[tuple[str, float]]:
        """Chunk ids that hold any of ``terms``, best BM25 first, scores above 0. ``report_ids`` None is every report,
        an empty collection none.
        """
        ...

    def nearest(self, vector: Sequence[float], *, report_ids: Collection[str] | None, limit: int) -> list[tuple[str, float]]:
        """Chunk ids by cosine similarity, 0 to 1, best first; ``report_ids`` as in ``lexical``."""
        ...

    def correct(self, report: Report, observations: Sequence[Observation]) -> None:
        """Replaces a report's own fields and its observations; chunks, vectors and findings stay. Raises NotFound."""
        ...

    def remove(self, report_id: str, *, now: datetime | None = None) -> None:
        """Hides a report at once from every method. Raises NotFound."""
        ...

    def restore(self, report_id: str, *, now: datetime | None = None) -> None:
        """Takes ``remove`` back within ``RESTORE_WINDOW``; after it, and for unknown ids, raises NotFound."""
        ...

    def purge(self, report_id: str) -> None:
        """Deletes every trace of a report, visible or removed: rows, index terms, vectors, original. Raises NotFound."""
        ...

    def purge_expired(self, *, now: datetime | None = None) -> list[str]:
        """Purges what was removed longer than ``RESTORE_WINDOW`` ago and gives the ids."""
        ...

    def missing_vectors(self) -> list[tuple[str, str]]:
        """Chunk id and text to embed of every chunk without a vector of the current embedder."""
        ...

    def put_vectors(self, vectors: Sequence[tuple[str, Sequence[float]]]) -> None:
        """Adds vectors by chunk id; chunks that are gone are passed over. When the last one is in, vectors of former
        embedders are dropped.
        """
        ...

    def remember(self, kind: str, name: str) -> None:
        """Keeps a name under a kind, over a crash too; one that is there already stays once."""
        ...

    def remembered(self, kind: str) -> list[str]:
        """The names kept under a kind, sorted."""
        ...

    def forget(self, kind: str, name: str) -> None: ...

    def check(self, *, repair: bool = False) -> list[str]:
        """Problems found, in words; empty where all is well. With ``repair`` what can be mended is mended, and the list
        still says what was found. Missing vectors are reported, and mended by ``missing_vectors`` and ``put_vectors``.
        """
        ...

    def close(self) -> None:
        """Gives up ownership. Closing twice is no error."""
        ...
