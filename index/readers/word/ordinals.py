"""Numbers of automatic numbering as Word writes them (ST_NumberFormat of ECMA-376-1, 17.18.59)."""

from __future__ import annotations

_HAN = "〇一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_LEGAL = {"chineseLegalSimplified": "零壹贰叁肆伍陆柒捌玖", "ideographLegalTraditional": "零壹貳參肆伍陸柒捌玖"}
_LEGAL_PLACES = ("", "拾", "佰", "仟")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
    (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "decimalEnclosedFullstop": "".join(map(chr, range(0x2488, 0x249C))),
    "decimalEnclosedParen": "".join(map(chr, range(0x2474, 0x2488))),
    "decimalEnclosedCircle": "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)))),
}
_SERIES["decimalEnclosedCircleChinese"] = _SERIES["decimalEnclosedCircle"]
_WIDE = {0x30 + digit: 0xFF10 + digit for digit in range(10)}
# Word stops doubling letters here (30 times 26).
_LAST_LETTERS = 780


def ordinal(number: int, form: str) -> str:
    """``number`` in the form of that name; in Arabic digits where the form is unknown or does not reach so far."""
    series = _SERIES.get(form)
    if series is not None:
        return series[number - 1] if 0 < number <= len(series) else str(number)
    if form in ("none", "bullet"):
        return ""
    if form in ("decimalZero", "decimalFullWidth", "decimalFullWidth2", "numberInDash"):
        return {"decimalZero": f"{number:02d}", "numberInDash": f"- {number} -"}.get(form, str(number).translate(_WIDE))
    if form in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_HAN[int(digit)] for digit in str(number)) if number >= 0 else str(number)
    if form in ("upperLetter", "lowerLetter") and 0 < number <= _LAST_LETTERS:
        letter = chr(ord("A" if form == "upperLetter" else "a") + (number - 1) % 26)
        return letter * ((number - 1) // 26 + 1)
    if form in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    return _han(number, form) if 0 <= number < 10_000 else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def _han(number: int, form: str) -> str:
    if form in ("chineseCounting", "taiwaneseCounting"):
        return _counted(number) if number < 100 else "".join(_HAN[int(digit)] for digit in str(number)).replace("〇", "○")
    if form in ("chineseCountingThousand", "taiwaneseCountingThousand"):
        return _counted(number)
    if form in ("japaneseCounting", "koreanCounting"):
        # As the Japanese count: 百一, without 零 and without 一 before 十, 百 and 千.
        return _counted(number).replace("零", "").replace("一十", "十").replace("一百", "百").replace("一千", "千")
    if form in _LEGAL:
        return _placed(number, _LEGAL[form], _LEGAL_PLACES)
    return str(number)


def _counted(number: int) -> str:
    written = _placed(number, _HAN, _PLACES).replace("〇", "零") if number else _HAN[0]
    return written[1:] if 10 <= number < 20 else written


def _placed(number: int, digits: str, places: tuple[str, ...]) -> str:
    """The number with the name of each place; zeros inside are written once, and none at the end."""
    written, skipped = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            written += (digits[0] if skipped and written else "") + digits[digit] + places[place]
        skipped = not digit
    return written or digits[0]
