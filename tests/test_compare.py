from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.compare import compare
from index.domain import (
    Basis,
    Comparability,
    ComparisonRow,
    DerivedKind,
    Growth,
    GrowthKind,
    Indicator,
    Measure,
    Observation,
    Period,
    Span,
    Status,
    SubjectKind,
)
from index.numerals import quantities

HALF, NINE, YEAR = (Period.parse(iso) for iso in ("2025-01-01/2025-06-30", "2025-01-01/2025-09-30", "2025-01-01/2025-12-31"))
CATALOGUE = {
    name: Indicator(name, (), "money", additive, family)
    for name, family, additive in (
        ("工业税收", "税收", True),
        ("上交税金", "税收", True),
        ("固定资产投资", "投资", True),
        ("主营业务收入", "营业收入", True),
    )
}


def observation(
    zone: str, indicator: str, figure: str, *, period: Period | None = HALF, at: int = 0, **changes: object
) -> Observation:
    quantity = quantities(figure)[0]
    span = Span(at, at + len(figure))
    made = Observation(
        id=f"{zone}{indicator}{at}", report_id=f"report-{zone}", zone=zone, indicator=indicator, as_written=indicator,
        quantity=quantity, status=Status.ACTUAL, basis=Basis.FLOW, period=period, subject=zone, subject_kind=SubjectKind.ZONE,
        quote=figure, span=span, value_span=span,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def only_row(*observations: Observation, **options: object) -> ComparisonRow:
    zones = list(dict.fromkeys(each.zone for each in observations))
    table = compare(observations, zones=zones, catalogue=CATALOGUE, **options)  # type: ignore[arg-type]
    assert len(table.rows) == 1
    return table.rows[0]


def test_figures_of_one_definition_period_and_status_are_ranked_and_subtracted() -> None:
    row = only_row(observation("甲区", "工业税收", "4.3亿元"), observation("乙区", "工业税收", "1.92亿元"))
    assert row.comparable
    assert row.reasons == ()
    derived = {each.kind: each for each in row.derived}
    assert (derived[DerivedKind.DIFFERENCE].value, derived[DerivedKind.DIFFERENCE].formula) == (Decimal("2.38"), "4.3-1.92")
    assert (derived[DerivedKind.RATIO].value, derived[DerivedKind.RATIO].formula) == (Decimal("2.24"), "4.3/1.92")
    assert "甲区4.3亿元、乙区1.92亿元" in derived[DerivedKind.RANK].text


def test_of_three_zones_the_first_is_set_against_each_of_the_others_the_widest_gap_first() -> None:
    row = only_row(
        *(observation(f"{name}区", "工业税收", figure) for name, figure in (("甲", "2亿元"), ("乙", "5亿元"), ("丙", "4亿元")))
    )
    gaps = [(each.text, each.formula) for each in row.derived if each.kind is DerivedKind.DIFFERENCE]
    assert gaps == [("乙区比甲区高3亿元", "5-2"), ("乙区比丙区高1亿元", "5-4")]
    assert [each.formula for each in row.derived if each.kind is DerivedKind.RATIO] == ["5/2", "5/4"]


def test_units_are_brought_together_by_the_allowed_scales_only() -> None:
    row = only_row(observation("甲区", "工业税收", "8亿元"), observation("乙区", "工业税收", "6500万元"))
    ratio = next(each for each in row.derived if each.kind is DerivedKind.RATIO)
    assert (ratio.formula, ratio.value) == ("8/(6500/10000)", Decimal("12.31"))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (observation("乙区", "工业税收", "1.92亿元", period=NINE), Comparability.PERIOD_LENGTH),
        (observation("乙区", "工业税收", "1.92亿元", period=Period.parse("2024-01-01/2024-06-30")), Comparability.PERIOD_YEAR),
        (observation("乙区", "工业税收", "1.92亿元", period=None), Comparability.PERIOD_YEAR),
        (observation("乙区", "上交税金", "1.92亿元"), Comparability.DEFINITION),
        (observation("乙区", "工业税收", "1.92亿元", status=Status.ESTIMATE), Comparability.STATUS),
        (observation("乙区", "工业税收", "1.92亿元", subject_kind=SubjectKind.PARK), Comparability.SCOPE),
        (observation("乙区", "工业税收", "1.92亿美元"), Comparability.CURRENCY),
        (observation("乙区", "工业税收", "19家"), Comparability.UNIT),
        (observation("乙区", "工业税收", "1.92亿元", price_basis="comparable"), Comparability.PRICE_BASIS),
    ],
)
def test_what_is_not_like_for_like_stands_beside_with_its_reason_and_is_not_computed(
    other: Observation, reason: Comparability
) -> None:
    row = only_row(observation("甲区", "工业税收", "4.3亿元"), other, indicators=["工业税收"])
    assert reason in row.reasons
    assert not row.comparable
    assert row.derived == ()
    assert [cell.value for cell in row.cells] == [Decimal("4.3"), other.quantity.value]


