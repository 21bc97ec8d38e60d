"""The values at the border: every request and every answer of the HTTP contract, frozen.

The chains build these same values, so what is verified is what is sent. Offsets are Unicode code points, decimals are plain
strings (``"18000000000"``), periods ISO intervals (``2025-01-01/2025-06-30``, open end ``2024-01-01/..``). Requests refuse
unknown fields.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

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

Item = TypeVar("Item")


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


# --- requests


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


ReportKind = Literal["半年度工作报告", "季度工作报告", "年度工作报告", "新闻报道", "工作报告"]


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


# --- answers


class Plan(Value):
    """What the question was understood to ask."""

    intent: str
    zones: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    calculation: str | None = None


class NumberCheck(Value):
    """One number of a sentence; ``start`` and ``end`` count in the sentence. ``formula`` is arithmetic over cited decimals."""

    text: str
    start: int
    end: int
    value: str | None = None
    unit: str = ""
    status: StatusWord | None = None
    verdict: NumberVerdict
    citation: int | None = None
    formula: str | None = None


class Citation(Value):
    """Source ``n``: ``report.text[start:end] == quote``, at most 300 characters.

    ``place`` is page, paragraph or cell where the format has them.
    """

    n: int
    report_id: str
    title: str
    zone: str
    period: str | None = None
    heading: tuple[str, ...] = ()
    quote: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    place: dict[str, Any] | None = None


class Sentence(Value):
    """``text`` carries its marks ``[n]``; a withheld sentence failed verification and is shown nowhere else."""

    text: str
    citations: tuple[int, ...] = ()
    withheld: bool = False
    verdict: SentenceVerdict = "no_numbers"
    numbers: tuple[NumberCheck, ...] = ()


class SentenceEvent(Sentence):
    """A sentence as it streams: with the citations its marks stand for, which the whole answer lists once at the end."""

    sources: tuple[Citation, ...] = ()


class Notice(Value):
    """``code``: estimate, homonym, comparability, damaged_source, disputed_period, finding, withheld, model_unavailable …"""

    code: str
    message: str


class Coverage(Value):
    reports_searched: int
    reports_used: int


class Usage(Value):
    input_tokens: int = 0
    output_tokens: int = 0


class TableCell(Value):
    text: str
    citation: int | None = None


class Table(Value):
    title: str = ""
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]


class Answer(Value):
    id: str
    question: str
    standalone_question: str
    plan: Plan
    status: Literal["answered", "partial", "not_found", "ambiguous"]
    reason: (
        Literal[
            "not_in_reports",
            "only_target",
            "only_estimate",
            "different_definition",
            "period_mismatch",
            "ambiguous_zone",
            "conflicting_sources",
        ]
        | None
    ) = None
    text: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    table: Table | None = None
    notices: tuple[Notice, ...] = ()
    coverage: Coverage
    writer: Literal["extractive", "model"] = "extractive"
    model: str | None = None
    prompt: str | None = None
    usage: Usage = Usage()
    timings_ms: dict[str, int] = Field(default_factory=dict)


class GrowthOut(Value):
    kind: Literal["yoy", "mom", "cagr", "multiple", "rate_change", "rank"]
    value: str | None
    unit: str


class GapOut(Value):
    to: str
    value: str
    unit: str


class ProgressOut(Value):
    of: str
    value: str


class ObservationOut(Value):
    """A ledger row (指标值). ``value`` is null where a level is spoken of without a figure; ``value_high`` closes a range;
    ``note`` says what kind of figure it is (快报数) or that a model proposed it.
    """

    id: str
    report_id: str
    zone: str
    indicator: str
    as_written: str
    value: str | None
    value_high: str | None = None
    unit: str
    value_norm: str | None
    unit_norm: str
    currency: str | None = None
    price_basis: Literal["current", "comparable"] | None = None
    bound: Literal["at_least", "more_than", "almost", "about", "at_most"] | None = None
    growth: GrowthOut | None = None
    gap: GapOut | None = None
    progress: ProgressOut | None = None
    period: str | None
    status: StatusWord
    basis: Literal["flow", "cumulative", "stock"]
    subject: str
    subject_kind: Literal["zone", "company", "project", "park", "region"]
    quote: str
    start: int
    end: int
    note: str | None = None


class QuoteOut(Value):
    """A place of a report; ``report_id`` names it where a finding speaks of two reports."""

    report_id: str | None = None
    start: int
    end: int
    quote: str


class FindingOut(Value):
    """One audit check (勾稽). ``fingerprint`` survives a second reading of the same report, so a decision does too."""

    id: str
    report_id: str
    kind: str
    result: Literal["pass", "fail", "uncertain", "not_assessable"]
    expression: str
    left: str | None
    right: str | None
    tolerance: str
    message: str
    spans: tuple[QuoteOut, ...]
    decision: Decision | None = None
    note: str | None = None
    fingerprint: str


class Proposals(Value):
    """What a model proposed for a report's ledger: ``offered`` rows, those ``accepted``, and why the others were ``dropped``."""

    report_id: str
    offered: int
    accepted: tuple[ObservationOut, ...] = ()
    dropped: dict[str, int] = Field(default_factory=dict)
    model: str
    prompt: str
    usage: Usage = Usage()


