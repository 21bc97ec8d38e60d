"""``python -m evals.speed``: milliseconds by step and length; ``--short`` leaves out the longest text; ``--profile`` says where they go."""

from __future__ import annotations

import argparse
import cProfile
import pstats

from evals.speed import LENGTHS, TARGET, measure, report_of
from index.audit import audit
from index.extract import extract

STEPS = ("extract", "audit", "extract_audit", "quantities", "periods")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.speed", description=__doc__)
    parser.add_argument("--short", action="store_true", help="up to 100,000 characters only")
    parser.add_argument(
        "--profile", type=int, metavar="LENGTH", help="profile extraction and audit of a text of this length instead"
    )
    options = parser.parse_args()
    if options.profile:
        _profile(options.profile)
        return
    lengths = {length: times for length, times in LENGTHS.items() if length <= 100_000 or not options.short}
    found = measure(lengths)
    print(f"{'milliseconds':<16}" + "".join(f"{length:>20,}" for length in lengths))
    for step in STEPS:
        cells = [f"{found[f'{step}_{length}']:.1f}" + _ratio(found.get(f"{step}_{length}_ratio")) for length in lengths]
        print(f"{step:<16}" + "".join(f"{cell:>20}" for cell in cells))
    reached = found[f"extract_audit_{next(iter(lengths))}"]
    print(
        f"\n5,000 characters: {reached:.1f} ms of {TARGET:.0f}. In brackets: times the linear continuation of the first column."
    )


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f" ({ratio:.2f})"


def _profile(length: int) -> None:
    report = report_of(length)
    profile = cProfile.Profile()
    profile.enable()
    audit(report, extract(report))
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
