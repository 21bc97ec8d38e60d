"""Statements that bind figures to each other, in many words: each consistent, or with one figure wrong.

A maker draws everything first and only then spoils a figure, so that the wrong report and its consistent twin differ in that alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from evals.audit.drawing import SECTORS, Draw, money, rounded

RESULTS, PROJECTS, PLANS = "results", "projects", "plans"
"""Parts of a report a sentence may stand in."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Sentences with the part of the report each belongs to."""

    sentences: tuple[tuple[str, str], ...]


Maker = Callable[[Draw, bool], Fact]


def one(sentence: str, part: str = PROJECTS) -> Fact:
    return Fact(((part, sentence),))


def part_total(draw: Draw, wrong: bool) -> Fact:
    """Counts, or money, whose parts are all by their words."""
    total = draw.integer(12, 90)
    a, b, c = draw.split(total, 3)
    slip = draw.pick((-2, -1, 1, 2, 3, 10))
    x, y, z = draw.some(SECTORS, 3)
    what, form = draw.pick(("签约项目", "在建项目", "在谈项目", "储备项目")), draw.integer(0, 9)
    cents = [draw.decimal(1.5, 40, 2) for _ in range(3)]
    whole, spill = sum(cents, Decimal(0)), Decimal(draw.integer(11, 300)) / 100
    shown = total + (slip if wrong else 0)
    amount = whole + (spill if wrong else 0)
    shown = shown if shown > 0 else shown + 40
    texts = (
        f"共有{what}{shown}个,其中用地项目{a + b}个、非用地项目{c}个。",
        f"目前{what}共{shown}个,其中:{x}项目{a}个;{y}项目{b}个;其余{c}个。",
        f"{x}项目{a}个、{y}项目{b}个、{z}项目{c}个,合计{shown}个。",
        f"{what}{shown}个,按投资主体分为内资和外资两类,分别为{a + b}个和{c}个。",
        f"累计到位资金{amount}亿元,其中内资{cents[0]}亿元,外资{cents[1]}亿元,其余{cents[2]}亿元为增资扩股。",
        f"{what}{total}个,总投资{amount}亿元。其中:{x}类{a}个,总投资{cents[0]}亿元;{y}类{b}个,总投资{cents[1]}亿元;{z}类{c}个,总投资{cents[2]}亿元。",
        f"一季度完成投资{cents[0]}亿元,二季度完成投资{cents[1]}亿元,两个季度合计{rounded(cents[0] + cents[1], 2) + (spill if wrong else 0)}亿元。",
        f"全区{what}达到{shown}个,由{x}{a}个、{y}{b}个和{z}{c}个组成。",
        f"{what}{shown}个(不含已终止的{draw.integer(1, 4)}个),其中亿元以上的{a}个,剩余{b + c}个均在亿元以下。",
        f"已收储土地{shown + (shown - total) * 4}亩,其中工业用地{a}亩,商服用地{b}亩,其他用地{c}亩。",
    )
    return one(texts[form])


def list_count(draw: Draw, wrong: bool) -> Fact:
    count = draw.integer(3, 9)
    names = draw.companies(count)
    slip = draw.pick((-1, 1, 1, 2))
    stated, listed, form = count + (slip if wrong else 0), draw.listed(names), draw.integer(0, 9)
    plain = "、".join(names)
    invested = money(draw, draw.decimal(2, 60, 2))
    texts = (
        f"新投产项目{stated}个,包括{listed},新增产值{invested}。",
        f"新开工项目{stated}个,分别是{plain}。",
        f"列入市级重点的项目有{stated}个,即{listed},总投资{invested}。",
        f"今年新引进企业{stated}家({plain}),协议投资{invested}。",
        f"完成技改的企业{stated}家,分别为{listed};新增贷款{invested}。",
        f"获批省级研发平台{stated}家(分别为{plain})。",
        f"本期竣工项目{stated}个,具体为{plain}。",
        f"达产企业{stated}家,依次为{plain},合计纳税{draw.integer(800, 6000)}万元。",
        f"列入培育库的企业共{stated}家,包括了{listed}。",
        f"盘活闲置厂房的项目{stated}个,计划总投资{invested}。".replace("。", "")
        + f"。新认定的省级专精特新企业{stated}户,包括{plain}。",
    )
    return one(texts[form])


