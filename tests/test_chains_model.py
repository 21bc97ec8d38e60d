"""The answer chain with a model: follow-ups made whole, other languages, what code knows handed on, the writer named truly."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_openai import FakeOpenAI, Say

from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from index.tokens import count_tokens
from seeds import seed_files
from service.chains.answer import answer_chain
from service.llm import chat_model
from service.schema import Answer, AskRequest, Turn
from service.settings import Settings
from service.writer import CONTEXT_TOKENS

HISTORY = (
    Turn(role="user", content="长春经济技术开发区2021年固定资产投资多少?"),
    Turn(role="assistant", content="103亿元。"),
)
RESTATED = "益阳长春经开区固定资产投资多少?"
NOTHING = Say("状态: not_found\n报告未提及所问内容。")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("model")
    store = open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Library(store, embedder)
    for seed in seed_files():
        library.add(seed.read_bytes(), name=seed.name)
    yield library
    library.close()


def asked(library: Library, question: str, server: FakeOpenAI | None = None, history: tuple[Turn, ...] = ()) -> Answer:
    told = {"chat_model": "fake", "openai_base_url": server.base_url, "model_timeout": 5} if server else {}
    ask = answer_chain(library, chat_model(Settings.model_validate(told)))

    async def run() -> Answer:
        *_, (_, answer) = [event async for event in ask(AskRequest(question=question, history=history))]
        assert isinstance(answer, Answer)
        return answer

    return asyncio.run(run())


def prompts_seen(server: FakeOpenAI) -> list[str]:
    return [request["messages"][-1]["content"] for request in server.requests]


def test_a_follow_up_is_planned_searched_and_answered_as_the_model_restates_it(library: Library) -> None:
    with FakeOpenAI([Say(RESTATED)]) as server:
        answer = asked(library, "那益阳长春经开区呢?", server, HISTORY)
    restating, writing = prompts_seen(server)
    assert "用户: 长春经济技术开发区2021年固定资产投资多少?" in restating
    assert f"〈问题〉\n{RESTATED}\n〈/问题〉" in writing
    assert (answer.question, answer.standalone_question) == ("那益阳长春经开区呢?", RESTATED)
    assert answer.plan.zones == ("益阳长春经开区",)
    assert "28亿元" in answer.text
    assert answer.usage.output_tokens > len(RESTATED)


def test_a_question_without_history_costs_no_further_call(library: Library) -> None:
    with FakeOpenAI() as server:
        answer = asked(library, "产业开发区技工贸总收入是多少?", server)
    assert len(server.requests) == 1
    assert answer.standalone_question == "产业开发区技工贸总收入是多少?"


@pytest.mark.parametrize(
    "reply",
    [
        "500",
        "empty",
        Say("益阳长春经开区2024年固定资产投资多少?"),
        Say("产业开发区固定资产投资多少?"),
        Say("好的。\n益阳长春经开区固定资产投资多少?"),
        Say("那益阳长春经开区呢?"),
    ],
)
def test_a_restatement_that_is_not_to_be_believed_leaves_the_question_to_the_rules(library: Library, reply: str | Say) -> None:
    offline = asked(library, "那益阳长春经开区呢?", history=HISTORY)
    with FakeOpenAI([reply, *([reply] if reply == "500" else [])]) as server:
        answer = asked(library, "那益阳长春经开区呢?", server, HISTORY)
    assert answer.standalone_question == offline.standalone_question
    assert answer.plan == offline.plan
    assert "28亿元" in answer.text
    assert "103亿元" not in answer.text


def test_one_sentence_copied_from_two_passages_is_shown_once(library: Library) -> None:
    line = "技工贸总收入完成66.23亿元,同比增长14.02%。[1]"
    with FakeOpenAI([Say(f"状态: answered\n{line}\n{line.replace('[1]', '[1][1]')}")]) as server:
        answer = asked(library, "产业开发区技工贸总收入是多少?", server)
    assert answer.text.count("66.23") == 1


ENGLISH = "What was the industrial output of Yiyang Changchun ETDZ in the first half of 2025?"
CHINESE = "益阳长春经开区2025年上半年规模工业总产值是多少?"


def test_an_english_question_is_searched_in_chinese_and_answered_in_english(library: Library) -> None:
    said = "Industrial output (规模工业总产值) of 益阳长春经开区 in 2025年上半年 was 180亿元 (预计数, estimate), up 9.7%.[1]"
    with FakeOpenAI([Say(CHINESE), Say(f"状态: answered\n{said}\nThe figure is an estimate.")]) as server:
        answer = asked(library, ENGLISH, server)
    translating, writing = prompts_seen(server)
    assert "益阳长春经开区" in translating
    assert f"外文原问:{ENGLISH}\n中文:{CHINESE}" in writing
    assert (answer.question, answer.standalone_question) == (ENGLISH, CHINESE)
    assert answer.text == f"{said} The figure is an estimate."
    assert [number.text for number in answer.sentences[0].numbers if number.verdict == "supported"] == ["180亿元", "9.7%"]
    assert answer.sentences[0].numbers[1].status in ("estimate", None)


@pytest.mark.parametrize(
    "said",
    [
        "Industrial output (规模工业总产值) was 18 billion yuan (预计数, estimate).[1]",
        "Industrial output (规模工业总产值) was 181亿元 (预计数, estimate).[1]",
        "Tax revenue (工业税收) was 180亿元 (预计数, estimate).[1]",
        "Industrial output was 180亿元 (预计数, estimate).[1]",
    ],
)
def test_an_english_sentence_that_does_not_hold_is_withheld_and_the_reports_own_words_answer(library: Library, said: str) -> None:
    with FakeOpenAI([Say(CHINESE), Say(f"状态: answered\n{said}"), Say("删除")]) as server:
        answer = asked(library, ENGLISH, server)
    assert answer.sentences[0].withheld
    assert said.split(".[")[0] not in answer.text
    assert "完成规模工业总产值180亿元" in answer.text
    assert answer.writer == "extractive"


def test_without_a_model_an_english_question_is_told_that_questions_are_read_in_chinese(library: Library) -> None:
    answer = asked(library, ENGLISH)
    assert (answer.status, answer.reason) == ("not_found", None)
    assert "只读中文的问题" in answer.text
    assert "What" not in answer.text


def test_where_a_translation_fails_the_question_is_answered_as_without_a_model(library: Library) -> None:
    with FakeOpenAI(["empty"]) as server:
        answer = asked(library, ENGLISH, server)
    assert "只读中文的问题" in answer.text
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("长春经开区固定资产投资多少?", "是不同园区"),
        ("益阳长春经开区2019年固定资产投资多少?", "没有2019年的数据"),
        ("青河高新区固定资产投资多少?", "库中没有“青河高新区”的报告"),
    ],
)
def test_what_code_knows_stands_in_the_models_prompt(library: Library, question: str, fact: str) -> None:
    with FakeOpenAI(then=NOTHING) as server:
        asked(library, question, server)
    for prompt in prompts_seen(server):
        assert fact in prompt.split("〈查证〉")[1].split("〈/查证〉")[0]


def test_evidence_keeps_to_its_budget_in_a_question_over_all_zones(library: Library) -> None:
    with FakeOpenAI(then=NOTHING) as server:
        asked(library, "各园区上半年的主要经济指标、项目建设、招商引资、存在问题和下一步打算分别是什么?", server)
    [prompt] = prompts_seen(server)
    evidence = prompt.split("〈资料〉")[1].split("〈/资料〉")[0]
    assert count_tokens(evidence) <= CONTEXT_TOKENS + 2
    assert {zone.name for zone in library.zones() if zone.name in evidence} == {zone.name for zone in library.zones()}
