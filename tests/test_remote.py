import anyio
import httpx
import pytest
from fake_service import QUOTE, TEXT, FakeService
from pydantic import SecretStr

from index.errors import ZoneBriefError
from service import intake
from service.api.app import create_app
from service.remote import Remote, RemoteProblem, Unreachable
from service.schema import AskRequest, AuditQuery, BriefRequest, CompareRequest, FindingPatch, LedgerQuery, VerifyRequest
from service.settings import Settings
from service.spool import Incoming


@pytest.fixture
def service():
    service = FakeService(Settings(api_keys=(SecretStr("a-key"),)))
    service.library.add(TEXT.encode())
    yield service
    service.leave()


def talk(service, verb, key="a-key", transport=None):
    """Result of ``verb(remote)`` against the application over the wire protocol, without a socket."""

    async def run():
        remote = Remote("http://127.0.0.1:8000", key, transport or httpx.ASGITransport(app=create_app(service)))
        try:
            return await verb(remote)
        finally:
            await remote.close()

    return anyio.run(run)


async def collected(events):
    return [each async for each in events]


def test_an_answer_comes_by_events_as_the_service_gave_them(service):
    events = talk(service, lambda remote: collected(remote.ask(AskRequest(question="工业投资多少?", zones=("开发区",)))))
    assert [name for name, _ in events] == ["plan", "sentence", "notice", "done"]
    assert events[-1][1].citations[0].quote == QUOTE
    assert service.asked[-1].zones == ("示例开发区",)


def test_a_briefing_a_comparison_and_a_verification(service):
    events = talk(service, lambda remote: collected(remote.brief(BriefRequest())))
    assert [name for name, _ in events] == ["section", "done"]
    assert talk(service, lambda remote: remote.compare(CompareRequest(question="谁更高?"))).id == "cmp_1"
    assert talk(service, lambda remote: remote.verify(VerifyRequest(text="工业投资13亿元"))).summary.mismatch == 1


def test_the_ledger_and_the_checks_come_whole_page_by_page(service, monkeypatch):
    service.library.add((TEXT + "二").encode())
    whole = service.library.observations
    monkeypatch.setattr(service.library, "observations", lambda **asked: whole(**(asked | {"limit": 1})))
    rows = talk(
        service, lambda remote: remote.observations(LedgerQuery(zones=("开发区",), periods=("2025",), statuses=("actual",)))
    )
    assert [row.quote for row in rows] == [QUOTE, QUOTE]
    found = talk(service, lambda remote: remote.findings(AuditQuery(zones=("开发区",))))
    assert {each.report_id for each in found} == {row.report_id for row in rows}
    first = found[0]
    assert talk(service, lambda remote: remote.findings(AuditQuery(report_ids=(first.report_id,)))) == [first]


def test_a_check_is_decided_and_proposals_are_asked_for(service):
    report = service.library.reports()[0][0].id
    decided = talk(service, lambda remote: remote.decide(f"{report}.f0", FindingPatch(decision="confirmed", note="属实")))
    assert (decided.decision, decided.note) == ("confirmed", "属实")
    assert talk(service, lambda remote: remote.propose(report)).offered == 3


def followed(service, *files):
    """The job that files became, as it ended."""
    return talk(service, lambda remote: last(remote.add(files)))


async def last(events):
    *_, (name, value) = [event async for event in events]
    assert name == "done"
    return value


def test_a_file_is_sent_and_sent_again(service):
    given = Incoming((TEXT + "二").encode(), name="总结.txt", zone="甲高新区", period="2025")
    first, again = followed(service, given), followed(service, given)
    assert first.receipts[0].zone == "甲高新区"
    assert again.receipts == first.receipts
    assert (first.known, again.known) == ((), (first.receipts[0].report_id,))


def test_a_large_file_is_waited_for_and_what_is_wrong_with_one_of_several_is_told(service, monkeypatch):
    monkeypatch.setattr(intake, "AT_ONCE", 10)
    job = followed(service, Incoming((TEXT + "三").encode(), name="大.txt"), Incoming(b" " * 20, name="空.txt"))
    assert (job.state, job.done, len(job.receipts)) == ("done", 2, 1)
    assert [(error.name, error.code) for error in job.errors] == [("空.txt", "unreadable_file")]


def test_a_refusal_keeps_its_code_and_advice(service):
    for verb in (
        lambda remote: collected(remote.ask(AskRequest(question="多少?", zones=("无此园区",)))),
        lambda remote: remote.verify(VerifyRequest(text="a", report_ids=("rep_x",))),
    ):
        with pytest.raises(RemoteProblem) as caught:
            talk(service, verb)
        assert (caught.value.code, bool(caught.value.advice)) == ("not_found", True)
    with pytest.raises(RemoteProblem) as caught:
        talk(service, lambda remote: remote.compare(CompareRequest(question="a")), key=None)
    assert caught.value.code == "unauthorized"


def test_an_error_in_the_middle_of_a_stream_is_an_error_here(service):
    with pytest.raises(RemoteProblem) as caught:
        talk(service, lambda remote: collected(remote.ask(AskRequest(question="半途"))))
    assert caught.value.code == "internal"


def test_a_server_that_is_gone_or_speaks_another_language_is_said_so(service):
    def refuse(_):
        raise httpx.ConnectError("refused")

    for verb in (
        lambda remote: remote.compare(CompareRequest(question="a")),
        lambda remote: collected(remote.brief(BriefRequest())),
    ):
        with pytest.raises(Unreachable):
            talk(service, verb, transport=httpx.MockTransport(refuse))
        with pytest.raises(ZoneBriefError, match="502"):
            talk(service, verb, transport=httpx.MockTransport(lambda _: httpx.Response(502, text="<html>")))
