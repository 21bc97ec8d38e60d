"""One figure of a sentence against one figure of its source: do zone, period, indicator, status, bound and sign agree?

Every check says no only where both sides say something and the two cannot both hold; what a sentence leaves out is not a lie,
save status and bound: a target told without its word, or 突破100亿元 told as 100亿元, says more than the source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from index.domain import Bound, GrowthKind, Indicator, Observation, Period, Quantity, Status, SubjectKind
from index.extract import UNNAMED
from index.governing import STATUS_WORDS
from index.indicators import CATALOGUE, fits
from index.periods import Calendar, PeriodMention, find_periods
from index.tokens import words
from index.verify.told import Role, Told

_FLOOR = (Bound.AT_LEAST, Bound.MORE_THAN)
_THINGS = frozenset({"个", "家", "户", "项", "件", "处", "宗"})
_PEOPLE = frozenset({"人", "名", "位"})
_BREAK = "。;；!?！？\n"
_CLAUSE = ",，。;；:：、(（!?！？\n"
_STATUS_NOTE = re.compile(r"[(（][^()（）]{0,8}(?:预计|预估|估计|目标|计划|初步|快报)[^()（）]{0,6}[)）]")
_EXPECTING = re.compile(
    r"力争|力求|确保|争取|计划(?!总?投资)|拟(?!定|订|签约)|预计|有望|将(?=完成|实现|达|新增|建|突破)|目标(?:是|为|[:：])"
)
_REGION = re.compile(r"全国|全省|全市|全县|全州|全球")
_ZONE_SUBJECT = re.compile(r"全区|我区|园区(?!企业)|开发区|经开区|高新区|新区")
_LIGHT = re.compile(
    r"完成|实现|达到|达|新增|累计|其中|共有?|总计|分别|(?<!签)约|近|超过?|突破|力争|确保|计划|预计|目标|全年|今年|去年|上半年|企业|项目|金额|数量?|额|总|新|的|了|为|是|已|有|个|家"
)
_BASE_WORDS = (("环比", GrowthKind.MOM), ("年均", GrowthKind.CAGR), ("同比", GrowthKind.YOY))
_WHOLE = re.compile(r"占(?P<whole>.{2,}?)的?(?:比重|比例|份额|比)")
_GUESSING = re.compile(r"预(?!算)|估计|测算|有望|力争|计划|目标|应该")
_NOWHERE = (-1, 0)
_COMPANY_TAIL = re.compile(r"(?:股份)?有限(?:责任)?公司|集团|公司|项目|工程|基地")


def kind_of(unit_norm: str) -> str:
    """Classifiers that writers swap freely (个, 家, 户, 项; 人, 名) are one kind; 次 and 批次 are not of it."""
    if unit_norm in _THINGS:
        return "个"
    return "人" if unit_norm in _PEOPLE else unit_norm


def same_figure(left: Quantity, right: Quantity) -> bool:
    """Equal value, kind of unit and upper end; bounds are another matter."""
    return (
        left.value_norm == right.value_norm
        and kind_of(left.unit_norm) == kind_of(right.unit_norm)
        and left.high_norm == right.high_norm
    )


def differences(claim: Told, stated: Told, named: Sequence[PeriodMention], rivals: Sequence[Told]) -> list[str]:
    """What a claim says otherwise than a source's figure of the same value, gravest first; empty where they agree.

    ``named`` are the sentence's periods, ``rivals`` the other figures of the cited spans.
    """
    copied = copied_from(claim, stated)
    own = claim.at.start if copied is None else copied
    """Where the words end that the sentence does not have from the source."""
    found = []
    if not _period_agrees(claim, stated, [each for each in named if each.span.start < own]):
        found.append("period")
    if not (_subject_agrees(claim, stated, claim.text[:own]) and _nearest_subject_agrees(claim, stated, rivals)):
        found.append("zone")
    if copied is None and not (_same_thing(claim, stated, rivals) and _role_agrees(claim, stated)):
        found.append("indicator")
    if not _status_agrees(claim, stated, wholly=copied is not None):
        found.append("status")
    if not bound_agrees(claim.quantity.bound, stated.quantity.bound) or claim.sign * stated.sign < 0:
        found.append("value")
    return found


def bound_agrees(said: Bound | None, stated: Bound | None) -> bool:
    """Bounds of one direction are one. A bound is neither dropped nor added; 近 may be told as 约."""
    if said == stated or (said in _FLOOR and stated in _FLOOR):
        return True
    return said is Bound.ABOUT and stated in (None, Bound.ALMOST)


def copied_from(claim: Told, stated: Told) -> int | None:
    """Where in the claim's text the words begin that are the source's own up to its figure; None where they do not name its thing.

    A figure whose words are the source's own back to the name of what it measures says just what the source says.
    """
    at, there = claim.at.start, stated.at.start
    while at and there:
        if claim.text[at - 1].isspace():
            at -= 1
        elif stated.text[there - 1].isspace():
            there -= 1
        elif claim.text[at - 1] == stated.text[there - 1]:
            at, there = at - 1, there - 1
        else:
            break
    common = claim.text[at : claim.at.start]
    if len(common) >= 12 and len(re.findall(r"[\u4e00-\u9fff]", common)) >= 8:
        return at
    name = stated.row.as_written if stated.row is not None else ""
    return at if len(name) >= 2 and name in common and stated.role is Role.LEVEL else None


# --- the thing measured ---------------------------------------------------------------------------------------------


def _same_thing(claim: Told, stated: Told, rivals: Sequence[Told]) -> bool:
    said, source = claim.row, stated.row
    if said is None or source is None or said.indicator == UNNAMED:
        return _loosely_same(claim, stated)
    if said.indicator == source.indicator:
        return True
    if _of_another_whole(said, source):
        return False
    said, source = _of_its_subject(said, source), _of_its_subject(source, said)
    mine, theirs = _entry(said), _entry(source)
    if mine and theirs and mine == theirs:
        return True
    if mine and theirs:
        return _spoken_of(mine, stated) or _all_said(source.as_written, _clause_around(claim))
    if mine:
        if not (_spoken_of(mine, stated) or _alike(mine, source.as_written)):
            return False
    elif theirs:
        words = "".join((theirs.name, *theirs.aliases)) + source.quote
        if not (_generic(said.as_written) or _covered(said.as_written, words) >= 0.6):
            return False
    elif max(_likeness(said.as_written, source.as_written), _likeness(said.indicator, source.indicator)) < 0.45 and not (
        _generic(said.as_written) or _covered(said.as_written, source.quote + source.as_written) >= 0.7
    ):
        return False
    return not _better_rival(said, source, stated, rivals)


def _of_another_whole(said: Observation, source: Observation) -> bool:
    """Whether two shares are of different wholes: 占规模工业总产值的比重 and 占固定资产投资的比重."""
    one, other = (_WHOLE.search(row.as_written) for row in (said, source))
    if one is None or other is None or one["whole"] == other["whole"]:
        return False
    named = [{each.indicator for each in CATALOGUE.mentions(match["whole"])} for match in (one, other)]
    return not named[0] & named[1] if all(named) else _likeness(one["whole"], other["whole"]) < 0.5


def _entry(row: Observation) -> Indicator | None:
    """The catalogue's entry of a statement: the ledger's, or the one its words end with (湾里街道固定资产投资)."""
    known = CATALOGUE.by_name.get(row.indicator)
    if known is not None:
        return known
    ending = [each for each in CATALOGUE.mentions(row.as_written) if each.span.end == len(row.as_written)]
    return ending[-1].indicator if ending and fits(ending[-1].indicator, row.quantity.unit_norm) else None


def _of_its_subject(row: Observation, other: Observation) -> Observation:
    """A statement without the name of whom it is about in the name of what it measures: 湾里街道总投资 of 湾里街道."""
    for subject in (row.subject, other.subject):
        rest = row.as_written.replace(subject, "") if len(subject) >= 2 else ""
        if 2 <= len(rest) < len(row.as_written) and not _generic(rest):
            return replace(row, as_written=rest, indicator=row.indicator.replace(subject, "") or rest)
    return row


def _all_said(name: str, clause: str) -> bool:
    """Whether every word of a name stands in a clause, in whatever order: 标准厂房8万平方米…建成."""
    parts = words(name)
    return len(parts) > 1 and len(name) >= 4 and all(part in clause for part in parts)


def _spoken_of(entry: Indicator, stated: Told) -> bool:
    """Whether the words of a source's own clause name an entry: what the ledger calls by another name."""
    row = stated.row
    around = row.quote if row is not None else _clause_around(stated)
    return any(each.indicator == entry for each in CATALOGUE.mentions(around))


