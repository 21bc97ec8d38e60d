import hashlib
import lzma
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ZoneBriefError
from index.tokens import _ranks as ranks
from index.tokens import count_tokens, search_terms, words


def test_the_shipped_ranks_are_the_published_file() -> None:
    packed = resources.files("index").joinpath("lexicon", "o200k_base.tiktoken.xz").read_bytes()
    published = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
    assert hashlib.sha256(lzma.decompress(packed)).hexdigest() == published


def test_ranks_that_are_not_the_published_ones_are_refused() -> None:
    with pytest.raises(ZoneBriefError, match="校验和"):
        ranks(lzma.compress(b"IQ== 0\n"))


@pytest.mark.parametrize(
    ("text", "count"),
    # Counts by tiktoken's own o200k_base.
    [("", 0), ("hello world", 2), ("tiktoken is great!", 6), ("<|endoftext|>", 7), ("园区工业总产值180亿元", 8)],
)
def test_tokens_are_counted_as_o200k_base_counts_them(text: str, count: int) -> None:
    assert count_tokens(text) == count


@pytest.mark.parametrize("hostile", [" " * 1_000_000, "\n" * 300_000, "^" * 300_000, "工" * 300_000])
def test_a_run_of_one_character_does_not_stop_the_count(hostile: str) -> None:
    assert 0 < count_tokens(hostile) <= len(hostile)


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_whatever_it_holds_is_counted_and_cut(text: str) -> None:
    assert (count_tokens(text) > 0) == bool(text)
    assert set(words(text)) <= set(search_terms(text))


def test_numbers_with_their_marks_stay_one_word() -> None:
    assert words("1-6月增长9.7%,比2.5多") == ["1-6", "月", "增长", "9.7%", "比", "2.5", "多"]


def test_words_fold_width_and_case_and_leave_marks_out() -> None:
    assert words("ＧＤＰ,“增速”９.７％ — …") == ["gdp", "增速", "9.7%"]


def test_search_terms_add_pairs_of_neighbouring_characters_within_a_run() -> None:
    assert search_terms("工业税收,增") == ["工业", "税收", "增", "工业", "业税", "税收"]


def test_words_from_many_threads_are_the_same() -> None:
    text = "全区规模以上工业企业完成总产值180亿元,同比增长9.7%" * 20
    with ThreadPoolExecutor(8) as pool:
        assert len({tuple(each) for each in pool.map(words, [text] * 64)}) == 1


def test_importing_the_module_loads_neither_tokenizer() -> None:
    program = "import sys, index.tokens; print(sorted({'tiktoken', 'rjieba'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "[]"
