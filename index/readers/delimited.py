"""Tables as plain text (csv, tsv, semicolons): what parts the cells is told by the text, every cell keeps its words as they stand.

A cell that begins with =, +, - or @ is the text it is: nothing here is ever computed.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from index.domain import Note
from index.errors import TooLarge, UnreadableFile
from index.readers.document import USUAL, Document, Limits, listed
from index.readers.grid import Cell, Page, address, one_line
from index.readers.thousands import Row, mend_thousands

_DELIMITERS = "\t;,|"
"""In the order in which they win where two part the rows equally well."""
_LOOKED_AT = 200
"""Rows by which the delimiter is told."""
_DECLARED = re.compile(r"\ufeff?\s*sep=(?P<delimiter>[\t;,|])\r?\n", re.IGNORECASE)
_SWALLOWED = 40
"""Lines inside one quoted cell beyond which a quote was never closed."""
_COLUMNS = 16_384
_MOST, _LEAST_ROWS, _SHORT = 0.5, 3, 40
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"[ \t]*(?:\r?\n|\Z)')
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")


def read_delimited(text: str, limits: Limits = USUAL) -> Document:
    """Reads a table in plain text. Places name cells as a spreadsheet would (B7), without a sheet. Raises TooLarge.

    A text that no delimiter parts is one column. Raises UnreadableFile where there is nothing to read.
    """
    if len(text) > limits.characters:
        raise TooLarge(f"表格的文字超过{limits.characters}字")
    declared = _DECLARED.match(text)
    body = text[declared.end() :] if declared else text.removeprefix("\ufeff")
    delimiter = declared["delimiter"] if declared else delimiter_of(body)
    warnings = []
    read = _cells(body, delimiter, limits)
    if read is None:
        warnings.append("表格中有引号不成对,已逐行读取")
        read = _cells(body, delimiter, limits, quoted=False)
    if not read or not read[0]:
        raise UnreadableFile("文件为空", advice="请提交含有数据的表格。")
    rows, widths = read
    if delimiter == ",":
        joined, torn = mend_thousands(rows, widths)
        if joined:
            warnings.append(f"{listed(joined, '行')}比其他行多出单元格,已按没加引号的千分位逗号合并,请核对")
        if torn:
            warnings.append(f"{listed(torn, '行')}比其他行多出单元格,可能有没加引号的千分位逗号,相邻的数字未计入指标")
    page = Page(limits)
    page.rows(rows, None)
    return Document(
        page.text,
        "text/tab-separated-values" if delimiter == "\t" else "text/csv",
        places=tuple(page.places),
        torn=tuple(page.torn),
        dropped=(Note("delimiter", declared.group().strip("\ufeff\r\n ")),) if declared else (),
        warnings=tuple(warnings),
    )


def delimiter_of(text: str) -> str | None:
    """What parts the cells of a table: the mark by which most rows have the same number of cells; None where none parts them."""
    best, best_share = None, 0.0
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in islice(_rows(text, delimiter, quoted=True), _LOOKED_AT) if row]
        except csv.Error:
            rows = []
        if not rows or any(_unclosed(value) for row in rows for value in row):
            rows = [line.split(delimiter) for line in lines]
        for width, count in Counter(map(len, rows)).most_common(2):
            share = count / len(rows)
            if width > 1 and share > best_share and (share > _MOST or _tabular([row for row in rows if len(row) == width])):
                best, best_share = delimiter, share
    return best


def _tabular(rows: list[list[str]]) -> bool:
    """Whether rows that are the lesser part of a text are a table in it: several, with short cells and figures."""
    cells = [cell for row in rows for cell in row]
    figures = sum(1 for cell in cells if _FIGURE.fullmatch(cell.strip()))
    return len(rows) >= _LEAST_ROWS and all(len(cell) <= _SHORT for cell in cells) and figures >= len(cells) / 5


def _unclosed(value: str) -> bool:
    return value.count("\n") > _SWALLOWED


def _rows(text: str, delimiter: str | None, *, quoted: bool) -> Iterator[list[str]]:
    if delimiter is None:
        return ([cell] for cell in _only_cells(text, quoted=quoted))
    lines = text.splitlines(keepends=True)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)


def _only_cells(text: str, *, quoted: bool) -> Iterator[str]:
    """Cells of the one column: lines, and what stands in quotes that are closed where a line ends."""
    at = 0
    while at < len(text):
        cell = _QUOTED.match(text, at) if quoted else None
        if cell and not _unclosed(cell[1]):
            yield cell[1].replace('""', '"')
            at = cell.end()
        else:
            end = text.find("\n", at) + 1 or len(text)
            yield from text[at:end].splitlines()
            at = end


def _cells(
    text: str, delimiter: str | None, limits: Limits, *, quoted: bool = True
) -> tuple[dict[int, Row], dict[int, int]] | None:
    """Cells by row and column, and how many each row has, empty ones too; None where a quote is opened and never closed."""
    cells, widths, count = dict[int, Row](), dict[int, int](), 0
    try:
        for row, values in enumerate(_rows(text, delimiter, quoted=quoted), 1):
            if len(values) > _COLUMNS:
                raise TooLarge(f"表格超过{_COLUMNS}列")
            widths[row] = len(values)
            for column, value in enumerate(values, 1):
                if quoted and _unclosed(value):
                    return None
                if words := one_line(value):
                    count += 1
                    cells.setdefault(row, {})[column] = Cell(words, address(row, column))
            if count > limits.cells:
                raise TooLarge(f"表格的单元格超过{limits.cells}个")
    except csv.Error as error:
        if quoted:
            return None
        raise TooLarge("表格中有过长的单元格", advice="请核对文件是否为表格,或另存为 xlsx 后再提交。") from error
    return cells, widths
