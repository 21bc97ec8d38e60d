"""Automatic numbering: what numbering.xml defines, counted on paragraph by paragraph as Word counts it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.errors import TooLarge
from index.readers.word.ordinals import ordinal
from index.readers.word.package import Events
from index.readers.word.styles import Styles, bounded, switched_on, whole

_LEVELS = 9
# Of levels and of numberings. Files that have grown for years reach some ten thousand.
_MOST = 200_000
_LONGEST = 200
_PLACE = re.compile(r"%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BULLET = "•"
# After these a reader sees the text follow at once; after 1. or A the gap keeps the mark apart from a figure.
_CLOSING = "、))。::】〕]"


@dataclass(slots=True)
class _Level:
    start: int = 0
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """An abstract numbering. ``link`` names the style whose numbering it stands for."""

    levels: dict[int, _Level] = field(default_factory=dict)
    link: str | None = None


@dataclass(slots=True)
class _Use:
    """A numbering that paragraphs name: an abstract one with levels of its own and starts of its own."""

    abstract: str = ""
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering(Events):
    """numbering.xml, and the counters. Two numberings of one abstract numbering count on together."""

    def __init__(self, styles: Styles) -> None:
        super().__init__()
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, _Use] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        self._defined = 0
        self._list, self._use, self._level, self._at = _List(), _Use(), _Level(), 0
        self.starts |= {
            "w:abstractNum": self._abstract,
            "w:numStyleLink": self._link,
            "w:num": self._number,
            "w:abstractNumId": self._names,
            "w:lvlOverride": self._override,
            "w:startOverride": self._restarts,
            "w:lvl": self._opens,
            "w:start": self._property,
            "w:numFmt": self._property,
            "w:lvlText": self._property,
            "w:lvlRestart": self._property,
            "w:isLgl": self._property,
            "w:pStyle": self._property,
            "w:rPr": lambda _: True,
        }

    def label(self, style: str | None, number: str | None, level: int | None) -> str:
        """Counts a paragraph of this style with these numbering properties of its own; "" where it has no number.

        The label ends with a space where the text would run into it.
        """
        setter = None
        if number is None:
            number, inherited, setter = self._styles.numbered(style)
            level = inherited if level is None else level
        use = self._uses.get(number or "")
        abstract = self._resolved(use)
        if use is None or abstract is None:
            return ""
        levels = self._lists[abstract].levels | use.levels
        if level is None:
            level = next((at for at, each in levels.items() if each.style is not None and each.style == setter), 0)
        if level not in levels:
            return ""
        return self._written(levels, level, self._count(number or "", use, abstract, levels, level))

    def _resolved(self, use: _Use | None) -> str | None:
        """Name of the abstract numbering under a use; one that only links to a style is followed there, once."""
        if use is None or use.abstract not in self._lists:
            return None
        link = self._lists[use.abstract].link
        if link is None or self._lists[use.abstract].levels:
            return use.abstract
        number, _, _ = self._styles.numbered(link)
        linked = self._uses.get(number or "")
        return linked.abstract if linked and linked.abstract in self._lists else None

    def _count(self, number: str, use: _Use, abstract: str, levels: dict[int, _Level], level: int) -> list[int | None]:
        counters = self._counters.setdefault(abstract, [None] * _LEVELS)
        if level in use.starts and (number, level) not in self._started:
            counters[level] = None
        self._started.add((number, level))
        for above in range(level):
            if counters[above] is None and above in levels:
                counters[above] = use.starts.get(above, levels[above].start)
        now = counters[level]
        counters[level] = use.starts.get(level, levels[level].start) if now is None else now + 1
        for below in range(level + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or level < restart:
                counters[below] = None
        return counters

    @staticmethod
    def _written(levels: dict[int, _Level], level: int, counters: list[int | None]) -> str:
        this = levels[level]
        if this.form == "bullet":
            text = _PRIVATE.sub(_BULLET, this.text)
        else:

            def shown(match: re.Match[str]) -> str:
                place = int(match.group(1)) - 1
                count = counters[place]
                form = levels[place].form if place in levels else "decimal"
                return "" if count is None else ordinal(count, "decimal" if this.legal else form)

            text = _PLACE.sub(shown, this.text)
        text = text.strip()
        return text if not text or text[-1] in _CLOSING else f"{text} "

    def _abstract(self, attributes: dict[str, str]) -> None:
        self._one_more()
        self._list = self._lists[attributes.get("w:abstractNumId", "")] = _List()

    def _link(self, attributes: dict[str, str]) -> None:
        self._list.link = attributes.get("w:val")

    def _number(self, attributes: dict[str, str]) -> None:
        self._one_more()
        self._use = self._uses[attributes.get("w:numId", "")] = _Use()

    def _names(self, attributes: dict[str, str]) -> None:
        self._use.abstract = attributes.get("w:val", "")

    def _override(self, attributes: dict[str, str]) -> None:
        self._at = self._placed(attributes)

    def _restarts(self, attributes: dict[str, str]) -> None:
        self._use.starts[self._at] = whole(attributes, 1)

    def _opens(self, attributes: dict[str, str]) -> None:
        self._level = _Level()
        self._one_more()
        inside = self._use.levels if self.parent == "w:lvlOverride" else self._list.levels
        inside[self._placed(attributes)] = self._level

    def _one_more(self) -> None:
        self._defined += 1
        if self._defined > _MOST:
            raise TooLarge("文件中的编号定义过多")

    @staticmethod
    def _placed(attributes: dict[str, str]) -> int:
        return max(0, min(_LEVELS - 1, bounded(attributes.get("w:ilvl", ""), 0)))

    def _property(self, attributes: dict[str, str]) -> None:
        level, value = self._level, attributes.get("w:val", "")
        match self.path[-1]:
            case "w:start":
                level.start = whole(attributes, 1)
            case "w:numFmt":
                # A format of one's own (001, 002) stands beside a plain one for older programs, which comes last.
                level.form = value
            case "w:lvlText":
                level.text = "" if attributes.get("w:null") in ("1", "true", "on") else value[:_LONGEST]
            case "w:lvlRestart":
                level.restart = whole(attributes, 0)
            case "w:isLgl":
                level.legal = switched_on(attributes)
            case "w:pStyle":
                level.style = value
