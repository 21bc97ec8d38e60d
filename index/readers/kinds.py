"""What kind of file some bytes are, told by what they hold. A name only chooses between kinds of plain text."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterable
from enum import StrEnum
from typing import IO

from index.errors import UnsupportedFormat
from index.readers.text import as_utf16, decode_loosely


class Kind(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    HTML = "html"
    MHT = "mht"
    DOCX = "docx"
    DOC = "doc"
    XLSX = "xlsx"
    XLS = "xls"
    OFD = "ofd"
    PDF = "pdf"
    IMAGE = "image"
    ZIP = "zip"
    ENCRYPTED = "encrypted"
    """A Word, Excel or PowerPoint file under a password: an OLE container that shows nothing but that."""
    PPTX = "pptx"
    PPT = "ppt"
    RTF = "rtf"
    OFFICE_XML = "office_xml"
    XLSB = "xlsb"
    ODF = "odf"
    EPUB = "epub"
    IWORK = "iwork"
    ARCHIVE = "archive"
    EXECUTABLE = "executable"
    VIDEO = "video"
    AUDIO = "audio"
    MAIL = "mail"
    OLE = "ole"
    CAJ = "caj"
    DRAWING = "drawing"
    DATABASE = "database"
    FONT = "font"
    SCRIPT = "script"


_HEAD = 4096
"""Bytes in which a kind shows itself."""
_LONGEST_HEADERS = 2_000_000
_MARKUP_HEAD = 65_536
"""Bytes in which the first tag of a page stands, behind blank lines and comments."""

# (offset, magic, kind), for bytes that no text begins with.
_MAGIC = (
    (0, b"\x89PNG", Kind.IMAGE),
    (0, b"\xff\xd8\xff", Kind.IMAGE),
    (0, b"GIF87a", Kind.IMAGE),
    (0, b"GIF89a", Kind.IMAGE),
    (0, b"II*\x00", Kind.IMAGE),
    (0, b"MM\x00*", Kind.IMAGE),
    (0, b"\x00\x00\x00\x0cjP  ", Kind.IMAGE),
    (0, b"{\\rtf", Kind.RTF),
    (0, b"Rar!\x1a\x07", Kind.ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (0, b"\x1f\x8b", Kind.ARCHIVE),
    (0, b"BZh", Kind.ARCHIVE),
    (0, b"\xfd7zXZ\x00", Kind.ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", Kind.ARCHIVE),
    (257, b"ustar", Kind.ARCHIVE),
    (0, b"\x7fELF", Kind.EXECUTABLE),
    (0, b"\xca\xfe\xba\xbe", Kind.EXECUTABLE),
    (0, b"\xcf\xfa\xed\xfe", Kind.EXECUTABLE),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", Kind.EXECUTABLE),
    (0, b"SQLite format 3\x00", Kind.DATABASE),
    (4, b"Standard Jet DB", Kind.DATABASE),
    (4, b"Standard ACE DB", Kind.DATABASE),
    (0, b"8BPS", Kind.DRAWING),
    (0, b"\x1aE\xdf\xa3", Kind.VIDEO),
    (0, b"0&\xb2u\x8ef\xcf\x11", Kind.VIDEO),
    (0, b"\x00\x00\x01\xba", Kind.VIDEO),
    (0, b"FLV\x01", Kind.VIDEO),
    (0, b"OggS\x00", Kind.AUDIO),
    (0, b"fLaC\x00", Kind.AUDIO),
    (0, b"\x00\x01\x00\x00\x00", Kind.FONT),
    (0, b"OTTO\x00", Kind.FONT),
    (0, b"wOFF", Kind.FONT),
    (0, b"wOF2", Kind.FONT),
)
# Marks that a text could begin with; they count only where NUL bytes stand near them.
_SHORT_MAGIC = (
    (b"MZ", Kind.EXECUTABLE),
    (b"BM", Kind.IMAGE),
    (b"ID3", Kind.AUDIO),
    (b"AC10", Kind.DRAWING),
    (b"CAJ", Kind.CAJ),
    (b"HN", Kind.CAJ),
    (b"KDH", Kind.CAJ),
)
_RIFF = {b"WEBP": Kind.IMAGE, b"AVI ": Kind.VIDEO, b"WAVE": Kind.AUDIO}
_PICTURE_BRANDS = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif")

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"</?(?:div|p|br|table|tr|td|span|meta|title|style|script|font|ul|li|a|h[1-6]|center)[\s/>]", re.IGNORECASE)
_LEAST_TAGS = 4
"""Tags that make a piece of a page; a line of Markdown has one or two."""
_MARKDOWN = (".md", ".markdown")
_OFFICE_XML = re.compile(rb"<\?mso-application|schemas-microsoft-com:office:(?:word|spreadsheet)|<pkg:package|<w:wordDocument")
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}")
_MIME = re.compile(rb"^(?:mime-version|content-type)\s*:", re.IGNORECASE | re.MULTILINE)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENTRY = 128
_OLE_STREAMS = (
    ("EncryptedPackage", Kind.ENCRYPTED),
    ("WordDocument", Kind.DOC),
    ("Workbook", Kind.XLS),
    ("Book", Kind.XLS),
    ("PowerPoint Document", Kind.PPT),
    ("__properties_version1.0", Kind.MAIL),
)
# Class identifiers of the root storage: of a document with others embedded in it, the one that is meant.
_OLE_CLASSES = {
    bytes.fromhex("0609020000000000c000000000000046"): Kind.DOC,
    bytes.fromhex("0009020000000000c000000000000046"): Kind.DOC,
    bytes.fromhex("2008020000000000c000000000000046"): Kind.XLS,
    bytes.fromhex("1008020000000000c000000000000046"): Kind.XLS,
    bytes.fromhex("108d81649b4fcf1186ea00aa00b929e8"): Kind.PPT,
}

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_DAMAGED = 50_000_000
"""Bytes of a zip without a directory in which its members are looked for."""
_ODF = "application/vnd.oasis.opendocument"
_SCRIPT_HAN = 0.2
"""A script or style sheet that came with a saved page has fewer Han characters than this share; a report has more."""


def kind_of(data: bytes, name: str | None = None) -> Kind:
    """The kind of a file. What is no known kind is TEXT: decoding then says whether it is."""
    head = data[:_HEAD]
    return (
        _by_magic(data, head)
        or (zip_kind(io.BytesIO(data)) if head[:4] in ZIP_MARKS else None)
        or (_ole_kind(data) if head.startswith(_OLE) else None)
        or _by_words(data, head, markdown=(name or "").lower().endswith(_MARKDOWN))
        or _by_suffix(data, (name or "").lower())
    )


def _by_magic(data: bytes, head: bytes) -> Kind | None:
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset):
            return kind
    if b"\x00" in head:
        for magic, kind in _SHORT_MAGIC:
            if head.startswith(magic) and as_utf16(data[:_HEAD]) is None:
                return kind
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        return Kind.IMAGE if head[8:12] in _PICTURE_BRANDS else Kind.VIDEO
    # The standard lets the mark of a PDF stand within the first 1024 bytes.
    at = head.find(b"%PDF-", 0, 1024)
    if at == 0 or (at > 0 and not _PAGE.search(head) and not _HEADER.match(head.lstrip())):
        return Kind.PDF
    return None


def zip_kind(file: IO[bytes]) -> Kind:
    """The kind of what begins like a zip: ZIP only where it is no document that happens to be one."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name.replace("\\", "/") for name in archive.namelist()]
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mimetype = archive.read("mimetype").decode("ascii", "replace")
                if mimetype.startswith(_ODF):
                    return Kind.ODF
                if mimetype.startswith("application/epub"):
                    return Kind.EPUB
    except Exception:  # whatever is wrong with the archive, its reader will say it
        file.seek(0)
        return _zip_kind_by_bytes(file.read(_DAMAGED))
    return _kind_of_members(names)


