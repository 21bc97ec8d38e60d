"""Computed numbers (计算值): plain arithmetic over cited decimals, evaluated again and held against the number shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from index.domain import Quantity
from index.numerals import figures, quantities

_SCALES = tuple(Decimal(scale) for scale in ("1", "10000", "100000000", "0.0001", "0.00000001"))
_CONSTANTS = frozenset(Decimal(value) for value in (1, 100, 10_000, 100_000_000, *range(1, 13)))
_RISING = re.compile(r"(?:增长|增加|上升|提高|增幅|多|高|超)[^,，。;；\d]{0,6}$")
_FALLING = re.compile(r"(?:下降|减少|降低|下滑|回落|降幅|少|低|缺)[^,，。;；\d]{0,6}$")


def formula_of(quantity: Quantity, formulas: Mapping[str, str]) -> str | None:
    """The formula given for a number: by its own words, or by words that read as the same quantity (``24.4%`` for 约24.4%)."""
    exact = formulas.get(quantity.text)
    if exact is not None:
        return exact
    for written, formula in formulas.items():
        read = quantities(written)
        if len(read) == 1 and read[0].value_norm == quantity.value_norm and read[0].unit_norm == quantity.unit_norm:
            return formula
    return None


def holds(formula: str, quantity: Quantity, quotes: Sequence[str], before: str = "") -> bool:
    """Whether plain arithmetic over decimals of the quotes gives a quantity, to its printed decimals.

    Allowed beside them (and the same in 万 and 亿): 100, 10000, 100000000 and counts of months, 1 to 12. ``before`` is what
    the sentence says ahead of the number: a result below zero must not be told as a rise, nor one above as a fall.
    """
    stated = {figure.value * scale for quote in quotes for figure in figures(quote) for scale in _SCALES}
    stated |= {
        read.value * scale for quote in quotes for read in quantities(quote) if read.value is not None for scale in _SCALES
    }
    if quantity.value is None:
        return False
    try:
        value = _evaluate(ast.parse(formula, mode="eval").body, stated | _CONSTANTS)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError):
        return False
    if (value < 0 and _RISING.search(before)) or (value > 0 and formula.endswith("*100") and _FALLING.search(before)):
        return False
    half = Decimal(1).scaleb(min(0, int(quantity.value.as_tuple().exponent))) * Decimal("0.5")
    return any(abs(abs(value) * scale - abs(quantity.value)) <= half for scale in (*_SCALES, Decimal(100)))


def _evaluate(node: ast.expr, allowed: frozenset[Decimal] | set[Decimal]) -> Decimal:
    """Value of an arithmetic tree; raises ValueError on anything but + - * / over allowed decimals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        value = Decimal(str(node.value))
        if value not in allowed:
            raise ValueError(f"{value} stands in no cited span")
        return value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand, allowed)
    if isinstance(node, ast.BinOp):
        left, right = _evaluate(node.left, allowed), _evaluate(node.right, allowed)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Div):
            return left / right
    raise ValueError("only plain arithmetic")