def share(draw: Draw, wrong: bool) -> Fact:
    whole = draw.decimal(30, 400, draw.integer(0, 2))
    part = rounded(whole * draw.decimal(0.08, 0.9, 3), draw.integer(1, 2))
    places = draw.integer(0, 2)
    rate = rounded(part / whole * 100, places)
    slip = draw.pick((Decimal(-4), Decimal(3), Decimal(5), Decimal("6.5"), Decimal(9)))
    said = rate + (rounded(slip, places) if wrong else 0)
    n = draw.integer(40, 300)
    m = draw.integer(5, n - 3)
    counted = rounded(Decimal(m) / n * 100, 1) + (rounded(slip, 1) if wrong else 0)
    x, form = draw.pick(SECTORS), draw.integer(0, 8)
    texts = (
        f"实现工业总产值{whole}亿元,其中{x}产业{part}亿元,占比{said}%。",
        f"固定资产投资完成{whole}亿元,其中工业投资{part}亿元,占固定资产投资的{said}%。",
        f"{x}产业实现产值{part}亿元,占园区总产值{whole}亿元的{said}%。",
        f"实现税收{whole}亿元,其中制造业占{said}%,达{part}亿元。",
        f"入园企业{n}家,其中规上企业{m}家,占总数的{counted}%。",
        f"现有工业企业{n}户,其中高新技术企业{m}户,占比达{counted}%,比重持续提高。",
        f"完成技改投资{part}亿元,占工业投资{whole}亿元的比重为{said}%。",
        f"全部项目计划总投资{whole}亿元,其中:产业类项目{part}亿元,占总投资的{said}%。",
        f"全口径营业收入{whole}亿元,其中主导产业营业收入{part}亿元(占{said}%)。",
    )
    return one(texts[form], RESULTS)


def _levels(draw: Draw) -> tuple[Decimal, Decimal, Decimal, int]:
    """Base, level, rate and its places."""
    base, places = draw.decimal(8, 300, draw.integer(1, 2)), draw.integer(1, 2)
    level = rounded(base * draw.decimal(1.02, 1.6, 3), 2)
    return base, level, rounded((level - base) / base * 100, places), places


def growth_one_basis(draw: Draw, wrong: bool) -> Fact:
    """Two levels and a rate of one stated 口径, or of counts in one statement."""
    base, level, rate, places = _levels(draw)
    slip = rounded(draw.pick((Decimal(-3), Decimal(4), Decimal(7), Decimal(11))), places)
    before = draw.integer(40, 400)
    after = before + draw.integer(10, 160)
    less = draw.integer(5, before - 10)
    up = rounded(Decimal(after - before) / before * 100, 1) + (rounded(slip, 1) if wrong else 0)
    down = rounded(Decimal(before - less) / before * 100, 1) + (rounded(slip, 1) if wrong else 0)
    more = after - before + (draw.slip((3, 8, 17), wrong=wrong, right=0))
    rate += slip if wrong else 0
    form = draw.integer(0, 8)
    texts = (
        f"按现价计算,工业总产值由上年同期的{base}亿元增加到{level}亿元,增长{rate}%。",
        f"同口径下,主营业务收入{level}亿元,比上年同期的{base}亿元增长{rate}%。",
        f"规上企业由{before}家增加至{after}家,增长{up}%。",
        f"审批事项从{before}项压减到{less}项,减少{down}%。",
        f"从业人员{after}人,比去年同期的{before}人增加{more}人。",
        f"高新技术企业由年初的{before}家发展到{after}家,净增{more}家。",
        f"编制由{before}名精简至{less}名(精简{down}%)。",
        f"按同一口径,税收收入去年同期{base}亿元,今年同期{level}亿元,增长{rate}%。",
        f"专利授权量从{before}件提高到{after}件,增幅达{up}%。",
    )
    return one(texts[form], RESULTS)


def growth_levels(draw: Draw, wrong: bool) -> Fact:
    """Two levels and a rate whose 口径 nobody states."""
    base, level, rate, places = _levels(draw)
    slip = rounded(draw.pick((Decimal(-3), Decimal(4), Decimal(7), Decimal(11))), places)
    rate += slip if wrong else 0
    name, form = draw.fresh(("税收收入", "到位资金", "服务业营业收入")), draw.integer(0, 5)
    texts = (
        f"{name}从{base}亿元增长到{level}亿元,增长{rate}%。",
        f"{name}完成{level}亿元,较上年同期{base}亿元增长{rate}%。",
        f"{name}由去年同期的{base}亿元增至{level}亿元,同比增长{rate}%。",
        f"去年同期{name}为{base}亿元,今年达到{level}亿元,同比增长{rate}%。",
        f"{name}达到{level}亿元,比去年的{base}亿元提高{rate}%。",
        f"{name}由{base}亿元扩大到{level}亿元,增幅为{rate}%。",
    )
    return one(texts[form], RESULTS)


