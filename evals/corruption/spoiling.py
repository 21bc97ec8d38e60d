"""One lie at a time: a true sentence with one part changed so that it is no longer true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

from evals.corruption.composing import Part, Statement, elsewhere
from index.domain import Status
from index.indicators import CATALOGUE, fits
from index.numerals import quantities

Spoil = Callable[[Statement, Random, Sequence[str]], Statement | None]
_TURNS = {"增长": "下降", "下降": "增长", "提高": "回落", "回落": "提高", "高于": "低于", "低于": "高于"}


def _places(statement: Statement, *kinds: str) -> list[int]:
    return [at for at, part in enumerate(statement.parts) if part.kind in kinds]


def _put(statement: Statement, changed: Mapping[int, str]) -> Statement:
    return statement.with_parts([replace(part, text=changed.get(at, part.text)) for at, part in enumerate(statement.parts)])


def digit(statement: Statement, random: Random, zones: Sequence[str]) -> Statement | None:  # noqa: ARG001
    at = random.choice(_places(statement, "number"))
    number = statement.parts[at].text
    digits = [place for place, character in enumerate(number) if character.isdigit()]
    place = random.choice(digits)
    others = [other for other in "123456789" if other != number[place]]
    return _put(statement, {at: number[:place] + random.choice(others) + number[place + 1 :]})


def swap(statement: Statement, random: Random, zones: Sequence[str]) -> Statement | None:  # noqa: ARG001
    numbers = _places(statement, "number")
    pairs = [
        (one, other)
        for one in numbers
        for other in numbers
        if one < other and float_of(statement.parts[one]) != float_of(statement.parts[other])
    ]
    if not pairs:
        return None
    one, other = random.choice(pairs)
    return _put(statement, {one: statement.parts[other].text, other: statement.parts[one].text})


def float_of(part: Part) -> str:
    return part.text.rstrip("0").rstrip(".") if "." in part.text else part.text


def scale(statement: Statement, random: Random, zones: Sequence[str]) -> Statement | None:  # noqa: ARG001
    scaled = [at for at in _places(statement, "unit") if statement.parts[at].text.startswith(("亿", "万"))]
    if not scaled:
        return None
    at = random.choice(scaled)
    unit = statement.parts[at].text
    return _put(statement, {at: ("万" if unit[0] == "亿" else "亿") + unit[1:]})


def percent(statement: Statement, random: Random, zones: Sequence[str]) -> Statement | None:  # noqa: ARG001
    rates = [at for at in _places(statement, "unit") if statement.parts[at].text in ("%", "个百分点", "百分点")]
    if not rates:
        return None
    at = random.choice(rates)
    return _put(statement, {at: "个百分点" if statement.parts[at].text == "%" else "%"})


def time(statement: Statement, random: Random, zones: Sequence[str]) -> Statement | None:  # noqa: ARG001
    named, period = _places(statement, "period"), statement.rows[0].period
    return _put(statement, {named[0]: elsewhere(period, random)}) if named and period else None


def zone(statement: Statement, random: Random, zones: Sequence[str]) -> Statement | None:
    named = _places(statement, "zone")
    if not named:
        return None
    own = statement.parts[named[0]].text
    # A namesake is another zone and a lie too, but a bare 经济开发区 is told apart by nothing a sentence says.
    others = [name for name in zones if name != own and own not in name and name not in own]
    return _put(statement, {named[0]: random.choice(others)})


def indicator(statement: Statement, random: Random, zones: Sequence[str]) -> Statement | None:  # noqa: ARG001
    at = random.choice(_places(statement, "name"))
    row = statement.rows[statement.parts[at].row]
    sources = "".join(each.quote + each.indicator for each in statement.rows)
    own = CATALOGUE.by_name.get(row.indicator)
    change = row.quantity.unit_norm in ("%", "百分点")
    unit = "元" if change else row.quantity.unit_norm
    others = [
        entry
        for entry in CATALOGUE.indicators
        if fits(entry, unit)
        and entry.name not in (row.indicator, row.as_written)
        and not any(word in sources or row.as_written in word or row.indicator in word for word in (entry.name, *entry.aliases))
        and not any(word in row.as_written for word in (entry.name, *entry.aliases))
    ]
    if not others:
        return None
    near = [entry for entry in others if own is not None and entry.family == own.family]
    chosen = random.choice(near if near and random.random() < 0.5 else others)
    return _put(statement, {at: chosen.name.removesuffix("数") if chosen.name.endswith(("企业数", "项目数")) else chosen.name})


def status(statement: Statement, random: Random, zones: Sequence[str]) -> Statement | None:  # noqa: ARG001
    told = [at for at in _places(statement, "status") if statement.rows[statement.parts[at].row].status is not Status.ACTUAL]
    return _put(statement, dict.fromkeys(told, "")) if told else None


def bound(statement: Statement, random: Random, zones: Sequence[str]) -> Statement | None:  # noqa: ARG001
    bounded = [at for at in _places(statement, "under", "over") if statement.parts[at].text != "达"]
    if not bounded:
        return None
    bare = _put(statement, {random.choice(bounded): ""})
    # 超过1个多亿元 bounds its figure twice: the other word still does.
    kept = Counter(each.bound for each in quantities(bare.text)) == Counter(each.bound for each in quantities(statement.text))
    return None if kept else bare


def sign(statement: Statement, random: Random, zones: Sequence[str]) -> Statement | None:  # noqa: ARG001
    turns = [at for at in _places(statement, "turn") if statement.parts[at].text in _TURNS]
    if not turns:
        return None
    at = random.choice(turns)
    return _put(statement, {at: _TURNS[statement.parts[at].text]})


SPOILS: Mapping[str, Spoil] = {
    "digit": digit,
    "swap": swap,
    "scale": scale,
    "percent": percent,
    "time": time,
    "zone": zone,
    "indicator": indicator,
    "status": status,
    "bound": bound,
    "sign": sign,
}
"""The kinds of lie. A sentence that has nothing to tell a lie of the kind about gives None."""
