"""The sections of a briefing without a model: cards, excerpts, doubts and coverage as verified sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from index.domain import Finding, Observation, Report, Span, Status, SubjectKind
from index.library import Library
from service.chains.material import Material, Part, chosen_excerpts
from service.chains.telling import STATUS_NOTE
from service.chains.verified import verified
from service.citing import LONGEST_QUOTE, CitationBook, trimmed
from service.digest import FIGURES, NEXT, NOTES, OVERVIEW, PROBLEMS, Excerpt
from service.doubts import DOUBTS, open_doubts
from service.schema import (
    Sentence,
)

_LACKS = {FIGURES: "主要指标完成数", PROBLEMS: "问题", NEXT: "下一步安排"}
_DIGIT = re.compile(r"[0-9]")
_DATE = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])")
_MOST_DOUBTS = 6
_NAMED_ROWS = 4


# --- sentences without a model --------------------------------------------------------------------------------------


def extracted(library: Library, material: Material, heading: str, book: CitationBook) -> tuple[Sentence, ...]:
    if heading == NOTES:
        return tuple(_notes(library, material, book))
    sentences: list[Sentence] = list(_cards(library, material, book)) if heading == OVERVIEW else []
    silent = []
    for part in material.parts:
        chosen = chosen_excerpts(material, part, heading)
        sentences += [_quoted(library, book, part, each, named=material.several) for each in chosen]
        if not chosen:
            silent.append(part.label)
    if silent and heading != OVERVIEW:
        who = f"{'、'.join(silent)}的报告" if material.several else "报告"
        sentences.append(Sentence(text=f"{who}未单列{_LACKS.get(heading, heading)}。"))
    return tuple(sentences)


def _quoted(library: Library, book: CitationBook, part: Part, excerpt: Excerpt, *, named: bool) -> Sentence:
    cited = [book.cite(part.report, run) for run in excerpt.runs if len(trimmed(part.report.text, run))]
    prefix = f"{part.label}:" if named else ""
    sentence = verified(library, book, prefix + excerpt.text, cited)
    for note in STATUS_NOTE.values():
        if sentence.withheld and note:
            # The ledger took a status from words the clause does not hold: said, the sentence is true.
            better = verified(library, book, f"{prefix}{excerpt.text.rstrip('。')}{note}。", cited)
            sentence = sentence if better.withheld else better
    return sentence


def _cards(library: Library, material: Material, book: CitationBook) -> Iterator[Sentence]:
    """Whose reports these are and of which period, and which of the zones share a name."""
    for part in material.parts:
        report = part.report
        period = f"报告期为{report.period.label}" if report.period else "报告期未注明年份"
        # The day of publication stands in the page's furniture, not in the text that can be cited: it is left to the card.
        head = f"{material.labels[report.zone.name]}:{report.kind or '工作报告'},{period}"
        cited = [book.cite(report, span) for span in _identifying(report)]
        yield _noted(library, book, head, report.period_note or "", cited)
    for one, other in material.homonyms:
        yield Sentence(text=f"{one}与{other}简称相同,不是同一园区,以下分列。")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _noted(library: Library, book: CitationBook, head: str, note: str, cited: Sequence[int]) -> Sentence:
    """The head with as many clauses of the note as the report's own words bear out."""
    clauses = [
        clause for clause in re.split("[;；]", _DATE.sub(lambda match: _day(date.fromisoformat(match.group())), note)) if clause
    ]
    while True:
        body = f"{head}({';'.join(clauses)})。" if clauses else f"{head}。"
        sentence = verified(library, book, body, cited)
        if not sentence.withheld or not clauses:
            return sentence
        clauses.pop()


