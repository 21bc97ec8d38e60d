"""What a figure counts, in the text's own words, and the catalogue's name for it.

The words before a figure name it (主营业务收入完成52亿元), or those behind it (5家企业投产), or both (签约5个项目).
Words of doing, time and place are stripped by their part of speech; what stays is the name.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from index.domain import Indicator, Quantity
from index.indicators import CATALOGUE, fits
from index.tokens import tagged

_LONGEST_NAME = 18
_MEASURED = frozenset(
    {
        "元",
        "美元",
        "欧元",
        "港元",
        "日元",
        "英镑",
        "%",
        "‰",
        "百分点",
        "倍",
        "㎡",
        "亩",
        "名次",
        "吨",
        "米",
        "立方米",
        "千瓦",
        "千瓦时",
        "伏安",
        "标箱",
    }
)
"""Units that count no things: what such a figure measures stands before it, not behind."""

_WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(files("index").joinpath("lexicon/naming.toml").read_text(encoding="utf-8")).items()
}
_ENDED = _WORDS["ended"]
_LEADING = _WORDS["leading"]
_PHYSICAL = frozenset({"吨", "米", "立方米", "千瓦", "千瓦时", "伏安", "标箱", "㎡", "亩"})
_AIM = re.compile(r"^.*目标(?:任务)?(?:就?是|为|:|：)")
_AIMED = re.compile(r"(?:完成|实现)?(?:(?:19|20)\d{2}年)?(?:年度|全年|预期|总|年)?(?:目标|任务|计划)(?:任务)?(?:就?是|为|:|：)*$")
_ATTRIBUTED = re.compile(
    r"^.*(?:报告|资料|原文|正文|文中|前文|后文|此前|一处|一项|[该此]处)[^,，。;；]{0,4}?(?<![编简名号])(?:写|提|说|载|称)(?:到|明|的是|的|了|道|着|成)*(?=.{2})"
)
"""报告只写了总产值: who says it is no part of what is said."""
_YEARED = re.compile(r"^.*(?:19|20)\d{2}年(?:度|全年|[上下]半年)?的?(?=[\u4e00-\u9fff]{2})")
_LIGHT = _WORDS["light"]
_GENERIC = _WORDS["generic"]
_FINITE = _WORDS["finite"]
_PLACES = _WORDS["places"]
_CAPACITY = re.compile(r"(?:[年日月]产|[年日](?:处理|加工|供水|供气|发电|转运|吞吐)[\u4e00-\u9fff]{0,4}|产能)$")
_NOUNS = ("n", "vn", "an", "j", "l", "i", "b", "eng", "s", "k", "h", "g")
_STAGE = re.compile(
    r"(?:新|已|正式|成功|集中|累计|续|竣工|试)*(?:签约|洽谈|在谈|开工|投产|竣工|落户|落地|引进|引入|认定|培育|入库|获批|申报|注册|上市|入规|升规|储备|在建|续建|达产|建成|新增|新建|转化|授权|办结|整改|关停|盘活|招聘|招引|通过|获评|获得|入选|创建|处置|清退|兑现|淘汰|改造|启动|检查|排查|走访|接待|选派|举办|外出|评选|救助|安置|搬迁|征收|拆除|拆迁|签订|新引进|新认定|新签约|新开工|新投产)$"
)
_BRACKETS = re.compile(r"[(（〔][^()（）〔〕]*[)）〕]")
_THRESHOLD = re.compile(r"(?:\d[\d.]*)?(?:千|百)?(?:万|亿)(?:美元|元)?(?:及?以上|以下)的?[\u4e00-\u9fff]{0,12}$")
_BOUNDED = re.compile(
    r"(?:\d[\d.]*)?[百千]?[万亿](?:美元|元)?(?:及?以上|以下)的?(?:工业|产业|重大|重点|优质|外资|内资)*(?:项目|企业)"
)
"""签约5个亿元以上项目: the threshold behind a count is part of what is counted."""
_CHANGED_TO = re.compile(
    r"(?:精简|压减|精减|增加|提高|提升|上升|跃升|攀升|扩大|扩展|调整|整合|缩减|压缩|下降|减少|恢复|增|减|降|升|扩|缩|达)(?:至|到|为|成)(?:了)?(?:\d{4}年(?:的|底)?)?$"
)
"""由6个整合为5个: what the second figure counts was said before the first."""
_DATED = re.compile(
    r"(?:(?:19|20)\d{2}年(?:度|全年|上半年)?|全年|年度|上半年|下半年|今年|去年|本年|\d{1,2}[-~至]\d{1,2}月份?|[一二三四]季度)+$"
)
_RANKED = re.compile(
    r"(?:由|从|稳?居|位?列|位居|排名|排)?(?:在?全[国省市县州区盟]|同类[\u4e00-\u9fff]{0,6})?(?:开发区|园区|经开区|高新区)?(?:中|的)?$"
)
_FIELD = re.compile(
    r"在?(?:全[国省市县州区盟]|[\u4e00-\u9fff]{2,4}[省市])?\d+(?:家|个)[\u4e00-\u9fff]{0,8}?(?:开发区|园区|经开区|高新区|县市区|区县|企业)(?:中|里)?(?:的)?"
)
_COUNTING = re.compile(r"累计|合计|共计|额度|上半年|已")
_OWNER = re.compile(r"^.*?(?:有限公司|股份公司|集团|公司)的?(?=.{2})")
_ZONE = re.compile(r"^[\u4e00-\u9fff]{0,14}?(?:开发区|经开区|高新区|产业园区|工业园区|园区|新区)的?(?=.{2})")
_ZONE_ALONE = re.compile(r"[\u4e00-\u9fff]{0,16}(?:开发区|经开区|高新区|园区|新区)")
_NEUTRAL = re.compile(
    r"^(?:园区|全区|我区|开发区|经开区|高新区|区内|全年|上半年|今年|去年|累计|新增?|完成|实现|规模|企业|地区|工业|全口径|总|上缴|上交|已|预计|力争|确保|计划|年|内|以|为|目标|当年|\d|-|月|份|季度|前三|共|落实|引进|引入|获批|国家级?|省级|合计|总体|主要|当年|[，,、])*+$"
)
_SUFFIX = re.compile(
    r"^(?:的|之)?(?:同比|增速|增幅|增长率|总额|总量|总数|额度?|数量?|资金|工作|上缴|上交|入库|收缴|规模|水平|完成额|总值|面积)*$"
)


TURNED = re.compile(r"(?:左右|以上|多|余)?的?([\u4e00-\u9fff]{0,4}?(?:缺口|差额|逆差|顺差|亏损|欠款|欠账))")
"""资金仍有2亿元缺口: a noun behind a sum that turns what it says into its lack is part of the name."""


@dataclass(frozen=True, slots=True)
class Name:
    """``written``: a slice of the text; ``spoken``: the same without words of doing, for the catalogue and the reader."""

    written: str
    spoken: str

    @property
    def empty(self) -> bool:
        return len(self.spoken) < 2


NAMELESS = Name("", "")


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(tagged(text))


def name_before(head: str) -> Name:
    """The name in the words before a figure, ``head`` being its clause up to it (and up to the words of a relation)."""
    head = _BRACKETS.sub("", head)
    opened = re.split(r"[(（〔]", head)
    # 智能制造园(13.4平方公里): what an opened bracket measures stands before it.
    head = opened[-1] if re.search(r"[\u4e00-\u9fff]", opened[-1]) or len(opened) < 2 else opened[-2]
    head = _AIMED.sub("", head) or head
    head = _CHANGED_TO.sub("", _unquoted(re.split("、", _AIM.sub("", head) or head)[-1]).strip(" :：/"))
    head = _YEARED.sub("", _ATTRIBUTED.sub("", head))
    words = list(_words(_DATED.sub("", head.removesuffix("的"))))
    while words and _ends_nothing(*words[-1]):
        words.pop()
    ended = "".join(word for word, _ in words)
    threshold = _THRESHOLD.search(ended) or (_THRESHOLD.search(head) if head.endswith(("以上", "以下")) else None)
    if threshold is not None:
        named = re.split(r"完成|实现", threshold.group())[-1]
        return Name(named, named)
    if ended.endswith(("后", "时", "期间")) or _ZONE_ALONE.fullmatch(ended):
        return NAMELESS
    while words and _starts_nothing(words):
        words.pop(0)
    written = _from_its_term("".join(word for word, _ in words), ended)
    stripped = _OWNER.sub("", _ZONE.sub("", written))
    if 2 <= len(stripped) < len(written):
        return name_before(stripped)
    done = re.match(r".*(?:项目|工程|公司|企业|园区|基地)(?:现|已|目前|共|累计)*(?:完成|实现)(?=.{2})", written)
    if done is not None:
        return name_before(written[done.end() :])
    if written != "".join(word for word, _ in words):
        return Name(written, written)
    spoken = "".join(word for word, tag in words if not (word in ("完成", "实现", "达到", "达") or tag in ("uj", "ul", "uz")))
    if len(spoken) > _LONGEST_NAME:
        spoken = written = _last_phrase(words)
    return Name(written, spoken)


def _unquoted(head: str) -> str:
    """Without the quotation marks; a quotation that is still open, or only closed here, ends what came before it."""
    for opening, closing in ("“”", "‘’", "〝〞", "「」"):
        if head.count(opening) != head.count(closing):
            head = re.split(f"[{opening}{closing}]", head)[-1] or head
        head = head.replace(opening, "").replace(closing, "")
    return head.replace('"', "")


def _from_its_term(written: str, ended: str) -> str:
    """Drawn out to the left where the words stripped there belong to a term of the catalogue: 初步敲定项目, 在谈项目."""
    mentions = [each for each in CATALOGUE.mentions(ended) if each.span.end >= len(ended) - 2]
    if mentions and len(ended) - mentions[-1].span.start > len(written):
        return ended[mentions[-1].span.start :]
    return written


def _ends_nothing(word: str, tag: str) -> bool:
    return word in _ENDED or tag in ("t", "d", "p", "c", "uj", "ul", "uz", "x", "r", "y") or word.isspace()


def _starts_nothing(words: list[tuple[str, str]]) -> bool:
    word, tag = words[0]
    following = words[1] if len(words) > 1 else ("", "")
    if word in ("在", "待", "未") and (following[1].startswith("v") or following[0][:1] in tuple("谈建册岗孵")):
        return False
    if tag == "t":
        return word not in ("现代", "当代")
    return word in _LEADING or tag in ("d", "p", "c", "r", "m", "q", "mq", "uj", "ul", "uz", "x") or word.isspace()


def _last_phrase(words: list[tuple[str, str]]) -> str:
    """The run of words that ends a long head, from its last verb or particle on, within the length of a name."""
    kept, length = list[str](), 0
    for word, tag in reversed(words):
        if length + len(word) > _LONGEST_NAME or (
            length >= 4 and (tag in ("v", "uj", "p", "c", "d", "ul") and word not in ("增加值",))
        ):
            break
        kept.append(word)
        length += len(word)
    return "".join(reversed(kept))


def name_behind(tail: str) -> str:
    """The thing counted, in the words behind a figure: its noun and, where that alone says too little, what it does."""
    tail = re.split(r"[,，。;；:：、(（)）\"“”‘’〝〞!?！？\n]|(?<=.)\d", tail, maxsplit=1)[0].removeprefix("的")
    bounded = _BOUNDED.match(tail)
    if bounded is not None:
        return bounded.group()
    words = _words(tail)
    if not words or words[0][1] in ("x", "r", "p", "c", "f", "m", "uj"):
        return ""
    # 10个优质项目的合同引资额: what is counted ends at its noun, whatever is said of it.
    owned = next((at for at, (word, _) in enumerate(words) if at > 1 and word == "的" and words[at - 1][0] in _GENERIC), None)
    words = words[:owned]
    generic = words[0][0] in _GENERIC
    kept, length, noun_end = list[str](), 0, 0
    for at, (word, tag) in enumerate(words):
        following = words[at + 1][1] if at + 1 < len(words) else ""
        if length + len(word) > _LONGEST_NAME:
            break
        if (
            not generic
            and kept
            and (word in _FINITE or tag in ("x", "t", "r", "d") or (tag == "v" and following in ("ul", "uz")))
        ):
            break
        kept.append(word)
        length += len(word)
        if tag.startswith(_NOUNS) and tag not in ("i", "l") or generic:
            noun_end = len(kept)
    return "".join(kept[:noun_end]).rstrip("的和与及为是在等")


def label_of(words: str) -> Name:
    """The name in a label before a colon (1.产值:…); NAMELESS where its last word is no noun (由高到低:…)."""
    name = name_before(words)
    return name if not name.empty and _words(name.spoken)[-1][1].startswith(_NOUNS) else NAMELESS


def name_of(head: str, tail: str, quantity: Quantity) -> Name:
    """The name of a figure from the words before and behind it; NAMELESS where its clause has none."""
    before = name_before(_ranked(head) if quantity.unit_norm == "名次" else head)
    measured = quantity.unit_norm in _MEASURED or "/" in quantity.unit_norm
    if measured and head.rstrip().endswith(("以", "用", "凭")) and (behind := name_behind(tail)):
        return Name(behind, behind)
    if measured and quantity.unit_norm in _PHYSICAL and (before.empty or _CAPACITY.search(before.spoken)):
        behind = name_behind(tail)
        return Name(before.written + behind, before.spoken + behind) if behind else before
    if measured:
        turned = TURNED.match(tail)
        return _turned(before, turned.group(1)) if turned else before
    behind = name_behind(tail)
    if not behind:
        return before
    listed = re.search(r"(?:等|[、和及与])\s?$", head.rstrip('“”‘’" ')) is not None
    if before.empty or listed or before.spoken in _LIGHT:
        return Name(behind, behind)
    stage = _STAGE.search(before.spoken)
    first_word, first_tag = _words(behind)[0]
    if _BOUNDED.match(behind):
        return Name(behind, behind)
    if stage is None:
        last, tag = _words(before.spoken)[-1]
        counted = tag.startswith(("n", "vn", "j", "an", "eng")) and tag not in ("ns", "nr", "nz", "nt")
        if counted and last not in _LIGHT | _PLACES and first_word not in _GENERIC:
            return before
        return Name(behind, behind)
    if first_tag.startswith(("v", "d")) and not first_tag.startswith("vn"):
        return before
    return Name(behind, stage.group() + behind)


def _turned(name: Name, noun: str) -> Name:
    """补偿资金 and 资金缺口 are 补偿资金缺口; what both say stands once."""
    spoken = name.spoken.removesuffix("方面")
    shared = next((size for size in range(len(noun) - 1, 0, -1) if spoken.endswith(noun[:size])), 0)
    said = spoken + noun[shared:]
    return Name(said, said)


def _ranked(head: str) -> str:
    """What a rank is of, without its field: 工业投资增速在全市9个园区中排第4名, 全省112家开发区综合评价中位列第9."""
    field = _FIELD.search(head)
    if field is not None:
        head = head[: field.start()] if len(head[: field.start()].strip(" ,，在")) >= 2 else head[field.end() :]
    return _RANKED.sub("", head)


def canonical(name: Name, unit_norm: str) -> Indicator | None:
    """The catalogue's entry for words that mean just that; None where they are narrower or something else.

    A qualifier that narrows the meaning (已签约未开工项目) keeps a name out of the entry it contains.
    """
    plain = _COUNTING.sub("", name.spoken)
    if plain != name.spoken and (entry := CATALOGUE.lookup(plain)) is not None and fits(entry, unit_norm):
        return entry
    for words in dict.fromkeys((name.spoken, name.written)):
        mentions = [
            each
            for each in CATALOGUE.mentions(words)
            if fits(each.indicator, unit_norm) or unit_norm in ("%", "百分点", "倍", "名次")
        ]
        if not mentions:
            continue
        last = mentions[-1]
        if _SUFFIX.match(words[last.span.end :]) and _NEUTRAL.match(_ZONE.sub("", words[: last.span.start])):
            return last.indicator
    return None
