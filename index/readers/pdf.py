"""PDF files: their text layer where it is of use, else the page as a picture."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from index.errors import DamagedFile, EncryptedFile, NeedsRecognition, NotFound, TooLarge
from index.readers.document import Document, Limits, listed
from index.readers.image import picture_png
from index.readers.layout import Sheet, lay_out
from index.readers.ocr import read_picture, require_engine
from index.readers.pdfium.integrity import check_whole
from index.readers.pdfium.page import Found, frame_of, read_page

MEDIA_TYPE = "application/pdf"
_SCAN_DPI = 200
"""On rendered pages with noise, skew and JPEG artefacts 200 dpi reads as well as 300 and takes a third less time."""
_VIEW_DPI = 110
_VIEW_PIXELS = 8_000_000
_HAN = re.compile(r"[一-鿿]{2}")
_FILE_NAME = re.compile(r"\.[A-Za-z]{2,5}$|^Microsoft ")
_GLANCE_DPI = 50
_DARK = 128
_UNREAD = 0.4
"""Share of a scan's dark dots outside the text laid under it: rules, stamps and pictures, not whole paragraphs."""
_LOCK = Lock()
"""pdfium is not safe for threads."""


@dataclass(frozen=True, slots=True)
class _Read:
    sheets: tuple[Sheet, ...]
    confidences: tuple[tuple[float, int], ...]
    warnings: tuple[str, ...]


def read_pdf(data: bytes, limits: Limits) -> Document:
    """Reads a PDF file; pages without usable text go through OCR.

    Raises EncryptedFile where it wants a password, DamagedFile where it is cut or corrupt, TooLarge beyond ``limits``
    (pages, scanned pages, pixels, characters), ReaderMissing where a page must be read as a picture and OCR is not installed,
    NeedsRecognition where ``limits`` forbid to read one.
    """
    with _opened(data) as file:
        with _LOCK:
            count, encrypted, title = len(file), _is_encrypted(file), _title(file)
        if count > limits.pages:
            raise TooLarge(f"PDF 有 {count} 页,超过上限 {limits.pages} 页")
        warnings = check_whole(data, limits, encrypted=encrypted)
        read = _read_pages(file, count, limits)
    if not read.sheets:
        raise DamagedFile("PDF 文件中没有文字", advice="请确认文件不是空白页;若内容为图片,请导出为清晰的扫描件后提交。")
    laid = lay_out(read.sheets, limits)
    if not laid.text.strip():
        raise DamagedFile("PDF 文件中没有读到文字", advice="请确认文件不是空白页;若内容为图片,请导出为清晰的扫描件后提交。")
    weight = sum(count for _, count in read.confidences)
    return Document(
        laid.text,
        MEDIA_TYPE,
        places=laid.places,
        dropped=laid.dropped,
        hidden=laid.hidden,
        uncertain=laid.uncertain,
        title=title,
        pages=count,
        confidence=sum(mean * count for mean, count in read.confidences) / weight if weight else None,
        warnings=(*warnings, *read.warnings),
    )


def page_png(data: bytes, number: int) -> bytes:
    """A page as a PNG picture, for showing: of a PDF file at 110 dpi, of a picture file itself at 1600 pixels at most.

    ``number`` counts from 1. Raises NotFound beyond the last page, and what reading the file would raise.
    """
    if b"%PDF" not in data[:1024]:
        return picture_png(data, number)
    with _opened(data) as file, _LOCK:
        if not 1 <= number <= len(file):
            raise NotFound(f"没有第 {number} 页,共 {len(file)} 页")
        page = _page(file, number)
        _check_pictures(page, number, Limits())
        buffer = io.BytesIO()
        _rendered(page, _VIEW_DPI, _VIEW_PIXELS).save(buffer, "PNG")
        page.close()
        return buffer.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        with _LOCK:
            file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise EncryptedFile("PDF 文件设有密码") from error
        raise DamagedFile("PDF 文件已损坏或不完整,无法打开") from error
    try:
        yield file
    finally:
        with _LOCK:
            file.close()


def _is_encrypted(file: Any) -> bool:
    import pypdfium2.raw as raw

    return int(raw.FPDF_GetSecurityHandlerRevision(file)) >= 0


def _title(file: Any) -> str | None:
    """The title that the file states, unless it is a file's name or none that a Chinese report could have."""
    title = str(file.get_metadata_value("Title") or "").strip()
    return title if _HAN.search(title) and not _FILE_NAME.search(title) else None


def _page(file: Any, number: int) -> Any:
    import pypdfium2

    try:
        return file[number - 1]
    except pypdfium2.PdfiumError as error:
        raise DamagedFile(f"PDF 文件已损坏:第 {number} 页无法读取") from error


