"""Spreadsheets (xlsx, xlsm): a package of XML -> the sheets' text, cell by cell as a person sees it, with every cell's place.

Sheets are read as they stream past, so a sheet of a million formatted but empty cells costs time and no memory. Formulas are
never computed: their saved value is read, and where none was saved nothing is written and the receipt says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from index.errors import DamagedFile, EncryptedFile, TooLarge, UnsupportedFormat
from index.readers.document import USUAL, Document, Limits
from index.readers.grid import Cell, Page, address, one_line, place
from index.readers.markup import Attributes, attribute, walk
from index.readers.number_formats import BUILT_IN, GENERAL, shown
from index.readers.zipped import Package, resolved

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NAMED = "表格"
_SCANNED = 20
"""Cells looked at for one that may be read: many files format whole empty columns."""
_SHEETS = 1_000
_MERGES = 100_000
_STEPS = 5_000_000
"""Cells looked at for merging. Merged cells do not overlap in a sound sheet, so that a cell is looked at once for each of its row."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T00:00(?::00(?:\.0+)?)?Z?)?")


@dataclass(frozen=True, slots=True)
class _Style:
    """``unseen``: letters as white as the page behind them."""

    code: str = GENERAL
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    path: str
    hidden: bool


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    styles: Sequence[_Style] = (_Style(),)
    strings: Sequence[str] = ()
    since_1904: bool = False


@dataclass(slots=True)
class _Sheet:
    """A sheet as read: cells by row and column, what hides them, which cells are merged, and what was not to be had."""

    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    unseen_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    unsaved: list[str] = field(default_factory=list)
    covered: int = 0


def read_xlsx(data: bytes, limits: Limits = USUAL) -> Document:
    """Reads a workbook. Raises EncryptedFile, DamagedFile, TooLarge, and UnsupportedFormat for what is no xlsx."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise EncryptedFile("表格已加密,需要密码才能打开")
        raise UnsupportedFormat("这不是 xlsx 表格", advice="请用办公软件另存为 xlsx 后再提交。")
    package = Package(data, limits, named=_NAMED)
    workbook = _target(package, "", "/officeDocument")
    if workbook is None or workbook not in package:
        raise DamagedFile("文件内没有工作簿")
    if workbook.endswith(".bin"):
        raise UnsupportedFormat("这是二进制表格(xlsb)", advice="请用办公软件另存为 xlsx 后再提交。")
    listed, book, warnings = _workbook(package, workbook, limits)
    page = Page(limits)
    scanned = 0
    for each in listed:
        reading = _SheetReading(book, limits, scanned)
        walk(package.open(each.path), reading.start, reading.end, named=f"工作表“{each.name}”")
        scanned = reading.scanned
        sheet = reading.sheet
        _merge(sheet)
        page.heading(each.name, hidden=each.hidden)
        page.rows(_seen(sheet, whole=each.hidden), each.name)
        warnings += _warned(each.name, sheet)
    if not any(placed.cell for placed in page.places):
        raise DamagedFile("表格里没有内容", advice="请提交含有数据的表格。")
    return Document(
        page.text,
        MEDIA_TYPE,
        places=tuple(page.places),
        hidden=tuple(page.hidden),
        title=_title(package),
        warnings=tuple(warnings),
    )


def _warned(name: str, sheet: _Sheet) -> list[str]:
    warnings = []
    if sheet.unsaved:
        examples = "、".join(sheet.unsaved[:3])
        warnings.append(f"工作表“{name}”有{len(sheet.unsaved)}个公式没有保存结果(如{examples}),未读其值")
    if sheet.covered:
        warnings.append(f"工作表“{name}”有{sheet.covered}个单元格的内容被合并单元格盖住,未读")
    return warnings


def _workbook(package: Package, path: str, limits: Limits) -> tuple[list[_Listed], _Book, list[str]]:
    """The sheets in order, what they share, and a warning for every sheet that holds no cells (a chart)."""
    kinds = {each_id: (kind, target) for each_id, kind, target in _relations(package, path)}
    book, listed, warnings = _Book(), list[_Listed](), list[str]()

    def start(name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            book.since_1904 = attributes.get("date1904") in ("1", "true")
        if name != "sheet":
            return
        called = one_line(attributes.get("name", "")) or "工作表"
        kind, target = kinds.get(attribute(attributes, "id") or "", ("", ""))
        if not kind.endswith("/worksheet"):
            warnings.append(f"工作表“{called}”不是数据表,未读")
            return
        listed.append(_Listed(called, target, attributes.get("state", "visible") != "visible"))
        if len(listed) > _SHEETS:
            raise TooLarge(f"表格的工作表超过{_SHEETS}张")

    walk(package.open(path), start, _ignored, named="工作簿")
    for kind, target in kinds.values():
        if kind.endswith("/sharedStrings") and target in package:
            book.strings = _strings(package, target, limits)
        elif kind.endswith("/styles") and target in package:
            book.styles = _styles(package, target)
    return listed, book, warnings


def _relations(package: Package, path: str) -> list[tuple[str, str, str]]:
    """Id, kind and target (as a path of the package) of what a member refers to."""
    folder, _, name = path.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    found = list[tuple[str, str, str]]()

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = resolved(path, attributes.get("Target", ""))
            found.append((attributes.get("Id", ""), attributes.get("Type", ""), target))

    if relations in package:
        walk(package.open(relations), start, _ignored, named="关系表")
    return found


def _target(package: Package, path: str, kind: str) -> str | None:
    return next((target for _, each, target in _relations(package, path) if each.endswith(kind)), None)


def _ignored(*_: object) -> None:
    """An end that says nothing."""


def _title(package: Package) -> str | None:
    """The title in the file's properties."""
    found = list[str]()
    path = _target(package, "", "/core-properties")

    def end(name: str, text: str) -> None:
        if name == "title" and text.strip():
            found.append(one_line(text))

    if path is not None and path in package:
        walk(package.open(path), _ignored, end, named="文件属性")
    return found[0] if found else None


