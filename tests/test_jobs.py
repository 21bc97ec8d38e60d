"""Jobs: every file is kept or told why not, in the order given, and a job goes on where it stopped."""

import io
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import pytest
from here_readers import HereReaders
from sqlalchemy.engine import Engine

from index.derive import Derived, Given
from index.domain import Receipt
from index.errors import Conflict, NeedsRecognition, NotFound, ReaderDied
from index.store.database import open_database
from service import jobs as jobs_module
from service.jobs import LONGEST_QUEUE, Incoming, JobRecord, Jobs
from service.records import Records
from service.spool import Spool, Waiting


@dataclass
class Shelf:
    """A library that keeps what it is given, in order."""

    kept: list[str] = field(default_factory=list)
    by_hash: dict[str, Receipt] = field(default_factory=dict)
    before: Callable[[str], None] = lambda _: None
    settled: bool = True

    def settle(self) -> None:
        self.settled = True

    def known(self, content_hash: str) -> Receipt | None:
        return self.by_hash.get(content_hash)

    def keep(self, derived: Derived, data: bytes, *, settle: bool) -> tuple[Receipt, bool]:  # noqa: ARG002
        assert not settle
        self.settled = False
        report = derived.report
        self.before(report.text)
        assert report.receipt is not None
        if report.content_hash in self.by_hash:
            return self.by_hash[report.content_hash], False
        self.by_hash[report.content_hash] = report.receipt
        self.kept.append(report.text)
        return report.receipt, True


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path / "records.sqlite")
    Records(engine)
    yield engine
    engine.dispose()


class House:
    """A library, a spool and jobs over one folder; opened again it is what a restart finds."""

    def __init__(self, engine: Engine, folder: Path, shelf: Shelf | None = None) -> None:
        self.shelf, self.readers = shelf or Shelf(), HereReaders()
        self.spool = Spool(engine, folder / "incoming")
        self.jobs = Jobs(self.shelf, self.spool, self.readers)  # type: ignore[arg-type]

    def ended(self, job: JobRecord) -> JobRecord:
        for _ in range(1000):
            found = self.jobs.job(job.job_id)
            if found.finished:
                return found
            time.sleep(0.01)
        raise AssertionError(f"still {found}")


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Iterator[House]:
    house = House(engine, tmp_path)
    yield house
    house.jobs.close()


def files(*names: str) -> tuple[Incoming, ...]:
    return tuple(Incoming(f"{name}园区工作总结。".encode(), f"{name}.txt") for name in names)


