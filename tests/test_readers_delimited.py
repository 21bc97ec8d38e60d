"""Tables in plain text: what parts the cells is told by the text, and no cell is anything but its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import TooLarge, UnreadableFile, ZoneBriefError
from index.readers.delimited import delimiter_of, read_delimited
from index.readers.document import Limits


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_every_usual_delimiter_gives_the_same_rows(delimiter: str) -> None:
    rows = [["指标", "单位", "1-6月"], ["规上工业总产值", "亿元", "151.2"], ["税收", "", "3"]]
    document = read_delimited("\r\n".join(delimiter.join(row) for row in rows))
    assert document.text == "指标 | 单位 | 1-6月\n规上工业总产值 | 亿元 | 151.2\n税收 | — | 3\n"
    assert [place.cell for place in document.places] == ["A1", "B1", "C1", "A2", "B2", "C2", "A3", "C3"]
    assert {place.sheet for place in document.places} == {None}
    assert document.media_type == ("text/tab-separated-values" if delimiter == "\t" else "text/csv")


def test_quoted_cells_keep_commas_quotes_and_line_breaks_become_blanks() -> None:
    text = '指标,说明\n"规上工业,总产值","称""快报""\n初步核算"\n税收,1\n'
    assert read_delimited(text).text == '指标 | 说明\n规上工业,总产值 | 称"快报" 初步核算\n税收 | 1\n'


def test_a_single_column_gives_up_its_quotes_and_keeps_those_of_its_words() -> None:
    text = '云溪园区情况\n"产值3,200万元,\n增长4.5%。"\r\n\n"称""快报"""\n"甲"与"乙"\n"丙\n税收1亿元'
    document = read_delimited(text)
    assert document.text == '云溪园区情况\n产值3,200万元, 增长4.5%。\n\n称"快报"\n"甲"与"乙"\n"丙\n税收1亿元\n'
    assert [place.cell for place in document.places] == ["A1", "A2", "A4", "A5", "A6", "A7"]


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-2.1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_cell_that_looks_like_a_formula_stays_its_text(cell: str) -> None:
    assert cell.replace("|", "｜") in read_delimited(f"指标,数值\n产值,{cell}\n税收,1\n").text


def test_numbers_keep_their_own_commas_where_semicolons_part_them() -> None:
    assert read_delimited("a;b;c\n1,5;2,5;3\n4,5;1;2\n").text == "a | b | c\n1,5 | 2,5 | 3\n4,5 | 1 | 2\n"


def test_a_declared_delimiter_is_used_and_not_written() -> None:
    document = read_delimited("sep=;\n产值;1\n税收;2\n")
    assert document.text == "产值 | 1\n税收 | 2\n"
    assert document.places[0].cell == "A1"
    assert document.dropped


def test_a_table_among_lines_of_a_page_is_still_one() -> None:
    page = (
        "首页\n发布时间\n打印\n收藏\n关闭\n" + "指标,1-6月,同比\n产值,151.2,8.8\n税收,3.1,-2\n投资,62,12.5\n" + "上一篇\n下一篇\n"
    )
    assert "产值 | 151.2 | 8.8" in read_delimited(page).text


def test_prose_with_commas_is_no_table() -> None:
    text = "上半年, 园区完成工业总产值151.2亿元, 增长8.8%。\n下一步, 将抓好项目建设。\n第三行没有\n第四行"
    assert delimiter_of(text) is None
    assert read_delimited(text).text == f"{text}\n"


def test_empty_rows_and_columns_are_left_out_and_places_stay() -> None:
    document = read_delimited(",,,\n,指标,,数值\n,,,\n,产值,,5\n")
    assert document.text == "指标 | 数值\n\n产值 | 5\n"
    assert [place.cell for place in document.places] == ["B2", "D2", "B4", "D4"]


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    text = "指标,单位,数值\n" + "产值,亿元,5\n" * 30 + '"税收,万元,3\n' + "投资,亿元,6\n" * 60
    document = read_delimited(text)
    assert document.warnings
    assert document.text.count("投资 | 亿元 | 6") == 60


@pytest.mark.parametrize(
    ("text", "limits", "error"),
    [
        ("", Limits(), UnreadableFile),
        ("\n\n,,\n", Limits(), UnreadableFile),
        ("a,b\n" * 100, Limits(cells=50), TooLarge),
        ("a,b\n" * 100, Limits(characters=50), TooLarge),
        (",".join("1" * 20_000) + "\n" + ",".join("1" * 20_000), Limits(), TooLarge),
    ],
)
def test_bounds_and_emptiness_are_told(text: str, limits: Limits, error: type[ZoneBriefError]) -> None:
    with pytest.raises(error) as caught:
        read_delimited(text, limits)
    assert caught.value.advice


@given(st.text('a1,;\t|"\n\r =-', max_size=300))
def test_no_text_is_too_odd_to_end_in_a_text_or_a_clear_error(text: str) -> None:
    try:
        document = read_delimited(text)
    except ZoneBriefError:
        return
    assert all(document.text[place.span.start : place.span.end].strip() for place in document.places)


def test_thousands_parted_by_commas_without_quotes_are_joined_where_only_that_comes_out_even() -> None:
    text = "指标,数值,单位\n产值,1,234.5,亿元\n税收,12.3,亿元\n投资,1,234,567,万元\n从业,9,万人\n户数,12,345,678\n"
    document = read_delimited(text)
    rows = [[cell for cell in row.split(" | ") if cell != "—"] for row in document.text.splitlines()]
    assert rows[1:4] == [["产值", "1,234.5", "亿元"], ["税收", "12.3", "亿元"], ["投资", "1,234,567", "万元"]]
    assert [span.of(document.text) for span in document.torn] == ["12", "345", "678"]
    assert [each[:5] for each in document.warnings] == ["第2、4行", "第6行比其"]
    assert [place.cell for place in document.places[3:6]] == ["A2", "B2", "D2"]


def test_rows_of_small_figures_beside_figures_of_three_digits_stay_as_they_are() -> None:
    document = read_delimited("园区,户数,人数\n甲区,1,234\n乙区,12,345\n丙区,7,890\n")
    assert document.text.splitlines()[1] == "甲区 | 1 | 234"
    assert not document.warnings
    assert not document.torn
