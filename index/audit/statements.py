"""One thing said twice: years, figures, growth, stages and names that cannot all be true, and targets already passed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.audit.evidence import FAIL, PASS, UNCERTAIN, Relation, exact, sentences, shown
from index.audit.lists import read_list
from index.domain import GrowthKind, Observation, Report, Span, Status, SubjectKind

_HALF = re.compile(r"(?P<year>20\d{2})年?(?:度)?(?P<part>上半年|半年|下半年|全年|年度|前三季度|\d{1,2}[-~至]\d{1,2}月)?")
_OPENING = re.compile(
    r"(?P<year>20\d{2})年(?:度)?(?P<part>上半年|半年|下半年|全年|前三季度|\d{1,2}[-~至]\d{1,2}月)?[^。\n,，]{0,16}(?:工作|情况|运行)"
)
_OPENING_LENGTH = 800
_STEP = re.compile(
    r"(?:(?P<year>20\d{2})年)?(?P<month>\d{1,2})月份?(?:底|初|中旬|上旬|下旬)?[^,，。;；\d]{0,8}?(?P<what>进场|开工|动工|完成招标|建成|完工|竣工|投产|交付)"
)
_FIRST_STEPS = ("进场", "开工", "动工", "完成招标")
_ITEMS = re.compile(r"[一二三四五六七八九]是(?P<lead>围绕|聚焦|紧盯|抓好|突出)“(?P<key>[^”]{1,8})”")
_EARLY = re.compile(r"未开工|待签约|待正式签约|初步敲定|在谈|洽谈|意向")
_LATE = re.compile(r"(?<!未)(?:在建的?|已开工)|建成投产|(?<!未)投产|竣工")
_CLASH = (
    (re.compile(r"在建项目\d"), re.compile(r"未开工项目\d")),
    (re.compile(r"已签约"), re.compile(r"待正式签约|待签约|未签约")),
)
_LEAD = re.compile(r"^(?:扎实|全力|积极)?(?:推动|包括|新增|在建的|启动|力争|支持|清退|引进|目前已?有?|完成了?)")
_TAIL = re.compile(r"等|\d{1,5}(?:个|家|户)|项目|企业")
_REACH = 200
"""Characters before a list in which its stage may be said."""

_SEGMENT = re.compile(r"(?:[(（][^()（）\n]{0,16}[)）]|[^,，。;；:：()（）\n])+")
_CONFUSABLE = tuple(
    "讯迅 科料 晟盛 鑫新欣 宏弘洪 恒衡 辉晖 炜伟 佳嘉 博搏 源原 玉钰 明铭 成诚 利力丽 泰太 华桦 菲非 特持 杨扬 浦蒲 振震 瑞锐 康慷 隆龙 腾藤 湘相 宇雨 艺义 航杭 旺望 祥翔".split()  # noqa: SIM905
)
"""Characters that reports write for each other in names: alike in sound or in shape."""


_ONE_SPELLING = str.maketrans({other: group[0] for group in _CONFUSABLE for other in group[1:]})
_COLLECTIVE = {SubjectKind.ZONE, SubjectKind.PROJECT}
"""A zone's target counts the projects that its results are told of (10个项目,合同引资额…)."""


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    span: Span
    stage: str | None
    context: Span


def check_statements(report: Report, observations: Sequence[Observation]) -> Iterator[Relation]:
    yield from _years(report)
    yield from _steps(report)
    yield from _labels(report)
    yield from _items(report)
    yield from _names(report)
    yield from _restated(observations)
    yield from _growths(observations)
    yield from _targets(observations)


def _years(report: Report) -> Iterator[Relation]:
    """Title and opening name different years for the same stretch of the year (bulk-replaced years)."""
    titled = _HALF.search(report.title)
    if titled is None:
        return
    at = report.text.find(report.title)
    start = at + len(report.title) if at >= 0 else 0
    opening = _OPENING.search(report.matching, start, start + _OPENING_LENGTH)
    if opening is None:
        return
    same = titled.group("year") == opening.group("year")
    parts = {titled.group("part") or "", opening.group("part") or ""}
    result = PASS if same else FAIL if len(parts) == 1 else UNCERTAIN
    left, right = titled.group("year"), opening.group("year")
    spans = ((Span(at, start),) if at >= 0 else ()) + (Span(*opening.span()),)
    message = f"标题为{left}年,正文为{right}年,{'一致' if same else '年份冲突'}"
    yield Relation("year", result, f"{left}={right}", message, spans)


