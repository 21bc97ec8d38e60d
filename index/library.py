"""``Library``: the one object the storey above holds. It only delegates."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import zip_longest
from threading import RLock

from index.across import keep_up
from index.audit import audit
from index.compare import Asked as AskedIndicator
from index.compare import compare, series
from index.derive import Derived, Given, Progress, by_hand, derive, follow, hash_of, silent
from index.domain import (
    Chunk,
    ComparisonTable,
    Finding,
    Measure,
    Observation,
    Passage,
    Period,
    Query,
    Receipt,
    Report,
    Span,
    Status,
    Verdict,
    Zone,
    ZoneIdentity,
    path_at,
)
from index.editions import Change, difference
from index.embed import Embedder
from index.errors import InvalidInput, NotFound
from index.extract import calendar_of
from index.governing import STATUS_WORDS, is_plan
from index.indicators import CATALOGUE, fits
from index.ingest import KnownZones, keep, save
from index.itemised import Item, Run, runs
from index.kept import Kept
from index.locate import Located, answers_all, answers_kind, fits_question, locate, sentence_at, widened
from index.locate import holds as holds_term
from index.periods import Calendar
from index.proposals import Proposal, Refusal, admit
from index.question import Asked, Reading, Term, read_question
from index.retrieve import grown, retrieve
from index.script import with_points
from index.store.base import Store, Tally, ZoneEntry
from index.trace import Sources, Traced, trace
from index.verify import CitedSpan, verify
from index.zones import Mention, joined, mentioned, named_elsewhere

__all__ = [
    "CATALOGUE",
    "STATUS_WORDS",
    "Asked",
    "Change",
    "Item",
    "Library",
    "Located",
    "Mention",
    "Proposal",
    "Reading",
    "Refusal",
    "Run",
    "Term",
    "Traced",
    "Understanding",
    "answers_all",
    "answers_kind",
    "fits",
    "fits_question",
    "holds_term",
    "is_plan",
    "runs",
    "sentence_at",
    "widened",
    "with_points",
]

_KEPT = 4096
"""Findings of searches and lists kept at hand."""
_KEPT_OF_REPORTS = 150_000_000
"""Bytes, about, that reports, their ledgers and chunks may take in memory."""
_UNSETTLED = "unsettled"
"""Kind under which the store remembers the zones whose findings across reports are put off."""
_RANKED = 40
"""Passages kept of a search: as many as are reranked, so that any part of an answer finds in them what it asks for."""
_EVERYTHING = 1000
_LOOKED_THROUGH = 40
"""Passages from which the zones that a question may mean are told."""


_OBSERVATION = 2_500
"""Bytes that one takes in memory; a chunk takes no more."""


def _bytes_of(value: Report | Sequence[Observation] | Sequence[Chunk]) -> int:
    return value.memory if isinstance(value, Report) else _OBSERVATION * (1 + len(value))


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question read against the library: its words, and the zones it speaks of.

    ``zones`` are resolved names in order of mention; ``ambiguous`` are groups of names that one word of the question may mean.
    """

    reading: Reading
    zones: tuple[str, ...]
    ambiguous: tuple[tuple[str, ...], ...]
    mentions: tuple[Mention, ...]
    elsewhere: tuple[str, ...]
    """Zones named that no report of the library speaks of."""


