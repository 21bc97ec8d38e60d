"""What was derived from a file -> stored report: told apart from its namesakes, idempotent by content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain, count

from index.derive import Derived, renamed, silent
from index.domain import Report, ZoneIdentity
from index.embed import Embedder
from index.store.base import Store
from index.zones import core_of, same_zone

_EDITIONS = 5
"""Other editions that a receipt names."""


def keep(
    store: Store,
    embedder: Embedder,
    derived: Derived,
    data: bytes,
    known: KnownZones,
    before: Callable[[str], None] = silent,
) -> tuple[Report, bool]:
    """Stores a report under the name its zone bears in the library. The same content again gives the first report and False.

    ``known`` are the library's zones. ``before`` is called with the zone's name right before anything is
    stored. What is given back has its receipt.
    """
    stored = store.find_by_hash(derived.report.content_hash)
    if stored is not None and stored.receipt is not None:
        return stored, False
    report = derived.report
    zone = known.told_apart(report.zone)
    receipt = report.receipt
    assert receipt is not None
    receipt = replace(receipt, zone=zone.name, editions=_editions(store, replace(report, zone=zone)))
    if receipt.editions:
        receipt = replace(receipt, warnings=(*receipt.warnings, "库中已有同园区、同期间、同类的报告,可能是它的另一版本"))
    derived = replace(derived, report=replace(report, receipt=receipt))
    if zone != report.zone:
        derived = renamed(derived, zone)
    before(zone.name)
    save(store, embedder, derived, data)
    return derived.report, True


def save(store: Store, embedder: Embedder, derived: Derived, data: bytes) -> None:
    """Stores a report with all that follows from it in one go, embedding what is not embedded yet."""
    vectors = derived.vectors
    if vectors is None:
        vectors = embedder.embed_documents(list(derived.indexed))
    store.save(derived.report, data, derived.chunks, derived.indexed, derived.observations, derived.findings, vectors)


def _editions(store: Store, report: Report) -> tuple[str, ...]:
    """Reports of the zone with the same period and kind, newest first; none for a report whose period is unknown."""
    if report.period is None:
        return ()
    return tuple(
        each for each in store.editions(report.zone.name, report.period, report.kind, limit=_EDITIONS) if each != report.id
    )


class KnownZones:
    """The zones of a library by name, in the order in which they came, and which name each report's zone bears among them."""

    def __init__(self, identities: Iterable[ZoneIdentity] = ()) -> None:
        self._by_name: dict[str, ZoneIdentity] = {}
        self._alike: defaultdict[str, dict[str, None]] = defaultdict(dict)
        """Names by what they have in common."""
        for identity in identities:
            self.add(identity)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def add(self, identity: ZoneIdentity) -> None:
        """Adds a zone, or what a newer report says of it."""
        self._by_name[identity.name] = identity
        for name in (identity.name, _bare(identity.name)):
            self._alike[core_of(name)][identity.name] = None

    def told_apart(self, identity: ZoneIdentity) -> ZoneIdentity:
        """The identity under the name its zone bears in the library, or under one that no other zone bears.

        Two 经济开发区 without a name of their own are two zones: the first keeps the bare name, a later one takes its place
        behind it, or a number where it has none.
        """
        for name in self._alike.get(core_of(identity.name), ()):
            other, bare = self._by_name[name], _bare(name)
            if same_zone(other, identity) or (bare == identity.name and same_zone(replace(other, name=bare), identity)):
                return replace(identity, name=name)
        if identity.name not in self._by_name:
            return identity
        place = identity.place
        where = "".join(part for part in (place.city or place.province, place.district) if part)
        names = chain([f"{identity.name}({where})"] if where else [], (f"{identity.name}(其{number})" for number in count(2)))
        return replace(identity, name=next(name for name in names if name not in self._by_name))


def _bare(name: str) -> str:
    """A name without what was put behind it to tell it apart."""
    return name.partition("(")[0]
