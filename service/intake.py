"""One file taken in while its sender waits, where that is soon done; else, and for several, a job."""

from __future__ import annotations

from concurrent.futures import CancelledError
from pathlib import Path

from index.derive import Derived, Kind, hash_of, kind_of
from index.domain import Receipt
from index.errors import Conflict, NeedsRecognition, NotFound, ReaderDied
from index.library import Library
from service.jobs import Jobs, given_of
from service.reading import LARGE, Reading, give_back, result_of
from service.spool import Incoming, JobRecord, Spool

AT_ONCE = 1_000_000
"""Bytes of a file that is read while its sender waits."""
_IN_PROCESS = 100_000
"""Bytes of a plain text that is read in this process: a worker would take longer to be asked."""
_TEXTS = (Kind.TEXT, Kind.MARKDOWN)
_SLOW = (Kind.ZIP, Kind.IMAGE, Kind.DOC, Kind.RTF)


class Intake:
    def __init__(self, library: Library, spool: Spool, readers: Reading, jobs: Jobs) -> None:
        self._library, self._spool, self._readers, self._jobs = library, spool, readers, jobs

    def take(self, files: tuple[Incoming, ...]) -> tuple[Receipt, bool] | JobRecord:
        """A receipt and whether the report is new, or the job that the files became.

        Raises UnreadableFile, TooLarge, TookTooLong for a single file, and Conflict where too many jobs wait.
        """
        if len(files) != 1 or files[0].size >= AT_ONCE:
            return self._jobs.submit(files)
        [given] = files
        data = given.content
        known = self._library.known(hash_of(data))
        if known is not None:
            return known, False
        kind = kind_of(data, given.name)
        if kind in _SLOW:
            return self._jobs.submit(files)
        if kind in _TEXTS and len(data) < _IN_PROCESS:
            said = given_of(given)
            return self._library.add(data, name=said.name, title=said.title, url=said.url, zone=said.zone, period=said.period)
        return self._by_worker(given, data)

    def page(self, report_id: str, number: int) -> bytes:
        """A page of a report's original as PNG. Raises NotFound where it has no such page."""
        pages = [each.page for each in self._library.report(report_id).places if each.page is not None]
        if not pages:
            raise NotFound("这份文件没有页面图像")
        path = self._spool.scratch(Incoming(self._library.original(report_id)))
        try:
            return result_of(self._readers.page(path, number))
        finally:
            path.unlink(missing_ok=True)

    def _derived(self, path: Path, given: Incoming) -> Derived:
        try:
            return result_of(self._readers.derive(path, given_of(given)))
        except ReaderDied:
            return result_of(self._readers.derive(path, given_of(given)))

    def _by_worker(self, given: Incoming, data: bytes) -> tuple[Receipt, bool] | JobRecord:
        path = self._spool.scratch(given)
        try:
            derived = self._derived(path, given)
        except NeedsRecognition:
            return self._jobs.submit((given,))
        except CancelledError:
            raise Conflict("服务正在停止", advice="请在服务重新启动后再提交。") from None
        finally:
            path.unlink(missing_ok=True)
        kept = self._library.keep(derived, data)
        del derived
        if len(data) > LARGE:
            give_back()
        return kept
