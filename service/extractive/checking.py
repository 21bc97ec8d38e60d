"""Yes or no with the deciding fact. "是的" is said only where one clause holds all that the question states, and as done.

A false yes is the worst that can be answered: whatever is open, wanted, partly done, another's or of another period is said so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.domain import Observation, Quantity, Span, Status, SubjectKind
from index.library import Asked, Library
from service.extractive.claims import Claim, Threshold, claim_of
from service.extractive.clauses import (
    Clause,
    Standing,
    acts_in,
    alike,
    clauses_of,
    holds_word,
    in_one_clause,
    same,
    spoken_of,
    standing,
    states,
    telling,
    tells_all,
)
from service.extractive.composed import Composed
from service.extractive.contradictions import (
    kind_of,
    offset_of,
    other_period,
    other_thing,
    otherwise_directed,
    otherwise_graded,
    split_in_parts,
    timed,
)
from service.extractive.thresholds import compared, names_subject
from service.extractive.wording import verbatim, worded
from service.find import Found
from service.plan import Asking
from service.wanted import wanted_indicators

YES = "是的,报告写明:"
SAYS = "报告写的是:"
UNSAID = "报告没有说明是否如此,相关的记载是:"
NOT_SO = "不对,报告写的是:"
TARGET = "不是,报告写的是目标或计划,没有说明已经实现:"
ESTIMATE = "不是实际完成数,是预计数:"
UNTIMED = "报告没有写明是所问的时间,写的是:"
NOT_ALL = "没有全部完成,报告写的是:"
_UNKNOWN = Composed("报告没有说明是否如此。")
_SPOKEN = 0.5
"""Share of the telling words from which on a clause speaks of the thing asked."""
_ROOM = 100
_TOO_SHORT = 14
_MIXED = frozenset({Asked.LIST, Asked.WHO, Asked.TIME, Asked.REASON, Asked.HOW, Asked.TEXT})
_ALSO_ASKS = re.compile(r"什么|哪|多少|几|怎|为何")


def checked(library: Library, asking: Asking, found: Found) -> tuple[Composed, ...]:
    """Yes or no with the deciding fact: status and period of the figure, and whether the words asked about stand there."""
    if asking.reading.asked & _MIXED and _ALSO_ASKS.search(asking.question):
        # 分别是什么类型,签约了吗: the passage tells both; a yes to the one would seem a yes to all.
        return (worded(library, asking.reading, found.located[0]),)
    claim = claim_of(asking.question, asking.reading)
    clauses = clauses_of(library, found.located, claim)
    if not clauses:
        return (_UNKNOWN,)
    if claim.threshold is not None:
        return _over_or_under(library, asking, claim, claim.threshold, clauses)
    if claim.figures:
        return _figured(library, asking, claim, clauses)
    return _told(library, claim, clauses)


def _say(library: Library, lead: str, clause: Clause, *, on: bool = False) -> Composed:
    """A clause behind a lead, with the clause before it where it is too short to tell of what it speaks; ``on`` with those behind."""
    report = library.report(clause.report_id)
    start, end = clause.span.start, clause.span.end
    if len(clause.span) < _TOO_SHORT and re.search(r"[,，]\s*$", clause.lead):
        breaks = [match.end() for match in re.finditer(r"[,，;；:：。]", clause.lead[:-1])]
        start -= len(clause.lead) - (breaks[-1] if breaks else 0)
    if on:
        end = _end_with_more(clause)
    told = verbatim(library, report, Span(start, end))
    return Composed(lead + told.body, told.places)


def _end_with_more(clause: Clause) -> int:
    """Where a clause ends with those behind it up to the next semicolon, as far as there is room."""
    end = clause.span.end
    if not re.search(r"[,，]\s*$", clause.text):
        return end
    for match in re.finditer(r"[^,，;；。]+[,，;；。]?", clause.behind):
        if clause.span.end + match.end() - clause.span.start > _ROOM:
            break
        end = clause.span.end + match.end()
        if not re.search(r"[,，]$", match.group()):
            break
    return end


# --- thresholds -------------------------------------------------------------------------------------------------------


def _over_or_under(
    library: Library, asking: Asking, claim: Claim, threshold: Threshold, clauses: Sequence[Clause]
) -> tuple[Composed, ...]:
    decided = compared(library, asking, claim, threshold, clauses)
    if decided is None:
        wanted = standing(clauses[0], claim)[0] is Standing.WANTED and not claim.planned
        return (_say(library, TARGET if wanted else UNSAID, clauses[0]),)
    clause, holds = decided.clause, decided.holds
    if decided.row is not None and (period := other_period(asking, decided.row)) is not None and not claim.planned:
        return (_say(library, period, clause),)
    if decided.status is Status.TARGET and not claim.planned:
        done = (_say(library, "已有的结果:", decided.reached),) if decided.reached is not None else ()
        return (_say(library, TARGET, clause), *done)
    if decided.kin:
        return (_say(library, "报告没有与所问同名的指标,相近的是:", clause),)
    if holds is None:
        return (_say(library, "报告的数不足以断定,写的是:", clause),)
    expected = "按预计数," if decided.status is Status.ESTIMATE else ""
    if holds == claim.denied:
        word = "没有超过" if threshold.strict else "没有达到"
        return (_say(library, f"{expected}{word if threshold.over else '不是,没有那么低'},报告写的是:", clause),)
    if not decided.sure:
        return (_say(library, SAYS, clause),)
    word = "超过了" if threshold.strict else "达到了"
    return (_say(library, f"{expected or '是的,'}{word if threshold.over else '低于所问的数'},报告写的是:", clause),)


# --- figures a question states ----------------------------------------------------------------------------------------


def _figured(library: Library, asking: Asking, claim: Claim, clauses: Sequence[Clause]) -> tuple[Composed, ...]:
    """Whether the figures a question states are the report's, of the thing, the status and the period it says."""
    holding = [clause for clause in clauses if all(states(clause, figure) for figure in claim.figures)]
    if not holding:
        return _otherwise(library, claim, clauses)
    clause = holding[0]
    rows = [row for row in clause.rows if any(same(row.quantity, figure) or _of_row(row, figure) for figure in claim.figures)]
    lead = _why_not(asking, claim, clause, rows)
    if lead is None:
        lead = _yes_or_open(asking, claim, clause, rows)
        return (_say(library, lead if timed(library, claim, clause) else SAYS, clause),)
    done = _reached(claim, clause, rows, clauses) if claim.action or lead == TARGET else None
    split = lead in (NOT_ALL, NOT_SO)
    return (_say(library, lead, clause, on=split), *((_say(library, "已有的结果:", done),) if done else ()))


