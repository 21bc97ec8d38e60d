"""The kind of a file is what its bytes say; a name only tells kinds of plain text apart."""

import io
import zipfile

import openpyxl
import pytest
from docx import Document as WordDocument

from index.errors import EncryptedFile, UnsupportedFormat
from index.readers import read
from index.readers.kinds import Kind, kind_of

SENTENCE = "园区完成工业投资12.5亿元,同比增长8%。"
PAGE = f"<!DOCTYPE html>\n<html><head><title>总结</title></head><body><p>{SENTENCE}</p></body></html>"


def zipped(*names: str, mimetype: str | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x" * 40)
    return buffer.getvalue()


def word() -> bytes:
    buffer = io.BytesIO()
    document = WordDocument()
    document.add_paragraph(SENTENCE)
    document.save(buffer)
    return buffer.getvalue()


def sheet() -> bytes:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "指标"
    book.save(buffer)
    return buffer.getvalue()


def ole(*streams: str, root_class: str = "") -> bytes:
    """The head of an OLE container and its directory: entries of 128 bytes, the name first, its length after 64."""
    entries = b""
    for name in ("Root Entry", *streams):
        written = name.encode("utf-16-le") + b"\x00\x00"
        entry = written.ljust(64, b"\x00") + len(written).to_bytes(2, "little")
        identifier = bytes.fromhex(root_class) if root_class and name == "Root Entry" else bytes(16)
        entries += (entry.ljust(80, b"\x00") + identifier).ljust(128, b"\x00")
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + entries).ljust(4096, b"\x00")


