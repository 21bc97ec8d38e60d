"""What callers send."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from service.schema.fields import (
    FILTER_LIMIT,
    FOCUS_LIMIT,
    HISTORY_LIMIT,
    TEXT_LIMIT,
    TURN_LIMIT,
    VERIFY_LIMIT,
    Decision,
    Name,
    Names,
    PeriodText,
    Question,
    ReportKind,
    Request,
    StatusWord,
    _visible,
)


class Turn(Request):
    role: Literal["user", "assistant", "system"]
    content: str = Field(max_length=TURN_LIMIT)


class AskRequest(Request):
    """The last four correct the plan; absent or empty means everything the caller may see."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "2025年上半年规模工业总产值是多少?"}]})

    question: Question
    history: tuple[Turn, ...] = Field(default=(), max_length=HISTORY_LIMIT)
    conversation_id: Name | None = None
    report_ids: Names = ()
    zones: Names = ()
    indicators: Names = ()
    period: PeriodText | None = None
    stream: bool = False


class ConversationRequest(Request):
    """Without a title the first question becomes it."""

    title: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_visible)] | None = None


class BriefRequest(Request):
    model_config = ConfigDict(json_schema_extra={"examples": [{"zones": ["示例经济开发区"], "period": "2025-01-01/2025-06-30"}]})

    report_ids: Names = ()
    zones: Names = ()
    period: PeriodText | None = None
    focus: str | None = Field(default=None, max_length=FOCUS_LIMIT)
    stream: bool = False


class CompareRequest(Request):
    """Either a question or the zones to set side by side."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"zones": ["甲经济开发区", "乙高新区"], "indicators": ["固定资产投资"]}]}
    )

    question: Question | None = None
    zones: Names = ()
    indicators: Names = ()
    period: PeriodText | None = None
    report_ids: Names = ()

    @model_validator(mode="after")
    def _says_what(self) -> CompareRequest:
        if self.question is None and not self.zones and not self.report_ids:
            raise ValueError("请给出 question,或给出 zones")
        return self


class VerifyRequest(Request):
    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "上半年完成规模工业总产值180亿元,同比增长9.7%。"}]})

    text: Annotated[str, Field(min_length=1, max_length=VERIFY_LIMIT), AfterValidator(_visible)]
    report_ids: Names = ()
    zones: Names = ()


class ReportIn(Request):
    """A report handed over as text. ``url`` is recorded, never fetched; ``zone`` and ``period`` win over what the text says."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "示例经济开发区2025年上半年工作总结……", "title": "2025年上半年工作总结"}]}
    )

    text: Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT), AfterValidator(_visible)]
    title: Name | None = None
    url: str | None = Field(default=None, max_length=2_000)
    zone: Name | None = None
    period: PeriodText | None = None


class ReportPatch(Request):
    zone: Name | None = None
    period: PeriodText | None = None
    kind: ReportKind | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> ReportPatch:
        if self.zone is None and self.period is None and self.kind is None:
            raise ValueError("请给出 zone、period 或 kind")
        return self


class Replacement(Request):
    """``report_id`` is the earlier edition, which the later one takes the place of."""

    report_id: str = Field(min_length=1, max_length=80)


class FindingPatch(Request):
    decision: Decision | None
    note: str | None = Field(default=None, max_length=2_000)


class LedgerQuery(Request):
    """Filters of the ledger; absent or empty means everything."""

    report_ids: Names = ()
    zones: Names = ()
    indicators: Names = ()
    periods: tuple[PeriodText, ...] = Field(default=(), max_length=FILTER_LIMIT)
    statuses: tuple[StatusWord, ...] = ()
    q: str | None = Field(default=None, max_length=200)


class AuditQuery(Request):
    """Whose findings: of reports, and of all reports of zones."""

    report_ids: Names = ()
    zones: Names = ()


class SentenceEdit(Request):
    """Only the text counts: what a client sends back of the verdicts it was given is not believed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str = Field(max_length=2_000)


class SectionEdit(Request):
    """A section as running text, or as the sentences it came with."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    heading: str = Field(max_length=200)
    text: str = Field(default="", max_length=VERIFY_LIMIT)
    sentences: tuple[SentenceEdit, ...] = Field(default=(), max_length=500)

    @property
    def sentence_texts(self) -> tuple[str, ...]:
        return tuple(each.text for each in self.sentences)


class BriefingEdit(Request):
    """A person's edit; a briefing that was fetched, changed and sent back whole is one too."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: Name | None = None
    sections: tuple[SectionEdit, ...] = Field(min_length=1, max_length=50)
