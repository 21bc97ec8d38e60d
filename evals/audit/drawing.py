"""Random words and figures of invented reports. All from one seeded generator, so that a seed is a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TypeVar

Item = TypeVar("Item")

FIRST = [
    "华",
    "中",
    "金",
    "天",
    "海",
    "东",
    "盛",
    "恒",
    "新",
    "龙",
    "兴",
    "宇",
    "瑞",
    "科",
    "联",
    "博",
    "卓",
    "远",
    "鼎",
    "嘉",
    "汇",
    "昌",
    "永",
    "安",
    "润",
    "凯",
    "奥",
    "思",
    "启",
    "云",
]
SECOND = [
    "达",
    "峰",
    "源",
    "泰",
    "辰",
    "森",
    "创",
    "捷",
    "康",
    "信",
    "诚",
    "丰",
    "润",
    "光",
    "驰",
    "航",
    "晖",
    "益",
    "利",
    "和",
    "美",
    "德",
    "纳",
    "锐",
    "元",
    "宝",
    "邦",
    "维",
    "景",
    "翔",
]
TRADE = [
    "电子",
    "材料",
    "科技",
    "食品",
    "机械",
    "医药",
    "光电",
    "精密",
    "新能源",
    "环保",
    "纺织",
    "包装",
    "智能装备",
    "生物",
    "仪器",
]
TAIL = ["二期", "扩建项目", "生产线项目", "研发中心项目", "产业园项目", "技改项目"]
TOWN = ["青河", "白石", "柳湾", "松岭", "云台", "临江", "长埠", "茅坪", "双桥", "石塘", "望城", "枫林", "古渡", "新安", "高坎"]
SECTORS = [
    "装备制造",
    "电子信息",
    "食品加工",
    "新材料",
    "生物医药",
    "现代物流",
    "绿色建材",
    "纺织服装",
    "汽车零部件",
    "节能环保",
    "数字经济",
    "新能源",
]


@dataclass
class Draw:
    """Draws for one report. ``error`` says whether the one fact made with it is to be wrong; ``slip`` is drawn either way."""

    random: Random
    year: int = 2024
    months: int = 6
    used: set[str] = field(default_factory=set)

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.random.randrange(len(items))]

    def integer(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def some(self, items: Sequence[str], count: int) -> list[str]:
        return self.random.sample(list(items), count)

    def slip(self, slips: Sequence[Item], *, wrong: bool, right: Item) -> Item:
        """What spoils a figure. Drawn either way, so that a wrong report and its twin go on alike."""
        drawn = self.pick(slips)
        return drawn if wrong else right

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def decimal(self, low: float, high: float, places: int) -> Decimal:
        return Decimal(str(round(self.random.uniform(low, high), places))).quantize(Decimal(1).scaleb(-places))

    def company(self) -> str:
        """A firm's name not used before in this report."""
        while True:
            name = self.pick(FIRST) + self.pick(SECOND) + self.pick(TRADE)
            if name[:2] not in self.used:
                self.used.add(name[:2])
                return name

    def project(self) -> str:
        name = self.company()
        return name + self.pick(TAIL) if self.chance(0.4) else name

    def companies(self, count: int) -> list[str]:
        return [self.project() for _ in range(count)]

    def fresh(self, items: Sequence[str]) -> str:
        """One of ``items`` that no other statement of this report has taken, as far as they last."""
        free = [item for item in items if item not in self.used] or list(items)
        item = self.pick(free)
        self.used.add(item)
        return item

    def town(self) -> str:
        """A place name not used before in this report, as far as they last."""
        return self.fresh(TOWN)

    def listed(self, names: Sequence[str]) -> str:
        """A list as writers join it: 、 throughout, or 和/以及 before the last."""
        if len(names) > 2 and self.chance(0.35):
            return "、".join(names[:-1]) + self.pick(("和", "以及")) + names[-1]
        return "、".join(names)

    def split(self, total: int, parts: int) -> list[int]:
        """Positive whole parts of a total."""
        cuts = sorted(self.random.sample(range(1, total), parts - 1))
        return [after - before for before, after in zip([0, *cuts], [*cuts, total], strict=True)]


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def money(draw: Draw, hundred_millions: Decimal) -> str:
    """An amount given in 亿元, written in 亿元 or, where that is a whole number of them, in 万元."""
    if hundred_millions < 1 or (hundred_millions < 3 and draw.chance(0.3)):
        return f"{(hundred_millions * 10000).normalize():f}万元"
    return f"{hundred_millions}亿元" if not draw.chance(0.15) else f"{hundred_millions}亿"


def months_said(draw: Draw, months: int) -> str:
    if months == 6:
        return draw.pick(("上半年", "1-6月", "今年上半年", "1至6月"))
    if months == 9:
        return draw.pick(("1-9月", "前三季度", "1至9月份"))
    return draw.pick(("全年", "全年", "2024年"))