def _identifying(report: Report) -> list[Span]:
    """Where a report says what it is: its title in the text, the opening statement with its year, the words a note quotes."""
    spans = []
    at = report.text.find(report.title) if report.title else -1
    if at >= 0:
        spans.append(Span(at, min(at + len(report.title), at + LONGEST_QUOTE)))
    years = [str(report.period.start.year)] if report.period else []
    for words in [
        *re.findall(r"[“\"]([^”\"]{4,60})[”\"]", report.period_note or ""),
        *re.findall(r"20\d\d", report.period_note or ""),
        *years,
    ]:
        found = report.text.find(words, at + len(report.title) if at >= 0 else 0)
        if found >= 0 and not any(span.start <= found < span.end for span in spans):
            end = min(len(report.text), found + max(len(words), 24))
            line = report.text.find("\n", found, end)
            spans.append(Span(found, line if line > 0 else end))
    if not spans:
        first = next((match for match in re.finditer(r"[^\n]{8,}", report.text)), None)
        if first:
            spans.append(Span(first.start(), min(first.end(), first.start() + 80)))
    return [span for span in spans if len(trimmed(report.text, span))]


def _notes(library: Library, material: Material, book: CitationBook) -> Iterator[Sentence]:
    """数据说明: status, 口径, findings, coverage."""
    for part in material.parts:
        yield from _status_notes(library, part, book)
    if any(each.status is Status.TARGET for part in material.parts for each in part.ledger):
        yield Sentence(text="“力争”“计划”“目标”“预计可”等所述为目标或计划,不是完成数。")
    yield from _comparability(library, material, book)
    for part in material.parts:
        for doubt in open_doubts(part.findings)[: _MOST_DOUBTS // (2 if material.several else 1)]:
            yield _doubted(library, part, doubt, book, named=material.several)
    used = len({excerpt.report_id for part in material.parts for excerpt in part.excerpts})
    lacking = [part.label for part in material.parts if not part.excerpts]
    yield Sentence(text=f"依据{used}/{len(material.parts)}份报告" + (f";缺:{'、'.join(lacking)}。" if lacking else "。"))


def _comparability(library: Library, material: Material, book: CitationBook) -> Iterator[Sentence]:
    """Which rows of the table may not be read as a ranking, with the figures they hold."""
    rows = [row for row in material.table.rows if len(row.filled) > 1 and not row.comparable]
    if not material.several or not rows:
        return
    names = "、".join(row.indicator for row in rows[:_NAMED_ROWS]) + ("等" if len(rows) > _NAMED_ROWS else "")
    cited = [book.cite(library.report(each.report_id), each.span) for row in rows[:_NAMED_ROWS] for _, each in row.filled]
    yield verified(library, book, f"{names}各园区统计期、口径或状态不同,不可直接比较或排名,原因见对照表。", cited)


def _status_notes(library: Library, part: Part, book: CitationBook) -> Iterator[Sentence]:
    estimated: dict[str, Observation] = {}
    for each in part.ledger:
        if each.status is Status.ESTIMATE and each.subject_kind is SubjectKind.ZONE and not _DIGIT.search(each.indicator):
            estimated.setdefault(each.indicator, each)
    if estimated:
        first = list(estimated.items())[:_NAMED_ROWS]
        cited = [book.cite(part.report, each.span) for _, each in first]
        names = "、".join(name for name, _ in first) + ("等" if len(estimated) > len(first) else "")
        yield verified(library, book, f"{part.label}:{names}为预计数,不是最终数。", cited)


def _doubted(library: Library, part: Part, doubt: Finding, book: CitationBook, *, named: bool) -> Sentence:
    """An audit finding told with the report's own words; without them where they cannot be repeated word for word."""
    words = DOUBTS.get(doubt.kind, "前后表述不一致")
    who = f"{part.label}:" if named else ""
    cited = [book.cite(part.report, each.span) for each in doubt.spans]
    quotes = "与".join(f"“{_short(each.quote)}”" for each in doubt.spans)
    sure = "" if doubt.result == "fail" or "疑" in words else "疑"
    sentence = verified(library, book, f"{who}勾稽提示:{quotes},{sure}{words}。", cited)
    return sentence if not sentence.withheld else verified(library, book, f"{who}勾稽提示:{words},见所引原文。", cited)


def _short(quote: str) -> str:
    quote = re.sub(r"\s+", " ", quote).strip(" ,。;").replace("“", "‘").replace("”", "’")
    if len(quote) <= 48:
        return quote
    cut = max(quote.rfind(mark, 12, 48) for mark in ",;、。")
    return (quote[:cut] if cut > 0 else re.sub(r"[\d.]+$", "", quote[:48])) + "……"
