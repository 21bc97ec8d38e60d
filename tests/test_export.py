import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn

from index.errors import NotFound
from service.export import export
from service.schema import Briefing, BriefingSection, Citation, Coverage, Sentence, Table, TableCell


def sample(quote: str = "规模工业总产值达到12亿元") -> Briefing:
    source = Citation(
        n=1, report_id="r1", title="样例园区半年汇报", zone="样例园区", period="2025-01-01/2025-06-30", heading=("一、经济运行",),
        quote=quote, start=0, end=len(quote), raw_start=0, raw_end=len(quote),
    )  # fmt: skip
    figures = (
        Sentence(text="规模工业总产值达到12亿元。[1]", citations=(1,), verdict="supported"),
        Sentence(text="税收3亿元。[1]", citations=(1,), withheld=True, verdict="mismatch"),
    )
    return Briefing(
        id="brf_1", title="样例园区2025年上半年工作简报", zones=("样例园区",), period="2025-01-01/2025-06-30",
        sections=(
            BriefingSection(heading="概况", sentences=(Sentence(text="样例园区<工作汇报>。"),)),
            BriefingSection(heading="主要指标", sentences=figures),
        ),
        table=Table(columns=("指标", "数值"), rows=((TableCell(text="总产值|现价"), TableCell(text="12亿元", citation=1)),)),
        coverage=Coverage(reports_searched=1, reports_used=1), citations=(source,), created="2025-07-11T08:00:00+00:00",
    )  # fmt: skip


def test_every_kind_carries_title_sections_table_and_numbered_sources() -> None:
    briefing = sample()
    markdown, page = (export(briefing, kind).decode() for kind in ("md", "html"))
    document = Document(io.BytesIO(export(briefing, "docx")))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for text in (markdown, re.sub(r"<[^>]+>", "", page), words):
        for expected in (
            briefing.title,
            "一、概况",
            "二、主要指标",
            "规模工业总产值达到12亿元。[1]",
            "资料来源",
            "样例园区半年汇报",
        ):
            assert expected in text
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["总产值|现价", "12亿元[1]"]


def test_a_withheld_sentence_is_in_no_export() -> None:
    for kind in ("md", "html"):
        assert "税收3亿元" not in export(sample(), kind).decode()
    document = Document(io.BytesIO(export(sample(), "docx")))
    assert all("税收3亿元" not in paragraph.text for paragraph in document.paragraphs)


def test_markup_in_a_report_stays_text() -> None:
    hostile = "<script>alert(1)</script> | **粗** \x07"
    page, markdown = export(sample(hostile), "html").decode(), export(sample(hostile), "md").decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "\\*\\*粗\\*\\*" in markdown
    assert "\\|" in markdown
    assert Document(io.BytesIO(export(sample(hostile), "docx"))).paragraphs


def test_marks_of_the_page_lead_to_their_sources() -> None:
    page = export(sample(), "html").decode()
    assert 'href="#source-1"' in page
    assert 'id="source-1"' in page


def test_chinese_text_of_a_docx_names_chinese_fonts() -> None:
    document = Document(io.BytesIO(export(sample(), "docx")))
    fonts = {
        run._element.rPr.rFonts.get(qn("w:eastAsia"))
        for paragraph in document.paragraphs
        for run in paragraph.runs
    }  # fmt: skip
    assert fonts == {"仿宋", "黑体"}


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(NotFound):
        export(sample(), "pdf")
