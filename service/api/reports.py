"""Reports: taken in, shown, corrected, hidden, restored, purged."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Header, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from index.domain import Report
from index.errors import NotFound
from index.library import Library
from service.api.incoming import fingerprint, incoming
from service.api.parameters import Cursor, Filter, KnownParameters, Limit, page_of, period_of
from service.api.port import ServiceOf
from service.api.streams import unless_gone
from service.bootstrap import Service
from service.jobs import Incoming, JobRecord
from service.records import Made
from service.schema import (
    ChunkOut,
    EditionDifference,
    FindingOut,
    JobAccepted,
    Page,
    Proposals,
    ReceiptOut,
    Replacement,
    ReportCard,
    ReportIn,
    ReportPatch,
    ReportText,
)
from service.selection import known_zones
from service.views import change_out, chunk_out, finding_out, receipt_out, report_card, report_text

router = APIRouter(prefix="/api/reports", tags=["reports"], dependencies=[KnownParameters])

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "title": {"type": "string"},
                        "url": {"type": "string"},
                        "zone": {"type": "string"},
                        "period": {"type": "string"},
                    },
                }
            },
            "application/json": {"schema": ReportIn.model_json_schema()},
        },
    }
}


@router.post(
    "",
    response_model=ReceiptOut,
    status_code=201,
    summary="提交报告:单个小文件当场读完,批量或大文件转为任务",
    openapi_extra=BODY,
    responses={
        200: {"model": ReceiptOut, "description": "同样的内容已在库中"},
        202: {"model": JobAccepted, "description": "转为任务"},
    },
)
async def add(
    service: ServiceOf,
    request: Request,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=200)] = None,
) -> Response:
    async with incoming(request) as files:
        return await _taken(service, files, idempotency_key)


async def _taken(service: Service, files: tuple[Incoming, ...], idempotency_key: str | None) -> Response:
    key = None if idempotency_key is None else hashlib.sha256(f"reports {idempotency_key}".encode()).hexdigest()
    if key is not None:
        made = await run_in_threadpool(service.records.claim, key, await run_in_threadpool(fingerprint, files))
        if made is not None:
            repeated = await run_in_threadpool(_repeated, service, made)
            if repeated is not None:
                return repeated
    try:
        taken = await run_in_threadpool(service.intake.take, files)
        if isinstance(taken, JobRecord):
            made = Made(202, taken.job_id)
            response = _job_response(taken.job_id)
        else:
            receipt, created = taken
            made = Made(201 if created else 200, receipt.report_id)
            response = _receipt_response(receipt_out(receipt), made.status)
    except BaseException:
        if key is not None:
            service.records.release(key)
        raise
    if key is not None:
        await run_in_threadpool(service.records.settle, key, made)
    return response


def _repeated(service: Service, made: Made) -> Response | None:
    """The first answer again; None where its report is gone since, so that the request is done anew."""
    if made.status == 202:
        return _job_response(made.id)
    try:
        report = service.library.report(made.id)
    except NotFound:
        return None
    return None if report.receipt is None else _receipt_response(receipt_out(report.receipt), made.status)


def _receipt_response(receipt: ReceiptOut, status: int) -> Response:
    headers = {"Location": f"/api/reports/{receipt.report_id}"}
    return Response(receipt.model_dump_json(), status_code=status, media_type="application/json", headers=headers)


def _job_response(job_id: str) -> Response:
    headers = {"Location": f"/api/jobs/{job_id}"}
    return Response(JobAccepted(job_id=job_id).model_dump_json(), status_code=202, media_type="application/json", headers=headers)


def card(library: Library, report: Report, *, whole: bool = False) -> ReportCard:
    tally = library.tally(report.id)
    return report_card(report, observations=tally.observations, failing=tally.failing, uncertain=tally.uncertain, whole=whole)


@router.get("", summary="报告列表")
def list_reports(
    service: ServiceOf,
    zone: Filter = [],  # noqa: B006 (FastAPI copies it)
    period: Annotated[str | None, Query(max_length=40)] = None,
    kind: Annotated[str | None, Query(max_length=100)] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[ReportCard]:
    library = service.library
    found, following = library.reports(
        zone=known_zones(library, zone), period=period_of(period), kind=kind, limit=limit, cursor=cursor
    )
    return Page(items=tuple(card(library, each) for each in found), next_cursor=following)


@router.get("/{report_id}", summary="报告卡片、提纲与回执")
def show(service: ServiceOf, report_id: str) -> ReportCard:
    return card(service.library, service.library.report(report_id), whole=True)


@router.delete("/{report_id}", status_code=204, summary="立即隐藏,10 分钟内可恢复,之后彻底清除;purge=now 立即清除")
def remove(service: ServiceOf, report_id: str, purge: Annotated[str | None, Query(pattern="^now$")] = None) -> None:
    if purge is not None:
        service.forget(report_id)
    service.library.remove(report_id, purge=purge is not None)


@router.post("/{report_id}/restore", summary="恢复刚删除的报告")
def restore(service: ServiceOf, report_id: str) -> ReportCard:
    service.library.restore(report_id)
    return card(service.library, service.library.report(report_id), whole=True)


@router.patch("/{report_id}", summary="人工更正园区、期间或类别,台账随之更新")
def correct(service: ServiceOf, report_id: str, patch: ReportPatch) -> ReportCard:
    report = service.library.correct(report_id, zone=patch.zone, period=period_of(patch.period), kind=patch.kind)
    return card(service.library, report, whole=True)


@router.get("/{report_id}/difference", summary="与较早版本的台账差异:新增、消失与改动的数")
def difference(service: ServiceOf, report_id: str, earlier: Annotated[str, Query(max_length=80)]) -> EditionDifference:
    found = service.library.difference(earlier, report_id)
    return EditionDifference(report_id=report_id, earlier=earlier, items=tuple(map(change_out, found)))


@router.post("/{report_id}/replace", summary="以此版替换较早的版本:旧版即时隐藏,10 分钟内可恢复")
def replace(service: ServiceOf, report_id: str, replacement: Replacement) -> ReportCard:
    service.library.replace(replacement.report_id, report_id)
    return card(service.library, service.library.report(report_id), whole=True)


@router.get("/{report_id}/text", summary="清洗后的文本、提纲与修复记录")
def text(service: ServiceOf, report_id: str) -> ReportText:
    return report_text(service.library.report(report_id))


@router.get("/{report_id}/original", summary="收到时的原始字节", response_class=Response)
def original(service: ServiceOf, report_id: str) -> Response:
    """Always a download and never rendered: the bytes are somebody else's."""
    report = service.library.report(report_id)
    headers = {
        "Content-Disposition": f"attachment; filename=\"original\"; filename*=UTF-8''{quote(report.title, safe='', errors='replace')}",
        "Content-Security-Policy": "sandbox",
    }
    return Response(service.library.original(report_id), media_type=report.media_type, headers=headers)


@router.get("/{report_id}/pages/{number}.png", response_class=Response, summary="原件某一页的图像(pdf、扫描件)")
def page(service: ServiceOf, report_id: str, number: Annotated[int, Path(ge=1, le=100_000)]) -> Response:
    return Response(service.intake.page(report_id, number), media_type="image/png")


@router.get("/{report_id}/chunks", summary="检索用的切块")
def chunks(service: ServiceOf, report_id: str, limit: Limit = 100, cursor: Cursor = None) -> Page[ChunkOut]:
    return page_of(list(map(chunk_out, service.library.chunks(report_id))), limit, cursor)


@router.get("/{report_id}/findings", summary="勾稽核查:逐项结果、算式与原文位置")
def findings(service: ServiceOf, report_id: str, limit: Limit = 100, cursor: Cursor = None) -> Page[FindingOut]:
    return page_of(list(map(finding_out, service.library.audit(service.library.report(report_id).id))), limit, cursor)


@router.post("/{report_id}/proposals", summary="请模型补提台账漏掉的指标,逐条核过才入账(默认关闭)")
async def propose(service: ServiceOf, request: Request, report_id: str) -> Proposals:
    return await unless_gone(request, service.propose(report_id))
