"""How a clause may hold a question's words and figures and yet not say what it says: direction, grade, time, thing, parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.domain import Observation, Quantity
from index.library import Library
from service.extractive.claims import Claim
from service.extractive.clauses import Clause, alike
from service.plan import Asking
from service.wanted import wanted_indicators

_FALLS = re.compile(r"下降|下滑|减少|回落|降低|负增长|降幅|跌")
_RISES = re.compile(r"(?<!负)增长|增加|上升|提高|增幅|涨")


def otherwise_directed(claim: Claim, clause: Clause) -> bool:
    """Whether a question says of a figure that it fell and the clause that it rose, or the other way."""
    fell, rose = _FALLS.search(claim.question), _RISES.search(claim.question)
    if bool(fell) == bool(rose):
        return False
    for figure in claim.figures:
        before = clause.text[: offset_of(clause, figure)]
        last = max(
            (match for words in (_FALLS, _RISES) for match in words.finditer(before)), key=lambda each: each.end(), default=None
        )
        if last is not None and bool(_FALLS.fullmatch(last.group())) != bool(fell):
            return True
    return False


_GRADE = re.compile(r"国家级|省级|市级|区级|县级")


def otherwise_graded(claim: Claim, clause: Clause) -> bool:
    """Whether a clause has another grade than the question: 省级 for 国家级."""
    asked, told = set(_GRADE.findall(claim.question)), set(_GRADE.findall(clause.text))
    return bool(asked and told) and not asked & told


_TIMES = re.compile(r"(?<!\d)\d{1,2}月|(?:19|20)\d{2}年|[一二三四]季度|[上下]半年|年底|年初|去年|明年|上个?月")


def timed(library: Library, claim: Claim, clause: Clause) -> bool:
    """Whether the times a question names stand in the clause, or are the report's own period."""
    period = library.report(clause.report_id).period
    own = f"{period.label},{period.start.year}年" if period else ""
    if period is not None and period.end is not None and period.start.year == period.end.year:
        own += f",{period.start.month}-{period.end.month}月"
    written = set(_TIMES.findall(clause.around)) | set(_TIMES.findall(own))
    return set(_TIMES.findall(claim.question)) <= written


def other_thing(asking: Asking, clause: Clause, rows: Sequence[Observation]) -> bool:
    """Whether the figure stands for another indicator than the one the question names; counts are named in too many ways."""
    named = asking.reading.indicators
    if not named or all(alike(row.quantity.unit_norm, "个") for row in rows):
        return False
    wanted = wanted_indicators(asking.reading)
    words = {word for mention in named for word in (mention.written, mention.indicator.name, *mention.indicator.aliases)}
    return not any(row.indicator in wanted for row in rows) and not any(word in clause.text for word in words)


def other_period(asking: Asking, row: Observation) -> str | None:
    """The lead where a figure is of another period than the question says: a half year's for a whole one's, last year's."""
    if row.period is None:
        return None
    if re.search("全年|整年|一整?年(?!级)", asking.question) and (row.period.months or 12) < 12:
        return f"不是全年数,是{row.period.label}的数:"
    stated = [mention.period for mention in asking.reading.periods if mention.period and mention.year_stated]
    if stated and not any(row.period.overlaps(period) for period in stated):
        return "不是所问期间的数,报告写的是:"
    return None


def split_in_parts(claim: Claim, clause: Clause) -> bool:
    """Whether a clause gives parts of the whole that a question says is all of one kind: 27个, A类22个, B类6个."""
    whole = claim.figures[0]
    if whole.value is None or not whole.unit:
        return False
    written = re.findall(rf"(\d+)[余多]?\s?{re.escape(whole.unit)}", clause.text + clause.behind.split("。")[0])
    return any(int(each) < whole.value for each in written)


def offset_of(clause: Clause, figure: Quantity) -> int:
    digits = re.search(r"\d[\d.]*", figure.text)
    return max(clause.text.find(digits.group() if digits else figure.text), 0)


def kind_of(quantity: Quantity) -> str:
    """Money of every currency is one kind, and all that is counted in 个, 家, 户."""
    return "money" if quantity.currency else "count" if alike(quantity.unit_norm, "个") else quantity.unit_norm
