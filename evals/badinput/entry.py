"""One bad file: what it is called, how it is made and what must come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

Made = bytes | Iterable[bytes]
"""A file's bytes, or its pieces where the whole is better not held in memory."""


class Wanted(StrEnum):
    """``EITHER`` is for files where reading and refusing are both defensible: a report then still has to keep ``holds`` and ``lacks``."""

    ERROR = "error"
    REPORT = "report"
    EITHER = "either"


UNREADABLE = "unreadable_file"
UNSUPPORTED = "unsupported_format"
ENCRYPTED = "encrypted_file"
DAMAGED = "damaged_file"
MISSING = "reader_missing"
TOO_LONG = "took_too_long"
TOO_LARGE = "too_large"
INVALID = "invalid_input"

NO_TEXT = (UNREADABLE, DAMAGED)
BROKEN = (DAMAGED, UNREADABLE)
UNKNOWN = (UNSUPPORTED, UNREADABLE)
TOO_MUCH = (TOO_LARGE, TOO_LONG)
ANY = (UNREADABLE, UNSUPPORTED, ENCRYPTED, DAMAGED, MISSING, TOO_LONG, TOO_LARGE, INVALID)
"""Every code that tells of a file. ``internal`` is none: nobody foresaw what it stands for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``codes`` are the codes that a refusal of the file, or of a member of it, may carry.

    What is stored of it holds every one of ``holds``, none of ``lacks``, and with ``told`` says in its receipt that it is not whole.
    """

    group: str
    name: str
    file_name: str
    make: Callable[[], Made]
    codes: tuple[str, ...] = ()
    wanted: Wanted = Wanted.ERROR
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    told: bool = False

    def pieces(self) -> Iterator[bytes]:
        made = self.make()
        if isinstance(made, bytes):
            yield made
        else:
            yield from made


class Group:
    """Entries of one group, in the order they are named."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.entries: list[Entry] = []

    def refused(self, name: str, file_name: str, make: Callable[[], Made], *codes: str) -> None:
        """Must end in an error with one of ``codes``."""
        self.entries.append(Entry(self.name, name, file_name, make, codes))

    def read(
        self,
        name: str,
        file_name: str,
        make: Callable[[], Made],
        *codes: str,
        holds: tuple[str, ...] = (),
        lacks: tuple[str, ...] = (),
    ) -> None:
        """Must end in a report; ``codes`` are those that members beside the readable ones may be refused with."""
        self.entries.append(Entry(self.name, name, file_name, make, codes, Wanted.REPORT, holds, lacks))

    def either(
        self,
        name: str,
        file_name: str,
        make: Callable[[], Made],
        *codes: str,
        holds: tuple[str, ...] = (),
        lacks: tuple[str, ...] = (),
        told: bool = False,
    ) -> None:
        """May be read or refused with one of ``codes``."""
        self.entries.append(Entry(self.name, name, file_name, make, codes, Wanted.EITHER, holds, lacks, told))
