"""Dates and times of spreadsheets: a count of days -> the day as its format shows it (yyyy"年"m"月"d"日" -> 2024年6月30日)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_LAST_DAY = 2_958_465  # 9999-12-31
_LEAP = 60
"""The day that 1900 never had, but spreadsheets count."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HAN_DAYS = "一二三四五六日"
_HALF_DAYS = {"am/pm": ("AM", "PM"), "a/p": ("A", "P"), "上午/下午": ("上午", "下午")}


def moment(serial: Decimal, *, since_1904: bool = False) -> datetime | None:
    """The day and second of a serial number; None outside the years 1900 to 9999."""
    if not 0 <= serial <= _LAST_DAY:
        return None
    days = int(serial)
    seconds = int(((serial - days) * 86_400).to_integral_value(ROUND_HALF_UP))
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if days < _LEAP else 30)  # noqa: DTZ001 (a wall clock)
    try:
        return first + timedelta(days=days, seconds=seconds)
    except OverflowError:
        return None


def date_shown(serial: Decimal, tokens: Sequence[tuple[str, str]], *, since_1904: bool = False) -> str | None:
    """A serial number by the tokens (kind, text) of a date format; None where it is no date."""
    at = moment(serial, since_1904=since_1904)
    if at is None:
        return None
    letters = [text.lower() if kind == "date" else "" for kind, text in tokens]
    halved = next((text for text in letters if text in _HALF_DAYS), None)
    out, point = list[str](), False
    for number, (kind, text) in enumerate(tokens):
        if kind == "date":
            out.append(_part(letters, number, at, serial, halved=halved))
        elif kind == "digit":
            out.append(_tenths(serial) if point else "")
            point = False
        else:
            point = text == "." and number + 1 < len(tokens) and tokens[number + 1][0] == "digit"
            out.append(text)
    return "".join(out).strip()


def _part(letters: Sequence[str], number: int, at: datetime, serial: Decimal, *, halved: str | None) -> str:
    word = letters[number]
    if word in _HALF_DAYS:
        return _HALF_DAYS[word][at.hour >= 12]
    if word.startswith("["):
        size = {"h": 24, "m": 1440, "s": 86_400}[word[1]]
        return str(int(serial * size + Decimal("0.0000001")))
    if word[0] == "y":
        return f"{at.year}" if len(word) > 2 else f"{at.year % 100:02d}"
    if word[0] == "m" and not _minutes(letters, number):
        name = _MONTHS[at.month - 1]
        return {1: f"{at.month}", 2: f"{at.month:02d}", 3: name[:3], 5: name[0]}.get(len(word), name)
    if word[0] == "d":
        name = _DAYS[at.weekday()]
        return {1: f"{at.day}", 2: f"{at.day:02d}", 3: name[:3]}.get(len(word), name)
    if word[0] == "a":
        return ("" if len(word) == 3 else "星期") + _HAN_DAYS[at.weekday()]
    if word[0] == "e":
        return f"{at.year}"
    value = {"h": (at.hour % 12 or 12) if halved else at.hour, "m": at.minute, "s": at.second}[word[0]]
    return f"{value:02d}" if len(word) > 1 else f"{value}"


def _minutes(letters: Sequence[str], number: int) -> bool:
    """m is a minute behind hours and before seconds, else a month."""
    before = next((word for word in reversed(letters[:number]) if word and word not in _HALF_DAYS), "")
    behind = next((word for word in letters[number + 1 :] if word and word not in _HALF_DAYS), "")
    return before.lstrip("[")[:1] == "h" or behind.lstrip("[")[:1] == "s"


def _tenths(serial: Decimal) -> str:
    seconds = serial * 86_400
    return f"{int((seconds - int(seconds)) * 10)}"
