"""Bytes -> everything that follows from them, without a store: what a worker process does for the one that owns it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from index.audit import audit
from index.card import NEWS, Card, read_card, with_digits
from index.chunk import chunk, indexed_text
from index.clean import Cleaned, clean
from index.domain import (
    Chunk,
    Finding,
    Note,
    Observation,
    Period,
    Receipt,
    Repair,
    Report,
    Span,
    SubjectKind,
    ZoneIdentity,
    joined_spans,
)
from index.embed import Embedder, OfflineEmbedder
from index.errors import NotFound, TooLarge
from index.extract import extract
from index.outline import outline
from index.readers import Document, read
from index.readers.archive import Member, expand, is_archive
from index.readers.document import USUAL, Limits
from index.readers.kinds import Kind, kind_of
from index.readers.pdf import page_png
from index.tokens import count_tokens
from index.verify import commanded
from index.zones import identify

__all__ = [
    "Derived",
    "Given",
    "Kind",
    "Member",
    "Progress",
    "derive",
    "derive_file",
    "expand",
    "follow",
    "hash_of",
    "is_archive",
    "kind_of",
    "page_file",
    "renamed",
    "silent",
]

Progress = Callable[[str], None]

_BY_HAND = "由人工更正"
_DOUBTFUL = "这处文字的识别或接合把握不大,请核对原件"
_EXCERPT = 80
_TOLD = 50
"""Lines of one kind in a receipt."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the sender says of a file; ``zone``, ``period`` and ``title`` win over what the text says.

    ``created`` is the ISO time at which it came in.
    """

    created: str
    name: str | None = None
    title: str | None = None
    url: str | None = None
    zone: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A report with all that follows from it. ``vectors`` is None where the owner of the store is to embed."""

    report: Report
    chunks: tuple[Chunk, ...]
    indexed: tuple[str, ...]
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    vectors: Sequence[Sequence[float]] | None = None


def silent(stage: str) -> None:  # noqa: ARG001
    """Progress that nobody watches."""


def hash_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def derive(
    data: bytes, given: Given, embedder: Embedder | None = None, *, limits: Limits = USUAL, tell: Progress = silent
) -> Derived:
    """Reads a file and derives all that is stored of it. Raises UnreadableFile, TooLarge."""
    tell("读取")
    document = read(data, given.name, limits)
    tell("清洗")
    cleaned = clean(document.text, document.hidden)
    report = _report(document, cleaned, hash_of(data), given)
    return follow(replace(report, receipt=_receipt(report, document, cleaned, given)), embedder, tell)


def derive_file(path: Path, given: Given, embeds: bool, recognises: bool) -> Derived:
    """As ``derive``, in a process of its own. ``embeds``: with the offline embedder; ``recognises``: pages that are images too.

    Raises NeedsRecognition where the file has such pages and they are not to be recognised.
    """
    limits = USUAL if recognises else replace(USUAL, scanned_pages=0)
    if path.stat().st_size > limits.bytes:
        raise TooLarge(f"文件超过 {limits.bytes // 1_000_000} MB")
    return derive(path.read_bytes(), given, OfflineEmbedder() if embeds else None, limits=limits)


def page_file(path: Path, number: int) -> bytes:
    """A page of a PDF file or a picture as PNG. Raises NotFound beyond the last page, and for a file that has none."""
    data = path.read_bytes()
    if kind_of(data) not in (Kind.PDF, Kind.IMAGE):
        raise NotFound("这份文件没有页面图像")
    return page_png(data, number)


def follow(report: Report, embedder: Embedder | None, tell: Progress = silent) -> Derived:
    """Chunks, observations, findings and (with an embedder) vectors of a report."""
    chunks = chunk(report.id, report.text, report.sections, count_tokens)
    tell("抽取指标")
    observations = _seen(report, extract(report))
    findings = audit(report, observations)
    matching = report.matching
    indexed = [indexed_text(report, each, matching) for each in chunks]
    tell("建立索引")
    # Packed: as lists of numbers they would be most of what a worker hands over, and the owner does nothing else meanwhile.
    vectors = None if embedder is None else [array("f", each) for each in embedder.embed_documents(indexed)]
    return Derived(report, tuple(chunks), tuple(indexed), tuple(observations), tuple(findings), vectors)


