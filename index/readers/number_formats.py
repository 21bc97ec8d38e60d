"""Number formats of spreadsheets: a stored value -> what a person sees in the cell (0.0% shows 9.7%, #,##0.00 shows 1,234.50).

The grammar is ECMA-376 part 1, 18.8.31. Numbers are rounded half up from the fifteen digits that a spreadsheet keeps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from itertools import takewhile

from index.readers.date_formats import date_shown

GENERAL = "General"
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_HOURS, _HALVES = 'h"时"mm"分"', '上午/下午h"时"mm"分"'
BUILT_IN = (
    {0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d"}
    | {15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss"}
    | {22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00"}
    | {41: "#,##0;-#,##0;-", 42: '"¥"#,##0;"¥"-#,##0;"¥"-', 43: "#,##0.00;-#,##0.00;-", 44: '"¥"#,##0.00;"¥"-#,##0.00;"¥"-'}
    | {45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@"}
    | {27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: _HOURS, 33: _HOURS + 'ss"秒"'}
    | {34: _HALVES, 35: _HALVES + 'ss"秒"', 36: _YEAR_MONTH, 50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY}
    | {54: _MONTH_DAY, 55: _HALVES, 56: _HALVES + 'ss"秒"', 57: _YEAR_MONTH, 58: _MONTH_DAY}
)
"""Formats that files name by number only, as a Chinese spreadsheet shows them."""

_KEPT = Context(prec=15, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_GENERAL_WIDTH = 11
_LARGEST = 308
_PLACES = 30
"""Decimals a format may ask for (a spreadsheet allows no more)."""
_LONGEST_CODE = 1000
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?) | \\(?P<escaped>.) | (?P<skipped>_.|\*.) | \[(?P<bracket>[^\]]*)\] | (?P<general>General|G/通用格式)
      | (?P<date>AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+|e(?![+-])|a{3,4}) | (?P<digit>[0#?]) | (?P<power>E[+-]) | (?P<mark>[.,%@]) | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s?(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_COMPARED = {
    "<": Decimal.__lt__,
    ">": Decimal.__gt__,
    "<=": Decimal.__le__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}
_BRACKETS = re.compile(r"[(（]\s*([^()（）]*[0-9][^()（）]*?)\s*[)）]")
_SIGNS = "-−–▼↓▽△▲负降减亏"
"""What tells a negative number where its section writes none itself."""


@dataclass(frozen=True, slots=True)
class Token:
    """``kind``: literal, digit, mark, power, date, general."""

    kind: str
    text: str


_SLASH = Token("literal", "/")
_POINT, _COMMA, _PERCENT, _TEXT = (Token("mark", mark) for mark in ".,%@")


@dataclass(frozen=True, slots=True)
class _Section:
    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None

    @property
    def dated(self) -> bool:
        return any(token.kind == "date" for token in self.tokens)


def shown(written: str, code: str, *, since_1904: bool = False) -> str:
    """A stored number as its format shows it; "" where the format shows nothing (;;;). What is no number stays as written."""
    value = _number(written)
    if value is None:
        return written
    sections = _sections(code[:_LONGEST_CODE])
    section, bare = _chosen(sections, value)
    if section.dated:
        dated = date_shown(value, [(token.kind, token.text) for token in section.tokens], since_1904=since_1904)
        return dated if dated is not None else general(value)
    text = _rendered(section.tokens, abs(value))
    if value < 0 and text:
        return _negative(text) if bare else f"-{text}"
    return text


def _negative(text: str) -> str:
    """What a section for negative numbers shows, with a sign where only red letters or brackets told it."""
    bracketed = _BRACKETS.fullmatch(text)
    if bracketed:
        return f"-{bracketed[1]}"
    return text if any(sign in text for sign in _SIGNS) else f"-{text}"


def general(value: Decimal) -> str:
    """The format General: at most eleven characters of a fraction; whole numbers in full, because a cut one would be another."""
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    whole = len(f"{abs(value):f}".partition(".")[0])
    places = max(0, _GENERAL_WIDTH - 1 - whole)
    tiny = value.adjusted() < -4 and round(value, places) != value
    if tiny:
        digits = value.normalize(Context(prec=6, rounding=ROUND_HALF_UP))
        return f"{digits:f}" if -5 <= digits.adjusted() <= 15 else f"{digits:E}"
    return _trimmed(f"{_rounded(value, places):f}")


def _number(written: str) -> Decimal | None:
    if len(written) > 400 or not re.fullmatch(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", written):
        return None
    value = _KEPT.plus(Decimal(written))
    return value if value == 0 or abs(value.adjusted()) <= _LARGEST else None


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


@lru_cache(maxsize=2048)
def _sections(code: str) -> tuple[_Section, ...]:
    sections, tokens, condition = list[_Section](), list[Token](), None
    for match in _TOKEN.finditer(code or GENERAL):
        if match["other"] == ";":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif match["bracket"] is not None:
            compared = _CONDITION.fullmatch(match["bracket"])
            condition = (compared[1], Decimal(compared[2])) if compared else condition
            tokens += _bracketed(match["bracket"])
        elif token := _token(match):
            tokens.append(token)
    sections.append(_Section(tuple(tokens), condition))
    return tuple(sections)


def _token(match: re.Match[str]) -> Token | None:
    if match["quoted"]:
        return Token("literal", match["quoted"].strip('"'))
    if match["skipped"]:
        return Token("literal", " ") if match["skipped"][0] == "_" else None
    for kind in ("general", "date", "digit", "power", "mark"):
        if match[kind]:
            return Token(kind, match[kind])
    return Token("literal", match["escaped"] or match["other"])


def _bracketed(words: str) -> list[Token]:
    """[h] counts hours beyond a day, [$¥-804] is a sign of money; colours and ways of writing digits show no character."""
    if _ELAPSED.fullmatch(words):
        return [Token("date", f"[{words[0].lower()}]")]
    sign = words[1:].partition("-")[0] if words.startswith("$") else ""
    return [Token("literal", sign)] if sign else []


def _chosen(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, bool]:
    """The section that a value is shown by, and whether that section shows the sign itself."""
    numeric = [each for each in sections[:3] if _TEXT not in each.tokens] or list(sections[:1])
    if any(each.condition for each in numeric):
        for at, each in enumerate(numeric):
            if each.condition is None or _COMPARED[each.condition[0]](value, each.condition[1]):
                return each, at > 0 and value < 0 and each.condition is not None
        return numeric[-1], False
    if len(numeric) > 1 and value < 0:
        return numeric[1], True
    return (numeric[2], False) if len(numeric) > 2 and value == 0 else (numeric[0], False)


def _rendered(tokens: tuple[Token, ...], value: Decimal) -> str:
    if any(token.kind == "general" or token == _TEXT for token in tokens):
        pieces = (general(value) if token.kind == "general" or token == _TEXT else token.text for token in tokens)
        return "".join(pieces).strip()
    if _is_fraction(tokens):
        return general(value)
    if not any(token.kind == "digit" for token in tokens):
        return "".join(token.text for token in tokens if token.kind == "literal" or token == _PERCENT).strip()
    power = next((at for at, token in enumerate(tokens) if token.kind == "power"), None)
    if power is not None:
        return _scientific(tokens, power, value)
    shift = 2 * tokens.count(_PERCENT) - 3 * _scaling(tokens)
    return _digits(tokens, value.scaleb(shift, context=_WIDE)).strip()


def _is_fraction(tokens: tuple[Token, ...]) -> bool:
    """# ?/? and # ?/8: shown as the decimal they are, for a text would not tell 1 1/2 from 11/2."""
    said = [token for token in tokens if token.text.strip()]
    return any(
        token == _SLASH and before.kind == "digit" and (after.kind == "digit" or after.text.isdigit())
        for before, token, after in zip(said, said[1:], said[2:], strict=False)
    )


