"""What the words of a head say: a kind of figure, a unit, an indicator, whether it is wanted or done. One cell's words at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from index.domain import GrowthKind, Period, Status
from index.extract.tables.figures import units_of
from index.extract.tables.times import Times, year_only
from index.indicators import CATALOGUE
from index.periods import Calendar

_BRACKETED = re.compile(r"[(（〔\[](?P<inside>[^()（）〔〕\[\]]{1,16})[)）〕\]]")
_UNIT_OF = re.compile(r"[,，:：/](?P<unit>[^,，:：/]{1,8})$")
NUMBER = re.compile(r"序\s?号|编\s?号|项次|NO\.?|No\.?|#")
WHOSE = re.compile(
    r"全市|全省|全国|全县|(?!全|各|本|我|该|主|工业园|产业园)[\u4e00-\u9fff]{2,10}(?<!工业)(?<!产业)(?:园|园区|片区|开发区|经开区|高新区|新区|组团|镇|街道)"
)
UNIT = re.compile(r"(?:计量|统计)?单\s?位")
CLASS = re.compile(r"(?:指标)?(?:类\s?别|分\s?类|大类|领域|一级指标|板块|科目类别|指标类型|指标分类)")
NAMES = re.compile(
    r"指\s?标|项\s?目|名\s?称|内\s?容|园区|片区|功能区|开发区|企业|公司|年\s?份|年\s?度|时\s?间|月\s?份|季\s?度|行业|产业|地区|区域|单\s?位|乡镇|街道|镇街|类\s?别|科目"
)
_OTHER = re.compile(
    r"备\s?注|说明|责任|牵头|负责|联系|配合|排\s?[名序位]|位\s?[次列居]|名次|增减[额量数]|[增减][加少长]?[额量数](?!额)|差额|差值|缺口|序时|时间进度|时序"
    r"|(?:形象|工程|建设|项目|工作)进[度展]|开工|竣工|投产时间|建成时间|时限|年限|期限|地[址点]|法人|电话|性质|状态|阶段|是否|日期|批次|级别|内容|规格|来源"
    r"|所[属在]|变化|变动|价格|单价|报价|均价|涨跌|问题|选项|题目|类型|牵头|^口径$|统计口径|代码|权重|得分|评分|分值|预警|评价|与.{0,6}差|差距|主管"
)
_RATE_OF_PROGRESS = re.compile(
    r"占(?:全年|年度|年初|年|目标|任务|计划|预算)|(?:完成|达)(?:全年|年度|年|进度)?(?:的)?(?:目标|任务|计划|预算)?(?:任务|数)?的?(?:率|比例|比重|百分比|进度)"
    r"|(?:目标|任务|计划|预算|投资)(?:完成|执行|达成)[率度]|^(?:完成)?进度$|完成(?:全年|年度|年)?(?:目标|任务|计划|预算)(?:任务|数|的)*$"
)
_SHARE = re.compile(r"占比|比重|构成|所占|份额|占.{1,10}(?:比例|的)?$")
GROWTH = re.compile(r"同比|增长|增速|增幅|±|比上年|较上年|比去年|较去年|涨幅|增减|环比|升降|年均")
_EARLIER = re.compile(r"上年|去年|同期|上期|基期")
_EARLIER_ONLY = re.compile(r"同期(?!.{0,4}(?:增|升|降|减|±|[%％]))")
_DONE = re.compile(r"完成(?:情况|数|值|额|量)|实际|实绩|已完成|累计完成|执行数|到位")
TARGET = re.compile(r"目标|计划|任务|预期|(?:年初|全年|年度|调整)预算|预算[数额]|力争|指导")
_EXPECTED = re.compile(r"预计|预测|预估|估计")
_NEUTRAL = re.compile(
    r"^(?:本月|当月|本季|当季|本期|期末|期初|年末|月末|年初|累计|本年|今年|本年度|年度|全年|当年|上半年|下半年|季度|月份|月|止|至|完成|实现|达到|情况|实绩|实际"
    r"|数据|数值|数量|[个家户宗件]数|总量|绝对[值额数量]|金额|总额|额度?|值|数|量|规模|合计|总计|指标值?|结果|执行|年初|预算|调整|预计|预测|预估|预期|目标|计划|任务|力争|总|上年|去年|同期|上期|基期"
    r"|增长率?|增速|增幅|增减|同比|环比|比|较|±|\+|-|/|占|率|%|％|的|我区|全区|园区|单位|统计|快报|发生|水平|年均|两年|平均|变化|幅度|涨幅|升降|左右)*$"
)
_RELATED = re.compile(
    r"^(?:同比|环比|其中[:：]?)+|(?:同比|环比|比上年|较上年|上年同期|去年同期|增长率?|增速|增幅|增减|[±+\-]*[%％]|占比|比重|目标|计划|完成)+$"
)
COUNTS = re.compile(r"(?<!专)(?P<unit>[个家户人宗件])数$")


class Role(Enum):
    """What the figures of a column are."""

    NAME = auto()
    NUMBER = auto()
    CLASS = auto()
    UNIT = auto()
    TARGET = auto()
    LEVEL = auto()
    EARLIER = auto()
    GROWTH = auto()
    PROGRESS = auto()
    SHARE = auto()
    SUBJECT = auto()
    OTHER = auto()


_NO_TIMES = Times(None, None, Calendar())
LEVELS = (Role.LEVEL, Role.TARGET, Role.EARLIER)


def is_head_word(words: str) -> bool:
    """Whether words head a column of figures or of units, by themselves."""
    plain, units = without_units((words,))
    if units or UNIT.fullmatch(words) or WHOSE.fullmatch(words):
        return True
    return _role_of_one("".join(plain), units, _NO_TIMES) not in (None, Role.OTHER)


def heads_names(words: str) -> bool:
    """Whether words head the column that names, numbers or classes the rows."""
    return any(pattern.fullmatch(words) for pattern in (NUMBER, CLASS, UNIT)) or NAMES.search(words) is not None


def without_units(part: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Head words without the units among them, and those units."""
    units, words = list[str](), list[str]()
    for each in part:
        if len(part) > 1 and units_of(each):
            units += units_of(each)
            continue
        for match in _BRACKETED.finditer(each):
            units += units_of(match["inside"].removeprefix("单位").lstrip(":："))
        plain = _BRACKETED.sub(
            lambda match: "" if units_of(match["inside"].removeprefix("单位").lstrip(":：")) else match.group(), each
        )
        behind = _UNIT_OF.search(plain)
        if behind is not None and units_of(behind["unit"]) and not units:
            units += units_of(behind["unit"])
            plain = plain[: behind.start()]
        if plain.endswith(("%", "％", "±%")) and not units:
            units.append("%")
        counted = COUNTS.search(plain)
        if counted is not None and not units:
            units.append(counted["unit"])
        words.append(plain.strip())
    return tuple(word for word in words if word), tuple(dict.fromkeys(units))


