"""A briefing as a document: docx, Markdown or a standalone HTML page, with numbered sources. Withheld sentences stay out."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from index.domain import Period
from index.errors import NotFound
from service.schema import Briefing, BriefingSection, Citation, Table

BODY_FONT, HEADING_FONT, LATIN_FONT = "仿宋", "黑体", "Times New Roman"
"""What GB/T 9704-2012 (党政机关公文格式) sets: 仿宋 for the text, 黑体 for first-level headings, digits in a Latin face."""

BODY_SIZE, HEADING_SIZE, TITLE_SIZE, SMALL_SIZE = Pt(16), Pt(16), Pt(22), Pt(10.5)
_NARROW_COLUMNS = 5
_MARK = re.compile(r"\[(\d{1,4})\]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters XML does not allow: reports come from anywhere."""

_ORDINALS = "一二三四五六七八九十"
_STYLE = """
body{max-width:46em;margin:2em auto;padding:0 1em;font:16px/1.8 FangSong,STFangsong,仿宋,serif;color:#1a1a1a}
h1,h2{font-family:SimHei,黑体,sans-serif;line-height:1.4}h1{text-align:center;font-size:1.6em}h2{font-size:1.15em;margin-top:1.6em}
table{border-collapse:collapse;width:100%;font-size:.9em}th,td{border:1px solid #999;padding:.3em .6em;text-align:left}
p{text-indent:2em;margin:.4em 0}.note{color:#555;text-indent:0;font-size:.9em}sup a{text-decoration:none}
ol{font-size:.85em}ol q{color:#333}@media print{body{margin:0;max-width:none}}
"""


def export(briefing: Briefing, kind: str) -> bytes:
    """``kind`` is docx, md or html; raises NotFound for another."""
    if kind == "docx":
        return _docx(briefing)
    if kind == "md":
        return _markdown(briefing).encode("utf-8", "replace")
    if kind == "html":
        return _html(briefing).encode("utf-8", "replace")
    raise NotFound(f"没有 {kind} 这种导出", advice="可导出: docx、md、html。")


def _paragraphs(briefing: Briefing, section: BriefingSection) -> list[str]:
    """Sentences of one zone run on; of several zones each stands alone, for each begins with its zone."""
    shown = [sentence.text for sentence in section.sentences if not sentence.withheld]
    return shown if len(briefing.zones) > 1 or section.heading == "数据说明" else ["".join(shown)] if shown else []


def _sections(briefing: Briefing) -> Iterator[tuple[str, list[str], Table | None]]:
    """(numbered heading, paragraphs, table) in order; the table stands with the main figures."""
    placed = False
    for number, section in enumerate(briefing.sections):
        with_table = briefing.table if section.heading == "主要指标" else None
        placed = placed or with_table is not None
        ordinal = _ORDINALS[number] if number < len(_ORDINALS) else str(number + 1)
        yield f"{ordinal}、{section.heading}", _paragraphs(briefing, section), with_table
    if briefing.table is not None and not placed:
        yield briefing.table.title or "附表", [], briefing.table


def _subtitle(briefing: Briefing) -> str:
    period = f"报告期:{Period.parse(briefing.period).label}  " if briefing.period else ""
    changed = ",经人工修改" if briefing.edited else ""
    coverage = f"依据{briefing.coverage.reports_used}/{briefing.coverage.reports_searched}份报告"
    return f"{period}{coverage}  生成:{briefing.created[:10]}{changed}"


def _source(citation: Citation) -> tuple[str, str]:
    """Where a source stands, and its quote on one line."""
    period = f",{Period.parse(citation.period).label}" if citation.period else ""
    heading = f",{' > '.join(citation.heading)}" if citation.heading else ""
    return f"{citation.zone}《{citation.title}》{period}{heading}", re.sub(r"\s+", " ", citation.quote)


# --- Markdown and HTML


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_<>|])", r"\\\1", _UNPRINTABLE.sub("", text)).replace("\n", " ")


def _markdown(briefing: Briefing) -> str:
    lines = [f"# {_escaped(briefing.title)}", "", _escaped(_subtitle(briefing)), ""]
    for heading, paragraphs, table in _sections(briefing):
        lines += [f"## {_escaped(heading)}", ""]
        for paragraph in paragraphs:
            lines += [_escaped(paragraph), ""]
        if table is not None:
            lines += ["| " + " | ".join(map(_escaped, table.columns)) + " |", "|" + " --- |" * len(table.columns)]
            for row in table.rows:
                cells = [cell.text + (f"[{cell.citation}]" if cell.citation else "") for cell in row]
                lines.append("| " + " | ".join(map(_escaped, cells)) + " |")
            lines.append("")
    lines += ["## 资料来源", ""]
    for citation in briefing.citations:
        place, quote = _source(citation)
        lines += [f"[{citation.n}] {_escaped(place)}:“{_escaped(quote)}”", ""]
    return "\n".join(lines)


