"""One zone across years, and what else may keep two figures from being like for like."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_compare import CATALOGUE, figures, observation, only_row

from index.compare import compare, series
from index.compare.likeness import threshold
from index.domain import (
    Basis,
    Comparability,
    ComparisonTable,
    Derived,
    DerivedKind,
    Growth,
    GrowthKind,
    Indicator,
    Measure,
    Observation,
    Period,
    Status,
    SubjectKind,
)

Y2022, Y2023, Y2024 = (Period.parse(f"{year}-01-01/{year}-12-31") for year in (2022, 2023, 2024))
H2024 = Period.parse("2024-01-01/2024-06-30")
PROJECTS = {"亿元以上项目数": Indicator("亿元以上项目数", ("亿元以上项目", "5000万元以上项目"), "count", True, "项目")}


def over_years(*observations: Observation, **options: object) -> ComparisonTable:
    return series(observations, zone="甲区", catalogue=CATALOGUE, **options)  # type: ignore[arg-type]


def of_kind(derived: tuple[Derived, ...], kind: DerivedKind) -> list[tuple[Decimal, str, Status]]:
    return [(each.value, each.formula, each.status) for each in derived if each.kind is kind]


def test_a_zones_years_stand_side_by_side_with_difference_and_growth() -> None:
    row = over_years(
        observation("甲区", "工业税收", "4.4亿元", period=Y2023, report_id="b"),
        observation("甲区", "工业税收", "4亿元", period=Y2022, report_id="a"),
    ).rows[0]
    assert [(cell.period, cell.value) for cell in row.cells] == [(Y2022, Decimal(4)), (Y2023, Decimal("4.4"))]
    assert row.comparable
    assert of_kind(row.derived, DerivedKind.DIFFERENCE) == [(Decimal("0.4"), "4.4-4", Status.ACTUAL)]
    assert of_kind(row.derived, DerivedKind.GROWTH) == [(Decimal(10), "(4.4-4)/4*100", Status.ACTUAL)]
    assert "2023年比2022年名义增长10%" in row.derived[1].text


def test_a_fall_is_told_as_one_and_its_formula_stays_positive() -> None:
    row = over_years(
        observation("甲区", "工业税收", "5000万元", period=Y2022, report_id="a"),
        observation("甲区", "工业税收", "0.4亿元", period=Y2023, report_id="b"),
    ).rows[0]
    assert of_kind(row.derived, DerivedKind.DIFFERENCE) == [(Decimal("0.1"), "5000/10000-0.4", Status.ACTUAL)]
    assert of_kind(row.derived, DerivedKind.GROWTH)[0][0] == Decimal(20)
    assert [each.text.rpartition("2022年")[2] for each in row.derived] == ["减少0.1亿元", "名义下降20%"]


def test_last_years_target_meets_this_years_result() -> None:
    target = observation("甲区", "工业税收", "4.5亿元", period=Y2023, status=Status.TARGET, report_id="a")
    done = observation("甲区", "工业税收", "4.4亿元", period=Y2023, report_id="b")
    row = over_years(target, done).rows[0]
    assert [(cell.period, cell.observation) for cell in row.cells] == [(Y2023, done), (Y2023, target)]
    completion = next(each for each in row.derived if each.kind is DerivedKind.COMPLETION)
    assert (completion.value, completion.formula) == (Decimal("97.78"), "4.4/4.5*100")
    assert completion.status is Status.TARGET
    assert completion.text.endswith("未达到目标")
    assert row.comparable


def test_a_running_year_is_measured_by_its_whole_years_target_and_is_not_called_a_miss() -> None:
    row = over_years(
        observation("甲区", "工业税收", "5亿元", period=Y2024, status=Status.TARGET, report_id="a"),
        observation("甲区", "工业税收", "2.6亿元", period=H2024, report_id="b"),
    ).rows[0]
    assert row.derived[0].value == Decimal(52)
    assert "未达到" not in row.derived[0].text


def test_half_a_year_is_not_set_against_a_whole_one() -> None:
    row = over_years(
        observation("甲区", "工业税收", "4亿元", period=Y2022, report_id="a"),
        observation("甲区", "工业税收", "4.4亿元", period=Y2023, report_id="b"),
        observation("甲区", "工业税收", "2.6亿元", period=H2024, report_id="c"),
    ).rows[0]
    assert row.reasons == (Comparability.PERIOD_LENGTH,)
    assert [each.inputs[1].period for each in row.derived] == [Y2023, Y2023]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": Status.ESTIMATE}, Comparability.STATUS),
        ({"price_basis": "comparable"}, Comparability.PRICE_BASIS),
        ({"basis": Basis.CUMULATIVE}, Comparability.DEFINITION),
        ({"subject_kind": SubjectKind.PARK}, Comparability.SCOPE),
    ],
)
def test_years_that_are_not_alike_stand_beside_one_another_uncomputed(changes: dict[str, object], reason: Comparability) -> None:
    row = over_years(
        observation("甲区", "工业税收", "4亿元", period=Y2022, report_id="a"),
        observation("甲区", "工业税收", "4.4亿元", period=Y2023, report_id="b", **changes),
    ).rows[0]
    assert reason in row.reasons
    assert not row.derived


def test_a_year_without_a_figure_is_an_empty_cell_and_missing() -> None:
    table = over_years(
        observation("甲区", "工业税收", "4亿元", period=Y2022, report_id="a"),
        observation("甲区", "固定资产投资", "9亿元", period=Y2022, report_id="a", at=20),
        observation("甲区", "工业税收", "4.4亿元", period=Y2023, report_id="b"),
        indicators=["工业税收", "固定资产投资"],
    )
    assert [(cell.period, cell.observation is None) for cell in table.rows[1].cells] == [(Y2022, False), (Y2023, True)]
    assert table.missing == (("甲区", "固定资产投资"),)
    assert table.rows[1].reasons == (Comparability.MISSING,)


def test_an_indicator_nobody_names_needs_two_periods_or_a_target_to_be_shown() -> None:
    table = over_years(
        observation("甲区", "工业税收", "4亿元", period=Y2022, report_id="a"),
        observation("甲区", "工业税收", "4.4亿元", period=Y2023, report_id="b"),
        observation("甲区", "固定资产投资", "9亿元", period=Y2023, report_id="b", at=20),
    )
    assert [row.indicator for row in table.rows] == ["工业税收"]
    assert over_years(*[each for row in table.rows for _, each in row.filled], targets_only=True).rows == ()


def test_growth_rates_of_two_years_differ_in_points() -> None:
    rates = [
        observation("甲区", "工业税收", "4亿元", period=period, report_id=name, growth=Growth(GrowthKind.YOY, Decimal(rate), "%"))
        for period, name, rate in ((Y2022, "a", "7.1"), (Y2023, "b", "5"))
    ]
    row = over_years(*rates, measures=[Measure.GROWTH]).rows[0]
    assert [(each.text, each.formula) for each in row.derived] == [("甲区2023年比2022年回落2.1个百分点", "7.1-5")]


@given(old=figures, new=figures, goal=figures, scaled=st.booleans())
def test_every_formula_of_a_series_evaluates_to_its_value(old: Decimal, new: Decimal, goal: Decimal, scaled: bool) -> None:
    row = over_years(
        observation(
            "甲区", "工业税收", f"{old * 10000 if scaled else old}{'万元' if scaled else '亿元'}", period=Y2022, report_id="a"
        ),
        observation("甲区", "工业税收", f"{new}亿元", period=Y2023, report_id="b"),
        observation("甲区", "工业税收", f"{goal}亿元", period=Y2023, report_id="a", at=30, status=Status.TARGET),
    ).rows[0]
    for derived in row.derived:
        exact = Decimal(str(eval(derived.formula, {"__builtins__": {}})))  # the formula is ours: digits and + - * / ( )
        assert abs(abs(exact) - derived.value) <= Decimal("0.00501")
        assert str(derived.value) in derived.text or derived.value == 0
        assert derived.status is (Status.TARGET if derived.kind is DerivedKind.COMPLETION else Status.ACTUAL)


def test_zones_are_compared_in_the_year_they_share() -> None:
    row = only_row(
        observation("甲区", "工业税收", "4亿元", period=Y2023, report_id="a"),
        observation("甲区", "工业税收", "5亿元", period=Y2024, report_id="b"),
        observation("乙区", "工业税收", "3亿元", period=Y2023),
        indicators=["工业税收"],
    )
    assert [cell.value for cell in row.cells] == [Decimal(4), Decimal(3)]
    assert row.comparable


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("亿元以上项目", "100000000"),
        ("10亿元以上项目", "1000000000"),
        ("5000万以上项目", "50000000"),
        ("千万元及以上技改项目", "10000000"),
        ("百亿级企业", "10000000000"),
        ("规模以上工业企业", None),
        ("签约项目", None),
    ],
)
def test_the_least_size_a_count_counts_is_read_from_its_name(words: str, size: str | None) -> None:
    assert threshold(words) == (None if size is None else Decimal(size))


def test_counts_with_different_thresholds_are_of_different_definitions() -> None:
    table = compare(
        [
            observation("甲区", "亿元以上项目数", "12个", as_written="10亿元以上项目"),
            observation("乙区", "亿元以上项目数", "98个", as_written="5000万元以上项目"),
        ],
        zones=["甲区", "乙区"], indicators=["亿元以上项目数"], catalogue=PROJECTS,
    )  # fmt: skip
    assert Comparability.DEFINITION in table.rows[0].reasons
    assert table.rows[0].derived == ()


@pytest.mark.parametrize(
    ("one", "other"), [("国家级专精特新企业", "省级专精特新企业"), ("申报高新技术企业", "认定高新技术企业"), ("授信额", "到位额")]
)
def test_grades_and_stages_are_part_of_the_definition(one: str, other: str) -> None:
    row = only_row(
        observation("甲区", "某指标", "4家", as_written=one), observation("乙区", "某指标", "2家", as_written=other),
        indicators=["某指标"],
    )  # fmt: skip
    assert row.reasons == (Comparability.DEFINITION,)


@pytest.mark.parametrize("basis", [Basis.STOCK, Basis.CUMULATIVE])
def test_flow_stock_and_cumulative_figures_are_different_definitions(basis: Basis) -> None:
    row = only_row(observation("甲区", "工业税收", "4家"), observation("乙区", "工业税收", "2家", basis=basis))
    assert Comparability.DEFINITION in row.reasons


def test_a_stock_is_not_measured_by_what_a_year_is_to_bring() -> None:
    row = only_row(
        observation("甲区", "工业税收", "30家", basis=Basis.STOCK, period=Y2023),
        observation("甲区", "工业税收", "10家", status=Status.TARGET, period=Y2023, at=9),
        indicators=["工业税收"],
    )
    assert row.derived == ()


@pytest.mark.parametrize("kind", [SubjectKind.COMPANY, SubjectKind.REGION])
def test_anothers_figure_stands_in_with_its_scope_and_the_zones_own_stays_missing(kind: SubjectKind) -> None:
    theirs = observation("乙区", "工业税收", "60亿元", subject="某人", subject_kind=kind)
    table = compare(
        [observation("甲区", "工业税收", "4亿元"), theirs],
        zones=["甲区", "乙区"], indicators=["工业税收"], catalogue=CATALOGUE,
    )  # fmt: skip
    row = table.rows[0]
    assert row.cells[1].observation == theirs
    assert set(row.reasons) == {Comparability.SCOPE, Comparability.MISSING}
    assert row.derived == ()
    assert table.missing == (("乙区", "工业税收"),)


def test_a_figure_without_a_year_is_shown_with_its_reason_where_a_period_is_asked_for() -> None:
    row = only_row(
        observation("甲区", "工业税收", "4亿元", period=Y2023), observation("乙区", "工业税收", "3亿元", period=None),
        indicators=["工业税收"], period=Y2023,
    )  # fmt: skip
    assert len(row.filled) == 2
    assert Comparability.PERIOD_YEAR in row.reasons