def test_a_family_word_asks_for_all_its_members_in_one_row() -> None:
    row = only_row(observation("甲区", "工业税收", "4.3亿元"), observation("乙区", "上交税金", "1.42亿元"), indicators=["税收"])
    assert row.indicator == "税收"
    assert Comparability.DEFINITION in row.reasons
    assert len(row.filled) == 2


def test_a_zone_that_says_nothing_is_missing_and_the_others_are_still_compared() -> None:
    seen = [observation("甲区", "工业税收", "4.3亿元"), observation("乙区", "工业税收", "1.92亿元")]
    table = compare(seen, zones=["甲区", "乙区", "丙区"], indicators=["工业税收"], catalogue=CATALOGUE)
    assert table.rows[0].reasons == (Comparability.MISSING,)
    assert table.rows[0].comparable
    assert table.missing == (("丙区", "工业税收"),)
    assert (table.reports_used, table.reports_searched) == (2, 2)


def test_a_cell_prefers_what_happened_to_what_is_expected_and_that_to_what_is_wanted() -> None:
    target = observation("甲区", "固定资产投资", "60亿元", period=YEAR, status=Status.TARGET)
    estimate = observation("甲区", "固定资产投资", "29亿元", at=20, status=Status.ESTIMATE)
    actual = observation("甲区", "固定资产投资", "28亿元", at=40)
    assert only_row(target, estimate, actual).cells[0].observation == actual
    assert only_row(target, estimate).cells[0].observation == estimate


def test_a_company_never_fills_its_zones_cell() -> None:
    table = compare(
        [observation("甲区", "主营业务收入", "60亿元", subject_kind=SubjectKind.COMPANY)],
        zones=["甲区"], indicators=["主营业务收入"], catalogue=CATALOGUE,
    )  # fmt: skip
    assert table.missing == (("甲区", "主营业务收入"),)


def test_completion_sets_a_zones_result_against_its_own_target() -> None:
    done = observation("甲区", "固定资产投资", "28亿元")
    wanted = observation("甲区", "固定资产投资", "60亿元", period=YEAR, status=Status.TARGET, at=30)
    completion = only_row(done, wanted).derived[0]
    assert (completion.kind, completion.value, completion.formula) == (DerivedKind.COMPLETION, Decimal("46.67"), "28/60*100")
    assert completion.inputs == (done, wanted)


def test_growth_rates_differ_in_points_and_have_no_ratio() -> None:
    row = only_row(
        observation("甲区", "工业税收", "4.3亿元", growth=Growth(GrowthKind.YOY, Decimal("16.2"), "%")),
        observation("乙区", "工业税收", "1.92亿元", growth=Growth(GrowthKind.YOY, Decimal("-3.5"), "%")),
        measures=[Measure.GROWTH],
    )
    assert row.indicator == "工业税收同比增速"
    difference = next(each for each in row.derived if each.kind is DerivedKind.DIFFERENCE)
    assert (difference.value, difference.unit, difference.formula) == (Decimal("19.7"), "个百分点", "16.2-(-3.5)")
    assert DerivedKind.RATIO not in {each.kind for each in row.derived}


def test_a_bound_is_shown_but_nothing_is_computed_from_it() -> None:
    row = only_row(observation("甲区", "工业税收", "超4亿元"), observation("乙区", "工业税收", "1.92亿元"))
    assert row.comparable
    assert row.derived == ()


def test_a_trend_over_different_zones_is_refused() -> None:
    row = only_row(observation("甲区", "工业税收", "4.3亿元"), observation("乙区", "工业税收", "1.92亿元"), trend=True)
    assert Comparability.ZONES_DIFFER in row.reasons
    assert not row.derived


def test_a_computed_value_is_as_weak_as_its_weakest_input() -> None:
    both = [
        observation(zone, "工业税收", figure, status=Status.ESTIMATE) for zone, figure in (("甲区", "4.3亿元"), ("乙区", "2亿元"))
    ]
    assert {each.status for each in only_row(*both).derived} == {Status.ESTIMATE}


figures = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999"), places=2)


@given(one=figures, other=figures)
def test_every_formula_evaluates_to_its_value_within_the_stated_rounding(one: Decimal, other: Decimal) -> None:
    row = only_row(observation("甲区", "工业税收", f"{one}亿元"), observation("乙区", "工业税收", f"{other}亿元"))
    for derived in row.derived:
        if derived.kind is not DerivedKind.RANK:
            exact = Decimal(str(eval(derived.formula, {"__builtins__": {}})))  # the formula is ours: digits and + - * / ( )
            assert abs(exact - derived.value) <= Decimal("0.00501")
            assert derived.value == derived.value.quantize(Decimal("0.01"), ROUND_HALF_UP)
