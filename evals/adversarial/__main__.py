"""Prints the table; with ``--show`` also what was shown and should not have been."""

from __future__ import annotations

import sys
from collections import Counter

from evals.adversarial import lied_to, told_the_truth


def main(show: bool) -> int:
    outcome = lied_to()
    print(f"questions {outcome.questions}   sentences {outcome.sentences}   withheld {outcome.withheld}")
    print(f"numbers copied {outcome.numbers}   figures shown without a source {len(outcome.loose)}")
    shown = Counter(lie.kind for lie, _ in outcome.shown)
    print(f"{'lie':20}{'told':>8}{'shown':>8}")
    for kind, count in sorted(outcome.told.items()):
        print(f"{kind:20}{count:8}{shown[kind]:8}")
    print(f"{'all':20}{sum(outcome.told.values()):8}{sum(shown.values()):8}")
    honest = told_the_truth()
    print(f"honest copies withheld: {honest.withheld} of {honest.sentences} sentences")
    for sentence in honest.kept_back if show else ():
        print(f"withheld: {sentence}")
    for lie, sentence in outcome.shown if show else ():
        print(f"{lie.kind}: {lie.words}  <- {sentence}")
    for sentence in outcome.loose if show else ():
        print(f"no source: {sentence}")
    return 1 if outcome.shown or outcome.loose else 0


if __name__ == "__main__":
    sys.exit(main("--show" in sys.argv))
