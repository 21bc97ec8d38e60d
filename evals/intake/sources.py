"""Clean reports whose zone, period and genre are known: invented ones, and parts of ``seeds``. A number is a report, the same at every run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from random import Random

from evals.audit.reports import KINDS, YEAR
from evals.audit.reports import report as audited
from evals.intake.figures import indicator_table
from evals.intake.lines import Line, Role, line
from evals.retrieval.reports import KINDS as ZONE_KINDS
from evals.retrieval.reports import SHARED, distractor
from index.card import HALF_YEAR, QUARTER
from index.card import YEAR as ANNUAL
from index.clean import clean
from seeds import seed_files

LONGEST, SHORTEST = 3_000, 600
SCANNED = 950
"""Characters of a report that is scanned: a page of it takes seconds."""
_PARTS = {"上半年": ("06-30", HALF_YEAR), "1-9月": ("09-30", QUARTER), "前三季度": ("09-30", QUARTER), "": ("12-31", ANNUAL)}
_TITLE = re.compile(r"(?P<zone>.+?)(?P<year>20\d\d)年(?P<part>上半年|1-9月|前三季度|)")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、[^。]{2,30}$")
_SUBHEADING = re.compile(r"[(][一二三四五六七八九十]{1,2}[)][^。]{2,30}$")
_LEAD = re.compile(r"^[(][一二三四五六七八九十][)]抓?促?[一-鿿]{2,3}。")
_ORDINALS = "一二三四五六七八九十"
_CORES = ("云岭", "青河", "柳泉", "松江桥", "白鹭洲", "凤栖", "北湾", "石鼓岭")
_SEEDS = {
    "hedong_h1": ("", "河东经济开发区", None, HALF_YEAR),
    "edz_2023h1": ("", "经济开发区", "2023-01-01/2023-06-30", HALF_YEAR),
    "industrial_dz_2024q3": ("产业开发区2024年1-9月工作情况汇报", "产业开发区", "2024-01-01/2024-09-30", QUARTER),
    "yiyang_changchun_2025h1": (
        "益阳长春经开区2025年上半年工作情况汇报",
        "益阳长春经开区",
        "2025-01-01/2025-06-30",
        HALF_YEAR,
    ),
}
"""Of each: a title where the part taken has none that names the zone, and what its own page says of it."""


class Size(StrEnum):
    LONG = "long"
    SHORT = "short"
    TABULAR = "tabular"
    """A workbook's: one table of indicators, and remarks."""


@dataclass(frozen=True, slots=True)
class Source:
    """A clean report. ``period`` is an ISO interval, None where the report does not state its year."""

    name: str
    zone: str
    period: str | None
    kind: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(each.source for each in self.lines)

    @property
    def title(self) -> str:
        return self.lines[0].source


