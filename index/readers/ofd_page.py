"""One page of an OFD file as drawn: its text objects as pieces of lines, its straight strokes, its pictures.

A text object has a box, and in it runs of characters with the steps between them. Of transformations only scaling and moving
count: turned text is a piece of its own in its box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.errors import TooLarge
from index.readers.markup import Attributes, walk
from index.readers.paged.pieces import GAP, HIDDEN, Box, Marked, Piece, advance
from index.readers.paged.ruled import Stroke
from index.readers.zipped import Package

POINTS = 72 / 25.4
"""In a millimetre, the unit of these files."""
_UNMOVED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_RISE, _FALL = 0.88, 0.12
"""Of the size of letters: how far they stand above and below their baseline."""
_THIN, _SHORT = 1.0, 2.0
"""Millimetres: a filled box no thicker is a rule, a stroke no longer is none."""
_FARTHEST = 1e5
_STROKES = 20_000
_GROUNDS = 1_000


@dataclass(slots=True)
class Content:
    """A page or template as drawn. Boxes and strokes are in points, ``size`` in millimetres."""

    size: tuple[float, float]
    shown: list[Piece] = field(default_factory=list)
    hidden: list[Piece] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    characters: int = 0


def read_content(package: Package, path: str, size: tuple[float, float], characters: int) -> Content:
    """The content of a page or template; ``characters`` are still allowed."""
    reading = _Reading(Content(size), characters)
    walk(package.open(path), reading.start, reading.end, named="页面")
    reading.finish()
    return reading.content


class _Reading:
    """Takes in a page's elements as they come."""

    def __init__(self, content: Content, characters: int) -> None:
        self.content = content
        self._most = characters
        self._text: Attributes | None = None
        self._code: Attributes = {}
        self._path: Attributes | None = None
        self._white = self._clear = False
        self._grounds = list[Box]()
        self._pale = list[Piece]()
        """White letters, of which only the end of the page tells whether they stand on a ground."""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "TextObject":
            self._text = attributes
            self._white = self._clear = False
        elif name == "TextCode":
            self._code = attributes
        elif name == "FillColor":
            self._white = _numbers(attributes.get("Value", ""), 3) == (255.0, 255.0, 255.0)
            self._clear = self._clear or attributes.get("Alpha") == "0"
        elif name == "PathObject":
            self._path = attributes
        elif name == "ImageObject":
            if (box := _box(attributes)) is not None:
                self.content.pictures.append(box)
        elif name == "Template":
            self.content.templates.append(attributes.get("TemplateID", ""))

    def end(self, name: str, text: str) -> None:
        if name == "TextCode" and self._text is not None:
            self._set(self._text, text.strip("\r\n\t"))
        elif name == "TextObject":
            self._text = None
        elif name == "AbbreviatedData" and self._path is not None:
            self._draw(self._path, text)
        elif name == "PathObject":
            self._path = None
        elif name == "PhysicalBox":
            self.content.size = page_size(text) or self.content.size

    def finish(self) -> None:
        """White letters show only on a ground of colour or on a picture."""
        grounds = [*self._grounds, *self.content.pictures][:_GROUNDS]
        for piece in self._pale:
            if any(_overlap(piece.box, ground) for ground in grounds):
                self.content.shown.append(piece)
            else:
                self.content.hidden.append(_unseen(piece))

    def _set(self, text: Attributes, words: str) -> None:
        """The characters of a run at their places: the object's box, the run's own origin, then the steps between."""
        self.content.characters += len(words)
        if self.content.characters > self._most:
            raise TooLarge("OFD 的文字过多")
        box = _numbers(text.get("Boundary", ""), 4) or (0.0, 0.0, 0.0, 0.0)
        matrix = _numbers(text.get("CTM", ""), 6) or _UNMOVED
        straight = abs(matrix[1]) < 0.01 and abs(matrix[2]) < 0.01 and matrix[0] > 0 and matrix[3] > 0
        scale_x, scale_y, move_x, move_y = (matrix[0], matrix[3], matrix[4], matrix[5]) if straight else (1.0, 1.0, 0.0, 0.0)
        size = max(0.1, (_number(text.get("Size")) or 3.5) * scale_y)
        left = box[0] + (_number(self._code.get("X")) or 0.0) * scale_x + move_x
        base = box[1] + (_number(self._code.get("Y")) or 0.0) * scale_y + move_y
        steps = [step * scale_x for step in _steps(self._code.get("DeltaX", ""), len(words))]
        down = _steps(self._code.get("DeltaY", ""), len(words))
        if not straight or any(abs(step) > size / 2 for step in down):
            pieces = [_upright(words, box, size)]
        else:
            pieces = list(_pieces(words, left, base, size, size * scale_x / scale_y, steps))
        if self._clear or text.get("Visible") == "false" or text.get("Alpha") == "0":
            self.content.hidden += map(_unseen, pieces)
        elif self._white:
            self._pale += pieces
        else:
            self.content.shown += pieces

    def _draw(self, path: Attributes, data: str) -> None:
        """Rules of tables among what a path draws: straight level or upright strokes, and filled boxes as thin as one."""
        box, strokes = _numbers(path.get("Boundary", ""), 4), self.content.strokes
        matrix = _numbers(path.get("CTM", ""), 6) or _UNMOVED
        if box is None or len(strokes) > _STROKES or path.get("Visible") == "false":
            return
        if path.get("Fill") == "true":
            if (ground := _box(path)) is not None:
                self._grounds.append(ground)
            if box[2] >= _SHORT and box[3] <= _THIN:
                strokes.append(_stroke(box[1] + box[3] / 2, box[0], box[0] + box[2], level=True))
            elif box[3] >= _SHORT and box[2] <= _THIN:
                strokes.append(_stroke(box[0] + box[2] / 2, box[1], box[1] + box[3], level=False))
        if path.get("Stroke") == "false" or abs(matrix[1]) > 0.01 or abs(matrix[2]) > 0.01:
            return
        for (x1, y1), (x2, y2) in _strokes(data):
            left, right = sorted(box[0] + x * matrix[0] + matrix[4] for x in (x1, x2))
            top, bottom = sorted(box[1] + y * matrix[3] + matrix[5] for y in (y1, y2))
            if bottom - top <= _THIN / 2 and right - left >= _SHORT:
                strokes.append(_stroke((top + bottom) / 2, left, right, level=True))
            elif right - left <= _THIN / 2 and bottom - top >= _SHORT:
                strokes.append(_stroke((left + right) / 2, top, bottom, level=False))


