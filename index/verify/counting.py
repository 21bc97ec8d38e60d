"""Counts of what a sentence itself names: 甲和乙两项缺口, 另外两类是甲、乙. They are no figures of a report."""

from __future__ import annotations

import re

from index.domain import Span

_COUNT = re.compile(
    r"(?P<number>[两二三四五六七八九十])(?:个|家|份)?(?P<what>[项类者处地家份数]|园区|开发区|经开区|高新区|报告|材料)"
)
_NAMED = re.compile(r"(?:这|上述|前述|该)$")
_NUMBERS = "零一二三四五六七八九十"
_JOINED = re.compile(r"[、和与及]|以及")
_PARTED = re.compile(r"[;；、]")
_FIRST = re.compile(r"(?:另外?|其余|其他)的?$")
_OF_SOMETHING = re.compile(r"(?:有|含|辖|建设?|设立?|共|为|成|达|到|至|增|完成|实现|落户|签约|引进)(?:了|出)?$")
_CLAUSE = ",，。;；:：(（\n"


def counts_own(sentence: str, at: Span, *, zones: int, question: str = "") -> bool:
    """Whether the count at ``at`` is of things named right before it, of those told right behind, or of the ``zones`` spoken of.

    The things may have been named by the ``question``, and counted (甲和乙两类项目).
    """
    count = _COUNT.match(sentence, at.start)
    if count is None:
        return False
    number = 2 if count["number"] == "两" else _NUMBERS.index(count["number"])
    before = _clause_before(sentence, at.start)
    if _listed(before) == number:
        return True
    if _NAMED.search(before):
        return True
    if _FIRST.search(before):
        told = re.search(r"[是为:：](.*)", sentence[count.end() :])
        return told is not None and len([part for part in _PARTED.split(told[1]) if part.strip(" 。")]) == number
    if count["what"] in ("者", "地", "园区", "开发区", "经开区", "高新区", "份", "报告", "材料") and not _OF_SOMETHING.search(
        before
    ):
        return number == zones or not zones
    asked = re.finditer(f"{count['number']}[个项类家份处种]", question)
    return any(_listed(_clause_before(question, each.start())) == number for each in asked)


def _clause_before(text: str, at: int) -> str:
    return text[max(text.rfind(mark, 0, at) for mark in _CLAUSE) + 1 : at].removesuffix("的")


def _listed(words: str) -> int:
    return len([part for part in _JOINED.split(words) if part.strip()])
