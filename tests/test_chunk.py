from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunk import TOKEN_LIMIT, chunk
from index.outline import outline
from index.tokens import count_tokens


@settings(deadline=None)  # the first call loads the token ranks
@given(
    st.lists(
        st.sampled_from(
            [
                "一、总体情况\n",
                "(一)招商引资。",
                "新开工项目9个。",
                "完成投资3亿元,",
                "\n",
                "二、打算\n",
                "很长的一句话" * 30,
                "x" * 500,
            ]
        ),
        max_size=30,
    )
)
def test_chunks_join_to_the_text_and_keep_the_budget(pieces: list[str]) -> None:
    text = "".join(pieces)
    chunks = chunk("rep_x", text, outline(text), count_tokens)
    assert "".join(each.span.of(text) for each in chunks) == text
    assert all(each.tokens <= TOKEN_LIMIT for each in chunks)
    assert [each.ordinal for each in chunks] == list(range(len(chunks)))


def test_a_chunk_stays_inside_its_section_and_knows_its_headings() -> None:
    text = "一、上半年工作\n(一)招商引资。新签约项目9个。\n(二)项目建设。新开工项目6个。\n二、下一步打算\n力争签约项目20个。\n"
    chunks = chunk("rep_x", text, outline(text), count_tokens)
    assert [each.path[-1] for each in chunks] == ["(一)招商引资", "(二)项目建设", "二、下一步打算"]
