"""Which lines of a page are the article. Chrome goes by whole blocks, each with a note; where it is not clear, more is kept."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.domain import Note, Span
from index.readers.web.chrome import Chrome, chrome_of, heads_a_list, is_chrome_line
from index.readers.web.labels import label_count
from index.readers.web.lines import Line
from index.readers.web.naming import is_heading, is_title
from index.readers.web.tree import Tree, names

_NOTES = 200
_EXCERPT = 80
_LEAST_PROSE = 100
"""Characters of sentences below which a page has no article to tell from the rest, and everything is kept."""
_MAIN_SHARE = 0.85
_MAIN_LINES = 3
_DENSE, _DENSE_LINKS = 0.6, 3
_SMALL_SHARE = 0.15
"""Of the page's sentences: a block with more is no chrome, whatever it is called."""
_PARAGRAPHS = names("p li h1 h2 h3 h4 h5 h6 dt pre a")
"""Elements that are lines themselves; the others hold them."""
_DENSE_TAGS = names("div section ul ol dl table td tr p center nav menu form fieldset li dd")
_UNLABELLED = ("页脚", "推荐", "评论", "面包屑", "分享")
"""Chrome that has labels of its own (分享到: 更新时间:) and never the article's."""
_SIGNED = re.compile(r"(?:委员会|管委会|办公室|局|公司|中心|人民政府|党工委)$|^(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$")
_POPUP = re.compile(r"离开.{0,20}网站|浏览器|扫一扫|扫码|登录|密码|验证码|加载|下载安装|无障碍")
_CLERKLY = re.compile(r"今天是|星期[一二三四五六日天]|地址[:：]|邮编|邮政编码|电话|传真|热线|邮箱|访问(?:量|次数)|在线人数|版本")
"""Figures of a site: today, where it is, who visited."""
_TERMINAL = re.compile(r"[。；！？]")
_COMMA = re.compile(r"[，、,]")


@dataclass(slots=True)
class Weight:
    """Sums over the lines of a subtree, in characters but for ``links``, ``lines``, ``titles`` and ``labels``."""

    size: int = 0
    linked: int = 0
    prose: int = 0
    lines: int = 0
    links: int = 0
    titles: int = 0
    labels: int = 0
    rows: int = 0

    def add(self, other: Weight) -> None:
        self.size += other.size
        self.linked += other.linked
        self.prose += other.prose
        self.lines += other.lines
        self.links += other.links
        self.titles += other.titles
        self.labels += other.labels
        self.rows += other.rows


@dataclass(slots=True)
class Selection:
    """``kept`` says of each line whether it is the article's."""

    kept: list[bool]
    notes: list[Note] = field(default_factory=list)
    whole: bool = False
    """Nothing could be told apart, and everything was kept."""


def select(tree: Tree, links: Sequence[bool], lines: Sequence[Line], title: str | None, written: str) -> Selection:
    """The lines of the article. ``links`` says of each node whether it is an element that opens a link."""
    chooser = _Chooser(tree, links, lines, title, written)
    chooser.drop_chrome()
    chooser.drop_outside()
    chooser.drop_lines()
    if not any(chooser.kept):
        return Selection([True] * len(lines), whole=True)
    return Selection(chooser.kept, sorted(chooser.notes, key=lambda note: note.raw or Span(0, 0))[:_NOTES])


def prose(line: Line) -> int:
    """Characters of a line that read like a report: sentences and rows with figures, but no headline that is a link."""
    if line.table >= 0:
        return line.size - line.linked if any(character.isdecimal() for character in line.text) else 0
    if line.size < 8 or is_chrome_line(line.text):
        return 0
    terminal = bool(_TERMINAL.search(line.text))
    if 2 * line.linked > line.size:
        return line.size if terminal and line.size > 60 else 0
    commas = len(_COMMA.findall(line.text))
    return line.size if terminal or commas >= 2 or (commas and line.size >= 30) or line.size >= 60 else 0


