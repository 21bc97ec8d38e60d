"""Whether a number that an answer computed follows from its formula, and the formula from quoted numbers alone."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Collection, Mapping
from fractions import Fraction

_SCALES = (Fraction(1), Fraction(10**4), Fraction(10**8), Fraction(1, 10**4), Fraction(1, 10**8))
_CONSTANTS = {Fraction(each) for each in (100, 10**4, 10**8, *range(1, 13))}
"""What a formula may hold without a source: percent, 万, 亿 and counts of months."""
_OPERATORS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class _RefusedError(ValueError):
    """The formula is no plain arithmetic over quoted numbers."""


def follows(number: str, formula: str, quoted: Collection[str]) -> bool:
    """``number`` as printed; ``formula`` may go on after = or ≈; ``quoted`` are the numbers of the sentence's own quotes."""
    written = re.split("[=≈]", formula)[0].strip()
    for sign, plain in (("×", "*"), ("x", "*"), ("÷", "/"), ("−", "-"), ("%", "/100")):
        written = written.replace(sign, plain)
    allowed = _CONSTANTS | {Fraction(each) * scale for each in quoted for scale in _SCALES}
    try:
        value = abs(_value(ast.parse(written, mode="eval").body, written, allowed))
    except (SyntaxError, ZeroDivisionError, _RefusedError):
        return False
    half = Fraction(51, 100) / 10 ** len(number.partition(".")[2])
    return any(abs(value * scale - Fraction(number)) <= half for scale in (*_SCALES, Fraction(100)))


def _value(node: ast.expr, written: str, allowed: Collection[Fraction]) -> Fraction:
    match node:
        case ast.Constant(value=int() | float()):
            literal = Fraction(ast.get_source_segment(written, node) or "0")
            if literal not in allowed:
                raise _RefusedError
            return literal
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, written, allowed), _value(right, written, allowed))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, written, allowed)
    raise _RefusedError
