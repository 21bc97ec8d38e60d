"""The writer without a model: the reports' own clauses, chosen and cut out, with what governs them said.

Every sentence is verbatim save for its lead-in and for the status (预计数, 目标) that stood outside the clause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.domain import Observation, Query, Report, Span, Status, SubjectKind
from index.library import Asked, Library, Located, Reading, holds_term, is_plan
from service.calculate import calculate
from service.plan import Asking, Group

LONGEST = 240
_PASSAGES = 12
_COVERED = 0.55
_ACROSS_COVERED = 0.45
_STATUS_NOTE = {Status.ESTIMATE: "(预计数)", Status.TARGET: "(目标)"}
_STATUS_SAID = {
    Status.TARGET: re.compile(r"力争|力求|确保|计划|目标|拟|将|预计|预期|有望|争取|打算|尽快|要|待"),
    Status.ESTIMATE: re.compile(r"预计|预估|估计|初步"),
}
_DONE_WORDS = re.compile(r"已|完成了|达到|完成|实现|获评|建成|投产|累计")
_LIST_GOES_ON = re.compile(r"^\s*(?:包括|分别|即|有|如|其中|主要|[^,;。]*、)")
_PROBLEM_HEADING = re.compile(r"问题|困难|不足|短板|制约|瓶颈")
_EDGE = " 。:,;、，；：\n\t"
_ENUMERATOR = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+是|[(（]?\d{1,2}[)）.、](?!\d)|[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)"
)

Status4 = Literal["answered", "partial", "not_found", "ambiguous"]
Place = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class Composed:
    """A sentence before verification: its words without marks, the places it cites, the arithmetic of its computed numbers."""

    body: str
    places: tuple[Place, ...] = ()
    formulas: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composition:
    """What the writer has to say, and how sure it is of having answered."""

    sentences: tuple[Composed, ...]
    status: Status4
    reason: str | None = None
    notices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Spans located for one zone, best first, and whether the best answers the question."""

    group: Group
    located: tuple[Located, ...]
    answers: bool
    reason: str | None = None


def find(library: Library, asking: Asking, group: Group) -> Found:
    """Looks in one zone's reports. ``answers`` is false where the question's words or the kind of figure asked for lack."""
    reading = asking.reading
    passages = library.search(Query(asking.standalone, report_ids=group.report_ids, limit=_PASSAGES))
    located = _preferring(library, asking, library.locate(reading, passages, limit=12))
    if not located:
        return Found(group, (), False, "not_in_reports")
    best = located[0]
    if best.coverage < (_ACROSS_COVERED if asking.across else _COVERED) or not best.fits or _lacks_topic(reading, best):
        return Found(group, tuple(located), False, "not_in_reports")
    reason = _period_reason(library, asking, best) or _status_reason(library, asking, located)
    return Found(group, tuple(located), reason is None, reason)


def compose(library: Library, asking: Asking) -> Composition:
    """The extractive answer to a question."""
    if asking.foreign is not None:
        body = f"所选报告不涉及{asking.foreign},未提及所问内容。"
        return Composition((Composed(body),), "not_found", "not_in_reports")
    if not asking.groups:
        return Composition((Composed("库中没有可查的报告。"),), "not_found", "not_in_reports")
    if len(asking.groups) == 1:
        return _one(library, asking, asking.groups[0])
    return _several(library, asking)


def _one(library: Library, asking: Asking, group: Group) -> Composition:
    problems = _problems(library, asking, group)
    if problems is not None:
        return problems
    if asking.calculation is not None:
        computed = calculate(library, asking, group)
        if computed is not None:
            return Composition((Composed(*computed),), "answered")
    found = find(library, asking, group)
    if not found.answers:
        return _nothing(library, asking, found)
    chosen = _enough(asking.reading, found.located)
    if Asked.YES_NO in asking.reading.asked:
        return Composition((_checked(library, asking, chosen),), "answered")
    return Composition(tuple(_worded(library, asking.reading, each) for each in chosen), "answered")


def _several(library: Library, asking: Asking) -> Composition:
    """One sentence a zone; zones whose reports say nothing are named."""
    found = [find(library, asking, group) for group in asking.groups]
    best = max((each.located[0].score for each in found if each.answers), default=0.0)
    named = asking.homonyms or len(asking.groups) <= 3
    answering = [each for each in found if each.answers and (named or asking.across or each.located[0].score >= 0.8 * best)]
    if not answering:
        closest = max(found, key=lambda each: each.located[0].score if each.located else -1.0)
        return _nothing(library, asking, closest, several=True)
    if not (named or asking.across or asking.comparing):
        answering = [max(answering, key=lambda each: each.located[0].score)]
    sentences = []
    for each in answering:
        composed = _worded(library, asking.reading, each.located[0])
        sentences.append(Composed(f"{each.group.label}:{composed.body}", composed.places))
    silent = [each.group.label for each in found if not each.answers]
    if silent and (asking.across or asking.comparing or asking.homonyms):
        sentences.append(Composed(f"未提及的有:{'、'.join(silent)}。"))
    if len(answering) > 1:
        sentences.append(Composed("各园区的报告期、统计口径和完成状态不同,不能直接比较,仅供参考。"))
    return Composition(
        tuple(sentences),
        "ambiguous" if asking.homonyms and len(answering) > 1 else "answered",
        "ambiguous_zone" if asking.homonyms else None,
    )


