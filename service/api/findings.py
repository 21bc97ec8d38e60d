from __future__ import annotations

from fastapi import APIRouter

from service.api.parameters import KnownParameters
from service.api.port import ServiceOf
from service.schema import FindingOut, FindingPatch
from service.views import finding_out

router = APIRouter(prefix="/api/findings", tags=["findings"], dependencies=[KnownParameters])


@router.patch("/{finding_id}", summary="人工判定一条勾稽问题:确认、驳回或撤回判定")
def decide(service: ServiceOf, finding_id: str, patch: FindingPatch) -> FindingOut:
    return finding_out(service.library.decide(finding_id, patch.decision, patch.note))
