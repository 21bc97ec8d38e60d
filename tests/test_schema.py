import re
from decimal import Decimal

import pytest
from fake_service import HALF_YEAR, QUOTE, TEXT, observation_of, report_of
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from index.domain import Note, Passage, Period, Place, Span, Zone
from service import schema
from service.schema import AskRequest, BriefingEdit, CompareRequest, Page, ReportIn, VerifyRequest, ZoneOut, normal_period
from service.views import note_out, observation_out, passage_out, plain, receipt_out, report_card, report_text, zone_out

SHAPES = {
    "ObservationOut": "id report_id zone indicator as_written value value_high unit value_norm unit_norm currency price_basis bound "
    "growth gap progress period status basis subject subject_kind quote start end",
    "FindingOut": "id report_id kind result expression left right tolerance message spans decision note fingerprint",
    "Comparison": "id question zones rows narrative citations coverage missing chart notices",
    "ComparisonRow": "indicator unit comparable reasons cells derived",
    "Derived": "kind text value formula",
    "Briefing": "id title zones period sections table charts findings coverage citations notices created",
    "VerifyNumber": "text start end value unit verdict disagrees source found",
    "VerifySummary": "supported computed mismatch not_found context",
    "ReceiptOut": "report_id created title zone period kind read dropped repaired masked damaged warnings",
    "Job": "job_id state stage done total receipts errors",
    "ZoneOut": "zone aliases place homonyms reports periods",
    "PassageOut": "report_id zone period heading text start end score",
    "ReportCard": "report_id title zone place period period_note published kind media_type characters sections observations findings "
    "receipt",
    "Answer": "id question standalone_question plan status reason text sentences citations table notices coverage writer model prompt "
    "usage timings_ms",
    "Sentence": "text citations withheld verdict numbers",
    "NumberCheck": "text start end value unit status verdict citation formula",
    "Citation": "n report_id title zone period heading quote start end raw_start raw_end place",
    "Plan": "intent zones periods indicators calculation",
    "Problem": "type title status detail code advice",
    "Conversation": "id title turns created",
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_field_of_the_contract_is_there(name):
    assert set(SHAPES[name].split()) <= set(getattr(schema, name).model_fields)


def test_every_value_is_frozen_and_every_request_refuses_unknown_fields():
    models = [
        each for each in vars(schema).values() if isinstance(each, type) and issubclass(each, BaseModel) and each is not BaseModel
    ]
    assert all(each.model_config.get("frozen") for each in models)
    for request in (AskRequest(question="a"), VerifyRequest(text="a"), ReportIn(text="a")):
        with pytest.raises(ValidationError, match="extra"):
            type(request).model_validate(request.model_dump() | {"colour": "red"})


def test_an_edit_may_be_a_whole_briefing_sent_back():
    body = {
        "id": "brf_1",
        "created": "2025",
        "sections": [{"heading": "一", "sentences": [{"text": "好。", "verdict": "supported"}]}],
    }
    assert BriefingEdit.model_validate(body).sections[0].sentence_texts == ("好。",)


@pytest.mark.parametrize(
    ("written", "interval"),
    [
        ("2025-01-01/2025-06-30", "2025-01-01/2025-06-30"),
        ("2025", "2025-01-01/2025-12-31"),
        ("2024-02", "2024-02-01/2024-02-29"),
        ("2025-01/2025-06", "2025-01-01/2025-06-30"),
        ("2024/..", "2024-01-01/.."),
        (" 2024-12-31 ", "2024-12-31/2024-12-31"),
    ],
)
def test_a_period_is_written_shorter_or_in_full(written, interval):
    assert normal_period(written) == interval
    assert normal_period(interval) == interval


@pytest.mark.parametrize(
    "written", ["", "上半年", "2025-13", "2025-02-30", "2025-06/2025-01", "../2025", "20250101", "2025/2026/2027", "0000"]
)
def test_what_is_no_period_is_refused(written):
    with pytest.raises(ValueError, match=r".+"):
        normal_period(written)
    with pytest.raises(ValidationError):
        AskRequest(question="a", period=written)


def test_limits_of_a_question_its_history_and_a_text():
    assert AskRequest(question="长" * 2000)
    for wrong in (
        {"question": "长" * 2001},
        {"question": " "},
        {"question": "a", "history": [{"role": "user", "content": ""}] * 51},
    ):
        with pytest.raises(ValidationError):
            AskRequest.model_validate(wrong)
    with pytest.raises(ValidationError):
        VerifyRequest(text="字" * 100_001)
    with pytest.raises(ValidationError):
        CompareRequest(period="2025")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.integers().map(Decimal))
def test_a_plain_decimal_is_the_same_number_without_exponent_and_closing_zeros(value):
    text = plain(value)
    assert Decimal(text) == value
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)


def test_a_number_with_an_exponent_is_written_out():
    assert (plain(Decimal("1.80E+10")), plain(Decimal("9.70")), plain(Decimal("-0")), plain(Decimal("100"))) == (
        "18000000000",
        "9.7",
        "0",
        "100",
    )


def test_an_observation_keeps_its_place_and_its_numbers():
    out = observation_out(observation_of(report_of(TEXT.encode())))
    assert (out.value, out.value_norm, out.value_high, out.bound, out.period) == ("12.5", "1250000000", None, None, HALF_YEAR.iso)
    assert (out.status, out.basis, out.subject_kind) == ("actual", "flow", "zone")
    assert TEXT[out.start : out.end] == out.quote == QUOTE


def test_a_report_in_its_three_shapes():
    report = report_of(TEXT.encode())
    listed = report_card(report, observations=3, failing=1, uncertain=2)
    whole = report_card(report, observations=3, failing=1, uncertain=2, whole=True)
    assert (listed.sections, listed.observations, listed.findings.fail, listed.findings.uncertain) == (1, 3, 1, 2)
    assert (listed.outline, listed.receipt) == (None, None)
    assert whole.outline is not None
    assert whole.receipt == receipt_out(report.receipt)
    assert report_text(report).text == TEXT


def test_a_receipt_note_tells_where_it_is_if_it_is_somewhere():
    assert note_out(Note("chrome", "关闭窗口", Span(3, 7))).raw_end == 7
    assert note_out(Note("chrome", "关闭窗口")).raw_start is None


def test_passages_and_zones_give_periods_as_intervals():
    from_library = zone_out(_zone())
    assert isinstance(from_library, ZoneOut)
    assert from_library.periods == ("2025-01-01/..",)
    assert passage_out(_passage()).period is None


def test_a_page_is_a_list_and_the_way_on():
    assert Page[ZoneOut](items=(), next_cursor=None).model_dump() == {"items": (), "next_cursor": None}


def _zone():
    return Zone("示例开发区", ("开发区",), Place(), (), ("rep_1",), (Period.parse("2025-01-01/..").iso,))


def _passage():
    return Passage("rep_1", "示例开发区", None, (), Span(0, 2), "一、", 0.5)
