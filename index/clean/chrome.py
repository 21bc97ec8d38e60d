"""Page furniture out: portal headers and footers, site notes, paywall tails, page numbers, bylines, doubled titles.

A line goes only as a whole (but for marks that are sure inside a line), and never when it reads like report prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from index.clean.joins import HEADING_MARK
from index.clean.traced import Line, Traced
from index.domain import Note, Span
from index.errors import InvalidLexicon
from index.lexicon import read_lexicon

_SPACE = re.compile(r"\s+")
_LONGEST_FURNITURE = 260
_SENTENCE_END = "。!?;…”』》"
_BARE_NUMBER = re.compile(r"[0-9]{1,3}")
_DATE = r"(?:19|20)\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?(?:\d{1,2}:\d{2}(?::\d{2})?)?"
_BARE_DATE = re.compile(_DATE)
_TIME_LABELS = {"时间", "日期"}
_CHAPTER_WORD = re.compile(r"范文|精选|模板|(?:工作)?(?:总结|汇报|报告)|\d{4}年?|[上下]半年")


@dataclass(frozen=True, slots=True)
class Furniture:
    """The compiled lexicon. ``lines`` and ``inline`` are (kind, pattern) in file order."""

    lines: tuple[tuple[str, re.Pattern[str]], ...]
    inline: tuple[tuple[str, re.Pattern[str]], ...]
    tails: tuple[tuple[str, re.Pattern[str]], ...]
    prose: re.Pattern[str]
    label: re.Pattern[str]


@cache
def furniture() -> Furniture:
    """Reads chrome.toml once. Raises InvalidLexicon naming the entry at fault."""
    table = read_lexicon("chrome.toml")

    def compiled(section: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        found = []
        for number, entry in enumerate(table.get(section, []), 1):
            if not entry.get("reason"):
                raise InvalidLexicon(f"chrome.toml: [[{section}]] 第 {number} 条没有写 reason")
            try:
                found.append((str(entry["kind"]), re.compile(entry["pattern"])))
            except (KeyError, re.error) as error:
                raise InvalidLexicon(f"chrome.toml: [[{section}]] 第 {number} 条有误:{error}") from error
        return tuple(found)

    labels = sorted(table["labels"], key=len, reverse=True)
    # 索 引 号 is printed with spaces inside the label.
    spaced = "|".join(" {0,3}".join(map(re.escape, label)) for label in labels)
    label = re.compile(rf"(?<![一-鿿])(?:[【\[(]{{0,1}})({spaced})(?:[】\])]{{0,1}}) {{0,3}}: {{0,3}}")
    return Furniture(compiled("line"), compiled("inline"), compiled("tail"), re.compile(table["prose"]), label)


def read_labels(line: str) -> Mapping[str, str]:
    """Label-value pairs of a metadata line (发文日期:2025-07-10 …), empty where the line is none.

    One pair makes a metadata line only when nothing stands before it and the value is short; 时间 and 日期 want a date.
    """
    if len(line) > 2 * _LONGEST_FURNITURE:
        return {}
    matches = list(furniture().label.finditer(line))
    if not matches:
        return {}
    ahead = _SPACE.sub("", line[: matches[0].start()]).strip("|[【(")
    pairs: dict[str, str] = {}
    if _BARE_DATE.fullmatch(ahead):
        pairs["时间"] = ahead  # 2024年11月12日 08:30 来源:…
    elif ahead:
        return {}
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        name = _SPACE.sub("", match.group(1))
        value = line[match.end() : following.start() if following else len(line)].strip(" |;,")
        pairs.setdefault(name, value)
    if len(pairs) == 1:
        [(name, value)] = pairs.items()
        plain = _SPACE.sub("", value)
        if name in _TIME_LABELS and not _BARE_DATE.fullmatch(plain):
            return {}
        if len(plain) > 40 or plain.endswith("。"):
            return {}
    if any("。" in value and len(value) > 60 for value in pairs.values()):
        return {}
    return pairs


def without_furniture(traced: Traced, notes: list[Note], metadata: dict[str, str]) -> Traced:
    """The text without page furniture. Appends a note for every piece and keeps the metadata it read on the way."""
    lines = list(traced.lines())
    kinds: dict[int, str] = {}
    for rule in (_labelled(metadata), _furniture_line, _credit):
        for number, line in enumerate(lines):
            if number not in kinds and not line.blank and len(line.text) <= 2 * _LONGEST_FURNITURE:
                kind = rule(line.text.strip())
                if kind:
                    kinds[number] = kind
    _mark_tails(lines, kinds)
    _mark_page_numbers(lines, kinds)
    _mark_titles(lines, kinds)
    dropped = _blanks_at_page_breaks(lines, kinds)
    for number, kind in sorted(kinds.items()):
        line = lines[number]
        notes.append(Note(kind, line.text.strip()[:80], traced.raw(line.span)))
        dropped.append(Span(line.span.start, min(line.span.end + 1, len(traced.text))))
    return _without_marks(traced.without(dropped), notes)


def _without_marks(traced: Traced, notes: list[Note]) -> Traced:
    dropped = []
    for kind, pattern in furniture().inline:
        for match in pattern.finditer(traced.text):
            dropped.append(Span(*match.span()))
            notes.append(Note(kind, match.group()[:80], traced.raw(dropped[-1])))
    return traced.without(dropped)


def _labelled(metadata: dict[str, str]) -> Callable[[str], str | None]:
    def rule(line: str) -> str | None:
        pairs = read_labels(line)
        for name, value in pairs.items():
            metadata.setdefault(name, value)
        return "metadata" if pairs else None

    return rule


def _furniture_line(line: str) -> str | None:
    plain = _SPACE.sub("", line)
    if len(plain) > _LONGEST_FURNITURE or furniture().prose.search(plain):
        return None
    return next((kind for kind, pattern in furniture().lines if pattern.fullmatch(plain)), None)


def _credit(line: str) -> str | None:
    """A line that is nothing but a date and time is the page's stamp, unless it is written as a signature (年月日)."""
    plain = _SPACE.sub("", line)
    return "stamp" if _BARE_DATE.fullmatch(plain) and ":" in plain else None


