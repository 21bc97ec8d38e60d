"""Tables parted by commas whose figures hold commas of their own, without quotes: 1,234 stands in two cells, and neither is a figure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from index.readers.grid import Cell

Row = dict[int, Cell]

_HEAD, _MIDDLE, _TAIL = re.compile(r"[-+]?[1-9]\d{0,2}"), re.compile(r"\d{3}"), re.compile(r"\d{3}(?:\.\d+)?")


def mend_thousands(rows: dict[int, Row], widths: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """Joins such cells where a row is wider than the table by just so many, and marks them as torn where it does not come out even.

    ``widths`` are the cells of each row, empty ones too. Gives the rows joined and the rows with torn figures.
    """
    parts = {row: _parts(rows[row]) for row in sorted(rows) if widths[row] > 1}
    whole = Counter(widths[row] for row, found in parts.items() if not found)
    if not whole:
        return [], []
    width = whole.most_common(1)[0][0]
    joined, torn = [], []
    for row, found in parts.items():
        if not found or widths[row] <= width:
            continue
        if len(found) == widths[row] - width and whole[width] > 1:
            rows[row] = _joined(rows[row], found)
            joined.append(row)
        else:
            rows[row] = {at: replace(cell, torn=at in found or at - 1 in found) for at, cell in rows[row].items()}
            torn.append(row)
    return joined, torn


def _parts(cells: Row) -> set[int]:
    """Columns whose cell may go on in the next one."""
    found = set[int]()
    for at in sorted(cells):
        begins = _MIDDLE.fullmatch(cells[at].text) if at - 1 in found else _HEAD.fullmatch(cells[at].text)
        if begins and at + 1 in cells and _TAIL.fullmatch(cells[at + 1].text):
            found.add(at)
    return found


def _joined(cells: Row, parts: set[int]) -> Row:
    """A row with each of these cells and the next one as one figure, at the address of its first."""
    joined, gone = Row(), 0
    for at in sorted(cells):
        if at - 1 in parts:
            gone += 1
            joined[at - gone] = replace(joined[at - gone], text=f"{joined[at - gone].text},{cells[at].text}")
        else:
            joined[at - gone] = cells[at]
    return joined
