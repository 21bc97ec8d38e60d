"""Zip files written record by record, so that their two directories may disagree and any field may lie."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evals.badinput.samples import BLOCK, deflated

UTF_8 = 0x800
LOCKED = 0x1
STORED, DEFLATED, AES = 0, 8, 99
SYMLINK = 0o120777 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """``packed`` are the bytes as they stand in the file; ``size`` and ``crc`` what the headers say of the unpacked ones."""

    name: bytes
    packed: bytes
    size: int
    crc: int
    method: int = DEFLATED
    flags: int = UTF_8
    mode: int = 0o100644 << 16
    extra: bytes = b""


def member(name: str | bytes, data: bytes, *, flags: int = UTF_8, mode: int = 0o100644 << 16) -> Member:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezer.compress(data) + squeezer.flush()
    named = name.encode() if isinstance(name, str) else name
    return Member(named, packed, len(data), zlib.crc32(data), flags=flags, mode=mode)


def locked(name: str, length: int = 400, *, method: int = STORED) -> Member:
    """A member that wants a password: its bytes mean nothing to anybody."""
    noise = bytes((at * 197 + at // 7) & 255 for at in range(length))
    extra = struct.pack("<HHHHBH", 0x9901, 7, 2, 0x4541, 3, DEFLATED) if method == AES else b""
    return Member(name.encode(), noise, length - 12, zlib.crc32(noise), method, UTF_8 | LOCKED, extra=extra)


def zero_member(name: str, length: int, *, said: int | None = None) -> Member:
    """So many zero bytes, which the headers call ``said``."""
    found = swollen(name, length, b"\0")
    return found if said is None else replace(found, size=said)


def swollen(name: str, length: int, fill: bytes = b" ", *, before: bytes = b"", after: bytes = b"") -> Member:
    """So many ``fill`` bytes between two pieces, in very few bytes."""
    block, rest = divmod(length, BLOCK)
    crc, piece = zlib.crc32(before), fill * BLOCK
    for _ in range(block):
        crc = zlib.crc32(piece, crc)
    crc = zlib.crc32(after, zlib.crc32(fill * rest, crc))
    packed = deflated(length, fill, before=before, after=after)
    return Member(name.encode(), packed, len(before) + length + len(after), crc)


def archived(members: Sequence[Member], *, comment: bytes = b"", shared: bool = False, count: int | None = None) -> bytes:
    """``shared``: all entries of the directory lead to the first member. ``count`` is how many the end record speaks of."""
    out, directory, at = [], [], 0
    for number, each in enumerate(members):
        place = 0 if shared else at
        directory.append(_entry(each, place))
        if number and shared:
            continue
        piece = _local(each)
        out.append(piece)
        at += len(piece)
    listed = b"".join(directory)
    said = min(len(members) if count is None else count, 0xFFFF)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, said, said, len(listed), at, len(comment)) + comment
    return b"".join(out) + listed + end


def _local(each: Member) -> bytes:
    fields = (20, each.flags, each.method, 0, 0x5A21, each.crc, len(each.packed), each.size, len(each.name), len(each.extra))
    return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *fields) + each.name + each.extra + each.packed


def _entry(each: Member, place: int) -> bytes:
    head = (0x314, 20, each.flags, each.method, 0, 0x5A21, each.crc, len(each.packed), each.size)
    tail = (len(each.name), len(each.extra), 0, 0, 0, each.mode, place)
    return struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", *head, *tail) + each.name + each.extra