def _steps(report: Report) -> Iterator[Relation]:
    """Finished before it was begun: 5月进场, 4月建成 of the same year."""
    year = report.period.start.year if report.period else None
    for span in sentences(report.matching):
        begun: tuple[date, str] | None = None
        for match in _STEP.finditer(span.of(report.matching)):
            stated = int(match.group("year")) if match.group("year") else year
            month = int(match.group("month"))
            if stated is None or not 1 <= month <= 12:
                continue
            day = date(stated, month, 1)
            if match.group("what") in _FIRST_STEPS:
                begun = (day, match.group()) if begun is None or day > begun[0] else begun
            elif begun is not None and day < begun[0]:
                message = f"“{match.group()}”早于“{begun[1]}”,时序矛盾,年份可能有误"
                yield Relation("date_order", UNCERTAIN, f"{begun[1]}<={match.group()}", message, (span,))


def _labels(report: Report) -> Iterator[Relation]:
    """A part whose name denies the name of its whole: 在建项目… 其中:未开工项目…"""
    spans = list(sentences(report.matching))
    for place, span in enumerate(spans):
        words, start = span.of(report.matching), span.start
        if words.startswith("其中") and place:
            start = spans[place - 1].start
            words = report.matching[start : span.end]
        for whole, part in _CLASH:
            first = whole.search(words)
            second = part.search(words, first.end()) if first else None
            if first and second and (part is not _CLASH[1][1] or "中" in words[first.end() : first.end() + 12]):
                message = f"“{first.group().rstrip('0123456789')}”之下又列“{second.group().rstrip('0123456789')}”,分类口径矛盾"
                left = Span(start + first.start(), min(start + first.end() + 40, start + len(words)))
                right = Span(max(start, start + second.start() - 60), min(start + second.end() + 30, start + len(words)))
                yield Relation("label", UNCERTAIN, f"{first.group()}⊇{second.group()}", message, (left, right))


def _items(report: Report) -> Iterator[Relation]:
    """Two items of one enumeration that carry the same quoted key: one of them is probably another word."""
    seen: dict[tuple[int, str], Span] = {}
    for match in _ITEMS.finditer(report.matching):
        paragraph = report.matching.rfind("\n", 0, match.start())
        key = (paragraph, match.group("lead") + match.group("key"))
        span = Span(*match.span())
        if key in seen:
            message = f"同一段列举中“{match.group('key')}”出现两次,其中一处疑为笔误"
            yield Relation("repeated_item", UNCERTAIN, match.group("key"), message, (seen[key], span))
        seen[key] = span


def _names(report: Report) -> Iterator[Relation]:
    """A listed name that is both not begun and under way, and two names that differ by one look-alike character."""
    named = list(_listed_names(report))
    by_name: dict[str, list[_Named]] = {}
    for each in named:
        by_name.setdefault(each.name, []).append(each)
    for name, places in by_name.items():
        yield from _stages(name, places)
    spelled: dict[str, list[str]] = {}
    for name in by_name:
        spelled.setdefault(name.translate(_ONE_SPELLING), []).append(name)
    for spellings in spelled.values():
        for left, right in zip(spellings, spellings[1:], strict=False):
            if _alike(left, right):
                spans = (by_name[left][0].span, by_name[right][0].span)
                yield Relation("naming", UNCERTAIN, f"{left}={right}", f"“{left}”与“{right}”疑为同一名称的两种写法", spans)
                yield from _stages(f"{left}/{right}", [*by_name[left], *by_name[right]])


def _stages(name: str, places: Sequence[_Named]) -> Iterator[Relation]:
    early = next((each for each in places if each.stage == "early"), None)
    late = next((each for each in places if each.stage == "late"), None)
    if early and late:
        message = f"“{name}”一处列为未签约或未开工,一处列为在建或将投产,阶段表述不一致"
        yield Relation("status", UNCERTAIN, name, message, (early.context, late.context))


def _listed_names(report: Report) -> Iterator[_Named]:
    text = report.matching
    for sentence in sentences(text):
        for match in _SEGMENT.finditer(sentence.of(text)):
            if "、" not in match.group():
                continue
            span = Span(*match.span()).shifted(sentence.start)
            stage = _stage(text, sentence, span)
            at = span.start
            names = read_list(match.group()).names
            for place, name in enumerate(names):
                at = max(text.find(name, at, span.end), at)
                bare = _TAIL.split(name)[0] if place == len(names) - 1 else name
                bare = _LEAD.sub("", bare).removesuffix("项目")
                if 2 <= len(bare) <= 20:
                    context = Span(sentence.start + _context_start(match.start()), min(span.end + 20, sentence.end))
                    yield _Named(bare, Span(at, at + len(name)), stage, context)


def _context_start(at: int) -> int:
    """Start, in its sentence, of what shows a list's stage: the words before it, as far as a quote has room."""
    return max(0, at - 70)


