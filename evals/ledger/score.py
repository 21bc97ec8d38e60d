"""What the ledger reads of the labelled sentences: found, precise, and each field right; nothing wanted ever read as done."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from evals.ledger.labels import SPLITS, Distance, Fact, Growing, Sentence, report_of, sentences
from index.domain import Gap, Growth, Observation, Progress
from index.extract import extract

# Of its own, not index.units: a scale read wrongly there must show here.
_SCALES = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 1000, "百": 100}
_UNITS = {
    "公顷": ("亩", "15"),
    "个百分点": ("百分点", "1"),
    "㎡": ("平方米", "1"),
    "平方公里": ("平方米", "1000000"),
    "成": ("%", "10"),
    "公里": ("米", "1000"),
    "千米": ("米", "1000"),
    "兆瓦": ("千瓦", "1000"),
    "MW": ("千瓦", "1000"),
    "GW": ("千瓦", "1000000"),
    "TEU": ("标箱", "1"),
    "人民币": ("元", "1"),
    "元人民币": ("元", "1"),
}
_UNSCALED = {"千瓦时", "千瓦", "千米", "千克", "百分点"}
"""Units that begin as a scale does and are none."""
# Classifiers count alike for finding a figure; a unit left out (5000万) goes with any.
_COUNTED = {
    "个",
    "家",
    "户",
    "项",
    "名",
    "人",
    "人次",
    "家次",
    "户次",
    "件",
    "条",
    "座",
    "栋",
    "套",
    "批",
    "批次",
    "个批次",
    "次",
    "场",
    "场次",
    "届",
    "支",
    "辆",
    "台",
    "只",
    "处",
    "宗",
    "口",
    "位",
    "所",
    "幢",
    "层",
    "类",
    "份",
    "列",
    "种",
    "名次",
    "台套",
    "篇",
}
_NAME_EXCESS = 8
"""A name may carry this many characters more than the label asks for (新增, 全区, 企业…)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the ledger made of one sentence. ``pairs`` join facts and observations; the rest found no partner."""

    sentence: Sentence
    pairs: tuple[tuple[Fact, Observation], ...]
    missed: tuple[Fact, ...]
    surplus: tuple[Observation, ...]
    hardened: tuple[Fact, ...]


def read(sentence: Sentence) -> Reading:
    """Extracts from the sentence in its context and joins what came to the labels, one to one, by quantity."""
    report, offset = report_of(sentence)
    seen = [observation for observation in extract(report) if observation.value_span.start >= offset]
    candidates = sorted(
        (
            (-agreement(fact, observation), fact.optional, abs(place - position), place, position)
            for place, fact in enumerate(sentence.facts)
            for position, observation in enumerate(seen)
            if _same_quantity(fact, observation)
        ),
    )
    taken: dict[int, int] = {}
    for _, _, _, place, position in candidates:
        if place not in taken and position not in taken.values():
            taken[place] = position
    facts = sentence.facts
    surplus = tuple(seen[position] for position in range(len(seen)) if position not in taken.values())
    return Reading(
        sentence,
        tuple((facts[place], seen[position]) for place, position in sorted(taken.items())),
        tuple(fact for place, fact in enumerate(facts) if place not in taken and not fact.optional),
        surplus,
        tuple(
            fact
            for place, fact in enumerate(facts)
            if "actual" not in fact.statuses
            and any(
                each.status.value == "actual" and _same_quantity(fact, each)
                for each in (*surplus, *((seen[taken[place]],) if place in taken else ()))
            )
        ),
    )


def _same_quantity(fact: Fact, observation: Observation) -> bool:
    """Whether value and unit agree once scaled. Signs are the growth's to tell: 下降3% may stand as 3 or as -3."""
    quantity = observation.quantity
    if fact.value is None or quantity.value is None:
        return fact.value is None and quantity.value is None
    mine, kind = _scaled(fact.value, fact.unit)
    other, sort = _scaled(quantity.value, quantity.unit)
    close = abs(abs(mine) - abs(other)) <= Decimal("0.00001") * max(Decimal(1), abs(mine))
    return close and (kind == sort or "" in (kind, sort))


