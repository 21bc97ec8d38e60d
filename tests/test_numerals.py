from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Bound
from index.numerals import figures, han_number, quantities


def read(text: str) -> list[tuple[str, str, str]]:
    return [(str(each.value), each.unit, each.unit_norm) for each in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "norm", "unit_norm"),
    [
        ("完成税收3.6亿元", "3.6", "亿元", "360000000", "元"),
        ("完成税收36000万元", "36000", "万元", "360000000", "元"),
        ("投资１２．５亿元", "12.5", "亿元", "1250000000", "元"),
        ("增幅 7. 3%", None, "", None, ""),
        ("增长8.1 %", "8.1", "%", "8.1", "%"),
        ("提高2.4个百分点", "2.4", "个百分点", "2.4", "百分点"),
        ("实现31。26亿元", "31.26", "亿元", "3126000000", "元"),
        ("收储土地42.5公顷", "42.5", "公顷", "637.5", "亩"),
        ("厂房6.4万平方米", "6.4", "万平方米", "64000", "㎡"),
        ("规划3.2平方公里", "3.2", "平方公里", "3200000", "㎡"),
        ("三十六家企业", "36", "家", "36", "家"),
        ("两个批次", "2", "个", "2", "个"),
        ("百分之六点五", "6.5", "%", "6.5", "%"),
        ("三分之一", "33.3333", "%", "33.3333", "%"),
        ("近七成", "70", "%", "70", "%"),
        ("实现翻番", "2", "倍", "2", "倍"),
        ("力争翻两番", "4", "倍", "4", "倍"),
        ("突破百亿", "100", "亿", "10000000000", "元"),
        ("1个多亿元", "1", "亿元", "100000000", "元"),
        ("到账800万美元", "800", "万美元", "8000000", "美元"),
        ("供气60吨/小时", "60", "吨/小时", "60", "吨/小时"),
        ("全市排名第7位", "7", "位", "7", "名次"),
    ],
)
def test_a_figure_is_read_with_its_unit(text: str, value: str | None, unit: str, norm: str | None, unit_norm: str) -> None:
    found = quantities(text)
    if value is None:
        assert found == [] or found[0].unit == "%"
        return
    assert len(found) == 1
    assert (found[0].value, found[0].unit, found[0].value_norm, found[0].unit_norm) == (
        Decimal(value),
        unit,
        Decimal(norm),
        unit_norm,
    )
    assert found[0].span.of(text) == found[0].text


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("5亿元以上", Bound.AT_LEAST),
        ("不少于5亿元", Bound.AT_LEAST),
        ("突破5亿元", Bound.MORE_THAN),
        ("50余家", Bound.MORE_THAN),
        ("3万多平方米", Bound.MORE_THAN),
        ("近5亿元", Bound.ALMOST),
        ("约5亿元", Bound.ABOUT),
        ("5亿元左右", Bound.ABOUT),
        ("不超过30个", Bound.AT_MOST),
        ("5亿元", None),
    ],
)
def test_bound_words_are_kept(text: str, bound: Bound | None) -> None:
    assert quantities(text)[0].bound is bound


@pytest.mark.parametrize(
    "text",
    [
        "2024年",
        "1-6月",
        "第三季度",
        "一批企业",
        "一个窗口",
        "“135”工程",
        "T6路",
        "3#厂房",
        "二期工程",
        "十四五",
        "数十家",
        "千方百计",
    ],
)
def test_dates_names_and_turns_of_phrase_are_no_quantities(text: str) -> None:
    assert quantities(text) == []


def test_a_range_keeps_both_ends_and_a_change_is_two_figures() -> None:
    [span] = quantities("增长4%到6%")
    assert (span.value, span.high, span.unit) == (Decimal(4), Decimal(6), "%")
    assert [each.value for each in quantities("编制由80个减至45个")] == [Decimal(80), Decimal(45)]
    assert [each.value for each in quantities("从30亿到40亿")] == [Decimal(30), Decimal(40)]


def test_points_are_not_percent() -> None:
    assert read("增长6%,比上年提高1.5个百分点") == [("6", "%", "%"), ("1.5", "个百分点", "百分点")]


def test_han_numbers_are_read_or_refused() -> None:
    assert [han_number(text) for text in ("十", "十六", "二十", "一百零八", "三千二百", "二〇二四")] == [
        10,
        16,
        20,
        108,
        3200,
        2024,
    ]
    assert han_number("百千") is None


@given(
    st.decimals(min_value=0, max_value=10**6, places=2),
    st.sampled_from(["亿元", "万元", "%", "个百分点", "亩", "家", "万平方米", "倍"]),
)
def test_what_is_written_is_read_back(value: Decimal, unit: str) -> None:
    written = f"达到{value}{unit}"
    [found] = quantities(written)
    assert (found.value, found.unit) == (value, unit)


@given(st.text(alphabet="0123456789亿万元%个百分点至到-~。.约近超以上余多 ,,()第翻番成分之一二十", max_size=60))
def test_any_text_is_read_without_error_and_spans_are_exact(text: str) -> None:
    for each in quantities(text):
        assert each.span.of(text) == each.text
    for figure in figures(text):
        assert figure.span.of(text).replace("，", ",") == figure.text or "。" in figure.span.of(text)


def test_a_unit_behind_the_last_of_a_list_is_the_unit_of_all() -> None:
    assert read("分别高出3.1个、4.2个和5.3个百分点") == [
        ("3.1", "个百分点", "百分点"),
        ("4.2", "个百分点", "百分点"),
        ("5.3", "个百分点", "百分点"),
    ]


@pytest.mark.parametrize("text", ["٣亿元", "3分之" + "9" * 30, "9" * 50_000, "2023成渝双城"])
def test_odd_figures_are_refused_quietly(text: str) -> None:
    assert quantities(text) == []


def test_a_rank_is_no_count_and_a_year_ends_no_range() -> None:
    assert read("新增居民300户") == [("300", "户", "户")]
    assert read("居全市第3位,引进博士3名")[1] == ("3", "名", "名")
    assert [each.high for each in quantities("规上企业120家到2025年达200家")] == [None, None]
