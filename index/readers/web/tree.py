"""Tags and text -> a tree as a flat list in document order, so that a subtree is a slice and depth costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from index.errors import TooLarge
from index.readers.web.tokens import NO_ATTRIBUTES, Tag, Words, tokens

MOST_NODES = 400_000
"""Elements and stretches of text of one page; a report of 300 printed pages pasted from Word has a quarter of them."""
_REACH = 100
"""Open elements that an end tag or list item looks back over for its partner, where nothing else bounds the search."""


def names(written: str) -> frozenset[str]:
    """Names of elements or properties, written one beside the other."""
    return frozenset(written.split())


VOID = names("area base basefont br col embed frame hr img input keygen link meta param source track wbr")
BLOCK = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main marquee menu nav ol optgroup option p pre section summary table "
    "tbody td tfoot th thead tr ul xmp"
)
_CELLS = frozenset({"td", "th"})
_SCOPES = frozenset({"table", "td", "th", "caption"})
"""An end tag does not reach out of these for its partner."""
_LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
_ITEMS: Mapping[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option"}),
    "a": frozenset({"a"}),
}
_ROW_GROUPS = frozenset({"tbody", "thead", "tfoot", "caption", "colgroup"})
_ROOT_TAGS = frozenset({"html", "body", "head"})


@dataclass(slots=True)
class Node:
    """An element, or text where ``tag`` is empty. ``last`` is the index after its subtree; ``end`` counts in the source."""

    tag: str
    parent: int
    start: int
    end: int
    attributes: Mapping[str, str]
    last: int = 0
    text: str = ""

    def words(self) -> str:
        """Class and id as one string."""
        return f"{self.attributes.get('class', '')} {self.attributes.get('id', '')}" if self.attributes else ""


@dataclass(slots=True)
class Tree:
    """``nodes[0]`` is the body. ``metas`` are the meta elements in order, wherever they stand."""

    source: str
    nodes: list[Node]
    metas: list[Mapping[str, str]] = field(default_factory=list)

    def own_text(self, at: int) -> str:
        """All text under a node, spaces closed."""
        node = self.nodes[at]
        return " ".join("".join(each.text for each in self.nodes[at : node.last] if not each.tag).split())


def parse(source: str, most: int = MOST_NODES) -> Tree:
    """The tree of a page. Raises TooLarge for more than ``most`` nodes."""
    builder = _Builder(source)
    for token in tokens(source):
        if isinstance(token, Words):
            builder.text(token)
        elif token.closing:
            builder.close(token)
        else:
            builder.open(token)
        if len(builder.tree.nodes) > most:
            raise TooLarge(f"网页的标签超过 {most} 个", advice="请在浏览器中打开,把正文复制为纯文本后提交。")
    return builder.finished()


class _Builder:
    def __init__(self, source: str) -> None:
        self.tree = Tree(source, [Node("body", -1, 0, len(source), NO_ATTRIBUTES)])
        self.stack = [0]
        self.scopes: list[tuple[int, dict[str, int]]] = [(0, {})]
        """Depth at which a scope begins, and how many elements of each name are open inside it."""

    def text(self, words: Words) -> None:
        nodes = self.tree.nodes
        nodes.append(Node("", self.stack[-1], words.start, words.end, NO_ATTRIBUTES, len(nodes) + 1, words.text))

    def open(self, tag: Tag) -> None:
        name = tag.name
        nodes = self.tree.nodes
        if name in _ROOT_TAGS:
            # A page may have two bodies; what the first says of itself (its background) holds.
            if name == "body" and not nodes[0].attributes:
                nodes[0].attributes = tag.attributes
            return
        if name == "meta":
            self.tree.metas.append(tag.attributes)
        self._close_before(name, tag.start)
        nodes.append(Node(name, self.stack[-1], tag.start, tag.end, tag.attributes, len(nodes) + 1))
        if name in VOID or (tag.empty and ":" in name):
            return
        self._count(name, 1)
        self.stack.append(len(nodes) - 1)
        if name in _SCOPES:
            self.scopes.append((len(self.stack) - 1, {}))

    def close(self, tag: Tag) -> None:
        name = tag.name
        if name in _ROOT_TAGS or name in VOID:
            if name == "br":
                self.open(Tag("br", False, NO_ATTRIBUTES, tag.start, tag.end))
            return
        depth, counts = self.scopes[-1]
        if name in _SCOPES:
            self._close_scope(name, tag)
        elif name == "tr" and self._name(depth) in _CELLS:
            self._pop_to(depth, tag.start)
            self.close(tag)
        elif counts.get(name):
            found = self._last_open(name) if name in BLOCK else self._nearest(frozenset({name}), BLOCK)
            if found:
                self._pop_to(found, tag.start, tag.end)

    def finished(self) -> Tree:
        self._pop_to(1, len(self.tree.source))
        self.tree.nodes[0].last = len(self.tree.nodes)
        return self.tree

    def _close_scope(self, name: str, tag: Tag) -> None:
        """Ends a table or cell: over an open cell for its table, never over a table for an outer cell."""
        depth, _ = self.scopes[-1]
        if self._name(depth) == name:
            self._pop_to(depth, tag.start, tag.end)
        elif name == "table" and self._name(depth) in (*_CELLS, "caption") and len(self.scopes) > 2:
            outer, _ = self.scopes[-2]
            if self._name(outer) == "table":
                self._pop_to(outer, tag.start, tag.end)

    def _close_before(self, name: str, at: int) -> None:
        """Ends what a start tag ends without saying so: a paragraph, an item, a cell or row of the same table."""
        if name in BLOCK and self.scopes[-1][1].get("p"):
            self._pop_to(self._last_open("p"), at)
        if name in _ITEMS:
            if any(self.scopes[-1][1].get(each) for each in _ITEMS[name]) and (found := self._nearest(_ITEMS[name], _LISTS)):
                self._pop_to(found, at)
        elif name in _CELLS or name == "tr" or name in _ROW_GROUPS:
            self._close_rows(name, at)

    def _close_rows(self, name: str, at: int) -> None:
        depth, _ = self.scopes[-1]
        if self._name(depth) in (*_CELLS, "caption"):
            self._pop_to(depth, at)
        depth, counts = self.scopes[-1]
        if self._name(depth) != "table":
            return
        ended = () if name in _CELLS else ("tr",) if name == "tr" else ("tr", *_ROW_GROUPS)
        for each in ended:
            if counts.get(each):
                self._pop_to(self._last_open(each), at)

    def _name(self, depth: int) -> str:
        return self.tree.nodes[self.stack[depth]].tag

    def _last_open(self, name: str) -> int:
        """Depth of the innermost open element of a name; the scope's count says that there is one."""
        depth = len(self.stack) - 1
        while self._name(depth) != name:
            depth -= 1
        return depth

    def _nearest(self, names: frozenset[str], bounds: frozenset[str]) -> int:
        """Depth of the innermost open element of one of the names, 0 where a bound or the scope comes first."""
        floor = max(self.scopes[-1][0], len(self.stack) - 1 - _REACH)
        for depth in range(len(self.stack) - 1, floor, -1):
            if self._name(depth) in names:
                return depth
            if self._name(depth) in bounds:
                return 0
        return 0

    def _count(self, name: str, change: int) -> None:
        counts = self.scopes[-1][1]
        counts[name] = counts.get(name, 0) + change

    def _pop_to(self, depth: int, at: int, end: int | None = None) -> None:
        """Ends every open element from ``depth`` on; the outermost of them ends with its tag."""
        while len(self.stack) > depth:
            node = self.tree.nodes[self.stack.pop()]
            node.last = len(self.tree.nodes)
            node.end = at if len(self.stack) > depth or end is None else end
            if self.scopes[-1][0] == len(self.stack) and len(self.scopes) > 1:
                self.scopes.pop()
            self._count(node.tag, -1)
