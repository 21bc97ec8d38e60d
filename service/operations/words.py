"""What an operation is, and the words that questions for any of them share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    COMPLETION = "completion"
    """Done as a share of the target."""
    TO_TARGET = "to_target"
    """What is left to the target, or done beyond it."""
    SHARE = "share"
    STAGE_RATE = "stage_rate"
    """Share of a thing that has reached a stage: 竣工率, 到账率."""
    REMAINDER = "remainder"
    """What of a thing has not reached a stage."""
    SUM = "sum"
    DIFFERENCE = "difference"
    POINTS = "points"
    """Difference of two rates of growth."""
    RATIO = "ratio"
    GROWTH = "growth"
    CHANGE = "change"
    """By how much a thing went from one level to another: 由6个整合为5个."""
    INCREASE_RATE = "increase_rate"
    """Growth in percent where the report tells it as a number: 同比增加1600人."""
    INCREASE = "increase"
    """Growth as a number where the report tells it in percent."""
    PER = "per"
    MONTHLY = "monthly"
    PER_OF_CHANGE = "per_of_change"
    """Cost of each of those that were added: 投入135万元, 由6台增至10台."""
    IMPLIED_BASE = "implied_base"
    EARLIER_LEVEL = "earlier_level"
    """The level of a year that the report may state, or tell only by the growth since."""
    IMPLIED_TARGET = "implied_target"
    IMPLIED_OTHERS = "implied_others"
    """The province's or city's growth behind a stated gap to it."""
    YEAR_AHEAD = "year_ahead"
    """A part of a year drawn out to the whole."""


@dataclass(frozen=True, slots=True)
class Operation:
    """``operands`` are the question's words for each, in the order of the arithmetic (part, whole); empty where it has none.

    ``stage`` is the stage a rate is of; ``unit`` what a mean is taken per. ``compares`` says that the question asks whether
    the result agrees with what the report states.
    """

    kind: Kind
    operands: tuple[str, ...]
    stage: str = ""
    unit: str = ""
    compares: bool = False


STAGES = {
    "到账": "到账|到位|到资|拨付|下达|入账",
    "到位": "到位|到资|到账|拨付|下达",
    "拨付": "拨付|到位|支付",
    "支付": "支付|拨付|支出",
    "兑现": "兑现|到位|到账|拨付|履约",
    "竣工": "竣工|完工|建成",
    "完工": "完工|竣工|建成",
    "建成": "建成|竣工|完工",
    "盖好": "竣工|建成|完工",
    "建好": "竣工|建成|完工",
    "开工": "开工|动工",
    "动工": "动工|开工",
    "投产": "投产|投用|投入运营",
    "投用": "投用|投产|投入使用",
    "达产": "达产",
    "签约": "签约|签订",
    "落地": "落地|落户",
    "履约": "履约",
    "获批": "获批|批复|通过",
    "批复": "批复|获批",
    "审批": "审批|批复|办结",
    "办结": "办结|办理完毕",
    "整改": "整改",
    "处置": "处置|盘活",
    "盘活": "盘活|处置",
    "清零": "清零",
    "入规": "入规|升规",
    "入库": "入库",
    "出租": "出租|租出|入驻",
    "入驻": "入驻|出租",
    "销号": "销号",
    "解决": "解决|化解|办结",
    "化解": "化解|解决",
    "通车": "通车",
    "拆除": "拆除|拆迁",
    "出让": "出让|挂牌",
    "供应": "供应|供地",
    "安置": "安置",
    "覆盖": "覆盖",
    "转化": "转化",
    "认定": "认定|获评|通过",
    "签协议": "签订|签约",
    "签订": "签订|签约",
    "腾空": "腾空|腾退",
    "腾退": "腾退|腾空",
    "交付": "交付|交房",
    "验收": "验收",
    "征收": "征收|签订",
    "上市": "上市",
    "开发": "开发",
    "建设": "建成|竣工",
    "完成": "完成",
}
"""Stages of a thing as people say them, and as reports do."""

STAGE = "|".join(STAGES)
SHARE_OF = (
    r"(?:百分之(?:几|多少)|几成|几分之几|多大(?:的)?(?:比例|比重|份额|分量|一?部分)|多少(?:的)?(?:比例|比重|份额|百分比)|"
    r"(?:比例|比重|份额|百分比|占比)(?=[?]|$)|(?:比例|比重|份额|百分比|占比)[^,?]{0,8}?(?:多少|多大|多高|几成|百分之几|几何)|多少[%％]|多少个?百分点|几个(?:百分)?点)"
)
ABOUT = r"(?:大约|大概|大致|约|总共|一共|各|究竟|到底|实际|已经?|又|才|只|还|能|要|会|就)*"
AIM = r"(?:全年|年度|年初|本年|当年|今年|年|既定|预定|原定|计划|工作|招商|总)*(?:的)?(?:目标|任务|计划)(?:任务|目标|数|额|量)*"
EARLIER = r"(?:上年|去年|上一年|前一年|上年度)"
NOT_OPERANDS = re.compile(
    r"(?:上年|去年|上一年|前一年|同期|上期|上月|全省|全市|全国|全县|全区|湖南|省里|市里|平均水平|时序|序时|时间进度|预期|环比|上季|往年|年初)"
)
"""What a figure is compared with that is no figure of the report by itself: its growth or gap is stated or not."""
THINGS = "个家户台套栋座条人项名次批辆件亩所处宗笔户间"
PER_UNIT = r"(?:平方公里|平方米|立方米|㎡|公里|千米|米|亩|公顷|吨|人次|个月|个?项目|家?企业|[个家户台套栋座条人项名次批辆件所处宗笔间场趟期届])"

JOINTS = re.compile(
    r"[、,;]|以及|再?加上|还有|(?<!总)和(?![谐平])|(?<!参)与|及(?![时格])|跟(?![踪进])|(?<![合协相共])同(?![比期时意])|[+]|(?<![增参叠附追更施])加(?![快强工大入起])"
)
TAIL = re.compile(
    r"(?:这)?(?:[两二三四五六几]|\d)(?:大)?(?:类|种|项|个|家|块|笔|方面|头|者|样|处|批|份|条|部分|个?口子|个?方面|个?园区|个?街道|个?片区)(?:的)?(?P<tail>.*)$"
)
LEAD = re.compile(
    r"^(?:请问|那么?|还有|另外|再问|麻烦|帮(?:我|忙)?|算一?下|算算|计算|推算|请)+|^(?:按|照|依|根据|据)[^,?]{1,14}(?:推算|来?算|来?看|计算?|估算|测算)[,的]?|^(?:如果|假如)?[^,?]{0,4}只?看[^,?]{1,10},"
)
CHECKS = re.compile(r"一致|相符|吻合|对得上|对得起来|矛盾|合得上|符合|相同吗|一样吗")


def folded(question: str) -> str:
    """The question in one set of marks, character for character."""
    return question.translate(str.maketrans("，？！：；％（）＋", ",?!:;%()+"))


def cleaned(words: str | None) -> str:
    words = (words or "").strip(" ,;:?!。")
    words = LEAD.sub("", words)
    return re.sub(
        r"^(?:的|了|大约|大概|是|其中)+|(?:的|了|大约|大概|(?<![签合履预集])约|是|(?<!公)共|总共|一共|都|分别|之间|两者)+$",
        "",
        words.strip(" ,;:"),
    )


def wanted(kind: Kind, *operands: str | None, stage: str = "", unit: str = "", compares: bool = False) -> Operation:
    return Operation(kind, tuple(cleaned(each) for each in operands), stage, unit, compares)


def without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def first_question(text: str) -> str:
    """Of several questions the one that holds words: what follows asks something else."""
    return next((part for part in text.split("?") if len(part.strip()) > 1), text)


CHANGE = re.compile(
    r"(?P<topic>[^?]*?)(?:一共|总共|净|共)?(?:增加|减少|新增|精减|精简|压减|压缩|砍掉|砍|缩减|裁|裁撤|净增|增|减|多|少|扩)(?:了|掉|出)?"
    rf"(?:多少|几)[{THINGS}]?(?P<rest>[^?]*)"
)
