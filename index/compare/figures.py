"""What is computed from like figures: difference, ratio, growth, rank, share, completion. ``Decimal`` throughout, rounded once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from index.compare.likeness import definition
from index.domain import (
    Basis,
    Bound,
    ComparisonCell,
    ComparisonRow,
    Derived,
    DerivedKind,
    Indicator,
    Measure,
    Observation,
    Status,
)

ROUNDING = Decimal("0.01")
SCALES = (Decimal(1), Decimal(100), Decimal(10000), Decimal(100000000))
"""The only factors a formula may hold beside printed figures: % and the Chinese units 万, 亿."""

WEAKEST_FIRST = (Status.TARGET, Status.ESTIMATE, Status.ACTUAL)


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell's value in the row's unit, and the arithmetic that brings it there."""

    cell: ComparisonCell
    observation: Observation
    formula: str
    value: Decimal


def weakest(statuses: Iterable[Status]) -> Status:
    return min(statuses, key=WEAKEST_FIRST.index)


def rounded(value: Decimal) -> Decimal:
    """Two decimals, half up, without idle zeros: 2.380 -> 2.38, 3.00 -> 3."""
    result = value.quantize(ROUNDING, rounding=ROUND_HALF_UP)
    return result.quantize(Decimal(1)) if result == result.to_integral_value() else result.normalize()


def plain(value: Decimal) -> str:
    """Digits as printed, never an exponent."""
    return format(value, "f")


def in_unit_of(target: Observation, other: Observation) -> tuple[str, Decimal] | None:
    """``other``'s figure in ``target``'s printed unit, as formula text and value; None where no allowed scale does it."""
    mine, theirs = target.quantity, other.quantity
    if mine.value is None or mine.value_norm is None or theirs.value is None or theirs.value_norm is None:
        return None
    if mine.unit_norm != theirs.unit_norm:
        return None
    if mine.unit == theirs.unit:
        return plain(theirs.value), theirs.value
    if not (mine.value and theirs.value):
        return None
    factor = (theirs.value_norm / theirs.value) / (mine.value_norm / mine.value)
    for scale in SCALES:
        if factor == scale:
            return f"{plain(theirs.value)}*{scale}", theirs.value * scale
        if factor * scale == 1:
            return f"{plain(theirs.value)}/{scale}", theirs.value / scale
    return None


def exact(observation: Observation) -> bool:
    """Bounds (超, 以上, 近) and ranges have an order at best, never a difference; 约 keeps its word in the text."""
    return observation.quantity.bound in (None, Bound.ABOUT) and observation.quantity.high is None


def between(row: ComparisonRow, *, additive: bool) -> list[Derived]:
    """Rank of all zones, difference and ratio of the largest to the smallest and then to the others, shares of the sum."""
    scaled = _scaled(row)
    if scaled is None:
        return []
    level = row.measure is Measure.LEVEL
    order = sorted(scaled, key=lambda figure: -figure.value)
    top, bottom = order[0], order[-1]
    inputs = tuple(figure.observation for figure in order)
    status, unit = weakest(each.status for each in inputs), scaled[0].cell.unit or ""
    listing = "、".join(f"{figure.cell.zone}{plain(figure.cell.value or Decimal(0))}{figure.cell.unit}" for figure in order)
    steps = zip(order, order[1:], strict=False)
    chain = top.formula + "".join((">" if one.value > other.value else "=") + other.formula for one, other in steps)
    derived = [Derived(DerivedKind.RANK, f"由高到低:{listing}", Decimal(len(order)), "", chain, status, inputs)]
    if top.value == bottom.value:
        return derived
    for lower in (bottom, *order[1:-1]):
        derived += _gap(top, lower, unit if level else "个百分点", ratio=level)
    total = sum((figure.value for figure in order), Decimal(0))
    if level and additive and bottom.value >= 0 < total:
        terms = "+".join(figure.formula for figure in order)
        for figure in order:
            share = rounded(figure.value / total * 100)
            text = f"{figure.cell.zone}占{len(order)}个园区合计的{plain(share)}%"
            derived.append(Derived(DerivedKind.SHARE, text, share, "%", f"{figure.formula}/({terms})*100", status, inputs))
    return derived


def _gap(top: Figure, lower: Figure, unit: str, *, ratio: bool) -> list[Derived]:
    """What the largest figure is to another: difference and, between positive levels, ratio."""
    if top.value == lower.value:
        return []
    pair = (top.observation, lower.observation)
    status, difference = weakest(each.status for each in pair), rounded(top.value - lower.value)
    text, formula = f"{top.cell.zone}比{lower.cell.zone}高{plain(difference)}{unit}", f"{top.formula}-{_bracketed(lower)}"
    derived = [Derived(DerivedKind.DIFFERENCE, text, difference, unit, formula, status, pair)]
    if ratio and lower.value > 0:
        times = rounded(top.value / lower.value)
        text, formula = f"{top.cell.zone}是{lower.cell.zone}的{plain(times)}倍", f"{top.formula}/{_bracketed(lower)}"
        derived.append(Derived(DerivedKind.RATIO, text, times, "倍", formula, status, pair))
    return derived


