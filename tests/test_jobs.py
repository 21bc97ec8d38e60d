import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from index.errors import Conflict, NotFound, UnreadableFile
from service.jobs import LONGEST_QUEUE, Incoming, Jobs
from service.records import JobRecord


class Kept:
    """Jobs in memory, and every state they went through."""

    def __init__(self) -> None:
        self.history: list[JobRecord] = []

    def keep_job(self, job: JobRecord) -> None:
        self.history.append(job)

    def job(self, job_id: str) -> JobRecord:
        for job in reversed(self.history):
            if job.job_id == job_id:
                return job
        raise NotFound(job_id)


@contextmanager
def running(read: Callable[[Incoming], str]) -> Iterator[tuple[Jobs, Kept]]:
    kept = Kept()
    jobs = Jobs(read, kept)
    try:
        yield jobs, kept
    finally:
        jobs.close()


def finished(kept: Kept, job_id: str) -> JobRecord:
    for _ in range(500):
        if kept.job(job_id).finished:
            return kept.job(job_id)
        time.sleep(0.01)
    raise AssertionError(f"still {kept.job(job_id)}")


def by_name(incoming: Incoming) -> str:
    if incoming.name == "broken.txt":
        raise UnreadableFile("读不了")
    if incoming.name == "bug.txt":
        raise RuntimeError("a secret of the inside")
    return f"rep_{incoming.name}"


def test_a_batch_is_read_file_by_file_and_each_step_is_kept():
    with running(by_name) as (jobs, kept):
        job = jobs.submit((Incoming(b"a", "a"), Incoming(b"b", "b")))
        assert (job.state, job.total) == ("queued", 2)
        last = finished(kept, job.job_id)
    assert (last.state, last.done, last.report_ids) == ("done", 2, ("rep_a", "rep_b"))
    assert [each.state for each in kept.history] == ["queued", "running", "running", "done"]
    assert kept.history[1].stage == "读取 a"


def test_a_bad_file_is_named_and_the_others_are_read():
    with running(by_name) as (jobs, kept):
        last = finished(kept, jobs.submit((Incoming(b"", "broken.txt"), Incoming(b"", "bug.txt"), Incoming(b"b", "b"))).job_id)
    assert last.state == "done"
    assert [(each.name, each.code) for each in last.errors] == [("broken.txt", "unreadable_file"), ("bug.txt", "internal")]
    assert "secret" not in last.errors[1].message


def test_a_job_of_which_nothing_could_be_read_is_failed():
    with running(by_name) as (jobs, kept):
        assert finished(kept, jobs.submit((Incoming(b"", "broken.txt"),)).job_id).state == "failed"


def test_a_cancelled_job_stops_before_its_next_file_and_a_queued_one_never_starts():
    started, going_on = threading.Event(), threading.Event()

    def slow(incoming: Incoming) -> str:
        started.set()
        going_on.wait(5)
        return f"rep_{incoming.name}"

    with running(slow) as (jobs, kept):
        first = jobs.submit((Incoming(b"a", "a"), Incoming(b"b", "b")))
        second = jobs.submit((Incoming(b"c", "c"),))
        started.wait(5)
        assert jobs.cancel(second.job_id).state == "cancelled"
        assert jobs.cancel(first.job_id).state == "running"
        going_on.set()
        last = finished(kept, first.job_id)
    assert (last.state, last.report_ids) == ("cancelled", ("rep_a",))
    assert kept.job(second.job_id).report_ids == ()


def test_cancelling_a_finished_job_leaves_it_and_an_unknown_one_is_not_found():
    with running(by_name) as (jobs, kept):
        job = finished(kept, jobs.submit((Incoming(b"a", "a"),)).job_id)
        assert jobs.cancel(job.job_id).state == "done"
        with pytest.raises(NotFound):
            jobs.cancel("job_none")


def test_too_many_waiting_jobs_are_refused():
    going_on = threading.Event()
    with running(lambda _: "rep" if going_on.wait(5) else "rep") as (jobs, _):
        with pytest.raises(Conflict):  # noqa: PT012  the one call that overflows is not known beforehand
            for _ in range(LONGEST_QUEUE + 2):
                jobs.submit((Incoming(b"a", "a"),))
        going_on.set()