def _alike(entry: Indicator, written: str) -> bool:
    return any(_likeness(word, written) >= 0.6 for word in (entry.name, *entry.aliases))


def _better_rival(said: Observation, source: Observation, stated: Told, rivals: Sequence[Told]) -> bool:
    """Whether another figure of the source bears the claim's name better: then the number was taken from its neighbour."""
    own = max(_likeness(said.as_written, source.as_written), _likeness(said.indicator, source.indicator))
    for other in rivals:
        row = other.row
        if row is None or row is source or other.role is not stated.role or same_figure(other.quantity, stated.quantity):
            continue
        if kind_of(other.quantity.unit_norm) != kind_of(stated.quantity.unit_norm):
            continue
        if max(_likeness(said.as_written, row.as_written), _likeness(said.indicator, row.indicator)) > own + 0.15:
            return True
    return False


def _loosely_same(claim: Told, stated: Told) -> bool:
    """Where one side is in no ledger, as a threshold inside a name (5000万元以上项目): the words around must touch."""
    mine = CATALOGUE.mentions(_clause_around(claim))
    if not mine:
        return True
    around = _clause_around(stated) + (stated.row.quote if stated.row is not None else "")
    theirs = {each.indicator for each in CATALOGUE.mentions(around)}
    return not theirs or any(each.indicator in theirs for each in mine)