def _read_pages(file: Any, count: int, limits: Limits) -> _Read:
    sheets: list[Sheet] = []
    confidences: list[tuple[float, int]] = []
    scanned: list[int] = []
    layered: list[int] = []
    pictured: list[int] = []
    unknown = characters = 0
    for number in range(1, count + 1):
        with _LOCK:
            found, picture = _looked_at(file, number, limits)
        if found.blank:
            continue
        sheet = found.sheet
        if picture is not None:
            scanned.append(number)
            if len(scanned) > limits.scanned_pages:
                raise TooLarge(f"PDF 中的扫描页超过上限 {limits.scanned_pages} 页")
            reading = read_picture(picture, number, picture.info["dpi"])
            sheet = reading.sheet
            confidences.append((reading.confidence, reading.characters))
        else:
            unknown += found.unknown
            if found.layered:
                layered.append(number)
            elif sheet is not None and sheet.pictured:
                pictured.append(number)
        if sheet is not None:
            sheets.append(sheet)
            characters += sum(len(piece.text) for piece in (*sheet.pieces, *sheet.hidden))
        if characters > limits.characters:
            raise TooLarge(f"文字超过 {limits.characters} 字")
    return _Read(tuple(sheets), tuple(confidences), tuple(_warnings(scanned, layered, pictured, unknown)))


def _looked_at(file: Any, number: int, limits: Limits) -> tuple[Found, Any]:
    """What a page holds, and its picture where its text is of no use."""
    import pypdfium2

    page = _page(file, number)
    try:
        textpage = page.get_textpage()
        if textpage.count_chars() > limits.characters:
            raise TooLarge(f"文字超过 {limits.characters} 字")
        found = read_page(page, textpage, number)
        textpage.close()
        if found.blank or (found.sheet is not None and not (found.layered and not _covered(page, found.sheet))):
            return found, None
        if limits.scanned_pages == 0:
            require_engine()
            raise NeedsRecognition("扫描页须识别文字", pages=len(file) - number + 1)
        _check_pictures(page, number, limits)
        return found, _rendered(page, _SCAN_DPI, limits.pixels)
    except pypdfium2.PdfiumError as error:
        raise DamagedFile(f"PDF 文件已损坏:第 {number} 页无法读取") from error
    finally:
        page.close()


def _warnings(scanned: Sequence[int], layered: Sequence[int], pictured: Sequence[int], unknown: int) -> Iterator[str]:
    if scanned:
        yield f"{listed(scanned)}没有可用的文字层,由图像识别读出,数字请核对原件"
    if layered:
        yield f"{listed(layered)}是扫描图像,文字取自文件自带的识别层,数字请核对原件"
    if unknown:
        yield f"有 {unknown} 个字符的字体没有编码,读不出来"
    if pictured:
        yield f"{listed(pictured)}有图片,其中的文字未识别"


def _check_pictures(page: Any, number: int, limits: Limits) -> None:
    """Raises TooLarge for a picture of more pixels than may be unpacked."""
    import ctypes

    import pypdfium2.raw as raw

    width, height = ctypes.c_uint(), ctypes.c_uint()
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        raw.FPDFImageObj_GetImagePixelSize(item, width, height)
        if width.value * height.value > limits.pixels:
            raise TooLarge(f"第 {number} 页的图像有 {width.value}x{height.value} 像素,超过上限 {limits.pixels}")


def _covered(page: Any, sheet: Sheet) -> bool:
    """Whether the text that a program laid under a scan stands where the scan has ink, and not only on some of it."""
    from PIL import ImageDraw

    picture = _rendered(page, _GLANCE_DPI, _VIEW_PIXELS).convert("L")
    ink = picture.point(lambda value: 255 if value < _DARK else 0)
    before = ink.histogram()[255]
    draw = ImageDraw.Draw(ink)
    scale = picture.width / max(1.0, sheet.back((0.0, 0.0, sheet.width, sheet.height))[2])
    for piece in sheet.pieces:
        left, top, right, bottom = sheet.back(piece.box)
        room = 0.3 * piece.size
        draw.rectangle([(left - room) * scale, (top - room) * scale, (right + room) * scale, (bottom + room) * scale], fill=0)
    return bool(ink.histogram()[255] <= _UNREAD * before + 20)


def _rendered(page: Any, dpi: int, pixels: int) -> Any:
    """The page as a Pillow picture, at fewer dots where it would have too many pixels."""
    frame = frame_of(page)
    scale = dpi / 72
    most = min(pixels, 30_000_000)
    scale = min(scale, (most / max(1.0, frame.width * frame.height)) ** 0.5)
    picture = page.render(scale=scale, draw_annots=True).to_pil().convert("RGB")
    picture.info["dpi"] = scale * 72
    return picture
