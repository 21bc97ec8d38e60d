"""The period of a figure: the last one named before it, else the one that rules its sentence; targets run to the year's end."""

from __future__ import annotations

import re

from index.domain import Period, Report, Span, Status
from index.extract.sentences import Sentence, is_base
from index.periods import year_period


def period_of(sentence: Sentence, clause: Span, status: Status, report: Report) -> Period | None:
    """None where the year cannot be known."""
    named = [
        mention
        for mention in sentence.mentions
        if mention.span.start < clause.end and mention.kind not in ("same", "date") and not is_base(sentence.text, mention)
    ]
    inside = [mention for mention in named if mention.kind != "deadline"]
    if inside:
        chosen = inside[-1]
        if chosen.kind == "year" and status is not Status.TARGET and _same_year(chosen.period, report.period):
            whole = re.search("全年", chosen.text) or not (
                chosen.period and report.period and chosen.period.contains(report.period)
            )
            return chosen.period if whole else report.period
        if chosen.kind == "so_far" and chosen.period and report.period and chosen.period.start == report.period.start:
            return report.period
        return chosen.period
    if status is Status.TARGET:
        base = next((mention.period for mention in named if mention.period), None) or sentence.period
        return None if base is None else year_period((base.end or base.start).year)
    return report.period if sentence.plan else sentence.period


def _same_year(one: Period | None, other: Period | None) -> bool:
    return one is not None and other is not None and one.start.year == other.start.year