def _pieces(words: str, left: float, base: float, size: float, width: float, steps: Sequence[float]) -> Iterator[Piece]:
    """The pieces of a run, apart where it leaves a wide gap. Lengths are in millimetres; ``width`` is that of a Han character."""
    characters = list[tuple[str, float, float]]()
    for at, character in enumerate(words):
        wide = advance(character, width)
        step = steps[at] if at < len(steps) else wide
        if not character.isspace():
            if characters and left - characters[-1][2] > GAP * size:
                yield _piece(characters, base, size)
                characters = []
            characters.append((character, left, left + min(wide, max(step, 0.0)) if at < len(steps) else left + wide))
        elif characters:
            characters.append((" ", left, left))
        left += step
    if characters:
        yield _piece(characters, base, size)


def _piece(characters: Sequence[tuple[str, float, float]], base: float, size: float) -> Piece:
    while characters[-1][0] == " ":
        characters = characters[:-1]
    text = "".join(character for character, _, _ in characters)
    middles = tuple((left + right) / 2 * POINTS for _, left, right in characters)
    box = (
        characters[0][1] * POINTS,
        (base - _RISE * size) * POINTS,
        characters[-1][2] * POINTS,
        (base + _FALL * size) * POINTS,
    )
    return Piece(Marked.plain(text), box, size * POINTS, middles)


def _unseen(piece: Piece) -> Piece:
    return replace(piece, content=Marked(piece.text, HIDDEN * len(piece.text)))


def _upright(words: str, box: Sequence[float], size: float) -> Piece:
    """Turned or vertical words, as one piece in the object's box."""
    words = " ".join(words.split()) or "—"
    left, top, width, height = (each * POINTS for each in box)
    return Piece(
        Marked.plain(words), (left, top, left + width, top + height), size * POINTS, (left + width / 2,) * len(words), True
    )


def _stroke(at: float, start: float, end: float, *, level: bool) -> Stroke:
    return Stroke(level, at * POINTS, start * POINTS, end * POINTS)


def _strokes(data: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of a path in GB/T 33190's short form: S and M begin, L draws, C goes back to the beginning."""
    words, at = data.split(), 0
    begun = here = (0.0, 0.0)
    takes = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
    while at < min(len(words), 2 * _STROKES):
        command = words[at]
        count = takes.get(command)
        if count is None:
            at += 1
            continue
        numbers = [_number(word) or 0.0 for word in words[at + 1 : at + 1 + count]]
        at += 1 + count
        if len(numbers) < count:
            return
        to = begun if command == "C" else (numbers[-2], numbers[-1])
        if command in ("L", "C"):
            yield here, to
        if command in ("S", "M"):
            begun = to
        here = to


def _steps(written: str, most: int) -> list[float]:
    """Steps between characters; "g 3 4.2" is 4.2 three times."""
    words, steps, at = written.split(), list[float](), 0
    while at < len(words) and len(steps) < most:
        if words[at] == "g":
            times, step = _number("".join(words[at + 1 : at + 2])), _number("".join(words[at + 2 : at + 3]))
            if times is None or step is None:
                break
            steps += [step] * max(0, min(int(times), most - len(steps)))
            at += 3
        else:
            steps.append(_number(words[at]) or 0.0)
            at += 1
    return steps


def _number(written: str | None) -> float | None:
    """A plain number of a bearable size; None for anything else."""
    try:
        value = float(written) if written is not None and len(written) < 40 else None
    except ValueError:
        return None
    return value if value is not None and -_FARTHEST < value < _FARTHEST else None


def _numbers(written: str, count: int) -> tuple[float, ...] | None:
    numbers = tuple(_number(word) for word in written.split()[:count])
    found = tuple(number for number in numbers if number is not None)
    return found if len(found) == count else None


def page_size(written: str) -> tuple[float, float] | None:
    """Width and height of a PhysicalBox; None where it states none."""
    box = _numbers(written, 4)
    return (box[2], box[3]) if box is not None and box[2] > 0 and box[3] > 0 else None


def _box(drawn: Attributes) -> Box | None:
    """The box of an object in points."""
    box = _numbers(drawn.get("Boundary", ""), 4)
    if box is None:
        return None
    left, top, width, height = (each * POINTS for each in box)
    return (left, top, left + width, top + height)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def ignored(*_: object) -> None:
    """A start that says nothing."""
