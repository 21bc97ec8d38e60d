"""Figures over many scores: one row for each format and each class of dirt, the bars, and the worst files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.intake.formats import FORMATS
from evals.intake.score import Score

TEXT, SCANNED_TEXT = 0.995, 0.97
CARD = 0.97
LEDGER, SCANNED_LEDGER = 0.97, 0.93


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares over reports: text by characters, card fields by reports, the ledger by observations; chrome by lines of page furniture that
    are out; the rest are counts."""

    reports: int
    unread: int
    text: float
    figures: int
    changed: int
    flagged: int
    absent: int
    zone: float
    period: float
    kind: float
    ledger: float
    surplus: int
    chrome: float


def figures(scores: Sequence[Score]) -> Figures:
    def total(count: Callable[[Score], int]) -> int:
        return sum(map(count, scores))

    asked = total(lambda each: each.observations)
    return Figures(
        reports=len(scores),
        unread=total(lambda each: each.error is not None),
        text=_share(total(lambda each: each.kept), total(lambda each: each.characters)),
        figures=total(lambda each: each.figures),
        changed=total(lambda each: len(each.changed)),
        flagged=total(lambda each: each.flagged),
        absent=total(lambda each: len(each.absent)),
        zone=_share(total(lambda each: each.zone), len(scores)),
        period=_share(total(lambda each: each.period), len(scores)),
        kind=_share(total(lambda each: each.kind), len(scores)),
        ledger=_share(asked - total(lambda each: len(each.missed)), asked),
        surplus=total(lambda each: each.surplus),
        chrome=1 - _share(total(lambda each: len(each.left)), total(lambda each: each.chrome), empty=0.0),
    )


def _share(part: int, whole: int, *, empty: float = 1.0) -> float:
    return part / whole if whole else empty


def groups(scores: Sequence[Score]) -> Mapping[str, list[Score]]:
    """Digital formats and scans as wholes, then by format, then the digital ones and the scans by dirt."""
    found: dict[str, list[Score]] = {}
    for each in scores:
        scan = FORMATS[each.format].scan
        found.setdefault("scans" if scan else "digital", []).append(each)
    for name in FORMATS:
        found[name] = [each for each in scores if each.format == name]
    for each in scores:
        kind = "scans" if FORMATS[each.format].scan else "digital"
        found.setdefault(f"{kind}: {each.dirt}", []).append(each)
    return {name: group for name, group in found.items() if group}


def lines(scores: Sequence[Score]) -> Iterator[str]:
    yield f"{'':24}{'reports':>8}{'unread':>7}{'text':>8}{'figures':>9}{'changed':>8}{'flagged':>8}{'absent':>7}{'zone':>7}{'period':>7}{'kind':>7}{'ledger':>8}{'surplus':>8}{'chrome':>8}"
    for name, group in groups(scores).items():
        made = figures(group)
        yield (
            f"{name:24}{made.reports:8}{made.unread:7}{made.text:8.4f}{made.figures:9}{made.changed:8}{made.flagged:8}{made.absent:7}"
            f"{made.zone:7.3f}{made.period:7.3f}{made.kind:7.3f}{made.ledger:8.4f}{made.surplus:8}{made.chrome:8.3f}"
        )


def short_of(scores: Sequence[Score]) -> list[str]:
    """The bars that are not held, by words."""
    found = []
    for name, text, ledger in (("digital", TEXT, LEDGER), ("scans", SCANNED_TEXT, SCANNED_LEDGER)):
        group = groups(scores).get(name)
        if not group:
            continue
        made = figures(group)
        found += [f"{name}: text {made.text:.4f} < {text}"] if made.text < text else []
        found += [f"{name}: {made.changed} digits changed silently"] if made.changed else []
        found += [f"{name}: ledger {made.ledger:.4f} < {ledger}"] if made.ledger < ledger else []
        for field in ("zone", "period", "kind"):
            share = getattr(made, field)
            found += [f"{name}: {field} {share:.3f} < {CARD}"] if share < CARD else []
    return found


def worst(scores: Sequence[Score], count: int) -> list[Score]:
    """Unread ones first, then by digits changed, wrong cards, text lost, observations missed."""
    return sorted(scores, key=_badness, reverse=True)[:count]


def _badness(each: Score) -> tuple[bool, int, int, float]:
    wrong = (not each.zone) + (not each.period) + (not each.kind)
    missed = len(each.missed) / each.observations if each.observations else 0.0
    return each.error is not None, len(each.changed), wrong, 1 - each.share + missed


def told(each: Score) -> Iterator[str]:
    """What is wrong with one report, a line each."""
    if each.error:
        yield f"{each.file}  unread  {each.error}"
        return
    yield f"{each.file}  text {each.share:.4f}  ledger {each.observations - len(each.missed)}/{each.observations}"
    if each.card:
        yield f"    card     {each.card}"
    for label, found in (
        ("changed", each.changed),
        ("absent", each.absent),
        ("lost", each.gaps),
        ("missed", each.missed),
        ("chrome", each.left),
    ):
        yield from (f"    {label:9}{one}" for one in found[:6])


def wrong(each: Score) -> bool:
    return bool(each.error or each.card or each.changed or each.absent or each.gaps or each.missed)
