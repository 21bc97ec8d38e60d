"""One thing told at two stages or spelled two ways: labels that deny each other, names both unsigned and under way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.audit.evidence import UNCERTAIN, Relation, Sheet
from index.audit.lists import read_list
from index.domain import Span

_ITEMS = re.compile(r"[一二三四五六七八九]是(?P<lead>围绕|聚焦|紧盯|抓好|突出|着力)?“(?P<key>[^”]{1,8})”")
_EARLY = re.compile(r"未开工|待签约|待正式签约|初步敲定|在谈|洽谈|意向")
_LATE = re.compile(r"(?<!未)(?:在建的?|已开工)|建成投产|(?<!未)投产|竣工")
_CLASH = (
    (re.compile(r"在建项目\d"), re.compile(r"未开工项目\d")),
    (re.compile(r"已签约"), re.compile(r"待正式签约|待签约|未签约")),
    (re.compile(r"(?:已投产|投产)项目\d"), re.compile(r"(?:在建|未投产|未竣工)项目\d")),
    (re.compile(r"已开工项目\d"), re.compile(r"未开工项目\d")),
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


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    span: Span
    stage: str | None
    context: Span


def check_stages(sheet: Sheet) -> Iterator[Relation]:
    yield from _labels(sheet)
    yield from _items(sheet)
    yield from _names(sheet)


def _labels(sheet: Sheet) -> Iterator[Relation]:
    """A part whose name denies the name of its whole: 在建项目… 其中:未开工项目…"""
    for place, span in enumerate(sheet.sentences):
        words, start = span.of(sheet.text), span.start
        if "其中" not in words and "中" not in words:
            continue
        if words.startswith("其中") and place:
            start = sheet.sentences[place - 1].start
            words = sheet.text[start : span.end]
        for whole, part in _CLASH:
            first = whole.search(words)
            second = part.search(words, first.end()) if first else None
            if first is None or second is None:
                continue
            among = words[first.end() : second.start()]
            if "其中" in among or "中" in words[first.end() : first.end() + 12]:
                message = f"“{first.group().rstrip('0123456789')}”之下又列“{second.group().rstrip('0123456789')}”,分类口径矛盾"
                left = Span(start + first.start(), min(start + first.end() + 40, start + len(words)))
                right = Span(max(start, start + second.start() - 60), min(start + second.end() + 30, start + len(words)))
                yield Relation("label", UNCERTAIN, f"{first.group()}⊇{second.group()}", message, (left, right))


def _items(sheet: Sheet) -> Iterator[Relation]:
    """Two items of one enumeration that carry the same quoted key: one of them is probably another word."""
    seen: dict[tuple[int, str], Span] = {}
    paragraph = 0
    for match in _ITEMS.finditer(sheet.text):
        newline = sheet.text.rfind("\n", paragraph, match.start())
        paragraph = newline if newline >= 0 else paragraph
        key = (paragraph, (match.group("lead") or "") + match.group("key"))
        span = Span(*match.span())
        if key in seen:
            message = f"同一段列举中“{match.group('key')}”出现两次,其中一处疑为笔误"
            yield Relation("repeated_item", UNCERTAIN, match.group("key"), message, (seen[key], span))
        seen[key] = span


def _names(sheet: Sheet) -> Iterator[Relation]:
    """A listed name that is both not begun and under way, and two names that differ by one look-alike character."""
    by_name: dict[str, list[_Named]] = {}
    for each in _listed_names(sheet):
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


def _listed_names(sheet: Sheet) -> Iterator[_Named]:
    text = sheet.text
    for sentence in sheet.sentences:
        words = sentence.of(text)
        if "、" not in words:
            continue
        for match in _SEGMENT.finditer(words):
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
                    context = Span(sentence.start + max(0, match.start() - 70), min(span.end + 20, sentence.end))
                    yield _Named(bare, Span(at, at + len(name)), stage, context)


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
