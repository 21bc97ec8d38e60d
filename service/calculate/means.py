"""Means: per item, per kilometre, per month, and for each of those that were added."""

from __future__ import annotations

import re
from dataclasses import replace

from service.calculate.arithmetic import Number, amount, bound_of_quotient, in_ten_thousands
from service.calculate.choosing import CERTAIN, ranked, target
from service.calculate.figures import Figure, held, kind_of
from service.calculate.growing import difference_of, moved
from service.calculate.scene import Scene
from service.calculate.wording import Outcome
from service.views import plain

_MONEY = frozenset({"元", "美元", "欧元", "港元", "日元"})
_AMONG = {
    "个项目": "个",
    "家企业": "家",
    "项目": "个",
    "企业": "家",
    "工程": "个",
    "园区": "个",
    "个月": "个月",
    "人次": "人次",
    "单": "个",
    "日": "天",
}
_BASE = {"公里": ("米", 1000), "千米": ("米", 1000), "平方米": ("㎡", 1), "平方公里": ("㎡", 1000000), "公顷": ("亩", 15)}


def per(scene: Scene) -> Outcome | None:
    """A total over a count (or a length, an area) of its own statement."""
    unit = _AMONG.get(scene.operation.unit, scene.operation.unit)
    total_role, count_role = scene.roles()
    counted, factor = _BASE.get(unit, (unit, 1))
    wants_money = total_role.kind == "money" or re.search("造价|均价|成本|花", scene.asking.question)
    total_role = replace(total_role, kind="money" if wants_money else None, stated=frozenset())
    count_role = replace(count_role, kind=None)

    def together(total: Figure, count: Figure) -> float | None:
        if total.rate or count.rate or not count.norm or kind_of(count.row.quantity.unit_norm) != kind_of(counted):
            return None
        if (total.row.quantity.unit_norm in _MONEY) is not bool(wants_money) and wants_money:
            return None
        unit_of_total = total.row.quantity.unit_norm
        if kind_of(unit_of_total) == kind_of(counted) and not re.search(f"(?:几|多少){unit_of_total}", scene.asking.question):
            return None
        if total.row.quantity.unit_norm == count.row.quantity.unit_norm or (not wants_money and held(total_role, total) < 0.5):
            return None
        if total.row.report_id != count.row.report_id or target(total) is not target(count) and total.sentence != count.sentence:
            return -0.3
        near = 0.1 if count.row.quantity.unit_norm == counted else 0.0
        if total.sentence == count.sentence:
            # 4家企业…,合计投资3.9亿元: the figures of one thing stand next to each other.
            near += 0.3 / max(1, abs(total.place - count.place))
            near += 0.15 if total.generic and total.place == count.place + 1 else 0.0
        return near

    found = scene.pair(total_role, count_role, together, least=2 * CERTAIN - 0.15)
    if found is None:
        return None
    number = _mean(found[0], found[1], factor if counted != unit else 1)
    if number is None:
        return None
    smaller = in_ten_thousands(number)
    said = f"{number.said}(即{smaller.text})" if smaller else number.said
    return Outcome(f"平均每{unit}{said}", (found[0], "÷", found[1]), (number, smaller) if smaller else (number,))


def _mean(total: Figure, count: Figure, factor: int) -> Number | None:
    """Total over count in units of what is asked per: a length printed in kilometres is taken as printed."""
    quantity = count.row.quantity
    if not quantity.value_norm or quantity.value is None:
        return None
    number = quantity.value_norm / factor
    printed = quantity.value
    if number == printed:
        divisor = plain(printed)
    else:
        scale = number / printed
        powers = {10_000: "*10000", 100_000_000: "*100000000", 1000: "*10*100", 100: "*100", 10: "*10"}
        power = next((text for value, text in powers.items() if scale == value), None)
        under = next((text.replace("*", "/", 1).replace("*", "/") for value, text in powers.items() if scale * value == 1), None)
        if power is None and under is None:
            return None
        divisor = f"({plain(printed)}{power or under})"
    bound, about = bound_of_quotient(total.row.quantity, quantity)
    unit = total.row.quantity.unit
    value = total.value / number
    formula = f"{plain(total.value)}/{divisor}"
    for small, big in (("亿", "万"), ("万", "")):
        # 32亿元 over 4000亩 is 80万元 an 亩, 3亿元 over 20000人 is 1.5万元.
        if unit.startswith(small) and abs(value) < (1 if big == "" else 0) + (0 if big == "" else 1) / 10:
            value, unit, formula = value * 10000, big + unit[1:], f"{formula}*10000"
    return amount(value, unit, formula, bound=bound, about=about)


def monthly(scene: Scene) -> Outcome | None:
    """A level over the months of its period."""
    [role] = scene.roles()
    if not role.terms:
        return None
    figure = scene.best(
        role, lambda each: not each.rate and not target(each) and each.row.period is not None and bool(each.row.period.months)
    )
    months = figure.row.period.months if figure and figure.row.period else None
    if figure is None or not months or months < 2:
        return None
    bound, about = bound_of_quotient(figure.row.quantity, replace(figure.row.quantity, bound=None))
    number = amount(figure.value / months, figure.row.quantity.unit, f"{plain(figure.value)}/{months}", bound=bound, about=about)
    # The months are said by the period's name: a bare count of them has no source.
    return Outcome(f"月均{number.said}({said_period(figure)}平均)", (figure,), (number,))


def said_period(figure: Figure) -> str:
    return figure.row.period.label if figure.row.period else "报告期"


def per_of_change(scene: Scene) -> Outcome | None:
    """How many were added, and what each of those cost."""
    change_words, cost_words = scene.operation.operands
    found = moved(replace(scene, operation=replace(scene.operation, operands=(change_words,))))
    if found is None:
        return None
    old, new = found
    added = difference_of(old, new)
    [role] = scene.roles(f"{cost_words} {change_words}")
    costs = [
        figure
        for _, figure in ranked(role, [each for each in scene.figures if each.sentence == new.sentence])
        if figure.row.quantity.unit_norm in _MONEY
    ]
    cost = costs[0] if costs else None
    if added is None or cost is None or not added.value:
        return None
    mean = amount(cost.value / added.value, cost.row.quantity.unit, f"{plain(cost.value)}/({added.formula})")
    verb = "新增" if new.norm >= old.norm else "减少"
    unit = _AMONG.get(scene.operation.unit, scene.operation.unit)
    return Outcome(
        f"{verb}{added.said},平均每{unit}{mean.said}",
        (cost, "÷(", new, "-", old, ")"),
        (added, mean),
        ",按投入全部用于新增部分算",
    )
