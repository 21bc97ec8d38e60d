"""Lines of a text, and tables as lines: a row a line, " | " between cells, "—" for an empty one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from index.domain import Span
from index.readers.cells import BETWEEN, EMPTY, in_row
from index.readers.word.package import Spent

# Columns narrower than 3 mm (170 twentieths of a point) hold no text: they come from borders dragged a little out of line.
_NARROW = 170


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text with its hidden stretches. ``row`` is true of a row of a table."""

    text: str
    paragraph: int | None = None
    hidden: tuple[Span, ...] = ()
    row: bool = False


@dataclass(slots=True)
class Cell:
    """``start`` counts grid columns. ``continues`` is true where the cell belongs to the one above it."""

    start: int
    span: int = 1
    continues: bool = False
    paragraph: int | None = None
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    cells: list[Cell] = field(default_factory=list)
    next: int = 0
    gone: bool = False
    unseen: bool = False


@dataclass(slots=True)
class Table:
    """A table being read. ``widths`` are those of its grid, in twentieths of a point."""

    shaded: bool
    widths: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def lines(self, spent: Spent) -> list[Line]:
        """The rows as lines; the rows of a table inside a cell follow the row of that cell.

        A table of one column is a frame around text: what it holds keeps its lines.
        """
        rows = [row for row in self.rows if not row.gone and row.cells]
        columns = self._columns(rows)
        count = len(set(columns.values()))
        if count <= 1:
            return [line for row in rows for cell in row.cells for line in cell.lines]
        found: list[Line] = []
        name: Line | None = None
        for row in rows:
            spent.row(count)
            slots: list[Line | None] = [None] * count
            for cell in row.cells:
                at = columns[cell.start]
                slots[at] = _inline(cell)
                if at == 0 and not cell.continues:
                    name = slots[0]
            if name is not None and row.cells[0].continues and columns[row.cells[0].start] == 0 and slots[0] is None:
                slots[0] = name
                spent.text(len(name.text))
            if any(slots):
                found.append(_joined(slots, row))
            found += [line for cell in row.cells for line in cell.lines if line.row]
        return found

    def _columns(self, rows: list[Row]) -> dict[int, int]:
        """Grid column where a cell starts -> column of the table. Grid columns that no cell starts in are none."""
        starts = sorted({cell.start for row in rows for cell in row.cells})
        edges = [0]
        for width in self.widths:
            edges.append(edges[-1] + width)
        together: dict[int, int] = {}
        last = -1
        for start in starts:
            near = last >= 0 and start < len(edges) and edges[start] - edges[last] < _NARROW
            last = last if near else start
            together[start] = last
        if any(len({together[cell.start] for cell in row.cells}) < len(row.cells) for row in rows):
            together = {start: start for start in starts}
        order = {start: place for place, start in enumerate(sorted(set(together.values())))}
        return {start: order[together[start]] for start in starts}


def _inline(cell: Cell) -> Line | None:
    """The text of a cell on one line; None where it has none. Text in a cell that continues another is shown to nobody."""
    own = [line for line in cell.lines if not line.row]
    if not own:
        return None
    text, hidden = joined(own, " ")
    paragraph = cell.paragraph if cell.paragraph is not None else own[0].paragraph
    return Line(text, paragraph, (Span(0, len(text)),) if cell.continues else tuple(hidden))


def _joined(slots: list[Line | None], row: Row) -> Line:
    empty = Line(EMPTY)
    text, hidden = joined([replace(slot, text=in_row(slot.text)) if slot else empty for slot in slots], BETWEEN)
    paragraph = next((cell.paragraph for cell in row.cells if cell.paragraph is not None), None)
    return Line(text, paragraph, tuple(hidden), row=True)


def joined(lines: Iterable[Line], separator: str) -> tuple[str, list[Span]]:
    """The lines as one text, and their hidden stretches in it."""
    pieces: list[str] = []
    hidden: list[Span] = []
    at = 0
    for line in lines:
        hidden += [span.shifted(at) for span in line.hidden]
        pieces.append(line.text)
        at += len(line.text) + len(separator)
    return separator.join(pieces), hidden
