from __future__ import annotations

from fastapi import APIRouter

from service.api.parameters import KnownParameters
from service.api.port import ServiceOf
from service.schema import FindingOut, FindingPatch
from service.views import finding_out

router = APIRouter(prefix="/api/findings", tags=["findings"], dependencies=[KnownParameters])


@router.patch("/{finding_id}", summary="人工判定一条勾稽问题:确认、驳回或撤回判定")
def decide(service: ServiceOf, finding_id: str, patch: FindingPatch) -> FindingOut:
    """decision: confirmed 属实,dismissed 驳回,null 撤回;同一报告再次读入仍然有效。"""
    return finding_out(service.library.decide(finding_id, patch.decision, patch.note))
