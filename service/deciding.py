"""Whether the best span of a zone answers a question at all, and if not, the contract's code for why.

A wrong figure costs more than a missing one: what reports leave out is mostly a figure of a thing they speak of, so a figure must stand in
a sentence of that very thing, of the kind, unit, period and status asked for. What is told in words is refused less.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.domain import Observation, Status, SubjectKind
from index.library import Asked, Library, Located, Reading, answers_all, fits, holds_term
from service.operations import STAGES
from service.plan import Asking
from service.wanted import FIGURES, GENERAL, growth_only, inside, names_indicator, periods_asked, status_of, wanted_indicators

_WE = re.compile(r"我们|该公司|公司|该企业")
_COVERED = 0.55
_COVERED_ACROSS = 0.4
"""Share of the question's weight that must stand around a span. A question over many zones names what only some of them say."""
_THING = 0.9
"""Weight from which on a word names a thing."""
_LEAST, _LEAST_IN_WORDS = 0.35, 0.3
"""Of all words, where the things asked about are there; and where what is asked is told in words."""
_INSIDE = 0.38
"""For a figure more is asked: the words must stand in its own sentence, else a neighbour's figure answers."""
_SPOKEN_OF = 0.75
"""Share of the question's weight in a span's sentence from which on it surely speaks of the thing asked."""
_CONTEXT = 150
_DATE_ASKED = re.compile(r"哪天|几[月号]|哪[一个]?[年月]|何时|几时|什么时候|啥时候")
_GROWN = re.compile(
    r"[增涨升降跌减缩翻]|提高|回落|下滑|同比|环比|比上年|比去年|较上年|高于|低于|快于|高出|低|持平|由负转正|到.{0,12}[%倍]"
)
_TOTAL = re.compile(r"一共|总共|总数|共有|现有|全部|总量")
_PART = re.compile(r"申报|创建|推动|新增|培育|其中|力争")
_GROUP = re.compile(
    r"[一二两三四五六七八九十][大个区园][^,，]{0,8}(?:是|有|指)|[一二两三四五六七八九]区[一二两三四五六七八九]园|[一二两三四五六七八九十]大"
)
_REGION = re.compile(r"全市|全省|全国|全县|全州")
_BESIDE_REGION = re.compile(r"高出|高于|低于|快|慢|排|名次|占|比全|差距|跑赢|领先|第几")
_FIGURED = re.compile(r"\d")
_EXPLICIT = frozenset({Asked.MONEY, Asked.LENGTH, Asked.RANK})
"""Kinds that a question names by itself: 花了多少钱 is answered by a sum, whatever the thing it was spent on."""


def ledger_reason(asking: Asking, named: Sequence[Observation], rows: Sequence[Located]) -> str | None:
    """What the ledger alone can say against an answer: the indicator is there, but not its growth, or only as a target."""
    reading = asking.reading
    if Asked.YES_NO in reading.asked or not named:
        return None
    if growth_only(reading) and not rows:
        return "not_in_reports"
    money = Asked.MONEY in reading.asked or re.search("多少[万亿]", asking.question)
    sums = all(mention.indicator.dimension == "money" for mention in reading.indicators)
    if (
        money
        and sums
        and names_indicator(asking)
        and not growth_only(reading)
        and not any(row.quantity.currency for row in named)
    ):
        return "not_in_reports"
    asked = [mention.period for mention in reading.periods if mention.period and mention.year_stated]
    fitting = [row for row in named if not asked or any(row.period and row.period.overlaps(period) for period in asked)]
    if fitting and re.search("实际", asking.question) and all(row.status is Status.TARGET for row in fitting):
        return "only_target"
    return None


def unanswered(library: Library, asking: Asking, ranked: Sequence[Located]) -> str | None:
    """Why the best span does not answer, as the contract's code; None where it does."""
    best, reading = ranked[0], asking.reading
    figure = bool(reading.asked & FIGURES) and Asked.YES_NO not in reading.asked
    stated = reading.figures and any(_states(reading, each) for each in ranked[:3]) and (best.fits or not figure)
    # 哪个园区最多: which zone is told by asking each; what is asked of them is the figure.
    names = bool(reading.asked & {Asked.LIST, Asked.WHO}) and not (asking.across and figure)
    # 订单排到第三季度, 每月一次: times are told in more ways than a reader of dates knows.
    timed = Asked.TIME in reading.asked and best.inside >= _SPOKEN_OF and not _DATE_ASKED.search(reading.text)
    if figure and not best.fits and not timed and not (names and best.inside >= _COVERED):
        return "not_in_reports"
    if lists_nothing(asking, best):
        return "not_in_reports"
    if Asked.TIME in reading.asked and _of_other_stage(reading, best):
        return "not_in_reports"
    if figure and (_lacks_growth(asking, best) or _other_sum(library, asking, best)):
        return "not_in_reports"
    if stated and figure and not _speaks_of_it(asking, best, figure=True):
        return "not_in_reports"
    if not stated:
        if not _speaks_of_it(asking, best, figure=figure) or not (best.fits or names or timed) or _lacks_topic(reading, best):
            return "not_in_reports"
        company = _WE.search(best.passage.text)
        if figure and best.inside < (_INSIDE if not company else 0.15) and not asking.across:
            return "not_in_reports"
        surely = best.inside >= _SPOKEN_OF and not names_indicator(asking)
        unfit = (
            (not surely and not _right_unit(library, reading, best))
            or _lacks_subject(library, reading, best)
            or _is_part(asking, best)
            or _of_region(library, asking, best)
            or (not surely and _of_other_indicator(library, reading, best))
            or _of_group(reading, best)
        )
        if figure and unfit:
            return "not_in_reports"
    if stated and Asked.YES_NO in reading.asked:
        return None
    return _period_reason(library, asking, best) or _status_reason(library, asking, ranked)