def progress(draw: Draw, wrong: bool) -> Fact:
    target = Decimal(draw.integer(20, 300))
    done = rounded(target * draw.decimal(0.3, 0.95, 3), 2)
    places = draw.integer(1, 2)
    rate = rounded(done / target * 100, places)
    slip = rounded(draw.pick((Decimal(-5), Decimal(3), Decimal(6), Decimal(13))), places)
    due = Decimal(draw.months) / 12 * 100
    gap = rounded(abs(rate - due), places) + (abs(slip) if wrong else 0)
    way = ("快于", "超", "高于") if rate > due else ("慢于", "落后", "差欠", "低于")
    lacking = target - done + (draw.slip((Decimal("1.5"), Decimal(4)), wrong=wrong, right=Decimal(0)))
    said = rate + (slip if wrong else 0)
    name, form = draw.fresh(("工业增加值", "招商到位资金", "工业投资", "实际到位内资")), draw.integer(0, 7)
    texts = (
        f"{name}{done}亿元,占年度目标{target}亿元的{said}%。",
        f"{name}年度任务{target}亿元,已完成{done}亿元,完成率{said}%。",
        f"{name}完成年度目标的{rate}%,{draw.pick(way)}序时进度{gap}个百分点。",
        f"{name}全年目标{target}亿元,目前已完成{done}亿元,还差{lacking}亿元。",
        f"{name}累计{done}亿元,完成全年{target}亿元任务的{said}%。",
        f"{name}占全年计划的{rate}%,{draw.pick(way)}序时{gap}个百分点。",
        f"{name}实现{done}亿元,为全年目标任务{target}亿元的{said}%。",
        f"年初确定的{name}目标{target}亿元,累计实现{done}亿元,占年度目标的{said}%。",
    )
    if draw.months == 12 and form in (2, 5):
        form = 0
    return one(texts[form], RESULTS)


def unit_pair(draw: Draw, wrong: bool) -> Fact:
    hectares = draw.decimal(3, 90, draw.integer(1, 2))
    mu = rounded(hectares * 15, draw.integer(0, 1))
    spoiled = mu + draw.slip((Decimal(-9), Decimal(15), Decimal(40), Decimal(100)), wrong=wrong, right=Decimal(0))
    amount = draw.decimal(1.2, 9, 2)
    tens = amount * 10000 + (draw.slip((Decimal(900), Decimal(-500), Decimal(4000)), wrong=wrong, right=Decimal(0)))
    kilometres = draw.decimal(1, 14, 2)
    large = kilometres * 100 + (draw.slip((Decimal(30), Decimal(-20)), wrong=wrong, right=Decimal(0)))
    squares = rounded(mu * 2000 / 3 / 10000, 2) + (Decimal("2.1") if wrong else 0)
    form = draw.integer(0, 8)
    texts = (
        f"批回建设用地{hectares}公顷({spoiled}亩)。",
        f"完成征地{spoiled}亩(约{hectares}公顷),腾地交地有序推进。",
        f"新增可用地{hectares}公顷,折合{spoiled}亩。",
        f"到位专项债{amount}亿元(即{tens.normalize():f}万元)。",
        f"核准面积{kilometres}平方公里(合{large.normalize():f}公顷)。",
        f"盘活低效用地{mu}亩(折合{squares}万平方米)。",
        f"出让土地{hectares}公顷、合{spoiled}亩,成交价款{draw.decimal(1, 9, 2)}亿元。",
        f"清理闲置土地{hectares}公顷(折{spoiled}亩),涉及企业{draw.integer(3, 20)}家。",
        f"新增授信{tens.normalize():f}万元({amount}亿元),惠及企业{draw.integer(10, 60)}家。",
    )
    return one(texts[form])


def restated(draw: Draw, wrong: bool) -> Fact:
    """One indicator of one stated period, in two parts of the report."""
    name = draw.fresh(("规模工业总产值", "固定资产投资", "工业税收", "主营业务收入", "进出口总额"))
    value = draw.decimal(6, 400, 2)
    other = value + (draw.slip((Decimal("1.3"), Decimal("-0.9"), Decimal(10)), wrong=wrong, right=Decimal(0)))
    said = {6: ("上半年", "1-6月", "1至6月"), 9: ("前三季度", "1-9月", "1至9月"), 12: ("全年", f"{draw.year}年", "全年")}[
        draw.months
    ]
    rate = draw.decimal(1, 19, 1)
    first = draw.pick(
        (
            f"{said[0]},{name}完成{value}亿元,同比增长{rate}%。",
            f"{said[1]}{name}达到{value}亿元。",
            f"从统计数据看,{said[1]},园区实现{name}{value}亿元,增长{rate}%。",
        )
    )
    later = draw.pick(
        (
            f"从走势看,{said[1]}{name}{other}亿元,总量虽有扩大,但与先进园区相比仍有差距。",
            f"{said[0]}完成{name}{other}亿元,增长后劲还需巩固。",
            f"{said[2]},{name}为{other}亿元,龙头带动作用仍不够强。",
        )
    )
    return Fact(((RESULTS, first), (PROJECTS, later)))


