"""Periods of time in report text -> ``Period``, resolved against the report's own period and year.

上半年, 1-4月, 今年以来, 截至目前, 年内, 全年, 去年, 明年 mean nothing by themselves: ``Calendar`` says what they mean in one report.
An unknown year gives a mention without a period; an unknown end is open. One pass of one pattern, no step unbounded: linear.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from index.domain import Period, Span
from index.numerals import fold, han_number

_FULL_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH = r"(?:(?<![0-9.])|(?<=[0-9]{4}[.-]))(?:1[0-2]|0?[1-9])(?![0-9])|(?<![一二三四五六七八九十百千第每逐])(?:十[一二]?|[一二三四五六七八九元])"
_DAY = r"[0-9]{1,2}|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]"
_DASH = r"\s?(?:-{1,2}|~|至|到)\s?"
_COUNT = r"[0-9]{1,2}|十[一二]?|[两二三四五六七八九]"

_HAN = "[一二两三四五六七八九十元]"

# The first lookahead only names how a period may begin, so that nothing else is tried elsewhere.
_MENTION = re.compile(
    rf"""
    (?=(?<![0-9])[0-9]{{1,4}}\s?[-年月季个~至到./0-9]
      |[今本去上前明次来当同后下]一?[年半个月]|同期|[头前](?:[0-9]|{_HAN})|截[至止]|[全半开]年|年[内底末终初]|[到至于]年|目前|至今|以来|来[,，]
      |(?:最近|近|过去|未来|今后)(?:[0-9]|{_HAN})|{_HAN}{{1,3}}[-年月季~至到]|第[0-9一二三四]季|["“‘]?十[一二三四五六]五)
    (?:
    (?P<plan>["“‘]?(?P<plan_name>十[一二三四五六])五["”’]?(?!工程|号)
        (?:(?P<plan_end>(?:规划)?(?:期?末|收官之年))|(?P<plan_since>以来)|(?:的?[头前](?P<plan_first>[一两二三四])年)|(?:的?后(?P<plan_last>[一两二三四])年)
        |时期|期间|规划期?间?)?)
  | (?P<years>(?<![0-9])(?P<from_year>{_FULL_YEAR})\s?年?{_DASH}(?P<to_year>{_FULL_YEAR})\s?年度?)
  | (?P<some_years>(?P<way>最?近|过去|未来|今后)(?P<n_years>{_COUNT})年(?:以?来|间|期间)?
        |(?<![0-9〇零一二三四五六七八九十])(?P<n_years_since>{_COUNT})年(?:以?来(?!的?路)|间(?!接|隔)))
  | (?P<half_year>半年来)
  | (?P<numeric>(?<![0-9.])(?P<n_year>20[0-9]{{2}})(?P<n_dash>[-/.])(?P<n_month>1[0-2]|0?[1-9])(?P=n_dash)(?P<n_day>[0-9]{{1,2}})(?![0-9.]))
  | (?P<this_month>(?<![以月份])(?:本月|当月|上个?月)(?!均|度))
  | (?P<until>截[至止]到?\s?(?!目前|当前|现在|今[日天]|期末|报告期末))?
    (?:
        (?<![0-9])(?P<year>{_FULL_YEAR})\s?(?:年度?|[.-](?=[0-9]{{1,2}}[-~至到][0-9]{{1,2}}月)|(?<=\s)(?=[0-9]{{1,2}}[-~至到][0-9]{{1,2}}月))\s?的?
      | (?<![0-9.])(?P<short>[1-3][0-9])年(?=[上下]半年|全年|[一二三四]季度|前[一二三]季度|度|同期|(?:1[0-2]|0?[1-9])(?:月|[-~至到](?:1[0-2]|[1-9])月))度?
      | (?P<relative>今年|(?<!基)本年|(?<![^超]过)去年|(?<!以)上一?年(?!均)|(?<!以)前年(?!均)|(?<![证说表注写标载声申])明年|次年|(?<!以)来年(?!均)|(?<!相)当年|(?<![相合共])同年|(?:(?<![一-鿿])|(?<=[到至于和及]))后年(?![产均新收利]))度?的?
    )?
    (?:
        (?P<dates>(?P<month_1>{_MONTH})月(?P<day_1>{_DAY})[日号]?{_DASH}(?:(?:(?P<year_2>{_FULL_YEAR})年)?(?P<month_2>{_MONTH})月)?(?P<day_2>{_DAY})[日号])
      | (?P<cross>(?P<cross_1>{_MONTH})月份?{_DASH}(?P<cross_year>{_FULL_YEAR})年(?P<cross_2>{_MONTH})月份?)
      | (?P<date>(?P<d_month>{_MONTH})月(?P<d_day>{_DAY})[日号])
      | (?P<months>(?P<from_month>{_MONTH})(?:月份?)?{_DASH}(?P<to_month>{_MONTH})月份?)
      | (?P<lost>(?<![0-9.])1(?P<lost_to>[3-9]|1[0-2])月份?)
      | (?P<month_sum>(?:(?<![目以之])前|头)(?P<sum_to>{_COUNT})个?月)
      | (?P<month>(?P<m_month>{_MONTH})月份?(?P<m_part>底|末|初|中下?旬|上旬|下旬|之?前|以来)?(?![0-9均]))
      | (?P<half>(?P<which_half>[上下])半年度?|半年度)(?P<h_part>末|底)?
      | (?P<quarters>(?:(?<![目以之])前|头|(?<![0-9])第?[一1](?:季度)?{_DASH}第?)(?P<q_sum>[一二三四两1-4])个?季度)
      | (?P<quarter>第?(?P<q_one>[一二三四]|(?<![0-9.])[1-4])季度(?P<q_part>末|底)?)
      | (?P<whole>全年度?)
      | (?P<same>同期)
      | (?P<now>截[至止]到?(?:目前|当前|现在|今日|今天|期末|报告期末)|(?<!截[至止])目前|(?<!时)至今|(?:年初|开年)以来|(?<=年)以来|(?<=年度)以来|(?<=年)来(?=[,，]))
      | (?P<year_end>(?<=年)(?:底|末|终)(?:之?前)?|(?<![0-9〇零一二三四五六七八九十])[到至于]?年(?:底|末|终)(?:之?前)?)
      | (?P<within>(?<=年)内|(?<![0-9〇零一二三四五六七八九十两])年内)
    )?
    )
    """,
    re.VERBOSE,
)
_HAN_YEAR = re.compile("(?:一九|二[〇零])[〇零一二三四五六七八九]{2}(?=年)")
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_OFFSETS = {"今": 0, "本": 0, "当": 0, "同": 0, "去": -1, "上": -1, "前": -2, "明": 1, "次": 1, "来": 1, "后": 2}
_PLANS = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}


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
    """Words that name a period. ``kind``: span, month, date, quarter, half, year, years, so_far, deadline, now, same, plan.

    ``period`` is None where it cannot be known. A deadline (年底前, 10月底) is the month the words end on; the end of a year that
    is over (上年末) is a ``month``. ``same`` (去年同期) is what a figure is compared with; ``years`` counts years back or on (近三年).
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
    """Every mention of a period, in order of place and apart from each other."""
    calendar = calendar or Calendar()
    folded = _HAN_YEAR.sub(lambda match: match.group().translate(_HAN_DIGITS), fold(text))
    found: list[PeriodMention] = []
    for match in _MENTION.finditer(folded):
        if match.end() == match.start():
            continue
        read = (_last_month(found), "month") if match["this_month"] == "当月" and found else _read(match, calendar)
        if read is not None:
            period, kind = read
            end = match.start() + len(match.group().rstrip(" 的"))
            span = Span(match.start(), end)
            stated = any(match[name] for name in ("year", "short", "years", "plan", "numeric"))
            found.append(PeriodMention(span, span.of(text), period, kind, stated))
    return found


def _read(match: re.Match[str], calendar: Calendar) -> tuple[Period | None, str] | None:
    """Period and kind of a match, None where the words name no period."""
    if match["plan"]:
        return _plan(match), "plan"
    if match["years"]:
        first, last = int(match["from_year"]), int(match["to_year"])
        return (Period(date(first, 1, 1), date(last, 12, 31)) if first <= last else None), "span"
    if match["some_years"]:
        return _some_years(match, calendar), "years"
    if match["half_year"]:
        return (calendar.period if calendar.period and calendar.period.months == 6 else None), "half"
    if match["numeric"]:
        day = _day(int(match["n_year"]), int(match["n_month"]), int(match["n_day"]))
        return None if day is None else (Period(day, day), "date")
    if match["this_month"]:
        return _this_month(match["this_month"], calendar), "month"
    if match["now"] and not (match["year"] or match["relative"] or "以来" in match["now"]):
        return calendar.period, "now"
    named = bool(match["year"] or match["short"] or match["relative"])
    return _within_year(match, _year_of(match, calendar), calendar, named=named)


def _within_year(match: re.Match[str], year: int | None, calendar: Calendar, *, named: bool) -> tuple[Period | None, str] | None:
    """What is named inside one year: days, months, quarters, halves, the whole, its end, 截至 any of these."""
    if match["now"] or (match["m_part"] == "以来"):
        start = _number(match["m_month"]) if match["month"] else 1
        return (None if year is None else _so_far(year, start, calendar)), "so_far"
    if match["same"]:
        return _same(calendar, year if named else None), "same"
    if match["date"] or match["dates"] or match["cross"]:
        period = None if year is None else _days(match, year)
        if year is not None and period is None:
            return None
        kind = "date" if match["date"] else "span"
    else:
        months, kind = _months_of(match)
        if months is None:
            if not named:
                return None
            months, kind = (1, 12), "year"
        period = None if year is None else months_period(year, *months)
        if year is not None and period is None:
            return None
    if match["until"]:
        return (None if period is None or period.end is None else Period(date(period.end.year, 1, 1), period.end)), "so_far"
    if kind == "deadline" and match["year_end"] and period and calendar.period and period.start < calendar.period.start:
        kind = "month"
    return period, kind


def _year_of(match: re.Match[str], calendar: Calendar) -> int | None:
    if match["year"]:
        return int(match["year"])
    if match["short"]:
        return 2000 + int(match["short"])
    if match["relative"] is None:
        return calendar.year
    return None if calendar.now is None else calendar.now + _OFFSETS[match["relative"][0]]


def _number(written: str | None) -> int:
    if not written:
        return 0
    if written == "元":
        return 1
    return int(written) if written.isdigit() and written.isascii() else han_number(written) or 0


def _months_of(match: re.Match[str]) -> tuple[tuple[int, int] | None, str]:
    """First and last month the words name, and what kind of mention they are."""
    if match["months"]:
        return (_number(match["from_month"]), _number(match["to_month"])), "span"
    if match["lost"]:
        return (1, int(match["lost_to"])), "span"
    if match["month_sum"]:
        return (1, _number(match["sum_to"])), "span"
    if match["month"]:
        return (_number(match["m_month"]),) * 2, "deadline" if match["m_part"] else "month"
    if match["half"]:
        first = 7 if match["which_half"] == "下" else 1
        return ((first + 5, first + 5), "deadline") if match["h_part"] else ((first, first + 5), "half")
    if match["quarters"]:
        return (1, 3 * _number(match["q_sum"])), "span"
    if match["quarter"]:
        last = 3 * _number(match["q_one"])
        return ((last, last), "deadline") if match["q_part"] else ((last - 2, last), "quarter")
    if match["whole"]:
        return (1, 12), "year"
    if match["year_end"]:
        return (12, 12), "deadline"
    if match["within"]:
        return (1, 12), "deadline"
    return None, ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days(match: re.Match[str], year: int) -> Period | None:
    """The days of a date, of two dates, or of months of two years; None where they are no dates or out of order."""
    if match["cross"]:
        first = months_period(year, *(_number(match["cross_1"]),) * 2)
        last = months_period(int(match["cross_year"]), *(_number(match["cross_2"]),) * 2)
        return Period(first.start, last.end) if first and last and last.end and first.start <= last.end else None
    if match["date"]:
        day = _day(year, _number(match["d_month"]), _number(match["d_day"]))
        return None if day is None else Period(day, day)
    month = _number(match["month_1"])
    start = _day(year, month, _number(match["day_1"]))
    end = _day(int(match["year_2"] or year), _number(match["month_2"]) or month, _number(match["day_2"]))
    return Period(start, end) if start and end and start <= end else None


def _plan(match: re.Match[str]) -> Period:
    first = _PLANS[match["plan_name"]]
    if match["plan_end"]:
        return year_period(first + 4)
    if match["plan_since"]:
        return Period(date(first, 1, 1), None)
    start = first + 5 - _number(match["plan_last"]) if match["plan_last"] else first
    end = first + _number(match["plan_first"]) - 1 if match["plan_first"] else first + 4
    return Period(date(start, 1, 1), date(end, 12, 31))


def _some_years(match: re.Match[str], calendar: Calendar) -> Period | None:
    """近三年 of a report on a whole year ends with that year; of any other report, and 未来三年, it is not known."""
    period, count = calendar.period, _number(match["n_years"] or match["n_years_since"])
    if period is None or period.months != 12 or period.end is None or match["way"] in ("未来", "今后") or count < 1:
        return None
    return Period(date(period.end.year - count + 1, 1, 1), period.end)


def _last_month(found: list[PeriodMention]) -> Period | None:
    """当月 after 1-4月 or 5月8日 is the month that was spoken of last."""
    last = found[-1]
    if last.period is None or last.period.end is None or last.kind not in ("month", "date", "span"):
        return None
    return months_period(last.period.end.year, last.period.end.month, last.period.end.month)


def _this_month(words: str, calendar: Calendar) -> Period | None:
    """本月 and 上月 are known in a report on one month."""
    period = calendar.period
    if period is None or period.months != 1:
        return None
    if not words.startswith("上"):
        return period
    year, month = (period.start.year, period.start.month - 1) if period.start.month > 1 else (period.start.year - 1, 12)
    return months_period(year, month, month)


def _same(calendar: Calendar, year: int | None) -> Period | None:
    """The reported period in another year; None where no year is named (同期)."""
    period = calendar.period
    if period is None or period.end is None or year is None:
        return None
    last = monthrange(year + period.end.year - period.start.year, period.end.month)[1]
    whole = period.end.day == monthrange(period.end.year, period.end.month)[1]
    end = date(year + period.end.year - period.start.year, period.end.month, last if whole else min(period.end.day, last))
    return Period(
        period.start.replace(year=year, day=min(period.start.day, 28) if period.start.month == 2 else period.start.day), end
    )


def _so_far(year: int, month: int, calendar: Calendar) -> Period:
    """From the first day of a month to the end of the reported period, or open where that lies elsewhere."""
    start, period = date(year, month, 1), calendar.period
    if period and period.start.year == year and period.end and period.end >= start:
        return Period(start, period.end)
    return Period(start, None)