def _scaling(tokens: tuple[Token, ...]) -> int:
    """Commas right behind the last digit, or the last before the point: each divides by a thousand."""
    point = next((at for at, token in enumerate(tokens) if token == _POINT), len(tokens))
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    ends = {max((at for at in digits if at < point), default=None), digits[-1]} - {None}
    return sum(1 for end in ends if end is not None for _ in takewhile(_COMMA.__eq__, tokens[end + 1 :]))


def _digits(tokens: tuple[Token, ...], value: Decimal) -> str:
    """A value laid into the digit places of its format, its signs and words around and between."""
    point = next((at for at, token in enumerate(tokens) if token == _POINT), len(tokens))
    before = [at for at, token in enumerate(tokens[:point]) if token.kind == "digit"]
    behind = [at for at, token in enumerate(tokens) if at > point and token.kind == "digit"][:_PLACES]
    whole, _, fraction = f"{_rounded(value, len(behind)):f}".partition(".")
    whole = whole.lstrip("0")
    needed = next((len(before) - at for at, place in enumerate(before) if tokens[place].text == "0"), 0)
    whole = whole.rjust(needed, "0")
    if before and any(token == _COMMA for token in tokens[before[0] : before[-1] + 1]):
        whole = _grouped(whole)
    shares = dict(zip(before, _spread(whole, len(before)), strict=True))
    kept = len(fraction)
    while kept and fraction[kept - 1] == "0" and tokens[behind[kept - 1]].text != "0":
        kept -= 1
    shares |= {place: fraction[at] if at < kept else "" for at, place in enumerate(behind)}
    out = list[str]()
    for at, token in enumerate(tokens):
        if token.kind == "digit":
            out.append(shares.get(at, ""))
        elif at == point:
            out.append("." if kept or not behind else "")
        elif token != _COMMA:
            out.append(token.text)
    if not before and whole and point < len(tokens):
        out.insert(point, whole)
    return "".join(out)


def _grouped(whole: str) -> str:
    return f"{int(whole):,}".rjust(len(whole), "0") if whole and not whole.startswith("0") else whole


def _spread(whole: str, places: int) -> list[str]:
    """Digits over their places from the right; the first place takes all that are left, empty ones take none."""
    if places == 0:
        return []
    rest = whole
    shares = [""] * places
    for at in range(places - 1, 0, -1):
        if not rest:
            break
        take = 2 if len(rest) > 1 and rest[-2] == "," else 1
        rest, shares[at] = rest[:-take], rest[-take:]
    shares[0] = rest
    return shares


def _scientific(tokens: tuple[Token, ...], power: int, value: Decimal) -> str:
    mantissa, behind = tokens[:power], tokens[power + 1 :]
    point = next((at for at, token in enumerate(mantissa) if token == _POINT), len(mantissa))
    step = max(1, sum(token.kind == "digit" for token in mantissa[:point]))
    places = sum(token.kind == "digit" for token in mantissa[point:])
    exponent = 0 if value == 0 else value.adjusted() // step * step
    if value and _rounded(value.scaleb(-exponent), min(places, _PLACES)) >= Decimal(10) ** step:
        exponent += step
    zeros = sum(token.kind == "digit" for token in behind)
    sign = "-" if exponent < 0 else "+" if tokens[power].text[1] == "+" else ""
    words = "".join(token.text for token in behind if token.kind == "literal")
    return f"{_digits(mantissa, value.scaleb(-exponent))}E{sign}{abs(exponent):0{zeros}d}{words}".strip()
