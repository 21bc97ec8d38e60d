"""Background reading: jobs one after the other, their files by worker processes, every file kept or told why not.

The queue is a table with the bytes beside it (``service.spool``) and no broker: an embedded store has one owner anyway, which is
this process; a file is done when its report is stored, and a report is the same by its content however often it is read. So a job
goes on after a crash where it stopped, and nothing is taken in twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import queue
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from typing import Any

from index.derive import Derived, Given, Member, is_archive
from index.domain import Period
from index.errors import Conflict, NeedsRecognition, ReaderDied, ZoneBriefError
from index.library import Library
from service.reading import LARGE, Reading, give_back, result_of
from service.records import now
from service.schema import JobError
from service.spool import SCAN, WAITING, Incoming, JobRecord, Spool, Waiting

__all__ = ["Incoming", "JobRecord", "Jobs", "given_of"]

log = logging.getLogger(__name__)

LONGEST_QUEUE = 20
"""Jobs waiting; their files lie on disk."""
_AHEAD = 24
"""Files read before the one that is to be stored next: they are stored in the order given, so that namesakes are told apart alike."""
_LOOK = 0.2
_TRIES, _PAUSE = 3, 5.0
"""How often a job that broke off is taken up again, and the seconds before the first time."""
_LIVES = 5
"""Workers that may die over one file, or with the pool that it was in."""
_SETTLED = 200
"""Files after which what spans reports is looked at for the first time; then after four times as many, and so on."""
_TOLD_EVERY = 0.2
_RECENT = 20
"""Files over which the time that one takes is measured."""


def given_of(incoming: Incoming) -> Given:
    period = Period.parse(incoming.period) if incoming.period else None
    return Given(now(), incoming.name, incoming.title, incoming.url, incoming.zone, period)


@dataclass(slots=True)
class _Line:
    """Files in the order in which they are to be stored, and what came of those that were read out of turn."""

    order: deque[Waiting] = field(default_factory=deque)
    results: dict[str, Derived | ZoneBriefError | tuple[str, bool]] = field(default_factory=dict)
    """By place: what a worker derived, why it could not, or the id of its report and whether that is new."""
    last: str = ""
    exhausted: bool = False


class Jobs:
    """One thread drives the workers and stores what they derive. It starts with the first job and ends with ``close``."""

    def __init__(self, library: Library, spool: Spool, readers: Reading) -> None:
        self._library = library
        self._spool = spool
        self._readers = readers
        self._waiting: queue.Queue[str | None] = queue.Queue()
        self._cancelled: set[str] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._broken: Counter[str] = Counter()
        self._pause = _PAUSE

    def resume(self) -> int:
        """Goes on with the jobs that an earlier run left; their number."""
        left = self._spool.unfinished()
        for job_id in left:
            self._waiting.put(job_id)
        if left:
            self._start()
        return len(left)

    def submit(self, files: tuple[Incoming, ...]) -> JobRecord:
        """Queues the files, which are on disk when this returns. Raises Conflict where too many jobs wait already."""
        if self._waiting.qsize() >= LONGEST_QUEUE:
            raise Conflict(f"已有 {LONGEST_QUEUE} 个任务在排队", advice="请等待前面的任务完成后再提交。")
        job = self._spool.submit(files)
        self._waiting.put(job.job_id)
        self._start()
        return job

    def job(self, job_id: str, *, whole: bool = True) -> JobRecord:
        """``whole``: with the reports and the errors of its files. Raises NotFound."""
        return self._spool.job(job_id, whole=whole)

    def cancel(self, job_id: str) -> JobRecord:
        """Stops what is being read; what was stored stays. A finished job stays as it is."""
        with self._lock:
            job = self._spool.job(job_id)
            if job.finished:
                return job
            self._cancelled.add(job_id)
            if job.state == "queued":
                self._spool.end(job_id, "cancelled", "已取消")
        return self._spool.job(job_id)

    def close(self) -> None:
        """Stops at once; jobs that are not done go on when ``resume`` is called again."""
        self._closing = True
        self._readers.close()
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None and not self._closing:
                self._thread = threading.Thread(target=self._work, name="zonebrief-jobs", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while (job_id := self._waiting.get()) is not None and not self._closing:
            try:
                if not self._spool.job(job_id).finished:
                    _Run(self._library, self._spool, self._readers, job_id, self._stopped).go()
            except CancelledError:
                pass  # closing: the job goes on another time
            except Exception:
                # The store itself failed: nothing can be kept, and the thread must live for the jobs behind.
                log.exception("job %s broke off", job_id)
                self._again(job_id)

    def _again(self, job_id: str) -> None:
        """Goes on with a job that broke off after a while, some times; then it waits for the next start, and says so."""
        self._broken[job_id] += 1
        if self._broken[job_id] <= _TRIES:
            timer = threading.Timer(self._pause * self._broken[job_id], self._waiting.put, [job_id])
            timer.daemon = True
            timer.start()
            return
        with contextlib.suppress(Exception):
            job = self._spool.job(job_id, whole=False)
            self._spool.tell(job_id, "queued", "存储出错,已暂停;重启服务后接着读", created=job.created)

    def _stopped(self, job_id: str) -> str | None:
        if self._closing:
            return "closing"
        return "cancelled" if job_id in self._cancelled else None


class _Run:
    """One job from where it stands to its end."""

    def __init__(
        self, library: Library, spool: Spool, readers: Reading, job_id: str, stopped: Callable[[str], str | None]
    ) -> None:
        self._library, self._spool, self._readers, self._job_id, self._stopped = library, spool, readers, job_id, stopped
        self._quick, self._scans = _Line(), _Line()
        self._flight: dict[Future[Any], tuple[_Line, Waiting]] = {}
        self._came: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
        self._times: deque[float] = deque(maxlen=_RECENT)
        self._archives: set[str] = set()
        self._deaths: Counter[str] = Counter()
        self._stored = 0
        self._told = float("-inf")
        self._settle_at = _SETTLED

    def go(self) -> None:
        try:
            self._go()
        except BaseException:
            for future in self._flight:
                future.cancel()
            raise

    def _go(self) -> None:
        self._tell("开始")
        while True:
            stopped = self._stopped(self._job_id)
            if stopped is not None:
                self._stop(cancelled=stopped == "cancelled")
                return
            self._fill(self._quick, WAITING)
            if self._quick.exhausted and not self._quick.order:
                # Not sooner: any file that is still being read may turn out to be a scan, and stand before those.
                self._fill(self._scans, SCAN)
            self._store(self._quick)
            if self._quick.exhausted and not self._quick.order:
                # Scans come last, in their own order: nobody waits for them, and the order is the same at every run.
                self._store(self._scans)
                if self._scans.exhausted and not self._scans.order and not self._flight:
                    break
            self._await()
        self._library.settle()
        if self._spool.job(self._job_id).report_ids:
            self._spool.end(self._job_id, "done", "完成")
        else:
            self._spool.end(self._job_id, "failed", "失败")

    def _fill(self, line: _Line, state: str) -> None:
        """Hands files to the workers, up to as many as may be ahead; nothing behind an archive before its members are known."""
        line.exhausted = False
        while len(line.order) < _AHEAD and not (line.order and line.order[-1].place in self._archives):
            files = self._spool.waiting(self._job_id, state, after=line.last, limit=1)
            if not files:
                line.exhausted = True
                return
            [file] = files
            line.last = file.place
            line.order.append(file)
            self._begin(line, file)

    def _begin(self, line: _Line, file: Waiting) -> None:
        if not file.path.exists():
            line.results[file.place] = ZoneBriefError("待读文件已不在", advice="请重新提交这个文件。")
            return
        known = self._library.known(_hash_of(file))
        if known is not None:
            line.results[file.place] = known.report_id, False
            return
        if file.pages is not None:
            future: Future[Any] = self._readers.recognise(file.path, given_of(file.given), file.pages)
        elif is_archive(file.path):
            for leftover in file.path.parent.glob(f"{file.place}.*"):
                leftover.unlink(missing_ok=True)
            self._archives.add(file.place)
            future = self._readers.expand(file.path, file.path.parent)
        else:
            future = self._readers.derive(file.path, given_of(file.given))
        self._flight[future] = line, file
        future.add_done_callback(self._came.put)

    def _await(self) -> None:
        """Takes what the workers gave, waiting a moment for the first."""
        if not self._flight:
            return
        try:
            future = self._came.get(timeout=_LOOK)
        except queue.Empty:
            return
        while True:
            line, file = self._flight.pop(future)
            self._take(line, file, future)
            try:
                future = self._came.get_nowait()
            except queue.Empty:
                return

    def _take(self, line: _Line, file: Waiting, future: Future[Any]) -> None:
        try:
            came = result_of(future)
        except NeedsRecognition as error:
            self._spool.scan(file, error.pages)
            line.order.remove(file)
            return
        except ReaderDied as error:
            # Killed from outside? Then it is read again; what kills its readers is given up.
            self._deaths[file.place] += 1
            if self._deaths[file.place] < _LIVES:
                self._begin(line, file)
            else:
                line.results[file.place] = error
            return
        except ZoneBriefError as error:
            self._archives.discard(file.place)
            line.results[file.place] = error
            return
        except CancelledError:
            raise
        except Exception:
            log.exception("reading %s failed", file.name)
            line.results[file.place] = _internal()
            return
        if isinstance(came, Derived):
            line.results[file.place] = came
            return
        members: list[Member] = came
        self._spool.expanded(
            file, [(each.name, each.path, _error(each.name, each.error) if each.error else None) for each in members]
        )
        line.order.remove(file)

    def _store(self, line: _Line) -> None:
        """Stores what has its turn."""
        while line.order and line.order[0].place in line.results:
            file = line.order.popleft()
            came = line.results.pop(file.place)
            large = isinstance(came, Derived) and len(came.report.raw) > LARGE
            if isinstance(came, Derived):
                came = self._keep(file, came)
            if large:
                give_back()
            if isinstance(came, tuple):
                self._spool.kept(file, came[0], new=came[1])
            else:
                self._spool.failed(file, _error(file.name, came))
            self._times.append(time.monotonic())
            self._stored += 1
            if self._stored >= self._settle_at:
                self._library.settle()
                self._settle_at *= 4
            self._tell(f"读取 {file.name}")
            if self._stopped(self._job_id):
                return

    def _keep(self, file: Waiting, derived: Derived) -> tuple[str, bool] | ZoneBriefError:
        try:
            receipt, new = self._library.keep(derived, file.path.read_bytes(), settle=False)
            return receipt.report_id, new
        except ZoneBriefError as error:
            return error
        except Exception:
            log.exception("storing %s failed", file.name)
            return _internal()

    def _tell(self, stage: str) -> None:
        """What people see of the job, now and then: counting its files for each of ten thousand would take longer than most."""
        if time.monotonic() < self._told + _TOLD_EVERY:
            return
        self._told = time.monotonic()
        job = self._spool.job(self._job_id, whole=False)
        eta = None
        if len(self._times) > 1:
            eta = round((self._times[-1] - self._times[0]) / (len(self._times) - 1) * (job.total - job.done))
        self._spool.tell(self._job_id, "running", stage, created=job.created, eta_seconds=eta)

    def _stop(self, *, cancelled: bool) -> None:
        for future in self._flight:
            future.cancel()
        if cancelled:
            self._library.settle()
            self._spool.end(self._job_id, "cancelled", "已取消")


def _hash_of(file: Waiting) -> str:
    with file.path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _error(name: str, error: ZoneBriefError) -> JobError:
    return JobError(name=name, code=error.code, message=error.message, advice=error.advice)


def _internal() -> ZoneBriefError:
    return ZoneBriefError("读取时出错")
