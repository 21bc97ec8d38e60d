"""Sentences put together again: lines wrapped by a page's width, and paragraphs that newspaper columns tore apart.

Joining wrapped lines is sure. Moving a paragraph is not: it is done only where exactly one continuation fits, and marked.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from index.clean.traced import Line, Traced
from index.domain import Span
from index.units import unit_pattern

_SENTENCE_END = "。!?;"
_FINAL = "。!?;…:”』》)】.:"
_OPEN_END = "、,(“《-~—"
HEADING_MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.,]|第[一二三四五六七八九十0-9]{1,3}[章节条部]|[(][一二三四五六七八九十0-9]{1,3}[)]|[0-9]{1,2}[、.)](?![0-9])|[①-⑳●■◆★▲·※-]|[一二三四五六七八九十]是|附件|表[0-9一二三])"
)
# Columns of a page, a Han character taking two.
_NARROWEST, _WIDEST = 24, 128
# Lines this close to the page's width were ended by the page and not by the writer; a first line may be indented.
_SLACKS = 5, 4
"""By columns, and by characters (of which each counts two columns)."""
_INDENT = 4
_SHARE_FULL = 0.3
_SHARE_ALIKE = 0.25
"""Share of the lines that are of one and the same length where lines hold so many characters."""
_ENDS_IN_FIGURE = re.compile(r"[一-鿿、,:(%+~—-]([0-9]{1,9}(?:[.][0-9]*)?)\Z")
_BEGINS_IN_FIGURE = re.compile(r"([0-9]{0,9}(?:[.]?[0-9]+)?)(?:[亿万][元美]?|%|个百分点)")
_BEGINS_IN_UNIT = re.compile(unit_pattern())
"""What alone may go on from a figure: 面积1 and 腾地629亩 are no sentence."""
_BEGINS_IN_ANY = re.compile(rf"([0-9]{{0,9}}(?:[.]?[0-9]+)?)(?:{unit_pattern()})")
_SENTENCES, _CLAUSES = 20, 15
_EDGE = 2
_SURELY_PROSE = 60
"""Columns: names in a list are shorter."""
_SHARE_AT_EDGE = 0.2
_PROSE = 30
# Words a paragraph opens with of itself; what starts with them needs no torn-off head.
_OPENERS = re.compile(
    r"(?:今|本|去|近|当|目|同|此|其|全|我|为|在|从|对|以|据|按|围|坚|深|加|强|推|抓|着|聚|紧|突|扎|积|大|狠|持|切|认|不|进|经|园|会|回|展|面|随|截|自|作|坐|市|想|脚|营|转|只|与|这|那|他|她|它|一|二|三|四|五|六|七|八|九|十|(?:19|20)[0-9]{2}|[0-9]{1,2}月|[“《(])"
)
_SHORT_OPENING = re.compile(r"[^,。;:!?]{1,6}[,。;]")


@dataclass(frozen=True, slots=True)
class _Page:
    """A hard-wrapped page: how long each line is as it was printed, how long a full one is, and how many full ones are torn."""

    lengths: list[int]
    width: int
    slack: int
    torn: int

    def full(self, number: int, *, opens: bool) -> bool:
        """Whether the page's edge ended a line; the first of a paragraph may be indented."""
        least = self.width - self.slack - (_INDENT if opens else 0)
        return least <= self.lengths[number] <= self.width + _INDENT + 2


def joined_lines(traced: Traced, raw: str) -> Traced:
    """Deletes the newlines inside sentences: after an open comma or quote, and at the full width of a hard-wrapped page.

    The width counts as the page had it: a digit that was full-width in the raw text took two columns.
    """
    lines = list(traced.lines())
    page = _page(lines, traced, raw)
    newlines = []
    opens = True
    for number, (line, following) in enumerate(zip(lines, lines[1:], strict=False)):
        full = page is not None and page.full(number, opens=opens)
        opens = line.blank or line.text.rstrip()[-1] in _FINAL
        if line.blank or following.blank or HEADING_MARK.match(following.text):
            continue
        if _is_row(line.text) or _is_row(following.text):
            continue
        if _runs_on(line.text.rstrip(), following.text.lstrip(), full=full):
            newlines.append(Span(line.span.end, line.span.end + 1))
    return traced.without(newlines)


def _is_row(text: str) -> bool:
    """A row of a table; the last of two cells may be —, for an empty one."""
    return " | " in text or text.count("|") > 1


