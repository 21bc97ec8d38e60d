"""The same thing told in fewer words: a growth beside its level, a name shortened, a bare 投资额 whose owner stands before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.domain import Observation
from index.verify.likeness import covered, same_figure
from index.verify.told import BREAK, Role, Told

_MEASURE = re.compile(r"(?:计划|合同|协议)?(?:总?投资额?|金额|总额|(?:建筑)?总?面积|总?建筑面积)")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_GROWTH_ALONE = re.compile(r"(?:同比)?(?:增幅|增速|增长率|涨幅|降幅)(?:在|为|达|达到)?")
_NEAR = 8
"""Characters between a level and a growth told right behind it."""
_DONE_BY = re.compile(r"(?:了|达到?|至|到|为|约|近|超过?)+$")


def beside_its_level(claim: Told, stated: Told) -> bool:
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


def is_rate_of(claim: Told, stated: Told) -> bool:
    """人员编制精减到51个,精减50.96%, of 精减率50.96%."""
    name = stated.row.as_written if stated.row is not None else ""
    done = name.removesuffix("率")
    return done != name and len(done) > 1 and _DONE_BY.sub("", claim.before).endswith(done)


def shortened(claim: Told, stated: Told) -> bool:
    """续建项目26个 of 续建26个; 引进53个,湾里街道9个 of 湾里街道引进9个: what is left out goes without saying or was said."""
    if claim.row is None or stated.row is None:
        return False
    said, source = claim.row.as_written, stated.row.as_written
    short, long = sorted((said, source), key=len)
    rest = long.removeprefix(short)
    if len(short) < 2 or rest == long or not rest:
        return False
    return rest == "项目" or (long == source and len(rest) > 1 and rest in claim.before)


def of_bare_measure(said: Observation, source: Observation, stated: Told) -> bool:
    """Whether a source says of what its 投资额 or 面积 is in the words behind the figure before it: 4家企业的扩产项目启动,投资额3.9亿元."""
    if not _MEASURE.fullmatch(source.as_written):
        return False
    return len(said.as_written) > 2 and covered(said.as_written, _lead(stated)) >= 0.75


def of_anothers_measure(said: Observation, stated: Told, rivals: Sequence[Told]) -> bool:
    """Whether whom a claim names stands before another 投资额 of the source, and not before this one."""
    if stated.row is None or not _MEASURE.fullmatch(stated.row.as_written) or len(said.subject) < 2:
        return False
    others = [each for each in rivals if each.row is not None and _MEASURE.fullmatch(each.row.as_written)]
    theirs = any(said.subject in _lead(each) for each in others if not same_figure(each.quantity, stated.quantity))
    return theirs and said.subject not in _lead(stated)


def _lead(told: Told) -> str:
    """The words of a statement between the figure before and this one."""
    last = max(told.before.rfind(mark) for mark in BREAK) + 1
    figures = [each.end() for each in _DIGITS.finditer(told.text, last, told.at.start)]
    return told.text[figures[-1] if figures else last : told.at.start]
