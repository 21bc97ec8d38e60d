"""A sentence in another language with its Chinese names and figures -> the Chinese it holds, which the verifier can read.

    Industrial output (规模工业总产值) reached 180亿元 (预计数, estimate), up 9.7%.  ->  规模工业总产值180亿元(预计数),增长9.7%。

What cannot be read so is not verified and so not shown: a figure without the Chinese name of what it measures, a number in words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.domain import Span, Verdict, VerdictKind

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d|[年./%])"
_IN_WORDS = re.compile(
    r"\b(?:hundreds?|thousands?|[mb]illions?|trillions?|dozens?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|doubl\w+|tripl\w+|quadrupl\w+|twice|thrice|(?:one|a) (?:third|quarter|fifth|tenth)|two thirds)\b",
    re.IGNORECASE,
)
_WORDS = (
    (r"percentage points?", "个百分点"),
    (r"per ?cent", "%"),
    (r"(?:rose|risen|increas\w+|grew|grown|fell|fallen|declined|dropped) to", "达"),
    (r"year[- ]on[- ]year|yoy", "同比"),
    (r"up|rose|rises?|increas\w+|grew|grow\w*|gain\w*|higher|above|exceed\w*", "增长"),
    (r"down|fell|falls?|declin\w+|decreas\w+|dropp?\w*|lower|below|shrank|shrunk", "下降"),
    (r"target\w*|goals?", "目标"),
    (r"estimat\w*|expect\w*|project(?:ed|ion)|forecast\w*", "预计"),
    (r"plan(?:s|ned)?|aim\w*|striv\w*", "计划"),
    (r"about|around|approximately|roughly", "约"),
    (r"nearly|almost", "近"),
    (r"more than|over", "超过"),
    (r"at least|no less than", "不少于"),
    (r"not|no|never", "未"),
)
_TOKEN = re.compile(
    rf"(?P<date>\b{_MONTH}\s+{_YEAR})|(?P<half>\b(?:H(?P<which>[12])|(?P<said>first|second) half(?: of)?)[\s,]*(?P<of>(?:19|20)\d\d)(?!\d))"
    rf"|(?P<alone>(?<![\d.])(?:19|20)\d\d(?![\d.年%]))"
    + "".join(rf"|(?P<w{number}>\b(?:{words})\b)" for number, (words, _) in enumerate(_WORDS))
    + r"|(?P<stop>\.(?=\s|$))|(?P<latin>[A-Za-z][A-Za-z'’-]*)|(?P<space>\s+)|(?P<any>.)",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"[(（](?P<name>[\u4e00-\u9fff][^()（）\d]*)[)）]")
_STATUS = re.compile("预计|目标|计划|估计|力争|初步")
_LIGHT = re.compile(
    r"同比|环比|增长|下降|预计数?|目标|计划|力争|完成|达到?|实现|超过|不少于|约|近|未|上半年|下半年|年|月|日|亿|万|元|个|家|项|亩|人"
)
_BREAK = "。;；!?！？\n"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """``text`` in Chinese; ``origins`` says for each of its characters where in the sentence it comes from."""

    text: str
    origins: tuple[int, ...]

    def span(self, span: Span) -> Span:
        """Where a stretch of the skeleton stands in the sentence."""
        return Span(self.origins[span.start], self.origins[span.end - 1] + 1)


def is_foreign(sentence: str) -> bool:
    """Whether a sentence is told in Latin letters; names and units of it may be Chinese."""
    return len(re.findall(r"[A-Za-z]{2,}", sentence)) > 2 and len(_LATIN.findall(sentence)) > len(_HAN.findall(sentence))


def skeleton(sentence: str) -> Skeleton:
    """The Chinese words, figures and signs of a sentence, English words of sign, status and time put in their place."""
    names = {at for match in _NAME.finditer(sentence) if not _STATUS.search(match["name"]) for at in _edges(match)}
    pieces: list[str] = []
    origins: list[int] = []
    for match in _TOKEN.finditer(sentence):
        if match.start() in names and len(match.group()) == 1:
            continue
        words = _chinese(match)
        pieces.append(words)
        last = match.end() - 1
        origins += [last if at == len(words) - 1 else min(match.start() + at, last) for at in range(len(words))]
    return Skeleton("".join(pieces), tuple(origins))


def traced(sentence: str, bones: Skeleton, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Verdicts on a skeleton as verdicts on its sentence; a figure without a Chinese name, or in words, is not found."""
    found = []
    for verdict in verdicts:
        place = bones.span(verdict.span)
        told = replace(verdict, span=place, text=place.of(sentence))
        if told.kind is VerdictKind.SUPPORTED and not _named(bones.text[: verdict.span.start]):
            told = replace(told, kind=VerdictKind.NOT_FOUND, status=None, report_id=None, evidence=None, found=None)
        found.append(told)
    found += [Verdict(Span(*match.span()), match.group(), VerdictKind.NOT_FOUND) for match in _IN_WORDS.finditer(sentence)]
    return sorted(found, key=lambda verdict: verdict.span)


def _edges(match: re.Match[str]) -> tuple[int, int]:
    return match.start(), match.end() - 1


def _chinese(match: re.Match[str]) -> str:
    kind = match.lastgroup or "any"
    if match["date"]:
        return f"{match['year']}年{_MONTHS.index(match['month'][:3].lower()) + 1}月"
    if match["half"]:
        first = match["which"] == "1" or (match["said"] or "").lower() == "first"
        return f"{match['of']}年{'上' if first else '下'}半年"
    if match["alone"]:
        return f"{match['alone']}年"
    if kind.startswith("w"):
        return _WORDS[int(kind[1:])][1]
    return {"stop": "。", "latin": "", "space": ""}.get(kind, match.group())


def _named(before: str) -> bool:
    """Whether the statement a figure stands in has named, in Chinese, what is measured."""
    statement = before[max(before.rfind(mark) for mark in _BREAK) + 1 :]
    return len(_HAN.findall(_LIGHT.sub("", statement))) > 1