def by_hand(report: Report, *, zone: str | None, period: Period | None, kind: str | None) -> Report:
    """The report with what a person says of it, and its receipt saying so; what follows from it does not follow yet."""
    said = {name: _BY_HAND for name, given in (("zone", zone), ("period", period), ("kind", kind)) if given is not None}
    if zone is not None:
        report = replace(report, zone=replace(report.zone, name=zone, evidence=(_BY_HAND,)))
    if period is not None:
        report = replace(report, period=period, period_note=_BY_HAND)
    if kind is not None:
        report = replace(report, kind=kind)
    if report.receipt is None:
        return report
    told = report.period.iso if report.period else None
    grounds = {**report.receipt.grounds, **said}
    return replace(report, receipt=replace(report.receipt, zone=report.zone.name, period=told, kind=report.kind, grounds=grounds))


def renamed(derived: Derived, zone: ZoneIdentity) -> Derived:
    """What follows of a report whose zone bears another name: the same as ``follow`` gives, without reading it again.

    Only the name is another; nothing of the text is read differently for it. The vectors are to be made anew.
    """
    before, report = derived.report.zone.name, replace(derived.report, zone=zone)
    matching = report.matching
    observations = (
        # A name that the clause itself gives to a park or a company stays, though the zone has the same.
        replace(each, zone=zone.name, subject=zone.name)
        if each.subject == before and (each.subject_kind is SubjectKind.ZONE or before not in each.quote)
        else replace(each, zone=zone.name)
        for each in derived.observations
    )
    indexed = (indexed_text(report, each, matching) for each in derived.chunks)
    return replace(derived, report=report, indexed=tuple(indexed), observations=tuple(observations), vectors=None)


def _seen(report: Report, observations: list[Observation]) -> list[Observation]:
    """The ledger without figures that a reader is not shown, that order a machine about or are halves; doubtful ones say so."""
    unseen = [each.span for each in report.repairs if each.kind in ("hidden", "instruction", "torn")]
    unsure = [each.span for each in report.repairs if each.kind == "low_confidence"]
    seams = [each.span for each in report.repairs if each.kind == "column_order"]
    if not unseen and not unsure and not seams:
        return observations
    kept = [each for each in observations if not any(span.overlaps(each.value_span) for span in unseen)]
    return [
        replace(each, note="；".join(filter(None, (each.note, _DOUBTFUL))))
        if any(span.overlaps(each.span) for span in unsure) or any(span.overlaps(each.value_span) for span in seams)
        else each
        for each in kept
    ]


def _report(document: Document, cleaned: Cleaned, content_hash: str, given: Given) -> Report:
    metadata = {**document.metadata, **cleaned.metadata}
    cleaned = replace(cleaned, metadata=metadata)
    card = read_card(document.text, cleaned, given.title or document.title or given.name)
    title = given.title or card.title
    raw = document.raw if document.raw is not None else document.text
    alignment = cleaned.alignment if document.alignment is None else cleaned.alignment.then(document.alignment)
    return Report(
        id="rep_" + content_hash[:16],
        content_hash=content_hash,
        title=title,
        text=cleaned.text,
        raw=raw,
        alignment=alignment,
        zone=_zone(title, cleaned.text, metadata, given.zone),
        period=given.period or card.period,
        period_note=None if given.period else card.period_note,
        published=card.published,
        kind=card.kind,
        media_type=document.media_type,
        created=given.created,
        sections=outline(cleaned.text),
        repairs=tuple(sorted((*cleaned.repairs, *_marks(document, cleaned)), key=lambda each: each.span)),
        url=given.url,
        extra=_extra(card, cleaned.text),
        places=document.places,
    )


def _zone(title: str, text: str, metadata: Mapping[str, str], hint: str | None) -> ZoneIdentity:
    """The zone a text speaks of, from its words and the page's metadata."""
    return identify(title, text, issuer=metadata.get("发布机构"), index_number=metadata.get("索引号"), hint=hint)


def _extra(card: Card, text: str) -> dict[str, str]:
    """The year a text calls 今年 where that is not the reported one: news of January looks back on the year before."""
    period = card.period
    if card.this_year is not None:
        return {"this_year": str(card.this_year)}
    if card.kind != NEWS or period is None or period.months != 12:
        return {}
    following = str(period.start.year + 1)
    return {"this_year": following} if f"{following}年" in text else {}


def _marks(document: Document, cleaned: Cleaned) -> list[Repair]:
    """Stretches of the clean text that nobody is shown, whose figures are torn, that were read with little confidence, or that give
    orders to a machine.
    """
    found = [
        Repair(span, kind, sure=False)
        for kind, spans in (("hidden", document.hidden), ("torn", document.torn), ("low_confidence", document.uncertain))
        for span in _in_clean(cleaned, spans)
    ]
    return found + [Repair(span, "instruction", sure=False) for span in commanded(cleaned.text)]


