"""Characters of symbol fonts, raised and lowered figures, and characters circled by an EQ field, as Unicode."""

from __future__ import annotations

import re


def _table(codes: str, characters: str) -> dict[int, str]:
    return dict(zip(bytes.fromhex(codes), characters, strict=True))


def _run(first: int, characters: str) -> dict[int, str]:
    return {first + place: character for place, character in enumerate(characters)}


# Adobe's Symbol encoding; the digits and stops of its lower half are those of ASCII.
_SYMBOL = (
    _run(ord("A"), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ")
    | _run(ord("a"), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ")
    | _table("A2A3A5ABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBC", "′≤∞↔←↑→↓°±″≥×∝∂•÷≠≡≈…")
    | _table("C5C7C8CED6D7DEE5F2", "⊕∩∪∈√⋅⇒∑∫")
)
# The marks that Chinese reports tick, number and bullet with; names in Unicode's own charts of these fonts (L2/12-368).
_WINGDINGS = (
    _run(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")
    | _table("6C6E6F7172747576779FA1A4A7A8ABD8DFE0E1E2E8F0", "●■□❑❒◆◆❖◆•○◉▪□★➢←→↑↓➔⇨")
    | _table("FBFCFDFE", "✗✓☒☑")
)
_WINGDINGS_2 = _run(0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿") | _table("4F5051525354", "✗✓☒☑☒☒") | _table("9798A3A4", "•●□☐")
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_PRIVATE = range(0xF000, 0xF100)

_RAISED = dict(zip(map(ord, "0123456789+-−=()n"), "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip(map(ord, "0123456789+-−=()"), "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_BETWEEN = frozenset(map(ord, ",、，"))
_RAISABLE, _LOWERABLE = _RAISED.keys() | _BETWEEN, _LOWERED.keys() | _BETWEEN
_CIRCLED = re.compile(r"eq\\o(?:\\a[clr])?\([○〇◯o][,;,]([0-9]{1,2})\)")
_CIRCLES = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))


def symbol(font: str | None, code: int) -> str | None:
    """The character that a font shows for a code (0xF0FC in Wingdings is ✓); None where only the font knows it.

    A code outside the private range of symbol fonts stands for itself.
    """
    table = _FONTS.get((font or "").casefold())
    low = code - _PRIVATE.start if code in _PRIVATE else code
    if table is not None and low in table:
        return table[low]
    if code not in _PRIVATE:
        return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else None
    return chr(low) if table is _SYMBOL and 0x20 <= low < 0x7F else None


def in_font(font: str | None, text: str) -> str:
    """Text set in a symbol font as it is seen. What the font's table here does not know stays as it is."""
    if (font or "").casefold() not in _FONTS:
        return text
    return "".join(symbol(font, ord(character)) or character for character in text)


def raised(text: str) -> str:
    """A superscript: its figures as superscript figures, for 10 with a raised 8 is not 108. Other text stays as it is."""
    return text.translate(_RAISED) if all(ord(character) in _RAISABLE for character in text) else text


def lowered(text: str) -> str:
    """A subscript, in the same way."""
    return text.translate(_LOWERED) if all(ord(character) in _LOWERABLE for character in text) else text


def at_level(text: str, level: str) -> str:
    """Text at the level that Office names: superscript, subscript, or another word for the line itself."""
    return raised(text) if level == "superscript" else lowered(text) if level == "subscript" else text


def circled(code: str) -> str | None:
    r"""What an EQ field shows that draws a number in a circle (``EQ \o\ac(○,12)`` is ⑫); None for any other field."""
    match = _CIRCLED.fullmatch("".join(code.split()).casefold())
    number = int(match.group(1)) if match else 0
    return _CIRCLES[number - 1] if 0 < number <= len(_CIRCLES) else None
