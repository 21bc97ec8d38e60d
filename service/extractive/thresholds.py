"""Over or under: the row that a threshold of a question is compared with, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.domain import Bound, GrowthKind, Observation, Status, SubjectKind
from index.library import CATALOGUE, Library
from service.extractive.claims import Claim, Threshold, beyond
from service.extractive.clauses import Clause, alike, spoken_of, tells_all
from service.plan import Asking
from service.wanted import wanted_indicators

_SPOKEN = 0.8
_STATUS = {Status.ACTUAL: 0.2, Status.ESTIMATE: 0.1, Status.TARGET: -0.2}


@dataclass(frozen=True, slots=True)
class Compared:
    """A clause that decides a threshold. ``holds`` is None where its figure leaves it open; ``sure`` lets a yes be said."""

    clause: Clause
    status: Status
    holds: bool | None
    sure: bool
    row: Observation | None = None
    reached: Clause | None = None
    """Where what decides is a target: the clause that says what has been reached."""
    kin: bool = False
    """The figure is of a part, or of an indicator of the same family, not of what is asked for: 规上工业总产值 for 工业总产值."""


def compared(library: Library, asking: Asking, claim: Claim, threshold: Threshold, clauses: Sequence[Clause]) -> Compared | None:
    """The best row of the measure and the indicator asked for against the threshold; failing that, the best clause's one figure."""
    wanted = wanted_indicators(asking.reading)
    kin = {entry.name for mention in asking.reading.indicators for entry in CATALOGUE.family(mention.indicator.family)} - wanted
    ranked: list[tuple[float, int, Compared]] = []
    taken: set[str] = set()
    for at, clause in enumerate(clauses):
        for row in clause.rows:
            value = _value(threshold, row)
            if value is None or row.id in taken or (row.subject_kind is SubjectKind.COMPANY and not names_subject(row, claim)):
                continue
            named = row.indicator in wanted or any(len(name) > 2 and row.indicator.endswith(name) for name in wanted)
            if not named and row.indicator not in kin and (bool(wanted) or spoken_of(clause, claim) < _SPOKEN):
                continue
            taken.add(row.id)
            narrow = _shortest(clauses, clause, row, threshold)
            zone_wide = row.subject_kind in (SubjectKind.ZONE, SubjectKind.REGION) or names_subject(row, claim)
            own = zone_wide and _asked_of(row, claim, wanted)
            sure = own and tells_all(narrow, claim, row.value_span.start - narrow.span.start, named=named)
            score = (
                clause.score + (0.5 if named and own else 0.0) + (0.1 if zone_wide else -0.2) + _of_period(library, asking, row)
            )
            score += 0.3 if claim.planned and row.status is Status.TARGET else _STATUS[row.status]
            ranked.append(
                (
                    score,
                    -at,
                    Compared(narrow, row.status, beyond(threshold, *value), sure, row, kin=bool(wanted) and not (named and own)),
                )
            )
    if ranked:
        best = max(ranked, key=lambda each: each[:2])
        decided = [each for each in ranked if each[2].holds is not None and each[0] >= best[0] - 0.15]
        chosen = max(decided or [best], key=lambda each: each[:2])[2]
        done = [each for each in ranked if each[2].status is not Status.TARGET]
        if chosen.status is Status.TARGET and done:
            return replace(chosen, reached=max(done, key=lambda each: each[:2])[2].clause)
        return chosen
    return _by_words(claim, threshold, clauses[0]) if not wanted else None


def _value(threshold: Threshold, row: Observation) -> tuple[Decimal, Decimal | None, Bound | None] | None:
    """The figure of a row that is of the measure asked for: its share of the target, its growth, or itself."""
    if threshold.measure == "progress":
        return (row.progress.value, None, None) if row.progress is not None else None
    quantity = row.quantity
    if threshold.measure == "growth":
        growth = row.growth
        if growth is not None and growth.value is not None and growth.kind is GrowthKind.YOY and growth.unit == threshold.unit:
            return growth.value, None, None
        if not re.search("增|速|幅|涨", row.indicator + row.quote):
            return None
    if quantity.value_norm is None or not alike(quantity.unit_norm, threshold.unit):
        return None
    return quantity.value_norm, quantity.high_norm, quantity.bound


def _asked_of(row: Observation, claim: Claim, wanted: frozenset[str]) -> bool:
    """Whether what a row's name has before the indicator's (北苑片区工业总产值) is spoken of in the question."""
    name = max((name for name in wanted if row.indicator.endswith(name)), key=len, default=row.indicator)
    whose = re.sub("^(?:争取|力争|实现|完成|全区)", "", row.indicator.removesuffix(name))
    return not whose or any(whose[at : at + 2] in claim.question for at in range(len(whose) - 1))


_WRITTEN = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?(万|亿)?(%|元|[个家户项人套亩])")
_SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


def _by_words(claim: Claim, threshold: Threshold, clause: Clause) -> Compared | None:
    """The one figure of the unit that the best clause writes, where the ledger has none."""
    written = [match for match in _WRITTEN.finditer(clause.text) if alike(match[3], threshold.unit)]
    if len(written) != 1 or threshold.measure != "level" or clause.rows or spoken_of(clause, claim) < _SPOKEN:
        return None
    if re.search(r"力争|目标|计划|预计|确保|有望|将|拟|左右|以上|余|多|近|约", clause.text):
        return None
    [match] = written
    value = Decimal(match[1]) * _SCALE.get(match[2] or "", Decimal(1))
    return Compared(clause, Status.ACTUAL, beyond(threshold, value, None, None), sure=_all_resembled(claim, clause))


def _all_resembled(claim: Claim, clause: Clause) -> bool:
    """Whether the clause's own words hold every heavy word of the claim, and resemble the rest: 覆盖面, 覆盖98%的事项."""
    return all(
        term.word in clause.text
        if term.weight >= 1.3
        else any(term.word[at : at + 2] in clause.text for at in range(len(term.word) - 1))
        for term in claim.subject
    )


def _of_period(library: Library, asking: Asking, row: Observation) -> float:
    mentions = library.understand(asking.question, calendar=library.calendar(row.report_id)).reading.periods
    periods = [
        each.period
        for each in mentions
        if each.period and (each.year_stated or each.kind in ("span", "quarter", "half", "month"))
    ]
    if not periods or row.period is None:
        return 0.0
    if row.period in periods:
        return 0.3
    return 0.0 if any(row.period.overlaps(each) for each in periods) else -0.4


def _shortest(clauses: Sequence[Clause], clause: Clause, row: Observation, threshold: Threshold) -> Clause:
    """The shortest run of clauses that holds a row's figure, and its growth or progress where these decide."""
    need = row.span if threshold.measure != "level" else row.value_span
    holding = [each for each in clauses if each.report_id == row.report_id and each.span.contains(need)]
    return min(holding, key=lambda each: len(each.span), default=clause)


def names_subject(row: Observation, claim: Claim) -> bool:
    """Whether a question names a figure's own subject."""
    name = row.subject
    return any(name[at : at + 2] in claim.question for at in range(len(name) - 1) if name[at : at + 2] not in _COMMON)


_COMMON = frozenset(("园区", "工业", "产业", "公司", "有限", "开发", "发区", "业园", "科技", "集团"))