def packed(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.txt", data)
    return target.getvalue()


def test_files_are_kept_in_the_order_given_and_nothing_is_left_on_disk(house: House, tmp_path: Path) -> None:
    job = house.jobs.submit(files("甲", "乙", "丙"))
    assert (job.state, job.total) == ("queued", 3)
    last = house.ended(job)
    assert (last.state, last.done, len(last.report_ids), last.errors) == ("done", 3, 3, ())
    assert [text[0] for text in house.shelf.kept] == ["甲", "乙", "丙"]
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_bad_file_is_named_with_advice_and_the_others_are_read(house: House) -> None:
    def trip(name: str) -> None:
        if name == "bug.txt":
            raise RuntimeError("a secret of the inside")

    house.readers.before = trip
    last = house.ended(house.jobs.submit((Incoming(b"  ", "空.txt"), Incoming(b"x", "bug.txt"), *files("乙"))))
    assert last.state == "done"
    assert [(each.name, each.code) for each in last.errors] == [("空.txt", "unreadable_file"), ("bug.txt", "internal")]
    assert all(each.advice for each in last.errors)
    assert "secret" not in last.errors[1].message


def test_a_job_of_which_nothing_could_be_read_is_failed(house: House) -> None:
    assert house.ended(house.jobs.submit((Incoming(b" ", "空.txt"),))).state == "failed"


def test_the_files_of_an_archive_take_its_place(house: House) -> None:
    inner = packed(丙="丙园区工作总结。".encode(), 空=b" ")
    archive = packed(乙="乙园区工作总结。".encode())
    with zipfile.ZipFile(target := io.BytesIO(archive), "a") as opened:
        opened.writestr("里.zip", inner)
    last = house.ended(house.jobs.submit((*files("甲"), Incoming(target.getvalue(), "包.zip"), *files("丁"))))
    assert [text[0] for text in house.shelf.kept] == ["甲", "乙", "丙", "丁"]
    assert (last.done, last.total) == (5, 5)
    assert [each.name for each in last.errors] == ["里.zip/空.txt"]


def test_a_broken_archive_is_one_error(house: House) -> None:
    last = house.ended(house.jobs.submit((Incoming(packed(甲=b"x")[:-20], "坏.zip"), *files("乙"))))
    assert [(each.name, each.code) for each in last.errors] == [("坏.zip", "damaged_file")]
    assert len(last.report_ids) == 1


def test_files_behind_an_archive_inside_keep_their_own_bytes(house: House) -> None:
    inner = packed(**{name: f"{name}园区工作总结。".encode() for name in ("甲", "乙", "丙")})
    with zipfile.ZipFile(target := io.BytesIO(), "w") as opened:
        opened.writestr("里.zip", inner)
        for name in ("丁", "戊"):
            opened.writestr(f"{name}.txt", f"{name}园区工作总结。")
    last = house.ended(house.jobs.submit((Incoming(target.getvalue(), "包.zip"),)))
    assert [text[0] for text in house.shelf.kept] == ["甲", "乙", "丙", "丁", "戊"]
    assert last.errors == ()


def test_a_broken_word_file_is_told_as_one_and_not_as_an_archive(house: House) -> None:
    file, target = docx.Document(), io.BytesIO()
    file.add_paragraph("甲园区工作总结。")
    file.save(target)
    last = house.ended(house.jobs.submit((Incoming(target.getvalue()[:-400], "坏.docx"), *files("乙"))))
    [error] = last.errors
    assert error.code == "damaged_file"
    assert "压缩包" not in error.message


def test_scans_are_kept_after_what_needs_no_recognition(house: House) -> None:
    seen = set()

    def scanned(name: str) -> None:
        if name == "甲.txt" and name not in seen:
            seen.add(name)
            raise NeedsRecognition("扫描件", pages=2)

    house.readers.before = scanned
    last = house.ended(house.jobs.submit(files("甲", "乙", "丙")))
    assert [text[0] for text in house.shelf.kept] == ["乙", "丙", "甲"]
    assert len(last.report_ids) == 3


def test_no_scan_is_lost_where_a_later_one_is_found_out_first(house: House) -> None:
    """The first file's reading ends after the second's, as it may with several workers."""
    late: list[Future[Any]] = []
    derive = house.readers.derive

    def slow(path: Path, given: Given) -> Future[Any]:
        future: Future[Any] = Future()
        if given.name == "甲.txt" and not late:
            late.append(future)
            return future
        if given.name == "乙.txt" and late and not late[0].done():
            future.set_exception(NeedsRecognition("扫描件", pages=1))
            threading.Timer(0.3, lambda: late[0].set_exception(NeedsRecognition("扫描件", pages=1))).start()
            return future
        return derive(path, given)

    house.readers.derive = slow  # type: ignore[method-assign]
    last = house.ended(house.jobs.submit(files("甲", "乙", "丙")))
    assert sorted(text[0] for text in house.shelf.kept) == sorted("甲乙丙")
    assert (last.done, last.errors) == (3, ())


def test_a_job_that_broke_off_over_the_store_goes_on(house: House) -> None:
    failures = [OSError("no space"), OSError("no space")]
    kept = house.spool.kept

    def failing(file: Waiting, report_id: str, *, new: bool = True) -> None:
        if failures:
            raise failures.pop()
        kept(file, report_id, new=new)

    house.spool.kept = failing  # type: ignore[method-assign]
    house.jobs._pause = 0.05
    last = house.ended(house.jobs.submit(files("甲", "乙")))
    assert (last.state, last.done, last.errors) == ("done", 2, ())
    assert sorted(text[0] for text in house.shelf.kept) == sorted("甲乙")


def test_what_spans_reports_is_looked_at_before_a_job_is_done(house: House) -> None:
    house.ended(house.jobs.submit(files("甲", "乙")))
    assert house.shelf.settled


def test_a_file_whose_worker_was_killed_is_read_again_and_one_that_kills_them_all_is_given_up(house: House) -> None:
    deaths: Counter[str] = Counter()

    def die(name: str) -> None:
        deaths[name] += 1
        if name == "毒.txt" or (name == "甲.txt" and deaths[name] == 1):
            raise ReaderDied("读取进程意外退出")

    house.readers.before = die
    last = house.ended(house.jobs.submit(files("甲", "毒", "乙")))
    assert [text[0] for text in house.shelf.kept] == ["甲", "乙"]
    assert [(each.name, each.code) for each in last.errors] == [("毒.txt", "took_too_long")]
    assert deaths == {"甲.txt": 2, "毒.txt": 5, "乙.txt": 1}


def test_the_same_content_twice_is_one_report_and_is_read_once_at_most_more(house: House) -> None:
    assert len(house.ended(house.jobs.submit(files("甲", "甲"))).report_ids) == 1
    read = len(house.readers.read)
    again = house.ended(house.jobs.submit(files("甲")))
    assert len(again.report_ids) == 1
    assert again.known == again.report_ids
    assert len(house.readers.read) == read


def test_a_cancelled_job_keeps_what_it_has_and_a_queued_one_never_starts(house: House) -> None:
    started, going_on = threading.Event(), threading.Event()

    def slow(text: str) -> None:  # noqa: ARG001
        started.set()
        going_on.wait(5)

    house.shelf.before = slow
    first, second = house.jobs.submit(files("甲", "乙")), house.jobs.submit(files("丙"))
    started.wait(5)
    assert house.jobs.cancel(second.job_id).state == "cancelled"
    assert house.jobs.cancel(first.job_id).state == "running"
    going_on.set()
    last = house.ended(first)
    assert last.state == "cancelled"
    assert len(last.report_ids) == len(house.shelf.kept)
    assert house.jobs.job(second.job_id).report_ids == ()
    assert house.jobs.cancel(first.job_id).state == "cancelled"
    with pytest.raises(NotFound):
        house.jobs.cancel("job_none")


def test_a_job_goes_on_where_a_crash_left_it(engine: Engine, tmp_path: Path) -> None:
    before = House(engine, tmp_path)
    job = before.spool.submit(files("甲", "乙", "丙"))  # taken in, never begun: the process is gone
    first = before.spool.waiting(job.job_id, "waiting")[0]
    before.spool.kept(first, "rep_0")
    (tmp_path / "incoming" / "job_stray").mkdir()
    after = House(engine, tmp_path)
    assert not (tmp_path / "incoming" / "job_stray").exists()
    assert after.jobs.resume() == 1
    last = after.ended(job)
    assert (last.state, last.done) == ("done", 3)
    assert [text[0] for text in after.shelf.kept] == ["乙", "丙"]
    after.jobs.close()


def test_a_report_stored_before_the_crash_and_not_yet_ticked_off_is_not_stored_twice(engine: Engine, tmp_path: Path) -> None:
    shelf = Shelf()
    before = House(engine, tmp_path, shelf)
    before.ended(before.jobs.submit(files("甲")))
    before.jobs.close()
    job = before.spool.submit(files("甲", "乙"))
    after = House(engine, tmp_path, shelf)
    after.jobs.resume()
    assert len(after.ended(job).report_ids) == 2
    assert [text[0] for text in shelf.kept] == ["甲", "乙"]
    after.jobs.close()


def test_a_running_job_says_how_long_it_will_take(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "_TOLD_EVERY", 0.0)
    told: list[int | None] = []
    house.shelf.before = lambda _: (time.sleep(0.02), told.append(house.jobs.job(job.job_id).eta_seconds))[0]
    job = house.spool.submit(files("甲", "乙", "丙", "丁"))
    house.jobs.resume()
    house.ended(job)
    assert told[0] is None
    assert told[-1] is not None


def test_too_many_waiting_jobs_are_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    going_on = threading.Event()
    house.shelf.before = lambda _: going_on.wait(5) and None
    monkeypatch.setattr(jobs_module, "LONGEST_QUEUE", 3)
    with pytest.raises(Conflict):  # noqa: PT012  the one call that overflows is not known beforehand
        for number in range(LONGEST_QUEUE):
            house.jobs.submit(files(str(number)))
    going_on.set()
