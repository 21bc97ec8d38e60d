"""Which sentences of a source are cited for a sentence: the fewest that hold its figures, and none longer than a quote may be."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.domain import Span
from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from service.citing import LONGEST_QUOTE
from service.quoting import narrowed, widened

LONG = "、".join(f"青松{number}号项目" for number in range(60))
TEXT = f"""云岭经济开发区2024年上半年工作总结
云岭经济开发区2023年上半年工作总结。
现就云岭经济开发区2024年上半年的各项工作总结如下。
上半年接待客商15次。新签约项目15个,总投资12.3亿元。固定资产投资28亿元。
2024年对产值下滑、订单不足的两类企业上门会诊。
上半年开工项目61个,分别为{LONG},计划总投资9.87亿元;竣工项目8个。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("quoting")
    library = Library(
        open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions), embedder
    )
    library.add(TEXT.encode(), name="one.txt")
    yield library
    library.close()


def quoted(library: Library, body: str, *, wide: bool = False) -> list[str]:
    [zone] = library.zones()
    [report_id] = zone.report_ids
    text = library.report(report_id).text
    places = (widened if wide else narrowed)(library, body, [(report_id, Span(0, len(text)))])
    assert all(0 < len(span) <= LONGEST_QUOTE for _, span in places)
    return [span.of(text).strip() for _, span in places]


def test_a_figure_that_stands_twice_is_cited_where_the_words_are_alike(library: Library) -> None:
    assert quoted(library, "新签约项目15个,总投资12.3亿元。") == ["新签约项目15个,总投资12.3亿元。"]
    assert quoted(library, "新签约项目有15个。") == ["新签约项目15个,总投资12.3亿元。"]
    assert quoted(library, "新签约项目有15个。", wide=True)[:2] == ["上半年接待客商15次。", "新签约项目15个,总投资12.3亿元。"]


def test_a_sentence_longer_than_a_quote_is_cited_in_parts(library: Library) -> None:
    assert any("9.87亿元" in quote for quote in quoted(library, "计划总投资9.87亿元。"))
    assert any("61个" in quote for quote in quoted(library, "上半年开工项目61个。"))


def test_without_figures_the_sentence_with_most_of_the_words_is_cited(library: Library) -> None:
    assert quoted(library, "固定资产投资已有数据。") == ["固定资产投资28亿元。"]


def test_a_copy_with_a_changed_figure_is_held_against_what_it_was_copied_from(library: Library) -> None:
    for wide in (False, True):
        quotes = quoted(library, "现就云岭经济开发区2023年上半年的各项工作总结如下。", wide=wide)
        assert any("现就云岭经济开发区2024年上半年" in quote for quote in quotes)


def test_a_count_in_han_numerals_is_cited_where_it_stands(library: Library) -> None:
    assert "2024年对产值下滑、订单不足的两类企业上门会诊。" in quoted(library, "2024年上门会诊的是产值下滑、订单不足的两类企业。")
