"""Writing-system repairs that never add or reorder a character: widths, quotes, injected pinyin, traditional characters.

Everything here keeps the length of the text, except :func:`strip_pinyin`, which only deletes. Digits keep their value.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from index.domain import Span

HAN = "㐀-䶿一-鿿豈-﫿"
"""Body of a regex class: Han characters, the compatibility block included."""

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u030c"
_SYLLABLE = rf"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouüvɑɡ{_TONED}]{{1,8}}(?:n?[gɡ]|[nr])?"
_PINYIN_GROUP = re.compile(rf"(?<=[{HAN}])[ \u3000]?[(\uff08][ ]?({_SYLLABLE}(?:[ ']{_SYLLABLE}){{0,3}})[ ]?[)\uff09]")
_HAS_TONE = re.compile(f"[{_TONED}]")
_WIDE_COMMA = "\uff0c"
_DIGIT_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")

# A line is traditional where this share of its Han characters changes under tw2s; simplified text has a stray 乾 or 著 at most.
_TRADITIONAL_SHARE = 0.05
_TRADITIONAL_LEAST = 3


def _fold_table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update(dict.fromkeys((0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x0009), " "))
    odd, plain = "〔〕\u301d\u301e\u301f\u301c\u2013\u2212\u2010\u2011\uff61\uff64\uff65", "()“””~----。、·"
    table.update(zip(map(ord, odd), plain, strict=True))
    # Small forms, and the look-alikes that PDF extraction puts in the place of ordinary Han characters.
    for low, high in ((0xFE50, 0xFE6C), (0x2E80, 0x2FE0), (0xF900, 0xFB00)):
        for code in range(low, high):
            normal = unicodedata.normalize("NFKC", chr(code))
            if len(normal) == 1 and normal != chr(code):
                table[code] = normal
    return table


_FOLD = _fold_table()


def fold_width(text: str) -> str:
    """The text with full-width letters, digits, signs and punctuation in half width, odd brackets, quotes and spaces in one form.

    Same length. 。、《》“” and — stay. A full-width comma between two digits stays as it is: folded, it would read as a
    thousands separator. Superscripts and circled digits stay, because folding them would make new digits.
    """
    folded = text.translate(_FOLD)
    if _WIDE_COMMA not in text:
        return folded
    pieces, at = [], 0
    for match in _DIGIT_COMMA.finditer(folded):
        if text[match.start()] == _WIDE_COMMA:
            pieces += [folded[at : match.start()], _WIDE_COMMA]
            at = match.end()
    return "".join(pieces) + folded[at:]


_POINT = re.compile(r"(?<=\d)。(?=\d)(?!(?:19|20)\d{2}年|\d{1,2}(?:月|[、.]))")


@lru_cache(maxsize=1024)
def with_points(text: str) -> str:
    """The text with a stop inside a number (20。48亿元) as a point, for whoever cuts it into sentences. Same length."""
    return _POINT.sub(".", text) if "。" in text else text


def injected_pinyin(text: str) -> list[Span]:
    """Where pronunciation groups were injected after Han characters: 產(chǎn). Every one carries a tone mark.

    The tone mark is what tells them from (PCB), (GDP) or (km), which stay.
    """
    return [Span(*match.span()) for match in _PINYIN_GROUP.finditer(text) if _HAS_TONE.search(match.group(1))]


def strip_pinyin(text: str) -> str:
    pieces, at = [], 0
    for span in injected_pinyin(text):
        pieces.append(text[at : span.start])
        at = span.end
    return "".join(pieces) + text[at:]


@cache
def _converter() -> object:
    from opencc import OpenCC

    # tw2s, not t2s: it leaves 著眼 and 著力 to the Taiwan reading, 着眼 and 着力.
    return OpenCC("tw2s")


def to_simplified(text: str) -> str:
    """The text in simplified characters, same length. Simplified text comes back unchanged but for stray variants."""
    if text.isascii():
        return text
    converted: str = _converter().convert(text)  # type: ignore[attr-defined]
    if len(converted) != len(text):
        single = {character: _converter().convert(character) for character in set(text)}  # type: ignore[attr-defined]
        converted = "".join(single[character] if len(single[character]) == 1 else character for character in text)
    if max(converted) <= "\uffff":
        return converted
    # A simplified form outside the basic plane is one nobody prints: the character was damaged, or a name's own.
    return "".join(after if after <= "\uffff" else before for before, after in zip(text, converted, strict=True))


def is_traditional(text: str) -> bool:
    """Whether the text as a whole is written in traditional characters (one in twenty Han characters would change)."""
    return _share(text, to_simplified(text))


def _share(text: str, converted: str) -> bool:
    changed = sum(a != b for a, b in zip(text, converted, strict=True))
    han = sum("一" <= character <= "鿿" for character in text)
    return changed >= _TRADITIONAL_LEAST and changed >= han * _TRADITIONAL_SHARE


def simplify_where_traditional(text: str) -> str:
    """Simplifies a traditional text whole, and in a simplified text only the lines that are traditional. Same length."""
    converted = to_simplified(text)
    if converted == text or _share(text, converted):
        return converted
    lines = zip(text.split("\n"), converted.split("\n"), strict=True)
    return "\n".join(after if before != after and _share(before, after) else before for before, after in lines)
