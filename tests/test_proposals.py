"""What a model proposes is believed in nothing but the link between words and figure."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.domain import Basis, Observation, Report, Span, Status, SubjectKind
from index.embed import OfflineEmbedder
from index.library import Library
from index.proposals import PROPOSED, Proposal, Refusal, admit
from index.store import open_store

TEXT = """青渡经济开发区2024年工作总结
2024年,青渡经济开发区各项工作稳步推进,现将有关情况总结如下。
一、主要工作
全年规模工业总产值完成88亿元,同比增长6.5%。云帆重工有限公司自己报的检测设备为31台。
绿道灯杆换新这件事办了460根。路灯完好率一直在99%。
岸线整治预计数,下同:驳岸730米。
二、下一步工作打算
岸边补种的乌桕还要再来200株。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("library")
    store = open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Library(store, embedder)
    receipt, _ = library.add(TEXT.encode(), name="a.txt")
    yield library.report(receipt.report_id)
    library.close()


def offered(report: Report, proposal: Proposal, *ledger: Observation) -> Observation | Refusal:
    return admit(report, Span(0, len(report.text)), ledger, proposal)


LAMPS = Proposal("绿道灯杆换新这件事办了460根", "绿道灯杆换新", "460", "根", Status.ACTUAL)


def test_a_figure_that_stands_where_it_is_said_to_becomes_a_marked_row(report: Report) -> None:
    row = offered(report, LAMPS)
    assert isinstance(row, Observation)
    assert (row.quote, row.span.of(report.text)) == (LAMPS.quote, LAMPS.quote)
    assert row.value_span.of(report.text) == "460根"
    assert (row.indicator, row.status, row.note) == ("绿道灯杆换新", Status.ACTUAL, PROPOSED)
    assert (row.zone, row.subject_kind, row.basis) == (report.zone.name, SubjectKind.ZONE, Basis.FLOW)
    assert row.period == report.period
    assert offered(report, LAMPS) == row


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"quote": "绿道灯杆换新办了460根"}, Refusal.NOT_LOCATED),
        ({"quote": "绿道灯杆换新这件事办了640根"}, Refusal.NOT_LOCATED),
        ({"quote": ""}, Refusal.NOT_LOCATED),
        ({"quote": TEXT[:151]}, Refusal.NOT_LOCATED),
        ({"value": "640"}, Refusal.MISMATCH),
        ({"value": "46"}, Refusal.MISMATCH),
        ({"unit": "万根"}, Refusal.MISMATCH),
        ({"unit": "亿元"}, Refusal.MISMATCH),
        ({"value": "约460"}, Refusal.MISMATCH),
        ({"value": "四六〇零"}, Refusal.MISMATCH),
        ({"indicator": "规模工业总产值"}, Refusal.UNNAMED),
        ({"indicator": "460根"}, Refusal.UNNAMED),
        ({"indicator": " "}, Refusal.UNNAMED),
    ],
)
def test_a_proposal_that_is_not_word_for_word_and_digit_for_digit_is_refused(
    report: Report, changes: dict[str, str], refusal: Refusal
) -> None:
    assert offered(report, replace(LAMPS, **changes)) is refusal  # type: ignore[arg-type]


def test_a_quote_outside_the_piece_that_was_shown_is_not_located(report: Report) -> None:
    assert admit(report, Span(0, 40), [], LAMPS) is Refusal.NOT_LOCATED


def test_a_figure_the_ledger_has_as_value_or_as_growth_is_a_duplicate(report: Report) -> None:
    row = offered(report, LAMPS)
    assert isinstance(row, Observation)
    assert offered(report, replace(LAMPS, indicator="灯杆"), row) is Refusal.DUPLICATE


@pytest.mark.parametrize(
    ("quote", "indicator", "value", "unit", "status"),
    [
        ("驳岸730米", "驳岸", "730", "米", Status.ESTIMATE),
        ("岸边补种的乌桕还要再来200株", "乌桕", "200", "株", Status.TARGET),
    ],
)
def test_the_words_of_the_report_win_over_a_model_that_hardens(
    report: Report, quote: str, indicator: str, value: str, unit: str, status: Status
) -> None:
    row = offered(report, Proposal(quote, indicator, value, unit, Status.ACTUAL))
    assert isinstance(row, Observation)
    assert row.status is status


def test_a_model_may_say_weaker_than_the_words(report: Report) -> None:
    row = offered(report, replace(LAMPS, status=Status.TARGET))
    assert isinstance(row, Observation)
    assert (row.status, row.period) == (Status.TARGET, None)


def test_a_companys_figure_is_the_companys(report: Report) -> None:
    row = offered(report, Proposal("检测设备为31台", "检测设备", "31", "台", Status.ACTUAL))
    assert isinstance(row, Observation)
    assert row.subject_kind is SubjectKind.COMPANY
    assert "云帆重工有限公司" in row.subject
