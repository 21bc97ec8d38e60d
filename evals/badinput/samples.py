"""Small sound files of every format, byte for byte the same at every run: what the bad ones are made from.

All tell the same short report of an invented zone. None needs a library but JPEG and the picture of text, which Pillow draws.
"""

from __future__ import annotations

import gzip
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

TITLE = "青河工业园区2025年上半年工作总结"
PARAGRAPHS = (
    "一、经济运行情况",
    "上半年,青河工业园区完成规模工业总产值86.4亿元,同比增长9.3%;完成固定资产投资12.5亿元,同比增长8.1%。",
    "二、项目建设情况",
    "新开工项目17个,竣工项目9个,新签约项目23个,其中亿元以上项目6个。",
)
ROWS = (("指标", "单位", "数值"), ("规模工业总产值", "亿元", "86.4"), ("固定资产投资", "亿元", "12.5"))
FIGURES = ("86.4", "12.5")
"""What every sound sample holds."""
SAID = ("规模工业总产值86.4亿元", "固定资产投资12.5亿元")
"""What every sample but the spreadsheets says in a sentence."""


def words(extra: str = "") -> str:
    """The report as lines. ``extra`` makes a report of its own of it."""
    return "\n".join((TITLE, *PARAGRAPHS, *((extra,) if extra else ()))) + "\n"


def plain() -> bytes:
    return words().encode()


