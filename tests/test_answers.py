"""Questions on the seeds, through the whole chain, with either writer: what is shown is cited, verified, and says what it is."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_openai import FakeOpenAI, Say

from index.domain import Report
from index.embed import OfflineEmbedder
from index.errors import NotFound
from index.library import Library
from index.store import open_store
from seeds import seed_files
from service.chains.answer import answer_chain
from service.chains.retriever import LibraryRetriever
from service.chains.trace import verification
from service.llm import chat_model
from service.schema import Answer, AskRequest, SentenceEvent, Turn, VerifyRequest
from service.settings import Settings

FIGURE = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("answers")
    library = Library(
        open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions), embedder
    )
    for seed in seed_files():
        library.add(seed.read_bytes(), name=seed.name)
    yield library
    library.close()


def asked(library: Library, question: str, *, model: str = "", timeout: float = 5, **fields: object) -> Answer:
    """The answer; ``model`` is the address of an endpoint, none is the offline writer."""
    settings = Settings.model_validate(
        {"chat_model": "fake", "openai_base_url": model, "model_timeout": timeout} if model else {"chat_model": None}
    )
    ask = answer_chain(library, chat_model(settings))

    async def run() -> Answer:
        events = [event async for event in ask(AskRequest.model_validate({"question": question, **fields}))]
        names = [name for name, _ in events]
        assert names[0] == "plan"
        assert names[-1] == "done"
        assert names == sorted(names, key=["plan", "sentence", "table", "notice", "done"].index)
        answer = events[-1][1]
        assert isinstance(answer, Answer)
        for _, value in events:
            if isinstance(value, SentenceEvent):
                assert tuple(source.n for source in value.sources) == value.citations
        return answer

    return asyncio.run(run())


def shown_is_true(library: Library, answer: Answer) -> None:
    """Quotes stand at their offsets, the text is its sentences, and no figure is shown that its quotes do not hold."""
    quotes = {citation.n: citation for citation in answer.citations}
    for citation in answer.citations:
        report = library.report(citation.report_id)
        assert report.text[citation.start : citation.end] == citation.quote
        assert len(citation.quote) <= 300
        assert report.raw[citation.raw_start : citation.raw_end]
    shown = [sentence for sentence in answer.sentences if not sentence.withheld]
    assert re.sub(r"\s", "", "".join(sentence.text for sentence in shown)) == re.sub(r"\s", "", answer.text)
    for sentence in shown:
        held = set(FIGURE.findall(" ".join(quotes[number].quote for number in sentence.citations)))
        for check in sentence.numbers:
            assert check.verdict in ("supported", "computed", "context")
            assert sentence.text[check.start : check.end] == check.text
            if check.verdict == "supported":
                assert set(FIGURE.findall(check.text)) <= held


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("益阳长春经开区规模工业增加值是多少?", ["44亿元", "18.3%", "预计"]),
        ("产业开发区1-9月上缴了多少税收?", ["1.92亿元"]),
        ("湘商回湘新注册了哪些企业?", ["厚信电子", "高锐电子"]),
        ("河东经济开发区存在哪些困难?", ["供地", "停产"]),
        ("兴隆综保区2022年进出口额的目标是多少?", ["25亿元"]),
        ("产业开发区技工贸总收入上年同期推算是多少?", ["58.09亿元", "14.02%"]),
    ],
)
def test_what_the_reports_say_is_answered_with_its_status(library: Library, question: str, words: list[str]) -> None:
    answer = asked(library, question)
    assert answer.status == "answered"
    assert answer.writer == "extractive"
    assert all(word in answer.text for word in words), answer.text
    shown_is_true(library, answer)


@pytest.mark.parametrize(
    "question",
    [
        "产业开发区的利润总额是多少?",
        "益阳长春经开区万元产值能耗是多少?",
        "苏州工业园区的税收是多少?",
        "益阳长春经开区2019年的税收是多少?",
    ],
)
def test_what_no_report_says_is_said_to_be_missing(library: Library, question: str) -> None:
    answer = asked(library, question)
    assert answer.status == "not_found"
    assert answer.reason
    assert "未提及" in answer.text
    shown_is_true(library, answer)


def test_two_zones_of_one_name_both_answer_told_apart(library: Library) -> None:
    answer = asked(library, "长春经开区固定资产投资完成多少?")
    assert answer.status == "ambiguous"
    assert answer.reason == "ambiguous_zone"
    assert "103亿元" in answer.text
    assert "28亿元" in answer.text
    assert {citation.zone for citation in answer.citations} == {"益阳长春经开区", "长春经济技术开发区"}
    assert "homonym" in {notice.code for notice in answer.notices}
    shown_is_true(library, answer)


def test_a_target_asked_for_as_reached_is_denied(library: Library) -> None:
    answer = asked(library, "益阳长春经开区的14亿元专项债已经拿到手了吗?")
    assert answer.text.startswith("益阳长春经开区:不是") or answer.text.startswith("不是")
    assert "目标" in answer.text
    shown_is_true(library, answer)


def test_a_follow_up_keeps_its_topic_and_changes_its_zone(library: Library) -> None:
    history = (
        Turn(role="user", content="长春经济技术开发区2021年固定资产投资多少?"),
        Turn(role="assistant", content="103亿元。"),
    )
    answer = asked(library, "那益阳长春经开区呢?", history=history)
    assert "28亿元" in answer.text
    assert "103亿元" not in answer.text


def test_one_question_has_one_answer(library: Library) -> None:
    question = "产业开发区固定资产投资多少?"
    first, second = (asked(library, question).model_dump(exclude={"timings_ms"}) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("fault", ["ok", "429", "500", "cut", "stall", "bad_json", "empty"])
def test_with_a_model_there_is_an_answer_whatever_the_line_does(library: Library, fault: str) -> None:
    with FakeOpenAI(then=fault) as server:
        answer = asked(library, "产业开发区技工贸总收入是多少?", model=server.base_url, timeout=1.5)
    assert "66.23亿元" in answer.text
    assert answer.writer == ("model" if fault == "ok" else "extractive")
    assert ("model_unavailable" in {notice.code for notice in answer.notices}) is (fault != "ok")
    shown_is_true(library, answer)


@pytest.mark.parametrize(
    "lie",
    [
        "产业开发区技工贸总收入63.26亿元。[1]",
        "产业开发区技工贸总收入66.23万元。[1]",
        "产业开发区技工贸总收入为66.23亿元,比上年增14.02个百分点。[1]",
        "产业开发区利润总额66.23亿元。[1]",
        "产业开发区技工贸总收入约是税收的34.5倍。[1]",
        "2023年产业开发区技工贸总收入66.23亿元。[1]",
        "产业开发区技工贸总收入66.23亿元。",
    ],
)
def test_what_a_model_gets_wrong_is_never_shown(library: Library, lie: str) -> None:
    with FakeOpenAI(then=Say(f"状态: answered\n{lie}")) as server:
        answer = asked(library, "产业开发区技工贸总收入是多少?", model=server.base_url)
    [withheld] = [sentence for sentence in answer.sentences if sentence.withheld]
    assert withheld.text.startswith(lie.split("。")[0])
    assert lie.split("。")[0] not in answer.text
    assert "66.23亿元" in answer.text
    assert "withheld" in {notice.code for notice in answer.notices}
    shown_is_true(library, answer)


def test_any_text_is_verified_number_by_number(library: Library) -> None:
    text = "产业开发区1-9月技工贸总收入是66.23亿元、比上年增14.02%;固定资产投资7.9亿元;另有外资800万美元。"
    numbers = {number.text: number for number in verification(library, VerifyRequest(text=text)).numbers}
    assert {text: number.verdict for text, number in numbers.items() if number.verdict != "context"} == {
        "66.23亿元": "supported",
        "14.02%": "supported",
        "7.9亿元": "mismatch",
        "800万美元": "not_found",
    }
    assert numbers["7.9亿元"].disagrees == "value"
    assert "9.7亿元" in (numbers["7.9亿元"].found or "")
    for number in numbers.values():
        assert text[number.start : number.end] == number.text


def test_the_library_is_a_langchain_retriever(library: Library) -> None:
    documents = LibraryRetriever(library=library, zones=("产业开发区",), limit=3).invoke("技工贸总收入")
    assert 1 <= len(documents) <= 3
    assert "66.23亿元" in documents[0].page_content
    report = library.report(documents[0].metadata["report_id"])
    assert report.text[documents[0].metadata["start"] : documents[0].metadata["end"]] == documents[0].page_content


def test_fields_of_the_request_correct_the_plan(library: Library) -> None:
    answer = asked(library, "产业开发区完成多少?", indicators=("固定资产投资",))
    assert "9.7亿元" in answer.text
    elsewhen = asked(library, "产业开发区固定资产投资多少?", period="2019")
    assert elsewhen.status == "not_found"
    assert elsewhen.citations == ()


def test_what_two_editions_say_alike_is_said_once_and_what_they_say_otherwise_twice(tmp_path: Path) -> None:
    embedder = OfflineEmbedder()
    store = open_store("", folder=tmp_path, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Library(store, embedder)
    first = "沙渚经济开发区2024年上半年工作总结\n上半年,新签约项目23个。完成固定资产投资45亿元,增长3%。\n"
    for text in (first, first.replace("45亿元", "46.2亿元")):
        library.add(text.encode(), name="总结.txt")
    alike = asked(library, "沙渚经开区上半年新签约项目多少个?")
    assert alike.text == "新签约项目23个。[1][2]"
    assert {each.report_id for each in alike.citations} == {report.id for report in library.reports()[0]}
    other = asked(library, "沙渚经开区上半年固定资产投资是多少?")
    assert "45亿元" in other.text
    assert "46.2亿元" in other.text
    assert any(notice.code == "finding" for notice in other.notices)
    library.close()


class Vanishing(Library):
    """Of the reports it finds some are deleted before they are read, one at a time."""

    gone = 0

    def report(self, report_id: str) -> Report:
        if self.gone:
            self.gone -= 1
            raise NotFound(f"没有这份报告: {report_id}")
        return super().report(report_id)


@pytest.mark.parametrize(("gone", "answered"), [(0, True), (3, True), (1000, False)])
def test_a_question_is_answered_though_reports_are_deleted_meanwhile(tmp_path: Path, gone: int, answered: bool) -> None:
    embedder = OfflineEmbedder()
    store = open_store("", folder=tmp_path, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Vanishing(store, embedder)
    library.add("沙渚经济开发区2024年上半年工作总结\n上半年,新签约项目23个。\n".encode(), name="总结.txt")
    library.gone = gone
    if answered:
        assert asked(library, "沙渚经开区上半年新签约项目多少个?").text == "新签约项目23个。[1]"
    else:
        with pytest.raises(NotFound):
            asked(library, "沙渚经开区上半年新签约项目多少个?")
    library.close()
