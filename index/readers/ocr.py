"""Reading pictures of pages (OCR). The one module that knows rapidocr, which the extra ``ocr`` installs.

Every line that holds figures is read twice, the second time from a crop of another size and contrast.
What the two readings do not share is marked: a wrong figure is never silent.
"""

from __future__ import annotations

import logging
import os
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from statistics import median
from typing import Any

from index.errors import ReaderMissing
from index.readers.layout import Sheet
from index.readers.paged.pieces import GAP, PLAIN, UNSURE, Box, Marked, Piece, square
from index.readers.scan.doubt import Glyph, doubtful, wants_second_reading
from index.readers.scan.picture import Straight, rules, straightened

_LONGEST = 3_600
"""Pixels of a side: an A4 page at 300 dpi."""
_HEIGHT = 48
"""Pixels that the recogniser wants of a line."""
_NARROWEST, _WIDEST = 160, 3_200
_THREADS = 4
_LEAST = 0.35
"""Mean confidence of a line that is text and no stain."""
_UPSIDE_DOWN = 0.7
_SAMPLE = 6
_STEPS = 3
"""Pairs of neighbouring Han characters that tell a size."""
_OF_HEIGHT = 0.72
_ROUGH = 0.3


@dataclass(frozen=True, slots=True)
class Reading:
    """``confidence`` is the mean over the ``characters`` of the sheet, 0 to 1."""

    sheet: Sheet
    confidence: float
    characters: int


def read_picture(picture: Any, number: int, dpi: float) -> Reading:
    """Reads a Pillow picture of a page. ``number`` counts from 1. Raises ReaderMissing without the extra ``ocr``."""
    engine = _engine()
    import cv2
    import numpy

    pixels = numpy.ascontiguousarray(numpy.asarray(picture.convert("RGB"))[:, :, ::-1])
    scale = min(1.0, _LONGEST / max(pixels.shape[:2]))
    if scale < 1.0:
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        dpi *= scale
    straight, quads, lines = _first_reading(engine, pixels, dpi)
    quarter = _quarter(engine, pixels, quads, lines)
    if quarter:
        straight, quads, lines = _first_reading(engine, _turned(pixels, quarter), dpi)
    height, width = (side * 72 / dpi for side in straight.pixels.shape[:2])
    again = [at for at, line in enumerate(lines) if wants_second_reading(line)]
    second = dict(zip(again, _recognised(engine, [_other_view(straight.pixels, quads[at]) for at in again]), strict=True))
    kept = [at for at, line in enumerate(lines) if line and sum(each.confidence for each in line) >= _LEAST * len(line)]
    boxes = {at: _box(quads[at], 72 / dpi) for at in kept}
    sizes = _sizes([(lines[at], boxes[at]) for at in kept])
    pieces: list[Piece] = []
    confidences: list[float] = []
    for at, size in zip(kept, sizes, strict=True):
        pieces += _pieces(lines[at], doubtful(lines[at], second.get(at)), boxes[at], size)
        confidences += [each.confidence for each in lines[at] if each.text.strip()]
    sheet = Sheet(
        number,
        width,
        height,
        tuple(pieces),
        strokes=tuple(rules(straight.pixels, dpi)),
        back=lambda box: _turned_back(straight.back(box, dpi / 72), quarter, width, height),
    )
    return Reading(sheet, sum(confidences) / len(confidences) if confidences else 0.0, len(confidences))


def require_engine() -> None:
    """Raises ReaderMissing without the extra ``ocr``; costs next to nothing."""
    if find_spec("rapidocr") is None:
        raise _missing()


def _missing() -> ReaderMissing:
    return ReaderMissing(
        "识别扫描件和图片需要安装 OCR 组件", advice="请运行 pip install 'zonebrief[ocr]' 后重试,或提交带文字层的文件。"
    )


@cache
def _engine() -> Any:
    """The engine with its models, loaded once. A few threads: one process at most reads pictures."""
    # The runtime would report its use to its maker: offline means that nobody is called.
    os.putenv("ORT_DISABLE_TELEMETRY", "1")
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise _missing() from error
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    count = min(_THREADS, os.cpu_count() or 1)
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": count for kind in ("intra", "inter")}
    engine: Any = RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False, **threads})
    # The recogniser's own loop keeps no confidence and no place of a character; its session gives both.
    engine._load_rec_model()
    return engine


