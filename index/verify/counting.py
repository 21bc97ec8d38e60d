"""Counts of what a sentence itself names: 甲和乙两项缺口, 另外两类是甲、乙. They are no figures of a report."""

from __future__ import annotations

import re

from index.domain import Span

_COUNT = re.compile(
    r"(?P<number>[两二三四五六七八九十])(?:个|家|份)?(?P<what>[项类者处地家份]|园区|开发区|经开区|高新区|报告|材料)"
)
_NUMBERS = "零一二三四五六七八九十"
_JOINED = re.compile(r"[、和与及]|以及")
_PARTED = re.compile(r"[;；、]")
_FIRST = re.compile(r"(?:另外?|其余|其他)的?$")
_OF_SOMETHING = re.compile(r"(?:有|含|辖|建设?|设立?|共|为|成|达|到|至|增|完成|实现|落户|签约|引进)(?:了|出)?$")
_CLAUSE = ",，。;；:：(（\n"


def counts_own(sentence: str, at: Span, *, zones: int, question: str = "") -> bool:
    """Whether the count at ``at`` is of things named right before it, of those told right behind, or of the ``zones`` spoken of.

    The things may have been named by the ``question``, in the same words (甲和乙两类项目).
    """
    count = _COUNT.match(sentence, at.start)
    if count is None:
        return False
    number = 2 if count["number"] == "两" else _NUMBERS.index(count["number"])
    before = sentence[max(sentence.rfind(mark, 0, at.start) for mark in _CLAUSE) + 1 : at.start].removesuffix("的")
    if len([part for part in _JOINED.split(before) if part.strip()]) == number:
        return True
    if _FIRST.search(before):
        told = re.search(r"[是为:：](.*)", sentence[count.end() :])
        return told is not None and len([part for part in _PARTED.split(told[1]) if part.strip(" 。")]) == number
    if count["what"] in ("者", "地", "园区", "开发区", "经开区", "高新区", "份", "报告", "材料") and not _OF_SOMETHING.search(
        before
    ):
        return number == zones or not zones
    asked = question.find(count.group())
    return asked > 0 and counts_own(question, Span(asked, asked + len(count.group())), zones=0)
