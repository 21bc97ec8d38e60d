from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.domain import Bound, Quantity
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


def cases() -> list[tuple[str, tuple[str, ...]]]:
    """The table: a text and one cell for each figure it states."""
    lines = (Path(__file__).parent / "numbers.tsv").read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1:]) for row in rows]


CASES = cases()


def plain(value: Decimal) -> str:
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def cell(each: Quantity) -> str:
    """A figure as the table writes it: value unit value_norm unit_norm [to=high] [bound] [currency]."""
    assert each.value is not None
    assert each.value_norm is not None
    parts = [plain(each.value), each.unit, plain(each.value_norm), each.unit_norm]
    if each.high is not None:
        parts.append(f"to={plain(each.high)}")
    return " ".join([*parts, *([each.bound.value] if each.bound else []), *([each.currency] if each.currency else [])])


def test_the_table_is_large_and_says_nothing_twice() -> None:
    assert len(CASES) >= 500
    assert len({text for text, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("text", "cells"), CASES, ids=[text for text, _ in CASES])
def test_a_figure_is_read_as_the_table_says(text: str, cells: tuple[str, ...]) -> None:
    assert tuple(cell(each) for each in quantities(text)) == cells


def test_what_stands_on_other_lines_changes_no_reading() -> None:
    at, expected = 0, []
    for text, _ in CASES:
        expected += [(each.span.shifted(at), cell(each)) for each in quantities(text)]
        at += len(text) + 1
    read = quantities("\n".join(text for text, _ in CASES))
    assert [(each.span, cell(each)) for each in read] == expected


UNITS = ("亿元", "万元", "%", "个百分点", "亩", "家", "万平方米", "倍", "公里", "万吨", "万美元", "MW", "平方公里", "吨/小时")
MEASURED = ("亿元", "万元", "%", "个百分点", "亩", "倍", "公里", "万吨", "公顷")
WIDE = str.maketrans("0123456789.%-~,()", "０１２３４５６７８９．％－～，（）")
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


def han(number: int) -> str:
    """A whole number below 10000 in Chinese characters: 10203 is not, 1203 is 一千二百零三."""
    written, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if zero and written else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = True
    return written.removeprefix("一") if written.startswith("一十") else written


@given(AMOUNTS, st.sampled_from(UNITS), st.sampled_from(["", "约", "超过", "不低于"]), st.sampled_from(["{}", "{:,}", "{} "]))
def test_what_is_written_is_read_back(value: Decimal, unit: str, before: str, style: str) -> None:
    narrow = f"达到{before}{style.format(value)}{unit}"
    for written in (narrow, narrow.translate(WIDE)):
        [found] = quantities(written)
        assert (found.value, found.unit) == (value, unit)
        assert found.text == written.removeprefix("达到")


@given(st.decimals(min_value=0, max_value=9999, places=2), st.sampled_from(MEASURED), st.sampled_from("。·"))
def test_a_full_stop_in_a_measure_is_a_decimal_point(value: Decimal, unit: str, stop: str) -> None:
    [found] = quantities(f"完成{str(value).replace('.', stop)}{unit}")
    assert (found.value, found.unit) == (value, unit)


@given(st.integers(2, 9999), st.sampled_from(["亿元", "万元", "个百分点", "亩", "家", "项", "万平方米", "倍", "公里"]))
def test_chinese_numerals_are_read_back(number: int, unit: str) -> None:
    [found] = quantities(f"完成{han(number)}{unit}")
    assert (found.value, found.unit, found.high) == (number, unit, None)


@given(st.integers(1, 9999), st.integers(1, 9999), st.sampled_from(["人", "亩", "元", "户"]))
def test_steps_of_ten_thousand_add_up(upper: int, lower: int, unit: str) -> None:
    zero = "零" if lower < 1000 else ""
    [found] = quantities(f"共{han(upper)}万{zero}{han(lower)}{unit}")
    assert found.value_norm == upper * 10_000 + lower
    [mixed] = quantities(f"共{upper}亿{lower}万{unit}")
    assert mixed.value_norm == upper * 10**8 + lower * 10**4


@given(
    AMOUNTS,
    AMOUNTS,
    st.sampled_from(UNITS[:6]),
    st.sampled_from(["-", "—", "–", "~", "～", "至", "到", "——", " - "]),
    st.booleans(),
)
def test_a_range_is_one_figure_whatever_its_dash(one: Decimal, two: Decimal, unit: str, dash: str, twice: bool) -> None:
    low, high = sorted((one, two))
    assume(low < high)
    [found] = quantities(f"预计{low}{unit if twice else ''}{dash}{high}{unit}之间")
    assert (found.value, found.high, found.unit) == (low, high, unit)
    assert found.value_norm is not None
    assert found.high_norm is not None
    assert found.value_norm * high == found.high_norm * low


@given(
    st.lists(st.decimals(1, 150, places=2), min_size=2, max_size=8),
    st.sampled_from(UNITS[:7]),
    st.sampled_from("和与及"),
    st.booleans(),
)
def test_a_list_shares_the_unit_behind_its_last(values: list[Decimal], unit: str, joint: str, each: bool) -> None:
    inner = unit if each else ""
    written = f"分别为{'、'.join(f'{value}{inner}' for value in values[:-1])}{joint}{values[-1]}{unit}"
    assert [(found.value, found.unit) for found in quantities(written)] == [(value, unit) for value in values]


@given(st.decimals(min_value=0, max_value=10**5, places=4))
def test_scales_are_powers_of_ten(value: Decimal) -> None:
    norms = {
        quantities(f"共{value * 10**shift}{unit}")[0].value_norm
        for shift, unit in ((0, "亿元"), (1, "千万元"), (4, "万元"), (8, "元"))
    }
    assert norms == {value * 10**8}


@pytest.mark.parametrize(("text", "cells"), [case for case in CASES if case[1]], ids=[text for text, cells in CASES if cells])
def test_width_changes_no_reading(text: str, cells: tuple[str, ...]) -> None:
    wide = text.translate(WIDE)
    assert [normal(each) for each in quantities(wide)] == [normal(each) for each in quantities(text)]
    assert len(cells) == len(quantities(wide))


def normal(each: Quantity) -> tuple[object, ...]:
    return each.span, each.value, each.value_norm, each.unit_norm, each.high, each.high_norm, each.bound, each.currency


ALPHABET = '0123456789亿万千百十元%个百分点至到-~—。.约近超以上余多半几来 ,,、和()"“”#第前翻番成分之一二三五两零点负上级家项人亩公里MWkV/每由从分别年月日\n'


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=80))
def test_any_text_is_read_without_error_and_spans_are_exact_disjoint_and_in_order(text: str) -> None:
    found = quantities(text)
    for each in found:
        assert each.span.of(text) == each.text
        assert each.text
        assert each.value is not None
        assert each.value_norm is not None
        assert each.high is None or each.high > each.value
        assert (each.high is None) == (each.high_norm is None)
        assert each.currency is None or each.unit_norm.partition("/")[0].endswith(("元", "镑", "布", "郎", "币"))
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
    for figure in figures(text):
        assert figure.span.of(text).translate(NARROW) == figure.text


