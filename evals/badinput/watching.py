"""What is looked at while files are read: how fast questions are answered, memory, calls to the outside, strange files."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from evals.badinput.calling import Folder, Server, call, psutil
from evals.badinput.markup import CANARY_PORT

EVERY = 0.2
"""Seconds between two questions."""
_OPENINGS = ("", "上半年", "青河经济开发区", "2023年", "各园区", "哪个开发区的")
_INDICATORS = (
    *("规模以上工业总产值", "固定资产投资", "工业税收", "进出口总额", "实际利用外资", "主营业务收入", "财政收入", "高新技术产值"),
    *("签约项目", "高新技术企业", "在建项目", "新开工项目", "从业人员", "发明专利", "规模以上企业", "标准厂房面积"),
)
_TAILS = ("是多少?", "增长多少?", "完成得怎么样?", "目标是多少?")
_ALL = ["".join(parts) for parts in product(_OPENINGS, _INDICATORS, _TAILS)]
QUESTIONS = tuple(Random(0).sample(_ALL, len(_ALL)))
"""Each is asked once before any is asked again: a service that remembers what it was asked would look quicker at rest than it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    at: float
    seconds: float
    status: int
    during: str


class Asker:
    """Asks a question every 0.2 seconds, one after the other, from a thread of its own."""

    def __init__(self, port: Callable[[], int]) -> None:
        self._port = port
        self._stop = threading.Event()
        self._pause = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self.during = ""
        self.asked: list[Asked] = []
        self._thread.start()

    def _ask(self) -> None:
        number = 0
        while not self._stop.is_set():
            if self._pause.is_set():
                time.sleep(0.05)
                continue
            began, during = time.perf_counter(), self.during
            answer = call(self._port(), "POST", "/api/ask", {"question": QUESTIONS[number % len(QUESTIONS)]}, timeout=60)
            taken = time.perf_counter() - began
            self.asked.append(Asked(began, taken, answer.status, during))
            number += 1
            self._stop.wait(max(0.0, EVERY - taken))

    def pause(self) -> None:
        self._pause.set()

    def go_on(self) -> None:
        self._pause.clear()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=70)


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
    asker, memory = Asker(lambda: server.port), Memory(server)
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
