"""What a cell states: a figure with its unit, a rate of growth, a share. Nothing is read where anything is unclear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from index.domain import Bound, Growth, GrowthKind, Quantity, Span, Status
from index.extract.relations import Relation, relation_of
from index.extract.tables.grid import FIGURE, Cell
from index.numerals import parse_number, quantities

_BOUNDED = re.compile(
    r"(?P<before>≥|≤|>|<|约|近|超过?|突破|不低于|不少于|不高于)?\s?"
    r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<percent>%)?(?P<behind>以上|左右|以内|以下|余|\+)?"
)
_BOUNDS = {
    **dict.fromkeys(("≥", "不低于", "不少于", "以上", "+"), Bound.AT_LEAST),
    **dict.fromkeys(("≤", "不高于", "以内", "以下", "<"), Bound.AT_MOST),
    **dict.fromkeys((">", "超", "超过", "突破", "余"), Bound.MORE_THAN),
    **dict.fromkeys(("约", "左右"), Bound.ABOUT),
    "近": Bound.ALMOST,
}
_LIGHT = re.compile(
    r"(?:累计|共|已|约|近|超过?|突破|实现|完成|达到?|为|计|预计|力争|确保|计划|目标|不低于|新增|总?投资|同比|增长|增|上升|下降|减少|负?增长|左右|以上|以内|[,，、:：()（）;； ])*"
)
"""What may stand beside the one figure of a cell."""
_PLANNED, _EXPECTED = re.compile("力争|确保|计划|目标"), re.compile("预计")
_CHANGE = re.compile(
    r"(?:同比|环比|比上年)?(?:(?P<down>下降|减少|回落|负增长|降)|(?:增长|上升|提高|增加|增))?(?P<sign>[-−－+＋▲↑△▼↓])?\s?"
    r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<unit>%|个?百分点|倍)?(?:左右|以上|以内)?"
)
_FRACTION = re.compile(r"0\.\d{3,}")
_MINUS = frozenset("-−－▼↓")
_MOST_PERCENT = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Stated:
    """A cell's figure, and what the cell itself says beside it: 增长8%以上, 12.5亿元(+3.1%), 力争60亿元."""

    quantity: Quantity
    growth: Growth | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of a growth column. ``unit`` is "" where the cell does not say it."""

    value: Decimal
    unit: str


@lru_cache(maxsize=4096)
def is_unit(words: str) -> bool:
    """Whether words are a unit and nothing else (亿元, 家, 吨/日, %)."""
    if not words or len(words) > 10 or re.search(r"\d", words):
        return False
    read = quantities(f"2{words}")
    if len(read) != 1:
        return False
    whole = re.sub(r"\([^()]*\)$", "", words)
    return read[0].span.start == 0 and read[0].span.end >= 1 + len(whole) and read[0].unit != ""


@lru_cache(maxsize=4096)
def norm_of(unit: str) -> str:
    """What a unit is normalised to (万元 to 元)."""
    return quantities(f"2{unit}")[0].unit_norm


@lru_cache(maxsize=4096)
def units_of(words: str) -> tuple[str, ...]:
    """The units that words list: 亿元、%, 亿元,家; () where any of them is none."""
    plain = re.sub(r"[±+\-/]*%", "%", words.replace("％", "%")).strip()
    if is_unit(plain):
        return (plain,)
    parts = [part.strip() for part in re.split(r"[、,，;；/\s]|及|和", plain) if part.strip()]
    return tuple(parts) if parts and all(map(is_unit, parts)) else ()


def stated(cell: Cell, unit: str) -> Stated | None:
    """The figure of a cell, in the cell's own unit or the one given; None for what is no figure or has no unit."""
    words = cell.text
    signed = FIGURE.fullmatch(words)
    if signed is not None:
        if signed["sign"] and signed["sign"] not in "-−－":
            return None  # ↑1 is a change
        quantity = _measured(signed["figure"], signed["percent"] or unit, cell)
        negative = signed["sign"] in _MINUS if signed["sign"] else False
        return None if quantity is None else Stated(_negated(quantity) if negative else quantity)
    bounded = _BOUNDED.fullmatch(words)
    if bounded is not None:
        quantity = _measured(bounded["figure"], bounded["percent"] or unit, cell)
        bound = _BOUNDS.get(bounded["before"] or bounded["behind"] or "")
        return None if quantity is None else Stated(replace(quantity, bound=bound))
    return _told(cell)


