"""What stands inside a paragraph: runs and their looks, fields, symbols, formulas, tracked changes."""

from __future__ import annotations

from collections import Counter

from index.readers.word.formula import MARKS, STRUCTURES, Formula
from index.readers.word.package import Events, Spent
from index.readers.word.paragraph import Paragraph, Story
from index.readers.word.styles import LOOKS, WHITE, Look, Styles, set_look, settle, switched_on
from index.readers.word.symbols import circled, in_font, lowered, raised, symbol

# Properties as they were before a tracked change, settings of controls, and text that is not shown where it stands.
_UNREAD = (
    "w:pPrChange", "w:rPrChange", "w:sectPr", "w:tblPrChange", "w:tblPrExChange",
    "w:tblGridChange", "w:trPrChange", "w:tcPrChange", "w:numberingChange", "w:sdtPr",
    "w:sdtEndPr", "w:delText", "w:delInstrText", "w:ffData", "m:ctrlPr",
)  # fmt: skip
_BLANKS = str.maketrans("\t\r\n", "   ", "\u00ad")


class Inline(Events):
    """Writes text into the paragraph that is open; text outside paragraphs is none.

    ``tally`` counts what the receipt tells: inserted, deleted, comments, pictures, drawings, objects, imports, phonetic, symbols,
    equations. ``unclosed`` becomes true where a field never came to its result and took text with it; with ``lenient`` such text is kept.
    """

    def __init__(self, styles: Styles, spent: Spent, *, lenient: bool) -> None:
        super().__init__()
        self.styles, self.spent, self.lenient = styles, spent, lenient
        self.story = Story()
        self._around: list[Story] = []
        self.tally: Counter[str] = Counter()
        self.unclosed = False
        self._swallowed = False
        self._collected: list[str] | None = None
        self._waiting = 0
        self._verbatim = False
        self._formula: Formula | None = None
        self.starts |= dict.fromkeys(_UNREAD, lambda _: True)
        self.starts |= dict.fromkeys(LOOKS, self._property) | dict.fromkeys(STRUCTURES, self._opens_part)
        self.starts |= dict.fromkeys(MARKS, self._marks_part)
        self.starts |= dict.fromkeys(("w:ins", "w:moveTo"), self._inserted) | dict.fromkeys(
            ("w:del", "w:moveFrom"), self._deleted
        )
        self.starts |= dict.fromkeys(("w:t", "m:t", "w:instrText"), self._collects)
        self.starts |= dict.fromkeys(("w:br", "w:cr"), lambda _: self.write("\n"))
        self.starts |= dict.fromkeys(("w:tab", "w:ptab"), self._tab)
        self.starts |= {
            "w:r": self._run,
            "m:r": self._run,
            "w:specVanish": self._joins,
            "w:noBreakHyphen": lambda _: self.write("-"),
            "w:sym": self._symbol,
            "w:fldChar": self._field,
            "w:rt": self._phonetic,
        }
        self.ends |= dict.fromkeys(STRUCTURES, self._closes_part)
        self.ends |= {"w:t": self._text, "m:t": self._text, "w:instrText": self._code}

    @property
    def paragraph(self) -> Paragraph | None:
        paragraphs = self.story.paragraphs
        return paragraphs[-1] if paragraphs else None

    def enter(self, story: Story) -> None:
        self._around.append(self.story)
        self.story = story

    def leave(self) -> Story:
        """Back to the story around; the one that ended, all its lines written."""
        ended, self.story = self.story, self._around.pop()
        ended.flush()
        return ended

    def characters(self, text: str) -> None:
        if self._collected is not None:
            self._waiting += len(text)
            if self._waiting > self.spent.limits.characters:
                self.spent.text(self._waiting)
            self._collected.append(text)

    def write(self, text: str) -> None:
        """Text as it is seen, unless a field's code is being read."""
        story, paragraph = self.story, self.paragraph
        if paragraph is None or not text:
            return
        if story.fields.coded and not self.lenient:
            self._swallowed = True
            return
        self.spent.text(len(text))
        paragraph.write(text, hidden=self.unseen(paragraph))

    def unseen(self, paragraph: Paragraph) -> bool:
        """Whether the run being read is hidden, struck out, or white on white."""
        look = self._look(paragraph)
        return (
            self.story.unseen
            or bool(look.hidden or look.struck)
            or (look.color == WHITE and not look.shaded and not self.story.shaded)
        )

    def ended(self, story: Story) -> None:
        """Called with every story that ends and does not share its fields."""
        self.unclosed = self.unclosed or (self._swallowed and story.fields.coded > 0)

    def _look(self, paragraph: Paragraph) -> Look:
        if paragraph.settled is None:
            looks = [paragraph.run, paragraph.look, self.styles.settled(paragraph.look.style)]
            if paragraph.run.style:
                looks.insert(1, self.styles.settled(paragraph.run.style, defaults=False))
            paragraph.settled = settle(looks)
        return paragraph.settled

    def _run(self, _: dict[str, str]) -> None:
        if self.paragraph is not None:
            self.paragraph.run, self.paragraph.settled = Look(), None

    def _property(self, attributes: dict[str, str]) -> None:
        paragraph, name = self.paragraph, self.path[-1]
        if paragraph is None or self.parent != "w:rPr":
            return
        if self.grandparent in ("w:r", "m:r"):
            set_look(paragraph.run, name, attributes)
            paragraph.settled = None
        elif self.grandparent == "w:pPr" and name == "w:vanish":
            paragraph.mark_hidden = switched_on(attributes)

    def _joins(self, attributes: dict[str, str]) -> None:
        if self.paragraph is not None and self.path[-3:-1] == ["w:pPr", "w:rPr"]:
            self.paragraph.joins = switched_on(attributes)

    def _inserted(self, _: dict[str, str]) -> None:
        self.tally["inserted"] += self.parent not in ("w:rPr", "w:trPr", "w:numPr")

    def _deleted(self, _: dict[str, str]) -> bool:
        if self.parent == "w:rPr":
            if self.paragraph is not None and self.grandparent == "w:pPr":
                self.paragraph.joins = self.paragraph.mark_deleted = True
        elif self.parent == "w:trPr":
            tables = self.story.tables
            if tables and tables[-1].rows:
                tables[-1].rows[-1].gone = True
                self.tally["deleted"] += 1
        else:
            self.tally["deleted"] += 1
        return True

    def _collects(self, attributes: dict[str, str]) -> None:
        self._waiting = 0
        self._collected, self._verbatim = [], attributes.get("xml:space") == "preserve"

    def _taken(self) -> str:
        text = "".join(self._collected or ())
        self._collected = None
        return text.translate(_BLANKS) if self._verbatim else text.translate(_BLANKS).strip(" ")

    def _text(self) -> None:
        text, paragraph = self._taken(), self.paragraph
        if self._formula is not None:
            self._formula.write(text)
        elif paragraph is not None:
            look = self._look(paragraph)
            text = in_font(look.font, text) if look.font else text
            self.write(raised(text) if look.raised == 1 else lowered(text) if look.raised == -1 else text)

    def _code(self) -> None:
        self.story.fields.instruct(self._taken())

    def _tab(self, _: dict[str, str]) -> None:
        if self.parent == "w:r":
            self.write(" ")

    def _field(self, attributes: dict[str, str]) -> None:
        fields = self.story.fields
        match attributes.get("w:fldCharType"):
            case "begin":
                fields.begin()
            case "separate":
                fields.separate()
            case "end":
                code = fields.end()
                shown = circled(code)
                self.write(shown or "")
                self.tally["equations"] += shown is None and code.split()[:1] in (["EQ"], ["eq"])

    def _symbol(self, attributes: dict[str, str]) -> None:
        try:
            code = int(attributes.get("w:char", "")[:8], 16)
        except ValueError:
            return
        known = symbol(attributes.get("w:font"), code)
        self.tally["symbols"] += known is None
        self.write(known or (chr(code) if 0xE000 <= code < 0xF900 else ""))

    def _phonetic(self, _: dict[str, str]) -> bool:
        self.tally["phonetic"] += 1
        return True

    def _opens_part(self, _: dict[str, str]) -> None:
        if self._formula is None and self.path[-1] in ("m:oMath", "m:oMathPara"):
            self._formula = Formula()
        if self._formula is not None:
            self._formula.start(self.path[-1])

    def _marks_part(self, attributes: dict[str, str]) -> None:
        if self._formula is not None:
            self._formula.mark(self.path[-1], attributes.get("m:val", ""))

    def _closes_part(self) -> None:
        text = self._formula.end() if self._formula is not None else None
        if text is not None:
            self._formula = None
            self.write(text)
