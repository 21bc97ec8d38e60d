"""A second set of wordings for the same kinds of statement: clauses between, other orders, longer sentences."""

from __future__ import annotations

from decimal import Decimal

from evals.audit.drawing import SECTORS, Draw, money, rounded
from evals.audit.facts import PLANS, PROJECTS, RESULTS, Fact, one


def part_total(draw: Draw, wrong: bool) -> Fact:
    total = draw.integer(15, 120)
    a, b, c = draw.split(total, 3)
    slip = draw.pick((2, 3, 5, 11))
    shown = total + (slip if wrong else 0)
    x, y, z = draw.some(SECTORS, 3)
    cents = [draw.decimal(1.5, 40, 2) for _ in range(3)]
    whole = sum(cents, Decimal(0)) + (Decimal("2.35") if wrong else 0)
    invested = money(draw, draw.decimal(2, 90, 2))
    texts = (
        f"列入调度的项目共{shown}个,总投资{invested},其中续建项目{a}个,新建项目{b}个,其余{c}个为前期项目。",
        f"全年新增市场主体{shown}户,其中企业{a + b}户、非企业类主体{c}户,创业活力持续释放。",
        f"两个片区协同发力,东片区引进项目{a}个,西片区引进项目{b}个,共计{a + b + (slip if wrong else 0)}个。",
        f"争取各类资金{whole}亿元,分为三个部分:上级补助{cents[0]}亿元,专项债券{cents[1]}亿元,银行贷款{cents[2]}亿元。",
        f"全区现有规上企业{shown}家,其中:{x}企业{a}家,占比较高;{y}企业{b}家;其他行业企业{c}家。",
        f"本年度共供应土地{shown * 10}亩,其中出让{a * 10}亩,其余{(b + c) * 10}亩以划拨方式供应。",
        f"工业投资{cents[0]}亿元、基础设施投资{cents[1]}亿元、社会事业投资{cents[2]}亿元,三项合计{whole}亿元。",
        f"受理信访事项{shown}件,其中办结{a + b}件,其余{c}件正在办理。",
        f"走访摸排出问题{shown}个,按类别划分为用工、融资、用地三类,分别为{a}个、{b}个、{c}个。",
        f"在库项目{shown}个({x}、{y}、{z}等领域),其中:已开工{a}个;未开工{b + c}个。",
    )
    return one(draw.pick(texts))


def list_count(draw: Draw, wrong: bool) -> Fact:
    count = draw.integer(3, 8)
    names = draw.companies(count)
    stated = count + (draw.slip((-1, 1, 2), wrong=wrong, right=0))
    plain, town = "、".join(names), draw.town()
    hundred = money(draw, draw.decimal(1, 60, 2))
    texts = (
        f"{town}片区年内落地{stated}个项目,分别为{plain},合计投资{hundred}。",
        f"省级以上绿色工厂增至{stated}家,即{plain}。",
        f"已建成投产的有{stated}家:{plain}。".replace(":", ",分别是"),
        f"新增上市后备企业{stated}家,它们分别是{plain},目前均已完成股改。",
        f"与高校共建研究院{stated}所(包括{plain})。",
        f"上半年新增国家级科技型企业{stated}家,包括{names[0]}(位于{town}片区)、{'、'.join(names[1:])}。",
        f"评选出年度优秀企业{stated}户,分别为:{plain}。",
        f"签约的{stated}个项目分别是{plain}。",
    )
    return one(draw.pick(texts))


def share(draw: Draw, wrong: bool) -> Fact:
    whole = draw.decimal(60, 900, 1)
    part = rounded(whole * draw.decimal(0.1, 0.9, 3), 2)
    rate = rounded(part / whole * 100, 1) + (draw.slip((Decimal(4), Decimal("-3.5"), Decimal(8)), wrong=wrong, right=Decimal(0)))
    n = draw.integer(50, 400)
    m = draw.integer(10, n - 5)
    counted = rounded(Decimal(m) / n * 100, 2) + (Decimal("3.7") if wrong else 0)
    x = draw.pick(SECTORS)
    texts = (
        f"园区实现营业收入{whole}亿元,同比增长{draw.decimal(2, 15, 1)}%,其中{x}产业实现{part}亿元,占{rate}%。",
        f"在{n}家工业企业中,有{m}家设立了研发机构,占{counted}%。",
        f"完成进出口{whole}亿元,其中出口{part}亿元,占进出口总额的{rate}%,结构进一步优化。",
        f"{x}集群实现产值{part}亿元,占规上工业总产值({whole}亿元)的{rate}%。",
        f"民间投资{part}亿元,占全部投资{whole}亿元的{rate}%。",
        f"实施重点项目{n}个,其中产业项目{m}个,占项目总数的{counted}%。",
        f"财政支出{whole}亿元,其中民生支出{part}亿元,占财政支出的比重为{rate}%。",
        f"用地总规模{whole}公顷,其中工业用地{part}公顷,占比为{rate}%。",
    )
    return one(draw.pick(texts), RESULTS)


