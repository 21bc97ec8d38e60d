"""The eight classes of dirt as transformations of a clean report that also tell what a perfect reading of the result is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from evals.intake import letters, portal
from evals.intake.lines import BAR, Change, Fate, Line, Piece, Role, Truth, added, changed, split, truth
from evals.intake.sources import Source


class Dirt(StrEnum):
    NONE = "none"
    TRADITIONAL = "traditional"
    MISPRINTED = "misprinted"
    MASKED = "masked"
    UNDASHED = "undashed"
    PORTAL = "portal"
    BROKEN = "broken"
    SLIPPED = "slipped"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a line of a format holds: ``widest`` Han characters. Where it is ``printed``, lines were wrapped to what they look like."""

    widest: int = 40
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Dirty:
    """A dirty report: its lines as a file shows them, and what must be read of them. ``page`` is the furniture for page designs."""

    source: Source
    dirt: Dirt
    lines: tuple[Line, ...]
    truth: Truth
    page: portal.Page


_MAKERS: Mapping[Dirt, Callable[[Line, Random], list[Change]]] = {
    Dirt.TRADITIONAL: letters.traditional,
    Dirt.MISPRINTED: letters.misprinted,
    Dirt.MASKED: letters.masked,
    Dirt.UNDASHED: letters.undashed,
    Dirt.SLIPPED: letters.slipped,
    Dirt.DAMAGED: letters.damaged,
}
_KEEPING_TOP = (Dirt.MASKED, Dirt.DAMAGED)
"""These leave title and opening alone: what zone and period are told by must not be lost."""
_FINAL = "。!?;:”"