def _of_row(row: Observation, figure: Quantity) -> bool:
    """Whether a figure is the growth of a row, or its share of the target."""
    grown = row.growth is not None and row.growth.value == figure.value_norm and row.growth.unit == figure.unit_norm
    return grown or (row.progress is not None and row.progress.value == figure.value_norm and figure.unit_norm == "%")


def _why_not(asking: Asking, claim: Claim, clause: Clause, rows: Sequence[Observation]) -> str | None:
    """The lead by which a clause that holds the stated figures denies the question; None where it denies nothing."""
    status = _status(claim, clause, rows)
    if status is Status.TARGET and not claim.planned:
        return TARGET
    if status is Status.ACTUAL and claim.of_status:
        return "不是目标或预计数,报告写的是实际数:"
    if rows and other_thing(asking, clause, rows):
        return "不是,报告里这个数说的是另一项:"
    if otherwise_directed(claim, clause) or otherwise_graded(claim, clause):
        return NOT_SO
    if status is Status.ESTIMATE and not claim.planned:
        return ESTIMATE if claim.actual else "报告有此数,但是预计数:"
    if claim.whole and (split_in_parts(claim, clause) or _EXCEPT.search(clause.text)):
        return NOT_ALL if claim.action else NOT_SO
    if not claim.planned and (undone := _undone(claim, clause)) is not None:
        return undone
    if rows and (period := other_period(asking, rows[0])) is not None:
        return period
    others = [row for row in rows if row.subject_kind in _KINDS and not names_subject(row, claim)]
    if others and len(others) == len(rows) and not re.search(_KINDS[rows[0].subject_kind][-2:], claim.question):
        return f"不是全园区的数,报告说的是{_KINDS[rows[0].subject_kind]}:"
    return NOT_SO if bool(_DENIED_HERE.search(clause.text)) != claim.denied else None


_KINDS = {SubjectKind.COMPANY: "企业", SubjectKind.PARK: "其中一个片区", SubjectKind.PROJECT: "项目"}
_EXCEPT = re.compile(r"只有|仅有|除[^,，。]{1,20}外|其余|个别|不仅没")
_ALL_HERE = re.compile(r"全部|全都|均|都|皆|一律|全覆盖|100%|所有")
_DENIED_HERE = re.compile(r"尚未|(?<!尚)未(?!来)|没有|没能|不(?!断|仅|含|少|低于|足|到|同|超过|止|锈)|并非|无法")


def _status(claim: Claim, clause: Clause, rows: Sequence[Observation]) -> Status | None:
    """The weakest status of the rows of the figures stated; without rows what governs the clause."""
    statuses = {row.status for row in rows}
    for status in (Status.TARGET, Status.ESTIMATE, Status.ACTUAL):
        if status in statuses:
            return status
    return Status.TARGET if standing(clause, claim)[0] is Standing.WANTED else None