@cache
def source(number: int, size: Size) -> Source:
    draw = Random(f"source {number} {size}")
    if size is Size.TABULAR:
        return _tabular(number, draw)
    if size is Size.SHORT:
        return _shortened(_invented(number, draw), draw)
    if number % 8 == 3:
        return _seed(number // 8)
    return _audited(number) if number % 4 == 1 else _invented(number, draw)


def _usable(zone: str, text: str, part: str) -> bool:
    """A zone whose name is its kind twice over has none; a yearly report with figures of its first months may be read as one of those."""
    core = zone.removesuffix(max((kind for kind in ZONE_KINDS if zone.endswith(kind)), key=len, default=""))
    odd = zone in SHARED or not core or re.search(r"开发|管理|经济|高新|工业|示范", core)
    return not odd and not (part == "" and re.search(r"1-\d月", text))


def _invented(number: int, draw: Random) -> Source:
    seed = 10_000 + number * 7
    while True:
        made = distractor(seed)
        zone, period, kind, part = _card(made.text)
        if _usable(zone, made.text, part):
            break
        seed += 1
    lines = _lines(made.text.splitlines())
    if draw.random() < 0.4:
        lines = _with_subheadings(lines, draw)
    if draw.random() < 0.5:
        lines = _with_table(lines, draw, part)
    return Source(f"invented_{seed}", zone, period, kind, tuple(lines))


def _audited(number: int) -> Source:
    kinds = tuple(kind for kind in KINDS if kind != YEAR)
    seed = 500 + number
    while True:
        report = audited(seed, kinds=kinds[seed % 5 :: 3], count=14)
        zone, period, kind, part = _card(report.text)
        if _usable(zone, report.text, part):
            break
        seed += 1000
    core = _CORES[number % len(_CORES)]
    lines = _lines([_LEAD.sub("", text).replace("青河", core) for text in report.text.splitlines()])
    return Source(f"audited_{seed}", zone.replace("青河", core), period, kind, tuple(lines))


def _card(text: str) -> tuple[str, str, str, str]:
    match = _TITLE.match(text)
    assert match is not None  # every invented title is made this way
    end, kind = _PARTS[match["part"]]
    return match["zone"], f"{match['year']}-01-01/{match['year']}-{end}", kind, match["part"]


def _lines(texts: Sequence[str]) -> list[Line]:
    """The first is the title; headings are told by their numbers."""
    return [line(Role.TITLE if at == 0 else _role(text), text) for at, text in enumerate(texts)]


def _role(text: str) -> Role:
    return Role.HEADING if _HEADING.match(text) else Role.SUBHEADING if _SUBHEADING.match(text) else Role.PARAGRAPH


def _with_subheadings(lines: Sequence[Line], draw: Random) -> list[Line]:
    """Headings of the second level before the paragraphs of sections that have two."""
    names = ("总体情况", "重点进展", "主要做法", "工作成效", "推进情况", "保障措施")
    found: list[Line] = []
    ordinal = 0
    for at, each in enumerate(lines):
        if each.role is Role.HEADING:
            ordinal = 0
        two = sum(_same_section(lines, at, other) for other in range(len(lines))) > 1
        if each.role is Role.PARAGRAPH and at > 1 and two:
            found.append(line(Role.SUBHEADING, f"({_ORDINALS[ordinal]}){names[(ordinal + len(found)) % len(names)]}"))
            ordinal += 1
        found.append(each)
    return found if draw.random() < 0.9 else list(lines)


def _same_section(lines: Sequence[Line], one: int, other: int) -> bool:
    low, high = min(one, other), max(one, other)
    apart = any(each.role is Role.HEADING for each in lines[low : high + 1])
    return not apart and lines[other].role is Role.PARAGRAPH


def _with_table(lines: Sequence[Line], draw: Random, part: str) -> list[Line]:
    """A table of indicators at the end of the first section."""
    headings = [at for at, each in enumerate(lines) if each.role is Role.HEADING]
    at = headings[1] if len(headings) > 1 else len(lines)
    return [*lines[:at], *indicator_table(draw, part or "全年", rows=draw.randint(5, 9)), *lines[at:]]


def _shortened(whole: Source, draw: Random) -> Source:
    """The first sections, up to ``SCANNED`` characters; a long one loses its last paragraphs."""
    room = draw.randint(SCANNED - 250, SCANNED)
    lines: list[Line] = []
    for each in whole.lines:
        if sum(len(known.source) + 1 for known in lines) + len(each.source) > room:
            break
        lines.append(each)
    while lines[-1].role in (Role.HEADING, Role.SUBHEADING, Role.CAPTION):
        lines.pop()
    return Source(whole.name + "_short", whole.zone, whole.period, whole.kind, tuple(lines))


def _seed(number: int) -> Source:
    name, (title, zone, period, kind) = list(_SEEDS.items())[number % len(_SEEDS)]
    raw = next(entry for entry in seed_files() if entry.name == name + ".txt").read_bytes().decode("utf-8")
    texts = [text for text in clean(raw).text.splitlines() if text.strip()]
    if title:
        texts = [title, *(text for text in texts if not re.fullmatch(r".{0,8}上半年工作情况汇报", text))]
    kept: list[str] = []
    for text in texts:
        if sum(map(len, kept)) + len(kept) + len(text) > LONGEST:
            break
        kept.append(text)
    return Source(f"seed_{name}", zone, period, kind, tuple(_lines(kept)))


def _tabular(number: int, draw: Random) -> Source:
    whole = _invented(number, Random(f"tabular {number}"))
    part = next(word for word in (*_PARTS, "") if word in whole.title)
    title = re.sub(r"(年(?:上半年|1-9月|))[^年]*$", r"\1主要经济指标完成情况", whole.title)
    notes = [each for each in whole.lines if each.role is Role.PARAGRAPH][1 : draw.randint(6, 9)]
    table = indicator_table(draw, part or "全年", rows=draw.randint(15, 18), captioned=False)
    return Source(f"tabular_{number}", whole.zone, whole.period, whole.kind, (line(Role.TITLE, title), *table, *notes))
