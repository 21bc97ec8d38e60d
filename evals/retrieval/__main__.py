"""Prints the tables; see the package. Without ``--gold`` the questions are made from ``seeds``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.retrieval import (
    AMONG,
    BAR,
    KINDS,
    LEAD,
    TOP,
    folder_reports,
    questions_for,
    retrievers,
    said,
    scored,
    seed_reports,
)
from evals.retrieval.shelf import Shelf, shelf
from evals.retrieval.speed import TARGET, quantile, timings


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.retrieval", description=__doc__)
    parser.add_argument("--gold", type=Path, help="questions, one JSON a line, with evidence")
    parser.add_argument("--reports", type=Path, help="folder of the reports that --gold asks about")
    parser.add_argument("--among", type=int, default=AMONG, help="how many generated reports stand around")
    parser.add_argument("--keep", type=Path, help="folder for the library, used again where it is filled")
    parser.add_argument("--speed", action="store_true", help="time whole answers instead")
    options = parser.parse_args()
    reports = folder_reports(options.reports) if options.reports else seed_reports()
    with TemporaryDirectory() as temporary, shelf(options.keep or Path(temporary), reports, among=options.among) as stand:
        return _speed(stand) if options.speed else _coverage(stand, options.gold)


def _coverage(stand: Shelf, path: Path | None) -> int:
    questions = questions_for(stand, path)
    print(f"{len(questions)} questions, {len(stand.report_ids)} reports, evidence in the first {TOP} passages")
    reached = True
    all_of_them = retrievers(stand)
    for way, asked in (("as they stand", questions), ("zone said", said(stand, questions))):
        print(f"\n{way:16}" + "".join(f"{kind:>22}" for kind in KINDS))
        shares = {}
        for name, best in all_of_them.items():
            results = scored(stand, asked, best)
            shares[name] = results["all"].share
            print(f"{name:16}" + "".join(f"{each.share:14.3f} of {each.pieces:4}" for each in results.values()))
        ours = shares.pop("zonebrief")
        reached = ours >= BAR and ours >= max(shares.values()) + LEAD
    return 0 if reached else 1


def _speed(stand: Shelf) -> int:
    worst = 0.0
    for kind, taken in timings(stand).items():
        for what, spent in zip(("passed", "worked"), zip(*taken, strict=True), strict=True):
            half, most = quantile(spent, 0.5), quantile(spent, 0.95)
            worst = max(worst, most) if what == "passed" else worst
            print(f"{kind:16}{len(spent):4} answers {what}  p50 {half:7.1f} ms  p95 {most:7.1f} ms  longest {max(spent):7.1f} ms")
    return 0 if worst < TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
