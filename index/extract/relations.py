"""What a figure says of another: growth (同比, 年均, N倍, 百分点, 位次), gap to others, progress to a target, share of a whole.

Each is read from the words right before the figure and right behind it; a figure that matches none is a level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.domain import Bound, Gap, Growth, GrowthKind, Progress, Quantity, Span

_EARLIER = r"(?:\d{1,2}(?:[-~至]\d{1,2})?月份?|[一二三四]季度|前[一二三]季度|上年|去年|前年|上一年度?|年初|上月|上季度|上半年|同期|往年|历史同期|\d{4}年)(?:同期|同月|年?底|年?末|全年)?"
_BASE = (
    rf"(?:(?:[与和]{_EARLIER}相比|同比|环比|同口径|可比(?:价|价格|口径)?(?:计算)?|按现价(?:计算)?|[比较]{_EARLIER}|"
    r"[比较](?=增|净)|(?:[二三两四五近]年)?(?:年均|平均|复合)+(?:每年)?)[,，]?)"
)
_UP = r"比增|净增加?|新增长|增长|增加|增幅|增速|增|上升|上涨|回升|攀升|跃升|加快|改善|提速|提高|提升|升高|扩大|递增"
_DOWN = r"下降|降低|降幅|减少|下滑|回落|放缓|收窄|负增长|下跌|下浮|压减|压缩|缩减|缩短|降|减"
_MANNER = r"(?:分别|依次|大幅|小幅|略有?|微|净|仅|只|再|又|均|实现|各)"
_REACHING = r"(?:(?<=增长|下降)率|(?<=增长)速度)?(?:分别|依次|均)?(?:了|达到|达|为|约|近|超过|超|至少|[:：]|高达|居|仍?有)*\s?"
_GROWTH = re.compile(rf"(?P<base>{_BASE}+)?{_MANNER}*(?:(?P<down>{_DOWN})|(?P<up>{_UP})){_REACHING}$")
_BARE = re.compile(rf"(?P<base>{_BASE}){_MANNER}*\s?$")
_SIGNED = re.compile(
    rf"(?P<base>{_BASE})?{_MANNER}*(?:(?:{_UP})(?:率|为|:)?)?[(（]?\s?(?:(?P<up>[+＋↑▲])|(?P<down>[-－−↓▼]))\s?$"
)
"""同比+17.6%, (-12.6%), ↑4.9%: a sign that only a change carries."""
_SIGN = re.compile(r"[+＋\-－−]?")
_BEHIND = re.compile(
    r"(?:左右|以上|以内)?的?(?:高速|较快|正|平均|年均|同比|两位数)*(?:(?P<down>负增长|降幅|降速)|增长|增速|增幅|增长率|速度(?:递增|增长))(?!极|点|板块)"
)
_LEVEL_OF = re.compile(rf"(?:是|为|达到?|相当于)?{_EARLIER}(?:水平)?的$")
_RISEN_TO = re.compile(r"(?:增|升|涨|扩大|提高|提升|上升|增长|增加)(?:至|到|为)(?:原来的?|[上去]年的?)?$")
_MOVED = re.compile(r"(?:增长|增加|增|多)了?$")
_PULLED = re.compile(r"(?:拉动|带动|贡献)[^,，。;；]{0,16}$")

_OTHERS = r"全国|全省|全市|全区|全县|全州|[全本]自治区|国家|省|市|区|[\u4e00-\u9fff]{2,3}[省市](?:平均)?|(?:时序|序时)进度|预期目标|年度目标|预期|计划"
_GAP = re.compile(
    rf"(?P<verb>跑赢|高[出于]|快[于过]|超[出过]?|领先|好于|优于|多于|低[于出]|慢[于]|落后于?|少于|差欠?|滞后于?)(?:于)?"
    rf"(?P<to>(?:{_OTHERS})(?:同期)?(?:平均)?(?:水平|增速|增幅)?|[^,，。;；\d]{{0,8}}平均(?:水平|增速)?)(?:约|近|了)?\s?$"
)
_GAP_VERB_LAST = re.compile(
    rf"[比较与](?P<to>(?:{_OTHERS})(?:平均)?(?:水平|增速)?)(?:要)?(?P<verb>高出?|快|超出?|领先|多|低|慢|落后|少|差)(?:了|约)?\s?$"
)
_BEHIND_OTHERS = ("低", "慢", "落", "少", "差", "滞")
_AIMED = (
    r"(?:(?:19|20)\d{2}年度?|全年|年度|年初|全年度|本?年|当年|既定|省定|市定|计划|预期|预算|序时|总|工作|招商|下达|[市省区县])*"
)
_PROGRESS = re.compile(
    rf"(?:占|完成|达到?|为|实现)了?(?P<of>{_AIMED}(?:目标|任务|计划|预算|指标)(?:任务|目标|计划|总)?(?:额|量|数|值)?)"
    r"(?:[\d.]+(?:万亿|亿|万|千万)?(?:元|美元|个|家|户|亩|人)?)?(?:的|比例|进度)*(?:达到?|为)?(?:约|近)?\s?$"
)
_RATE_OF_PROGRESS = re.compile(
    r"(?P<of>(?:年度|全年|年|目标|任务|计划|预算)*(?:目标|任务|计划|预算))(?:完成率|完成比例|进度)(?:达到?|为)?(?:约)?\s?$"
)
_TARGET_INSIDE = re.compile(rf"(?:占|完成){_AIMED}(?:目标|任务|计划|预算|指标)(?:任务|目标)?(?:额|数|值)?\s?$")
_SHARE = re.compile(
    r"(?P<before>[^,，。;；]*?)占(?:到|了)?(?P<whole>[^,，。;；\d]{0,20}?)(?:的?(?:比重|比例|份额|比))?(?:为|达到?|约|近|超过|超|接近|的|[:：]|提高到|提升到|提升至)*\s?$"
)
_RANKING = re.compile(r"(?:增速|增幅|增长率?|总量|综合|考核|均|稳|分别|[排位名]|[居列])*$")
_FIELD = re.compile(r"(?P<field>(?:全[国省市县州区]|[^,，。;；\d]{0,12})\d+(?:家|个)[^,，。;；\d]{0,14}?)中?[^,，。;；\d]{0,14}$")


@dataclass(frozen=True, slots=True)
class Relation:
    """``start``: where, in the words before the figure, the words that state the relation begin; what stands before is a name."""

    start: int
    growth: Growth | None = None
    gap: Gap | None = None
    progress: Progress | None = None
    share_of: str | None = None


def relation_of(before: str, quantity: Quantity, after: str) -> Relation | None:
    """The relation a figure states, from the words of its clause before it and some behind it; None where it is a level."""
    relative = quantity.unit_norm in ("%", "百分点", "倍", "‰")
    if quantity.unit_norm == "名次":
        # 全市第6位 and 120家中第1 are places in a field, which no level is.
        return Relation(len(before), growth=Growth(GrowthKind.RANK, quantity.value, "位"))
    found = _gap(before, quantity) or _progress(before, quantity)
    if found is not None:
        return found
    return _growth(before, quantity, after, relative=relative) or (_share(before) if quantity.unit_norm == "%" else None)


def is_target_inside(before: str) -> bool:
    """Whether a level is the target that a share is taken of: 完成年任务20亿元的51%."""
    return _TARGET_INSIDE.search(before) is not None


def _gap(before: str, quantity: Quantity) -> Relation | None:
    match = _GAP.search(before) or _GAP_VERB_LAST.search(before)
    if match is None or quantity.value is None:
        return None
    sign = -1 if match["verb"].startswith(_BEHIND_OTHERS) else 1
    return Relation(match.start(), gap=Gap(match["to"], sign * quantity.value, _unit(quantity)))


def _progress(before: str, quantity: Quantity) -> Relation | None:
    if quantity.unit_norm != "%" or quantity.value is None:
        return None
    if before.strip(" ,，") in ("完成", "已完成", "完成了"):
        return Relation(0, progress=Progress("目标", quantity.value))
    match = _PROGRESS.search(before) or _RATE_OF_PROGRESS.search(before)
    return None if match is None else Relation(match.start(), progress=Progress(match["of"], quantity.value))


def _share(before: str) -> Relation | None:
    match = _SHARE.fullmatch(before)
    if match is None or match["before"].endswith(("抢", "侵", "挤")):
        return None
    return Relation(match.start("whole") - 1, share_of=match["whole"])


def _growth(before: str, quantity: Quantity, after: str, *, relative: bool) -> Relation | None:
    value, unit = quantity.value, _unit(quantity)
    if quantity.text.lstrip("约近超将力争实现").startswith("翻"):
        return Relation(len(before), growth=Growth(GrowthKind.MULTIPLE, value, "倍"))
    if unit == "倍" and (match := _LEVEL_OF.search(before) or _RISEN_TO.search(before)):
        return Relation(match.start(), growth=Growth(GrowthKind.MULTIPLE, value, "倍"))
    signed = _SIGNED.search(before + _SIGN.match(quantity.text)[0]) if relative and unit != "倍" else None  # type: ignore[index]
    if signed is not None:
        sign = -1 if signed["down"] else 1
        change = None if value is None else sign * abs(value)
        return Relation(min(signed.start(), len(before)), growth=Growth(_kind(signed["base"] or "", unit), change, unit))
    match = _GROWTH.search(before)
    if match is not None and _PULLED.search(before[: match.end("up") if match["up"] else match.end("down")]):
        return None
    if match is None:
        bare = _BARE.search(before) if relative and unit != "倍" else None
        if bare is not None and not re.search(r"(?:年均|平均)\s?$", before):
            return Relation(bare.start(), growth=Growth(_kind(bare["base"], unit), value, unit))
        behind = _BEHIND.match(after) if relative and unit == "%" else None
        if behind is None:
            return None
        if behind["down"] and value is not None:
            value = -value
        return Relation(len(before), growth=Growth(_kind(behind.group() + before[-8:], unit), value, unit))
    if not relative and not match["base"]:
        return None
    if unit == "倍":
        # 增长1.2倍 reaches 2.2 times; 扩大3倍 may be 3 or 4 times, so no level is computed from it.
        told = _MOVED.search(before) is not None and value is not None
        return Relation(match.start(), growth=Growth(GrowthKind.MULTIPLE, value + 1 if told and value else None, "倍"))
    if value is not None and match["down"]:
        value = -value
    return Relation(match.start(), growth=Growth(_kind(match["base"] or "", unit), value, unit))


def _unit(quantity: Quantity) -> str:
    """The unit a change is told in: points and percent by their one name, anything else as written (1.2 亿元)."""
    return quantity.unit_norm if quantity.unit_norm in ("%", "百分点", "倍", "‰") else quantity.unit


def _kind(base: str, unit: str) -> GrowthKind:
    if unit == "百分点":
        return GrowthKind.RATE_CHANGE
    if re.search("年均|平均|复合", base):
        return GrowthKind.CAGR
    return GrowthKind.MOM if re.search("环比|上月|上季度", base) else GrowthKind.YOY


def field_of(before: str) -> str | None:
    """The field a rank is in: 全市18个园区综合评价中列第3."""
    match = _FIELD.search(before)
    return match["field"] if match else None


_THRESHOLD = re.compile(
    r"(?:的)?(?:重[大点]|战略|大|优质|招商|签约|在建|新建|工业|产业|制造业|新兴|外资|内资|亿元|规模|骨干|龙头|纳税|总投资)*"
    r"(?:项目|企业|工业|外资|投资者|大户|大项目|客户|纳税户|单位|商户|园区|开发区|集群)"
)
_THRESHOLD_OF = re.compile(r"的?\s?(?:有|达|仅|共)?\s?\d+\s?(?:个|家|户|宗|项|只|处|块)")
"""其中千万元以上的27家."""
_METAPHOR = re.compile(
    r"(?:文章|轮子|翅膀|拳头|篇章|引擎|牌|硬仗|战役|攻坚战|法宝|抓手|关键词|指标|特点|亮点|目标|大事|增速|分别|均|一(?![一-龥]?[家个])|化)"
)


def is_threshold(quantity: Quantity, after: str) -> bool:
    """Whether a figure belongs to a name, as in 5000万元以上项目 or 产值超亿元企业."""
    if quantity.text.endswith("级"):
        return False
    bounded = quantity.bound in (Bound.AT_LEAST, Bound.MORE_THAN, Bound.AT_MOST)
    return (
        bounded
        and quantity.unit_norm in ("元", "美元", "%", "㎡", "亩", "吨")
        and (_THRESHOLD.match(after) is not None or _THRESHOLD_OF.match(after) is not None)
    )


def is_slogan(before: str, quantity: Quantity, after: str) -> bool:
    """Whether a count belongs to a turn of phrase: 四篇文章, 两个轮子, 4个一."""
    if quantity.unit_norm == "位" and after.startswith("数"):
        return True
    small = quantity.value is not None and quantity.value <= 20 and quantity.unit_norm not in ("元", "%", "百分点")
    written_out = not quantity.text[:1].isascii()
    quoted = (
        before.rstrip().endswith(("“", "‘", '"', "〝", "「")) and re.match(r"[^,，。;；”’\"]{1,12}[”’\"〞」]", after) is not None
    )
    return small and (_METAPHOR.match(after) is not None and (written_out or after.startswith("一")) or (written_out and quoted))


def repeats(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether a figure repeats the one before it in another unit: 20.7公顷(311亩)."""
    between = text[first.span.end : second.span.start]
    if re.fullmatch(r"[(（,，]?(?:折合|约合|折)(?:人民币)?约?", between):
        return True
    return (
        re.fullmatch(r"[(（][约合]?", between) is not None and first.unit != second.unit and first.unit_norm == second.unit_norm
    )


_STRIPPED = re.compile(
    rf"(?:{_BASE}{_MANNER}*(?:{_UP}|{_DOWN})|(?<![\u4e00-\u9fff])增长|占[^,，。;；\d]{{2,20}}的(?:比重)?)(?:了|达到?|为|约|近|超过)*(?P<figure>\d{{1,3}}(?:\.\d{{1,2}})?)(?=[,，。;；、]|以上|左右|$)"
)
_TURNED = re.compile(r"由负转正|由正转负|由降转增|由增转降|扭亏为盈|转亏为盈|止跌回升|转正为负")


def stripped_rates(text: str) -> list[Quantity]:
    """Rates whose % was lost on the way (同比增长42, with nothing behind it): kept as written, read as percent."""
    return [
        Quantity(Span(*match.span("figure")), match["figure"], Decimal(match["figure"]), "%", Decimal(match["figure"]), "%")
        for match in _STRIPPED.finditer(text)
    ]


def turns(text: str) -> list[Quantity]:
    """Changes told without a figure (由负转正), each as a quantity without a value."""
    return [Quantity(Span(*match.span()), match.group(), None, "", None, "") for match in _TURNED.finditer(text)]
