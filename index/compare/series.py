"""One zone across years (纵向对照): a row an indicator, a cell a period, and a target beside the result it was set for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from index.compare.choosing import SUBSTITUTES, Asked, View, filled, fits, has, named
from index.compare.figures import change, completion
from index.compare.likeness import period_reasons, reasons, same_part_of_year
from index.domain import (
    Comparability,
    ComparisonCell,
    ComparisonRow,
    ComparisonTable,
    Derived,
    DerivedKind,
    Indicator,
    Measure,
    Observation,
    Period,
    Report,
    Status,
)

LONGEST_ROWS = 20
"""Rows of a series nobody named indicators for."""


def series(
    observations: Sequence[Observation],
    *,
    zone: str,
    indicators: Sequence[Asked] | None = None,
    period: Period | None = None,
    reports: Mapping[str, Report] | None = None,
    catalogue: Mapping[str, Indicator] | None = None,
    measures: Sequence[Measure] = (Measure.LEVEL,),
    targets_only: bool = False,
) -> ComparisonTable:
    """Table of ``indicators`` of one zone over its periods, oldest first; targets stand behind the results of their period.

    All rows have the same periods of results; one that a row lacks is an empty cell, and ``missing`` where reports of that
    period were read. None for ``indicators`` asks for those with a result in two periods, or with a target and a result;
    ``targets_only`` for the latter alone. Only the zone's own figures count.
    """
    view = View((), reports or {}, catalogue or {}, period)
    usable = tuple(each for each in observations if fits(each, (zone,), period) and view.own(each))
    view = replace(view, observations=usable)
    groups = _asked(indicators, view) if indicators else [(name,) for name in _telling(view, targets_only=targets_only)]
    chosen = [(group, measure, _chosen(group, measure, view)) for group in groups for measure in measures]
    columns = sorted({key for _, _, picked in chosen for key in picked if not key[1]}, key=_order)
    rows = tuple(_row(zone, group, measure, picked, columns, view) for group, measure, picked in chosen)
    used = {observation.report_id for row in rows for _, observation in row.filled}
    missing = tuple((zone, row.indicator) for row in rows if any(cell.observation is None for cell in row.cells))
    searched = len(view.reports) or len({each.report_id for each in observations})
    return ComparisonTable(rows, missing, len(used), searched)


_Key = tuple[Period | None, bool]
"""A column: its period, and whether it holds a target."""


def _order(key: _Key) -> tuple[date, date, bool]:
    period, target = key
    if period is None:
        return date.max, date.max, target
    return period.start, period.end or date.max, target


def _asked(names: Sequence[Asked], view: View) -> list[tuple[str, ...]]:
    """A row each indicator: in one zone's own series a relative never stands in for another."""
    rows: list[tuple[str, ...]] = []
    for group in named(names, view):
        whole = group in names or not (set(group) & set(names) or view.family(group[0]) in SUBSTITUTES)
        rows += [group] if whole else [(name,) for name in group]
    return rows


def _telling(view: View, *, targets_only: bool) -> list[str]:
    """Catalogue indicators with something to set beside something, those with most periods first."""
    found: dict[str, set[_Key]] = {}
    for each in view.observations:
        if (not view.catalogue or each.indicator in view.catalogue) and has(each, Measure.LEVEL):
            found.setdefault(each.indicator, set()).add((each.period, each.status is Status.TARGET))
    telling = []
    for name, keys in found.items():
        results = {period for period, target in keys if not target and period}
        met = any(
            period and target and any(period.contains(result) or result.contains(period) for result in results)
            for period, target in keys
        )
        if met or (len(results) > 1 and not targets_only):
            telling.append(name)
    return sorted(telling, key=lambda name: -len(found[name]))[:LONGEST_ROWS]


def _chosen(names: tuple[str, ...], measure: Measure, view: View) -> dict[_Key, Observation]:
    """The figure of each period, and the target of each that has one."""
    candidates = [each for each in view.observations if each.indicator in names and has(each, measure)]
    principal = {report.period for report in view.reports.values() if report.period}
    picked: dict[_Key, Observation] = {}
    for each in candidates:
        key = (each.period, each.status is Status.TARGET)
        if key not in picked or _rank(each, view) < _rank(picked[key], view):
            picked[key] = each
    # A report's figure of an odd stretch (1-4月) stands only where its own period has none.
    covered = {each.report_id for (period, target), each in picked.items() if not target and period in principal}
    return {
        (period, target): each
        for (period, target), each in picked.items()
        if target or period in principal or each.report_id not in covered or (period is not None and period.months == 12)
    }


def _rank(observation: Observation, view: View) -> tuple[int, int, date, int, int]:
    """Smaller is better. A result: the zone's, told by its own period's report. A target: set before its time, the first one."""
    own = view.main_period(observation)
    begins = own.start if own else date.max
    kind = view.preference(observation)[0]
    if observation.status is Status.TARGET:
        early = own is not None and observation.period is not None and own.start < observation.period.start
        return kind, not early, begins, observation.span.start, 0
    settled = 0 if observation.status is Status.ACTUAL else 1
    return kind, settled, date.min if own == observation.period else begins, observation.span.start, 0


def _row(
    zone: str, names: tuple[str, ...], measure: Measure, picked: Mapping[_Key, Observation], columns: Sequence[_Key], view: View
) -> ComparisonRow:
    keys = sorted({*columns, *picked}, key=_order)
    cells = tuple(
        filled(zone, picked[key], measure, key[0]) if key in picked else ComparisonCell(zone, period=key[0]) for key in keys
    )
    results = [cell for cell, key in zip(cells, keys, strict=True) if cell.observation and not key[1]]
    told = [cell.observation for cell in results if cell.observation]
    why = {*reasons(told, measure, view.catalogue), *period_reasons(told, across_years=True)}
    like = not why
    if any(cell.observation is None for cell in cells):
        why.add(Comparability.MISSING)
    derived: list[Derived] = []
    for earlier, later in _neighbours(results, measure, view):
        derived += change(earlier, later, measure)
    if measure is Measure.LEVEL:
        targets = sorted(
            (each for each in picked.values() if each.status is Status.TARGET),
            key=lambda each: (each.period.months or 0) if each.period else 0,
        )
        marks = [completion(cell, targets, view.catalogue, named_years=True) for cell in results]
        derived += [each for each in marks if each]
    met = any(each.kind is DerivedKind.COMPLETION for each in derived)
    comparable = like and (len(told) > 1 or met)
    units = {cell.unit for cell in cells if cell.observation}
    return ComparisonRow(
        names[0] + ("同比增速" if measure is Measure.GROWTH else ""),
        measure,
        units.pop() if len(units) == 1 else None,
        comparable,
        tuple(code for code in Comparability if code in why),
        cells,
        tuple(derived),
    )


def _neighbours(results: Sequence[ComparisonCell], measure: Measure, view: View) -> list[tuple[ComparisonCell, ComparisonCell]]:
    """Each result with the last one before it that it may be set against: the same months, definition, status and basis."""
    pairs = []
    for at, later in enumerate(results):
        for earlier in reversed(results[:at]):
            one, other = earlier.observation, later.observation
            if (
                one
                and other
                and same_part_of_year(earlier.period, later.period)
                and not set(reasons((one, other), measure, view.catalogue))
            ):
                pairs.append((earlier, later))
                break
    return pairs
