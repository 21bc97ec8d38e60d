"""How alike names and amounts are: units that writers swap, character pairs, words that name nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from index.domain import Quantity

_THINGS = frozenset({"个", "家", "户", "项", "件", "处", "宗"})
_PEOPLE = frozenset({"人", "名", "位"})
_LIGHT = re.compile(
    r"完成|实现|达到|达|新增|累计|其中|共有?|总计|分别|(?<!签)约|近|超过?|突破|力争|确保|计划|预计|目标|全年|今年|去年|上半年|企业|项目|金额|数量?|额|总|新|的|了|为|是|已|有|个|家"
)


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


@lru_cache(maxsize=4096)
def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[at : at + 2] for at in range(len(words) - 1)) or frozenset({words})


def likeness(left: str, right: str) -> float:
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


def covered(name: str, words: str) -> float:
    pairs = _pairs(name)
    return sum(pair in words for pair in pairs) / len(pairs)


def generic(name: str) -> bool:
    """Whether a name says no more than that something was done or counted."""
    return len(_LIGHT.sub("", name)) < 2
