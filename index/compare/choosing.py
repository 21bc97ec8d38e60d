"""What stands in a comparison: which observations may, which row asks for which names, which figure fills a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.compare.figures import WEAKEST_FIRST
from index.compare.likeness import definition, threshold
from index.domain import (
    ComparisonCell,
    GrowthKind,
    Indicator,
    Measure,
    Observation,
    Period,
    Report,
    Status,
    SubjectKind,
)

RATE_UNITS = frozenset({"%", "百分点", "个百分点", "倍", "位", "名次", "‰"})

SUBSTITUTES = frozenset({"税收", "财政收入", "工业产值", "工业增加值", "营业收入"})
"""Families whose members reports use one for another: where a zone lacks the indicator asked for, its relative stands in the
cell, with the reason ``definition``. In other families (投资, 项目, 招商引资) a neighbour is a different thing."""

COLLECTIVE = frozenset({"项目", "招商引资"})
"""Families that count or sum projects: told of projects (引进6个项目,合同引资额…), they are the zone's figures."""

CLOSEST_FIRST = (SubjectKind.ZONE, SubjectKind.PROJECT, SubjectKind.PARK, SubjectKind.REGION, SubjectKind.COMPANY)
"""Whose figure stands in a zone's cell, by nearness. All but the first two carry the reason ``scope``."""

MOST_ROWS = 12
"""Rows of a table nobody named indicators for: as many as one page shows."""


@dataclass(frozen=True, slots=True)
class View:
    """What one comparison looks at: usable observations, their reports, the catalogue and the period asked for."""

    observations: tuple[Observation, ...]
    reports: Mapping[str, Report]
    catalogue: Mapping[str, Indicator]
    period: Period | None

    def family(self, name: str) -> str:
        entry = self.catalogue.get(name)
        return entry.family if entry and entry.family else name

    def stated(self, family: str) -> dict[str, set[str]]:
        """Zones that give a figure of their own for each indicator of a family, in the order of the text."""
        stated: dict[str, set[str]] = {}
        for each in self.observations:
            if self.own(each) and self.family(each.indicator) == family and (has_level(each) or has_growth(each)):
                stated.setdefault(each.indicator, set()).add(each.zone)
        return stated

    def members(self, family: str) -> tuple[str, ...]:
        """A family's indicators, those that most zones state first: a shared one fills more cells with one definition."""
        stated = self.stated(family)
        return tuple(sorted(stated, key=lambda name: -len(stated[name])))

    def own(self, observation: Observation) -> bool:
        """Whether the figure is the zone's, or a park's in it, and not somebody else's told beside it."""
        if observation.subject_kind is SubjectKind.PROJECT:
            return self.family(observation.indicator) in COLLECTIVE
        return observation.subject_kind in (SubjectKind.ZONE, SubjectKind.PARK)

    def main_period(self, observation: Observation) -> Period | None:
        report = self.reports.get(observation.report_id)
        return report.period if report else None

    def preference(
        self, observation: Observation, shared: Period | None = None, size: object = None
    ) -> tuple[int, bool, int, bool, int, int, int]:
        """Smaller is better: the zone itself, of the size asked for, what happened, the period others state too, the period
        asked for or the report's own, the newest, the first said."""
        main = self.period or self.main_period(observation)
        own_period = 0 if main is None or observation.period == main else 1 if observation.period is not None else 2
        newest = -(observation.period.end or observation.period.start).toordinal() if observation.period else 0
        return (
            max(0, CLOSEST_FIRST.index(observation.subject_kind) - 1),
            threshold(observation.as_written) != size,
            -WEAKEST_FIRST.index(observation.status),
            observation.period != shared,
            own_period,
            newest,
            observation.span.start,
        )


def has_level(observation: Observation) -> bool:
    return observation.quantity.value is not None and observation.quantity.unit not in RATE_UNITS


def has_growth(observation: Observation) -> bool:
    growth = observation.growth
    return growth is not None and growth.value is not None and growth.kind is GrowthKind.YOY and growth.unit == "%"


def has(observation: Observation, measure: Measure) -> bool:
    return has_level(observation) if measure is Measure.LEVEL else has_growth(observation)


def fits(observation: Observation, zones: Sequence[str], period: Period | None) -> bool:
    """Of a period asked for, what overlaps it, and what names no year: that is shown with its reason, not hidden."""
    if observation.zone not in zones:
        return False
    return period is None or observation.period is None or observation.period.overlaps(period)


