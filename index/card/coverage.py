"""What part of which year a report covers: months from title, opening, headings and figures; the year by weight of evidence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from index.outline import outline

A_YEAR = r"(?:19[89]|20[0-9])[0-9]"
"""A year that a report may speak of."""
_HAN_YEAR = re.compile(r"[一二][〇零○O九][〇零○O一二三四五六七八九]{2}(?=年)")
_HAN_DIGITS = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
_Y = rf"(?P<year>{A_YEAR})\s?年?\s?度?"
_SPAN = (
    r"(?P<half>上半年|半年度?|下半年)"
    r"|(?P<quarters>(?:[前头]|(?<![0-9])第?[一1](?:季度)?(?:-|~|—|至|到)第?)(?P<to_quarter>[一二三四两1-4])个?季度)"
    r"|(?:(?<![-~—至到])第?(?P<quarter>[一二三四1-4])季度)"
    r"|(?<![0-9])1\s?月?(?:份)?\s?(?:-|~|—|至|到)\s?(?P<month>1[0-2]|[2-9])\s?月份?"
    r"|(?<![0-9.])1(?P<undashed>1[0-2]|[3-9])月份?"
    r"|[前头](?P<first_months>1[0-2]|[2-9]|[二三四五六七八九十]|十[一二])个月"
    r"|(?P<annual>全年|年度|年终|年底总结)"
)
_DATED_SPAN = re.compile(rf"(?:{_Y}|(?P<relative>今年|本年)的?)?(?:{_SPAN})")
_LATER_MONTHS = re.compile(r"(?<![0-9])(?P<first>1[0-2]|[2-9])\s?月?份?\s?(?:-|~|—|至|到|、)\s?(?P<last>1[0-2]|[2-9])\s?月")
"""Months of a title that do not begin with January."""
_YEAR_WORK = re.compile(
    rf"({A_YEAR})\s?年?度?(?:的|以来)?[^,。;:\n]{{0,14}}?(?:总结|汇报|报告|情况|回顾|成效|成绩|工作|主要做法)"
)
_YEAR_OPENING = re.compile(rf"({A_YEAR})年(?:以来)?,")
_BEGINS = re.compile(rf"\W*({A_YEAR})年(?!\s?[0-9末底前后])")
_YEAR_OF_FIGURE = re.compile(
    rf"(?<![0-9到至较比与自从于])({A_YEAR})年(?:度|全年)?(?!\s?[0-9]|[末底前后起至-])"
    r"(?P<between>[^。;\n]{0,30}?)[0-9.]+(?:[亿万]|%|[家个项])"
)
_OTHER_TIMES = re.compile(r"成立|设立|获批|批准|获评|评为|认定|始建|建成|规划|计划|预计|力争|目标|将|拟|明年")
_GROWN = re.compile(r"[0-9][^。,;]{0,6},?(?:同比|比上年|比去年|增长|下降)")
_AGAINST = re.compile(rf"(?:与|较|比)({A_YEAR})年(?:同期|相比|增|末|底)")
_PLAN = re.compile(r"(?:工作)?(?:计划|打算|安排|思路|目标|展望|要点|设想|谋划|规划|措施|下一步)|下[一]?步")
_PLAN_BEHIND = re.compile(r"[^,。;:\n与和及暨]{0,8}?(?:计划|打算|安排|思路|目标|展望|要点|措施|预测)")
_DONE_OF_PLAN = re.compile(r"[^,。;:\n与和及暨]{0,14}?(?:完成|落实|推进|执行|进展)情况")
_MEETING = re.compile(rf"({A_YEAR})年?(?:度)?[^,。;\n]{{0,10}}(?:工作会议|经济工作会|工作大会|动员大会|总结表彰|三干会|誓师大会)")
_EARLY = re.compile(r"(?<![0-9])[123]月[0-9]{1,2}日|新的一年|开年|新春|春节")
_DONE_YEAR = re.compile(rf"(?:全年|{A_YEAR}年,?)(?:共|累计|实现|完成|预计完成|工业|规上)")
_EXPECTED = re.compile(r"(?:预计|力争|计划|目标|确保|到)$")


@dataclass(frozen=True, slots=True)
class Months:
    """What part of a year a report covers: months ``first`` to ``last``, and the words for it.

    ``written`` is what the text has instead where a sign was lost: 19月 can only be 1-9月.
    """

    first: int
    last: int
    words: str
    written: str | None = field(default=None, compare=False)


_WHOLE = Months(1, 12, "全年")


def with_digits(text: str) -> str:
    """二〇二三年 as 2023年, same length; other numbers stay."""
    return _HAN_YEAR.sub(lambda match: match.group().translate(_HAN_DIGITS), text)


def results_part(text: str) -> tuple[str, list[str]]:
    """The text up to the first main heading that opens plans, and the headings of the part before it."""
    headings: list[str] = []
    for section in outline(text):
        plan = _PLAN.search(section.heading) and not re.search(r"完成情况|落实情况|推进情况|总结", section.heading)
        if plan and section.level == 1 and section.span.start > len(text) * 0.15:
            return text[: section.span.start], headings
        headings.append(section.heading)
    return text, headings


def _months(match: re.Match[str]) -> Months | None:
    if match.group("half"):
        return Months(7, 12, "下半年") if match.group("half") == "下半年" else Months(1, 6, "上半年")
    if match.group("quarters"):
        last = 3 * ("一二三四".index(to) + 1 if (to := match.group("to_quarter").replace("两", "二")) in "一二三四" else int(to))
        return Months(1, last, match.group("quarters"))
    if match.group("quarter"):
        number = "一二三四1234".index(match.group("quarter")) % 4
        return Months(3 * number + 1, 3 * number + 3, f"{'一二三四'[number]}季度")
    if match.group("month"):
        last = int(match.group("month"))
        return Months(1, last, f"1-{last}月") if last <= 12 else None
    if match.group("undashed"):
        last = int(match.group("undashed"))
        return Months(1, last, f"1-{last}月", f"1{last}月")
    if match.group("first_months"):
        last = _count(match.group("first_months"))
        return Months(1, last, f"1-{last}月")
    return _WHOLE if match.group("annual") else None


def _count(words: str) -> int:
    """2 to 12, in digits or characters."""
    if words.isdigit():
        return int(words)
    return sum(10 if each == "十" else "一二三四五六七八九".index(each) + 1 for each in words)


def _planned(text: str, end: int) -> bool:
    """Whether the words right behind a span make it a plan: 下半年工作打算; 前三季度目标任务完成情况 is none."""
    return bool(_PLAN_BEHIND.match(text[end : end + 14])) and not _DONE_OF_PLAN.match(text[end : end + 20])


def _first_span(text: str) -> Months | None:
    for match in _DATED_SPAN.finditer(text):
        months = _months(match)
        if months is not None and not _planned(text, match.end()) and months.words != "下半年":
            return months
    return None


def _later_months(title: str) -> Months | None:
    match = _LATER_MONTHS.search(title)
    first, last = (int(match["first"]), int(match["last"])) if match else (0, 0)
    return Months(first, last, f"{first}-{last}月") if match and first < last and not _planned(title, match.end()) else None


def _since_january(named: Months, results: str) -> Months:
    """A report on the third quarter whose figures are of 1-9月 covers those: quarters are told as running totals."""
    if named.first == 1 or not named.words.endswith("季度"):
        return named
    spans = (_months(match) for match in _DATED_SPAN.finditer(results))
    return next((span for span in spans if span is not None and (span.first, span.last) == (1, named.last)), named)


def covered(title: str, results: str, headings: list[str]) -> Months | None:
    """Which months: the title says, else the opening, the headings, else what the figures are mostly of."""
    named = _first_span(title) or _later_months(title)
    if named is not None:
        return _since_january(named, results)
    if _YEAR_WORK.search(title) and not re.search(r"要点|计划$|打算$", title):
        return _WHOLE
    opening = results[:400]
    for match in _DATED_SPAN.finditer(opening):
        about = opening[match.end() : match.end() + 24]
        if re.match(r"[^,。;\n]{0,20}(?:总结|汇报|报告|情况)", about) and not _planned(opening, match.end()):
            return _months(match)
    spans = [span for span in (_first_span(heading) for heading in headings[:12]) if span is not None]
    if spans:
        return spans[0]
    if any(_YEAR_WORK.search(heading) for heading in headings[:3]) or _YEAR_OPENING.match(results.lstrip(" |\n")[:10]):
        return _WHOLE
    counted = Counter(
        months
        for match in _DATED_SPAN.finditer(results)
        if (months := _months(match)) is not None and not _EXPECTED.search(results[max(0, match.start() - 4) : match.start()])
    )
    best = max(counted, key=lambda months: (counted[months], months.last), default=None)
    if (_BEGINS.match(results) or _BEGINS.match(title)) and (best is None or counted[best] == 1 or _grown_before(results, best)):
        return _WHOLE  # a figure or two of 1-11月 in what begins with a year are late, and all else is of the year
    return best or (_WHOLE if _YEAR_WORK.search(title) else None)


def cut_short(results: str) -> Months | None:
    """A yearly report written before the year's end gives its figures for 1-N月: then that is what it covers."""
    done = 0
    for match in _DONE_YEAR.finditer(results):
        ahead = results[max(0, match.start() - 4) : match.start()]
        about = results[match.end() : match.end() + 12]
        done += not _EXPECTED.search(ahead) and bool(re.search(r"[0-9]", about)) and not match.group().endswith("预计完成")
    counted = Counter(
        months
        for match in _DATED_SPAN.finditer(results)
        if (match.group("month") or match.group("undashed")) and (months := _months(match)) is not None
    )
    if not counted or done:
        return None
    best = max(counted, key=lambda months: (counted[months], months.last))
    return best if best.last < 12 and not _grown_before(results, best) else None