def growth_one_basis(draw: Draw, wrong: bool) -> Fact:
    before = draw.integer(30, 600)
    after = before + draw.integer(8, 200)
    extra = draw.slip((5, 9, 14), wrong=wrong, right=0)
    up = rounded(Decimal(after - before) / before * 100, 1) + (Decimal("6.3") if wrong else 0)
    base = draw.decimal(10, 90, 2)
    level = rounded(base * draw.decimal(1.05, 1.7, 3), 2)
    rate = rounded((level - base) / base * 100, 1) + (Decimal("-4.2") if wrong else 0)
    texts = (
        f"高新技术企业总数由{before}家跃升至{after}家,增长{up}%。",
        f"培育库企业从去年的{before}家扩大到{after}家,净增{after - before + extra}家。",
        f"专业技术人员{after}人,较年初的{before}人净增{after - before + extra}人。",
        f"进出口企业数量由上年的{before}家上升到{after}家,增幅为{up}%。",
        f"去年同期规上企业{before}家,今年同期为{after}家,增加{after - before + extra}家。",
        f"按现价计算,总产值从{base}亿元提高至{level}亿元,增长{rate}%。",
        f"同口径比较,税收{level}亿元,较上年{base}亿元增长{rate}%。",
        f"审批环节由{after}个压缩至{before}个,减少{after - before + extra}个。",
    )
    return one(draw.pick(texts), RESULTS)


def growth_levels(draw: Draw, wrong: bool) -> Fact:
    base = draw.decimal(10, 90, 2)
    step = rounded(base * draw.decimal(0.05, 0.5, 3), 2)
    level = base + step
    rate = rounded(step / base * 100, 1) + (Decimal("5.4") if wrong else 0)
    name = draw.fresh(("税收收入", "到位资金", "服务业营业收入"))
    texts = (
        f"{name}{level}亿元,比上年增加{step}亿元,增长{rate}%。",
        f"{name}从上年的{base}亿元,增加到今年的{level}亿元,同比增长{rate}%。",
        f"{name}为{level}亿元,上年同期为{base}亿元,同比增长{rate}%。",
        f"{name}完成{level}亿元,同比增加{step}亿元,增幅{rate}%。",
        f"{name}由{base}亿元提升至{level}亿元,同比提高{rate}%。",
    )
    return one(draw.pick(texts), RESULTS)


def progress(draw: Draw, wrong: bool) -> Fact:
    target = Decimal(draw.integer(20, 300))
    done = rounded(target * draw.decimal(0.3, 0.95, 3), 2)
    rate = rounded(done / target * 100, 1)
    said = rate + (draw.slip((Decimal(5), Decimal("-4.3")), wrong=wrong, right=Decimal(0)))
    lacking = target - done + (Decimal("2.5") if wrong else 0)
    count = draw.integer(20, 90)
    half = draw.integer(5, count - 1)
    counted = rounded(Decimal(half) / count * 100, 1) + (Decimal("7.7") if wrong else 0)
    name = draw.fresh(("工业增加值", "招商到位资金", "工业投资", "实际到位内资"))
    texts = (
        f"{name}完成{done}亿元,完成年度目标任务({target}亿元)的{said}%。",
        f"全年{name}计划{target}亿元,截至目前实际完成{done}亿元,占计划的{said}%。",
        f"年度计划新开工项目{count}个,已开工{half}个,开工率{counted}%。",
        f"{name}年度目标{target}亿元,目前完成{done}亿元,距目标还差{lacking}亿元。",
        f"{name}{done}亿元,达到年度预期目标{target}亿元的{said}%。",
        f"下达我区{name}任务{target}亿元,累计完成{done}亿元,完成比例{said}%。",
    )
    return one(draw.pick(texts), RESULTS)


def unit_pair(draw: Draw, wrong: bool) -> Fact:
    hectares = draw.decimal(3, 90, 2)
    mu = rounded(hectares * 15, 1) + (draw.slip((Decimal(35), Decimal(120)), wrong=wrong, right=Decimal(0)))
    kilometres = draw.decimal(2, 20, 2)
    acres = (kilometres * 1500).normalize() + (draw.slip((Decimal(450), Decimal(-600)), wrong=wrong, right=Decimal(0)))
    tens = draw.integer(1100, 9800)
    hundred = Decimal(tens) / 10000 + (Decimal("0.05") if wrong else 0)
    texts = (
        f"获批用地指标{hectares}公顷,约合{mu}亩,保障了重点项目落地。",
        f"控制性详细规划范围{kilometres}平方公里(约{acres:f}亩)。",
        f"争取补助资金{tens}万元({hundred}亿元),创历年新高。",
        f"拆迁腾地{mu}亩(合{hectares}公顷)、迁坟{draw.integer(10, 90)}座。",
        f"完成土地平整{hectares}公顷(折合{mu}亩)。",
        f"林地报批{mu}亩,即{hectares}公顷。",
    )
    return one(draw.pick(texts))


