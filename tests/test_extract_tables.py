"""Tables inside a text: the head says what each column is, and only then a cell is a figure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Bound, Period, Status, SubjectKind
from index.extract import extract
from tests.sample import report

_CELLS = (
    *(
        "指标",
        "序号",
        "单位",
        "园区",
        "项目名称",
        "年份",
        "1-6月",
        "2023年",
        "同比(%)",
        "目标",
        "完成率",
        "占比",
        "总投资(万元)",
        "税收",
        "—",
    ),
    *(
        "",
        "亿元",
        "%",
        "家",
        "88.4",
        "-2.1",
        "5%",
        "12亿元",
        "合计",
        "其中:工业投资",
        "一、工业",
        "城东产业园",
        "2022",
        "增长8%",
        "备注",
        "·",
    ),
)

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


def test_the_number_of_a_note_behind_a_figure_is_no_part_of_it() -> None:
    source = report(_SIDE_BY_SIDE.replace("151.2 | 8.8", "151.2¹ | 8.8%²"))
    noted = next(each for each in extract(source) if each.quantity.value == Decimal("151.2"))
    assert source.text[noted.value_span.start : noted.value_span.end] == "151.2"
    assert noted.growth is not None
    assert noted.growth.value == Decimal("8.8")


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


def _short(period: Period | None) -> str:
    """2024, 2024/06, 2024/01-06."""
    if period is None or period.end is None:
        return ""
    months = f"{period.start.month:02}" if period.months == 1 else f"{period.start.month:02}-{period.end.month:02}"
    return f"{period.start.year}" if period.months == 12 else f"{period.start.year}/{months}"


def _told(text: str, period: str | None = "2024-01-01/2024-06-30") -> list[str]:
    """Every figure as: whose it is (where not the zone's), indicator, value and unit, period, what it is if no result, growth."""
    source = report(text, period=period)
    found = extract(source)
    assert all(source.text[each.span.start : each.span.end] == each.quote for each in found)
    assert all(each.span.contains(each.value_span) for each in found)
    lines = []
    for each in found:
        words = [each.subject] if each.subject != source.zone.name else []
        words += [each.indicator, f"{each.quantity.value}{each.quantity.unit}", _short(each.period)]
        words += [each.status.value] if each.status is not Status.ACTUAL else []
        growth = each.growth
        words += [f"{growth.value:+}{growth.unit}"] if growth is not None and growth.value is not None else []
        lines.append(" ".join(words))
    return lines


def test_a_column_of_units_gives_each_row_its_own() -> None:
    assert _told("""2024年1-6月主要经济指标
序号 | 指标名称 | 计量单位 | 1-6月累计 | 同比增长(%)
1 | 规模以上工业总产值 | 亿元 | 88.4 | 6.7
2 | 规上企业数 | 家 | 41 | —
3 | 实际使用外资 | 万美元 | 1,240 | +3.1%
4 | 进出口总额 | 〃 | 8200 | 持平
5 | 工业用电量 | 〃 | 18200 | —
""") == [
        "规模工业总产值 88.4亿元 2024/01-06 +6.7%",
        "规上企业数 41家 2024/01-06",
        "实际利用外资 1240万美元 2024/01-06 +3.1%",
        "进出口总额 8200万美元 2024/01-06 +0%",
    ]


def test_two_rows_of_heads_are_read_together() -> None:
    assert _told("""指标 | 单位 | 全年目标 | 完成情况 | — | —
指标 | — | — | 1-6月 | 同比(%) | 占目标(%)
规上工业总产值 | 亿元 | 180 | 88.4 | 6.7 | 49.1
""") == ["规模工业总产值 180亿元 2024 target", "规模工业总产值 88.4亿元 2024/01-06 +6.7%"]
    assert _told("""指标 | 总量(亿元) | — | 增速(%) | —
指标 | 1-3月 | 1-6月 | 1-3月 | 1-6月
固定资产投资 | 13.1 | 30.2 | 2.2 | -4.4
""") == ["固定资产投资 13.1亿元 2024/01-03 +2.2%", "固定资产投资 30.2亿元 2024/01-06 -4.4%"]


def test_the_month_and_what_has_run_up_keep_their_own_growth() -> None:
    assert _told("""主要指标(2024年6月)
指标名称 | 单位 | 本月 | 增长% | 累计 | 累计增长%
规上工业总产值 | 亿元 | 15.6 | 5.1 | 88.4 | 6.7
""") == ["规模工业总产值 15.6亿元 2024/06 +5.1%", "规模工业总产值 88.4亿元 2024/01-06 +6.7%"]


def test_sections_complete_the_short_names_under_them() -> None:
    assert _told("""指标 | 单位 | 上半年 | 增长%
一、规模以上工业 | — | — | —
1.总产值 | 亿元 | 88.4 | 6.7
2.增加值 | 亿元 | 22.1 | 5.9
二、财政 | — | — | —
一般公共预算收入 | 万元 | 21000 | 2.6
其中:税收收入 | 万元 | 17500 | 1.1
其他 | 万元 | — | —
""") == [
        "规模工业总产值 88.4亿元 2024/01-06 +6.7%",
        "规上工业增加值 22.1亿元 2024/01-06 +5.9%",
        "一般公共预算收入 21000万元 2024/01-06 +2.6%",
        "税收收入 17500万元 2024/01-06 +1.1%",
    ]


def test_rates_are_growth_where_they_can_be_nothing_else() -> None:
    assert _told("""指标 | 单位 | 1-6月 | 同比
规上工业增加值 | % | 5.9 | —
规上工业增加值增速 | % | 5.9 | —
规模以上工业增加值 | — | — | 5.9%
工业产销率 | % | 97.4 | 0.3个百分点
工业产销率 | % | 97.4 | 0.3
""")[:4] == [
        "规上工业增加值 5.9% 2024/01-06 +5.9%",
        "规上工业增加值 5.9% 2024/01-06 +5.9%",
        "规上工业增加值 5.9% 2024/01-06 +5.9%",
    ]


def test_periods_across_are_years_or_the_part_that_the_report_is_of() -> None:
    years = "指标 | 2022年 | 2023年 | 2024年\n规上工业总产值(亿元) | 150.1 | 166.2 | 88.4\n"
    assert _told(years) == [
        "规模工业总产值 150.1亿元 2022",
        "规模工业总产值 166.2亿元 2023",
        "规模工业总产值 88.4亿元 2024/01-06",
    ]
    compared = "2024年1-6月指标\n指标 | 2024年 | 2023年 | 增减%\n营业收入(亿元) | 86.1 | 81.2 | 6.0\n"
    assert _told(compared) == ["营业收入 86.1亿元 2024/01-06 +6.0%", "营业收入 81.2亿元 2023/01-06"]
    later = "指标 | 单位 | 2024年预计 | 2025年 | 增长%\n固定资产投资 | 亿元 | 65 | 72 | 10.8\n"
    assert _told(later) == ["固定资产投资 65亿元 2024 estimate", "固定资产投资 72亿元 2025 target +10.8%"]


def test_rows_that_are_periods_date_their_figures() -> None:
    assert _told("""历年主要指标
年份 | 工业总产值(亿元) | 增速(%) | 年末从业人员(人)
2021年 | 130 | 8.1 | 7900
2022 | 141 | 8.5 | 8200
""") == [
        "工业总产值 130亿元 2021 +8.1%",
        "从业人员 7900人 2021",
        "工业总产值 141亿元 2022 +8.5%",
        "从业人员 8200人 2022",
    ]


def test_parks_down_and_indicators_across_have_the_park_for_a_subject() -> None:
    text = """2024年1-6月各园区主要指标
序号 | 园区名称 | 规上工业总产值 | — | 税收(万元)
序号 | — | 累计(亿元) | 增长(%) | —
1 | 机电产业园 | 52.1 | 9.3 | 9800
2 | 南湖片区 | 36.3 | 3.2 | 7700
合计 | — | 88.4 | 6.7 | 17500
"""
    assert _told(text) == [
        "机电产业园 规模工业总产值 52.1亿元 2024/01-06 +9.3%",
        "机电产业园 上交税金 9800万元 2024/01-06",
        "南湖片区 规模工业总产值 36.3亿元 2024/01-06 +3.2%",
        "南湖片区 上交税金 7700万元 2024/01-06",
        "规模工业总产值 88.4亿元 2024/01-06 +6.7%",
        "上交税金 17500万元 2024/01-06",
    ]
    assert {each.subject_kind for each in extract(report(text))} == {SubjectKind.PARK, SubjectKind.ZONE}


def test_a_table_of_zones_tells_this_one_from_the_others() -> None:
    text = """全市开发区主要指标(2024年1-6月)
开发区 | 规上工业增加值增速(%) | 位次 | 工业投资(亿元)
全市 | 6.1 | — | 210.5
云岭经开区 | 5.9 | 4 | 18.8
青河高新区 | 8.0 | 1 | 31.2
"""
    assert _told(text) == [
        "全市 规上工业增加值 6.1% 2024/01-06 +6.1%",
        "全市 工业投资 210.5亿元 2024/01-06",
        "规上工业增加值 5.9% 2024/01-06 +5.9%",
        "工业投资 18.8亿元 2024/01-06",
        "青河高新区 规上工业增加值 8.0% 2024/01-06 +8.0%",
        "青河高新区 工业投资 31.2亿元 2024/01-06",
    ]
    kinds = {each.subject: each.subject_kind for each in extract(report(text))}
    assert kinds["青河高新区"] is SubjectKind.REGION
    assert kinds["云岭经济开发区"] is SubjectKind.ZONE


def test_projects_and_firms_are_the_subjects_of_their_figures() -> None:
    assert _told("""重点项目进展
项目名称 | 总投资(万元) | 2024年计划投资(万元) | 1-6月完成投资(万元) | 形象进度
轴承生产基地 | 52000 | 20000 | 9800 | 主体封顶,设备进场30台
冷链物流园 | 1.2亿元 | 8000 | 5200 | 已投产
""") == [
        "轴承生产基地 总投资 52000万元 2024/01-06",
        "轴承生产基地 计划投资 20000万元 2024 target",
        "轴承生产基地 完成投资额 9800万元 2024/01-06",
        "冷链物流园 总投资 1.2亿元 2024/01-06",
        "冷链物流园 计划投资 8000万元 2024 target",
        "冷链物流园 完成投资额 5200万元 2024/01-06",
    ]
    assert _told("企业名称 | 主营业务收入(万元) | 同比(%)\n青河机械有限公司 | 12800 | -7.2\n合计 | 12800 | -7.2\n") == [
        "青河机械有限公司 主营业务收入 12800万元 2024/01-06 -7.2%"
    ]


def test_parts_complete_the_name_of_their_column() -> None:
    assert _told("""规上工业总产值分行业情况(单位:亿元)
行业 | 1-6月产值 | 同比(%) | 占规上工业比重(%)
装备制造业 | 40.1 | 9.0 | 45.4
食品加工业 | 20.3 | -1.2 | 23.0
合计 | 88.4 | 6.7 | 100
""") == [
        "装备制造业产值 40.1亿元 2024/01-06 +9.0%",
        "装备制造业占规上工业比重 45.4% 2024/01-06",
        "食品加工业产值 20.3亿元 2024/01-06 -1.2%",
        "食品加工业占规上工业比重 23.0% 2024/01-06",
        "规模工业总产值 88.4亿元 2024/01-06 +6.7%",
    ]


def test_a_unit_over_a_whole_table_is_taken_only_for_what_it_measures() -> None:
    text = "单位:{}\n指标 | 1-6月完成 | 增长额\n规上工业总产值 | 88.4 | 5.5\n规上企业数 | 41 | 3\n实际利用外资 | 1240 | 37\n"
    assert _told(text.format("亿元")) == ["规模工业总产值 88.4亿元 2024/01-06", "实际利用外资 1240亿元 2024/01-06"]
    assert _told(text.format("亿元、家、万美元")) == [
        "规模工业总产值 88.4亿元 2024/01-06",
        "规上企业数 41家 2024/01-06",
        "实际利用外资 1240万美元 2024/01-06",
    ]


def test_cells_in_words_are_read_where_they_hold_one_figure_and_its_growth() -> None:
    assert _told("""指标 | 2024年目标 | 上半年完成情况
地区生产总值 | 增长7%左右 | 增长6.1%
一般公共预算收入 | 7亿元,增长6% | 3.56亿元,增长6.3%
新增规上工业企业 | 10家以上 | 4家
""") == [
        "地区生产总值 7% 2024 target +7%",
        "地区生产总值 6.1% 2024/01-06 +6.1%",
        "一般公共预算收入 7亿元 2024 target +6%",
        "一般公共预算收入 3.56亿元 2024/01-06 +6.3%",
        "新增规上工业企业数 10家 2024 target",
        "新增规上工业企业数 4家 2024/01-06",
    ]
    bound = [
        each.quantity.bound for each in extract(report("指标 | 单位 | 2025年目标\n规上企业数 | 家 | ≥60\n税收 | 亿元 | 8左右\n"))
    ]
    assert bound == [Bound.AT_LEAST, Bound.ABOUT]


def test_prose_in_a_cell_stays_prose() -> None:
    found = _told("工作任务 | 年度目标 | 进展情况\n招商引资 | 引进项目30个 | 新签约项目18个,合同引资额36.5亿元。\n")
    assert found == ["签约项目数 18个 2024/01-06", "合同引资额 36.5亿元 2024/01-06"]


def test_cells_on_lines_of_their_own_are_a_table_again() -> None:
    rows = [
        ["指标名称", "单位", "1-6月完成", "同比增长(%)"],
        ["规上工业总产值", "亿元", "88.4", "6.7"],
        ["税收收入", "亿元", "1.75", "-1.1"],
    ]
    assert _told("\n".join(cell for row in rows for cell in row)) == [
        "规模工业总产值 88.4亿元 2024/01-06 +6.7%",
        "税收收入 1.75亿元 2024/01-06 -1.1%",
    ]


def test_a_form_speaks_of_what_it_names() -> None:
    assert _told("项目名称 | 轴承生产基地一期 | 建设单位 | 青河机械有限公司\n总投资 | 5.2亿元 | 用地面积 | 120亩\n") == [
        "轴承生产基地一期 总投资 5.2亿元 2024/01-06",
        "轴承生产基地一期 占地面积 120亩 2024/01-06",
    ]


def test_two_tables_printed_side_by_side_are_two() -> None:
    assert _told("指标 | 数值 | 指标 | 数值\n规划面积(平方公里) | 18.5 | 规上企业(家) | 41\n") == [
        "规划面积 18.5平方公里 2024/01-06",
        "规上企业数 41家 2024/01-06",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "园区 | 1-6月 | 同比±%\n城东园区 | 45.2 | 9.1\n",
        "指标 | 单位 | 1-6月\n规上工业总产值 | 亿元 | xx.2\n财政总收入 | 亿元 | **\n",
        "部门 | 招商任务(亿元) | 完成(亿元)\n经发局 | 10 | 6.2\n",
        "考核项目 | 分值 | 得分\n固定资产投资增速 | 15 | 13.5\n",
        "产品名称 | 单位 | 本期价格(元) | 涨跌幅(%)\n水泥 | 吨 | 330 | -2.9\n",
        "时间 | 议程 | 主持人\n9:00 | 通报经济指标完成情况 | 张三\n",
        "指标 | 单位 | 增减额 | 全市排名\n税收收入 | 亿元 | 0.3 | 5\n",
        "指标 | 单位 | 1-6月\n规上工业总产值 | 某种单位 | 88.4\n",
        "序号 | 企业名称 | 联系人 | 电话\n1 | 青河机械有限公司 | 王五 | 13900002222\n",
        "指标 | 单位 | 本月 | 累计 | 同比变化\n规上工业总产值 | 亿元 | — | — | ↑1\n",
    ],
)
def test_figures_whose_meaning_is_unclear_are_no_observations(text: str) -> None:
    assert _told(text) == []


def test_rates_that_may_be_parts_of_one_are_left_out() -> None:
    assert _told("指标 | 单位 | 1-6月 | 增速\n规上工业总产值 | 亿元 | 88.4 | 0.0672\n固定资产投资 | 亿元 | 30.2 | 0.1104\n") == [
        "规模工业总产值 88.4亿元 2024/01-06",
        "固定资产投资 30.2亿元 2024/01-06",
    ]


@given(st.lists(st.lists(st.sampled_from(_CELLS), min_size=1, max_size=6), min_size=1, max_size=8))
def test_any_rows_give_figures_that_stand_where_they_say(rows: list[list[str]]) -> None:
    _told("\n".join(" | ".join(row) for row in rows))