def packed(members: Iterable[tuple[str, bytes]], *, level: int = 6, stored: bool = False) -> bytes:
    """A zip file without any clock in it."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED if stored else ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in members:
            info = ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, compresslevel=level)
    return out.getvalue()


def zipped() -> bytes:
    return packed([("报告.txt", plain())])


def gzipped() -> bytes:
    return gzip.compress(plain(), mtime=0)


# --- marked-up text


def html(body: str | None = None, *, head: str = "") -> bytes:
    inside = body if body is not None else "".join(f"<p>{line}</p>\n" for line in PARAGRAPHS) + table()
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{TITLE}</title>{head}</head>\n'
        f"<body><h1>{TITLE}</h1>\n{inside}\n</body></html>\n"
    ).encode()


def table() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<table>{rows}</table>"


def part(kind: str, data: bytes, location: str = "") -> str:
    lines = "\r\n".join(b64encode(data[at : at + 57]).decode() for at in range(0, len(data), 57))
    where = f"Content-Location: {location}\r\n" if location else ""
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n{where}\r\n{lines}\r\n"


def multipart(parts: Sequence[str], *, kind: str = "related", boundary: str = "----=_NextPart_1") -> bytes:
    """An .mht, or an e-mail with parts."""
    head = (
        "From: <Saved by Blink>\r\nSubject: report\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/{kind};\r\n\tboundary="{boundary}"\r\n\r\n'
    )
    return (head + "".join(f"--{boundary}\r\n{each}\r\n" for each in parts) + f"--{boundary}--\r\n").encode()


def mht() -> bytes:
    return multipart([part("text/html; charset=utf-8", html(), "https://example.com/a.html")])


# --- office


_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _content_types(*parts: tuple[str, str]) -> bytes:
    overrides = "".join(f'<Override PartName="{name}" ContentType="application/vnd.{kind}+xml"/>' for name, kind in parts)
    return (
        f'{_XML}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def relations(*listed: tuple[str, str, str]) -> bytes:
    """(id, kind, target); a target with a scheme is an external one."""
    each = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"{_external(target)}/>'
        for name, kind, target in listed
    )
    return f'{_XML}<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'.encode()


def _external(target: str) -> str:
    return ' TargetMode="External"' if ":" in target else ""


def paragraph(line: str) -> str:
    return f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"


def word_body(body: str) -> str:
    return f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'


def docx(
    body: str | None = None,
    *,
    document: bytes | None = None,
    related: Sequence[tuple[str, str, str]] = (),
    extra: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """``body`` is what stands inside w:body, ``document`` the whole of document.xml."""
    if document is None:
        inside = body if body is not None else "".join(map(paragraph, (TITLE, *PARAGRAPHS)))
        document = (_XML + word_body(inside)).encode()
    return packed(
        [
            (
                "[Content_Types].xml",
                _content_types(("/word/document.xml", "openxmlformats-officedocument.wordprocessingml.document.main")),
            ),
            ("_rels/.rels", relations(("rId1", "officeDocument", "word/document.xml"))),
            ("word/_rels/document.xml.rels", relations(*related)),
            ("word/document.xml", document),
            *extra,
        ]
    )


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_rows(rows: Iterable[Sequence[str]] = ROWS) -> str:
    return "".join(
        f'<row r="{number}">' + "".join(cell(f"{'ABCDEFGH'[at]}{number}", text) for at, text in enumerate(row)) + "</row>"
        for number, row in enumerate(((TITLE,), *rows), start=1)
    )


def xlsx(
    rows: str | None = None,
    *,
    before: str = "",
    after: str = "",
    sheet: bytes | None = None,
    strings: bytes | None = None,
    sheets: int = 1,
    extra: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """``rows`` is what stands inside sheetData, ``before`` and ``after`` what stands around it, ``sheet`` the whole sheet.xml."""
    if sheet is None:
        inside = sheet_rows() if rows is None else rows
        sheet = f'{_XML}<worksheet xmlns="{_SHEET}">{before}<sheetData>{inside}</sheetData>{after}</worksheet>'.encode()
    main = "openxmlformats-officedocument.spreadsheetml"
    listed = "".join(f'<sheet name="表{number}" sheetId="{number}" r:id="rId{number}"/>' for number in range(1, sheets + 1))
    book = f'{_XML}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
    parts = [("/xl/workbook.xml", f"{main}.sheet.main")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", f"{main}.worksheet") for number in range(1, sheets + 1)]
    related = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in range(1, sheets + 1)]
    if strings is not None:
        parts.append(("/xl/sharedStrings.xml", f"{main}.sharedStrings"))
        related.append((f"rId{sheets + 1}", "sharedStrings", "sharedStrings.xml"))
    return packed(
        [
            ("[Content_Types].xml", _content_types(*parts)),
            ("_rels/.rels", relations(("rId1", "officeDocument", "xl/workbook.xml"))),
            ("xl/workbook.xml", book.encode()),
            ("xl/_rels/workbook.xml.rels", relations(*related)),
            *((f"xl/worksheets/sheet{number}.xml", sheet) for number in range(1, sheets + 1)),
            *((("xl/sharedStrings.xml", strings),) if strings is not None else ()),
            *extra,
        ]
    )


def csv(rows: Iterable[Sequence[str]] = ROWS) -> bytes:
    return "".join(",".join(row) + "\r\n" for row in ((TITLE,), *rows)).encode("utf-8-sig")


# --- ofd


_OFD = "http://www.ofdspec.org/2016"


def ofd_page(lines: Iterable[str] = (TITLE, *PARAGRAPHS), deltas: str | None = None) -> bytes:
    """``deltas`` replaces the widths of the characters of every line."""
    objects = "".join(
        f'<ofd:TextObject ID="{20 + number}" Boundary="20 {20 + 8 * number} 170 6" Font="3" Size="4">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="{deltas or f"g {len(line) - 1} 4"}">{line}</ofd:TextCode></ofd:TextObject>'
        for number, line in enumerate(lines)
    )
    return (
        f'{_XML}<ofd:Page xmlns:ofd="{_OFD}"><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>'
        f'<ofd:Content><ofd:Layer ID="10">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    ).encode()


def ofd(
    page: bytes | None = None,
    *,
    pages: Sequence[str] = ("Pages/Page_0/Content.xml",),
    root: str = "Doc_0/Document.xml",
    head: str = "",
    extra: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """``pages`` are the BaseLoc of its pages, ``head`` stands before the root element of the document."""
    listed = "".join(f'<ofd:Page ID="{number}" BaseLoc="{place}"/>' for number, place in enumerate(pages, start=100))
    main = f'{_XML}<ofd:OFD xmlns:ofd="{_OFD}" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
    document = (
        f'{_XML}{head}<ofd:Document xmlns:ofd="{_OFD}"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>'
        f"</ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    return packed(
        [
            ("OFD.xml", main.encode()),
            ("Doc_0/Document.xml", document.encode()),
            ("Doc_0/Pages/Page_0/Content.xml", page if page is not None else ofd_page()),
            *extra,
        ]
    )


# --- images


def png_of(width: int, height: int, data: Iterable[bytes] | bytes, *, bits: int = 1, extra: bytes = b"") -> bytes:
    """A grey PNG whose compressed data are given; ``extra`` are chunks before them."""
    compressed = data if isinstance(data, bytes) else b"".join(data)
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + png_chunk(b"IDAT", compressed) + png_chunk(b"IEND", b"")


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def zeros(length: int) -> bytes:
    """So many zero bytes as a zlib stream, made by repeating one compressed block."""
    return b"\x78\x9c" + deflated_zeros(length) + struct.pack(">I", _adler_of_zeros(length))


def deflated_zeros(length: int) -> bytes:
    """So many zero bytes as a raw deflate stream."""
    return deflated(length)


def deflated(length: int, fill: bytes = b"\0", *, before: bytes = b"", after: bytes = b"") -> bytes:
    """So many ``fill`` bytes between two pieces as a raw deflate stream, made by repeating one compressed block."""
    block, rest = divmod(length, BLOCK)
    first, last = zlib.compressobj(9, zlib.DEFLATED, -15), zlib.compressobj(9, zlib.DEFLATED, -15)
    head = first.compress(before) + first.flush(zlib.Z_FULL_FLUSH)
    return head + _block_of(fill) * block + last.compress(fill * rest + after) + last.flush()


BLOCK = 1 << 24
"""Bytes that are compressed once and repeated."""


@cache
def _block_of(fill: bytes) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(fill * BLOCK) + compressor.flush(zlib.Z_FULL_FLUSH)


def _adler_of_zeros(length: int) -> int:
    return ((length % 65521) << 16) | 1


@cache
def _picture(kind: str) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (900, 260), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(("Report 2025", "GDP 86.4", "Investment 12.5")):
        draw.text((40, 20 + 75 * number), line, fill=0, font=ImageFont.load_default(48))
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def png() -> bytes:
    return _picture("PNG")


def jpeg() -> bytes:
    return _picture("JPEG")
