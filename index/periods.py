"""Periods of time in report text -> ``Period``, resolved against the report's own period and year.

上半年, 1-4月, 今年以来, 截至目前, 年内, 全年, 去年, 明年 mean nothing by themselves: ``Calendar`` says what they mean in one report.
An unknown year gives a mention without a period; an unknown end is open.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from index.domain import Period, Span
from index.numerals import fold, han_number

_HAN_DIGIT = "[一二三四五六七八九十两]"
_YEAR = r"(?P<year>(?:19|20)\d{2})年?"
_FULL_YEAR = r"(?:19|20)\d{2}"
_QUARTERS = {"一": (1, 3), "二": (4, 6), "三": (7, 9), "四": (10, 12), "1": (1, 3), "2": (4, 6), "3": (7, 9), "4": (10, 12)}

_MENTION = re.compile(
    rf"""
    (?P<years>(?P<from_year>{_FULL_YEAR})\s?年?\s?(?:-|~|至|到)\s?(?P<to_year>{_FULL_YEAR})\s?年)
  | (?:(?:(?P<year>{_FULL_YEAR})\s?(?:年度|年|[.-](?=\d{{1,2}}[-~至到]\d{{1,2}}月)))\s?|(?P<relative>今年|本年|去年|上年|前年|明年|次年|来年|当年|同年)的?)?
    (?:
      (?P<date>(?P<d_month>\d{{1,2}})月(?P<d_day>\d{{1,2}})[日号])
    | (?P<months>(?P<from_month>\d{{1,2}})(?:月份?)?\s?(?:-|~|至|到)\s?(?P<to_month>\d{{1,2}})月份?)
    | (?P<lost>(?<!\d)1(?P<lost_to>[3-9]|1[0-2])月份?)
    | (?P<monthsum>前(?P<sum_to>\d{{1,2}}|{_HAN_DIGIT}{{1,2}})个?月|头(?P<head_to>\d{{1,2}}|{_HAN_DIGIT}{{1,2}})个月)
    | (?P<month>(?P<m_month>\d{{1,2}})月份?(?P<m_part>底|末|初|中下?旬|上旬|下旬|之?前)?(?!\d))
    | (?P<half>上半年|下半年|半年度)
    | (?P<quarters>(?:前|头)(?P<q_sum>[一二三两23])个?季度)
    | (?P<quarter>(?:第?(?P<q_one>[一二三四]|[1-4])季度))
    | (?P<whole>全年|年全年|年度)
    | (?P<sofar>以来|来(?=[,，])|截[至止](?:目前|当前|现在)|至今|截[至止](?=\d))
    | (?P<within>年内|(?:到|至|今|于)?年?底前?(?<=年底)|(?:到|至|今|于)?年底前|年末|年终)
    )?
    """,
    re.VERBOSE,
)
_ALONE = re.compile(
    r"截[至止](?:目前|当前|现在)|目前|至今|今年以?来|年初以来|年内|到?年底前?|年末|全年|上半年|下半年|同期|明年|去年|上年|今年"
)
_PLAN_YEARS = re.compile(r"[“\"]?(?P<plan>十[二三四五六])五[”\"]?(?:时?期?间?)(?P<end>末)?")
_PLANS = {"十二": (2011, 2015), "十三": (2016, 2020), "十四": (2021, 2025), "十五": (2026, 2030)}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What relative words mean in one text: the period it reports on and the year it calls 今年 (either may be unknown)."""

    period: Period | None = None
    this_year: int | None = None

    @property
    def year(self) -> int | None:
        """The year of words that name none (上半年, 1-4月, 全年): the one reported on."""
        return self.period.start.year if self.period else self.this_year

    @property
    def now(self) -> int | None:
        """The year 今年, 去年 and 明年 are told from."""
        return self.this_year if self.this_year is not None else self.year


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that name a period. ``kind``: span, month, date, quarter, half, year, so_far, deadline, now, plan.

    ``period`` is None where the year cannot be known. A deadline (年底前, 10月底) is the day the words end on.
    """

    span: Span
    text: str
    period: Period | None
    kind: str
    year_stated: bool = False


def year_period(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def months_period(year: int, first: int, last: int) -> Period | None:
    """Whole months ``first`` to ``last`` of a year; None where those are no months."""
    if not 1 <= first <= last <= 12:
        return None
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def period_label(period: Period | None) -> str:
    """``Period.label``, with words for a period nobody stated."""
    if period is None:
        return "报告期未注明年份"
    return period.label


def find_periods(text: str, calendar: Calendar | None = None) -> list[PeriodMention]:
    """Every mention of a period in order; overlapping readings are resolved to the longest."""
    calendar = calendar or Calendar()
    folded = fold(text)
    found: list[PeriodMention] = []
    for match in _MENTION.finditer(folded):
        if match.end() == match.start():
            continue
        mention = _resolve(text, match, calendar)
        if mention is not None:
            found.append(mention)
    taken = [mention.span for mention in found]
    for match in _ALONE.finditer(folded):
        span = Span(*match.span())
        if not any(span.overlaps(other) for other in taken):
            found.append(PeriodMention(span, text[span.start : span.end], *_alone(match.group(), calendar)))
    for match in _PLAN_YEARS.finditer(folded):
        first, last = _PLANS.get(match.group("plan"), (0, 0))
        span = Span(*match.span())
        if first and not any(span.overlaps(mention.span) and mention.kind != "plan" for mention in found):
            found = [mention for mention in found if not span.overlaps(mention.span)]
            period = year_period(last) if match.group("end") else Period(date(first, 1, 1), date(last, 12, 31))
            found.append(PeriodMention(span, text[span.start : span.end], period, "plan", year_stated=True))
    return sorted(found, key=lambda mention: mention.span)


def _year_of(match: re.Match[str], calendar: Calendar) -> tuple[int | None, bool]:
    if match.group("year"):
        return int(match.group("year")), True
    relative = match.group("relative")
    if relative is None:
        return calendar.year, False
    offset = {"去年": -1, "上年": -1, "前年": -2, "明年": 1, "次年": 1, "来年": 1}.get(relative, 0)
    return (calendar.now + offset if calendar.now is not None else None), False


def _resolve(text: str, match: re.Match[str], calendar: Calendar) -> PeriodMention | None:
    span = Span(*match.span())
    written = text[span.start : span.end]
    if match.group("years"):
        first, last = int(match.group("from_year")), int(match.group("to_year"))
        return PeriodMention(
            span, written, Period(date(first, 1, 1), date(last, 12, 31)) if first <= last else None, "span", year_stated=True
        )
    year, stated = _year_of(match, calendar)
    months, kind = _months_of(match)
    if months is None and kind == "":
        if not stated and not match.group("relative"):
            return None
        if stated and "年" not in match.group():
            return None
        return PeriodMention(span, written, None if year is None else year_period(year), "year", stated)
    if kind == "so_far":
        if not stated and not match.group("relative"):
            return PeriodMention(span, written, *_alone("截至目前", calendar))
        return PeriodMention(span, written, _so_far(year, calendar), kind, stated)
    if kind == "deadline" and not stated and not match.group("relative") and months is None:
        return None
    if months is None or year is None:
        return PeriodMention(span, written, None, kind, stated) if months is None or year is None and kind != "" else None
    if kind == "date":
        try:
            day = date(year, int(match.group("d_month")), int(match.group("d_day")))
        except ValueError:
            return None
        return PeriodMention(span, written, Period(day, day), kind, stated)
    return PeriodMention(span, written, months_period(year, *months), kind, stated)


def _months_of(match: re.Match[str]) -> tuple[tuple[int, int] | None, str]:
    """First and last month the words name, and what kind of mention they are."""
    group = match.group
    if group("date"):
        return (int(group("d_month")),) * 2, "date"
    if group("months"):
        return (int(group("from_month")), int(group("to_month"))), "span"
    if group("lost"):
        return (1, int(group("lost_to"))), "span"
    if group("monthsum"):
        written = group("sum_to") or group("head_to")
        last = int(written) if written.isdigit() else han_number(written) or 0
        return (1, last), "span"
    if group("month"):
        return (int(group("m_month")),) * 2, "deadline" if group("m_part") else "month"
    if group("half"):
        return {"上半年": (1, 6), "下半年": (7, 12), "半年度": (1, 6)}[group("half")], "half"
    if group("quarters"):
        return (1, 3 * {"一": 1, "二": 2, "两": 2, "三": 3, "2": 2, "3": 3}[group("q_sum")]), "span"
    if group("quarter"):
        return _QUARTERS[group("q_one")], "quarter"
    if group("whole"):
        return (1, 12), "year"
    if group("sofar"):
        return None, "so_far"
    if group("within"):
        return (1, 12) if group("within") == "年内" else (12, 12), "deadline"
    return None, ""


def _so_far(year: int | None, calendar: Calendar) -> Period | None:
    """From the first day of the year to the end of the reported period, or open where that lies in another year."""
    if year is None:
        return None
    if calendar.period and calendar.period.start.year == year and calendar.period.end:
        return Period(date(year, 1, 1), calendar.period.end)
    return Period(date(year, 1, 1), None)


def _alone(words: str, calendar: Calendar) -> tuple[Period | None, str]:
    year = calendar.now if words.startswith(("今年", "去年", "上年", "明年")) else calendar.year
    if words.startswith(("截", "目前", "至今")):
        return calendar.period, "now"
    if words in ("同期",):
        return None, "same"
    if year is None:
        return None, "year" if words in ("全年", "今年", "去年", "上年", "明年") else "half" if "半年" in words else "deadline"
    if words.endswith("来"):
        return _so_far(year, calendar), "so_far"
    if words in ("上半年", "下半年"):
        return months_period(year, *((1, 6) if words == "上半年" else (7, 12))), "half"
    if words in ("明年",):
        return year_period(year + 1), "year"
    if words in ("去年", "上年"):
        return year_period(year - 1), "year"
    if words in ("全年", "今年", "年内"):
        return year_period(year), "year"
    return months_period(year, 12, 12), "deadline"
