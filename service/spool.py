"""Files that wait to be read: their bytes in a folder, their state in a table. Both survive a crash, so that a job goes on after it."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy.engine import Engine

from index.errors import InvalidInput, NotFound
from service.records import now
from service.schema import JobError, JobState

WAITING, SCAN, KEPT, KNOWN, FAILED, ARCHIVE, CANCELLED = "waiting", "scan", "kept", "known", "failed", "archive", "cancelled"
"""States of a file. ``known``: its content was in the library already; ``scan``: its pages must be recognised, and it waits for that; ``archive``: its members took its place."""
_OPEN = (WAITING, SCAN)

_tables = sa.MetaData()
_jobs = sa.Table(
    "jobs",
    _tables,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("state", sa.String),
    sa.Column("created", sa.String),
    sa.Column("body", sa.Text),
)
_files = sa.Table(
    "job_files",
    _tables,
    sa.Column("job_id", sa.String, primary_key=True),
    # Sorts as the files were given, members of an archive at the place of the archive.
    sa.Column("place", sa.String, primary_key=True),
    sa.Column("state", sa.String),
    sa.Column("name", sa.Text),
    sa.Column("given", sa.Text),
    sa.Column("pages", sa.Integer),
    sa.Column("report_id", sa.String),
    sa.Column("error", sa.Text),
)


class JobRecord(BaseModel):
    """A job as kept: reports by name, never their receipts. ``eta_seconds`` is when it is expected to end, from now."""

    model_config = ConfigDict(frozen=True)

    job_id: str
    state: JobState = "queued"
    stage: str = ""
    done: int = 0
    total: int
    report_ids: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    """Those of ``report_ids`` that had been in the library before."""
    errors: tuple[JobError, ...] = ()
    created: str
    eta_seconds: int | None = None

    @property
    def finished(self) -> bool:
        return self.state in ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file or a text as it was handed over, its bytes here or at ``path``, with what its sender says of it."""

    data: bytes = b""
    name: str | None = None
    title: str | None = None
    url: str | None = None
    zone: str | None = None
    period: str | None = None
    path: Path | None = None

    @property
    def size(self) -> int:
        return len(self.data) if self.path is None else self.path.stat().st_size

    @property
    def content(self) -> bytes:
        return self.data if self.path is None else self.path.read_bytes()

    def save(self, path: Path) -> None:
        """A copy of the bytes that is on disk when this returns."""
        with path.open("xb") as target:
            if self.path is None:
                target.write(self.data)
            else:
                with self.path.open("rb") as source:
                    shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that is to be read. ``pages`` is known of one that must be recognised."""

    job_id: str
    place: str
    path: Path
    given: Incoming
    pages: int | None = None

    @property
    def name(self) -> str:
        return self.given.name or self.given.title or f"第{int(self.place.partition('.')[0]) + 1}份"


class Spool:
    """``folder`` is this library's own; what stands in it without a job is swept at the start."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self._folder = folder
        self._sweep()

    def submit(self, files: Sequence[Incoming]) -> JobRecord:
        """Once this returns the job survives a crash."""
        job = JobRecord(job_id=f"job_{uuid.uuid4().hex}", stage="排队", total=len(files), created=now())
        folder = self._folder / job.job_id
        try:
            folder.mkdir(parents=True)
            rows = []
            for number, each in enumerate(files):
                place = f"{number:06d}"
                each.save(folder / place)
                rows.append(_row(job.job_id, place, each))
            with self._writing.begin() as connection:
                connection.execute(
                    _jobs.insert().values(id=job.job_id, state=job.state, created=job.created, body=job.model_dump_json())
                )
                connection.execute(_files.insert(), rows)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise _no_room(error) from error
        return job

    def scratch(self, given: Incoming) -> Path:
        """A file that is read while its sender waits; it is the caller's to delete. Raises InvalidInput where it cannot be put down."""
        path = self._folder / f"now_{uuid.uuid4().hex}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            given.save(path)
        except OSError as error:
            path.unlink(missing_ok=True)
            raise _no_room(error) from error
        return path

    def folder(self, job_id: str) -> Path:
        return self._folder / job_id

    def unfinished(self) -> list[str]:
        """Jobs that are not done, oldest first."""
        query = sa.select(_jobs.c.id).where(_jobs.c.state.in_(("queued", "running"))).order_by(_jobs.c.created)
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def waiting(self, job_id: str, state: str, *, after: str = "", limit: int = 100) -> list[Waiting]:
        """Files of a job in a state (waiting or scan) behind a place, in order."""
        query = (
            sa.select(_files)
            .where(_files.c.job_id == job_id, _files.c.state == state, _files.c.place > after)
            .order_by(_files.c.place)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        folder = self._folder / job_id
        return [Waiting(job_id, row.place, folder / row.place, Incoming(**json.loads(row.given)), row.pages) for row in rows]

    def kept(self, file: Waiting, report_id: str, *, new: bool = True) -> None:
        self._settle(file, state=KEPT if new else KNOWN, report_id=report_id)

    def failed(self, file: Waiting, error: JobError) -> None:
        self._settle(file, state=FAILED, error=error.model_dump_json())

    def scan(self, file: Waiting, pages: int) -> None:
        """The file waits for recognition now."""
        with self._writing.begin() as connection:
            connection.execute(_files.update().where(_one(file)).values(state=SCAN, pages=pages))

    def expanded(self, file: Waiting, members: Sequence[tuple[str, Path, JobError | None]]) -> None:
        """The members of an archive in its place: name, where the bytes are, and why there are none."""
        rows = []
        for number, (name, path, error) in enumerate(members):
            place = f"{file.place}.{number:06d}"
            given = Incoming(name=name, url=file.given.url, zone=file.given.zone, period=file.given.period)
            row = _row(file.job_id, place, given)
            if error is None:
                path.replace(self._folder / file.job_id / place)
            else:
                row |= {"state": FAILED, "error": error.model_dump_json()}
            rows.append(row)
        with self._writing.begin() as connection:
            connection.execute(_files.update().where(_one(file)).values(state=ARCHIVE))
            connection.execute(_files.insert(), rows)
        file.path.unlink(missing_ok=True)

    def job(self, job_id: str, *, whole: bool = True) -> JobRecord:
        """The job as it stands; ``whole``: with the reports and the errors of its files. Raises NotFound."""
        mine = _files.c.job_id == job_id, _files.c.state != ARCHIVE
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(_jobs).where(_jobs.c.id == job_id)).one_or_none()
            if row is None:
                raise NotFound(f"没有这个任务: {job_id}")
            counts = {
                each.state: each.files
                for each in connection.execute(
                    sa.select(_files.c.state, sa.func.count().label("files")).where(*mine).group_by(_files.c.state)
                )
            }
            job = JobRecord.model_validate_json(row.body).model_copy(update={"state": row.state})
            if not counts:
                return job  # of an earlier version
            job = job.model_copy(
                update={"done": sum(counts.values()) - sum(counts.get(each, 0) for each in _OPEN), "total": sum(counts.values())}
            )
            if not whole:
                return job
            told = sa.or_(_files.c.report_id.is_not(None), _files.c.error.is_not(None))
            files = connection.execute(
                sa.select(_files.c.state, _files.c.report_id, _files.c.error).where(*mine, told).order_by(_files.c.place)
            ).all()
        return job.model_copy(
            update={
                "report_ids": tuple(dict.fromkeys(each.report_id for each in files if each.report_id)),
                "known": tuple(dict.fromkeys(each.report_id for each in files if each.state == KNOWN)),
                "errors": tuple(JobError.model_validate_json(each.error) for each in files if each.error),
            }
        )

    def tell(self, job_id: str, state: JobState, stage: str, *, created: str, eta_seconds: int | None = None) -> None:
        """State, stage and expected time of a job; its files speak for themselves."""
        told = JobRecord(job_id=job_id, state=state, stage=stage, total=0, created=created, eta_seconds=eta_seconds)
        with self._writing.begin() as connection:
            connection.execute(_jobs.update().where(_jobs.c.id == job_id).values(state=state, body=told.model_dump_json()))

    def end(self, job_id: str, state: JobState, stage: str) -> None:
        """A job that goes on no more; what still waits is cancelled, and its bytes are deleted."""
        with self._writing.begin() as connection:
            connection.execute(
                _files.update().where(_files.c.job_id == job_id, _files.c.state.in_(_OPEN)).values(state=CANCELLED)
            )
        shutil.rmtree(self._folder / job_id, ignore_errors=True)
        self.tell(job_id, state, stage, created=self.job(job_id, whole=False).created)

    def _settle(self, file: Waiting, **values: str) -> None:
        with self._writing.begin() as connection:
            connection.execute(_files.update().where(_one(file)).values(**values))
        file.path.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Deletes what was taken in for jobs that never came about, and for those that are over."""
        wanted = set(self.unfinished())
        for path in self._strays(wanted):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _strays(self, wanted: set[str]) -> Iterator[Path]:
        if self._folder.is_dir():
            yield from (each for each in self._folder.iterdir() if each.name not in wanted)


def _no_room(error: OSError) -> InvalidInput:
    return InvalidInput(f"文件未能存入待读目录({error.strerror})", advice="请检查磁盘空间与目录权限后重试。")


def _one(file: Waiting) -> sa.ColumnElement[bool]:
    return sa.and_(_files.c.job_id == file.job_id, _files.c.place == file.place)


def _row(job_id: str, place: str, given: Incoming) -> dict[str, object]:
    said = {name: value for name, value in asdict(given).items() if value is not None and name not in ("data", "path")}
    return {
        "job_id": job_id,
        "place": place,
        "state": WAITING,
        "name": given.name or "",
        "given": json.dumps(said, ensure_ascii=False),
        "pages": None,
        "report_id": None,
        "error": None,
    }
