"""A picture of a page made ready: turned straight, specks out, its rules found. The one module that knows OpenCV."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

from index.readers.paged.pieces import Box
from index.readers.paged.ruled import Stroke

_STEEPEST = 5.0
"""Degrees of skew that are straightened."""
_SKEW = 0.15
_PROBE = 900
"""Pixels of the picture on which the skew is measured."""
_SMALLEST = 9.0
"""Points: the smallest characters that are expected. A full stop of theirs is wider than a speck may be."""
_SPECK = 0.09
_ALONE = 0.45
"""Of the smallest characters' size: a speck's side, and how far it stands from any ink. Nearer it could be a decimal point."""
_RULE = 0.35
"""Inches: shorter strokes belong to characters."""
_RULES = 4_000


@dataclass(frozen=True, slots=True)
class Straight:
    """``pixels`` is the picture (height x width x 3, blue first), turned by ``angle`` degrees about its middle."""

    pixels: Any
    angle: float

    def back(self, box: Box, scale: float) -> Box:
        """A box of the straight picture on the picture as it was; both in units of ``scale`` pixels."""
        height, width = (side / scale for side in self.pixels.shape[:2])
        turn = radians(self.angle)
        corners = []
        for x in (box[0], box[2]):
            for y in (box[1], box[3]):
                across, down = x - width / 2, y - height / 2
                corners.append(
                    (width / 2 + across * cos(turn) - down * sin(turn), height / 2 + across * sin(turn) + down * cos(turn))
                )
        xs, ys = zip(*corners, strict=True)
        return max(0.0, min(xs)), max(0.0, min(ys)), min(width, max(xs)), min(height, max(ys))


def straightened(pixels: Any, dpi: float) -> Straight:
    """The picture without specks, and straight where it leaned by no more than 5 degrees."""
    import cv2

    clean = _without_specks(pixels, dpi * _SMALLEST / 72)
    angle = _skew(clean)
    if abs(angle) < _SKEW:
        return Straight(clean, 0.0)
    height, width = clean.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(clean, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Straight(turned, angle)


def _ink(pixels: Any) -> Any:
    """1 where a pixel is clearly darker than what is around it."""
    import cv2
    import numpy

    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    ground = cv2.blur(grey, (41, 41)).astype(numpy.int16)
    return (grey < ground - 30).astype(numpy.uint8)


def _without_specks(pixels: Any, size: float) -> Any:
    """The picture without dots that stand alone. ``size`` is that of the smallest characters, in pixels."""
    import cv2
    import numpy

    ink = _ink(pixels)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    side = max(1, int(_SPECK * size))
    small = (stats[:, cv2.CC_STAT_WIDTH] <= side) & (stats[:, cv2.CC_STAT_HEIGHT] <= side)
    small[0] = False
    if not small.any():
        return pixels
    specks = small[labels].astype(numpy.uint8)
    reach = 2 * max(1, round(_ALONE * size)) + 1
    near = cv2.dilate(ink - specks, numpy.ones((reach, reach), numpy.uint8))
    mask = cv2.dilate(specks & (1 - near), numpy.ones((3, 3), numpy.uint8))
    clean = pixels.copy()
    ground = cv2.medianBlur(pixels, 9)
    clean[mask > 0] = ground[mask > 0]
    return clean


def _skew(pixels: Any) -> float:
    """Degrees by which the picture is to be turned, against the clock, so that its lines are level: where rows of ink are sharpest."""
    import cv2
    import numpy

    ink = _ink(pixels) * 255
    height, width = ink.shape
    scale = min(1.0, _PROBE / max(height, width))
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    if not small.any():
        return 0.0

    def sharpness(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        profile = cv2.warpAffine(small, matrix, (width, height)).sum(axis=1, dtype=numpy.float64)
        return float(numpy.square(numpy.diff(profile)).sum())

    best = max((step / 2 for step in range(-10, 11)), key=sharpness)
    return max((best + step / 20 for step in range(-9, 10) if abs(best + step / 20) <= _STEEPEST), key=sharpness)


def rules(pixels: Any, dpi: float) -> list[Stroke]:
    """Level and upright rules of a straight picture, in points."""
    import cv2
    import numpy

    ink = _ink(pixels)
    length = max(12, int(_RULE * dpi))
    found: list[Stroke] = []
    for level in (True, False):
        bridge = numpy.ones((1, 5) if level else (5, 1), numpy.uint8)
        kernel = numpy.ones((1, length) if level else (length, 1), numpy.uint8)
        drawn = cv2.morphologyEx(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge), cv2.MORPH_OPEN, kernel)
        count, _, stats, _ = cv2.connectedComponentsWithStats(drawn, connectivity=8)
        for at in range(1, min(count, _RULES)):
            left, top, width, height = (float(value) * 72 / dpi for value in stats[at, :4])
            if level and height <= 6:
                found.append(Stroke(True, top + height / 2, left, left + width))
            elif not level and width <= 6:
                found.append(Stroke(False, left + width / 2, top, top + height))
    return found
