"""What a question says, read without a model: its content words, what kind of answer it wants, indicators, periods, figures."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from index.domain import Quantity, Span
from index.indicators import CATALOGUE, IndicatorMention
from index.numerals import quantities
from index.periods import Calendar, PeriodMention, find_periods
from index.script import to_simplified
from index.tokens import in_dictionary, tagged
from index.units import base_unit, unit_pattern


class Asked(StrEnum):
    """What kind of thing would answer."""

    MONEY = "money"
    COUNT = "count"
    RATE = "rate"
    AREA = "area"
    TIME = "time"
    LENGTH = "length"
    NUMBER = "number"
    RANK = "rank"
    LIST = "list"
    REASON = "reason"
    YES_NO = "yes_no"
    HOW = "how"
    WHO = "who"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question. ``alternatives`` are report words that say the same; ``weight`` 1 for a plain noun."""

    word: str
    alternatives: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    text: str
    terms: tuple[Term, ...]
    asked: frozenset[Asked]
    indicators: tuple[IndicatorMention, ...]
    periods: tuple[PeriodMention, ...]
    figures: tuple[Quantity, ...]
    units: frozenset[str] = frozenset()
    """Units, as normalised, of which one must be the answer's: 多少吨, 几趟. Empty where the question names none or only 个 and 家."""


