"""Reports of one zone set against each other: last year's target and this year's result, one fact told in two reports, running totals.

Pure: ``audit_across`` is given reports with their ledgers and keeps nothing. A finding belongs to the later report; the span that
stands in the earlier one names it. None is ever more than ``uncertain``: figures are revised, and a target may be missed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from index.audit.evidence import PASS, UNCERTAIN, Relation, exact, fingerprint, hidden, rounded, shown
from index.audit.restated import growth_of, year_before
from index.domain import Basis, Bound, Finding, FindingSpan, GrowthKind, Observation, Period, Report, Status, SubjectKind
from index.indicators import CATALOGUE

_LOOKED_BACK = 40
"""Earlier figures of one indicator that a figure is set against: some years of reports."""

_RATIOS = frozenset({"%", "百分点", "倍", "名次"})


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two observations of one indicator, each in its report; ``later`` is of the report that the finding belongs to."""

    earlier: Observation
    later: Observation


Key = tuple[str, str]


def audit_across(reports: Iterable[tuple[Report, Sequence[Observation]]], *, of: Collection[str] | None = None) -> list[Finding]:
    """Findings between reports, of each zone its own. Deterministic: the order in which reports are given does not matter.

    ``of`` are ids of reports: findings that belong to others are left out.
    """
    wanted = None if of is None else frozenset(of)
    zones: dict[str, list[tuple[Report, Sequence[Observation]]]] = {}
    for report, observations in reports:
        if report.period is not None:
            zones.setdefault(report.zone.name, []).append((report, observations))
    found: dict[str, Finding] = {}
    for name in sorted(zones):
        ordered = sorted(zones[name], key=lambda each: (_end(each[0]), each[0].content_hash))
        seen: dict[Key, list[Observation]] = {}
        for report, observations in ordered:
            own = [each for each in observations if _usable(each)]
            for each in own if wanted is None or report.id in wanted else ():
                for relation, pair in _relations(seen.get(_key(each), ())[-_LOOKED_BACK:], each):
                    made = _finding(report, relation, pair)
                    found.setdefault(made.id, made)
            for each in own:
                seen.setdefault(_key(each), []).append(each)
    return sorted(found.values(), key=lambda each: (each.result != UNCERTAIN, each.report_id, each.spans[-1].span, each.id))


def _end(report: Report) -> tuple[int, int]:
    period = report.period
    if period is None:
        return 0, 0
    return (period.end or period.start).toordinal(), period.start.toordinal()


def _usable(observation: Observation) -> bool:
    quantity = observation.quantity
    return (
        observation.indicator in CATALOGUE.by_name
        and observation.subject_kind is SubjectKind.ZONE
        and quantity.value_norm is not None
        and quantity.unit_norm not in _RATIOS
        and observation.period is not None
        and observation.period.end is not None
    )


def _key(observation: Observation) -> Key:
    return observation.indicator, observation.quantity.unit_norm


def _relations(earlier: Sequence[Observation], later: Observation) -> Iterator[tuple[Relation, _Pair]]:
    """At most one relation of each kind for a figure of the later report, with the newest that an earlier report says."""
    made: set[str] = set()
    for one in reversed(earlier):
        if one.report_id == later.report_id:
            continue
        pair = _Pair(one, later)
        for relation in (_target(pair), _restated(pair), _growth(pair), _running(pair)):
            if relation is not None and relation.kind not in made:
                made.add(relation.kind)
                yield relation, pair


def _target(pair: _Pair) -> Relation | None:
    """What was aimed at for a year against what that year brought."""
    aim, result = pair.earlier.quantity, pair.later.quantity
    if pair.earlier.status is not Status.TARGET or pair.later.status is Status.TARGET or pair.earlier.period != pair.later.period:
        return None
    if not aim.value_norm or result.value_norm is None or pair.later.period is None:
        return None
    reached = result.value_norm >= aim.value_norm
    share = rounded(result.value_norm / aim.value_norm * 100)
    said = "达到" if reached else "未达到"
    message = f"{pair.later.indicator}{pair.later.period.label}目标{aim.text},实际{result.text},完成{shown(share)}%,{said}目标"
    return _relation("target_actual", PASS if reached else UNCERTAIN, f"{result.text}>={aim.text}", message, pair)