def _in_clean(cleaned: Cleaned, spans: tuple[Span, ...]) -> list[Span]:
    """Spans of the document's text as they stand in the clean text; what cleaning dropped is left out."""
    found: list[Span] = []
    runs = sorted(cleaned.alignment.runs, key=lambda run: run.raw)
    at = 0
    for span in sorted(spans):
        while at < len(runs) and runs[at].raw.end <= span.start:
            at += 1
        near = at
        while near < len(runs) and runs[near].raw.start < span.end:
            run = runs[near]
            start, end = max(span.start, run.raw.start), min(span.end, run.raw.end)
            if start < end:
                shift = run.clean.start - run.raw.start
                found.append(Span(start + shift, end + shift))
            near += 1
    return joined_spans(found, apart=1)


def _receipt(report: Report, document: Document, cleaned: Cleaned, given: Given) -> Receipt:
    hidden = [each for each in report.repairs if each.kind in ("hidden", "instruction")]
    uncertain = [each for each in report.repairs if each.kind == "low_confidence"]
    damaged = [*_raw_notes(document, cleaned.damaged), *_told(report, uncertain)]
    return Receipt(
        report_id=report.id,
        created=report.created,
        title=report.title,
        zone=report.zone.name,
        period=report.period.iso if report.period else None,
        kind=report.kind,
        read=len(report.text),
        dropped=(*document.dropped, *_raw_notes(document, cleaned.dropped)),
        repaired=tuple(_raw_notes(document, cleaned.repaired)),
        masked=tuple(_raw_notes(document, cleaned.masked)),
        damaged=tuple(damaged),
        warnings=(*document.warnings, *_warnings(report, document, cleaned, len(hidden) + len(cleaned.unseen), len(uncertain))),
        hidden=(*_told(report, hidden), *_raw_notes(document, cleaned.unseen)),
        pages=document.pages,
        confidence=document.confidence,
        grounds=_grounds(report, given),
    )


def _told(report: Report, repairs: list[Repair]) -> list[Note]:
    return [
        Note(each.kind, each.span.of(report.text)[:_EXCERPT], report.alignment.raw_span(each.span), sure=False)
        for each in repairs[:_TOLD]
    ]


def _raw_notes(document: Document, notes: tuple[Note, ...]) -> list[Note]:
    """Notes of cleaning, whose raw spans count in the document's text, led on to what is raw in the end."""
    if document.alignment is None:
        return list(notes)
    return [each if each.raw is None else replace(each, raw=document.alignment.raw_span(each.raw)) for each in notes]


def _warnings(report: Report, document: Document, cleaned: Cleaned, hidden: int, uncertain: int) -> list[str]:
    warnings = []
    if report.period is None:
        warnings.append("未能确定报告期" + (f":{report.period_note}" if report.period_note else ""))
    elif report.period_note:
        warnings.append(f"报告期存疑:{report.period_note}")
    if cleaned.masked:
        warnings.append(f"有{len(cleaned.masked)}处数字或名称被隐去,未计入指标")
    if cleaned.damaged:
        warnings.append(f"有{len(cleaned.damaged)}处文字损坏,已标出,未作猜测")
    if uncertain:
        warnings.append(f"有{uncertain}处文字识别把握不大,已标出,引用前请核对原件")
    if document.confidence is not None:
        warnings.append(f"文字由图像识别,平均把握{document.confidence:.0%}")
    if hidden:
        warnings.append(f"有{hidden}处原文不显示、已划去或写给机器看的文字,只作资料保留")
    if report.zone.place.inferred:
        warnings.append("园区所在地由文中地名推断,原文未写明")
    return warnings


def _grounds(report: Report, given: Given) -> dict[str, str]:
    """On what evidence zone, period and kind were found."""
    period = report.period
    if given.period is not None:
        told = "由提交者指定"
    elif report.period_note:
        told = report.period_note
    elif period is None:
        told = "正文未写明"
    else:
        year = str(period.start.year)
        where = (
            "标题写明"
            if year in report.title
            else "正文写明"
            if year in with_digits(report.text)
            else "据文中线索或发文日期推断为"
        )
        told = f"{where}{period.label}"
    zone = "由提交者指定" if given.zone else "、".join(report.zone.evidence) or "据正文所写名称"
    kind = "有记者、报社等新闻标记" if report.kind == NEWS else f"据报告期与标题:{told}"
    return {"zone": zone, "period": told, "kind": kind}
