"""Whole invented reports: title, opening, three parts with headings, facts and filler mixed; one fact, or the year, may be wrong."""

from __future__ import annotations

from random import Random

from evals.audit.drawing import Draw
from evals.audit.facts import PLANS, PROJECTS, RESULTS
from evals.audit.filler import fillers
from evals.audit.makers import MAKERS
from index.domain import Alignment, Period, Report, Run, Span, ZoneIdentity
from index.outline import outline

YEAR = "year"
KINDS = (*MAKERS, YEAR)
LEADS = {
    RESULTS: ("一、主要经济指标完成情况", "一、经济运行总体情况", "一、主要工作及成效"),
    PROJECTS: ("二、项目建设和招商引资情况", "二、重点工作推进情况", "二、园区建设开展情况"),
    PLANS: ("三、下一步工作打算", "三、下一步工作安排", "三、下一阶段工作思路"),
}
ENDS = {6: "06-30", 9: "09-30", 12: "12-31"}
PARTS = {6: "上半年", 9: "前三季度", 12: ""}


def report(seed: int, *, kinds: tuple[str, ...], planted: str | None = None, count: int = 10) -> Report:
    """The report of a seed with one fact of each kind; ``planted`` names the kind whose fact is wrong, or ``year``."""
    draw = Draw(Random(seed))
    draw.year, draw.months = draw.integer(2019, 2025), draw.pick((6, 9, 12))
    parts: dict[str, list[str]] = {RESULTS: [], PROJECTS: [], PLANS: []}
    for kind in kinds:
        if kind in MAKERS:
            # Each fact draws from its own source: a wrong one changes nothing of what follows it.
            own = Draw(Random(f"{seed}:{kind}"), draw.year, draw.months, draw.used)
            for part, sentence in MAKERS[kind](own, kind == planted).sentences:
                parts[part].append(sentence)
    for part, sentence in fillers(Draw(Random(f"{seed}:filler"), draw.year, draw.months, draw.used), count):
        parts[part].append(sentence)
    title, opening = _head(draw, wrong=planted == YEAR)
    lines = [title, opening]
    for part, sentences in parts.items():
        draw.random.shuffle(sentences)
        lines.append(draw.pick(LEADS[part]))
        lines += _paragraphs(draw, sentences)
    return _built(title, "\n".join(lines), draw)


def alone(text: str) -> Report:
    """A report of one sentence, told of the first half of a year."""
    return _built("青河经济开发区工作汇报", text, Draw(Random(0)))


def _head(draw: Draw, *, wrong: bool) -> tuple[str, str]:
    zone, part, year = "青河经济开发区", PARTS[draw.months], draw.year
    slip = draw.pick((-1, 1))
    told = year + (slip if wrong else 0)
    title = f"{zone}{year}年{part}{draw.pick(('工作总结', '工作情况汇报', '工作报告'))}"
    opening = draw.pick(
        (
            f"现将{zone}{told}年{part}工作情况汇报如下。",
            f"{told}年{part},园区上下攻坚克难,经济运行总体平稳。现将有关工作情况报告如下。",
            f"根据安排,现将园区{told}年{part}工作总结如下:",
        )
    )
    if not part and opening.startswith(f"{told}年,"):
        opening = f"现将园区{told}年度工作总结报告如下。"
    return title, opening


def _paragraphs(draw: Draw, sentences: list[str]) -> list[str]:
    lines: list[str] = []
    at = number = 0
    while at < len(sentences):
        taken = draw.integer(1, 4)
        number += 1
        lead = (
            f"({'一二三四五六七八九十'[min(number, 10) - 1]}){draw.pick(('抓发展。', '抓落实。', '促提升。'))}"
            if draw.chance(0.6)
            else ""
        )
        lines.append(lead + "".join(sentences[at : at + taken]))
        at += taken
    return lines


def _built(title: str, text: str, draw: Draw) -> Report:
    whole = Span(0, len(text))
    return Report(
        id=f"r{draw.year}", content_hash="h", title=title, text=text, raw=text, alignment=Alignment((Run(whole, whole),)),
        zone=ZoneIdentity("青河经济开发区", "园区"), period=Period.parse(f"{draw.year}-01-01/{draw.year}-{ENDS[draw.months]}"),
        period_note=None, published=None, kind="工作汇报", media_type="text/plain", created="2025-01-01T00:00:00Z",
        sections=outline(text),
    )  # fmt: skip
