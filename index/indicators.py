"""The indicator catalogue (指标目录): canonical names, what people and reports call them, and which are near but not the same."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from index.domain import Indicator, Span
from index.errors import InvalidLexicon

_DIMENSION_UNITS = {
    "money": frozenset({"元", "美元", "欧元", "港元", "日元", "英镑"}),
    "area": frozenset({"㎡"}),
    "land": frozenset({"亩", "㎡"}),
    "people": frozenset({"人", "名", "个", "人次"}),
}


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
        words = sorted(self._by_word, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)

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


def fits(indicator: Indicator, unit_norm: str) -> bool:
    """Whether a figure of this unit can be a level of the indicator (a share or a rate of growth never is one)."""
    units = _DIMENSION_UNITS.get(indicator.dimension)
    if units is not None:
        return unit_norm in units
    if indicator.dimension == "count":
        return unit_norm not in _DIMENSION_UNITS["money"] and unit_norm not in ("%", "百分点", "㎡", "亩", "倍", "名次")
    return True


def parse_catalogue(entries: Iterable[dict[str, object]]) -> Catalogue:
    """A catalogue from the tables of ``indicators.toml``; raises InvalidLexicon where a word has two meanings or a field lacks."""
    indicators, seen = [], dict[str, str]()
    for entry in entries:
        try:
            name, aliases = str(entry["name"]), entry.get("aliases", [])
            indicator = Indicator(
                name,
                tuple(str(alias) for alias in aliases) if isinstance(aliases, list) else (),
                str(entry["dimension"]),
                bool(entry["additive"]),
                str(entry["family"]),
                str(entry.get("note", "")),
            )
        except KeyError as lacking:
            raise InvalidLexicon(f"indicators.toml: 条目 {entry.get('name', '?')} 缺少 {lacking.args[0]}") from lacking
        for word in (indicator.name, *indicator.aliases):
            if seen.setdefault(word.lower(), name) != name:
                raise InvalidLexicon(f"indicators.toml: “{word}”同时属于 {seen[word.lower()]} 和 {name}")
        indicators.append(indicator)
    return Catalogue(tuple(indicators))


def load_catalogue() -> Catalogue:
    """The package's own catalogue."""
    text = files("index").joinpath("lexicon/indicators.toml").read_text(encoding="utf-8")
    return parse_catalogue(tomllib.loads(text)["indicator"])


CATALOGUE = load_catalogue()