def change(earlier: ComparisonCell, later: ComparisonCell, measure: Measure) -> list[Derived]:
    """What a later figure of one zone is to an earlier one: difference, and growth where the earlier is a positive level."""
    old, new = earlier.observation, later.observation
    if old is None or new is None or earlier.period is None or later.period is None:
        return []
    if measure is Measure.GROWTH:
        figures = [(plain(each.value), each.value) for each in (earlier, later) if each.value is not None]
    else:
        scaled = in_unit_of(new, old) if exact(old) and exact(new) else None
        figures = [scaled, (plain(later.value), later.value)] if scaled and later.value is not None else []
    if len(figures) < 2:
        return []
    (old_formula, old_value), (new_formula, new_value) = figures
    status, inputs = weakest((old.status, new.status)), (old, new)
    unit = (later.unit or "") if measure is Measure.LEVEL else "个百分点"
    before, after = earlier.period.label, later.period.label
    low, base = _bracket(old_formula), f"{earlier.zone}{after}比{before}"
    if new_value == old_value:
        text = f"{base}持平"
        return [Derived(DerivedKind.DIFFERENCE, text, Decimal(0), unit, f"{new_formula}-{low}", status, inputs)]
    more = new_value > old_value
    difference = rounded(abs(new_value - old_value))
    formula = f"{new_formula}-{low}" if more else f"{old_formula}-{_bracket(new_formula)}"
    verb = ("增加" if more else "减少") if measure is Measure.LEVEL else ("提高" if more else "回落")
    derived = [
        Derived(DerivedKind.DIFFERENCE, f"{base}{verb}{plain(difference)}{unit}", difference, unit, formula, status, inputs)
    ]
    if measure is Measure.LEVEL and old_value > 0:
        growth = rounded(abs(new_value - old_value) / old_value * 100)
        # Official growth is at comparable prices and 口径; two printed amounts give the nominal one only.
        nominal = "名义" if new.quantity.currency else ""
        text = f"{base}{nominal}{'增长' if more else '下降'}{plain(growth)}%"
        derived.append(Derived(DerivedKind.GROWTH, text, growth, "%", f"({formula})/{low}*100", status, inputs))
    return derived


def completion(
    done: ComparisonCell, targets: Sequence[Observation], catalogue: Mapping[str, Indicator], *, named_years: bool = False
) -> Derived | None:
    """Share of the zone's own target done: one definition, target period around the cell's; None without such a target.

    A stock is no part of what a year is to bring, so stock and flow never meet here. ``named_years`` says both periods in the text.
    """
    result = done.observation
    if result is None or result.status is Status.TARGET or not exact(result) or result.period is None:
        return None
    target = next((each for each in targets if _sets_a_mark_for(result, each, catalogue)), None)
    scaled = in_unit_of(target, result) if target else None
    if target is None or scaled is None or not target.quantity.value or target.period is None:
        return None
    share = rounded(scaled[1] / target.quantity.value * 100)
    whole = f"{target.period.label}目标" if named_years or target.period != result.period else "目标"
    subject = f"{done.zone}{result.period.label}" if named_years else done.zone
    text = f"{subject}完成{whole}{target.quantity.text.strip()}的{plain(share)}%"
    if target.period == result.period:
        text += _met(result, share)
    formula = f"{scaled[0]}/{plain(target.quantity.value)}*100"
    status = weakest((result.status, target.status))
    return Derived(DerivedKind.COMPLETION, text, share, "%", formula, status, (result, target))


def _met(result: Observation, share: Decimal) -> str:
    expected = "预计" if result.status is Status.ESTIMATE else ""
    return f",{expected}{'达到' if share >= 100 else '未达到'}目标"


def _sets_a_mark_for(result: Observation, target: Observation, catalogue: Mapping[str, Indicator]) -> bool:
    return (
        target.status is Status.TARGET
        and target.zone == result.zone
        and target.subject_kind is result.subject_kind
        and (target.subject == result.subject or target.report_id != result.report_id)
        and definition(target, catalogue) == definition(result, catalogue)
        and (target.basis is Basis.STOCK) == (result.basis is Basis.STOCK)
        and target.quantity.high is None
        and target.period is not None
        and result.period is not None
        and target.period.contains(result.period)
        and target.quantity.currency == result.quantity.currency
    )


def _scaled(row: ComparisonRow) -> list[Figure] | None:
    """The row's figures in the first one's unit; None where one is a bound or a range, or no allowed scale converts it."""
    figures = []
    first = row.filled[0][1]
    for cell, observation in row.filled:
        if row.measure is Measure.GROWTH:
            same = None if cell.value is None else (plain(cell.value), cell.value)
        else:
            same = in_unit_of(first, observation) if exact(observation) else None
        if same is None:
            return None
        figures.append(Figure(cell, observation, *same))
    return figures


def _bracketed(figure: Figure) -> str:
    return _bracket(figure.formula)


def _bracket(formula: str) -> str:
    return formula if formula.replace(".", "").isdigit() else f"({formula})"