def restated(draw: Draw, wrong: bool) -> Fact:
    name = draw.fresh(("规模工业增加值", "一般公共预算收入", "合同引资额", "实际利用外资"))
    value = draw.decimal(6, 400, 2)
    other = value + (draw.slip((Decimal("2.1"), Decimal("-1.7")), wrong=wrong, right=Decimal(0)))
    said = {6: ("上半年", "1-6月"), 9: ("前三季度", "1-9月"), 12: ("全年", f"{draw.year}年全年")}[draw.months]
    first = draw.pick(
        (f"{said[0]}完成{name}{value}亿元,增长{draw.decimal(1, 19, 1)}%。", f"{said[1]}累计实现{name}{value}亿元。")
    )
    later = draw.pick((f"{said[1]}{name}达{other}亿元,支撑作用明显。", f"{said[0]}{name}虽达到{other}亿元,但增长基础仍不牢固。"))
    return Fact(((RESULTS, first), (PROJECTS, later)))


def date_order(draw: Draw, wrong: bool) -> Fact:
    town, year = draw.town(), draw.year
    begin = draw.integer(2, 6)
    end = begin + draw.integer(2, 5)
    first, second = (end, begin) if wrong else (begin, end)
    texts = (
        f"{town}水厂于{year}年{first}月破土动工,{year}年{second}月建成通水。",
        f"{town}安置小区{year}年{first}月开工建设,预计{year}年{second}月竣工交付。",
        f"{town}物流园自{year}年{first}月开工以来进展顺利,{year}年{second}月如期投产。",
        f"{town}变电站计划{year}年{first}月启动建设,{year}年{second}月投入使用。",
        f"{town}双创大厦{year}年{first}月进场,{year}年{second}月主体完工。",
    )
    return one(draw.pick(texts))


def done_and_not_done(draw: Draw, wrong: bool) -> Fact:
    firm, second = draw.company() + draw.pick(("生产基地项目", "总部基地", "冷链仓储项目")), draw.company() + "改造项目"
    meant = firm if wrong else second
    first = draw.pick(
        (f"{firm}于6月底正式投产。", f"总投资{draw.decimal(1, 20, 1)}亿元的{firm}已竣工。", f"{firm}建成投用,带动就业200余人。")
    )
    later = draw.pick(
        (
            f"{meant}由于手续不全,尚未开工建设。",
            f"督促{meant}加快进度,争取年底建成投产。",
            f"力争{meant}早日开工。",
            f"{meant}目前仍在洽谈,尚未签约。",
        )
    )
    return Fact(((PROJECTS, first), (PLANS, later)))


def target_below_actual(draw: Draw, wrong: bool) -> Fact:
    name = draw.fresh(("规模工业总产值", "工业税收", "外贸出口额", "一般公共预算收入"))
    done = draw.decimal(12, 200, 1)
    less, more = draw.decimal(0.5, 0.85, 2), draw.decimal(1.2, 1.6, 2)
    aim = rounded(done * (less if wrong else more), 0)
    said = {6: "上半年", 9: "前三季度", 12: "全年"}[draw.months]
    when = "全年" if draw.months < 12 else f"{draw.year + 1}年"
    first = draw.pick((f"{said}{name}完成{done}亿元。", f"{said},实现{name}{done}亿元。"))
    later = draw.pick(
        (f"{when}确保{name}达到{aim}亿元。", f"{name}{when}目标为{aim}亿元。", f"力争{when}实现{name}{aim}亿元以上。")
    )
    return Fact(((RESULTS, first), (PLANS, later)))


def slogan_parts(draw: Draw, wrong: bool) -> Fact:
    count = draw.integer(3, 5)
    said = "一二三四五六七八"[count - 1 + (draw.slip((-1, 1), wrong=wrong, right=0))]
    sectors, towns = draw.some(SECTORS, count), [draw.town() for _ in range(count)]
    keys = draw.some(("用工", "用地", "融资", "物流", "用能", "审批"), count)
    texts = (
        f"培育壮大{'、'.join(sectors)}{said}大特色产业。",
        f"统筹推进{'、'.join(town + '组团' for town in towns)}{said}个组团建设。",
        f"着力破解{'、'.join(keys)}{said}大难题。",
        f"主导产业有{said}个,分别是{'、'.join(sectors)}。",
        f"主要做了{said}个方面工作:" + "".join(f"{'一二三四五'[place]}是保障{key}。" for place, key in enumerate(keys)),
    )
    return one(draw.pick(texts))
