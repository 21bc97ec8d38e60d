"""Sound files broken at random, and texts glued together at random: readers, cleaning and the parsers of numbers and periods raise
only our own errors, end soon, and keep their laws. Longer runs by hand: ``python -m evals.badinput.fuzz``."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evals.badinput.disguised import SOUND
from evals.badinput.fuzz import check_numerals, check_periods, check_reading, check_text
from evals.badinput.samples import packed

LONGEST = 5.0
"""Seconds one small input may take, on a machine that does other things as well."""
QUICK = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

ODD_BYTES = st.sampled_from(
    [
        b"",
        b"\0",
        b"\xff" * 4,
        b"\x7f\xff\xff\xff",
        b"\x80",
        b"<",
        b">",
        b"&",
        b'"',
        b"<!--",
        b"]]>",
        b"\xed\xa0\x80",
        b"99999999999",
        b"-1",
    ]
)
PIECES = st.sampled_from(
    [
        "完成投资", "12.5", "亿元", "同比增长", "8%", "个百分点", "、", ",", "。", "和", "分别", "2025年", "1-6月", "上半年", "去年同期", "截至目前",
        "三分之一", "翻两番", "近八成", "第3", "十四五", "一、", "(一)", "(", ")", "產(chǎn)業(yè)", "xx", "X", "□", "□□", "亿", "万", "百", "零", "〇",
        "0", "00", "9999", "-", "—", "~", "至", "到", "年", "月", "日", "%", "‰", "/", ".", ":", "\n", "\n\n", " ", "\u3000", "\t", "\r", "\0", "\u200b",
        "\u202e", "\ufeff", "\ufffd", "\U0010ffff", "\u0301", "٣", "①", "𝟗", "㊿", "½", "²", "Ⅻ", "０", "．", "，", "％", "-3", "负", "由", "减至", "约", "以上",
        "20。48", "24. 3", "110月份", "其中", "总投资", "每", "占", "比重", "倍", "百分之", "点", "几", "多", "余", "“", "”", "‘", "|", " | ", "指标 | 数值",
        "打印", "相关推荐", "发文日期:2024-07-03", "- 3 -", "a", "GDP", "ā", "é", "http://a.cn", "二〇二五年", "30日", "2月30日", "13月", "0000年", "99999年",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map("".join),
    st.lists(PIECES, max_size=30).map("\n".join),
    st.tuples(PIECES, PIECES, st.integers(2, 60)).map(lambda each: (each[0] + each[1]) * each[2]),
    st.text(max_size=80),
)


def in_time(check: Callable[[], object]) -> None:
    began = time.perf_counter()
    check()
    assert time.perf_counter() - began < LONGEST


@st.composite
def broken(draw: st.DrawFn, sound: bytes) -> bytes:
    """A few cuts, doubles, holes and odd bytes anywhere in a file; of a zip mostly inside one of its members."""
    if zipfile.is_zipfile(io.BytesIO(sound)) and draw(st.integers(0, 3)):
        with zipfile.ZipFile(io.BytesIO(sound)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = draw(st.sampled_from(sorted(members)))
        members[name] = _mutated(draw, members[name])
        if not draw(st.integers(0, 5)):
            members.pop(draw(st.sampled_from(sorted(members))))
        return packed(members.items())
    return _mutated(draw, sound)


def _mutated(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 1, 2, 4, 16, 200, 5_000])))
        kind = draw(st.integers(0, 4))
        between = (
            draw(ODD_BYTES)
            if kind < 2
            else b""
            if kind == 2
            else data[start:end] * draw(st.sampled_from([2, 50]))
            if kind == 3
            else draw(st.binary(max_size=8))
        )
        data = data[:start] + between + data[end:]
    return data


@pytest.mark.parametrize("suffix", sorted(SOUND))
def test_a_broken_file_gives_a_text_or_one_of_our_errors(suffix: str) -> None:
    sound = SOUND[suffix]()

    @settings(QUICK, max_examples=12 if suffix in ("pdf", "docx", "xlsx", "png", "jpg") else 25)
    @given(broken(sound))
    def check(data: bytes) -> None:
        in_time(lambda: check_reading(data, f"报告.{suffix}"))

    check()


@settings(QUICK, max_examples=100)
@given(st.one_of(st.binary(max_size=300), st.tuples(st.sampled_from([b"%PDF-1.7\n", b"PK\3\4", b"\xff\xd8\xff", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]), st.binary(max_size=300)).map(b"".join)))  # fmt: skip
def test_bytes_of_no_format_give_a_text_or_one_of_our_errors(data: bytes) -> None:
    in_time(lambda: check_reading(data, None))


@settings(QUICK, max_examples=150)
@given(TEXTS)
def test_cleaning_any_text_is_bounded_settles_at_once_and_keeps_the_way_back(raw: str) -> None:
    in_time(lambda: check_text(raw))


@settings(QUICK, max_examples=300)
@given(TEXTS)
def test_numbers_of_any_text_lie_inside_it_in_order_and_apart(text: str) -> None:
    in_time(lambda: check_numerals(text))


@settings(QUICK, max_examples=300)
@given(TEXTS)
def test_periods_of_any_text_lie_inside_it_in_order_and_apart(text: str) -> None:
    in_time(lambda: check_periods(text))
