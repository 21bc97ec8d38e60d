"""Counts against the names listed beside them: N个,包括A、B、C · N个(A、B) · A、B等N个 · A、B和C三大指标."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.audit.evidence import FAIL, PASS, UNCERTAIN, Relation, Sheet
from index.domain import Span
from index.numerals import parse_number

_UNIT = "个|家|户|名|项|条|座|处|所|大|类|种|篇|园|支|款"
_COUNT = rf"(?<![\d.第几数上“百千万])(?P<count>\d{{1,3}}|[二两三四五六七八九十]{{1,3}})(?P<unit>{_UNIT})"
_WORD = r"(?P<word>(?P<part>主要|其中|重点)?(?:包括了?|包含|涵盖)|分别为|分别是|分别有|依次为|依次是|具体为|具体是|即|——)[:：]?"
_INCLUDING = re.compile(_COUNT + rf"(?P<between>[^。;；\n\d]{{0,30}}?){_WORD}(?P<names>[^。;；,，:：\n]{{2,400}})")
_COLON = re.compile(_COUNT + r"(?P<between>[^。;；,，、\n\d]{0,12})[:：](?P<names>[^。;；,，:：\n]{2,400})")
_BRACKETED = re.compile(
    _COUNT + r"(?P<between>[^,，。;；、()（）\d]{0,12})[(（](?:即|分别为|分别是|包括|为)?(?P<names>[^()（）]{2,400})[)）]"
)
_COUNT_BEHIND = re.compile(
    r"(?P<etc>等(?:[^、,，。;；\d]{0,8}(?:项目|企业|公司|活动|工程|单位))?)?(?P<count>\d{1,3}|[两二三四五六七八九十])(?P<unit>个|家|户|名|项|大|类|篇|座|种|条)(?P<noun>[^,，。;；、\d]{0,6})"
)
_NO_NAME = re.compile(r"[,，。;；:：()（）\d\s]")
_LONGEST_LIST = 400
"""Characters looked back for names before their count."""

_NO_NAMES = re.compile(
    r"^(?:含|其中|详见|见|目前|预计|不|约|总|累计|占|精减|包|均|以|比|同期|合计|保留|新(?:增|建|签|引|设)|原有?\d|试行|共\d|项目\d|剔除|第?[一1][是、.)）])"
)
_POINTING = re.compile(r"(?:它们|他们|具体|名单|依次|这些(?:项目|企业)|均?已[^,，]{0,6})$")
_GOES_ON = re.compile(r"[,，](?:以及|和|及|与|还有|另有|另外|并)")
_OWN_COUNT = re.compile(r"[^、]*(?:[两二三四五六七八九十]|\d)(?:个|家|户|大|项|名)[^、]{0,10}$")
"""包括A、B两个龙头项目: a list with a count of its own tells of that."""

_FIGURE = re.compile(r"\d{1,9}(?:\.\d{1,4})?\s*(?:个|家|亿|万|%|亩|项|户|件|人|名)")
_ETC = re.compile(r"等等?(?:[^、]{0,12})$|…+$")
_JOINED = re.compile(r"[^和与及]{2}[和与及][^和与及]{2}")
_MASKED = re.compile(r"[(（][^()（）]*[)）]|《[^《》]*》|“[^“”]*”")
_QUOTED_WHOLE = re.compile(r"^[^“”、]{0,6}“(?P<inside>[^“”]+、[^“”]+)”$")
_THING = re.compile(
    r"^(?:的)?(?:核心|突出|关键|重要|功能|主导|重点|支柱|特色|优势|主要|新兴|经济|战略性?|工业|在建|优质|龙头|骨干|规上|招商|配套|产业|基础设施|品牌|扩建|续建)*"
    r"(?:项目|企业|公司|产业|指标|片区|园区|工程|品牌|平台|基地|集群|行动|板块|组团|难题|问题|环节|领域|体系|优势|短板|功能|要素|乡镇|街道|社区|广场|文章|任务|活动)"
)


@dataclass(frozen=True, slots=True)
class NameList:
    """Names as listed; ``empty`` counts places between 、 where a name is gone (redacted sources)."""

    names: tuple[str, ...]
    empty: int
    partial: bool


def check_lists(sheet: Sheet) -> Iterator[Relation]:
    text = sheet.text
    taken: set[int] = set()
    """Starts of the counts that are judged already."""
    for pattern in (_INCLUDING, _BRACKETED, _COLON):
        for match in pattern.finditer(text):
            if match.start("count") in taken:
                continue
            count = parse_number(match.group("count"))
            listed = read_list(_to_end(text, match))
            if _GOES_ON.match(text, match.end()) and count is not None and _counted(listed, int(count)) != count:
                continue
            if count is None or not _names_only(match.group("names"), listed, int(count), bracketed=pattern is _BRACKETED):
                continue
            taken.add(match.start("count"))
            at = Span(_clause_start(text, match.start()), match.end())
            yield _judged(at, int(count), match.group("unit"), listed, sure=_sure(match, pattern is _COLON))
    for match in _COUNT_BEHIND.finditer(text):
        if match.start("count") not in taken:
            yield from _behind(text, match)


def _to_end(text: str, match: re.Match[str]) -> str:
    """The names; where they are set apart by commas, not by 、, as far as the clause goes on like that."""
    names = match.group("names")
    if "、" in names or text[match.end() : match.end() + 1] not in (",", "，"):
        return names
    stop = re.compile(r"[。;；:：\n]").search(text, match.end(), match.end() + _LONGEST_LIST)
    pieces = re.split("[,，]", text[match.start("names") : stop.start() if stop else match.end()])
    count = parse_number(match.group("count"))
    return "、".join(pieces) if count is not None and len(pieces) == count else names


def _sure(match: re.Match[str], colon: bool) -> bool:
    """Whether the list belongs to the count beyond doubt: no other clause stands between, and nothing says that it is a choice."""
    pieces = re.split(r"[,，]", _POINTING.sub("", match.group("between")))
    return not colon and not any(pieces[1:]) and not match.groupdict().get("part")


def _behind(text: str, match: re.Match[str]) -> Iterator[Relation]:
    """A、B等N个: words before the names are easily taken for one, so that only 等 makes a list wrong, never a miscount."""
    start = _list_start(text, match.start())
    words, number = text[start : match.start()], parse_number(match.group("count"))
    if "、" not in words or number is None or number < 2 or words.endswith(("“", "‘")):
        return
    count, span = int(number), Span(start, match.end("unit"))
    if re.search(rf"\d(?:{_UNIT})?$", text[max(0, start - 4) : start]):  # 88户甲类企业、13户乙类企业
        return
    listed = read_list(words + ("等" if match.group("etc") else ""))
    if not listed.names or (listed.partial and not match.group("etc")):
        return
    clean = bool(_THING.match(match.group("noun"))) and all(len(name) <= 16 for name in listed.names)
    found = _counted(listed, count)
    if listed.partial or found == count or (listed.empty and found < count) or (clean and len(listed.names) > 1):
        yield _judged(span, count, match.group("unit"), listed, sure=listed.partial)


def _list_start(text: str, end: int) -> int:
    """Start of the run without stops, digits and spaces that ends at ``end``, at most ``_LONGEST_LIST`` back."""
    least = max(0, end - _LONGEST_LIST)
    at = end
    while at > least and not _NO_NAME.match(text, at - 1):
        at -= 1
    return at


def read_list(words: str) -> NameList:
    """Names between 、; what stands in brackets or quotation marks belongs to its name, 和 joins the last two."""
    whole = _QUOTED_WHOLE.match(words.strip())
    masked = _MASKED.sub(lambda match: "〇" * len(match.group()), whole.group("inside") if whole else words.strip())
    partial = bool(_ETC.search(masked))
    body = _ETC.sub("", masked).replace("”“", "”、“")
    body = re.sub("、?以及", "、", body) if "、" in body else body
    parts = body.split("、")
    empty = sum(not part.strip() for part in parts)
    return NameList(tuple(part.strip() for part in parts if part.strip()), empty, partial)


def _names_only(words: str, listed: NameList, count: int, *, bracketed: bool) -> bool:
    if _NO_NAMES.match(words) or _FIGURE.search(words) or _OWN_COUNT.match(listed.names[-1] if listed.names else ""):
        return False
    if not bracketed:
        return len(listed.names) > 1 or (count <= 2 and len(words) <= 30)
    return len(listed.names) > 1 or (count <= 2 and len(words) <= 24)


def _counted(listed: NameList, count: int) -> int:
    """Names of a list; the last may be two joined by 和, which is read as what agrees."""
    found = len(listed.names)
    joins = sum(bool(_JOINED.search(name)) for name in listed.names[-1:])
    return count if not listed.partial and count in (found, found + joins) else found


def _judged(span: Span, count: int, unit: str, listed: NameList, *, sure: bool) -> Relation:
    found = _counted(listed, count)
    if listed.partial:
        result = PASS if found == count else UNCERTAIN if found < count or not sure else FAIL
        said = {
            PASS: f"列出{found}{unit},与所述个数一致(句末“等”字多余)",
            FAIL: f"所述{count}{unit},却列出{found}{unit}",
            UNCERTAIN: f"所述{count}{unit},以“等”列举{found}{unit},无法逐一核对",
        }[result]
    elif found == count:
        result, said = PASS, f"列出{count}{unit},与所述个数一致"
    elif listed.empty:
        result, said = UNCERTAIN, f"所述{count}{unit},列出{found}{unit},另有{listed.empty}处名称缺失"
    else:
        result = FAIL if sure else UNCERTAIN
        said = f"所述{count}{unit},列出{found}{unit},不一致"
    return Relation("list_count", result, f"名单个数={count}", said, (span,), Decimal(found), Decimal(count))


def _clause_start(text: str, at: int) -> int:
    """Start of the clause that holds a place, at most a list's length back."""
    return max(text.rfind(mark, max(0, at - _LONGEST_LIST), at) for mark in "。;；,，:：\n") + 1
