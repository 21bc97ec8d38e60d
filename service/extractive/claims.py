"""What a yes/no question takes for granted: figures, a threshold, a thing done, a plan, and the words that tell of what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.domain import Bound, Quantity
from index.library import Reading, Term


@dataclass(frozen=True, slots=True)
class Action:
    """A thing done. ``asked`` finds it in a question, ``reached`` in the words by which reports say that it is done.

    ``also`` are words that imply it: what is completed was begun.
    """

    name: str
    asked: re.Pattern[str]
    reached: re.Pattern[str]
    also: re.Pattern[str] | None = None


def _action(name: str, asked: str, reached: str, also: str | None = None) -> Action:
    return Action(name, re.compile(asked), re.compile(reached), re.compile(also) if also else None)


_BUILT = r"完工|竣工|建成|落成|通车|贯通|修通|全线拉通|完毕|建设完成|(?:全面|全部|已经?|均|顺利|如期|圆满)完成"
_RUNS = r"投产|投运|运行|运营|投入使用|投用|启用|开业|营业|试产|上线"
_BEGUN = r"开工|动工|启动|开建|破土|奠基|进场施工|开始(?:建设|施工)|(?:正在|在)(?:建|施工)|正(?:进行|在进行)[^,，。;；]{0,8}(?:建设|施工)"

ACTIONS = (
    _action("达产", r"达产|达效|满产|满负荷", r"达产|达效|满产|满负荷"),
    _action("验收", r"验收", r"(?:通过|完成|经过?)[^,，。;；]{0,6}验收|验收(?:通过|合格|完成|完毕)|已[^,，。;；]{0,4}验收"),
    _action("交付", r"交付|移交|交房", r"交付|移交|投入使用|投用"),
    _action("划转", r"划转|移出|接管", r"划转|移交|接管"),
    _action("出台", r"出台|印发|颁布|发布|公布|施行", r"出台|印发|颁布|发布|公布|施行|实施"),
    _action(
        "投运",
        r"投产|投运|运行|运营|投入使用|投用|启用|开业|营业|用上|上线|开始生产|生产了",
        _RUNS,
    ),
    _action("签约", r"签约|签下|签了|签订|签成|签妥|签署|签好|敲定", r"签约|签订|签署|签下|签定|成功引进|引进"),
    _action(
        "到位",
        r"到账|到帐|到位|到手|进账|花出去|花掉|花完|花了|拨付|拨下|用掉|用完|支出",
        r"到位|到账|到帐|拨付|支付|支出|实际利用|实际使用|已投入",
    ),
    _action(
        "建成",
        r"(?<!未)(?:完工|竣工|建成|建好|建完|修好|修通|修完|通车|落成|干完|做完|搞完|弄完|完成|完了|弄好|办完|报批完|批完|拆完)",
        _BUILT,
        rf"{_RUNS}|(?:通过|完成)[^,，。;；]{{0,6}}验收",
    ),
    _action(
        "开工",
        r"开工|动工|启动|开建|破土|进场|开始(?:建|施工)|上马",
        _BEGUN,
        rf"{_BUILT}|投产|封顶|(?:土建|主体|路基|基础|工程)[^,，。;；]{{0,10}}完成",
    ),
    _action(
        "认定",
        r"认定|获批|批下来|批复|批了|评上|评为|获评|入选|升为|升格|升级|成为|授牌|挂上?牌|牌子|牌照|创成|拿到|拿下|取得|(?:已经?|就)是",
        r"认定|获批|获评|批复|批准|入选|评为|评定|升格|升级为|授予|授牌|挂牌|跻身|列入|获得|荣获|荣膺|获(?=[“国省市全])|取得|成功创|创成|创建成功",
    ),
)
"""Of several the first that a question speaks of: 通过验收并投产 is asked word by word."""

_PLANNED = re.compile(
    r"目标|计划|打算|力争|预计|预期|规划|任务(?:是|为|定|有)|准备|拟|(?:年底|年内|明年|以后|将来|下半年).{0,6}(?:能|会|可|要)|(?:要|将|会)(?:在|于)|估计"
)
_ACTUAL = re.compile(
    r"实际|实数|定数|核定|统计(?:出来|数)|最后的?(?:数|统计|结果)|已经?|最终|真正|(?:完成|实现|做到|达到|落实|签|建|到账|到位|拿|花)[^,，?？]{0,3}了|了(?:吗|没)|了[^,，?？]{0,12}(?:吗|对|是)"
)
_STATUS_ASKED = re.compile(r"(?:是|属于|算)[^,，。]{0,8}(?:目标|计划|预计|预期|估计|任务)(?:数|值|的数)?")
_WHOLE = re.compile(r"全(?:部|都|是|数|已)|都|均|所有|统统|一律|每(?:个|家|条)")
_TAG = re.compile(
    r"有没有|有无|是不是|是否|对不对|能不能|算不算|没错|了?没有?(?=[?？呀啊]?$)|没(?=[?？]?$)|够不够|到没到|过没过|不对吗|不是吗"
)
_DENIED = re.compile(r"没有?|尚未|未(?!来)|并非|不(?!含|少于|低于|超过|足|到|断|仅|止|同|对)|(?<!分)别(?!为|是)")
_PROGRESS = re.compile(r"任务|目标|进度|序时|完成率|计划|(?:完成|干|做|时间)[^,，]{0,4}(?:过半|一半|成)")
_GROWTH = re.compile(r"增速|增长|增幅|涨|同比|提速|快(?:了|过)|翻")

_OVER = r"超过|超出|突破|高于|大于|多于|高过|多过|超|逾|破|过"
_REACHES = r"达到|达|够|满|有|到|不少于|不低于|做到|上"
_UNDER = r"低于|不到|不足|少于|小于|不满|未满|不够|不超过|(?<![有超过到够达])(?:没|未|没有)(?:达到|超过|到|过|超)"
_BEFORE = re.compile(rf"(?:(?P<under>{_UNDER})|(?P<over>{_OVER})|(?P<reaches>{_REACHES}))了?$")
_BEHIND = re.compile(r"(?:及?以上|(?P<under>以下|以内|都?不到|都没到))了?(?=吗|没|的?[,，??。吧]|呢|$|对|是不|是吧)")
_HALF = re.compile(r"(?P<under>不到|不足|没到|未到|没过|低于)?(?P<over>超过|超|过)?了?(?P<half>一?半)(?!年|导|成品)")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value that a figure is to be over or under. ``strict`` excludes the value itself; ``measure`` is what is compared."""

    value: Decimal
    unit: str
    over: bool
    strict: bool
    measure: str
    """``progress``, ``growth`` or ``level``."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a question takes for granted. ``subject`` are the words that tell of what, ``figures`` those that are no threshold."""

    question: str
    figures: tuple[Quantity, ...]
    threshold: Threshold | None
    action: Action | None
    subject: tuple[Term, ...]
    planned: bool
    """The question itself asks for a plan, a target or an estimate."""
    actual: bool
    whole: bool
    denied: bool
    of_status: bool
    """It asks whether something is a target, a plan or an estimate."""