def role_of(words: Sequence[str], units: Sequence[str], times: Times) -> Role:
    """The lowest head row decides; where it says nothing, all of them together."""
    lowest = words[-1] if words else ""
    role = _role_of_one(lowest, units, times)
    if len(words) > 1 and (role is None or (role is Role.LEVEL and _NEUTRAL.match(times.without(lowest)))):
        above = _role_of_one("".join(words[:-1]), units, times)
        # 增速(%) over 1-3月 and 1-6月: a period or 完成 below says nothing of its own.
        role = role if above in (None, Role.OTHER) else above
        role = role or _role_of_one("".join(words), units, times)
    return role or Role.OTHER


def _role_of_one(head: str, units: Sequence[str], times: Times) -> Role | None:
    if not head:
        return None
    known = CATALOGUE.lookup(_core(head, times))
    if known is not None and known.dimension == "rate" and not _RATE_OF_PROGRESS.search(head):
        return Role.TARGET if TARGET.search(head) and not _DONE.search(head) else Role.LEVEL
    if _OTHER.search(head) and known is None:
        return Role.OTHER
    rated = not units or any(unit in ("%", "百分点", "个百分点", "倍") for unit in units)
    if _RATE_OF_PROGRESS.search(head):
        return Role.PROGRESS if rated else Role.LEVEL
    if known is None and _SHARE.search(head) and not TARGET.search(head):
        return Role.SHARE if rated else Role.OTHER
    if GROWTH.search(head) and not _EARLIER_ONLY.search(head) and known is None:
        clear = rated and ("增减" not in head or bool(units) or "%" in head or "±" in head)
        return Role.GROWTH if clear else Role.OTHER
    if _EARLIER.search(head):
        return Role.EARLIER
    if _DONE.search(head) and not re.match(r"(?:计划|预期|目标)(?!完成情况|完成数)", head):
        return Role.LEVEL
    if TARGET.search(head) and not (known is not None and known.name == "总投资"):
        return Role.TARGET
    if known is not None or _NEUTRAL.match(times.without(head)) or year_only(head):
        return Role.LEVEL
    if units or re.search(
        r"产值|收入|投资|税收|总额|面积|人数|企业数|项目数|增加值|出口|进口|利润|用电量|融资|资金|数量|个数|家数", head
    ):
        return Role.LEVEL
    return None


def _core(head: str, times: Times) -> str:
    """A head without its period and without the words that say what kind of figure it is."""
    words = times.without(head)
    words = re.sub(r"^(?:本月|当月|本期|累计|本年|今年|全年|年度(?!计划)|预计|实际(?!使用|利用|到位))+", "", words)
    return re.sub(r"(?:完成情况|完成数|完成额|完成值|目标值?|计划数|任务数|累计|本月|当月|绝对[值额]|预计数?|实绩)+$", "", words)


def named(words: Sequence[str], times: Times) -> str:
    """The indicator a head names; a head over several columns and the one below it together: 在建项目 over 总投资."""
    found = ""
    for head in words:
        core = _core(head, times)
        if CATALOGUE.lookup(core) is None:
            core = _RELATED.sub("", core)
            if _NEUTRAL.match(core) or _NEUTRAL.match(times.without(core)) or not re.search(r"[\u4e00-\u9fff]{2}", core):
                continue
        whole = CATALOGUE.lookup(core) is not None and CATALOGUE.lookup(found) is None
        if not found or core.startswith(found) or (whole and CATALOGUE.lookup(found + core) is None):
            found = core  # 投资 over 固定资产投资 only classes it
        else:
            found += core
    return found


def wanted(role: Role, head: str) -> bool:
    return role is Role.TARGET or (role in (Role.GROWTH, Role.LEVEL) and bool(TARGET.search(head)) and not _DONE.search(head))


def status_of(role: Role, head: str, period: Period | None, times: Times) -> Status:
    if wanted(role, head):
        return Status.TARGET
    if times.is_ahead(period):
        return Status.TARGET
    over = times.is_over(period)
    if _EXPECTED.search(head) or (times.expected and not over):
        return Status.ESTIMATE
    told = over or _DONE.search(head) or re.search(r"(?<!计划)(?<!预计)(?<!目标)完成(?!率)", head) or role is Role.EARLIER
    return Status.TARGET if times.planned and not told else Status.ACTUAL


def growth_kind(head: str) -> GrowthKind:
    if re.search("年均|平均", head):
        return GrowthKind.CAGR
    return GrowthKind.MOM if "环比" in head else GrowthKind.YOY