def _grown_before(results: str, months: Months) -> bool:
    """Whether figures with their growth stand before the first of these months: a report on months names them first.

    今年1-7月 behind the figures of a year by its number are of the year after it, and what the report is on.
    """
    told = [match for match in _DATED_SPAN.finditer(results) if _months(match) == months]
    return not any(match["relative"] for match in told) and _GROWN.search(results, 0, told[0].start()) is not None


def first_year(text: str) -> int | None:
    match = re.search(rf"(?<![0-9])({A_YEAR})(?![0-9])", text)
    return int(match.group(1)) if match else None


def title_year_of(title: str) -> int | None:
    """The year a title reports on; the year of the plan in 2023年工作总结和2024年工作计划 is the other one."""
    for match in re.finditer(rf"(?<![0-9])({A_YEAR})(?![0-9])", title):
        if not _planned(title, match.end() + (title[match.end() : match.end() + 1] == "年")):
            return int(match.group(1))
    return first_year(title)


def body_year_of(results: str, headings: list[str], months: Months | None) -> int | None:
    """The year the text itself gives, by weight: beside the span it reports on, in headings, at the opening."""
    votes: Counter[int] = Counter()
    for match in _DATED_SPAN.finditer(results):
        ahead = results[max(0, match.start() - 4) : match.start()]
        if match.group("year") and months is not None and not _planned(results, match.end()) and not _EXPECTED.search(ahead):
            spoken = _months(match)
            if spoken is not None and spoken != _WHOLE:
                compared = re.search(r"(?:较|比|与)$", results[max(0, match.start() - 1) : match.start()]) or results[
                    match.end() : match.end() + 2
                ].startswith("同期")
                votes[int(match.group("year")) + (1 if compared else 0)] += 1 if compared else 5
    for heading in headings:
        for match in _YEAR_WORK.finditer(heading):
            if not _PLAN.search(heading):
                votes[int(match.group(1))] += 4
    opening = results[:300]
    begins = _BEGINS.match(results)
    for match in [*([begins] if begins else []), *_YEAR_OPENING.finditer(opening), *_YEAR_WORK.finditer(opening)]:
        if not _planned(opening, match.end()) and not _EXPECTED.search(opening[max(0, match.start() - 4) : match.start()]):
            later = months is not None and months != _WHOLE and _over(results, match, months)
            votes[int(match.group(1)) + later] += 3
    for match in _AGAINST.finditer(results):
        votes[int(match.group(1)) + 1] += 1
    if not votes:
        return None
    year, weight = max(votes.items(), key=lambda vote: (vote[1], -vote[0]))
    return year if weight >= 3 else None


