"""Background reading of files: one worker thread, one file at a time, every step kept."""

from __future__ import annotations

import logging
import queue
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from index.errors import Conflict, ZoneBriefError
from service.records import JobRecord, now
from service.schema import JobError

log = logging.getLogger(__name__)

LONGEST_QUEUE = 20
"""Jobs waiting; their files are held in memory, each at most as large as a request may be."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file or a text as it was handed over, with what its sender says of it."""

    data: bytes
    name: str | None = None
    title: str | None = None
    url: str | None = None
    zone: str | None = None
    period: str | None = None


class JobStore(Protocol):
    def keep_job(self, job: JobRecord) -> None: ...
    def job(self, job_id: str) -> JobRecord: ...


class Jobs:
    """``read`` takes one file in and gives its report's id; it raises ZoneBriefError for a file that cannot be taken.

    The thread starts with the first job and ends with ``close``. A job is failed where none of its files could be read.
    """

    def __init__(self, read: Callable[[Incoming], str], store: JobStore) -> None:
        self._read = read
        self._store = store
        self._waiting: queue.Queue[tuple[str, tuple[Incoming, ...]] | None] = queue.Queue()
        self._cancelled: set[str] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False

    def submit(self, files: tuple[Incoming, ...]) -> JobRecord:
        """Queues the files; raises Conflict where too many jobs wait already."""
        if self._waiting.qsize() >= LONGEST_QUEUE:
            raise Conflict(f"已有 {LONGEST_QUEUE} 个任务在排队", advice="请等待前面的任务完成后再提交。")
        job = JobRecord(job_id=f"job_{uuid.uuid4().hex}", stage="排队", total=len(files), created=now())
        self._store.keep_job(job)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="zonebrief-jobs", daemon=True)
                self._thread.start()
        self._waiting.put((job.job_id, files))
        return job

    def cancel(self, job_id: str) -> JobRecord:
        """Stops before the next file; what was read stays. A finished job stays as it is."""
        with self._lock:
            job = self._store.job(job_id)
            if job.finished:
                return job
            self._cancelled.add(job_id)
            if job.state == "queued":
                job = job.model_copy(update={"state": "cancelled", "stage": "已取消"})
                self._store.keep_job(job)
            return job

    def close(self) -> None:
        """Ends after the file being read; jobs that still wait are marked failed at the next start."""
        self._closing = True
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (taken := self._waiting.get()) is not None and not self._closing:
            job_id, files = taken
            try:
                self._run(job_id, files)
            except Exception:
                # The store itself failed: nothing can be kept, and the thread must live for the jobs behind.
                log.exception("job %s broke off", job_id)

    def _run(self, job_id: str, files: tuple[Incoming, ...]) -> None:
        job = self._store.job(job_id)
        for number, incoming in enumerate(files, start=1):
            name = incoming.name or incoming.title or f"第{number}份"
            with self._lock:
                if self._closing:
                    return
                if job_id in self._cancelled:
                    self._cancelled.discard(job_id)
                    self._store.keep_job(job.model_copy(update={"state": "cancelled", "stage": "已取消"}))
                    return
                job = job.model_copy(update={"state": "running", "stage": f"读取 {name}"})
                self._store.keep_job(job)
            try:
                report_id = self._read(incoming)
            except ZoneBriefError as error:
                failed = JobError(name=name, code=error.code, message=error.message, advice=error.advice)
                job = job.model_copy(update={"done": number, "errors": (*job.errors, failed)})
            except Exception:
                log.exception("reading %s failed", name)
                failed = JobError(name=name, code="internal", message="读取时出错", advice=ZoneBriefError.advice)
                job = job.model_copy(update={"done": number, "errors": (*job.errors, failed)})
            else:
                reports = job.report_ids if report_id in job.report_ids else (*job.report_ids, report_id)
                job = job.model_copy(update={"done": number, "report_ids": reports})
        with self._lock:
            self._cancelled.discard(job_id)
            state = "done" if job.report_ids else "failed"
            self._store.keep_job(job.model_copy(update={"state": state, "stage": "完成" if job.report_ids else "失败"}))