def claim_of(question: str, reading: Reading) -> Claim:
    """Reads what a yes/no question states."""
    threshold, used = _threshold(question, reading.figures)
    planned = bool(_STATUS_ASKED.search(question)) or bool(_PLANNED.search(question) and not _ACTUAL.search(question))
    action = _action_of(question, reading.terms) if threshold is None else None
    if threshold is not None and threshold.measure == "progress":
        planned = False
    return Claim(
        question,
        tuple(each for each in reading.figures if each is not used and each.value_norm is not None and each.unit_norm != "倍"),
        threshold,
        action,
        tuple(term for term in reading.terms if _tells(term, action, threshold)),
        planned,
        bool(_ACTUAL.search(question)),
        bool(_WHOLE.search(question)),
        bool(_DENIED.search(_TAG.sub("", question))),
        bool(_STATUS_ASKED.search(question)),
    )


_NAME = re.compile(r"..(?:项目|企业|资金|面积|厂房|债券?|[数额率园])$")
_ATTRIBUTE = re.compile(
    r"(?:待|未|拟|新|已)?(?:签约|开工|投产|竣工|建成|认定|完成|获批|到位|引进)的?(?=\d|[一二三四五六七八九十]+[个家项]|的?(?:项目|企业|资金))"
)
"""Words of doing that only say which things are meant: 签约项目, 已开工的8个."""


def _action_of(question: str, terms: Sequence[Term]) -> Action | None:
    """The last thing a question says was done; a name that holds the word (新开工项目) is none."""
    blank = question
    for term in terms:
        if term.weight in (1.4, 1.5) or _NAME.search(term.word):
            blank = blank.replace(term.word, "，" * len(term.word))
    blank = _ATTRIBUTE.sub(lambda match: "，" * len(match.group()), blank)
    found = [(match.end(), -at, each) for at, each in enumerate(ACTIONS) for match in each.asked.finditer(blank)]
    return max(found, key=lambda each: each[:2])[2] if found else None


