"""What styles say of a text: its numbering, and whether it can be seen. Also how single properties are read, in any part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.errors import TooLarge
from index.readers.word.package import Events

WHITE = "FFFFFF"
# Word builds on at most ten styles (MS-OI29500, 2.1.236).
_DEEPEST = 12
_LARGEST = 1_000_000
_MOST = 100_000


@dataclass(slots=True)
class Look:
    """Properties of a run, a paragraph or a style; None where it says nothing of one.

    ``raised`` is 1 for superscript, -1 for subscript. ``number`` names the numbering ("0" for none) and ``level`` its level.
    """

    style: str | None = None
    hidden: bool | None = None
    struck: bool | None = None
    color: str | None = None
    shaded: bool | None = None
    raised: int | None = None
    font: str | None = None
    number: str | None = None
    level: int | None = None


def switched_on(attributes: dict[str, str]) -> bool:
    """Value of an on-off property; its mere presence switches it on."""
    return attributes.get("w:val") not in ("0", "false", "off")


def shading(attributes: dict[str, str]) -> bool:
    """Whether a ``w:shd`` lays a colour other than white behind the text."""
    if attributes.get("w:val", "clear") not in ("clear", "nil"):
        return True
    return attributes.get("w:fill", "auto").upper() not in ("AUTO", "", WHITE)


def whole(attributes: dict[str, str], otherwise: int) -> int:
    """The whole number of a ``w:val``, within a million; ``otherwise`` where it is none."""
    return bounded(attributes.get("w:val", ""), otherwise)


def bounded(written: str, otherwise: int) -> int:
    try:
        return max(-_LARGEST, min(_LARGEST, round(float(written[:20]))))
    except (ValueError, OverflowError):
        return otherwise


def set_look(look: Look, name: str, attributes: dict[str, str]) -> None:
    """Writes the run property ``name`` into ``look``."""
    value = attributes.get("w:val", "")
    if name == "w:vanish":
        look.hidden = switched_on(attributes)
    elif name in STRUCK:
        look.struck = switched_on(attributes)
    elif name == "w:color":
        look.color = value.upper()
    elif name == "w:shd":
        look.shaded = shading(attributes)
    elif name == "w:highlight":
        look.shaded = look.shaded or value not in ("none", "white")
    elif name == "w:vertAlign":
        look.raised = {"superscript": 1, "subscript": -1}.get(value, 0)
    elif name == "w:rFonts":
        look.font = attributes.get("w:ascii") or attributes.get("w:hAnsi")
    elif name == "w:rStyle":
        look.style = value


def settle(looks: Iterable[Look]) -> Look:
    """The looks laid over each other, the first on top. A shade shows through whatever has none itself."""
    whole_look = Look()
    for look in looks:
        whole_look.hidden = look.hidden if whole_look.hidden is None else whole_look.hidden
        whole_look.struck = look.struck if whole_look.struck is None else whole_look.struck
        whole_look.color = look.color if whole_look.color is None else whole_look.color
        whole_look.raised = look.raised if whole_look.raised is None else whole_look.raised
        whole_look.font = look.font if whole_look.font is None else whole_look.font
        whole_look.shaded = whole_look.shaded or look.shaded
    return whole_look


STRUCK = ("w:strike", "w:dstrike")
LOOKS = ("w:vanish", *STRUCK, "w:color", "w:shd", "w:highlight", "w:vertAlign", "w:rFonts", "w:rStyle")


class Styles(Events):
    """styles.xml. ``shaded_tables`` are the table styles that lay a colour behind some of their cells."""

    def __init__(self) -> None:
        super().__init__()
        self.shaded_tables: set[str] = set()
        self._looks: dict[str | None, Look] = {None: Look()}
        self._bases: dict[str, str] = {}
        self._settled: dict[tuple[str | None, bool], Look] = {}
        self._default: str | None = None
        self._open: str | None = None
        self.starts |= {
            "w:style": self._style,
            "w:basedOn": self._based,
            "w:numId": self._number,
            "w:ilvl": self._level,
            "w:tblStylePr": self._part_of_table,
            "w:latentStyles": lambda _: True,
        }
        self.starts |= dict.fromkeys(LOOKS, self._property)

    def chain(self, style: str | None) -> Iterator[tuple[str | None, Look]]:
        """The style and those it builds on, nearest first, and the defaults of the document (named None) last."""
        current, steps = style or self._default, 0
        while current is not None and steps < _DEEPEST:
            yield current, self._looks.get(current, Look())
            current, steps = self._bases.get(current), steps + 1
        yield None, self._looks[None]

    def settled(self, style: str | None, *, defaults: bool = True) -> Look:
        """What a style and those under it come to; without the document's defaults for a character style."""
        key = (style, defaults)
        if key not in self._settled:
            self._settled[key] = settle([look for name, look in self.chain(style) if defaults or name is not None])
        return self._settled[key]

    def numbered(self, style: str | None) -> tuple[str | None, int | None, str | None]:
        """(numbering, level, the style that sets it) of a paragraph style; level None leaves it to the numbering to tell."""
        level = None
        for name, look in self.chain(style):
            level = look.level if level is None else level
            if look.number is not None:
                return look.number, level, name
        return None, level, None

    def _style(self, attributes: dict[str, str]) -> None:
        self._open = attributes.get("w:styleId", "")
        self._looks[self._open] = Look()
        if len(self._looks) > _MOST:
            raise TooLarge("文件中的样式过多")
        if attributes.get("w:type") == "paragraph" and attributes.get("w:default") in ("1", "true", "on"):
            self._default = self._open

    def _look(self) -> Look:
        return self._looks[self._open if "w:style" in self.path else None]

    def _based(self, attributes: dict[str, str]) -> None:
        if self._open is not None:
            self._bases[self._open] = attributes.get("w:val", "")

    def _number(self, attributes: dict[str, str]) -> None:
        self._look().number = attributes.get("w:val")

    def _level(self, attributes: dict[str, str]) -> None:
        self._look().level = whole(attributes, 0)

    def _part_of_table(self, _: dict[str, str]) -> None:
        """What holds of a header row or a stripe only is noted as shading of the table, nothing else."""

    def _property(self, attributes: dict[str, str]) -> None:
        name = self.path[-1]
        if name == "w:shd" and shading(attributes) and self._open and self.parent in ("w:tcPr", "w:tblPr"):
            self.shaded_tables.add(self._open)
        elif self.parent in ("w:rPr", "w:pPr") and "w:tblStylePr" not in self.path:
            set_look(self._look(), name, attributes)
