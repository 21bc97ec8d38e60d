"""Bytes -> stored report: a dozen calls in a row, idempotent by content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256

from index.audit import audit
from index.card import NEWS, Card, read_card
from index.chunk import chunk, indexed_text
from index.clean import Cleaned, clean
from index.domain import Period, Receipt, Report, ZoneIdentity
from index.embed import Embedder
from index.extract import extract
from index.outline import outline
from index.readers import Document, read
from index.store.base import Store
from index.tokens import count_tokens
from index.zones import identify, same_zone

Progress = Callable[[str], None]


def ingest(
    store: Store,
    embedder: Embedder,
    data: bytes,
    *,
    created: str,
    name: str | None = None,
    title: str | None = None,
    url: str | None = None,
    zone: str | None = None,
    period: Period | None = None,
    progress: Progress | None = None,
) -> tuple[Receipt, bool]:
    """Reads one file and stores all that follows from it. The same bytes again give the first receipt and False.

    ``zone`` and ``period`` win over what the text says. ``created`` is an ISO timestamp. Raises UnreadableFile.
    """
    tell = progress or _silently
    content_hash = sha256(data).hexdigest()
    known = store.find_by_hash(content_hash)
    if known is not None and known.receipt is not None:
        return known.receipt, False
    tell("读取")
    document = read(data, name)
    tell("清洗")
    cleaned = clean(document.text)
    report = _report(document, cleaned, content_hash, created=created, name=name, title=title, url=url, zone=zone, period=period)
    report = replace(report, zone=told_apart(report.zone, [entry.identity for entry in store.zones()]))
    report = replace(report, receipt=_receipt(report, cleaned))
    save(store, embedder, report, data, tell)
    return report.receipt or _receipt(report, cleaned), True


def _silently(stage: str) -> None:  # noqa: ARG001
    """Progress that nobody watches."""


def save(store: Store, embedder: Embedder, report: Report, data: bytes, tell: Progress = _silently) -> None:
    """Derives chunks, observations, findings and vectors of a report and stores them in one go."""
    chunks = chunk(report.id, report.text, report.sections, count_tokens)
    tell("抽取指标")
    observations = extract(report)
    findings = audit(report, observations)
    indexed = [indexed_text(report, each) for each in chunks]
    tell("建立索引")
    vectors = embedder.embed_documents(indexed)
    tell("保存")
    store.save(report, data, chunks, indexed, observations, findings, vectors)


def told_apart(identity: ZoneIdentity, known: Sequence[ZoneIdentity]) -> ZoneIdentity:
    """The identity under the name its zone bears in the library, or under one that no other zone bears.

    Two 经济开发区 without a name of their own are two zones: the first keeps the bare name, a later one takes its place
    behind it, or a number where it has none.
    """
    for other in known:
        bare = other.name.partition("(")[0]
        if same_zone(other, identity) or (bare == identity.name and same_zone(replace(other, name=bare), identity)):
            return replace(identity, name=other.name)
    taken = {other.name for other in known}
    if identity.name not in taken:
        return identity
    place = identity.place
    where = "".join(part for part in (place.city or place.province, place.district) if part)
    names = [f"{identity.name}({where})"] if where else []
    names += [f"{identity.name}(其{number})" for number in range(2, len(known) + 3)]
    return replace(identity, name=next(name for name in names if name not in taken))


def identity_of(title: str, text: str, cleaned: Cleaned, hint: str | None) -> ZoneIdentity:
    """The zone a text speaks of, from its words and the page's metadata."""
    metadata = cleaned.metadata
    return identify(title, text, issuer=metadata.get("发布机构"), index_number=metadata.get("索引号"), hint=hint)


def _report(
    document: Document,
    cleaned: Cleaned,
    content_hash: str,
    *,
    created: str,
    name: str | None,
    title: str | None,
    url: str | None,
    zone: str | None,
    period: Period | None,
) -> Report:
    card = read_card(document.text, cleaned, title or name)
    sections = outline(cleaned.text)
    return Report(
        id="rep_" + content_hash[:16],
        content_hash=content_hash,
        title=title or card.title,
        text=cleaned.text,
        raw=document.text,
        alignment=cleaned.alignment,
        zone=identity_of(title or card.title, cleaned.text, cleaned, zone),
        period=period or card.period,
        period_note=None if period else card.period_note,
        published=card.published,
        kind=card.kind,
        media_type=document.media_type,
        created=created,
        sections=sections,
        repairs=cleaned.repairs,
        url=url,
        extra=_extra(card, cleaned.text),
    )


def _extra(card: Card, text: str) -> dict[str, str]:
    """The year a text calls 今年 where that is not the reported one: news of January looks back on the year before."""
    period = card.period
    if card.this_year is not None:
        return {"this_year": str(card.this_year)}
    if card.kind != NEWS or period is None or period.months != 12:
        return {}
    following = str(period.start.year + 1)
    return {"this_year": following} if f"{following}年" in text else {}


def _receipt(report: Report, cleaned: Cleaned) -> Receipt:
    warnings = []
    if report.period is None:
        warnings.append("未能确定报告期" + (f":{report.period_note}" if report.period_note else ""))
    elif report.period_note:
        warnings.append(f"报告期存疑:{report.period_note}")
    if cleaned.masked:
        warnings.append(f"有{len(cleaned.masked)}处数字或名称被隐去,未计入指标")
    if cleaned.damaged:
        warnings.append(f"有{len(cleaned.damaged)}处文字损坏,已标出,未作猜测")
    if report.zone.place.inferred:
        warnings.append("园区所在地由文中地名推断,原文未写明")
    return Receipt(
        report_id=report.id,
        created=report.created,
        title=report.title,
        zone=report.zone.name,
        period=report.period.iso if report.period else None,
        kind=report.kind,
        read=len(report.text),
        dropped=cleaned.dropped,
        repaired=cleaned.repaired,
        masked=cleaned.masked,
        damaged=cleaned.damaged,
        warnings=tuple(warnings),
    )
