"""The periods of a table: what its title says, what a head or a row says, else the report's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.domain import Period
from index.periods import Calendar, find_periods, months_period, year_period

_YEAR_ONLY = re.compile(r"(?:19|20)\d{2}(?:年度?)?")
_STAMPED = re.compile(r"填报|填表|制表|报送|审核|印发|发布|日期|联系")
_SENTENCE = re.compile(r"[。;!?]")
_LONGEST_TITLE = 60
_TITLED = frozenset({"span", "half", "year", "quarter", "month", "so_far", "plan"})
_EXPECTED = re.compile(r"预计(?:完成|数|情况)")
_PLANNED = re.compile(r"(?:目标|计划|任务|预期)(?:分解|安排|分配|下达|一览|任务)?(?:情况)?表?\s*(?:[(（].*)?$")
_COMPARED = re.compile(r"同比|增长|增速|增幅|±|增减")
_WHOLE = re.compile(r"全年|年度|年底|年末")


def year_only(words: str) -> bool:
    return _YEAR_ONLY.fullmatch(words) is not None


@dataclass(frozen=True, slots=True)
class Times:
    """``base`` is the period that the table is of; ``reported`` that of the report. ``monthly``: its title names one month only.

    ``years`` are the bare years that its heads name, ``compared`` says that a head sets them against one another.
    ``expected`` and ``planned`` are what its title says of all figures.
    """

    base: Period | None
    reported: Period | None
    calendar: Calendar
    monthly: bool = False
    years: frozenset[int] = frozenset()
    compared: bool = False
    expected: bool = False
    planned: bool = False

    def of_head(self, head: str, *, earlier: bool = False, target: bool = False) -> tuple[Period | None, bool]:
        """The period of a column, and whether its head states one. A stated period that cannot be known is (None, True)."""
        words = _dated(head)
        said = [each for each in find_periods(words, self.calendar) if each.kind != "deadline"]
        known = [each for each in said if each.period is not None]
        if known:
            mention = known[0]
            if mention.kind == "year" and not _WHOLE.search(words) and not target:
                relative = not re.search(r"\d", mention.text)
                return self._bare_year(mention.period, relative=relative), not relative or earlier
            if mention.kind == "same" and self.base is None:
                return None, True
            return mention.period, True
        base = self.base
        if base is None or base.end is None:
            return base, False
        if target:
            return year_period(base.end.year), False
        if re.search("本月|当月", words):
            return months_period(base.end.year, base.end.month, base.end.month), True
        if earlier:
            return months_period(base.end.year - 1, base.start.month, base.end.month), False
        if "累计" in words and base.start.year == base.end.year and (self.monthly or base.start.month > 1):
            return Period(date(base.end.year, 1, 1), base.end), True
        return (self.reported, False) if self.monthly and self._ends_with_report() else (base, self.monthly)

    def of_row(self, name: str) -> Period | None:
        """The period that a row's name is, all of it; None where it is none."""
        words = re.sub(
            r"[(（](?:预计|预期|目标|计划|快报|初步|实际|完成)?数?[)）]|预计|目标|计划|完成|实际", "", _dated(name)
        ).strip()
        found = find_periods(words, self.calendar)
        if len(found) != 1 or found[0].period is None or len(words) - len(found[0].text) > 1:
            return None
        return found[0].period

    def without(self, head: str) -> str:
        """A head without the periods in it."""
        words = _dated(head)
        for mention in reversed(find_periods(words, self.calendar)):
            words = words[: mention.span.start] + words[mention.span.end :]
        return words.strip(" 的·、,/")

    def is_ahead(self, period: Period | None) -> bool:
        """Whether a period begins after the reported one is over."""
        if period is None or self.reported is None or self.reported.end is None:
            return False
        return period.start > self.reported.end

    def is_over(self, period: Period | None) -> bool:
        """Whether a period ended before the reported one began."""
        if period is None or period.end is None or self.reported is None:
            return False
        return period.end < self.reported.start

    def _bare_year(self, year: Period | None, *, relative: bool) -> Period | None:
        """2024年 over a column of a table on half a year is that half, and so are other years that it is set against."""
        base = self.base
        if year is None or base is None or base.end is None or base.months == 12:
            return year
        if base.start.year != base.end.year or not (relative or base.start.year in self.years):
            return year
        if year.start.year == base.start.year:
            return base
        return months_period(year.start.year, base.start.month, base.end.month) if self.compared else year

    def _ends_with_report(self) -> bool:
        return self.base is not None and self.reported is not None and self.base.end == self.reported.end


def times_of(above: Sequence[str], heads: Sequence[str], reported: Period | None, calendar: Calendar, *, planned: bool) -> Times:
    """The periods of a table under the lines ``above`` (the nearest last), with the words of its heads."""
    lines = [re.sub(r"[(（]?\s?(?:计量)?单位\s?[:：][^()（）]*[)）]?", "", line).strip() for line in reversed(above)]
    titles = [
        line
        for line in lines
        if line and len(line) <= _LONGEST_TITLE and not _SENTENCE.search(line) and not _STAMPED.search(line)
    ]
    base = reported
    monthly = False
    for title in titles:
        said = [each for each in find_periods(title, calendar) if each.kind in _TITLED and each.period is not None]
        if said:
            base = said[0].period
            if (
                said[0].kind == "year"
                and reported is not None
                and base is not None
                and base.contains(reported)
                and not _WHOLE.search(title)
            ):
                base = reported
            monthly = said[0].kind == "month" and base != reported
            break
    years = {
        int(year[:4]) for head in heads if (year := re.sub(r"[^\d年]", "", head)) and year_only(year) and year_only(head.strip())
    }
    words = " ".join(titles[:2])
    return Times(
        base,
        reported,
        Calendar(base, calendar.this_year),
        monthly,
        frozenset(years),
        compared=any(map(_COMPARED.search, heads)),
        expected=_EXPECTED.search(words) is not None,
        planned=planned or any(map(_PLANNED.search, titles[:1])),
    )


def _dated(words: str) -> str:
    """2024 alone over a column is a year."""
    return f"{words}年" if re.fullmatch(r"(?:19|20)\d{2}", words) else words
