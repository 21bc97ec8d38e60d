"""What stands under one kind of heading: the problems and the plans of a report, or troubles named here and there."""

from __future__ import annotations

import re
from itertools import zip_longest

from index.domain import Report, Section, Span, Status
from index.library import CATALOGUE, Asked, Library, Term, holds_term, runs, sentence_at
from service.extractive.composed import Composed, Composition, Place
from service.extractive.wording import EDGE, ENUMERATOR, LONGEST_QUOTE, verbatim
from service.plan import Asking, Group

_SECTIONS = (
    (
        re.compile(
            r"问题|困难|短板|不足|制约|难处|瓶颈|掣肘|检讨|反省|毛病|软肋|弱项|薄弱|欠缺|痛点|堵点|难题|差在哪|不到位|哪里不行|教训|不够好|做得不够|没做好|没干好|不理想|不尽如人意"
        ),
        re.compile(r"问题|困难|不足|短板|制约|瓶颈"),
        "报告列出",
    ),
    (
        re.compile(r"下一?步|打算|今后|工作安排|工作思路"),
        re.compile(r"下一?步|打算|安排|思路|措施"),
        "报告的安排是",
    ),
)
"""What is asked for in general, the headings it stands under, and how it is led in."""


def listed(library: Library, asking: Asking, group: Group) -> Composed | None:
    """The heads of the section of problems, or of plans, where the question asks for those in general."""
    for words, headings, lead in _SECTIONS:
        telling = [
            term
            for term in asking.reading.terms
            if not words.search(term.word) and term.weight >= 0.85 and not _of_whole(library, group, term)
        ]
        if telling or re.search("多少|多大", asking.question) or not words.search(asking.question):
            continue
        for report_id in group.report_ids:
            report = library.report(report_id)
            for section in report.sections:
                if section.level > 1 or not headings.search(section.heading):
                    continue
                heads = _subheadings(report, section) or _heads(report, section)
                if len(heads) > 1:
                    body = ";".join(head.of(report.text).strip(EDGE) for head in heads)
                    return Composed(f"{lead}{body}。", tuple((report_id, head) for head in heads))
    return None


def _of_whole(library: Library, group: Group, term: Term) -> bool:
    """Whether a word only names who reports: 招商局 in the summary of a 招商局."""
    return any(holds_term(term, library.report(report_id).title) >= 0.5 for report_id in group.report_ids)


_AIMS = re.compile(r"目标|任务|杠杠|盘子|指标|期望|预期|想(?:做到|达到|干到|冲到)|奔着|要(?:做到|达到|干到)")
_FEWEST_AIMS, _OF_ITS_OWN = 3.0, 0.4
"""Targets of indicators that a sentence must set, and how much one outside the catalogue counts: 新增卡口4个 is no aim of a year."""


def aims(library: Library, asking: Asking, group: Group) -> Composed | None:
    """The sentence that sets the most targets, where a question asks for those in general; None where it asks for one of them."""
    question = asking.question
    specific = Asked.YES_NO in asking.reading.asked or asking.reading.indicators or asking.calculation
    if not _AIMS.search(question) or specific or asking.standalone != question:
        return None
    telling = [
        term
        for term in asking.reading.terms
        if not _AIMS.search(term.word) and term.weight >= 0.85 and not _of_whole(library, group, term)
    ]
    if telling or not re.search("哪些|什么|多少|多大|怎么定|几|如何", question):
        return None
    asked = [mention.period for mention in asking.reading.periods if mention.period]
    best: tuple[float, int, str, Span] | None = None
    for report_id in group.report_ids:
        text = library.report(report_id).text
        counted: dict[Span, float] = {}
        for row in library.ledger(report_id):
            if row.status is Status.TARGET and (
                not asked or row.period is None or any(row.period.overlaps(each) for each in asked)
            ):
                sentence = sentence_at(text, row.value_span)
                counted[sentence] = counted.get(sentence, 0.0) + (1.0 if row.indicator in CATALOGUE.by_name else _OF_ITS_OWN)
        for sentence, count in counted.items():
            if count >= _FEWEST_AIMS and (best is None or (count, -sentence.start) > best[:2]):
                best = (count, -sentence.start, report_id, sentence)
    if best is None:
        return None
    report, sentence = library.report(best[2]), best[3]
    end = sentence.end
    if len(sentence) > LONGEST_QUOTE:
        end = max(report.text.rfind(mark, sentence.start, sentence.start + LONGEST_QUOTE) for mark in ",，;；") + 1
    return verbatim(library, report, Span(sentence.start, max(end, sentence.start + 1)))


_TROUBLE = re.compile(
    r"困难|困境|难题|用工难|融资难|停车难|跑断腿|不足|缺乏|缺口|制约|瓶颈|短板|无用地指标|低效用地|停产|欠[账帐]|滞后|未达到|不畅|紧张|影响(?:工程|施工|进度)"
)

_MOST_TROUBLES = 9


def scattered(library: Library, asking: Asking, group: Group) -> Composition | None:
    """Troubles that a report without a section of problems names here and there; None where it has one or names none."""
    words = _SECTIONS[0][0]
    telling = [term for term in asking.reading.terms if not words.search(term.word) and term.weight >= 0.85]
    if telling or not words.search(asking.question) or re.search("多少|怎么|如何", asking.question):
        return None
    named = dict[str, list[Place]]()
    for report_id in group.report_ids:
        report = library.report(report_id)
        for match in re.finditer(r"[^,，。;；\n]+", report.text):
            trouble = _TROUBLE.search(match.group())
            if trouble and len(match.group()) <= 60 and not is_heading(report, match.start()):
                named.setdefault(trouble.group(), []).append((report_id, Span(*match.span())))
    if not named:
        return None
    # Each kind of trouble once before any a second time.
    in_turn = [place for rank in zip_longest(*named.values()) for place in rank if place is not None][:_MOST_TROUBLES]
    places = sorted(in_turn, key=lambda place: (group.report_ids.index(place[0]), place[1]))
    told = ";".join(library.report(report_id).text[span.start : span.end].strip(EDGE) for report_id, span in places)
    return Composition((Composed(f"报告未单列问题,文中提到:{told}。", tuple(places)),), "answered")


def is_heading(report: Report, at: int) -> bool:
    return any(section.heading_span.start <= at < section.heading_span.end for section in report.sections)


def _subheadings(report: Report, section: Section) -> list[Span]:
    """Headings right below a section, without their ordinals."""
    found = []
    for below in report.sections:
        if below.level == section.level + 1 and section.span.contains(below.span):
            ordinal = ENUMERATOR.match(below.heading)
            found.append(Span(below.heading_span.start + (ordinal.end() if ordinal else 0), below.heading_span.end))
    return found


def _heads(report: Report, section: Section) -> list[Span]:
    """Heads of the items of a section, of its longest run of them: 一是资金缺口仍然较大 · 1.差距明显."""
    inside = [run for run in runs(report.text) if section.span.contains(run.span)]
    longest = max(inside, key=lambda run: len(run.items), default=None)
    return [item.head for item in longest.items] if longest else []
