from __future__ import annotations

from fastapi import APIRouter

from service.api.parameters import Cursor, KnownParameters, Limit, page_of
from service.api.port import ServiceOf
from service.schema import Page, ZoneOut
from service.views import zone_out

router = APIRouter(prefix="/api/zones", tags=["zones"], dependencies=[KnownParameters])


@router.get("", summary="园区、别名、所在地、报告与期间;同名园区有标记")
def list_zones(service: ServiceOf, limit: Limit = 100, cursor: Cursor = None) -> Page[ZoneOut]:
    return page_of([zone_out(zone) for zone in service.library.zones()], limit, cursor)
