"""What a page says of itself: its title without the portal's name, and its metadata under the labels of portals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from index.readers.web.lines import Line
from index.readers.web.tree import Tree

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_CUT = re.compile(r"\s*(?:[-_|–—｜»>]+)\s*|\s+")
_SITE = re.compile(
    r".*(?:网|网站|门户|官网|平台|之窗|在线|频道|政府|管委会|委员会|信息公开|政务公开|工作动态|公示公告|通知公告|首页|新闻中心|"
    r"开发区|园区|新区|经开区|高新区|资讯|文库|栏目|公开目录|详情页?|正文)|.{2,8}[省市县区州旗]"
)
_GENRE = re.compile(r"总结|汇报|报告|情况|要点|计划|公报|材料|打算|安排|述职|通报|简报|分析|综述|讲话")
_LEAST = 6
_LONGEST = 90
_CLOSE = 6
"""Elements between a text and the heading it stands in."""
_HEADINGS = ("ucaptitle", "h1", "h2", "h3")
_TITLE_WORDS = re.compile(
    r"(?:^|[\W_])(?:art|article|arti|news|content|con|detail|xl|main)?[-_]?(?:title|tit|biaoti|bt|headline)(?:$|[\W_\d])", re.I
)
# Names of meta elements by which portals are told to describe a page (政府网站发展指引), and those of other publishers.
_METAS = {
    "articletitle": "标题",
    "pubdate": "发布日期",
    "publishdate": "发布日期",
    "article:published_time": "发布日期",
    "contentsource": "来源",
    "source": "来源",
    "author": "作者",
    "article:author": "作者",
    "columnname": "栏目",
    "keywords": "关键词",
    "sitename": "网站名称",
}
_LONGEST_VALUE = 200


def plain(text: str) -> str:
    return _SPACE.sub("", text)


def metadata(tree: Tree, lines: Sequence[Line]) -> dict[str, str]:
    """Label -> value, of the page's own table first, then of its meta elements."""
    found: dict[str, str] = {}
    for line in lines:
        for label, value in line.pairs.items():
            found.setdefault(label, value)
    for meta in tree.metas:
        name = _METAS.get((meta.get("name") or meta.get("property") or "").strip().lower())
        value = " ".join(meta.get("content", "").split())[:_LONGEST_VALUE]
        if name and value:
            found.setdefault(name, value)
    return found


def written_title(tree: Tree) -> str:
    """The title element as it stands."""
    at = next((at for at, node in enumerate(tree.nodes) if node.tag == "title"), None)
    return tree.own_text(at)[: 3 * _LONGEST] if at is not None else ""


def page_title(tree: Tree, lines: Sequence[Line], stated: Mapping[str, str]) -> str | None:
    """The title of the article: as stated, as a heading and the title element agree, else the element without the portal's name."""
    if len(plain(stated.get("标题", ""))) >= _LEAST:
        return stated["标题"]
    written = written_title(tree)
    headings = list(_headings(tree, lines))
    agreed = [text for text in headings if plain(text) in plain(written)]
    if agreed:
        return max(agreed, key=len)
    rest = _without_site(written, {stated.get("网站名称", ""), stated.get("栏目", "")})
    if rest and (_GENRE.search(rest) or not _SITE.fullmatch(rest)):
        return rest
    return next((text for text in headings if _GENRE.search(text)), next(iter(headings), rest or None))


def is_heading(tree: Tree, line: Line, levels: Sequence[str] = _HEADINGS) -> bool:
    """Whether a line stands in a heading, or in a block whose class says that it is a title."""
    nodes = tree.nodes
    at = next((nodes[piece.node].parent for piece in line.pieces if piece.node >= 0), line.block)
    for _ in range(_CLOSE):
        if nodes[at].tag in levels or (nodes[at].attributes and _TITLE_WORDS.search(nodes[at].words())):
            return True
        at = nodes[at].parent
        if at <= 0:
            return False
    return False


def is_title(line: Line, title: str | None, written: str) -> bool:
    """Whether a line is the title, or one of the lines it is set in."""
    text = plain(line.text)
    if not _LEAST <= len(text) <= _LONGEST or line.table >= 0:
        return False
    whole = plain(title or "")
    if whole and (text == whole or (whole in text and len(text) <= len(whole) + 20)):
        return True
    return bool(whole) and text in whole and text in plain(written or whole)


def _headings(tree: Tree, lines: Sequence[Line]) -> Iterator[str]:
    for levels in (("ucaptitle", "h1"), _HEADINGS):
        for line in lines:
            fits = _LEAST <= len(plain(line.text)) <= _LONGEST and 2 * line.linked < line.size and line.table < 0
            if fits and not line.text.endswith(("。", "：", ":")) and is_heading(tree, line, levels):
                yield line.text


def _without_site(written: str, known: set[str]) -> str:
    """The title element without names of portals and columns at either end."""
    parts = _CUT.split(written.strip())
    marks = _CUT.findall(written.strip())
    first, last = 0, len(parts)

    def named(part: str) -> bool:
        return part in known or (bool(_SITE.fullmatch(part)) and not _GENRE.search(part))

    while last - first > 1 and (not parts[last - 1] or named(parts[last - 1])):
        last -= 1
    while last - first > 1 and (not parts[first] or named(parts[first])) and not _continued(parts, marks, first):
        first += 1
    return "".join(part + mark for part, mark in zip(parts[first:last], [*marks[first : last - 1], ""], strict=True)).strip()


def _continued(parts: Sequence[str], marks: Sequence[str], first: int) -> bool:
    """A zone's name before a space begins a title (青河工业园区 2024年工作总结), unless more names stand before the title."""
    return not marks[first].strip() and len(parts) == 2
