"""Headings of official writing -> section tree (公文标题层级): 一、 · (一) · 1. · (1), and the short lines that head news pages.

A heading may stand on one line with its body: it then ends at the first 。 of the line. Enumerations inside a paragraph
(一是, 二是) are no headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.domain import Section, Span

_HAN_NUMBER = "一二三四五六七八九十"
_MARKS = (
    (1, re.compile(rf"第[{_HAN_NUMBER}0-9]{{1,3}}(?:部分|章|编|篇)[、:. ]?|[{_HAN_NUMBER}]{{1,3}}[、.]")),
    (2, re.compile(rf"[(][{_HAN_NUMBER}]{{1,3}}[)][、.]?|第[{_HAN_NUMBER}]{{1,3}}节[、:. ]?")),
    (3, re.compile(r"[0-9]{1,2}(?:[、]|[.](?![0-9])) ?")),
    (4, re.compile(r"[(][0-9]{1,2}[)][、.]?|[①-⑳]")),
)
_MARKDOWN = re.compile(r"(#{1,4}) +(?=\S)")
# Longest heading of each level, mark not counted; longer first sentences are prose that happens to be numbered.
_LONGEST = {1: 44, 2: 44, 3: 32, 4: 24}
_FIGURE = re.compile(r"[0-9](?:亿|万|%|个|家|项|元|平方|公里|亩|公顷|人|套|台|栋|名|吨|户)")
# What stands behind the space that ends a heading: another heading, or a sentence with a comma.
_RESUMES = re.compile(rf"[{_HAN_NUMBER}]{{1,3}}、|[(][{_HAN_NUMBER}]{{1,3}}[)]|[^。]{{0,60}}?,|[^。]{{20}}")
_FINAL = "。!?”…"
_PROSE = re.compile(r"[。;!?]|,[^,]{4,},")
_SPACED = re.compile(r"[一-鿿“”、·]{2,12}(?: {1,2}[一-鿿“”、·]{2,12}){1,2}")
_BARE = re.compile(r"[一-鿿“”、·]{4,16}")
# What captions under photographs say and headings do not.
_CAPTION = re.compile(r"正在|成为|图为|召开|举行|现场|车间|参加|走进|记者|一角|鸟瞰|全景|工人|员工|资料图")
_INLINE = {
    1: re.compile(rf"(?<=[。:;!? ])([{_HAN_NUMBER}]{{1,3}})、"),
    2: re.compile(rf"(?<=[。:;!? ])[(]([{_HAN_NUMBER}]{{1,3}})[)]"),
}


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    span: Span


def outline(text: str) -> tuple[Section, ...]:
    """The sections of a clean text in order. A section reaches to the next heading of its level or a higher one.

    Text before the first heading is in no section. Levels are those of the marks, so a level may be skipped.
    """
    headings = _numbered(text)
    if not any(heading.level == 1 for heading in headings):
        headings += _inline(text, 1, headings)
    if not any(heading.level == 2 for heading in headings):
        headings += _inline(text, 2, headings)
    if not headings:
        headings = _unnumbered(text)
    headings.sort(key=lambda heading: heading.span)
    return _nested(text, headings)


def _nested(text: str, headings: list[_Heading]) -> tuple[Section, ...]:
    sections = []
    open_path: list[tuple[int, str]] = []
    for heading in headings:
        name = heading.span.of(text)
        open_path = [(level, above) for level, above in open_path if level < heading.level]
        open_path.append((heading.level, name))
        sections.append(Section(name, heading.level, heading.span, heading.span, tuple(each for _, each in open_path)))
    return tuple(_with_ends(text, sections))


def _with_ends(text: str, sections: list[Section]) -> list[Section]:
    """Closes every section at the next heading that is not deeper; walked from the end with a stack, in linear time."""
    closed: list[Section] = []
    ahead: list[tuple[int, int]] = []
    for section in reversed(sections):
        while ahead and ahead[-1][0] > section.level:
            ahead.pop()
        end = ahead[-1][1] if ahead else len(text)
        ahead.append((section.level, section.span.start))
        closed.append(Section(section.heading, section.level, Span(section.span.start, end), section.heading_span, section.path))
    return closed[::-1]


def _lines(text: str) -> list[tuple[int, str]]:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    return lines


def _numbered(text: str) -> list[_Heading]:
    found = []
    for start, line in _lines(text):
        indent = len(line) - len(line.lstrip())
        heading = _at_line_head(line[indent:])
        if heading is not None:
            found.append(_Heading(heading.level, heading.span.shifted(start + indent)))
    return found


def _at_line_head(line: str) -> _Heading | None:
    markdown = _MARKDOWN.match(line)
    if markdown:
        return _Heading(len(markdown.group(1)), Span(markdown.end(), len(line.rstrip())))
    for level, pattern in _MARKS:
        mark = pattern.match(line)
        if mark:
            end = _heading_end(line, mark.end(), level)
            return None if end is None else _Heading(level, Span(0, end))
    return None


def _heading_end(line: str, body: int, level: int) -> int | None:
    """Where the heading of a marked line ends, or None where the line is numbered prose."""
    longest = body + _LONGEST[level]
    head = line[: longest + 1]
    end = len(line.rstrip())
    stop = head.find("。", body)
    if stop < 0 and end > longest:
        stop = _loose_end(line, body, level)
        if stop < 0:
            return None
    if stop >= 0:
        end = stop
        space = line.find(" ", body + 3, stop)
        if space > 0 and not re.search(r"[,;:]", line[body:space]) and _RESUMES.match(line, space + 1):
            end = space
    if re.search(r"[;!?]", line[body:end]):
        return None
    colon = line.find(":", body, end)
    if colon > 0 and level >= 3:
        end = colon
    name = line[body:end].strip(" :,、;")
    if len(name) < 2 or (level >= 3 and (_FIGURE.search(name) or name.count(",") > 1)):
        return None
    return body + len(line[body:end].rstrip(" :,、;"))


def _loose_end(line: str, body: int, level: int) -> int:
    """End of a heading that no 。 closes: a space that cleaning left for that reason, or a colon. -1 where there is none."""
    limit = body + _LONGEST[level]
    space = line.find(" ", body, limit)
    if space > body + 2 and not re.search(r"[,;]", line[body:space]):
        return space
    colon = line.find(":", body, limit)
    if colon > body + 2 and not re.search(r"[,;]", line[body:colon]):
        return colon
    return -1


def _ordinal(han: str) -> int:
    tens, separator, ones = han.rpartition("十")
    value = _HAN_NUMBER.find(ones) + 1 if ones else 0
    return value + (10 * (_HAN_NUMBER.find(tens) + 1 if tens else 1) if separator else 0)


def _inline(text: str, level: int, known: list[_Heading]) -> list[_Heading]:
    """Headings inside paragraphs of a page that lost its line breaks: only where they count up 一, 二, 三 …"""
    found: list[tuple[int, _Heading]] = []
    taken = {at for heading in known for at in range(heading.span.start, heading.span.end)}
    for match in _INLINE[level].finditer(text):
        line_end = text.find("\n", match.start())
        line = text[match.start() : min(line_end if line_end >= 0 else len(text), match.start() + 80)]
        end = _heading_end(line, match.end() - match.start(), level)
        span = Span(match.start(), match.start() + end) if end is not None and end < len(line) else None
        if span is not None and span.start not in taken:
            found.append((_ordinal(match.group(1)), _Heading(level, span)))
    counted: list[_Heading] = []
    expected = 1
    for ordinal, heading in found:
        if ordinal == 1 or ordinal == expected:
            counted.append(heading)
            expected = ordinal + 1
    rises = sum(1 for ordinal, _ in found if ordinal == 2)
    return counted if rises else []


def _unnumbered(text: str) -> list[_Heading]:
    """Short lines without final punctuation that head prose, in one style over the page: phrases with a space, or plain."""
    lines = [(start, line.strip()) for start, line in _lines(text) if line.strip()]
    found: dict[str, list[_Heading]] = {"spaced": [], "bare": []}
    for (_, above), (start, line), (_, below) in zip([(0, "。"), *lines], lines, [*lines[1:], (0, "")], strict=False):
        if start == 0 or _CAPTION.search(line) or len(below) < 10 or below[-1] not in _FINAL:
            continue
        heading = _Heading(1, Span(start, start + len(line)))
        if _SPACED.fullmatch(line):
            found["spaced"].append(heading)
        elif _BARE.fullmatch(line) and above[-1] in _FINAL and len(below) >= 30 and _PROSE.search(below):
            found["bare"].append(heading)
    return next((headings for headings in found.values() if len(headings) >= 2), [])
