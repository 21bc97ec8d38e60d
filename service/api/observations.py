"""The ledger, as pages of JSON or as one sheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from index.domain import Observation
from index.library import Library
from service.api.parameters import Cursor, Filter, KnownParameters, Limit, periods_of
from service.api.port import ServiceOf
from service.schema import ObservationOut, Page, StatusWord
from service.selection import known_reports, known_zones
from service.views import observation_out

router = APIRouter(prefix="/api/observations", tags=["observations"], dependencies=[KnownParameters])

FORMULA = re.compile(r"[\s\x00]*[=+\-@＝＋－＠\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads utf-8 as the machine's old code page."""


@router.get("", response_model=Page[ObservationOut], summary="指标台账;format=csv 为整表下载")
def list_observations(
    service: ServiceOf,
    report: Filter = [],  # noqa: B006 (FastAPI copies it)
    zone: Filter = [],  # noqa: B006
    indicator: Filter = [],  # noqa: B006
    period: Filter = [],  # noqa: B006
    status: Annotated[list[StatusWord], Query(description="可重复")] = [],  # noqa: B006
    q: Annotated[str | None, Query(max_length=200)] = None,
    format: Literal["json", "csv"] = "json",  # noqa: A002 (the contract's name)
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response | Page[ObservationOut]:
    library = service.library
    filters: dict[str, Any] = {
        "reports": known_reports(library, report),
        "zones": known_zones(library, zone),
        "indicators": tuple(indicator),
        "periods": periods_of(period),
        "statuses": tuple(status),
        "text": q,
    }
    if format == "csv":
        headers = {"Content-Disposition": 'attachment; filename="observations.csv"'}
        return StreamingResponse(sheet(every(library, filters)), media_type="text/csv; charset=utf-8", headers=headers)
    found, following = library.observations(**filters, limit=limit, cursor=cursor)
    return Page(items=tuple(map(observation_out, found)), next_cursor=following)


def every(library: Library, filters: dict[str, Any]) -> Iterator[Observation]:
    """All pages of a filter: a sheet that ends at the first page would pass for the whole."""
    cursor = None
    while True:
        found, cursor = library.observations(**filters, limit=1000, cursor=cursor)
        yield from found
        if cursor is None:
            return


COLUMNS = (
    "id",
    "report_id",
    "zone",
    "indicator",
    "as_written",
    "value",
    "value_high",
    "unit",
    "value_norm",
    "unit_norm",
    "currency",
    "price_basis",
    "bound",
    "growth_kind",
    "growth_value",
    "growth_unit",
    "gap_to",
    "gap_value",
    "gap_unit",
    "progress_of",
    "progress_value",
    "period",
    "status",
    "basis",
    "subject",
    "subject_kind",
    "quote",
    "start",
    "end",
)


def sheet(observations: Iterator[Observation]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    for observation in observations:
        row = _flat(observation_out(observation))
        yield _line(tuple(safe_cell(row[name]) for name in COLUMNS))


def _flat(out: ObservationOut) -> dict[str, Any]:
    row = out.model_dump()
    for nested, names in (("growth", ("kind", "value", "unit")), ("gap", ("to", "value", "unit")), ("progress", ("of", "value"))):
        inner = row.pop(nested) or {}
        row |= {f"{nested}_{name}": inner.get(name) for name in names}
    return row


def _line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def safe_cell(value: Any) -> str:
    """Text of a cell that no spreadsheet takes for a formula (OWASP, CSV injection); negative numbers stay numbers."""
    text = "" if value is None else str(value)
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text
