"""Old Word files: converted by LibreOffice where it is installed, refused with a way out where it is not."""

import os
import shutil
import struct
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pytest

from index.errors import DamagedFile, EncryptedFile, ReaderMissing, TookTooLong, TooLarge, UnreadableFile, UnsupportedFormat
from index.readers import doc
from index.readers.doc import read_doc
from index.readers.document import Limits

LIMITS = Limits()
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
WANTED = ["青河工业园区工作总结", "完成工业投资12.5亿元,同比增长8%。", "指标 | 数值", "工业投资 | 12.5", "以上。"]
SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def container(stream: str, head: bytes = b"") -> bytes:
    """An OLE container with one stream of 4096 bytes: sector 0 is the table of sectors, 1 the directory, the stream follows."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(SECTOR, b"\0"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<III", header, 44, 1, 1, 0)
    struct.pack_into("<IIIII", header, 56, 4096, END, 0, END, 0)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    table = struct.pack("<128I", TABLE, END, *range(3, 10), END, *[FREE] * 118)
    entries = [entry("Root Entry", 5, END, 0, 1), entry(stream, 2, 2, 4096), entry("", 0, 0, 0), entry("", 0, 0, 0)]
    return bytes(header) + table + b"".join(entries) + head.ljust(4096, b"\0")


def entry(name: str, kind: int, first: int, size: int, child: int = FREE) -> bytes:
    """A directory entry: its name, its kind, no siblings, a child, where it starts and how long it is."""
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, child)
    return head + b"\0" * 36 + struct.pack("<IQ", first, size)


def rtf(lines: list[str]) -> bytes:
    paragraphs = "".join("".join(f"\\u{ord(character)}?" for character in line) + "\\par " for line in lines)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 SimSun;}}}}{paragraphs}}}".encode("ascii")


def ended(process: int) -> bool:
    """Also true of a process that is dead and that nobody has buried."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{process}/stat")
    return state.exists() and ") Z " in state.read_text()


@pytest.fixture(scope="module")
def word97(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real .doc, made by LibreOffice from a docx."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed: no .doc can be made or read")
    folder = tmp_path_factory.mktemp("word97")
    made = docx.Document()
    made.add_heading(WANTED[0], 1)
    made.add_paragraph(WANTED[1])
    table = made.add_table(2, 2)
    for at, text in enumerate(("指标", "数值", "工业投资", "12.5")):
        table.cell(at // 2, at % 2).text = text
    made.add_paragraph(WANTED[-1])
    made.save(str(folder / "report.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "doc:MS Word 97",
        "--outdir",
        str(folder),
        str(folder / "report.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=50)
    return (folder / "report.doc").read_bytes()


@pytest.mark.slow
def test_two_files_are_converted_side_by_side_and_told_to_be(word97: bytes) -> None:
    before = set(Path(tempfile.gettempdir()).glob("zonebrief-doc-*"))
    with ThreadPoolExecutor() as pool:
        first, second = pool.map(lambda data: read_doc(data, LIMITS), (word97, rtf(WANTED[:2])))
    assert first.text.split("\n") == WANTED
    assert second.text.split("\n") == WANTED[:2]
    assert (first.media_type, second.media_type) == ("application/msword", "application/rtf")
    assert [place.span.of(first.text) for place in first.places] == WANTED
    assert all("LibreOffice" in document.warnings[0] for document in (first, second))
    assert set(Path(tempfile.gettempdir()).glob("zonebrief-doc-*")) <= before


@pytest.mark.slow
def test_a_real_file_cut_short_or_with_a_password_is_refused_before_it_is_converted(word97: bytes) -> None:
    for share in (0.1, 0.5, 0.9, 0.999):
        with pytest.raises(DamagedFile):
            read_doc(word97[: int(len(word97) * share)], LIMITS)
    at = next(at for at in range(SECTOR, len(word97), 64) if word97[at : at + 2] == b"\xec\xa5")
    locked = word97[: at + 11] + bytes([word97[at + 11] | 1]) + word97[at + 12 :]
    with pytest.raises(EncryptedFile):
        read_doc(locked, LIMITS)


@pytest.mark.parametrize("data", [container("WordDocument", b"\xec\xa5"), rtf(["正文"])], ids=["doc", "rtf"])
def test_without_libreoffice_the_error_names_it_and_the_other_way_out(
    data: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReaderMissing) as caught:
        read_doc(data, LIMITS)
    assert "LibreOffice" in caught.value.advice
    assert "另存为 docx" in caught.value.advice
    assert caught.value.code == "reader_missing"


def test_a_converter_that_does_not_end_is_stopped_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child = tmp_path / "child"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n/bin/sleep 30 &\necho $! > {child}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(doc, "SECONDS", 1)
    start = time.monotonic()
    with pytest.raises(TookTooLong):
        read_doc(rtf(["正文"]), LIMITS)
    assert time.monotonic() - start < 10
    while not ended(int(child.read_text())) and time.monotonic() - start < 10:
        time.sleep(0.05)
    assert ended(int(child.read_text()))


def test_a_converter_that_gives_nothing_means_a_damaged_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "libreoffice").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "libreoffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DamagedFile):
        read_doc(rtf(["正文"]), LIMITS)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", UnreadableFile),
        ("投资12亿元".encode(), UnsupportedFormat),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DamagedFile),
        (container("WordDocument")[:-1], DamagedFile),
        (container("WordDocument", b"\xec\xa5" + b"\0" * 9 + b"\x01"), EncryptedFile),
        (container("EncryptedPackage"), EncryptedFile),
        (container("Workbook"), UnsupportedFormat),
        (container("PowerPoint Document"), UnsupportedFormat),
        (rtf(["正文"])[:-4], DamagedFile),
    ],
)
def test_what_no_converter_can_read_is_told_apart_by_its_bytes(data: bytes, error: type[UnreadableFile]) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_doc(data, LIMITS)
    assert type(caught.value) is error
    assert caught.value.advice


def test_a_file_beyond_the_limit_is_not_converted() -> None:
    with pytest.raises(TooLarge):
        read_doc(rtf(["正文"]), Limits(bytes=10))