def _kind_of_members(names: Iterable[str]) -> Kind:
    members = set(names)
    office = "[Content_Types].xml" in members
    for folder, main, kind in (
        ("word/", "word/document.xml", Kind.DOCX),
        ("xl/", "xl/workbook.xml", Kind.XLSX),
        ("ppt/", "ppt/presentation.xml", Kind.PPTX),
    ):
        if "xl/workbook.bin" in members:
            return Kind.XLSB
        if main in members or (office and any(name.startswith(folder) for name in members)):
            return kind
    if any(name.lower() == "ofd.xml" for name in members):
        return Kind.OFD
    if any(name.endswith(".iwa") for name in members):
        return Kind.IWORK
    if members & {"META-INF/MANIFEST.MF", "AndroidManifest.xml"}:
        return Kind.EXECUTABLE
    return Kind.ZIP


def _zip_kind_by_bytes(data: bytes) -> Kind:
    """An archive without its directory, cut off or damaged: member names stand before each member as well."""
    for mark, kind in ((b"word/", Kind.DOCX), (b"xl/", Kind.XLSX), (b"ppt/", Kind.PPTX), (b"OFD.xml", Kind.OFD)):
        at = data.find(mark)
        while at >= 30:
            start = data.rfind(b"PK\x03\x04", max(0, at - 60), at)
            if start == at - 30:
                return kind
            at = data.find(mark, at + 1)
    return Kind.DOCX if data.startswith(b"[Content_Types].xml", 30) else Kind.ZIP