def _mark_tails(lines: list[Line], kinds: dict[int, str]) -> None:
    for number, line in enumerate(lines):
        plain = _SPACE.sub("", line.text)
        kind = next((kind for kind, pattern in furniture().tails if len(plain) < 20 and pattern.fullmatch(plain)), None)
        if kind is None or number in kinds:
            continue
        kinds[number] = kind
        for after in range(number + 1, len(lines)):
            text = lines[after].text.strip()
            if len(text) > 60 or any(mark in text for mark in "。;") or furniture().prose.search(text):
                break
            if text:
                kinds.setdefault(after, kind)


def _mark_page_numbers(lines: list[Line], kinds: dict[int, str]) -> None:
    """Bare numbers that are pages: the last line of a text, one inside a broken sentence, or a rising series far apart.

    Other bare numbers are cells of a flattened table and stay.
    """
    solid = [number for number, line in enumerate(lines) if not line.blank and number not in kinds]
    bare = [number for number in solid if _BARE_NUMBER.fullmatch(lines[number].text.strip())]
    place = {number: at for at, number in enumerate(solid)}
    for number in bare:
        before = lines[solid[place[number] - 1]].text.rstrip() if place[number] else ""
        after = lines[solid[place[number] + 1]].text.lstrip() if place[number] + 1 < len(solid) else ""
        last = not after and len(before) >= 30 and before[-1] in _SENTENCE_END
        inside = len(before) >= 15 and len(after) >= 15 and before[-1] not in _SENTENCE_END + ":" and "一" <= after[0] <= "鿿"
        if last or inside:
            kinds[number] = "page_number"
    for earlier, later in zip(bare, bare[1:], strict=False):
        apart = lines[later].span.start - lines[earlier].span.end
        if int(lines[later].text) == int(lines[earlier].text) + 1 and apart >= 200:
            kinds[earlier] = kinds[later] = "page_number"


def _blanks_at_page_breaks(lines: list[Line], kinds: Mapping[int, str]) -> list[Span]:
    """Blank lines and the newline around a page number that stands inside a sentence: they came with the page break."""
    breaks: list[Span] = []
    gap: list[int] = []
    before: Line | None = None
    for number, line in enumerate(lines):
        if line.blank or number in kinds:
            gap.append(number)
            continue
        torn = before is not None and len(before.text) >= 15 and before.text.rstrip()[-1] not in _SENTENCE_END + ":"
        if before and torn and not HEADING_MARK.match(line.text) and any(kinds.get(each) == "page_number" for each in gap):
            breaks += [Span(lines[each].span.start, lines[each].span.end + 1) for each in gap if each not in kinds]
            breaks.append(Span(before.span.end, before.span.end + 1))
        gap, before = [], line
    return breaks


def _mark_titles(lines: list[Line], kinds: dict[int, str]) -> None:
    """A title printed twice keeps its second place; a title scattered over short lines above itself goes."""
    solid = [number for number, line in enumerate(lines) if not line.blank and number not in kinds]
    top = solid[:12]
    for at, number in enumerate(top):
        title = _SPACE.sub("", lines[number].text)
        if not 6 <= len(title) <= 60 or title[-1] in _SENTENCE_END + ":,、":
            continue
        above = top[:at]
        if above and all(_SPACE.sub("", lines[each].text) == title for each in above[-1:]):
            kinds[above[-1]] = "doubled_title"
        pieces = [_SPACE.sub("", lines[each].text) for each in above if each not in kinds]
        short = [len(piece) <= 8 for piece in pieces]
        fitting = [piece in title or bool(_CHAPTER_WORD.fullmatch(piece)) for piece in pieces]
        if len(pieces) >= 3 and all(short) and all(fitting):
            kinds.update(dict.fromkeys((each for each in above if each not in kinds), "scattered_title"))
