"""Comparisons over time and over zones, from reports to sentences."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from years import ALL

from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from service.chains.compare import compare_chain
from service.schema import CompareRequest, Comparison

LAKE, SOUTH = "澄湖经济开发区", "南屏高新技术产业开发区"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("library")
    store = open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Library(store, embedder)
    for number, text in enumerate(ALL):
        library.add(text.encode(), name=f"{number}.txt")
    yield library
    library.close()


def compared(library: Library, **request: object) -> Comparison:
    comparison = compare_chain(library)(CompareRequest.model_validate(request))
    # What holds for every comparison: all sentences verified, every cell cited.
    assert not any(sentence.withheld for sentence in comparison.narrative)
    assert all(cell.citation for row in comparison.rows for cell in row.cells if cell.observation)
    return comparison


def text_of(comparison: Comparison) -> str:
    return "".join(sentence.text for sentence in comparison.narrative)


def test_a_question_about_change_gives_the_zones_years_with_difference_growth_and_chart(library: Library) -> None:
    comparison = compared(library, question=f"{LAKE}近两年规模工业总产值怎么变化?")
    row = comparison.rows[0]
    results = [(cell.period, cell.text) for cell in row.cells if cell.observation and cell.observation.status == "actual"]
    assert results == [
        ("2022-01-01/2022-12-31", "150亿元,2022年"),
        ("2023-01-01/2023-12-31", "168亿元,2023年"),
        ("2024-01-01/2024-06-30", "92亿元,2024年上半年"),
    ]
    assert ("difference", "18", "168-150") in {(each.kind, each.value, each.formula) for each in row.derived}
    assert "2023年比2022年名义增长12%" in text_of(comparison)
    assert row.explanation == "统计期不同(12个月与6个月)"
    assert comparison.chart is not None
    drawn = [value["period"] for layer in comparison.chart["layer"] for value in layer["data"]["values"]]
    assert "2022年" in drawn
    assert comparison.rounding in text_of(comparison)


def test_a_question_about_targets_sets_last_years_target_against_this_years_result(library: Library) -> None:
    comparison = compared(library, question=f"{LAKE}去年目标完成了吗?")
    completed = {
        (row.indicator, each.value, each.formula, each.status)
        for row in comparison.rows
        for each in row.derived
        if each.kind == "completion"
    }
    assert ("规模工业总产值", "101.82", "168/165*100", "target") in completed
    assert ("工业税收", "97.78", "4.4/4.5*100", "target") in completed
    assert ("签约项目数", "90", "18/20*100", "target") in completed
    assert "工业税收2023年完成2023年目标4.5亿元的97.78%,未达到目标(按目标数计算" in text_of(comparison)


def test_a_target_of_one_year_and_indicator_is_answered_alone(library: Library) -> None:
    comparison = compared(library, question=f"{LAKE}2023年规模工业总产值目标完成了吗")
    assert [row.indicator for row in comparison.rows] == ["规模工业总产值"]
    assert comparison.rows[0].comparable
    assert "达到目标" in text_of(comparison)


def test_one_zone_with_indicators_is_a_series_whose_gaps_are_missing_by_period(library: Library) -> None:
    comparison = compared(library, zones=[LAKE], indicators=["规上工业总产值", "固定资产投资"])
    rows = {row.indicator: row for row in comparison.rows}
    assert rows["固定资产投资"].reasons == ("currency", "missing")
    assert not rows["固定资产投资"].derived
    assert [(each.indicator, each.period) for each in comparison.missing] == [("固定资产投资", "2024-01-01/2024-06-30")]
    assert f"缺:{LAKE}(2024年上半年固定资产投资)" in text_of(comparison)
    assert len([cell for cell in rows["规模工业总产值"].cells if cell.observation]) == 5


def test_what_a_zone_never_states_is_missing_without_a_period(library: Library) -> None:
    comparison = compared(library, zones=[LAKE], indicators=["工业税收", "进出口总额"])
    assert [(each.zone, each.indicator, each.period) for each in comparison.missing] == [(LAKE, "进出口总额", None)]


def test_a_zone_with_one_period_says_that_no_change_can_be_told(library: Library) -> None:
    comparison = compared(library, question=f"{SOUTH}近两年规模工业总产值怎么变化?")
    assert [notice.code for notice in comparison.notices] == ["single_period"]
    assert "84亿元" in text_of(comparison)


def test_a_period_filters_figures_and_keeps_the_target_that_the_report_before_set(library: Library) -> None:
    row = compared(library, zones=[LAKE], indicators=["工业税收"], period="2023").rows[0]
    assert [cell.text for cell in row.cells] == ["4.4亿元,2023年", "4.5亿元(目标),2023年"]


def test_zones_are_compared_in_their_common_year_in_any_unit(library: Library) -> None:
    comparison = compared(library, zones=[LAKE, SOUTH], indicators=["工业税收"])
    row = comparison.rows[0]
    assert row.comparable
    assert {each.kind for each in row.derived} >= {"difference", "ratio", "rank", "share"}
    assert comparison.chart is not None
    assert [value["value"] for value in comparison.chart["data"]["values"]] == [4.4, 2.2]


def test_bounds_are_set_side_by_side_and_the_reason_is_said(library: Library) -> None:
    comparison = compared(library, zones=[LAKE, SOUTH], indicators=["高新技术产业收入"])
    row = comparison.rows[0]
    assert row.comparable
    assert row.derived == ()
    assert "以上高新技术产业收入含上下限、约数或区间,只并列,不计算差额和名次。" in text_of(comparison)


def test_a_trend_over_zones_with_a_series_shows_each_zones_own(library: Library) -> None:
    comparison = compared(library, question="各园区工业税收逐年变化")
    assert {row.cells[0].zone for row in comparison.rows} == {LAKE, SOUTH}


def test_a_zone_outside_the_period_asked_for_is_missing_and_not_left_out(library: Library) -> None:
    comparison = compared(library, zones=[LAKE, SOUTH], indicators=["工业税收"], period="2024")
    assert comparison.zones == (LAKE, SOUTH)
    assert [(each.zone, each.indicator) for each in comparison.missing] == [(SOUTH, "工业税收")]
