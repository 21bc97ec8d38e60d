"""A service, or one of its workers, killed at random moments of a large job: after it every file is in, once.

    python -m evals.intake.killing [--files 300] [--kills 30] [--seed 1]

A job is done before its kills are? Then the next begins. At the end each job must be done with every file a report, the store must
be whole, and no report may be there twice.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx
import psutil

from evals.retrieval.reports import distractor

_PATIENCE = 600.0
_LONGEST_WAIT = 4.0
"""Seconds between two kills, at most."""


class House:
    """A service of its own over a folder, started again after every kill."""

    def __init__(self, folder: Path, port: int) -> None:
        self._command = [sys.executable, "-m", "service.cli", "serve", "--no-seeds", "--data", str(folder), "--port", str(port)]
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False)
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                if self.client.get("/livez").status_code == 200:
                    return process
            except httpx.HTTPError:
                time.sleep(0.1)
        raise SystemExit("the service did not start again")

    def kill(self, draw: Random) -> str:
        """The service or one of its workers, without notice."""
        workers = [worker for child in psutil.Process(self.process.pid).children() for worker in child.children()]
        if workers and draw.random() < 0.5:
            draw.choice(workers).kill()
            return "worker"
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = self._start()
        return "service"

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


def submitted(house: House, files: Sequence[tuple[str, bytes]]) -> str:
    response = house.client.post("/api/reports", files=[("file", each) for each in files])
    response.raise_for_status()
    return str(response.json()["job_id"])


def batches(files: int) -> Iterator[list[tuple[str, bytes]]]:
    """Files of one job after the other, none like another."""
    first = 0
    while True:
        yield [(each.name, each.text.encode()) for each in (distractor(seed) for seed in range(first, first + files))]
        first += files


def run(files: int, kills: int, seed: int, port: int) -> None:
    draw = Random(seed)
    with TemporaryDirectory(prefix="zonebrief-") as folder:
        house = House(Path(folder), port)
        try:
            jobs, killed = list[str](), {"service": 0, "worker": 0}
            work = batches(files)
            jobs.append(submitted(house, next(work)))
            until = time.monotonic() + _PATIENCE
            while sum(killed.values()) < kills or state(house, jobs[-1])["state"] in ("queued", "running"):
                if time.monotonic() > until:
                    raise SystemExit(f"not done in {_PATIENCE:.0f} s: {state(house, jobs[-1])}")
                time.sleep(draw.uniform(0.1, _LONGEST_WAIT))
                if sum(killed.values()) < kills:
                    killed[house.kill(draw)] += 1
                    if state(house, jobs[-1])["state"] == "done":
                        jobs.append(submitted(house, next(work)))
            check(house, jobs, files)
            print(
                f"{killed['service']} services and {killed['worker']} workers killed, {len(jobs)} jobs of {files} files: all in, once"
            )
        finally:
            house.close()
        doctor = [sys.executable, "-m", "service.cli", "doctor", "--data", folder]
        if subprocess.run(doctor, capture_output=True, check=False).returncode:
            raise SystemExit("the doctor finds the store damaged")
        print("the store is whole")


def state(house: House, job_id: str) -> dict[str, object]:
    found: dict[str, object] = house.client.get(f"/api/jobs/{job_id}").json()
    return found


def check(house: House, jobs: Sequence[str], files: int) -> None:
    """Every job is done, and every file is one report."""
    for job_id in jobs:
        found = house.client.get(f"/api/jobs/{job_id}").json()
        if (found["state"], found["done"], found["errors"]) != ("done", files, []) or len(found["receipts"]) != files:
            raise SystemExit(
                f"{job_id}: {found['state']}, {found['done']} of {files}, {len(found['receipts'])} in, {found['errors'][:3]}"
            )
    reports, cursor = list[str](), None
    while True:
        page = house.client.get("/api/reports", params={"limit": 1000} | ({"cursor": cursor} if cursor else {})).json()
        reports += [each["report_id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    if len(reports) != len(set(reports)) or len(reports) != files * len(jobs):
        raise SystemExit(f"{len(reports)} reports, {len(set(reports))} different, of {files * len(jobs)} files")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=18_431)
    options = parser.parse_args()
    run(options.files, options.kills, options.seed, options.port)


if __name__ == "__main__":
    main()
