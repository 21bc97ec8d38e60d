"""Who a report is of: a zone, where it lies, and what else it is called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    province: str | None = None
    city: str | None = None
    district: str | None = None
    inferred: bool = False
    """True where any part was concluded from companion names and is not said by the report."""


@dataclass(frozen=True, slots=True)
class ZoneIdentity:
    """Which zone a report speaks of. ``name`` is the full name shown to users and the key of the zone.

    ``as_written`` is the text's own usual name; ``companions`` are distinctive names of the zone's surroundings
    (towns, parks, sub-districts) by which people also refer to it.
    """

    name: str
    as_written: str
    aliases: tuple[str, ...] = ()
    place: Place = Place()
    companions: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as the library knows it: its identity joined over its reports."""

    name: str
    aliases: tuple[str, ...]
    place: Place
    homonyms: tuple[str, ...]
    report_ids: tuple[str, ...]
    periods: tuple[str, ...]
