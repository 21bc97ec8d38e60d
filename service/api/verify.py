from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from service.api.parameters import KnownParameters
from service.api.port import ServiceOf
from service.api.streams import unless_gone
from service.schema import Verification, VerifyRequest
from service.selection import selected

router = APIRouter(prefix="/api/verify", tags=["verify"], dependencies=[KnownParameters])


@router.post("", summary="核验任意文字中的每一个数")
async def verify(service: ServiceOf, request: Request, wanted: VerifyRequest) -> Verification:
    wanted = await run_in_threadpool(selected, service.library, wanted)
    return await unless_gone(request, service.verify(wanted))
