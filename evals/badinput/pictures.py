"""Images: bombs by size, by text and by profile, sizes that lie, frames without end, nothing to read on them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO

from evals.badinput.entry import BROKEN, MISSING, NO_TEXT, TOO_LARGE, TOO_LONG, TOO_MUCH, UNSUPPORTED, Entry, Group
from evals.badinput.samples import jpeg, png, png_chunk, png_of, zeros

_NOTHING = (*NO_TEXT, MISSING)
_REFUSED = (*BROKEN, *TOO_MUCH, MISSING, UNSUPPORTED)


def entries() -> list[Entry]:
    group = Group("image")
    _sizes(group)
    _formats(group)
    _pages(group)
    return group.entries


def _sizes(group: Group) -> None:
    group.refused("png of 50,000 x 50,000 pixels", "巨图.png", lambda: png_of(50_000, 50_000, zeros(6_251 * 50_000)), TOO_LARGE)
    group.refused("png that says 2^31 x 2^31", "虚报.png", lambda: png_of(2**31 - 1, 2**31 - 1, zeros(100)), TOO_LARGE, *BROKEN)
    group.refused("png of no width", "无宽.png", lambda: png_of(0, 100, zeros(100)), *BROKEN)
    group.refused("png of one pixel", "一点.png", lambda: png_of(1, 1, zeros(2)), *_NOTHING)
    group.refused("png one pixel high and 60,000 wide", "一线.png", lambda: png_of(60_000, 1, zeros(7_501)), *_NOTHING, *TOO_MUCH)
    group.refused(
        "png one pixel wide and 60,000 high", "一柱.png", lambda: png_of(1, 60_000, zeros(120_000)), *_NOTHING, *TOO_MUCH
    )
    group.refused(
        "white png",
        "白.png",
        lambda: png_of(1_000, 1_400, zlib.compress(b"\0" + b"\xff" * 125 + (b"\0" + b"\xff" * 125) * 1_399)),
        *_NOTHING,
    )
    group.refused("black png", "黑.png", lambda: png_of(1_000, 1_400, zeros(126 * 1_400)), *_NOTHING)
    text = png_chunk(b"zTXt", b"Comment\0\0" + zeros(1 << 30))
    group.either(
        "png with a comment that swells to 1 GB",
        "注炸弹.png",
        lambda: png().replace(b"\0\0\0\rIHDR", b"\0\0\0\rIHDR", 1)[:33] + text + png()[33:],
        *_REFUSED,
    )
    profile = png_chunk(b"iCCP", b"p\0\0" + zeros(1 << 30))
    group.either("png with a profile that swells to 1 GB", "色炸弹.png", lambda: png()[:33] + profile + png()[33:], *_REFUSED)
    group.refused(
        "png whose pixels swell to 1 GB", "像素炸弹.png", lambda: png_of(100, 100, zeros(1 << 30)), *_NOTHING, *TOO_MUCH
    )
    group.refused(
        "png with fewer pixels than it says", "缺像素.png", lambda: png_of(3_000, 3_000, zeros(1_000)), *BROKEN, MISSING
    )
    group.either(
        "png with 200,000 chunks", "多块.png", lambda: png()[:33] + png_chunk(b"tEXt", b"a\0b") * 200_000 + png()[33:], *_REFUSED
    )
    group.either("png with a wrong checksum", "坏校验.png", lambda: png()[:40] + b"\0\0" + png()[42:], *_REFUSED)
    group.refused("noise of 1,500 x 1,000", "噪声.png", partial(_noise, 1_500, 1_000), *_NOTHING, TOO_LONG)
    group.either("a page of 20,000 small characters", "密字.png", _dense, TOO_LONG, *_REFUSED)


def _noise(width: int, height: int) -> bytes:
    state, rows = 12345, []
    for _ in range(height):
        row = bytearray(width)
        for at in range(width):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            row[at] = state >> 16 & 255
        rows.append(b"\0" + bytes(row))
    return png_of(width, height, zlib.compress(b"".join(rows)), bits=8)


def _dense() -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (2_400, 3_400), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(18)
    for line in range(140):
        draw.text((20, 20 + 24 * line), " ".join(f"{(line * 37 + at * 101) % 997}" for at in range(60)), fill=0, font=font)
    return _saved(image, "PNG")


def _saved(image: object, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)  # type: ignore[attr-defined]
    return out.getvalue()


def _formats(group: Group) -> None:
    huge = struct.pack(">HH", 65_500, 65_500)
    at = jpeg().index(b"\xff\xc0")
    group.refused(
        "jpg that says 65,500 x 65,500", "虚报.jpg", lambda: jpeg()[: at + 5] + huge + jpeg()[at + 9 :], TOO_LARGE, *BROKEN
    )
    group.refused("jpg of a head only", "只有头.jpg", lambda: jpeg()[:20], *BROKEN)
    group.either(
        "jpg with 10,000 comments", "多注.jpg", lambda: jpeg()[:2] + b"\xff\xfe\0\6abcd" * 10_000 + jpeg()[2:], *_REFUSED
    )
    makers: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
        (
            "bmp that says a billion wide",
            "虚报.bmp",
            lambda: b"BM" + struct.pack("<IHHIIiiHHIIiiII", 100, 0, 0, 54, 40, 10**9, 10**9, 1, 24, 0, 0, 0, 0, 0, 0),
        ),
        (
            "gif that says 65,535 x 65,535",
            "虚报.gif",
            lambda: (
                b"GIF89a"
                + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0)
                + b","
                + struct.pack("<HHHHB", 0, 0, 65_535, 65_535, 0)
                + b"\2\1\0\0;"
            ),
        ),
        (
            "gif of 20,000 frames",
            "多帧.gif",
            lambda: (
                b"GIF89a"
                + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0)
                + bytes(6)
                + (b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\2\2D\1\0") * 20_000
                + b";"
            ),
        ),
        ("webp of a head only", "头.webp", lambda: b"RIFF\x24\0\0\0WEBPVP8L\x18\0\0\0\x2f\xff\xff\xff\xff" + bytes(19)),
        ("heic", "照片.heic", lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400)),
        ("photoshop", "图层.psd", lambda: b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 30_000, 30_000, 8, 3) + bytes(100)),
        ("icon", "图标.ico", lambda: b"\0\0\1\0\1\0" + bytes(16) + b"\x89PNG"),
        ("jpeg 2000 of a head only", "头.jp2", lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(200)),
        ("drawing of Windows", "图.emf", lambda: b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(200)),
    )
    for name, file_name, make in makers:
        group.refused(name, file_name, make, *_REFUSED)


def _pages(group: Group) -> None:
    group.refused("tiff whose pages run in a circle", "成环.tif", partial(_tiff, 1, loop=True), *_REFUSED)
    group.refused("tiff of 5,000 empty pages", "多页.tif", partial(_tiff, 5_000), *_REFUSED)
    group.refused("tiff that says 10^9 x 10^9", "虚报.tif", partial(_tiff, 1, side=10**9), *_REFUSED)
    group.refused("tiff that points beyond its end", "越界.tif", lambda: b"II*\0" + struct.pack("<I", 0x7FFFFFFF), *_REFUSED)
    group.refused("fax of 50,000 x 50,000 in a tiff", "传真.tif", partial(_tiff, 1, side=50_000, compression=4), *_REFUSED)


def _tiff(pages: int, *, side: int = 8, loop: bool = False, compression: int = 1) -> bytes:
    """Pages of one bit a pixel, every one of the same strip."""
    size = 2 + 8 * 12 + 4
    out = [b"II*\0" + struct.pack("<I", 16) + bytes(8)]
    strip = min((side + 7) // 8 * side, 8)
    for page in range(pages):
        tags = (
            (256, 4, side),
            (257, 4, side),
            (258, 3, 1),
            (259, 3, compression),
            (262, 3, 0),
            (273, 4, 8),
            (278, 4, side),
            (279, 4, strip),
        )
        after = 16 if loop else 0 if page == pages - 1 else 16 + size * (page + 1)
        out.append(
            struct.pack("<H", 8)
            + b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
            + struct.pack("<I", after)
        )
    return b"".join(out)
