from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from service.api.parameters import KnownParameters
from service.api.port import ServiceOf
from service.api.streams import unless_gone
from service.schema import CompareRequest, Comparison
from service.selection import selected

router = APIRouter(prefix="/api/comparisons", tags=["comparisons"], dependencies=[KnownParameters])


@router.post("", summary="对比:园区之间,或一个园区的各期与目标;同口径才可比,不可比处写明原因")
async def compare(service: ServiceOf, request: Request, wanted: CompareRequest) -> Comparison:
    """给出 question(如“两区税收谁高?”“近两年工业总产值怎么变化?”“去年目标完成了吗?”),或给出 zones 与 indicators。

    - 多个园区:每行一个指标,每格一个园区;同口径的给出相差、倍数、位次、占比,不同口径的并列并在 reasons、explanation 中写明。
    - 一个园区:每格一期(period),同期相比给出增减和增长,上期所定目标对本期完成数给出完成率;缺的期间列入 missing。
    - derived 的 value 四舍五入至百分位,formula 可复算,status 取各输入中最弱的一种。
    """
    wanted = await run_in_threadpool(selected, service.library, wanted)
    return await unless_gone(request, service.compare(wanted))
