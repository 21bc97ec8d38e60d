"""Numerals in Chinese characters, and the forms all readers share: narrow characters, one decimal point, one dash."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_WIDE = (
    {0xFF10 + digit: 0x30 + digit for digit in range(10)}
    | {0xFF21 + letter: 0x41 + letter for letter in range(26)}
    | {0xFF41 + letter: 0x61 + letter for letter in range(26)}
    | {ord(dash): "-" for dash in "-－—–−‒―─‐‑﹣－"}
    | {ord(wave): "~" for wave in "～〜∼˜"}
    | {ord(space): " " for space in "\t\u3000\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"}
    | dict(zip(map(ord, "．％﹪，（）〔〕［］：；／＋＃＊＄￥＿○"), ".%%,()()[]:;/+#*$¥_〇", strict=True))
)
DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
TENS = {"十": 10, "百": 100, "千": 1000}
HAN = "[零〇一二两三四五六七八九十百千]"
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])(?: ?\. ?[0-9]++)?|[0-9]++(?: ?\. ?[0-9]++)?)"
# 20。48亿元 and 20·48%: a stop between digits is a decimal point where what follows is measured, not counted.
_DECIMAL_STOP = re.compile(
    r"(?<=[0-9])[。·•・﹒](?=[0-9]{1,4}(?![0-9]) ?(?:亿|万|%|‰|个?百分点|倍|公顷|亩|平方|㎡|公里|吨|元|美元))"
)
_NEIGHBOURS = re.compile(
    r"(?P<head>(?:[一二两三四五六七八九]?[十百千])*)零?(?P<low>[一二两三四五六七八])(?P<high>[两二三四五六七八九])(?P<tail>[十百千]?)"
)
_PLAN_NAME = "十四五"


def fold(text: str) -> str:
    """The text with wide characters narrowed, dashes and spaces of one kind, and 。 read as a decimal point. Keeps length."""
    return _DECIMAL_STOP.sub(".", text.translate(_WIDE))


@lru_cache(maxsize=4096)
def han_number(text: str) -> int | None:
    """Value of a Chinese numeral (三十五, 一百零二, 十六, 两千, 一百五, 百); None where the characters form no number."""
    if not text:
        return None
    if all(character in DIGITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    total, pending, last, after_zero = 0, None, 10**9, True
    for character in text:
        if character in TENS:
            unit = TENS[character]
            if unit >= last or pending == 0:
                return None
            total += (1 if pending is None else pending) * unit
            pending, last, after_zero = None, unit, False
        elif character in "零〇":
            if pending is not None:
                return None
            after_zero = True
        elif pending is not None or character not in DIGITS:
            return None
        else:
            pending = DIGITS[character]
    if pending is not None and last >= 100 and not after_zero:
        # 一百五 is 150, 一百零五 is 105.
        pending *= last // 10
    return total + (pending or 0)


@lru_cache(maxsize=1024)
def han_range(text: str) -> tuple[int, int] | None:
    """Two digits side by side say about how many: 三五 (3 to 5), 七八十 (70 to 80), 十七八 (17 to 18), 三四百. Else None."""
    match = _NEIGHBOURS.fullmatch(text)
    if match is None or text == _PLAN_NAME:
        return None
    head, tail = match["head"], match["tail"]
    low, high = DIGITS[match["low"]], DIGITS[match["high"]]
    if (high != low + 1 and (low, high) != (3, 5)) or (match["high"] == "二" and not tail):
        return None
    ends = [han_number(f"{head}{match[end]}{tail}") for end in ("low", "high")]
    if head and not tail:
        base = han_number(head)
        ends = [None if base is None else base + digit for digit in (low, high)]
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])


def parse_number(text: str) -> Decimal | None:
    """Value of one Arabic or Chinese numeral without a unit (三点五 too); None where it is none or absurdly long."""
    text = text.replace(" ", "").replace(",", "")
    if not text or len(text) > 28:
        return None
    if text[0].isascii() and text[0].isdigit():
        return Decimal(text)
    whole, point, decimals = text.partition("点")
    value = han_number(whole)
    if value is None or (point and not all(character in DIGITS for character in decimals)):
        return None
    return Decimal(value) if not point else Decimal(f"{value}.{''.join(str(DIGITS[character]) for character in decimals)}")
