"""Which arithmetic a question wants, and the words it has for each operand. Regular expressions over the question alone.

Nothing here knows a report: whether the operands stand in one is found out where they are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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
    "兑现": "兑现",
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

_STAGE = "|".join(STAGES)
_SHARE_OF = (
    r"(?:百分之(?:几|多少)|几成|几分之几|多大(?:的)?(?:比例|比重|份额|一?部分)|多少(?:的)?(?:比例|比重|份额|百分比)|"
    r"(?:比例|比重|份额|百分比|占比)(?=[?]|$)|(?:比例|比重|份额|百分比|占比)[^,?]{0,8}?(?:多少|多大|多高|几成|百分之几|几何)|多少[%％]|多少个?百分点|几个(?:百分)?点)"
)
_ABOUT = r"(?:大约|大概|大致|约|总共|一共|各|究竟|到底|实际|已经?|又|才|只|还|能|要|会|就)*"
_AIM = r"(?:全年|年度|年初|本年|当年|今年|年|既定|预定|原定|计划|工作|招商|总)*(?:的)?(?:目标|任务|计划)(?:任务|目标|数|额|量)*"
_EARLIER = r"(?:上年|去年|上一年|前一年|上年度)"
_NOT_OPERANDS = re.compile(
    r"(?:上年|去年|上一年|前一年|同期|上期|上月|全省|全市|全国|全县|全区|湖南|省里|市里|平均水平|时序|序时|时间进度|预期|环比|上季|往年|年初)"
)
"""What a figure is compared with that is no figure of the report by itself: its growth or gap is stated or not."""
_THINGS = "个家户台套栋座条人项名次批辆件亩所处宗笔户间"
_PER_UNIT = r"(?:平方公里|平方米|立方米|㎡|公里|千米|米|亩|公顷|吨|人次|个月|个?项目|家?企业|[个家户台套栋座条人项名次批辆件所处宗笔间场趟期届])"

_JOINTS = re.compile(
    r"[、,;]|以及|再?加上|还有|(?<!总)和(?![谐平])|(?<!参)与|及(?![时格])|跟(?![踪进])|(?<![合协相共])同(?![比期时意])|[+]|(?<![增参叠附追更施])加(?![快强工大入起])"
)
_TAIL = re.compile(
    r"(?:这)?(?:[两二三四五六几]|\d)(?:大)?(?:类|种|项|个|家|块|笔|方面|头|者|样|处|批|份|条|部分|个?口子|个?方面|个?园区|个?街道|个?片区)(?:的)?(?P<tail>.*)$"
)
_LEAD = re.compile(
    r"^(?:请问|那么?|还有|另外|再问|麻烦|帮(?:我|忙)?|算一?下|算算|计算|推算|请)+|^(?:按|照|依|根据|据)[^,?]{1,14}(?:推算|来?算|来?看|计算?|估算|测算)[,的]?|^(?:如果|假如)?[^,?]{0,4}只?看[^,?]{1,10},"
)
_CHECKS = re.compile(r"一致|相符|吻合|对得上|对得起来|矛盾|合得上|符合|相同吗|一样吗")


_WEAK = frozenset({Kind.INCREASE_RATE, Kind.CHANGE})
"""What a report mostly states: a question for it is a calculation only where the report does not."""


def named(question: str) -> str | None:
    """The name of a question's calculation for its plan; None where the report may well state what is asked."""
    found = operation(question)
    return None if found is None or found.kind in _WEAK else found.kind.value


def folded(question: str) -> str:
    """The question in one set of marks, character for character."""
    return question.translate(str.maketrans("，？！：；％（）＋", ",?!:;%()+"))


def operation(question: str) -> Operation | None:
    """The arithmetic a question asks for; None for a question that asks for what a report says."""
    text = folded(question)
    for reader in _READERS:
        found = reader(text)
        if found is not None:
            return found
    return None


def _clean(words: str | None) -> str:
    words = (words or "").strip(" ,;:?!。")
    words = _LEAD.sub("", words)
    return re.sub(
        r"^(?:的|了|大约|大概|是|其中)+|(?:的|了|大约|大概|(?<![签合履预集])约|是|(?<!公)共|总共|一共|都|分别|之间|两者)+$",
        "",
        words.strip(" ,;:"),
    )


