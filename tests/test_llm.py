"""The watched endpoint: whatever goes wrong behind it is ModelUnavailable, and in time."""

import asyncio
import subprocess
import sys
import time
from contextlib import aclosing

import pytest
from fake_openai import STATUS, TRANSPORT, FakeOpenAI, Say
from pydantic import SecretStr

from index.errors import ModelUnavailable
from service.llm import ChatModel, chat_model, complete, embedder
from service.schema import Usage
from service.settings import Settings

KEY = "sk-not-to-be-shown"
TIMEOUT = 1.0


def settings(server: FakeOpenAI, timeout: float = 10.0) -> Settings:
    return Settings(
        chat_model="fake-reader",
        embedding_model="fake-vectors",
        openai_api_key=SecretStr(KEY),
        openai_base_url=server.base_url,
        model_timeout=timeout,
    )


def built(server: FakeOpenAI, timeout: float = 10.0) -> ChatModel:
    model = chat_model(settings(server, timeout))
    assert model is not None
    return model


def test_a_reply_comes_in_pieces_and_ends_with_its_token_counts() -> None:
    async def collect(model: ChatModel) -> list[str | Usage]:
        return [piece async for piece in model.stream("规则", "问题")]

    with FakeOpenAI([Say("状态: answered\n产值12.5亿元。[1]")]) as server:
        *pieces, usage = asyncio.run(collect(built(server)))
    assert len(pieces) > 2
    assert "".join(map(str, pieces)) == "状态: answered\n产值12.5亿元。[1]"
    assert usage == Usage(input_tokens=4, output_tokens=len("状态: answered\n产值12.5亿元。[1]"))


def test_the_request_is_plain_chat_completion_at_temperature_zero() -> None:
    with FakeOpenAI([Say("好")]) as server:
        asyncio.run(complete(built(server), "规则", "问题"))
    (request,) = server.requests
    assert request["messages"] == [{"role": "system", "content": "规则"}, {"role": "user", "content": "问题"}]
    assert (request["model"], request["temperature"], request["stream"]) == ("fake-reader", 0, True)


@pytest.mark.parametrize("fault", [*STATUS, *TRANSPORT, "endless"])
def test_every_fault_of_the_line_is_model_unavailable_within_the_timeout(fault: str) -> None:
    with FakeOpenAI(then=fault) as server:
        model = built(server, TIMEOUT)
        started = time.monotonic()
        with pytest.raises(ModelUnavailable) as caught:
            asyncio.run(complete(model, "规则", "〈资料〉\n[1] 甲区\n工业产值12.5亿元。\n〈/资料〉工业产值"))
    # One retry, where the client makes one, is inside the timeout; the rest is for a busy machine.
    assert time.monotonic() - started < TIMEOUT + 2
    assert KEY not in caught.value.message
    assert "127.0.0.1" not in caught.value.message


def test_a_slow_model_is_not_a_stalled_one() -> None:
    with FakeOpenAI(then="slow") as server:
        text, _ = asyncio.run(complete(built(server, 4.0), "规则", "你好" * 20))
    assert text.startswith("状态: not_found")


def test_a_passing_fault_is_retried_once() -> None:
    with FakeOpenAI(["429", Say("好")]) as server:
        assert asyncio.run(complete(built(server), "规则", "问题"))[0] == "好"
        assert len(server.requests) == 2


def test_nobody_listening_is_model_unavailable() -> None:
    with FakeOpenAI() as server:
        model = built(server, TIMEOUT)
    with pytest.raises(ModelUnavailable):
        asyncio.run(complete(model, "规则", "问题"))


def test_closing_the_stream_early_ends_the_call() -> None:
    async def first_piece(model: ChatModel) -> str | Usage:
        async with aclosing(model.stream("规则", "问题")) as stream:
            return await anext(stream)

    with FakeOpenAI(then="endless") as server:
        assert asyncio.run(first_piece(built(server)))
        assert server.hung_up.wait(5)


def test_calls_run_side_by_side_and_one_model_serves_several_event_loops() -> None:
    async def several(model: ChatModel) -> list[tuple[str, Usage]]:
        return await asyncio.gather(*(complete(model, "规则", "问题") for _ in range(5)))

    with FakeOpenAI(then=Say("好"), pause=0.05) as server:
        model = built(server)
        for _ in range(2):
            assert [text for text, _ in asyncio.run(several(model))] == ["好"] * 5


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"chat_model": "m", "embedding_model": "e"},
        {"openai_api_key": SecretStr(KEY), "openai_base_url": "http://127.0.0.1:9/v1"},
    ],
)
def test_without_a_model_name_or_an_endpoint_there_is_no_model(given: dict[str, object]) -> None:
    assert chat_model(Settings.model_validate(given)) is None
    assert embedder(Settings.model_validate(given)) is None


def test_a_local_endpoint_needs_no_key() -> None:
    with FakeOpenAI([Say("好")]) as server:
        model = chat_model(Settings(chat_model="local:7b", openai_base_url=server.base_url))
        assert model is not None
        assert asyncio.run(complete(model, "规则", "问题"))[0] == "好"
    assert server.requests[0]["model"] == "local:7b"


def test_embeddings_are_asked_for_as_text_in_small_batches() -> None:
    with FakeOpenAI(key=KEY) as server:
        made = embedder(settings(server))
        assert made is not None
        vectors = made.embed_documents([f"第{number}段工业产值" for number in range(23)])
        assert made.identity == "openai:fake-vectors"
        assert made.dimensions == 64
    assert len(vectors) == 23
    assert sum(value * value for value in vectors[0]) == pytest.approx(1.0)


def test_a_refused_key_makes_embeddings_unavailable_and_is_not_told() -> None:
    with FakeOpenAI(key="another") as server:
        made = embedder(settings(server))
        assert made is not None
        with pytest.raises(ModelUnavailable) as caught:
            made.embed_query("工业产值")
    assert KEY not in str(caught.value)


def test_importing_the_module_loads_no_model_library() -> None:
    code = "import sys, service.llm, service.writer; print([name for name in sys.modules if name.startswith(('lang', 'openai'))])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
