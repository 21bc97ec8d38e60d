"""One sheet of a workbook as its elements stream past: shown cells, what hides them, what merged cells cover."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from index.errors import DamagedFile, TooLarge
from index.readers.document import Limits
from index.readers.grid import Cell, address, one_line, place
from index.readers.markup import Attributes
from index.readers.number_formats import GENERAL, shown
from index.readers.word.symbols import at_level

_SCANNED = 20
"""Cells looked at for one that may be read: many files format whole empty columns."""
_MERGES = 100_000
_STEPS = 5_000_000
"""Cells looked at for merging: in a sound sheet merged cells do not overlap, so that this is never reached."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T00:00(?::00(?:\.0+)?)?Z?)?")


@dataclass(frozen=True, slots=True)
class Style:
    """``unseen``: letters as white as the page behind them, or struck out."""

    code: str = GENERAL
    unseen: bool = False


@dataclass(slots=True)
class Book:
    """What the sheets of a workbook share."""

    styles: Sequence[Style] = (Style(),)
    strings: Sequence[str] = ()
    since_1904: bool = False


@dataclass(slots=True)
class Sheet:
    """A sheet as read: cells by row and column, what hides them, which cells are merged, and what was not to be had."""

    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    unseen_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    unsaved: list[str] = field(default_factory=list)
    covered: int = 0
    struck: int = 0


class RichText:
    """The words of one string as its runs come: raised figures as such; what is struck out, and readings above (rPh), left out.

    ``struck`` counts the stretches that are, over all strings.
    """

    def __init__(self) -> None:
        self.struck = 0
        self._pieces: list[str] = []
        self._phonetic = 0
        self._level, self._out = "", False

    @property
    def text(self) -> str:
        return unescaped("".join(self._pieces))

    def clear(self) -> None:
        self._pieces.clear()
        self._level, self._out = "", False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "r":
            self._level, self._out = "", False
        elif name == "vertAlign":
            self._level = attributes.get("val", "")
        elif name == "strike":
            self._out = is_on(attributes)
        self._phonetic += name == "rPh"

    def end(self, name: str, text: str) -> int:
        """How many characters came to it."""
        self._phonetic -= name == "rPh"
        if name != "t" or self._phonetic:
            return 0
        if self._out:
            self.struck += 1
            return 0
        self._pieces.append(at_level(text, self._level))
        return len(text)