def _linked(text: str) -> str:
    safe = html.escape(_UNPRINTABLE.sub("", text))
    return _MARK.sub(r'<sup><a href="#source-\1">[\1]</a></sup>', safe)


def _html(briefing: Briefing) -> str:
    title = html.escape(_UNPRINTABLE.sub("", briefing.title))
    parts = [
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head><body>',
        f'<h1>{title}</h1><p class="note">{html.escape(_subtitle(briefing))}</p>',
    ]
    for heading, paragraphs, table in _sections(briefing):
        parts.append(f"<h2>{html.escape(heading)}</h2>")
        parts += [f"<p>{_linked(paragraph)}</p>" for paragraph in paragraphs]
        if table is not None:
            head = "".join(f"<th>{html.escape(column)}</th>" for column in table.columns)
            rows = "".join(
                "<tr>"
                + "".join(f"<td>{_linked(cell.text + (f'[{cell.citation}]' if cell.citation else ''))}</td>" for cell in row)
                + "</tr>"
                for row in table.rows
            )
            parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
    parts.append("<h2>资料来源</h2><ol>")
    for citation in briefing.citations:
        place, quote = (html.escape(_UNPRINTABLE.sub("", words)) for words in _source(citation))
        parts.append(f'<li id="source-{citation.n}" value="{citation.n}">{place}:<q>{quote}</q></li>')
    parts.append("</ol></body></html>")
    return "\n".join(parts)


# --- docx


def _docx(briefing: Briefing) -> bytes:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
    document.core_properties.title = _UNPRINTABLE.sub("", briefing.title)
    document.core_properties.author = "ZoneBrief"
    _style(document)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, briefing.title, HEADING_FONT, TITLE_SIZE)
    note = document.add_paragraph()
    note.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(note, _subtitle(briefing), BODY_FONT, SMALL_SIZE)
    for heading, paragraphs, table in _sections(briefing):
        _heading(document, heading)
        for words in paragraphs:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.first_line_indent = BODY_SIZE * 2
            _marked(paragraph, words, BODY_SIZE)
        if table is not None:
            _table(document, table)
    _heading(document, "资料来源")
    for citation in briefing.citations:
        place, quote = _source(citation)
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.9), Cm(-0.9)
        _run(paragraph, f"[{citation.n}] {place}:“{quote}”", BODY_FONT, SMALL_SIZE)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _style(document: Docx) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN_FONT, BODY_SIZE
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY_FONT)
    normal.paragraph_format.space_after = Pt(0)


def _heading(document: Docx, words: str) -> None:
    heading = document.add_heading(level=1)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(10), Pt(4)
    _run(heading, words, HEADING_FONT, HEADING_SIZE)


def _run(paragraph: Paragraph, words: str, font: str, size: Pt) -> Run:
    run = paragraph.add_run(_UNPRINTABLE.sub("", words))
    run.font.name, run.font.size = LATIN_FONT, size
    run.font.bold = False
    run.font.color.rgb = RGBColor(0, 0, 0)  # Word's heading style is blue
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _marked(paragraph: Paragraph, words: str, size: Pt) -> None:
    """Text with its marks raised."""
    at = 0
    for match in _MARK.finditer(words):
        if match.start() > at:
            _run(paragraph, words[at : match.start()], BODY_FONT, size)
        _run(paragraph, match.group(), BODY_FONT, size).font.superscript = True
        at = match.end()
    if at < len(words):
        _run(paragraph, words[at:], BODY_FONT, size)


def _table(document: Docx, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.columns))
    grid.style = "Table Grid"
    size = SMALL_SIZE if len(table.columns) <= _NARROW_COLUMNS else Pt(9)
    for cell, words in zip(grid.rows[0].cells, table.columns, strict=True):
        _run(cell.paragraphs[0], words, HEADING_FONT, size)
    for row in table.rows:
        for cell, content in zip(grid.add_row().cells, row, strict=True):
            mark = f"[{content.citation}]" if content.citation else ""
            _marked(cell.paragraphs[0], content.text + mark, size)