def _clause_around(told: Told) -> str:
    left = max(told.text.rfind(mark, 0, told.at.start) for mark in _CLAUSE) + 1
    ends = [at for at in (told.text.find(mark, told.at.end) for mark in _CLAUSE) if at >= 0]
    return told.text[left : min(ends, default=len(told.text))]


@lru_cache(maxsize=4096)
def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[at : at + 2] for at in range(len(words) - 1)) or frozenset({words})


def _likeness(left: str, right: str) -> float:
    """Share of the character pairs two names have in common; more where one is the other's end (总产值 of 规模工业总产值)."""
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    short, long = sorted((left, right), key=len)
    if long.endswith(short) and long[-len(short) - 1] in "非未不无":
        return 0.0
    one, other = _pairs(left), _pairs(right)
    shared = 2 * len(one & other) / (len(one) + len(other))
    return max(shared, 0.8) if len(short) >= 4 and long.endswith(short) else shared


def _covered(name: str, words: str) -> float:
    pairs = _pairs(name)
    return sum(pair in words for pair in pairs) / len(pairs)


def _generic(name: str) -> bool:
    """Whether a name says no more than that something was done or counted."""
    return len(_LIGHT.sub("", name)) < 2


def _role_agrees(claim: Told, stated: Told) -> bool:
    if claim.role is None or stated.role is None or claim.role is stated.role:
        return _field_agrees(claim, stated)
    relative = {Role.GROWTH, Role.GAP, Role.PROGRESS}
    return not (claim.role in relative and stated.role in relative)


def _field_agrees(claim: Told, stated: Told) -> bool:
    """同比 is not 环比, a lead over the province is none over the country, a place in the city none in the province."""
    if claim.role is Role.GROWTH and claim.row and stated.row and claim.row.growth and stated.row.growth:
        tail = claim.before[-14:]
        told = next((kind for word, kind in _BASE_WORDS if word in tail), None)
        source = stated.row.growth.kind
        if told and source in (GrowthKind.MOM, GrowthKind.CAGR, GrowthKind.YOY) and told is not source:
            return False
    if claim.role in (Role.GAP, Role.RANK):
        mine, theirs = (_last_region(each.before) for each in (claim, stated))
        return not (mine and theirs and mine != theirs)
    return True


