import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from fake_service import TEXT, FakeService
from fastapi.testclient import TestClient
from pydantic import SecretStr

from index.errors import (
    Conflict,
    InvalidInput,
    ModelUnavailable,
    NotFound,
    StoreDamaged,
    TooLarge,
    UnreadableFile,
    ZoneBriefError,
)
from service.api import border
from service.api.app import create_app
from service.api.border import Gate, split_authority
from service.api.problems import status_of
from service.settings import Settings


@pytest.fixture
def make():
    services = []

    def build(settings=None, **options):
        services.append(FakeService(settings))
        app = create_app(services[-1], **options)
        return TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False), services[-1]

    yield build
    for service in services:
        service.leave()


PATHS = ["/livez", "/readyz", "/docs", "/openapi.json", "/api/reports", "/api/nothing", "/"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "192.168.1.9:8000", "", "a b", "u@localhost"]
)
def test_a_foreign_host_is_refused_on_every_route(make, path, host):
    client, _ = make()
    response = client.get(path, headers={"Host": host})
    assert response.status_code == 403
    assert response.json()["code"] == "forbidden"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:8000.evil.example", "http://127.0.0.1:3000", "file://", "x"]
)
def test_a_foreign_origin_is_refused_on_every_route(make, path, origin):
    client, _ = make()
    for method in ("GET", "POST", "OPTIONS", "DELETE"):
        assert client.request(method, path, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:8000", "localhost.:8000"])
def test_loopback_names_and_their_own_pages_are_let_in(make, host):
    client, _ = make()
    assert client.get("/livez", headers={"Host": host}).status_code == 200
    assert client.get("/livez", headers={"Host": host, "Origin": "http://localhost:8000"}).status_code == 200


def test_a_server_on_every_address_knows_literal_addresses_and_the_names_it_was_told():
    gate = Gate("0.0.0.0", ["Brief.Example"])
    assert gate.own_host("10.1.2.3")
    assert gate.own_host("brief.example")
    assert not gate.own_host("evil.example")
    assert not Gate("10.1.2.3").own_host("10.1.2.4")


def test_behind_a_proxy_a_page_of_the_allowed_name_is_let_in(make):
    client, _ = make(Settings(allowed_hosts=("brief.example",)))
    secure = {"Host": "brief.example", "Origin": "http://brief.example"}
    assert client.get("/livez", headers=secure).status_code == 200


def test_an_authority_is_host_and_port_or_nothing():
    assert split_authority("[::1]:80") == ("::1", 80)
    assert split_authority("host") == ("host", None)
    for wrong in ("", ":80", "a:b", "a:99999", "a/b", "u@a", "[::1"):
        assert split_authority(wrong) is None


def test_keys_are_asked_for_on_the_api_but_not_on_health(make):
    client, _ = make(Settings(api_keys=(SecretStr("first"), SecretStr("second"))))
    assert client.get("/livez").status_code == 200
    refused = client.get("/api/reports")
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")
    assert refused.headers["www-authenticate"] == "Bearer"
    for wrong in ("Bearer third", "Basic first", "first", "Bearer", "Bearer fïrst"):
        assert client.get("/api/reports", headers={"Authorization": wrong.encode()}).status_code == 401
    for key in ("first", "second"):
        assert client.get("/api/reports", headers={"Authorization": f"Bearer {key}"}).status_code == 200


def test_a_declared_length_over_the_limit_is_refused_before_reading(make, monkeypatch):
    monkeypatch.setattr(border, "USUAL_BODY", 1000)
    client, service = make()
    response = client.post("/api/ask", content=b" " * 1001, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert service.asked == []


@pytest.mark.parametrize("path", ["/api/ask", "/api/reports"])
def test_a_body_in_chunks_is_counted_while_it_is_read(make, monkeypatch, path):
    monkeypatch.setattr(border, "USUAL_BODY", 1000)
    monkeypatch.setattr(border, "UPLOAD_BODY", 1000)
    client, service = make()
    sent = 0

    def chunks():
        nonlocal sent
        for _ in range(1000):
            sent += 100
            yield b" " * 100

    response = client.post(path, content=chunks(), headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert service.asked == []


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[1]",
        b"null",
        b'{"question": 5}',
        b'{"question": ""}',
        b'{"question": "  "}',
        b'{"question": "a", "colour": "red"}',
        b'{"question": "\\ud800"}',
        b'{"question": "a", "\\ud800": 1}',
        b'{"question": "a", "history": [{"role": "boss", "content": ""}]}',
        b'{"question": "a", "period": "last year"}',
        b'{"question": "a", "zones": "one"}',
        b'{"question": ' + b"9" * 5000 + b"}",
        b"\xff\xfe\x00",
        b"[" * 50_000,
        json.dumps({"question": "长" * 2001}).encode(),
        json.dumps({"question": "a", "history": [{"role": "user", "content": "b"}] * 51}).encode(),
    ],
)
def test_a_malformed_question_is_a_problem_with_advice_and_never_an_accident(make, body):
    client, service = make()
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert {"type", "title", "status", "detail", "code", "advice"} <= set(problem)
    assert problem["code"] == "invalid_input"
    assert service.asked == []


def test_a_form_post_without_json_type_is_refused(make):
    client, service = make()
    assert client.post("/api/ask", content=b'{"question": "a"}', headers={"Content-Type": "text/plain"}).status_code == 422
    assert service.asked == []


def test_the_field_that_is_wrong_is_named(make):
    client, _ = make()
    errors = client.post("/api/ask", json={"history": [{"role": "boss", "content": "a"}]}).json()["errors"]
    assert {error["field"] for error in errors} == {"question", "history.0.role"}
    assert {"field": "question", "message": "缺少此项"} in errors


def test_errors_take_the_status_of_their_nearest_class():
    class Special(UnreadableFile):
        pass

    cases = {
        InvalidInput: 422,
        Special: 422,
        TooLarge: 413,
        NotFound: 404,
        Conflict: 409,
        StoreDamaged: 503,
        ModelUnavailable: 503,
    }
    for kind, status in cases.items():
        assert status_of(kind("x")) == status
    assert status_of(ZoneBriefError("x")) == 500


def test_an_unforeseen_error_tells_nothing_of_the_inside(make, caplog):
    client, service = make()
    service.library.broken = RuntimeError("a secret of the inside")
    response = client.get("/api/reports")
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    assert "secret" not in response.text
    assert "a secret of the inside" in caplog.text


def test_readiness_gives_its_reason(make):
    client, service = make()
    assert client.get("/readyz").json() == {"status": "ready"}
    service.library.broken = StoreDamaged("校验失败")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "校验失败" in response.json()["detail"]
    assert client.get("/livez").status_code == 200


@pytest.mark.parametrize(("status", "ready"), [(200, True), (404, True), (401, False), (503, False)])
def test_readiness_waits_until_the_model_has_answered_once(make, status, ready):
    class Models(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802 (the name the base class calls)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Models) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        client, service = make(Settings(openai_base_url=f"http://127.0.0.1:{server.server_port}/v1"))
        service.model_name = "a-model"
        response = client.get("/readyz")
        server.shutdown()
        thread.join()
    assert response.status_code == (200 if ready else 503)
    if not ready:
        assert str(status) in response.json()["detail"]
    assert client.get("/readyz").status_code == (200 if ready else 503)


def test_a_method_that_is_not_there_is_a_problem(make):
    client, _ = make()
    response = client.put("/api/reports", json={})
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert "allow" in response.headers


def test_the_contract_describes_itself_with_examples(make):
    client, _ = make()
    page = client.get("/docs")
    assert page.status_code == 200
    assert "https://" not in page.text
    for asset in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
        assert client.get(asset).status_code == 200
    schema = client.get("/openapi.json").json()
    for path in (
        "/api/reports",
        "/api/ask",
        "/api/observations",
        "/api/briefings/{briefing_id}.{kind}",
        "/api/jobs/{job_id}/events",
    ):
        assert path in schema["paths"]
    assert schema["components"]["schemas"]["AskRequest"]["examples"]
    assert TEXT not in json.dumps(schema)