_ASKED = (
    (
        Asked.YES_NO,
        r"对吧|是吧|没错吧|吧[??]?$|够不够|[过到超达]没[过到超达]|^(?!.*(?:多少|几|哪|谁|什么|怎|如何|为何|呢|各|列)).*\d(?:%|[万亿]?(?:元|[个家户项套亩人]))[??]$|吗[??]?|是不是|是否|有没有|对不对|对吗|能不能|了没|(?<![什怎多那这])么[??]?$|算不算|没有[??]$",
    ),
    (Asked.REASON, r"为什么|为何|原因|凭什么|怎么会|因为什么|为啥|何以|要等什么"),
    (Asked.LIST, r"哪些|哪几|分别|有哪|列出|列举|名单|哪[一二两三四五六七八九几]|包括什么|点了谁|是谁|具体是|各是|几大|怎么分"),
    (Asked.TIME, r"几时|啥时候|多会儿|隔多久|什么时候|何时|哪年|哪一年|哪天|哪个月|时间节点|几月|多久|时期|期限"),
    (Asked.RANK, r"第几|排名|名次|排位|排在"),
    (
        Asked.RATE,
        r"百分之几|百分点|几成|增速|涨幅|增幅|比例|占比|多大比|增长率|增长多少|增长了多少|快多少|快几个点|几个点|涨了?还是|(?:涨|升|降|跌|增)了?(?:多少|几)(?![个家户项亿万])|比重|率是|率有|同比|增长[了]?几|多快|怎么样.*增",
    ),
    (
        Asked.MONEY,
        r"多少钱|多少资金|金额|投资额|总投资|投资多|投资多少|投多少|要投|投了?几|造价|多少税|多少亿|多少万元|花了|资金.*多少|收入.*多少|产值.*多少|税.*多少|投了多少|投入多少|差多少钱|融资",
    ),
    (Asked.AREA, r"面积|多少亩|多大面积|多少平|多少公顷|多少土地|多少.*用地|多少.*厂房|厂房.*多(?:少|大)|用地.*多少"),
    (Asked.LENGTH, r"多长|多少公里|多少米|全长"),
    (
        Asked.COUNT,
        r"多少[个家户项名人次条座栋套批台件]|几[个家户项名人次条座栋套批台件趟]|多少(?:企业|项目|公司)|数量|几趟|有几|多少人|多少次|总数|最[多少]",
    ),
    (Asked.WHO, r"哪个|哪家|谁|什么名字|叫什么|是哪"),
    (Asked.HOW, r"怎么|如何|怎样|什么样|做法|打法|举措|措施|机制"),
    (Asked.NUMBER, r"多少|几[^乎]|多大|多高|剩|最[大高低快慢]"),
)
_ASKED_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _ASKED)
_UNIT_ASKED = re.compile(rf"(?:多少|几)(?:[万亿千百]|十几)?(?P<unit>{unit_pattern()})(?![都所以约])")
_ALIKE = (
    frozenset({"人", "名", "位", "口"}),
    frozenset({"趟", "次", "批次", "批", "场", "场次", "轮", "期", "人次", "车次", "班次"}),
    frozenset({"栋", "幢", "座", "处"}),
    frozenset({"台", "辆", "套", "台套", "部", "架"}),
    frozenset({"亩", "㎡"}),
    frozenset({"天", "小时", "个月", "个工作日", "分钟", "周年"}),
)
"""Units that stand for each other in a question and its answer."""
_OF_ANYTHING = frozenset(
    {"个", "家", "户", "项", "件", "条", "只", "种", "款", "宗", "笔", "元", "分", "%", "百分点", "倍", "度"}
)
_STOP = frozenset(
    re.findall(
        r"\S+",
        """多少 几个 什么 哪些 哪个 哪家 哪 怎么 怎样 如何 是 有 的 了 吗 呢 啊 在 和 与 及 并 也 都 就 还 又 把 被 给 让 为 为什么 到 从 对 对于 关于
        请 请问 一下 园区 开发区 经开区 高新区 报告 材料 总结 汇报 情况 方面 目前 现在 当前 具体 分别 各 各自 里 里面 中 其中 上 下 这 那 这个 那个 它
        他们 今年 去年 明年 上半年 下半年 全年 同期 时候 写 说 提到 提 点名 名字 叫 算 大概 大约 左右 一共 总共 共 合计 到底 究竟 真正 已经 已 没有
        没 不 不是 是不是 是否 可以 能 会 要 想 去 来 做 做到 达到 完成 实现 拿 多 大 高 低 少 谁 以及 或 等 等等 个 家 项 年 月 年中 截至 以来
        怎么样 相比 比 更 最 主要 之 所 得 着 过 样 多大 多长 几 属于 有关 那些 这些 他 她 一个 一下子 年度 半年 时间 哪几 哪几个 本 该 由 将 而 但
        但是 只 仅 如果 才 用 指 里排 第几 几家 几条 几项 定的 定 参评 几位 哪类 一类 算是 属 各有 各 何 何时 当时 后来 又是 加上 再加上 换成 另外 另 条路 总结 自己 列 个表 列个 表 数据 贡献 指什么 呀 吧 分成 推算 折算 大致 相当于 数 起来 合起来 加起来 平均 每 每家 按 照 这么 这样 那么 两 两个 遇到
        地方 行不行 行吗 个数 数目 盘子 水平 估计 大体 一块 一起 放 口径 几多 总体 整体 究 底""",
    )
)
_WEIGHTS = {
    "n": 1.0,
    "nr": 1.1,
    "ns": 1.0,
    "nt": 1.1,
    "nz": 1.1,
    "vn": 0.9,
    "l": 0.6,
    "i": 0.7,
    "j": 1.0,
    "eng": 1.2,
    "b": 0.5,
    "v": 0.6,
    "a": 0.4,
    "an": 0.7,
    "s": 0.5,
    "t": 0.2,
    "m": 0.3,
}
_ASKING = re.compile(
    r"哪些|哪个|哪家|哪几[个家项]?|有没有|有哪|还有|几时|啥时候|隔多久|百分之几|几成|[几两多][条类头大少长高远久快](?!合)|是多少|[??]|有多[大少高]|加起来|合起来|算下来|到手|什么样|什么"
)
_QUOTED = re.compile(r"[“\"「《]([^”\"」》]{1,30})[”\"」》]")


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, tuple[str, ...]]:
    groups = tomllib.loads(files("index").joinpath("lexicon/synonyms.toml").read_text(encoding="utf-8"))["group"]
    table: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for said in group["said"]:
            table[said] = tuple(dict.fromkeys((*table.get(said, ()), *group["written"])))
    return table


def read_question(text: str, *, without: Sequence[Span] = (), calendar: Calendar | None = None) -> Reading:
    """Reads a question. ``without`` are spans that are no content (names of zones); periods are none either."""
    text = to_simplified(text)
    mentions = find_periods(text, calendar)
    blank = list(text)
    for span in (*without, *(mention.span for mention in mentions if mention.kind not in ("now", "same"))):
        blank[span.start : span.end] = "，" * len(span)
    content = _UNIT_ASKED.sub(lambda match: "，" * len(match.group()), "".join(blank))
    content = _ASKING.sub(lambda match: "，" * len(match.group()), content)
    for quantity in quantities(content):
        content = content[: quantity.span.start] + "，" * len(quantity.span) + content[quantity.span.end :]
    asked = frozenset(kind for kind, pattern in _ASKED_PATTERNS if pattern.search(text))
    terms = _terms(content)
    return Reading(
        text,
        terms,
        asked or frozenset({Asked.TEXT}),
        tuple(CATALOGUE.mentions(content)) or _everyday(content, terms),
        tuple(mentions),
        tuple(quantities(text)),
        _units_asked(text),
    )