_SAYS_NOTHING = re.compile(
    r"全都|全部|实际|下来|资金|完|过半|一半|够不够|正式|任务|进度|目标|不到|不足|超过|突破|全年|半年|最终|完成|预计|计划|干完|都|拿到|落实|真|说"
)


def _tells(term: Term, action: Action | None, threshold: Threshold | None) -> bool:
    if term.weight < 0.35 or _SAYS_NOTHING.fullmatch(term.word) or (len(term.word) == 1 and not term.word.isdigit()):
        return False
    if threshold is not None and _GROWTH.search(term.word):
        return False
    return action is None or action.asked.search(term.word) is None or len(term.word) > 4


def _threshold(question: str, figures: Sequence[Quantity]) -> tuple[Threshold | None, Quantity | None]:
    """The value a question compares with, and the figure of the question it is."""
    for figure in figures:
        if figure.value_norm is None or figure.unit_norm == "倍" and not figure.text.startswith("翻"):
            continue
        digits = re.search(r"[\d零一二两三四五六七八九十百千万亿]|翻", figure.text)
        at = figure.span.start + (digits.start() if digits else 0)
        before, behind = (
            _BEFORE.search(question[:at]),
            _BEHIND.match(question, at + len(re.sub(r"及?以[上下内].*|不到.*", "", figure.text[at - figure.span.start :]))),
        )
        if before is not None and before["reaches"] in ("有", "上", "到", "满", "做到") and not _asks_of_level(question, before):
            before = None
        if (
            re.match(r"的?[^,，。??吗没了吧呢对是]{0,3}(?:项目|企业|公司|产品)", question[figure.span.end :])
            and figure.unit_norm == "元"
        ):
            continue  # 5000万元以上的项目: the sum only says which projects
        if before is None and behind is None and not figure.text.startswith("翻"):
            continue
        under = bool(before and before["under"]) or bool(behind and behind["under"])
        strict = bool(before and (before["over"] or before["under"]))
        value, unit = figure.value_norm, figure.unit_norm
        if figure.text.startswith("翻"):
            value, unit = (value - 1) * 100, "%"
        return Threshold(value, unit, not under, strict, _measure(question, unit)), figure
    half = _HALF.search(question)
    if half is not None and re.search(r"过半|一半", half.group()):
        return Threshold(Decimal(50), "%", not half["under"], bool(half["over"] or half["under"]), _measure(question, "%")), None
    return None, None


def _asks_of_level(question: str, match: re.Match[str]) -> bool:
    """Whether 有, 到, 上 before a figure compares (增速有3%吗, 有没有到10亿) and does not just state (有20个项目)."""
    return match["reaches"] != "有" or bool(re.search(r"有没有$|[速幅率重]有$", question[: match.end()]))


def _measure(question: str, unit: str) -> str:
    if unit not in ("%", "百分点"):
        return "level"
    if _GROWTH.search(question):
        return "growth"
    return "progress" if _PROGRESS.search(question) or "半" in question else "level"


def beyond(threshold: Threshold, value: Decimal, high: Decimal | None, bound: Bound | None) -> bool | None:
    """Whether a figure is over (or under) a threshold; None where its bound words leave that open (100以上 of 超过150)."""
    low, top = _interval(value, high, bound)
    limit = threshold.value
    if threshold.over:
        if low is not None and (low > limit or low == limit and (not threshold.strict or bound is Bound.MORE_THAN)):
            return True
        if top is not None and (top < limit or top == limit and (threshold.strict or bound is Bound.ALMOST)):
            return False
        return None
    if top is not None and (top < limit or top == limit and (not threshold.strict or bound is Bound.ALMOST)):
        return True
    if low is not None and (low > limit or low == limit and (threshold.strict or bound is Bound.MORE_THAN)):
        return False
    return None


def _interval(value: Decimal, high: Decimal | None, bound: Bound | None) -> tuple[Decimal | None, Decimal | None]:
    """Lowest and highest that a printed figure may mean; None is open."""
    if high is not None:
        return value, high
    if bound is Bound.MORE_THAN:
        # 30余 stays under 40, 300多 under 400; 突破100亿 is near that too.
        step = Decimal(10) ** value.normalize().adjusted() if value else Decimal(1)
        exponent = value.normalize().as_tuple().exponent
        return value, value + (Decimal(10) ** exponent if isinstance(exponent, int) and exponent > 0 else step)
    if bound is Bound.ALMOST:
        return value * Decimal("0.9"), value
    if bound is Bound.ABOUT:
        return value * Decimal("0.95"), value * Decimal("1.05")
    if bound is Bound.AT_LEAST:
        return value, None
    if bound is Bound.AT_MOST:
        return None, value
    return value, value
