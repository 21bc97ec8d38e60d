"""The period of a figure: the last one named before it, else the one that rules its sentence; targets run to the year's end."""

from __future__ import annotations

import re

from index.domain import Period, Report, Span, Status
from index.extract.sentences import Sentence, is_base
from index.periods import PeriodMention, year_period

_OWN = re.compile(r"(?:末|底|时期|期间|同期)?的\s?(?:约|近|超)?")
_HOLIDAY = re.compile(r"(?:的)?(?:春节|元旦|国庆|五一|中秋|双节|年初|岁末)")
"""2022年春节 is no year that figures could be of."""
_WHOLE = frozenset({"year", "plan", "span", "quarter", "half", "month"})


def period_of(sentence: Sentence, clause: Span, figure: int, status: Status, report: Report) -> Period | None:
    """None where the year cannot be known. ``figure`` is where the figure of the clause begins."""
    period = _period_of(sentence, clause, figure, status, report)
    this_year = report.extra.get("this_year")
    stated = any(each.year_stated and each.period == period for each in sentence.mentions)
    if status is Status.TARGET and this_year and period is not None and report.period == period and not stated:
        return year_period(int(this_year))  # told in a later year: 全年目标 is that year's
    return period


def _period_of(sentence: Sentence, clause: Span, figure: int, status: Status, report: Report) -> Period | None:
    times = sentence.text[figure : clause.end].endswith("倍")
    for mention in sentence.mentions if not times else ():
        # 由2020年的6.8%降至…: what is named right before a figure is its own, even where it is only compared with.
        if mention.kind in _WHOLE and mention.span.end <= figure and _OWN.fullmatch(sentence.text, mention.span.end, figure):
            return mention.period
    named = [
        mention
        for mention in _ruling(sentence, clause)
        if mention.kind not in ("same", "date")
        and not is_base(sentence.text, mention)
        and not _HOLIDAY.match(sentence.text, mention.span.end)
    ]
    due = [each for each in named if each.kind == "deadline" and each.span.start >= clause.start and each.period]
    if status is Status.TARGET and due:
        return year_period((due[-1].period.end or due[-1].period.start).year)  # type: ignore[union-attr]
    inside = [mention for mention in named if mention.kind != "deadline"]
    if inside:
        chosen = inside[-1]
        if chosen.kind == "year" and status is not Status.TARGET and _same_year(chosen.period, report.period):
            whole = re.search("全年", chosen.text) or not (
                chosen.period and report.period and chosen.period.contains(report.period)
            )
            return chosen.period if whole else report.period
        told = chosen.span.start >= clause.start or "全年" not in chosen.text
        if (
            status is Status.ACTUAL
            and not told
            and report.period
            and chosen.period
            and chosen.period != report.period
            and chosen.period.contains(report.period)
        ):
            return report.period  # 全年争取6亿元,已到位2.4亿元
        if chosen.kind == "so_far" and chosen.period and report.period and chosen.period.start == report.period.start:
            return report.period
        return chosen.period
    if status is Status.TARGET:
        base = next((mention.period for mention in named if mention.period), None) or sentence.period
        if base is not None and base.end is not None and base.end.year > base.start.year:
            return base
        return None if base is None else year_period((base.end or base.start).year)
    return report.period if sentence.plan else sentence.period


def _ruling(sentence: Sentence, clause: Span) -> list[PeriodMention]:
    """The periods a figure may have: those said since the last semicolon, else the one the sentence opens with."""
    before = [mention for mention in sentence.mentions if mention.span.start < clause.end]
    last = max(sentence.text.rfind(mark, 0, clause.start) for mark in ";；")
    near = [mention for mention in before if mention.span.start > last]
    opening = re.match(r"\s*(?:[(（]?\d{1,2}[)）、.])?[^\d]*", sentence.text)
    first = opening.end() if opening else 0
    return near or [mention for mention in before if mention.span.start <= first and "全年" not in mention.text]


def _same_year(one: Period | None, other: Period | None) -> bool:
    return one is not None and other is not None and one.start.year == other.start.year
