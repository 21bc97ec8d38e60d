"""One page of a PDF file -> a sheet of pieces, or the finding that its text is no use."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from index.readers.layout import Sheet
from index.readers.paged.pieces import GAP, HIDDEN, PLAIN, Box, Marked, Piece, around, square
from index.readers.paged.raising import FIGURES, shift_of
from index.readers.pdfium.characters import Character, Hiding, characters, level, quarter
from index.readers.pdfium.frames import Frame
from index.readers.pdfium.painted import painted

_BLANK = 0.2
"""Gap between characters that is a blank, in sizes: it is 0.25 to 0.5 in most fonts, less where a line is squeezed."""
_TIGHT = 0.55
_OVER = 0.6
"""Share of the narrower of two characters that the other covers where they are printed over one another."""
_ABOVE, _BELOW = 0.86, 0.14
"""A line's height over and under its base line, in sizes."""
_UNKNOWN = 0.03
_ODD = 0.25
_COVERED = 0.6
_STAMPED = 100
"""Characters that a program may print on a scan: a number, a stamp, a watermark."""
_PICTURE = 0.02
_RAISED_MOST, _LINES_MOST = 24, 3_000
"""Small figures of one height, and lines of a page in which they are looked for."""
_OUTLINES = 40
"""Drawn paths without any text: letters turned into outlines."""
_USUAL = re.compile(r"[ -~⺀-鿿豈-﫿　-〿＀-￯\U00020000-\U0003ffff -⯿㈀-㏿·×÷°±§²³µα-ωΑ-Ω�-]")
_HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Found:
    """``sheet`` is None where the page is to be read as a picture, unless it is ``blank``.

    ``layered``: its text is what an OCR program laid under a scan. ``unknown`` counts characters that no font explains.
    """

    sheet: Sheet | None
    blank: bool = False
    layered: bool = False
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A character in the frame of its page."""

    text: str
    box: Box
    size: float
    hidden: bool
    turned: bool


def read_page(page: Any, textpage: Any, number: int) -> Found:
    """Reads the text of a page. ``number`` counts from 1."""
    found = list(characters(textpage))
    shown = frame_of(page)
    frame = Frame(shown.crop, quarter(found))
    ground = painted(page, frame)
    hiding = Hiding(ground, frame)
    placed = [_placed(each, frame, hiding) for each in found]
    letters = [(each, at) for each, at in zip(found, placed, strict=True) if each.text != " "]
    unknown = sum(1 for each, _ in letters if not each.known and each.text == "\ufffd")
    visible = "".join(each.text for each, at in letters if not at.hidden)
    layered = [each.text for each, at in letters if each.invisible and not at.hidden]
    covered = max((_share(box, frame) for box in ground.pictures), default=0.0)
    if _useless(visible, "".join(layered), unknown, covered):
        if not visible and covered < _PICTURE and ground.paths < _OUTLINES and not unknown:
            if not letters:
                return Found(None, blank=True)
        else:
            return Found(None)
    pieces = list(_pieces(placed))
    sheet = Sheet(
        number,
        frame.width,
        frame.height,
        tuple(piece for piece in pieces if HIDDEN not in piece.content.marks),
        tuple(piece for piece in pieces if HIDDEN in piece.content.marks),
        tuple(ground.strokes),
        tuple(box for box in ground.pictures if _share(box, frame) >= 0.01),
        lambda box: frame.into(shown, box),
    )
    return Found(sheet, layered=2 * len(layered) > len(visible), unknown=unknown)


def frame_of(page: Any) -> Frame:
    """The frame in which the page is shown."""
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, box):
        return Frame((0.0, 0.0, page.get_width(), page.get_height()), 0)
    return Frame((box.left, box.bottom, box.right, box.top), raw.FPDFPage_GetRotation(page) % 4)


def _share(box: Box, frame: Frame) -> float:
    width = min(box[2], frame.width) - max(box[0], 0.0)
    height = min(box[3], frame.height) - max(box[1], 0.0)
    return max(0.0, width) * max(0.0, height) / max(1.0, frame.width * frame.height)


def _useless(visible: str, layered: str, unknown: int, covered: float) -> bool:
    """Whether the text of a page tells less than its picture would."""
    if not visible:
        return True
    if unknown >= 3 and unknown > _UNKNOWN * (len(visible) + unknown):
        return True
    if sum(1 for each in visible if not _USUAL.match(each)) > _ODD * len(visible) and len(visible) > 20:
        return True
    if covered >= _COVERED and not layered and len(visible) <= _STAMPED:
        return True
    # An OCR program set to another language writes letters where the page has Han characters.
    return len(layered) > 50 and len(_HAN.findall(layered)) < 0.1 * len(layered)


def _placed(each: Character, frame: Frame, hiding: Hiding) -> _Placed:
    area = frame.box(*each.box)
    turned = not level(each.direction) or round(each.direction / 90) % 4 != frame.quarter
    if not turned:
        x, y = frame.point(each.x, each.y)
        right = max(area[2], x + 0.1 * each.size) if area[2] - x < 3 * each.size else x + each.size
        area = (x, y - _ABOVE * each.size, right, y + _BELOW * each.size)
    return _Placed(each.text, area, each.size, hiding.hidden(each, area), turned)


def _pieces(placed: Sequence[_Placed]) -> Iterator[Piece]:
    """Characters grouped as they follow one another in the stream, groups of one line put together."""
    runs = list(_runs(placed))
    yield from _upright(runs)
    yield from _merged([run for run in runs if not _stands(run)])


_Run = list[tuple[_Placed, bool]]
"""Characters, each with whether a blank was written before it."""


def _runs(placed: Sequence[_Placed]) -> Iterator[_Run]:
    run: _Run = []
    blank = False
    for each in placed:
        if each.text == " ":
            blank = True
            continue
        if run and not _follows(run, each, blank=blank):
            yield from _parted(run)
            run = []
        run.append((each, blank))
        blank = False
    yield from _parted(run)


def _follows(run: _Run, each: _Placed, *, blank: bool) -> bool:
    last = run[-1][0]
    size = max(last.size, each.size, 0.1)
    if last.hidden != each.hidden or last.turned != each.turned:
        return False
    if each.turned:
        return (
            max(each.box[0] - last.box[2], last.box[0] - each.box[2], each.box[1] - last.box[3], last.box[1] - each.box[3]) < size
        )
    down = each.box[3] - last.box[3]
    standing = len(run) == 1 or _stands(run)
    if standing and abs(each.box[0] - last.box[0]) < 0.3 * size and 0.75 * size <= down <= 1.35 * size:
        return square(each.text[0]) or len(run) > 1
    if len(run) > 1 and _stands(run):
        return False
    return abs(down) < 0.3 * size and -0.5 * size <= each.box[0] - last.box[2] <= _widest(last, each, blank=blank)


def _widest(last: _Placed, each: _Placed, *, blank: bool) -> float:
    """Widest gap inside a piece. Between Han characters that no blank parts it is a gutter sooner."""
    tight = not blank and square(last.text[-1]) and square(each.text[0])
    return (_TIGHT if tight else GAP) * max(last.size, each.size)


def _stands(run: _Run) -> bool:
    """Whether the characters of a run stand below one another, or are turned."""
    return run[0][0].turned or (len(run) > 1 and run[1][0].box[3] - run[0][0].box[3] > 0.5 * run[0][0].size)


def _parted(run: _Run) -> Iterator[_Run]:
    """Two characters below one another are no upright line yet."""
    if run and _stands(run) and not run[0][0].turned and len(run) < 3:
        for each in run:
            yield [each]
    elif run:
        yield run


def _upright(runs: Sequence[_Run]) -> Iterator[Piece]:
    """Upright and turned lines; one that reaches the foot of its neighbours goes on in the next."""
    group: list[_Run] = []
    for run in [*runs, None]:
        if run is not None and _stands(run) and (not group or _beside(group[-1], run)):
            group.append(run)
            continue
        if group:
            yield from _joined_upright(group)
        group = [run] if run is not None and _stands(run) else []


def _beside(before: _Run, run: _Run) -> bool:
    if run[0][0].turned or before[0][0].turned or run[0][0].hidden != before[0][0].hidden:
        return False
    return abs(run[0][0].box[0] - before[0][0].box[0]) < 3 * run[0][0].size


def _joined_upright(group: Sequence[_Run]) -> Iterator[Piece]:
    foot = max(run[-1][0].box[3] for run in group)
    current: _Run = []
    for run in sorted(group, key=lambda run: -run[0][0].box[0]):  # from the right, whatever pdfium's order
        current = [*current, *run]
        if foot - run[-1][0].box[3] > 1.2 * run[0][0].size:
            yield _piece(current, upright=True)
            current = []
    if current:
        yield _piece(current, upright=True)


def _merged(runs: Sequence[_Run]) -> Iterator[Piece]:
    """Runs of one line and little space between as one piece; what is printed twice at one place once."""
    lines: list[list[_Run]] = []
    drawn = {id(run): at for at, run in enumerate(runs)}
    for run in sorted(runs, key=lambda each: (each[0][0].box[3], each[0][0].box[0])):
        base, size = run[0][0].box[3], run[0][0].size
        for line in lines[-8:]:
            other = line[0][0][0]
            if abs(other.box[3] - base) < 0.45 * min(size, other.size) and other.hidden == run[0][0].hidden:
                line.append(run)
                break
        else:
            lines.append([run])
    for line in _with_raised(lines):
        current: _Run = []
        for each, blank in _ordered(sorted(line, key=lambda run: drawn.get(id(run), len(runs)))):
            if _printed_twice(current, each):
                continue
            if current and each.box[0] - current[-1][0].box[2] > _widest(current[-1][0], each, blank=blank):
                yield _piece(current)
                current = []
            current.append((each, blank))
        yield _piece(current)


def _ordered(line: list[_Run]) -> _Run:
    """The characters of a line from left to right; ``line`` is in the order in which it was drawn.

    By characters and not by runs: marks of another font are printed into the gaps of a run that is there already. Runs that are
    printed over one another are read as they were drawn: by place their characters would be mixed.
    """
    placed = sorted(((each, number) for number, run in enumerate(line) for each in run), key=lambda each: each[0][0].box[0])
    over = [
        (one, other)
        for ((before, _), one), ((after, _), other) in zip(placed, placed[1:], strict=False)
        if one != other and _covers(before, after)
    ]
    if not over:
        return [each for each, _ in placed]
    first = list(range(len(line)))

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = number = first[first[number]]
        return number

    for one, other in over:
        low, high = sorted((root(one), root(other)))
        first[high] = low
    roots = [root(number) for number in range(len(line))]
    starts: dict[int, float] = {}
    for run, mine in zip(line, roots, strict=True):
        starts[mine] = min(starts.get(mine, run[0][0].box[0]), run[0][0].box[0])
    order = sorted(range(len(line)), key=lambda number: (starts[roots[number]], roots[number], number))
    return [each for number in order for each in line[number]]


def _covers(before: _Placed, after: _Placed) -> bool:
    """Whether a character is printed over much of another one, and not once more for a shadow."""
    widths = before.box[2] - before.box[0], after.box[2] - after.box[0]
    shared = min(before.box[2], after.box[2]) - after.box[0]
    return shared > _OVER * min(widths) and not _same_place(before, after)


def _with_raised(lines: list[list[_Run]]) -> list[list[_Run]]:
    """Small figures above or below the base line of larger text, in its line and as such: km², 120.5¹. Else they would be
    digits of the figure they stand behind, or of one in the next line.
    """
    small = [line for line in lines if sum(len(run) for run in line) <= _RAISED_MOST and _figures(line)]
    if not small or len(lines) > _LINES_MOST:
        return lines
    apart = {id(line) for line in small}
    whole = [line for line in lines if id(line) not in apart]
    found: list[list[_Run]] = []
    for line in lines:
        if id(line) in apart:
            line = [run for run in line if not _taken_up(run, whole)]
        if line:
            found.append(line)
    return found


def _taken_up(run: _Run, lines: Sequence[list[_Run]]) -> bool:
    """Whether a line takes the run in, as raised or lowered figures."""
    for line in lines:
        shift = _shift(line, run)
        if shift is not None:
            line.append([(replace(each, text=shift(each.text)), blank) for each, blank in run])
            return True
    return False


def _figures(line: list[_Run]) -> bool:
    return all(each.text in FIGURES for run in line for each, _ in run)


def _shift(line: list[_Run], run: _Run) -> Callable[[str], str] | None:
    """How a run of small figures is written that stands at the edge of a line of larger characters, right behind one of them."""
    first = run[0][0]
    for other in line:
        size = other[0][0].size
        shift = shift_of(first.size, first.box[3], size, other[0][0].box[3])
        if shift is None or first.hidden != other[0][0].hidden:
            continue
        if any(abs(first.box[0] - each.box[2]) <= 0.3 * size for each, _ in other):
            return shift
    return None


def _printed_twice(current: _Run, each: _Placed) -> bool:
    """Whether the same character stands there already: a shadow, or a letter made bold by printing it twice."""
    return any(_same_place(other, each) for other, _ in current[-3:])


def _same_place(one: _Placed, other: _Placed) -> bool:
    shift = max(abs(one.box[0] - other.box[0]), abs(one.box[3] - other.box[3]))
    return one.text == other.text and shift < 0.12 * other.size


def _piece(run: _Run, *, upright: bool = False) -> Piece:
    gaps = [after.box[0] - before.box[2] for (before, _), (after, _) in zip(run, run[1:], strict=False)]
    usual = max(0.0, median(gaps)) if len(gaps) > 3 else 0.0
    text, middles = "", array("f")
    for number, (each, blank) in enumerate(run):
        before = run[number - 1][0] if number else None
        if before is not None and (blank or (not upright and _apart(before, each, usual))):
            text += " "
            middles.append((before.box[2] + each.box[0]) / 2)
        width = (each.box[2] - each.box[0]) / len(each.text)
        text += each.text
        middles.extend(each.box[0] + (at + 0.5) * width for at in range(len(each.text)))
    mark = HIDDEN if run[0][0].hidden else PLAIN
    size = median(each.size for each, _ in run)
    return Piece(Marked(text, mark * len(text)), around(each.box for each, _ in run), size, middles, upright)


def _apart(before: _Placed, each: _Placed, usual: float) -> bool:
    if square(before.text[-1]) or square(each.text[0]):
        return False
    return each.box[0] - before.box[2] - usual > _BLANK * max(before.size, each.size)
