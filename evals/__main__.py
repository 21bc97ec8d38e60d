"""``python -m evals [SET]``: the figures of one set, or of all, in one table."""

from __future__ import annotations

import argparse

from evals.run import ALL, SETS, run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("set", nargs="?", default=ALL, choices=[*SETS, ALL])
    parser.add_argument("--json", action="store_true", help="as JSON")
    given = parser.parse_args()
    run(given.set, as_json=given.json)


if __name__ == "__main__":
    main()
