"""What portals call the blocks around an article, and how the lines around it read."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.readers.web.labels import reads_like_a_report
from index.readers.web.tree import Node


class Chrome(NamedTuple):
    """``kind`` is the Chinese word of the receipt. Unless it is ``sure``, the block has to look like chrome as well."""

    kind: str
    sure: bool


_TAGS = {
    "nav": Chrome("导航", True),
    "menu": Chrome("导航", False),
    "header": Chrome("页眉", False),
    "footer": Chrome("页脚", True),
    "aside": Chrome("侧栏", True),
    "marquee": Chrome("页面杂项", False),
    "dialog": Chrome("页面杂项", False),
}
_ROLES = {
    "navigation": Chrome("导航", True),
    "banner": Chrome("页眉", False),
    "contentinfo": Chrome("页脚", True),
    "complementary": Chrome("侧栏", True),
    "search": Chrome("工具栏", True),
}
# Words of classes and ids, as portals, TRS, JCMS, vsb and UCAP templates write them. Pinyin initials: dqwz 当前位置, xgwz 相关文章.
_SURE = (
    (
        r"(?:bread)?crumbs?|bread|breadnav|weizhi|dqwz|dangqianweizhi|cur(?:rent)?pos(?:ition)?|cur(?:rent)?location|mianbaoxie",
        "面包屑",
    ),
    (
        r"nav|navbar|navs|.{0,8}nav|nav(?:list|box|menu|wrap|con|main|igation|left|top)|menu|.{0,6}menu|menu(?:list|box|bar)",
        "导航",
    ),
    (r"footer.{0,6}|.{0,6}footer|foot|foot(?:box|bar|wrap|con)|copyright.{0,4}|banquan", "页脚"),
    (r"share|.{0,6}share|share.{0,6}|bdsharebuttonbox|bdshare.{0,8}|jiathis.{0,8}|fenxiang|social.{0,8}|bshare.{0,8}", "分享"),
    (r"comments?|comments?(?:list|box|area|wrap)|pinglun|discuss|liuyan", "评论"),
    (
        (
            r"related.{0,8}|relate|.{0,6}related|relevant|recommend.{0,8}|tuijian|xg(?:yd|wd|wz|xx|lj|tj|zc|news|link)|relnews|"
            r"hotnews|morenews|friend(?:ly)?links?|yqlj|youlian|blogroll|guess"
        ),
        "推荐",
    ),
    (r"sidebar|.{0,6}sidebar|sidebar.{0,6}|leftbar|rightbar|leftnav|sidenav", "侧栏"),
    (
        (
            r"toolbar|print(?:box|bar)|ewm|.{0,4}qr_?code|erweima|search(?:box|bar|wrap)?|login(?:box|bar)?|pagination|pager|"
            r"page(?:bar|turn)|prev_?next|pre_?next|sxp|syp|wza|advert.{0,8}|ads?|popup|kefu|(?:go|to|back)_?top"
        ),
        "工具栏",
    ),
)
_UNSURE = (
    (
        r"head|header|headers?|top|top(?:bar|box|nav|con)|banner|logo|location|position|place|path|channel|tabs?|lanmu|daohang",
        "页眉",
    ),
    (r"bottom|bot|end", "页脚"),
    (r"hot|rank|links?|list|more|prev|next|rel|other|news", "推荐"),
    (r"left|right|side|lside|rside|aside", "侧栏"),
    (r"tools?|print|page|close|btns?|buttons?|func|function|fontsize|bdmini", "工具栏"),
)
_WORD = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")


def _compiled(rules: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), kind) for pattern, kind in rules)


_SURE_WORDS, _UNSURE_WORDS = _compiled(_SURE), _compiled(_UNSURE)
_KNOWN: dict[str, Chrome | None] = {}
_MOST_KNOWN = 5_000

# Lines that are chrome wherever they stand. Cleaning knows more of them; these would count as sentences otherwise, or hold links.
_LINES = (
    ("面包屑", re.compile(r"(?:您?(?:的|现在的?)?(?:当前|所在|现在)?(?:的)?位置|首页)\s*[:：>»›/→].{0,100}")),
    ("推荐", re.compile(r"[<«‹]?\s*[上下前后]一[篇条页](?:\s*[:：>»›].{0,80})?")),
    (
        "页脚",
        re.compile(
            r".{0,60}(?:版权所有|[Cc]opyright|©|ICP备|公网安备|网站标识码|网站维护|技术支持[:：]|(?:主办|承办)单位[:：]|最佳(?:浏览|分辨率)|建议使用.{0,16}(?:浏览|分辨率)|您是第.{0,12}位).{0,140}"
        ),
    ),
    (
        "工具栏",
        re.compile(
            r"(?:[【\[(（|]?\s*(?:打印(?:本页|此页|页面)?|关闭(?:本页|窗口|页面)?|返回(?:顶部|首页)?|收藏|分享到?|字号|字体|大|中|小)\s*[】\])）|:：]*\s*){2,}"
        ),
    ),
    ("工具栏", re.compile(r".{0,8}(?:扫一扫|扫描.{0,6}二维码|分享到(?:微信|朋友圈|微博)).{0,24}")),
    ("工具栏", re.compile(r".{0,10}即将离开.{0,40}网站.{0,30}")),
)
_LONGEST_LINE = 220
_LIST_HEAD = re.compile(
    r"[【\[]?\s*(?:相关(?:推荐|阅读|文章|链接|新闻|信息|稿件|解读|政策|报道|附件)|推荐阅读|热门文章|猜你喜欢|延伸阅读|友情链接)"
    r"\s*[】\]]?\s*[:：]?(?:更多.{0,3})?"
)


def chrome_of(node: Node) -> Chrome | None:
    """What an element says it is, by tag, role, class or id; None where it says nothing of the kind."""
    if node.tag in _TAGS:
        return _TAGS[node.tag]
    if not node.attributes:
        return None
    role = node.attributes.get("role")
    if role in _ROLES:
        return _ROLES[role]
    words = node.words().strip()
    if not words:
        return None
    if words not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[words] = _named(words[:300])
    return _KNOWN[words]


def is_chrome_line(text: str) -> str | None:
    """The kind of a line that is chrome by its words, None where it is none or reads like a report."""
    if len(text) > _LONGEST_LINE or reads_like_a_report(text):
        return None
    return next((kind for kind, pattern in _LINES if pattern.fullmatch(text)), None)


def heads_a_list(text: str) -> bool:
    """Whether a line announces other pages. What follows may be links, or lines that only cleaning can judge."""
    return len(text) < 20 and _LIST_HEAD.fullmatch(text) is not None


def _named(words: str) -> Chrome | None:
    """By the names as they stand, then by the words they are put together from (left-nav, topNav)."""
    names = [name.lower() for name in re.split(r"[\s]+", words)]
    parts = [part.lower() for name in re.split(r"[^A-Za-z]+", words) for part in _WORD.findall(name)]
    for rules, sure in ((_SURE_WORDS, True), (_UNSURE_WORDS, False)):
        for each in (*names, *parts):
            for pattern, kind in rules:
                if pattern.fullmatch(each):
                    return Chrome(kind, sure)
    return None
