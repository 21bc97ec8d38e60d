"""Briefings: written, kept, edited and verified again, exported."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from index.errors import NotFound
from service.api.parameters import Cursor, KnownParameters, Limit
from service.api.port import ServiceOf
from service.api.streams import EventStream, last_event, unless_gone, wants_events
from service.bootstrap import Service
from service.editing import edited
from service.export import export
from service.schema import Briefing, BriefingCard, BriefingEdit, BriefRequest, Event, Page
from service.selection import selected

router = APIRouter(prefix="/api/briefings", tags=["briefings"], dependencies=[KnownParameters])

KINDS = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@router.post("", response_model=Briefing, summary="生成简报;stream 为真时逐节给出")
async def write(service: ServiceOf, request: Request, wanted: BriefRequest) -> Response | Briefing:
    """Events in order: section …, notice …, done (the whole briefing, kept under its id) or error."""
    wanted = await run_in_threadpool(selected, service.library, wanted)
    events = _kept(service, service.brief(wanted))
    if wants_events(request, wanted.stream):
        return EventStream(events)
    briefing = await unless_gone(request, last_event(events))
    assert isinstance(briefing, Briefing)
    return briefing


async def _kept(service: Service, events: AsyncGenerator[Event]) -> AsyncGenerator[Event]:
    async with aclosing(events):
        async for name, value in events:
            if name == "done" and isinstance(value, Briefing):
                await run_in_threadpool(service.records.keep_briefing, value)
            yield name, value


@router.get("", summary="已生成的简报,新的在前")
def list_briefings(service: ServiceOf, limit: Limit = 100, cursor: Cursor = None) -> Page[BriefingCard]:
    return service.records.briefings(limit=limit, cursor=cursor)


@router.get("/{briefing_id}.{kind}", response_class=Response, summary="导出 docx、md 或 html,来源编号")
def download(service: ServiceOf, briefing_id: str, kind: str) -> Response:
    if kind not in KINDS:
        raise NotFound(f"没有 {kind} 这种导出", advice=f"可导出: {'、'.join(KINDS)}。")
    briefing = _visible(service, briefing_id)
    headers = {"Content-Disposition": f'attachment; filename="{briefing.id}.{kind}"', "Content-Security-Policy": "sandbox"}
    return Response(export(briefing, kind), media_type=KINDS[kind], headers=headers)


@router.get("/{briefing_id}", summary="一份简报")
def show(service: ServiceOf, briefing_id: str) -> Briefing:
    return _visible(service, briefing_id)


@router.put("/{briefing_id}", summary="修改简报;改动的句子重新核验")
async def edit(service: ServiceOf, briefing_id: str, change: BriefingEdit) -> Briefing:
    briefing = await run_in_threadpool(_visible, service, briefing_id)
    changed = await edited(briefing, change, service.verify)
    await run_in_threadpool(service.records.keep_briefing, changed)
    return changed


@router.delete("/{briefing_id}", status_code=204, summary="删除简报")
def remove(service: ServiceOf, briefing_id: str) -> None:
    service.records.drop_briefing(briefing_id)


def _visible(service: Service, briefing_id: str) -> Briefing:
    """Raises NotFound also where a report it quotes was deleted: a hidden report is hidden everywhere."""
    briefing = service.records.briefing(briefing_id)
    for report_id in {citation.report_id for citation in briefing.citations}:
        service.library.report(report_id)
    return briefing
