"""Token counts for a model's budget, and words for lexical search. The only module that knows tiktoken and rjieba.

The o200k_base ranks ship with the package (tiktoken's own loader would download them), packed with xz.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from index.errors import ZoneBriefError

if TYPE_CHECKING:
    import tiktoken

# Checksum of the published o200k_base.tiktoken, the one that tiktoken itself expects.
_RANKS_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
_SPECIAL_TOKENS = {"<|endoftext|>": 199999, "<|endofprompt|>": 200018}
# How o200k_base cuts text before merging; copied from tiktoken_ext.openai_public, whose constructor would download.
_PATTERN = "|".join(
    [
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""\p{N}{1,3}""",
        r""" ?[^\s\p{L}\p{N}]+[\r\n/]*""",
        r"""\s*[\r\n]+""",
        r"""\s+(?!\S)""",
        r"""\s+""",
    ]
)
# The pattern engine panics on runs of some hundred thousand spaces, which only hostile texts hold; pieces of this
# length stay far below that and add at most one token a seam.
_PIECE = 20_000

_HAN_RUN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}")


def count_tokens(text: str) -> int:
    """Tokens of ``text`` in o200k_base; marks such as ``<|endoftext|>`` count as plain text. Never touches the network."""
    encoding = _encoding()
    return sum(len(encoding.encode_ordinary(text[at : at + _PIECE])) for at in range(0, len(text), _PIECE))


def words(text: str) -> list[str]:
    """Words in reading order, widths folded, lower case, without punctuation; ``9.7%``, ``1-6`` and ``2.5`` stay whole."""
    import rjieba

    return [word for word in rjieba.cut(_folded(text).lower()) if any(character.isalnum() for character in word)]


def tagged(text: str) -> list[tuple[str, str]]:
    """Words with jieba's part-of-speech tags (n, v, m, …), widths folded, in reading order, punctuation (x) included."""
    import rjieba

    return [(word, tag) for word, tag in rjieba.tag(_folded(text))]


def in_dictionary(word: str) -> bool:
    """Whether jieba knows a word; others it makes up where characters often stand together (能供 out of 能 and 供)."""
    import rjieba

    return bool(rjieba.has_word(word))


def search_terms(text: str) -> list[str]:
    """Words, then every pair of neighbouring Han characters: what the lexical index holds and is asked for.

    Measured on questions over work reports among 2,300 other texts: words alone R@1 .58, with pairs .68.
    """
    pairs = [run[at : at + 2] for run in _HAN_RUN.findall(_folded(text)) for at in range(len(run) - 1)]
    return words(text) + pairs


def _folded(text: str) -> str:
    """Widths folded; lone surrogates, which a JSON request can carry and no index can, become question marks."""
    return unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8"))


@lru_cache(maxsize=1)
def _encoding() -> tiktoken.Encoding:
    import tiktoken

    packed = resources.files("index").joinpath("lexicon", "o200k_base.tiktoken.xz").read_bytes()
    return tiktoken.Encoding("o200k_base", pat_str=_PATTERN, mergeable_ranks=_ranks(packed), special_tokens=_SPECIAL_TOKENS)


def _ranks(packed: bytes) -> dict[bytes, int]:
    import base64
    import hashlib
    import lzma

    lines = lzma.decompress(packed)
    if hashlib.sha256(lines).hexdigest() != _RANKS_SHA256:
        raise ZoneBriefError("o200k_base.tiktoken.xz 校验和不符", advice="安装包已损坏,请重新安装 zonebrief。")
    return {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines.splitlines())}
