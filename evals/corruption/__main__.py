"""Prints the table; with ``--show`` also the sentences the verifier judged wrongly."""

from __future__ import annotations

import sys

from evals.corruption import tallies
from evals.corruption.spoiling import SPOILS

CAUGHT, ALARMS = 0.99, 0.01


def main(show: bool) -> int:
    found = tallies()
    own = found["zonebrief"]
    print(f"{'':22}{'sentences':>10}" + "".join(f"{name:>15}" for name in found))
    for kind in SPOILS:
        print(f"{'caught: ' + kind:22}{own.asked[kind]:10}" + "".join(f"{tally.share(kind):15.4f}" for tally in found.values()))
    for label, kind in (("caught", "lie"), ("false alarms: true", "honest"), ("false: paraphrased", "paraphrase")):
        print(f"{label:22}{own.asked[kind]:10}" + "".join(f"{tally.share(kind):15.4f}" for tally in found.values()))
    for case in own.wrong if show else ():
        print(f"{case.kind:12} {case.statement.text}  <- {case.of.text}")
    held = own.share("lie") >= CAUGHT and own.share("honest") <= ALARMS and own.share("paraphrase") <= ALARMS
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main("--show" in sys.argv))
