"""A comparison worded by a model: every sentence verified, the direction too, and the code's own telling where it fails."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_openai import FakeOpenAI, Say

from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from service.chains.compare import compare_chain
from service.chains.narrating import narrating
from service.llm import chat_model
from service.schema import CompareRequest, Comparison
from service.settings import Settings

CEDAR = """云岭经济开发区2024年上半年工作总结
2024年上半年,云岭经济开发区聚焦主导产业,各项工作有序推进。现将有关情况总结如下。
一、主要工作
1-6月规模工业总产值完成86.4亿元,同比增长8.2%;工业税收完成2.5亿元,同比增长6.1%。
"""
BIRCH = """白水高新技术产业开发区2024年上半年工作总结
2024年上半年,白水高新技术产业开发区坚持项目为王,主要情况如下。
一、经济指标
1-6月规模工业总产值完成43.2亿元,同比增长5.5%;工业税收完成1.2亿元(预计数),同比增长3%。
"""
ASKED = CompareRequest(zones=("云岭经济开发区", "白水高新技术产业开发区"), indicators=("规模工业总产值",))
UNLIKE = CompareRequest(zones=("云岭经济开发区", "白水高新技术产业开发区"), indicators=("工业税收",))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("narrating")
    store = open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Library(store, embedder)
    for name, text in (("one.txt", CEDAR), ("two.txt", BIRCH)):
        library.add(text.encode(), name=name)
    yield library
    library.close()


def narrated(library: Library, server: FakeOpenAI, request: CompareRequest = ASKED) -> Comparison:
    settings = Settings.model_validate({"chat_model": "fake", "openai_base_url": server.base_url, "model_timeout": 5})

    async def compare() -> Comparison:
        return await narrating(library, chat_model(settings))(request)

    return asyncio.run(compare())


def said(library: Library, *lines: str, request: CompareRequest = ASKED) -> Comparison:
    with FakeOpenAI(then=Say("\n".join(["状态: answered", *lines]))) as server:
        return narrated(library, server, request)


def test_cells_and_derived_values_are_the_models_evidence(library: Library) -> None:
    with FakeOpenAI() as server:
        narrated(library, server)
    [prompt] = [request["messages"][-1]["content"] for request in server.requests]
    evidence = prompt.split("〈资料〉")[1].split("〈/资料〉")[0]
    assert "计算 | 规模工业总产值\n云岭经济开发区比白水高新技术产业开发区高43.2亿元" in evidence
    assert (
        "云岭经济开发区 | 2024年上半年 | 规模工业总产值\n云岭经济开发区2024年上半年规模工业总产值86.4亿元,同比增长8.2%。"
        in evidence
    )
    assert "规模工业总产值 | 云岭经济开发区:86.4亿元,2024年上半年 |" in prompt.split("〈表〉")[1]


def test_a_models_true_words_stand_with_their_formulas_and_the_coverage(library: Library) -> None:
    line = "云岭经济开发区规模工业总产值是白水高新技术产业开发区的2倍。[3]"
    made = said(library, line)
    offline = compare_chain(library)(ASKED)
    assert (made.writer, made.model) == ("model", "fake")
    assert made.narrative[0].verdict == "computed"
    assert [number.formula for number in made.narrative[0].numbers] == ["86.4/43.2"]
    assert made.narrative[-1] == offline.narrative[-1]
    assert made.rows == offline.rows
    quotes = {citation.n: citation.quote for citation in made.citations}
    assert all("规模工业总产值完成" in quotes[number] for number in made.narrative[0].citations)


@pytest.mark.parametrize(
    "line",
    [
        "白水高新技术产业开发区规模工业总产值是云岭经济开发区的2倍。[3]",
        "白水高新技术产业开发区规模工业总产值比云岭经济开发区高43.2亿元。[2]",
        "云岭经济开发区规模工业总产值比白水高新技术产业开发区低43.2亿元。[2]",
        "规模工业总产值最高的是白水高新技术产业开发区。[1]",
        "白水高新技术产业开发区规模工业总产值领先。[5]",
        "云岭经济开发区规模工业总产值比白水高新技术产业开发区高44.2亿元。[2]",
        "云岭经济开发区规模工业总产值88.4亿元。[4]",
        "两园区合计129.6亿元。[4][5]",
        "云岭经济开发区高于白水高新技术产业开发区。",
    ],
)
def test_what_is_wrong_or_the_wrong_way_round_is_withheld_and_code_tells(library: Library, line: str) -> None:
    made = said(library, line)
    offline = compare_chain(library)(ASKED)
    assert made.writer == "extractive"
    assert made.narrative == offline.narrative


@pytest.mark.parametrize(
    "line",
    [
        "白水高新技术产业开发区规模工业总产值比云岭经济开发区低43.2亿元(计算值四舍五入至百分位)。[2]",
        "规模工业总产值最高的是云岭经济开发区。[1]",
        "规模工业总产值由高到低:云岭经济开发区86.4亿元、白水高新技术产业开发区43.2亿元。[1]",
        "云岭经济开发区2024年上半年规模工业总产值86.4亿元,同比增长8.2%。[4]",
    ],
)
def test_what_holds_is_shown(library: Library, line: str) -> None:
    made = said(library, line)
    assert (made.writer, made.narrative[0].withheld) == ("model", False)


def test_beside_a_sentence_that_holds_a_wrong_one_is_kept_and_marked(library: Library) -> None:
    made = said(
        library,
        "云岭经济开发区2024年上半年规模工业总产值86.4亿元。[4]",
        "白水高新技术产业开发区规模工业总产值45.2亿元。[5]",
    )
    assert [sentence.withheld for sentence in made.narrative[:2]] == [False, True]
    assert "withheld" in {notice.code for notice in made.notices}


def test_a_cell_that_the_model_leaves_out_is_told_by_code(library: Library) -> None:
    made = said(library, "云岭经济开发区2024年上半年工业税收2.5亿元。[1]", request=UNLIKE)
    assert "白水高新技术产业开发区2024年上半年工业税收1.2亿元,同比增长3%(预计数)。" in made.narrative[1].text


def test_why_figures_are_not_alike_is_said_where_the_model_leaves_it_out(library: Library) -> None:
    with_reason = "两园区工业税收状态不同(完成数与预计数),不宜直接比较。"
    cells = ["云岭经济开发区2024年上半年工业税收2.5亿元。[1]", "白水高新技术产业开发区2024年上半年工业税收1.2亿元(预计数)。[2]"]
    for lines, times in ((cells, 1), ([*cells, with_reason], 1)):
        made = said(library, *lines, request=UNLIKE)
        assert made.writer == "model"
        assert sum("不宜直接比较" in sentence.text for sentence in made.narrative) == times
    higher = said(library, *cells, "云岭经济开发区工业税收高于白水高新技术产业开发区。[1][2]", request=UNLIKE)
    assert higher.narrative[2].withheld


@pytest.mark.parametrize("fault", ["500", "cut", "empty"])
def test_a_model_that_fails_leaves_the_codes_telling_and_a_notice(library: Library, fault: str) -> None:
    with FakeOpenAI(then=fault) as server:
        made = narrated(library, server)
    assert made.narrative == compare_chain(library)(ASKED).narrative
    assert "model_unavailable" in {notice.code for notice in made.notices}


def test_without_a_model_nothing_changes(library: Library) -> None:
    made = asyncio.run(_offline(library))
    assert made == compare_chain(library)(ASKED)


async def _offline(library: Library) -> Comparison:
    return await narrating(library, None)(ASKED)
