"""What is looked at while files are read: how fast questions are answered, memory, calls to the outside, strange files."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from evals.badinput.asking import Asker
from evals.badinput.calling import Folder, Server, psutil
from evals.badinput.markup import CANARY_PORT


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so great a share of the values does not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Memory:
    """Highest resident bytes of the server and of any of its workers since ``reset``; files opened and machines called that should not be."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._stop = threading.Event()
        self.service = self.worker = 0
        self.strange: set[str] = set()
        self._allowed = tuple(
            str(each) for each in (server.folder.data, server.folder.temporary, server.folder.log, "/dev/", "/proc/")
        )
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def reset(self) -> None:
        """Begins anew with what the server holds now; a short file may end before the next look."""
        self.service = self.worker = 0
        with suppress(psutil.Error):
            self.service = psutil.Process(self._server.pid).memory_info().rss

    def _watch(self) -> None:
        rounds = 0
        while not self._stop.wait(0.1):
            rounds += 1
            try:
                main = psutil.Process(self._server.pid)
                self.service = max(self.service, main.memory_info().rss)
                for each in main.children(recursive=True):
                    self._look(each, files=rounds % 5 == 0)
                if rounds % 5 == 0:
                    self._opened(main)
            except (psutil.Error, AssertionError):
                continue

    def _look(self, process: Any, *, files: bool) -> None:
        try:
            self.worker = max(self.worker, process.memory_info().rss)
            if files:
                self._opened(process)
        except psutil.Error:
            return

    def _opened(self, process: Any) -> None:
        for each in process.net_connections(kind="inet"):
            if each.raddr and not ip_address(each.raddr.ip).is_loopback:
                self.strange.add(f"{each.raddr.ip}:{each.raddr.port}")
        for each in process.open_files():
            if any(letter in each.mode for letter in "wa+") and not each.path.startswith(self._allowed):
                self.strange.add(each.path)

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=5)


class Canary:
    """Listens where hostile files point. ``calls`` counts who came."""

    def __init__(self) -> None:
        self.calls = 0
        self._listening = socket.create_server(("127.0.0.1", CANARY_PORT))
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._listening.close()


@contextmanager
def watched(server: Server) -> Iterator[tuple[Asker, Memory, Canary]]:
    canary = Canary()
    asker, memory = Asker(server.port), Memory(server)
    try:
        yield asker, memory, canary
    finally:
        asker.stop()
        memory.stop()
        canary.close()


def left_behind(folder: Folder) -> list[str]:
    """Files outside the data folder where the server might have put something."""
    places = (folder.temporary, folder.home, folder.work)
    return sorted(str(each.relative_to(folder.root)) for place in places for each in place.rglob("*") if each.is_file())


def escaped(folder: Folder, stem: str) -> list[str]:
    """Files that bear the name hostile archives try to write, wherever those names lead."""
    parents = [folder.root, *folder.root.parents, Path("/tmp"), Path("/etc"), Path.home(), Path.cwd(), Path("/Windows")]
    near = [each for place in dict.fromkeys(parents) if place.is_dir() for each in place.iterdir() if stem in each.name]
    inside = [each for each in folder.root.rglob("*") if stem in each.name]
    return sorted({str(each) for each in (*near, *inside)})
