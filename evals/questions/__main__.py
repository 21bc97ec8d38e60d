"""``python -m evals.questions``: the figures of both halves, by type for the half that is for building; ``--show`` what is wrong there."""

from __future__ import annotations

import argparse
from pathlib import Path

from evals.questions.labels import SPLITS
from evals.questions.run import report


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.questions", description=__doc__)
    parser.add_argument("--gold", type=Path, help="an outside set, one JSON object a line; asks for --reports")
    parser.add_argument("--reports", type=Path, help="folder of the reports that --gold asks about")
    parser.add_argument("--split", choices=SPLITS, help="only this half of our own set")
    parser.add_argument("--model", action="store_true", help="the model of the environment's settings writes")
    parser.add_argument("--alone", action="store_true", help="without the baselines")
    parser.add_argument("--show", action="store_true", help="list what is not right")
    given = parser.parse_args()
    if (given.gold is None) != (given.reports is None):
        parser.error("--gold and --reports go together")
    report(given.gold, given.reports, split=given.split, model=given.model, beside=not given.alone, show=given.show)


if __name__ == "__main__":
    main()
