"""Files that want a password, and old Office containers (OLE), hand-made."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import partial

from evals.badinput.entry import BROKEN, ENCRYPTED, MISSING, UNSUPPORTED, Entry, Group
from evals.badinput.pdf import AES_256, CERTIFICATE, locked, locked_anew
from evals.badinput.samples import SAID

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NO_ENTRY = 0xFFFFFFFF


def entries() -> list[Entry]:
    group = Group("encrypted")
    group.read("pdf that all may read and some change", "受保护.pdf", partial(locked, ""), holds=SAID)
    group.refused("pdf with a password", "加密.pdf", partial(locked, "secret"), ENCRYPTED)
    group.refused("pdf with a password, AES-256", "加密2.pdf", partial(locked_anew, AES_256), ENCRYPTED)
    group.refused("pdf for holders of a certificate", "证书.pdf", partial(locked_anew, CERTIFICATE), ENCRYPTED, UNSUPPORTED)
    group.refused(
        "pdf with a handler nobody knows", "异法.pdf", partial(locked_anew, "/Filter/Acme/V 9"), ENCRYPTED, UNSUPPORTED, *BROKEN
    )
    for suffix in ("docx", "xlsx", "docm", "pptx"):
        group.refused(f"{suffix} with a password", f"加密.{suffix}", encrypted_package, ENCRYPTED)
    group.refused("docx with a password named doc", "加密.doc", encrypted_package, ENCRYPTED)
    group.refused("docx with a password named txt", "加密.txt", encrypted_package, ENCRYPTED)
    group.refused(
        "doc with a password",
        "旧加密.doc",
        lambda: ole([("1Table", bytes(4096)), ("WordDocument", word_document(locked=True))]),
        ENCRYPTED,
        MISSING,
    )
    group.refused(
        "xls with a password", "旧加密.xls", lambda: ole([("Workbook", _workbook(locked=True))]), ENCRYPTED, UNSUPPORTED, MISSING
    )
    group.refused(
        "a package whose lock is missing", "缺锁.docx", lambda: ole([("EncryptedPackage", bytes(5000))]), ENCRYPTED, *BROKEN
    )
    return group.entries


def encrypted_package() -> bytes:
    """What Office writes when a password is set: an OLE container around a package that nobody can open."""
    noise = bytes((at * 89 + at // 11) & 255 for at in range(6000))
    information = struct.pack("<HHI", 4, 4, 0x40) + b'<?xml version="1.0"?><encryption/>'
    return ole([("EncryptionInfo", information.ljust(4096, b"\0")), ("EncryptedPackage", struct.pack("<Q", 5900) + noise)])


def word_document(*, locked: bool = False) -> bytes:
    """The file information block of a Word 97 document, and nothing behind it."""
    flags = 0x0200 | (0x0100 if locked else 0)
    return struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x0804, 0, flags).ljust(8192, b"\0")


def _workbook(*, locked: bool = False) -> bytes:
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0, 0, 0)
    lock = struct.pack("<HHHHH", 0x002F, 6, 1, 1, 1) if locked else b""
    return (begin + lock + struct.pack("<HH", 0x000A, 0)).ljust(4096, b"\0")


def ole(streams: Sequence[tuple[str, bytes]], *, loop: bool = False) -> bytes:
    """An OLE container. Streams come shorter names first, of 4,096 bytes or more each, which keeps them out of the mini stream. ``loop``: chains never end."""
    chains, data, at = [], b"", 2
    for _, content in streams:
        sectors = -(-len(content) // _SECTOR)
        chains.append((at, sectors))
        data += content.ljust(sectors * _SECTOR, b"\0")
        at += sectors
    table = [_FAT, _END]
    for start, sectors in chains:
        table += [*range(start + 1, start + sectors), start if loop else _END]
    table += [_FREE] * (128 - len(table))
    entries = [_directory_entry("Root Entry", 5, child=1, start=_END, size=0)]
    for number, ((name, content), (start, _)) in enumerate(zip(streams, chains, strict=True), start=1):
        right = number + 1 if number < len(streams) else _NO_ENTRY
        entries.append(_directory_entry(name, 2, right=right, start=start, size=len(content)))
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        _END,
        0,
        _END,
        0,
    )
    difat = struct.pack("<109I", 0, *[_FREE] * 108)
    return head + difat + struct.pack("<128I", *table[:128]) + directory + data


def _directory_entry(name: str, kind: int, *, start: int, size: int, child: int = _NO_ENTRY, right: int = _NO_ENTRY) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ", written, len(written), kind, 1, _NO_ENTRY, right, child, bytes(16), 0, 0, 0, start, size
    )
