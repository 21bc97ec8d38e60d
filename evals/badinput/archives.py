"""Zip files: bombs, crowds, names that lead out of the folder, links, doubles, nests, passwords."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from evals.badinput.entry import BROKEN, ENCRYPTED, INVALID, NO_TEXT, TOO_LARGE, TOO_MUCH, UNKNOWN, UNSUPPORTED, Entry, Group
from evals.badinput.samples import SAID, deflated_zeros, docx, ofd, packed, plain, png, words, xlsx, zipped
from evals.badinput.zip import (
    AES,
    SYMLINK,
    UTF_8,
    Member,
    archived,
    locked,
    member,
    swollen,
    zero_member,
)

ESCAPED = "zonebrief_badinput_escaped"
"""Stands in the name of every member that tries to leave the folder: no file may ever be called so."""
GIGABYTE = 1 << 30
_SAFE = (*BROKEN, INVALID, UNSUPPORTED)


def entries() -> list[Entry]:
    group = Group("archive")
    _bombs(group)
    _crowds(group)
    _names(group)
    _nests(group)
    _broken(group)
    _others(group)
    return group.entries


def _bombs(group: Group) -> None:
    group.refused("42: bombs in bombs, six deep", "四十二.zip", _forty_two, *TOO_MUCH, *BROKEN)
    group.refused("one member of 3.9 GB", "巨件.zip", lambda: archived([zero_member("报告.txt", 3_900_000_000)]), *TOO_MUCH)
    group.refused(
        "one member of 900 MB, small by its headers",
        "谎报.zip",
        lambda: archived([zero_member("报告.txt", 900_000_000, said=100)]),
        *TOO_MUCH,
        *BROKEN,
    )
    group.refused(
        "200 members of 20 MB",
        "众件.zip",
        lambda: archived([zero_member(f"{n}.txt", 20_000_000) for n in range(200)]),
        *TOO_MUCH,
        *NO_TEXT,
    )
    group.refused(
        "200 entries that all lead to one member of 100 MB",
        "重叠.zip",
        lambda: archived([zero_member("报告.txt", 100_000_000)] * 200, shared=True),
        *TOO_MUCH,
        *BROKEN,
    )
    group.refused(
        "a docx whose text swells to 1 GB",
        "炸弹.docx",
        lambda: _office_bomb(docx(), "word/document.xml", b"</w:body>"),
        *TOO_MUCH,
        *BROKEN,
    )
    group.refused(
        "an xlsx whose sheet swells to 1 GB",
        "炸弹.xlsx",
        lambda: _office_bomb(xlsx(), "xl/worksheets/sheet1.xml", b"</sheetData>"),
        *TOO_MUCH,
        *BROKEN,
    )
    group.refused(
        "an ofd whose page swells to 1 GB",
        "炸弹.ofd",
        lambda: _office_bomb(ofd(), "Doc_0/Pages/Page_0/Content.xml", b"</ofd:Layer>"),
        *TOO_MUCH,
        *BROKEN,
    )
    group.either("a sound report beside a bomb", "一好一坏.zip", _bomb_beside_a_report, *TOO_MUCH, *NO_TEXT, holds=SAID)
    group.refused("gz of 2 GB", "巨件.txt.gz", lambda: _gzip_bomb(2 * GIGABYTE), *TOO_MUCH, *UNKNOWN)


def _bomb_beside_a_report() -> bytes:
    return archived([member("一.txt", plain()), zero_member("二.txt", 500_000_000)])


def _forty_two() -> bytes:
    inner = archived([zero_member("0.txt", GIGABYTE)])
    for level in range(5):
        inner = packed((f"{level}-{number}.zip", inner) for number in range(16))
    return inner


def _office_bomb(sound: bytes, place: str, closing: bytes) -> bytes:
    """A sound file one part of which holds a gigabyte of blanks before its last tags."""
    with ZipFile(io.BytesIO(sound)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before, _, after = parts.pop(place).rpartition(closing)
    kept = [member(name, data) for name, data in parts.items()]
    return archived([*kept, swollen(place, GIGABYTE, before=before, after=closing + after)])


def _gzip_bomb(length: int) -> bytes:
    head = gzip.compress(b"", mtime=0)[:10]
    return head + deflated_zeros(length) + bytes(4) + (length & 0xFFFFFFFF).to_bytes(4, "little")


def _crowds(group: Group) -> None:
    group.refused("100,000 members", "十万件.zip", partial(_crowd, 100_000), *TOO_MUCH)
    group.refused("100,000 empty folders", "十万夹.zip", partial(_crowd, 100_000, folders=True), *TOO_MUCH, *NO_TEXT)
    group.refused("empty", "空.zip", lambda: archived([]), *NO_TEXT)
    group.refused("only folders", "只有夹.zip", lambda: packed([("甲/", b""), ("甲/乙/", b"")]), *NO_TEXT)
    group.refused("only an empty member", "空件.zip", lambda: packed([("报告.txt", b"")]), *NO_TEXT)
    strangers = [("a.exe", b"MZ" + bytes(500)), ("b.mp4", b"\0\0\0\x18ftypmp42" + bytes(500)), ("c.dll", b"MZ" + bytes(900))]
    group.refused("only members of no known kind", "异类.zip", lambda: packed(strangers), *UNKNOWN)
    litter = [
        ("__MACOSX/._报告.txt", b"\0\5\x16\7" + bytes(100)),
        (".DS_Store", b"\0\0\0\1Bud1"),
        ("Thumbs.db", b"\xd0\xcf\x11\xe0"),
        ("报告.txt", plain()),
    ]
    group.read("a report among the litter of file managers", "附杂物.zip", lambda: packed(litter), *UNKNOWN, *BROKEN, holds=SAID)


def _crowd(count: int, *, folders: bool = False) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for number in range(count):
            archive.writestr(ZipInfo(f"{number}/" if folders else f"{number}.txt"), b"" if folders else b"%d" % number)
    return out.getvalue()


def _names(group: Group) -> None:
    for label, name in (
        ("up and out", f"../../../{ESCAPED}.txt"),
        ("absolute", f"/tmp/{ESCAPED}.txt"),
        ("backslashes", f"..\\..\\{ESCAPED}.txt"),
        ("a drive letter", f"C:\\Windows\\{ESCAPED}.txt"),
        ("a share", f"\\\\server\\share\\{ESCAPED}.txt"),
        ("a home", f"~/{ESCAPED}.txt"),
        ("up from within", f"a/b/../../../../{ESCAPED}.txt"),
        ("percent signs", f"%2e%2e%2f{ESCAPED}.txt"),
        ("a NUL", f"{ESCAPED}.txt\0.docx"),
        ("10,000 characters", "长" * 10_000 + ".txt"),
        ("right-to-left override", "报告\u202etxt.exe"),
        ("line breaks", "报\r\n告.txt"),
        ("an escape sequence", "\x1b[2J报告.txt"),
        ("nothing", ""),
        ("dots", ".."),
        ("10,000 folders", "a/" * 10_000 + "报告.txt"),
        ("a device", "CON"),
        ("a colon stream", "报告.txt::$DATA"),
        ("markup", "<script>alert(1)</script>.txt"),
    ):
        group.either(f"member named with {label}", "名称.zip", partial(_named, name), *_SAFE, holds=SAID)
    group.either(
        "names in gb18030",
        "旧名.zip",
        lambda: archived([member("青河报告.txt".encode("gb18030"), plain(), flags=0)]),
        *_SAFE,
        holds=SAID,
    )
    group.either("names in no charset", "乱名.zip", lambda: archived([member(b"\xff\xfe\xfd.txt", plain())]), *_SAFE, holds=SAID)
    double = [member("报告.txt", plain()), member("报告.txt", words("另有储备项目31个。").encode())]
    group.either("two members of one name", "同名.zip", lambda: archived(double), *_SAFE, holds=SAID)
    links: Sequence[tuple[str, list[Member]]] = (
        ("a link to a file of the machine", [member("报告.txt", b"/etc/passwd", mode=SYMLINK)]),
        (
            "a link to a folder, and a member below it",
            [member("夹", b"/tmp", mode=SYMLINK), member(f"夹/{ESCAPED}.txt", plain())],
        ),
        ("a link to itself", [member("报告.txt", "报告.txt".encode(), mode=SYMLINK)]),
    )
    for label, members in links:
        group.either(label, "链接.zip", partial(archived, members), *_SAFE, lacks=("root:", "/bin/"))


def _named(name: str) -> bytes:
    return archived([member(name, plain())])


def _nests(group: Group) -> None:
    group.either("three zips in each other", "三层.zip", partial(_nested, 2), *TOO_MUCH, *BROKEN, holds=SAID)
    group.refused("60 zips in each other", "六十层.zip", partial(_nested, 60), *TOO_MUCH, *BROKEN, UNSUPPORTED)
    group.refused("a zip that holds itself, as far down as one looks", "自含.zip", _droste, *TOO_MUCH, *BROKEN, UNSUPPORTED)
    group.either(
        "a docx in a zip in a docx",
        "文档夹文档.docx",
        lambda: docx(extra=[("word/embeddings/1.zip", packed([("a.docx", docx())]))]),
        *BROKEN,
        holds=SAID,
    )


def _nested(depth: int) -> bytes:
    inner = zipped()
    for level in range(depth):
        inner = packed([(f"{level}.zip", inner)])
    return inner


def _droste() -> bytes:
    """Entries of every level lead to the same nest: each level shows two doors to the level below."""
    inner = archived([member("末.txt", b"\n")])
    for level in range(40):
        inner = archived([member(f"{level}.zip", inner)] * 2, shared=True)
    return inner


def _broken(group: Group) -> None:
    good = member("报告.txt", plain())
    changes: Sequence[tuple[str, Callable[[], bytes]]] = (
        ("a checksum that does not fit", lambda: archived([replace(good, crc=good.crc ^ 1)])),
        ("a deflate stream of noise", lambda: archived([replace(good, packed=bytes(range(256)) * 2)])),
        ("a method nobody knows", lambda: archived([replace(good, method=97)])),
        ("more members announced than there are", lambda: archived([good], count=500)),
        ("a directory that points beyond the file", lambda: archived([good])[:-6] + b"\xff\xff\xff\x7f\0\0"),
        ("an end record alone", lambda: b"PK\5\6" + b"\xff" * 18),
        ("a local header alone", lambda: b"PK\3\4" + b"\xff" * 26),
        ("a directory without members", lambda: archived([good])[len(good.packed) :]),
    )
    for label, make in changes:
        group.either(label, "损坏.zip", make, *BROKEN, UNSUPPORTED, holds=SAID)
    group.either("a comment of 60 kB", "长注.zip", lambda: archived([good], comment=b"x" * 60_000), *BROKEN, holds=SAID)
    group.either(
        "a program in front of it", "自解压.exe", lambda: b"MZ" + bytes(4000) + archived([good]), *BROKEN, *UNKNOWN, holds=SAID
    )
    group.refused("all members want a password", "加密.zip", lambda: archived([locked("一.txt"), locked("二.docx")]), ENCRYPTED)
    group.refused(
        "all members want a password, by AES",
        "加密2.zip",
        lambda: archived([locked("一.txt", method=AES)]),
        ENCRYPTED,
        UNSUPPORTED,
    )
    group.read(
        "one of two members wants a password", "半加密.zip", lambda: archived([good, locked("二.txt")]), ENCRYPTED, holds=SAID
    )
    group.either(
        "the password flag without a password",
        "误标.zip",
        lambda: archived([replace(good, flags=UTF_8 | 1)]),
        ENCRYPTED,
        *BROKEN,
        holds=SAID,
    )


def _others(group: Group) -> None:
    group.refused("7z", "报告.7z", lambda: b"7z\xbc\xaf\x27\x1c\0\4" + bytes(range(200)), *UNKNOWN)
    group.refused("rar", "报告.rar", lambda: b"Rar!\x1a\7\1\0" + bytes(range(200)), *UNKNOWN)
    group.refused("rar named zip", "报告.zip", lambda: b"Rar!\x1a\7\1\0" + bytes(range(200)), *UNKNOWN)
    group.either("tar", "报告.tar", _tar, *UNKNOWN, lacks=("root:",))
    group.refused("cab", "报告.cab", lambda: b"MSCF" + bytes(200), *UNKNOWN)
    group.refused("zip of a picture without text", "图.zip", lambda: packed([("图.png", png()[:60])]), *BROKEN, "reader_missing")
    group.refused(
        "a member larger than a file may be",
        "过大.zip",
        lambda: archived([zero_member("报告.pdf", 250_000_000)]),
        TOO_LARGE,
        *BROKEN,
    )


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("报告.txt", f"../../{ESCAPED}.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(plain())
            archive.addfile(info, io.BytesIO(plain()))
    return out.getvalue()