def _strings(package: Package, path: str, limits: Limits) -> list[str]:
    """The shared strings; readings above characters (rPh) are no part of them."""
    strings, pieces = list[str](), list[str]()
    phonetic = length = 0

    def start(name: str, _: Attributes) -> None:
        nonlocal phonetic
        if name == "si":
            pieces.clear()
        phonetic += name == "rPh"

    def end(name: str, text: str) -> None:
        nonlocal phonetic, length
        if name == "t" and not phonetic:
            length += len(text)
            if length > limits.characters or len(strings) > limits.characters:
                raise TooLarge(f"表格的文字超过{limits.characters}字")
            pieces.append(text)
        elif name == "si":
            strings.append(_unescaped("".join(pieces)))
        phonetic -= name == "rPh"

    walk(package.open(path), start, end, named="共用文字")
    return strings


def _styles(package: Package, path: str) -> list[_Style]:
    """What each cell format shows: its number format, and whether its letters can be seen."""
    codes, white, plain, styles = dict[int, str](BUILT_IN), list[bool](), list[bool](), list[_Style]()
    inside = [""]

    def start(name: str, attributes: Attributes) -> None:
        if name in ("fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs"):
            inside[0] = name
        elif name == "numFmt" and inside[0] != "dxfs":
            codes[_whole(attributes.get("numFmtId")) or 0] = attributes.get("formatCode", GENERAL)
        elif inside[0] == "fonts" and name == "font":
            white.append(False)
        elif inside[0] == "fonts" and name == "color" and white:
            white[-1] = attributes.get("rgb", "").upper()[-6:] == "FFFFFF" or attributes.get("theme") == "0"
        elif inside[0] == "fills" and name == "fill":
            plain.append(True)
        elif inside[0] == "fills" and name == "patternFill" and plain:
            plain[-1] = attributes.get("patternType", "none") == "none"
        elif inside[0] == "fills" and name == "gradientFill" and plain:
            plain[-1] = False
        elif inside[0] == "cellXfs" and name == "xf":
            font, fill = _whole(attributes.get("fontId")) or 0, _whole(attributes.get("fillId")) or 0
            unseen = font < len(white) and white[font] and (fill >= len(plain) or plain[fill])
            styles.append(_Style(codes.get(_whole(attributes.get("numFmtId")) or 0, GENERAL), unseen))

    walk(package.open(path), start, _ignored, named="样式表")
    return styles or [_Style()]


