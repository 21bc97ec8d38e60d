"""Runs of numbered items in running text: 一是…二是…, 第一,…第二,…, 1.…2.…, (1)…(2)…. Pure functions.

What introduces a run (主要问题有三个:) says what its items are; the head of each says what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.domain import Span
from index.script import with_points

_HAN = "一二三四五六七八九十"
_AT_HEAD = r"(?:^|(?<=[\n。;；:：,，、!?！？”）)\s]))"
_ORDINALS = (
    re.compile(rf"{_AT_HEAD}([{_HAN}]{{1,2}})(?:是|要(?=[^求点素件])|抓|靠)", re.MULTILINE),
    re.compile(rf"{_AT_HEAD}(?:第|其)([{_HAN}]{{1,2}})(?:[,，、:：]|是)", re.MULTILINE),
    re.compile(r"(?:^|(?<=[\n。;；:：]))\s*(\d{1,2})(?:[、]|[.．](?!\d))", re.MULTILINE),
    re.compile(r"(?:^|(?<=[\n。;；:：,，]))\s*[(（](\d{1,2})[)）][、.]?", re.MULTILINE),
    re.compile(r"([①-⑳])"),
)
_CIRCLED = ord("①") - 1
_HEAD = re.compile(r"[^。;；:：\n]+")
_LONGEST_HEAD = 40
"""Characters from which on the head of an item is its first clause and no longer its first sentence."""
_LONGEST_ITEM = 1200
"""Between ordinals that stand further apart than this lie other things than one item."""
_SENTENCE_END = "。!?！？\n"


@dataclass(frozen=True, slots=True)
class Item:
    """One item without its ordinal; ``head`` is its first clause or sentence."""

    span: Span
    head: Span


@dataclass(frozen=True, slots=True)
class Run:
    """At least two items in order. ``lead`` is the sentence or heading before the first; empty where nothing stands there."""

    lead: Span
    items: tuple[Item, ...]

    @property
    def span(self) -> Span:
        return Span(self.items[0].span.start, self.items[-1].span.end)


@lru_cache(maxsize=256)
def runs(text: str) -> tuple[Run, ...]:
    """Every run of a text, by the place of its first item."""
    text = with_points(text)
    found = [run for pattern in _ORDINALS for run in _of_kind(text, pattern)]
    return tuple(sorted(found, key=lambda run: (run.span.start, -run.span.end)))


def _of_kind(text: str, pattern: re.Pattern[str]) -> Iterator[Run]:
    series: list[re.Match[str]] = []
    for match in pattern.finditer(text):
        number = _number(match.group(1))
        if series and number == len(series) + 1 and match.start() - series[-1].end() <= _LONGEST_ITEM:
            series.append(match)
        elif number == 1:
            yield from _run(text, series)
            series = [match]
    yield from _run(text, series)


def _number(written: str) -> int:
    if written.isdigit() and written.isascii():
        return int(written)
    if len(written) == 1 and ord(written) > _CIRCLED and ord(written) <= _CIRCLED + 20:
        return ord(written) - _CIRCLED
    tens, _, ones = written.rpartition("十")
    if "十" in written:
        return (_HAN.index(tens) + 1 if tens else 1) * 10 + (_HAN.index(ones) + 1 if ones else 0)
    return _HAN.index(written) + 1 if len(written) == 1 else 0


def _run(text: str, series: Sequence[re.Match[str]]) -> Iterator[Run]:
    if len(series) < 2:
        return
    paragraph = text.find("\n", series[-1].end())
    end = paragraph if paragraph >= 0 else len(text)
    stops = [*(match.start() for match in series[1:]), min(end, series[-1].end() + _LONGEST_ITEM)]
    items = tuple(_item(text, match.end(), stop) for match, stop in zip(series, stops, strict=True))
    if all(len(item.head) for item in items):
        yield Run(_lead(text, series[0].start()), items)


def _item(text: str, start: int, end: int) -> Item:
    words = text[start:end]
    span = Span(start + len(words) - len(words.lstrip()), end) if words.strip() else Span(start, start)
    match = _HEAD.match(text, span.start, span.end)
    head = Span(*match.span()) if match else Span(span.start, span.start)
    comma = re.search("[,，]", head.of(text))
    if comma and len(head) > _LONGEST_HEAD:
        head = Span(head.start, head.start + comma.start())
    return Item(span, head)


def _lead(text: str, at: int) -> Span:
    end = at
    while end and text[end - 1].isspace():
        end -= 1
    start = max((text.rfind(mark, 0, max(0, end - 1)) for mark in _SENTENCE_END), default=-1) + 1
    return Span(min(start, end), end)
