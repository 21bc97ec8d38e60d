"""What a page paints besides text: rules, pictures, grounds."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from index.readers.paged.pieces import Box
from index.readers.paged.ruled import Stroke
from index.readers.pdfium.frames import Frame

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_OBJECTS = 100_000
_SEGMENTS = 60
"""A path of more is a drawing."""
_DEPTH = 8
_THIN = 3.0
_LEVEL = 0.8
Colour = tuple[int, int, int]


@dataclass(slots=True)
class Painted:
    """``grounds`` are filled boxes in the order of painting, a picture's colour None. ``paths`` counts drawn paths."""

    strokes: list[Stroke] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    grounds: list[tuple[Box, Colour | None]] = field(default_factory=list)
    paths: int = 0


def painted(page: Any, frame: Frame) -> Painted:
    """Reads the page's objects, forms (reusable groups) included, at most 100,000."""
    import pypdfium2.raw as raw

    found = Painted()
    for item, matrix in _objects(page, raw):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _read_path(item, matrix, frame, found, raw)
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            box = _bounds(item, matrix, frame, raw)
            if box is not None:
                found.grounds.append((box, None))
                if kind == raw.FPDF_PAGEOBJ_IMAGE:
                    found.pictures.append(box)
    return found


def _objects(page: Any, raw: Any) -> Iterator[tuple[Any, Matrix]]:
    """Objects in the order of painting, those inside forms with the form's matrix."""
    top = (raw.FPDFPage_GetObject(page, at) for at in range(raw.FPDFPage_CountObjects(page)))
    stack: list[tuple[Iterator[Any], Matrix]] = [(top, _SAME)]
    for _ in range(_OBJECTS):
        if not stack:
            return
        items, matrix = stack[-1]
        item = next(items, None)
        if item is None:
            stack.pop()
        elif raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif len(stack) < _DEPTH:
            stack.append((_members(item, raw), _times(_matrix(item, raw), matrix)))


def _members(form: Any, raw: Any) -> Iterator[Any]:
    for at in range(max(0, raw.FPDFFormObj_CountObjects(form))):
        yield raw.FPDFFormObj_GetObject(form, at)


def _matrix(item: Any, raw: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return _SAME
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """First ``one``, then ``other``."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: Any, matrix: Matrix, frame: Frame, raw: Any) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    corners = [_applied(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return frame.box(min(xs), min(ys), max(xs), max(ys))


def _colour(item: Any, get: Any) -> tuple[Colour, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(item, red, green, blue, alpha):
        return (0, 0, 0), 255
    return (red.value, green.value, blue.value), alpha.value


def _read_path(item: Any, matrix: Matrix, frame: Frame, found: Painted, raw: Any) -> None:
    filling, stroking = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, filling, stroking):
        return
    filled, stroked = filling.value != 0, stroking.value != 0
    if not filled and not stroked:
        return
    found.paths += 1
    box = _bounds(item, matrix, frame, raw)
    if box is None:
        return
    if filled:
        colour, alpha = _colour(item, raw.FPDFPageObj_GetFillColor)
        width, height = box[2] - box[0], box[3] - box[1]
        if alpha > 16 and max(width, height) > _THIN >= min(width, height):
            found.strokes.append(_thin(box))
            return
        if alpha > 200:
            found.grounds.append((box, colour))
    if stroked and _colour(item, raw.FPDFPageObj_GetStrokeColor)[1] > 16:
        found.strokes += _segments(item, _times(_matrix(item, raw), matrix), frame, raw)


def _thin(box: Box) -> Stroke:
    """A thin filled box, as many programs draw rules."""
    if box[2] - box[0] >= box[3] - box[1]:
        return Stroke(True, (box[1] + box[3]) / 2, box[0], box[2])
    return Stroke(False, (box[0] + box[2]) / 2, box[1], box[3])


def _segments(item: Any, matrix: Matrix, frame: Frame, raw: Any) -> Iterator[Stroke]:
    """Level and upright segments of a path."""
    count = raw.FPDFPath_CountSegments(item)
    if count > _SEGMENTS:
        return
    start: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            return
        point = frame.point(*_applied(matrix, x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield from _stroke(last, point)
        last = point
        if raw.FPDFPathSegment_GetClose(segment) and start is not None:
            yield from _stroke(point, start)


def _stroke(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Stroke]:
    across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
    if down <= _LEVEL < across:
        yield Stroke(True, (one[1] + other[1]) / 2, min(one[0], other[0]), max(one[0], other[0]))
    elif across <= _LEVEL < down:
        yield Stroke(False, (one[0] + other[0]) / 2, min(one[1], other[1]), max(one[1], other[1]))
