"""Questions put to a running server from a process of their own: what this harness is busy with must not count as the server's time."""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass
from itertools import product
from queue import Empty
from random import Random
from typing import Any

from evals.badinput.calling import call

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
    """Asks a question every 0.2 seconds, one after the other. Call it from one thread."""

    def __init__(self, port: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._port = context.Value("i", port)
        self._stop, self._pause = context.Event(), context.Event()
        self._told: Any = context.Queue()
        self._process = context.Process(target=_ask, args=(self._port, self._stop, self._pause, self._told), daemon=True)
        self._during = [(0.0, "")]
        self._asked: list[Asked] = []
        self._process.start()

    @property
    def asked(self) -> list[Asked]:
        """All answers until now."""
        self._take_in()
        return self._asked

    def _take_in(self) -> None:
        while True:
            try:
                at, seconds, status = self._told.get_nowait()
            except Empty:
                return
            during = next(name for since, name in reversed(self._during) if since <= at)
            self._asked.append(Asked(at, seconds, status, during))

    def called(self, during: str, port: int) -> None:
        """What is done from now on, and where the server listens."""
        self._during.append((time.perf_counter(), during))
        self._port.value = port

    def pause(self) -> None:
        self._pause.set()

    def go_on(self) -> None:
        self._pause.clear()

    def stop(self) -> None:
        self._stop.set()
        self._take_in()  # a process does not end before its queue is read
        self._process.join(timeout=70)


def _ask(port: Any, stop: Any, pause: Any, told: Any) -> None:
    number = 0
    while not stop.is_set():
        if pause.is_set():
            time.sleep(0.05)
            continue
        began = time.perf_counter()  # one clock for all processes of a machine
        answer = call(port.value, "POST", "/api/ask", {"question": QUESTIONS[number % len(QUESTIONS)]}, timeout=60)
        taken = time.perf_counter() - began
        told.put((began, taken, answer.status))
        number += 1
        stop.wait(max(0.0, EVERY - taken))
    told.cancel_join_thread()
