"""Many reports taken in: time, memory, and a plain LangChain pipeline over the same texts in the same run.

    python -m evals.speed.bulk [--count 1000] [--characters 5000] [--no-baseline]

The product reads them as ``zonebrief add FOLDER`` does: worker processes, cleaning, ledger, audit, full text and vectors, each report in
one transaction. The baseline splits at 1,000/200 characters, embeds with the same embedder and adds to Chroma, no more.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.retrieval.baselines import PlainChain
from evals.retrieval.reports import distractor
from index.embed import OfflineEmbedder
from service.bootstrap import build
from service.settings import Settings
from service.spool import Incoming

_SEEDS_A_REPORT = 8
"""Invented reports from whose sentences one of the wanted length is put together."""


def texts(count: int, characters: int) -> Iterator[str]:
    """Reports of so many characters, no two alike: one invented report, and paragraphs of others of its zone behind."""
    for number in range(count):
        text, seed = distractor(number * _SEEDS_A_REPORT).text, number * _SEEDS_A_REPORT
        while len(text) < characters:
            seed += 1
            text += distractor(seed).text.split("\n", 2)[2]
        yield text[:characters]


def taken_in(count: int, characters: int) -> Iterator[tuple[int, float, int]]:
    """Reports in, seconds since the beginning and megabytes of this process, at every tenth of the way."""
    with TemporaryDirectory(prefix="zonebrief-") as folder:
        incoming = Path(folder) / "reports"
        incoming.mkdir()
        for number, text in enumerate(texts(count, characters)):
            (incoming / f"{number:06d}.txt").write_text(text, encoding="utf-8")
        service = build(Settings(data=Path(folder) / "data"))
        try:
            began = time.monotonic()
            job = service.jobs.submit(tuple(Incoming(path=path, name=path.name) for path in sorted(incoming.iterdir())))
            step, told = max(1, count // 10), 0
            while True:
                state = service.jobs.job(job.job_id, whole=False)
                if state.done >= told + step or state.finished:
                    told = state.done
                    yield told, time.monotonic() - began, _megabytes()
                if state.finished:
                    break
                time.sleep(0.1)
            ended = service.jobs.job(job.job_id)
            if len(ended.report_ids) != count:
                raise SystemExit(f"{len(ended.report_ids)} of {count} reports came in: {ended.errors[:3]}")
        finally:
            service.close()


def _megabytes() -> int:
    """Most that this process has held; workers are their own."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1_000_000 if sys.platform == "darwin" else 1_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--characters", type=int, default=5000)
    parser.add_argument("--no-baseline", action="store_true")
    options = parser.parse_args()
    for done, seconds, megabytes in taken_in(options.count, options.characters):
        print(f"zonebrief    {done:6} reports  {seconds:7.1f} s  {megabytes:5} MB", flush=True)
    if not options.no_baseline:
        began = time.monotonic()
        PlainChain({str(number): text for number, text in enumerate(texts(options.count, options.characters))}, OfflineEmbedder())
        print(f"plain chain  {options.count:6} reports  {time.monotonic() - began:7.1f} s")


if __name__ == "__main__":
    main()