def _of(kind: Kind, *operands: str | None, stage: str = "", unit: str = "", compares: bool = False) -> Operation:
    return Operation(kind, tuple(_clean(each) for each in operands), stage, unit, compares)


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


# --- targets --------------------------------------------------------------------------------------------------------

_COMPLETION = (
    re.compile(
        rf"(?:完成|实现|达到?|做到|干到|占|相当于|走完)(?:了)?(?P<within>[^,?]{{0,10}}?){_AIM}的?{_ABOUT}(?:{_SHARE_OF}|多少|进度|哪一步)"
    ),
    re.compile(rf"{_AIM}(?:的)?[^,?]{{0,8}}?(?:完成|实现|达成)(?:了)?(?:{_SHARE_OF}|多少(?!个)|率|进度|比例|程度)"),
    re.compile(r"(?:目标|任务|计划)?(?:的)?(?:完成|实现|达成)(?:率|度|比例|百分比)(?!增)"),
    re.compile(rf"(?:离|距离?)?{_AIM}(?:的)?进度[^,?]{{0,4}}(?:多少|几成|百分之几)"),
)
_TO_TARGET = (
    re.compile(
        rf"(?:离|距离?|跟|和|与|比|较)(?:完成)?{_AIM}[^,?]{{0,10}}?(?:还|尚|仍|相)?(?:差|缺|少|欠|剩)(?:了|着|欠)?(?:多少|几|多大)"
    ),
    re.compile(r"(?:还|尚|仍|再)(?:要|得|需要?|差|缺|欠|剩)[^,?]{0,8}?(?:多少|几)[^,?]{0,12}?(?:才|达到|完成|实现|离|凑)"),
    re.compile(
        rf"(?:才|要)(?:能)?(?:完成|达到|实现){_AIM}[^?]*(?:还|尚|仍|再)(?:要|得|需要?|差|缺|欠|剩)[^,?]{{0,8}}?(?:多少|几)"
    ),
    re.compile(rf"超(?:额|出|过)(?:完成)?(?:了)?(?:{_AIM})?[^,?]{{0,4}}?(?:多少|几(?![成倍]))"),
    re.compile(rf"{_AIM}[^,?]{{0,6}}(?:还|尚|仍)(?:差|缺|欠|剩)(?:下|着|多少|几)"),
    re.compile(rf"(?:离|距离?|与|跟|和){_AIM}[^?]{{0,8}}?(?:差距|差额|缺口)[^?]{{0,6}}?(?:多少|多大|几)"),
)
_IMPLIED_TARGET = (
    re.compile(
        r"(?:全年|年度|年)(?:的)?(?:目标|任务|计划)(?:任务|目标|数|额|量|总量)*[^,?]{0,6}?(?:大约|折算|推算|倒推|反推|倒算|反算|推断|推得|大概|折合|换算|应该|大致|约)[^?]*?(?:多少|多大|几|$|\?)"
    ),
    re.compile(
        r"(?:推算|倒推|反推|倒算|反算|折算|换算|推断|算)(?:一下|出|得|下来)*[^?]{0,16}?(?:全年|年度|年)(?:的)?(?:目标|任务|计划)"
    ),
    re.compile(
        r"(?:照|按|依|据|根据)[^?]{0,16}(?:比例|进度|百分比|占比|%|成数)[^?]*?(?P<what>总量|总工程量|总共|全部|总数|总规模|总长度?|总额|总体|一共|总计|全长|总面积|总投资|设计量)"
    ),
    re.compile(
        r"(?P<what>总量|总工程量|总规模|总长度?|工程总量|总数)[^,?]{0,4}(?:大约|大概|推算|反推|倒推|应该)[^,?]{0,6}(?:多少|多大|几|多长)"
    ),
)


_AIMING = re.compile(
    r"完成|实现|达到|达成|目标|任务|计划|全年|年度|年初|今年|进度|推算|倒推|反推|倒算|反算|折算|折合|换算|总量|总数|一共|总共|大约|大概|多少|百分之几|几成|多大|比例|百分比|照|按|依|这个|"
    r"(?:到|截至|截止)?(?:目前|年中|现在|当前|上半年|年底)"
)
"""Words of a question about targets that name no figure."""


