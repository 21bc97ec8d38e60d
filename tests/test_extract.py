from decimal import Decimal

import pytest

from index.domain import GrowthKind, Observation, Status, SubjectKind
from index.extract import QUOTE_LIMIT, extract
from tests.sample import report


def ledger(text: str) -> list[Observation]:
    return extract(report(text))


def test_a_level_takes_its_growth_with_it() -> None:
    [found] = ledger("上半年,规模工业总产值达到86.4亿元,同比增长7.5%。")
    assert (found.indicator, found.quantity.value, found.quantity.unit) == ("规模工业总产值", Decimal("86.4"), "亿元")
    assert found.growth is not None
    assert (found.growth.kind, found.growth.value) == (GrowthKind.YOY, Decimal("7.5"))
    assert found.status is Status.ACTUAL


def test_estimates_below_one_mark_stay_estimates() -> None:
    found = ledger("规模工业总产值完成86.4亿元(预计数,下同);工业税收完成2.2亿元,增长5%;固定资产投资完成13亿元。")
    assert [each.status for each in found] == [Status.ESTIMATE] * 3


@pytest.mark.parametrize(
    "text",
    [
        "力争全年签约项目18个以上。",
        "确保全年完成税收5亿元。",
        "计划建成标准化厂房8万平方米。",
        "预计可新增投资12.5亿元。",
        "明年目标是引进项目20个。",
    ],
)
def test_a_target_is_never_a_result(text: str) -> None:
    assert [each.status for each in ledger(text)] == [Status.TARGET]


def test_what_stands_under_a_heading_of_plans_is_a_target_unless_it_says_it_is_done() -> None:
    found = ledger("一、上半年工作\n新开工项目9个。\n二、下一步打算\n新开工项目12个。目前已储备项目30个。\n")
    assert [each.status for each in found] == [Status.ACTUAL, Status.TARGET, Status.ACTUAL]


def test_a_threshold_inside_a_name_is_no_figure() -> None:
    assert [each.quantity.text for each in ledger("落实5000万元以上项目46个。")] == ["46个"]


def test_a_gap_to_the_province_is_no_growth() -> None:
    [found] = ledger("1-4月规模工业增加值增速高出全省3.1个百分点。")
    assert found.gap is not None
    assert (found.gap.to, found.gap.value, found.growth) == ("全省", Decimal("3.1"), None)
    assert found.period is not None
    assert found.period.iso == "2024-01-01/2024-04-30"


def test_progress_belongs_to_its_level() -> None:
    [found] = ledger("主营业务收入完成40亿元,占年目标任务的41.5%。")
    assert found.progress is not None
    assert found.progress.value == Decimal("41.5")


def test_a_company_s_figure_is_not_the_zone_s() -> None:
    [found] = ledger("据该公司总经理介绍,去年公司产值突破12亿元。")
    assert found.subject_kind is SubjectKind.COMPANY


def test_a_fall_of_the_rate_is_told_from_a_fall() -> None:
    [found] = ledger("规模工业增加值增长6%,增速回落1.2个百分点。")[-1:]
    assert found.growth is not None
    assert (found.growth.kind, found.growth.value) == (GrowthKind.RATE_CHANGE, Decimal("-1.2"))


def test_one_area_in_two_units_is_one_observation() -> None:
    assert len(ledger("累计批回土地20公顷(300亩)。")) == 1


def test_figures_paired_by_position_take_their_own_names() -> None:
    found = ledger("税收、固定资产投资和进出口分别增长5%、6%和7%。")
    assert [(each.indicator, each.quantity.value) for each in found] == [
        ("上交税金", Decimal(5)),
        ("固定资产投资", Decimal(6)),
        ("进出口总额", Decimal(7)),
    ]


def test_quotes_are_exact_slices_within_the_limit_and_runs_agree() -> None:
    sample = report("今年以来," + "推进项目建设、" * 40 + "完成投资9.8亿元。新增规上企业7家,同比增长10%。")
    first, second = extract(sample), extract(sample)
    assert first == second
    for each in first:
        assert each.span.of(sample.text) == each.quote
        assert len(each.quote) <= QUOTE_LIMIT
        assert each.span.contains(each.value_span)


def test_the_period_a_figure_is_compared_with_is_not_its_own() -> None:
    found = ledger("工业税收完成2.2亿元,比上年同期增长9.7%;固定资产投资较2022年增长5%。")
    assert {each.period.iso if each.period else None for each in found} == {"2024-01-01/2024-06-30"}


def test_a_yearly_target_beside_a_figure_does_not_stretch_its_period() -> None:
    found = ledger("规模工业总产值225亿元,完成全年目标任务的48.1%;固定资产投资57亿元。")
    assert [(each.indicator, each.period.iso if each.period else None) for each in found] == [
        ("规模工业总产值", "2024-01-01/2024-06-30"),
        ("固定资产投资", "2024-01-01/2024-06-30"),
    ]
    assert found[0].progress is not None


def test_what_is_expected_of_a_running_period_is_an_estimate() -> None:
    [found] = ledger("预计1-7月,规模以上工业总产值可达264亿元。")
    assert (found.indicator, found.status) == ("规模工业总产值", Status.ESTIMATE)


def test_a_growth_with_a_name_of_its_own_belongs_to_that_name() -> None:
    level, rate = ledger("规模工业总产值突破360亿元,固定资产投资增长8%。")
    assert level.growth is None
    assert (rate.indicator, rate.growth.value if rate.growth else None) == ("固定资产投资", Decimal(8))


def test_names_made_of_each_other_s_parts_take_no_time() -> None:
    assert ledger("已完成" * 200 + "甲5家。")
    assert ledger("企业" * 200 + "规模工业总产值5亿元。")
