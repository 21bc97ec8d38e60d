"""Spans of reports as sentences: drawn out to what is said with them, with the status that governs them from outside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.domain import Report, Span, Status
from index.library import STATUS_WORDS, Asked, Library, Located, Reading, answers_all, holds_term, widened
from service.extractive.composed import Composed

ROOM = 150
"""Characters a plain answer may take around its span: one spoken sentence of these reports."""
ROOM_WHEN_COMPLETE = 90
"""A span that says all that was asked keeps only what is bound to it: its growth, its share of the target."""
ROOM_FOR_LISTS = 260
ROOM_ACROSS = 100
LONGEST = 280
_NEARLY, _NEARLY_TOLD = 0.93, 0.85
"""Share of the best span's score from which on another is as likely the answer: both are shown."""
LONGEST_QUOTE = 290
_STATUS_NOTE = {Status.ESTIMATE: "(预计数)", Status.TARGET: "(目标)"}
_WANTED = re.compile(r"目标(?:任务)?(?:就?是|为|[:：])")
_WANTED_TOO = re.compile(r"\s*[^。\n]*(?:以上|力争|确保|位次前移|不低于|达到)[^。\n]*。?")
_PARTS_ASKED = re.compile(r"怎么分|分别|构成|各有|各自|各是|各多少|各几|其中|包括|哪几类|结构|分布")
_PARTS = re.compile(r"\s*其中[:：,，]?[^。\n]+。?")
"""The sentence that breaks the figure before it into parts."""
EDGE = " 。:,;、，；：\n\t"
ENUMERATOR = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+是|[(（]?\d{1,2}[)）.、](?!\d)|[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)"
)


def enough(library: Library, reading: Reading, located: Sequence[Located]) -> list[Located]:
    """The best span, and further ones that bring words of the question the first lacks."""
    chosen = [located[0]]
    have = worded(library, reading, located[0]).body
    names = reading.asked & {Asked.LIST, Asked.WHO}
    told = bool(reading.asked & {Asked.TEXT, Asked.HOW, Asked.REASON})
    doubtful = not re.search("[、(]", located[0].text) if names and not told else True
    nearly = _NEARLY_TOLD if told else _NEARLY
    total = sum(term.weight for term in reading.terms) or 1.0
    for each in located[1:10]:
        lacking = [term for term in reading.terms if not holds_term(term, have)]
        gained = sum(term.weight for term in lacking if holds_term(term, each.text))
        apart = all(
            not each.sentence.overlaps(other.sentence) or each.passage.report_id != other.passage.report_id for other in chosen
        )
        near = doubtful and each.score >= nearly * chosen[0].score and each.fits and each.coverage >= chosen[0].coverage
        brings = each.score >= 0.6 * chosen[0].score and gained / total >= 0.25
        if apart and (near or brings) and len(have) + len(each.text) <= LONGEST:
            chosen.append(each)
            have += each.text
        if len(chosen) == (2 if doubtful else 3):
            break
    return chosen


def worded(library: Library, reading: Reading, located: Located, *, room: int | None = None) -> Composed:
    """A located span as a sentence, drawn out to what is said with it."""
    report = library.report(located.passage.report_id)
    long = reading.asked & {Asked.LIST, Asked.WHO, Asked.REASON, Asked.HOW, Asked.TIME}
    complete = lists_it(reading, located) if Asked.LIST in long else not long and _says_it_all(reading, located)
    limit = ROOM_WHEN_COMPLETE if complete else room or (ROOM_FOR_LISTS if long else ROOM)
    apart = _PARTS_ASKED.search(reading.text) is not None and Asked.HOW not in reading.asked
    span = widened(report.text, located, max(limit, ROOM_FOR_LISTS) if apart else limit, back=apart or not complete)
    if Asked.LIST in reading.asked and _WANTED.search(located.sentence_text):
        # 总目标是…: the sentences behind go on with what is wanted.
        while (more := _WANTED_TOO.match(report.text, span.end)) is not None and more.end() - span.start <= limit:
            span = Span(span.start, more.end())
    if apart and (parts := _PARTS.match(report.text, span.end)) is not None:
        span = Span(span.start, min(parts.end(), span.start + LONGEST_QUOTE))
    return verbatim(library, report, span if len(span) <= LONGEST_QUOTE else located.span)


def lists_it(reading: Reading, located: Located) -> bool:
    """Whether a span is itself the list asked for: it holds the telling words, and names one after another."""
    wanted = [term for term in reading.terms if term.weight >= 0.5]
    listed = located.text.count("、") > 1 or re.search(r"[(（][^)）]*、[^)）]*[)）]", located.text) is not None
    here = sum(term.weight for term in wanted if holds_term(term, located.text) >= 0.5)
    spoken = all(holds_term(term, located.sentence_text + "".join(located.passage.path)) >= 0.5 for term in wanted)
    return listed and spoken and here * 2 >= sum(term.weight for term in wanted) > 0


def _says_it_all(reading: Reading, located: Located) -> bool:
    """Whether a span holds every telling word of a question for figures, and figures of each kind: then no more is said."""
    wanted = [term for term in reading.terms if term.weight >= 0.5]
    return (
        bool(wanted)
        and all(holds_term(term, located.text) >= 0.5 for term in wanted)
        and answers_all(reading.asked, located.text)
    )


def verbatim(library: Library, report: Report, span: Span) -> Composed:
    """A span as a sentence: ordinals and edges off, the status that governs it from outside added."""
    words = span.of(report.text)
    ordinal = ENUMERATOR.match(words)
    start = span.start + (ordinal.end() if ordinal else 0)
    words = report.text[start : span.end]
    start += len(words) - len(words.lstrip(EDGE))
    end = span.end - (len(words) - len(words.rstrip(EDGE)))
    exact = Span(start, max(end, start))
    body = re.sub(r"\s*\n\s*", "", exact.of(report.text))
    if body.count("(") > body.count(")") and report.text[exact.end : exact.end + 1] == ")":
        exact, body = Span(exact.start, exact.end + 1), body + ")"
    rows = [each for each in library.ledger(report.id) if exact.contains(each.value_span)]
    notes = [
        note
        for status, note in _STATUS_NOTE.items()
        if any(each.status is status for each in rows) and not STATUS_WORDS[status].search(body)
    ]
    closing = "" if body.endswith(("。", "!", "?", "”")) and not notes else "。"
    return Composed(body + "".join(notes) + closing, ((report.id, exact),))


_ITEM = re.compile(r"[^,，;；:：。(（]{2,30}[(（][^)）]{2,120}[)）]")


def item_asked_for(library: Library, reading: Reading, located: Located) -> Composed | None:
    """The one item with its names in brackets that a question asks for, out of a sentence that lists several."""
    report = library.report(located.passage.report_id)
    items = [Span(*match.span()) for match in _ITEM.finditer(report.text, located.sentence.start, located.sentence.end)]
    if len(items) < 2:
        return None
    telling = [term for term in reading.terms if term.weight >= 0.5]
    shared = {term.word for term in telling if all(holds_term(term, item.of(report.text)) >= 0.5 for item in items)}
    own = [term for term in telling if term.word not in shared]
    held = [sum(term.weight * holds_term(term, item.of(report.text)) for term in own) for item in items]
    best = max(held, default=0.0)
    if best <= 0 or held.count(best) > 1:
        return None
    return verbatim(library, report, items[held.index(best)])
