"""Files read in processes of their own, which may be stopped: bounded in time and memory, and no crash of theirs is ours.

Workers read, clean and extract and hand values back; only the owner of the store writes.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from index.derive import Derived, Given, Member, derive_file, expand, page_file
from index.errors import ReaderDied, TookTooLong, ZoneBriefError

Result = TypeVar("Result")

SECONDS = 25.0
"""For a file whose text is there to be read."""
SECONDS_A_PAGE = 40.0
"""For each page that is recognised, beside the above; one takes 5 to 10."""
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
"""As malloc.h of the GNU C library has them."""
LARGE = 300_000
"""Bytes of a file after which freed memory is given back."""
MEMORY = 1_000_000_000
RECOGNISING_MEMORY = 2_000_000_000
"""Bytes of data a worker may hold."""
_LOOK = 0.2
"""Seconds between two looks at a pool."""
_FILES_A_WORKER = 200
"""A worker is replaced after so many, so that what libraries leak stays small."""


class Reading(Protocol):
    """Who reads files: see ``Readers``."""

    def derive(self, path: Path, given: Given) -> Future[Derived]: ...
    def recognise(self, path: Path, given: Given, pages: int) -> Future[Derived]: ...
    def expand(self, archive: Path, folder: Path) -> Future[list[Member]]: ...
    def page(self, path: Path, number: int) -> Future[bytes]: ...
    def close(self) -> None: ...


class Readers:
    """Two pools: for files that hold text, and one slow worker for pages that are images. Started at the first file."""

    def __init__(
        self, *, workers: int | None = None, embeds: bool = True, seconds: float = SECONDS, scratch: Path | None = None
    ) -> None:
        """``scratch`` is where workers put what they need for a while: one that is killed leaves it there, for others to sweep."""
        self.workers = workers or max(1, min(4, os.cpu_count() or 1))
        self._embeds = embeds
        self._seconds = seconds
        self._scratch = scratch
        self._lock = threading.Lock()
        self._pools: dict[bool, _Workers] = {}
        """By whether it is the slow one."""
        self._closed = False

    def derive(self, path: Path, given: Given) -> Future[Derived]:
        """Fails with NeedsRecognition for a file with pages that are images."""
        return self._workers(slow=False).ask(derive_file, [path, given, self._embeds, False], self._seconds)

    def recognise(self, path: Path, given: Given, pages: int) -> Future[Derived]:
        seconds = self._seconds + SECONDS_A_PAGE * pages
        return self._workers(slow=True).ask(derive_file, [path, given, self._embeds, True], seconds)

    def expand(self, archive: Path, folder: Path) -> Future[list[Member]]:
        return self._workers(slow=False).ask(expand, [archive, folder], 4 * self._seconds)

    def page(self, path: Path, number: int) -> Future[bytes]:
        """A page as PNG."""
        return self._workers(slow=False).ask(page_file, [path, number], self._seconds)

    def close(self) -> None:
        """Stops the workers at once; what they were at is not done."""
        with self._lock:
            self._closed = True
            pools = list(self._pools.values())
            self._pools.clear()
        for pool in pools:
            pool.close()

    def _workers(self, *, slow: bool) -> _Workers:
        with self._lock:
            if self._closed:
                raise CancelledError
            pool = self._pools.get(slow)
            if pool is None or pool.broken:
                pool = _Workers(1 if slow else self.workers, RECOGNISING_MEMORY if slow else MEMORY, self._scratch)
                self._pools[slow] = pool
            return pool


class _Workers:
    """Processes, at most ``count``, each with ``memory`` bytes, and what they were asked for.

    A process that dies costs the file it was at. One that dies while it hands something over breaks the pool itself; then all
    that was asked for fails with BrokenProcessPool, where it would else never end.
    """

    def __init__(self, count: int, memory: int, scratch: Path | None) -> None:
        self._pool = ProcessPool(
            max_workers=count, max_tasks=_FILES_A_WORKER, initializer=_begin, initargs=[memory, scratch], context=_context()
        )
        self._asked: set[Future[Any]] = set()
        self._ended = threading.Event()
        self.broken = False
        threading.Thread(target=self._watch, name="zonebrief-readers", daemon=True).start()

    def ask(self, function: Callable[..., Result], given: list[Any], seconds: float) -> Future[Result]:
        try:
            future: Future[Result] = self._pool.schedule(function, args=given, timeout=seconds)
        except RuntimeError:  # it broke this moment
            future = Future()
        self._asked.add(future)
        future.add_done_callback(self._asked.discard)
        if self.broken:
            self._give_up()
        return future

    def close(self) -> None:
        self._ended.set()
        self._stop()
        for each in list(self._asked):
            each.cancel()

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK):
            # In this order: closing tells of itself before it stops the pool.
            if not self._pool.active and not self._ended.is_set():
                self.broken = True
                self._give_up()
                with contextlib.suppress(Exception):
                    self._stop()
                return

    def _give_up(self) -> None:
        for each in list(self._asked):
            with contextlib.suppress(InvalidStateError):
                each.set_exception(BrokenProcessPool())

    def _stop(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _context() -> Any:
    """Workers are forked from a server process that has loaded the reading modules once; where that is not known, spawned."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["index.derive"])
    return context


def _begin(memory: int, scratch: Path | None) -> None:
    """In the worker: others come first, and memory has an end."""
    _hold_on()
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
        tempfile.tempdir = str(scratch)
    with contextlib.suppress(OSError):
        os.nice(10)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _hold_on() -> None:
    """Lets a worker keep what it frees: recognition takes and frees the same large blocks for every line, a sixth of its time."""
    with contextlib.suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, 32 << 20)
        library.mallopt(_M_TRIM_THRESHOLD, 256 << 20)


def give_back() -> None:
    """Returns freed memory to the system, where the C library can: else one large file is felt until the process ends."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def result_of(future: Future[Result]) -> Result:
    """What a worker gave. Raises ZoneBriefError, and CancelledError for what was cancelled."""
    try:
        return future.result()
    except ZoneBriefError:
        raise
    except CancelledError:
        raise
    except FutureTimeout:
        raise TookTooLong("读取超时,已停止") from None
    except MemoryError:
        raise TookTooLong("读取所需内存过多,已停止") from None
    except (ProcessExpired, BrokenProcessPool):
        raise ReaderDied("读取进程意外退出,可能是文件占用内存过多或已损坏") from None