class _SheetReading:
    """Takes in a sheet's elements as they come."""

    def __init__(self, book: _Book, limits: Limits, scanned: int) -> None:
        self.sheet = _Sheet()
        self.scanned = scanned
        self._book, self._limits = book, limits
        self._row = self._column = self._kept = self._phonetic = 0
        self._unseen_row = False
        self._cell: Attributes = {}
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._open(attributes)
        elif name == "row":
            row = _whole(attributes.get("r"))
            self._row, self._column = row if row is not None else self._row + 1, 0
            if not 1 <= self._row <= 1_048_576:
                raise DamagedFile("工作表的行号有误")
            self._unseen_row = attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0"
        elif name == "col":
            first, last = _whole(attributes.get("min")), _whole(attributes.get("max"))
            unseen = attributes.get("hidden") in ("1", "true") or attributes.get("width") == "0"
            if unseen and first is not None and last is not None and len(self.sheet.unseen_columns) < 16_384:
                self.sheet.unseen_columns.append((first, last))
        elif name == "mergeCell":
            self._merged(attributes.get("ref", ""))
        elif name == "rPh":
            self._phonetic += 1

    def end(self, name: str, text: str) -> None:
        if name == "v":
            self._value = text
        elif name == "f":
            self._formula = True
        elif name == "t" and not self._phonetic:
            self._inline.append(text)
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "c":
            self._close()

    def _open(self, attributes: Attributes) -> None:
        self.scanned += 1
        if self.scanned > _SCANNED * self._limits.cells:
            raise TooLarge(f"表格的单元格超过{_SCANNED * self._limits.cells}个")
        where = place(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
        if where is None or where[0] != self._row or where[1] > 16_384:
            raise DamagedFile("工作表的单元格位置有误")
        self._column, self._cell = where[1], attributes
        self._value, self._formula, self._inline = None, False, []

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
        at = _whole(self._cell.get("s")) or 0
        style = self._book.styles[at] if at < len(self._book.styles) else _Style()
        if kind == "inlineStr":
            return one_line(_unescaped("".join(self._inline))), style.unseen
        if value is None or not value.strip():
            return "", False
        if kind == "s":
            at = _whole(value.strip()) or 0
            if at >= len(self._book.strings):
                raise DamagedFile("工作表引用了不存在的文字")
            return one_line(self._book.strings[at]), style.unseen
        if kind == "b":
            return ("TRUE" if value.strip() in ("1", "true") else "FALSE"), style.unseen
        if kind == "d":
            return _day(value.strip()), style.unseen
        if kind in ("str", "e"):
            return one_line(_unescaped(value)), style.unseen
        seen = one_line(shown(value.strip(), style.code, since_1904=self._book.since_1904))
        # A format that shows nothing (;;;) hides a value; what is hidden is kept and told.
        return (seen, style.unseen) if seen else (one_line(shown(value.strip(), GENERAL)), True)

    def _merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, stop = place(first), place(last or first)
        if start is None or stop is None or len(self.sheet.merges) >= _MERGES:
            raise DamagedFile("工作表的合并单元格有误")
        self.sheet.merges.append((*start, *stop))


def _merge(sheet: _Sheet) -> None:
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


def _seen(sheet: _Sheet, *, whole: bool) -> Mapping[int, Mapping[int, Cell]]:
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


def _unescaped(text: str) -> str:
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


def _whole(written: str | None) -> int | None:
    return int(written) if written is not None and written.isascii() and written.isdigit() and len(written) < 10 else None