def change(cell: Cell) -> Change | None:
    """The rate a growth cell states, signed; None for an empty cell and for words."""
    if cell.words == "持平":
        return Change(Decimal(0), "%")
    match = _CHANGE.fullmatch(cell.words)
    value = parse_number(match["figure"]) if match else None
    if match is None or value is None or abs(value) > _MOST_PERCENT:
        return None
    fallen = match["down"] is not None or (match["sign"] or "") in _MINUS and match["sign"] is not None
    unit = (match["unit"] or "").removeprefix("个")
    return Change(-value if fallen else value, unit)


def plain_rates(cells: Sequence[Cell]) -> bool:
    """Whether the cells of a rate column are clear: 0.088, 0.121 under 增速 may be parts of one as well as percent."""
    read = [match for cell in cells if (match := FIGURE.fullmatch(cell.text)) is not None]
    if any(match["percent"] for match in read):
        return True
    values = [Decimal(match["figure"].replace(",", "")) for match in read]
    return not (len(values) > 1 and all(value < 1 for value in values) and any(len(match["figure"]) > 4 for match in read))


def _measured(figure: str, unit: str, cell: Cell) -> Quantity | None:
    if not unit or parse_number(figure) is None:
        return None
    if unit == "%" and _FRACTION.fullmatch(figure) and "%" not in cell.text:
        return None  # 0.0881 under 增速: a part of one, or percent
    whole = quantities(f"{figure}{unit}")
    if len(whole) != 1 or whole[0].span.start != 0:
        return None
    return replace(whole[0], span=cell.span, text=cell.text)


def _negated(quantity: Quantity) -> Quantity:
    return replace(
        quantity,
        value=None if quantity.value is None else -quantity.value,
        value_norm=None if quantity.value_norm is None else -quantity.value_norm,
    )


def _told(cell: Cell) -> Stated | None:
    """A cell in words: one figure with its unit, or one and its growth, and nothing else of weight."""
    words = cell.text
    read = quantities(words)
    if not 1 <= len(read) <= 2:
        return None
    first = read[0]
    before, behind = words[: first.span.start], words[first.span.end :]
    status = Status.TARGET if _PLANNED.search(before) else Status.ESTIMATE if _EXPECTED.search(words) else None
    placed = replace(first, span=Span(cell.span.start + first.span.start, cell.span.start + first.span.end))
    if len(read) == 2:
        between, after = words[first.span.end : read[1].span.start], words[read[1].span.end :]
        relation = relation_of(between, read[1], after)
        if relation is None or relation.growth is None or not (_light(before) and _light(between) and _light(after)):
            return None
        return Stated(placed, relation.growth, status)
    if not (_light(before) and _light(behind)):
        return None
    return Stated(placed, _growth(before, first), status)


def _light(words: str) -> bool:
    return _LIGHT.fullmatch(words) is not None


def _growth(before: str, quantity: Quantity) -> Growth | None:
    relation: Relation | None = relation_of(before, quantity, "") if before.strip() else None
    if relation is not None:
        return relation.growth
    return None


def growth_of(found: Change, kind: GrowthKind, unit: str) -> Growth:
    """A growth by its column's kind and unit, where the cell does not say its own."""
    said = found.unit or unit or "%"
    if said == "百分点":
        return Growth(GrowthKind.RATE_CHANGE, found.value, "百分点")
    if said == "倍":
        return Growth(GrowthKind.MULTIPLE, None, "倍")
    return Growth(kind, found.value, "%")
