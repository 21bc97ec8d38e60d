"""OFD (GB/T 33190), the fixed-page format of Chinese offices: a zip of XML -> the text of its pages with every line's place.

OFD.xml names the documents, Document.xml the pages in order, a page its text objects: a box, and in it runs of characters with
the steps between them. Text is read as set; of transformations only scaling and moving count, turned text is a line of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.domain import Note
from index.errors import DamagedFile, EncryptedFile, TooLarge, UnreadableFile
from index.readers.document import USUAL, Document, Limits, listed
from index.readers.layout import Sheet, lay_out
from index.readers.markup import Attributes, walk
from index.readers.ofd_page import POINTS, Content, ignored, page_size, read_content
from index.readers.paged.pieces import Piece, rows
from index.readers.paged.raising import with_raised
from index.readers.zipped import Package, resolved

MEDIA_TYPE = "application/ofd"
_A4 = (210.0, 297.0)
_EDGE = 0.13
"""Share of a page's height at its top and foot: what a template puts there is no text of the report."""
_LEAST_COLUMNS = 3
_BESIDE = 0.7
"""Of the size of letters: what cells of a row are set apart at least, however far their words run."""


@dataclass(slots=True)
class _Listed:
    """What Document.xml says: pages and templates by their members, and the size of a page that states none."""

    size: tuple[float, float] = _A4
    pages: list[str] = field(default_factory=list)
    templates: dict[str, str] = field(default_factory=dict)


def read_ofd(data: bytes, limits: Limits = USUAL) -> Document:
    """Reads a file. Raises EncryptedFile, DamagedFile, TooLarge, and UnreadableFile where its pages are only images."""
    package = Package(data, limits, named="OFD")
    if "Encryptions.xml" in package or "OFDEncryptions.xml" in package:
        raise EncryptedFile("OFD 文件已加密,需要密码才能打开")
    roots, title = _root(package)
    contents, notes = list[Content](), list[Note]()
    left = limits.characters
    for root in roots:
        document = _document(package, root)
        if len(contents) + len(document.pages) > limits.pages:
            raise TooLarge(f"OFD 文件超过{limits.pages}页")
        pages = []
        for path in document.pages:
            pages.append(read_content(package, path, document.size, left))
            left -= pages[-1].characters
        notes += _templates(package, document, pages, left)
        contents += pages
    sheets = [_sheet(number, content) for number, content in enumerate(contents, 1)]
    pictured = [sheet.number for sheet in sheets if sheet.pictured]
    laid_out = lay_out(sheets, limits)
    if not laid_out.text.strip():
        if any(content.pictures for content in contents):
            raise UnreadableFile("OFD 的页面是图片,没有文字", advice="请导出为 pdf 后再提交,扫描件按 pdf 识别。")
        raise DamagedFile("OFD 里没有文字", advice="请核对文件内容,或导出为 pdf 后再提交。")
    return Document(
        laid_out.text,
        MEDIA_TYPE,
        places=laid_out.places,
        dropped=(*notes, *laid_out.dropped),
        hidden=laid_out.hidden,
        title=title,
        pages=len(contents),
        warnings=(f"{listed(pictured)}有图片,其中的文字未识别",) if pictured else (),
    )


def _sheet(number: int, content: Content) -> Sheet:
    width, height = (length * POINTS for length in content.size)
    return Sheet(
        number,
        width,
        height,
        _set_apart(with_raised(content.shown)),
        tuple(content.hidden),
        tuple(content.strokes),
        tuple(content.pictures),
    )


def _set_apart(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Rows of the same objects one under the other are rows of a table; a cell ends where the next one begins.

    Without this, words that run over their column would close the gap by which columns are told.
    """
    lined = rows(piece for piece in pieces if not piece.upright)
    ends: dict[int, float] = {}
    for above, row in zip(lined, lined[1:], strict=False):
        if len(row) < _LEAST_COLUMNS or len(above) != len(row):
            continue
        if all(abs(one.box[0] - other.box[0]) <= 0.3 * one.size for one, other in zip(above, row, strict=True)):
            for cells in (above, row):
                for cell, following in zip(cells, cells[1:], strict=False):
                    ends[id(cell)] = following.box[0] - _BESIDE * cell.size
    return tuple(_ended(piece, ends[id(piece)]) if id(piece) in ends else piece for piece in pieces)


def _ended(piece: Piece, end: float) -> Piece:
    left, top, right, bottom = piece.box
    if right <= end or end <= left:
        return piece
    narrower = (end - left) / (right - left)
    middles = tuple(left + (middle - left) * narrower for middle in piece.middles)
    return replace(piece, box=(left, top, end, bottom), middles=middles)


def _templates(package: Package, document: _Listed, pages: Sequence[Content], left: int) -> list[Note]:
    """Puts what templates draw on their pages: rules on all, words on the first that has them; words at the edges are noted."""
    notes, read = list[Note](), dict[str, Content]()
    for page in pages:
        for name in dict.fromkeys(page.templates):
            if name not in document.templates:
                continue
            if name in read:
                page.strokes += read[name].strokes
                continue
            drawn = read[name] = read_content(package, document.templates[name], document.size, left)
            left -= drawn.characters
            page.strokes += drawn.strokes
            for piece in drawn.shown:
                at_edge = piece.box[3] <= _EDGE * page.size[1] * POINTS or piece.box[1] >= (1 - _EDGE) * page.size[1] * POINTS
                if at_edge:
                    notes.append(Note("running_head", piece.text[:80]))
                else:
                    page.shown.append(piece)
            page.hidden += drawn.hidden
    return notes


def _root(package: Package) -> tuple[list[str], str | None]:
    """The members of the documents in order, and the first one's title."""
    if "OFD.xml" not in package:
        raise DamagedFile("文件内没有 OFD.xml,不是 OFD 文件")
    roots, titles = list[str](), list[str]()

    def end(name: str, text: str) -> None:
        if name == "DocRoot" and text.strip():
            roots.append(resolved("OFD.xml", text.strip()))
        elif name == "Title" and text.strip():
            titles.append(" ".join(text.split()))

    walk(package.open("OFD.xml"), ignored, end, named="OFD.xml")
    if not roots:
        raise DamagedFile("OFD.xml 没有指明文档")
    return roots, titles[0] if titles else None


def _document(package: Package, root: str) -> _Listed:
    found = _Listed()

    def start(name: str, attributes: Attributes) -> None:
        where = attributes.get("BaseLoc", "")
        if name == "Page" and where:
            found.pages.append(resolved(root, where))
        elif name == "TemplatePage" and where:
            found.templates[attributes.get("ID", "")] = resolved(root, where)

    def end(name: str, text: str) -> None:
        if name == "PhysicalBox":
            found.size = page_size(text) or found.size

    walk(package.open(root), start, end, named="Document.xml")
    if not found.pages:
        raise DamagedFile("OFD 文档里没有页面")
    return found
