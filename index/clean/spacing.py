"""Characters that carry nothing: controls, spaces inside numbers and words, ends of lines, runs of blank lines."""

from __future__ import annotations

import re

from index.clean.traced import Traced
from index.domain import Span

# Line breaks of other systems, form feeds of pages. A carriage return before a newline is deleted, alone it is a newline.
_BREAKS = str.maketrans("\r\x0b\x0c\x85\u2028\u2029", "\n\n\n\n\n\n")
_INVISIBLE = re.compile(
    r"\r(?=\n)|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe0e\ufe0f]"
)

_LINE_EDGE = re.compile(r"(?:(?<=\n)|\A) +|(?<! ) +(?=\n|\Z)")
_BLANK_LINES = re.compile(r"(?<=\n\n)\n+|\A\n+|(?<!\n)\n+\Z")
# 24. 3 and 24 .3, but not "1. 3个…", a list mark at the head of a line or clause.
_IN_DECIMAL = re.compile(r"(?<=[一-鿿,、/(~-])([0-9]{1,12})( ?\. |  ?\.)(?=[0-9])")
_BEFORE_UNIT = re.compile(r"(?<=[0-9]) +(?=[%‰℃㎡一-鿿])")
_BEFORE_NUMBER = re.compile(r"(?<=[一-鿿]) +(?=[0-9])")
_BEFORE_LATIN_UNIT = re.compile(r"(?<=[0-9]) +(?=(?:km|kg|kW|MW|GW|GWh|m²|m2|mm)(?![A-Za-z0-9]))")
_RANGE_DASH = re.compile(r"(?<=[0-9]) +(?=[-~][ 0-9])|(?<=[0-9][-~]) +(?=[0-9])")
_AT_MARK = re.compile(
    r"(?<=[。、“‘《》”’…!?;:,()]) +(?=[一-鿿。、“”‘’《》…(])|(?<=[一-鿿]) +(?=[。、”’》…!?;:,)“‘《(])|(?<=[。、“‘《]) +|(?<! ) +(?=[。、”’》])"
)
_BETWEEN_HAN = re.compile(r"(?<=[一-鿿]) +(?=[一-鿿])")
_SINGLE_SPACED = re.compile(r"(?<![一-鿿])[一-鿿](?: {1,4}[一-鿿]){1,12}(?![一-鿿])")
_LIST_NUMBER = re.compile(r"第?[0-9]{1,2}")
_COUNTED = "亿万千百家个户项亩元年月日吨人名套台栋平公百分季倍%"
_HEADING_MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十0-9]{1,3}[)]|[0-9]{1,2}[、.]|第[一二三四五六七八九十]{1,3}[章节部])"
)
_HAN_MARK = re.compile(r"[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]")
_TITLE_END = re.compile(r"(?:总结|汇报|报告|材料|要点)\Z")
_HEADING_LENGTH = 34
_SENTENCE = re.compile(r"[。;!?]|,.{0,60},")


def without_invisible(traced: Traced) -> Traced:
    """Newlines in one form; control characters, zero-width characters and byte order marks out."""
    spans = [Span(*match.span()) for match in _INVISIBLE.finditer(traced.text)]
    shorter = traced.without(spans)
    return shorter.replaced(shorter.text.translate(_BREAKS))


def without_edges(traced: Traced) -> Traced:
    """No space at the ends of lines, at most one blank line in a row, none at the ends of the text."""
    stripped = traced.without(Span(*match.span()) for match in _LINE_EDGE.finditer(traced.text))
    return stripped.without(Span(*match.span()) for match in _BLANK_LINES.finditer(stripped.text))


def without_spaces(traced: Traced) -> tuple[Traced, list[Span]]:
    """Spaces inside numbers, before units, at punctuation and between Han characters out.

    Returns the text and the raw places of spaces that stood inside or beside a number. Spaces between two numbers stay
    (columns of a table), and so do spaces that set apart the phrases of a heading or the cells of a row.
    """
    text = traced.text
    numeric: list[Span] = []
    for match in _IN_DECIMAL.finditer(text):
        if not _starts_clause(text, match.start()):
            gap = match.start(2)
            numeric += [Span(at, at + 1) for at in range(gap, match.end()) if text[at] == " "]
    for pattern in (_BEFORE_UNIT, _BEFORE_NUMBER, _BEFORE_LATIN_UNIT, _RANGE_DASH):
        for match in pattern.finditer(text):
            if not _starts_list(text, match.start()) and not _sets_apart(text, match):
                numeric.append(Span(*match.span()))
    plain = [Span(*match.span()) for match in _AT_MARK.finditer(text) if not _sets_apart(text, match)]
    for line in traced.lines():
        if " " in line.text:
            plain += [span.shifted(line.span.start) for span in _han_spaces(line.text)]
    return traced.without([*numeric, *plain]), [traced.raw(span) for span in numeric]


def _sets_apart(text: str, gap: re.Match[str]) -> bool:
    """Whether a space is all that is left of a line break: before a heading's mark, or between a title and its text."""
    return bool(_HAN_MARK.match(text, gap.end())) or bool(_TITLE_END.search(text, max(0, gap.start() - 2), gap.start()))


def _starts_clause(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in "\n。;"


def _starts_list(text: str, at: int) -> bool:
    """Whether the space at ``at`` follows a bare list number at the head of its line: "2 重点项目"."""
    start = text.rfind("\n", max(0, at - 6), at) + 1
    if (start == 0 and at > 6) or not _LIST_NUMBER.fullmatch(text[start:at]):
        return False
    return text[at : at + 8].lstrip()[:1] not in _COUNTED


def _han_spaces(line: str) -> list[Span]:
    spaced = [
        Span(match.start() + at, match.start() + at + 1)
        for match in _SINGLE_SPACED.finditer(line)
        for at in _spaces(match.group())
    ]
    if not _SENTENCE.search(line):
        return spaced
    kept = set()
    for mark in _HEADING_MARK.finditer(line):
        # "一、主要成效 今年以来,…": the first space may be all that ends the heading.
        gap = line.find(" ", mark.end() + 1, mark.end() + _HEADING_LENGTH)
        if (
            gap > 0
            and (mark.start() == 0 or line[mark.start() - 1] in " 。:;")
            and not re.search(r"[,。;:]", line[mark.end() : gap])
        ):
            kept.add(gap)
    gaps = [match for match in _BETWEEN_HAN.finditer(line) if match.start() not in kept and not _sets_apart(line, match)]
    return spaced + [Span(*match.span()) for match in gaps]


def _spaces(text: str) -> list[int]:
    return [at for at, character in enumerate(text) if character == " "]
