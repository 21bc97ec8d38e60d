"""What a briefing has to speak of: its reports, what may be said of each, and the table over them."""

from __future__ import annotations

from dataclasses import dataclass

from index.domain import ComparisonTable, Finding, Measure, Observation, Period, Report
from index.errors import NotFound
from index.library import Library
from service.digest import BUDGET, Excerpt, choose, excerpts
from service.plan import label
from service.schema import (
    BriefRequest,
)

_SHARE_OF_BUDGET = {1: 1.0, 2: 0.75}
_SMALLEST_SHARE = 0.6
"""Room a section has for each report where there are three or more: a comparison of zones is read across, not down."""
NARROW, WIDE = 1, 2
"""Shares of the room a section has: for the offline writer, and for the evidence a model may choose from."""


@dataclass(frozen=True, slots=True)
class Part:
    """One report of a briefing with what may be said of it."""

    report: Report
    label: str
    ledger: tuple[Observation, ...]
    excerpts: tuple[Excerpt, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Material:
    request: BriefRequest
    parts: tuple[Part, ...]
    table: ComparisonTable
    labels: dict[str, str]
    homonyms: tuple[tuple[str, str], ...]

    @property
    def several(self) -> bool:
        return len(self.parts) > 1

    @property
    def share(self) -> float:
        return _SHARE_OF_BUDGET.get(len(self.parts), _SMALLEST_SHARE)


# --- what there is to say -------------------------------------------------------------------------------------------


def material_of(library: Library, request: BriefRequest) -> Material:
    """The reports the request names, in order of zone and period. An empty request means every report."""
    period = Period.parse(request.period) if request.period else None
    ids = library.scope(report_ids=request.report_ids, zones=request.zones, period=period)
    zones = library.zones()
    if ids is None:
        ids = tuple(report_id for zone in zones for report_id in zone.report_ids)
    if not ids:
        raise NotFound("没有可供成稿的报告", advice="请先上传报告,或放宽园区与期间的条件。")
    of_zone = {report_id: zone for zone in zones for report_id in zone.report_ids}
    reports = sorted(
        (library.report(report_id) for report_id in ids), key=lambda report: (report.zone.name, _start(report), report.id)
    )
    count = {zone.name: sum(of_zone[report.id] is zone for report in reports) for zone in zones}
    labels = {zone.name: label(zone, zones) for zone in zones}
    parts = []
    for report in reports:
        zone = of_zone[report.id]
        name = zone.name
        if count[zone.name] > 1:
            name += report.period.label if report.period else "(期间未注明)"
        ledger = library.ledger(report.id)
        found = tuple(each for each in library.audit(report.id) if each.decision != "dismissed")
        parts.append(Part(report, name, ledger, tuple(excerpts(report, ledger, focus=request.focus)), found))
    shown = tuple(dict.fromkeys(report.zone.name for report in reports))
    table = library.compare(
        zones=shown,
        period=period,
        measures=(Measure.LEVEL, Measure.GROWTH) if len(shown) > 1 else (Measure.LEVEL,),
        report_ids=[report.id for report in reports],
    )
    pairs = tuple(
        (labels[zone.name], labels[other])
        for zone in zones
        for other in zone.homonyms
        if zone.name in shown and other in shown and zone.name < other
    )
    return Material(request, tuple(parts), table, labels, pairs)


def _start(report: Report) -> str:
    return report.period.iso if report.period else ""


def chosen_excerpts(material: Material, part: Part, heading: str, *, room: int = NARROW) -> list[Excerpt]:
    return choose(part.excerpts, heading, round(BUDGET[heading] * material.share) * room)
