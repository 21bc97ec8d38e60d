"""What bodies share: limits, the words of closed lists, and fields that are checked alike."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from index.domain import Period

QUESTION_LIMIT = 2_000
HISTORY_LIMIT = 50
TURN_LIMIT = 20_000
VERIFY_LIMIT = 100_000
FOCUS_LIMIT = 500
FILTER_LIMIT = 1_000
TEXT_LIMIT = 20_000_000
StatusWord = Literal["actual", "estimate", "target"]
NumberVerdict = Literal["supported", "computed", "mismatch", "not_found", "context"]
SentenceVerdict = Literal["supported", "computed", "mismatch", "not_found", "no_numbers"]
Disagreement = Literal["value", "unit", "indicator", "period", "status", "zone"]
JobState = Literal["queued", "running", "done", "failed", "cancelled"]
Decision = Literal["confirmed", "dismissed"]


def normal_period(text: str) -> str:
    """ISO interval of ``text``: an interval as it stands, ``2025`` as its year, ``2025-06`` as its month.

    Raises ValueError on anything else, words included: words belong into the question.
    """
    start, separator, end = text.strip().partition("/")
    first = _day(start, last=False)
    final = _day(end if separator else start, last=True)
    return Period.parse(f"{first}/{final}").iso


def _day(text: str, *, last: bool) -> str:
    if text == ".." and last:
        return text
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if not found:
        raise ValueError("期间须写作 2025-01-01/2025-06-30、2025-01/2025-06、2025-06 或 2025")
    year, month, day = found.groups()
    if day:
        return text
    if month and not 1 <= int(month) <= 12:
        raise ValueError(f"没有这个月份: {text}")
    if last:
        month = month or "12"
        return f"{year}-{month}-{monthrange(int(year), int(month))[1]:02d}"
    return f"{year}-{month or '01'}-01"


def _visible(text: str) -> str:
    if not text.strip():
        raise ValueError("内容不能为空")
    return text


PeriodText = Annotated[str, Field(max_length=40, examples=["2025-01-01/2025-06-30"]), AfterValidator(normal_period)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Names = Annotated[tuple[Name, ...], Field(max_length=FILTER_LIMIT)]
Question = Annotated[str, Field(min_length=1, max_length=QUESTION_LIMIT), AfterValidator(_visible)]


class Value(BaseModel):
    """Base of everything sent out."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Request(BaseModel):
    """Base of everything taken in: an unknown field is an error, not silently nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


ReportKind = Literal["半年度工作报告", "季度工作报告", "年度工作报告", "新闻报道", "工作报告"]