def _completion(text: str) -> Operation | None:
    if re.search(r"什么时候|何时|为什么|为何|怎么完成|如何完成|吗\?*$", text) and "百分之" not in text:
        return None
    for pattern in _COMPLETION:
        match = pattern.search(text)
        if match:
            asked = text[: match.start()].split("?")[-1] + match.group() + text[match.end() :].split("?")[0]
            return _of(Kind.COMPLETION, _AIMING.sub(" ", asked))
    return None


def _first_question(text: str) -> str:
    """Of several questions the one that holds words: what follows asks something else."""
    return next((part for part in text.split("?") if len(part.strip()) > 1), text)


def _to_target(text: str) -> Operation | None:
    for pattern in _TO_TARGET:
        match = pattern.search(text)
        if match and (re.search("目标|任务|计划", text)) and not re.search("各差|分别差|时间进度|序时", text):
            return _of(Kind.TO_TARGET, re.sub(r"(?:完成|实现|达到)?" + _AIM, " ", _without(text, match)))
    return None


def _implied_target(text: str) -> Operation | None:
    for pattern in _IMPLIED_TARGET:
        match = pattern.search(text)
        if match:
            return _of(Kind.IMPLIED_TARGET, _AIMING.sub(" ", text), stage=match.groupdict().get("what") or "")
    return None


# --- growth ---------------------------------------------------------------------------------------------------------