def common(view: View) -> list[tuple[str, ...]]:
    """Rows worth showing when none was named: the families most zones state, catalogue entries only where there is one."""
    zones: dict[str, set[str]] = {}
    for each in view.observations:
        if (not view.catalogue or each.indicator in view.catalogue) and has_level(each) and view.own(each):
            zones.setdefault(view.family(each.indicator), set()).add(each.zone)
    groups: list[tuple[str, ...]] = []
    for family in sorted(zones, key=lambda family: -len(zones[family]))[:MOST_ROWS]:
        stated = view.stated(family)
        shared = [name for name in stated if len(stated[name]) > 1]
        if len({each.zone for each in view.observations}) == 1:
            groups += [(name,) for name in stated]  # one zone alone: every figure it gives, not the best of a family
        else:
            groups += [view.members(family)] if family in SUBSTITUTES else [(name,) for name in shared]
    return groups


Asked = str | tuple[str, ...]
"""A name asks for its indicator, or for its family; several names in one for whichever of them a zone states."""


def named(names: Sequence[Asked], view: View) -> list[tuple[str, ...]]:
    """Rows for what was asked: names of one family share a row, except those that two zones state under the same name."""
    families: dict[str, list[str]] = {}
    for name in dict.fromkeys(each for each in names if isinstance(each, str)):
        families.setdefault(view.family(name), []).append(name)
    groups = [each for each in names if isinstance(each, tuple)]
    for family, asked in families.items():
        stated = view.stated(family)
        whole = family in asked and family not in view.catalogue
        if whole and family in SUBSTITUTES and stated:
            groups.append(view.members(family))
            continue
        members = list(stated) if whole and stated else asked
        shared = [name for name in members if len(stated.get(name, ())) > 1]
        covered = {zone for name in shared for zone in stated[name]}
        rest = [name for name in members if name not in shared and (not shared or stated.get(name, set()) - covered)]
        groups += [(name,) for name in shared]
        if rest or not shared:
            groups.append(tuple(rest or asked))
    return groups


def cells(zones: Sequence[str], names: tuple[str, ...], measure: Measure, view: View, *, asked: bool) -> list[ComparisonCell]:
    """A cell a zone. Where several figures would do, the one of the period and size that most of the zones state.

    ``asked`` lets the figure of a company or of the region stand in for one that the zone's reports do not give.
    """
    usable = [each for each in view.observations if has(each, measure) and (asked or view.own(each))]
    usable = [each for each in usable if view.own(each) or each.subject_kind in (SubjectKind.COMPANY, SubjectKind.REGION)]
    wanted = [each for each in usable if each.indicator in names]
    shared = _most_shared(wanted, view)
    sizes = Counter(size for size, _ in {(threshold(each.as_written), each.zone) for each in wanted if view.own(each)})
    size = max(sizes, key=lambda each: (sizes[each], each is None), default=None)
    return [_cell(zone, [each for each in usable if each.zone == zone], names, measure, view, shared, size) for zone in zones]


def _most_shared(observations: Sequence[Observation], view: View) -> Period | None:
    """The period that most zones have a result for, the newest of those; None where no two zones share one."""
    told = {(each.period, each.zone) for each in observations if each.status is not Status.TARGET and view.own(each)}
    counts = Counter(period for period, _ in told if period is not None)
    most = max(counts.values(), default=0)
    return max((period for period, count in counts.items() if count == most), default=None) if most > 1 else None


def _cell(
    zone: str,
    usable: Sequence[Observation],
    names: tuple[str, ...],
    measure: Measure,
    view: View,
    shared: Period | None,
    size: object,
) -> ComparisonCell:
    """The zone's best observation of the named indicators, else of their family, else somebody else's, else an empty cell."""
    families = {view.family(name) for name in names} & SUBSTITUTES
    own = [each for each in usable if view.own(each)]
    ranks = [[each for each in own if each.indicator == name] for name in names]
    if len(names) > 1:
        # Of several names that would do, one that tells a result comes before one that tells a wish.
        ranks = [[each for each in rank if each.status is not Status.TARGET] for rank in ranks] + ranks
    ranks.append([each for each in own if view.family(each.indicator) in families])
    ranks.append([each for each in usable if each.indicator in names])
    for candidates in ranks:
        if candidates:
            best = min(candidates, key=lambda each: view.preference(each, shared, size))
            return filled(zone, _later(best, candidates, view), measure)
    return ComparisonCell(zone)


def _later(best: Observation, candidates: Sequence[Observation], view: View) -> Observation:
    """由9个整合为7个: of the two figures of one clause the later is the level; its clause holds the earlier one's."""
    like = definition(best, view.catalogue)
    for each in reversed(candidates):
        within = each.report_id == best.report_id and each.span.contains(best.span) and each.status is best.status
        if within and each.period == best.period and definition(each, view.catalogue) == like:
            return each
    return best


def filled(zone: str, observation: Observation, measure: Measure, period: Period | None = None) -> ComparisonCell:
    if measure is Measure.GROWTH and observation.growth is not None:
        return ComparisonCell(zone, observation, observation.growth.value, observation.growth.unit, period)
    return ComparisonCell(zone, observation, observation.quantity.value, observation.quantity.unit, period)
