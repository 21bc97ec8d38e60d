"""The characters of a page, in the order of its stream, with places and what hides them."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import category, normalize

from index.readers.paged.pieces import Box
from index.readers.pdfium.frames import Frame
from index.readers.pdfium.painted import Colour, Painted

_TINY = 1.0
"""Points: smaller text is there for machines."""
_UNSEEN_ALPHA = 16
_CONTRAST = 12
"""Levels of 255 by which ink differs from its ground at least, in one of its three colours."""
_WHITE: Colour = (255, 255, 255)
_GROUNDS = 3_000
_SCAN = 3.0
"""A picture at least so many characters high may have been read by a program that laid its text under it."""
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# Radicals that fonts list under the same glyph as the character; Unicode gives no decomposition for them.
_RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Character:
    """``direction`` is the angle of its line in degrees, counted against the clock, in user space.

    ``x`` and ``y`` are its origin on the base line; ``box`` is left, bottom, right, top: user space. ``known`` is False where
    the font does not say which character it is.
    """

    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    size: float
    direction: float
    invisible: bool
    colour: Colour
    known: bool


@dataclass(frozen=True, slots=True)
class _Look:
    """What all characters of one text object share."""

    size: float
    direction: float
    invisible: bool
    colour: Colour


def characters(textpage: Any) -> Iterator[Character]:
    """Characters but for those that pdfium itself adds."""
    import pypdfium2.raw as raw

    looks: dict[int, _Look] = {}
    rectangle, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    high = 0
    before: Character | None = None
    before_key = 0
    for at in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, at)
        if code in (10, 13, 32) and raw.FPDFText_IsGenerated(textpage, at) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        item = raw.FPDFText_GetTextObject(textpage, at)
        key = ctypes.cast(item, ctypes.c_void_p).value or 0
        look = looks.get(key)
        if look is None:
            look = looks[key] = _look(textpage, at, item, raw)
        raw.FPDFText_GetCharOrigin(textpage, at, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, at, rectangle)
        known = raw.FPDFText_HasUnicodeMapError(textpage, at) != 1
        box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        text, known = _text(code, known)
        if not text:
            continue
        each = Character(text, x.value, y.value, box, look.size, look.direction, look.invisible, look.colour, known)
        if before is not None and key == before_key and (before.x, before.y) == (each.x, each.y):
            before = _one(before, each)
            continue
        if before is not None:
            yield before
        before, before_key = each, key
    if before is not None:
        yield before


def _one(before: Character, each: Character) -> Character:
    """Characters that one glyph stands for."""
    (left, bottom, right, top), other = before.box, each.box
    box = min(left, other[0]), min(bottom, other[1]), max(right, other[2]), max(top, other[3])
    return replace(before, text=before.text + each.text, box=box)


def _look(textpage: Any, at: int, item: Any, raw: Any) -> _Look:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, at, matrix)
    size = raw.FPDFText_GetFontSize(textpage, at) * math.hypot(matrix.c, matrix.d)
    direction = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(textpage, at, red, green, blue, alpha)
    mode = raw.FPDFTextObj_GetTextRenderMode(item) if item else 0
    invisible = mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP) or alpha.value <= _UNSEEN_ALPHA
    return _Look(abs(size), direction, invisible, (red.value, green.value, blue.value))


def _text(code: int, known: bool) -> tuple[str, bool]:
    """The character that a code stands for, and whether that is known."""
    if code in (0x02, 0xAD, 0xFFFE):
        return "-", True  # pdfium's sign for a hyphen at a line's end: in figures it is a dash or a minus
    character = chr(code)
    if character in _LIGATURES:
        return _LIGATURES[character], known
    if "⺀" <= character <= "⿟":
        return _RADICALS.get(character, normalize("NFKC", character)), known
    if character.isspace():
        return " ", True
    if code == 0 or code == 0xFFFD or category(character) in ("Cc", "Cn", "Cs"):
        return "\ufffd", False
    if category(character) == "Cf":
        return "", True  # marks of direction and joiners, which show nothing
    if not known and category(character) != "Co":
        return "\ufffd", False
    return character, known


def quarter(found: Sequence[Character]) -> int:
    """Quarter turns clockwise after which most of the characters stand upright."""
    turns = Counter(round(each.direction / 90) % 4 for each in found if each.text != " " and level(each.direction))
    return turns.most_common(1)[0][0] if turns else 0


def level(direction: float) -> bool:
    """Whether an angle is a quarter turn, or a few degrees from it."""
    return abs((direction + 45) % 90 - 45) <= 3


class Hiding:
    """Tells which characters of a page nobody sees."""

    def __init__(self, painted: Painted, frame: Frame) -> None:
        self._grounds = painted.grounds[-_GROUNDS:]
        self._pictures = painted.pictures
        self._frame = frame
        self._alike: dict[Colour, bool] = {}

    def hidden(self, each: Character, box: Box) -> bool:
        """Whether a character in ``box`` (of the frame) is invisible without a scan above it, off the page, tiny, or inked as its ground is."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not (0 <= x <= self._frame.width and 0 <= y <= self._frame.height) or each.size < _TINY:
            return True
        if each.invisible:
            return not self.scanned(x, y, each.size)
        alike = self._alike.get(each.colour)
        if alike is None:
            grounds = [_WHITE, *(colour for _, colour in self._grounds if colour is not None)]
            alike = self._alike[each.colour] = any(_same(each.colour, ground) for ground in grounds)
        if not alike:
            return False
        seen = (colour for area, colour in reversed(self._grounds) if area[0] <= x <= area[2] and area[1] <= y <= area[3])
        ground = next(seen, _WHITE)
        return ground is not None and _same(each.colour, ground)

    def scanned(self, x: float, y: float, size: float) -> bool:
        """Whether a picture stands there that may be a scan."""
        return any(
            area[0] <= x <= area[2] and area[1] <= y <= area[3] and area[3] - area[1] >= _SCAN * size for area in self._pictures
        )


def _same(one: Colour, other: Colour) -> bool:
    return max(abs(first - second) for first, second in zip(one, other, strict=True)) < _CONTRAST
