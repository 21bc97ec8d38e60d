"""The ledger, as pages of JSON or as one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from index.library import Library
from service.api.parameters import Cursor, Filter, KnownParameters, Limit, periods_of
from service.api.port import ServiceOf
from service.schema import LedgerQuery, ObservationOut, Page, StatusWord
from service.selection import known_indicators, known_reports, known_zones
from service.sheets import csv_lines, workbook
from service.views import observation_out

router = APIRouter(prefix="/api/observations", tags=["observations"], dependencies=[KnownParameters])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get(
    "",
    response_model=Page[ObservationOut],
    summary="指标台账:逐条指标值,可回到原句;format=csv、format=xlsx 为整表下载",
    responses={200: {"content": {"text/csv": {}, XLSX: {}}, "description": "一页指标值,或整张表"}},
)
def list_observations(
    service: ServiceOf,
    request: Request,
    report: Filter = [],  # noqa: B006 (FastAPI copies it)
    zone: Filter = [],  # noqa: B006
    indicator: Annotated[list[str], Query(max_length=200, description="规范名、别名或类名(税收),可重复")] = [],  # noqa: B006
    period: Annotated[list[str], Query(max_length=200, description="落在该期间内,如 2025 或 2025-01/2025-06;可重复")] = [],  # noqa: B006
    status: Annotated[list[StatusWord], Query(description="可重复")] = [],  # noqa: B006
    q: Annotated[str | None, Query(max_length=200, description="指标、主体或原句中的字词")] = None,
    format: Annotated[Literal["json", "csv", "xlsx"], Query(description="csv、xlsx 不分页")] = "json",  # noqa: A002 (the contract's name)
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response | Page[ObservationOut]:
    library = service.library
    query = LedgerQuery.model_construct(
        report_ids=tuple(report),
        zones=tuple(zone),
        indicators=tuple(indicator),
        periods=tuple(each.iso for each in periods_of(period)),
        statuses=tuple(status),
        q=q,
    )
    wanted = filters(library, query)
    if format == "csv":
        return StreamingResponse(
            csv_lines(every(library, wanted)), media_type="text/csv; charset=utf-8", headers=_attached("csv")
        )
    if format == "xlsx":
        base = str(request.base_url)
        return Response(
            workbook(every(library, wanted), lambda each: source_link(base, each)), media_type=XLSX, headers=_attached("xlsx")
        )
    found, following = library.observations(**wanted, limit=limit, cursor=cursor)
    return Page(items=tuple(map(observation_out, found)), next_cursor=following)


def _attached(suffix: str) -> dict[str, str]:
    named = quote(f"指标台账.{suffix}")
    return {"Content-Disposition": f"attachment; filename=\"observations.{suffix}\"; filename*=UTF-8''{named}"}


def source_link(base: str, observation: ObservationOut) -> str:
    """Address of the page, opened at the clause an observation stands in."""
    place = {"report": observation.report_id, "start": observation.start, "end": observation.end}
    return f"{base.rstrip('/')}/#ledger?{urlencode(place)}"


def filters(library: Library, query: LedgerQuery) -> dict[str, Any]:
    """The library's own filters of a query; raises NotFound for a report or a zone that is not there."""
    return {
        "reports": known_reports(library, query.report_ids),
        "zones": known_zones(library, query.zones),
        "indicators": known_indicators(query.indicators),
        "periods": periods_of(query.periods),
        "statuses": query.statuses,
        "text": query.q,
    }


def every(library: Library, wanted: dict[str, Any]) -> Iterator[ObservationOut]:
    """All pages of a filter: a sheet that ends at the first page would pass for the whole."""
    cursor = None
    while True:
        found, cursor = library.observations(**wanted, limit=1000, cursor=cursor)
        yield from map(observation_out, found)
        if cursor is None:
            return
