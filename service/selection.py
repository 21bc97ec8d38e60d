"""Which reports, zones and indicators a request names: an unknown report or zone is an error, an everyday name stands for every
zone that bears it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from index.domain import Report, Zone
from index.errors import NotFound
from index.library import CATALOGUE
from service.schema import AskRequest, BriefRequest, CompareRequest, VerifyRequest


class Shelf(Protocol):
    def report(self, report_id: str) -> Report: ...
    def zones(self) -> list[Zone]: ...


Selecting = TypeVar("Selecting", AskRequest, BriefRequest, CompareRequest, VerifyRequest)


def known_reports(shelf: Shelf, report_ids: Iterable[str]) -> tuple[str, ...]:
    """The ids without repetition; raises NotFound for one that is not there."""
    return tuple(dict.fromkeys(shelf.report(each).id for each in report_ids))


def known_zones(shelf: Shelf, names: Iterable[str]) -> tuple[str, ...]:
    """Full names of the zones called so: by full name, else by alias, which may be several (同名园区).

    Raises NotFound for a name nobody bears.
    """
    names = tuple(names)
    zones = shelf.zones() if names else []
    found: list[str] = []
    for name in names:
        bearing = [zone.name for zone in zones if zone.name == name] or [zone.name for zone in zones if name in zone.aliases]
        if not bearing:
            raise NotFound(f"没有这个园区: {name}", advice="请先用 GET /api/zones 列出现有园区。")
        found += bearing
    return tuple(dict.fromkeys(found))


def known_indicators(names: Iterable[str]) -> tuple[str, ...]:
    """Names under which the ledger has what is called so: the catalogue's for an alias, a family's members for its word.

    A name the catalogue does not know stands for itself: the ledger has names of the reports' own.
    """
    found: list[str] = []
    for name in names:
        entry = CATALOGUE.lookup(name)
        found += [entry.name if entry else name, *(member.name for member in CATALOGUE.family(name))]
    return tuple(dict.fromkeys(found))


def selected(shelf: Shelf, request: Selecting) -> Selecting:
    """``request`` with reports that exist and zones by their full names."""
    chosen = {"report_ids": known_reports(shelf, request.report_ids), "zones": known_zones(shelf, request.zones)}
    return request.model_copy(update=chosen)