WORD_CLASS = "0609020000000000c000000000000046"
MIME = b'From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="b"\r\n\r\n--b--\r\n'


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (word(), Kind.DOCX),
        (word()[:2000], Kind.DOCX),
        (sheet(), Kind.XLSX),
        (sheet()[:-200], Kind.XLSX),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), Kind.PPTX),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), Kind.XLSB),
        (zipped("OFD.xml", "Doc_0/Document.xml"), Kind.OFD),
        (zipped("报告.txt", "word/说明.txt"), Kind.ZIP),
        (zipped(), Kind.ZIP),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), Kind.ODF),
        (zipped("a.xhtml", mimetype="application/epub+zip"), Kind.EPUB),
        (zipped("Index/Document.iwa"), Kind.IWORK),
        (zipped("META-INF/MANIFEST.MF", "A.class"), Kind.EXECUTABLE),
        (b"PK\x03\x04rest", Kind.ZIP),
        (ole("WordDocument", "1Table"), Kind.DOC),
        (ole("Workbook"), Kind.XLS),
        (ole("PowerPoint Document"), Kind.PPT),
        (ole("EncryptionInfo", "EncryptedPackage"), Kind.ENCRYPTED),
        (ole("Workbook", "WordDocument", root_class=WORD_CLASS), Kind.DOC),
        (ole("__properties_version1.0"), Kind.MAIL),
        (ole("Contents"), Kind.OLE),
        (b"%PDF-1.7\n1 0 obj", Kind.PDF),
        (b"\r\n\x00junk%PDF-1.4\n", Kind.PDF),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Kind.IMAGE),
        (b"\x89PNG\r\n\x1a\n\x00", Kind.IMAGE),
        (b"GIF89a\x01\x00", Kind.IMAGE),
        (b"BM\x36\x00\x00\x00\x00\x00\x00\x00", Kind.IMAGE),
        (b"II*\x00\x08\x00", Kind.IMAGE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Kind.IMAGE),
        (b"\x00\x00\x00\x18ftypheic", Kind.IMAGE),
        (b"\x00\x00\x00\x18ftypmp42", Kind.VIDEO),
        (b"RIFF\x00\x00\x00\x00AVI LIST", Kind.VIDEO),
        (b"ID3\x03\x00\x00", Kind.AUDIO),
        (b"{\\rtf1\\ansi", Kind.RTF),
        (b"Rar!\x1a\x07\x00", Kind.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
        (b"\x1f\x8b\x08\x00", Kind.ARCHIVE),
        (b"MZ\x90\x00\x03\x00", Kind.EXECUTABLE),
        (b"\x7fELF\x02\x01", Kind.EXECUTABLE),
        (b"CAJ\x00\x01", Kind.CAJ),
        (b"SQLite format 3\x00", Kind.DATABASE),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>", Kind.OFFICE_XML),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", Kind.DRAWING),
        (PAGE.encode(), Kind.HTML),
        (PAGE.encode("utf-16"), Kind.HTML),
        (PAGE.encode("utf-16-le"), Kind.HTML),
        (b"\xef\xbb\xbf\r\n\r\n" + PAGE.encode(), Kind.HTML),
        (b"<?xml version='1.0'?>" + PAGE.encode(), Kind.HTML),
        (("<!-- " + "生成于后台 " * 900 + "-->" + PAGE).encode(), Kind.HTML),
        (f"<div><p>{SENTENCE}</p><p>{SENTENCE}</p></div>".encode(), Kind.HTML),
        (MIME, Kind.MHT),
        (b"X-A: a\r\n" * 9000 + MIME, Kind.MHT),
        ("Note: 一\nAuthor: 二\n\nContent-Type: text/html\n".encode(), Kind.TEXT),
        (SENTENCE.encode(), Kind.TEXT),
        ("BM项目完成投资3亿元。".encode(), Kind.TEXT),
        ("MZ、HN两家企业投产。".encode("gb18030"), Kind.TEXT),
        ("来源: 园区\n日期: 2024-07-01\n正文。".encode(), Kind.TEXT),
        (f"产值<全市平均,{SENTENCE}".encode(), Kind.TEXT),
        (b"", Kind.TEXT),
    ],
)
@pytest.mark.parametrize("name", [None, "报告.doc", "x.pdf", "a.txt"])
def test_a_kind_is_told_by_content_whatever_the_name(data: bytes, kind: Kind, name: str | None) -> None:
    assert kind_of(data, name) is kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("# 总结\n正文。", "a.md", Kind.MARKDOWN),
        ("# 总结\n<div align=center><p>图</p></div><br><p>正文。</p>", "a.md", Kind.MARKDOWN),
        ("<p align=center>总结</p>\n<p>一</p>\n<br>", "README.markdown", Kind.MARKDOWN),
        ("指标,数值\n产值,12", "a.CSV", Kind.CSV),
        ("指标\t数值\n产值\t12", "a.tsv", Kind.CSV),
        ("指标,数值\n产值,12", "a.txt", Kind.TEXT),
        ("function show(){return 1}", "portal_files/jquery.js", Kind.SCRIPT),
        ("园区完成投资12亿元。", "报告.js", Kind.TEXT),
    ],
)
def test_the_name_tells_kinds_of_text_apart(text: str, name: str, kind: Kind) -> None:
    assert kind_of(text.encode(), name) is kind


@pytest.mark.parametrize(
    ("data", "what", "advice"),
    [
        (zipped("报告.txt"), "压缩包", "解压"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint", "pdf"),
        (ole("Workbook"), "xls", "xlsx"),
        (b"MZ\x90\x00\x03", "程序", "选错"),
        (b"\x00\x00\x00\x18ftypmp42", "视频", "文本"),
        (b"Rar!\x1a\x07\x00", "rar", "zip"),
        (b"CAJ\x00\x01", "知网", "pdf"),
    ],
)
def test_what_is_not_read_is_named_and_told_what_to_do(data: bytes, what: str, advice: str) -> None:
    with pytest.raises(UnsupportedFormat, match=what) as caught:
        read(data, "报告.txt")
    assert advice in caught.value.advice
    assert caught.value.code == "unsupported_format"


def test_a_file_under_a_password_is_called_so() -> None:
    with pytest.raises(EncryptedFile):
        read(ole("EncryptionInfo", "EncryptedPackage"), "报告.docx")


def test_a_page_and_a_word_file_are_read_under_each_others_names() -> None:
    assert read(PAGE.encode(), "总结.doc").text == SENTENCE
    assert read(word(), "总结.html").text == SENTENCE
