"""Two editions of one report: what is new, gone or another figure now."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.editions import difference
from index.embed import OfflineEmbedder
from index.errors import InvalidInput, NotFound
from index.extract import extract
from index.library import Library
from index.store import open_store
from tests.sample import report

FIRST = "云岭经济开发区2024年上半年工作总结\n上半年,工业总产值完成60亿元,同比增长5%。税收2亿元。新签约项目8个。"
SECOND = "云岭经济开发区2024年上半年工作总结(更正)\n上半年,工业总产值完成62亿元,同比增长5%。税收2亿元。固定资产投资9亿元。"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    store = open_store("", folder=tmp_path, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Library(store, embedder)
    yield library
    library.close()


def told(before: str, after: str) -> list[tuple[str | None, str | None]]:
    changes = difference(extract(report(before)), extract(report(after)))
    return [(each.before and each.before.quantity.text, each.after and each.after.quantity.text) for each in changes]


def test_figures_are_changed_new_or_gone() -> None:
    assert told(FIRST, SECOND) == [("60亿元", "62亿元"), (None, "9亿元"), ("8个", None)]


def test_an_edition_differs_from_itself_in_nothing() -> None:
    assert told(FIRST, FIRST) == []


def test_a_target_that_became_a_result_is_a_change() -> None:
    assert told("力争税收达到2亿元。", "税收达到2亿元。") == [("2亿元", "2亿元")]


def test_figures_of_one_name_are_paired_in_order() -> None:
    assert told("甲项目总投资3亿元。乙项目总投资5亿元。", "甲项目总投资3亿元。乙项目总投资6亿元。") == [("5亿元", "6亿元")]


def test_a_later_edition_is_pointed_out_and_takes_the_place_of_the_earlier_by_hand(library: Library) -> None:
    first, _ = library.add(FIRST.encode(), name="一.txt")
    second, _ = library.add(SECOND.encode(), name="二.txt")
    assert second.editions == (first.report_id,)
    assert any("另一版本" in warning for warning in second.warnings)
    assert [each.either.indicator for each in library.difference(first.report_id, second.report_id)][:1] == ["工业总产值"]
    library.replace(first.report_id, second.report_id)
    assert not library.has(first.report_id)
    library.restore(first.report_id)
    assert library.has(first.report_id)


def test_only_another_report_that_is_here_is_replaced(library: Library) -> None:
    receipt, _ = library.add(FIRST.encode())
    with pytest.raises(InvalidInput):
        library.replace(receipt.report_id, receipt.report_id)
    with pytest.raises(NotFound):
        library.replace("rep_x", receipt.report_id)


def test_a_kind_set_by_hand_is_told_so(library: Library) -> None:
    receipt, _ = library.add(FIRST.encode())
    corrected = library.correct(receipt.report_id, kind="新闻报道")
    assert corrected.kind == "新闻报道"
    assert corrected.receipt is not None
    assert corrected.receipt.grounds["kind"] == "由人工更正"
