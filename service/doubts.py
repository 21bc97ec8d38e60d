"""Where a report contradicts itself (勾稽): which findings of its audit bear on what is told of it, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.domain import Finding
from index.library import Library
from service.plan import Asking, Group
from service.schema import Citation, Sentence
from service.wanted import wanted_indicators

DOUBTS = {
    "list_count": "所述个数与列出的名单不一致",
    "sum": "分项合计与总数不一致",
    "unit_pair": "括注单位换算不相符",
    "ratio": "前后两数与所述比率不相符",
    "progress": "完成进度与序时进度之差不相符",
    "bound": "到位数超过授信或获批数,可能含以前年度,口径未说明",
    "year": "标题与正文的年份冲突",
    "date_order": "时序矛盾,年份可能有误",
    "label": "分类口径矛盾",
    "status": "同一项目的阶段表述不一致",
    "naming": "疑为同一名称的不同写法,前后不一致",
    "growth": "同一指标的同比表述互相矛盾",
    "restatement": "同一指标前后两处数值不一致",
    "target": "目标低于已经完成的数",
    "repeated_item": "同一列举中一词重复出现,疑有笔误",
}
_OF_WORDING = ("naming", "repeated_item", "year", "share_of_count", "target")
"""Findings about how a report is written, not about whether a figure of it stands; the year has a notice of its own."""

_OF_FIGURES = ("growth", "restatement", "sum", "ratio", "progress", "unit_pair")
"""Findings whose two sides a writer must tell together."""


def open_doubts(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that nobody has dismissed; a list that names some with 等 cannot be counted and is no doubt."""
    return [
        each
        for each in findings
        if each.result in ("fail", "uncertain")
        and each.decision != "dismissed"
        and not (each.kind == "list_count" and each.result == "uncertain")
    ]


def doubts_of(library: Library, report_id: str) -> list[Finding]:
    """Open doubts about the figures of one report."""
    return [each for each in open_doubts(library.audit(report_id)) if each.kind not in _OF_WORDING]


def doubts_told(library: Library, sentences: Sequence[Sentence], citations: Sequence[Citation]) -> list[Finding]:
    """Doubts about numbers that an answer shows: a span of the finding stands in a number's citation and holds that number."""
    cited = {each.n: each for each in citations}
    shown = {(number.citation, number.text) for sentence in sentences if not sentence.withheld for number in sentence.numbers}
    found = list[Finding]()
    for report_id in dict.fromkeys(each.report_id for each in citations):
        for doubt in doubts_of(library, report_id):
            if any(
                citation.report_id == (span.report_id or report_id)
                and citation.start <= span.span.start
                and span.span.end <= citation.end
                and text in span.quote
                for key, text in shown
                if (citation := cited.get(key or 0)) is not None
                for span in doubt.spans
            ):
                found.append(doubt)
    return found


def doubts_asked(library: Library, asking: Asking, group: Group) -> list[tuple[str, Finding]]:
    """Doubts about the indicators that a question names, with the indicator's name."""
    wanted = wanted_indicators(asking.reading)
    found = list[tuple[str, Finding]]()
    for report_id in group.report_ids if wanted else ():
        for doubt in doubts_of(library, report_id):
            if doubt.kind not in _OF_FIGURES:
                continue
            spans = [each.span for each in doubt.spans]
            for row in library.ledger(report_id):
                if row.indicator in wanted and any(span.contains(row.value_span) for span in spans):
                    found.append((row.indicator, doubt))
                    break
    return found
