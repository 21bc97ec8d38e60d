"""Numbered items as an answer: the heads of a run that a question asks for (四帮指什么, 有哪三个特点), and what follows a bare head."""

from __future__ import annotations

import re

from index.domain import Report, Span, path_at
from index.library import Asked, Item, Library, Located, Reading, Run, holds_term, runs
from service.extractive.composed import Composed
from service.extractive.wording import EDGE, LONGEST_QUOTE, lists_it, verbatim
from service.find import Found
from service.plan import Asking
from service.wanted import GENERAL

_ASKS_FOR_SEVERAL = re.compile(
    r"哪[些几]|哪?[两二三四五六七八九]|什么|怎么|怎样|如何|咋|为何|凭|几[个条项方点招样]|[指分]|列|说说"
)
_COUNTED = re.compile(r"([两二三四五六七八九十])(?:个|条|项|点|大|样|方面|招|步|类|种|帮|篇|头|处)")
_NUMBERS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_BEFORE = 120
"""Characters before a run in which stands what it is about."""
_COVERED, _OF_ONE = 0.72, 0.2
"""Share of the question's weight that must stand over a run, and the share of words of a single item from which on that one is asked for."""
_TELLING = 0.9
"""Weight from which on a word says what is asked about, and must stand over the run."""
_ROOM = 280
_MOST = 9


def itemised(library: Library, asking: Asking, found: Found) -> Composed | None:
    """The heads of the run of items that a question asks for; None where it asks for none or where one span says it all."""
    reading = asking.reading
    if not reading.asked & {Asked.LIST, Asked.REASON, Asked.HOW, Asked.TEXT} or not _ASKS_FOR_SEVERAL.search(asking.question):
        return None
    if found.answers and lists_it(reading, found.located[0]):
        return None
    best: tuple[float, Report, Run] | None = None
    for report_id in found.group.report_ids:
        report = library.report(report_id)
        for run in runs(report.text):
            score = _asked_for(asking, report, run)
            if score and (best is None or score > best[0]):
                best = (score, report, run)
    return None if best is None else _heads(library, best[1], best[2])


def _asked_for(asking: Asking, report: Report, run: Run) -> float:
    """How surely a question asks for the whole run, 0 where it does not."""
    terms = asking.reading.terms
    total = sum(term.weight for term in terms)
    if not total or len(run.items) > _MOST:
        return 0.0
    start = max(report.text.rfind("\n", 0, run.lead.start) + 1, run.span.start - _BEFORE)
    over = "".join(path_at(report.sections, run.span.start)) + report.text[min(start, run.lead.start) : run.span.start]
    covered = alone = 0.0
    lacking = False
    for term in terms:
        inside = [holds_term(term, item.span.of(report.text)) >= 0.5 for item in run.items]
        shared = holds_term(term, over) >= 0.5 or sum(inside) * 2 > len(inside)
        covered += term.weight * shared
        lacking = lacking or (not shared and term.weight >= _TELLING and term.word not in GENERAL)
        alone += term.weight * (not shared and any(inside))
    counted = _COUNTED.search(asking.question)
    fits = counted is not None and _NUMBERS[counted.group(1)] == len(run.items)
    if lacking or covered < _COVERED * total or alone > _OF_ONE * total or (counted and not fits and covered < total):
        return 0.0
    return covered / total + 0.3 * fits


def _heads(library: Library, report: Report, run: Run) -> Composed:
    told = [verbatim(library, report, item.span if len(run.span) <= _ROOM else item.head) for item in run.items]
    body = ";".join(each.body.rstrip(EDGE) for each in told)
    return Composed(body + "。", tuple(place for each in told for place in each.places))


def gone_on(library: Library, reading: Reading, located: Located, told: Composed) -> Composed:
    """What is told, with the sentences behind where it is the mere head of an item or a sentence too short to say why or how."""
    if not reading.asked & {Asked.LIST, Asked.REASON, Asked.HOW, Asked.TEXT} or len(told.body) > _SHORT or len(told.places) != 1:
        return told
    report = library.report(located.passage.report_id)
    [(_, span)] = told.places
    item = _item_at(report, span)
    stop = item.span.end if item else _paragraph_end(report.text, span.end)
    end = span.end
    for match in re.finditer(r"[^。!?！？]+[。!?！？]?", report.text[span.end : stop]):
        if span.end + match.end() - span.start > min(_ROOM, LONGEST_QUOTE):
            break
        end = span.end + match.end()
    return verbatim(library, report, Span(span.start, end)) if end - span.end > _GAIN else told


_SHORT, _GAIN = 28, 8


def _item_at(report: Report, span: Span) -> Item | None:
    return next((item for run in runs(report.text) for item in run.items if item.head.overlaps(span)), None)


def _paragraph_end(text: str, at: int) -> int:
    end = text.find("\n", at + 1)
    return end if end >= 0 else len(text)
