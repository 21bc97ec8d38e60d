"""Invented reports of zones with names of their own: levels, growth, bounds, gaps, progress, ranks, companies, targets, estimates.

A seed is a report. Figures of one report differ from each other, so that a figure moved to another place is never true there.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from evals.audit.drawing import FIRST, SECOND, SECTORS, TRADE, Draw

KINDS = ("经济开发区", "经济技术开发区", "高新技术产业开发区")
NAMES = (
    *("青河", "白石", "柳湾", "松岭", "临江", "茅坪", "双桥", "石塘", "望城", "新安", "云台", "长埠"),
    *("枫林", "高坎", "横溪", "大冶", "沙坪", "南浦", "西渡", "龙潭", "平阳", "永丰", "东山", "安平"),
)
MONEY = (
    *("规模工业总产值", "规模工业增加值", "固定资产投资", "工业投资", "技改投资", "工业税收", "财政总收入"),
    *("招商到位资金", "进出口总额", "主营业务收入", "社会消费品零售总额", "高新技术产业产值", "民间投资", "一般公共预算收入"),
)
COUNTS = (
    *("签约项目|个", "新开工项目|个", "竣工项目|个", "投产项目|个", "在建项目|个", "新增规上工业企业|家", "高新技术企业|家"),
    *("专精特新企业|家", "科技型中小企业|家", "省级研发平台|个", "发明专利|件", "人才公寓|套"),
)
HALVES = {6: "上半年", 9: "前三季度", 12: ""}


class Ledger:
    """Draws for one report in which no figure comes twice."""

    def __init__(self, seed: int) -> None:
        self.draw = Draw(Random(f"corruption {seed}"))
        self.draw.year, self.draw.months = 2019 + seed % 7, self.draw.pick((6, 9, 12))
        self.zone = NAMES[seed % len(NAMES)] + KINDS[(seed // len(NAMES) + seed) % len(KINDS)]
        self.taken: set[str] = set()

    def figure(self, low: float, high: float, places: int) -> str:
        for _ in range(1000):
            figure = str(self.draw.decimal(low, high, places)) if places else str(self.draw.integer(int(low), int(high)))
            if figure not in self.taken and not figure.endswith("0"):
                self.taken.add(figure)
                return figure
        raise ValueError("no figure left")

    def money(self) -> str:
        return self.figure(2, 480, 2 if self.draw.chance(0.6) else 1)

    def rate(self) -> str:
        return self.figure(1.2, 38, 1)

    def name(self) -> str:
        return self.draw.fresh(MONEY)

    def counted(self) -> tuple[str, str]:
        name, _, unit = self.draw.fresh(COUNTS).partition("|")
        return name, unit

    def company(self) -> str:
        return self.draw.pick(FIRST) + self.draw.pick(SECOND) + self.draw.pick(TRADE)


def _level_and_growth(it: Ledger) -> str:
    verb, grew = it.draw.pick(("完成", "实现", "达到", "达")), it.draw.pick(("增长", "增长", "增长", "下降"))
    return f"{it.name()}{verb}{it.money()}亿元,同比{grew}{it.rate()}%。"


def _two_levels(it: Ledger) -> str:
    return f"完成{it.name()}{it.money()}亿元、{it.name()}{it.money()}亿元,分别增长{it.rate()}%和{it.rate()}%。"


def _bounded(it: Ledger) -> str:
    form, figure = it.draw.integer(0, 3), it.figure(11, 390, 0)
    told = (f"突破{figure}亿元", f"超过{figure}亿元", f"近{figure}亿元", f"达到{figure}亿元以上")[form]
    return f"{it.name()}{told},同比增长{it.rate()}%。"


def _gap(it: Ledger) -> str:
    over = it.draw.pick(("高于全省平均水平", "高于全市平均水平", "低于全省平均水平"))
    return f"{it.name()}{it.money()}亿元,同比增长{it.rate()}%,{over}{it.rate()}个百分点。"


def _progress(it: Ledger) -> str:
    return f"{it.name()}完成{it.money()}亿元,占年度目标任务的{it.figure(41, 97, 1)}%。"


def _estimate(it: Ledger) -> str:
    form = it.draw.integer(0, 1)
    if form:
        return f"预计完成{it.name()}{it.money()}亿元,同比增长{it.rate()}%。"
    return f"{it.name()}{it.money()}亿元(预计数)。"


def _rate_change(it: Ledger) -> str:
    return f"{it.name()}增速为{it.rate()}%,比上年同期{it.draw.pick(('提高', '回落'))}{it.rate()}个百分点。"


def _rank(it: Ledger) -> str:
    return f"综合考核在全省{it.figure(81, 139, 0)}家开发区中排名第{it.figure(2, 39, 0)}位。"


def _earlier(it: Ledger) -> str:
    return f"{it.draw.year - 1}年,{it.name()}{it.money()}亿元。"


def _quarter(it: Ledger) -> str:
    return f"{it.draw.pick(('一季度', '1-4月', '1-5月'))},{it.name()}{it.money()}亿元,同比增长{it.rate()}%。"


def _counts(it: Ledger) -> str:
    name, unit = it.counted()
    other, unit_of_other = it.counted()
    return f"{name}{it.figure(11, 69, 0)}{unit},{other}{it.figure(71, 190, 0)}{unit_of_other}。"


def _bounded_count(it: Ledger) -> str:
    name, unit = it.counted()
    return f"{name}{it.draw.pick(('超过', '近', '约'))}{it.figure(20, 320, 0)}{unit}。"


def _invested(it: Ledger) -> str:
    name, unit = it.counted()
    return f"{name}{it.figure(5, 60, 0)}{unit},总投资{it.money()}亿元,其中{it.draw.pick(SECTORS)}项目{it.figure(2, 40, 0)}个。"


def _company(it: Ledger) -> str:
    return f"{it.company()}有限公司实现产值{it.money()}亿元,同比增长{it.rate()}%。"


def _land(it: Ledger) -> str:
    return f"收储土地{it.figure(210, 980, 0)}亩,建成标准厂房{it.figure(3, 45, 1)}万平方米。"


def _share(it: Ledger) -> str:
    return f"{it.draw.pick(SECTORS)}产业产值{it.money()}亿元,占规模工业总产值的比重为{it.figure(20, 70, 1)}%。"


def _range(it: Ledger) -> str:
    low = it.draw.integer(5, 12)
    return f"力争{it.name()}增长{low}%到{low + it.draw.integer(2, 4)}%。"


def _target(it: Ledger) -> str:
    verb = it.draw.pick(("力争", "确保", "计划"))
    return f"{verb}全年完成{it.name()}{it.money()}亿元,增长{it.rate()}%以上。"


def _target_count(it: Ledger) -> str:
    name, unit = it.counted()
    return f"{it.draw.pick(('力争', '计划', '确保'))}{name}{it.figure(12, 90, 0)}{unit}以上。"


_PARTS: tuple[tuple[str, tuple[Callable[[Ledger], str], ...]], ...] = (
    ("一、主要经济指标完成情况", (_level_and_growth, _two_levels, _bounded, _gap, _progress, _estimate, _rate_change, _rank)),
    ("二、分时段和分领域情况", (_earlier, _quarter, _share, _company, _level_and_growth, _company)),
    ("三、招商引资和项目建设情况", (_counts, _invested, _bounded_count, _land, _counts)),
    ("四、下一步工作打算", (_target, _target_count, _range, _target)),
)


def text(seed: int) -> str:
    """The report of a seed."""
    it = Ledger(seed)
    part = HALVES[it.draw.months]
    lines = [f"{it.zone}{it.draw.year}年{part}工作总结", f"现将{it.zone}{it.draw.year}年{part}工作情况汇报如下。"]
    for heading, makers in _PARTS:
        told = [maker(it) for maker in makers]
        it.draw.random.shuffle(told)
        lines += [heading, *("".join(told[at : at + 3]) for at in range(0, len(told), 3))]
    return "\n".join(lines)
