"""Drafts from anywhere against a library in which two zones bear one name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from index.trace import Traced

EAST = """南昌东湖经开区2024年上半年工作总结
现将南昌市东湖经济技术开发区2024年上半年工作情况汇报如下。
一、主要经济指标
规模工业总产值86.4亿元,同比增长7.5%。固定资产投资32.7亿元,同比下降2.1%。工业税收2.2亿元(预计数)。
二、招商引资情况
签约项目18个,总投资超过45亿元。一季度新开工项目6个。
三、下一步工作打算
力争全年固定资产投资突破70亿元。"""
WEST = """岳阳东湖经开区2024年上半年工作总结
现将岳阳市东湖经济技术开发区2024年上半年工作情况汇报如下。
一、主要经济指标
规模工业总产值151.3亿元,同比增长9.2%。固定资产投资58.6亿元,同比增长4.4%。
二、招商引资情况
签约项目31个,总投资74亿元。"""
EARLIER = """南昌东湖经开区2023年上半年工作总结
现将南昌市东湖经济技术开发区2023年上半年工作情况汇报如下。
一、主要经济指标
规模工业总产值80.4亿元,同比增长5.1%。"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("trace")
    library = Library(
        open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions), embedder
    )
    for number, text in enumerate((EAST, WEST, EARLIER)):
        library.add(text.encode(), name=f"{number}.txt")
    yield library
    library.close()


def verdicts(library: Library, draft: str, **filters: list[str]) -> dict[str, Traced]:
    """Of every number that claims something."""
    found = library.trace(draft, **filters)
    for each in found:
        assert each.verdict.span.of(draft) == each.verdict.text
    return {each.verdict.text: each for each in found if each.verdict.kind.value != "context"}


def told(traced: Traced) -> str:
    return traced.verdict.disagrees or traced.verdict.kind.value


def test_the_zone_of_a_heading_rules_the_sentences_below(library: Library) -> None:
    draft = "岳阳东湖经开区2024年上半年运行情况\n规模工业总产值151.3亿元,增长9.2%;固定资产投资32.7亿元。"
    found = verdicts(library, draft)
    assert {text: told(each) for text, each in found.items()} == {
        "151.3亿元": "supported",
        "9.2%": "supported",
        "32.7亿元": "value",
    }
    assert "58.6亿元" in (found["32.7亿元"].verdict.found or "")


def test_of_two_zones_of_one_name_each_figure_is_held_against_its_own(library: Library) -> None:
    right = "南昌东湖经开区签约项目18个,岳阳东湖经开区签约项目31个。"
    wrong = "南昌东湖经开区签约项目31个,岳阳东湖经开区签约项目18个。"
    assert [told(each) for each in verdicts(library, right).values()] == ["supported", "supported"]
    assert [told(each) for each in verdicts(library, wrong).values()] == ["zone", "zone"]


def test_the_bare_name_goes_on_meaning_the_zone_that_was_named_in_full(library: Library) -> None:
    draft = "南昌东湖经开区运行平稳。\n上半年东湖经开区规模工业总产值86.4亿元。东湖经开区固定资产投资58.6亿元。"
    found = verdicts(library, draft)
    assert told(found["86.4亿元"]) == "supported"
    assert told(found["58.6亿元"]) == "value"
    assert "32.7亿元" in (found["58.6亿元"].verdict.found or "")


def test_the_bare_name_alone_may_mean_either(library: Library) -> None:
    found = verdicts(library, "东湖经开区2024年上半年规模工业总产值151.3亿元。")
    assert told(found["151.3亿元"]) == "supported"


def test_a_draft_that_names_no_zone_is_held_against_the_one_that_bears_most_of_it_out(library: Library) -> None:
    draft = "上半年规模工业总产值151.3亿元,同比增长9.2%。签约项目31个。固定资产投资85.6亿元。"
    found = verdicts(library, draft)
    assert told(found["85.6亿元"]) == "value"
    assert "58.6亿元" in (found["85.6亿元"].verdict.found or "")


def test_a_lone_figure_without_a_zone_is_not_corrected_by_whatever_zone_comes_first(library: Library) -> None:
    assert told(verdicts(library, "固定资产投资417亿元。")["417亿元"]) == "not_found"


def test_the_year_of_a_draft_rules_its_half_years(library: Library) -> None:
    draft = "南昌东湖经开区2024年情况\n上半年规模工业总产值80.4亿元。"
    found = verdicts(library, draft)["80.4亿元"]
    assert found.verdict.kind.value == "mismatch"
    assert told(verdicts(library, draft.replace("2024", "2023"))["80.4亿元"]) == "supported"


@pytest.mark.parametrize(
    ("claim", "disagrees"),
    [
        ("固定资产投资突破70亿元", "status"),
        ("力争全年固定资产投资突破70亿元", "supported"),
        ("工业税收2.2亿元", "status"),
        ("签约项目总投资45亿元", "value"),
        ("固定资产投资同比增长2.1%", "value"),
        ("规模工业总产值864亿元", "value"),
        ("规模工业总产值86.4万元", "unit"),
        ("规模工业增加值86.4亿元", "indicator"),
        ("1-5月规模工业总产值86.4亿元", "period"),
        ("2022年上半年规模工业总产值86.4亿元", "period"),
        ("上半年新开工项目6个", "period"),
    ],
)
def test_what_disagrees_is_named(library: Library, claim: str, disagrees: str) -> None:
    draft = f"南昌东湖经开区:{claim}。"
    kinds = [told(each) for each in verdicts(library, draft).values()]
    assert disagrees in kinds
    assert disagrees == "supported" or "supported" not in kinds


def test_a_heading_of_plans_says_that_what_stands_below_is_wanted(library: Library) -> None:
    figures = "固定资产投资突破70亿元。"
    told_so = verdicts(library, f"南昌东湖经开区情况\n三、下一步工作打算\n{figures}")
    told_as_done = verdicts(library, f"南昌东湖经开区情况\n一、主要指标完成情况\n{figures}")
    assert [told(each) for each in told_so.values()] == ["supported"]
    assert [told(each) for each in told_as_done.values()] == ["status"]


def test_the_full_name_of_a_namesake_is_the_namesake(library: Library) -> None:
    found = verdicts(library, "岳阳市东湖经济技术开发区规模工业总产值86.4亿元。")
    assert "supported" not in {told(each) for each in found.values()}


def test_a_zone_of_no_report_has_no_figures(library: Library) -> None:
    found = verdicts(library, "合肥高新区规模工业总产值86.4亿元。")["86.4亿元"]
    assert told(found) in ("zone", "not_found")


def test_a_filter_keeps_to_the_reports_it_names(library: Library) -> None:
    draft = "规模工业总产值151.3亿元。"
    [west] = [name for name in (entry.name for entry in library.zones()) if "岳阳" in name]
    [east] = [name for name in (entry.name for entry in library.zones()) if "南昌" in name]
    assert told(verdicts(library, draft, zones=[west])["151.3亿元"]) == "supported"
    assert told(verdicts(library, draft, zones=[east])["151.3亿元"]) == "value"