def _scaled(value: Decimal, unit: str) -> tuple[Decimal, str]:
    unit = unicodedata.normalize("NFKC", unit).split("/")[0]
    unit = {"m2": "平方米"}.get(unit, unit)
    for word, factor in _SCALES.items():
        if unit.startswith(word) and unit not in _UNSCALED:
            value, unit = value * factor, unit[len(word) :]
            break
    name, times = _UNITS.get(unit, (unit, "1"))
    return value * Decimal(times), "" if name in _COUNTED else name


def _name(fact: Fact, observation: Observation) -> bool:
    if observation.indicator in fact.not_names:
        return False
    seen = [_plain(observation.indicator), _plain(observation.as_written)]
    return any(_plain(name) in each and len(each) - len(_plain(name)) <= _NAME_EXCESS for name in fact.names for each in seen)


def _plain(words: str) -> str:
    return re.sub(r"[\W_的]", "", unicodedata.normalize("NFKC", words))


def _value_high(fact: Fact, observation: Observation) -> bool:
    return fact.value_high == observation.quantity.high


def _bound(fact: Fact, observation: Observation) -> bool:
    return (observation.quantity.bound.value if observation.quantity.bound else None) in fact.bounds


def _growth(fact: Fact, observation: Observation) -> bool:
    return any(_same_growth(label, observation.growth) for label in fact.growths)


def _same_growth(label: Growing | None, growth: Growth | None) -> bool:
    if label is None or growth is None:
        return label is None and growth is None
    if label.value is None or growth.value is None:
        return label.kind == growth.kind.value and label.value == growth.value
    return label.kind == growth.kind.value and _scaled(label.value, label.unit) == _scaled(growth.value, growth.unit)


def _gap(fact: Fact, observation: Observation) -> bool:
    return any(_same_distance(label, observation.gap) for label in fact.gaps)


def _progress(fact: Fact, observation: Observation) -> bool:
    return any(_same_distance(label, observation.progress) for label in fact.progresses)


def _same_distance(label: Distance | None, seen: Gap | Progress | None) -> bool:
    if label is None or seen is None:
        return label is None and seen is None
    target, unit = (seen.to, seen.unit) if isinstance(seen, Gap) else (seen.of, "")
    alike = _scaled(label.value, label.unit) == _scaled(seen.value, unit)
    return alike and bool(target) and (label.of in target or target in label.of)


FIELDS: dict[str, Callable[[Fact, Observation], bool]] = {
    "name": _name,
    "value_high": _value_high,
    "bound": _bound,
    "status": lambda fact, observation: observation.status.value in fact.statuses,
    "basis": lambda fact, observation: observation.basis.value in fact.bases,
    "period": lambda fact, observation: (observation.period.iso if observation.period else None) in fact.periods,
    "growth": _growth,
    "gap": _gap,
    "progress": _progress,
    "subject_kind": lambda fact, observation: observation.subject_kind.value in fact.subject_kinds,
    "subject": lambda fact, observation: fact.subject is None or fact.subject in observation.subject,
}
"""Whether a field of an observation is one of the readings its label accepts."""

_STATED: dict[str, Callable[[Fact], bool]] = {
    "value_high": lambda fact: fact.value_high is not None,
    "bound": lambda fact: None not in fact.bounds,
    "status": lambda fact: "actual" not in fact.statuses,
    "basis": lambda fact: "flow" not in fact.bases,
    "growth": lambda fact: None not in fact.growths,
    "gap": lambda fact: None not in fact.gaps,
    "progress": lambda fact: None not in fact.progresses,
    "subject_kind": lambda fact: "zone" not in fact.subject_kinds,
    "subject": lambda fact: fact.subject is not None,
}
"""Facts whose label is not the field's usual value: there the accuracy of a rare field shows."""


