"""Questions about the reports themselves: which period they speak of, as their cards know it."""

from __future__ import annotations

import re

from index.domain import Report, Span
from index.library import Asked, Library
from service.extractive.composed import Composed, Composition, Place
from service.plan import Asking

ABOUT_REPORT = re.compile(
    r"(?:报告|总结|材料|汇报|文件|今年).{0,12}(?:哪一?年|哪个时期|什么时期|时间段|报告期|(?:19|20)\d{2}年吗)|(?:反映|属于|针对).{0,6}(?:时期|哪一?年|期间)"
)


def about_reports(library: Library, asking: Asking) -> Composition:
    """Which period reports speak of, from their cards: what is stated, what is disputed, what cannot be known."""
    sentences = []
    for group in asking.groups:
        for report_id in group.report_ids:
            report = library.report(report_id)
            period = report.period.label if report.period else "年份未注明"
            note = f"({stated})" if (stated := _stated_note(report)) else ""
            lead = "不能认定是所问年份。" if Asked.YES_NO in asking.reading.asked and report.period is None else ""
            head = f"{group.label}:" if len(asking.groups) > 1 else ""
            sentences.append(Composed(f"{head}{lead}报告期为{period}{note}。", _dated(report)))
    return Composition(tuple(sentences), "answered")


def _stated_note(report: Report) -> str:
    """The parts of a period's note whose years the text itself states: a page's time stamp stands in no text."""
    parts = re.split("[;；]", report.period_note or "")
    return ";".join(part for part in parts if all(year in report.text for year in re.findall(r"(?:19|20)\d{2}", part)))


def _dated(report: Report) -> tuple[Place, ...]:
    """Places of the text that state the years its card speaks of: a clause for each year, the first that names it."""
    years = re.findall(r"(?:19|20)\d{2}", f"{report.period.iso if report.period else ''} {report.period_note or ''}")
    places = []
    for year in dict.fromkeys(years):
        at = report.text.find(year)
        if at >= 0:
            start = max(report.text.rfind(mark, 0, at) for mark in "。;,\n") + 1
            ends = [end for end in (report.text.find(mark, at) for mark in "。;,\n") if end >= 0]
            places.append((report.id, Span(start, min([*ends, start + 150, len(report.text)]))))
    return tuple(dict.fromkeys(places))
