"""Reports as ingest would hand them to a store, written for the tests: every optional field is filled somewhere."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from index.domain import (
    Alignment,
    Basis,
    Bound,
    Chunk,
    Finding,
    FindingSpan,
    Gap,
    Growth,
    GrowthKind,
    Note,
    Observation,
    Period,
    Place,
    Progress,
    Quantity,
    Receipt,
    Repair,
    Report,
    Run,
    Section,
    Span,
    Status,
    SubjectKind,
    ZoneIdentity,
)
from index.embed import OfflineEmbedder
from index.store import Store

EMBEDDER = OfflineEmbedder(32)
HALF_YEAR = Period.parse("2025-01-01/2025-06-30")
HEADING = "一、主要指标"


@dataclass(frozen=True)
class Sample:
    """The arguments of ``Store.save``."""

    report: Report
    original: bytes
    chunks: tuple[Chunk, ...]
    indexed: tuple[str, ...]
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]

    @property
    def vectors(self) -> list[list[float]]:
        return EMBEDDER.embed_documents(list(self.indexed))

    def save_to(self, store: Store) -> None:
        store.save(self.report, self.original, self.chunks, self.indexed, self.observations, self.findings, self.vectors)


def sample(number: int = 1, *, zone: str = "云溪示范开发区", period: Period | None = HALF_YEAR, extra: str = "") -> Sample:
    """Report ``r{number}``; its text is its own by the amount and by ``extra``."""
    amount = f"{number}.50亿元"
    clause = f"园区完成工业总产值约{amount},同比增长9.7%"
    text = f"{HEADING}\n{clause}。\n新开工项目{number + 1}个,{extra or '其中亿元以上项目'}2个。\n"
    report = _report(f"r{number}", text, zone, period)
    first_end = text.index("\n", len(HEADING) + 1) + 1
    chunks = (
        Chunk(report.id, 0, Span(0, first_end), (HEADING,), 20),
        Chunk(report.id, 1, Span(first_end, len(text)), (HEADING, "(一)项目"), 12),
    )
    indexed = tuple("\n".join((*each.path, each.span.of(text))) for each in chunks)
    span = Span(text.index(clause), text.index(clause) + len(clause))
    value = Span(text.index(amount), text.index(amount) + len(amount))
    return Sample(
        report, text.encode("gb18030"), chunks, indexed, _observations(report, span, value, amount), (_finding(report, span),)
    )


def _report(report_id: str, text: str, zone: str, period: Period | None) -> Report:
    identity = ZoneIdentity(zone, zone[:4], (zone[:2], zone), Place("湖南省", "益阳市", None, True), ("柳溪镇",), ("标题",))
    note = Note("chrome", "打印本页", Span(0, 4), False)
    return Report(
        id=report_id,
        content_hash=f"hash of {report_id} {text}",
        title=f"{zone}工作总结",
        text=text,
        raw="打印本页" + text,
        alignment=Alignment((Run(Span(0, 5), Span(4, 9)), Run(Span(5, len(text)), Span(9, len(text) + 4)))),
        zone=identity,
        period=period,
        period_note="年份未写明",
        published=date(2025, 7, 10),
        kind="工作总结",
        media_type="text/plain",
        created="2025-07-11T08:00:00+00:00",
        sections=(Section(HEADING, 1, Span(0, len(text)), Span(0, len(HEADING)), (HEADING,)),),
        repairs=(Repair(Span(0, 2), "spun", False, "二、"), Repair(Span(2, 3), "damaged", True)),
        url="https://example.org/1",
        receipt=Receipt(
            report_id, "2025-07-11T08:00:00+00:00", "总结", zone, None, "工作总结", 60, (note,), warnings=("缺年份",)
        ),
        extra={"name": "总结.txt"},
    )


def _observations(report: Report, span: Span, value: Span, amount: str) -> tuple[Observation, ...]:
    number = amount.removesuffix("亿元")
    quantity = Quantity(
        value, amount, Decimal(number), "亿元", Decimal(number) * 100_000_000, "元", Decimal("9.0"), None, Bound.ABOUT, "CNY"
    )
    output = Observation(
        id=f"{report.id}.o1",
        report_id=report.id,
        zone=report.zone.name,
        indicator="规模工业总产值",
        as_written="工业总产值",
        quantity=quantity,
        status=Status.ACTUAL,
        basis=Basis.FLOW,
        period=report.period,
        subject=report.zone.name,
        subject_kind=SubjectKind.ZONE,
        quote=span.of(report.text),
        span=span,
        value_span=value,
        growth=Growth(GrowthKind.YOY, Decimal("9.70"), "%"),
        gap=Gap("全省", Decimal("-0.3"), "百分点"),
        progress=Progress("年目标", Decimal("38.62")),
        price_basis="current",
        note="快报数",
        path=(HEADING,),
    )
    unstated = Quantity(value, "由负转正", None, "", None, "")
    target = replace(
        output,
        id=f"{report.id}.o2",
        indicator="税收",
        quantity=unstated,
        status=Status.TARGET,
        period=Period(date(2024, 1, 1), None),
        growth=Growth(GrowthKind.RANK, None, ""),
        gap=None,
    )
    return output, target


def _finding(report: Report, span: Span) -> Finding:
    return Finding(
        id=f"{report.id}.f1",
        report_id=report.id,
        kind="parts_total",
        result="fail",
        expression="1+2",
        left=Decimal("27"),
        right=None,
        tolerance=Decimal("0.05"),
        message="分项之和与总数不符",
        spans=(FindingSpan(span, span.of(report.text)),),
        fingerprint=f"parts:{report.id}",
    )