def _restated(pair: _Pair) -> Relation | None:
    """One period's figure, or one year's target, in two reports."""
    one, two = pair.earlier.quantity, pair.later.quantity
    aims = (pair.earlier.status is Status.TARGET, pair.later.status is Status.TARGET)
    if (
        pair.earlier.period != pair.later.period
        or aims[0] != aims[1]
        or not (exact(one) or aims[0])
        or not (exact(two) or aims[0])
    ):
        return None
    if (
        pair.earlier.basis is not pair.later.basis
        or one.value_norm is None
        or two.value_norm is None
        or pair.later.period is None
    ):
        return None
    same = abs(one.value_norm - two.value_norm) <= max(hidden(one), hidden(two))
    what = "目标" if aims[0] else ""
    revised = ",此前为预计数" if pair.earlier.status is Status.ESTIMATE else ",可能经修订或口径调整"
    said = "一致" if same else "不一致" + revised
    message = f"{pair.later.indicator}{pair.later.period.label}{what}两份报告分别为{one.text}和{two.text},{said}"
    result = PASS if same or pair.earlier.status is Status.ESTIMATE else UNCERTAIN
    return _relation("restated_across", result, f"{one.text}={two.text}", message, pair)


def _growth(pair: _Pair) -> Relation | None:
    """The growth a report states against the level that last year's report gave for the same months."""
    growth, period = pair.later.growth, pair.later.period
    if growth is None or growth.kind is not GrowthKind.YOY or growth.unit != "%" or pair.later.status is Status.TARGET:
        return None
    if period is None or pair.earlier.period != year_before(period) or pair.earlier.status is Status.TARGET:
        return None
    if not exact(pair.earlier.quantity) or not exact(pair.later.quantity):
        return None
    relation = growth_of(pair.earlier, pair.later)
    if relation is None:
        return None
    return _relation(
        "growth_across",
        relation.result,
        relation.expression,
        relation.message,
        pair,
        relation.left,
        relation.right,
        relation.tolerance,
    )


def _running(pair: _Pair) -> Relation | None:
    """What is summed from January on does not fall as the year goes on."""
    one, two = pair.earlier, pair.later
    if (
        Status.TARGET in (one.status, two.status)
        or Basis.STOCK in (one.basis, two.basis)
        or one.period is None
        or two.period is None
    ):
        return None
    if not _from_january(one.period) or not _from_january(two.period) or not _longer(two.period, one.period):
        return None
    if not exact(one.quantity) or one.quantity.value_norm is None or two.quantity.value_norm is None:
        return None
    fine = two.quantity.value_norm >= one.quantity.value_norm or two.quantity.bound is Bound.MORE_THAN
    said = "累计数递增" if fine else "累计数反而减少,可能经修订或口径不同"
    message = f"{two.indicator}{one.period.label}为{one.quantity.text},{two.period.label}为{two.quantity.text},{said}"
    return _relation("running_total", PASS if fine else UNCERTAIN, f"{two.quantity.text}>={one.quantity.text}", message, pair)


def _from_january(period: Period) -> bool:
    return (period.start.month, period.start.day) == (1, 1)


def _longer(period: Period, other: Period) -> bool:
    """Whether a period goes on from another of the same year."""
    return (
        period.start == other.start
        and period.end is not None
        and other.end is not None
        and period.end > other.end
        and period.end.year == other.end.year
    )


def _relation(
    kind: str,
    result: str,
    expression: str,
    message: str,
    pair: _Pair,
    left: Decimal | None = None,
    right: Decimal | None = None,
    tolerance: Decimal = Decimal(0),
) -> Relation:
    one, two = pair.earlier.quantity.value_norm, pair.later.quantity.value_norm
    return Relation(
        kind, result, expression, message, (), two if left is None else left, one if right is None else right, tolerance
    )


def _finding(report: Report, relation: Relation, pair: _Pair) -> Finding:
    """The finding of the later report; ids and fingerprint say nothing of offsets, so a decision survives re-reading of either."""
    quotes = [pair.earlier.quote, pair.later.quote]
    print_ = fingerprint(relation.kind, relation.expression, quotes)
    return Finding(
        id="fnd_" + sha256(f"{report.id}:{print_}".encode()).hexdigest()[:16],
        report_id=report.id,
        kind=relation.kind,
        result=relation.result,
        expression=relation.expression,
        left=relation.left,
        right=relation.right,
        tolerance=relation.tolerance,
        message=relation.message,
        spans=(
            FindingSpan(pair.earlier.span, pair.earlier.quote, pair.earlier.report_id),
            FindingSpan(pair.later.span, pair.later.quote),
        ),
        fingerprint=print_,
    )