def _detected(engine: Any, pixels: Any) -> list[Any]:
    """Corners of the lines, clockwise from the upper left, in pixels: arrays of 4 x 2."""
    boxes = engine(pixels, use_det=True, use_cls=False, use_rec=False).boxes
    return [] if boxes is None else [box.astype("float32") for box in boxes]


def _first_reading(engine: Any, pixels: Any, dpi: float) -> tuple[Straight, list[Any], list[list[Glyph]]]:
    straight = straightened(pixels, dpi)
    quads = _detected(engine, straight.pixels)
    return straight, quads, _recognised(engine, [_crop(straight.pixels, quad, 0.0, 0.0) for quad in quads])


def _quarter(engine: Any, pixels: Any, quads: Sequence[Any], lines: Sequence[Sequence[Glyph]]) -> int:
    """Quarter turns, clockwise, after which a picture that reads badly reads best; 0 where it reads well as it is."""
    sizes = [quad.max(axis=0) - quad.min(axis=0) for quad in quads]
    tall = sum(1 for size in sizes if size[1] > 1.5 * size[0])
    lying = tall > 2 * sum(1 for size in sizes if size[0] > 1.5 * size[1])
    best, best_score = 0, _confidence(lines)
    if not quads or (best_score >= _UPSIDE_DOWN and not lying):
        return 0
    for quarter in (1, 3) if lying else (2,):
        turned = _turned(pixels, quarter)
        longest = sorted(_detected(engine, turned), key=lambda quad: float(quad[:, 0].max() - quad[:, 0].min()))[-_SAMPLE:]
        score = _confidence(_recognised(engine, [_crop(turned, quad, 0.0, 0.0) for quad in longest]))
        if score > best_score:
            best, best_score = quarter, score
    return best


def _confidence(lines: Sequence[Sequence[Glyph]]) -> float:
    return sum(each.confidence for line in lines for each in line) / max(1, sum(map(len, lines)))


def _turned(pixels: Any, quarter: int) -> Any:
    import numpy

    return numpy.ascontiguousarray(numpy.rot90(pixels, -quarter))


def _turned_back(box: Box, quarter: int, width: float, height: float) -> Box:
    """A box of a picture that was turned clockwise by quarters, on the picture as it came. The sides are those after turning."""
    left, top, right, bottom = box
    if quarter == 1:
        return top, width - right, bottom, width - left
    if quarter == 2:
        return width - right, height - bottom, width - left, height - top
    if quarter == 3:
        return height - bottom, left, height - top, right
    return box


def _crop(pixels: Any, quad: Any, above: float, beside: float) -> Any:
    """The line cut out and level, with more room around it by shares of its height."""
    import cv2
    import numpy

    upper_left, upper_right, lower_right, lower_left = quad.astype("float64")
    up, right = upper_left - lower_left, upper_right - upper_left
    tall, wide = max(2.0, float(numpy.hypot(*up))), max(2.0, float(numpy.hypot(*right)))
    up, right = up / tall * above * tall, right / wide * beside * tall
    corners = numpy.array(
        [upper_left + up - right, upper_right + up + right, lower_right - up + right, lower_left - up - right],
        numpy.float32,
    )
    width, height = max(2, round(wide + 2 * beside * tall)), max(2, round(tall + 2 * above * tall))
    matrix = cv2.getPerspectiveTransform(corners, numpy.array([[0, 0], [width, 0], [width, height], [0, height]], numpy.float32))
    return cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _other_view(pixels: Any, quad: Any) -> Any:
    """The line in greys of full contrast, from a larger and roomier crop."""
    import cv2
    import numpy

    grey = cv2.cvtColor(_crop(pixels, quad, 0.12, 0.15), cv2.COLOR_BGR2GRAY)
    factor = max(1.0, 2 * _HEIGHT / grey.shape[0])
    large = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(large, (0, 0), factor / 1.5).astype(numpy.float32)
    dark, light = numpy.percentile(soft, (1, 70))
    stretched = numpy.clip((soft - dark) / max(1.0, light - dark), 0.0, 1.0) ** 1.5
    return cv2.cvtColor((stretched * 255).astype(numpy.uint8), cv2.COLOR_GRAY2BGR)


def _recognised(engine: Any, crops: Sequence[Any]) -> list[list[Glyph]]:
    """The characters of each crop. One at a time: together they need twice the memory and a tenth more time."""
    return [_line(engine, crop) for crop in crops]