class ComparisonCell(Value):
    """One zone's figure, or one period's in the series of one zone. ``period`` is the cell's column, or its figure's own."""

    zone: str
    period: str | None = None
    observation: ObservationOut | None = None
    text: str
    citation: int | None = None


class Derived(Value):
    """Computed from the row's cells; ``formula`` is arithmetic over their printed decimals, ``status`` the weakest of theirs."""

    kind: Literal["difference", "ratio", "rank", "share", "growth", "completion"]
    text: str
    value: str
    unit: str = ""
    formula: str
    status: StatusWord = "actual"


class ComparisonRow(Value):
    """``reasons`` are comparability codes: period_length, period_year, definition, status, unit, scope, currency …;
    ``explanation`` says them in words, with what differs.
    """

    indicator: str
    unit: str
    comparable: bool
    reasons: tuple[str, ...] = ()
    explanation: str = ""
    cells: tuple[ComparisonCell, ...]
    derived: tuple[Derived, ...] = ()


class MissingCell(Value):
    zone: str
    indicator: str
    period: str | None = None


class Comparison(Value):
    """``chart`` is a Vega-Lite specification with its data inside, ``charts`` one for each row that may be drawn."""

    id: str
    question: str | None = None
    zones: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]
    narrative: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    coverage: Coverage
    missing: tuple[MissingCell, ...] = ()
    chart: dict[str, Any] | None = None
    charts: tuple[dict[str, Any], ...] = ()
    rounding: str = ""
    notices: tuple[Notice, ...] = ()
    writer: Literal["extractive", "model"] = "extractive"
    model: str | None = None
    prompt: str | None = None
    usage: Usage = Field(default_factory=Usage)


class BriefingSection(Value):
    heading: str
    sentences: tuple[Sentence, ...] = ()


class Briefing(Value):
    """``created`` is an ISO timestamp; ``edited`` one too where a person changed it."""

    id: str
    title: str
    zones: tuple[str, ...]
    period: str | None = None
    sections: tuple[BriefingSection, ...]
    table: Table | None = None
    charts: tuple[dict[str, Any], ...] = ()
    findings: tuple[FindingOut, ...] = ()
    coverage: Coverage
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    created: str
    edited: str | None = None
    writer: Literal["extractive", "model"] = "extractive"
    model: str | None = None
    prompt: str | None = None
    usage: Usage = Usage()


class BriefingCard(Value):
    """A line of the list of briefings."""

    id: str
    title: str
    zones: tuple[str, ...]
    period: str | None = None
    created: str
    edited: str | None = None


class VerifyNumber(Value):
    """A number of somebody's text; ``found`` is what the source says where it says otherwise."""

    text: str
    start: int
    end: int
    value: str | None = None
    unit: str = ""
    verdict: NumberVerdict
    disagrees: Disagreement | None = None
    source: Citation | None = None
    found: str | None = None
    formula: str | None = None


class VerifySummary(Value):
    supported: int = 0
    computed: int = 0
    mismatch: int = 0
    not_found: int = 0
    context: int = 0


class Verification(Value):
    numbers: tuple[VerifyNumber, ...]
    summary: VerifySummary