def _last_region(before: str) -> str | None:
    found = _REGION.findall(before[max(before.rfind(mark) for mark in _BREAK) + 1 :])
    return found[-1] if found else None


# --- whose, when, done or wanted ------------------------------------------------------------------------------------


def _subject_agrees(claim: Told, stated: Told, own: str) -> bool:
    """A company's figure is not the zone's, nor another company's; a region's is not the zone's."""
    source, said = stated.row, claim.row
    if source is None or source.subject_kind in (SubjectKind.ZONE, SubjectKind.PROJECT):
        return True
    if said is not None and said.subject_kind is source.subject_kind and said.subject and source.subject != source.zone:
        return _one_name(said.subject, source.subject) or _one_name(source.subject, claim.text)
    if source.subject == source.zone or _one_name(source.subject, claim.text):
        return True
    segment = own[max(own.rfind(mark) for mark in _BREAK) + 1 :]
    if source.subject_kind is SubjectKind.REGION:
        return not _ZONE_SUBJECT.search(segment)
    return not (_ZONE_SUBJECT.search(segment) and source.subject_kind in (SubjectKind.COMPANY, SubjectKind.PARK))


def _nearest_subject_agrees(claim: Told, stated: Told, rivals: Sequence[Told]) -> bool:
    """Where a sentence names several of the source's companies or parks: whether the last before a figure is the figure's own."""
    source = stated.row
    if source is None or source.subject == source.zone:
        return True
    subjects = {
        row.subject
        for row in (source, *(each.row for each in rivals))
        if row is not None and row.subject != row.zone and row.subject_kind is source.subject_kind
    }
    if len(subjects) < 2:
        return True
    segment = claim.before[max(claim.before.rfind(mark) for mark in _BREAK) + 1 :]
    places = {subject: _last_place(subject, segment) for subject in subjects}
    nearest = max(places.values())
    return nearest == _NOWHERE or places[source.subject] == nearest


def _last_place(name: str, text: str) -> tuple[int, int]:
    """Where a name, or its beginning of two characters and more, ends last, and how much of it stands there."""
    short = _COMPANY_TAIL.sub("", name) or name
    for length in range(len(short), 1, -1):
        at = text.rfind(short[:length])
        if at >= 0:
            return at + length, length
    return _NOWHERE


def _one_name(name: str, words: str) -> bool:
    """Whether words hold a name, or what is short for it: 恒川电子 of 恒川电子科技有限公司."""
    short = _COMPANY_TAIL.sub("", name)
    if len(short) < 2:
        return True
    return (
        short in words
        or _COMPANY_TAIL.sub("", words) in name
        or any(short[at : at + 2] in words for at in (0, 2) if len(short) > at + 1)
    )


def _status_agrees(claim: Told, stated: Told, *, wholly: bool) -> bool:
    source = stated.row
    if source is None:
        return True
    if source.status is Status.ACTUAL:
        said = claim.row
        return wholly or said is None or said.status is Status.ACTUAL or not _EXPECTING.search(_governing(claim))
    words = STATUS_WORDS[source.status]
    if source.status is Status.ESTIMATE and re.search("预计|预估", stated.text):
        # 据初步统计 tells of figures that are in; where the source says 预计 it does not say the same.
        words = _GUESSING
    return bool(words.search(claim.text if wholly else _governing(claim)))


def _governing(claim: Told) -> str:
    """The words of a sentence that can say a figure's status: from the last full pause to its clause's end, a note behind it,
    a lead before a colon and a note that ends the sentence."""
    text, at = claim.text, claim.at
    start = max(text.rfind(mark, 0, at.start) for mark in _BREAK) + 1
    ends = [place for place in (text.find(mark, at.end) for mark in ",，。;；!?！？\n") if place >= 0]
    end = min(ends, default=len(text))
    words = text[start:end]
    note = _STATUS_NOTE.match(text, end + 1)
    last = list(_STATUS_NOTE.finditer(text))
    lead = re.split(r"[:：]", text, maxsplit=1)[0] if re.search(r"[:：]", text[: at.start]) else ""
    closing = (
        last[-1].group() if last and not re.search(r"[\u4e00-\u9fff\d]", re.sub(r"\[\d+\]", "", text[last[-1].end() :])) else ""
    )
    behind = re.match(r"[,，]?(?:为|均为|是|系)?(?:预计数?|目标|计划数?|预期)", text[end:])
    return words + (note.group() if note else "") + lead + closing + (behind.group() if behind else "")


