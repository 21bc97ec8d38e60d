"""Word documents with automatic numbering, tables, header and footer; workbooks with formats, merged cells and formulas."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from evals.intake.lines import Role
from evals.intake.writing import NUMBERED, ORDINALS, SUBNUMBERED, Block, Job, blocks, repeats

if TYPE_CHECKING:
    from docx.document import Document

_NUMBERING = (
    '<w:abstractNum {ns} w:abstractNumId="91"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="(%2)"/></w:lvl>'
    "</w:abstractNum>"
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def docx(job: Job) -> bytes:
    import docx as word
    from docx.shared import Pt

    document = word.Document()
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = "宋体", Pt(12)
    numbering = _Numbering(document) if job.draw.random() < 0.7 else None
    _edges(document, job)
    for block in blocks(job.lines):
        if block.rows:
            _table(document, block)
        elif block.role is Role.TITLE:
            document.add_heading(block.text, level=0)
        elif block.role in (Role.HEADING, Role.SUBHEADING):
            _heading(document, block, numbering)
        elif block.role is Role.HIDDEN:
            document.add_paragraph().add_run(block.text).font.hidden = True
        else:
            _paragraph(document, block, job)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Numbering:
    """Numbers by the word processor, where the next number is what the text has; else the number is written out."""

    def __init__(self, document: Document) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        numbering: Any = document.part.numbering_part.element
        abstract = parse_xml(_NUMBERING.format(ns=nsdecls("w")))
        first = next((child for child in numbering if child.tag.endswith("}num")), None)
        numbering.append(abstract) if first is None else first.addprevious(abstract)
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="91"/></w:num>'))
        self._next = [0, 0]

    def taken(self, text: str, level: int) -> str | None:
        """The heading without its number, which the document counts; None where it would count otherwise."""
        match = (NUMBERED, SUBNUMBERED)[level].fullmatch(text)
        place = self._next[level]
        if match is None or place >= len(ORDINALS) or match["ordinal"] != ORDINALS[place]:
            return None
        self._next[level] += 1
        if level == 0:
            self._next[1] = 0
        return match["words"]

    @staticmethod
    def put(paragraph: Any, level: int) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(number))


def _heading(document: Document, block: Block, numbering: _Numbering | None) -> None:
    level = 0 if block.role is Role.HEADING else 1
    words = numbering.taken(block.text, level) if numbering else None
    paragraph = document.add_heading(block.text if words is None else words, level=level + 1)
    if words is not None:
        _Numbering.put(paragraph, level)


def _paragraph(document: Document, block: Block, job: Job) -> None:
    """Runs that break inside words, as editing leaves them; the first words in bold now and then."""
    paragraph = document.add_paragraph()
    cut = job.draw.randint(1, 12) if job.draw.random() < 0.3 else 0
    if cut:
        paragraph.add_run(block.text[:cut]).bold = job.draw.random() < 0.5
    paragraph.add_run(block.text[cut:])


def _edges(document: Document, job: Job) -> None:
    """A running head, and a page number as a field in the footer."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    section = document.sections[0]
    if job.draw.random() < 0.7:
        section.header.paragraphs[0].text = f"{job.dirty.source.zone}工作材料"
    foot = section.footer.paragraphs[0]
    foot.add_run("— ")
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    foot.add_run(" —")


def _table(document: Document, block: Block) -> None:
    rows = block.rows
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    classes = len({row[0] for row in rows}) < len(rows)
    for at, row in enumerate(rows):
        span = repeats(rows, at) if classes else 1
        for column, cell in enumerate(row):
            if column or span:
                table.cell(at, column).text = "" if cell == "—" else cell
        if span > 1:
            table.cell(at, 0).merge(table.cell(at + span - 1, 0))


def workbook(job: Job) -> bytes:
    """The table in cells with number formats, the remarks below it or on a sheet of their own."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("主要指标")
    apart = job.draw.random() < 0.4
    notes = book.add_worksheet("情况说明") if apart else sheet
    title, wide = book.add_format({"bold": True, "align": "center"}), max((len(each.cells) for each in job.lines), default=1)
    at = below = 0
    tabled = False
    for block in blocks(job.lines):
        if block.rows:
            at = _rows(book, sheet, block.rows, at, job)
            tabled = True
        elif block.role is Role.TITLE and wide > 1:
            sheet.merge_range(at, 0, at, wide - 1, block.text, title)
            at += 1
        elif tabled and apart:
            notes.write_string(below, 0, block.text)
            below += 1
        else:
            sheet.write_string(at, 0, block.text)
            at += 1
    book.close()
    return out.getvalue()


def _rows(book: Any, sheet: Any, rows: Sequence[Sequence[str]], at: int, job: Job) -> int:
    """Numbers as numbers shown with their places, rates as percentages where the head says %, a formula with its value now and then."""
    classes = len({row[0] for row in rows}) < len(rows)
    center = book.add_format({"valign": "vcenter"})
    as_text = job.draw.random() < 0.2
    for number, row in enumerate(rows):
        span = repeats(rows, number) if classes else 1
        for column, cell in enumerate(row):
            if column == 0 and span > 1:
                sheet.merge_range(at + number, 0, at + number + span - 1, 0, cell, center)
            elif column == 0 and span == 0:
                continue
            elif not _NUMBER.fullmatch(cell) or as_text or number == 0:
                if cell != "—":
                    sheet.write_string(at + number, column, cell)
            elif job.draw.random() < 0.1:
                sheet.write_formula(at + number, column, f"={cell}+0", _shown(book, cell), float(cell))
            else:
                sheet.write_number(at + number, column, float(Decimal(cell)), _shown(book, cell))
    return at + len(rows)


def _shown(book: Any, cell: str) -> Any:
    places = len(cell.partition(".")[2])
    return book.add_format({"num_format": "0." + "0" * places if places else "0"})
