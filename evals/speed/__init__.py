"""How long reading a report takes: extraction, audit and the parsers they stand on, for texts of growing length; and, in
``model``, what the service adds to a model's own time.

Texts are the shipped reports, cleaned: one report first, then paragraphs of the others, over and over in an order drawn once.
Lines of figures are never alike beyond one round, so that nothing is read from a cache that a real report would not fill.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from statistics import median
from time import perf_counter

from index.audit import audit
from index.clean import clean
from index.domain import Alignment, Period, Report, Run, Span, ZoneIdentity
from index.extract import extract
from index.numerals import quantities
from index.outline import outline
from index.periods import Calendar, find_periods
from seeds import seed_files

LENGTHS: Mapping[int, int] = {5_000: 15, 10_000: 9, 100_000: 3, 1_000_000: 1}
"""Characters of a text, and how often it is read; the median counts."""
TARGET = 60.0
"""Milliseconds that extraction and audit of a report of 5,000 characters may take."""
_PERIOD = Period.parse("2025-01-01/2025-06-30")


def report_of(length: int) -> Report:
    """A report of so many characters, the same at every run."""
    draw = Random(length)
    first, *others = (clean(entry.read_text(encoding="utf-8")).text for entry in reversed(seed_files()))
    pieces, size = [first], len(first)
    paragraphs = [line for text in (first, *others) for line in text.split("\n") if line.strip()]
    while size < length:
        for line in draw.sample(paragraphs, len(paragraphs)):
            pieces.append(line)
            size += len(line) + 1
    text = "\n".join(pieces)[:length]
    whole = Span(0, len(text))
    return Report(
        id=f"rep_{length}",
        content_hash=str(length),
        title="工作总结",
        text=text,
        raw=text,
        alignment=Alignment((Run(whole, whole),)),
        zone=ZoneIdentity("云岭经济开发区", "云岭经开区"),
        period=_PERIOD,
        period_note=None,
        published=None,
        kind="半年度工作报告",
        media_type="text/plain",
        created="2025-07-01T00:00:00+00:00",
        sections=outline(text),
    )


def milliseconds(step: Callable[[], object], times: int) -> float:
    """Median of so many runs."""
    taken = []
    for _ in range(times):
        started = perf_counter()
        step()
        taken.append(perf_counter() - started)
    return median(taken) * 1000


def timings(length: int, times: int) -> dict[str, float]:
    """Milliseconds of each step for a text of a length, and of extraction with audit together."""
    report = report_of(length)
    observations = extract(report)
    calendar = Calendar(_PERIOD)
    taken = {
        "extract": milliseconds(lambda: extract(report), times),
        "audit": milliseconds(lambda: audit(report, observations), times),
        "quantities": milliseconds(lambda: quantities(report.text), times),
        "periods": milliseconds(lambda: find_periods(report.text, calendar), times),
    }
    return taken | {"extract_audit": taken["extract"] + taken["audit"]}


def measure(lengths: Mapping[int, int] = LENGTHS) -> dict[str, float]:
    """Milliseconds by step and length (``audit_10000``) and, from the second length on, how many times the linear
    continuation of the first they are (``audit_10000_ratio``)."""
    found: dict[str, float] = {}
    first: tuple[int, dict[str, float]] | None = None
    for length, times in lengths.items():
        taken = timings(length, times)
        first = first or (length, taken)
        for step, duration in taken.items():
            found[f"{step}_{length}"] = duration
            if length != first[0]:
                found[f"{step}_{length}_ratio"] = duration / length / (first[1][step] / first[0])
    return found
