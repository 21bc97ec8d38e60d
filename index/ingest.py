"""What was derived from a file -> stored report: told apart from its namesakes, idempotent by content."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from index.derive import Derived, renamed, silent
from index.domain import Report, ZoneIdentity
from index.embed import Embedder
from index.store.base import Store
from index.zones import same_zone

_EDITIONS = 5
"""Other editions that a receipt names."""


def keep(
    store: Store,
    embedder: Embedder,
    derived: Derived,
    data: bytes,
    known: Collection[ZoneIdentity],
    before: Callable[[str], None] = silent,
) -> tuple[Report, bool]:
    """Stores a report under the name its zone bears in the library. The same content again gives the first report and False.

    ``known`` are the identities of the library's zones. ``before`` is called with the zone's name right before anything is
    stored. What is given back has its receipt.
    """
    stored = store.find_by_hash(derived.report.content_hash)
    if stored is not None and stored.receipt is not None:
        return stored, False
    report = derived.report
    zone = told_apart(report.zone, known)
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


def told_apart(identity: ZoneIdentity, known: Collection[ZoneIdentity]) -> ZoneIdentity:
    """The identity under the name its zone bears in the library, or under one that no other zone bears.

    Two 经济开发区 without a name of their own are two zones: the first keeps the bare name, a later one takes its place
    behind it, or a number where it has none.
    """
    for other in known:
        bare = other.name.partition("(")[0]
        if same_zone(other, identity) or (bare == identity.name and same_zone(replace(other, name=bare), identity)):
            return replace(identity, name=other.name)
    taken = {other.name for other in known}
    if identity.name not in taken:
        return identity
    place = identity.place
    where = "".join(part for part in (place.city or place.province, place.district) if part)
    names = [f"{identity.name}({where})"] if where else []
    names += [f"{identity.name}(其{number})" for number in range(2, len(known) + 3)]
    return replace(identity, name=next(name for name in names if name not in taken))
