"""When it was: the period a sentence gives a figure against the period of the source's figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.domain import Period, Status
from index.periods import Calendar, PeriodMention, find_periods
from index.verify.told import Told

_SOME_YEAR = Calendar(Period.parse("2000-01-01/2000-06-30"))
_OWN_TARGET = re.compile(r"度?(?:目标|任务|计划)(?:任务)?(?:的|为|是)?\s?[约近超]?")
"""完成2024年目标185亿元的一半: the year of the target is the target's own."""


def period_agrees(claim: Told, stated: Told, named: Sequence[PeriodMention]) -> bool:
    mention = ruling(claim, named)
    source = stated.row
    if mention is None or _heads_line(mention, claim, stated):
        return True
    said = mention.period
    if source is None or source.period is None or said is None:
        return _words_of_time_agree(mention, stated)
    if source.status is Status.TARGET and (_another_clause(claim, mention, source.period) or _headed(said, stated)):
        return True
    return compatible(mention, said, source.period) or _said_beside(mention, stated)


def ruling(claim: Told, named: Sequence[PeriodMention]) -> PeriodMention | None:
    """The period that a sentence itself gives a figure: the last named before it that is no base of comparison."""
    before = [
        each
        for each in named
        if each.span.end <= claim.at.start
        and each.kind not in ("same", "years", "plan")
        and (not _is_base(claim.text, each) or _OWN_TARGET.fullmatch(claim.text, each.span.end, claim.at.start))
    ]
    return before[-1] if before else None


def _another_clause(claim: Told, mention: PeriodMention, stated: Period) -> bool:
    """Whether a period is said of what was done, in a clause before that of a plan: 上半年签约1个,拟签约的有20个."""
    between = claim.text[mention.span.end : claim.at.start]
    apart = re.search(r"\d[^,，;；]*[,，;；]", between) is not None and mention.kind in (
        "half",
        "quarter",
        "span",
        "so_far",
        "now",
        "month",
    )
    return apart and mention.period is not None and mention.period.start.year == stated.start.year


def _headed(said: Period, stated: Told) -> bool:
    """Whether the plan stands under a heading of just that time (二、2025年工作打算)."""
    path = stated.cited.path if stated.cited is not None else ()
    return any(each.period == said for heading in path for each in find_periods(heading, _SOME_YEAR))


def _heads_line(mention: PeriodMention, claim: Told, stated: Told) -> bool:
    """Whether a period only labels the report a line is from: 甲园区(2024年1-9月):… says nothing of the figure's own time."""
    lead = re.match(r"[^:：。;；]{0,60}[)）][:：]", claim.text)
    inside = lead is not None and mention.span.end < lead.end()
    return inside and stated.cited is not None and mention.period == stated.cited.period


def _is_base(text: str, mention: PeriodMention) -> bool:
    before, after = text[max(0, mention.span.start - 2) : mention.span.start], text[mention.span.end : mention.span.end + 6]
    if before.endswith(("比", "较", "与", "于", "由", "从")) or after.startswith(("同期", "相比")):
        return True
    return after.startswith(("目标", "任务", "计划", "度目", "度计", "度任", "预算")) and (
        "年" in mention.text and mention.kind not in ("half", "quarter", "span", "month")
    )


def compatible(mention: PeriodMention, said: Period, stated: Period) -> bool:
    """Whether a figure of ``stated`` may be told under a mention: the same time, its bare year, or the same end for 截至."""
    if said == stated:
        return True
    if mention.kind == "year" and not re.search("全年|年度", mention.text):
        return said.contains(stated) or (stated.end is None and said.start.year == stated.start.year)
    if mention.kind in ("deadline", "so_far", "now", "date"):
        if stated.end is None or said.end is None:
            return said.start.year == stated.start.year
        return said.end == stated.end or (stated.contains(said) and stated.months == 12)
    if stated.end is None:
        return stated.start == said.start
    return False


def _said_beside(mention: PeriodMention, stated: Told) -> bool:
    """Whether the source names a figure's time by the very words of the claim, right before it in its clause."""
    before = stated.before
    clause = before[max(before.rfind(mark) for mark in "。;；\n") + 1 :]
    found = find_periods(clause)
    return bool(found) and found[-1].text == mention.text


def _words_of_time_agree(mention: PeriodMention, stated: Told) -> bool:
    """Where no year is known: the months a claim names against those the source names for its figure."""
    before = stated.before
    clause = before[max(before.rfind(mark) for mark in "。;；\n") + 1 :]
    known = stated.cited.calendar or Calendar(stated.cited.period) if stated.cited is not None else Calendar()
    calendar = known if known.year is not None else _SOME_YEAR
    there = [each for each in find_periods(clause, calendar) if each.kind not in ("same", "years")]
    here = find_periods(mention.text, calendar)
    if not there or not here or there[-1].period is None or here[-1].period is None:
        return True
    return compatible(here[-1], here[-1].period, there[-1].period)
