"""Figures in a row that belong to names, years or levels by their place: A、B和C分别增长a%、b%和c%.

A row is at least two figures with nothing but 、 and 和 between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.domain import Period, Quantity
from index.indicators import CATALOGUE
from index.periods import PeriodMention, year_period

_CHANGE = r"(?:增长|下降|提高|减少|增加|回落|上升|下滑)"
_JOINT = re.compile(rf"\s*(?:[、,，]|和|与|及|以及|、?而)?\s*(?:分别|依次)?\s*(?P<turn>{_CHANGE})?\s*")
_SUMMED = re.compile(
    r"^(?P<name>.+?)(?:等)?(?:[一二两三四五六七八九十]|\d{1,2})(?:大)?(?:家|个|户|项|类|大)(?P<shared>[\u4e00-\u9fff]{0,10})$"
)
"""恒川、金穗、华擎三家企业产值: the count sums the names up, and what follows it belongs to each."""
_MARKED = re.compile(r"分别|依次|各自|相应|对应")
_SPLIT = re.compile(r"[、,，]|以及|(?<=[\u4e00-\u9fff])[和与及](?=[\u4e00-\u9fff])")
_VERB = re.compile(
    r"(?:(?:同比|环比|[比较](?:上年|去年)(?:同期)?|年均|又|则|均|预计|力争|各)*(?:分别|依次|各自)(?:为|是|达到?|完成|实现|增长|增加|新?增|上升|提高|提升|下降|减少|降低|下滑|回落|比增|突破|超过|同比|环比|高于|高出|签约|开工|投产|引进|落户|获批|约|达成|占|有|到位|了|:)*.{0,12}?)\s*$"
)
_RATES = frozenset({"%", "百分点", "倍"})
_SUMMING = frozenset({"家", "个", "户", "项", "类", "大"})
_LEADING = re.compile(
    r"^(?:.*[:：;；。]|其中|在建|上半年|全年|今年以?来|去年|\d{4}年(?:上半年|全年)?|\d{1,2}[-~至]\d{1,2}月份?|一季度|前三季度|全区|园区|我区|开发区|经开区|截至目前|截至\d+月底|累计|实现|完成|,|，|\s)+"
)
_EXCEPT = re.compile(r"除(?P<left_out>[^,，。;；]{1,20}?)(?:同比|有所|出现|小幅|略|微)*(?:下降|下滑|减少|回落|负增长|持平|外)")
_SHARED = re.compile(r"^(?P<ordinal>第?[一二三四五六七八九十])(?P<rest>.*)$")


@dataclass(frozen=True, slots=True)
class Pairing:
    """What a figure's place in its row says of it: the name it belongs to, the year, or the level it is the growth of."""

    name: str = ""
    period: Period | None = None
    level: int | None = None
    verb: str = ""
    """The words between the names and the row (同比分别增长), which state the relation of every figure in it."""


def rows(text: str, figures: Sequence[Quantity]) -> list[tuple[int, ...]]:
    """Positions of figures that stand in a row, in order."""
    found, row = list[tuple[int, ...]](), list[int]()
    for position, figure in enumerate(figures):
        if row:
            between = text[figures[row[-1]].span.end : figure.span.start]
            # Levels and rates are two rows: 完成A442亿元、B293亿元,分别增长35.4%和20.7%.
            alike = (figures[row[-1]].unit_norm in _RATES) == (figure.unit_norm in _RATES)
            if alike and _JOINT.fullmatch(between) and between.strip():
                row.append(position)
                continue
            if len(row) > 1:
                found.append(tuple(row))
        row = [position]
    if len(row) > 1:
        found.append(tuple(row))
    return found


