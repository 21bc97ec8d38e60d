"""Work that outlasts a request."""

from __future__ import annotations

from service.schema.fields import JobState, Value
from service.schema.reports import ReceiptOut


class JobError(Value):
    name: str
    code: str
    message: str
    advice: str = ""


class Job(Value):
    """Background reading of files. ``done`` of ``total`` files; ``stage`` says in Chinese what is happening."""

    job_id: str
    state: JobState
    stage: str = ""
    done: int = 0
    total: int
    eta_seconds: int | None = None
    """Expected time to its end; None where nothing is known yet."""
    receipts: tuple[ReceiptOut, ...] = ()
    known: tuple[str, ...] = ()
    """Reports among the receipts whose content had been in the library before."""
    errors: tuple[JobError, ...] = ()
    created: str = ""


def at_once(receipt: ReceiptOut, *, new: bool) -> Job:
    """What became of a single file that needed no job, in a job's shape."""
    known = () if new else (receipt.report_id,)
    return Job(job_id="", state="done", stage="完成", done=1, total=1, receipts=(receipt,), known=known, created=receipt.created)


class JobAccepted(Value):
    job_id: str