NARROW = str.maketrans("，。·", ",..")

HOSTILE = {
    "digits": "9",
    "digits in groups": "1,234",
    "decimals": "1.",
    "list marks": "、",
    "a list of bare numbers": "1、",
    "and": "和",
    "numerals": "一",
    "neighbours": "三五",
    "tens": "十",
    "scales": "万亿",
    "all scales": "万亿百千",
    "steps": "3万2千",
    "brackets": "((",
    "respectively": "分别",
    "respectively with figures": "分别1、2",
    "dashes": "-",
    "ranges": "3-5",
    "spaces": " ",
    "words of bounds": "超过约近",
    "shares": "分之",
    "hundredths": "百分之三",
    "ranks": "第一",
    "places": "前三位列",
    "doublings": "翻一番",
    "tenths": "三成",
    "letters": "XX3",
    "quotes": "“3个",
    "stops": "3。4",
    "from and to": "由3到",
    "years": "2023年",
    "a sentence without end": "完成投资3.2亿元增长百分之五新开工项目12个",
}


def seconds(text: str) -> float:
    started = perf_counter()
    quantities(text)
    return perf_counter() - started


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_hostile_runs_are_read_in_time(piece: str) -> None:
    assert seconds(piece * (20_000 // len(piece))) < 3.0


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_ten_times_the_text_takes_about_ten_times_as_long(piece: str) -> None:
    longest = 1_000_000 if len(piece) == 1 else 200_000
    tenth = min(seconds(piece * (longest // 10 // len(piece))) for _ in range(3))
    assert seconds(piece * (longest // len(piece))) < 20 * tenth + 0.5


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
