"""Cells of a sheet -> lines of text: " | " between cells, "—" for an empty one, empty rows and columns left out.

A row that holds one cell only is a line of its own where it stands above the first full row or below the last of its block:
a title, 单位:亿元, a note; so is a sentence anywhere. Inside the table it keeps its width: there it is a section's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.domain import Placed, Span
from index.errors import TooLarge
from index.readers.cells import BETWEEN, EMPTY, in_row
from index.readers.document import Limits

_ROWS, _COLUMNS = 1_048_576, 16_384
"""Of the largest sheet there is."""
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` is one line, never empty. ``address`` is where its words stand in the sheet (B7)."""

    text: str
    address: str
    hidden: bool = False
    torn: bool = False
    """Whether it may be a part of the figure in the next cell."""


Rows = Mapping[int, Mapping[int, Cell]]
"""Cells by row and column, both counting from 1; only cells that hold something."""


def one_line(text: str) -> str:
    """The text of a cell with its line breaks and runs of blanks as single spaces."""
    return " ".join(text.split())


def address(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def place(written: str) -> tuple[int, int] | None:
    """Row and column of an address; None where it is none of any sheet."""
    match = _ADDRESS.fullmatch(written)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if 1 <= row <= _ROWS and column <= _COLUMNS else None


class Page:
    """The text of a workbook as it grows, with the place of every cell. Raises TooLarge beyond ``limits.characters``."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pieces = list[str]()
        self._length = 0
        self.places = list[Placed]()
        self.hidden = list[Span]()
        self.torn = list[Span]()

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def heading(self, name: str, *, hidden: bool) -> None:
        """A sheet's name as a line, a blank line above it where something stands before."""
        if self._pieces:
            self._write("\n")
        self.places.append(Placed(self._write(name), sheet=name))
        if hidden:
            self.hidden.append(self.places[-1].span)
        self._write("\n")

    def rows(self, cells: Rows, sheet: str | None) -> None:
        """The rows of a sheet; a blank line where the sheet has empty rows between."""
        columns = sorted({column for row in cells.values() for column in row})
        for number, block in enumerate(_blocks(cells)):
            if number:
                self._write("\n")
            full = [at for at, row in enumerate(block) if len(cells[row]) > 1]
            first, last = (full[0], full[-1]) if full else (len(block), -1)
            for at, row in enumerate(block):
                alone = len(cells[row]) == 1 and (not first <= at <= last or _is_text(cells[row]))
                self._row([cells[row].get(each) for each in (cells[row] if alone else columns)], sheet)

    def _row(self, row: Sequence[Cell | None], sheet: str | None) -> None:
        for number, cell in enumerate(row):
            if number:
                self._write(BETWEEN)
            if cell is None:
                self._write(EMPTY)
                continue
            span = self._write(in_row(cell.text) if len(row) > 1 else cell.text)
            self.places.append(Placed(span, sheet=sheet, cell=cell.address))
            if cell.hidden:
                self._hide(span)
            if cell.torn:
                self.torn.append(span)
        self._write("\n")

    def _hide(self, span: Span) -> None:
        """Hidden cells that stand side by side are one stretch."""
        before = self.hidden[-1] if self.hidden else None
        if before is not None and span.start - before.end <= len(BETWEEN):
            self.hidden[-1] = Span(before.start, span.end)
        else:
            self.hidden.append(span)

    def _write(self, text: str) -> Span:
        start, self._length = self._length, self._length + len(text)
        if self._length > self._limits.characters:
            raise TooLarge(f"表格的文字超过{self._limits.characters}字")
        self._pieces.append(text)
        return Span(start, self._length)


def _is_text(row: Mapping[int, Cell]) -> bool:
    """Whether the one cell of a row is a sentence and no section's name."""
    return any(len(cell.text) > _LONGEST_NAME or "。" in cell.text for cell in row.values())


def _blocks(cells: Rows) -> Iterator[list[int]]:
    """Rows that follow one another without an empty one between."""
    block = list[int]()
    for row in sorted(cells):
        if block and row != block[-1] + 1:
            yield block
            block = []
        block.append(row)
    if block:
        yield block
