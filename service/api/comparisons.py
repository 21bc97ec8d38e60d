from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from service.api.parameters import KnownParameters
from service.api.port import ServiceOf
from service.api.streams import unless_gone
from service.schema import CompareRequest, Comparison
from service.selection import selected

router = APIRouter(prefix="/api/comparisons", tags=["comparisons"], dependencies=[KnownParameters])


@router.post("", summary="园区对比:同口径才可比,不可比处写明原因")
async def compare(service: ServiceOf, request: Request, wanted: CompareRequest) -> Comparison:
    wanted = await run_in_threadpool(selected, service.library, wanted)
    return await unless_gone(request, service.compare(wanted))
