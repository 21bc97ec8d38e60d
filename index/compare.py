"""Like for like (横向对照): one row an indicator, one cell a zone, each cell one observation with its source.

A row says whether its cells may be compared and, if not, why. What may not be compared is shown side by side and neither
ranked nor subtracted. All arithmetic is ``Decimal``; a computed value is rounded half up to two places and takes the
weakest status of its inputs (预计数 in, 预计数 out).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from index.domain import (
    Basis,
    Bound,
    Comparability,
    ComparisonCell,
    ComparisonRow,
    ComparisonTable,
    Derived,
    DerivedKind,
    GrowthKind,
    Indicator,
    Measure,
    Observation,
    Period,
    Report,
    Status,
    SubjectKind,
)

ROUNDING = Decimal("0.01")
ROUNDING_NOTE = "计算值四舍五入保留两位小数"
SCALES = (Decimal(1), Decimal(100), Decimal(10000), Decimal(100000000))
"""The only factors a formula may hold beside printed figures: % and the Chinese units 万, 亿."""

RATE_UNITS = frozenset({"%", "百分点", "个百分点", "倍", "位", "名", "‰"})
WEAKEST_FIRST = (Status.TARGET, Status.ESTIMATE, Status.ACTUAL)
COMPARED_SUBJECTS = (SubjectKind.ZONE, SubjectKind.PARK)
"""A company's or a project's figure is never its zone's; a park's may stand in the cell, with the reason ``scope``."""

SUBSTITUTES = frozenset({"税收", "财政收入", "工业产值", "工业增加值", "营业收入"})
"""Families whose members reports use one for another: where a zone lacks the indicator asked for, its relative stands in the
cell, with the reason ``definition``. In other families (投资, 项目, 招商引资) a neighbour is a different thing."""

COLLECTIVE = frozenset({"项目", "招商引资"})
"""Families that count or sum projects: told of projects (引进6个项目,合同引资额…), they are the zone's figures."""

MOST_ROWS = 12
"""Rows of a table nobody named indicators for: as many as one page shows."""


@dataclass(frozen=True, slots=True)
class _View:
    """What one comparison looks at: usable observations, their reports, the catalogue and the period asked for."""

    observations: tuple[Observation, ...]
    reports: Mapping[str, Report]
    catalogue: Mapping[str, Indicator]
    period: Period | None

    def family(self, name: str) -> str:
        entry = self.catalogue.get(name)
        return entry.family if entry and entry.family else name

    def stated(self, family: str) -> dict[str, set[str]]:
        """Zones that give a figure for each indicator of a family, in the order of the text."""
        stated: dict[str, set[str]] = {}
        for each in self.observations:
            if self.family(each.indicator) == family and (_has(each, Measure.LEVEL) or _has(each, Measure.GROWTH)):
                stated.setdefault(each.indicator, set()).add(each.zone)
        return stated

    def members(self, family: str) -> tuple[str, ...]:
        """A family's indicators, those that most zones state first: a shared one fills more cells with one definition."""
        stated = self.stated(family)
        return tuple(sorted(stated, key=lambda name: -len(stated[name])))

    def preference(self, observation: Observation) -> tuple[int, int, int, int, int]:
        """Smaller is better: the zone itself, what happened, the period asked for or the report's own, the newest, the first said."""
        report = self.reports.get(observation.report_id)
        main = self.period or (report.period if report else None)
        own_period = 0 if main is None or observation.period == main else 1 if observation.period is not None else 2
        newest = -(observation.period.end or observation.period.start).toordinal() if observation.period else 0
        return (
            observation.subject_kind is SubjectKind.PARK,
            -WEAKEST_FIRST.index(observation.status),
            own_period,
            newest,
            observation.span.start,
        )


@dataclass(frozen=True, slots=True)
class _Figure:
    cell: ComparisonCell
    observation: Observation
    formula: str
    value: Decimal


def compare(
    observations: Sequence[Observation],
    *,
    zones: Sequence[str],
    indicators: Sequence[str] | None = None,
    period: Period | None = None,
    reports: Mapping[str, Report] | None = None,
    catalogue: Mapping[str, Indicator] | None = None,
    measures: Sequence[Measure] = (Measure.LEVEL,),
    trend: bool = False,
) -> ComparisonTable:
    """Table of ``indicators`` over ``zones``, both in the order given.

    An indicator may be a family's everyday word (税收), which asks for all its members. None asks for the indicators that
    most of the zones state. ``reports`` give each report's main period and the number searched; ``catalogue``, by name, gives
    families and says what adds up. ``trend`` marks a question about development over time, which different zones cannot answer.
    """
    view = _View((), reports or {}, catalogue or {}, period)
    view = replace(view, observations=tuple(each for each in observations if each.zone in zones and _fits(each, view)))
    groups = _named(indicators, view) if indicators else _common(view)
    rows = [
        _row(group, measure, tuple(_cell(zone, group, measure, view) for zone in zones), view, trend=trend)
        for group in groups
        for measure in measures
    ]
    if not indicators:
        rows = [row for row in rows if row.filled]
    used = {observation.report_id for row in rows for _, observation in row.filled}
    missing = tuple((cell.zone, row.indicator) for row in rows for cell in row.cells if cell.observation is None)
    return ComparisonTable(tuple(rows), missing, len(used), len(view.reports) or len({each.report_id for each in observations}))


