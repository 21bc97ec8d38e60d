"""Pages of placed characters -> one text in reading order, with the place of every line.

Order of work: page numbers and running heads out, drawn tables and boxes apart, columns by their gutters, tables without rules,
lines to paragraphs over columns and pages. PDF files, scans and pictures share all of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from index.domain import Note, Placed, Span
from index.errors import TooLarge
from index.readers.document import Limits
from index.readers.paged.aligned import sections
from index.readers.paged.gutters import columns
from index.readers.paged.joining import Paragraph, Stretch, paragraphs
from index.readers.paged.pieces import HIDDEN, UNSURE, Box, Line, Piece, around, line, rows
from index.readers.paged.ruled import Cell, Grid, Stroke, bands, grids, shared
from index.readers.paged.running import running
from index.readers.paged.tables import Row, Table, glue, ruled_table

_FULL_PAGE = 0.6
"""Share of a page: a frame or picture that takes more is its ground."""
_WIDE = 5.0
_PROSE_LINES = 4
_CAPTION_GAP = 1.6
_RAGGED = 1.6
"""Sizes by which lines broken at one width differ at their ends."""
_FULL_LINES = 0.25
"""Share of the lines of a text that are full, at least."""
_NARROWEST = 16.0
_PICTURE = 0.03
"""Share of a page from which a picture may hold words of its own: less is a seal or a logo."""
"""Sizes: nobody breaks lines sooner by hand, and lists do not reach further."""


def _same(box: Box) -> Box:
    return box


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, upright, as its reader found it.

    ``hidden`` pieces are shown to nobody. ``back`` turns a box of this page to the page as the file shows it.
    """

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...]
    hidden: tuple[Piece, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    pictures: tuple[Box, ...] = ()
    back: Callable[[Box], Box] = _same

    @property
    def pictured(self) -> bool:
        """Whether it has a picture of some size beside its text. One under the text is its ground and holds no other words."""
        large = [box for box in self.pictures if (box[2] - box[0]) * (box[3] - box[1]) >= _PICTURE * self.width * self.height]
        return any(not any(_stands_on(piece, box) for piece in self.pieces) for box in large)


def _stands_on(piece: Piece, box: Box) -> bool:
    left, top, right, bottom = piece.box
    return box[0] <= (left + right) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """``text`` and what a Document says of it."""

    text: str
    places: tuple[Placed, ...]
    dropped: tuple[Note, ...]
    hidden: tuple[Span, ...]
    uncertain: tuple[Span, ...]


def lay_out(sheets: Sequence[Sheet], limits: Limits) -> LaidOut:
    """Raises TooLarge beyond ``limits.characters``."""
    drawn = [[grid for grid in grids(sheet.strokes) if not _ground(grid.box, sheet)] for sheet in sheets]
    dropped, notes = running(
        [
            (sheet.pieces, (0.0, 0.0, sheet.width, sheet.height), [grid.box for grid in found if len(grid.cells) > 1])
            for sheet, found in zip(sheets, drawn, strict=True)
        ]
    )
    kept = [
        replace(sheet, pieces=tuple(piece for piece in sheet.pieces if id(piece) not in gone))
        for sheet, gone in zip(sheets, dropped, strict=True)
    ]
    edges = _edges(kept)
    blocks = chain.from_iterable(_blocks(sheet, found, edges) for sheet, found in zip(kept, drawn, strict=True))
    return _written(paragraphs(list(_without_repeated_heads(blocks, notes))), kept, notes, limits)


def _ground(box: Box, sheet: Sheet) -> bool:
    return (box[2] - box[0]) * (box[3] - box[1]) > _FULL_PAGE * sheet.width * sheet.height


def _blocks(sheet: Sheet, found: Sequence[Grid], edges: tuple[float, float] | None) -> list[Stretch | Table]:
    """Stretches and tables of a page in reading order."""
    pieces: list[Piece] = list(sheet.pieces)
    solids: list[tuple[Box, list[Stretch | Table]]] = []
    for grid in found:
        held, rest = shared(grid, pieces)
        block = _drawn(grid, held, sheet.number)
        if block:
            pieces = rest
            solids.append((grid.box, block))
    for picture in sheet.pictures:
        if not _ground(picture, sheet):
            caption = _caption(picture, pieces)
            pieces = [piece for piece in pieces if not any(piece is each for each in caption)]
            solids.append((picture, [_apart(caption, sheet.number)] if caption else []))
    turned = [piece for piece in pieces if piece.upright]
    solids += [(piece.box, [_apart([piece], sheet.number)]) for piece in turned]
    pieces = [piece for piece in pieces if not piece.upright]
    left, right = _page_edges(pieces) or edges or _even_margins(pieces, sheet.width)
    blocks: list[Stretch | Table] = []
    ruled = bands(sheet.strokes)
    for column in columns(pieces, [box for box, _ in solids], left, right):
        inner = [solids[number] for number in column.solids]
        blocks += _column(rows(column.pieces), inner, column.left, column.right, sheet.number, ruled)
    if sheet.hidden:
        blocks += [_apart(row, sheet.number) for row in rows(sheet.hidden)]
    return blocks


def _drawn(grid: Grid, held: dict[Cell, list[Piece]], page: int) -> list[Stretch | Table]:
    """A drawn grid as a table, a frame as text apart; nothing where it is neither."""
    if not held:
        return []
    if len(grid.cells) == 1:
        return list(_framed(grid.box, held[grid.cells[0]], page))
    if len(grid.levels) == 2 and sum(1 for pieces in held.values() if len(rows(pieces)) >= _PROSE_LINES) > 1:
        return []  # a rule between columns of text
    if len(held) < 2 and len(grid.cells) > 4:
        return []
    whole = [cell for cell in held if cell.column_end - cell.column == len(grid.uprights) - 1]
    texts = {cell for cell in whole if len(rows(held[cell])) >= _PROSE_LINES}
    if not texts:
        return [ruled_table(grid, held, page)]
    blocks: list[Stretch | Table] = []
    for text, cells in _runs(grid, texts):
        inside_run = {cell: held[cell] for cell in cells if cell in held}
        if text:
            blocks += [each for cell in cells for each in _framed(cell.box, held[cell], page)]
        elif inside_run:
            blocks.append(ruled_table(grid, inside_run, page))
    return blocks


def _runs(grid: Grid, texts: set[Cell]) -> Iterator[tuple[bool, list[Cell]]]:
    """Cells in order, those that hold a whole text parted from those of the table around them."""
    run: list[Cell] = []
    for cell in grid.cells:
        if cell in texts:
            if run:
                yield False, run
            yield True, [cell]
            run = []
        else:
            run.append(cell)
    if run:
        yield False, run


def _framed(box: Box, pieces: Sequence[Piece], page: int) -> Iterator[Stretch | Table]:
    """Text in a box, its own columns and tables included."""
    left, right = _page_edges(pieces) or (around(piece.box for piece in pieces)[0], around(piece.box for piece in pieces)[2])
    padding = max(0.0, min(left - box[0], box[2] - right))
    for column in columns([each for each in pieces if not each.upright], [], left, max(right, box[2] - padding)):
        for block in _column(rows(column.pieces), [], column.left, column.right, page, ()):
            yield block if isinstance(block, Table) else replace(block, apart=True)


def _apart(pieces: Sequence[Piece], page: int) -> Stretch:
    box = around(piece.box for piece in pieces)
    return Stretch(tuple(line(row, page) for row in rows(pieces)), box[0], box[2], apart=True)


def _caption(picture: Box, pieces: Sequence[Piece]) -> list[Piece]:
    """One or two lines close under a picture and within its width."""
    below = [
        piece
        for piece in pieces
        if 0 <= piece.box[1] - picture[3] + 2 <= _CAPTION_GAP * 2 * piece.size
        and picture[0] - 8 <= piece.box[0]
        and piece.box[2] <= picture[2] + 8
    ]
    lined = rows(below)
    if not lined or lined[0][0].box[1] - picture[3] > _CAPTION_GAP * lined[0][0].size or len(lined) > 2:
        return []
    beside = [piece for piece in pieces if not any(piece is each for each in below)]
    following = [
        each
        for each in beside
        if 0 <= each.box[1] - lined[-1][0].box[3] <= 0.8 * each.size and each.box[0] < picture[2] and each.box[2] > picture[0]
    ]
    body = max((each.size for each in following), default=0.0)
    # Body text under a picture goes on below in lines of the same size; a caption is smaller or ends.
    if following and body <= 1.05 * lined[0][0].size:
        return []
    return [piece for row in lined for piece in row]


def _column(
    lined: Sequence[Sequence[Piece]],
    solids: Sequence[tuple[Box, list[Stretch | Table]]],
    left: float,
    right: float,
    page: int,
    ruled: Sequence[Box],
) -> list[Stretch | Table]:
    """Rows of a column and what stands among them, from the top."""
    blocks: list[Stretch | Table] = []
    ordered = sorted(solids, key=lambda solid: solid[0][1])
    cuts = [box[1] for box, _ in ordered]
    start = 0
    for number in range(len(cuts) + 1):
        end = start
        while end < len(lined) and (number == len(cuts) or _height(lined[end]) < cuts[number]):
            end += 1
        blocks += [
            section if isinstance(section, Table) else _stretch(section, left, right, page)
            for section in sections(lined[start:end], page, ruled)
        ]
        if number < len(cuts):
            blocks += ordered[number][1]
        start = end
    return blocks


def _height(row: Sequence[Piece]) -> float:
    return (row[0].box[1] + row[0].box[3]) / 2


def _stretch(lined: Sequence[Sequence[Piece]], left: float, right: float, page: int) -> Stretch:
    lines = tuple(line(row, page) for row in lined)
    left = _left(lines, left)
    return Stretch(lines, left, _right(lines, left, right))


def _left(lines: Sequence[Line], given: float) -> float:
    """Where full lines begin: the leftmost place that several begin at, else what the page says."""
    starts = sorted(each.box[0] for each in lines)
    size = max(each.size for each in lines)
    for start in starts:
        alike = sum(1 for each in starts if abs(each - start) <= 0.4 * size)
        if alike >= max(2, 0.15 * len(starts)) and (alike < len(starts) or abs(start - given) > 3 * size):
            return start
    return given if abs(starts[0] - given) <= 3 * size else starts[0]


def _right(lines: Sequence[Line], left: float, given: float) -> float:
    """Where full lines end: the page's edge, or nearer, where the writer himself broke all lines at a narrower width."""
    ends = sorted((each.box[2] for each in lines), reverse=True)
    size = max(each.size for each in lines)

    def full(edge: float) -> bool:
        return sum(1 for end in ends if -0.3 * size <= edge - end <= _RAGGED * size) >= max(3, _FULL_LINES * len(ends))

    if not full(given):
        for end in ends[: 1 + len(ends) // 6]:
            if end - left >= _NARROWEST * size and full(end):
                return end
    return given if full(given) else max(given, ends[0])


def _page_edges(pieces: Sequence[Piece]) -> tuple[float, float] | None:
    """Left and right edge of the text of a page, from its wide pieces; None where too few tell."""
    wide = [piece for piece in pieces if piece.box[2] - piece.box[0] >= _WIDE * piece.size]
    if len(wide) < 5:
        return None
    lefts, rights = sorted(piece.box[0] for piece in wide), sorted((piece.box[2] for piece in wide), reverse=True)
    size = max(piece.size for piece in wide)
    return _outermost(lefts, size), _outermost(rights, size)


def _even_margins(pieces: Sequence[Piece], width: float) -> tuple[float, float]:
    """Of a page with a few lines only: the right margin is taken to be as wide as the left one."""
    if not pieces:
        return 0.0, width
    left, _, right, _ = around(piece.box for piece in pieces)
    return left, max(right, width - left)


def _outermost(edges: Sequence[float], size: float) -> float:
    """The first edge that is not alone."""
    return next((one for one, other in zip(edges, edges[1:], strict=False) if abs(one - other) <= 0.6 * size), edges[0])


def _edges(sheets: Sequence[Sheet]) -> tuple[float, float] | None:
    """Edges of the text that most pages have, for pages with too little text to tell."""
    found = [edges for sheet in sheets if (edges := _page_edges(sheet.pieces))]
    if not found:
        return None
    lefts, rights = zip(*found, strict=True)
    return sorted(lefts)[len(lefts) // 2], sorted(rights)[len(rights) // 2]


def _without_repeated_heads(blocks: Iterator[Stretch | Table], notes: list[Note]) -> Iterator[Stretch | Table]:
    """Tables that go on over a page: their head rows stand once."""
    heads: tuple[Row, ...] = ()
    page = 0
    for block in blocks:
        if not isinstance(block, Table):
            # 续表 and the unit may stand between the two halves.
            if len(block.lines) > 2 or block.lines[0].page != page + 1:
                heads = ()
            yield block
            continue
        repeated = 0
        if heads and block.page == page + 1:
            while repeated < min(len(heads), len(block.rows) - 1, 4) and _words(heads[repeated]) == _words(block.rows[repeated]):
                repeated += 1
        page = block.page
        if repeated:
            notes.append(Note("repeated_head", f"第{page}页重复的表头:{block.rows[0].content.text[:60]}"))
            block = replace(block, rows=block.rows[repeated:])
        else:
            heads = block.rows
        yield block


def _words(row: Row) -> str:
    return re.sub(r"\s+", "", row.content.text)


def _written(blocks: Iterator[Paragraph | Table], sheets: Sequence[Sheet], notes: Sequence[Note], limits: Limits) -> LaidOut:
    back = {sheet.number: sheet.back for sheet in sheets}
    texts: list[str] = []
    marks: list[str] = []
    places: list[Placed] = []
    length = 0

    def write(text: str, marked: str, page: int = 0, box: Box | None = None) -> None:
        nonlocal length
        if box is not None:
            left, top, right, bottom = (round(edge, 1) for edge in back[page](box))
            places.append(Placed(Span(length, length + len(text)), page=page, box=(left, top, right, bottom)))
        texts.append(text)
        marks.append(marked)
        length += len(text)
        if length > limits.characters:
            raise TooLarge(f"文字超过 {limits.characters} 字")

    for block in blocks:
        lines: Sequence[Line | Row] = block.rows if isinstance(block, Table) else block
        for before, each in zip((None, *lines), lines, strict=False):
            if before is not None:
                between = "\n" if isinstance(each, Row) else glue(before.content.text, each.content.text)
                write(between, " " * len(between))
            write(each.content.text, each.content.marks, each.page, each.box)
        write("\n", " ")
    text, marked = "".join(texts), "".join(marks)
    return LaidOut(text, tuple(places), tuple(notes), _spans(marked, HIDDEN), _spans(marked, UNSURE))


def _spans(marks: str, mark: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in re.finditer(f"{mark}+", marks))