def agreement(fact: Fact, observation: Observation) -> int:
    return sum(right(fact, observation) for right in FIELDS.values())


def figures(readings: list[Reading]) -> dict[str, float]:
    """Shares over the readings: found, precision, ``strict`` (found and every field right), each field among the found.

    ``<field>_stated`` counts only facts that state something unusual in it. ``hardened`` is a count.
    """
    found = [(fact, seen) for reading in readings for fact, seen in reading.pairs if not fact.optional]
    missed = sum(len(reading.missed) for reading in readings)
    matched = sum(len(reading.pairs) for reading in readings)
    surplus = sum(len(reading.surplus) for reading in readings)
    result: dict[str, float] = {
        "sentences": len(readings),
        "facts": len(found) + missed,
        "found": _share(len(found), len(found) + missed),
        "precision": _share(matched, matched + surplus),
        "strict": _share(sum(agreement(*pair) == len(FIELDS) for pair in found), len(found) + missed),
        "hardened": sum(len(reading.hardened) for reading in readings),
    }
    for field, right in FIELDS.items():
        result[field] = _share(sum(right(*pair) for pair in found), len(found))
        if field in _STATED:
            stated = [pair for pair in found if _STATED[field](pair[0])]
            result[f"{field}_stated"] = _share(sum(right(*pair) for pair in stated), len(stated))
    return result


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def by_pattern(readings: list[Reading]) -> dict[str, tuple[int, int, int]]:
    """Per pattern: facts labelled, facts found with every field right, observations too many."""
    facts, strict, surplus = Counter[str](), Counter[str](), Counter[str]()
    for reading in readings:
        pattern = reading.sentence.pattern
        pairs = [pair for pair in reading.pairs if not pair[0].optional]
        facts[pattern] += len(pairs) + len(reading.missed)
        strict[pattern] += sum(agreement(*pair) == len(FIELDS) for pair in pairs)
        surplus[pattern] += len(reading.surplus)
    return {pattern: (facts[pattern], strict[pattern], surplus[pattern]) for pattern in facts}


def differences(reading: Reading) -> Iterator[str]:
    """What the ledger has otherwise than the labels, a line each."""
    for fact in reading.hardened:
        yield f"hardened  {fact.names[0]} {fact.value}{fact.unit}"
    for fact in reading.missed:
        yield f"missed    {fact.names[0]} {fact.value}{fact.unit}"
    for seen in reading.surplus:
        yield f"surplus   {seen.indicator} {seen.quantity.text}"
    for fact, seen in reading.pairs:
        for field, right in FIELDS.items():
            if not right(fact, seen) and not fact.optional:
                yield f"{field:<9} {fact.value}{fact.unit}: {_labelled(fact, field)} <> {_read(seen, field)}"


def _labelled(fact: Fact, field: str) -> str:
    plural = {"status": "statuses", "basis": "bases", "progress": "progresses"}.get(field, f"{field}s")
    value = getattr(fact, field if field in ("value_high", "subject") else plural)
    return " | ".join(str(each) for each in value) if isinstance(value, tuple) else str(value)


def _read(seen: Observation, field: str) -> str:
    if field == "name":
        return f"{seen.indicator} ({seen.as_written})"
    if field in ("value_high", "bound"):
        return str(seen.quantity.high if field == "value_high" else seen.quantity.bound)
    return seen.period.iso if field == "period" and seen.period else str(getattr(seen, field))


def measure() -> dict[str, float]:
    """Figures of both splits, keys ``dev.found``, ``held.found`` …"""
    readings = [read(sentence) for sentence in sentences()]
    return {
        f"{split}.{name}": value
        for split in SPLITS
        for name, value in figures([each for each in readings if each.sentence.split == split]).items()
    }
