"""Archives: what comes out, under which names, and what a hostile one is refused for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.errors import DamagedFile, EncryptedFile, TooLarge
from index.readers.archive import expand, is_archive
from index.readers.document import Limits

TEXT = "青河经济开发区2023年上半年工作总结\n".encode()
SMALL = Limits(bytes=50_000, expanded=80_000, members=5, nesting=2, small=1_000, ratio=100)


def packed(members: Sequence[tuple[str | zipfile.ZipInfo, bytes]], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", level) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def with_flag(data: bytes, flag: int) -> bytes:
    """The flag set for every member, in its own head and in the directory."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= flag
            at = changed.find(mark, at + 1)
    return bytes(changed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def names(data: bytes, folder: Path, limits: Limits = SMALL) -> list[str]:
    archive = folder.parent / "given.zip"
    archive.write_bytes(data)
    return [each.name for each in expand(archive, folder, limits)]


def test_files_come_out_in_the_order_of_the_archive(folder: Path) -> None:
    archive = folder.parent / "given.zip"
    archive.write_bytes(packed([("乙.txt", TEXT), ("年度/甲.txt", TEXT * 2)]))
    taken = expand(archive, folder)
    assert [(each.name, each.path.read_bytes()) for each in taken] == [("乙.txt", TEXT), ("年度/甲.txt", TEXT * 2)]


def test_an_archive_inside_gives_its_own_files(folder: Path) -> None:
    inner = packed([("甲.txt", TEXT)])
    assert names(packed([("一季度.zip", inner), ("乙.txt", TEXT)]), folder) == ["一季度.zip/甲.txt", "乙.txt"]
    assert sorted(path.read_bytes() for path in folder.iterdir()) == [TEXT, TEXT]


def test_a_word_file_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "报告"
    for data, whether in ((packed([("word/document.xml", b"<x/>")]), False), (packed([("甲.txt", TEXT)]), True), (TEXT, False)):
        path.write_bytes(data)
        assert is_archive(path) is whether


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("../../etc/甲.txt", "etc/甲.txt"),
        ("/root/甲.txt", "root/甲.txt"),
        ("C:\\报告\\甲.txt", "报告/甲.txt"),
        ("甲\x1b.txt", "甲_.txt"),
        ("甲\u202etxt.exe", "甲_txt.exe"),
        ("甲" * 400, "甲" * 200),
        ("", "无名文件"),
        ("..", "无名文件"),
    ],
)
def test_names_are_labels_and_never_paths(stored: str, shown: str, folder: Path) -> None:
    member = zipfile.ZipInfo("x")
    member.filename = stored
    assert names(packed([(member, TEXT)]), folder) == [shown]
    assert [path.name for path in folder.iterdir()] == ["given.zip.x000000"]


def test_names_without_the_flag_for_utf_8_are_gb18030(folder: Path) -> None:
    written = "总结.txt".encode("gb18030")
    data = packed([("ABCD.txt", TEXT)])
    assert names(data.replace(b"ABCD.txt", written), folder) == ["总结.txt"]


def test_what_the_system_put_in_is_left_out(folder: Path) -> None:
    left = [("__MACOSX/._甲.txt", b"x"), (".DS_Store", b"x"), ("年度/Thumbs.db", b"x"), ("~$甲.docx", b"x"), ("年度/", b"")]
    assert names(packed([*left, ("甲.txt", TEXT)]), folder, Limits()) == ["甲.txt"]


def test_a_link_is_not_followed(folder: Path) -> None:
    link = zipfile.ZipInfo("链接.txt")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    assert names(packed([(link, b"/etc/passwd"), ("甲.txt", TEXT)]), folder) == ["甲.txt"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (packed([("甲.txt", bytes(60_000))], level=zipfile.ZIP_STORED), TooLarge),
        (packed([(f"{n}.txt", bytes(30_000)) for n in range(4)], level=zipfile.ZIP_STORED), TooLarge),
        (packed([("甲.txt", bytes(40_000))]), TooLarge),
        (packed([(f"{n}.txt", TEXT) for n in range(6)]), TooLarge),
        (packed([]), DamagedFile),
        (packed([("甲.txt", TEXT)])[:-30], DamagedFile),
        (with_flag(packed([("甲.txt", TEXT)]), 1), EncryptedFile),
    ],
    ids=["a long file", "all together", "a bomb", "many", "nothing", "cut off", "locked"],
)
def test_what_exceeds_a_bound_is_refused_and_leaves_nothing_behind(data: bytes, error: type[Exception], folder: Path) -> None:
    with pytest.raises(error):
        names(data, folder)
    assert list(folder.iterdir()) == []


def test_what_is_too_deep_or_broken_inside_is_told_and_the_rest_is_taken(folder: Path) -> None:
    deep = packed([("二.zip", packed([("三.zip", packed([("甲.txt", TEXT)]))]))])
    broken = packed([("乙.txt", TEXT)])[:-30]
    archive = folder.parent / "given.zip"
    archive.write_bytes(packed([("一.zip", deep), ("坏.zip", broken), ("丙.txt", TEXT)]))
    told = {each.name: None if each.error is None else each.error.code for each in expand(archive, folder, SMALL)}
    assert told == {"一.zip/二.zip": "too_large", "坏.zip": "damaged_file", "丙.txt": None}