def _undone(claim: Claim, clause: Clause) -> str | None:
    """The lead where the clause of a figure does not say that the thing asked about was done with it."""
    if claim.action is None:
        return None
    how, word = standing(clause, claim)
    doing = acts_in(claim.action, clause.text)
    if doing is not None and not any(in_one_clause(clause, offset_of(clause, figure), doing.start()) for figure in claim.figures):
        how = Standing.SILENT
    if how is Standing.UNDER_WAY:
        return f"没有,报告只说“{word}”,没有说已经完成或认定:"
    if how is Standing.PARTLY:
        return NOT_ALL
    if how is Standing.SILENT:
        return "不是,报告写的是:" if claim.actual else NOT_SO
    return None if how is Standing.REACHED else "没有,报告写的是:"


def _yes_or_open(asking: Asking, claim: Claim, clause: Clause, rows: Sequence[Observation]) -> str:
    """Yes where the telling words stand with every figure; else what the report says, with no yes."""
    if claim.whole and not _ALL_HERE.search(clause.text):
        return "报告没有说明是否全部如此,写的是:"
    wanted = wanted_indicators(asking.reading)
    named = bool(wanted) and all(row.indicator in wanted for row in rows) and bool(rows)
    at = [row.value_span.start - clause.span.start for row in rows] or [offset_of(clause, figure) for figure in claim.figures]
    if all(tells_all(clause, claim, each, named=named) for each in at):
        return YES
    return SAYS if spoken_of(clause, claim) >= 0.8 else "不是,报告没有这样写,原文是:"


def _otherwise(library: Library, claim: Claim, clauses: Sequence[Clause]) -> tuple[Composed, ...]:
    """What is said of the thing where none of its clauses holds the stated figures."""
    for acted in (True, False):
        for clause in clauses[:60]:
            like = any(kind_of(row.quantity) == kind_of(figure) for row in clause.rows for figure in claim.figures)
            done = claim.action is None or acts_in(claim.action, clause.text) is not None
            written = any(re.search(rf"\d[万亿]?{re.escape(figure.unit_norm[:1])}", clause.text) for figure in claim.figures)
            if (done or not acted) and (like or written) and spoken_of(clause, claim) >= _SPOKEN:
                return (_say(library, NOT_SO, clause),)
    return (_say(library, "报告没有写到这个数,相关的记载是:", clauses[0]),)


def _reached(claim: Claim, clause: Clause, rows: Sequence[Observation], clauses: Sequence[Clause]) -> Clause | None:
    """What has been reached of a thing that a question takes for done: a figure of the same indicator, thing or doing."""
    indicators = {row.indicator for row in rows}
    counted = [noun for figure in claim.figures if (noun := claim.question[figure.span.end :][:2])]
    best: tuple[float, Clause] | None = None
    for each in clauses:
        if each.report_id == clause.report_id and each.span.overlaps(clause.span) or spoken_of(each, claim) < _SPOKEN:
            continue
        how, _ = standing(each, claim)
        if how in (Standing.WANTED, Standing.NOT, Standing.UNDER_WAY):
            continue
        like = [row for row in each.rows if row.status is Status.ACTUAL]
        like = [row for row in like if any(alike(row.quantity.unit_norm, figure.unit_norm) for figure in claim.figures)]
        thing = any(re.search(rf"[\d一二两三四五六七八九十]\s?[个家项]?{re.escape(noun)}", each.text) for noun in counted)
        kin = any(row.indicator in indicators for row in like)
        if not (kin or thing or (like and how is Standing.REACHED and claim.action is not None)):
            continue
        score = each.score + 0.5 * kin + 0.5 * thing + (0.4 if how is Standing.REACHED else 0.0)
        if best is None or score > best[0]:
            best = (score, each)
    return best[1] if best else None


# --- things done ------------------------------------------------------------------------------------------------------

_NOT_YET = (Standing.WANTED, Standing.UNDER_WAY, Standing.NOT, Standing.PARTLY)
_Judged = tuple[Clause, Standing, str]
_NEAR_BEST, _WELL_AHEAD, _SAME_THING = 0.25, 0.12, 0.6
"""Distances of score: of clauses that may decide, by which a yes must lead a no, and within which a clause tells how far it is."""


