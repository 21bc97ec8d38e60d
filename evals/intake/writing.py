"""A dirty report as lines for a page: what the makers of all formats share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from evals.intake.dirt import Dirty
from evals.intake.lines import Line, Role

NUMBERED = re.compile(r"(?P<ordinal>[一二三四五六七八九十]{1,3})、(?P<words>.+)")
SUBNUMBERED = re.compile(r"\((?P<ordinal>[一二三四五六七八九十]{1,3})\)(?P<words>.+)")
ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Job:
    """What a maker is given: the report, and chance for the design of its page."""

    dirty: Dirty
    draw: Random

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.dirty.lines


@dataclass(frozen=True, slots=True)
class Block:
    """A line by itself, or the rows of a table. ``opens`` a paragraph, and does not go on with one; ``goes_on`` in the next block."""

    role: Role
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    opens: bool = True
    goes_on: bool = False


def blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Lines in order, rows that follow one another as one table."""
    rows: list[tuple[str, ...]] = []
    for at, each in enumerate(lines):
        if each.role is Role.ROW:
            rows.append(tuple(each.cells))
            continue
        if rows:
            yield Block(Role.ROW, "", tuple(rows))
            rows = []
        opens = at == 0 or not lines[at - 1].wrapped
        yield Block(each.role, each.shown, (), opens, each.wrapped and lines[at + 1].role is each.role)
    if rows:
        yield Block(Role.ROW, "", tuple(rows))


_UNBROKEN = re.compile(r"[0-9A-Za-z.,%]+|[“《(〔]*.[,。;:!?、”》)〕]*", re.DOTALL)


def set_lines(text: str, measure: Callable[[str], float], width: float, indent: float) -> Iterator[str]:
    """Lines as typesetters fill them: no figure or word is broken, no closing mark begins a line, no opening one ends it."""
    line, room = "", width - indent
    for match in _UNBROKEN.finditer(text):
        if line and measure(line + match.group()) > room:
            yield line
            line, room = "", width
        line += match.group()
    if line:
        yield line


def repeats(rows: Sequence[Sequence[str]], row: int) -> int:
    """How many rows below bear the same first cell: what a table with classes merges. 0 inside such a group."""
    if row and row > 1 and rows[row][0] == rows[row - 1][0]:
        return 0
    length = 1
    while row and row + length < len(rows) and rows[row + length][0] == rows[row][0]:
        length += 1
    return length
