"""A process that writes to a store until it is killed: ``crash_writer.py FOLDER stages`` or ``FOLDER random ROUNDS SEED``.

It forks a child a kill, so that the heavy imports are paid once. Run by test_store_crash.py, which looks at what is left.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import alembic.command
import chromadb
import rjieba
from sample_reports import EMBEDDER, Sample, sample

from index.store import open_store, writes
from index.store.local import LocalStore
from index.store.vectors import VectorIndex

WARM = (alembic.command, chromadb, rjieba)
CHANGED = "其中外资项目"


def opened(folder: Path) -> LocalStore:
    store = open_store("", folder=folder, embedder_identity=EMBEDDER.identity, dimensions=EMBEDDER.dimensions)
    assert isinstance(store, LocalStore)
    return store


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(owner: Any, name: str) -> None:
    """The function does its work, then the process is gone."""
    work = getattr(owner, name)

    def last_work(*values: Any, **named: Any) -> None:
        work(*values, **named)
        die()

    setattr(owner, name, last_work)


def half_the_vectors() -> None:
    add = VectorIndex.add

    def add_one(index: VectorIndex, numbers: Sequence[int], vectors: Sequence[Sequence[float]], *_: Any) -> None:
        add(index, numbers[:1], vectors[:1])
        die()

    setattr(VectorIndex, "add", add_one)  # noqa: B010


# Where the process dies, and what it was doing.
STAGES: dict[str, tuple[Callable[[], None], Callable[[LocalStore], None]]] = {
    "numbers-reserved": (lambda: setattr(VectorIndex, "add", die), lambda store: sample(2).save_to(store)),
    "half-the-vectors": (half_the_vectors, lambda store: sample(1, extra=CHANGED).save_to(store)),
    "half-the-rows": (lambda: setattr(writes, "index_terms", die), lambda store: sample(1, extra=CHANGED).save_to(store)),
    "before-commit": (lambda: die_after(writes, "put_report"), lambda store: sample(2).save_to(store)),
    "after-commit": (lambda: setattr(LocalStore, "_sweep", die), lambda store: sample(1, extra=CHANGED).save_to(store)),
    "after-purge": (lambda: setattr(LocalStore, "_sweep", die), lambda store: store.purge("r1")),
}


def staged(folder: Path, inject: Callable[[], None], act: Callable[[LocalStore], None]) -> None:
    store = opened(folder)
    sample(1).save_to(store)
    inject()
    act(store)
    raise AssertionError("survived")


def actions(seed: int) -> Iterator[tuple[str, str, Sample | None]]:
    """(what, report id, the version saved); version None is a purge."""
    chance = random.Random(seed)
    for turn in range(10_000):
        number = chance.randint(1, 12)
        if chance.random() < 0.2:
            yield f"purge {number} -", f"r{number}", None
        else:
            yield f"save {number} {seed}-{turn}", f"r{number}", sample(number, extra=f"其中{seed}-{turn}")


def endlessly(folder: Path, seed: int) -> None:
    """Says what it begins and what is done; a line that is begun and not done may have happened or not."""
    store = opened(folder)
    for what, report_id, version in actions(seed):
        if version is None and store.report_count() and report_id not in [each.id for each in store.reports()[0]]:
            continue
        if version is None and not store.report_count():
            continue
        say(f"begin {what}")
        if version is None:
            store.purge(report_id)
        else:
            version.save_to(store)
        say(f"done {what}")


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    return child


def killed(child: int) -> bool:
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main() -> None:
    folder, mode = Path(sys.argv[1]), sys.argv[2]
    if mode == "stages":
        for name, (inject, act) in STAGES.items():
            assert killed(forked(lambda: staged(folder / name, inject, act))), name  # noqa: B023
        return
    chance = random.Random(int(sys.argv[4]))
    for turn in range(int(sys.argv[3])):
        child = forked(lambda: endlessly(folder, turn))  # noqa: B023
        time.sleep(0.1 + chance.random() * 0.5)
        os.kill(child, signal.SIGKILL)
        assert killed(child)
        say("killed")


if __name__ == "__main__":
    main()
