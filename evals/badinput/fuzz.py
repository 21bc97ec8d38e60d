"""What must hold of every input, and a fuzzer that looks for one of which it does not.

    python -m evals.badinput.fuzz readers --seconds 60

``readers``, ``text``, ``numerals`` or ``periods``; atheris is needed, and nowhere else. An input that breaks a law is kept in a file
named in the last line; ``--replay FILE`` gives it to the target once.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from evals.badinput.disguised import SOUND
from index.clean import clean
from index.domain import Period, Span
from index.errors import ZoneBriefError
from index.numerals import figures, quantities
from index.periods import Calendar, find_periods
from index.readers import Document, Limits, read

LIMITS = Limits(
    bytes=5_000_000,
    characters=200_000,
    pages=50,
    scanned_pages=0,
    pixels=4_000_000,
    expanded=20_000_000,
    members=100,
    nesting=2,
    cells=20_000,
)
"""Small enough that no input of a fuzzer takes long by right. Nothing is recognised: that would take seconds each time."""
CALENDAR = Calendar(Period.parse("2025-01-01/2025-06-30"))


def check_reading(data: bytes, name: str | None) -> Document | None:
    """Reads a file; None where it is refused. Raises AssertionError for a document that breaks a law."""
    refusal: ZoneBriefError | None = None
    try:
        document = read(data, name, LIMITS)
    except ZoneBriefError as error:
        refusal = error
    if refusal is not None:
        assert refusal.message, "a refusal that says nothing"
        assert refusal.advice, "a refusal that advises nothing"
        assert refusal.code != "internal", refusal
        return None
    text = document.text
    assert text.strip(), "a text without a character"
    assert len(text) <= LIMITS.characters, len(text)
    assert "\r" not in text or document.media_type.startswith(("text/", "multipart/", "message/")), (
        "a reader's own line ends are \\n"
    )
    text.encode("utf-8")
    spans = [each.span for each in document.places]
    for group in (spans, document.hidden, document.uncertain):
        assert all(each.end <= len(text) for each in group), "a span beyond the text"
    assert all(one.end <= other.start for one, other in pairwise(spans)), "places in order and apart"
    if document.alignment is not None:
        assert document.raw is not None
        assert all(run.raw.end <= len(document.raw) for run in document.alignment.runs)
        assert sum(len(run.clean) for run in document.alignment.runs) == len(text)
    return document


def check_text(raw: str) -> None:
    """Cleaning settles at once, its spans lie inside, its map covers the text and leads into the raw one."""
    cleaned = clean(raw)
    text = cleaned.text
    assert clean(text).text == text, "cleaning twice is not cleaning once"
    at = 0
    for run in cleaned.alignment.runs:
        assert run.clean.start == at, "a gap in the map"
        assert run.raw.end <= len(raw), "the map leads out of the raw text"
        at = run.clean.end
    assert at == len(text), "the map ends before the text"
    assert all(repair.span.end <= len(text) for repair in cleaned.repairs)
    assert all(repair.reading is None or len(repair.reading) == len(repair.span) for repair in cleaned.repairs)
    notes = (*cleaned.dropped, *cleaned.repaired, *cleaned.masked, *cleaned.damaged)
    assert all(note.raw is None or note.raw.end <= len(raw) for note in notes)
    check_numerals(text)
    check_periods(text)


def check_numerals(text: str) -> None:
    """Spans in order and apart, each with the words that stand there; values that can be printed and compared."""
    found = quantities(text)
    _check_spans([each.span for each in found], text)
    for each in found:
        assert each.text == each.span.of(text)
        for value in (each.value, each.value_norm, each.high, each.high_norm):
            assert value is None or value.is_finite()
        assert each.high is None or each.value is None or each.value <= each.high
    bare = figures(text)
    _check_spans([each.span for each in bare], text)
    assert all(each.text == each.span.of(text) or len(each.text) == len(each.span) for each in bare)


def check_periods(text: str) -> None:
    for calendar in (None, CALENDAR):
        mentions = find_periods(text, calendar)
        _check_spans([each.span for each in mentions], text)
        for each in mentions:
            assert each.period is None or Period.parse(each.period.iso) == each.period


def _check_spans(spans: list[Span], text: str) -> None:
    assert all(len(each) > 0 and each.end <= len(text) for each in spans), "a span that is empty or beyond the text"
    assert all(one.end <= other.start for one, other in pairwise(spans)), "spans in order and apart"


def _readers(data: bytes) -> None:
    check_reading(data[1:], f"a.{sorted(SOUND)[data[0] % len(SOUND)]}" if data else None)


def _decoded(check: Callable[[str], None]) -> Callable[[bytes], None]:
    return lambda data: check(data.decode("utf-8", "replace"))


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "readers": _readers,
    "text": _decoded(check_text),
    "numerals": _decoded(check_numerals),
    "periods": _decoded(check_periods),
}
TEXTS = (
    "上半年,完成规模工业总产值86.4亿元,同比增长9.3%。\n一、产業(yè)\n由7名减至5名,占三分之一,近八成",
    "2025年1-6月,截至目前,去年同期,“十四五”期间,近三年,3月底,第一季度,年底前,二〇二四年",
    "指标 | 数值\n发文日期:2024-07-03\n- 3 -\nxx亿元、20。48亿元、24. 3万、110月份\n打印本页",
)


def _seeds(target: str, folder: Path) -> None:
    made = [bytes([at]) + SOUND[suffix]() for at, suffix in enumerate(sorted(SOUND))]
    for number, data in enumerate(made if target == "readers" else [each.encode() for each in TEXTS]):
        (folder / str(number)).write_bytes(data)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.badinput.fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="kept between runs")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="one input, no fuzzing")
    options = parser.parse_args()
    check = TARGETS[options.target]
    if options.replay:
        check(options.replay.read_bytes())
        return
    atheris: Any = importlib.import_module("atheris")
    atheris.instrument_all()
    with TemporaryDirectory() as seeds:
        _seeds(options.target, Path(seeds))
        kept = [str(options.corpus)] if options.corpus else []
        limits = [
            f"-max_total_time={options.seconds}",
            "-timeout=20",
            "-rss_limit_mb=4000",
            "-max_len=20000",
            f"-artifact_prefix={gettempdir()}/",
        ]
        atheris.Setup([sys.argv[0], *limits, *kept, seeds], check)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