_BASE = re.compile(
    rf"(?<![比较同跟与和]){_EARLIER}(?:的)?(?:同期|同一时期|这时候?|上半年|全年|同样时间)(?:的)?(?P<rest>[^?]*?(?:推算|倒推|反推|折算|倒算|大概|大约|约|多少|多大|几|$))"
    rf"|(?:推算|倒推|反推|倒算|反算|还原)[^?]{{0,20}}?(?:{_EARLIER}|基数|同期)|(?<![比较跟与和])(?:{_EARLIER})[^?]{{0,14}}?(?:推算|倒推|反推|倒算|反算)|(?:19|20)\d{{2}}年[^?目任计]{{0,14}}?(?:推算|倒推|反推|倒算|反算)|(?:同期|上年)?基数[^?]{{0,6}}(?:多少|多大|几)"
)
_INCREASE = re.compile(
    rf"(?:同比|比(?:{_EARLIER})(?:的)?(?:同期)?|比同期)[^?,]{{0,4}}?(?:净?增加?|多|增长|净增|增收|少|减少?|下降)(?:了|出|收)?(?:的)?(?:绝对额|绝对量|总?额|量)?[^?,]{{0,2}}?(?:多少(?:亿|万|元|钱|人|个|家|户|套|吨|辆|台)|几(?:亿|万|个|家|户|人)|绝对)"
    r"|(?:增量|增加额|净增额|净增量|绝对增量)[^?,]{0,6}(?:多少|多大|几)"
)
_INCREASE_RATE = re.compile(
    r"(?:增长|增加|上升|增多|扩大|涨|多|下降|减少|减|降|少)(?:了|幅度|幅|率|速度)*(?:是|为|有|约|大约|大概|折合|相当于)*(?:百分之(?:几|多少)|几成|多少%|多大比例|多少百分比|多大幅度|多少个?百分比)|(?:增长率|增幅|增速|涨幅|降幅|减幅)[^?,]{0,6}?(?:多少|多大|多高|几|百分之几|几何)"
)
_FROM_TO = re.compile(
    r"(?:从|由)(?P<old>[^?,]{1,30}?)(?:增长|增加|增|提高|提升|上升|升|减少|精减|精简|压减|压缩|下降|降|降低|扩大|扩|变|涨|调整|整合|发展|一下子|直接)*(?:到|至|成|为)(?P<new>[^?,]{1,30}?)的?(?:[,?][^?]{0,8}?)?"
    r"(?P<asks>(?:增幅|降幅|增速|涨幅|减幅|增长率|变化率)|(?:相当于)?(?:增长|增加|提高|上升|下降|减少|精减|压减|降低|降|涨|升|增|减|翻|变化|新增|多|少)(?:了|出|幅度|幅)*(?:是|有)?(?:多少|几|百分之几|多大))"
)
_GROWS = re.compile(
    r"(?P<all>[^?]*?)(?:相当于|等于|意味着|折合|算下来|算起来)[^?,]{0,6}?(?:要|得|需要|是)?(?:增长|增加|提高|上升|下降|减少|升|降|涨)(?:了)?(?:多少|百分之几|几成|几个|多大)"
)
_THAN = re.compile(
    rf"(?P<new>[^?,]+?)(?:要|将|应)?(?<![同环对相可])(?:比(?![例重率])|较)(?P<old>[^?]+?)(?:要|将|应|会|得)?(?:增长|增加|高出?|多出?|大|提高|提升|上升|低|少|下降|减少|降低|翻)(?:了|出|要)?{_ABOUT}(?:{_SHARE_OF})"
)
_POINTS = re.compile(
    r"(?P<a>[^?]+?)(?:的)?(?:增速|增幅|涨幅|增长率|增长)?(?:(?<![同环对相可])比(?![例重率])|跟|和|与|较)(?P<b>[^?]+?)(?:的)?(?:增速|增幅|涨幅|增长率|增长)?(?:相?比)?,?(?:快|高|低|慢|相差|差)(?:出|了)?(?P<asks>多少个?百分点|几个?百分点|几个点|多少个点|多少)"
)
_OTHERS = re.compile(
    r"(?P<who>全国|全省|全市|全县|全州|全区|省里|市里)(?:的)?(?P<what>[^?,]{0,14}?)(?:的)?(?:平均)?(?:增速|增长率?|增幅|涨幅|水平)[^?,]{0,8}?(?:推算|大约|大概|应该|反推|倒推|折算|算|约)[^?]*?(?:多少|几|百分之几)?"
)
_CHANGE = re.compile(
    r"(?P<topic>[^?]*?)(?:一共|总共|净|共)?(?:增加|减少|新增|精减|精简|压减|压缩|砍掉|砍|缩减|裁|裁撤|净增|增|减|多|少|扩)(?:了|掉|出)?"
    rf"(?:多少|几)[{_THINGS}]?(?P<rest>[^?]*)"
)
_CUT = re.compile(
    r"(?P<topic>[^?]*?)(?:(?:精减|精简|压减|压缩|缩减|减少|砍掉|砍|裁)(?:了|掉|的)?(?:幅度|比例|率|百分之几|几成|多大比例|比重)|减幅)[^?]{0,6}"
)


def _implied_base(text: str) -> Operation | None:
    match = _BASE.search(text)
    if match is None or _INCREASE.search(text):
        return None
    rest = match.groupdict().get("rest") or ""
    return _of(
        Kind.IMPLIED_BASE,
        re.sub(r"推算|倒推|反推|折算|倒算|反算|还原|大概|大约|基数|多少|多大|同期", " ", _without(text, match) + rest),
    )


def _increase(text: str) -> Operation | None:
    match = _INCREASE.search(text)
    return _of(Kind.INCREASE, _without(text, match)) if match else None


def _increase_rate(text: str) -> Operation | None:
    match = _INCREASE_RATE.search(text)
    return _of(Kind.INCREASE_RATE, _first_question(_without(text, match))) if match else None


def _others(text: str) -> Operation | None:
    match = _OTHERS.search(text)
    if match is None or re.search(rf"(?:比|高于|快于|跑赢){match['who']}", text):
        return None
    return _of(Kind.IMPLIED_OTHERS, match["what"] or _without(text, match), stage=match["who"])


def _points(text: str) -> Operation | None:
    match = _POINTS.search(text)
    if match is None or _NOT_OPERANDS.search(match["b"]) or "占" in text or "相当于" in text:
        return None
    rates = re.search(r"增速|增幅|涨幅|增长|增得", text) is not None
    if not rates and not re.search("点", match["asks"]):
        return None
    if match["asks"] == "多少" and not rates:
        return None
    return _of(Kind.POINTS, match["a"], match["b"])


