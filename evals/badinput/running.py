"""The whole run: a server with a small library, every bad file one after the other, and what remains at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.badinput.archives import ESCAPED
from evals.badinput.asking import EVERY, Asked, Asker
from evals.badinput.calling import Answer, Server, call, serving
from evals.badinput.entry import Entry
from evals.badinput.judging import SERVICE_BYTES, WORKER_BYTES, Complaint, Outcome, Weight, forget, hand_in, judge
from evals.badinput.watching import Canary, Memory, escaped, left_behind, percentile, watched
from evals.corruption.reports import text as invented_report

LIBRARY = 20
"""Reports stored before: they must all be there afterwards, word for word."""
IDLE = 20.0
"""Seconds of questions to a server that does nothing else."""
WARM = 10
"""First questions that are not counted: models and caches are loaded on them."""


@dataclass(slots=True)
class Result:
    """Seconds an answer takes at most in 19 of 20 cases: before, meanwhile and after; and what is wrong as a whole."""

    outcomes: list[Outcome] = field(default_factory=list)
    idle: float = 0.0
    busy: float = 0.0
    idle_after: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)


def run(entries: Sequence[Entry], root: Path, tell: Callable[[Outcome], None] = lambda _: None, *, idle: float = IDLE) -> Result:
    """Hands in every entry. ``root`` is an empty folder; ``tell`` hears of each file as soon as it has ended."""
    result = Result()
    with serving(root / "server") as server:
        stored = _library(server)
        with watched(server) as (asker, memory, canary):
            result.idle = _idle(asker, idle)
            began = time.perf_counter()
            for entry in entries:
                outcome = _one(server, entry, root, asker, memory, canary)
                result.outcomes.append(outcome)
                tell(outcome)
            ended = time.perf_counter()
            result.idle_after = _idle(asker, idle)
            result.asked = [each for each in asker.asked if began <= each.at <= ended]
            _judge_whole(server, result, memory, stored)
        code = server.stop()
        if code != 0:
            result.complaints.append(Complaint(Weight.DIED, f"the server ended with {code}"))
        sound, said = server.doctor()
        if not sound:
            result.complaints.append(Complaint(Weight.LOST, f"doctor: {said[:500]}"))
        for each in left_behind(server.folder):
            result.complaints.append(Complaint(Weight.OUTSIDE, f"left behind: {each}"))
    return result


def _library(server: Server) -> dict[str, str]:
    """Text by id of the reports stored before."""
    stored = {}
    for number in range(LIBRARY):
        answer = call(server.port, "POST", "/api/reports", {"text": invented_report(number)}, timeout=60)
        if answer.status == 202:
            answer = _waited(server, str(answer.value["job_id"]))
        report_id = str((answer.value.get("receipts") or [answer.value])[0]["report_id"])
        stored[report_id] = call(server.port, "GET", f"/api/reports/{report_id}/text").text
    return stored


def _waited(server: Server, job_id: str) -> Answer:
    while (answer := call(server.port, "GET", f"/api/jobs/{job_id}")).value.get("state") in ("queued", "running"):
        time.sleep(0.05)
    return answer


def _idle(asker: Asker, seconds: float) -> float:
    time.sleep(WARM * EVERY)
    began = time.perf_counter()
    time.sleep(seconds)
    return percentile([each.seconds for each in asker.asked if each.at >= began], 0.95)


def _one(server: Server, entry: Entry, root: Path, asker: Asker, memory: Memory, canary: Canary) -> Outcome:
    asker.called(f"{entry.group}: {entry.name}", server.port)
    memory.reset()
    calls, logged = canary.calls, server.folder.log.stat().st_size
    pid = server.pid
    outcome = hand_in(server, entry, root)
    asker.pause()
    outcome.service, outcome.worker = memory.service, memory.worker
    judge(server, outcome)
    if server.pid != pid:
        outcome.complain(Weight.DIED, "the server had to be started anew")
    if canary.calls != calls:
        outcome.complain(Weight.OUTSIDE, f"called an address of the file {canary.calls - calls} times")
    if outcome.service > SERVICE_BYTES:
        outcome.complain(Weight.MEMORY, f"the service took {outcome.service / 1e6:.0f} MB")
    if outcome.worker > WORKER_BYTES:
        outcome.complain(Weight.MEMORY, f"a worker took {outcome.worker / 1e6:.0f} MB")
    _judge_traces(server, outcome, logged)
    forget(server, outcome.reports)
    asker.go_on()
    return outcome


def _judge_traces(server: Server, outcome: Outcome, logged: int) -> None:
    """What the file left in the log and in the folders, which is then taken away."""
    with server.folder.log.open(errors="replace") as log:
        log.seek(logged)
        written = log.read()
    if "Traceback" in written:
        outcome.complain(Weight.UNFORESEEN, f"a trace in the log: {written.strip().splitlines()[-1][:200]}")
    for each in left_behind(server.folder):
        outcome.complain(Weight.OUTSIDE, f"left behind: {each}")
        (server.folder.root / each).unlink(missing_ok=True)
    for each in escaped(server.folder, ESCAPED):
        outcome.complain(Weight.OUTSIDE, f"written: {each}")
        Path(each).unlink(missing_ok=True)


def _judge_whole(server: Server, result: Result, memory: Memory, stored: Mapping[str, str]) -> None:
    found = {str(each["report_id"]) for each in call(server.port, "GET", "/api/reports?limit=1000").value.get("items", ())}
    if missing := set(stored) - found:
        result.complaints.append(Complaint(Weight.LOST, f"{len(missing)} reports stored before are gone"))
    if extra := found - set(stored):
        result.complaints.append(Complaint(Weight.LOST, f"{len(extra)} reports nobody was told of"))
    changed = [
        each for each in stored if each in found and call(server.port, "GET", f"/api/reports/{each}/text").text != stored[each]
    ]
    if changed:
        result.complaints.append(Complaint(Weight.LOST, f"{len(changed)} reports stored before have changed"))
    for path in sorted(memory.strange):
        result.complaints.append(Complaint(Weight.OUTSIDE, f"opened for writing, or called: {path}"))
    failed = [each for each in result.asked if each.status != 200]
    if failed:
        said = sorted({f"{each.status} during {each.during}" for each in failed})
        result.complaints.append(Complaint(Weight.SERVER_ERROR, f"{len(failed)} questions unanswered: {'; '.join(said[:8])}"))
    result.busy = percentile([each.seconds for each in result.asked], 0.95)
    if result.busy > 2 * result.idle:
        text = f"95 of 100 answers within {result.busy * 1000:.0f} ms meanwhile, {result.idle * 1000:.0f} ms idle"
        result.complaints.append(Complaint(Weight.SLOW_ANSWERS, text))
