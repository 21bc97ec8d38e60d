"""A contradiction that a report holds is told with the numbers it is about, to the reader and to the model that writes."""

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from fake_openai import FakeOpenAI, Say

from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from service.chains.answer import answer_chain
from service.llm import chat_model
from service.schema import Answer, AskRequest
from service.settings import Settings

REPORT = """云岭经济开发区2024年上半年工作总结
一、主要指标
上半年,规模工业总产值完成60亿元,同比增长12.5%。固定资产投资完成18亿元,同比增长4%。
全区共有在库项目9个,其中工业项目5个、商贸项目3个。
二、存在的问题
增长乏力,规模工业总产值同比下降6.3%,下行压力较大。
"""
CONTRADICTION = "规模工业总产值同比一处为12.5%,一处为-6.3%"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("doubts")
    library = Library(
        open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions), embedder
    )
    library.add(REPORT.encode(), name="one.txt")
    yield library
    library.close()


def asked(library: Library, question: str, server: FakeOpenAI | None = None) -> Answer:
    told = {"chat_model": "fake", "openai_base_url": server.base_url, "model_timeout": 5} if server else {}
    ask = answer_chain(library, chat_model(Settings.model_validate(told)))

    async def run() -> Answer:
        *_, (_, answer) = [event async for event in ask(AskRequest(question=question))]
        assert isinstance(answer, Answer)
        return answer

    return asyncio.run(run())


def findings(answer: Answer) -> list[str]:
    return [notice.message for notice in answer.notices if notice.code == "finding"]


def test_the_other_side_of_a_contradiction_stands_in_a_notice(library: Library) -> None:
    [told] = findings(asked(library, "规模工业总产值是多少?"))
    assert CONTRADICTION in told


def test_an_answer_about_something_else_has_no_such_notice(library: Library) -> None:
    assert findings(asked(library, "固定资产投资是多少?")) == []


def test_a_contradiction_that_a_person_dismissed_is_not_told(library: Library) -> None:
    [report_id] = [report_id for zone in library.zones() for report_id in zone.report_ids]
    doubt = next(each for each in library.audit(report_id) if CONTRADICTION in each.message)
    library.decide(doubt.id, "dismissed", None)
    try:
        assert findings(asked(library, "规模工业总产值是多少?")) == []
    finally:
        library.decide(doubt.id, None, None)


def test_the_model_is_given_both_sides_and_told_to_write_both(library: Library) -> None:
    with FakeOpenAI(then=Say("状态: not_found\n报告未提及所问内容。")) as server:
        asked(library, "规模工业总产值是多少?", server)
    prompt = server.requests[0]["messages"][-1]["content"]
    facts, evidence = (prompt.split(f"〈{part}〉")[1].split(f"〈/{part}〉")[0] for part in ("查证", "资料"))
    assert "前后不一致" in facts
    assert "12.5%" in evidence
    assert "6.3%" in evidence


def test_an_answer_from_a_word_file_names_the_paragraph(library: Library) -> None:
    file, target = docx.Document(), io.BytesIO()
    for line in ("柳湾经济开发区2024年上半年工作总结", "上半年,工业总产值完成45亿元。", "税收3亿元。"):
        file.add_paragraph(line)
    file.save(target)
    library.add(target.getvalue(), name="柳湾.docx")
    answer = asked(library, "柳湾经济开发区工业总产值是多少?")
    assert "45亿元" in answer.text
    assert [citation.place for citation in answer.citations] == [{"paragraph": 2}]
