"""A question ready to be answered -> what the extractive writer says to it."""

from __future__ import annotations

import re
from dataclasses import replace

from index.domain import GrowthKind
from index.library import Asked, Library
from service.calculate import calculate, lacking
from service.extractive.about import ABOUT_REPORT, about_reports
from service.extractive.checking import checked
from service.extractive.composed import Composed, Composition
from service.extractive.items import gone_on, itemised
from service.extractive.missing import nothing
from service.extractive.sections import aims, listed, scattered
from service.extractive.series import over_years
from service.extractive.wording import enough, item_asked_for, verbatim, worded
from service.extractive.zones import of_several
from service.find import find
from service.plan import Asking, Group
from service.wanted import wanted_indicators

_DIRECTION = re.compile(r"涨|跌|升|降|增长|下滑|同比|增速")


def compose(library: Library, asking: Asking) -> Composition:
    """The extractive answer to a question."""
    if asking.foreign is not None:
        return Composition((Composed(f"所选报告不涉及{asking.foreign},未提及所问内容。"),), "not_found", "not_in_reports")
    if not asking.groups:
        return Composition((Composed("库中没有可查的报告。"),), "not_found", "not_in_reports")
    if ABOUT_REPORT.search(asking.question):
        return about_reports(library, asking)
    if len(asking.groups) == 1:
        return _said_once(library, _one(library, asking, asking.groups[0]))
    return of_several(library, asking)


def _said_once(library: Library, composition: Composition) -> Composition:
    """Sentences of the same words and of one zone as one that cites all their places: two editions of a report say the same."""
    told: dict[tuple[object, ...], Composed] = {}
    for each in composition.sentences:
        zones = frozenset(library.report(report_id).zone.name for report_id, _ in each.places)
        key = (each.body, zones, tuple(sorted(each.formulas.items())))
        before = told.setdefault(key, each)
        told[key] = replace(before, places=tuple(dict.fromkeys((*before.places, *each.places))))
    return replace(composition, sentences=tuple(told.values()))


def _one(library: Library, asking: Asking, group: Group) -> Composition:
    problems = listed(library, asking, group)
    if problems is not None:
        return Composition((problems,), "answered")
    if (troubles := scattered(library, asking, group)) is not None:
        return troubles
    if (wanted := aims(library, asking, group)) is not None:
        return Composition((wanted,), "answered")
    if (series := over_years(library, asking, group)) is not None:
        return series
    computed = calculate(library, asking, group)
    if computed is not None:
        return Composition((Composed(*computed),), "answered")
    if (short := lacking(library, asking, group)) is not None:
        return Composition((Composed(*short),), "not_found", "not_in_reports")
    found = find(library, asking, group)
    if (split := _contradiction(library, asking, group)) is not None:
        return split
    if (run := itemised(library, asking, found)) is not None:
        return Composition((run,), "answered")
    if not found.answers:
        return nothing(library, asking, found)
    if Asked.YES_NO in asking.reading.asked:
        return Composition(checked(library, asking, found), "answered")
    if Asked.LIST in asking.reading.asked and (item := item_asked_for(library, asking.reading, found.located[0])) is not None:
        return Composition((item,), "answered")
    reading = asking.reading
    spans = enough(library, reading, found.located)
    told = tuple(gone_on(library, reading, each, worded(library, reading, each)) for each in spans)
    return Composition((*_meant(asking, group), *told), "answered")


def _meant(asking: Asking, group: Group) -> tuple[Composed, ...]:
    """Which of several zones of one name is answered for, where a year in the question told."""
    if not asking.told_apart:
        return ()
    return (Composed(f"按所问年份,这里的{asking.told_apart}是{group.label}。"),)


def _contradiction(library: Library, asking: Asking, group: Group) -> Composition | None:
    """Both statements where a report says of one indicator that it rose and that it fell, and the question is about that."""
    if not _DIRECTION.search(asking.question):
        return None
    wanted = wanted_indicators(asking.reading)
    for report_id in group.report_ids:
        rows = [row for row in library.ledger(report_id) if row.indicator in wanted and row.growth and row.growth.value]
        for first in rows:
            for second in rows:
                told = (first.growth, second.growth)
                opposed = all(each is not None and each.kind is GrowthKind.YOY for each in told) and (
                    (first.growth.value or 0) > 0 > (second.growth.value or 0)  # type: ignore[union-attr]
                )
                if opposed and first.period == second.period and first.subject_kind is second.subject_kind:
                    report = library.report(report_id)
                    one, other = verbatim(library, report, first.span), verbatim(library, report, second.span)
                    return Composition(
                        (
                            Composed("报告前后说法不一,一处说增长、一处说下降,不能断定涨跌。"),
                            Composed(f"一处:{one.body}", one.places),
                            Composed(f"另一处:{other.body}下降的也可能指增速的回落。", other.places),
                        ),
                        "partial",
                        "conflicting_sources",
                    )
    return None
