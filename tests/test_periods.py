from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.domain import Period
from index.periods import Calendar, PeriodMention, find_periods

HALF = Calendar(Period.parse("2024-01-01/2024-06-30"))


def cases() -> list[tuple[Calendar, str, tuple[str, ...]]]:
    """The table: the calendar of the heading above, a text, one cell for each mention."""
    found, calendar = [], Calendar()
    for line in (Path(__file__).parent / "periods.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("# calendar: "):
            interval, *more = line.removeprefix("# calendar: ").split(" ")
            calendar = Calendar(None if interval == "none" else Period.parse(interval), int(more[1]) if more else None)
        elif line and not line.startswith("#"):
            text, *cells = line.split("\t")
            found.append((calendar, text, tuple(cells)))
    return found


CASES = cases()


def cell(mention: PeriodMention) -> str:
    return f"{mention.kind} {mention.period.iso if mention.period else 'null'}{' stated' if mention.year_stated else ''}"


def test_the_table_is_large() -> None:
    assert len(CASES) >= 190


@pytest.mark.parametrize(("calendar", "text", "cells"), CASES, ids=[f"{calendar.year} {text}" for calendar, text, _ in CASES])
def test_words_for_time_resolve_as_the_table_says(calendar: Calendar, text: str, cells: tuple[str, ...]) -> None:
    assert tuple(cell(mention) for mention in find_periods(text, calendar)) == cells


@given(st.integers(2001, 2049), st.integers(1, 12), st.integers(1, 12), st.sampled_from(["-", "—", "~", "～", "至", "到", " - "]))
def test_months_of_a_year_are_one_interval_whatever_the_dash(year: int, one: int, two: int, dash: str) -> None:
    first, last = sorted((one, two))
    for text in (
        f"{year}年{first}{dash}{last}月完成",
        f"{year}年{first}月{dash}{last}月完成",
        f"{year}年 {first}{dash}{last}月份",
    ):
        [mention] = find_periods(text)
        assert mention.period is not None
        assert (mention.period.start.month, mention.period.end and mention.period.end.month) == (first, last)
        assert mention.year_stated


def test_a_period_inside_a_sentence_has_its_own_words_and_nothing_else() -> None:
    text = "截至目前,2024年1-5月的投资比去年同期多,年底前可投产。"
    mentions = find_periods(text, HALF)
    assert [mention.text for mention in mentions] == ["截至目前", "2024年1-5月", "去年同期", "年底前"]
    assert all(mention.span.of(text) == mention.text for mention in mentions)


ALPHABET = '0123456789年月日号-~至到一二三四五六七八九十〇元上下半今去本明前后同期季度底末内初旬个全来以截止目当近过未"“”,,. \n'


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet=ALPHABET, max_size=60), st.sampled_from([HALF, Calendar(), Calendar(Period.parse("2024-02-01/2024-02-29"))])
)
def test_any_text_is_read_without_error_and_mentions_are_exact_disjoint_and_in_order(text: str, calendar: Calendar) -> None:
    at = 0
    for mention in find_periods(text, calendar):
        assert mention.span.of(text) == mention.text
        assert mention.text
        assert mention.span.start >= at
        assert mention.period is None or mention.period.end is None or mention.period.start <= mention.period.end
        at = mention.span.end


HOSTILE = ("1", "年", "月", "2023年", "1-", "2023-", "十", "前", "去年", "截至", "今年以来", "“十四五", "1月1日至", "近三年", " ", "上半年完成投资3.2亿元,")  # fmt: skip


def seconds(text: str) -> float:
    started = perf_counter()
    find_periods(text, HALF)
    return perf_counter() - started


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_runs_are_read_in_time(piece: str) -> None:
    assert seconds(piece * (20_000 // len(piece))) < 3.0


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_ten_times_the_text_takes_about_ten_times_as_long(piece: str) -> None:
    longest = 1_000_000 if len(piece) == 1 else 400_000
    tenth = min(seconds(piece * (longest // 10 // len(piece))) for _ in range(3))
    assert seconds(piece * (longest // len(piece))) < 20 * tenth + 0.5