def _period_agrees(claim: Told, stated: Told, named: Sequence[PeriodMention]) -> bool:
    mention = ruling(claim, named)
    source = stated.row
    if mention is None or _heads_line(mention, claim, stated):
        return True
    said = mention.period
    if source is None or source.period is None or said is None:
        return _words_of_time_agree(mention, stated)
    return compatible(mention, said, source.period) or _said_beside(mention, stated)


_OWN_TARGET = re.compile(r"度?(?:目标|任务|计划)(?:任务)?(?:的|为|是)?\s?[约近超]?")
"""完成2024年目标185亿元的一半: the year of the target is the target's own."""


def ruling(claim: Told, named: Sequence[PeriodMention]) -> PeriodMention | None:
    """The period that a sentence itself gives a figure: the last named before it that is no base of comparison."""
    before = [
        each
        for each in named
        if each.span.end <= claim.at.start
        and each.kind not in ("same", "years", "plan")
        and (not _is_base(claim.text, each) or _OWN_TARGET.fullmatch(claim.text, each.span.end, claim.at.start))
    ]
    return before[-1] if before else None


def _heads_line(mention: PeriodMention, claim: Told, stated: Told) -> bool:
    """Whether a period only labels the report a line is from: 甲园区(2024年1-9月):… says nothing of the figure's own time."""
    lead = re.match(r"[^:：。;；]{0,60}[)）][:：]", claim.text)
    inside = lead is not None and mention.span.end < lead.end()
    return inside and stated.cited is not None and mention.period == stated.cited.period


def _is_base(text: str, mention: PeriodMention) -> bool:
    before, after = text[max(0, mention.span.start - 2) : mention.span.start], text[mention.span.end : mention.span.end + 6]
    if before.endswith(("比", "较", "与", "于", "由", "从")) or after.startswith(("同期", "相比")):
        return True
    return after.startswith(("目标", "任务", "计划", "度目", "度计", "度任", "预算")) and "年" in mention.text


def compatible(mention: PeriodMention, said: Period, stated: Period) -> bool:
    """Whether a figure of ``stated`` may be told under a mention: the same time, its bare year, or the same end for 截至."""
    if said == stated:
        return True
    if mention.kind == "year" and not re.search("全年|年度", mention.text):
        return said.contains(stated) or (stated.end is None and said.start.year == stated.start.year)
    if mention.kind in ("deadline", "so_far", "now", "date"):
        if stated.end is None or said.end is None:
            return said.start.year == stated.start.year
        return said.end == stated.end or (mention.kind in ("date", "deadline") and stated.contains(said) and stated.months == 12)
    if stated.end is None:
        return stated.start == said.start
    return False


def _said_beside(mention: PeriodMention, stated: Told) -> bool:
    """Whether the source names a figure's time by the very words of the claim, right before it in its clause."""
    before = stated.before
    clause = before[max(before.rfind(mark) for mark in "。;；\n") + 1 :]
    found = find_periods(clause)
    return bool(found) and found[-1].text == mention.text


def _words_of_time_agree(mention: PeriodMention, stated: Told) -> bool:
    """Where no year is known: the months a claim names against those the source names for its figure."""
    before = stated.before
    clause = before[max(before.rfind(mark) for mark in "。;；\n") + 1 :]
    there = [each for each in find_periods(clause, _SOME_YEAR) if each.kind not in ("same", "years")]
    here = find_periods(mention.text, _SOME_YEAR)
    if not there or not here or there[-1].period is None or here[-1].period is None:
        return True
    return compatible(here[-1], here[-1].period, there[-1].period)


_SOME_YEAR = Calendar(Period.parse("2000-01-01/2000-06-30"))
