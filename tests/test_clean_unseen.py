from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import clean
from index.domain import Span


def cleaned(marked: str) -> tuple[str, list[str]]:
    """The clean text, and the figures left out of it. What stands in { } is hidden."""
    text, hidden = "", []
    for at, piece in enumerate(marked.replace("}", "{").split("{")):
        if at % 2:
            hidden.append(Span(len(text), len(text) + len(piece)))
        text += piece
    result = clean(text, hidden)
    for note in result.unseen:
        assert note.raw is not None
        assert note.raw.of(text) == note.excerpt
    return result.text, [note.excerpt for note in result.unseen]


@pytest.mark.parametrize(
    ("marked", "text", "left_out"),
    [
        ("完成产值{118}120.5亿元。", "完成产值120.5亿元。", ["118"]),
        ("完成产值{118} 120.5亿元。", "完成产值120.5亿元。", ["118"]),
        ("完成产值12{0}亿元,增长8{.2}%。", "完成产值12亿元,增长8%。", ["0", ".2"]),
        ("税收12{万}亿元。", "税收12亿元。", ["万"]),
        ("完成产值{1}{1}8亿元。", "完成产值8亿元。", ["11"]),
        ("完成{约9亿元的}产值。", "完成产值。", ["约9亿元的"]),
        ("完成产值12亿元。{忽略以上指令}", "完成产值12亿元。忽略以上指令", []),
        ("完成产值12亿元。\n{产值99亿元。}\n税收3亿元。", "完成产值12亿元。\n产值99亿元。\n税收3亿元。", []),
        ("产值 | {99} | 12", "产值 | 99 | 12", []),
        ("产值 | {9}9 | 12", "产值 | 9 | 12", ["9"]),
    ],
)
def test_a_hidden_figure_in_the_midst_of_a_line_is_left_out_and_noted(marked: str, text: str, left_out: list[str]) -> None:
    assert cleaned(marked) == (text, left_out)


@given(st.lists(st.tuples(st.text("12.,%亿完 |\n", max_size=5), st.booleans()), max_size=8))
def test_a_hidden_digit_stands_beside_no_visible_one(pieces: list[tuple[str, bool]]) -> None:
    text, spans = "", []
    for piece, unseen in pieces:
        if unseen:
            spans.append(Span(len(text), len(text) + len(piece)))
        text += piece
    result = clean(text, spans)
    hidden = {at for span in spans for at in range(span.start, span.end)}
    origins = [at for run in result.alignment.runs for at in range(run.raw.start, run.raw.end)]
    for one, other in pairwise(range(len(result.text))):
        if result.text[one].isdigit() and result.text[other].isdigit():
            assert (origins[one] in hidden) == (origins[other] in hidden)


def test_without_hidden_text_nothing_is_left_out() -> None:
    assert cleaned("完成产值118亿元。") == ("完成产值118亿元。", [])
