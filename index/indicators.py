"""The indicator catalogue (指标目录): canonical names, what people and reports call them, and which are near but not the same."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from index.domain import Basis, Indicator, Span
from index.errors import InvalidLexicon
from index.units import COUNT_UNITS, MONEY_UNITS, base_unit


@dataclass(frozen=True, slots=True)
class _Dimension:
    """Which normalised units a level may have: one of ``units``, counted per one of ``per`` ("" is per nothing).

    ``additive`` is false where parts never sum to a total.
    """

    units: frozenset[str]
    per: frozenset[str] = frozenset({""})
    additive: bool = True


_MONEY = frozenset(base_unit(unit)[0] for unit in MONEY_UNITS)
_PEOPLE = frozenset({"人", "名", "位"})
_EVENTS = frozenset({"次", "场", "场次", "批", "批次", "届", "轮", "趟"})
_VISITS = frozenset({"家次", "户次", "件次"})
_TRAVELS = frozenset({"班次", "车次", "架次", "艘次"})
# A share, a rank, money and measures have units of their own; so what counts things takes any classifier but those of people,
# of visits and of times.
_THINGS = frozenset(COUNT_UNITS) - _PEOPLE - _EVENTS - _VISITS - _TRAVELS - {"人次", "台次", "亩次"}
_LAND = frozenset({"亩", "㎡"})
_EACH_LAND = frozenset({"", "亩", "公顷", "㎡", "平方公里"})
_EACH_TIME = frozenset({"", "小时", "天", "日", "月", "年"})
_EACH_OUTPUT = frozenset({"", "元", "万元", "亿元"})
DIMENSIONS = {
    "money": _Dimension(_MONEY),
    "per_land": _Dimension(_MONEY, _EACH_LAND, additive=False),
    "per_head": _Dimension(_MONEY, frozenset({"", "人"}), additive=False),
    "count": _Dimension(_THINGS),
    "per_head_count": _Dimension(frozenset({"件", "个", "项"}), frozenset({"", "万人"}), additive=False),
    "transactions": _Dimension(_THINGS | {"次", "件次", "人次"}),
    "people": _Dimension(_PEOPLE | {"个"}),
    "person_times": _Dimension(_PEOPLE | {"人次"}),
    "events": _Dimension(_EVENTS | {"个"}),
    "visits": _Dimension(_VISITS | {"家", "户", "个", "次"}),
    "trains": _Dimension(frozenset({"列", "班", "班次", "趟", "次"})),
    "area": _Dimension(frozenset({"㎡"})),
    "land": _Dimension(_LAND),
    "rate": _Dimension(frozenset({"%"}), additive=False),
    "rank": _Dimension(frozenset({"名次"}), additive=False),
    "ratio": _Dimension(frozenset({""}), additive=False),
    "days": _Dimension(frozenset({"天", "个工作日", "小时", "分钟"}), additive=False),
    "length": _Dimension(frozenset({"米"})),
    "mass": _Dimension(frozenset({"吨"})),
    "boxes": _Dimension(frozenset({"标箱"})),
    "cargo": _Dimension(frozenset({"吨", "标箱"})),
    "capacity": _Dimension(frozenset({"吨", "立方米"}), _EACH_TIME),
    "energy": _Dimension(frozenset({"吨标准煤", "吨"})),
    "intensity": _Dimension(frozenset({"吨标准煤", "吨", "千瓦时", "立方米"}), _EACH_OUTPUT, additive=False),
    "electricity": _Dimension(frozenset({"千瓦时"})),
    "power": _Dimension(frozenset({"千瓦", "伏安"})),
    "concentration": _Dimension(frozenset({"微克"}), frozenset({"", "立方米"}), additive=False),
}
"""The kinds of unit by which the entries of ``indicators.toml`` say what a level of them looks like."""

_NUMERALS = "0-9零一二三四五六七八九十百千万亿数几"
_FORM = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class IndicatorMention:
    """Words of a text that name a catalogue entry."""

    span: Span
    written: str
    indicator: Indicator


@dataclass(frozen=True)
class Catalogue:
    """All entries. Built once from the package's lexicon; ``lookup`` and ``mentions`` read text in any width."""

    indicators: tuple[Indicator, ...]

    @cached_property
    def by_name(self) -> dict[str, Indicator]:
        return {indicator.name: indicator for indicator in self.indicators}

    @cached_property
    def _by_word(self) -> dict[str, Indicator]:
        return {word.lower(): indicator for indicator in self.indicators for word in (indicator.name, *indicator.aliases)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Words by their first character, longer ones first: at most places of a text none can begin, and that is one step."""
        starting: dict[str, list[str]] = {}
        for word in sorted(self._by_word, key=len, reverse=True):
            starting.setdefault(word[0], []).append(_whole(word))
        groups = "|".join(f"(?:{'|'.join(patterns)})" for patterns in starting.values())
        return re.compile(f"(?=[{re.escape(''.join(starting))}])(?:{groups})", re.IGNORECASE)

    def lookup(self, words: str) -> Indicator | None:
        """The entry whose name or alias is exactly ``words``."""
        return self._by_word.get(words.strip().lower())

    def mentions(self, text: str) -> list[IndicatorMention]:
        """Every place of the text that names an entry, longest words first, without overlaps, in order."""
        return [
            IndicatorMention(Span(*match.span()), match.group(), self._by_word[match.group().lower()])
            for match in self._pattern.finditer(text)
        ]

    def family(self, name: str) -> tuple[Indicator, ...]:
        """Entries of one everyday word, in catalogue order."""
        return tuple(indicator for indicator in self.indicators if indicator.family == name)


def _whole(word: str) -> str:
    """Pattern of a word that does not begin inside a number or a Latin word: 5亿元以上项目 holds no 亿元以上项目."""
    if re.match(f"[{_NUMERALS}]", word):
        return f"(?<![{_NUMERALS}.])" + re.escape(word)
    return (r"(?<![A-Za-z])" if word[0].isascii() else "") + re.escape(word) + (r"(?![A-Za-z])" if word[-1].isascii() else "")


def fits(indicator: Indicator, unit_norm: str) -> bool:
    """Whether a figure of this unit can be a level of the indicator. Growth, points and multiples never are; % is of rates only."""
    dimension = DIMENSIONS[indicator.dimension]
    unit, _, per = unit_norm.partition("/")
    return unit in dimension.units and per in dimension.per


def parse_catalogue(entries: Iterable[Mapping[str, object]], forms: Mapping[str, Sequence[str]] | None = None) -> Catalogue:
    """A catalogue from the tables of ``indicators.toml``; ``forms`` are the writings that a ``{form}`` of an alias stands for.

    Raises InvalidLexicon where a word has two meanings, a field lacks or a value is none of those allowed.
    """
    indicators, seen = [], dict[str, str]()
    for entry in entries:
        indicator = _entry(entry, forms or {})
        for word in (indicator.name, *indicator.aliases):
            if seen.setdefault(word.lower(), indicator.name) != indicator.name:
                raise InvalidLexicon(f"indicators.toml: “{word}”同时属于 {seen[word.lower()]} 和 {indicator.name}")
        indicators.append(indicator)
    return Catalogue(tuple(indicators))


def _entry(entry: Mapping[str, object], forms: Mapping[str, Sequence[str]]) -> Indicator:
    try:
        name, dimension, family = (str(entry[field]) for field in ("name", "dimension", "family"))
        written = entry.get("aliases", [])
        aliases = [each for alias in written for each in _expanded(str(alias), forms)] if isinstance(written, list) else []
        return Indicator(
            name,
            tuple(dict.fromkeys(alias for alias in aliases if alias != name)),
            dimension,
            bool(entry.get("additive", DIMENSIONS[dimension].additive)),
            family,
            str(entry.get("note", "")),
            Basis(str(entry.get("basis", Basis.FLOW))),
        )
    except (KeyError, ValueError) as wrong:
        raise InvalidLexicon(f"indicators.toml: 条目 {entry.get('name', '?')} 缺少或不认识 {wrong.args[0]}") from wrong


def _expanded(alias: str, forms: Mapping[str, Sequence[str]]) -> list[str]:
    """{规上工业}总产值 -> 规模以上工业总产值, 规上工业总产值 …; an alias without a form is itself."""
    form = _FORM.search(alias)
    return [alias[: form.start()] + writing + alias[form.end() :] for writing in forms[form[1]]] if form else [alias]


def load_catalogue() -> Catalogue:
    """The package's own catalogue."""
    tables = tomllib.loads(files("index").joinpath("lexicon/indicators.toml").read_text(encoding="utf-8"))
    return parse_catalogue(tables["indicator"], tables["forms"])


CATALOGUE = load_catalogue()