def pair(text: str, figures: Sequence[Quantity], mentions: Sequence[PeriodMention]) -> dict[int, Pairing]:
    """For every figure of a row that can be paired: what it is paired with. A row nothing fits stays out."""
    pairings: dict[int, Pairing] = {}
    previous: tuple[int, ...] = ()
    for row in rows(text, figures):
        start = figures[row[0]].span.start
        # Bounds of a row's figures may have swallowed 约 or 超; its clause begins after the last full pause.
        clause = _clause_start(text, start, figures, row[0], len(row))
        before = text[clause:start]
        marked = _MARKED.search(before) is not None
        years = _years(before, mentions, clause, start, len(row))
        names = _names(text, clause, start, len(row))
        verb = before[names[1] :] if names else before
        if years:
            pairings |= {
                position: Pairing(period=year, name=name, verb=verb)
                for position, year, name in zip(row, years, [_subject(before)] * len(row), strict=True)
            }
        elif names:
            pairings |= {
                position: Pairing(name=name, verb=_turned(text, figures, position, row, verb))
                for position, name in zip(row, names[0], strict=True)
            }
        elif levels := _levels(figures, row, previous, marked=marked):
            pairings |= {position: Pairing(level=level, verb=before) for position, level in zip(row, levels, strict=True)}
        elif "其余" in before or "其他" in before:
            others = _others(text[:clause] + before, len(row))
            pairings |= {position: Pairing(name=name, verb=before) for position, name in zip(row, others, strict=False)}
        elif marked and len(_subject(before)) >= 2 and row[0] not in pairings:
            pairings |= {position: Pairing(name=_subject(before), verb=before) for position in row}
        previous = row
    return pairings


def _turned(text: str, figures: Sequence[Quantity], position: int, row: tuple[int, ...], verb: str) -> str:
    """The words that state the relation of one figure of a row: 增长34%、21%和下降7.5% turns before its last."""
    before = [at for at in row if at <= position]
    for at in reversed(before[1:]):
        turn = _JOINT.fullmatch(text, figures[at - 1].span.end, figures[at].span.start)
        if turn is not None and turn["turn"]:
            return turn["turn"]
    return verb


def _levels(figures: Sequence[Quantity], row: tuple[int, ...], previous: tuple[int, ...], *, marked: bool) -> Sequence[int]:
    """The levels a row of rates belongs to: the row before it, or as many levels told one by one; empty where it is no such row."""
    if figures[row[0]].unit_norm not in ("%", "百分点", "倍"):
        return ()
    if len(previous) == len(row):
        return previous
    told = [at for at in range(row[0]) if figures[at].unit_norm not in ("%", "百分点", "倍", "名次")]
    return told[-len(row) :] if marked and len(told) >= len(row) else ()


def _clause_start(text: str, at: int, figures: Sequence[Quantity], first: int, wanted: int) -> int:
    """Start of what can name a row: the last stop, or the end of the figure before it."""
    earlier = list(figures[:first])
    if earlier and earlier[-1].value is not None and earlier[-1].value == wanted and earlier[-1].unit_norm in _SUMMING:
        earlier.pop()
    earliest = earlier[-1].span.end if earlier else 0
    stops = [match.end() for match in re.finditer(r"[;；。:：]", text[earliest:at])]
    return earliest + (stops[-1] if stops else 0)


def _names(text: str, clause: int, start: int, wanted: int) -> tuple[list[str], int] | None:
    """The ``wanted`` names in the words before a row, and where (from ``clause``) they end; None where there are not as many."""
    before = text[clause:start]
    mark = _MARKED.search(before)
    verb = _VERB.search(before)
    if mark is None or verb is None:
        return _unmarked(before, wanted)
    listed = before[: verb.start()]
    skipped = _LEADING.match(listed)
    words = listed[skipped.end() :] if skipped else listed
    parts = [part.strip('“”‘’" ') for part in _SPLIT.split(words) if part.strip('“”‘’" ')]
    if len(parts) < wanted:
        return None
    # A clause before the list may hold commas of its own: the names are the last ones.
    if len(parts) > wanted and re.search(r"[,，]", words):
        tail = re.split(r"[,，]", words)[-1]
        parts = [part.strip('“”‘’" ') for part in _SPLIT.split(tail) if part.strip('“”‘’" ')]
    if len(parts) != wanted:
        return None
    return _completed(parts), verb.start()