def _told(library: Library, claim: Claim, clauses: Sequence[Clause]) -> tuple[Composed, ...]:
    """Whether a thing has been done, or a report says what a question says; no figure is stated."""
    speaking = [clause for clause in clauses if spoken_of(clause, claim) >= _SPOKEN] or list(clauses[:3])
    if claim.action is None or claim.planned:
        return _stated(library, claim, speaking[0])
    deciding = [each for clause in speaking[:80] if (each := (clause, *standing(clause, claim)))[1] is not Standing.SILENT]
    best = max((clause.score for clause, _, _ in deciding), default=0.0)
    near = [each for each in deciding if each[0].score >= best - _NEAR_BEST]
    yes = next((each for each in near if each[1] is Standing.REACHED), None)
    no = _first_no(near)
    if yes is not None and (no is None or yes[0].score > no[0].score + _WELL_AHEAD):
        lead = _done_lead(claim, yes[0])
        return (_say(library, lead if lead != YES or timed(library, claim, yes[0]) else UNTIMED, yes[0]),)
    if no is None:
        return (_say(library, f"报告没有说明是否已经{claim.action.name},相关的记载是:", speaking[0]),)
    further = _further(claim, no, [each for each in deciding if each[0].score >= best - _SAME_THING])
    on = no[1] in (Standing.UNDER_WAY, Standing.PARTLY)
    return (_say(library, _not_yet_lead(claim, no), no[0], on=on), *((_say(library, "另有记载:", further),) if further else ()))


def _first_no(near: Sequence[_Judged]) -> _Judged | None:
    """The clause that says how far a thing is, before one that only wants it."""
    found = [each for each in near if each[1] in _NOT_YET]
    known = [each for each in found if each[1] is not Standing.WANTED]
    return next(iter(known or found), None)


def _done_lead(claim: Claim, clause: Clause) -> str:
    assert claim.action is not None
    if claim.denied or otherwise_graded(claim, clause):
        return NOT_SO
    if claim.whole and (_EXCEPT.search(clause.text) or not _ALL_HERE.search(clause.text)):
        return "报告没有说明是否全部如此,写的是:"
    doing = acts_in(claim.action, clause.text)
    return YES if tells_all(clause, claim, doing.start() if doing else 0) else SAYS


def _not_yet_lead(claim: Claim, no: _Judged) -> str:
    _, how, word = no
    if claim.denied:
        return "是的,报告写的是:" if how is Standing.NOT else "报告没有说已经完成,写的是:"
    if how is Standing.WANTED:
        return "没有,报告写的是目标、计划或预计,没有说明已经完成:"
    if how is Standing.UNDER_WAY and word:
        return f"没有,报告只说“{word}”,没有说已经完成或认定:"
    return NOT_ALL if how is Standing.PARTLY else "没有,报告写的是:"


def _further(claim: Claim, no: _Judged, judged: Sequence[_Judged]) -> Clause | None:
    """How far a thing has come that is wanted, or what is wanted of one under way: another clause of the same place."""
    clause, how, _ = no
    sentence_end = clause.span.end + len(clause.behind)
    kinds = (Standing.PARTLY, Standing.UNDER_WAY, Standing.REACHED) if how is Standing.WANTED else (Standing.WANTED,)
    for kind in kinds:
        for each, other, _ in judged:
            near = each.report_id == clause.report_id and abs(each.span.start - clause.span.start) < 300
            same_sentence = clause.span.start - len(clause.lead) <= each.span.start < sentence_end
            own = same_sentence or any(holds_word(term, each.around) >= 0.7 for term in telling(claim))
            if other is kind and near and own and not each.span.overlaps(Span(clause.span.start, _end_with_more(clause))):
                return each
    return None


def _stated(library: Library, claim: Claim, clause: Clause) -> tuple[Composed, ...]:
    """Whether a report says what a question says, where it asks of nothing done."""
    wanted = standing(clause, claim)[0] is Standing.WANTED
    if claim.whole and _EXCEPT.search(clause.text) and not claim.denied:
        return (_say(library, NOT_SO, clause, on=True),)
    if spoken_of(clause, claim) < 0.8:
        return (_say(library, "报告没有这样写,原文是:", clause),)
    if bool(_DENIED_HERE.search(clause.text)) != claim.denied:
        return (_say(library, NOT_SO, clause),)
    if wanted and not claim.planned:
        return (_say(library, TARGET, clause),)
    if claim.of_status and not wanted:
        return (_say(library, "报告没有写成目标或计划,原文是:", clause),)
    if claim.whole and not _ALL_HERE.search(clause.text):
        return (_say(library, "报告没有说明是否全部如此,写的是:", clause),)
    told = _wholly_told(clause, claim) and timed(library, claim, clause)
    return (_say(library, NOT_SO if otherwise_graded(claim, clause) else YES if told else SAYS, clause),)


def _wholly_told(clause: Clause, claim: Claim) -> bool:
    """Whether some one clause of the run tells all of the claim, its verbs too."""
    places = [match.start() for match in re.finditer(r"(?<=[,，])|^", clause.text)]
    return any(tells_all(clause, claim, at) for at in places)
