"""Whether two figures measure the same thing: by the catalogue, by the words of their names, by what else stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.domain import GrowthKind, Indicator, Observation, Status
from index.extract import UNNAMED
from index.indicators import CATALOGUE, fits
from index.tokens import words
from index.verify.likeness import covered, generic, kind_of, likeness, same_figure
from index.verify.phrasing import beside_its_level, is_rate_of, of_anothers_measure, of_bare_measure, shortened
from index.verify.told import BREAK, Role, Told

_CLAUSE = ",，。;；:：、(（!?！？\n"
_REGION = re.compile(r"全国|全省|全市|全县|全州|全球")
_BEYOND = re.compile(
    r"优质|优秀|总(?=面积)|(?:均|都|皆|尚|还|仍)*(?:未能?|没有?能?)(?:达到|完成|实现|跟上|超过)[\u4e00-\u9fff]*$"
)
_LACK = re.compile(r"(?:缺口|差额|逆差|亏损|欠款|欠账)$")
_LACKING = re.compile(r"[缺差欠亏]|不足")
_SURE = 0.75
_BASE_WORDS = (("环比", GrowthKind.MOM), ("年均", GrowthKind.CAGR), ("同比", GrowthKind.YOY))
_WHOLE = re.compile(r"占(?P<whole>.{2,}?)的?(?:比重|比例|份额|比)")


def same_thing(claim: Told, stated: Told, rivals: Sequence[Told]) -> bool:
    said, source = claim.row, stated.row
    if said is None or source is None or said.indicator == UNNAMED:
        return _loosely_same(claim, stated)
    if not _lacks_alike(claim, stated) or not _lacks_alike(stated, claim):
        return False
    if said.indicator == source.indicator or beside_its_level(claim, stated) or is_rate_of(claim, stated):
        return True
    if _of_another_whole(said, source) or of_anothers_measure(said, stated, rivals):
        return False
    said, source = _bare(_of_its_subject(said, source)), _bare(_of_its_subject(source, said))
    mine, theirs = _entry(said), _entry(source)
    if (mine and theirs and mine == theirs) or shortened(claim, stated) or of_bare_measure(said, source, stated):
        return True
    if mine and theirs:
        return _spoken_of(mine, stated, rivals) or _all_said(source.as_written, _clause_around(claim))
    if mine:
        if not (
            _spoken_of(mine, stated, rivals)
            or _alike(mine, source.as_written)
            or _all_said(said.as_written, _clause_around(stated))
        ):
            return False
    elif theirs:
        words = "".join((theirs.name, *theirs.aliases)) + source.quote
        if not (generic(said.as_written) or covered(said.as_written, words) >= 0.6):
            return False
    elif max(likeness(said.as_written, source.as_written), likeness(said.indicator, source.indicator)) < 0.45 and not (
        generic(said.as_written) or covered(said.as_written, source.quote + source.as_written) >= 0.7
    ):
        return False
    return not _better_rival(said, source, stated, rivals)


def _lacks_alike(one: Told, other: Told) -> bool:
    """Whether what one figure says is lacking (资金缺口) is lacking for the other too, and no sum that is there."""
    said = _clause_around(other) + (other.row.as_written if other.row is not None else "")
    return one.row is None or not _LACK.search(one.row.as_written) or _LACKING.search(said) is not None


def _of_another_whole(said: Observation, source: Observation) -> bool:
    """Whether two shares are of different wholes: 占规模工业总产值的比重 and 占固定资产投资的比重."""
    one, other = (_WHOLE.search(row.as_written) for row in (said, source))
    if one is None or other is None or one["whole"] == other["whole"]:
        return False
    named = [{each.indicator for each in CATALOGUE.mentions(match["whole"])} for match in (one, other)]
    return not named[0] & named[1] if all(named) else likeness(one["whole"], other["whole"]) < 0.5


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
        if 2 <= len(rest) < len(row.as_written) and not generic(rest):
            return replace(row, as_written=rest, indicator=row.indicator.replace(subject, "") or rest)
    return row


def _bare(row: Observation) -> Observation:
    """A statement without what its name says beyond naming: praise (引进优质项目) and what was not done (…均未达到序时进度)."""
    name = _BEYOND.sub("", row.as_written)
    return replace(row, as_written=name) if len(name) > 1 and name != row.as_written else row


def _all_said(name: str, clause: str) -> bool:
    """Whether every word of a name stands in a clause, in whatever order: 标准厂房8万平方米…建成."""
    parts = words(name)
    return len(parts) > 1 and len(name) >= 4 and all(part in clause for part in parts)


def _spoken_of(entry: Indicator, stated: Told, rivals: Sequence[Told]) -> bool:
    """Whether the words of a source's own clause name an entry: what the ledger calls by another name.

    The words of a list (甲、乙分别为…) name the entry of another figure of theirs, and not this one's.
    """
    row = stated.row
    if row is not None and any(
        each.row is not None and each.row is not row and row.span.contains(each.row.value_span) and _entry(each.row) == entry
        for each in rivals
    ):
        return False
    around = row.quote if row is not None else _clause_around(stated)
    return any(each.indicator == entry for each in CATALOGUE.mentions(around))


def _alike(entry: Indicator, written: str) -> bool:
    return any(likeness(word, written) >= 0.6 for word in (entry.name, *entry.aliases))


def _better_rival(said: Observation, source: Observation, stated: Told, rivals: Sequence[Told]) -> bool:
    """Whether another figure of the source bears the claim's name better: then the number was taken from its neighbour."""
    own = max(likeness(said.as_written, source.as_written), likeness(said.indicator, source.indicator))
    for other in rivals:
        row = other.row
        if row is None or row is source or other.role is not stated.role or same_figure(other.quantity, stated.quantity):
            continue
        if kind_of(other.quantity.unit_norm) != kind_of(stated.quantity.unit_norm):
            continue
        if own >= _SURE and row.status is Status.TARGET and source.status is said.status is Status.ACTUAL:
            continue  # what is only hoped for is no rival of what is told as done
        if max(likeness(said.as_written, row.as_written), likeness(said.indicator, row.indicator)) > own + 0.15:
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


def role_agrees(claim: Told, stated: Told) -> bool:
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
    found = _REGION.findall(before[max(before.rfind(mark) for mark in BREAK) + 1 :])
    return found[-1] if found else None
