import json

import anyio
import httpx
import pytest
from fake_service import QUOTE, TEXT, FakeService
from fastapi.testclient import TestClient

from service.api.app import create_app

EVENT = {"Accept": "text/event-stream"}


@pytest.fixture
def service():
    service = FakeService()
    service.library.add(TEXT.encode())
    yield service
    service.leave()


@pytest.fixture
def client(service):
    with TestClient(create_app(service), base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        yield client


def events_of(response):
    assert response.headers["content-type"].startswith("text/event-stream")
    found = []
    for block in response.text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines())
        found.append((lines["event"], json.loads(lines["data"])))
    return found


def test_an_answer_comes_whole(client):
    answer = client.post("/api/ask", json={"question": "工业投资多少?"}).json()
    assert answer["status"] == "answered"
    citation = answer["citations"][0]
    assert citation["quote"] == QUOTE == TEXT[citation["start"] : citation["end"]]
    assert {"plan", "sentences", "notices", "coverage", "writer", "usage", "timings_ms", "reason", "table"} <= set(answer)


@pytest.mark.parametrize(("body", "headers"), [({"stream": True}, {}), ({}, EVENT)])
def test_a_streamed_answer_comes_in_order_and_ends_with_the_whole(client, body, headers):
    response = client.post("/api/ask", json={"question": "工业投资多少?", **body}, headers=headers)
    events = events_of(response)
    assert [name for name, _ in events] == ["plan", "sentence", "notice", "done"]
    assert events[-1][1] == client.post("/api/ask", json={"question": "工业投资多少?"}).json()


def test_what_fails_before_the_first_event_is_an_ordinary_problem(client):
    for body in ({"question": "坏了"}, {"question": "坏了", "stream": True}):
        response = client.post("/api/ask", json=body)
        assert (response.status_code, response.json()["code"]) == (503, "model_unavailable")
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["retry-after"]


def test_what_fails_in_the_middle_ends_the_stream_with_an_error(client):
    events = events_of(client.post("/api/ask", json={"question": "半途", "stream": True}))
    assert [name for name, _ in events] == ["plan", "sentence", "error"]
    assert events[-1][1]["code"] == "internal"
    assert "secret" not in json.dumps(events[-1][1])
    assert client.post("/api/ask", json={"question": "半途"}).status_code == 500


