"""Whether figures are like for like (可比), and the codes that say why not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from index.domain import Basis, Comparability, Indicator, Measure, Observation, Period, SubjectKind
from index.numerals import quantities

_THRESHOLD = re.compile(
    r"(?P<figure>\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)?(?P<scale>亿|万)?(?P<unit>元|美元|人|平方米|亩)?(?:及)?(?:以上|级)"
)
"""亿元以上, 5000万元及以上, 百亿级: the least size of what a count counts."""

_QUALIFIERS = re.compile(
    "国家级|省级|市级|区级|县级|小巨人|中小企业|创新型|申报|创建|培育|获批|批复|到位|到账|授信|在谈|意向|拟|敲定|认定|入库|转出"
)
"""Grades and stages that make two things of one: 国家级 and 省级专精特新, 申报 and 认定, 授信 and 到位, 获批 and 到位."""


def threshold(words: str) -> Decimal | None:
    """The least size named in an indicator's words (10亿元以上项目: 1000000000); None where they name none (规模以上)."""
    for found in _THRESHOLD.finditer(words):
        figure, scale = found["figure"], found["scale"]
        if figure or scale:
            read = quantities((figure or "1") + (scale or "") + (found["unit"] or "元"))
            if read:
                return read[0].value_norm
    return None


def definition(observation: Observation, catalogue: Mapping[str, Indicator]) -> tuple[object, ...]:
    """What must be equal for two figures to be of one definition (口径): indicator, threshold in the name, grades and stages.

    Words that the catalogue knows for the indicator are its definition; only others are searched for grades and stages.
    """
    words = observation.as_written
    entry = catalogue.get(observation.indicator)
    known = entry is not None and words in (entry.name, *entry.aliases)
    qualifiers = frozenset() if known else frozenset(_QUALIFIERS.findall(words)) - set(_QUALIFIERS.findall(observation.indicator))
    return observation.indicator, threshold(words), qualifiers


def reasons(cells: Sequence[Observation], measure: Measure, catalogue: Mapping[str, Indicator]) -> Iterable[Comparability]:
    """Why these figures are not like for like, the period left out."""
    if len({definition(each, catalogue) for each in cells}) > 1 or len({each.basis for each in cells}) > 1:
        yield Comparability.DEFINITION
    if len({each.status for each in cells}) > 1:
        yield Comparability.STATUS
    if len({_scope(each) for each in cells}) > 1 or any(_scope(each) is not SubjectKind.ZONE for each in cells):
        yield Comparability.SCOPE
    if len({each.price_basis for each in cells}) > 1:
        yield Comparability.PRICE_BASIS
    if measure is Measure.LEVEL:
        if len({each.quantity.currency or "CNY" for each in cells}) > 1:
            yield Comparability.CURRENCY
        if len({_counted(each.quantity.unit_norm) for each in cells}) > 1 and len({_money(each) for each in cells}) != 1:
            yield Comparability.UNIT


def _scope(observation: Observation) -> SubjectKind:
    """Figures of projects are told of the zone's projects together, and so are the zone's (see ``choosing.COLLECTIVE``)."""
    kind = observation.subject_kind
    return SubjectKind.ZONE if kind is SubjectKind.PROJECT else kind


def _money(observation: Observation) -> str:
    """元 for every currency: 亿美元 beside 亿元 differ in currency, not in unit; else the unit itself."""
    return "元" if observation.quantity.currency else observation.quantity.unit_norm


def _counted(unit: str) -> str:
    """家, 户, 个 and 项 count the same things; 次, 户次 and 批次 count how often."""
    return "个" if unit in ("家", "户", "项") else unit


def same_part_of_year(one: Period | None, other: Period | None) -> bool:
    """Whether two periods are the same months (1-6月 of any year); unknown and open ones never are."""
    return one is not None and other is not None and None is not _months(one) == _months(other)


def _months(period: Period) -> tuple[int, int, int, int, int] | None:
    end = period.end
    if end is None:
        return None
    return period.start.month, period.start.day, end.month, end.day, end.year - period.start.year


def period_reasons(cells: Sequence[Observation], *, across_years: bool = False) -> Iterable[Comparability]:
    """An unknown or open period is never taken for the same as another. ``across_years`` takes years for what is compared."""
    if len(cells) < 2:
        return
    periods = [each.period for each in cells]
    known = [period for period in periods if period is not None]
    if len(known) < len(periods) or (not across_years and len({period.start.year for period in known}) > 1):
        yield Comparability.PERIOD_YEAR
    months = {_months(period) for period in known}
    if (len(months) > 1 or None in months) and not all(each.basis is Basis.STOCK for each in cells):
        yield Comparability.PERIOD_LENGTH
