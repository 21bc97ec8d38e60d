"""The text of a part (document.xml, footnotes.xml, a header) as lines, told by the events of its XML.

Stories stack, for a cell may hold a table and a paragraph a text box; nothing recurses.
"""

from __future__ import annotations

from collections.abc import Mapping

from index.errors import DamagedFile
from index.readers.word.inline import Inline
from index.readers.word.numbering import Numbering
from index.readers.word.package import Spent
from index.readers.word.paragraph import Paragraph, Story
from index.readers.word.styles import WHITE, Styles, shading, switched_on, whole
from index.readers.word.tables import Cell, Line, Row, Table

_FILLS = ("a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill")
_VML_SHAPES = ("v:shape", "v:rect", "v:roundrect", "v:oval")
_PAPER = ("", "auto", "white", "#ffffff", "ffffff")
_COUNTED = {
    "w:commentReference": "comments",
    "a:blip": "pictures",
    "v:imagedata": "pictures",
    "c:chart": "drawings",
    "dgm:relIds": "drawings",
    "o:OLEObject": "objects",
    "w:altChunk": "imports",
}


class Body(Inline):
    """Reads one part.

    ``numbering`` None leaves automatic numbers out. ``anchors`` names, for a part of notes, the paragraph each is called from.
    After the walk: ``lines``; ``notes`` by number, where the part holds notes; ``called``, the notes that the text calls as
    (footnote or endnote, number, paragraph) in order.
    """

    def __init__(
        self,
        styles: Styles,
        spent: Spent,
        numbering: Numbering | None = None,
        anchors: Mapping[str, int | None] | None = None,
        *,
        lenient: bool = False,
    ) -> None:
        super().__init__(styles, spent, lenient=lenient)
        self.lines: list[Line] = self.story.lines
        self.notes: dict[str, list[Line]] = {}
        self.called: list[tuple[str, str, int | None]] = []
        self.found = False
        self._numbering, self._anchors = numbering, anchors or {}
        self._paragraphs = 0
        self._filled = False
        self._open_note = ""
        self._choices: list[bool] = []
        self.starts |= dict.fromkeys(("w:body", "w:hdr", "w:ftr", "w:footnotes", "w:endnotes"), self._part)
        self.starts |= dict.fromkeys(("mc:Choice", "mc:Fallback"), self._chosen) | dict.fromkeys(_COUNTED, self._counts)
        self.starts |= dict.fromkeys(("w:footnote", "w:endnote"), self._note)
        self.starts |= dict.fromkeys(("w:footnoteReference", "w:endnoteReference"), self._calls)
        self.starts |= dict.fromkeys(_VML_SHAPES, self._vml_shape) | dict.fromkeys((*_FILLS, "a:fillRef"), self._fill)
        self.starts |= dict.fromkeys(("w:pStyle", "w:numId", "w:ilvl"), self._paragraph_property)
        self.starts |= dict.fromkeys(("w:tblStyle", "w:gridCol", "w:gridBefore", "w:gridSpan", "w:vMerge"), self._table_property)
        self.starts |= {
            "w:p": self._opens_paragraph,
            "w:shd": self._shades,
            "w:tbl": self._opens_table,
            "w:tr": self._opens_row,
            "w:hidden": self._hides_row,
            "w:tc": self._opens_cell,
            "w:txbxContent": self._opens_box,
            "w:background": self._background,
            "wps:wsp": self._shape,
            "v:textpath": self._lettering,
            "mc:AlternateContent": lambda _: self._choices.append(False),
        }
        self.ends |= dict.fromkeys(("w:footnote", "w:endnote"), self._closes_note)
        self.ends |= {
            "w:p": self._closes_paragraph,
            "w:tbl": self._closes_table,
            "w:tc": self._closes_cell,
            "w:txbxContent": self._closes_box,
            "mc:AlternateContent": self._closes_choice,
            "w:body": self._closes_part_of_file,
        }
        self.ends |= dict.fromkeys(("w:hdr", "w:ftr"), self._closes_part_of_file)

    def _part(self, _: dict[str, str]) -> None:
        self.found = True

    def _closes_part_of_file(self) -> None:
        self.story.flush()
        self.ended(self.story)

    def _background(self, attributes: dict[str, str]) -> None:
        self.story.shaded = attributes.get("w:color", "").lower() not in _PAPER

    def _counts(self, _: dict[str, str]) -> None:
        self.tally[_COUNTED[self.path[-1]]] += 1

    def _closes_choice(self) -> None:
        self._choices.pop()

    def _chosen(self, _: dict[str, str]) -> bool:
        """The same content for newer and for older programs: the first is read, the others are skipped."""
        if not self._choices:
            return False
        taken, self._choices[-1] = self._choices[-1], True
        return taken

    # Paragraphs

    def _opens_paragraph(self, _: dict[str, str]) -> None:
        story = self.story
        self._paragraphs += story.number is None
        number = self._paragraphs if story.number is None else story.number or None
        if story.cell is not None and story.cell.paragraph is None:
            story.cell.paragraph = number
        paragraph = Paragraph(number)
        carried, story.carried = story.carried, None
        if carried is not None:
            paragraph.take_over(carried)
        story.paragraphs.append(paragraph)

    def _paragraph_property(self, attributes: dict[str, str]) -> None:
        paragraph = self.paragraph
        if paragraph is None or self.parent not in ("w:pPr", "w:numPr"):
            return
        if self.path[-1] == "w:pStyle":
            paragraph.look.style = attributes.get("w:val")
        elif self.path[-1] == "w:numId":
            paragraph.look.number = attributes.get("w:val")
        else:
            paragraph.look.level = whole(attributes, 0)

    def _closes_paragraph(self) -> None:
        story = self.story
        if not story.paragraphs:
            return
        paragraph = story.paragraphs.pop()
        label = self._label(story, paragraph)
        if label:
            self.spent.text(len(label))
            paragraph.head(label)
        if paragraph.joins:
            story.carried = paragraph
        else:
            story.lines += paragraph.lines()

    def _label(self, story: Story, paragraph: Paragraph) -> str:
        if self._numbering is None or not story.counts or paragraph.mark_deleted or paragraph.unseen():
            return ""
        look = paragraph.look
        label = self._numbering.label(look.style, look.number, look.level)
        # A number alone may be all a cell holds (序号); a bullet alone says nothing.
        return label if paragraph.length or any(map(str.isalnum, label)) else ""

    # Tables

    def _opens_table(self, _: dict[str, str]) -> None:
        self.story.flush()
        self.story.tables.append(Table(self.story.shaded))

    def _opens_row(self, _: dict[str, str]) -> None:
        if not self.story.tables:
            raise DamagedFile("文件中的表格结构已损坏")
        self.spent.cell()
        self.story.tables[-1].rows.append(Row())

    def _hides_row(self, attributes: dict[str, str]) -> None:
        if self.parent == "w:trPr" and self.story.tables and self.story.tables[-1].rows:
            self.story.tables[-1].rows[-1].unseen = switched_on(attributes)

    def _opens_cell(self, _: dict[str, str]) -> None:
        story = self.story
        if not story.tables or not story.tables[-1].rows:
            raise DamagedFile("文件中的表格结构已损坏")
        row = story.tables[-1].rows[-1]
        self.spent.cell()
        cell = Cell(row.next)
        row.cells.append(cell)
        shaded = story.tables[-1].shaded
        self.enter(Story(shaded, story.unseen or row.unseen, story.number, story.counts, story.fields, cell))

    def _table_property(self, attributes: dict[str, str]) -> None:
        table = self.story.tables[-1] if self.story.tables else None
        cell = self.story.cell
        match self.path[-1], self.parent:
            case "w:tblStyle", _ if table is not None:
                table.shaded = table.shaded or attributes.get("w:val") in self.styles.shaded_tables
            case "w:gridCol", _ if table is not None:
                table.widths.append(whole({"w:val": attributes.get("w:w", "")}, 0))
            case "w:gridBefore", _ if table is not None and table.rows:
                table.rows[-1].next += max(0, whole(attributes, 0))
            case "w:gridSpan", "w:tcPr" if cell is not None:
                cell.span = max(1, whole(attributes, 1))
            case "w:vMerge", "w:tcPr" if cell is not None:
                cell.continues = attributes.get("w:val") != "restart"
                self.story.counts = self.story.counts and not cell.continues

    def _shades(self, attributes: dict[str, str]) -> None:
        story, shaded = self.story, shading(attributes)
        if self.parent == "w:pPr" and self.paragraph is not None:
            self.paragraph.look.shaded = shaded
        elif self.parent == "w:tcPr" and story.cell is not None:
            story.shaded = shaded or (story.shaded and attributes.get("w:fill", "auto").upper() != WHITE)
        elif self.parent == "w:tblPr" and story.tables:
            story.tables[-1].shaded = story.tables[-1].shaded or shaded
        else:
            self._property(attributes)

    def _closes_cell(self) -> None:
        story = self.leave()
        if story.cell is not None:
            story.cell.lines = story.lines
            self.story.tables[-1].rows[-1].next = story.cell.start + story.cell.span

    def _closes_table(self) -> None:
        self.story.lines += self.story.tables.pop().lines(self.spent)

    # Text boxes

    def _shape(self, _: dict[str, str]) -> None:
        self._filled = False

    def _fill(self, attributes: dict[str, str]) -> None:
        if self.parent == "wps:spPr" or (self.path[-1] == "a:fillRef" and attributes.get("idx", "0") != "0"):
            self._filled = True

    def _vml_shape(self, attributes: dict[str, str]) -> None:
        color = attributes.get("fillcolor", "").split(" ")[0].lower()
        self._filled = attributes.get("filled") not in ("f", "false") and color not in _PAPER

    def _lettering(self, attributes: dict[str, str]) -> None:
        text = " ".join(attributes.get("string", "").split())
        if text and self.paragraph is not None:
            self.spent.text(len(text))
            self.paragraph.after.append(Line(text, self.paragraph.number))

    def _opens_box(self, _: dict[str, str]) -> None:
        story, anchor = self.story, self.paragraph
        number = anchor.number if anchor is not None else story.number
        unseen = story.unseen or (anchor is not None and bool(anchor.run.hidden))
        self.enter(Story(story.shaded or self._filled, unseen, number or 0))

    def _closes_box(self) -> None:
        box = self.leave()
        self.ended(box)
        (self.paragraph.after if self.paragraph is not None else self.story.lines).extend(box.lines)

    # Notes

    def _note(self, attributes: dict[str, str]) -> bool:
        if attributes.get("w:type", "normal") != "normal":
            return True
        self._open_note = attributes.get("w:id", "")
        self.enter(Story(number=self._anchors.get(self._open_note) or 0))
        return False

    def _closes_note(self) -> None:
        note = self.leave()
        self.ended(note)
        self.notes[self._open_note] = note.lines

    def _calls(self, attributes: dict[str, str]) -> None:
        if self.paragraph is not None and not self.story.fields.coded:
            self.spent.text(1)
            kind = self.path[-1].removeprefix("w:").removesuffix("Reference")
            self.called.append((kind, attributes.get("w:id", ""), self.paragraph.number))