class Library:
    """Everything that is true of the reports. Synchronous and thread-safe; built once by the composition root."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self.store = store
        self._embedder = embedder
        self._kept = Kept(lambda: store.version, most=_KEPT)
        self._reports = Kept(lambda: store.changes, most=_KEPT_OF_REPORTS, weigh=_bytes_of)
        self._turn = RLock()
        """One change at a time: findings across reports must follow from the reports as they all stand."""
        self._known_zones: KnownZones | None = None
        """Kept up while reports only come; None after any other change."""
        self._put_off_zones: set[str] | None = None
        """What the store remembers of them; None until it was asked."""

    # --- reports

    def add(
        self,
        data: bytes,
        *,
        name: str | None = None,
        title: str | None = None,
        url: str | None = None,
        zone: str | None = None,
        period: Period | None = None,
        progress: Progress | None = None,
    ) -> tuple[Receipt, bool]:
        """Stores a file; the same bytes again give the first receipt and False. Raises UnreadableFile and TooLarge."""
        before = self.known(hash_of(data))
        if before is not None:
            return before, False
        created = datetime.now(UTC).isoformat(timespec="seconds")
        given = Given(created, name=name, title=title, url=url, zone=zone, period=period)
        return self.keep(derive(data, given, self._embedder, tell=progress or silent), data)

    def known(self, content_hash: str) -> Receipt | None:
        """The receipt of the report that these bytes gave before."""
        report = self.store.find_by_hash(content_hash)
        return None if report is None else report.receipt

    def keep(self, derived: Derived, data: bytes, *, settle: bool = True) -> tuple[Receipt, bool]:
        """Stores what was derived of a file, here or in another process; the same content again gives the first receipt and False.

        Without ``settle`` the findings across the reports of its zone are put off to the next ``settle()``, over a crash too:
        of many files each zone is then set against itself once.
        """
        with self._turn:
            if self._known_zones is None:
                self._known_zones = KnownZones(entry.identity for entry in self.store.zones())
            before = silent if settle else self._put_off
            report, new = keep(self.store, self._embedder, derived, data, self._known_zones, before)
            if new:
                self._known_zones.add(report.zone)
                if settle:
                    self._keep_up(report.zone.name, since=report.id)
        assert report.receipt is not None
        return report.receipt, new

    def settle(self) -> None:
        """Makes up for what was put off, a zone at a time."""
        for zone in self.store.remembered(_UNSETTLED):
            with self._turn:
                self._keep_up(zone)
                self.store.forget(_UNSETTLED, zone)
                self._put_off_zones = None

    def _put_off(self, zone: str) -> None:
        if self._known_zones is None or zone not in self._known_zones:
            return  # its first report has no other to be set against
        if self._put_off_zones is None:
            self._put_off_zones = set(self.store.remembered(_UNSETTLED))
        if zone not in self._put_off_zones:
            self.store.remember(_UNSETTLED, zone)
            self._put_off_zones.add(zone)

    def reports(
        self,
        *,
        zone: Sequence[str] = (),
        period: Period | None = None,
        kind: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> tuple[list[Report], str | None]:
        return self.store.reports(zones=zone, period=period, kind=kind, limit=limit, cursor=cursor)

    def report(self, report_id: str) -> Report:
        """Raises NotFound."""
        return self._reports.get(("report", report_id), lambda: self.store.report(report_id))

    def has(self, report_id: str) -> bool:
        """Whether a report may be read: it is here and not deleted."""
        try:
            self.report(report_id)
        except NotFound:
            return False
        return True

    def original(self, report_id: str) -> bytes:
        return self.store.original(report_id)

    def tally(self, report_id: str) -> Tally:
        return self.store.tally(report_id)

    def report_count(self) -> int:
        return self.store.report_count()

    def chunks(self, report_id: str) -> list[Chunk]:
        return self._reports.get(("chunks", report_id), lambda: self.store.chunks(report_id))

    def difference(self, earlier: str, later: str) -> list[Change]:
        """Which figures differ between two editions of a report. Raises NotFound."""
        return difference(self.ledger(self.report(earlier).id), self.ledger(self.report(later).id))

    def replace(self, earlier: str, later: str) -> None:
        """A later edition takes the place of an earlier one, which is hidden as if deleted. Raises NotFound and InvalidInput."""
        if self.report(earlier).id == self.report(later).id:
            raise InvalidInput("一份报告不能替换它自己")
        self.remove(earlier)

    def correct(
        self, report_id: str, *, zone: str | None = None, period: Period | None = None, kind: str | None = None
    ) -> Report:
        """Zone, period or kind set by hand; ledger, findings and what is searched follow. Raises NotFound."""
        with self._turn:
            report = self.store.report(report_id)
            before = report.zone.name
            report = by_hand(report, zone=zone, period=period, kind=kind)
            save(self.store, self._embedder, follow(report, None), self.store.original(report_id))
            self._known_zones = None
            self._keep_up(before, report.zone.name)
        return report

    def remove(self, report_id: str, *, purge: bool = False) -> None:
        """Hides a report at once; ``purge`` deletes every trace of it now, else that happens after ten minutes."""
        with self._turn:
            zones = [entry.identity.name for entry in self._entries() if entry.report_id == report_id]
            if purge:
                self.store.purge(report_id)
            else:
                self.store.remove(report_id)
            self._known_zones = None
            self._keep_up(*zones)

    def restore(self, report_id: str) -> None:
        with self._turn:
            self.store.restore(report_id)
            self._known_zones = None
            self._keep_up(self.store.report(report_id).zone.name)

    def _keep_up(self, *zones: str, since: str | None = None) -> None:
        with self._turn:
            keep_up(self.store, zones, lambda report_id: (self.report(report_id), self.ledger(report_id)), since=since)

    # --- zones and questions

    def _entries(self) -> list[ZoneEntry]:
        return self._kept.get("entries", self.store.zones)

    def _identities(self) -> dict[str, ZoneIdentity]:
        """By name of the zone: what the newest report says of it."""
        return self._kept.get("identities", lambda: {entry.identity.name: entry.identity for entry in self._entries()})

    def zones(self) -> list[Zone]:
        """Zones joined over their reports by name, which intake keeps unique; homonyms are other zones that share an alias."""
        return list(self._kept.get("zones", self._joined))

    def _joined(self) -> tuple[Zone, ...]:
        return joined((entry.report_id, entry.identity, entry.period) for entry in self._entries())

    def understand(self, text: str, *, zones: Collection[str] = (), calendar: Calendar | None = None) -> Understanding:
        """Reads a question; ``zones`` limits the zones it may speak of (all when empty)."""
        key = ("understood", text, frozenset(zones), calendar)
        return self._kept.get(key, lambda: self._understood(text, zones, calendar))

    def _understood(self, text: str, zones: Collection[str], calendar: Calendar | None) -> Understanding:
        known = [identity for name, identity in self._identities().items() if not zones or name in zones]
        mentions = self._kept.get(("mentions", text, frozenset(zones)), lambda: mentioned(text, known))
        reading = read_question(
            text, without=[mention.span for mention in mentions if mention.how != "companion"], calendar=calendar
        )
        resolved = [mention.zone_name for mention in mentions if mention.zone_name is not None]
        groups = [
            tuple(mention.ambiguous) for mention in mentions if mention.ambiguous and not set(mention.ambiguous) & set(resolved)
        ]
        return Understanding(
            reading,
            tuple(dict.fromkeys(resolved)),
            tuple(dict.fromkeys(groups)),
            tuple(mentions),
            self._kept.get(("elsewhere", text, frozenset(zones)), lambda: tuple(named_elsewhere(text, known))),
        )

    def calendar(self, report_id: str) -> Calendar:
        return calendar_of(self.report(report_id))

    def search(self, query: Query) -> list[Passage]:
        """Ranked passages of the reports that the query's filters leave; without filters, of the zones that its text names.

        Several zones named are looked in one by one: coverage of each goes before depth in one.
        """
        ids = self.scope(report_ids=query.report_ids, zones=query.zones, period=query.period)
        if ids is None and (named := self._named(query.text)):
            if len(named) <= query.limit:
                return self.search_each(query, named)
            ids = tuple(report_id for group in named for report_id in group)
        if ids is not None:
            # Where only some zones are looked in, their names stand over every passage and tell nothing.
            text = self._unnamed(query.text)
            query = replace(query, text=text if text.strip(" ,，;；:：、") else query.text)
        # A writer looks again for what the rules have looked for: with room, or for fewer.
        ranked = replace(query, limit=max(query.limit, _RANKED), room=0)
        found = self._kept.get(("found", ranked), lambda: retrieve(ranked, self.store, self._embedder, ids))
        return grown(found, self, room=query.room, limit=query.limit) if query.room else found[: query.limit]

    def _named(self, text: str) -> list[tuple[str, ...]]:
        """Reports of each zone that a text names, and of each that an ambiguous name may mean."""
        understood = self.understand(text)
        names = dict.fromkeys([*understood.zones, *(name for group in understood.ambiguous for name in group)])
        reports = {zone.name: zone.report_ids for zone in self.zones()} if names else {}
        return [reports[name] for name in names if name in reports]

    def _unnamed(self, text: str) -> str:
        """A question without the zones it names; of the same length where it is not written in traditional characters."""
        understood = self.understand(text)
        letters = list(understood.reading.text)
        for mention in understood.mentions:
            letters[mention.span.start : mention.span.end] = "，" * len(mention.span)
        return "".join(letters)

    def likely(self, query: Query) -> dict[str, tuple[str, ...]]:
        """The zones whose passages fit a query best, best first, at most its limit; of each the reports they stand in."""
        found: dict[str, dict[str, None]] = {}
        for passage in self.search(replace(query, limit=_LOOKED_THROUGH)):
            found.setdefault(passage.zone, {})[passage.report_id] = None
        return {zone: tuple(reports) for zone, reports in list(found.items())[: query.limit]}

    def search_each(self, query: Query, groups: Sequence[Collection[str]]) -> list[Passage]:
        """As ``search``, but over groups of report ids in turn: the best of each, then the second of each, to the limit.

        Without groups, over all that the query leaves.
        """
        if not groups:
            return self.search(query)
        found = [self.search(replace(query, report_ids=tuple(ids))) for ids in groups]
        in_turn = [passage for rank in zip_longest(*found) for passage in rank if passage is not None]
        return in_turn[: query.limit]

    def scope(
        self, *, report_ids: Collection[str] = (), zones: Collection[str] = (), period: Period | None = None
    ) -> tuple[str, ...] | None:
        """Ids of the reports that filters leave; None where there is no filter. A report of unknown period passes a period."""
        if not report_ids and not zones and period is None:
            return None
        return tuple(
            entry.report_id
            for entry in self._entries()
            if (not report_ids or entry.report_id in report_ids)
            and (not zones or entry.identity.name in zones)
            and (period is None or entry.period is None or entry.period.overlaps(period))
        )

    def locate(self, reading: Reading, passages: Sequence[Passage], *, limit: int = 8) -> list[Located]:
        return locate(reading, passages, limit=limit)

    # --- ledger, comparison, audit, verification

    def observations(
        self,
        *,
        reports: Sequence[str] = (),
        zones: Sequence[str] = (),
        indicators: Sequence[str] = (),
        periods: Sequence[Period] = (),
        statuses: Sequence[str] = (),
        text: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> tuple[list[Observation], str | None]:
        return self.store.observations(
            report_ids=reports,
            zones=zones,
            indicators=indicators,
            periods=periods,
            statuses=[Status(status) for status in statuses],
            text=text,
            limit=limit,
            cursor=cursor,
        )

    def ledger(self, report_id: str) -> tuple[Observation, ...]:
        """All observations of one report, in order of place. Raises NotFound."""
        return self._reports.get(("ledger", report_id), lambda: self._ledger(report_id))

    def _ledger(self, report_id: str) -> tuple[Observation, ...]:
        found: list[Observation] = []
        cursor: str | None = None
        while True:
            page, cursor = self.store.observations(report_ids=[report_id], limit=_EVERYTHING, cursor=cursor)
            found += page
            if cursor is None:
                return tuple(found)

    def compare(
        self,
        *,
        zones: Sequence[str],
        indicators: Sequence[AskedIndicator] | None = None,
        period: Period | None = None,
        measures: Sequence[Measure] = (Measure.LEVEL,),
        trend: bool = False,
        report_ids: Collection[str] = (),
    ) -> ComparisonTable:
        """Table of ``indicators`` over ``zones`` from the ledgers of the reports that the filters leave."""
        ids = self.scope(report_ids=report_ids, zones=zones, period=period) or ()
        return compare(
            [observation for report_id in ids for observation in self.ledger(report_id)],
            zones=zones,
            indicators=indicators,
            period=period,
            reports={report_id: self.report(report_id) for report_id in ids},
            catalogue=CATALOGUE.by_name,
            measures=measures,
            trend=trend,
        )

    def series(
        self,
        *,
        zone: str,
        indicators: Sequence[AskedIndicator] | None = None,
        period: Period | None = None,
        measures: Sequence[Measure] = (Measure.LEVEL,),
        targets_only: bool = False,
        report_ids: Collection[str] = (),
    ) -> ComparisonTable:
        """Table of ``indicators`` of one zone over its periods. A report of the year before may hold the target of ``period``,
        so that is a filter of figures and not of reports.
        """
        ids = self.scope(report_ids=report_ids, zones=[zone]) or ()
        return series(
            [observation for report_id in ids for observation in self.ledger(report_id)],
            zone=zone,
            indicators=indicators,
            period=period,
            reports={report_id: self.report(report_id) for report_id in ids},
            catalogue=CATALOGUE.by_name,
            measures=measures,
            targets_only=targets_only,
        )

    def admit(self, report_id: str, within: Span, proposals: Sequence[Proposal]) -> list[Observation | Refusal]:
        """What became of a model's proposals for one piece of a report; the admitted are in the ledger from now on.

        A correction of the report by hand reads its ledger anew, without them. Raises NotFound.
        """
        report = self.report(report_id)
        with self._turn:
            ledger = list(self.ledger(report_id))
            judged: list[Observation | Refusal] = []
            for proposal in proposals:
                result = admit(report, within, ledger, proposal)
                judged.append(result)
                if isinstance(result, Observation):
                    ledger.append(result)
            if any(isinstance(each, Observation) for each in judged):
                ledger.sort(key=lambda each: (each.value_span, each.span))
                self.store.correct(report, ledger)
                self.store.put_findings(report_id, audit(report, ledger))
                self._keep_up(report.zone.name)
        return judged

    def audit(self, report_id: str) -> list[Finding]:
        return self.store.findings(report_id)

    def decide(self, finding_id: str, decision: str | None, note: str | None) -> Finding:
        return self.store.decide(finding_id, decision, note)

    def verify(
        self,
        sentence: str,
        spans: Sequence[tuple[str, Span]],
        *,
        question: str = "",
        formulas: Mapping[str, str] | None = None,
    ) -> list[Verdict]:
        """A verdict for every number of a sentence against the (report id, span) pairs it cites."""
        return verify(sentence, [self.cited(report_id, span) for report_id, span in spans], question=question, formulas=formulas)

    def cited(self, report_id: str, span: Span) -> CitedSpan:
        """A span with the ledger's reading of it."""
        report = self.report(report_id)
        inside = tuple(each for each in self.ledger(report_id) if each.value_span.overlaps(span))
        return CitedSpan(
            report_id,
            span,
            span.of(report.text),
            report.zone.name,
            report.period,
            inside,
            report.zone,
            calendar_of(report),
            path_at(report.sections, span.start),
            self._kept.get(("namesakes", report.zone.name), lambda: self._namesakes(report.zone)),
        )

    def _namesakes(self, zone: ZoneIdentity) -> tuple[str, ...]:
        """Full names of the other zones that share a name with one."""
        return next((each.homonyms for each in self.zones() if each.name == zone.name), ())

    def trace(self, text: str, *, report_ids: Collection[str] = (), zones: Collection[str] = ()) -> list[Traced]:
        """A verdict for every number of any text, against the reports that the filters leave."""
        sources = Sources(self.search, self.cited, self._rows, self._reports_of, list(self._identities().values()))
        return trace(text, sources, report_ids=tuple(report_ids), zones=tuple(zones))

    def _rows(self, zones: Sequence[str], report_ids: Sequence[str], indicators: Sequence[str]) -> list[Observation]:
        """Ledger rows that filters leave; without indicators those of the reports named, in full."""
        if not indicators:
            return [row for report_id in report_ids for row in self.ledger(report_id)]
        return self.observations(zones=zones, reports=report_ids, indicators=indicators, limit=_EVERYTHING)[0]

    def _reports_of(self, zones: Sequence[str], report_ids: Sequence[str]) -> list[str]:
        """Ids of the reports that filters leave, all where there is none."""
        left = self.scope(report_ids=report_ids, zones=zones)
        return [entry.report_id for entry in self.store.zones()] if left is None else list(left)

    # --- upkeep

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Computes vectors that are missing, as after a change of embedder; gives their count."""
        missing = self.store.missing_vectors()
        for start in range(0, len(missing), 256):
            batch = missing[start : start + 256]
            vectors = self._embedder.embed_documents([text for _, text in batch])
            self.store.put_vectors([(chunk_id, vector) for (chunk_id, _), vector in zip(batch, vectors, strict=True)])
            if progress:
                progress(min(start + 256, len(missing)), len(missing))
        return len(missing)

    def check(self, *, repair: bool = False) -> list[str]:
        """Problems of the store in words; with ``repair`` what can be mended is mended, vectors included."""
        problems = self.store.check(repair=repair)
        if repair:
            self.rebuild()
        return problems

    def sweep(self) -> list[str]:
        """Purges what was removed more than ten minutes ago."""
        return self.store.purge_expired()

    def close(self) -> None:
        self.store.close()
