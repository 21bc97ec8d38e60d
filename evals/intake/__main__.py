"""Prints one table, and what is wrong with the worst files; see the package."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.intake import corpus, save, scores
from evals.intake.corpus import EACH
from evals.intake.dirt import Dirt
from evals.intake.formats import FORMATS, ready
from evals.intake.score import Score
from evals.intake.table import lines, short_of, told, worst, wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.intake", description=__doc__)
    parser.add_argument("--no-scans", action="store_true", help="digital formats only")
    parser.add_argument("--formats", help="only these, by comma: " + ", ".join(FORMATS))
    parser.add_argument("--dirt", help="only these classes, by comma: " + ", ".join(Dirt))
    parser.add_argument("--each", type=int, default=EACH, help="files of each format and class")
    parser.add_argument("--seed", type=int, default=0, help="another corpus")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--keep", type=Path, help="folder for the corpus; one built there before is read again")
    parser.add_argument("--only-build", action="store_true", help="with --keep: write the files and the manifest, read nothing")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="what is wrong with the worst N reports")
    parser.add_argument("--save", type=Path, help="all scores, one JSON a line")
    options = parser.parse_args()
    wanted = options.formats.split(",") if options.formats else list(FORMATS)
    formats, lacking = ready([name for name in wanted if not (options.no_scans and FORMATS[name].scan)])
    for name, lacks in lacking.items():
        print(f"{name} is left out: no {', '.join(lacks)} here")
    dirts = [Dirt(name) for name in options.dirt.split(",")] if options.dirt else list(Dirt)
    with TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        began = time.perf_counter()
        entries = corpus(folder, formats, dirts=dirts, each=options.each, seed=options.seed, jobs=options.jobs)
        built = time.perf_counter()
        print(f"{len(entries)} files in {built - began:.0f} s", flush=True)
        if options.only_build:
            return 0
        found = list(scores(folder, entries, jobs=options.jobs))
        print(f"read in {time.perf_counter() - built:.0f} s\n")
    if options.save:
        save(options.save, found)
    return _tell(found, options.show)


def _tell(found: Sequence[Score], show: int) -> int:
    print("\n".join(lines(found)))
    short = short_of(found)
    print("\n" + ("every bar is held" if not short else "short of the bars:\n" + "\n".join(f"    {each}" for each in short)))
    for each in worst([score for score in found if wrong(score)], show):
        print("\n".join(told(each)))
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
