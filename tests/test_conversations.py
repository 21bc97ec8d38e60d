"""Kept chats: what is asked in one has its turns for history, and what quotes a purged report is gone."""

from collections.abc import Iterator

import pytest
from fake_service import TEXT, FakeService
from starlette.testclient import TestClient

from service.api.app import create_app


@pytest.fixture
def service() -> Iterator[FakeService]:
    service = FakeService()
    service.library.add(TEXT.encode())
    yield service
    service.leave()


@pytest.fixture
def client(service: FakeService) -> Iterator[TestClient]:
    with TestClient(create_app(service), base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:  # type: ignore[arg-type]
        yield client


def begun(client: TestClient) -> str:
    response = client.post("/api/conversations")
    assert response.status_code == 201
    return str(response.json()["id"])


def ask(client: TestClient, question: str, conversation: str, **more: object) -> int:
    return client.post("/api/ask", json={"question": question, "conversation_id": conversation, **more}).status_code


def test_the_first_question_names_a_conversation_and_the_next_has_it_for_history(
    client: TestClient, service: FakeService
) -> None:
    conversation = begun(client)
    assert ask(client, "工业投资多少?", conversation) == 200
    assert ask(client, "那同比呢?", conversation) == 200
    assert [(turn.role, turn.content) for turn in service.asked[-1].history] == [
        ("user", "工业投资多少?"),
        ("assistant", "工业投资12.5亿元。[1]"),
    ]
    kept = client.get(f"/api/conversations/{conversation}").json()
    assert kept["title"] == "工业投资多少?"
    assert [turn["question"] for turn in kept["turns"]] == ["工业投资多少?", "那同比呢?"]
    assert kept["turns"][0]["answer"]["citations"][0]["quote"]


def test_a_streamed_answer_is_kept_when_it_is_whole_and_a_broken_one_is_not(client: TestClient) -> None:
    conversation = begun(client)
    assert ask(client, "工业投资多少?", conversation, stream=True) == 200
    client.post("/api/ask", json={"question": "半途", "conversation_id": conversation, "stream": True})
    kept = client.get(f"/api/conversations/{conversation}").json()
    assert [turn["question"] for turn in kept["turns"]] == ["工业投资多少?"]


def test_conversations_are_listed_newest_first_page_by_page(client: TestClient) -> None:
    made = [begun(client) for _ in range(3)]
    first = client.get("/api/conversations", params={"limit": 2}).json()
    second = client.get("/api/conversations", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [each["id"] for each in first["items"] + second["items"]] == made[::-1]
    assert second["next_cursor"] is None
    assert client.get("/api/conversations", params={"cursor": "%%"}).status_code == 422
    assert client.get("/api/conversations", params={"sort": "x"}).status_code == 422


def test_a_title_may_be_given(client: TestClient) -> None:
    made = client.post("/api/conversations", json={"title": "税收"}).json()
    ask(client, "工业投资多少?", made["id"])
    assert client.get(f"/api/conversations/{made['id']}").json()["title"] == "税收"
    assert client.post("/api/conversations", json={"title": " "}).status_code == 422


def test_a_deleted_conversation_is_gone(client: TestClient) -> None:
    conversation = begun(client)
    ask(client, "工业投资多少?", conversation)
    assert client.delete(f"/api/conversations/{conversation}").status_code == 204
    assert client.get(f"/api/conversations/{conversation}").status_code == 404
    assert client.delete(f"/api/conversations/{conversation}").status_code == 404
    assert ask(client, "工业投资多少?", conversation) == 404


def test_history_and_conversation_exclude_each_other(client: TestClient) -> None:
    response = client.post(
        "/api/ask",
        json={"question": "那呢?", "conversation_id": begun(client), "history": [{"role": "user", "content": "投资多少?"}]},
    )
    assert response.status_code == 422
    assert response.json()["advice"]


def test_turns_that_quote_a_report_are_hidden_with_it_come_back_with_it_and_go_with_it(client: TestClient) -> None:
    conversation = begun(client)
    ask(client, "工业投资多少?", conversation)
    [report] = [each["report_id"] for each in client.get("/api/reports").json()["items"]]

    def turns() -> int:
        return len(client.get(f"/api/conversations/{conversation}").json()["turns"])

    client.delete(f"/api/reports/{report}")
    assert turns() == 0
    client.post(f"/api/reports/{report}/restore")
    assert turns() == 1
    client.delete(f"/api/reports/{report}", params={"purge": "now"})
    client.post("/api/reports", json={"text": TEXT})
    assert turns() == 0
    assert "12.5亿元" not in client.get(f"/api/conversations/{conversation}").text
