"""A report's text as sentences, each with what rules it from outside: headings, plan or result, 预计数下同, the running period."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.domain import Period, Report, Section
from index.governing import governor_of, is_plan, opens_plan
from index.periods import Calendar, PeriodMention, find_periods, year_period

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:(?<=\d)。(?=\d{1,4}(?:亿|万|%))[^。！？!?\n]*)*[。！？!?\n]?")
_TIMES_OF = re.compile(r"(?:水平)?的(?:近|约)?[\d.一二两三四五六七八九十]+倍")
_LASTING = re.compile(r"(?:排|延续|持续|延伸|推迟|顺延|延迟|租)(?:到了?|至)\Z")
"""订单排到明年3月: how far a thing reaches is no time of the figures behind it."""
_LONGEST = 1500
_CARRYING = frozenset({"span", "half", "year", "so_far", "quarter"})
"""Kinds of period that go on ruling the sentences behind them."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the matching text. ``start`` is its offset in the report, ``earlier`` the sentence before it.

    ``period`` rules figures that name none; ``estimated`` says that 预计数,下同 rules the whole sentence.
    """

    text: str
    start: int
    earlier: str
    path: tuple[str, ...]
    plan: bool
    estimated: bool
    period: Period | None
    mentions: tuple[PeriodMention, ...]


def sentences(report: Report, calendar: Calendar) -> Iterator[Sentence]:
    """Every sentence in order of place. A period said in one goes on ruling its paragraph, but not out of a section."""
    text, at = report.matching, 0
    starts, paths = _path_changes(report.sections)
    path, listed = tuple[str, ...](), False
    for paragraph in text.split("\n"):
        governor = governor_of(paragraph)
        earlier, carried, planned = "", _headed_period(path, report.period, calendar) or report.period, False
        for start, words in _bounded(paragraph):
            here = paths[bisect_right(starts, at + start) - 1] if starts and at + start >= starts[0] else ()
            if here != path:
                listed = listed and not _starts_anew(here)
                path, earlier, planned = here, "", False
                carried = _headed_period(path, report.period, calendar) or report.period
            mentions = tuple(each for each in find_periods(words, calendar) if not _LASTING.search(words, 0, each.span.start))
            planned = planned or opens_plan(words)
            plan = is_plan(path) or planned or listed
            estimated = governor.estimate_from is not None and start >= governor.estimate_from
            yield Sentence(words, at + start, earlier, path, plan, estimated, carried, mentions)
            spoken = [each.period for each in mentions if _carries(words, each, report.period)]
            carried = spoken[-1] if spoken and not plan else carried
            earlier = words
        # 重点任务: at the end of a line opens the list below it.
        listed = paragraph.rstrip().endswith((":", "：")) if planned else listed
        at += len(paragraph) + 1


def _starts_anew(path: tuple[str, ...]) -> bool:
    return bool(path) and re.match(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]", path[-1]) is not None


def _carries(text: str, mention: PeriodMention, reported: Period | None) -> bool:
    """Whether a period goes on ruling what follows it. 今年 in a half-year report is the half-year, which rules anyhow."""
    ahead = (
        reported is not None and reported.end is not None and mention.period is not None and mention.period.start > reported.end
    )
    return not ahead and (
        mention.kind in _CARRYING
        and mention.period is not None
        and mention.text not in ("今年", "本年", "当年")
        and not is_base(text, mention)
    )


def is_base(text: str, mention: PeriodMention) -> bool:
    """Whether a period is only what a figure is compared with: 比上年同期, 较去年, 由2023年的80个."""
    before, after = text[max(0, mention.span.start - 2) : mention.span.start], text[mention.span.end : mention.span.end + 12]
    if before.endswith(("比", "较", "与", "同", "于", "由", "从")) or after.startswith(("同期", "末的", "的基")):
        return True
    if _TIMES_OF.match(after):
        return True
    # 完成年度目标的51% takes a share of what 今年目标为430亿元 states.
    return after.startswith(("目标", "任务", "计划", "度目", "度计", "度任")) and before.endswith(
        ("占", "成", "到", "达", "超", "额", "现")
    )


def _headed_period(path: tuple[str, ...], reported: Period | None, calendar: Calendar) -> Period | None:
    """The period a section is about where its heading says one: 2025年工作计划, 明年打算, “十二五”发展回顾."""
    for heading in reversed(path):
        if re.search(r"明年|来年|次年", heading) and calendar.now is not None:
            return year_period(calendar.now + 1)
        said = [each for each in find_periods(heading, calendar) if each.period and each.kind in ("year", "plan", "span")]
        if said:
            period = said[-1].period
            inside = period is not None and reported is not None and period.contains(reported)
            return period if is_plan(path) or not inside else reported
    return None


def _path_changes(sections: Sequence[Section]) -> tuple[list[int], list[tuple[str, ...]]]:
    """Offsets at which the path of headings changes, and the path from each on: one pass, whatever the number of sections."""
    starts, paths = list[int](), list[tuple[str, ...]]()
    open_sections = list[Section]()

    def close_until(offset: int) -> None:
        while open_sections and open_sections[-1].span.end <= offset:
            end = open_sections.pop().span.end
            starts.append(end)
            paths.append(open_sections[-1].path if open_sections else ())

    for section in sorted(sections, key=lambda each: (each.span.start, each.level)):
        close_until(section.span.start)
        open_sections.append(section)
        starts.append(section.span.start)
        paths.append(section.path)
    close_until(10**12)
    return starts, paths


def _bounded(paragraph: str) -> Iterator[tuple[int, str]]:
    """Sentences with their offsets; one without end is cut at commas, so that no step looks at more than a page at a time."""
    for match in _SENTENCE.finditer(paragraph):
        start, end = match.span()
        while end - start > _LONGEST:
            comma = max(paragraph.rfind(mark, start + 1, start + _LONGEST) for mark in ",，;；")
            cut = comma + 1 if comma > start else start + _LONGEST
            yield start, paragraph[start:cut]
            start = cut
        if paragraph[start:end].strip():
            yield start, paragraph[start:end]
