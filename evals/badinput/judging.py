"""One file handed to the server, and everything that is wrong with what came of it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from evals.badinput.calling import Answer, Server, call, upload
from evals.badinput.entry import Entry, Wanted

LONGEST = 30.0
"""Seconds until a file must have ended."""
PATIENCE = 60.0
"""Seconds more until the server is taken to hang for good."""
SERVICE_BYTES = 1_000_000_000
WORKER_BYTES = 2_000_000_000
_HAN = re.compile("[㐀-鿿]")
_OUR_FOLDERS = "|".join(re.escape(f"{folder}/") for folder in (Path(__file__).parents[2], gettempdir()))
_INNARDS = re.compile(
    rf"Traceback|\w+(?:Error|Exception)\b|\.py\b|\bline \d+|0x[0-9a-f]{{6,}}|site-packages|<class|{_OUR_FOLDERS}"
)
_NOT_WHOLE = re.compile("损坏|不完整|不全|截断|中断|残|缺|丢失|未能读|无法读|没有读|修复")


class Weight(IntEnum):
    """How serious a complaint is; the first is the worst."""

    DIED = 1
    LOST = 2
    OUTSIDE = 3
    HUNG = 4
    SERVER_ERROR = 5
    MEMORY = 6
    UNFORESEEN = 7
    SILENT = 8
    WRONG = 9
    WORDING = 10
    SLOW_ANSWERS = 11


@dataclass(frozen=True, slots=True)
class Complaint:
    weight: Weight
    text: str


@dataclass(slots=True)
class Outcome:
    """``errors`` are (code, message, advice) of the file and of its members; ``reports`` the ids of what was stored."""

    entry: Entry
    seconds: float = 0.0
    status: int = 0
    errors: list[tuple[str, str, str]] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    service: int = 0
    worker: int = 0
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def ended(self) -> str:
        return "report" if self.reports else self.errors[0][0] if self.errors else f"status {self.status}"

    def complain(self, weight: Weight, text: str) -> None:
        self.complaints.append(Complaint(weight, text))


def hand_in(server: Server, entry: Entry, folder: Path) -> Outcome:
    """Sends the file and waits for its end; a server that hangs or died is started anew."""
    outcome = Outcome(entry)
    file = folder / "file"
    with file.open("wb") as opened:
        for piece in entry.pieces():
            opened.write(piece)
    began = time.perf_counter()
    answer = upload(server.port, file, entry.file_name, timeout=LONGEST + PATIENCE)
    outcome.status = answer.status
    if answer.status == 202:
        _follow(server, str(answer.value.get("job_id")), outcome, began)
    else:
        _at_once(answer, outcome)
    outcome.seconds = time.perf_counter() - began
    file.unlink()
    if outcome.seconds > LONGEST:
        outcome.complain(Weight.HUNG, f"took {outcome.seconds:.0f} s")
    if not server.alive:
        outcome.complain(Weight.DIED, "the server died")
    if not server.alive or outcome.seconds > LONGEST + PATIENCE - 1:
        server.restart()
    return outcome


def _at_once(answer: Answer, outcome: Outcome) -> None:
    value: Any = answer.value
    if answer.status in (200, 201):
        outcome.reports.append(str(value.get("report_id")))
    elif 400 <= answer.status < 500:
        outcome.errors.append((str(value.get("code")), str(value.get("detail")), str(value.get("advice"))))
        if not value:
            outcome.complain(Weight.WORDING, f"{answer.status} without a problem: {answer.text[:100]}")
    elif answer.status == 0:
        outcome.complain(Weight.HUNG, f"no answer: {answer.text[:100]}")
    else:
        outcome.complain(Weight.SERVER_ERROR, f"{answer.status}: {answer.text[:200]}")


def _follow(server: Server, job_id: str, outcome: Outcome, began: float) -> None:
    job: Any = {}
    cancelled = False
    while (taken := time.perf_counter() - began) < LONGEST + PATIENCE:
        answer = call(server.port, "GET", f"/api/jobs/{job_id}", timeout=LONGEST)
        if answer.status != 200:
            outcome.complain(Weight.SERVER_ERROR, f"job: {answer.status} {answer.text[:200]}")
            if not server.alive or answer.status == 404:
                return
        job = answer.value
        if job.get("state") in ("done", "failed", "cancelled"):
            break
        if taken > LONGEST and not cancelled:
            cancelled = True
            call(server.port, "DELETE", f"/api/jobs/{job_id}")
        time.sleep(0.05 if taken < 2 else 0.2)
    outcome.reports += [str(each["report_id"]) for each in job.get("receipts", ())]
    outcome.errors += [(str(each["code"]), str(each["message"]), str(each["advice"])) for each in job.get("errors", ())]
    if job.get("state") not in ("done", "failed"):
        outcome.complain(Weight.HUNG, f"the job ended as {job.get('state')!r} at stage {job.get('stage')!r}")


def judge(server: Server, outcome: Outcome) -> None:
    """Adds what is wrong with errors and reports."""
    entry = outcome.entry
    _judge_errors(outcome)
    if outcome.reports:
        if entry.wanted is Wanted.ERROR:
            outcome.complain(Weight.SILENT, f"was read; must be refused with {' or '.join(entry.codes)}")
        _judge_reports(server, outcome)
    elif outcome.errors and entry.wanted is Wanted.REPORT:
        outcome.complain(Weight.WRONG, f"refused with {outcome.errors[0][:2]}; must be read")
    elif not outcome.errors and not outcome.complaints:
        outcome.complain(Weight.SILENT, "ended with neither report nor error")


def _judge_errors(outcome: Outcome) -> None:
    entry = outcome.entry
    for code, message, advice in outcome.errors[:20]:
        if code == "internal":
            outcome.complain(Weight.UNFORESEEN, f"internal: {message}")
        elif code not in entry.codes and (entry.wanted is not Wanted.REPORT or outcome.reports):
            outcome.complain(Weight.WRONG, f"code {code} ({message}); not one of {', '.join(entry.codes) or 'none'}")
        for name, words in (("message", message), ("advice", advice)):
            if not _HAN.search(words):
                outcome.complain(Weight.WORDING, f"{name} not in Chinese: {words[:100]!r}")
            if found := _INNARDS.search(words):
                outcome.complain(Weight.WORDING, f"{name} shows innards ({found.group()}): {words[:150]!r}")


def _judge_reports(server: Server, outcome: Outcome) -> None:
    texts, told = [], []
    for report_id in outcome.reports[:50]:
        text = call(server.port, "GET", f"/api/reports/{report_id}/text")
        card = call(server.port, "GET", f"/api/reports/{report_id}")
        original = call(server.port, "GET", f"/api/reports/{report_id}/original")
        for answer in (text, card, original):
            if answer.status != 200:
                outcome.complain(Weight.SERVER_ERROR, f"a stored report answers {answer.status}: {answer.text[:150]}")
        texts.append(str(text.value.get("text", "")))
        receipt = card.value.get("receipt") or {}
        told += [str(each) for each in receipt.get("warnings", ())] + ["损坏"] * bool(receipt.get("damaged"))
    _judge_text(outcome, re.sub(r"\s", "", "".join(texts)))
    if outcome.entry.told and not outcome.errors and not any(_NOT_WHOLE.search(each) for each in told):
        outcome.complain(Weight.SILENT, f"read without a word that it is not whole ({'; '.join(told) or 'no warnings'})")


def _judge_text(outcome: Outcome, text: str) -> None:
    missing = [each for each in outcome.entry.holds if re.sub(r"\s", "", each) not in text]
    if missing:
        outcome.complain(Weight.SILENT, f"was read, and lost or changed {missing}: {text[:80]!r}")
    present = [each[:20] for each in outcome.entry.lacks if each in text]
    if present:
        outcome.complain(Weight.SILENT, f"was read, and holds {present}")


def forget(server: Server, reports: Iterable[str]) -> None:
    for report_id in reports:
        call(server.port, "DELETE", f"/api/reports/{report_id}?purge=now")
