"""Questions that want arithmetic: operands from the ledger, the result by code with its formula.

Shares, sums, differences, growth between two levels, per-unit values, the base behind a growth rate, the target behind a share done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from index.domain import GrowthKind, Observation, Query, Span, Status
from index.library import Library, Reading, Term, holds_term
from service.plan import Asking, Group
from service.views import plain

Computed = tuple[str, tuple[tuple[str, Span], ...], Mapping[str, str]]
_HUNDRED = Decimal(100)
_MATCHED = 0.3
"""Share of the question's words an operand's clause must hold; below it a computed answer is a guess."""
_WORDS = {Status.ESTIMATE: "(预计数)", Status.TARGET: "(目标)", Status.ACTUAL: ""}


def calculate(library: Library, asking: Asking, group: Group) -> Computed | None:
    """Body, cited places and formulas of a computed answer; None where the operands are not certain."""
    ranked = [each for each in _ranked(library, asking, group) if _match(asking.reading, each) >= _MATCHED]
    if not ranked:
        return None
    kind = asking.calculation
    if kind == "implied_base":
        base = next((each for each in ranked if _has_base(each)), None)
        return _implied_base(base) if base else None
    if kind == "implied_target":
        part = next((each for each in ranked if each.progress), None)
        return _implied_target(part) if part else None
    pair = _pair(ranked, asking)
    if pair is None:
        return None
    if kind == "completion":
        done = next((each for each in pair if each.status is not Status.TARGET), None)
        target = next((each for each in pair if each.status is Status.TARGET), None)
        return _share(done, target, "完成") if done and target else None
    if kind == "share":
        return _share(min(pair, key=_norm), max(pair, key=_norm), "占")
    if kind == "sum":
        return _sum(pair)
    if kind == "difference":
        return _difference(pair)
    if kind == "growth":
        return _growth(pair)
    return None


def _has_base(observation: Observation) -> bool:
    """Whether a level and its growth over the same time a year before are known: then so is the level of then."""
    growth = observation.growth
    yearly = growth is not None and growth.kind is GrowthKind.YOY and growth.unit == "%" and growth.value is not None
    return yearly and observation.quantity.unit_norm not in ("%", "百分点", "倍")


def _norm(observation: Observation) -> Decimal:
    return observation.quantity.value_norm or Decimal(0)


def _ranked(library: Library, asking: Asking, group: Group) -> list[Observation]:
    """Observations by how much of the question stands in their clause or name, best first; those with nothing of it are left out."""
    passages = library.search(Query(asking.standalone, report_ids=group.report_ids, limit=12))
    near = [(passage.report_id, passage.span) for passage in passages]
    scored = []
    for report_id in group.report_ids:
        for each in library.ledger(report_id):
            if each.quantity.value is None or not any(
                report_id == other and span.overlaps(each.value_span) for other, span in near
            ):
                continue
            score = _match(asking.reading, each)
            if score > 0:
                scored.append((score, each))
    scored.sort(key=lambda pair: (-pair[0], pair[1].span))
    return [each for _, each in scored]


def _match(reading: Reading, observation: Observation) -> float:
    text = observation.quote + observation.indicator
    total = sum(term.weight for term in reading.terms) or 1.0
    return sum(_held(term, text) for term in reading.terms) / total


def _held(term: Term, text: str) -> float:
    return term.weight * holds_term(term, text)


def _pair(ranked: Sequence[Observation], asking: Asking) -> tuple[Observation, Observation] | None:
    """The two figures of one unit that together hold most of the question's words; each brings words the other lacks."""
    best: tuple[float, Observation, Observation] | None = None
    for at, left in enumerate(ranked[:10]):
        for right in ranked[at + 1 : 10]:
            if left.quantity.unit_norm != right.quantity.unit_norm or left.quantity.unit_norm in ("%", "百分点"):
                continue
            if asking.calculation == "completion" and (left.status is Status.TARGET) == (right.status is Status.TARGET):
                continue
            text = left.quote + left.indicator + right.quote + right.indicator
            score = sum(_held(term, text) for term in asking.reading.terms) + 0.5 * (
                _match(asking.reading, left) + _match(asking.reading, right)
            )
            if left.quote == right.quote:
                score -= 0.2
            if best is None or score > best[0]:
                best = (score, left, right)
    return None if best is None else (best[1], best[2])


def _said(observation: Observation) -> str:
    return f"{observation.as_written}{observation.quantity.text}{_WORDS[observation.status]}"


def _places(*observations: Observation) -> tuple[tuple[str, Span], ...]:
    return tuple((each.report_id, each.span) for each in observations)