def _growth(text: str) -> Operation | None:
    compares = _CHECKS.search(text) is not None
    match = _FROM_TO.search(text)
    if match and not re.search(r"几(?:个月|天|年)|多久|多长时间", text):
        before = text[: match.start()].split("?")[-1]
        amount = re.search(
            rf"(?:多少|几)(?:[{_THINGS}亿万元㎡]|钱|平方)|新增", match["asks"] + text[match.end() : match.end() + 2]
        )
        kind = (
            Kind.CHANGE
            if amount and not re.search("百分|幅|率|成", match["asks"] + text[match.end() : match.end() + 2])
            else Kind.GROWTH
        )
        if _NOT_OPERANDS.fullmatch(match["old"]):
            return None
        return _of(kind, f"{before} {match['old']}", f"{before} {match['new']}", compares=compares)
    match = _GROWS.search(text)
    if match:
        words = match["all"]
        parts = re.split(r"[,;]|(?:的话)", words, maxsplit=1)
        if len(parts) == 2 and parts[0].strip() and parts[1].strip():
            return _of(
                Kind.GROWTH, re.sub(r"^(?:按|照|以|从|用)|(?:算|为基数|计|来看|来说)$", "", parts[0]), parts[1], compares=compares
            )
        than = re.search(r"(?P<new>.+?)(?:比|较|相对于?|相比于?)(?P<old>.+)", words)
        if than and not _NOT_OPERANDS.fullmatch(_clean(than["old"])):
            return _of(Kind.GROWTH, than["old"], than["new"], compares=compares)
        return _of(Kind.GROWTH, words, words, compares=compares)
    match = _THAN.search(text)
    if match and not _NOT_OPERANDS.match(_clean(match["old"])):
        return _of(Kind.GROWTH, match["old"], match["new"], compares=compares)
    return None


def _cut(text: str) -> Operation | None:
    match = _CUT.search(text)
    return _of(Kind.GROWTH, match["topic"], match["topic"], stage="change") if match else None


def _per_of_change(text: str) -> Operation | None:
    change, per = _CHANGE.search(text), _PER.search(text)
    if change is None or per is None or change.start("rest") > per.start():
        return None
    unit = _unit_of(per)
    return _of(Kind.PER_OF_CHANGE, change["topic"] + re.sub(r"[?].*", "", change["rest"]), text[per.end() :], unit=unit)


def _change(text: str) -> Operation | None:
    match = _CHANGE.search(text)
    if match is None or re.search(rf"{_EARLIER}|同比|同期|比|还", match["topic"]) or not _clean(match["topic"] + match["rest"]):
        return None
    return _of(Kind.CHANGE, match["topic"] + match["rest"])


# --- shares ---------------------------------------------------------------------------------------------------------

