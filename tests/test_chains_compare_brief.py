import asyncio
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import cast

import pytest

from index.embed import OfflineEmbedder
from index.errors import ModelUnavailable
from index.library import Library
from index.store import open_store
from service.chains.brief import brief_chain
from service.chains.compare import compare_chain
from service.digest import SECTIONS
from service.llm import ChatModel
from service.schema import Briefing, BriefRequest, CompareRequest, Sentence, Usage

CEDAR = """云岭经济开发区2024年上半年工作总结
2024年上半年,云岭经济开发区聚焦主导产业,各项工作有序推进。现将有关情况总结如下。
一、主要工作
(一)经济运行。1-6月规模工业总产值完成86.4亿元,同比增长8.2%;工业税收完成2.5亿元,同比增长6.1%。
(二)招商引资。上半年新签约项目7个,外出考察12次。
(三)项目建设。新开工项目3个,包括青松装备、白桦食品、红杉电子。
(四)要素保障。报批土地240亩,专项债到位1.3亿元。
二、存在的问题
一是资金缺口较大。征拆资金仍有约0.8亿元缺口。
三、下一步打算
力争全年新签约项目15个以上,报批土地600亩以上。
"""
BIRCH = """白水高新技术产业开发区2024年上半年工作总结
2024年上半年,白水高新技术产业开发区坚持项目为王,主要情况如下。
一、经济指标
1-6月规模工业总产值完成43.2亿元,同比增长5.5%;工业税收完成1.2亿元,同比增长3%。
二、招商工作
在谈项目30个,其中:用地项目21个;非用地项目10个。新签约项目4个。
三、下半年工作安排
确保全年规模工业总产值达到95亿元。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("library")
    store = open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Library(store, embedder)
    for name, text in (("one.txt", CEDAR), ("two.txt", BIRCH)):
        library.add(text.encode(), name=name)
    yield library
    library.close()


def ids(library: Library) -> dict[str, str]:
    return {zone.name: zone.report_ids[0] for zone in library.zones()}


def briefing(library: Library, model: object = None, **request: object) -> tuple[list[str], Briefing]:
    async def collect() -> tuple[list[str], Briefing]:
        names, last = list[str](), None
        async for name, value in brief_chain(library, cast(ChatModel | None, model))(BriefRequest.model_validate(request)):
            names.append(name)
            last = value
        assert isinstance(last, Briefing)
        return names, last

    return asyncio.run(collect())


def sentences(briefing: Briefing) -> list[Sentence]:
    return [sentence for section in briefing.sections for sentence in section.sentences]


def test_like_for_like_figures_are_compared_in_words_with_formulas(library: Library) -> None:
    comparison = compare_chain(library)(CompareRequest(zones=tuple(ids(library)), indicators=("规模工业总产值",)))
    row = comparison.rows[0]
    assert row.comparable
    assert {each.kind: each.value for each in row.derived}["ratio"] == "2"
    computed = [number for sentence in comparison.narrative for number in sentence.numbers if number.verdict == "computed"]
    told = {(number.text, number.formula) for number in computed}
    assert told == {("43.2亿元", "86.4-43.2"), ("2倍", "86.4/43.2"), ("45.47%", "43.2/95*100")}
    assert not any(sentence.withheld for sentence in comparison.narrative)
    assert comparison.chart is not None
    assert {value["value"] for value in comparison.chart["data"]["values"]} == {86.4, 43.2}


def test_every_cell_cites_the_words_it_comes_from(library: Library) -> None:
    comparison = compare_chain(library)(CompareRequest(question="云岭经济开发区和白水高新技术产业开发区的工业税收对比"))
    quotes = {citation.n: citation for citation in comparison.citations}
    for cell in comparison.rows[0].cells:
        assert cell.citation is not None
        citation = quotes[cell.citation]
        assert library.report(citation.report_id).text[citation.start : citation.end] == citation.quote
        assert cell.observation is not None
        assert cell.observation.value in citation.quote  # type: ignore[operator]


def test_a_zone_that_says_nothing_is_named_as_missing(library: Library) -> None:
    comparison = compare_chain(library)(CompareRequest(zones=tuple(ids(library)), indicators=("进出口总额",)))
    assert {each.indicator for each in comparison.missing} == {"进出口总额"}
    assert any("未提及进出口总额" in sentence.text for sentence in comparison.narrative)
    assert comparison.chart is None


def test_a_briefing_of_one_report_has_all_sections_cited_and_verified(library: Library) -> None:
    names, made = briefing(library, report_ids=[ids(library)["云岭经济开发区"]])
    assert names[: len(SECTIONS)] == ["section"] * len(SECTIONS)
    assert names[-1] == "done"
    assert [section.heading for section in made.sections] == list(SECTIONS)
    text = "".join(sentence.text for sentence in sentences(made))
    for expected in ("86.4亿元", "签约项目7个", "240亩", "0.8亿元", "15个以上"):
        assert expected in text
    assert not any(sentence.withheld for sentence in sentences(made))
    assert made.table is not None
    known = {citation.n for citation in made.citations}
    assert all(set(sentence.citations) <= known for sentence in sentences(made))


def test_what_a_report_does_not_say_is_said_to_be_missing(library: Library) -> None:
    _, made = briefing(library, report_ids=[ids(library)["白水高新技术产业开发区"]])
    by_heading = {section.heading: [sentence.text for sentence in section.sentences] for section in made.sections}
    assert by_heading["存在问题"] == ["报告未单列问题。"]
    assert any("勾稽提示" in text and "不一致" in text for text in by_heading["数据说明"])
    assert [finding.result for finding in made.findings] == ["fail"]


def test_a_briefing_of_several_zones_names_each_and_lays_them_side_by_side(library: Library) -> None:
    _, made = briefing(library)
    assert set(made.zones) == set(ids(library))
    figures = next(section for section in made.sections if section.heading == "主要指标")
    assert all(sentence.text.startswith(tuple(ids(library))) for sentence in figures.sentences)
    assert made.table is not None
    assert made.table.columns[-1] == "可比性"
    assert any(row[-1].text == "可比" for row in made.table.rows)


class Scripted:
    """A model that says the same lines for every section, or fails."""

    name = "scripted"

    def __init__(self, *lines: str, fails: bool = False) -> None:
        self.lines, self.fails = lines, fails

    async def stream(self, system: str, user: str) -> AsyncGenerator[str | Usage]:  # noqa: ARG002
        if self.fails:
            raise ModelUnavailable("模型没有回答")
        yield "状态: answered\n"
        for line in self.lines:
            yield line + "\n"
        yield Usage(input_tokens=5, output_tokens=3)


def test_a_models_sentence_with_a_wrong_number_is_withheld_and_the_reports_own_words_stand_in(library: Library) -> None:
    report = ids(library)["云岭经济开发区"]
    _, made = briefing(library, Scripted("规模工业总产值完成99.9亿元。[1]"), report_ids=[report])
    figures = next(section for section in made.sections if section.heading == "主要指标")
    assert figures.sentences[0].withheld
    assert any("86.4亿元" in sentence.text and not sentence.withheld for sentence in figures.sentences)
    assert any(notice.code == "withheld" for notice in made.notices)


def test_a_failing_model_leaves_the_extractive_briefing_and_a_notice(library: Library) -> None:
    report = ids(library)["云岭经济开发区"]
    _, made = briefing(library, Scripted(fails=True), report_ids=[report])
    assert made.writer == "extractive"
    assert any(notice.code == "model_unavailable" for notice in made.notices)
    assert any("86.4亿元" in sentence.text for sentence in sentences(made))
