"""Headings of official writing and the sections they open."""

import time

from hypothesis import given
from hypothesis import strategies as st

from index.domain import Section
from index.outline import outline

REPORT = """云溪经开区上半年工作总结
现将有关情况汇报如下:
一、主要工作
(一)经济平稳运行。上半年完成产值12亿元,同比增长5%。一是抓调度。二是抓服务。
(二)项目加快建设
1.房建工程
(1)标准厂房二期:主体封顶,预计8月交付。
(2)完成投资3亿元;
2、道路工程。纵三路通车。
二、存在问题
1. 新开工项目5个,总投资20亿元。
三、下一步打算
加快推进。"""


def headings(text: str) -> list[tuple[int, str]]:
    return [(section.level, section.heading) for section in outline(text)]


def test_the_levels_of_official_headings_are_read_with_their_bodies_on_the_same_line() -> None:
    assert headings(REPORT) == [
        (1, "一、主要工作"),
        (2, "(一)经济平稳运行"),
        (2, "(二)项目加快建设"),
        (3, "1.房建工程"),
        (4, "(1)标准厂房二期"),
        (3, "2、道路工程"),
        (1, "二、存在问题"),
        (1, "三、下一步打算"),
    ]


def test_a_section_holds_its_path_and_everything_below_it() -> None:
    sections = {section.heading: section for section in outline(REPORT)}
    assert sections["(1)标准厂房二期"].path == ("一、主要工作", "(二)项目加快建设", "1.房建工程", "(1)标准厂房二期")
    assert sections["一、主要工作"].span.contains(sections["2、道路工程"].span)
    assert sections["二、存在问题"].span.of(REPORT).endswith("20亿元。\n")


def test_numbered_prose_with_figures_is_no_heading() -> None:
    assert headings("1. 新签约项目5个,总投资20亿元。\n2. 完成税收3亿元。") == []


def test_a_decimal_at_the_head_of_a_line_is_no_heading() -> None:
    assert headings("12.5亿元的投资已经到位。\n2.14是当日记录。") == []


def test_short_lines_with_a_space_head_the_parts_of_a_news_page() -> None:
    prose = "园区今年以来完成投资12亿元,新开工项目16个,企业发展信心持续增强。"
    text = f"{prose}\n\n聚焦主业 做强链条\n\n{prose}\n\n工人正在车间忙碌\n\n{prose}\n\n优化服务 提升效能\n\n{prose}"
    assert headings(text) == [(1, "聚焦主业 做强链条"), (1, "优化服务 提升效能")]


def test_a_page_without_line_breaks_still_has_its_headings() -> None:
    text = "现汇报如下:一、主要成效。(一)运行平稳。产值增长。(二)项目有力。开工5个。二、存在问题。资金紧张。三、下一步打算。继续努力。"
    assert headings(text) == [
        (1, "一、主要成效"),
        (2, "(一)运行平稳"),
        (2, "(二)项目有力"),
        (1, "二、存在问题"),
        (1, "三、下一步打算"),
    ]


def test_markdown_headings_are_headings() -> None:
    assert headings("# 总结\n\n## 一季度\n\n产值增长。") == [(1, "总结"), (2, "一季度")]


LINES = st.sampled_from(
    ["一、甲", "二、乙方案。正文。", "(一)丙", "1.丁", "(2)戊", "正文若干。", "", "聚焦主业 做强链条", "三、" + "长" * 60]
)


def well_nested(sections: tuple[Section, ...]) -> bool:
    return all(
        a.span.contains(b.span) or not a.span.overlaps(b.span) for at, a in enumerate(sections) for b in sections[at + 1 :]
    )


@given(st.one_of(st.lists(LINES, max_size=15).map("\n".join), st.text(alphabet="一二、(1).。:;\n #甲乙", max_size=80)))
def test_sections_nest_and_their_spans_are_exact(text: str) -> None:
    sections = outline(text)
    assert well_nested(sections)
    for section in sections:
        assert section.heading_span.of(text) == section.heading
        assert section.span.start == section.heading_span.start
        assert section.span.contains(section.heading_span)
        assert section.path[-1] == section.heading


def test_a_megabyte_of_marks_takes_linear_time() -> None:
    started = time.perf_counter()
    for piece in ("一、", "一、甲\n", "(一)", "1.", "。一、甲。"):
        outline(piece * (200_000 // len(piece)))
    assert time.perf_counter() - started < 10
