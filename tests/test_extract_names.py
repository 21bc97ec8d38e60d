"""What figures are called: the words before and behind them, the catalogue's names, and names by position."""

from decimal import Decimal

import pytest

from index.domain import GrowthKind, Observation
from index.extract import extract
from tests.sample import report


def ledger(text: str, **about: str | None) -> list[Observation]:
    return extract(report(text, **about))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("全区规模以上工业总产值再创新高,达到92亿元。", "规模工业总产值"),
        ("上半年累计完成固定资产投资18亿元。", "固定资产投资"),
        ("拿着去年进出口总额增长6%的成绩单。", "进出口总额"),
        ("高新技术产业实现增加值12亿元。", "高新技术产业增加值"),
        ("推动6家企业完成管网改造。", "企业完成管网改造"),
        ("云帆、北岭等9条道路要按时开工。", "道路"),
        ("签约5个亿元以上项目。", "亿元以上项目数"),
        ("落实3亿元以上项目7个。", "3亿元以上项目"),
        ("针对38家低效用地企业逐户会商。", "低效用地企业"),
        ("征收补偿资金仍有3亿元资金缺口。", "征收补偿资金缺口"),
        ("奖补兑现方面还有800万左右资金缺口。", "奖补兑现资金缺口"),
        ("引进9个优质项目的合同引资额创新高。", "引进优质项目"),
        ("报告只写了2023年工业总产值增速6%。", "工业总产值"),
        ("综保区业务额由2023年的50亿元增加到2024年的70亿元。", "综保区业务额"),
        ("1.税收:1-6月2.4亿元。", "税收"),
    ],
)
def test_the_name_of_a_figure_is_what_it_counts(text: str, indicator: str) -> None:
    found = ledger(text)[-1]
    assert indicator in (found.indicator, found.as_written)


def test_from_and_to_share_one_name() -> None:
    found = ledger("内设机构由8个整合为5个。")
    assert [(each.as_written, each.quantity.value) for each in found] == [("内设机构", Decimal(8)), ("内设机构", Decimal(5))]


def test_names_pair_with_figures_of_different_units() -> None:
    found = ledger("税收、固定资产投资和新增规上企业分别完成3.1亿元、18亿元和6家。")
    assert [each.as_written for each in found] == ["税收", "固定资产投资", "新增规上企业"]


def test_rates_at_the_end_belong_to_the_levels_told_before() -> None:
    found = ledger("完成规上工业产值40亿元,固定资产投资12亿元,进出口总额5亿元,分别比上年同期增长8.1%、6.2%和3.3%。")
    assert [each.growth and each.growth.value for each in found] == [Decimal("8.1"), Decimal("6.2"), Decimal("3.3")]


def test_a_row_may_turn_from_rise_to_fall() -> None:
    found = ledger("云帆、北岭两家企业产值分别增长9%和下降4%。")
    assert [(each.as_written, each.growth and each.growth.value) for each in found if each.growth] == [
        ("云帆产值", Decimal(9)),
        ("北岭产值", Decimal(-4)),
    ]


def test_the_one_left_out_has_its_own_rate_and_the_others_follow_in_order() -> None:
    found = ledger("汽车、电子、医药、食品四大产业中,除电子下降3%外,其余依次增长8%、6%和5%。")
    rates = {each.as_written: each.growth.value for each in found if each.growth}
    assert rates == {"电子": Decimal(-3), "汽车": Decimal(8), "医药": Decimal(6), "食品": Decimal(5)}


def test_a_row_of_years_gives_each_figure_its_year() -> None:
    found = ledger("2021至2023年税收分别完成2亿元、2.3亿元和2.8亿元。")
    assert [(each.quantity.value, each.period and each.period.start.year) for each in found] == [
        (Decimal(2), 2021),
        (Decimal("2.3"), 2022),
        (Decimal("2.8"), 2023),
    ]


def test_applying_is_not_being_recognised() -> None:
    assert [each.indicator for each in ledger("申报高新技术企业9家。")] != ["高新技术企业数"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("利润总额是去年同期的1.8倍。", GrowthKind.MULTIPLE, "1.8"),
        ("进出口总额增长1.2倍。", GrowthKind.MULTIPLE, "2.2"),
        ("税收三年翻番。", GrowthKind.MULTIPLE, "2"),
        ("进出口总额(-12.6%)。", GrowthKind.YOY, "-12.6"),
        ("工业投资同比-5.1%。", GrowthKind.YOY, "-5.1"),
        ("社零总额五年复合增长率为7.4%。", GrowthKind.CAGR, "7.4"),
        ("固定资产投资增速比上年同期放缓2.5个百分点。", GrowthKind.RATE_CHANGE, "-2.5"),
        ("实现了9.5%的增长。", GrowthKind.YOY, "9.5"),
        ("综合考核在全省110家开发区中位列第7。", GrowthKind.RANK, "7"),
        ("从业人员同比增加800人。", GrowthKind.YOY, "800"),
    ],
)
def test_growth_is_typed(text: str, kind: GrowthKind, value: str) -> None:
    growth = ledger(text)[-1].growth
    assert growth is not None
    assert (growth.kind, growth.value) == (kind, Decimal(value))


def test_an_expansion_by_times_states_no_level() -> None:
    [found] = ledger("厂房面积扩大3倍。")
    assert found.growth is None or found.growth.value is None


def test_what_pulls_growth_is_a_level_of_its_own() -> None:
    [found] = ledger("主导产业拉动全区工业增长2.1个百分点。")
    assert (found.growth, found.quantity.value) == (None, Decimal("2.1"))


def test_a_percent_sign_lost_on_the_way_is_read_and_noted() -> None:
    [found] = ledger("规上工业总产值40亿元,同比增长12,税源稳固。")
    assert found.growth is not None
    assert found.growth.value == Decimal(12)
    [alone] = ledger("规上工业总产值同比增长12,税源稳固。")
    assert alone.note == "原文缺“%”,按百分比读"


def test_a_turn_without_a_figure_is_a_statement_without_a_value() -> None:
    [found] = ledger("工业税收由负转正。")
    assert (found.indicator, found.quantity.value) == ("工业税收", None)


def test_a_share_is_named_by_its_part_and_its_whole() -> None:
    found = ledger("高新技术产业产值18亿元,占规上工业总产值的比重达45%。")
    assert found[-1].as_written.endswith("占规上工业总产值比重")


def test_progress_may_hold_its_target_and_the_target_is_one() -> None:
    found = ledger("招商到位资金24亿元,完成年任务50亿元的48%。")
    assert [(each.status.value, each.quantity.value) for each in found] == [("actual", Decimal(24)), ("target", Decimal(50))]
    assert found[0].progress is not None
    assert found[0].progress.value == Decimal(48)


def test_a_sum_in_another_currency_is_a_second_reading() -> None:
    [found] = ledger("合同外资3.6亿美元(折合人民币26亿元),同比增长15%。")
    assert found.growth is not None
    assert found.quantity.currency == "USD"


@pytest.mark.parametrize("text", ["做好扩量、提质四篇文章。", "落实“三个一”机制。", "保持两位数增长。", "围绕两大指标发力。"])
def test_turns_of_phrase_are_no_figures(text: str) -> None:
    assert ledger(text) == []
