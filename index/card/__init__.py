"""A report's card: title, the period it reports on, when it was published, and its genre.

A page's time stamp is no period, and a year that the text does not state stays unknown, with a note that says what is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.card.coverage import (
    A_YEAR,
    Months,
    after_all_done,
    body_year_of,
    covered,
    cut_short,
    first_year,
    meeting_year,
    results_part,
    settle,
    title_year_of,
    with_digits,
    year_of_figures,
)
from index.card.title import read_title
from index.clean import Cleaned
from index.domain import Period
from index.periods import months_period, year_period

__all__ = ["Card", "read_card", "with_digits"]

HALF_YEAR = "半年度工作报告"
QUARTER = "季度工作报告"
YEAR = "年度工作报告"
NEWS = "新闻报道"
OTHER = "工作报告"

# Labels under which an office dates its own document; 时间 and 更新时间 are stamps of a page that may be a re-post.
_DOCUMENT_DATES = ("发文日期", "成文日期", "印发日期", "生成日期", "公开日期", "发布日期", "发布时间", "录入时间")
_OFFICE_LABELS = {
    "索引号",
    "发布机构",
    "发布单位",
    "发文机关",
    "发文单位",
    "发文字号",
    "文号",
    "公开机构",
    "公开主体",
    "信息分类",
    "信息类别",
}
_OFFICE = re.compile(r"管委会|管理委员会|政府|党政办|办公室|开发区|经开区|高新区|局$")
_PRESS = re.compile(r"日报|晚报|晨报|都市报|时报|商报|融媒体|新闻网|电视台|通讯社")
"""A paper dates its own page; a site that copies one may carry the day of the copy."""
_STAMPS = ("时间", "日期", "更新时间", "更新日期")
_DATE = re.compile(rf"({A_YEAR})\s?[-./年]\s?([0-9]{{1,2}})\s?[-./月]\s?([0-9]{{1,2}})")
_SIGNATURE = re.compile(rf"({A_YEAR})年([0-9]{{1,2}})月([0-9]{{1,2}})日")
_REPORTER = re.compile(
    r"对记者说|记者了解到|记者从|记者看到|记者来到|记者采访|告诉记者|本报讯|本网讯|[日月]电\s*[((]记者|[((](?:本报|本网)?(?:全媒体)?记者"
)
_SPEECH = re.compile(r"讲话|讲稿|致辞|报告$")
_MASTHEAD = re.compile(r"第\s?[0-9A-Z]{1,3}\s?版|数字报|星期[一二三四五六日]")
_FIVE_YEARS = re.compile(r"[“\"]?十([一二三四五])五[”\"]?(?:时期|期间|规划)?[^,。]{0,10}(?:总结|情况|回顾|报告|成效)")
_FUTURE = re.compile(
    rf"({A_YEAR})年(?:年?底|[0-9]{{1,2}}月|末|内)[^,。;]{{0,6}}(?:可|预计|将|力争|计划|投入|建成|完工|竣工|完成)"
)


@dataclass(frozen=True, slots=True)
class Card:
    """``period_note`` is Chinese and says what is odd: disputed, concluded from the document's date, or not stated.

    ``title_year`` is the year in the title where there is one; ``disputed`` where title and text name different years.
    """

    title: str
    period: Period | None
    period_note: str | None
    published: date | None
    kind: str
    title_year: int | None = None
    disputed: bool = False
    this_year: int | None = None
    """The year a speech or news of a meeting calls 今年, where it reports on the one before."""


def read_card(raw_text: str, cleaned: Cleaned, name_hint: str | None = None) -> Card:
    """Reads the card of a report from its clean text and the metadata that cleaning set apart.

    ``name_hint`` (a file name) is a title only where the text has none.
    """
    text = with_digits(cleaned.text)
    news = any(note.kind == "byline" for note in cleaned.dropped) or bool(_REPORTER.search(text))
    title, found = read_title(raw_text, cleaned, name_hint)
    published, official = _published(cleaned)
    results, headings = results_part(text)
    if found:
        # The title has its own say; counted in the text as well, it would outvote a disagreeing text.
        results = results.replace(with_digits(title), "", 1)
    meeting = meeting_year(text) if news else meeting_year(with_digits(title), text) if _SPEECH.search(title) else None
    if meeting is not None:
        of_meeting = f"会议部署{meeting}年工作,数字为{meeting - 1}年实绩;{meeting}年的数字是目标"
        return Card(
            title, year_period(meeting - 1), of_meeting, published, NEWS if news else OTHER, first_year(title), this_year=meeting
        )
    plan = _FIVE_YEARS.search(title)
    if plan:
        first = 2001 + 5 * "一二三四五".index(plan.group(1)) + 5
        return Card(title, Period(date(first, 1, 1), date(first + 4, 12, 31)), None, published, NEWS if news else OTHER)
    named = with_digits(title) if found else ""
    months = covered(named, results, headings)
    kind = NEWS if news else _kind(months, named)
    if months is not None and months.last == 12 and months.first == 1:
        months = cut_short(results) or months
    title_year = title_year_of(named)
    body_year = body_year_of(results, headings, months)
    dated = published if official else None
    if news and title_year is None and dated is None and (told := after_all_done(results)) and (body_year or 0) < told[1]:
        disputed = False
        year: int | None = told[0]
        note: str | None = f"年份据文中写明已完成的{told[1]}年推断"
    else:
        year, note, disputed = settle(title_year, body_year, months, dated)
        if year is None and months is not None and (told_of := year_of_figures(results)) is not None:
            year, note = told_of, f"年份据文中{told_of}年的数字推断"
    if months is not None and months.written:
        note = "；".join(filter(None, (note, f"文中写「{months.written}」,据此读作{months.words}")))
    if year is None or months is None:
        return Card(title, None, note or _unknown_note(text, months, cleaned), published, kind, title_year)
    return Card(title, months_period(year, months.first, months.last), note, published, kind, title_year, disputed)


def _kind(months: Months | None, title: str) -> str:
    if months is None:
        return YEAR if re.search(r"年度|年终", title) else OTHER
    if "季度" in months.words or months.words == "1-9月" or months.words == "1-3月":
        return QUARTER
    if (months.first, months.last) in ((1, 6), (7, 12)):
        return HALF_YEAR
    if (months.first, months.last) == (1, 12):
        plan_only = re.search(r"(?:要点|计划|打算)$", title) and not re.search(r"总结|汇报|情况", title)
        return OTHER if plan_only else YEAR
    return OTHER


def _published(cleaned: Cleaned) -> tuple[date | None, bool]:
    """The document's date, and whether it may supply a year: an office's own date or a signature, not a page's stamp."""
    source = "".join(cleaned.metadata.get(label, "") for label in ("来源", "信息来源", "文章来源", "作者", "记者"))
    office = bool(_OFFICE_LABELS & set(cleaned.metadata)) or bool(_OFFICE.search(source))
    for label in _DOCUMENT_DATES:
        day = _day(_DATE.search(cleaned.metadata.get(label, "")))
        if day is not None:
            return day, office or label in _DOCUMENT_DATES[:4]
    if _PRESS.search(source):
        day = _day(_DATE.search(cleaned.metadata.get("时间", "")))
        if day is not None:
            return day, True
    lines = [line.strip() for line in cleaned.text.split("\n") if line.strip()]
    for line in lines[:3]:
        day = _day(_DATE.search(line))
        if day is not None and _PRESS.search(line) and _MASTHEAD.search(line):
            return day, True
    for line in (*reversed(lines[-3:]), *lines[1:4]):
        day = _day(_SIGNATURE.fullmatch(line.strip("() ")))
        if day is not None:
            return day, True
    return None, False


def _day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def _unknown_note(text: str, months: Months | None, cleaned: Cleaned) -> str:
    note = f"报告期为某年{months.words},正文未写年份" if months is not None else "正文未写明报告期"
    future = [int(match.group(1)) for match in _FUTURE.finditer(text)]
    if future:
        note += f";文中把{min(future)}年当作将来,故不晚于{min(future)}年"
    stamp = next((cleaned.metadata[label] for label in _STAMPS if label in cleaned.metadata), None)
    if stamp:
        note += f";页面时间{stamp[:10]}可能是转载时间,不作依据"
    return note
