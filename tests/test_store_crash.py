"""A store whose process is killed: what was acknowledged is whole, nothing else shows, and the checks find nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from crash_writer import CHANGED, STAGES, opened
from sample_reports import EMBEDDER, Sample, sample

from index.store.local import LocalStore
from index.store.tables import unwanted_vectors

WRITER = Path(__file__).with_name("crash_writer.py")
ROOT = Path(__file__).parents[1]


def write_until_killed(folder: Path, *arguments: str) -> list[str]:
    command = [sys.executable, str(WRITER), str(folder), *arguments]
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=50)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def assert_sound(store: LocalStore, expected: list[Sample]) -> None:
    with store.engine.connect() as connection:
        assert connection.execute(unwanted_vectors.select()).all() == []
    assert store.check() == []
    assert store.missing_vectors() == []
    assert sorted(report.id for report in store.reports()[0]) == sorted(each.report.id for each in expected)
    for each in expected:
        assert store.report(each.report.id) == each.report
        assert store.original(each.report.id) == each.original
        assert store.chunks(each.report.id) == list(each.chunks)
        assert store.observations(report_ids=[each.report.id])[0] == list(each.observations)
        assert store.findings(each.report.id) == list(each.findings)
        found = store.nearest(EMBEDDER.embed_query(each.indexed[0]), report_ids=[each.report.id], limit=1)
        assert found[0][0] == each.chunks[0].id
        assert found[0][1] == pytest.approx(1.0, abs=1e-4)


@pytest.fixture(scope="module")
def left_behind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    write_until_killed(folder, "stages")
    return folder


@pytest.mark.parametrize("stage", STAGES)
def test_a_process_killed_while_writing_leaves_only_whole_reports(left_behind: Path, stage: str) -> None:
    whole = {"after-commit": [sample(1, extra=CHANGED)], "after-purge": []}.get(stage, [sample(1)])
    store = opened(left_behind / stage)
    try:
        assert_sound(store, whole)
        sample(2).save_to(store)
        assert_sound(store, [*whole, sample(2)])
    finally:
        store.close()


def outcomes(lines: list[str]) -> dict[str, list[Sample | None]]:
    """Report id -> what may be stored of it: what was last acknowledged, and what was begun since and cut off."""
    possible: dict[str, list[Sample | None]] = {}
    for moment, what, number, version in (line.split(" ") for line in lines if line != "killed"):
        outcome = sample(int(number), extra=f"其中{version}") if what == "save" else None
        possible[f"r{number}"] = [outcome, *(possible.get(f"r{number}", [None]) if moment == "begin" else [])]
    return possible


def assert_random_kills_lose_nothing(folder: Path, rounds: int, seed: int) -> None:
    lines = write_until_killed(folder, "random", str(rounds), str(seed))
    assert lines.count("killed") == rounds
    possible = outcomes(lines)
    store = opened(folder)
    try:
        present = {report.id: report for report in store.reports()[0]}
        expected = []
        for report_id, choices in possible.items():
            (outcome,) = [each for each in choices if (each and each.report) == present.get(report_id)][:1]
            expected += [outcome] if outcome else []
        assert_sound(store, expected)
    finally:
        store.close()


def test_reports_survive_kills_at_random_moments(tmp_path: Path) -> None:
    assert_random_kills_lose_nothing(tmp_path, rounds=3, seed=1)


@pytest.mark.slow
def test_reports_survive_many_kills_at_random_moments(tmp_path: Path) -> None:
    assert_random_kills_lose_nothing(tmp_path, rounds=30, seed=2)
