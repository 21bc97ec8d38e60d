"""Nodes of a page -> its lines, every character with its place in the source. A paragraph, list item or row is one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from index.readers.web.labels import as_label, label_mark
from index.readers.web.shown import Look, breaks
from index.readers.web.tree import Tree

_GAP = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_EDGES = " \t\n\r\f\xa0\u2002\u2003\u3000\u200b\ufeff"
_CLOSED = re.compile(rf"[{_EDGES}]+")
_LONGEST_VALUE = 60
_LABEL_REACH = 6
"""Characters of a label that may stand in an element of their own."""


class Piece(NamedTuple):
    """Text of one node and where it stands in the source. ``node`` is -1 for what was put between (a space, a separator)."""

    text: str
    start: int
    end: int
    node: int

    def cut(self, first: int, last: int) -> Piece:
        """A part of the text; a reference (&nbsp;) stays whole."""
        if len(self.text) != self.end - self.start:
            return self
        return Piece(self.text[first:last], self.start + first, self.start + last, self.node)


@dataclass(slots=True)
class Line:
    """``block`` is the innermost element around it that begins a line; ``table`` the data table it is a row of, else -1."""

    pieces: list[Piece]
    block: int
    table: int = -1
    pairs: dict[str, str] = field(default_factory=dict)
    """Label -> value, where the line is a row of the page's own table about itself."""
    text: str = ""
    size: int = 0
    linked: int = 0
    hidden: int = 0
    """Characters that are no spaces: all, inside links, shown to nobody."""

    @property
    def raw(self) -> tuple[int, int]:
        return min(piece.start for piece in self.pieces), max(piece.end for piece in self.pieces)


class Flow:
    """Collects text into lines. With ``soft``, everything becomes one line and a break a space (the cell of a table)."""

    def __init__(self, tree: Tree, looks: Sequence[Look], *, soft: bool = False) -> None:
        self.tree = tree
        self.looks = looks
        self.soft = soft
        self.lines: list[Line] = []
        self.pieces: list[Piece] = []
        self.block = 0
        self.apart = False
        """A tag stood between the last text and the next."""
        self.raised = False

    def add(self, at: int, block: int) -> None:
        """The text of node ``at``."""
        node = self.tree.nodes[at]
        if not self.pieces:
            self.block = block
        whole = Piece(node.text, node.start, node.end, at)
        if self.looks[at].kept and not self.soft:
            for number, match in enumerate(re.finditer(r"[^\r\n]+|(\r\n?|\n)", node.text)):
                if match[1] is not None:
                    self.end()
                elif number == 0 or match[0]:
                    self._append(whole.cut(*match.span()))
        elif len(node.text) != node.end - node.start:
            self._append(whole)
        else:
            self._close_gaps(whole)
        self.apart = self.raised = False

    def put(self, text: str) -> None:
        """Something that the source does not have, at the place reached."""
        if self.pieces:
            self.pieces.append(Piece(text, self.pieces[-1].end, self.pieces[-1].end, -1))

    def end(self) -> None:
        """Ends the line."""
        if self.soft:
            if self.pieces and not self.pieces[-1].text.endswith(" "):
                self.put(" ")
            return
        pieces = stripped(self.pieces)
        if pieces:
            self.lines.append(Line(pieces, self.block))
        self.pieces = []

    def _close_gaps(self, whole: Piece) -> None:
        """Runs of spaces and line ends become one space, as a browser shows them."""
        at = 0
        for match in _GAP.finditer(whole.text):
            if match.start() > at:
                self._append(whole.cut(at, match.start()))
            self._append(Piece(" ", whole.start + match.start(), whole.start + match.end(), whole.node))
            at = match.end()
        if at < len(whole.text):
            self._append(whole.cut(at, len(whole.text)))

    def _append(self, piece: Piece) -> None:
        before = self.pieces[-1].text[-1] if self.pieces else " "
        if before == " " and piece.text[0] == " ":
            if len(piece.text) == 1 or len(piece.text) != piece.end - piece.start:
                return
            piece = piece.cut(1, len(piece.text))
        if self.raised and piece.text[0].isdecimal() and (before.isdecimal() or "一" <= before <= "鿿"):
            # 10<sup>4</sup> is no 104, and a footnote's mark no part of the figure before it.
            self.put("^")
        elif self.apart and before not in _EDGES and self._begins_label(piece.text):
            self.put(" ")
        self.pieces.append(piece)

    def _begins_label(self, text: str) -> bool:
        """Whether a label begins here that no word before begins (发文 in one span, 日期: in the next)."""
        mark = label_mark()
        if not mark.match(text):
            return False
        tail = "".join(piece.text for piece in self.pieces[-_LABEL_REACH:])[-_LABEL_REACH:]
        return not any(mark.match(tail[at:] + text[:20]) for at in range(len(tail)))


