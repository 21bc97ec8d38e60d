"""Files under another suffix, under names that mislead, cut off, empty, and two formats in one."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import partial
from io import BytesIO
from zipfile import ZipFile

from evals.badinput.archives import ESCAPED
from evals.badinput.encrypted import ole, word_document
from evals.badinput.entry import BROKEN, INVALID, MISSING, NO_TEXT, TOO_MUCH, UNKNOWN, UNSUPPORTED, Entry, Group
from evals.badinput.pdf import pdf
from evals.badinput.samples import (
    FIGURES,
    SAID,
    csv,
    docx,
    gzipped,
    html,
    jpeg,
    mht,
    ofd,
    packed,
    plain,
    png,
    words,
    xlsx,
    zipped,
)

SOUND: dict[str, Callable[[], bytes]] = {
    "pdf": pdf,
    "docx": docx,
    "xlsx": xlsx,
    "ofd": ofd,
    "zip": zipped,
    "png": png,
    "jpg": jpeg,
    "html": html,
    "mht": mht,
    "gz": gzipped,
    "csv": csv,
    "txt": plain,
}
_LETTERS = ("html", "csv", "txt", "mht")
_PICTURES = ("png", "jpg")


def entries() -> list[Entry]:
    return [*_truncated(), *_empty(), *_suffixes(), *_named(), *_polyglots()]


def _truncated() -> list[Entry]:
    """Cut to a part of themselves. What is read of a binary format nevertheless has to say that it is not whole."""
    group = Group("truncated")
    for suffix, make in SOUND.items():
        for share in (5, 50, 90, 99):
            if suffix in ("txt", "csv") and share != 50:
                continue
            codes = (*BROKEN, *((MISSING,) if suffix in _PICTURES else ()), *((UNSUPPORTED,) if suffix == "gz" else ()))
            group.either(
                f"{suffix} cut to {share} %", f"截断.{suffix}", partial(_cut, make, share), *codes, told=suffix not in _LETTERS
            )
        if suffix not in _LETTERS:
            group.either(
                f"{suffix} with 100 bytes zeroed in the middle",
                f"缺块.{suffix}",
                partial(_holed, make),
                *BROKEN,
                MISSING,
                UNSUPPORTED,
            )
        if suffix in ("png", "jpg", "gz", "docx"):
            group.either(f"{suffix} without its first bytes", f"缺头.{suffix}", partial(_headless, make), *BROKEN, *UNKNOWN)
    group.refused(
        "doc cut to its first sectors",
        "截断.doc",
        lambda: ole([("1Table", bytes(4096)), ("WordDocument", word_document())])[:1_500],
        *BROKEN,
        MISSING,
        UNSUPPORTED,
    )
    return group.entries


def _cut(make: Callable[[], bytes], share: int) -> bytes:
    data = make()
    return data[: len(data) * share // 100]


def _holed(make: Callable[[], bytes]) -> bytes:
    data = make()
    middle = len(data) // 2
    return data[:middle] + bytes(100) + data[middle + 100 :]


def _headless(make: Callable[[], bytes]) -> bytes:
    return b"\x9d\x9d\x9d\x9d\x9d\x9d" + make()[6:]


def _empty() -> list[Entry]:
    group = Group("empty")
    for suffix in (*SOUND, "md", "doc", "xls", "htm", "mhtml", "tif", "eml", "xml", "json", "7z", ""):
        name = f"空.{suffix}" if suffix else "空"
        codes = (*NO_TEXT, *((UNSUPPORTED,) if suffix in ("xls", "eml", "xml", "json", "7z", "gz") else ()))
        group.refused(f"empty {suffix or 'without suffix'}", name, bytes, *codes)
        group.refused(f"blank {suffix or 'without suffix'}", name, partial(bytes, b" \t\r\n\xe3\x80\x80 \n" * 20), *codes)
    group.refused("one byte", "一.txt", lambda: b"\0", *NO_TEXT)
    group.refused("zeros only", "零.docx", lambda: bytes(10_000), *NO_TEXT, *UNKNOWN)
    return group.entries


def _suffixes() -> list[Entry]:
    group = Group("suffix")
    for kind, wrong in (("pdf", "txt"), ("pdf", "docx"), ("html", "docx"), ("html", "doc"), ("html", "xls"), ("html", "pdf"), ("docx", "pdf"), ("docx", "doc"), ("docx", "txt"), ("docx", "zip"), ("xlsx", "csv"), ("xlsx", "docx"), ("ofd", "pdf"), ("ofd", "zip"), ("mht", "doc"), ("mht", "html"), ("txt", "pdf"), ("txt", "docx"), ("txt", "html"), ("zip", "docx"), ("zip", "pdf"), ("csv", "xlsx")):  # fmt: skip
        holds = FIGURES if kind in ("xlsx", "csv") else SAID
        group.read(f"{kind} named {wrong}", f"报告.{wrong}", SOUND[kind], holds=holds)
    for kind, wrong in (("png", "pdf"), ("jpg", "docx"), ("png", "txt")):
        group.either(f"{kind} named {wrong}", f"报告.{wrong}", SOUND[kind], *BROKEN, MISSING)
    strangers: tuple[tuple[str, Callable[[], bytes]], ...] = (
        (
            "a program of Windows",
            lambda: b"MZ\x90\0" + bytes(56) + struct.pack("<I", 128) + bytes(64) + b"PE\0\0" + bytes(range(256)) * 8,
        ),
        ("a program of Linux", lambda: b"\x7fELF\2\1\1" + bytes(9) + bytes(range(256)) * 8),
        ("a class of Java", lambda: b"\xca\xfe\xba\xbe\0\0\0\x3d" + bytes(range(256)) * 8),
        ("a film", lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(256)) * 8),
        ("a song", lambda: b"ID3\4\0\0\0\0\0\0" + b"\xff\xfb\x90\x64" + bytes(range(256)) * 8),
        ("a database", lambda: b"SQLite format 3\0\x10\0\1\1" + bytes(range(256)) * 8),
        ("a font", lambda: b"\0\1\0\0\0\x0f" + bytes(range(256)) * 8),
        ("a disk", lambda: bytes(32_769) + b"CD001\1" + bytes(2_000)),
        ("a pickle", lambda: b"\x80\4\x95\x1d\0\0\0\0\0\0\0\x8c\5posix\x8c\6system\x93\x8c\2id\x85R."),
        ("WebAssembly", lambda: b"\0asm\1\0\0\0" + bytes(range(256)) * 4),
    )
    for name, make in strangers:
        for suffix in ("docx", "pdf", "txt", "xlsx"):
            group.refused(f"{name} named {suffix}", f"报告.{suffix}", make, *UNKNOWN)
    return group.entries


def _named() -> list[Entry]:
    """Sound reports under names that a server may trip over. The name never makes a report unreadable, but it may be refused."""
    group = Group("name")
    harmless = (
        *(
            "../../../" + ESCAPED + ".txt",
            "/tmp/" + ESCAPED + ".txt",
            "..\\..\\" + ESCAPED + ".txt",
            f"C:\\{ESCAPED}.txt",
            "%2e%2e%2f.txt",
        ),
        *(
            "-rf.txt",
            "报告\u202etxt.exe",
            "CON.txt",
            ".txt",
            "txt",
            "..",
            "报告 .txt ",
            "😀.txt",
            "<b>报告</b>.txt",
            "';DROP TABLE reports;--.txt",
        ),
        *(
            '报"告".txt',
            "报\\告.txt",
            "é" * 200 + ".txt",
            "报告.txt.docx.pdf",
            "{0}{x!r}%s%n.txt",
            "[red]报告[/red].txt",
            "\u0301\u0301.txt",
        ),
    )
    for number, name in enumerate(harmless):
        group.read(f"named {ascii(name)[1:40]}", name, partial(_own, number), holds=SAID)
    for number, (label, name) in enumerate(
        (
            ("with a NUL", f"{ESCAPED}.txt\0.docx"),
            ("with 10,000 characters", "长" * 10_000 + ".txt"),
            ("with line breaks", "报\r\n告.txt"),
            ("with escape sequences", "\x1b]0;x\x07报告.txt"),
            ("with half a surrogate pair", "\ud800.txt"),
            ("with nothing", ""),
            ("with blanks only", "   "),
        ),
        start=len(harmless),
    ):
        group.either(f"named {label}", name, partial(_own, number), INVALID, *NO_TEXT, holds=SAID)
    return group.entries


def _own(number: int) -> bytes:
    return words(f"另有储备项目{number + 30}个。").encode()


def _polyglots() -> list[Entry]:
    group = Group("polyglot")
    mixed: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
        ("pdf with a zip behind it", "两面.pdf", lambda: pdf() + zipped()),
        ("pdf with a zip behind it, named zip", "两面.zip", lambda: pdf() + zipped()),
        ("zip that begins like a pdf", "两面.zip", lambda: b"%PDF-1.7\n" + zipped()),
        ("pdf with a docx behind it, named docx", "两面.docx", lambda: pdf() + docx()),
        ("html that begins like a gif", "两面.html", lambda: b"GIF89a/*" + html()),
        ("html that begins like a pdf", "两面.html", lambda: b"%PDF-1.7\n<!--\n-->" + html()),
        ("png with a zip behind it", "两面.png", lambda: png() + zipped()),
        (
            "jpg with a script in it",
            "两面.jpg",
            lambda: jpeg()[:2] + b"\xff\xfe\0\x1a<script>alert(1)</script>"[:28] + jpeg()[2:],
        ),
        ("docx that is an ofd as well", "两面.docx", lambda: _merged(docx(), ofd())),
        ("docx that is an xlsx as well", "两面.xlsx", lambda: _merged(docx(), xlsx())),
        ("mht that begins like html", "两面.mht", lambda: b"<!-- \r\n" + mht()),
        ("text that begins like a pdf", "两面.txt", lambda: b"%PDF-1.7 " + plain()),
        ("text that begins like a zip", "两面.txt", lambda: b"PK " + plain()),
        ("text with html in it", "两面.txt", lambda: words("<html><body>另有项目</body></html>").encode()),
        ("a program's head before a report", "两面.txt", lambda: b"MZ" + plain()),
    )
    for name, file_name, make in mixed:
        group.either(name, file_name, make, *BROKEN, *UNKNOWN, *TOO_MUCH, MISSING, INVALID)
    return group.entries


def _merged(one: bytes, other: bytes) -> bytes:
    members: dict[str, bytes] = {}
    for data in (one, other):
        with ZipFile(BytesIO(data)) as archive:
            members |= {name: archive.read(name) for name in archive.namelist()}
    return packed(members.items())