def soiled(source: Source, dirt: Dirt, draw: Random, *, variant: int = 0, sheet: Sheet | None = None) -> Dirty:
    """``variant`` turns through the ways in which a class breaks lines; ``sheet`` is what wrapped ones must fit."""
    sheet = sheet or Sheet()
    maker = _MAKERS.get(dirt)
    first = 2 if dirt in _KEEPING_TOP or (dirt is Dirt.SLIPPED and not _year_again(source)) else 0
    lines = [changed(each, maker(each, draw)) if maker and at >= first else each for at, each in enumerate(source.lines)]
    if dirt is Dirt.PORTAL:
        paragraphs = [at for at, each in enumerate(lines) if each.role is Role.PARAGRAPH]
        hidden = paragraphs[len(paragraphs) // 2]
        lines[hidden] = _with_paywall(lines[hidden], draw)
    known = truth(lines)
    made = portal.page(draw, zone=source.zone, title=source.title, published=_published(source, draw))
    if dirt is Dirt.PORTAL:
        lines = _on_a_portal(lines, draw, made)
    elif dirt is Dirt.BROKEN:
        lines = _BREAKS[variant % len(_BREAKS)](lines, draw, sheet)
    elif dirt is Dirt.DAMAGED:
        lines = _hijacked(lines, draw)
    return Dirty(source, dirt, tuple(lines), known, made)


def _year_again(source: Source) -> bool:
    """Whether the text tells the year that its title tells: only then another year in the title leaves the period to be known."""
    year = re.search(r"20\d\d年", source.title)
    return year is not None and year.group() in source.lines[1].source


def _published(source: Source, draw: Random) -> str | None:
    """A day soon after the period, as an office dates its report; None where that would tell a year that the report does not."""
    if source.period is None:
        return None
    end = source.period.partition("/")[2]
    year, month = int(end[:4]), int(end[5:7]) + 1
    return f"{year + month // 13}-{(month - 1) % 12 + 1:02}-{draw.randint(3, 25):02}"


def _with_paywall(original: Line, draw: Random) -> Line:
    left, right = split(original, _inside_word(original.shown, draw))
    pieces = (*left.pieces, Piece("", portal.paywall(draw), Fate.RESTORED), *right.pieces)
    return replace(original, pieces=pieces)


def _on_a_portal(lines: Sequence[Line], draw: Random, made: portal.Page) -> list[Line]:
    """Page furniture around, and page numbers where a page broke off inside a word."""
    found: list[Line] = [added(Role.CHROME, text) for text in portal.above(draw, made)]
    number = draw.randint(1, 3)
    for at, each in enumerate(lines):
        if at > 1 and each.role is Role.PARAGRAPH and len(each.shown) > 70 and draw.random() < 0.2:
            head, rest = split(each, _inside_word(each.shown, draw))
            found += [head, added(Role.CHROME, portal.page_number(draw, number)), rest]
            number += 1
        else:
            found.append(each)
    return found + [added(Role.CHROME, text) for text in portal.below(draw, made)]


def _inside_word(text: str, draw: Random) -> int:
    """A place between two Han characters, a third into the text or later."""
    places = [at for at in range(len(text) // 3, len(text) - 12) if re.match(r"[一-鿿]{2}", text[at - 1 : at + 1])]
    return draw.choice(places) if places else len(text) // 2


def _wrapped(lines: Sequence[Line], draw: Random, sheet: Sheet) -> list[Line]:
    """Every line cut at the width of a page, in the middle of words and figures too; by columns, or by characters of any width."""
    least = min(26, sheet.widest - 2)
    width = draw.randint(least, sheet.widest)
    by_columns = sheet.printed or draw.random() < 0.5
    found: list[Line] = []
    for each in lines:
        rest = each
        while rest.role is Role.PARAGRAPH and (place := _full(rest.shown, width, by_columns=by_columns)) < len(rest.shown):
            head, rest = split(rest, place)
            if not head.shown:
                break
            found.append(head)
        found.append(rest)
    return found


def _full(text: str, width: int, *, by_columns: bool) -> int:
    """How many characters fill a line of so many Han characters; those of half width count half by columns."""
    if not by_columns:
        return width
    filled = 0.0
    for at, character in enumerate(text):
        filled += 1 if character > "\u2000" else 0.5
        if filled > width:
            return at
    return len(text)


def _torn(lines: Sequence[Line], draw: Random, sheet: Sheet) -> list[Line]:  # noqa: ARG001
    """A newspaper's columns: a paragraph breaks off and goes on after others, behind a caption."""
    long = [at for at, each in enumerate(lines) if at > 1 and each.role is Role.PARAGRAPH and each.shown.count("。") > 1]
    captions = draw.sample(portal.CAPTIONS, 3)
    if not long:
        return [*lines[:2], added(Role.CHROME, captions[0]), *lines[2:]]
    torn = draw.choice(long[: max(1, len(long) - 2)])
    after = torn + 1
    while after < len(lines) - 1 and (after < torn + 3 or lines[after].role is Role.ROW or lines[after + 1].role is Role.ROW):
        after += 1
    head, rest = split(lines[torn], _inside_clause(lines[torn].shown, draw))
    return [
        *lines[:torn],
        head,
        *lines[torn + 1 : after],
        added(Role.CHROME, captions[0]),
        rest,
        *lines[after:],
        added(Role.CHROME, captions[1]),
    ]


def _inside_clause(text: str, draw: Random) -> int:
    """A place in the last sentence but one or earlier, three characters or more from any mark."""
    places = [at for at in range(32, text.rfind("。", 0, -1)) if re.fullmatch(r"[一-鿿]{6}", text[at - 3 : at + 3])]
    return draw.choice(places) if places else len(text) // 2


def _flattened(lines: Sequence[Line], draw: Random, sheet: Sheet) -> list[Line]:
    """Tables one cell a line, captions inside the text; a report without a table is wrapped instead."""
    if not any(each.role is Role.ROW for each in lines):
        return _wrapped(lines, draw, sheet)
    found: list[Line] = []
    for each in lines:
        if each.role is Role.ROW:
            rest = each
            while BAR in rest.shown:
                cell, rest = split(rest, rest.shown.index(BAR))
                rest = split(rest, len(BAR))[1]
                found.append(replace(cell, role=Role.PARAGRAPH, wrapped=False))
            found.append(replace(rest, role=Role.PARAGRAPH))
        else:
            found.append(each)
    return [*found[:2], added(Role.CHROME, draw.choice(portal.CAPTIONS)), *found[2:]]


_BREAKS = (_wrapped, _torn, _flattened)


def _hijacked(lines: Sequence[Line], draw: Random) -> list[Line]:
    """An advertisement and an injected instruction between paragraphs, one of them where formats can hide it."""
    found = list(lines)
    places = sorted(draw.sample([at for at in range(2, len(lines)) if lines[at].role is not Role.ROW], 2), reverse=True)
    hidden = draw.random() < 0.5
    for place, text in zip(places, (draw.choice(portal.INJECTIONS), draw.choice(portal.ADVERTISEMENTS)), strict=True):
        injected = text in portal.INJECTIONS
        found.insert(place, added(Role.HIDDEN if injected and hidden else Role.FOREIGN, text))
    return found