_NAMED_RATES = (
    (re.compile(r"增加值率"), "工业增加值", "工业总产值"),
    (re.compile(r"(?:销售|营收|营业收入|产值)?利润率"), "利润", "营业收入"),
    (re.compile(r"研发(?:投入|经费)?(?:强度|占比)"), "研发投入", "营业收入"),
    (re.compile(r"产销率"), "销售产值", "总产值"),
    (re.compile(r"(?:宏观)?税负"), "税收", "营业收入"),
    (re.compile(r"(?:外贸|进出口)依存度"), "进出口", "地区生产总值"),
)
_AMONG = re.compile(
    rf"(?P<whole>[^?]+?)(?:里面|里头|里|当中|之中|中|之内|内),?(?:有)?(?P<part>[^,?]+?){_ABOUT}(?:占(?:到|了|据|其)?|是|为)?(?:的)?{_SHARE_OF}"
)
_OF_WHOLE = re.compile(
    rf"(?P<part>[^?]+?){_ABOUT}占(?![地用位])(?:到|了|据)?(?P<whole>[^?,占]*?)(?:的)?{_ABOUT}(?P<asks>{_SHARE_OF}|多少)"
)
_EQUALS = re.compile(
    rf"(?P<part>[^?]+?)(?:相当于|等于|约合|折合)(?P<whole>[^?]+?)的?{_ABOUT}(?:{_SHARE_OF}|多少个?百分点|几个百分点)"
)
_IN_WHOLE = re.compile(
    rf"(?P<part>[^?]+?)(?:在|于)(?P<whole>[^?,]+?)(?:里面|里|当中|之中|中)?(?:的)?{_ABOUT}(?:占比|占(?:的)?{_SHARE_OF}|比重|所占)"
)
_BARE_SHARE = re.compile(r"(?P<part>[^?,]+?)(?:的)?(?:占比|所占(?:的)?比[例重])[^?,]{0,8}")
_STAGE_RATE = (
    re.compile(rf"(?P<topic>[^?]*?)(?:的)?(?:已|实际)?(?P<stage>{_STAGE})(?:的)?(?:率|比例|比重|占比|百分比|程度)(?!增)"),
    re.compile(
        rf"(?P<topic>[^?]*?)(?:里面|里|中|当中)?,?{_ABOUT}(?:有)?(?:几成|百分之几|多大比例|多少比例|多大一?部分)(?:的)?[^?,]{{0,6}}?(?:已经?|是)?(?:[^?,]{{0,3}}?)(?P<stage>{_STAGE})"
    ),
    re.compile(
        rf"(?P<topic>[^?]*?){_ABOUT}(?P<stage>{_STAGE})(?:了)?(?:的)?(?:有)?(?:几成|百分之几|多大比例|多少比例|多大一?部分|多少%)"
    ),
)
_REMAINDER = (
    re.compile(
        rf"(?P<topic>[^?]*?)(?:还|尚|仍)(?:有|剩|余|差)?(?:下)?(?:多少|几)[^?,]{{0,8}}?(?:没有?|未|尚未|待|等着)(?:能|曾|有)?(?P<stage>{_STAGE})"
    ),
    re.compile(
        rf"(?P<topic>[^?,]*?)(?:还|尚|仍)?(?:没有?|未|尚未)(?:能|曾|有)?(?P<stage>{_STAGE})的(?P<rest>[^,?]{{0,10}}?)(?:还|一共|共|总共)?(?:有|是|剩|余)?(?:多少|几)"
    ),
)


def _share(text: str) -> Operation | None:
    for pattern, part, whole in _NAMED_RATES:
        match = pattern.search(text)
        if match and "占" not in text:
            return _of(Kind.SHARE, part, whole, stage=match.group())
    for pattern in (_EQUALS, _AMONG, _OF_WHOLE, _IN_WHOLE):
        match = pattern.search(text)
        if match is None or re.search(r"多少倍|几倍", match.group()):
            continue
        whole = _clean(match["whole"])
        if whole in ("比", "比重", "比例") or (not whole and match.groupdict().get("asks") == "多少"):
            continue
        if pattern is _AMONG and not re.search(
            rf"占|比例|比重|成|{_SHARE_OF}", match.group()[match.end("part") - match.start() :]
        ):
            continue
        if re.search(r"增长$|增加$|增$|下降$|减少$|涨$|增速$|增幅$", _clean(match["part"])):
            continue
        return _of(Kind.SHARE, match["part"], whole)
    match = _BARE_SHARE.search(text)
    return _of(Kind.SHARE, match["part"], "") if match else None


def _stage_rate(text: str) -> Operation | None:
    if re.search(r"占", text) and not re.search(rf"(?:{_STAGE})(?:的)?(?:率|占比)", text):
        return None
    for pattern in _STAGE_RATE:
        match = pattern.search(text)
        if match and not (match["stage"] == "完成" and re.search("目标|任务|计划", text)):
            return _of(Kind.STAGE_RATE, match["topic"], stage=match["stage"])
    match = _ANY_RATE.search(text)
    return _of(Kind.STAGE_RATE, match["topic"], stage=match["stage"]) if match else None


_ANY_RATE = re.compile(
    r"(?P<topic>[^?]*?)(?:的)?(?P<stage>(?!增长|增加|利润|负债|回报|失业|容积|收益|贡献|效|频|汇|利|概)[\u4e00-\u9fff]{2})率(?:大约|大概|约|能|会|得|至少|最多)*(?:是|有|为|达到?)?(?:多少|多高|多大|几成|百分之几|几何|怎么样|[?]|$)"
)
"""Any other rate of doing: 上岗率, 复工率. Whether it is one shows in the figures: the part must bear the word."""