def _line(engine: Any, crop: Any) -> list[Glyph]:
    wanted = min(_WIDEST, max(1, round(_HEIGHT * crop.shape[1] / crop.shape[0])))
    width = max(_NARROWEST, wanted)
    [chances] = engine.text_rec.session(_prepared(crop, wanted, width)[None])
    return _decoded(chances, engine.text_rec.postprocess_op.character, width / wanted)


def _prepared(crop: Any, wanted: int, width: int) -> Any:
    import cv2
    import numpy

    prepared = numpy.zeros((3, _HEIGHT, width), numpy.float32)
    scaled = cv2.resize(crop, (wanted, _HEIGHT)).astype(numpy.float32).transpose(2, 0, 1)
    prepared[:, :, :wanted] = scaled / 127.5 - 1
    return prepared


def _decoded(chances: Any, alphabet: Sequence[str], stretch: float) -> list[Glyph]:
    """Characters from the chances at every step along the line (steps x alphabet, 0 is none): repeats are one."""
    best = chances.argmax(axis=1)
    glyphs, before = [], 0
    for step, at in enumerate(best):
        if at != before and at != 0:
            glyphs.append(Glyph(alphabet[at], float(chances[step, at]), (step + 0.5) / len(best) * stretch))
        before = at
    return glyphs


def _pieces(line: Sequence[Glyph], doubts: frozenset[int], box: Box, size: float) -> list[Piece]:
    """A line as pieces, parted where its characters stand far apart, as in tables."""
    middles = _middles(line, box)
    pieces, start = [], 0
    for at in range(1, len(line) + 1):
        gap = at < len(line) and middles[at] - middles[at - 1] - (_half(line[at - 1], size) + _half(line[at], size))
        if at == len(line) or (gap and gap > GAP * size):
            piece = _piece(line[start:at], [start + each in doubts for each in range(at - start)], middles[start:at], size, box)
            if piece is not None:
                pieces.append(piece)
            start = at
    return pieces


def _half(each: Glyph, size: float) -> float:
    return size / 2 if square(each.text[0]) else size / 4


def _box(quad: Any, scale: float) -> Box:
    left, top, right, bottom = (float(value) * scale for value in (*quad.min(axis=0), *quad.max(axis=0)))
    return left, top, right, bottom


def _middles(line: Sequence[Glyph], box: Box) -> list[float]:
    return [box[0] + each.at * (box[2] - box[0]) for each in line]


def _sizes(lines: Sequence[tuple[Sequence[Glyph], Box]]) -> list[float]:
    """The side of a Han character of each line: from middle to middle of neighbours where it has some, else by its height.

    The height that is found of a short line is rough, so one that is nearly the size of the page's text has that size.
    """
    measured = [_measured(line, box) for line, box in lines]
    usual = median(size for (line, _), size in zip(lines, measured, strict=True) if size for _ in line) if any(measured) else 0.0
    return [size or _by_height(box, usual) for (_, box), size in zip(lines, measured, strict=True)]


def _measured(line: Sequence[Glyph], box: Box) -> float | None:
    middles = _middles(line, box)
    steps = [
        middles[at] - middles[at - 1]
        for at in range(1, len(line))
        if "㐀" <= line[at].text[0] <= "鿿" and "㐀" <= line[at - 1].text[0] <= "鿿"
    ]
    return min(box[3] - box[1], median(steps)) if len(steps) >= _STEPS else None


def _by_height(box: Box, usual: float) -> float:
    rough = _OF_HEIGHT * (box[3] - box[1])
    return usual if abs(rough - usual) < _ROUGH * usual else rough


def _piece(glyphs: Sequence[Glyph], doubts: Sequence[bool], middles: Sequence[float], size: float, box: Box) -> Piece | None:
    text = "".join(each.text for each in glyphs)
    marks = "".join((UNSURE if doubt else PLAIN) * len(each.text) for each, doubt in zip(glyphs, doubts, strict=True))
    places = array("f", (middle for each, middle in zip(glyphs, middles, strict=True) for _ in each.text))
    left, right = middles[0] - _half(glyphs[0], size), middles[-1] + _half(glyphs[-1], size)
    piece = Piece(Marked(text, marks), (left, box[1], max(right, left + 1), box[3]), size, places)
    whole = piece.part(0, len(text))
    return whole if whole.text else None
