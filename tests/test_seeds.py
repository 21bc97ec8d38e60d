"""The shipped corpus: readable, of a report's size, and each file still dirty in its own way."""

import re

import pytest

from seeds import seed_files

TEXTS = {entry.name.removesuffix(".txt"): entry.read_bytes().decode("utf-8") for entry in seed_files()}
PINYIN = re.compile(r"\([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]*\)")


def test_the_five_reports_are_found_in_order_of_name() -> None:
    assert list(TEXTS) == ["changchun_etdz_2021", "edz_2023h1", "hedong_h1", "industrial_dz_2024q3", "yiyang_changchun_2025h1"]


@pytest.mark.parametrize("name", TEXTS)
def test_a_report_is_of_a_reports_size_and_was_decoded_whole(name: str) -> None:
    text = TEXTS[name]
    assert 1_500 <= len(text) <= 8_000
    assert "\ufffd" not in text
    assert "\r" not in text


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        (
            "yiyang_changchun_2025h1",
            ["索 引 号:", "发布机构:", "【打印本页】", "【关闭窗口】", "扫一扫", ".pdf", "9.7 %", "20. 7公顷", "\xa0"],
        ),
        ("hedong_h1", ["2022-11-05", "生物、生物", "光电、光电", "2013年底"]),
        ("changchun_etdz_2021", ["本报记者", "企业一路走\n", "\n过了10年", "\n类管理结合起来", "综合考核同分\n"]),
        (
            "edz_2023h1",
            ["下载须知", "〔一〕", "〞", "效劳", "高质量开展", "根底", "本钱", "假设干", "方案2023年", "?促进", "\n9\n"],
        ),
        ("industrial_dz_2024q3", ["產(chǎn)業(yè)", "暗谝蛔h題”"]),
    ],
)
def test_a_report_carries_its_own_dirt(name: str, marks: list[str]) -> None:
    assert [mark for mark in marks if mark not in TEXTS[name]] == []


def test_only_the_traditional_report_has_injected_pinyin_and_it_has_plenty() -> None:
    counts = {name: len(PINYIN.findall(text)) for name, text in TEXTS.items()}
    assert counts.pop("industrial_dz_2024q3") > 300
    assert set(counts.values()) == {0}


def test_the_portal_page_keeps_half_width_punctuation() -> None:
    assert not set("，；：（）") & set(TEXTS["yiyang_changchun_2025h1"])


def test_the_first_half_of_hedong_never_names_its_year() -> None:
    body = TEXTS["hedong_h1"].replace("2022-11-05", "")
    assert re.findall(r"(?:19|20)\d\d", body) == ["2013"]


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        (
            "yiyang_changchun_2025h1",
            ["180亿元", "44亿元", "18.3%", "4.3亿元", "16.2%", "28亿元", "50.96%", "6014万元", "预计数,下同"],
        ),
        ("hedong_h1", ["52.14亿元", "20.47%", "38.62%", "12.58亿元", "66.35%", "10723人", "1.968公里", "11.38个百分点"]),
        ("changchun_etdz_2021", ["98个", "103亿元", "17亿元", "34.5%", "5.7%", "3.5万户", "16个百分点", "5.4亿元", "25亿元"]),
        ("edz_2023h1", ["327.23亿元", "122.98亿元", "176.95亿元", "27.3亿元", "13.4378平方公里", "22775立方米", "14亿元"]),
        ("industrial_dz_2024q3", ["9.9%", "66.23億元", "45.3億元", "51億元", "1.92億元", "9.7億元", "27.8億元", "25億元"]),
    ],
)
def test_a_report_states_its_key_figures(name: str, figures: list[str]) -> None:
    text = PINYIN.sub("", TEXTS[name])
    assert [figure for figure in figures if figure not in text] == []


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("yiyang_changchun_2025h1", "易讯达二期", "易迅达二期"),
        ("hedong_h1", "同比增长20.47%", "同比分别下降8.71%"),
        ("changchun_etdz_2021", "长春经开区", "长春经济技术开发区"),
        ("edz_2023h1", "经济开发区2022年上半年工作总结", "经济开发区2023年上半年"),
        ("edz_2023h1", "洽谈阶段的项目27个", "用地或盘活类22个,非用地类6个"),
        ("industrial_dz_2024q3", "合同引資額達到27.8億元", "合同引資額達到25億元以上"),
    ],
)
def test_what_contradicts_itself_still_does(name: str, first: str, second: str) -> None:
    text = PINYIN.sub("", TEXTS[name])
    assert first in text
    assert second in text
