"""Like for like (横向对照, 纵向对照): one row an indicator, one cell a zone or a period, each cell one observation with its source.

A row says whether its cells may be compared and, if not, why. What may not be compared is shown side by side and neither
ranked nor subtracted. All arithmetic is ``Decimal``; a computed value is rounded half up to two places and takes the
weakest status of its inputs (预计数 in, 预计数 out).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.compare.choosing import Asked, View, cells, common, fits, named
from index.compare.figures import between, completion
from index.compare.likeness import period_reasons, reasons
from index.compare.series import series
from index.domain import (
    Comparability,
    ComparisonCell,
    ComparisonRow,
    ComparisonTable,
    Indicator,
    Measure,
    Observation,
    Period,
    Report,
    SubjectKind,
)

__all__ = ["Asked", "compare", "series"]


def compare(
    observations: Sequence[Observation],
    *,
    zones: Sequence[str],
    indicators: Sequence[Asked] | None = None,
    period: Period | None = None,
    reports: Mapping[str, Report] | None = None,
    catalogue: Mapping[str, Indicator] | None = None,
    measures: Sequence[Measure] = (Measure.LEVEL,),
    trend: bool = False,
) -> ComparisonTable:
    """Table of ``indicators`` over ``zones``, both in the order given.

    An indicator may be a family's everyday word (税收), which asks for all its members, or several names in one. None asks for the indicators that
    most of the zones state. ``reports`` give each report's main period and the number searched; ``catalogue``, by name, gives
    families and says what adds up. ``trend`` marks a question about development over time, which different zones cannot answer.
    """
    usable = tuple(each for each in observations if fits(each, zones, period))
    view = View(usable, reports or {}, catalogue or {}, period)
    groups = named(indicators, view) if indicators else common(view)
    rows = [
        _row(group, measure, tuple(cells(zones, group, measure, view, asked=bool(indicators))), view, trend=trend)
        for group in groups
        for measure in measures
    ]
    if not indicators:
        rows = [row for row in rows if row.filled]
    used = {observation.report_id for row in rows for _, observation in row.filled}
    missing = tuple((cell.zone, row.indicator) for row in rows for cell in row.cells if _lacks(cell))
    return ComparisonTable(tuple(rows), missing, len(used), len(view.reports) or len({each.report_id for each in observations}))


def _lacks(cell: ComparisonCell) -> bool:
    """A company's figure, or the region's, is shown beside others; the zone's own is still missing."""
    found = cell.observation
    return found is None or found.subject_kind in (SubjectKind.COMPANY, SubjectKind.REGION)


def _row(
    names: tuple[str, ...],
    measure: Measure,
    filled: tuple[ComparisonCell, ...],
    view: View,
    *,
    trend: bool,
) -> ComparisonRow:
    row = ComparisonRow(names[0], measure, None, False, (), filled)
    stated = [observation for _, observation in row.filled]
    found = list(dict.fromkeys(each.indicator for each in stated))
    title = names[0] if len(names) == 1 else found[0] if len(found) == 1 else view.family(names[0])
    why = {*reasons(stated, measure, view.catalogue), *period_reasons(stated)}
    if trend and len({each.zone for each in stated}) > 1:
        why.add(Comparability.ZONES_DIFFER)
    comparable = len(stated) > 1 and not why
    if any(_lacks(cell) for cell in filled):
        why.add(Comparability.MISSING)
    units = {cell.unit for cell, _ in row.filled}
    row = replace(
        row,
        indicator=title + ("同比增速" if measure is Measure.GROWTH else ""),
        unit=units.pop() if len(units) == 1 else None,
        comparable=comparable,
        reasons=tuple(code for code in Comparability if code in why),
    )
    additive = len(found) == 1 and found[0] in view.catalogue and view.catalogue[found[0]].additive
    derived = between(row, additive=additive) if comparable else []
    if measure is Measure.LEVEL:
        derived += [
            each
            for cell in filled
            if not (cell.observation and cell.observation.progress)
            and (each := completion(cell, view.observations, view.catalogue))
        ]
    return replace(row, derived=tuple(derived))
