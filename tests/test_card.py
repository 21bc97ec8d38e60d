"""The card of a report: title, period, publication date, genre."""

from datetime import date

import pytest

from index.card import Card, read_card
from index.clean import clean


def card(raw: str, name: str | None = None) -> Card:
    return read_card(raw, clean(raw), name)


def period(raw: str) -> str | None:
    found = card(raw).period
    return found.iso if found else None


BODY = "园区规上工业总产值完成52亿元,同比增长6.1%,新签约项目12个,完成固定资产投资9亿元。"


@pytest.mark.parametrize(
    ("raw", "iso", "kind"),
    [
        (f"云溪经开区2023年上半年工作总结\n{BODY}", "2023-01-01/2023-06-30", "半年度工作报告"),
        (
            f"云溪经开区2023年工作总结和2024年工作计划\n2023年,{BODY}\n二、2024年工作计划\n力争完成60亿元。",
            "2023-01-01/2023-12-31",
            "年度工作报告",
        ),
        (f"云溪高新区2024年一季度经济运行分析\n{BODY}", "2024-01-01/2024-03-31", "季度工作报告"),
        (f"云溪高新区2022年前三季度工作情况\n{BODY}", "2022-01-01/2022-09-30", "季度工作报告"),
        (f"关于2023年1-8月工作情况的汇报\n{BODY}", "2023-01-01/2023-08-31", "工作报告"),
        (f"云溪经开区二〇二一年度工作报告\n{BODY}", "2021-01-01/2021-12-31", "年度工作报告"),
        (f"上半年工作情况汇报\n2022年上半年,{BODY}", "2022-01-01/2022-06-30", "半年度工作报告"),
        (f"云溪经开区2021年上半年工作总结及下半年工作打算\n{BODY}", "2021-01-01/2021-06-30", "半年度工作报告"),
        (f"云溪经开区2024年工作要点\n{BODY}", "2024-01-01/2024-12-31", "工作报告"),
        (f"云溪经开区“十三五”工作情况总结\n{BODY}", "2016-01-01/2020-12-31", "工作报告"),
    ],
)
def test_the_period_and_the_genre_are_read_from_title_and_text(raw: str, iso: str, kind: str) -> None:
    assert period(raw) == iso
    assert card(raw).kind == kind


def test_a_yearly_report_with_nine_month_figures_covers_nine_months() -> None:
    raw = f"一、2023年工作情况\n1-9月,{BODY}1-9月完成税收3亿元。\n二、2024年工作安排\n力争全年完成产值80亿元。"
    assert period(raw) == "2023-01-01/2023-09-30"
    assert card(raw).kind == "年度工作报告"


def test_a_yearly_report_with_figures_of_the_whole_year_covers_the_year() -> None:
    raw = f"云溪经开区2023年工作总结\n2023年,全年完成产值90亿元,其中1-9月完成60亿元。{BODY}"
    assert period(raw) == "2023-01-01/2023-12-31"


def test_where_title_and_text_name_different_years_the_text_wins_and_a_note_says_so() -> None:
    found = card(f"云溪经开区2021上半年工作总结\n现将2022年上半年工作情况总结如下:\n{BODY}")
    assert found.period is not None
    assert found.period.iso == "2022-01-01/2022-06-30"
    assert found.disputed
    assert found.period_note is not None
    assert "2021" in found.period_note
    assert "2022" in found.period_note


def test_an_office_date_supplies_the_year_and_a_page_stamp_does_not() -> None:
    office = f"半年度工作情况汇报\n索引号:a/1 发布机构:云溪经开区 发文日期:2024-07-09\n半年度工作情况汇报\n{BODY}"
    assert period(office) == "2024-01-01/2024-06-30"
    assert card(office).published == date(2024, 7, 9)
    stamp = f"上半年工作情况汇报\n时间:2019-11-05 08:21:42\n今年上半年,{BODY}主体工程2013年底可投入运行。"
    found = card(stamp)
    assert found.period is None
    assert found.published is None
    assert found.period_note is not None
    assert "上半年" in found.period_note
    assert "2013" in found.period_note
    assert "2019-11-05" in found.period_note


