"""What is said where the reports do not answer, and the nearest that they have."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library, Reading
from service.extractive.composed import Composed, Composition
from service.extractive.wording import ROOM, worded
from service.find import Found
from service.plan import Asking


def silent(labels: Sequence[str], what: str) -> tuple[Composed, ...]:
    return (Composed(f"报告未提及{what}的有:{'、'.join(labels)}。"),) if labels else ()


def nothing(library: Library, asking: Asking, found: Found, *, several: bool = False) -> Composition:
    """Says what is not there, and the nearest that is."""
    what = {"period_mismatch": "所问期间的", "only_target": "实际完成的"}.get(found.reason or "", "")
    reports = f"{'各份' if several else ''}报告{'均' if several else ''}"
    lacking = _lacking(asking.reading, found)
    body = (
        f"{reports}未提及{what}{lacking}。"
        if lacking
        else f"{reports}{'未提及' if what else '没有直接写明'}{what or '所问的'}内容。"
    )
    sentences = [Composed(body)]
    if found.located and found.located[0].inside >= 0.4:
        nearest = worded(library, asking.reading, found.located[0])
        if len(nearest.body) <= ROOM + 10:
            sentences.append(Composed(f"最接近的记载:{nearest.body}", nearest.places))
    return Composition(tuple(sentences), "not_found", found.reason or "not_in_reports")


def _lacking(reading: Reading, found: Found) -> str:
    """The question's telling words that stand nowhere near the best span; all of them where there is no span."""
    if found.located:
        words = [term.word for term in found.located[0].missing if term.weight >= 0.6]
    else:
        words = [term.word for term in reading.terms if term.weight >= 0.9] or [term.word for term in reading.terms]
    return "、".join(f"“{word}”" for word in words[:4])