def _ole_kind(data: bytes) -> Kind:
    """By the class of the root storage, else by the first stream that names a program."""
    root = _directory_entry(data, "Root Entry")
    if root >= 0 and (kind := _OLE_CLASSES.get(data[root + 80 : root + 96])):
        return Kind.ENCRYPTED if _directory_entry(data, "EncryptedPackage") >= 0 else kind
    found = [(at, kind) for name, kind in _OLE_STREAMS if (at := _directory_entry(data, name)) >= 0]
    if any(kind is Kind.ENCRYPTED for _, kind in found):
        return Kind.ENCRYPTED
    return min(found)[1] if found else Kind.OLE


def _directory_entry(data: bytes, name: str) -> int:
    """Where the directory entry of a stream begins, -1 where there is none. Entries are aligned, so damage elsewhere does not matter."""
    written = name.encode("utf-16-le") + b"\x00\x00"
    at = data.find(written)
    while at >= 0:
        length = data[at + 64 : at + 66]
        if at % _OLE_ENTRY == 0 and len(length) == 2 and struct.unpack("<H", length)[0] == len(written):
            return at
        at = data.find(written, at + 1)
    return -1


def _by_words(data: bytes, head: bytes, *, markdown: bool) -> Kind | None:
    wide = as_utf16(data[:_MARKUP_HEAD])
    words = wide.encode("utf-8", "replace") if wide is not None else data[:_MARKUP_HEAD].removeprefix(b"\xef\xbb\xbf")
    start = words.lstrip(b" \t\r\n\x0c\x00")
    if _OFFICE_XML.search(start[:_HEAD]) and start.startswith(b"<?xml"):
        return Kind.OFFICE_XML
    if _HEADER.match(start[:_HEAD]) and _MIME.search(_first_block(data)):
        return Kind.MHT
    if b"<svg" in start[:1024] and start.startswith((b"<svg", b"<?xml")) and not _PAGE.search(head):
        return Kind.DRAWING
    if not start.startswith((b"<", b"&nbsp;")):
        # Something a server or an editor left in front of the page.
        found = _PAGE.search(start[:_HEAD])
        return Kind.HTML if found and len(_TAG.findall(words)) >= 2 * _LEAST_TAGS else None
    if _PAGE.search(start) or (not markdown and len(_TAG.findall(start)) >= _LEAST_TAGS):
        return Kind.HTML
    return None


