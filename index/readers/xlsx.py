"""Spreadsheets (xlsx, xlsm): a package of XML -> the sheets' text, cell by cell as a person sees it, with every cell's place.

Sheets are read as they stream past, so a sheet of a million formatted but empty cells costs time and no memory. Formulas are
never computed: their saved value is read, and where none was saved nothing is written and the receipt says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import DamagedFile, EncryptedFile, TooLarge, UnsupportedFormat
from index.readers.document import USUAL, Document, Limits
from index.readers.grid import Page, one_line
from index.readers.markup import Attributes, attribute, walk
from index.readers.number_formats import BUILT_IN, GENERAL
from index.readers.xlsx_sheet import Book, RichText, Sheet, SheetReading, Style, is_on, merge, seen, whole_number
from index.readers.zipped import Package, resolved

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NAMED = "表格"
_SHEETS = 1_000


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    path: str
    hidden: bool


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
        reading = SheetReading(book, limits, scanned)
        walk(package.open(each.path), reading.start, reading.end, named=f"工作表“{each.name}”")
        scanned = reading.scanned
        sheet = reading.sheet
        merge(sheet)
        page.heading(each.name, hidden=each.hidden)
        page.rows(seen(sheet, whole=each.hidden), each.name)
        warnings += _warned(each.name, sheet)
    if pictures := package.count("xl/media/"):
        warnings.append(f"图片 {pictures} 幅,其中文字未识别")
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


def _warned(name: str, sheet: Sheet) -> list[str]:
    warnings = []
    if sheet.unsaved:
        examples = "、".join(sheet.unsaved[:3])
        warnings.append(f"工作表“{name}”有{len(sheet.unsaved)}个公式没有保存结果(如{examples}),未读其值")
    if sheet.covered:
        warnings.append(f"工作表“{name}”有{sheet.covered}个单元格的内容被合并单元格盖住,未读")
    if sheet.struck:
        warnings.append(f"工作表“{name}”有{sheet.struck}处划去的文字,未读")
    return warnings


def _workbook(package: Package, path: str, limits: Limits) -> tuple[list[_Listed], Book, list[str]]:
    """The sheets in order, what they share, and a warning for every sheet that holds no cells (a chart)."""
    kinds = {each_id: (kind, target) for each_id, kind, target in _relations(package, path)}
    book, listed, warnings = Book(), list[_Listed](), list[str]()

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
            book.strings, struck = _strings(package, target, limits)
            if struck:
                warnings.append(f"表格中有{struck}处划去的文字,未读")
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


def _strings(package: Package, path: str, limits: Limits) -> tuple[list[str], int]:
    """The shared strings, and how many stretches of them are struck out."""
    strings, rich, length = list[str](), RichText(), 0

    def start(name: str, attributes: Attributes) -> None:
        if name == "si":
            rich.clear()
        else:
            rich.start(name, attributes)

    def end(name: str, text: str) -> None:
        nonlocal length
        if name == "si":
            strings.append(rich.text)
            return
        length += rich.end(name, text)
        if length > limits.characters or len(strings) > limits.characters:
            raise TooLarge(f"表格的文字超过{limits.characters}字")

    walk(package.open(path), start, end, named="共用文字")
    return strings, rich.struck


def _is_white(colour: Attributes) -> bool:
    """White, and not a grey that is white made darker."""
    darker = colour.get("tint", "0").startswith("-") and colour["tint"] not in ("-0", "-0.0")
    return not darker and (colour.get("rgb", "").upper()[-6:] == "FFFFFF" or colour.get("theme") == "0")


def _styles(package: Package, path: str) -> list[Style]:
    """What each cell format shows: its number format, and whether its letters can be seen."""
    codes, styles = dict[int, str](BUILT_IN), list[Style]()
    white, struck, plain = list[bool](), list[bool](), list[bool]()
    inside = [""]

    def start(name: str, attributes: Attributes) -> None:
        if name in ("fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs"):
            inside[0] = name
        elif name == "numFmt" and inside[0] != "dxfs":
            codes[whole_number(attributes.get("numFmtId")) or 0] = attributes.get("formatCode", GENERAL)
        elif inside[0] == "fonts" and name == "font":
            white.append(False)
            struck.append(False)
        elif inside[0] == "fonts" and name == "strike" and struck:
            struck[-1] = is_on(attributes)
        elif inside[0] == "fonts" and name == "color" and white:
            white[-1] = _is_white(attributes)
        elif inside[0] == "fills" and name == "fill":
            plain.append(True)
        elif inside[0] == "fills" and name == "patternFill" and plain:
            plain[-1] = attributes.get("patternType", "none") == "none"
        elif inside[0] == "fills" and name == "gradientFill" and plain:
            plain[-1] = False
        elif inside[0] == "cellXfs" and name == "xf":
            font, fill = whole_number(attributes.get("fontId")) or 0, whole_number(attributes.get("fillId")) or 0
            unseen = font < len(white) and white[font] and (fill >= len(plain) or plain[fill])
            unseen = unseen or (font < len(struck) and struck[font])
            styles.append(Style(codes.get(whole_number(attributes.get("numFmtId")) or 0, GENERAL), unseen))

    walk(package.open(path), start, _ignored, named="样式表")
    return styles or [Style()]
