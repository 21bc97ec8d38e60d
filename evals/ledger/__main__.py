"""``python -m evals.ledger``: the figures of both splits, and with ``--show`` what differs in the sentences for building."""

from __future__ import annotations

import argparse

from evals.ledger.labels import SPLITS, sentences
from evals.ledger.score import Reading, by_pattern, differences, figures, read


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.ledger", description=__doc__)
    parser.add_argument("--show", action="store_true", help="list what differs, sentence by sentence (dev unless --split)")
    parser.add_argument("--split", choices=SPLITS, help="only this half of the set")
    parser.add_argument("--pattern", help="only sentences of this pattern")
    options = parser.parse_args()
    readings = [
        read(sentence)
        for sentence in sentences()
        if options.split in (None, sentence.split) and options.pattern in (None, sentence.pattern)
    ]
    halves = [split for split in SPLITS if options.split in (None, split)]
    columns = [figures([each for each in readings if each.sentence.split == split]) for split in halves]
    print(f"{'':<20}" + "".join(f"{split:>9}" for split in halves))
    for name in columns[0]:
        whole = name in ("sentences", "facts", "hardened")
        print(f"{name:<20}" + "".join(f"{column[name]:>9.0f}" if whole else f"{column[name]:>9.3f}" for column in columns))
    if options.show:
        _show([each for each in readings if each.sentence.split == (options.split or "dev")])


def _show(readings: list[Reading]) -> None:
    print("\npattern               facts  strict  surplus")
    for pattern, (facts, strict, surplus) in by_pattern(readings).items():
        print(f"{pattern:<20} {facts:>6} {strict:>7} {surplus:>8}")
    for reading in readings:
        lines = list(differences(reading))
        if lines:
            print(f"\n{reading.sentence.id}  {reading.sentence.text}")
            print("\n".join(f"  {line}" for line in lines))


if __name__ == "__main__":
    main()
