"""Dirt in the characters of a line: classes 1, 2, 3, 4 and 7, and the lost bytes of class 8. Each maker gives the changes to one line."""

from __future__ import annotations

import re
from functools import cache
from random import Random
from typing import Any

from evals.intake.lines import Change, Fate, Line, Role
from index.domain import Span
from seeds import seed_files

_ANNOTATED = re.compile(r"([㐀-鿿])\(([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]*)\)")
_NUMBER = re.compile(r"(?<![0-9.])[0-9]+(?:[.][0-9]+)?(?![0-9.])")
_DECIMAL = re.compile(r"(?<![0-9.])([0-9]+)([.])([0-9]+)(?=亿|万|个百分点|%|公里|公顷|平方)")
_AMOUNT = re.compile(r"(?<![0-9.-])([0-9]+)((?:[.][0-9]+)?)(?=亿元|万元|万美元|亩|家|个|人|户)")
_RATE = re.compile(r"(?<![0-9.])[0-9]+(?:[.][0-9]+)?(%)(?=[,。;)]|$)")
_SHARE = re.compile(r"占[^,。;0-9]{1,16}([1-9][0-9]?[.][0-9]+)%")
_MONTHS = re.compile(r"(?<![0-9])(1)(-)([3-9]|1[0-2])(?=月)")
_YEAR_OF_TITLE = re.compile(r"20[0-9]{2}(?=年)")
_WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_MARKS = {"(": "〔", ")": "〕", "“": "〝", "”": "〞"}
SPUN = {
    "服务": "效劳",
    "基础": "根底",
    "成本": "本钱",
    "若干": "假设干",
    "不足": "缺乏",
    "储备": "储藏",
    "本土": "外乡",
    "承担": "承当",
    "发展": "开展",
    "计划": "方案",
}
SLIPS = {
    "土": "士",
    "入": "人",
    "已": "己",
    "未": "末",
    "项": "顶",
    "税": "祝",
    "园": "圆",
    "签": "笺",
    "技": "枝",
    "链": "鏈",
    "贷": "货",
    "投": "没",
    "设": "没",
}
"""What recognition takes one character for."""
DAMAGE = ("\ufffd\ufffd\ufffd\ufffd", "確!皟蓚維護”", "锟斤拷锟斤拷", "\ue4c6\ue4c7\ue4c8", "暗谝蛔h題”", "æˆ‘ä»¬çš„")
"""Lost bytes as pages show them: replacement characters, a wrong charset twice over, private-use codes, UTF-8 read as Latin."""


@cache
def pronunciations() -> dict[str, str]:
    """Traditional characters and how the sample report that carries pronunciations has them said."""
    return {han: said for entry in seed_files() for han, said in _ANNOTATED.findall(entry.read_bytes().decode("utf-8"))}


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2tw")


def _traditional(text: str) -> str:
    converted: str = _converter().convert(text)
    return converted if len(converted) == len(text) else text


def traditional(original: Line, draw: Random) -> list[Change]:
    """Traditional characters throughout, and behind many of them their pronunciation: 產(chǎn)業(yè)."""
    written = _traditional(original.source)
    changes = []
    for at, (plain, other) in enumerate(zip(original.source, written, strict=True)):
        said = pronunciations().get(other) if other != plain and draw.random() < 0.75 else None
        if other != plain:
            changes.append(Change(Span(at, at + 1), f"{other}({said})" if said else other, Fate.RESTORED))
    return changes


def misprinted(original: Line, draw: Random) -> list[Change]:
    """A stop for the point, spaces in figures, full width, brackets and quotes of other kinds."""
    text = original.source
    changes = [Change(Span(at, at + 1), _MARKS[each], Fate.RESTORED) for at, each in enumerate(text) if each in _MARKS]
    for match in _DECIMAL.finditer(text):
        point = Span(*match.span(2))
        way = draw.random()
        if way < 0.35:
            changes.append(Change(point, "。", Fate.STANDS))
        elif way < 0.6 and original.role is Role.PARAGRAPH and match.start() and "一" <= text[match.start() - 1] <= "鿿":
            changes.append(Change(point, draw.choice((". ", " .")), Fate.RESTORED))
        elif way < 0.7:
            changes.append(Change(Span(*match.span()), match.group().translate(_WIDE), Fate.RESTORED))
    for match in _NUMBER.finditer(text):
        way, after = draw.random(), text[match.end() : match.end() + 1]
        if "." not in match.group() and way < 0.2:
            changes.append(Change(Span(*match.span()), match.group().translate(_WIDE), Fate.RESTORED))
        elif way > 0.75 and original.role is Role.PARAGRAPH and match.start() and after and after in "%亿万个家亩户项":
            end = match.end()
            changes.append(Change(Span(end, end + 1), " " + after, Fate.RESTORED))
    return changes


def masked(original: Line, draw: Random) -> list[Change]:
    """Percent signs gone, figures masked (xx亿元, XX.27亿元) or deleted (收入亿元)."""
    rates = _RATE.finditer(original.source)
    changes = [Change(Span(*match.span(1)), "", Fate.LOST) for match in rates if draw.random() < 0.4]
    for match in _AMOUNT.finditer(original.source):
        whole, decimals = Span(*match.span(1)), match.group(2)
        way = draw.random()
        if way < 0.15:
            changes.append(Change(whole if decimals else Span(*match.span()), "XX" if decimals else "xx", Fate.LOST))
        elif way < 0.3:
            changes.append(Change(Span(*match.span()), "", Fate.LOST))
    return changes


def undashed(original: Line, draw: Random) -> list[Change]:
    """The dash of a range gone (1-10月: 110月), the point of a share gone (占全省30.5%: 305%), 万元 read as 亿元."""
    text = original.source
    changes = [Change(Span(*match.span(2)), "", Fate.STANDS) for match in _MONTHS.finditer(text) if match.group(3) != "2"]
    changes += [
        Change(Span(*match.span(1)), match.group(1).replace(".", ""), Fate.LOST)
        for match in _SHARE.finditer(text)
        if draw.random() < 0.8
    ]
    changes += [
        Change(Span(*match.span(1)), "亿", Fate.LOST) for match in re.finditer(r"[0-9](万)元", text) if draw.random() < 0.2
    ]
    return changes


def slipped(original: Line, draw: Random) -> list[Change]:
    """Characters taken for others, words put in the place of others, and another year in the title."""
    text = original.source
    if original.role is Role.TITLE:
        match = _YEAR_OF_TITLE.search(text)
        other = str(int(match.group()) - draw.choice((1, 2))) if match else ""
        return [Change(Span(*match.span()), other, Fate.LOST)] if match and draw.random() < 0.5 else []
    changes = []
    for plain, spun in SPUN.items():
        changes += [Change(Span(*match.span()), spun, Fate.STANDS) for match in re.finditer(plain, text) if draw.random() < 0.6]
    for plain, slip in SLIPS.items():
        changes += [
            Change(Span(*match.span()), slip, Fate.STANDS)
            for match in re.finditer(plain, text)
            if draw.random() < 0.12 and not re.match(r".{0,3}(?:开发区|园区)", text[match.end() :])
        ]
    return changes


def damaged(original: Line, draw: Random) -> list[Change]:
    """Four to nine characters lost, whatever they were, and what a wrong charset shows in their place."""
    text = original.source
    if original.role is not Role.PARAGRAPH or len(text) < 60 or draw.random() < 0.5:
        return []
    start = draw.randint(20, len(text) - 15)
    return [Change(Span(start, start + draw.randint(4, 9)), draw.choice(DAMAGE), Fate.LOST)]