def _stage(text: str, sentence: Span, span: Span) -> str | None:
    """What the sentence says of its listed names: the nearest stage word before the list, else the one right behind."""
    before, behind = (
        text[max(sentence.start, span.start - _REACH) : span.start + 4],
        text[span.end - 12 : min(span.end + 10, sentence.end)],
    )
    found = [(match.start(), "early") for match in _EARLY.finditer(before)] + [
        (match.start(), "late") for match in _LATE.finditer(before)
    ]
    if found:
        return max(found)[1]
    if _LATE.search(behind) and not _EARLY.search(behind):
        return "late"
    return "early" if _EARLY.search(behind) else None


def _alike(left: str, right: str) -> bool:
    """Whether two names of one spelling class, four characters or more, differ in one character only."""
    return len(left) > 3 and sum(one != other for one, other in zip(left, right, strict=True)) == 1


def _restated(observations: Sequence[Observation]) -> Iterator[Relation]:
    """The same words for the same indicator and period, with one figure or with two."""
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for each in observations:
        if (
            each.status is not Status.TARGET
            and exact(each.quantity)
            and each.growth is None
            and each.quantity.unit_norm not in ("%", "百分点")
        ):
            groups.setdefault((each.indicator, each.subject, each.period, each.basis, each.quantity.unit_norm), []).append(each)
    for stated in groups.values():
        first = stated[0]
        for other in stated[1:]:
            if first.indicator == "未命名" or first.as_written != other.as_written or len(first.as_written) < 4:
                continue
            same = first.quantity.value_norm == other.quantity.value_norm
            if first.span.overlaps(other.span):  # 由80个精减至60个
                continue
            if same or first.subject_kind is SubjectKind.ZONE and first.path == other.path:
                message = (
                    f"{first.as_written}两处分别为{first.quantity.text}和{other.quantity.text},{'一致' if same else '不一致'}"
                )
                result = PASS if same else UNCERTAIN
                spans = (first.span, other.span)
                yield Relation(
                    "restatement",
                    result,
                    f"{first.quantity.text}={other.quantity.text}",
                    message,
                    spans,
                    first.quantity.value_norm,
                    other.quantity.value_norm,
                )


def _growths(observations: Sequence[Observation]) -> Iterator[Relation]:
    """Two rates of growth of one indicator and period. A fall beside a rise is often a fall of the rate, in points."""
    seen: dict[tuple[object, ...], Observation] = {}
    for each in observations:
        growth = each.growth
        if growth is None or growth.kind is not GrowthKind.YOY or growth.value is None or each.status is Status.TARGET:
            continue
        key = (each.indicator, each.subject, each.period)
        first = seen.setdefault(key, each)
        if first is each or first.growth is None or first.growth.value is None:
            continue
        one, other = first.growth.value, growth.value
        if one == other:
            yield Relation(
                "growth",
                PASS,
                f"{shown(one)}={shown(other)}",
                f"{each.indicator}同比增速两处均为{shown(one)}%",
                (first.span, each.span),
                one,
                other,
            )
            continue
        doubt = ",后者疑为增速变动的百分点" if (one > 0) != (other > 0) else ""
        message = f"{each.indicator}同比一处为{shown(one)}%,一处为{shown(other)}%,互相矛盾{doubt}"
        yield Relation("growth", UNCERTAIN, f"{shown(one)}={shown(other)}", message, (first.span, each.span), one, other)


def _targets(observations: Sequence[Observation]) -> Iterator[Relation]:
    """A target below what is already done: for a later or longer period the aim is less than the result."""
    done = [
        each for each in observations if each.status is Status.ACTUAL and each.quantity.value_norm is not None and each.period
    ]
    for target in observations:
        if target.status is not Status.TARGET or target.quantity.value_norm is None or target.period is None:
            continue
        for actual in done:
            same = (actual.indicator, actual.quantity.unit_norm) == (target.indicator, target.quantity.unit_norm) and (
                actual.subject == target.subject or {actual.subject_kind, target.subject_kind} <= _COLLECTIVE
            )
            if not same or target.indicator == "未命名" or actual.period is None or actual.period == target.period:
                continue
            later = target.period.start > actual.period.start or target.period.contains(actual.period)
            if later and actual.quantity.value_norm is not None and target.quantity.value_norm < actual.quantity.value_norm:
                message = f"{target.indicator}目标{target.quantity.text}低于已完成的{actual.quantity.text}"
                spans = (actual.span, target.span)
                yield Relation(
                    "target",
                    UNCERTAIN,
                    f"{target.quantity.text}>={actual.quantity.text}",
                    message,
                    spans,
                    target.quantity.value_norm,
                    actual.quantity.value_norm,
                )
                break