def _unmarked(before: str, wanted: int) -> tuple[list[str], int] | None:
    """产值、投资、税收210亿元、33.5亿元、4.9亿元: without 分别, only terms of the catalogue are names of a row."""
    skipped = _LEADING.match(before)
    parts = [part for part in re.split("、|和", before[skipped.end() :] if skipped else before) if part]
    if len(parts) == wanted and all(CATALOGUE.mentions(part) for part in parts):
        return parts, len(before)
    return None


def _completed(parts: list[str]) -> list[str]:
    """一、二、三产增加值: what only the last name says belongs to each."""
    summed = _SUMMED.match(parts[-1])
    if summed is not None:
        shared = summed["shared"].removeprefix("企业").removeprefix("项目").removeprefix("产业").removeprefix("园区")
        return [part + shared for part in (*parts[:-1], summed["name"])]
    last = _SHARED.match(parts[-1])
    if last and last["rest"] and all(_SHARED.match(part) and not _SHARED.match(part)["rest"] for part in parts[:-1]):  # type: ignore[index]
        return [part + last["rest"] for part in parts[:-1]] + [parts[-1]]
    return parts


def _subject(before: str) -> str:
    """What a row of years counts: the words before 分别, else those behind it."""
    mark = _MARKED.search(before)
    first = before[: mark.start()] if mark else before
    words = first if re.search(r"[\u4e00-\u9fff]{2}", _without_years(first)) or mark is None else before[mark.end() :]
    return _without_years(words)


def _without_years(words: str) -> str:
    words = re.sub(r"(?:计划|预计|力争)?$", "", words)
    return re.sub(r"(?:19|20)\d{2}年?(?:[-~至到、和](?:19|20)\d{2}年?)*(?:间|期间)?[,，]?", "", _LEADING.sub("", words)).strip(
        "的,， "
    )


def _years(before: str, mentions: Sequence[PeriodMention], clause: int, start: int, wanted: int) -> list[Period] | None:
    """One year for each figure: 2021至2023年分别完成a、b、c, or the years named one by one."""
    inside = [each for each in mentions if clause <= each.span.start < start and each.period]
    for mention in inside:
        first, last = mention.period.start.year, (mention.period.end or mention.period.start).year  # type: ignore[union-attr]
        if wanted > 1 and last - first + 1 == wanted and _MARKED.search(before):
            return [year_period(year) for year in range(first, last + 1)]
    whole = [each.period for each in inside if each.kind == "year" and each.period]
    listed = [int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d{2})(?=年?[、和,，年])", before)]
    if len(listed) == wanted:
        return [year_period(year) for year in listed]
    return [period for period in whole if period] if len(whole) == wanted else None


def _others(before: str, wanted: int) -> list[str]:
    """Names of 其余 N 项: those of the list before it without the one left out; empty where their number does not fit."""
    left_out = _EXCEPT.search(before)
    listing = before[: left_out.start()] if left_out else before
    lists = [words for words in re.split(r"[;；。:：,，]|\d[\d.]*(?:个|大|项)?", listing) if "、" in words]
    if not lists:
        return []
    parts = [
        part
        for part in _SPLIT.split(
            re.sub(
                r"(?:等)?(?:[一二三四五六七八九十\d]+(?:个|大|项))?(?:主导|重点|支柱)?(?:产业|行业|指标)(?:中|里)?$",
                "",
                lists[-1],
            )
        )
        if part
    ]
    missing = left_out["left_out"] if left_out else ""
    parts = [part for part in parts if not missing or (part not in missing and missing not in part)]
    return parts if len(parts) == wanted else []
