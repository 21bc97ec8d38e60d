"""Files are read in processes of their own: what hangs or dies there is one error here, and the next file is read."""

import contextlib
import os
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import psutil
import pytest
from pebble.pool.base_pool import PoolStatus

from index.derive import Given
from index.errors import ReaderDied, TookTooLong, UnreadableFile
from service.reading import Readers, result_of

GIVEN = Given("2025-07-01T00:00:00+00:00", "总结.txt")
TEXT = "云岭经济开发区2024年上半年工作总结\n上半年,工业总产值完成60亿元。"


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    readers = Readers(workers=1, seconds=4)
    yield readers
    readers.close()


@pytest.fixture
def hanging(tmp_path: Path) -> Path:
    """A file that never gives its bytes."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def test_a_worker_gives_all_that_follows_from_a_file(readers: Readers, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text(TEXT, encoding="utf-8")
    derived = result_of(readers.derive(path, GIVEN))
    assert derived.report.zone.name == "云岭经济开发区"
    assert [each.quantity.text for each in derived.observations] == ["60亿元"]
    assert derived.vectors is not None
    assert len(derived.vectors) == len(derived.chunks)


def test_an_error_of_ours_comes_back_with_its_advice(readers: Readers, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"  ")
    with pytest.raises(UnreadableFile) as caught:
        result_of(readers.derive(path, GIVEN))
    assert caught.value.code == "unreadable_file"
    assert caught.value.advice


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(readers: Readers, hanging: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(TookTooLong):
        result_of(readers.derive(hanging, GIVEN))
    assert time.monotonic() - began < 20
    test_a_worker_gives_all_that_follows_from_a_file(readers, tmp_path)


def test_a_worker_that_dies_is_one_error_and_the_next_file_is_read(readers: Readers, hanging: Path, tmp_path: Path) -> None:
    future = readers.derive(hanging, GIVEN)
    while not future.running():
        time.sleep(0.01)
    time.sleep(0.5)
    for server in psutil.Process().children():
        for worker in server.children():
            worker.kill()
    with pytest.raises(TookTooLong):
        result_of(future)
    test_a_worker_gives_all_that_follows_from_a_file(readers, tmp_path)


def test_a_pool_that_breaks_fails_what_it_was_asked_for_and_another_takes_its_place(hanging: Path, tmp_path: Path) -> None:
    readers = Readers(workers=1, seconds=30)
    try:
        test_a_worker_gives_all_that_follows_from_a_file(readers, tmp_path)
        waiting = [readers.derive(hanging, GIVEN) for _ in range(3)]
        [pool] = readers._pools.values()
        pool._pool._context.status = PoolStatus.ERROR  # as pebble does where a worker dies while it writes to it
        for future in waiting:
            with pytest.raises(ReaderDied):
                result_of(future)
        test_a_worker_gives_all_that_follows_from_a_file(readers, tmp_path)
    finally:
        readers.close()


def test_where_the_process_that_starts_workers_dies_files_are_read_after_some_tries(tmp_path: Path) -> None:
    readers = Readers(workers=1, seconds=30)
    path = tmp_path / "a"
    path.write_text(TEXT, encoding="utf-8")
    try:
        result_of(readers.derive(path, GIVEN))
        for child in psutil.Process().children():
            if any("forkserver" in part for part in child.cmdline()):
                for each in (*child.children(), child):
                    each.kill()
        for _ in range(5):
            with contextlib.suppress(ReaderDied):
                assert result_of(readers.derive(path, GIVEN)).report.zone.name == "云岭经济开发区"
                return
        pytest.fail("no worker came up again")
    finally:
        readers.close()


def test_closed_readers_read_nothing_more(tmp_path: Path) -> None:
    readers = Readers(workers=1)
    readers.close()
    with pytest.raises(CancelledError):
        readers.derive(tmp_path, GIVEN)


def test_what_waits_when_readers_close_is_cancelled(hanging: Path) -> None:
    readers = Readers(workers=1, seconds=30)
    waiting = [readers.derive(hanging, GIVEN) for _ in range(2)]
    readers.close()
    for future in waiting:
        with pytest.raises(CancelledError):
            future.result(timeout=5)