# --- choosing what stands in a cell ---------------------------------------------------------------------------------


def _fits(observation: Observation, view: _View) -> bool:
    collective = observation.subject_kind is SubjectKind.PROJECT and view.family(observation.indicator) in COLLECTIVE
    if observation.subject_kind not in COMPARED_SUBJECTS and not collective:
        return False
    return view.period is None or (observation.period is not None and observation.period.overlaps(view.period))


def _common(view: _View) -> list[tuple[str, ...]]:
    """Rows worth showing when none was named: the families most zones state, catalogue entries only where there is one."""
    zones: dict[str, set[str]] = {}
    for each in view.observations:
        if (not view.catalogue or each.indicator in view.catalogue) and _has(each, Measure.LEVEL):
            zones.setdefault(view.family(each.indicator), set()).add(each.zone)
    groups: list[tuple[str, ...]] = []
    for family in sorted(zones, key=lambda family: -len(zones[family]))[:MOST_ROWS]:
        stated = view.stated(family)
        shared = [name for name in stated if len(stated[name]) > 1]
        if len({each.zone for each in view.observations}) == 1:
            groups += [(name,) for name in stated]  # one zone alone: every figure it gives, not the best of a family
        else:
            groups += [view.members(family)] if family in SUBSTITUTES else [(name,) for name in shared]
    return groups


def _named(names: Sequence[str], view: _View) -> list[tuple[str, ...]]:
    """Rows for what was asked: names of one family share a row, except those that two zones state under the same name."""
    families: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        families.setdefault(view.family(name), []).append(name)
    groups: list[tuple[str, ...]] = []
    for family, asked in families.items():
        stated = view.stated(family)
        whole = family in asked and family not in view.catalogue
        if whole and family in SUBSTITUTES and stated:
            groups.append(view.members(family))
            continue
        members = list(stated) if whole else asked
        shared = [name for name in members if len(stated.get(name, ())) > 1]
        covered = {zone for name in shared for zone in stated[name]}
        rest = [name for name in members if name not in shared and (not shared or stated.get(name, set()) - covered)]
        groups += [(name,) for name in shared]
        if rest or not shared:
            groups.append(tuple(rest or asked))
    return groups


def _cell(zone: str, names: tuple[str, ...], measure: Measure, view: _View) -> ComparisonCell:
    """The zone's best observation of the named indicators, else of their family, else an empty cell."""
    own = [each for each in view.observations if each.zone == zone and _has(each, measure)]
    families = {view.family(name) for name in names} & SUBSTITUTES
    ranks = [[each for each in own if each.indicator == name] for name in names]
    for candidates in (*ranks, [each for each in own if view.family(each.indicator) in families]):
        if candidates:
            best = min(candidates, key=view.preference)
            # 由9个整合为7个: of the two the later is the level; its clause holds the earlier one's.
            best = next(
                (each for each in reversed(own) if each.indicator == best.indicator and each.span.contains(best.span)), best
            )
            if measure is Measure.GROWTH and best.growth is not None:
                return ComparisonCell(zone, best, best.growth.value, best.growth.unit)
            return ComparisonCell(zone, best, best.quantity.value, best.quantity.unit)
    return ComparisonCell(zone)


def _has(observation: Observation, measure: Measure) -> bool:
    if measure is Measure.LEVEL:
        return observation.quantity.value is not None and observation.quantity.unit not in RATE_UNITS
    growth = observation.growth
    return growth is not None and growth.value is not None and growth.kind is GrowthKind.YOY


# --- saying whether a row's cells are like for like -----------------------------------------------------------------


def _row(
    names: tuple[str, ...],
    measure: Measure,
    cells: tuple[ComparisonCell, ...],
    view: _View,
    *,
    trend: bool,
) -> ComparisonRow:
    row = ComparisonRow(names[0], measure, None, False, (), cells)
    stated = [observation for _, observation in row.filled]
    found = list(dict.fromkeys(each.indicator for each in stated))
    title = names[0] if len(names) == 1 else found[0] if len(found) == 1 else view.family(names[0])
    reasons = set(_reasons(stated, measure))
    if trend and len({each.zone for each in stated}) > 1:
        reasons.add(Comparability.ZONES_DIFFER)
    comparable = len(stated) > 1 and not reasons
    if len(stated) < len(cells):
        reasons.add(Comparability.MISSING)
    units = {cell.unit for cell, _ in row.filled}
    row = replace(
        row,
        indicator=title + ("同比增速" if measure is Measure.GROWTH else ""),
        unit=units.pop() if len(units) == 1 else None,
        comparable=comparable,
        reasons=tuple(code for code in Comparability if code in reasons),
    )
    additive = len(found) == 1 and found[0] in view.catalogue and view.catalogue[found[0]].additive
    derived = _between(row, additive=additive) if comparable else []
    if measure is Measure.LEVEL:
        derived += [each for cell in cells if (each := _completion(cell, view.observations))]
    return replace(row, derived=tuple(derived))