def test_a_signature_date_is_a_document_date() -> None:
    found = card(f"云溪经开区上半年工作总结\n今年以来,{BODY}\n云溪经开区管委会\n2020年7月6日")
    assert found.period is not None
    assert found.period.iso == "2020-01-01/2020-06-30"
    assert found.published == date(2020, 7, 6)


def test_news_of_a_new_years_meeting_reports_the_year_before() -> None:
    raw = (
        f"云溪经开区:稳中求进开新局\n\n本报记者 张三\n\n2月8日,云溪经开区召开2023年全区工作会议。2022年,{BODY}\n\n"
        "2023年,力争完成产值70亿元,新的一年再上台阶。"
    )
    found = card(raw)
    assert found.kind == "新闻报道"
    assert found.period is not None
    assert found.period.iso == "2022-01-01/2022-12-31"
    assert found.period_note is not None
    assert "目标" in found.period_note
    assert found.title == "云溪经开区:稳中求进开新局"


def test_a_text_without_a_title_gets_one_that_says_so() -> None:
    found = card(f"2023年,云溪产业开发区坚持项目为王,{BODY}")
    assert "云溪产业开发区" in found.title
    assert "原文无题" in found.title
    assert card(f"{BODY}", "云溪经开区半年总结.txt").title == "云溪经开区半年总结"


def test_a_text_that_says_nothing_of_time_has_no_period() -> None:
    found = card("园区环境优美,配套齐全。")
    assert found.period is None
    assert found.period_note == "正文未写明报告期"


def test_a_plan_for_next_year_in_the_title_or_text_does_not_move_the_year() -> None:
    found = card(
        f"云溪高新区招商局2016年工作总结和2017年工作计划\n\n2016年,{BODY}部分出资推迟到2017年一季度。\n\n二、2017年工作计划\n力争签约20个。"
    )
    assert found.period is not None
    assert found.period.iso == "2016-01-01/2016-12-31"
    assert not found.disputed


def test_a_speech_at_a_new_years_meeting_reports_the_year_before_and_calls_its_own_year_this_year() -> None:
    found = card(
        f"在云溪高新区2019年工作会议上的讲话\n(2019年2月15日)\n同志们:\n过去一年,{BODY}\n今年的目标是产值450亿元以上。新的一年要抓紧。"
    )
    assert found.period is not None
    assert found.period.iso == "2018-01-01/2018-12-31"
    assert found.this_year == 2019


def test_the_masthead_of_a_paper_dates_its_page() -> None:
    found = card(
        f"云溪日报 | 2021年11月9日 星期二 第3版\n山口里闯出新路\n本报记者 张三\n今年前三季度,云溪经开区实现收入263.8亿元,同比增长21%。{BODY}"
    )
    assert found.period is not None
    assert found.period.iso == "2021-01-01/2021-09-30"


@pytest.mark.parametrize(
    ("raw", "iso", "note"),
    [
        # Months of no year, and one year that figures are of or set against.
        (
            "云溪高新区1至9月运行平稳。\n1至9月,产值完成52亿元。截至9月,企业1230户,较2021年末增加34户。",
            "2022-01-01/2022-09-30",
            "2022年",
        ),
        ("云溪园区一季度完成产值17亿元。2016年园区承担市级项目9个。", "2016-01-01/2016-03-31", "2016年"),
        ("云溪园区全年再上台阶。2006年获评先进园区。2007年全区产值85.4亿元,同比增长5%。", "2007-01-01/2007-12-31", "2007年"),
        # Two years, plans, or none: not guessed.
        ("云溪园区一季度完成产值17亿元。2016年引进项目9个。2014年引进项目4个。", None, "未写年份"),
        ("云溪园区一季度完成产值17亿元。2019年计划完成投资10亿元。到2020年,产值达到100亿元。", None, "未写年份"),
        ("云溪园区一季度完成产值17亿元。园区2009年获批成立,规划面积12万亩。", None, "未写年份"),
    ],
)
def test_the_one_year_that_figures_speak_of_is_concluded_and_the_note_says_so(raw: str, iso: str | None, note: str) -> None:
    found = card(raw)
    assert (found.period.iso if found.period else None) == iso
    assert note in (found.period_note or "")


