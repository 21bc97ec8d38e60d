"""Charts as Vega-Lite specifications with their data inside: drawn by any page that has Vega, or by nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from index.domain import ComparisonCell, ComparisonRow, Measure, Observation, Status
from service.views import plain

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
"""Names the language of the specification; nothing is fetched from it."""

STATUS_WORDS = {Status.ACTUAL: "完成数", Status.ESTIMATE: "预计数", Status.TARGET: "目标"}
_TOOLTIP = [{"field": field, "title": title} for field, title in (("text", "数值"), ("status", "状态"), ("period", "期间"))]


def bars(row: ComparisonRow, labels: Mapping[str, str] | None = None) -> dict[str, Any] | None:
    """A bar a zone, in the first zone's printed unit; None unless the row's cells may be compared.

    ``labels`` are the names shown for zones. Bars of estimates and targets differ in colour, and the tooltip says so.
    """
    drawn = _values(row) if row.comparable else None
    if drawn is None:
        return None
    values, unit = drawn
    names = labels or {}
    return {
        "$schema": SCHEMA,
        "title": row.indicator,
        "data": {"values": [each | {"zone": names.get(each["zone"], each["zone"])} for each in values]},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {"field": "zone", "type": "nominal", "title": None, "sort": "-x"},
            "x": {"field": "value", "type": "quantitative", "title": f"{row.indicator}({unit})"},
            "color": {"field": "status", "type": "nominal", "title": "状态"},
            "tooltip": _TOOLTIP,
        },
    }


def line(row: ComparisonRow) -> dict[str, Any] | None:
    """One zone's results over its like periods, oldest first, with a tick for each target; None where no two are alike."""
    alike = {each.id for derived in row.derived for each in derived.inputs}
    drawn = _values(replace(row, cells=tuple(cell for cell, each in row.filled if each.id in alike)))
    if drawn is None or len(drawn[0]) < 2:
        return None
    values, unit = drawn
    wanted = STATUS_WORDS[Status.TARGET]
    layers = []
    for mark, shown in (
        ({"type": "line", "point": True}, [each for each in values if each["status"] != wanted]),
        ({"type": "tick", "thickness": 3}, [each for each in values if each["status"] == wanted]),
    ):
        if shown:
            layers.append({"data": {"values": shown}, "mark": mark, "encoding": _over_time(row, values, unit)})
    return {"$schema": SCHEMA, "title": f"{row.cells[0].zone} {row.indicator}", "layer": layers}


def _over_time(row: ComparisonRow, values: Sequence[Mapping[str, Any]], unit: str) -> dict[str, Any]:
    periods = list(dict.fromkeys(each["period"] for each in values))
    return {
        "x": {"field": "period", "type": "ordinal", "title": None, "sort": periods},
        "y": {"field": "value", "type": "quantitative", "title": f"{row.indicator}({unit})"},
        "color": {"field": "status", "type": "nominal", "title": "状态"},
        "tooltip": _TOOLTIP,
    }


def _values(row: ComparisonRow) -> tuple[list[dict[str, Any]], str] | None:
    """The filled cells as data, all in the first one's unit; None where a unit or a currency is another."""
    if not row.filled:
        return None
    first, model = row.filled[0]
    values = []
    for cell, observation in row.filled:
        value = cell.value if row.measure is Measure.GROWTH else _in_unit_of(model, observation)
        if value is None:
            return None
        values.append(
            {
                "zone": cell.zone,
                "value": float(value),
                "text": _printed(cell),
                "status": STATUS_WORDS[observation.status],
                "period": observation.period.label if observation.period else "未注明",
            }
        )
    return values, first.unit or ""


def _in_unit_of(model: Observation, other: Observation) -> Decimal | None:
    mine, theirs = model.quantity, other.quantity
    if theirs.value is None or mine.unit == theirs.unit:
        return theirs.value
    if not mine.value or not mine.value_norm or theirs.value_norm is None or mine.unit_norm != theirs.unit_norm:
        return None
    return theirs.value_norm / (mine.value_norm / mine.value)


def _printed(cell: ComparisonCell) -> str:
    return "" if cell.value is None else plain(cell.value) + (cell.unit or "")