def _rounded(value: Decimal, places: str = "0.01") -> Decimal:
    return value.quantize(Decimal(places), ROUND_HALF_UP)


def _operand(observation: Observation, like: Observation) -> str:
    """A figure as printed, brought to the scale of another: 6500/10000 for 6500万元 beside 5.86亿元."""
    value, unit = observation.quantity.value or Decimal(0), observation.quantity
    other = like.quantity
    if unit.unit == other.unit or not value or not other.value or not unit.value_norm or not other.value_norm:
        return plain(value)
    scale = (unit.value_norm / value) / (other.value_norm / other.value)
    if scale == 1:
        return plain(value)
    return f"{plain(value)}/{plain(1 / scale)}" if scale < 1 else f"{plain(value)}*{plain(scale)}"


def _share(part: Observation, whole: Observation, verb: str) -> Computed | None:
    if not _norm(whole):
        return None
    result = _rounded(_norm(part) / _norm(whole) * _HUNDRED, "0.1")
    formula = f"{_operand(part, whole)}/({_operand(whole, whole)})*100"
    written = f"{plain(result)}%"
    body = f"约为{written},即{_said(part)}{verb}{_said(whole)}的比例。"
    return body, _places(part, whole), {written: formula}


def _sum(pair: tuple[Observation, Observation]) -> Computed | None:
    first, second = pair
    if Status.TARGET in {first.status, second.status} and first.status is not second.status:
        return None  # what is wanted and what is there do not add up
    if first.indicator == second.indicator and first.as_written == second.as_written and first.period != second.period:
        return None
    scale = _norm(first) / (first.quantity.value or Decimal(1)) or Decimal(1)
    written = f"{plain((_norm(first) + _norm(second)) / scale)}{first.quantity.unit}"
    formula = f"{_operand(first, first)}+{_operand(second, first)}"
    return f"合计{written}:{_said(first)},{_said(second)}。", _places(*pair), {written: formula}


def _difference(pair: tuple[Observation, Observation]) -> Computed:
    more, less = max(pair, key=_norm), min(pair, key=_norm)
    scale = _norm(more) / (more.quantity.value or Decimal(1)) or Decimal(1)
    written = f"{plain((_norm(more) - _norm(less)) / scale)}{more.quantity.unit}"
    formula = f"{_operand(more, more)}-{_operand(less, more)}"
    return f"相差{written}:{_said(less)}低于{_said(more)}。", _places(*pair), {written: formula}


def _growth(pair: tuple[Observation, Observation]) -> Computed | None:
    one, other = pair
    if one.period and other.period and one.period != other.period:
        old, new = sorted(pair, key=lambda each: (each.period or one.period).start)  # type: ignore[union-attr]
    elif one.report_id == other.report_id:
        old, new = sorted(pair, key=lambda each: each.value_span)
    else:
        return None
    if not _norm(old) or (one.indicator != other.indicator and one.quote != other.quote):
        return None
    result = _rounded((_norm(new) / _norm(old) - 1) * _HUNDRED, "0.1")
    written = f"{plain(abs(result))}%"
    formula = f"({_operand(new, old)}-{_operand(old, old)})/{_operand(old, old)}*100"
    verb = "增长" if result >= 0 else "下降"
    return f"相当于{verb}{written}:由{_said(old)}到{_said(new)}。", _places(old, new), {written: formula}


def _implied_base(observation: Observation) -> Computed | None:
    growth = observation.growth
    if growth is None or growth.value is None or growth.value <= -_HUNDRED or observation.quantity.value is None:
        return None
    rate = plain(growth.value)
    result = _rounded(observation.quantity.value / (1 + growth.value / _HUNDRED))
    written = f"{plain(result)}{observation.quantity.unit}"
    formula = (
        f"{plain(observation.quantity.value)}/(1+{rate}/100)"
        if growth.value >= 0
        else f"{plain(observation.quantity.value)}/(1-{plain(-growth.value)}/100)"
    )
    body = f"上年同期推算约{written}(名义推算,未计口径和价格调整):{_said(observation)},同比{'增长' if growth.value >= 0 else '下降'}{plain(abs(growth.value))}%。"
    return body, _places(observation), {written: formula}


def _implied_target(observation: Observation) -> Computed | None:
    progress = observation.progress
    if progress is None or not progress.value or observation.quantity.value is None:
        return None
    result = _rounded(observation.quantity.value / progress.value * _HUNDRED, "0.01")
    written = f"{plain(result)}{observation.quantity.unit}"
    formula = f"{plain(observation.quantity.value)}/{plain(progress.value)}*100"
    body = f"推算全年任务约{written}:{_said(observation)},占{progress.of}的{plain(progress.value)}%。"
    return body, _places(observation), {written: formula}