def _first_block(data: bytes) -> bytes:
    """The headers of a mail: what stands before the first empty line."""
    ends = [at for mark in (b"\r\n\r\n", b"\n\n") if (at := data.find(mark, 0, _LONGEST_HEADERS)) >= 0]
    return data[: min(ends, default=_LONGEST_HEADERS) + 1]


def _by_suffix(data: bytes, name: str) -> Kind:
    if name.endswith(_MARKDOWN):
        return Kind.MARKDOWN
    if name.endswith((".csv", ".tsv")):
        return Kind.CSV
    if name.endswith((".html", ".htm", ".shtml", ".xhtml")) and _TAG.search(data):
        return Kind.HTML
    if name.endswith((".js", ".css", ".json", ".map", ".php", ".py")):
        text = decode_loosely(data[:_MARKUP_HEAD])
        if sum("一" <= character <= "鿿" for character in text) < len(text) * _SCRIPT_HAN:
            return Kind.SCRIPT
    return Kind.TEXT


_PDF = "请在原程序中打开,另存为 docx 或导出为 pdf 后再提交。"
_REFUSED = {
    Kind.ZIP: ("压缩包", "请作为压缩包提交(会逐个读取其中的文件),或先解压。"),
    Kind.PPTX: ("PowerPoint 演示文稿(pptx)", "请在 PowerPoint 或 WPS 中导出为 pdf 后再提交。"),
    Kind.PPT: ("旧版 PowerPoint 演示文稿(ppt)", "请在 PowerPoint 或 WPS 中导出为 pdf 后再提交。"),
    Kind.XLS: ("旧版 Excel 工作簿(xls)", "请在 Excel 或 WPS 中另存为 xlsx 后再提交。"),
    Kind.XLSB: ("Excel 二进制工作簿(xlsb)", "请在 Excel 中另存为 xlsx 后再提交。"),
    Kind.OFFICE_XML: ("Word 或 Excel 的 XML 文档", "请在 Word、Excel 或 WPS 中另存为 docx 或 xlsx 后再提交。"),
    Kind.ODF: ("OpenDocument 文档(odt、ods)", "请在 LibreOffice 或 WPS 中另存为 docx 或 xlsx 后再提交。"),
    Kind.EPUB: ("电子书(epub)", "请转换为 pdf 或 docx 后再提交。"),
    Kind.IWORK: ("苹果 iWork 文档(pages、numbers)", "请导出为 docx、xlsx 或 pdf 后再提交。"),
    Kind.ARCHIVE: ("压缩文件(rar、7z、gz、tar 等)", "请解压后提交,或改用 zip 压缩。"),
    Kind.EXECUTABLE: ("程序或快捷方式", "这里只收工作报告;请核对是否选错了文件。"),
    Kind.VIDEO: ("视频", "这里只收文字材料;请提交讲话稿或会议材料的文本。"),
    Kind.AUDIO: ("音频", "这里只收文字材料;请提交录音整理后的文本。"),
    Kind.MAIL: ("Outlook 邮件(msg)", "请把邮件的附件或正文另存后提交。"),
    Kind.OLE: ("旧版 Office 容器,其中没有 Word 正文", _PDF),
    Kind.CAJ: ("知网文档(caj)", "请在 CAJViewer 中另存为 pdf 后再提交。"),
    Kind.DRAWING: ("图纸或矢量图", "请导出为 pdf 或 png 后再提交。"),
    Kind.DATABASE: ("数据库文件", "请把报告导出为 docx、xlsx 或纯文本后再提交。"),
    Kind.FONT: ("字体文件", "这里只收工作报告;请核对是否选错了文件。"),
    Kind.SCRIPT: ("网页附带的脚本、样式或程序文件", "请提交网页本身(html 或 mht),它的附属文件不必提交。"),
}


def refusal(kind: Kind) -> UnsupportedFormat:
    """The error for a kind that is not read: what the file is, and what to do."""
    what, advice = _REFUSED.get(kind, (f"{kind} 文件", UnsupportedFormat.advice))
    return UnsupportedFormat(f"这是{what},不能直接读取", advice=advice)