def test_months_of_this_year_behind_a_whole_year_with_growth_are_of_the_next() -> None:
    raw = "云溪综保区再居前列\n2024年,云溪综保区进出口50亿元,同比增长23.4%。今年1至7月,进出口31亿元,同比增长11.7%。"
    assert period(raw) == "2025-01-01/2025-07-31"
    same = "云溪综保区运行情况\n2024年,云溪综保区迎难而上,稳中求进。今年1至7月,进出口31亿元,同比增长11.7%。"
    assert period(same) == "2024-01-01/2024-07-31"


def test_what_begins_with_a_year_is_of_that_year_though_one_figure_is_of_eleven_months() -> None:
    raw = "2021年恰逢云溪高新区成立三十周年。全区生产总值1510.3亿元,增长9.3%。1-11月,服务业营业收入784.8亿元。"
    assert period(raw) == "2021-01-01/2021-12-31"
    assert period(raw + "全年完成投资90亿元。") == "2021-01-01/2021-12-31"


def test_months_first_named_behind_figures_with_growth_do_not_cut_a_year_short() -> None:
    late = "1-11月,服务业营业收入784.8亿元。1-11月,用电量8.3亿千瓦时,增长4.1%。"
    grown = "2021年,云溪高新区稳中求进。全区生产总值1510.3亿元,增长9.3%。"
    assert period(grown + late) == "2021-01-01/2021-12-31"
    assert period("2021年,云溪高新区稳中求进。" + late) == "2021-01-01/2021-11-30"


def test_targets_of_months_that_a_title_calls_met_are_no_plan() -> None:
    raw = "云溪经开区通报2017年1—9月份目标任务完成情况,部署四季度工作\n据悉,云溪经开区生产总值增长11%。"
    assert period(raw) == "2017-01-01/2017-09-30"


@pytest.mark.parametrize(
    ("written", "iso"),
    [("19月", "2018-01-01/2018-09-30"), ("14月份", "2018-01-01/2018-04-30"), ("110月", "2018-01-01/2018-10-31")],
)
def test_months_that_do_not_exist_lost_their_dash_and_the_note_says_so(written: str, iso: str) -> None:
    found = card(f"云溪园区2018年{written}工作总结\n2018年{written},{BODY}从全年任务看,进度正常。")
    assert found.period is not None
    assert found.period.iso == iso
    assert written.removesuffix("份") in (found.period_note or "")


@pytest.mark.parametrize("written", ["一至三季度", "1-3季度", "第一季度至第三季度", "前三季度"])
def test_quarters_from_the_first_on_are_running_totals(written: str) -> None:
    assert period(f"云溪园区2024年{written}工作总结\n{written},{BODY}") == "2024-01-01/2024-09-30"


def test_december_is_a_month() -> None:
    assert period(f"云溪园区2018年12月工作情况\n2018年12月,{BODY}") != "2018-01-01/2018-02-28"


@pytest.mark.parametrize(
    ("title", "iso"),
    [
        ("2024年7-9月工作情况", "2024-07-01/2024-09-30"),
        ("2024年11、12月运行情况", "2024-11-01/2024-12-31"),
        ("2023年工作总结和2024年4-6月工作打算", "2023-01-01/2023-12-31"),
    ],
)
def test_a_title_may_speak_of_later_months_only(title: str, iso: str) -> None:
    assert period(f"云溪园区{title}\n{BODY}") == iso


def test_a_row_of_a_table_is_no_title() -> None:
    assert card("指标名称 | 园区数值 | 单位\n税收 | 12.3 | 亿元", name="一季度.csv").title == "一季度"