class _Chooser:
    def __init__(self, tree: Tree, links: Sequence[bool], lines: Sequence[Line], title: str | None, written: str) -> None:
        self.tree = tree
        self.lines = lines
        self.kept = [True] * len(lines)
        self.notes: list[Note] = []
        self.titles = [is_title(line, title, written) for line in lines]
        self.labels = [bool(line.pairs) or (line.size <= 260 and label_count(line.text) > 0) for line in lines]
        sizes = [prose(line) for line in lines]
        shown = [0 if 2 * line.hidden > line.size else size for line, size in zip(lines, sizes, strict=True)]
        # A page whose article waits for its script to show it is judged as if it were shown.
        self.prose = shown if sum(shown) >= _LEAST_PROSE else sizes
        self.sentences = sizes
        self.links = links
        self.weights = self._weigh()
        self.first_prose = next((line.raw[0] for line, size in zip(lines, self.prose, strict=True) if size), len(tree.source))
        self.first_title = next((number for number, title in enumerate(self.titles) if title), len(lines))
        self.of_block: dict[int, list[int]] = {}
        for number, line in enumerate(lines):
            self.of_block.setdefault(line.block, []).append(number)
        self.blocks = sorted(self.of_block)

    def _weigh(self) -> list[Weight]:
        """The weight of every element, of the lines that are still kept. Text has none of its own."""
        nodes, nothing = self.tree.nodes, Weight()
        weights = [Weight(links=int(self.links[at])) if node.tag else nothing for at, node in enumerate(nodes)]
        for number, line in enumerate(self.lines):
            if self.kept[number]:
                weights[line.block].add(self._weight(number))
        for at in range(len(nodes) - 1, 0, -1):
            if nodes[at].tag and (weights[at].size or weights[at].links):
                weights[nodes[at].parent].add(weights[at])
        return weights

    def _weight(self, number: int) -> Weight:
        line, words = self.lines[number], self.prose[number]
        counted = 1 if words else 0
        row = counted if line.table >= 0 else 0
        return Weight(line.size, line.linked, words, counted, 0, int(self.titles[number]), int(self.labels[number]), row)

    def drop_chrome(self) -> None:
        """Blocks that are chrome by their element, class or links, the outermost first."""
        nodes, at = self.tree.nodes, 1
        total = self.weights[0]
        while at < len(nodes):
            node, weight = nodes[at], self.weights[at]
            kind = None
            if node.tag and weight.size:
                kind = self._chrome(at, weight, total)
            if kind:
                self._drop(at, kind)
                at = node.last
            else:
                at += 1
        self.weights = self._weigh()

    def _chrome(self, at: int, weight: Weight, total: Weight) -> str | None:
        node = self.tree.nodes[at]
        named = chrome_of(node)
        if named and self._is_chrome(named, weight, total):
            return named.kind
        dense = weight.links >= _DENSE_LINKS and weight.linked >= weight.size * _DENSE and weight.prose <= weight.size * 0.2
        if dense and node.tag in _DENSE_TAGS and not weight.labels and not self._has_title(weight, total):
            return "推荐" if self.first_prose < node.start else "导航"
        return None

    def _is_chrome(self, named: Chrome, weight: Weight, total: Weight) -> bool:
        if self._has_title(weight, total) or weight.rows >= 2:
            return False
        if named.sure:
            if weight.labels and named.kind not in _UNLABELLED:
                return False
            if total.prose < _LEAST_PROSE:
                return weight.prose == 0
            reads = weight.prose >= 80 and weight.linked < weight.size * 0.3 and named.kind not in ("页脚", "推荐", "评论")
            return weight.prose < total.prose * _SMALL_SHARE and not reads
        return not weight.prose and not weight.labels and (weight.linked >= weight.size * 0.5 or weight.size < 30)

    def _has_title(self, weight: Weight, total: Weight) -> bool:
        """Whether the page has its title here and nowhere else."""
        return 0 < weight.titles == total.titles

    def _drop(self, at: int, kind: str) -> None:
        node = self.tree.nodes[at]
        inside = self._inside(at)
        for number in inside:
            self.kept[number] = False
        excerpt = " ".join(self.lines[number].text for number in inside[:_EXCERPT])
        self.notes.append(Note(kind, excerpt[:_EXCERPT], Span(node.start, max(node.start, node.end))))

    def _inside(self, at: int) -> list[int]:
        """The lines under a node."""
        first = bisect_left(self.blocks, at)
        last = bisect_left(self.blocks, self.tree.nodes[at].last)
        return sorted(number for block in self.blocks[first:last] for number in self.of_block[block])

    def drop_outside(self) -> None:
        """What stands beside the block that holds the sentences: kept where it reads like a report or heads it, else chrome."""
        if self.weights[0].prose < _LEAST_PROSE:
            return
        path = self._path()
        main = path[-1]
        inside = set(self._inside(main))
        start = min((self.lines[number].raw[0] for number in inside if self.kept[number]), default=0)
        for parent, child in zip(path, path[1:], strict=False):
            for beside in self._children(parent):
                if beside != child:
                    self._judge(beside, start)
            for number in self.of_block.get(parent, ()):
                if self.kept[number] and number not in inside and not self._belongs(number, start):
                    self._drop_line(number, "页面杂项")

    def _path(self) -> list[int]:
        """Nodes from the body down to the smallest block that holds nearly all sentences."""
        path = [0]
        while True:
            at = path[-1]
            whole = self.weights[at].prose
            following = next(
                (
                    child
                    for child in self._children(at)
                    if self.tree.nodes[child].tag not in _PARAGRAPHS
                    and self.weights[child].prose >= whole * _MAIN_SHARE
                    and self.weights[child].lines >= _MAIN_LINES
                ),
                None,
            )
            if following is None:
                return path
            path.append(following)

    def _children(self, at: int) -> list[int]:
        nodes, found = self.tree.nodes, []
        child = at + 1
        while child < nodes[at].last:
            if nodes[child].tag:
                found.append(child)
            child = nodes[child].last
        return found

    def _judge(self, at: int, start: int) -> None:
        """Keeps a block beside the main one as a whole, in part or not at all."""
        numbers = [number for number in self._inside(at) if self.kept[number]]
        if not numbers:
            return
        weight = self.weights[at]
        if weight.prose >= 40 and weight.linked < weight.size * 0.3:
            return
        gone = [number for number in numbers if not self._belongs(number, start)]
        if len(gone) == len(numbers):
            self._drop(at, "页面杂项")
            return
        for number in gone:
            self._drop_line(number, "页面杂项")

    def _belongs(self, number: int, start: int) -> bool:
        """Whether a line beside the article is part of it: its head, a sentence, a row, a signature."""
        line = self.lines[number]
        if self.titles[number] or self.labels[number] or self.prose[number]:
            return True
        if self.sentences[number]:  # hidden
            return not _POPUP.search(line.text)
        if 2 * line.linked > line.size:
            return False
        # A figure goes with a link or with what a site says of itself, and never by itself.
        figure = not line.linked and any(character.isdecimal() for character in line.text) and not _CLERKLY.search(line.text)
        if line.table >= 0 or figure or (line.size <= 40 and _SIGNED.search(line.text)):
            return True
        # Between title and text stand subtitle, speaker and date.
        heads = number > self.first_title or is_heading(self.tree, line, ("h1", "ucaptitle"))
        return heads and line.raw[0] < start and line.size <= 80

    def _drop_line(self, number: int, kind: str) -> None:
        self.kept[number] = False
        line = self.lines[number]
        self.notes.append(Note(kind, line.text[:_EXCERPT], Span(*line.raw)))

    def drop_lines(self) -> None:
        """Lines that are chrome by their words: where the reader is, the pages before and after, the site's owner."""
        for number, line in enumerate(self.lines):
            if not self.kept[number] or self.titles[number]:
                continue
            if kind := is_chrome_line(line.text):
                self._drop_line(number, kind)
            elif heads_a_list(line.text) and number + 1 < len(self.lines) and not self.kept[number + 1]:
                self._drop_line(number, "推荐")
