"""Formulas (OMML) on one line: fractions with a stroke, roots, powers and sums in their usual signs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.readers.word.symbols import lowered, raised

# Elements that stand for something of their own; all others only pass their text on.
STRUCTURES = (
    "m:f", "m:num", "m:den", "m:sSup", "m:sSub", "m:sSubSup", "m:sPre", "m:e", "m:sup",
    "m:sub", "m:rad", "m:deg", "m:nary", "m:d", "m:func", "m:fName", "m:limLow", "m:limUpp",
    "m:lim", "m:m", "m:mr", "m:eqArr", "m:oMath", "m:oMathPara",
)  # fmt: skip
MARKS = {"m:chr": "sign", "m:begChr": "opening", "m:endChr": "closing", "m:sepChr": "between"}
_SIMPLE = re.compile(r"[\w.%]*|\([^()]*\)|√[\w.%]+")


@dataclass(slots=True)
class _Part:
    name: str
    parts: list[tuple[str, str]] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)

    def of(self, *names: str) -> list[str]:
        return [text for name, text in self.parts if name in names]

    def one(self, name: str) -> str:
        return "".join(self.of(name))


class Formula:
    """Takes the elements of one formula in order; :meth:`end` gives its text when the outermost one closes."""

    def __init__(self) -> None:
        self._open: list[_Part] = []

    def start(self, name: str) -> None:
        self._open.append(_Part(name))

    def mark(self, name: str, value: str) -> None:
        """A property of the structure that is open: the sign of a sum, the brackets around a matrix."""
        if self._open:
            self._open[-1].marks[MARKS[name]] = value

    def write(self, text: str) -> None:
        if self._open:
            self._open[-1].parts.append(("", text))

    def end(self) -> str | None:
        part = self._open.pop()
        text = _composed(part)
        if not self._open:
            return text
        self._open[-1].parts.append((part.name, text))
        return None


def _grouped(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _power(text: str) -> str:
    high = raised(text)
    return "" if not text else high if high != text else f"^{_grouped(text)}"


def _index(text: str) -> str:
    low = lowered(text)
    return "" if not text else low if low != text else f"_{_grouped(text)}"


def _composed(part: _Part) -> str:
    marks = part.marks
    match part.name:
        case "m:f":
            return f"{_grouped(part.one('m:num'))}/{_grouped(part.one('m:den'))}"
        case "m:sSup" | "m:sSub" | "m:sSubSup":
            return _grouped(part.one("m:e")) + _index(part.one("m:sub")) + _power(part.one("m:sup"))
        case "m:sPre":
            return _index(part.one("m:sub")) + _power(part.one("m:sup")) + _grouped(part.one("m:e"))
        case "m:rad":
            return f"{raised(part.one('m:deg'))}√{_grouped(part.one('m:e'))}"
        case "m:nary":
            sums = marks.get("sign", "∫") + _index(part.one("m:sub")) + _power(part.one("m:sup"))
            return f"{sums} {part.one('m:e')}"
        case "m:d":
            inside = marks.get("between", "|").join(part.of("m:e"))
            return f"{marks.get('opening', '(')}{inside}{marks.get('closing', ')')}"
        case "m:func":
            return f"{part.one('m:fName')} {part.one('m:e')}"
        case "m:limLow" | "m:limUpp":
            return part.one("m:e") + ("_" if part.name == "m:limLow" else "^") + _grouped(part.one("m:lim"))
        case "m:m" | "m:eqArr":
            return "; ".join(part.of("m:mr", "m:e"))
        case "m:mr" | "m:oMathPara":
            return " ".join(part.of("m:e", "m:oMath"))
    return _row(part.parts)


def _row(parts: list[tuple[str, str]]) -> str:
    """Parts side by side. A fraction beside a figure keeps apart from it: 5 and 1/2 are not 51/2."""
    pieces: list[str] = []
    last = ""
    for name, text in parts:
        if not text:
            continue
        if pieces and "m:f" in (name, last) and pieces[-1][-1].isalnum() and text[0].isalnum():
            pieces.append(" ")
        pieces.append(text)
        last = name
    return "".join(pieces)
