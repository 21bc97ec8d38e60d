"""When a text says what was wanted, when a quote is the labelled evidence, and which numbers a text claims."""

from __future__ import annotations

import re
import unicodedata

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)")
_MARK = re.compile(r"\[\d+\]")
_NO_CLAIM = re.compile(
    r"\d+(?:/\d+)?\s*[份个]\s*(?:报告|材料|园区|开发区|月)"  # counts of reports, zones and months
    r"|\d{4}\s*年(?:代)?|\d{4}(?=\s*[-—–~至]\s*\d{4}\s*年)"
    r"|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?"
    r"|\d{1,2}(?:\s*[-—–~至、]\s*\d{1,2})?\s*月(?:份|底|初|中旬)?|\d{1,2}\s*日"
)
"""Numbers that name a time or count sources: they say nothing that a quote would have to hold."""
SHARED = 0.6
"""Share of the shorter text's character pairs that a quote and the evidence must have in common."""


def folded(text: str) -> str:
    """Widths, case, blanks and thousands commas made alike."""
    text = _GROUPED.sub("", unicodedata.normalize("NFKC", text).lower())
    return re.sub(r"\s+", "", text)


def says(text: str, wanted: str | float) -> bool:
    """Whether a text holds a string; where that begins or ends with a digit, as a whole number: 8 is not in 78, 28 not in 28.96."""
    needle = folded(f"{wanted:g}" if isinstance(wanted, float) else str(wanted))
    before = r"(?<![\d.])" if needle[:1].isdigit() else ""
    after = r"(?!\.?\d)" if needle[-1:].isdigit() else ""
    return re.search(before + re.escape(needle) + after, folded(text)) is not None


def nearly(text: str, wanted: float, tolerance: float) -> bool:
    """Whether some number of a text is within a relative tolerance of a wanted one."""
    found = (float(figure.replace(",", "")) for figure in _FIGURE.findall(unicodedata.normalize("NFKC", text)))
    return any(abs(value - wanted) <= tolerance * abs(wanted) for value in found)


def evidenced(quote: str, evidence: str) -> bool:
    """Whether a quote is, or holds, or stands in the labelled evidence."""
    left, right = _pairs(quote), _pairs(evidence)
    return bool(left and right) and len(left & right) >= SHARED * min(len(left), len(right))


def _pairs(text: str) -> set[str]:
    """Character pairs of the letters and digits of a text, injected pinyin left out."""
    bare = re.sub(r"\W", "", _PINYIN.sub("", folded(text)))
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


def claims(text: str) -> set[str]:
    """The numbers of a text that claim something, as printed but for thousands commas."""
    plain = _NO_CLAIM.sub(" ", unicodedata.normalize("NFKC", _MARK.sub("", text)))
    return {figure.replace(",", "") for figure in _FIGURE.findall(plain)}


def years(text: str) -> set[str]:
    return set(re.findall(r"(\d{4})\s*年", unicodedata.normalize("NFKC", text)))
