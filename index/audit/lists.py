"""Counts against the names listed beside them: N个,包括A、B、C · N个(A、B) · A、B等N个."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.audit.evidence import FAIL, PASS, UNCERTAIN, Relation
from index.domain import Report, Span

_COUNTED = "个|家|户|名|项|条|座|处|所"
_INCLUDING = re.compile(
    rf"(?P<count>\d{{1,3}})(?P<unit>{_COUNTED})(?P<between>[^。;；\n\d]{{0,30}}?)(?P<word>包括|分别为|分别是|即)[:：]?(?P<names>[^。;；,，\n]+)"
)
_BRACKETED = re.compile(
    rf"(?P<count>\d{{1,3}})(?P<unit>{_COUNTED})[^,，。;；、()（）\d]{{0,8}}[(（](?P<names>[^()（）]{{2,200}})[)）]"
)
_COUNT_BEHIND = re.compile(r"(?P<etc>等)?(?P<count>\d{1,3})(?P<unit>个|家|户|名|项)")
_NO_NAME = re.compile(r"[,，。;；:：()（）\d\s]")
_LONGEST_LIST = 400
"""Characters looked back for names before their count."""

_NO_NAMES = re.compile(r"^(?:含|其中|详见|见|目前|预计|不|约|总|累计|占|精减|包|均|以|比|同|合|保留|新|原|试行|共|项|剔除)")
_ETC = re.compile(r"等(?:[^、]{0,12})$")


@dataclass(frozen=True, slots=True)
class NameList:
    """Names as listed; ``empty`` counts places between 、 where a name is gone (redacted sources)."""

    names: tuple[str, ...]
    empty: int
    partial: bool


def check_lists(report: Report) -> Iterator[Relation]:
    text = report.matching
    taken: list[Span] = []
    for pattern in (_INCLUDING, _BRACKETED):
        for match in pattern.finditer(text):
            if any(Span(*match.span()).overlaps(span) for span in taken):
                continue
            listed = read_list(match.group("names"))
            if pattern is _BRACKETED and not _names_only(match.group("names"), listed, int(match.group("count"))):
                continue
            taken.append(Span(*match.span()))
            yield _judged(
                Span(_clause_start(text, match.start()), match.end()), int(match.group("count")), match.group("unit"), listed
            )
    for match in _COUNT_BEHIND.finditer(text):
        start = _list_start(text, match.start())
        span, count = Span(start, match.end()), int(match.group("count"))
        words = text[start : match.start()]
        if "、" not in words or count < 2 or any(span.overlaps(other) for other in taken):
            continue
        counting = re.search(rf"\d(?:{_COUNTED})?$", text[max(0, start - 4) : start])  # 88户甲类企业、13户乙类企业
        listed = read_list(words + (match.group("etc") or ""))
        if counting or not listed.names:
            continue
        # Where names come first, words before them are easily taken for one: only what agrees or lacks a name is said.
        if listed.partial or len(listed.names) == count or (listed.empty and len(listed.names) < count):
            yield _judged(span, count, match.group("unit"), listed)


def _list_start(text: str, end: int) -> int:
    """Start of the run without stops, digits and spaces that ends at ``end``, at most ``_LONGEST_LIST`` back."""
    least = max(0, end - _LONGEST_LIST)
    stops = [match.end() for match in _NO_NAME.finditer(text, least, end)]
    return stops[-1] if stops else least


def read_list(words: str) -> NameList:
    """Names between 、; what stands in brackets belongs to its name, 和 joins the last two."""
    masked = re.sub(r"[(（][^()（）]*[)）]", lambda match: "〇" * len(match.group()), words.strip())
    partial = bool(_ETC.search(masked))
    body = _ETC.sub("", masked)
    parts = body.split("、")
    empty = sum(not part.strip() for part in parts)
    names = [part.strip() for part in parts if part.strip()]
    return NameList(tuple(names), empty, partial)


def _names_only(words: str, listed: NameList, count: int) -> bool:
    if _NO_NAMES.match(words) or re.search(r"\d{1,9}(?:\.\d{1,4})?\s*(?:个|家|亿|万|%|亩|项|户)", words):
        return False
    return len(listed.names) > 1 or (count == 1 and len(words) <= 24)


def _judged(span: Span, count: int, unit: str, listed: NameList) -> Relation:
    found = len(listed.names)
    joined = found + sum(len(re.findall(r"[和与及]", name)) > 0 for name in listed.names[-1:])
    if not listed.partial and count in (found, joined):
        found, result, said = count, PASS, f"列出{count}{unit},与所述个数一致"
    elif listed.partial:
        result = PASS if found == count else FAIL if found > count else UNCERTAIN
        said = {
            PASS: f"列出{found}{unit},与所述个数一致(句末“等”字多余)",
            FAIL: f"所述{count}{unit},却列出{found}{unit}",
            UNCERTAIN: f"所述{count}{unit},以“等”列举{found}{unit},无法逐一核对",
        }[result]
    elif listed.empty:
        result, said = UNCERTAIN, f"所述{count}{unit},列出{found}{unit},另有{listed.empty}处名称缺失"
    else:
        result, said = FAIL, f"所述{count}{unit},列出{found}{unit},不一致"
    return Relation("list_count", result, f"名单个数={count}", said, (span,), Decimal(found), Decimal(count))


def _clause_start(text: str, at: int) -> int:
    return max(text.rfind(mark, 0, at) for mark in "。;；,，:：\n") + 1