def _runs_on(before: str, after: str, *, full: bool) -> bool:
    if before[-1] in _OPEN_END and len(before) >= 10:
        return True
    if after[0] in "、,。;”)%》" and len(before) >= 10:
        return True
    if before[-1].isdigit() and after[0] == "." and after[1:2].isdigit() and len(before) >= 10:
        return True  # nothing begins with a decimal point
    # A decimal or a figure cut by the page's edge never joins by guess: only at the full width of a wrapped page.
    return full and (before[-1] not in _FINAL or before[-1] == "." and before[-2:-1].isdigit() and after[0].isdigit())


def columns(text: str) -> int:
    """Width as a page shows it: Han characters and full-width marks take two columns."""
    return len(text) + sum(character > "\u2000" for character in text)


def _page(lines: list[Line], traced: Traced, raw: str) -> _Page | None:
    """The page that the lines were wrapped for, by columns or by characters, whichever more of them fill; None where none was."""
    written = [_as_printed(traced, line, raw) for line in lines]
    measured = ([columns(text) for text in written], [2 * len(text) for text in written])
    pages = [page for lengths, slack in zip(measured, _SLACKS, strict=True) if (page := _wrapped(lines, lengths, slack))]
    return max(pages, key=lambda page: page.torn, default=None)


def _as_printed(traced: Traced, line: Line, raw: str) -> str:
    """A line as it stands in the raw text, edges off; as it stands here where it was put together from several."""
    text = line.text.strip()
    if not text:
        return ""
    start = line.span.start + len(line.text) - len(line.text.lstrip())
    span = traced.raw(Span(start, start + len(text)))
    written = raw[span.start : span.end]
    return text if "\n" in written else written