class SheetReading:
    """Takes in a sheet's elements as they come."""

    def __init__(self, book: Book, limits: Limits, scanned: int) -> None:
        self.sheet = Sheet()
        self.scanned = scanned
        self._book, self._limits = book, limits
        self._row = self._column = self._kept = 0
        self._unseen_row = False
        self._cell: Attributes = {}
        self._value: str | None = None
        self._inline = RichText()
        self._formula = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._open(attributes)
        elif name == "row":
            row = whole_number(attributes.get("r"))
            self._row, self._column = row if row is not None else self._row + 1, 0
            if not 1 <= self._row <= 1_048_576:
                raise DamagedFile("工作表的行号有误")
            self._unseen_row = attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0"
        elif name == "col":
            first, last = whole_number(attributes.get("min")), whole_number(attributes.get("max"))
            unseen = attributes.get("hidden") in ("1", "true") or attributes.get("width") == "0"
            if unseen and first is not None and last is not None and len(self.sheet.unseen_columns) < 16_384:
                self.sheet.unseen_columns.append((first, last))
        elif name == "mergeCell":
            self._merged(attributes.get("ref", ""))
        else:
            self._inline.start(name, attributes)

    def end(self, name: str, text: str) -> None:
        if name == "v":
            self._value = text
        elif name == "f":
            self._formula = True
        elif name == "c":
            self._close()
        else:
            self._inline.end(name, text)
            self.sheet.struck = self._inline.struck

    def _open(self, attributes: Attributes) -> None:
        self.scanned += 1
        if self.scanned > _SCANNED * self._limits.cells:
            raise TooLarge(f"表格的单元格超过{_SCANNED * self._limits.cells}个")
        where = place(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
        if where is None or where[0] != self._row or where[1] > 16_384:
            raise DamagedFile("工作表的单元格位置有误")
        self._column, self._cell = where[1], attributes
        self._value, self._formula = None, False
        self._inline.clear()

    def _close(self) -> None:
        text, unseen = self._text()
        if text:
            self._kept += 1
            if self._kept > self._limits.cells:
                raise TooLarge(f"表格的数据单元格超过{self._limits.cells}个")
            cell = Cell(text, address(self._row, self._column), unseen or self._unseen_row)
            self.sheet.cells.setdefault(self._row, {})[self._column] = cell
        elif self._formula and not self._value and self._cell.get("t") != "str":
            self.sheet.unsaved.append(address(self._row, self._column))

    def _text(self) -> tuple[str, bool]:
        """The cell's words on one line, "" where it has none, and whether a person would not see them."""
        kind, value = self._cell.get("t", "n"), self._value
        at = whole_number(self._cell.get("s")) or 0
        style = self._book.styles[at] if at < len(self._book.styles) else Style()
        if kind == "inlineStr":
            return one_line(self._inline.text), style.unseen
        if value is None or not value.strip():
            return "", False
        if kind == "s":
            at = whole_number(value.strip()) or 0
            if at >= len(self._book.strings):
                raise DamagedFile("工作表引用了不存在的文字")
            return one_line(self._book.strings[at]), style.unseen
        if kind == "b":
            return ("TRUE" if value.strip() in ("1", "true") else "FALSE"), style.unseen
        if kind == "d":
            return _day(value.strip()), style.unseen
        if kind in ("str", "e"):
            return one_line(unescaped(value)), style.unseen
        seen = one_line(shown(value.strip(), style.code, since_1904=self._book.since_1904))
        # A format that shows nothing (;;;) hides a value; what is hidden is kept and told.
        return (seen, style.unseen) if seen else (one_line(shown(value.strip(), GENERAL)), True)

    def _merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, stop = place(first), place(last or first)
        if start is None or stop is None or len(self.sheet.merges) >= _MERGES:
            raise DamagedFile("工作表的合并单元格有误")
        self.sheet.merges.append((*start, *stop))


def merge(sheet: Sheet) -> None:
    """Takes away what merged cells cover, and repeats a name that is merged down the first column in each of its rows."""
    rows = sorted(sheet.cells)
    first_column = min((min(row) for row in sheet.cells.values()), default=0)
    reached = steps = 0
    for top, left, bottom, right in sorted(set(sheet.merges)):
        named = sheet.cells.get(top, {}).get(left)
        inside = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        steps += sum(len(sheet.cells[row]) for row in inside)
        if steps > _STEPS:
            raise DamagedFile("工作表的合并单元格互相重叠")
        for row in inside:
            covered = [column for column in sheet.cells[row] if left <= column <= right and (row, column) != (top, left)]
            for column in covered:
                del sheet.cells[row][column]
            sheet.covered += len(covered)
        if left == first_column and named is not None and top > reached:
            reached = bottom
            for row in inside:
                if row != top and sheet.cells[row]:
                    sheet.cells[row][left] = named
    for row in [row for row, cells in sheet.cells.items() if not cells]:
        del sheet.cells[row]


def seen(sheet: Sheet, *, whole: bool) -> Mapping[int, Mapping[int, Cell]]:
    """The cells, those in hidden columns (or of a hidden sheet) marked as hidden."""
    unseen = sheet.unseen_columns
    if not unseen and not whole:
        return sheet.cells
    columns = {column for row in sheet.cells.values() for column in row}
    gone = {column for column in columns if whole or any(first <= column <= last for first, last in unseen)}
    return {
        row: {
            column: Cell(cell.text, cell.address, hidden=True) if column in gone else cell
            for column, cell in sorted(cells.items())
        }
        for row, cells in sheet.cells.items()
    }


def unescaped(text: str) -> str:
    """_x000D_ is how these files write a character that XML may not hold; halves of a pair and NUL are none."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(
        lambda match: "" if "d800" <= match[1].lower() <= "dfff" or match[1] == "0000" else chr(int(match[1], 16)), text
    )


def _day(written: str) -> str:
    match = _ISO_DAY.fullmatch(written)
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        day = None
    return f"{day.year}年{day.month}月{day.day}日" if day else one_line(written.replace("T", " "))


def is_on(attributes: Attributes) -> bool:
    """Value of an on-off property of a font; its mere presence switches it on."""
    return attributes.get("val") not in ("0", "false")


def whole_number(written: str | None) -> int | None:
    return int(written) if written is not None and written.isascii() and written.isdigit() and len(written) < 10 else None
