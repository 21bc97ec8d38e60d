"""A file read as the product reads it: an archive taken apart first, then read, cleaned, its card and its ledger derived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from index.derive import Derived, Given, Kind, derive, expand, kind_of
from index.domain import Observation, Span
from index.errors import ZoneBriefError

_CREATED = "2026-01-01T00:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Reading:
    """One report that came of a file, or the error that came instead. ``member`` is its name in an archive."""

    derived: Derived | None
    member: str | None = None
    error: str | None = None

    @property
    def text(self) -> str:
        return self.derived.report.text if self.derived else ""

    @property
    def observations(self) -> tuple[Observation, ...]:
        return self.derived.observations if self.derived else ()

    @property
    def unsure(self) -> tuple[Span, ...]:
        """What the report marks as read from an image with little confidence, or as half a figure: neither passes for sure."""
        repairs = self.derived.report.repairs if self.derived else ()
        return tuple(repair.span for repair in repairs if repair.kind in ("low_confidence", "torn"))


def readings(data: bytes, name: str) -> list[Reading]:
    """The reports of a file: one, or those of an archive in its order."""
    if kind_of(data, name) is not Kind.ZIP:
        return [_reading(data, name, None)]
    with TemporaryDirectory() as folder:
        return list(_members(data, Path(folder)))


def _members(data: bytes, folder: Path) -> Iterator[Reading]:
    archive, out = folder / "archive.zip", folder / "members"
    archive.write_bytes(data)
    out.mkdir()
    try:
        members = expand(archive, out)
    except ZoneBriefError as error:
        yield Reading(None, None, f"{error.code}: {error.message}")
        return
    for member in members:
        if member.error is not None:
            yield Reading(None, member.name, f"{member.error.code}: {member.error.message}")
        else:
            yield _reading(member.path.read_bytes(), member.name, member.name)


def _reading(data: bytes, name: str, member: str | None) -> Reading:
    try:
        return Reading(derive(data, Given(_CREATED, name)), member)
    except ZoneBriefError as error:
        return Reading(None, member, f"{error.code}: {error.message}")
    except Exception as error:  # what is no error of the product's is a fault of it, and is told as one
        return Reading(None, member, f"crash: {type(error).__name__}: {error}")
