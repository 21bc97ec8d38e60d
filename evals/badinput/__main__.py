"""``python -m evals.badinput``: hands every bad file to a running server and tells what went wrong, the worst first.

``--only WORDS`` takes entries whose group or name matches a pattern, ``--list`` names them all, ``--write FOLDER`` writes the files
and runs nothing. ``--json FILE`` keeps what came of each. The exit code is 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.badinput import entries
from evals.badinput.entry import Entry, Wanted
from evals.badinput.judging import Outcome
from evals.badinput.running import Result, run
from evals.badinput.watching import percentile


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.badinput", description=__doc__)
    parser.add_argument("--only", metavar="PATTERN", help="entries whose 'group: name' matches")
    parser.add_argument("--list", action="store_true", help="name the entries")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the files there")
    parser.add_argument("--times", type=int, default=1, help="hand all of them in so often: memory must not grow with it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep every outcome")
    parser.add_argument("--quiet", action="store_true", help="no line for each file")
    options = parser.parse_args()
    chosen = [each for each in entries() if not options.only or re.search(options.only, f"{each.group}: {each.name}")]
    if options.list:
        for each in chosen:
            print(f"{each.group}: {each.name} -> {each.wanted} {', '.join(each.codes)}")
        return 0
    if options.write:
        _write(chosen, options.write)
        return 0
    with TemporaryDirectory(prefix="badinput") as folder:
        result = run(chosen * options.times, Path(folder), (lambda _: None) if options.quiet else _line)
    if options.json:
        options.json.write_text("".join(_kept(each, result) for each in result.outcomes), "utf-8")
    _table(result)
    return _failures(result)


def _write(chosen: Sequence[Entry], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, entry in enumerate(chosen):
        suffix = re.sub(r"[^a-z0-9.]", "", Path(entry.file_name).suffix.lower())[:8]
        name = re.sub(r"[^\w+%-]+", "_", f"{number:03} {entry.group} {entry.name}")[:100]
        with (folder / f"{name}{suffix}").open("wb") as out:
            for piece in entry.pieces():
                out.write(piece)


def _line(outcome: Outcome) -> None:
    wrong = "; ".join(each.text[:100] for each in outcome.complaints[:2])
    print(
        f"{outcome.seconds:6.1f} s  {outcome.entry.group}: {outcome.entry.name} -> {outcome.ended}{'   ! ' + wrong if wrong else ''}",
        flush=True,
    )


def _kept(outcome: Outcome, result: Result) -> str:
    entry = outcome.entry
    answers = [each.seconds for each in result.asked if each.during == f"{entry.group}: {entry.name}"]
    row = {
        "entry": f"{entry.group}: {entry.name}",
        "file": ascii(entry.file_name)[:60],
        "seconds": round(outcome.seconds, 2),
        "status": outcome.status,
        "reports": len(outcome.reports),
        "errors": outcome.errors[:5],
        "service_mb": round(outcome.service / 1e6),
        "worker_mb": round(outcome.worker / 1e6),
        "answers": len(answers),
        "answers_ms": [round(each * 1000) for each in answers],
        "answers_p95_ms": round(percentile(answers, 0.95) * 1000),
        "complaints": [f"{each.weight.name}: {each.text}" for each in outcome.complaints],
    }
    return json.dumps(row, ensure_ascii=True) + "\n"


def _table(result: Result) -> None:
    columns = ("files", "refused", "read", "wrong", "slowest s", "service MB", "worker MB")
    print(f"\n{'group':<12}" + "".join(f"{each:>12}" for each in columns))
    groups: dict[str, list[Outcome]] = {}
    for outcome in result.outcomes:
        groups.setdefault(outcome.entry.group, []).append(outcome)
    for name, group in [*groups.items(), ("all", result.outcomes)]:
        read = sum(bool(each.reports) for each in group)
        refused = sum(bool(each.errors) and not each.reports for each in group)
        wrong = sum(bool(each.complaints) for each in group)
        counts = f"{len(group):>12}{refused:>12}{read:>12}{wrong:>12}"
        slowest = max((each.seconds for each in group), default=0.0)
        service, worker = (max((getattr(each, kind) for each in group), default=0) / 1e6 for kind in ("service", "worker"))
        print(f"{name:<12}{counts}{slowest:>12.1f}{service:>12.0f}{worker:>12.0f}")
    must = sum(each.entry.wanted is Wanted.REPORT for each in result.outcomes)
    print(f"\n{must} of them are readable in truth and must be read.")
    seconds = (
        f"{result.idle * 1000:.0f} ms before, {result.busy * 1000:.0f} ms meanwhile, {result.idle_after * 1000:.0f} ms after"
    )
    print(f"/api/ask, 95 of 100 within: {seconds} ({len(result.asked)} questions meanwhile)")
    slow = sorted(result.asked, key=lambda each: -each.seconds)[:5]
    print("slowest answers: " + "; ".join(f"{each.seconds * 1000:.0f} ms during {each.during}" for each in slow))


def _failures(result: Result) -> int:
    found = [(each.weight, "", each.text) for each in result.complaints]
    found += [(each.weight, f"{o.entry.group}: {o.entry.name}: ", each.text) for o in result.outcomes for each in o.complaints]
    print(f"\n{len(found)} complaints" + (", the worst first:" if found else "."))
    for weight, where, text in sorted(found):
        print(f"{weight.name:<14}{where}{text}".encode("utf-8", "backslashreplace").decode())
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