def _remainder(text: str) -> Operation | None:
    for pattern in _REMAINDER:
        match = pattern.search(text)
        if match:
            return _of(Kind.REMAINDER, match["topic"] + (match.groupdict().get("rest") or ""), stage=match["stage"])
    return None


# --- sums, differences, ratios, means -------------------------------------------------------------------------------

_TOGETHER = r"加起来|合起来|合在一起|加在一起|加到一起|合计|总和|之和|相加|加总|总共|一共|共计|总计|合共|拢共|加一块儿?|合到一起|加和|累加"
_SUM = re.compile(rf"(?P<list>[^?]+?),?(?:这)?(?:两者|三者|几者|两项|三项|二者)?(?:的)?(?P<word>{_TOGETHER})(?P<rest>[^?]*)")
_RATIO = (
    re.compile(
        r"(?P<a>[^?]+?)(?:大约|大概|约)?(?:是|为|相当于|等于|达到?了?|够得上|抵得上)(?P<b>[^?]+?)的?(?:大约|大概|约)?(?:几|多少)倍"
    ),
    re.compile(
        r"(?P<a>[^?]+?)(?:(?<!参)与|(?<!总)和(?![谐平])|跟|(?<![合协相共])同(?![比期时意])|对|:)(?P<b>[^?]+?)(?:之比|的?比值|的?倍数|的比例关系|的比例)(?:关系)?"
    ),
)
_DIFFERENCE = (
    re.compile(
        r"(?P<a>[^?]+?)(?:要|会)?(?<![同环对相可])(?:比(?![例重率])|较)(?P<b>[^?]+?)(?:相比)?,?(?:是)?(?:高还是低|多还是少|高了还是低了|多了还是少了|低还是高|少还是多)?,?(?:究竟|到底|一共|大约|大概|还|要|会|又)*(?:相差|差|多|少|高|低|超|大|小|缺|长|短)(?:出|了|过|出了|上)?(?:大约|大概|是|占地?|建|签|投|完成)?(?:多少|几(?![倍成])|多大)"
    ),
    re.compile(
        r"(?P<a>[^?]+?)(?:跟(?![踪进])|(?<!总)和(?![谐平])|(?<!参)与|(?<![合协相共])同(?![比期时意]))(?P<b>[^?]+?)(?:相比|比较|比起来|比|之间|两者|两项|两个|二者)*,?(?:的)?(?:高还是低|多还是少|哪个[^,?]{1,4}|谁[^,?]{1,3})?,?(?:还|究竟|到底|大约|大概)*(?P<word>相差|差额|差距|落差|差值|差别|差|多|少|高|低)(?:了|着)?(?:大约|大概|是|有|为)?(?:多少|几(?![倍成])|多大)"
    ),
)
_PER = re.compile(
    rf"(?:平均|均摊)?(?:到|给)?每(?:一)?(?:个)?(?P<each>{_PER_UNIT})|(?P<mean>[户亩人次台单件日])均(?!衡|匀|等)|(?:单个|单家|单台)(?P<single>项目|企业|[个家台])?|平均(?:一)?(?P<one>[个家台户套栋亩])|(?<=(?P<kind>项目|企业|工程|园区))(?:的)?平均(?!每|增|水平|单)"
)
_MONTHLY = re.compile(
    r"月均|平均每个?月|每个?月平均|按月(?:平均|均摊)?|每月(?:平均|大约|大概|约)|平均(?:到|下来)?(?:每|一)个?月|平均一个月|每个月"
)
_YEAR_AHEAD = re.compile(
    r"(?:按|照|以|依)(?:照)?(?:这个|这样|目前|现在|当前|上半年|前[一二三]季度|此|现有|同样)?[^?,]{0,6}?(?:进度|速度|节奏|势头|均速|步伐|水平)[^?]{0,12}?全年[^?]{0,12}?(?:多少|几|达到|能|会)|年化|全年(?:折算|推算)(?:多少|大约)?"
)


