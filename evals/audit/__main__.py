"""Prints the table; with ``--show`` also the false fails and the seeds that were missed."""

from __future__ import annotations

import sys

from evals.audit import AT_MOST_UNCERTAIN, CONSISTENT, false_fails, harmless, recall
from evals.audit.reports import KINDS


def main(show: bool) -> int:
    wrong = list(false_fails())
    print(f"consistent reports {CONSISTENT}   fails on them {len(wrong)}")
    for seed, found in wrong if show else ():
        print(f"  {seed} {found.kind} {found.message} {[each.quote for each in found.spans]}")
    looks = harmless()
    print(f"sentences that only look wrong: fails {len(looks)}")
    for text, found in looks if show else ():
        print(f"  {text} {found.message}")
    print(f"{'planted error':22}{'reports':>8}{'fail':>6}{'uncertain':>11}{'recall':>8}  counts")
    worst = 1.0
    for kind in KINDS:
        measured = recall(kind)
        counts = f"fail or uncertain ({AT_MOST_UNCERTAIN[kind]})" if kind in AT_MOST_UNCERTAIN else "fail"
        print(f"{kind:22}{measured.planted:8}{measured.failed:6}{measured.doubted:11}{measured.share:8.3f}  {counts}")
        if show and measured.missed:
            print(f"  missed {measured.missed}")
        worst = min(worst, measured.share)
    return 0 if not wrong and not looks and worst >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main("--show" in sys.argv))
