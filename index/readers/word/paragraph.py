"""A paragraph being read, the fields open in it, and the place its lines go to."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.domain import Span
from index.errors import DamagedFile
from index.readers.word.styles import Look
from index.readers.word.tables import Cell, Line, Table

# A field code longer than this is none that this reader knows.
_LONGEST_CODE = 1_000
_DEEPEST_FIELD = 1_000


@dataclass(slots=True)
class Paragraph:
    """``look`` are its own properties, ``run`` those of the run being read and ``settled`` what both and the styles come to.

    ``after`` are the lines of text boxes anchored in it. ``joins`` is true where the next paragraph goes on with its line.
    """

    number: int | None
    look: Look = field(default_factory=Look)
    run: Look = field(default_factory=Look)
    settled: Look | None = None
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    hidden: list[Span] = field(default_factory=list)
    hidden_length: int = 0
    after: list[Line] = field(default_factory=list)
    labelled: bool = False
    mark_hidden: bool = False
    mark_deleted: bool = False
    joins: bool = False

    def write(self, text: str, *, hidden: bool) -> None:
        end = self.length + len(text)
        if hidden and self.hidden and self.hidden[-1].end == self.length:
            self.hidden[-1] = Span(self.hidden[-1].start, end)
        elif hidden:
            self.hidden.append(Span(self.length, end))
        self.hidden_length += len(text) if hidden else 0
        self.pieces.append(text)
        self.length = end

    def take_over(self, earlier: Paragraph) -> None:
        """Goes on with the line of a paragraph that has no end of its own."""
        self.pieces, self.length, self.after, self.labelled = earlier.pieces, earlier.length, earlier.after, earlier.labelled
        self.hidden, self.hidden_length = earlier.hidden, earlier.hidden_length
        self.number = earlier.number if earlier.length else self.number

    def head(self, label: str) -> None:
        """Sets the label of automatic numbering before the text, once."""
        if self.labelled:
            return
        self.labelled = True
        self.pieces.insert(0, label)
        self.length += len(label)
        self.hidden = [span.shifted(len(label)) for span in self.hidden]

    def unseen(self) -> bool:
        """Whether nobody is shown this paragraph: its mark and all its text are hidden."""
        return self.mark_hidden and self.hidden_length == self.length

    def lines(self) -> list[Line]:
        """The text cut at its breaks, without blank lines, and then what is anchored in it."""
        found: list[Line] = []
        start = first = 0
        for whole in "".join(self.pieces).split("\n"):
            text = whole.rstrip()
            hidden: list[Span] = []
            while first < len(self.hidden) and self.hidden[first].start < start + len(text):
                span = self.hidden[first]
                low, high = max(span.start - start, 0), min(span.end - start, len(text))
                if low < high:
                    hidden.append(Span(low, high))
                if span.end > start + len(whole):
                    break
                first += 1
            if text:
                found.append(Line(text, self.number, tuple(hidden)))
            start += len(whole) + 1
        return found + self.after


@dataclass(slots=True)
class _Field:
    code: str = ""
    coded: bool = True


@dataclass(slots=True)
class Fields:
    """Fields that have begun and not ended. Between its begin and its separator a field holds its code, which nobody sees."""

    stack: list[_Field] = field(default_factory=list)
    coded: int = 0

    def begin(self) -> None:
        if len(self.stack) >= _DEEPEST_FIELD:
            raise DamagedFile("文件中的域嵌套过深")
        self.stack.append(_Field())
        self.coded += 1

    def separate(self) -> None:
        if self.stack and self.stack[-1].coded:
            self.stack[-1].coded = False
            self.coded -= 1

    def end(self) -> str:
        """Ends the innermost field; its code where it has no result to show, else ""."""
        ended = self.stack.pop() if self.stack else _Field(coded=False)
        self.coded -= ended.coded
        return ended.code if ended.coded else ""

    def instruct(self, code: str) -> None:
        if self.stack and len(self.stack[-1].code) < _LONGEST_CODE:
            self.stack[-1].code += code[:_LONGEST_CODE]


@dataclass(slots=True)
class Story:
    """Where lines are written: the body, a cell, a text box, a note.

    ``number`` is the paragraph in whose name all its lines stand (0 for none), None where its paragraphs count themselves.
    ``counts`` is false where automatic numbers are not counted. ``carried`` is a paragraph that the next one goes on with.
    """

    shaded: bool = False
    unseen: bool = False
    number: int | None = None
    counts: bool = True
    fields: Fields = field(default_factory=Fields)
    cell: Cell | None = None
    lines: list[Line] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    carried: Paragraph | None = None

    def flush(self) -> None:
        """Writes out what waits for a next paragraph that does not come."""
        if self.carried is not None:
            self.lines += self.carried.lines()
            self.carried = None