# --- whether it answers ---------------------------------------------------------------------------------------------


def _preferring(library: Library, asking: Asking, located: Sequence[Located]) -> list[Located]:
    """The located spans with those of the wanted status first: a plan for a question about plans, a result else."""
    if asking.wants is None:
        return list(located)
    wanted = Status.TARGET if asking.wants == "target" else Status.ACTUAL

    def bonus(each: Located) -> float:
        status = status_of(library, each)
        return 0.25 if status is wanted else -0.1 if status is not None else 0.0

    return sorted(located, key=lambda each: -(each.score + bonus(each)))


def status_of(library: Library, located: Located) -> Status | None:
    """The weakest status of the figures in a span; for a span without figures what its section and words say; else None."""
    statuses = {each.status for each in _inside(library, located)}
    for status in (Status.TARGET, Status.ESTIMATE, Status.ACTUAL):
        if status in statuses:
            return status
    if _STATUS_SAID[Status.TARGET].search(located.text) or is_plan(located.passage.path):
        return Status.TARGET
    return Status.ACTUAL if _DONE_WORDS.search(located.text) else None


def _inside(library: Library, located: Located) -> list[Observation]:
    return [each for each in library.ledger(located.passage.report_id) if located.span.contains(each.value_span)]


def _lacks_topic(reading: Reading, best: Located) -> bool:
    """Whether a telling word of the question (an indicator, a quoted or proper name) stands nowhere near the span."""
    heavy = [term for term in best.missing if term.weight >= 1.3]
    return bool(heavy) and len(heavy) * 2 >= sum(term.weight >= 1.3 for term in reading.terms)


def _period_reason(library: Library, asking: Asking, best: Located) -> str | None:
    """``period_mismatch`` where the question names a period with its year that the report does not speak of."""
    report = library.report(best.passage.report_id)
    asked = [
        mention
        for mention in asking.reading.periods
        if mention.year_stated and mention.period and mention.kind in ("year", "span", "half", "quarter")
    ]
    for mention in asked:
        if mention.period is None or report.period is None:
            continue
        figures = _inside(library, best)
        periods = [each.period for each in figures if each.period]
        if periods and not any(period.overlaps(mention.period) for period in periods):
            return "period_mismatch"
        whole = "全年" in mention.text and Asked.YES_NO not in asking.reading.asked
        if whole and periods and asking.wants != "target" and not any(period.contains(mention.period) for period in periods):
            return "period_mismatch"
        if not periods and not report.period.overlaps(mention.period) and str(mention.period.start.year) not in report.text:
            return "period_mismatch"
    return None


def _status_reason(library: Library, asking: Asking, located: Sequence[Located]) -> str | None:
    """``only_target`` where a result is asked for and only a target found; and the other way round."""
    if Asked.YES_NO in asking.reading.asked or asking.wants is None:
        return None
    strong = [each for each in located if each.score >= located[0].score - 0.35 and each.fits]
    statuses = {status_of(library, each) for each in strong if _inside(library, each)}
    if not statuses or None in statuses:
        return None
    if re.search("实际", asking.question) and statuses == {Status.TARGET}:
        return "only_target"
    if re.search("目标", asking.question) and asking.calculation is None and Status.TARGET not in statuses:
        return "not_in_reports"
    return None


def _nothing(library: Library, asking: Asking, found: Found, *, several: bool = False) -> Composition:
    """Says what is not there, and the nearest that is."""
    topic = _topic(asking.reading, found)
    what = {"period_mismatch": "所问期间的", "only_target": "实际完成的"}.get(found.reason or "", "")
    body = f"报告未提及{what}{topic}。" if not several else f"各份报告均未提及{what}{topic}。"
    sentences = [Composed(body)]
    if found.located and found.located[0].inside >= 0.4:
        nearest = _worded(library, asking.reading, found.located[0])
        if len(nearest.body) <= 120:
            sentences.append(Composed(f"最接近的记载:{nearest.body}", nearest.places))
    return Composition(tuple(sentences), "not_found", found.reason or "not_in_reports")


def _topic(reading: Reading, found: Found) -> str:
    missing = [term.word for term in found.located[0].missing if term.weight >= 0.9] if found.located else []
    words = missing or [term.word for term in reading.terms if term.weight >= 0.9] or [term.word for term in reading.terms]
    return "、".join(f"“{word}”" for word in words[:4]) or "所问内容"


# --- what is said ---------------------------------------------------------------------------------------------------


