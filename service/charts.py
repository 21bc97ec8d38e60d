"""Charts as Vega-Lite specifications with their data inside: drawn by any page that has Vega, or by nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.domain import ComparisonRow, Status
from service.views import plain

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
"""Names the language of the specification; nothing is fetched from it."""

STATUS_WORDS = {Status.ACTUAL: "完成数", Status.ESTIMATE: "预计数", Status.TARGET: "目标"}


def bars(row: ComparisonRow, labels: Mapping[str, str] | None = None) -> dict[str, Any] | None:
    """A bar a zone, in the printed unit; None unless the row's cells may be compared and share one printed unit.

    ``labels`` are the names shown for zones. Bars of estimates and targets differ in colour, and the tooltip says so.
    """
    if not row.comparable or row.unit is None:
        return None
    names = labels or {}
    values = [
        {
            "zone": names.get(cell.zone, cell.zone),
            "value": float(cell.value),
            "text": plain(cell.value) + row.unit,
            "status": STATUS_WORDS[observation.status],
            "period": observation.period.label if observation.period else "未注明",
        }
        for cell, observation in row.filled
        if cell.value is not None
    ]
    axis = {"field": "value", "type": "quantitative", "title": f"{row.indicator}({row.unit})"}
    zone = {"field": "zone", "type": "nominal", "title": None, "sort": "-x"}
    shown = [{"field": field, "title": title} for field, title in (("text", "数值"), ("status", "状态"), ("period", "期间"))]
    return {
        "$schema": SCHEMA,
        "title": row.indicator,
        "data": {"values": values},
        "mark": {"type": "bar"},
        "encoding": {
            "y": zone,
            "x": axis,
            "color": {"field": "status", "type": "nominal", "title": "状态"},
            "tooltip": shown,
        },
    }
