"""The ledger over HTTP on real reports: every filter, both sheets, decisions that survive."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from years import ALL

from service.api.app import create_app
from service.bootstrap import build
from service.settings import Settings

LAKE, SOUTH = "澄湖经济开发区", "南屏高新技术产业开发区"
FLAWED = """镜山经济开发区2024年上半年工作总结
2024年上半年,镜山经济开发区扎实工作,现将有关情况总结如下。
一、招商工作
在谈项目30个,其中:用地项目21个;非用地项目10个。新签约项目4个。
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("data")
    service = build(Settings(data=folder))
    with TestClient(create_app(service), base_url="http://127.0.0.1:8000") as client:
        for text in (*ALL, FLAWED):
            assert client.post("/api/reports", json={"text": text}).status_code == 201
        yield client
    service.close()


def items(client: TestClient, **filters: Any) -> list[dict[str, Any]]:
    """All pages of a filter, two rows a page."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = client.get("/api/observations", params={**filters, "limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def test_a_row_opens_at_its_source(client: TestClient) -> None:
    for each in items(client, zone=LAKE):
        text = client.get(f"/api/reports/{each['report_id']}/text").json()["text"]
        assert text[each["start"] : each["end"]] == each["quote"]


def test_filters_repeat_and_narrow_together(client: TestClient) -> None:
    taxes = items(client, indicator="工业税收", status=["actual", "estimate"], zone=[LAKE, SOUTH])
    assert {(each["zone"], each["period"][:4], each["value"]) for each in taxes} == {
        (LAKE, "2022", "4"), (LAKE, "2023", "4.4"), (LAKE, "2024", "2.6"), (SOUTH, "2023", "22000"),
    }  # fmt: skip
    assert {each["status"] for each in items(client, status="target")} == {"target"}
    assert {each["period"] for each in items(client, period="2024", status="actual", zone=LAKE)} == {"2024-01-01/2024-06-30"}
    both = items(client, period=["2022", "2023"], indicator="固定资产投资")
    assert [each["currency"] for each in both] == ["CNY", "USD"]
    report = taxes[0]["report_id"]
    assert {each["report_id"] for each in items(client, report=report)} == {report}
    assert items(client, q="新签约", zone=SOUTH)[0]["value"] == "12"
    assert items(client, indicator="没有这个指标") == []


def test_an_alias_and_a_familys_word_find_what_the_catalogue_calls_otherwise(client: TestClient) -> None:
    assert items(client, indicator="规上工业总产值") == items(client, indicator="规模工业总产值") != []
    assert items(client, indicator="税收") == items(client, indicator="工业税收") != []


def test_both_sheets_hold_the_whole_filter_and_not_a_page(client: TestClient) -> None:
    filters = {"zone": LAKE, "limit": 1}
    whole = len(items(client, zone=LAKE))
    text = client.get("/api/observations", params=filters | {"format": "csv"}).text
    assert len(list(csv.DictReader(io.StringIO(text)))) == whole
    response = client.get("/api/observations", params=filters | {"format": "xlsx"})
    assert response.headers["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "observations.xlsx" in response.headers["content-disposition"]
    assert response.content.startswith(b"PK")


def flaw(client: TestClient) -> dict[str, Any]:
    (report,) = client.get("/api/reports", params={"zone": "镜山经济开发区"}).json()["items"]
    found = client.get(f"/api/reports/{report['report_id']}/findings").json()["items"]
    return next(each for each in found if each["result"] == "fail")


def test_a_finding_says_its_arithmetic_and_both_places(client: TestClient) -> None:
    found = flaw(client)
    assert {found["left"], found["right"]} == {"30", "31"}
    assert found["expression"]
    text = client.get(f"/api/reports/{found['report_id']}/text").json()["text"]
    assert len(found["spans"]) >= 2
    assert all(text[span["start"] : span["end"]] == span["quote"] for span in found["spans"])


def test_a_decision_outlives_a_second_reading_of_the_report(client: TestClient) -> None:
    found = flaw(client)
    before = client.get(f"/api/reports/{found['report_id']}").json()["findings"]["fail"]
    decided = client.patch(f"/api/findings/{found['id']}", json={"decision": "dismissed", "note": "另有一个待定"})
    assert (decided.status_code, decided.json()["decision"]) == (200, "dismissed")
    card = client.get(f"/api/reports/{found['report_id']}").json()
    assert card["findings"]["fail"] == before - 1
    assert client.post("/api/reports", json={"text": FLAWED}).status_code == 200
    listed = client.get(f"/api/reports/{found['report_id']}/findings").json()["items"]
    again = next(each for each in listed if each["id"] == found["id"])
    assert (again["decision"], again["note"], again["fingerprint"]) == ("dismissed", "另有一个待定", found["fingerprint"])
    assert client.patch(f"/api/findings/{found['id']}", json={"decision": None}).json()["decision"] is None
    assert client.get(f"/api/reports/{found['report_id']}").json()["findings"]["fail"] == before


def test_a_decision_that_is_none_is_refused(client: TestClient) -> None:
    assert client.patch(f"/api/findings/{flaw(client)['id']}", json={"decision": "perhaps"}).status_code == 422
    assert client.patch("/api/findings/none", json={"decision": "confirmed"}).status_code == 404


def test_a_comparison_of_one_zones_years_over_http(client: TestClient) -> None:
    answer = client.post("/api/comparisons", json={"zones": [LAKE], "indicators": ["工业税收"]}).json()
    row = answer["rows"][0]
    assert [cell["period"] for cell in row["cells"] if cell["observation"]["status"] == "target"] == [
        "2023-01-01/2023-12-31",
        "2024-01-01/2024-12-31",
    ]
    assert {each["kind"] for each in row["derived"]} == {"difference", "growth", "completion"}
    assert row["explanation"] == "统计期不同(12个月与6个月)"
