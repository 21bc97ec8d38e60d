"""What a question wants of one zone's ledger and what a located span holds of it: read by whoever looks, decides and words."""

from __future__ import annotations

import re

from index.domain import Observation, Period, Status
from index.library import CATALOGUE, STATUS_WORDS, Asked, Library, Located, Reading, is_plan
from service.plan import Asking

_DONE_WORDS = re.compile(r"已|完成了|达到|完成|实现|获评|建成|投产|累计")
GENERAL = frozenset(
    [
        "企业",
        "项目",
        "工业",
        "园区",
        "金额",
        "数量",
        "规模",
        "总数",
        "情况",
        "全年",
        "资金",
        "产业",
        "公司",
        "总量",
        "单位",
        "时间",
        "比例",
        "人员",
        "机构",
        "工程",
    ]
)
_HOW_MUCH_GROWN = re.compile(r"(?:涨|升|降|跌|增长|下滑|回落)了?(?:多少|几)(?![亿万个家户项人名台套倍])")
FIGURES = frozenset({Asked.MONEY, Asked.COUNT, Asked.RATE, Asked.AREA, Asked.LENGTH, Asked.NUMBER, Asked.RANK})


def inside(library: Library, located: Located) -> list[Observation]:
    """Ledger rows whose figure stands in a span."""
    return [each for each in library.ledger(located.passage.report_id) if located.span.contains(each.value_span)]


def status_of(library: Library, located: Located) -> Status | None:
    """The weakest status of the figures in a span; for a span without figures what its section and words say; else None."""
    statuses = {each.status for each in inside(library, located)}
    for status in (Status.TARGET, Status.ESTIMATE, Status.ACTUAL):
        if status in statuses:
            return status
    if STATUS_WORDS[Status.TARGET].search(located.text) or is_plan(located.passage.path):
        return Status.TARGET
    return Status.ACTUAL if _DONE_WORDS.search(located.text) else None


def wanted_indicators(reading: Reading) -> frozenset[str]:
    """Catalogue names a question asks for: those it names, and for a family's everyday word all of the family."""
    names: set[str] = set()
    for mention in reading.indicators:
        names.add(mention.indicator.name)
        if (
            mention.written in (mention.indicator.family, "税", "营收", "产值", "收入")
            or mention.written + "额" == mention.indicator.name
        ):
            names.update(entry.name for entry in CATALOGUE.family(mention.indicator.family))
    return frozenset(names)


def periods_asked(library: Library, asking: Asking, report_id: str) -> list[Period]:
    """Parts of a year that the question names (一季度, 1-7月), as they read in a report."""
    mentions = library.understand(asking.question, calendar=library.calendar(report_id)).reading.periods
    return [each.period for each in mentions if each.period and each.kind in ("span", "quarter", "half", "month")]


def growth_only(reading: Reading) -> bool:
    """Whether a question wants a rate of growth and no level: 税收涨了多少 names a sum and asks for none."""
    told = _HOW_MUCH_GROWN.sub("", reading.text)
    if told != reading.text and not re.search("多少|几|多大", told):
        return True
    level = reading.asked & {Asked.MONEY, Asked.COUNT, Asked.AREA}
    return Asked.RATE in reading.asked and not level and bool(re.search("增长|增速|同比|涨|增幅", reading.text))


def names_indicator(asking: Asking) -> bool:
    """Whether the question itself writes the catalogue's words; an indicator guessed from everyday words decides nothing."""
    return any(
        word in asking.question
        for mention in asking.reading.indicators
        for word in (mention.indicator.name, *mention.indicator.aliases)
        if len(word) > 2
    )
