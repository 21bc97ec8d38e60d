"""Tables inside a text: the head says what each column is, and only then a cell is a figure."""

from decimal import Decimal

from index.domain import Status
from index.extract import extract
from tests.sample import report

_SIDE_BY_SIDE = """主要经济指标完成情况
单位:亿元、%
指标名称 | 全年目标 | 1-6月完成 | 同比±% | 占全年%
规上工业总产值 | 300 | 151.2 | 8.8 | 50.4
其中:工业投资 | — | 31.5 | -2.1 | —
实际使用外资(万美元) | 2000 | 940 | -18.2 | 47.0
"""

_ONE_A_LINE = "现价工业产值(万元)\n|\n本月\n|\n增长%\n|\n累计\n|\n累计增长\n|\n装备制造业\n|\n21000\n|\n9.5\n|\n120000\n|\n8.1\n|\n食品工业\n|\n4000\n|\n-2.0\n|\n26000\n|\n1.5"


def test_columns_of_a_table_are_target_level_growth_and_progress() -> None:
    found = extract(report(_SIDE_BY_SIDE))
    assert [(each.as_written, each.status, each.quantity.value, each.quantity.unit) for each in found] == [
        ("规上工业总产值", Status.TARGET, Decimal(300), "亿元"),
        ("规上工业总产值", Status.ACTUAL, Decimal("151.2"), "亿元"),
        ("工业投资", Status.ACTUAL, Decimal("31.5"), "亿元"),
        ("实际使用外资", Status.TARGET, Decimal(2000), "万美元"),
        ("实际使用外资", Status.ACTUAL, Decimal(940), "万美元"),
    ]
    assert [each.growth and each.growth.value for each in found] == [
        None,
        Decimal("8.8"),
        Decimal("-2.1"),
        None,
        Decimal("-18.2"),
    ]
    assert [each.progress and each.progress.value for each in found] == [None, Decimal("50.4"), None, None, Decimal("47.0")]
    assert found[0].period is not None
    assert found[0].period.iso == "2024-01-01/2024-12-31"


def test_a_quote_from_a_table_stands_at_its_offsets() -> None:
    source = report(_SIDE_BY_SIDE)
    assert all(source.text[each.span.start : each.span.end] == each.quote for each in extract(source))
    assert all(each.span.contains(each.value_span) for each in extract(source))


def test_cells_one_to_a_line_are_rows_of_the_width_of_their_head() -> None:
    found = extract(report(_ONE_A_LINE))
    assert [(each.as_written, each.quantity.value, each.growth and each.growth.value) for each in found] == [
        ("装备制造业", Decimal(21000), Decimal("9.5")),
        ("装备制造业", Decimal(120000), Decimal("8.1")),
        ("食品工业", Decimal(4000), Decimal("-2.0")),
        ("食品工业", Decimal(26000), Decimal("1.5")),
    ]
    assert [each.period and each.period.iso for each in found[:2]] == ["2024-06-01/2024-06-30", "2024-01-01/2024-06-30"]


def test_a_table_whose_unit_nothing_says_gives_no_figures() -> None:
    assert extract(report("指标 | 目标 | 完成\n税收 | 30 | 15\n")) == []


def test_a_table_whose_head_says_nothing_of_its_columns_is_left_alone() -> None:
    assert extract(report("姓名 | 电话 | 科室\n张三 | 8123 | 一科\n")) == []
