"""Text with [n] marks, as models and people write it, read into sentences with their citations."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.draft import MARK, DraftSentence, read_marked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工业产值12.5亿元。[1]", [("工业产值12.5亿元。", (1,))]),
        ("工业产值12.5亿元[1]。", [("工业产值12.5亿元。", (1,))]),
        ("工业产值12.5亿元。[1][3]", [("工业产值12.5亿元。", (1, 3))]),
        ("工业产值12.5亿元。[1,3]", [("工业产值12.5亿元。", (1, 3))]),
        ("工业产值12.5亿元。[2-4]", [("工业产值12.5亿元。", (2, 3, 4))]),
        ("工业产值12.5亿元【1、3】", [("工业产值12.5亿元。", (1, 3))]),
        ("工业产值12.5亿元。\uff3b\uff11\uff0c\uff12\uff3d", [("工业产值12.5亿元。", (1, 2))]),
        ("工业产值12.5亿元。[资料2]", [("工业产值12.5亿元。", (2,))]),
        ("工业产值12.5亿元。【2†来源】", [("工业产值12.5亿元。", (2,))]),
        ("产值12.5亿元[2],税收1.5亿元[1]。[2]", [("产值12.5亿元,税收1.5亿元。", (2, 1))]),
        ("产值12.5亿元。 [1] 税收1.5亿元。[2]", [("产值12.5亿元。", (1,)), ("税收1.5亿元。", (2,))]),
        ("[1] 产值12.5亿元。[2] 税收1.5亿元。", [("产值12.5亿元。", (1,)), ("税收1.5亿元。", (2,))]),
        ("[1] 产值12.5亿元。其中工业10亿元。", [("产值12.5亿元。", (1,)), ("其中工业10亿元。", (1,))]),
        ("产值12.5亿元。其中工业10亿元。[1]", [("产值12.5亿元。", (1,)), ("其中工业10亿元。", (1,))]),
        ("产值12.5亿元。[1]势头良好。", [("产值12.5亿元。", (1,)), ("势头良好。", ())]),
        ("报告未提及用电量。", [("报告未提及用电量。", ())]),
        ("产值达到20。48亿元。[1]", [("产值达到20。48亿元。", (1,))]),
        ("签约项目共15。[1]2024年开工3个。[2]", [("签约项目共15。", (1,)), ("2024年开工3个。", (2,))]),
        ("提出“抓项目。促投资。”的要求。[1]", [("提出“抓项目。促投资。”的要求。", (1,))]),
        ("他说:“好。”[1]会后开工。[2]", [("他说:“好。”", (1,)), ("会后开工。", (2,))]),
        ("产值12亿元(预计数。下同)。[1]", [("产值12亿元(预计数。下同)。", (1,))]),
        ("“未合上的引号。第二句。[1]", [("“未合上的引号。", (1,)), ("第二句。", (1,))]),
        ("同比增长9.7%,[1]", [("同比增长9.7%。", (1,))]),
        ("主要有两项:[1]", [("主要有两项:", (1,))]),
        ("[[1]2]产值[[1]2]。", [("[2]产值[2]。", (1,))]),
        ("[1]", []),
        ("……\n\n", []),
    ],
)
def test_marks_go_to_the_sentences_they_stand_by(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    expected = [(body.replace("[2]", "〔2〕"), numbers) for body, numbers in expected]
    assert [(each.body, each.citations) for each in read_marked(text)] == expected


ALPHABET = st.sampled_from(
    [*"甲乙亿元增长。!?;,、“”()《》[]【】0123456789.%- \n\uff3b\uff3d\uff01", "[1]", "[2]", "。[3]", "【1】", "[1-3]"]
)


@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_no_digit_outside_a_mark_is_lost_or_moved(text: str) -> None:
    kept = "".join(each.body for each in read_marked(text))
    wordless = [line for line in text.splitlines() if not re.search(r"\w", MARK.sub("", line))]
    assert re.findall(r"\d", kept) == re.findall(
        r"\d", "\n".join(MARK.sub("", line) for line in text.splitlines() if line not in wordless)
    )


@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_a_sentence_as_shown_reads_back_as_itself(text: str) -> None:
    for sentence in read_marked(text):
        assert not MARK.search(sentence.body)
        assert read_marked(sentence.text) == (sentence,)


def test_shown_text_carries_its_marks_after_the_full_stop() -> None:
    assert DraftSentence("产值12.5亿元。", (1, 3)).text == "产值12.5亿元。[1][3]"


@pytest.mark.parametrize("piece", ["(", "。[1]", "[1†", "[ ", "(》", "[[1]", "“。”", "[1,", "状态:"])
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    started = time.perf_counter()
    read_marked(piece * (100_000 // len(piece)) + ")" * 1000)
    assert time.perf_counter() - started < 2