def _units_asked(text: str) -> frozenset[str]:
    units: set[str] = set()
    for match in _UNIT_ASKED.finditer(text):
        unit = base_unit(match["unit"])[0]
        if unit not in _OF_ANYTHING:
            units |= next((group for group in _ALIKE if unit in group), {unit})
    return frozenset(units)


def _everyday(content: str, terms: Sequence[Term]) -> tuple[IndicatorMention, ...]:
    """Indicators meant by everyday words: 交了多少税 asks for 税收. The words are the mention, the entry is what reports call it."""
    found = []
    for term in terms:
        entry = next((each for word in term.alternatives[:2] if (each := CATALOGUE.lookup(word)) is not None), None)
        at = content.find(term.word)
        if entry is not None and at >= 0:
            found.append(IndicatorMention(Span(at, at + len(term.word)), entry.family, entry))
    return tuple(found)


def _terms(content: str) -> tuple[Term, ...]:
    """Content words with their alternatives: catalogue names whole, quoted names whole, then words by part of speech."""
    found: dict[str, Term] = {}
    taken: list[Span] = []
    for match in _QUOTED.finditer(content):
        found[match.group(1)] = Term(match.group(1), (), 1.5)
        taken.append(Span(*match.span()))
    for mention in CATALOGUE.mentions(content):
        if not any(span.overlaps(mention.span) for span in taken) and len(mention.written) > 2:
            entry = mention.indicator
            family = [other.name for other in CATALOGUE.family(entry.family)]
            said = _synonyms().get(mention.written, ())
            alternatives = tuple(
                dict.fromkeys((entry.name, *entry.aliases, *said, *(family if mention.written == entry.family else ())))
            )
            found[mention.written] = Term(mention.written, alternatives, 1.4)
            taken.append(mention.span)
    rest = list(content)
    for span in taken:
        rest[span.start : span.end] = "，" * len(span)
    for word, tag in _words("".join(rest)):
        weight = _WEIGHTS.get(tag) or _WEIGHTS.get(tag[:1], 0.0)
        alternatives = _synonyms().get(word, ())
        if word in _STOP or not word.strip() or weight == 0 and not alternatives:
            continue
        if len(word) == 1 and not alternatives and not word.isalnum():
            continue
        length = 1.0 + 0.15 * min(4, len(word) - 2) if len(word) > 1 else 0.35
        found.setdefault(word, Term(word, alternatives, (weight or 0.4) * length))
    return tuple(found.values())


_MODALS = frozenset("能会要还没已就都再又被把给想可该来去让")


def _without_modal(word: str, tag: str) -> list[tuple[str, str]]:
    """A word that the segmenter made up of a modal and a verb (能供, 还剩), cut in two; the modal says nothing."""
    if len(word) == 2 and word[0] in _MODALS and not in_dictionary(word):
        return tagged(word[1:])
    return [(word, tag)]


_GRADED = re.compile(r"(?:国家|省|市)级")
_OF_ZONE = frozenset({"经开区", "开发区", "高新区", "园区", "产业园", "示范区"})


def _words(text: str) -> list[tuple[str, str]]:
    """Tagged words, with neighbours joined where together they are known as one everyday word (签 + 下来)."""
    pairs, joined, at = [part for pair in tagged(text) for part in _without_modal(*pair)], list[tuple[str, str]](), 0
    while at < len(pairs):
        if at + 1 < len(pairs) and pairs[at][0] + pairs[at + 1][0] in _synonyms():
            joined.append((pairs[at][0] + pairs[at + 1][0], pairs[at][1]))
            at += 2
        elif at + 1 < len(pairs) and _GRADED.fullmatch(pairs[at][0]) and pairs[at + 1][0] in _OF_ZONE:
            # 国家级经开区 is a title; 经开区 alone is the zone that everything speaks of.
            joined.append((pairs[at][0] + pairs[at + 1][0], "nz"))
            at += 2
        else:
            joined.append(pairs[at])
            at += 1
    return joined
