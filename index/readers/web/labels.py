"""The labels under which portals state what a page is (索引号, 发布机构, 发布日期 …), and what no label or button ever is."""

from __future__ import annotations

import re
from functools import cache

from index.lexicon import read_lexicon

_GAP = "[ \xa0\u3000]{0,3}"
_EDGE = " \t\xa0\u3000:：【】[]"


@cache
def _labels() -> frozenset[str]:
    return frozenset(read_lexicon("chrome.toml")["labels"])


@cache
def label_mark() -> re.Pattern[str]:
    """A label with its colon, at the head of a text; 索 引 号 is printed with spaces."""
    spaced = "|".join(_GAP.join(map(re.escape, label)) for label in sorted(_labels(), key=len, reverse=True))
    return re.compile(rf"[【\[]?(?P<label>{spaced}){_GAP}[】\]]?{_GAP}[:：]")


@cache
def _prose() -> re.Pattern[str]:
    return re.compile(read_lexicon("chrome.toml")["prose"])


def reads_like_a_report(text: str) -> bool:
    """Whether a text has the figures of report prose, which are never chrome."""
    return _prose().search(text) is not None


def as_label(text: str) -> str | None:
    """The label that a cell is, with or without a colon; None where it is none."""
    plain = re.sub(r"\s", "", text.strip(_EDGE))
    return plain if plain in _labels() else None


def label_count(text: str) -> int:
    """How many labels with a colon a line has, 0 where something else stands before the first."""
    mark = label_mark()
    if not mark.match(text.lstrip(" |\xa0\u3000")):
        return 0
    return sum(1 for _ in mark.finditer(text))