class NoteOut(Value):
    """A receipt line: what was dropped, repaired, masked or damaged; offsets count in the original text."""

    kind: str
    excerpt: str
    sure: bool = True
    raw_start: int | None = None
    raw_end: int | None = None


class ReceiptOut(Value):
    report_id: str
    created: str
    title: str
    zone: str | None = None
    period: str | None = None
    kind: str
    read: int
    dropped: tuple[NoteOut, ...] = ()
    repaired: tuple[NoteOut, ...] = ()
    masked: tuple[NoteOut, ...] = ()
    damaged: tuple[NoteOut, ...] = ()
    hidden: tuple[NoteOut, ...] = ()
    """Text that the file shows to nobody, and orders addressed to a machine; kept as data."""
    warnings: tuple[str, ...] = ()
    pages: int | None = None
    confidence: float | None = None
    """Mean confidence of text recognised from images, 0 to 1."""
    grounds: dict[str, str] = {}
    """On what evidence ``zone``, ``period`` and ``kind`` were found."""
    editions: tuple[str, ...] = ()
    """Reports of the same zone, period and kind that were here before."""


class LedgerChange(Value):
    """A figure that is not in both editions alike; ``before`` or ``after`` is null where an edition has none of its kind."""

    indicator: str
    subject: str
    before: ObservationOut | None = None
    after: ObservationOut | None = None


class EditionDifference(Value):
    report_id: str
    earlier: str
    items: tuple[LedgerChange, ...] = ()


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


class PlaceOut(Value):
    province: str | None = None
    city: str | None = None
    district: str | None = None
    inferred: bool = False


class ZoneOut(Value):
    zone: str
    aliases: tuple[str, ...] = ()
    place: PlaceOut = PlaceOut()
    homonyms: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()


class PassageOut(Value):
    report_id: str
    zone: str
    period: str | None = None
    heading: tuple[str, ...] = ()
    text: str
    start: int
    end: int
    score: float


class ChunkOut(Value):
    id: str
    heading: tuple[str, ...] = ()
    start: int
    end: int
    tokens: int


class OutlineItem(Value):
    heading: str
    level: int
    start: int
    end: int


class RepairOut(Value):
    start: int
    end: int
    kind: str
    sure: bool


class PlacedOut(Value):
    """A stretch of the text and where it stands in the file: ``{page, box}``, ``{paragraph}`` or ``{sheet, cell}``."""

    start: int
    end: int
    place: dict[str, Any]


class ReportText(Value):
    """``places`` is empty for a file that is itself text."""

    report_id: str
    text: str
    outline: tuple[OutlineItem, ...]
    repairs: tuple[RepairOut, ...]
    places: tuple[PlacedOut, ...] = ()


class FindingCounts(Value):
    fail: int = 0
    uncertain: int = 0


class ReportCard(Value):
    """``characters``, ``sections`` and ``observations`` are counts; ``outline`` and ``receipt`` stand on the single card only."""

    report_id: str
    title: str
    zone: str
    place: PlaceOut
    period: str | None
    period_note: str | None = None
    published: str | None = None
    kind: str
    media_type: str
    url: str | None = None
    created: str
    characters: int
    sections: int
    observations: int
    findings: FindingCounts = FindingCounts()
    receipt: ReceiptOut | None = None
    outline: tuple[OutlineItem, ...] | None = None


class ConversationTurn(Value):
    question: str
    answer: Answer


class Conversation(Value):
    """A kept chat; turns in order."""

    id: str
    title: str
    turns: tuple[ConversationTurn, ...] = ()
    created: str


class ConversationCard(Value):
    """As listed: how many questions, not what was answered."""

    id: str
    title: str
    created: str
    questions: int


class FieldProblem(Value):
    field: str
    message: str


class Problem(Value):
    """RFC 9457. ``code`` is stable, ``advice`` says what to do; ``errors`` names fields that did not validate."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    advice: str
    retryable: bool = False
    errors: tuple[FieldProblem, ...] = ()


class Page(Value, Generic[Item]):
    items: tuple[Item, ...]
    next_cursor: str | None = None


Event = tuple[str, BaseModel]
"""A named server-sent event: plan, sentence, table, notice, section, done or error, and its value."""
