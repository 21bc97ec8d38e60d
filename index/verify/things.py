"""Whether two figures measure the same thing: by the catalogue, by the words of their names, by what else stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from index.domain import GrowthKind, Indicator, Observation, Quantity, Status
from index.extract import UNNAMED
from index.indicators import CATALOGUE, fits
from index.tokens import words
from index.verify.told import BREAK, Role, Told

_THINGS = frozenset({"个", "家", "户", "项", "件", "处", "宗"})
_PEOPLE = frozenset({"人", "名", "位"})
_CLAUSE = ",，。;；:：、(（!?！？\n"
_REGION = re.compile(r"全国|全省|全市|全县|全州|全球")
_LIGHT = re.compile(
    r"完成|实现|达到|达|新增|累计|其中|共有?|总计|分别|(?<!签)约|近|超过?|突破|力争|确保|计划|预计|目标|全年|今年|去年|上半年|企业|项目|金额|数量?|额|总|新|的|了|为|是|已|有|个|家"
)
_BEYOND = re.compile(r"优质|优秀|(?:均|都|皆|尚|还|仍)*(?:未能?|没有?能?)(?:达到|完成|实现|跟上|超过)[\u4e00-\u9fff]*$")
_GROWTH_ALONE = re.compile(r"(?:同比)?(?:增幅|增速|增长率|涨幅|降幅)(?:在|为|达|达到)?")
_SURE = 0.75
_NEAR = 8
"""Characters between a level and a growth told right behind it."""
_DONE_BY = re.compile(r"(?:了|达到?|至|到|为|约|近|超过?)+$")
_BASE_WORDS = (("环比", GrowthKind.MOM), ("年均", GrowthKind.CAGR), ("同比", GrowthKind.YOY))
_WHOLE = re.compile(r"占(?P<whole>.{2,}?)的?(?:比重|比例|份额|比)")


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


def same_thing(claim: Told, stated: Told, rivals: Sequence[Told]) -> bool:
    said, source = claim.row, stated.row
    if said is None or source is None or said.indicator == UNNAMED:
        return _loosely_same(claim, stated)
    if said.indicator == source.indicator or _beside_its_level(claim, stated) or _is_rate_of(claim, stated):
        return True
    if _of_another_whole(said, source):
        return False
    said, source = _bare(_of_its_subject(said, source)), _bare(_of_its_subject(source, said))
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


def _beside_its_level(claim: Told, stated: Told) -> bool:
    """Whether a growth, gap or share of the year's aim stands on both sides beside one and the same level.

    That the level is the right thing's is judged with the level.
    """
    said, source = claim.row, stated.row
    if said is None or source is None or claim.role in (None, Role.LEVEL) or claim.at == said.value_span:
        return False
    if claim.role is stated.role and same_figure(said.quantity, source.quantity):
        return True
    # 全年运货1.2万标箱,增幅在20%以上: the growth is a row of its own, without a name.
    before = [row for row in (stated.cited.observations if stated.cited else ()) if row.value_span.end <= source.value_span.start]
    level = max(before, key=lambda row: row.value_span.end, default=None)
    nameless = claim.role is Role.GROWTH and _GROWTH_ALONE.fullmatch(source.as_written)
    near = level is not None and source.value_span.start - level.value_span.end <= _NEAR
    return bool(nameless and near and level is not None and same_figure(said.quantity, level.quantity))


def _is_rate_of(claim: Told, stated: Told) -> bool:
    """人员编制精减到51个,精减50.96%, of 精减率50.96%."""
    name = stated.row.as_written if stated.row is not None else ""
    done = name.removesuffix("率")
    return done != name and len(done) > 1 and _DONE_BY.sub("", claim.before).endswith(done)


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


def _bare(row: Observation) -> Observation:
    """A statement without what its name says beyond naming: praise (引进优质项目) and what was not done (…均未达到序时进度)."""
    name = _BEYOND.sub("", row.as_written)
    return replace(row, as_written=name) if len(name) > 1 and name != row.as_written else row


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
        if own >= _SURE and row.status is Status.TARGET and source.status is said.status is Status.ACTUAL:
            continue  # what is only hoped for is no rival of what is told as done
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
