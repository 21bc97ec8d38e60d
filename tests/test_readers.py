"""Bytes to text: charsets by strict decoding, damage marked, anything else refused with advice."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import TooLarge, UnreadableFile, ZoneBriefError
from index.readers import Document, Limits, read
from index.readers.text import decode

SENTENCE = "园区完成工业投资12.5亿元,同比增长8%。"
LONG = SENTENCE * 40


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        b"\xef\xbb\xbf" + SENTENCE.encode(),
        SENTENCE.encode("utf-16"),
        b"\xfe\xff" + SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("utf-16-le"),
        SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("gb18030"),
        SENTENCE.encode("gbk"),
    ],
)
def test_every_usual_charset_gives_the_same_text(data: bytes) -> None:
    assert read(data, "报告.txt") == Document(SENTENCE, "text/plain")


@pytest.mark.parametrize("name", ["报告.docx", "报告.pdf", "报告.jpg", "报告", None])
def test_a_wrong_suffix_does_not_matter(name: str | None) -> None:
    assert read(SENTENCE.encode(), name).text == SENTENCE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \r\n ",
        b"\x00" * 4096,
        b"\xef\xbb\xbf",
        b"text\x00text",
        b"\xff\xff\xff\xff\x80",
        bytes(range(1, 32)) * 20,
        b"\xff\xfe\x00\xd8",
        b"\xff\xfe",
        "\ufeff \u3000".encode("utf-16"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(data, "x.txt")
    assert caught.value.advice
    assert caught.value.code == "unreadable_file"


def test_markdown_is_told_by_its_name() -> None:
    assert read("# 园区简报".encode(), "a.MD").media_type == "text/markdown"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
def test_a_text_cut_in_the_middle_of_a_character_is_read_and_marked(charset: str) -> None:
    document = read(LONG.encode(charset)[:-1], "a.txt")
    assert document.text.rstrip("\ufffd") == LONG[:-1]
    assert document.warnings


def test_a_short_text_cut_in_a_character_is_not_taken_for_another_charset() -> None:
    assert decode("一季度,园区开工项目".encode()[:-1]) == "一季度,园区开工项\ufffd"


def test_a_few_lost_bytes_in_utf8_do_not_make_it_gb18030() -> None:
    data = LONG.encode()
    document = read(data[:300] + b"\xff" + data[300:600] + data[601:], "a.txt")
    assert document.text.count("12.5亿元") >= 37
    assert document.text.count("\ufffd") <= 6
    assert "字节损坏" in document.warnings[0]


def test_a_stray_nul_in_a_long_text_is_marked_and_many_are_refused() -> None:
    document = read((LONG * 3 + "\x00" + SENTENCE).encode(), "a.txt")
    assert document.text.endswith("\ufffd" + SENTENCE)
    with pytest.raises(UnreadableFile, match="二进制"):
        read(("\x00".join(LONG)).encode(), "a.txt")


def test_characters_that_show_nothing_or_turn_the_line_around_are_left_to_cleaning() -> None:
    text = SENTENCE + "\u202e\u200f\u200b\ufeff" + SENTENCE
    assert read(text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (LONG.encode().decode("latin-1").encode(), "乱码"),
        (LONG.encode("gbk").decode("latin-1").encode(), "乱码"),
        (LONG.encode("utf-7"), "utf-7"),
        ("\u200b\u200e\u2060".encode() * 100, "没有文字"),
        (b"--- *** ---\n" * 9, "没有文字"),
    ],
)
def test_a_text_without_a_word_to_read_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read(data, "a.txt")


def test_words_of_other_languages_are_no_garbage() -> None:
    for text in ("Größe und Fläche: 12,5 Hektar", "Le parc a été créé à l'été 2024", "+86-0871-0000000"):
        assert read(text.encode()).text == text


def test_big5_is_told_from_gb18030() -> None:
    text = "青河工業園區2025年上半年工作總結\n完成規模工業總產值86.4億元,固定資產投資12.5億元。\n"
    assert read(text.encode("big5"), "a.txt").text == text


def test_a_text_beyond_the_limits_is_too_large_before_it_is_decoded() -> None:
    with pytest.raises(TooLarge):
        read(b"1" * 101, limits=Limits(bytes=100))
    with pytest.raises(TooLarge):
        read(LONG.encode(), limits=Limits(characters=100))
    with pytest.raises(TooLarge):
        read(b"\xff" * 500, limits=Limits(characters=100))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "a.txt", "a.html", "a.csv", "a.md", "a.js"]))
def test_any_bytes_give_a_text_or_one_of_our_errors(data: bytes, name: str | None) -> None:
    with contextlib.suppress(ZoneBriefError):
        read(data, name).text.encode()
