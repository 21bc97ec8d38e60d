import time

import pytest
from fake_service import QUOTE, TEXT, FakeService
from fastapi.testclient import TestClient

from service import intake
from service.api.app import create_app


@pytest.fixture
def service():
    service = FakeService()
    yield service
    service.leave()


@pytest.fixture
def client(service):
    with TestClient(create_app(service), base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        yield client


def upload(client, *texts, **headers):
    return client.post(
        "/api/reports", files=[("file", (f"{n}.txt", text.encode())) for n, text in enumerate(texts)], headers=headers
    )


def settled(client, response):
    assert response.status_code == 202
    assert response.headers["location"] == f"/api/jobs/{response.json()['job_id']}"
    events = client.get(response.headers["location"] + "/events").text  # ends when the job does
    assert events.rstrip().splitlines()[-2] == "event: done"
    return client.get(response.headers["location"]).json()


def test_a_new_file_is_created_and_the_same_bytes_give_the_same_receipt(client):
    first, second = upload(client, TEXT), upload(client, TEXT)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.json()["report_id"].startswith("rep_")
    assert first.headers["location"] == f"/api/reports/{first.json()['report_id']}"


def test_a_text_comes_as_json_too(client):
    response = client.post("/api/reports", json={"text": TEXT, "title": "半年总结", "period": "2025-01/2025-06"})
    assert response.status_code == 201
    assert response.json()["title"] == "半年总结"


def test_what_the_sender_says_beside_a_file_is_passed_on(client):
    response = client.post("/api/reports", files={"file": ("a.txt", TEXT.encode())}, data={"zone": "甲高新区", "title": "题"})
    assert (response.json()["zone"], response.json()["title"]) == ("甲高新区", "题")


def test_several_files_become_a_job_that_names_what_it_could_not_read(client):
    job = settled(client, upload(client, TEXT, TEXT + "二", " "))
    assert (job["state"], job["done"], job["total"]) == ("done", 3, 3)
    assert len(job["receipts"]) == 2
    assert [(error["name"], error["code"]) for error in job["errors"]] == [("2.txt", "unreadable_file")]


def test_a_large_text_becomes_a_job(client, monkeypatch):
    monkeypatch.setattr(intake, "AT_ONCE", 10)
    assert settled(client, upload(client, TEXT))["state"] == "done"
    assert settled(client, client.post("/api/reports", json={"text": TEXT}))["state"] == "done"


def test_a_finished_job_is_not_cancelled_and_an_unknown_one_is_not_found(client):
    job = settled(client, upload(client, TEXT, TEXT + "二"))
    assert client.delete(f"/api/jobs/{job['job_id']}").json()["state"] == "done"
    for response in (client.get("/api/jobs/job_x"), client.delete("/api/jobs/job_x"), client.get("/api/jobs/job_x/events")):
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


def test_the_receipts_of_deleted_reports_leave_their_job(client):
    job = settled(client, upload(client, TEXT, TEXT + "二"))
    client.delete(f"/api/reports/{job['receipts'][0]['report_id']}")
    assert len(client.get(f"/api/jobs/{job['job_id']}").json()["receipts"]) == 1


def test_an_idempotency_key_repeats_the_first_answer_and_its_status(client):
    key = {"Idempotency-Key": "k1"}
    first, again, without = upload(client, TEXT, **key), upload(client, TEXT, **key), upload(client, TEXT)
    assert (first.status_code, again.status_code, without.status_code) == (201, 201, 200)
    assert first.json() == again.json()


def test_an_idempotency_key_of_a_batch_gives_the_same_job(client):
    first = upload(client, TEXT, TEXT + "二", **{"Idempotency-Key": "k1"})
    again = upload(client, TEXT, TEXT + "二", **{"Idempotency-Key": "k1"})
    assert first.json() == again.json()
    settled(client, again)


def test_an_idempotency_key_with_another_body_is_refused(client):
    upload(client, TEXT, **{"Idempotency-Key": "k1"})
    assert upload(client, TEXT + "二", **{"Idempotency-Key": "k1"}).status_code == 422


def test_an_idempotency_key_of_a_failed_request_is_free_again(client):
    assert upload(client, " ", **{"Idempotency-Key": "k1"}).status_code == 422
    assert upload(client, TEXT, **{"Idempotency-Key": "k1"}).status_code == 201


def test_an_idempotency_key_whose_report_was_deleted_does_the_work_anew(client):
    first = upload(client, TEXT, **{"Idempotency-Key": "k1"}).json()
    client.delete(f"/api/reports/{first['report_id']}?purge=now")
    assert upload(client, TEXT, **{"Idempotency-Key": "k1"}).status_code == 201
    assert client.get("/api/reports").json()["items"][0]["report_id"] == first["report_id"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"json": {"text": ""}}, 422),
        ({"json": {"text": "   "}}, 422),
        ({"json": {"title": "无正文"}}, 422),
        ({"json": {"text": "正文", "author": "?"}}, 422),
        ({"json": {"text": "正文", "period": "上半年"}}, 422),
        ({"json": ["正文"]}, 422),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b'{"text": "\\ud800"}', "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b"\xff\xfe", "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b"[" * 100_000, "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b"text=1", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 415),
        ({"content": b"plain"}, 415),
        ({"content": b"no parts", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 422),
        ({"content": b"no parts", "headers": {"Content-Type": "multipart/form-data"}}, 422),
        ({"files": {"upload": ("a.txt", b"text")}}, 422),
        ({"files": {"file": ("a.txt", b"text")}, "data": {"colour": "red"}}, 422),
        ({"files": {"file": ("a.txt", b"")}}, 422),
    ],
)
def test_a_bad_submission_is_a_problem_and_never_an_accident(client, arguments, status):
    response = client.post("/api/reports", **arguments)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert response.json()["advice"]