def test_zones_are_understood_by_alias_and_unknown_ones_are_not_found(client, service):
    client.post("/api/ask", json={"question": "多少?", "zones": ["开发区"]})
    assert service.asked[-1].zones == ("示例开发区",)
    for body in ({"zones": ["无此园区"]}, {"report_ids": ["rep_x"]}, {"conversation_id": "cnv_x"}):
        response = client.post("/api/ask", json={"question": "多少?", "stream": True, **body})
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_goes_away_stops_the_work(service, stream):
    app = create_app(service)
    body = json.dumps({"question": "慢", "stream": stream}).encode()
    headers = [(b"host", b"127.0.0.1:8000"), (b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/api/ask",
        "raw_path": b"/api/ask",
        "query_string": b"",
        "headers": headers,
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }

    async def run():
        given = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive():
            message = next(given, None)
            if message is None:
                await anyio.sleep(0.3)
                return {"type": "http.disconnect"}
            return message

        async def send(_):
            pass

        with anyio.fail_after(10):
            await app(scope, receive, send)
            await service.stopped.wait()

    anyio.run(run)


def test_a_comparison_needs_a_question_or_zones(client):
    assert client.post("/api/comparisons", json={"question": "谁更高?"}).json()["id"] == "cmp_1"
    assert client.post("/api/comparisons", json={"zones": ["示例开发区"]}).json()["zones"] == ["示例开发区"]
    assert client.post("/api/comparisons", json={"period": "2025"}).status_code == 422


def test_any_text_is_verified_up_to_its_limit(client):
    answer = client.post("/api/verify", json={"text": "工业投资13亿元"}).json()
    assert answer["numbers"][0]["disagrees"] == "value"
    assert answer["summary"]["mismatch"] == 1
    assert client.post("/api/verify", json={"text": "字" * 100_001}).status_code == 422


def test_a_briefing_is_kept_listed_and_deleted(client):
    made = client.post("/api/briefings", json={"zones": ["示例开发区"]}).json()
    assert client.get(f"/api/briefings/{made['id']}").json() == made
    assert client.get("/api/briefings").json()["items"] == [
        {
            "id": "brf_1",
            "title": made["title"],
            "zones": made["zones"],
            "period": made["period"],
            "created": made["created"],
            "edited": None,
        }
    ]
    assert client.delete(f"/api/briefings/{made['id']}").status_code == 204
    assert client.get(f"/api/briefings/{made['id']}").status_code == 404


def test_a_streamed_briefing_comes_by_section_and_is_kept(client):
    events = events_of(client.post("/api/briefings", json={"stream": True}))
    assert [name for name, _ in events] == ["section", "done"]
    assert client.get("/api/briefings/brf_1").json() == events[-1][1]


def test_a_briefing_that_quotes_a_hidden_report_is_hidden_with_it(client, service):
    client.post("/api/briefings", json={})
    report = service.library.reports()[0][0].id
    client.delete(f"/api/reports/{report}")
    assert client.get("/api/briefings/brf_1").status_code == 404
    client.post(f"/api/reports/{report}/restore")
    assert client.get("/api/briefings/brf_1").status_code == 200


@pytest.mark.parametrize(
    ("kind", "begins"), [("md", "text/markdown"), ("html", "text/html"), ("docx", "application/vnd.openxml")]
)
def test_a_briefing_is_exported(client, kind, begins):
    client.post("/api/briefings", json={})
    response = client.get(f"/api/briefings/brf_1.{kind}")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(begins)
    assert response.headers["content-disposition"] == f'attachment; filename="brf_1.{kind}"'
    assert client.get("/api/briefings/brf_1.exe").status_code == 404


def test_a_briefing_sent_back_unchanged_stays_as_it_was_verified(client):
    made = client.post("/api/briefings", json={}).json()
    again = client.put("/api/briefings/brf_1", json=made).json()
    assert again["edited"]
    assert again | {"edited": None} == made


def test_an_edited_sentence_is_verified_again_and_withheld_where_it_is_wrong(client):
    made = client.post("/api/briefings", json={}).json()
    sections = [{"heading": "一、总体", "text": "工业投资达到12.5亿元。[1]工业投资13亿元。[1]开局良好。"}]
    changed = client.put("/api/briefings/brf_1", json={"title": "新题", "sections": sections}).json()
    good, wrong, words = changed["sections"][0]["sentences"]
    number = good["numbers"][0]
    assert good["text"][number["start"] : number["end"]] == number["text"] == "12.5亿元"
    assert (good["verdict"], good["withheld"], number["citation"]) == ("supported", False, 1)
    assert (wrong["verdict"], wrong["withheld"]) == ("mismatch", True)
    assert (words["verdict"], words["withheld"]) == ("no_numbers", False)
    assert [notice["code"] for notice in changed["notices"]] == ["withheld"]
    assert changed["title"] == "新题"
    assert client.get("/api/briefings/brf_1").json() == changed
    assert changed["citations"] == made["citations"]


def test_an_edit_that_cites_no_source_of_the_briefing_is_refused(client):
    client.post("/api/briefings", json={})
    edit = {"sections": [{"heading": "一", "text": "很好。[7]"}]}
    assert client.put("/api/briefings/brf_1", json=edit).status_code == 422
    assert client.put("/api/briefings/brf_9", json=edit).status_code == 404


def test_a_real_client_over_the_wire_protocol_reads_the_same(service):
    async def run():
        transport = httpx.ASGITransport(app=create_app(service))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.post("/api/ask", json={"question": "工业投资多少?", "stream": True})

    assert [name for name, _ in events_of(anyio.run(run))] == ["plan", "sentence", "notice", "done"]
