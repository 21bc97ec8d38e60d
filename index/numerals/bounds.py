"""The words around a figure that bound it: 超过, 近, 约, 不低于 before it; 以上, 左右, 余 behind."""

from __future__ import annotations

import re

from index.domain import Bound

# A word that merely ends in one of these bounds nothing: 签约5个, 通过3家, 附近2处, 打破1项.
_BEFORE = re.compile(
    r"(?P<at_least>不少于|不低于|不小于|不下于?|至少|最少|起码|(?<![以线网会成百海])上(?=[百千万亿]))"
    r"|(?P<at_most>不超过|不高于|不多于|不大于|低于|不到|不足|不满|少于|小于|最多|至多)"
    r"|(?P<more_than>超过|突破|超出|高于|多于|大于|(?<![高远])超|逾|(?<![通经度透越渡走路不])过|(?<![打攻爆])破)"
    r"|(?P<almost>将近|接近|逼近|迫近|几近|(?<![附最临邻靠新远贴])近)"
    r"|(?P<about>大约|大概|大致|约[为合占有达需]|估计|(?<![签解违履节预邀制合条公集])约)"
)
_LONGEST_BEFORE = 4
AFTER = (
    r"(?:\s?(?:\(含[^()]{0,8}\))?\s?(?P<after>及?以上|之上|以下|以内|之内|之下|左右|上下|有余|开外)"
    r"|(?P<spare>余|多)(?![元功种样项类层级方边重个家人户万亿次年维党民渠点头名地台型媒产业路工数]))"
)
_ENDING = re.compile(AFTER)
MEASURED_SPARE = frozenset("元亩倍里米吨时天顷斤月方%点")
"""Last characters of units behind which 多 and 余 still bound: 3倍多, 5公里余."""


def bound_before(folded: str, at: int, floor: int) -> tuple[int, Bound | None]:
    """Where the bound word that stands right before ``at`` begins, and its bound; (``at``, None) where none does."""
    stop = at - 1 if at > floor and folded[at - 1] == " " else at
    for start in range(max(floor, stop - _LONGEST_BEFORE), stop):
        match = _BEFORE.match(folded, start)
        if match is not None and match.end() == stop:
            return start, Bound(str(match.lastgroup))
    return at, None


def bound_after(folded: str, at: int) -> tuple[int, Bound | None]:
    """Where the bound word right behind a figure ends, and its bound; (``at``, None) where none stands there."""
    match = _ENDING.match(folded, at)
    if match is None or (match["spare"] and folded[at - 1] not in MEASURED_SPARE):
        return at, None
    word = match["after"] or ""
    if word.endswith("上") and word != "上下":
        return match.end(), Bound.AT_LEAST
    if word.endswith(("下", "内")) and word != "上下":
        return match.end(), Bound.AT_MOST
    return match.end(), Bound.ABOUT if word in ("左右", "上下") else Bound.MORE_THAN
