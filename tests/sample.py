"""Small reports for tests: values without a store."""

from __future__ import annotations

from index.domain import Alignment, Period, Report, Run, Span, ZoneIdentity
from index.outline import outline


def report(
    text: str, *, period: str | None = "2024-01-01/2024-06-30", zone: str = "云岭经济开发区", report_id: str = "rep_test"
) -> Report:
    """A report whose clean text is its raw text."""
    whole = Span(0, len(text))
    return Report(
        id=report_id,
        content_hash=report_id,
        title=f"{zone}工作总结",
        text=text,
        raw=text,
        alignment=Alignment((Run(whole, whole),)),
        zone=ZoneIdentity(zone, zone),
        period=Period.parse(period) if period else None,
        period_note=None,
        published=None,
        kind="半年度工作报告",
        media_type="text/plain",
        created="2024-07-01T00:00:00+00:00",
        sections=outline(text),
    )
