"""Web pages: the article of a portal page as lines, every character leading back to the page's source."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from index.domain import Alignment, Note, Placed, Run, Span
from index.errors import TooLarge, UnreadableFile
from index.readers.document import Document, Limits
from index.readers.text import decode, refuse_garbled
from index.readers.web.article import select
from index.readers.web.lines import Flow, Line, Piece, labels_joined, measured, run
from index.readers.web.naming import metadata, page_title, written_title
from index.readers.web.shown import Look, looks
from index.readers.web.tables import data_tables
from index.readers.web.tree import Tree, parse

_HEAD = 8192
"""Bytes in which a page names its charset (the standard says 1024; portals put scripts before it)."""
_CHARSET = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)
_MARKUP = 10
"""Characters of a page's source for one of its text: pictures written into the page (data:) take most of a large one."""
_LOST = "\ufffd"
_WAITING = 0.6
"""Of a page's characters hidden: more means that the page waits for its script, as those of messengers do."""


def read_html(data: bytes, limits: Limits, charset: str | None = None) -> Document:
    """Reads a page. ``charset`` is what a mail header says of it; else the page's own mark and meta element count.

    ``raw`` is the decoded source. Raises UnreadableFile where the page has no text, TooLarge beyond the limits.
    """
    if len(data) > min(limits.bytes, limits.characters * _MARKUP):
        raise TooLarge(f"网页有 {len(data)} 字节,超过上限", advice="请在浏览器中打开,把正文复制为纯文本后提交。")
    source = decode(data, charset or _declared(data)).replace("\x00", _LOST)
    tree = parse(source)
    seen = looks(tree)
    lines = _lines(tree, seen, limits)
    if not any(line.size for line in lines):
        raise _empty(tree)
    refuse_garbled("\n".join(line.text for line in lines))
    if sum(line.hidden for line in lines) > _WAITING * sum(line.size for line in lines):
        seen = looks(tree, _curtain(tree, seen, lines))
        lines = _lines(tree, seen, limits)
    stated = metadata(tree, lines)
    title = page_title(tree, lines, stated)
    links = [bool(node.tag) and seen[at].link and not (at and seen[node.parent].link) for at, node in enumerate(tree.nodes)]
    selection = select(tree, links, lines, title, written_title(tree))
    kept = [line for line, keep in zip(lines, selection.kept, strict=True) if keep]
    warnings: tuple[str, ...] = ("没有分出正文,保留了整页文字。",) if selection.whole else ()
    if lost := source.count(_LOST):
        warnings += (f"网页有 {lost} 处字节损坏,已标出。",)
    if "<html" in source.lower() and "</html" not in source.lower():
        warnings += ("网页没有结束标记,可能不完整。",)
    return _document(source, kept, seen, limits, title, stated, tuple(selection.notes), warnings)


def _lines(tree: Tree, seen: Sequence[Look], limits: Limits) -> list[Line]:
    found = run(Flow(tree, seen), 0, len(tree.nodes), data_tables(tree, seen, limits.cells))
    return measured(labels_joined(tree, found), seen)


def _curtain(tree: Tree, seen: Sequence[Look], lines: Sequence[Line]) -> int:
    """The element that hides most of the page, until a script shows it."""
    outermost: list[int] = []
    for at, node in enumerate(tree.nodes):
        outermost.append(outermost[node.parent] if node.parent >= 0 and seen[node.parent].hidden else at)
    sizes: dict[int, int] = {}
    for line in lines:
        sizes[outermost[line.block]] = sizes.get(outermost[line.block], 0) + line.hidden
    return max(sizes, key=lambda at: sizes[at])


def _declared(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    match = _CHARSET.search(data[:_HEAD])
    return match[1].decode("ascii") if match else None


def _empty(tree: Tree) -> UnreadableFile:
    tags = {node.tag for node in tree.nodes}
    if tags & {"frame", "frameset", "iframe"}:
        return UnreadableFile("这是框架页,正文在另一个文件里", advice="请在浏览器中打开框架里的正文页,另存后提交。")
    if "script" in tags:
        return UnreadableFile("网页里没有正文,内容要由脚本载入", advice="请在浏览器中打开,另存为 mht 或打印为 pdf 后提交。")
    return UnreadableFile("网页里没有文字", advice="请核对文件,或在浏览器中打开后重新另存。")


def _document(
    source: str,
    lines: Sequence[Line],
    seen: Sequence[Look],
    limits: Limits,
    title: str | None,
    stated: dict[str, str],
    notes: tuple[Note, ...],
    warnings: tuple[str, ...],
) -> Document:
    runs = _Runs()
    places: list[Placed] = []
    hidden: list[Span] = []
    for number, line in enumerate(lines, 1):
        if number > 1:
            runs.add(Piece("\n", runs.reached, runs.reached, -1))
        start = runs.length
        for piece in line.pieces:
            if piece.node >= 0 and seen[piece.node].hidden:
                _extend(hidden, Span(runs.length, runs.length + len(piece.text)))
            runs.add(piece)
        places.append(Placed(Span(start, runs.length), paragraph=number))
    if runs.length > limits.characters:
        raise TooLarge(f"网页的正文有 {runs.length} 个字符,超过上限 {limits.characters}")
    return Document(
        "".join(runs.texts),
        "text/html",
        raw=source,
        alignment=runs.alignment(),
        places=tuple(places),
        dropped=notes,
        hidden=tuple(hidden),
        title=title,
        metadata=stated,
        warnings=warnings,
    )


def _extend(spans: list[Span], span: Span) -> None:
    if spans and spans[-1].end == span.start:
        spans[-1] = Span(spans[-1].start, span.end)
    else:
        spans.append(span)


class _Runs:
    """Text and its alignment as they grow. Neighbours that go character by character are one run."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.length = 0
        self.reached = 0
        """The end of the source that the last piece came from."""
        self.ends: list[tuple[int, int, int, int]] = []
        """Start and end in the text, start and end in the source."""

    def add(self, piece: Piece) -> None:
        text, start, end, _ = piece
        size = len(text)
        clean, raw = self.length, start
        if self.ends and size == end - start and self.reached == start:
            before = self.ends[-1]
            if before[1] - before[0] == before[3] - before[2]:
                clean, raw = before[0], before[2]
                self.ends.pop()
        self.length += size
        self.reached = end
        self.ends.append((clean, self.length, raw, end))
        self.texts.append(text)

    def alignment(self) -> Alignment:
        return Alignment(tuple(Run(Span(first, last), Span(start, end)) for first, last, start, end in self.ends))
