"""Years and steps that cannot all be so: title and opening of two years, a thing finished before it was begun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.audit.evidence import FAIL, PASS, UNCERTAIN, Relation, Sheet
from index.domain import Span

_PART = r"上半年|半年度?|下半年|全年|年度|前三季度|[一二三四]季度|\d{1,2}月?[-~至]\d{1,2}月"
_TITLED = re.compile(rf"(?P<year>20\d{{2}})年?(?:度)?(?P<part>{_PART})?")
_OPENING = re.compile(
    rf"(?P<year>20\d{{2}})年(?:度)?(?P<part>{_PART})?(?P<told>[^。\n,，]{{0,16}}(?:工作|情况|运行|总结|汇报))?(?P<stop>[,，以来]|$)?",
    re.MULTILINE,
)
_OPENING_LENGTH = 800
_SAME_PART = {
    "半年": "上半年",
    "半年度": "上半年",
    "年度": "",
    "全年": "",
    "1-6月": "上半年",
    "1至6月": "上半年",
    "1-9月": "前三季度",
    "1月-6月": "上半年",
}
_STEP = re.compile(
    r"(?:于|在)?(?:(?P<year>20\d{2})年)?(?P<month>\d{1,2})月份?(?:底|初|末|中旬|上旬|下旬)?[^,，。;；\d]{0,8}?"
    r"(?P<what>完成招标|进场|启动建设|破土|开工|动工|奠基|签约|建成|完工|竣工|投产|交付|投用|投入使用|验收)"
)
_STAGE = {
    "签约": 0,
    "完成招标": 0,
    "进场": 1,
    "开工": 1,
    "动工": 1,
    "奠基": 1,
    "启动建设": 1,
    "破土": 1,
    "建成": 2,
    "完工": 2,
    "竣工": 2,
    "投产": 3,
    "交付": 3,
    "投用": 3,
    "投入使用": 3,
    "验收": 2,
}
_OTHER_THING = re.compile(r"[;；]|项目|工程|厂房|基地|中心|公司|园|期|、|#|号|另")
_LONGEST_GAP = 40


def check_dates(sheet: Sheet) -> Iterator[Relation]:
    yield from _years(sheet)
    yield from _steps(sheet)


def _years(sheet: Sheet) -> Iterator[Relation]:
    """Title and opening name different years for the same stretch of the year (bulk-replaced years)."""
    title = sheet.report.title
    titles = list(_TITLED.finditer(title))
    if not titles:
        return
    titled = titles[0]
    at = sheet.report.text.find(title)
    start = at + len(title) if at >= 0 else 0
    opening = _opening(sheet, start)
    if opening is None:
        return
    left, right = titled.group("year"), opening.group("year")
    same = right in [each.group("year") for each in titles]
    own, told = _part(titled.group("part")), _part(opening.group("part"))
    spans = ((Span(at, start),) if at >= 0 else ()) + (Span(*opening.span()),)
    if same and own and told and own != told and len(titles) == 1:
        message = f"标题为{left}年{own},正文为{right}年{told},时段不一致"
        yield Relation("period", UNCERTAIN, f"{left}{own}={right}{told}", message, spans)
        return
    result = PASS if same else FAIL if own == told else UNCERTAIN
    message = f"标题为{left}年,正文为{right}年,{'一致' if same else '年份冲突'}"
    yield Relation("year", result, f"{left}={right}", message, spans)


def _opening(sheet: Sheet, start: int) -> re.Match[str] | None:
    """The first words of the text that say what time it tells of: with 工作, 情况… behind them, or at the head of a sentence."""
    for match in _OPENING.finditer(sheet.text, start, start + _OPENING_LENGTH):
        before = sheet.text[max(start, match.start() - 1) : match.start()]
        leads = before in ("", "。", "\n", " ", "　") and match.group("stop") and match.group("part")
        if match.group("told") or leads:
            return match
    return None


def _part(words: str | None) -> str:
    return _SAME_PART.get(words or "", words or "")


def _steps(sheet: Sheet) -> Iterator[Relation]:
    """Finished before it was begun: 5月进场,4月建成. Sure where both steps name their year and nothing else stands between."""
    year = sheet.report.period.start.year if sheet.report.period else None
    for span in sheet.sentences:
        earlier: re.Match[str] | None = None
        words = span.of(sheet.text)
        for match in _STEP.finditer(words):
            if earlier is not None and _other(words[earlier.end() : match.start()]):
                earlier = None
            one, other = (_day(each, year) if each else None for each in (earlier, match))
            if earlier is not None and one is not None and other is not None:
                first, second = _STAGE[earlier.group("what")], _STAGE[match.group("what")]
                ordered = one <= other if first <= second else other <= one
                if first != second and (not ordered or (earlier.group("year") and match.group("year"))):
                    yield _step(span, earlier, match, ordered)
            earlier = match


def _other(between: str) -> bool:
    return len(between) > _LONGEST_GAP or bool(_OTHER_THING.search(between))


def _day(match: re.Match[str], year: int | None) -> date | None:
    stated = int(match.group("year")) if match.group("year") else year
    month = int(match.group("month"))
    return date(stated, month, 1) if stated is not None and 1 <= month <= 12 else None


def _step(span: Span, earlier: re.Match[str], match: re.Match[str], ordered: bool) -> Relation:
    one, other = earlier.group().lstrip("于在"), match.group().lstrip("于在")
    if _STAGE[earlier.group("what")] > _STAGE[match.group("what")]:
        one, other = other, one
    sure = bool(earlier.group("year") and match.group("year"))
    result = PASS if ordered else FAIL if sure else UNCERTAIN
    message = f"“{one}”在前,“{other}”在后,时序相符" if ordered else f"“{other}”早于“{one}”,时序矛盾,年份可能有误"
    # The whole sentence tells which thing it is, where it is short enough to quote.
    at = span if len(span) <= 120 else Span(earlier.start(), match.end()).shifted(span.start)
    return Relation("date_order", result, f"{one}<={other}", message, (at,))