def test_the_list_pages_through_all_reports(client):
    for n in range(5):
        upload(client, TEXT + str(n))
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get("/api/reports", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [item["report_id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert len(set(seen)) == len(seen) == 5


def test_a_card_counts_and_the_single_card_has_outline_and_receipt(client):
    made = upload(client, TEXT).json()
    listed = client.get("/api/reports").json()["items"][0]
    card = client.get(f"/api/reports/{made['report_id']}").json()
    assert (card["characters"], card["sections"], card["observations"]) == (len(TEXT), 1, 1)
    assert card["findings"] == {"fail": 1, "uncertain": 0}
    assert card["place"] == {"province": "某省", "city": None, "district": None, "inferred": True}
    assert card["outline"] == [{"heading": "一、总体情况", "level": 1, "start": 0, "end": len(TEXT)}]
    assert card["receipt"] == made
    assert listed["outline"] is None


def test_text_original_chunks_and_findings_of_a_report(client):
    report = upload(client, TEXT).json()["report_id"]
    assert client.get(f"/api/reports/{report}/text").json()["text"] == TEXT
    original = client.get(f"/api/reports/{report}/original")
    assert original.content == TEXT.encode()
    assert original.headers["content-disposition"].startswith("attachment")
    assert original.headers["x-content-type-options"] == "nosniff"
    chunk = client.get(f"/api/reports/{report}/chunks").json()["items"][0]
    assert set(chunk) == {"id", "heading", "start", "end", "tokens"}
    finding = client.get(f"/api/reports/{report}/findings").json()["items"][0]
    assert (finding["result"], finding["left"], finding["right"]) == ("fail", "11", "12")


def test_a_decision_on_a_finding_is_kept_and_taken_out_of_the_count(client):
    report = upload(client, TEXT).json()["report_id"]
    decided = client.patch(f"/api/findings/{report}.f0", json={"decision": "dismissed", "note": "口径不同"}).json()
    assert (decided["decision"], decided["note"]) == ("dismissed", "口径不同")
    assert client.get(f"/api/reports/{report}").json()["findings"] == {"fail": 0, "uncertain": 0}
    assert client.patch(f"/api/findings/{report}.f0", json={"decision": "perhaps"}).status_code == 422
    assert client.patch("/api/findings/rep_x.f0", json={"decision": None}).status_code == 404


def test_a_deleted_report_is_gone_everywhere_and_can_be_restored(client):
    report = upload(client, TEXT).json()["report_id"]
    assert client.delete(f"/api/reports/{report}").status_code == 204
    for path in ("", "/text", "/original", "/chunks", "/findings"):
        assert client.get(f"/api/reports/{report}{path}").status_code == 404
    assert client.get("/api/reports").json()["items"] == []
    assert client.get("/api/search", params={"q": "投资"}).json()["items"] == []
    assert client.post(f"/api/reports/{report}/restore").json()["report_id"] == report
    assert client.get(f"/api/reports/{report}/text").status_code == 200


def test_a_purged_report_takes_the_briefings_that_quote_it_along(client):
    report = upload(client, TEXT).json()["report_id"]
    client.post("/api/briefings", json={})
    assert client.delete(f"/api/reports/{report}", params={"purge": "now"}).status_code == 204
    assert client.get("/api/briefings").json()["items"] == []
    assert client.post(f"/api/reports/{report}/restore").status_code == 404


def test_a_report_past_its_restore_time_is_swept_with_the_briefings_that_quote_it(service):
    service.library.add(TEXT.encode())
    service.library.expired = True
    with TestClient(create_app(service), base_url="http://127.0.0.1:8000") as client:
        client.post("/api/briefings", json={})
        report = client.get("/api/reports").json()["items"][0]["report_id"]
        client.delete(f"/api/reports/{report}")
    with TestClient(create_app(service), base_url="http://127.0.0.1:8000") as client:
        for _ in range(200):
            if not service.library.shelf and not service.records.cited_reports():
                break
            time.sleep(0.01)
        assert service.library.shelf == {}
        assert service.records.cited_reports() == frozenset()
        assert client.post(f"/api/reports/{report}/restore").status_code == 404


def test_zone_and_period_are_corrected_by_hand(client):
    report = upload(client, TEXT).json()["report_id"]
    card = client.patch(f"/api/reports/{report}", json={"zone": "乙经开区", "period": "2024"}).json()
    assert (card["zone"], card["period"]) == ("乙经开区", "2024-01-01/2024-12-31")
    assert client.patch(f"/api/reports/{report}", json={}).status_code == 422
    assert client.patch(f"/api/reports/{report}", json={"zone": "乙", "kind": "?"}).status_code == 422


def test_the_ledger_writes_decimals_as_plain_strings(client):
    upload(client, TEXT)
    item = client.get("/api/observations").json()["items"][0]
    assert (item["value"], item["value_norm"], item["unit_norm"]) == ("12.5", "1250000000", "元")
    assert item["growth"] == {"kind": "yoy", "value": "-8", "unit": "%"}
    assert item["quote"] == QUOTE == TEXT[item["start"] : item["end"]]


def test_the_ledger_as_a_sheet_is_whole_and_harmless(client, service):
    for n in range(3):
        upload(client, TEXT + str(n))
    service.library.as_written = '=HYPERLINK("http://x")'
    response = client.get("/api/observations", params={"format": "csv", "limit": 1})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    lines = response.text.splitlines()
    assert len(lines) == 4
    assert "\"'=HYPERLINK" in lines[1]
    assert ",-8," in lines[1]


def test_zones_and_passages_are_lists_with_cursors(client):
    upload(client, TEXT)
    assert client.get("/api/zones").json()["items"][0]["zone"] == "示例开发区"
    found = client.get("/api/search", params={"q": "投资", "zone": "开发区"}).json()
    assert found["items"][0]["text"] == TEXT[:6]
    assert found["next_cursor"] is None


@pytest.mark.parametrize(
    "path",
    [
        "/api/reports?zones=x",
        "/api/zones?page=2",
        "/api/observations?reports=x",
        "/api/search?q=a&limit=5&top=1",
        "/api/briefings?sort=x",
        "/livez?verbose=1",
        "/api/reports?limit=0",
        "/api/reports?limit=1001",
        "/api/reports?limit=many",
        "/api/observations?format=pdf",
        "/api/observations?status=planned",
        "/api/observations?period=2025H1",
        "/api/search",
        "/api/search?q=",
        "/api/search?q=a%00b",
        "/api/zones?cursor=x",
        "/api/briefings?cursor=x",
    ],
)
def test_a_parameter_that_is_unknown_or_out_of_bounds_is_422(client, path):
    response = client.get(path)
    assert response.status_code == 422
    assert response.json()["code"] == "invalid_input"


@pytest.mark.parametrize(
    "path",
    [
        "/api/reports/rep_x",
        "/api/reports/rep_x/text",
        "/api/reports?zone=nowhere",
        "/api/observations?report=rep_x",
        "/api/observations?zone=nowhere",
        "/api/search?q=a&report=rep_x",
        "/api/briefings/brf_x",
        "/api/briefings/brf_x.md",
        "/api/nothing",
        "/elsewhere",
    ],
)
def test_what_is_not_there_is_a_404_problem(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "not_found"