def date_order(draw: Draw, wrong: bool) -> Fact:
    town, year = draw.town(), draw.year
    begin, months = draw.integer(2, 6), draw.integer(2, 5)
    end = begin + months
    first, second = (end, begin) if wrong else (begin, end)
    later = year - 1 if wrong else year + 1
    texts = (
        f"{town}标准厂房{year}年{first}月开工,{year}年{second}月竣工。",
        f"{town}孵化基地于{year}年{begin}月动工建设,计划{later}年{end}月建成。",
        f"{town}污水处理厂{year}年{first}月进场施工,{year}年{second}月底完工。",
        f"{town}路网工程{year}年{first}月正式开工,预计{year}年{second}月交付使用。",
        f"{town}公租房{year}年{first}月签约,{year}年{second}月开工。",
    )
    return one(draw.pick(texts))


def done_and_not_done(draw: Draw, wrong: bool) -> Fact:
    """A project that is finished, and further on still to be; the twin lets another project be still to come."""
    name, other = draw.town() + draw.pick(("污水处理厂", "标准厂房", "冷链物流中心")), draw.town() + "变电站"
    kind = draw.pick(("项目", "工程", ""))
    firm, second = draw.company() + draw.pick(("二期项目", "扩建项目", "智能工厂项目")), draw.company() + "迁建项目"
    told, meant = (name + kind, (name if wrong else other) + kind) if draw.chance(0.5) else (firm, firm if wrong else second)
    first = draw.pick(
        (
            f"{told}已竣工投产。",
            f"{told}已全面建成并投入使用。",
            f"目前,{told}顺利通过竣工验收。",
            f"{told}如期建成投产,运行平稳。",
        )
    )
    later = draw.pick(
        (
            f"全力推进{meant}建设,力争年底前竣工投用。",
            f"加快{meant}建设,确保{draw.integer(10, 12)}月底建成。",
            f"{meant}因征迁滞后,至今尚未开工。",
            f"推动{meant}尽快建成投产。",
            f"受资金制约,{meant}尚未投产。",
        )
    )
    return Fact(((PROJECTS, first), (PLANS, later)))


def target_below_actual(draw: Draw, wrong: bool) -> Fact:
    name = draw.fresh(("合同引资额", "固定资产投资", "进出口总额", "主营业务收入"))
    done = draw.decimal(12, 200, 1)
    ratio = draw.decimal(0.5, 0.85, 2)
    aim = rounded(done * (ratio if wrong else Decimal("2.1") - ratio), 0)
    said = {6: "1-6月", 9: "1-9月", 12: "全年"}[draw.months]
    when = "全年" if draw.months < 12 else f"{draw.year + 1}年"
    first = draw.pick((f"{said},{name}{done}亿元。", f"{said}完成{name}{done}亿元,同比增长{draw.decimal(1, 20, 1)}%。"))
    later = draw.pick(
        (f"力争{when}{name}达到{aim}亿元以上。", f"确保{when}完成{name}{aim}亿元。", f"{when}{name}力争突破{aim}亿元。")
    )
    return Fact(((RESULTS, first), (PLANS, later)))


def slogan_parts(draw: Draw, wrong: bool) -> Fact:
    """A number in a slogan and the names that belong to it."""
    count = draw.integer(3, 5)
    said = "一二三四五六七八"[count - 1 + (draw.slip((-1, 1), wrong=wrong, right=0))]
    sectors = draw.some(SECTORS, count)
    towns = [draw.town() for _ in range(count)]
    works = draw.some(("招大引强", "项目攻坚", "园区提质", "企业培育", "环境优化", "人才引育"), count)
    texts = (
        f"着力构建{'、'.join(sectors)}{said}大主导产业。",
        f"{said}大主导产业包括{draw.listed(sectors)}。",
        f"形成{said}大产业集群({'、'.join(sectors)})。",
        f"规划建设{said}个片区,分别为{'、'.join(town + '片区' for town in towns)}。",
        f"深入开展“{'、'.join(works)}”{said}大行动。",
        f"突出抓好{said}项重点工作:" + "".join(f"{'一二三四五'[place]}是{work}。" for place, work in enumerate(works)),
    )
    return one(draw.pick(texts))
