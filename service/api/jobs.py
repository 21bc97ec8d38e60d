from __future__ import annotations

from collections.abc import AsyncGenerator

import anyio
from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from index.errors import NotFound
from service.api.parameters import KnownParameters
from service.api.port import ServiceOf
from service.api.streams import EventStream
from service.bootstrap import Service
from service.jobs import JobRecord
from service.schema import Event, Job, ReceiptOut
from service.views import receipt_out

router = APIRouter(prefix="/api/jobs", tags=["jobs"], dependencies=[KnownParameters])

LOOK_AGAIN = 0.3
"""Seconds between two looks at a job whose progress is watched; reading one report takes about as long."""


def job_out(service: Service, job: JobRecord) -> Job:
    """Receipts are read from the library: those of reports deleted since are left out."""
    return Job(
        job_id=job.job_id,
        state=job.state,
        stage=job.stage,
        done=job.done,
        total=job.total,
        eta_seconds=job.eta_seconds,
        receipts=tuple(receipt for each in job.report_ids if (receipt := _receipt(service, each)) is not None),
        known=job.known,
        errors=job.errors,
        created=job.created,
    )


def _receipt(service: Service, report_id: str) -> ReceiptOut | None:
    try:
        receipt = service.library.report(report_id).receipt
    except NotFound:
        return None
    return None if receipt is None else receipt_out(receipt)


@router.get("/{job_id}", summary="任务的状态与进度")
def show(service: ServiceOf, job_id: str) -> Job:
    return job_out(service, service.jobs.job(job_id))


@router.get("/{job_id}/events", response_class=Response, summary="进度事件流:progress …,done")
async def events(service: ServiceOf, job_id: str) -> Response:
    """Each event says how far the job is; the last one also holds the receipts."""
    return EventStream(progress(service, job_id))


async def progress(service: Service, job_id: str) -> AsyncGenerator[Event]:
    shown: JobRecord | None = None
    while True:
        record = await run_in_threadpool(lambda: service.jobs.job(job_id, whole=False))
        if record.finished:
            yield "done", await run_in_threadpool(lambda: job_out(service, service.jobs.job(job_id)))
            return
        if record != shown:
            shown = record
            yield "progress", job_out(service, record)
        await anyio.sleep(LOOK_AGAIN)


@router.delete("/{job_id}", summary="取消任务:已读完的保留,其余不再读")
def cancel(service: ServiceOf, job_id: str) -> Job:
    return job_out(service, service.jobs.cancel(job_id))
