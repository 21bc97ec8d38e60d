"""Results with their formulas: plain arithmetic over printed decimals, rounded half up, bounds carried along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from index.domain import Bound, Quantity
from service.views import plain

HUNDRED = Decimal(100)
_SCALES = {
    Decimal(10): "10",
    Decimal(100): "100",
    Decimal(1000): "10*100",
    Decimal(10) ** 4: "10000",
    Decimal(10) ** 5: "10*10000",
    Decimal(10) ** 6: "100*10000",
    Decimal(10) ** 7: "10*100*10000",
    Decimal(10) ** 8: "100000000",
}
"""Powers of ten in the decimals a formula may hold."""
_LOWER = frozenset({Bound.AT_LEAST, Bound.MORE_THAN})
_UPPER = frozenset({Bound.AT_MOST, Bound.ALMOST})


@dataclass(frozen=True, slots=True)
class Number:
    """``text`` is the number with its unit as printed, ``about`` says that it was rounded; ``bound`` what its inputs make of it."""

    text: str
    formula: str
    about: bool
    bound: str = ""
    value: Decimal = Decimal(0)

    @property
    def said(self) -> str:
        return f"{self.bound}{'约' if self.about else ''}{self.text}"


def operand(quantity: Quantity, like: Quantity) -> str | None:
    """A figure as printed, brought to the scale of another: 6500/10000 for 6500万元 beside 5.86亿元; None where no power of ten does it."""
    value, other = quantity.value, like.value
    if value is None or quantity.unit == like.unit:
        return None if value is None else _wrapped(value)
    if not value or not other or not quantity.value_norm or not like.value_norm:
        return _wrapped(value)
    scale = (quantity.value_norm / value) / (like.value_norm / other)
    if scale == 1:
        return _wrapped(value)
    power = _SCALES.get(1 / scale if scale < 1 else scale)
    if power is None:
        return None
    return f"({plain(value)}/({power}))" if scale < 1 else f"({plain(value)}*{power})"


def _wrapped(value: Decimal) -> str:
    return plain(value) if value >= 0 else f"({plain(value)})"


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(value: Decimal, formula: str, *, bound: str = "", unit: str = "%", about: bool = False) -> Number:
    """One decimal; two below one percent."""
    places = 1 if abs(value) >= 1 else 2
    short = rounded(value, places)
    return Number(f"{plain(short)}{unit}", formula, about or short != value, bound, value)


def amount(value: Decimal, unit: str, formula: str, *, bound: str = "", about: bool = False) -> Number:
    """Two decimals; all of them where there are four at most; 0.0333亿元 is 333.33万元."""
    if unit.startswith("亿") and 0 < abs(value) < Decimal("0.1"):
        value, unit, formula = value * 10000, "万" + unit[1:], f"({formula})*10000"
    exact = rounded(value, 4)
    short = exact if exact == value else rounded(value, 2) if abs(value) >= Decimal("0.1") else rounded(value, 3)
    return Number(f"{plain(short)}{unit}", formula, about or short != value, bound, value)


def bound_of_sum(quantities: Sequence[Quantity]) -> tuple[str, bool]:
    """What the bounds of added figures make of their sum: 至少, 至多 or nothing, and whether it is about."""
    bounds = {quantity.bound for quantity in quantities if quantity.bound is not None}
    lower, upper = bool(bounds & _LOWER), bool(bounds & _UPPER)
    return ("至少" if lower and not upper else "至多" if upper and not lower else ""), Bound.ABOUT in bounds or (lower and upper)


def bound_of_quotient(over: Quantity, under: Quantity) -> tuple[str, bool]:
    """The same for a quotient (and a difference): a divisor bounds the other way."""
    lower = over.bound in _LOWER or under.bound in _UPPER
    upper = over.bound in _UPPER or under.bound in _LOWER
    about = Bound.ABOUT in (over.bound, under.bound) or (lower and upper)
    return ("至少" if lower and not upper else "至多" if upper and not lower else ""), about


def in_ten_thousands(number: Number) -> Number | None:
    """0.24亿元 as 2400万元, where that is a whole number and easier to read."""
    unit = number.text.lstrip("-0123456789.")
    if number.about or not unit.startswith("亿") or not 0 < abs(number.value) < 1 or number.value * 10000 % 1:
        return None
    return Number(
        f"{plain(rounded(number.value * 10000, 0))}万{unit[1:]}", f"({number.formula})*10000", False, "", number.value * 10000
    )


def signed(value: Decimal) -> str:
    return plain(value) if value >= 0 else f"({plain(value)})"
