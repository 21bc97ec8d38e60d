"""The bad files: enough of them, each its own, the same at every run; and a few of them handed to a real server."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from evals.badinput import entries
from evals.badinput.entry import ANY, Wanted
from evals.badinput.running import run

SMALL = ("truncated", "encrypted", "suffix", "name", "polyglot", "empty")


def test_there_are_enough_bad_files_and_each_says_what_must_come_of_it() -> None:
    found = entries()
    assert len(found) >= 150
    assert [each for each, count in Counter((entry.group, entry.name) for entry in found).items() if count > 1] == []
    assert [entry.name for entry in found if not set(entry.codes) <= set(ANY)] == []
    assert [entry.name for entry in found if not entry.codes and entry.wanted is not Wanted.REPORT] == []


def test_the_files_are_the_same_at_every_run() -> None:
    def digest() -> str:
        whole = hashlib.sha256()
        for entry in entries():
            if entry.group in SMALL:
                whole.update(b"".join(entry.pieces()))
        return whole.hexdigest()

    assert digest() == digest()


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_server_refuses_reads_and_survives_what_it_is_handed(tmp_path: Path) -> None:
    chosen = [entry for entry in entries() if entry.group == "empty" or entry.name.startswith(("named ..", "utf-16"))]
    result = run(chosen, tmp_path, idle=1.0)
    assert [(each.entry.name, each.complaints) for each in result.outcomes if each.complaints] == []
