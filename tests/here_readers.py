"""Readers that read in this very process, at once: what workers do without the processes. Some files may be made to wait or fail."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from index.derive import Derived, Given, Member, derive_file, expand, page_file


class HereReaders:
    """``before`` is called with each file's name first; what it raises is what its reading gave."""

    def __init__(self, before: Callable[[str], None] = lambda _: None) -> None:
        self.before = before
        self.read: list[str] = []
        self.closed = False

    def derive(self, path: Path, given: Given) -> Future[Derived]:
        return self._done(given.name or "", lambda: derive_file(path, given, True, False))

    def recognise(self, path: Path, given: Given, pages: int) -> Future[Derived]:  # noqa: ARG002
        return self._done(given.name or "", lambda: derive_file(path, given, True, True))

    def expand(self, archive: Path, folder: Path) -> Future[list[Member]]:
        return self._done(archive.name, lambda: expand(archive, folder))

    def page(self, path: Path, number: int) -> Future[bytes]:
        return self._done(path.name, lambda: page_file(path, number))

    def close(self) -> None:
        self.closed = True

    def _done(self, name: str, work: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            self.read.append(name)
            self.before(name)
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)
        return future
