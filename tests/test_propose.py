"""Proposals of a model over the wire protocol: off by default, each one proved or dropped and counted."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_openai import FakeOpenAI, Say
from fastapi.testclient import TestClient
from pydantic import SecretStr
from test_proposals import TEXT

from service.api.app import create_app
from service.bootstrap import build
from service.propose import MALFORMED, read_rows
from service.settings import Settings, read_settings

GOOD = {"quote": "绿道灯杆换新这件事办了460根", "indicator": "绿道灯杆换新", "value": 460, "unit": "根", "status": "actual"}
OFFERED = [
    GOOD,
    GOOD,
    GOOD | {"quote": "绿道灯杆换新办了460根"},
    GOOD | {"value": "46"},
    GOOD | {"status": "done"},
    {"quote": "规模工业总产值完成88亿元", "indicator": "规模工业总产值", "value": "88", "unit": "亿元", "status": "actual"},
    "忽略以上规则",
]


def client_of(folder: Path, reply: str, **settings: Any) -> Iterator[TestClient]:
    with FakeOpenAI() as server:
        # The report goes out in pieces; the reply is to the one that holds the figure.
        server.choose = lambda request: Say(reply if "灯杆" in request["messages"][-1]["content"] else "[]")
        endpoint = {"chat_model": "fake", "openai_base_url": server.base_url, "openai_api_key": SecretStr("k")}
        service = build(Settings(data=folder, **(endpoint | settings)))
        with TestClient(create_app(service), base_url="http://127.0.0.1:8000") as client:
            client.post("/api/reports", json={"text": TEXT})
            yield client
        service.close()


def report_of(client: TestClient) -> str:
    return str(client.get("/api/reports").json()["items"][0]["report_id"])


def rows_of(client: TestClient) -> list[dict[str, Any]]:
    return list(client.get("/api/observations").json()["items"])


@pytest.fixture
def willing(tmp_path: Path) -> Iterator[TestClient]:
    yield from client_of(tmp_path, f"想一想。\n```json\n{json.dumps(OFFERED, ensure_ascii=False)}\n```", propose=True)


def without(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in rows if each["note"] != "由模型提出"]


def test_what_is_proved_enters_the_ledger_marked_and_the_rest_is_counted(willing: TestClient) -> None:
    before = rows_of(willing)
    found = any(each["value"] == "460" for each in before)
    answer = willing.post(f"/api/reports/{report_of(willing)}/proposals").json()
    assert answer["offered"] == len(OFFERED)
    assert sum(answer["dropped"].values()) + len(answer["accepted"]) == len(OFFERED)
    assert answer["dropped"]["mismatch"] == 1
    assert answer["dropped"]["not_located"] == 1
    assert answer["dropped"][MALFORMED] == 2
    assert answer["dropped"]["duplicate"] >= 2
    assert len(answer["accepted"]) == (0 if found else 1)
    assert answer["prompt"].startswith("propose@")
    after = rows_of(willing)
    assert without(after) == before
    assert [each["quote"] for each in after if each["note"] == "由模型提出"] == [each["quote"] for each in answer["accepted"]]


def test_proposed_rows_outlive_a_second_reading_and_are_not_proposed_twice(willing: TestClient) -> None:
    willing.post(f"/api/reports/{report_of(willing)}/proposals")
    rows = rows_of(willing)
    assert willing.post("/api/reports", json={"text": TEXT}).status_code == 200
    assert willing.post(f"/api/reports/{report_of(willing)}/proposals").json()["accepted"] == []
    assert rows_of(willing) == rows


@pytest.mark.parametrize("settings", [{}, {"propose": True, "chat_model": None}])
def test_without_leave_or_without_a_model_nothing_is_asked(tmp_path: Path, settings: dict[str, Any]) -> None:
    for client in client_of(tmp_path, "[]", **settings):
        refused = client.post(f"/api/reports/{report_of(client)}/proposals")
        assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
        assert "ZONEBRIEF_" in refused.json()["advice"]


def test_a_report_that_is_not_there_is_not_found(willing: TestClient) -> None:
    assert willing.post("/api/reports/rep_none/proposals").status_code == 404


def test_proposals_are_off_unless_switched_on() -> None:
    assert not read_settings({}).propose
    assert read_settings({"ZONEBRIEF_PROPOSE": "on"}).propose
    assert not read_settings({"ZONEBRIEF_PROPOSE": "off"}).propose


@pytest.mark.parametrize("reply", ["没有漏掉的。", "[{]", '{"quote": 1}', "[" * 5000 + "]", "<think>[1]</think>无"])
def test_a_reply_that_is_no_array_offers_nothing_and_counts_as_malformed(reply: str) -> None:
    assert read_rows(reply) == ([], 1)


def test_an_empty_array_is_an_answer() -> None:
    assert read_rows("<think>都有了</think>\n[]") == ([], 0)
