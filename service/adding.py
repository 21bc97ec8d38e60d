"""``zonebrief add``: files, folders and archives into the library, with progress, and an account of what could not be read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path

import anyio
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from index.errors import InvalidInput, ZoneBriefError
from service import printing
from service.api.problems import asked
from service.desk import Desk, desk
from service.schema import EditionDifference, Job, Problem, ReportCard, ReportPatch, normal_period
from service.spool import Incoming

_BATCH_BYTES = 200_000_000
_BATCH_FILES = 500
"""Files handed over as one job: what one request may carry, and no more than people want to cancel at once."""
_HIDDEN = (".", "~$", "Thumbs.db", "desktop.ini")


def add(*, files: list[Path], title: str | None, zone: str | None, period: str | None, data: Path | None, as_json: bool) -> None:
    """Files that cannot be taken are named at the end; the others are in. Interrupted, it keeps what is in."""
    if title is not None and len(files) > 1:
        raise InvalidInput("--title 只能用于单个文件")
    if period is not None:
        try:
            period = normal_period(period)
        except ValueError as error:
            raise InvalidInput(f"--period: {error}") from None
    found = list(_found(files))
    if title is not None and len(found) > 1:
        raise InvalidInput("--title 只能用于单个文件")
    incoming: list[Incoming] = []
    jobs: list[Job] = []
    refused: list[tuple[str, ZoneBriefError]] = []
    for path in found:
        try:
            incoming.append(_incoming(path, title, zone, period))
        except InvalidInput as error:
            refused.append((str(path), error))

    async def run() -> None:
        async with desk(data) as opened:
            with bar() as shown:
                task = shown.add_task("读取", total=len(incoming))
                for batch in _batches(incoming):
                    try:
                        jobs.append(await _one(opened, batch, shown, task))
                    except ZoneBriefError as error:
                        # A single file that cannot be read, or all of a batch that is not taken.
                        refused.extend((each.name or "", error) for each in batch)
                        shown.advance(task, len(batch))

    try:
        anyio.run(run)
    except KeyboardInterrupt:
        raise InvalidInput("已中断;读完的都在库中", advice="再次运行同一命令会接着读,已读过的不会重复。") from None
    receipts = [(receipt, receipt.report_id not in job.known) for job in jobs for receipt in job.receipts]
    if as_json:
        print(json.dumps([receipt.model_dump() for receipt, _ in receipts], ensure_ascii=False, indent=2))
    else:
        for receipt, new in receipts:
            printing.receipt(receipt, new)
    failures = [(each.name, each.message, each.advice) for job in jobs for each in job.errors]
    failures += [(name, error.message, error.advice) for name, error in refused]
    if failures and len(found) > 1:
        printing.failures(failures, taken=len(receipts))
    if failures:
        told = ";".join(f"{name}: {message}" for name, message, _ in failures[:5])
        more = f" 等 {len(failures)} 个" if len(failures) > 5 else ""
        raise InvalidInput(f"{told}{more}", advice=failures[0][2])


def correct(*, report: str, zone: str | None, period: str | None, kind: str | None, data: Path | None, as_json: bool) -> None:
    patch = asked(ReportPatch, zone=zone, period=period, kind=kind)

    async def run() -> ReportCard:
        async with desk(data) as opened:
            return await opened.correct(report, patch)

    card = anyio.run(run)
    if as_json:
        print(card.model_dump_json(indent=2))
    else:
        printing.line(f"已更正  {card.report_id}  园区 {card.zone}  期间 {card.period or '不详'}  {card.kind}")


def editions(*, report: str, earlier: str, replace: bool, data: Path | None, as_json: bool) -> None:
    async def run() -> EditionDifference:
        async with desk(data) as opened:
            found = await opened.difference(earlier, report)
            if replace:
                await opened.replace(earlier, report)
            return found

    found = anyio.run(run)
    if as_json:
        print(found.model_dump_json(indent=2))
    else:
        printing.changes(found)
    if replace and not as_json:
        printing.line(f"已用 {report} 替换 {earlier}")


async def _one(opened: Desk, batch: tuple[Incoming, ...], shown: Progress, task: object) -> Job:
    """A batch followed to its end. Interrupted, the job is cancelled: what it has stored stays."""
    before = shown.tasks[0].completed
    others = (shown.tasks[0].total or 0) - len(batch)
    job_id = ""
    try:
        async with aclosing(opened.add(batch)) as events:
            async for name, value in events:
                if isinstance(value, Problem):
                    raise ZoneBriefError(value.detail, advice=value.advice)
                if not isinstance(value, Job):
                    continue
                job_id = value.job_id
                # An archive is more files than it was.
                shown.update(task, description=value.stage, completed=before + value.done, total=others + value.total)  # type: ignore[arg-type]
                if name == "done":
                    return value
    except anyio.get_cancelled_exc_class():
        if job_id:
            with anyio.CancelScope(shield=True):
                await opened.cancel(job_id)
        raise
    raise ZoneBriefError("没有得到完整的结果")


def _found(given: list[Path]) -> Iterator[Path]:
    """Files, and of folders all that is in them, in order of name; what systems and editors leave there is passed over."""
    for path in given:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file() and not _passed_over(each.relative_to(path)))
            if not inside:
                raise InvalidInput(f"文件夹 {path} 里没有文件")
            yield from inside
        else:
            yield path


def _passed_over(path: Path) -> bool:
    return any(part.startswith(_HIDDEN) for part in path.parts)


def _incoming(path: Path, title: str | None, zone: str | None, period: str | None) -> Incoming:
    if str(path) == "-":
        return Incoming(sys.stdin.buffer.read(), title=title, zone=zone, period=period)
    try:
        with path.open("rb"):
            return Incoming(path=path, name=path.name, title=title, zone=zone, period=period)
    except OSError as error:
        raise InvalidInput(f"不能读取 {path}: {error.strerror}", advice="请核对文件名与权限。") from None


def _batches(files: list[Incoming]) -> Iterator[tuple[Incoming, ...]]:
    batch: list[Incoming] = []
    size = 0
    for each in files:
        if batch and (len(batch) == _BATCH_FILES or size + each.size > _BATCH_BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(each)
        size += each.size
    if batch:
        yield tuple(batch)


def bar() -> Progress:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=printing.errors, transient=True, disable=not printing.errors.is_terminal)
