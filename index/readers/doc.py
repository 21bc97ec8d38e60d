"""Old Word files (doc, wps) and RTF, by way of LibreOffice: converted to docx in a place of its own, then read as that.

LibreOffice is a program beside this one, not a part of it; where it is missing the error says so.
"""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from index.errors import DamagedFile, EncryptedFile, ReaderMissing, TookTooLong, TooLarge, UnreadableFile, UnsupportedFormat
from index.readers.document import Document, Limits
from index.readers.docx import read_docx
from index.readers.word.package import OLE, SEALED

SECONDS = 18
"""Less than a worker process has for a file: stopped from outside it could not clear up behind the converter."""
_PROGRAMS = ("soffice", "libreoffice")
_RTF = b"{\\rtf"
_CONVERTED = "由 LibreOffice 转换为 docx 后读取,段落序号以转换后的文件为准"
# Address space (KiB), processor seconds and file size (blocks of 512 bytes) of the converter: a hostile file may ask for more,
# and the bound on processor time ends it even where this process was killed before it could.
# What the converter keeps of itself goes with its folder.
_BOUNDS = (
    f"ulimit -v 4000000; ulimit -t {2 * SECONDS}; ulimit -f 2000000; "
    'export HOME="$PWD" XDG_CACHE_HOME="$PWD" XDG_CONFIG_HOME="$PWD"; exec "$@"'
)
_TEXT = "WordDocument"
_OTHERS = {"Workbook": "Excel 工作簿", "Book": "Excel 工作簿", "PowerPoint Document": "PowerPoint 演示文稿"}
# Offset and bit of the encryption flag in the file information block ([MS-DOC] 2.5.2, FibBase.fEncrypted).
_FLAGS, _ENCRYPTED = 11, 0x01
_SECTOR = 512
_LAST_SECTOR = 0xFFFFFFFA
# No macro runs, no link is followed, and what asks for the network all the same meets a closed port.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def read_doc(data: bytes, limits: Limits) -> Document:
    """Reads a doc, wps or rtf file. Raises ReaderMissing where LibreOffice is not on PATH, TookTooLong after ``SECONDS``.

    Else as :func:`index.readers.docx.read_docx`; ``places`` count in the converted file.
    """
    suffix, media_type = _kind(data, limits)
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise ReaderMissing(
            "读取旧版 Word 文件(doc、wps、rtf)需要 LibreOffice,这台机器上没有找到",
            advice="请安装 LibreOffice(命令 soffice)后重试,或用 Word、WPS 另存为 docx 后再提交。",
        )
    document = read_docx(_converted(program, data, suffix, limits), limits)
    return replace(document, media_type=media_type, warnings=(_CONVERTED, *document.warnings))


def _kind(data: bytes, limits: Limits) -> tuple[str, str]:
    """Suffix and media type by content."""
    if not data:
        raise UnreadableFile("文件为空", advice="请提交含有正文的文件。")
    if len(data) > limits.bytes:
        raise TooLarge(f"文件超过 {limits.bytes} 字节")
    if data.startswith(_RTF):
        # LibreOffice reads what is there of a file cut short and says nothing.
        if not data.rstrip(b"\0 \t\r\n").endswith(b"}"):
            raise DamagedFile("文件不完整,后半部分缺失")
        return ".rtf", "application/rtf"
    if not data.startswith(OLE):
        raise UnsupportedFormat("这不是 doc、wps 或 rtf 文件")
    if SEALED in data:
        raise EncryptedFile("文件加了密码或使用权限")
    _look_inside(data)
    return ".doc", "application/msword"


def _look_inside(data: bytes) -> None:
    """Refuses an OLE container that is cut short, that holds something other than a text, or whose text wants a password."""
    import olefile

    if _missing(data):
        raise DamagedFile("文件不完整,后半部分缺失")
    try:
        with olefile.OleFileIO(data) as container:
            other = next((kind for name, kind in _OTHERS.items() if container.exists(name)), None)
            head = container.openstream(_TEXT).read(_FLAGS + 1) if container.exists(_TEXT) else None
    except Exception as error:  # olefile raises whatever the tables of a damaged container lead it to
        raise DamagedFile("文件已损坏,打不开") from error
    if head is None and other is not None:
        raise UnsupportedFormat(f"这是旧版 {other},不是文字文档")
    if head is not None and len(head) > _FLAGS and head[_FLAGS] & _ENCRYPTED:
        raise EncryptedFile("文件加了密码")


def _missing(data: bytes) -> bool:
    """Whether the last sector that the container uses lies beyond its end ([MS-CFB] 2.3-2.5): LibreOffice would not tell."""
    sector = 1 << min(data[30], 16) if len(data) >= _SECTOR else 0
    if sector < _SECTOR:
        return True
    tables = list(struct.unpack_from("<109I", data, 76))
    (following,) = struct.unpack_from("<I", data, 68)
    while following < _LAST_SECTOR and len(tables) * sector <= len(data) + 109 * sector:
        at = (following + 1) * sector
        if at + sector > len(data):
            return True
        *more, following = struct.unpack_from(f"<{sector // 4}I", data, at)
        tables += more
    for number in range(len(tables) - 1, -1, -1):
        if tables[number] >= _LAST_SECTOR:
            continue
        at = (tables[number] + 1) * sector
        if at + sector > len(data):
            return True
        used = data[at : at + sector].rstrip(b"\xff")
        if used:
            last = number * (sector // 4) + (len(used) + 3) // 4
            return (last + 1) * sector > len(data)
    return True


def _converted(program: str, data: bytes, suffix: str, limits: Limits) -> bytes:
    """The file as docx. Every call has a folder and a profile of its own, so that calls side by side do not disturb each other."""
    with tempfile.TemporaryDirectory(prefix="zonebrief-doc-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target, profile = folder / f"in{suffix}", folder / "out" / "in.docx", folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        source.write_bytes(data)
        _run(
            [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo", "--nolockcheck"]
            + ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target.parent), str(source)],
            folder,
        )
        if not target.is_file():
            raise DamagedFile("LibreOffice 打不开这个文件,可能已损坏或加了密码", advice="请用 Word 或 WPS 另存为 docx 后再提交。")
        if target.stat().st_size > limits.bytes:
            raise TooLarge(f"转换后的文件超过 {limits.bytes} 字节")
        return target.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Runs the converter to its end or its time. Nothing of its process group is left behind."""
    process = subprocess.Popen(
        ["/bin/sh", "-c", _BOUNDS, "sh", *command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise TookTooLong(f"LibreOffice 在 {SECONDS} 秒内没有转换完", advice="请用 Word 或 WPS 另存为 docx 后再提交。") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
