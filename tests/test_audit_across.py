from dataclasses import replace

from index.audit import audit_across
from index.domain import Alignment, Finding, Observation, Period, Report, Run, Span, ZoneIdentity
from index.extract import extract


def ledgered(text: str, period: str, *, zone: str = "样例园区", name: str = "r") -> tuple[Report, list[Observation]]:
    whole = Span(0, len(text))
    report = Report(
        id=f"{name}_{period[:10]}_{period[-5:]}", content_hash=period, title="样例园区工作汇报", text=text, raw=text,
        alignment=Alignment((Run(whole, whole),)), zone=ZoneIdentity(zone, "园区"), period=Period.parse(period), period_note=None,
        published=None, kind="工作汇报", media_type="text/plain", created="2025-07-01T00:00:00Z",
    )  # fmt: skip
    return report, extract(report)


YEAR_2023, YEAR_2024 = "2023-01-01/2023-12-31", "2024-01-01/2024-12-31"


def found(*texts: tuple[str, str]) -> list[Finding]:
    return audit_across([ledgered(text, period) for text, period in texts])


def results(kind: str, *texts: tuple[str, str]) -> list[str]:
    return [each.result for each in found(*texts) if each.kind == kind]


def test_a_target_of_last_year_meets_the_result_of_this_year() -> None:
    last = ("2023年完成固定资产投资80亿元。力争2024年完成固定资产投资95亿元。", YEAR_2023)
    assert results("target_actual", last, ("2024年完成固定资产投资96.2亿元。", YEAR_2024)) == ["pass"]
    assert results("target_actual", last, ("2024年完成固定资产投资90.1亿元。", YEAR_2024)) == ["uncertain"]


def test_one_period_told_by_two_reports_with_two_figures_is_questioned() -> None:
    last = ("2023年完成固定资产投资80亿元。", YEAR_2023)
    assert results("restated_across", last, ("2023年完成固定资产投资80亿元。2024年完成固定资产投资90亿元。", YEAR_2024)) == [
        "pass"
    ]
    assert results("restated_across", last, ("2023年完成固定资产投资78亿元。2024年完成固定资产投资90亿元。", YEAR_2024)) == [
        "uncertain"
    ]


def test_growth_is_held_against_the_level_that_last_years_report_gave() -> None:
    last = ("2023年完成固定资产投资80亿元。", YEAR_2023)
    assert results("growth_across", last, ("2024年完成固定资产投资90亿元,同比增长12.5%。", YEAR_2024)) == ["pass"]
    assert results("growth_across", last, ("2024年完成固定资产投资90亿元,同比增长22.5%。", YEAR_2024)) == ["uncertain"]


def test_a_sum_from_january_on_does_not_fall() -> None:
    half = ("1-6月完成固定资产投资40亿元。", "2024-01-01/2024-06-30")
    assert results("running_total", half, ("1-9月完成固定资产投资61亿元。", "2024-01-01/2024-09-30")) == ["pass"]
    assert results("running_total", half, ("1-9月完成固定资产投资36亿元。", "2024-01-01/2024-09-30")) == ["uncertain"]


def test_zones_of_other_names_are_never_set_against_each_other() -> None:
    one = ledgered("2023年完成固定资产投资80亿元。", YEAR_2023)
    other = ledgered("2023年完成固定资产投资70亿元。", YEAR_2023, zone="另一园区", name="o")
    assert audit_across([one, other]) == []


def test_findings_belong_to_the_later_report_and_say_which_report_each_span_is_of() -> None:
    one, other = ledgered("2023年完成固定资产投资80亿元。", YEAR_2023), ledgered("2023年完成固定资产投资78亿元。", YEAR_2024)
    (finding,) = audit_across([one, other])
    assert finding.report_id == other[0].id
    assert [each.report_id for each in finding.spans] == [one[0].id, None]
    assert [each.quote for each in finding.spans] == [one[0].text[:-1], other[0].text[:-1]]


def test_neither_the_order_of_reports_nor_their_ids_nor_offsets_change_a_fingerprint() -> None:
    one, other = ledgered("2023年完成固定资产投资80亿元。", YEAR_2023), ledgered("2023年完成固定资产投资78亿元。", YEAR_2024)
    moved = ledgered("园区概况如下。\n2023年完成固定资产投资78亿元。", YEAR_2024, name="again")
    assert audit_across([one, other]) == audit_across([other, one])
    assert [each.fingerprint for each in audit_across([one, other])] == [each.fingerprint for each in audit_across([one, moved])]


def test_a_report_without_a_period_takes_no_part() -> None:
    report, observations = ledgered("2023年完成固定资产投资80亿元。", YEAR_2023)
    assert audit_across([(replace(report, period=None), observations)]) == []
