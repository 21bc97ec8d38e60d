"""A service in memory with fixed answers: what the routes do is theirs, what is said is decided here."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import anyio
from here_readers import HereReaders

from index.derive import Derived
from index.domain import (
    Alignment,
    Basis,
    Chunk,
    Finding,
    FindingSpan,
    Growth,
    GrowthKind,
    Observation,
    Passage,
    Period,
    Place,
    Quantity,
    Query,
    Receipt,
    Report,
    Run,
    Section,
    Span,
    Status,
    SubjectKind,
    Zone,
    ZoneIdentity,
)
from index.errors import ModelUnavailable, NotFound, UnreadableFile
from index.precedence import Precedence
from index.store import Tally
from index.store.database import open_database
from service.conversations import Conversations
from service.intake import Intake
from service.jobs import Jobs
from service.records import Records
from service.schema import (
    Answer,
    AskRequest,
    Briefing,
    BriefingSection,
    BriefRequest,
    Citation,
    CompareRequest,
    Comparison,
    ComparisonCell,
    ComparisonRow,
    Coverage,
    Event,
    Notice,
    NumberCheck,
    Plan,
    Proposals,
    Sentence,
    Verification,
    VerifyNumber,
    VerifyRequest,
    VerifySummary,
)
from service.settings import Settings
from service.spool import Spool
from service.views import observation_out

HALF_YEAR = Period.parse("2025-01-01/2025-06-30")
QUOTE = "完成工业投资12.5亿元"
TEXT = f"一、总体情况\n示例开发区上半年{QUOTE},同比增长8%。"


def report_of(data: bytes, title: str | None = None, zone: str | None = None) -> Report:
    text = data.decode()
    digest = hashlib.sha256(data).hexdigest()
    receipt = Receipt(
        report_id=f"rep_{digest[:12]}",
        created="2025-07-01T00:00:00+00:00",
        title=title or "示例总结",
        zone=zone or "示例开发区",
        period=HALF_YEAR.iso,
        kind="工作总结",
        read=len(text),
    )
    return Report(
        id=receipt.report_id,
        content_hash=digest,
        title=receipt.title,
        text=text,
        raw=text,
        alignment=Alignment((Run(Span(0, len(text)), Span(0, len(text))),)),
        zone=ZoneIdentity(name=zone or "示例开发区", as_written="示例开发区", place=Place(province="某省", inferred=True)),
        period=HALF_YEAR,
        period_note=None,
        published=None,
        kind="工作总结",
        media_type="text/plain",
        created=receipt.created,
        sections=(Section("一、总体情况", 1, Span(0, len(text)), Span(0, 6), ("一、总体情况",)),) if len(text) > 6 else (),
        receipt=receipt,
    )


def observation_of(report: Report, number: int = 0, as_written: str = "工业投资") -> Observation:
    start = max(0, report.text.find(QUOTE))
    quantity = Quantity(
        span=Span(start + 6, start + 12),
        text="12.5亿元",
        value=Decimal("12.50"),
        unit="亿元",
        value_norm=Decimal("1.25E+9"),
        unit_norm="元",
    )
    return Observation(
        id=f"{report.id}.o{number}",
        report_id=report.id,
        zone=report.zone.name,
        indicator="工业投资",
        as_written=as_written,
        quantity=quantity,
        status=Status.ACTUAL,
        basis=Basis.FLOW,
        period=HALF_YEAR,
        subject=report.zone.name,
        subject_kind=SubjectKind.ZONE,
        quote=QUOTE,
        span=Span(start, start + len(QUOTE)),
        value_span=quantity.span,
        growth=Growth(GrowthKind.YOY, Decimal("-8"), "%"),
    )


@dataclass
class FakeLibrary:
    """Keeps what it is given; every report has one observation, one finding and one chunk."""

    shelf: dict[str, tuple[Report, bytes]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    decisions: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    as_written: str = "工业投资"
    broken: Exception | None = None
    expired: bool = False
    problems: list[str] = field(default_factory=list)

    def add(self, data: bytes, *, title: str | None = None, zone: str | None = None, **_: Any) -> tuple[Receipt, bool]:
        if not data.strip():
            raise UnreadableFile("文件是空的")
        report = report_of(data, title, zone)
        known = report.id in self.shelf
        self.shelf.setdefault(report.id, (report, data))
        self.hidden.discard(report.id)
        kept = self.shelf[report.id][0].receipt
        assert kept is not None
        return kept, not known

    def known(self, content_hash: str) -> Receipt | None:
        return next((report.receipt for report in self._all() if report.content_hash == content_hash), None)

    def settle(self) -> None:
        """There are no findings across reports here."""

    def keep(self, derived: Derived, data: bytes, *, settle: bool = True) -> tuple[Receipt, bool]:  # noqa: ARG002
        hint = derived.report.zone.name if derived.report.zone.evidence == () else None
        return self.add(data, title=derived.report.title, zone=hint)

    def _all(self) -> list[Report]:
        if self.broken:
            raise self.broken
        return [report for report, _ in self.shelf.values() if report.id not in self.hidden]

    def reports(
        self, *, zone: Sequence[str] = (), limit: int = 100, cursor: str | None = None, **_: Any
    ) -> tuple[list[Report], str | None]:
        found = [report for report in self._all() if not zone or report.zone.name in zone]
        start = int(cursor or 0)
        return found[start : start + limit], str(start + limit) if start + limit < len(found) else None

    def has(self, report_id: str) -> bool:
        try:
            self.report(report_id)
        except NotFound:
            return False
        return True

    def report(self, report_id: str) -> Report:
        for report in self._all():
            if report.id == report_id:
                return report
        raise NotFound(f"没有这份报告: {report_id}")

    def original(self, report_id: str) -> bytes:
        return self.shelf[self.report(report_id).id][1]

    def chunks(self, report_id: str) -> list[Chunk]:
        report = self.report(report_id)
        return [Chunk(report.id, 0, Span(0, len(report.text)), ("一、总体情况",), 20)]

    def search(self, query: Query) -> list[Passage]:
        wanted = [report for report in self._all() if not query.report_ids or report.id in query.report_ids]
        span = Span(0, 6)
        found = [
            Passage(each.id, each.zone.name, each.period, ("一、总体情况",), span, span.of(each.text), 1.0) for each in wanted
        ]
        return found[: query.limit]

    def zones(self) -> list[Zone]:
        names = dict.fromkeys(report.zone.name for report in self._all())
        return [
            Zone(name, ("开发区",), Place(), (), tuple(r.id for r in self._all() if r.zone.name == name), (HALF_YEAR.iso,))
            for name in names
        ]

    def observations(
        self, *, reports: Sequence[str] = (), limit: int = 100, cursor: str | None = None, **_: Any
    ) -> tuple[list[Observation], str | None]:
        found = [observation_of(each, as_written=self.as_written) for each in self._all() if not reports or each.id in reports]
        start = int(cursor or 0)
        return found[start : start + limit], str(start + limit) if start + limit < len(found) else None

    def audit(self, report_id: str) -> list[Finding]:
        report = self.report(report_id)
        decision, note = self.decisions.get(f"{report.id}.f0", (None, None))
        span = FindingSpan(Span(0, 6), report.text[:6])
        return [
            Finding(
                id=f"{report.id}.f0",
                report_id=report.id,
                kind="sum",
                result="fail",
                expression="5+6=12",
                left=Decimal(11),
                right=Decimal("1.2E+1"),
                tolerance=Decimal("0.5"),
                message="分项之和与总数不符",
                spans=(span,),
                fingerprint="f0",
                decision=decision,
                note=note,
            )
        ]

    def tally(self, report_id: str) -> Tally:
        results = [each.result for each in self.audit(report_id) if each.decision != "dismissed"]
        found, _ = self.observations(reports=[report_id])
        return Tally(1, len(found), results.count("fail"), results.count("uncertain"))

    def report_count(self) -> int:
        return len(self._all())

    def check(self, *, repair: bool = False) -> list[str]:
        problems = list(self.problems)
        if repair:
            self.problems = [each for each in problems if "毁" in each]
        return problems

    def sweep(self) -> list[str]:
        swept = sorted(self.hidden) if self.expired else []
        for each in swept:
            del self.shelf[each]
        self.hidden -= set(swept)
        return swept

    def decide(self, finding_id: str, decision: str | None, note: str | None) -> Finding:
        report_id = finding_id.partition(".")[0]
        self.report(report_id)
        self.decisions[finding_id] = (decision, note)
        return self.audit(report_id)[0]

    def correct(
        self,
        report_id: str,
        *,
        zone: str | None = None,
        period: Period | None = None,
        kind: str | None = None,  # noqa: ARG002
    ) -> Report:
        report = self.report(report_id)
        changed = replace(
            report, zone=replace(report.zone, name=zone) if zone else report.zone, period=period if period else report.period
        )
        self.shelf[report_id] = (changed, self.shelf[report_id][1])
        return changed

    def remove(self, report_id: str, *, purge: bool = False) -> None:
        self.report(report_id)
        if purge:
            del self.shelf[report_id]
        else:
            self.hidden.add(report_id)

    def restore(self, report_id: str) -> None:
        if report_id not in self.hidden:
            raise NotFound(f"没有可恢复的报告: {report_id}")
        self.hidden.discard(report_id)


class FakeService:
    """Asked 坏了 the model fails at once, asked 半途 after the first sentence, asked 慢 it never ends and notes its end."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.library = FakeLibrary()
        self.precedence = Precedence()
        # A file, as in earnest: threads that share one connection in memory undo each other's transactions.
        self._folder = TemporaryDirectory(prefix="zonebrief-", ignore_cleanup_errors=True)
        self.engine = open_database(Path(self._folder.name) / "records.sqlite")
        self.records = Records(self.engine)
        self.conversations = Conversations(self.engine, self.library.has)
        spool, readers = Spool(self.engine, Path(self._folder.name) / "incoming"), HereReaders()
        self.jobs = Jobs(self.library, spool, readers)  # type: ignore[arg-type]
        self.intake = Intake(self.library, spool, readers, self.jobs)  # type: ignore[arg-type]
        self.model_name: str | None = None
        self.asked: list[AskRequest] = []
        self.stopped = anyio.Event()
        self.closed = False

    def close(self) -> None:
        self.closed = True

    def forget(self, report_id: str) -> None:
        self.records.drop_briefings_citing(report_id)
        self.conversations.drop_turns_quoting(report_id)

    def leave(self) -> None:
        """The end of a test: connections and the folder of records go."""
        self.engine.dispose()
        self._folder.cleanup()

    def citation(self) -> Citation:
        report = self.library.reports()[0][0]
        start = report.text.find(QUOTE)
        end = start + len(QUOTE)
        return Citation(
            n=1,
            report_id=report.id,
            title=report.title,
            zone=report.zone.name,
            period=HALF_YEAR.iso,
            heading=("一、总体情况",),
            quote=QUOTE,
            start=start,
            end=end,
            raw_start=start,
            raw_end=end,
        )

    def sentence(self) -> Sentence:
        check = NumberCheck(text="12.5亿元", start=4, end=10, value="1250000000", unit="元", verdict="supported", citation=1)
        return Sentence(text="工业投资12.5亿元。[1]", citations=(1,), verdict="supported", numbers=(check,))

    async def ask(self, request: AskRequest) -> AsyncGenerator[Event]:
        self.asked.append(request)
        if request.question == "坏了":
            raise ModelUnavailable("模型没有回答")
        plan, sentence = Plan(intent="value", zones=request.zones), self.sentence()
        yield "plan", plan
        yield "sentence", sentence
        if request.question == "半途":
            raise RuntimeError("a secret of the inside")
        if request.question == "慢":
            try:
                await anyio.sleep(60)
            finally:
                self.stopped.set()
        notice = Notice(code="estimate", message="含预计数")
        yield "notice", notice
        yield (
            "done",
            Answer(
                id="ans_1",
                question=request.question,
                standalone_question=request.question,
                plan=plan,
                status="answered",
                text=sentence.text,
                sentences=(sentence,),
                citations=(self.citation(),),
                notices=(notice,),
                coverage=Coverage(reports_searched=1, reports_used=1),
            ),
        )

    async def brief(self, request: BriefRequest) -> AsyncGenerator[Event]:
        section = BriefingSection(heading="一、总体", sentences=(self.sentence(),))
        yield "section", section
        yield (
            "done",
            Briefing(
                id="brf_1",
                title="示例开发区简报",
                zones=request.zones or ("示例开发区",),
                period=HALF_YEAR.iso,
                sections=(section,),
                coverage=Coverage(reports_searched=1, reports_used=1),
                citations=(self.citation(),),
                created="2025-07-02T00:00:00+00:00",
            ),
        )

    async def compare(self, request: CompareRequest) -> Comparison:
        cells = (ComparisonCell(zone="甲园", text="9.7亿元[1]"), ComparisonCell(zone="乙园", text="报告未提及"))
        row = ComparisonRow(
            indicator="固定资产投资", unit="亿元", comparable=False, reasons=("period_length", "missing"), cells=cells
        )
        covered = Coverage(reports_searched=1, reports_used=1)
        return Comparison(id="cmp_1", question=request.question, zones=request.zones, rows=(row,), coverage=covered)

    async def propose(self, report_id: str) -> Proposals:
        report = self.library.report(report_id)
        row = observation_out(observation_of(report))
        return Proposals(
            report_id=report.id,
            offered=3,
            accepted=(row,),
            dropped={"duplicate": 1, "not_located": 1},
            model="fake",
            prompt="propose@0000",
        )

    async def verify(self, request: VerifyRequest) -> Verification:
        """12.5亿元 stands in the source, 13亿元 is wrong; no other number is seen."""
        numbers = []
        at = request.text.find("12.5亿元")
        if at >= 0:
            source = self.citation()
            numbers.append(VerifyNumber(text="12.5亿元", start=at, end=at + 6, unit="元", verdict="supported", source=source))
        at = request.text.find("13亿元")
        if at >= 0:
            numbers.append(VerifyNumber(text="13亿元", start=at, end=at + 4, verdict="mismatch", disagrees="value", found=QUOTE))
        summary = VerifySummary(
            supported=sum(each.verdict == "supported" for each in numbers),
            mismatch=sum(each.verdict == "mismatch" for each in numbers),
        )
        return Verification(numbers=tuple(numbers), summary=summary)
