"""Figures that belong to names: T6路, 3号〔2023〕15, “五个一”, XX.27%, 1:3, 2+3, 7×24小时, 第3家, 每万人."""

from __future__ import annotations

import re

from index.domain import Bound
from index.numerals.plain import Amount
from index.units import AREA_UNITS, COUNT_UNITS, MONEY_UNITS, RATE_UNITS

_LETTERS = re.compile(r"[A-Za-z&]{1,8}\Z")
_OPENING = '“"‘「『〝'
_CLOSING = re.compile('[”"’」』〞]')
_LONGEST_QUOTED = 9
_STATED = frozenset({*MONEY_UNITS, *RATE_UNITS, *AREA_UNITS}) - {"平"}


def is_name(folded: str, amount: Amount, bound: Bound | None) -> bool:
    """Whether the words around a figure make it part of a name, an ordinal, a code or a masked number."""
    start, end = amount.start, amount.end
    before, further = folded[start - 1 : start], folded[start - 2 : start - 1] if start > 1 else ""
    if before and before in "._":
        return True
    if before == " ":
        before, further = further, ""
    if before and before in "第#*×□某每±√^":
        return True
    if before in ("-", "~", ":", "+", "/") and further.isdigit() and further.isascii():
        return True
    if before == "+" and further.isalnum():
        return True
    if folded[end : end + 1] in ("+", "×", "*", "#") or (amount.scale and folded[end : end + 1] == "x"):
        return True
    if amount.arabic and before and before.isascii() and before.isalpha():
        return _in_a_code(folded, amount)
    return bound is None and _in_a_slogan(folded, amount, before)


def _in_a_code(folded: str, amount: Amount) -> bool:
    """T6, G319 and XX亿 are codes or masks; GDP120亿元 and R&D3.2% are figures behind an abbreviation."""
    match = _LETTERS.search(folded, max(0, amount.start - 8), amount.start)
    letters = match.group() if match else ""
    if len(letters) < 2 or set(letters.upper()) <= {"X"}:
        return True
    return amount.unit in COUNT_UNITS and letters not in ("PCT", "ISO")


def _in_a_slogan(folded: str, amount: Amount, before: str) -> bool:
    """“三个一批”, “15分钟”生活圈, “惠企十条”: a count right at a mark of a short quotation names something."""
    if amount.unit in _STATED or (amount.scale and not amount.unit):
        return False
    if before and before in _OPENING:
        return _CLOSING.search(folded, amount.end, amount.end + _LONGEST_QUOTED) is not None
    if amount.arabic or not _CLOSING.match(folded, amount.end):
        return False
    return any(mark in folded[max(0, amount.start - _LONGEST_QUOTED) : amount.start] for mark in _OPENING)