def _parts(text: str) -> tuple[list[str], str]:
    """The things a list names, and the words behind it that hold for each."""
    tail = _TAIL.search(text)
    shared = tail["tail"] if tail else ""
    body = text[: tail.start()] if tail else text
    parts = [part for part in (_clean(each) for each in _JOINTS.split(body)) if part]
    return parts, shared


def _sum(text: str) -> Operation | None:
    match = _SUM.search(text)
    if match is None or re.search(r"占|百分之几|几成|比例", text):
        return None
    parts, shared = _parts(_LEAD.sub("", match["list"]))
    explicit = not re.fullmatch("合计|总共|一共|共计|总计", match["word"])
    if len(parts) < 2 or (not explicit and re.search(r"各|分别", text)):
        return None
    rest = re.sub(r"(?:的)?(?:是|有|为|达|共)?(?:多少|几|多大)[^?]*$", "", match["rest"])
    unit = f"{shared} {rest} {match['rest']}"
    shared = re.sub(r"多少|几|多大|是|有|[?]", " ", f"{shared} {rest}")
    if not shared.strip() or len(parts[-1]) > len(parts[0]) + 2:
        # The noun behind the last of them holds for all: 签约、开工和投产的项目.
        of = re.search(r"的(?P<noun>[^的]+)$", parts[-1])
        shared += f" {of['noun']}" if of else ""
    return Operation(Kind.SUM, tuple(f"{part} {shared} {unit}".strip() for part in parts), stage=shared.strip())


def _ratio(text: str) -> Operation | None:
    for pattern in _RATIO:
        match = pattern.search(text)
        if match and not _NOT_OPERANDS.match(_clean(match["b"])):
            return _of(Kind.RATIO, match["a"], match["b"])
    return None


def _difference(text: str) -> Operation | None:
    if re.search(r"各差|分别差|各相差|高多少倍", text):
        return None
    for pattern in _DIFFERENCE:
        match = pattern.search(text)
        if match is None or not _clean(match["b"]) or _NOT_OPERANDS.match(_clean(match["b"])):
            continue
        if re.search(r"百分|成|倍|个点", text[match.end() - 1 : match.end() + 4]):
            continue
        return _of(Kind.DIFFERENCE, match["a"], match["b"])
    return None


def _unit_of(match: re.Match[str]) -> str:
    return next((group for group in (match[name] for name in ("each", "mean", "single", "one", "kind")) if group), "个")


def _per(text: str) -> Operation | None:
    if _MONTHLY.search(text):
        return _of(Kind.MONTHLY, _MONTHLY.sub(" ", text))
    match = _PER.search(text)
    if match is None:
        return None
    whole = text[: match.start()] + " " + text[match.end() :]
    if not re.search(r"多少|多大|几|多高|何|造价|强度|均价|单价|$", whole):
        return None
    plural = re.search(r"(?:平均|均)", text) or match["single"]
    if not plural and not re.search(r"(?:造价|投资|投入|成本|花|投|费用|产出|产值|税收?)", whole):
        return None
    return _of(Kind.PER, text[match.end() :] + " " + text[: match.start()], text[: match.start()], unit=_unit_of(match))


def _year_ahead(text: str) -> Operation | None:
    match = _YEAR_AHEAD.search(text)
    words = re.sub(
        r"全年|进度|速度|节奏|势头|按|照|以|依|同样|目前|现在|当前|这个|上半年|能|可以?|会|达到|大约|大概|多少|年化|推算|折算",
        " ",
        text,
    )
    return _of(Kind.YEAR_AHEAD, words) if match and "目标" not in text and "任务" not in text else None


_READERS: tuple[Callable[[str], Operation | None], ...] = (
    _implied_base,
    _others,
    _implied_target,
    _to_target,
    _completion,
    _per_of_change,
    _year_ahead,
    _increase,
    _points,
    _growth,
    _remainder,
    _stage_rate,
    _share,
    _cut,
    _ratio,
    _sum,
    _per,
    _difference,
    _change,
    _increase_rate,
)
"""In the order of trust: what can only be meant so comes first."""