def stripped(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without spaces at either end."""
    first, last = 0, len(pieces)
    while first < last and not pieces[first].text.strip(_EDGES):
        first += 1
    while last > first and not pieces[last - 1].text.strip(_EDGES):
        last -= 1
    kept = list(pieces[first:last])
    if kept:
        text = kept[0].text
        kept[0] = kept[0].cut(len(text) - len(text.lstrip(_EDGES)), len(text))
        kept[-1] = kept[-1].cut(0, len(kept[-1].text.rstrip(_EDGES)))
    return kept


def run(flow: Flow, first: int, last: int, tables: dict[int, list[Line]]) -> list[Line]:
    """The lines of the nodes from ``first`` to ``last``; a table in ``tables`` gives its rows."""
    nodes, looks = flow.tree.nodes, flow.looks
    blocks: list[int] = []
    at = first
    while at < last:
        while blocks and nodes[blocks[-1]].last <= at:
            blocks.pop()
            flow.end()
        node = nodes[at]
        if not node.tag:
            if not looks[at].never:
                flow.add(at, blocks[-1] if blocks else max(0, first))
            at += 1
            continue
        if looks[at].never and at:
            at = node.last
            continue
        flow.apart = True
        if at in tables:
            flow.end()
            flow.lines += tables[at]
            at = node.last
            continue
        if node.tag in ("br", "hr"):
            flow.end()
        elif breaks(node) and at:
            flow.end()
            blocks.append(at)
        elif node.tag == "sup":
            flow.raised = True
        at += 1
    flow.end()
    return flow.lines


def measured(lines: Iterable[Line], looks: Sequence[Look]) -> list[Line]:
    """The lines with their text and sizes."""
    found = []
    for line in lines:
        line.text = "".join(piece.text for piece in line.pieces)
        for piece in line.pieces:
            size = len(_CLOSED.sub("", piece.text)) if piece.node >= 0 else 0
            line.size += size
            if size and looks[piece.node].link:
                line.linked += size
            if size and looks[piece.node].hidden:
                line.hidden += size
        found.append(line)
    return found


def labels_joined(tree: Tree, lines: Sequence[Line]) -> list[Line]:
    """A label in an element of its own goes with its value in the next: dt and dd, or two divs with nothing else beside them."""
    mark = label_mark()
    found: list[Line] = []
    waiting = False
    for number, line in enumerate(lines):
        text = "".join(piece.text for piece in line.pieces[:8])
        following = lines[number + 1].block if number + 1 < len(lines) else len(tree.nodes)
        if waiting and line.table < 0 and len(text) <= _LONGEST_VALUE and _are_pair(tree, found[-1].block, line.block, following):
            pieces = found[-1].pieces
            gap = " " if pieces[-1].text.endswith((":", "：")) else ":"
            pieces += [Piece(gap, pieces[-1].end, pieces[-1].end, -1), *line.pieces]
            waiting = False
            continue
        waiting = line.table < 0 and (mark.fullmatch(text) or as_label(text)) is not None
        found.append(line)
    return found


def _are_pair(tree: Tree, label: int, value: int, following: int) -> bool:
    nodes = tree.nodes
    if label == value or nodes[label].parent != nodes[value].parent:
        return False
    alone = following >= nodes[nodes[value].parent].last
    return (nodes[label].tag, nodes[value].tag) == ("dt", "dd") or (nodes[label].tag == nodes[value].tag == "div" and alone)
