"""Sums, differences and ratios of levels, and differences of rates."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from index.domain import Status
from service.calculate.arithmetic import (
    amount,
    bound_of_quotient,
    bound_of_sum,
    operand,
    percent,
    signed,
)
from service.calculate.choosing import CERTAIN, comparable, ranked, target
from service.calculate.figures import Figure, held, kind_of, names, plain_growth
from service.calculate.scene import Scene
from service.calculate.wording import Outcome
from service.views import plain

# --- sums -----------------------------------------------------------------------------------------------------------


def total(scene: Scene) -> Outcome | None:
    """The sum of the figures a question lists; they must be of one kind and none of them a part of another."""
    roles = scene.roles()
    if len(roles) > 6:
        return None
    chosen = _listed(scene)
    if chosen is None or len({figure.row.id for figure in chosen}) < len(chosen):
        return None
    if len({target(figure) for figure in chosen}) > 1 and not any(role.status is Status.TARGET for role in roles):
        wanted = [figure for figure in chosen if target(figure)]
        if not all("预计" in figure.around for figure in wanted):
            return None  # what is wanted and what is there do not add up
    first = max(chosen, key=lambda figure: figure.norm)
    terms = [operand(figure.row.quantity, first.row.quantity) for figure in chosen]
    if any(term is None for term in terms):
        return None
    scale = first.norm / first.value if first.value else Decimal(1)
    bound, about = bound_of_sum([figure.row.quantity for figure in chosen])
    value = sum((figure.norm for figure in chosen), Decimal(0)) / scale
    number = amount(value, first.row.quantity.unit, "+".join(term or "" for term in terms), bound=bound, about=about)
    pieces: list[Figure | str] = []
    for figure in chosen:
        pieces += [figure, "+"]
    return Outcome(f"合计{number.said}", tuple(pieces[:-1]), (number,))


def _listed(scene: Scene) -> list[Figure] | None:
    """A figure for each part: the best fitting of one kind of unit, the kind that fits all parts best."""
    roles = scene.roles()
    lists = [ranked(role, scene.figures)[:8] for role in roles]
    best: tuple[float, list[Figure]] | None = None
    kinds = {kind_of(figure.row.quantity.unit_norm) for ranking in lists for _, figure in ranking if not figure.rate}
    for kind in sorted(kinds):
        chosen: list[Figure] = []
        score = 0.0
        for role, ranking in zip(roles, lists, strict=True):
            fitting = [
                (fit + (0.12 if any(figure.sentence == other.sentence for other in chosen) else 0.0), figure)
                for fit, figure in ranking
                if kind_of(figure.row.quantity.unit_norm) == kind
                and held(role, figure) >= 0.34
                and figure not in chosen
                and names(figure, scene.operation.stage, scene.asking.reading.terms)
            ]
            if not fitting:
                break
            fit, figure = max(fitting, key=lambda pair: pair[0])
            chosen.append(figure)
            score += fit
        if len(chosen) == len(roles) and (best is None or score > best[0]) and score >= CERTAIN * len(roles):
            best = (score, chosen)
    return best[1] if best else None


# --- differences and ratios -----------------------------------------------------------------------------------------


def difference(scene: Scene) -> Outcome | None:
    first, second = scene.roles()
    found = scene.pair(first, second, _side_by_side)
    if found is None:
        return None
    one, other = found
    more, less = (one, other) if one.norm >= other.norm else (other, one)
    over, under = operand(more.row.quantity, more.row.quantity), operand(less.row.quantity, more.row.quantity)
    if over is None or under is None:
        return None
    scale = more.norm / more.value if more.value else Decimal(1)
    bound, about = bound_of_quotient(more.row.quantity, less.row.quantity)
    if target(more) is not target(less):
        bound = ""
    number = amount((more.norm - less.norm) / scale, more.row.quantity.unit, f"{over}-{under}", bound=bound, about=about)
    if one.norm == other.norm:
        return Outcome("两者相等", (one, ",", other))
    relation = "高于" if one is more else "低于"
    return Outcome(f"相差{number.said}", (one, relation, other), (number,))


def _side_by_side(left: Figure, right: Figure) -> float | None:
    return (0.15 if left.row.indicator == right.row.indicator else 0.0) if comparable(left, right) else None


def ratio(scene: Scene) -> Outcome | None:
    first, second = scene.roles()
    found = scene.pair(first, second, _side_by_side)
    if found is None:
        return None
    one, other = found
    like = one.row.quantity if one.norm >= other.norm else other.row.quantity
    over, under = operand(one.row.quantity, like), operand(other.row.quantity, like)
    if over is None or under is None or not other.norm:
        return None
    bound, about = bound_of_quotient(one.row.quantity, other.row.quantity)
    number = percent(one.norm / other.norm, f"{over}/{under}", bound=bound, unit="倍", about=about)
    return Outcome(number.said, (one, "÷", other), (number,))


def points(scene: Scene) -> Outcome | None:
    """The difference of two stated rates of growth (or of two shares), in percentage points."""
    first, second = scene.roles()

    def rate(figure: Figure) -> Decimal | None:
        growth = plain_growth(figure.row)
        return (
            growth
            if growth is not None
            else figure.value
            if figure.row.quantity.unit_norm == "%" and not figure.row.gap
            else None
        )

    def together(left: Figure, right: Figure) -> float | None:
        return 0.05 if rate(left) is not None and rate(right) is not None else None

    found = scene.pair(replace(first, kind=None), replace(second, kind=None), together)
    if found is None:
        return None
    one, other = found
    mine, theirs = rate(one), rate(other)
    if mine is None or theirs is None:
        return None
    high, low = (mine, theirs) if mine >= theirs else (theirs, mine)
    number = percent(high - low, f"{plain(high)}-{signed(low)}", unit="个百分点")
    number = replace(number, text=f"{plain(high - low)}个百分点", about=False)
    relation = "高于" if mine >= theirs else "低于"
    return Outcome(
        f"相差{number.said}", (one, f",{_rate_word(one, mine)}{relation}", other, f",{_rate_word(other, theirs)}"), (number,)
    )


def _rate_word(figure: Figure, rate: Decimal) -> str:
    """How a figure's rate is said behind its level; nothing where the figure is the rate."""
    if figure.row.quantity.unit_norm == "%":
        return ""
    return f"同比{'增长' if rate >= 0 else '下降'}{plain(abs(rate))}%"
