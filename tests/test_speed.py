"""Reading a report takes time in proportion to its length, whatever stands in it."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.corruption.library import filled
from evals.retrieval.speed import quantile
from evals.speed import TARGET, measure, report_of
from evals.speed import model as beside
from index.audit import audit
from index.extract import extract
from tests.sample import report

HOSTILE = {
    "digits": "9",
    "list marks": "、",
    "and": "和",
    "numerals": "一",
    "scales": "万亿百千",
    "brackets": "(",
    "open quotes": "“",
    "respectively": "分别",
    "respectively without stops": "分别增长3.1、4.2和5.3个百分点",
    "figures without stops": "12亿元",
    "figures and commas": "3个,",
    "bare list": "1、",
    "ranges": "3-5个",
    "periods": "2023年1-6月",
    "compared": "同比增长",
    "growth without stops": "完成投资3.2亿元同比增长5%",
    "parts": "其中3个",
    "parts in brackets": "(其中3个",
    "spaces": " ",
    "lines": "\n",
    "short lines": "3个\n",
    "names": "项目",
    "letters": "a",
    "targets": "力争",
    "estimates": "预计数,下同",
    "clauses": "税收,",
    "sentences": "税收3亿元。",
    "headings": "一、工作\n",
    "zones": "开发区",
    "companies": "有限公司",
    "list names": "包括甲、乙、",
}


def seconds(text: str) -> float:
    made = report(text)
    started = perf_counter()
    audit(made, extract(made))
    return perf_counter() - started


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_is_read_in_time(piece: str) -> None:
    assert seconds(piece * (4_000 // len(piece))) < 4.0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(list(HOSTILE.values())), min_size=1, max_size=8), st.integers(1, 200))
def test_hostile_runs_in_any_order_are_read_in_time(pieces: list[str], times: int) -> None:
    assert seconds("".join(piece * times for piece in pieces)[:4_000]) < 4.0


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789.%亿万元个家项年月-~至、,。;()“”分别增长下降同比其中占预计力争完成\n", max_size=300))
def test_any_text_gives_a_ledger_and_an_audit_and_the_same_twice(text: str) -> None:
    made = report(text)
    ledger = extract(made)
    assert ledger == extract(made)
    assert audit(made, ledger) == audit(made, ledger)
    assert all(each.value_span.of(made.text) == each.quantity.text for each in ledger)


def test_the_text_that_is_timed_is_the_same_at_every_run() -> None:
    assert report_of(10_000) == report_of(10_000)
    assert len(report_of(10_000).text) == 10_000


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_ten_times_the_text_takes_about_ten_times_as_long(piece: str) -> None:
    longest = 1_000_000 if len(piece) == 1 else 100_000
    tenth = min(seconds(piece * (longest // 10 // len(piece))) for _ in range(2))
    assert seconds(piece * (longest // len(piece))) < 20 * tenth + 1.0


@pytest.mark.slow
def test_a_report_is_read_in_the_time_promised_and_a_long_one_in_proportion() -> None:
    found = measure({5_000: 15, 100_000: 3})
    assert found["extract_audit_5000"] < TARGET
    assert found["extract_audit_100000_ratio"] < 2


@pytest.mark.slow
def test_little_is_added_to_a_models_own_time() -> None:
    with filled(0) as library:
        taken = [each for found in beside.added(library, 20).values() for each in found]
    assert quantile(taken, 0.95) < beside.TARGET