def _over(results: str, match: re.Match[str], months: Months) -> bool:
    """Whether a year is told as a whole, with growth, in a text that goes on to its own months as 今年's: it is the year before."""
    end = results.find("。", match.end())
    sentence = results[match.end() : end if end >= 0 else None]
    if not _GROWN.search(sentence) or any(_months(each) == months for each in _DATED_SPAN.finditer(sentence)):
        return False
    return any(each.group("relative") and _months(each) == months for each in _DATED_SPAN.finditer(results, match.end()))


def year_of_figures(results: str) -> int | None:
    """The one year that a text gives figures of, or sets itself against; None where it names several, or none."""
    years = {
        int(match.group(1))
        for match in _YEAR_OF_FIGURE.finditer(results)
        if not _OTHER_TIMES.search(match.group("between"))
        and not _EXPECTED.search(results[max(0, match.start() - 4) : match.start()])
    }
    years |= {int(match.group(1)) + 1 for match in _AGAINST.finditer(results)}
    return years.pop() if len(years) == 1 else None


_DONE_IN = re.compile(
    rf"(?<![0-9到至])({A_YEAR})年(?:度|底|全年)?(?![^,。;\n]{{0,12}}(?:力争|计划|预计|目标|将|拟|前|底前|建成后))[^。;\n]{{0,24}}?(?:完成|实现|达到|获评|获批|入选|建成|投产|投用|揭牌|认定)了?"
)
_PLANNED_BEFORE = re.compile(r"(?:力争|计划|预计|目标|将|拟|确保|争取|到|规划|明年)[^,。;\n]{0,8}\Z")
_THIS_YEAR = re.compile(r"(?:今年|本年)(?:以来|[前1一]|上半年|[,,]|[0-9])")


