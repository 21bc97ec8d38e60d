"""Invented reports among which the right one must be found: the field's sections and formulae with figures and names of their own.

A seed is a report. Zones: mostly with a name of their own; some bear the name of a zone of ``seeds`` in another place; some have no
name but their kind. Every zone has reports of several periods.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from evals.audit.drawing import FIRST, SECOND, SECTORS, TAIL, TRADE
from index.zones.gazetteer import CITY, DISTRICT, gazetteer, short_name

REPORTS_A_ZONE = 4
KINDS = ("经济开发区", "工业园区", "高新技术产业开发区", "经济技术开发区", "产业园区")
SHARED = ("河东经济开发区", "长春经开区", "河东工业园区", "经济开发区", "产业开发区", "经济技术开发区")
"""Names of the zones that questions ask about, or kinds that serve as a name; here they lie in other places."""
SHARE_OF_SHARED = 0.2
PERIODS = (("上半年", 0.4), ("1-9月", 0.2), ("", 0.4))
KINDS_OF_TEXT = ("工作总结", "工作情况汇报", "工作总结及下一步工作打算", "经济运行情况汇报")
ORDINALS = "一二三四五六七八九十"
OPENINGS = (
    "现将{zone}{year}年{part}工作情况汇报如下。",
    "{year}年{part},{zone}在上级党委政府的坚强领导下,紧扣高质量发展主题,攻坚克难、主动作为,各项工作有序推进。",
    "今年以来,园区坚持稳中求进,以项目建设为抓手,主要经济指标保持平稳。现将{zone}{year}年{part}工作总结如下:",
)
TOWNS = (
    "枫溪",
    "柳塘",
    "白沙",
    "青莲",
    "石门",
    "高桥",
    "黄渡",
    "沙洲",
    "龙潭",
    "梅岭",
    "双河",
    "新坝",
    "马桥",
    "云溪",
    "茶亭",
    "南湖",
)
PRODUCTS = ("精制铜杆", "锂电材料", "包装纸板", "预制菜", "饲料添加剂", "玻璃纤维", "医药中间体", "铝型材")
_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+(?:\.(\d+))?)-(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Made:
    name: str
    text: str
    zone: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What the words of one report are drawn with."""

    zone: str
    province: str
    city: str
    year: int
    part: str


@cache
def formulas() -> dict[str, tuple[str, ...]]:
    """Sentences with slots, by section, in the order of the file."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in (Path(__file__).parent / "formulas.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            section, _, sentence = line.partition(" | ")
            found[section].append(sentence)
    return {section: tuple(sentences) for section, sentences in found.items()}


@cache
def _places() -> tuple[tuple[str, str, str], ...]:
    """Province, city and district of the country's districts, those of the seeds' cities left out."""
    asked = ("益阳", "长春", "芜湖", "岳阳", "吉安")
    return tuple(place for place in sorted(gazetteer().towns) if all(place) and not place[1].startswith(asked))


def distractors(count: int, *, first: int = 0) -> Iterator[Made]:
    """``count`` reports from the seed ``first`` on, the same at every run."""
    for seed in range(first, first + count):
        yield distractor(seed)


def distractor(seed: int) -> Made:
    zone, place = _zone(seed // REPORTS_A_ZONE)
    draw = Random(f"report {seed}")
    part = draw.choices([part for part, _ in PERIODS], [weight for _, weight in PERIODS])[0]
    setting = Setting(zone, place[0], place[1], 2018 + (seed % REPORTS_A_ZONE) * 2 + draw.randrange(2), part)
    title = f"{zone}{setting.year}年{part}{draw.choice(KINDS_OF_TEXT)}"
    where = f"{zone}位于{''.join(place)}。" if zone in SHARED or draw.random() < 0.5 else ""
    lines = [title, where + _filled(draw.choice(OPENINGS), draw, setting)]
    sections = formulas()
    middle = draw.sample(list(sections)[1:-2], draw.randint(4, 6))
    for number, section in enumerate(("经济指标", *middle, "存在问题", "工作打算")):
        lines.append(f"{ORDINALS[number]}、{_heading(section, draw)}")
        taken = draw.sample(sections[section], min(len(sections[section]), draw.randint(3, 6)))
        sentences = [_filled(sentence, draw, setting) for sentence in sorted(taken, key=sections[section].index)]
        cut = draw.randint(1, len(sentences))
        lines += ["".join(piece) for piece in (sentences[:cut], sentences[cut:]) if piece]
    return Made(f"distractor_{seed:05}.txt", "\n".join(lines) + "\n", zone)


def _zone(number: int) -> tuple[str, tuple[str, str, str]]:
    draw = Random(f"zone {number}")
    place = draw.choice(_places())
    if draw.random() < SHARE_OF_SHARED:
        return draw.choice(SHARED), place
    core = short_name(place[2], DISTRICT) if draw.random() < 0.7 else short_name(place[1], CITY) + draw.choice(TOWNS)
    return core + draw.choice(KINDS), place


def _heading(section: str, draw: Random) -> str:
    return {
        "经济指标": draw.choice(("主要经济指标完成情况", "经济运行情况", "经济运行稳中向好")),
        "招商引资": draw.choice(("招商引资情况", "招商引资持续发力")),
        "项目建设": draw.choice(("项目建设情况", "项目建设加快推进")),
        "存在问题": draw.choice(("存在的问题", "存在的主要困难和问题")),
        "工作打算": draw.choice(("下一步工作打算", "下一阶段工作安排", "下步工作思路")),
    }.get(section, section)


def _filled(sentence: str, draw: Random, setting: Setting) -> str:
    return _SLOT.sub(lambda match: _word(match.group(1), draw, setting), sentence)


def _word(slot: str, draw: Random, setting: Setting) -> str:
    bounds = _RANGE.fullmatch(slot)
    if bounds:
        places = len(bounds.group(2) or "")
        return f"{draw.uniform(float(bounds.group(1)), float(bounds.group(3))):.{places}f}"
    words: dict[str, Callable[[], str]] = {
        "zone": lambda: setting.zone,
        "province": lambda: setting.province,
        "city": lambda: draw.choice(("北京", "上海", "深圳", "苏州", "南京", "杭州", "广州", "东莞", "武汉", "无锡", "佛山")),
        "town": lambda: draw.choice(TOWNS),
        "park": lambda: draw.choice(TOWNS) + draw.choice(("工业园", "产业园", "片区")),
        "sector": lambda: draw.choice(SECTORS),
        "product": lambda: draw.choice(PRODUCTS),
        "company": lambda: draw.choice(FIRST) + draw.choice(SECOND) + draw.choice(TRADE) + draw.choice(("", "", *TAIL[:2])),
        "part": lambda: setting.part or "全年",
        "year": lambda: str(setting.year),
        "next": lambda: str(setting.year + 1),
    }
    return words[slot]()