def _enough(reading: Reading, located: Sequence[Located]) -> list[Located]:
    """The best span, and further ones that bring words of the question the first lacks."""
    chosen = [located[0]]
    total = sum(term.weight for term in reading.terms) or 1.0
    for each in located[1:8]:
        have = "".join(other.text for other in chosen)
        lacking = [term for term in reading.terms if not holds_term(term, have)]
        gained = sum(term.weight for term in lacking if holds_term(term, each.text))
        near = each.score >= 0.6 * chosen[0].score
        apart = not any(each.span.overlaps(other.span) for other in chosen)
        if near and apart and gained / total >= 0.25 and len(have) + len(each.text) <= LONGEST:
            chosen.append(each)
        if len(chosen) == 3:
            break
    return chosen


def _worded(library: Library, reading: Reading, located: Located) -> Composed:
    report = library.report(located.passage.report_id)
    span = _whole_list(report, located) if reading.asked & {Asked.LIST, Asked.WHO} else located.span
    return verbatim(library, report, span)


def verbatim(library: Library, report: Report, span: Span) -> Composed:
    """A span as a sentence: ordinals and edges off, the status that governs it from outside added."""
    words = span.of(report.text)
    ordinal = _ENUMERATOR.match(words)
    start = span.start + (ordinal.end() if ordinal else 0)
    words = report.text[start : span.end]
    start += len(words) - len(words.lstrip(_EDGE))
    end = span.end - (len(words) - len(words.rstrip(_EDGE)))
    exact = Span(start, max(end, start))
    body = re.sub(r"\s*\n\s*", "", exact.of(report.text))
    if body.count("(") > body.count(")") and report.text[exact.end : exact.end + 1] == ")":
        exact = Span(exact.start, exact.end + 1)
        body += ")"
    inside = [each for each in library.ledger(report.id) if exact.contains(each.value_span)]
    notes = [
        note
        for status, note in _STATUS_NOTE.items()
        if any(each.status is status for each in inside) and not _STATUS_SAID[status].search(body)
    ]
    return Composed(body + "".join(notes) + "。", ((report.id, exact),))


def _whole_list(report: Report, located: Located) -> Span:
    """The span drawn out over the clauses behind it that go on listing, within its sentence."""
    end = located.span.end
    text = report.text
    while end < located.sentence.end:
        stop = re.compile(r"[,;。]").search(text, end)
        until = min(stop.end() if stop else located.sentence.end, located.sentence.end)
        clause = text[end:until]
        if not _LIST_GOES_ON.match(clause) or until - located.span.start > 290:
            break
        end = until
    return Span(located.span.start, end)


def _checked(library: Library, asking: Asking, chosen: Sequence[Located]) -> Composed:
    """Yes or no, with the deciding fact: the status and period of the figure, and whether the words asked about stand there."""
    best = chosen[0]
    composed = [_worded(library, asking.reading, each) for each in chosen[:2]]
    body = "".join(each.body.rstrip("。") + ";" for each in composed).rstrip(";")
    places = tuple(place for each in composed for place in each.places)
    status = status_of(library, best)
    observations = _inside(library, best)
    year_asked = re.search("全年", asking.question) and asking.reading.figures
    if status is Status.TARGET:
        lead = "不是,尚未实现,报告写的是目标或计划:"
    elif status is Status.ESTIMATE:
        lead = "不是实际完成数,是预计数:"
    elif year_asked and observations and observations[0].period and (observations[0].period.months or 12) < 12:
        lead = f"不是全年数,是{observations[0].period.label}数:"
    elif best.missing and any(term.weight >= 0.5 for term in best.missing):
        lead = "不能这样认定,报告没有这样写,原文是:"
    elif any(each.subject_kind is SubjectKind.COMPANY for each in observations):
        lead = "报告说的是企业:"
    else:
        lead = "是的,报告写明:"
    return Composed(f"{lead}{body}。", places)


def _problems(library: Library, asking: Asking, group: Group) -> Composition | None:
    """The heads of the section of problems, where the question asks for problems in general."""
    general = [term for term in asking.reading.terms if not _PROBLEM_HEADING.search(term.word) and term.weight >= 0.85]
    if general or not re.search(r"问题|困难|短板|不足|制约|难处|瓶颈", asking.question):
        return None
    for report_id in group.report_ids:
        report = library.report(report_id)
        for section in report.sections:
            if section.level > 2 or not _PROBLEM_HEADING.search(section.heading):
                continue
            heads = _heads(report, section.span, section.heading_span.end)
            if len(heads) > 1:
                body = ";".join(head.of(report.text).strip(_EDGE) for head in heads)
                return Composition((Composed(f"报告列出{body}。", tuple((report_id, head) for head in heads)),), "answered")
    return None


def _heads(report: Report, section: Span, start: int) -> list[Span]:
    """First clauses of the items of a section: 一是资金缺口仍然较大 · 1.差距明显."""
    pattern = r"(?:^|[\n。;])\s*(?:[一二三四五六七八九十]是|\d{1,2}[.、]|[(]\d{1,2}[)])\s*(?P<head>[^。;\n]{2,40})"
    return [Span(start + match.start("head"), start + match.end("head")) for match in re.finditer(pattern, report.text[start : section.end])]
