"""Pictures of pages: PNG, JPEG, TIFF of many pages, BMP, WebP."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from index.errors import DamagedFile, NeedsRecognition, NotFound, TooLarge
from index.readers.document import Document, Limits
from index.readers.layout import lay_out
from index.readers.ocr import read_picture, require_engine

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_OF_PAGES = ("TIFF",)
"""Further pictures in a file of another format are no pages: a preview beside a photograph, steps of an animation."""
_USUAL_DPI = 96, 1_200
_PAPER = 11.0
"""Inches of the longer side, where a picture states no resolution that a page could have."""
_NARROWEST, _LONGEST_STRIP = 16, 40
"""Pixels of the shorter side, and how many times it the longer one may be, of what may be a page."""
_VIEW = 1_600
_ALONE = "请提交清晰的扫描件,最好每页 200 dpi 以上。"


def read_image(data: bytes, limits: Limits) -> Document:
    """Reads a picture file by OCR.

    Raises DamagedFile where it is cut or corrupt or holds no text, TooLarge beyond ``limits`` (pixels, scanned pages, characters),
    ReaderMissing without the extra ``ocr``.
    """
    with _opened(data) as file:
        count = _pages(file)
        if limits.scanned_pages == 0:
            require_engine()
            raise NeedsRecognition("图片须识别文字", pages=count)
        if count > limits.scanned_pages:
            raise TooLarge(f"图片文件有 {count} 页,超过上限 {limits.scanned_pages} 页")
        media_type = file.get_format_mimetype() or "image/png"
        readings = []
        for number in range(1, count + 1):
            picture = _page(file, number, limits)
            readings.append(read_picture(picture, number, _dpi(picture)))
    laid = lay_out([reading.sheet for reading in readings], limits)
    if not laid.text.strip():
        raise DamagedFile("图片中没有读到文字", advice=_ALONE)
    weight = sum(reading.characters for reading in readings)
    return Document(
        laid.text,
        media_type,
        places=laid.places,
        dropped=laid.dropped,
        uncertain=laid.uncertain,
        pages=count,
        confidence=sum(reading.confidence * reading.characters for reading in readings) / weight,
        warnings=("文字由图像识别读出,数字请核对原件",),
    )


def picture_png(data: bytes, number: int) -> bytes:
    """Page ``number`` (from 1) of a picture file as a PNG of 1600 pixels a side at most. Raises NotFound beyond the last."""
    with _opened(data) as file:
        count = _pages(file)
        if not 1 <= number <= count:
            raise NotFound(f"没有第 {number} 页,共 {count} 页")
        picture = _page(file, number, Limits())
        picture.thumbnail((_VIEW, _VIEW))
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        return buffer.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise TooLarge("图片的像素过多") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise DamagedFile("图片已损坏,无法打开") from error
    with file:
        yield file


def _pages(file: Any) -> int:
    return int(file.n_frames) if file.format in _OF_PAGES else 1


def _page(file: Any, number: int, limits: Limits) -> Any:
    """A page of the file, upright as its EXIF says, on white where it is transparent."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file.seek(number - 1)
            width, height = file.size
            if width * height > limits.pixels:
                raise TooLarge(f"图片有 {width}x{height} 像素,超过上限 {limits.pixels}")
            if min(width, height) < _NARROWEST or max(width, height) > _LONGEST_STRIP * min(width, height):
                raise DamagedFile(f"图片为 {width}x{height} 像素,不像一页文件", advice=_ALONE)
            picture = ImageOps.exif_transpose(file)
            resolution = picture.info.get("dpi")
            if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
                solid = picture.convert("RGBA")
                ground = Image.new("RGBA", solid.size, "white")
                picture = Image.alpha_composite(ground, solid)
            if picture.mode in ("I;16", "I;16B", "I"):
                picture = picture.point(lambda value: value / 256).convert("L")
            picture = picture.convert("RGB")
            picture.info["dpi"] = resolution
            return picture
    except (TooLarge, DamagedFile):
        raise
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, Image.DecompressionBombError) as error:
        raise DamagedFile(f"图片已损坏或不完整:第 {number} 页无法读取") from error


def _dpi(picture: Any) -> float:
    """Dots an inch: as stated where that gives a page, else as if the picture were a sheet of paper."""
    stated = picture.info.get("dpi")
    try:
        dpi = float(stated[0]) if stated else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        dpi = 0.0
    if _USUAL_DPI[0] < dpi <= _USUAL_DPI[1]:
        return dpi
    return float(max(72.0, max(picture.size) / _PAPER))
