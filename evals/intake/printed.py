"""PDF with text, set by reportlab: one column or two, with a running head and page numbers."""

from __future__ import annotations

import io
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from evals.intake.lines import Role
from evals.intake.writing import Job, blocks

_FONT = "STSong-Light"
"""One of the fonts every PDF reader brings along: no font file is needed, and the text is told by a predefined character map."""


def one_column(job: Job) -> bytes:
    return _set(job, columns=1)


def two_columns(job: Job) -> bytes:
    return _set(job, columns=2)


@cache
def _registered() -> str:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont

    registerFont(UnicodeCIDFont(_FONT))
    return _FONT


def _set(job: Job, *, columns: int) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    width, height = A4
    margin, gap = 22 * mm, 8 * mm
    each = (width - 2 * margin - (columns - 1) * gap) / columns
    frames = [
        Frame(margin + at * (each + gap), margin, each, height - 2 * margin, leftPadding=0, rightPadding=0)
        for at in range(columns)
    ]
    head = f"{job.dirty.source.zone}工作材料" if job.draw.random() < 0.7 else ""
    style = job.draw.choice(("- {} -", "第{}页", "{}"))

    def furnish(canvas: Any, document: Any) -> None:
        canvas.setFont(_registered(), 9)
        canvas.drawString(margin, height - 14 * mm, head)
        canvas.drawCentredString(width / 2, 12 * mm, style.format(document.page))

    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, title=job.dirty.source.title, invariant=1)
    document.addPageTemplates([PageTemplate(frames=frames, onPage=furnish)])
    document.build(_story(job, each, small=columns > 1))
    return out.getvalue()


def _story(job: Job, width: float, *, small: bool) -> list[Any]:
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Table

    size = 9.5 if small else job.draw.choice((10.5, 12))
    body = ParagraphStyle(
        "body", fontName=_registered(), fontSize=size, leading=size * 1.6, wordWrap="CJK", firstLineIndent=2 * size
    )
    flush = ParagraphStyle("flush", body, firstLineIndent=0)
    large = ParagraphStyle("title", flush, fontSize=size + 4, leading=(size + 4) * 1.5, alignment=1, spaceAfter=size)
    middle = ParagraphStyle("caption", flush, alignment=1)
    cell = ParagraphStyle("cell", flush, fontSize=size - 2, leading=(size - 2) * 1.3, alignment=1)
    styles = {Role.TITLE: large, Role.CAPTION: middle, Role.CHROME: flush}
    story: list[Any] = []
    for block in blocks(job.lines):
        if not block.rows:
            story.append(Paragraph(escape(block.text), styles.get(block.role, body if block.opens else flush)))
            continue
        cells = [[Paragraph(escape(text), cell) for text in row] for row in block.rows]
        column = width / len(block.rows[0])
        style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        story.append(Table(cells, colWidths=[column] * len(block.rows[0]), style=style))
    return story