def after_all_done(results: str) -> tuple[int, int] | None:
    """The year a text must be of that tells of years by their number as done, and the last of those; None where it tells of none.

    Who writes 2024年完成… beside 今年 writes after 2024.
    """
    years = [
        int(match.group(1))
        for match in _DONE_IN.finditer(results)
        if not _PLANNED_BEFORE.search(results, max(0, match.start() - 12), match.start())
    ]
    if not years:
        return None
    latest = max(years)
    return latest + (1 if _THIS_YEAR.search(results) else 0), latest


def settle(
    title_year: int | None, body_year: int | None, months: Months | None, document: date | None
) -> tuple[int | None, str | None, bool]:
    """Year, note, and whether the sources disagree. The text wins over the title, both over the document's date."""
    if body_year is not None:
        if title_year is not None and title_year != body_year:
            part = months.words if months is not None else ""
            return body_year, f"报告期有争议:标题写{title_year}{part},正文写{body_year}年{part},互相矛盾,以正文为准", True
        return body_year, None, False
    if title_year is not None:
        return title_year, None, False
    if document is None or months is None:
        return None, None, False
    # A half-year report is written in or after its half-year; a yearly one may come out in the spring that follows.
    year = document.year if document.month >= min(months.last, 11) else document.year - 1
    return year, None if document.month >= months.last else f"年份据发文日期{document.isoformat()}推断", False


def meeting_year(told: str, text: str | None = None) -> int | None:
    """The year of a new year's working meeting that looks back on the year before it: news of it, and what is said there, give
    that year's results. ``told`` names the meeting; ``text`` is the whole, where that is more.
    """
    text = told if text is None else text
    match = _MEETING.search(told)
    if match is None or not _EARLY.search(text):
        return None
    year = int(match.group(1))
    return year if f"{year - 1}年" in text or "去年" in text or "过去一年" in text else None