def _speaks_of_it(asking: Asking, best: Located, *, figure: bool) -> bool:
    """Whether enough of the question stands around the span: of its things above all, since what is done is said in many words.

    A figure needs more than words do: what reports leave out is mostly a figure of a thing they speak of.
    """
    if asking.across:
        return best.coverage >= _COVERED_ACROSS
    telling = [term for term in asking.reading.terms if term.weight >= _THING and term.word not in GENERAL]
    total = sum(term.weight for term in telling)
    held = total - sum(term.weight for term in telling if term in best.missing)
    things = held / total if total else best.coverage
    if figure:
        return best.coverage >= _COVERED or (things >= _COVERED and best.coverage >= _LEAST)
    return best.coverage >= _LEAST_IN_WORDS or things >= 0.5


def _lacks_growth(asking: Asking, best: Located) -> bool:
    """Whether only growth is asked for and the span, though it holds some percentage, says of nothing that it rose or fell."""
    reading = asking.reading
    return growth_only(reading) and _GROWN.search(best.text) is None and asking.calculation is None


def _of_other_stage(reading: Reading, best: Located) -> bool:
    """Whether it is asked when a thing reached one stage and the span dates another: 哪天开工 where only 5月投产 stands."""
    asked = [written for stage, written in STAGES.items() if stage in reading.text]
    if not asked or not _DATE_ASKED.search(reading.text) or any(re.search(written, best.sentence_text) for written in asked):
        return False
    return any(re.search(written, best.text) for written in STAGES.values())


_SPENT_ASKED = re.compile(r"投(?!产|入使用|入运营|放)|造价|花了?多少|花费|总投资")
_EARNED = re.compile(r"产值|收入|营收|利润|税|销售|贷款|授信|进出口|产能")
_SPENT = re.compile(r"投|造价|花|引资|资金|金额|总额")


def _other_sum(library: Library, asking: Asking, best: Located) -> bool:
    """Whether it is asked what was spent and the span's only sums are what is produced or earned."""
    if not _SPENT_ASKED.search(asking.question) or asking.calculation is not None or asking.reading.indicators:
        return False
    sums = [row for row in inside(library, best) if row.quantity.currency]
    names = [row.as_written + row.indicator for row in sums]
    return bool(sums) and all(_EARNED.search(name) and not _SPENT.search(name) for name in names)


def _states(reading: Reading, located: Located) -> bool:
    return any(figure.text.strip("约近超达") in located.text for figure in reading.figures)


def _lacks_topic(reading: Reading, best: Located) -> bool:
    """Whether telling words of the question (an indicator, a quoted or proper name) stand nowhere near the span."""
    if best.inside >= _SPOKEN_OF:
        return False
    heavy = [term for term in reading.terms if term.weight >= 1.3]
    missing = [term for term in best.missing if term.weight >= 1.3]
    return bool(missing) and len(missing) * 2 >= len(heavy)


def _lacks_subject(library: Library, reading: Reading, best: Located) -> bool:
    """Whether the thing a figure is asked of (a project, a building) is not what the span's sentence speaks of."""
    if best.inside >= _SPOKEN_OF:
        return False
    indicators = {mention.written for mention in reading.indicators}
    named = wanted_indicators(reading)
    of_indicator = any(row.indicator in named for row in inside(library, best))
    subjects = [
        term
        for term in reading.terms
        if term.weight >= (1.1 if of_indicator else 0.9) and term.word not in indicators and term.word not in GENERAL
    ]
    around = best.passage.text[max(0, best.sentence.start - best.passage.span.start - _CONTEXT) :] + "".join(best.passage.path)
    held = sum(holds_term(term, around) > 0 for term in subjects)
    return bool(subjects) and held * 2 < len(subjects) and not _WE.search(best.passage.text)


def _of_region(library: Library, asking: Asking, best: Located) -> bool:
    """Whether the whole city or province is asked for and the span's figures are the zone's."""
    if not _REGION.search(asking.question) or _BESIDE_REGION.search(asking.question):
        return False
    rows = inside(library, best)
    return bool(rows) and not any(row.subject_kind is SubjectKind.REGION for row in rows)


