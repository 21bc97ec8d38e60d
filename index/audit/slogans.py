"""Slogan counts against the things they stand for: 一区四园, 四帮活动, 543, 6项重点工程, 三项工作:一是…, 1-4#厂房.

A slogan is a name as much as a count: what differs from it is never more than uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from index.audit.evidence import PASS, UNCERTAIN, Relation, Sheet, trimmed
from index.audit.lists import read_list
from index.domain import Span
from index.numerals import parse_number

_HAN = "两二三四五六七八九十"
_PARKS = re.compile(rf"一区(?P<count>[{_HAN}])园")
_PARK_SUBJECT = re.compile(
    r"(?:^|[。\n])\s*(?P<name>[^,，。;；:：\n]{0,10}园区?)(?=坚持|重点|通过|围绕|依托|以|要|突出|主攻|聚焦|加快|着力|[:：,，])"
)
_WORKS = re.compile(rf"(?P<count>\d{{1,2}}|[{_HAN}])(?:项|大)(?:重点)?(?P<kind>工程|行动|任务|计划)")
_WORK = re.compile("工程|行动|任务|计划")
_MOST_HEADINGS = 40
_ORDINAL = re.compile(r"(?:^|[。;；:：,，\s”])(?P<mark>[一二三四五六七八九十]{1,2})(?:是|要)(?P<key>[“]?[\u4e00-\u9fff])")
_ENUMERATED = re.compile(
    rf"(?P<count>\d{{1,2}}|[{_HAN}])(?:个方面|项|点|件|大|个)(?P<what>(?:重点|主要)?(?:工作|任务|措施|举措|问题|短板|不足|建议|原因|方面|实事|特点))"
    r"[^。;；,，\n]{0,10}[:：。]\s*(?=一是)"
)
_INITIAL = re.compile(rf"(?P<count>[{_HAN}])(?P<initial>[帮比抓促创强提保改治优稳破])(?P<what>活动|行动|工程|工作法?|机制|”)")
_DIGITS = re.compile(r"“(?P<digits>[2-9][1-9]{1,4})”")
_LISTED = re.compile(r"“(?P<names>[^“”]{4,80})”|[‘'](?P<word>[^‘’']{2,10})[’']")
_NUMBERED = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})\s?[-~至]\s?(?P<last>\d{1,2})\s?(?P<mark>#|号)(?P<kind>楼|厂房|栋|车间|仓库)(?:及(?P<more>[^,，。;；:：\d]{2,6}))?"
)
_ORGANS = re.compile(
    r"由(?:原来的?)?(?P<before>\d{1,2})(?P<unit>个|家)[^,，。;；\d]{0,6}?(?:整合|调整|优化|精简|压减|合并|增加|减少)(?:为|至|到|成)(?P<after>\d{1,2})(?P=unit)[^,，。;；]{0,4}[,，;；]"
    r"(?P<steps>[^。\n]{4,120})"
)
_STEP = re.compile(r"(?P<verb>撤销|取消|裁撤|撤并|划出|新设立?|增设|新增|组建|新建)(?P<names>[^,，。;；]{2,60})")
_REMOVED = ("撤销", "取消", "裁撤", "撤并", "划出")
_SOME_OF = re.compile(
    r"(?:目前|现有|其中|盘活|推动|促进)(?P<names>[^,，。;；:：\d等]{1,40}、[^,，。;；:：\d等]{2,40})[,，][^,，。;；\d]{0,8}(?:力争|确保|争取|预计|已有?|其中)[^,，。;；\d]{0,10}"
    r"(?P<low>\d{1,2})(?:[-~至](?P<high>\d{1,2}))?(?P<unit>家|个|户)[^,，。;；]{0,8}"
)
_STAGES = re.compile(
    r"(?:实施|推进|启动|在建|列入|安排)(?P<what>[^,，。;；\d]{0,8}?项目)(?P<count>\d{1,4})个(?P<rest>(?:[,，、][^,，、。;；\d]{0,8}(?:清零|竣工|完工|投产|建成|交付|验收|开工)[^,，、。;；\d]{0,4}\d{1,4}个){1,4})"
)
_PARAGRAPH = re.compile(r"[^\n]+")
_WINDOW = 3000


def check_slogans(sheet: Sheet) -> Iterator[Relation]:
    yield from _works(sheet)
    for match in _ORGANS.finditer(sheet.text):
        yield from _organs(match)
    for match in _SOME_OF.finditer(sheet.text):
        yield from _some_of(match)
    for match in _STAGES.finditer(sheet.text):
        yield _stages(match)
    for paragraph in _PARAGRAPH.finditer(sheet.text):
        words, at = paragraph.group(), paragraph.start()
        for piece in range(0, len(words), _WINDOW):
            window = words[piece : piece + _WINDOW]
            yield from _in_paragraph(window, at + piece)


def _in_paragraph(words: str, at: int) -> Iterator[Relation]:
    if "一区" in words:
        yield from _parks(words, at)
    if "一是" in words:
        yield from _enumerated(words, at)
        yield from _initials(words, at)
    if "“" in words:
        yield from _digits(words, at)
    if "#" in words or "号" in words:
        yield from _numbered(words, at)


def _found(kind: str, name: str, stated: int, found: int, spans: tuple[Span, ...]) -> Relation:
    same = stated == found
    message = f"“{name}”所指{stated}项,文中可数出{found}项,{'一致' if same else '不一致'}"
    return Relation(kind, PASS if same else UNCERTAIN, f"{name}={found}", message, spans, Decimal(found), Decimal(stated))


def _number(words: str) -> int:
    return int(parse_number(words) or 0)


def _works(sheet: Sheet) -> Iterator[Relation]:
    """实施6项重点工程 against the headings that name them."""
    named: dict[str, list[Span]] = {}
    for section in sheet.report.sections:
        span = section.heading_span
        kind = _WORK.search(sheet.text, span.start, min(span.end, span.start + 32))
        if kind:
            named.setdefault(kind.group(), []).append(span)
    for match in _WORKS.finditer(sheet.text) if named else ():
        count = _number(match.group("count"))
        behind = [span for span in named.get(match.group("kind"), ())[:_MOST_HEADINGS] if span.start > match.end()]
        if len(behind) == count > 1:
            lead = Span(max(0, match.start() - 2), match.end())
            yield _found("slogan", match.group(), count, len(behind), (lead, *(_head(sheet, span) for span in behind[:3])))
            return


def _head(sheet: Sheet, span: Span) -> Span:
    return trimmed(sheet.text, Span(span.start, min(span.end, span.start + 40)))


def _organs(match: re.Match[str]) -> Iterator[Relation]:
    """由6个整合为5个,撤销甲、乙,新设丙: what went and what came make up the difference."""
    before, after = int(match.group("before")), int(match.group("after"))
    gone = come = 0
    end = match.start("steps")
    for step in _STEP.finditer(match.group("steps")):
        listed = read_list(step.group("names"))
        if listed.partial or re.search(r"\d", step.group("names")):
            return
        names = len(listed.names) + len(re.findall(r"[和与及]", listed.names[-1])) if listed.names else 0
        gone, come = (gone + names, come) if step.group("verb") in _REMOVED else (gone, come + names)
        end = match.start("steps") + step.end()
    if not (gone or come):
        return
    result = PASS if before - gone + come == after else UNCERTAIN
    message = f"{before}减{gone}加{come}得{before - gone + come},文中为{after},{'相符' if result == PASS else '不符'}"
    yield Relation(
        "organs", result, f"{before}-{gone}+{come}={after}", message, (Span(match.start(), end),),
        Decimal(before - gone + come), Decimal(after),
    )  # fmt: skip


def _some_of(match: re.Match[str]) -> Iterator[Relation]:
    """Four firms are named, two or three are to sign: not more than are named."""
    listed, most = read_list(match.group("names")), int(match.group("high") or match.group("low"))
    if listed.partial or not listed.names:
        return
    result = PASS if most <= len(listed.names) else UNCERTAIN
    if result == PASS:
        message = f"点名{len(listed.names)}{match.group('unit')},其中{most}{match.group('unit')}不超过点名数"
        span = Span(*match.span())
        yield Relation(
            "bound", result, f"{most}<={len(listed.names)}", message, (span,), Decimal(most), Decimal(len(listed.names))
        )


def _stages(match: re.Match[str]) -> Relation:
    """实施项目13个,清零项目3个: what is through a later stage is not more than what was taken up."""
    count = int(match.group("count"))
    through = [int(each) for each in re.findall(r"\d+", match.group("rest"))]
    fine = max(through) <= count
    terms = "、".join(map(str, through))
    message = f"后续阶段{terms}个,{'均不超过' if fine else '超过'}{match.group('what')}{count}个" + (
        "" if fine else ",可能含往年项目"
    )
    span = Span(*match.span())
    return Relation(
        "bound", PASS if fine else UNCERTAIN, f"{terms}<={count}", message, (span,), Decimal(max(through)), Decimal(count)
    )


def _parks(words: str, at: int) -> Iterator[Relation]:
    """“一区四园” and the parks that the paragraph goes on to speak of, one a sentence. Only agreement says something."""
    slogan = _PARKS.search(words)
    if slogan is None:
        return
    named = list(_PARK_SUBJECT.finditer(words, slogan.end()))
    count = _number(slogan.group("count"))
    if len(named) == count:
        spans = (Span(*slogan.span()).shifted(at), Span(named[0].start("name"), named[-1].end("name")).shifted(at))
        yield _found("slogan", slogan.group(), count, len(named), spans)


def _ordinals(words: str, start: int) -> list[re.Match[str]]:
    """一是…二是… from a place on, as far as they count up."""
    found: list[re.Match[str]] = []
    for match in _ORDINAL.finditer(words, start):
        if _number(match.group("mark")) != len(found) + 1:
            if found:
                break
            continue
        found.append(match)
    return found


def _enumerated(words: str, at: int) -> Iterator[Relation]:
    for match in _ENUMERATED.finditer(words):
        found = _ordinals(words, match.end() - 1)
        if found:
            spans = (Span(*match.span()).shifted(at), Span(found[-1].start("mark"), found[-1].end()).shifted(at))
            yield _found(
                "slogan", match.group("count") + "项" + match.group("what"), _number(match.group("count")), len(found), spans
            )


def _initials(words: str, at: int) -> Iterator[Relation]:
    """四帮活动: 一是帮招工。二是帮融资。…"""
    for match in _INITIAL.finditer(words):
        found = [each for each in _ordinals(words, match.end()) if each.group("key").strip("“") == match.group("initial")]
        if len(found) > 1:
            spans = (Span(*match.span()).shifted(at), Span(found[0].start("mark"), found[-1].end()).shifted(at))
            name = match.group("count") + match.group("initial")
            yield _found("slogan", name, _number(match.group("count")), len(found), spans)


def _digits(words: str, at: int) -> Iterator[Relation]:
    """“543”: five, four and three things, each told in a quotation. Only full agreement says something."""
    for match in _DIGITS.finditer(words):
        wanted = [int(digit) for digit in match.group("digits")]
        counts: list[int] = []
        end = match.end()
        for quoted in _LISTED.finditer(words, match.end(), min(len(words), match.end() + 260)):
            inside = quoted.group("names") or quoted.group("word")
            nested = re.search(rf"[‘']([{_HAN}])[\u4e00-\u9fff]{{1,4}}[’']", inside) or re.match(rf"()([{_HAN}])种人", inside)
            counts.append(_number(nested.group(1)) if nested and nested.group(1) else len(read_list(inside).names))
            end = quoted.end()
            if len(counts) == len(wanted):
                break
        if counts == wanted:
            span = Span(match.start(), end).shifted(at)
            yield _found("slogan", match.group("digits"), sum(wanted), sum(counts), (span,))


def _numbered(words: str, at: int) -> Iterator[Relation]:
    """1-4#厂房及综合楼:1#…;2#…: each number of the range is told of."""
    for match in _NUMBERED.finditer(words):
        first, last = int(match.group("first")), int(match.group("last"))
        behind = words[match.end() : match.end() + 300]
        told = [number for number in range(first, last + 1) if re.search(rf"(?<!\d){number}{match.group('mark')}", behind)]
        if len(told) < 2 or last - first > 12:
            continue
        more = match.group("more")
        count, found = last - first + 1 + bool(more), len(told) + bool(more and more[-3:] in behind)
        ends = [each.end() for each in re.finditer(rf"(?<!\d)\d{{1,2}}{match.group('mark')}[^,，。;；]{{0,16}}", behind)]
        spans = (Span(*match.span()).shifted(at), Span(match.end(), match.end() + ends[-1]).shifted(at))
        yield _found("slogan", match.group(), count, found, spans)