def _wrapped(lines: list[Line], lengths: list[int], slack: int) -> _Page | None:
    """The page of a way of measuring; None where lines end where sentences and paragraphs do."""
    widths = sorted(length for line, length in zip(lines, lengths, strict=True) if not line.blank)
    if len(widths) < 6:
        return None
    width = widths[int(len(widths) * 0.95)] if len(widths) > 20 else widths[-2]
    long = Counter(each for each in widths if each >= _NARROWEST)
    common, often = max(long.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    if often >= max(4, len(widths) * _SHARE_ALIKE):
        width = common  # a page of so many characters a line; a few lines that were never wrapped are longer
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = [line for line, length in zip(lines, lengths, strict=True) if width - slack <= length <= width + 2]
    torn = sum(line.text.rstrip()[-1:] not in _FINAL for line in full)
    enough = len(full) >= len(widths) * _SHARE_FULL and torn >= max(3, len(full) // 2)
    # Paragraphs do not end at one and the same column unless the page makes them, whether or not a sentence ends there too.
    edge = sum(width - _EDGE <= length <= width for length in widths)
    enough = enough or (width >= _SURELY_PROSE and edge >= max(6, len(widths) * _SHARE_AT_EDGE) and torn >= 3)
    # Where no line ends a sentence, lines of one length are a list.
    ended = any(line.text.rstrip()[-1:] in _SENTENCE_END for line in lines if not line.blank)
    return _Page(lengths, width, slack, torn) if enough and ended else None


@dataclass(frozen=True, slots=True)
class Move:
    """A torn paragraph and its continuation, as line numbers, and whether open quotes prove the fit."""

    broken: int
    rest: int


def rejoined_columns(traced: Traced) -> tuple[Traced, list[int]]:
    """Puts torn-off rests behind the paragraphs they belong to. Returns the text and the seams' clean offsets.

    Quotes decide first: a paragraph with an open quote and the one rest that closes it. Then figures: a paragraph that ends
    in one without its unit, and the one rest that begins with the unit. After that, one torn paragraph and one rest that are
    left over. Anything less clear stays where it is.
    """
    lines = list(traced.lines())
    moves = _moves(lines)
    if not moves:
        return traced, []
    rest_of = {move.broken: move.rest for move in moves}
    moved = set(rest_of.values())
    order, seams, length = [], [], 0
    for number, line in enumerate(lines):
        if number in moved:
            continue
        pieces = [line.span]
        at = number
        while at in rest_of:
            seams.append(length + sum(map(len, pieces)))
            at = rest_of[at]
            pieces.append(lines[at].span)
        end = Span(line.span.end, min(line.span.end + 1, len(traced.text)))
        order += [*pieces, end]
        length += sum(map(len, pieces)) + len(end)
    return traced.arranged(order), seams


def _moves(lines: list[Line]) -> list[Move]:
    broken = [number for number, line in enumerate(lines) if _is_broken(line.text)]
    rests = [number for number in range(len(lines)) if _stands_loose(lines, number)]
    if not rests:
        return []
    moves: list[Move] = []
    opening = [number for number in broken if _open_quotes(lines[number].text) > 0]
    closing = [number for number in rests if _open_quotes(lines[number].text) < 0]
    if len(opening) == 1 and len(closing) == 1 and opening[0] != closing[0]:
        moves.append(Move(opening[0], closing[0]))
    counted = [number for number, line in enumerate(lines) if figure_at_end(line.text) and number not in opening]
    counting = [number for number in rests if figure_at_start(lines[number].text) is not None and number not in closing]
    if len(counted) == 1 and len(counting) == 1 and counted[0] != counting[0] and _fit(lines, counted[0], counting[0]):
        moves.append(Move(counted[0], counting[0]))
    left = [number for number in broken if number not in {move.broken for move in moves}]
    taken = {move.rest for move in moves}
    fitting = [number for number in rests if number not in taken and _starts_inside(lines[number].text)]
    quoted = {number for number in left if _open_quotes(lines[number].text) > 0}
    if (
        len(left) == 1
        and len(fitting) == 1
        and left[0] != fitting[0]
        and not quoted
        and abs(left[0] - fitting[0]) > 1
        and (figure_at_end(lines[left[0]].text) is None or _BEGINS_IN_UNIT.match(lines[fitting[0]].text))
    ):
        moves.append(Move(left[0], fitting[0]))
    # A chain that bites its own tail has no beginning: leave the text alone.
    following = {move.broken: move.rest for move in moves}
    return [] if any(following.get(move.rest) == move.broken for move in moves) else moves


def _fit(lines: list[Line], head: int, rest: int) -> bool:
    """Whether two halves make one figure: 5.0 and 2亿元, 5 and .7亿元, 5 and 亿元. 120 and 3亿元 may as well be two figures."""
    end, start = figure_at_end(lines[head].text), figure_at_start(lines[rest].text)
    written = end.of(lines[head].text) if end is not None else ""
    if start and lines[rest].text.startswith("."):
        return "." not in written
    return not start or "." in written


def _is_broken(text: str) -> bool:
    """A paragraph of prose that stops inside a sentence."""
    clauses = sum(map(text.count, "。,;"))
    return len(text) >= _PROSE and clauses >= 2 and text[-1] not in _FINAL and not HEADING_MARK.match(text[:8])


def figure_at_end(text: str) -> Span | None:
    """The figure without a unit in which a paragraph of prose breaks off."""
    match = _ENDS_IN_FIGURE.search(text) if _is_prose(text) or _is_clauses(text) else None
    return Span(*match.span(1)) if match else None


def figure_at_start(text: str) -> Span | None:
    """The figure, or only the unit of one (then the span is empty), that a paragraph of prose begins with. Of large units and
    rates only: with others (3个项目) paragraphs begin of themselves.
    """
    match = _BEGINS_IN_FIGURE.match(text) if _is_prose(text) else None
    return Span(*match.span(1)) if match else None


def _is_clauses(text: str) -> bool:
    """A line of several clauses, which no heading and no cell is."""
    return len(text) >= _CLAUSES and "|" not in text and any(mark in text for mark in ",、;") and not HEADING_MARK.match(text[:8])


def half_at_start(text: str, above: str) -> Span | None:
    """The figure of any unit that prose begins with below a line that ends no sentence: it may be the second half of one."""
    match = _BEGINS_IN_ANY.match(text) if _is_prose(text) and above and above[-1] not in _FINAL else None
    return Span(*match.span(1)) if match else None


def _is_prose(text: str) -> bool:
    return len(text) >= _SENTENCES and "。" in text and "|" not in text


def _stands_loose(lines: list[Line], number: int) -> bool:
    """A paragraph of prose with no prose before it: after a caption, a headline or a byline, where columns break. Under a
    numbered heading it is at home.
    """
    line = lines[number]
    if len(line.text) < 20 or line.text[-1] not in _FINAL or "。" not in line.text or HEADING_MARK.match(line.text):
        return False
    above = number - 1
    while above >= 0 and lines[above].blank:
        above -= 1
    if above < 0 or HEADING_MARK.match(lines[above].text):
        return False
    return "。" not in lines[above].text and lines[above].text[-1] not in _FINAL


def _starts_inside(text: str) -> bool:
    return bool(_SHORT_OPENING.match(text)) and not _OPENERS.match(text)


def _open_quotes(text: str) -> int:
    return text.count("“") - text.count("”")