def _of_other_indicator(library: Library, reading: Reading, best: Located) -> bool:
    """Whether a question that names an indicator would be answered with a figure of another."""
    if not reading.indicators:
        return False
    wanted = wanted_indicators(reading)
    rows = inside(library, best)
    words = {
        word for mention in reading.indicators for word in (mention.written, mention.indicator.name, *mention.indicator.aliases)
    }
    spoken = any(word in best.sentence_text for word in words)
    return bool(rows) and not spoken and not any(row.indicator in wanted for row in rows)


def _of_group(reading: Reading, best: Located) -> bool:
    """Whether the thing asked of is one of several that share the figure: A、B等10个项目,合同引资额27.8亿元."""
    for term in reading.terms:
        at = best.sentence_text.find(term.word)
        if term.weight < 1.0 or at < 0 or term.word in GENERAL:
            continue
        if (
            re.search(r"(?:分别为|分别是|包括|其中有|即)[:：]?[^。;；]*$", best.sentence_text[:at])
            and "、" in best.sentence_text[at:]
        ):
            return _FIGURED.search(best.sentence_text[at : at + len(term.word) + 30]) is None
        shared = re.search(r"等\d+(?:个|家|户)", best.sentence_text[at:])
        figure = best.sentence_text.find(best.text[-12:])
        if shared and "、" in best.sentence_text[max(0, at - 20) : at + shared.end()] and figure > at + shared.start():
            return True
    return False


def _is_part(asking: Asking, best: Located) -> bool:
    """Whether a total is asked for and the span counts only some: 推动2家申报 is no number of all."""
    return bool(_TOTAL.search(asking.question)) and bool(_PART.search(best.text))


def lists_nothing(asking: Asking, best: Located) -> bool:
    """Whether the members of a counted group (三大平台, 一区四园) are asked for and the sentence names none."""
    if Asked.LIST not in asking.reading.asked or not _GROUP.search(asking.question) or not re.search("哪", asking.question):
        return False
    return "、" not in best.sentence_text


def _right_unit(library: Library, reading: Reading, best: Located) -> bool:
    """Whether a span that is to give an indicator holds a figure that can be one of it (从业人员 are people)."""
    if Asked.RATE in reading.asked or not reading.indicators or answers_all(reading.asked & _EXPLICIT, best.text):
        return True
    rows = inside(library, best)
    entries = [mention.indicator for mention in reading.indicators]
    return not rows or any(fits(entry, row.quantity.unit_norm) for entry in entries for row in rows)


def _period_reason(library: Library, asking: Asking, best: Located) -> str | None:
    """``period_mismatch`` where the question names a period with its year that the span does not speak of."""
    report = library.report(best.passage.report_id)
    parts = [each for each in periods_asked(library, asking, report.id) if each.months and each.months < 6]
    money = Asked.MONEY in asking.reading.asked or re.search("多少[万亿]", asking.question) is not None
    rows = [row for row in inside(library, best) if row.quantity.currency or not money] or inside(library, best)
    told = [row.period for row in rows if row.period]
    inside_asked = any(period.contains(row) if len(parts) == 1 else period.overlaps(row) for period in parts for row in told)
    if parts and told and not inside_asked:
        return "period_mismatch"
    kinds = ("year", "span", "half", "quarter")
    years = {mention.period.start.year for mention in asking.reading.periods if mention.period and mention.year_stated}
    if report.period is None and years and not any(str(year) in report.text for year in years):
        return "period_mismatch"
    for mention in asking.reading.periods:
        if not (mention.year_stated and mention.period and mention.kind in kinds and report.period):
            continue
        periods = told
        if periods and not any(period.overlaps(mention.period) for period in periods):
            return "period_mismatch"
        whole = "全年" in mention.text and Asked.YES_NO not in asking.reading.asked
        if whole and periods and asking.wants != "target" and not any(period.contains(mention.period) for period in periods):
            return "period_mismatch"
        if not periods and not report.period.overlaps(mention.period) and str(mention.period.start.year) not in report.text:
            return "period_mismatch"
    return None


def _status_reason(library: Library, asking: Asking, ranked: Sequence[Located]) -> str | None:
    """``only_target`` where a result is asked for and only a target found; and nothing where a target is and none stands."""
    if Asked.YES_NO in asking.reading.asked or asking.wants is None:
        return None
    strong = [each for each in ranked if each.score >= ranked[0].score - 0.35 and each.fits]
    statuses = {status_of(library, each) for each in strong if inside(library, each)}
    if not statuses or None in statuses:
        return None
    if re.search("实际", asking.question) and statuses == {Status.TARGET}:
        return "only_target"
    if re.search("目标", asking.question) and asking.calculation is None and Status.TARGET not in statuses:
        return "not_in_reports"
    return None