def _reasons(cells: Sequence[Observation], measure: Measure) -> Iterable[Comparability]:
    if len({each.indicator for each in cells}) > 1 or len({each.basis is Basis.STOCK for each in cells}) > 1:
        yield Comparability.DEFINITION
    if len({each.status for each in cells}) > 1:
        yield Comparability.STATUS
    if any(each.subject_kind is SubjectKind.PARK for each in cells):
        yield Comparability.SCOPE
    if len({each.price_basis for each in cells}) > 1:
        yield Comparability.PRICE_BASIS
    if measure is Measure.LEVEL:
        if len({each.quantity.currency or "CNY" for each in cells}) > 1:
            yield Comparability.CURRENCY
        if len({_counted(each.quantity.unit_norm) for each in cells}) > 1:
            yield Comparability.UNIT
    yield from _period_reasons(cells)


def _counted(unit: str) -> str:
    """家, 户, 个 and 项 count the same things; 次, 户次 and 批次 count how often."""
    return "个" if unit in ("家", "户", "项") else unit


def _period_reasons(cells: Sequence[Observation]) -> Iterable[Comparability]:
    """An unknown or open period is never taken for the same as another."""
    if len(cells) < 2:
        return
    periods = [each.period for each in cells]
    if None in periods or len({period.start.year for period in periods if period}) > 1:
        yield Comparability.PERIOD_YEAR
    spans = {
        (period.start.month, period.start.day, period.end and (period.end.month, period.end.day)) for period in periods if period
    }
    if len(spans) > 1 and not all(each.basis is Basis.STOCK for each in cells):
        yield Comparability.PERIOD_LENGTH


# --- computing ------------------------------------------------------------------------------------------------------


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


def _exact(observation: Observation) -> bool:
    """Bounds (超, 以上, 近) and ranges have an order at best, never a difference; 约 keeps its word in the text."""
    return observation.quantity.bound in (None, Bound.ABOUT) and observation.quantity.high is None


def _between(row: ComparisonRow, *, additive: bool) -> list[Derived]:
    """Rank of all cells, difference and ratio of the largest to the smallest, shares of the sum."""
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
    pair = (top.observation, bottom.observation)
    difference, gap = rounded(top.value - bottom.value), unit if level else "个百分点"
    text = f"{top.cell.zone}比{bottom.cell.zone}高{plain(difference)}{gap}"
    derived.append(Derived(DerivedKind.DIFFERENCE, text, difference, gap, f"{top.formula}-{_bracketed(bottom)}", status, pair))
    if level and bottom.value > 0:
        ratio = rounded(top.value / bottom.value)
        text = f"{top.cell.zone}是{bottom.cell.zone}的{plain(ratio)}倍"
        derived.append(Derived(DerivedKind.RATIO, text, ratio, "倍", f"{top.formula}/{_bracketed(bottom)}", status, pair))
    total = sum((figure.value for figure in order), Decimal(0))
    if level and additive and bottom.value >= 0 < total:
        terms = "+".join(figure.formula for figure in order)
        for figure in order:
            share = rounded(figure.value / total * 100)
            text = f"{figure.cell.zone}占{len(order)}个园区合计的{plain(share)}%"
            derived.append(Derived(DerivedKind.SHARE, text, share, "%", f"{figure.formula}/({terms})*100", status, inputs))
    return derived


def _scaled(row: ComparisonRow) -> list[_Figure] | None:
    """The row's figures in the first one's unit; None where one is a bound or a range, or no allowed scale converts it."""
    figures = []
    first = row.filled[0][1]
    for cell, observation in row.filled:
        if row.measure is Measure.GROWTH:
            same = None if cell.value is None else (plain(cell.value), cell.value)
        else:
            same = in_unit_of(first, observation) if _exact(observation) else None
        if same is None:
            return None
        figures.append(_Figure(cell, observation, *same))
    return figures


def _bracketed(figure: _Figure) -> str:
    return figure.formula if figure.formula.replace(".", "").isdigit() else f"({figure.formula})"


def _completion(cell: ComparisonCell, observations: Sequence[Observation]) -> Derived | None:
    """Share of the zone's own target done: same indicator, target period around the cell's; None without such a target."""
    done = cell.observation
    if done is None or done.status is Status.TARGET or done.progress is not None or not _exact(done) or done.period is None:
        return None
    for target in observations:
        same = (target.zone, target.indicator, target.subject) == (done.zone, done.indicator, done.subject)
        around = target.period is not None and target.period != done.period and target.period.contains(done.period)
        if not (
            same and around and target.status is Status.TARGET and target.quantity.high is None and _has(target, Measure.LEVEL)
        ):
            continue
        scaled = in_unit_of(target, done)
        if scaled and target.quantity.value:
            share = rounded(scaled[1] / target.quantity.value * 100)
            text = f"{cell.zone}完成目标{target.quantity.text}的{plain(share)}%"
            formula = f"{scaled[0]}/{plain(target.quantity.value)}*100"
            return Derived(DerivedKind.COMPLETION, text, share, "%", formula, done.status, (done, target))
    return None
