import pytest

from index.domain import Alignment, Report, Run, Section, Span, ZoneIdentity
from service.citing import CitationBook

TEXT = "一、经济运行\n园区实现产值12亿元,同比增长8%。\n二、招商\n新签约项目3个。\n"


def report(text: str = TEXT, shift: int = 10) -> Report:
    first = text.index("二、")
    sections = (
        Section("一、经济运行", 1, Span(0, first), Span(0, 6), ("一、经济运行",)),
        Section("二、招商", 1, Span(first, len(text)), Span(first, first + 4), ("二、招商",)),
    )
    alignment = Alignment((Run(Span(0, len(text)), Span(shift, shift + len(text))),))
    return Report(
        id="r1", content_hash="h", title="样例园区工作汇报", text=text, raw="·" * shift + text, alignment=alignment,
        zone=ZoneIdentity("样例园区", "园区"), period=None, period_note=None, published=None, kind="工作汇报",
        media_type="text/plain", created="2025-01-01T00:00:00Z", sections=sections,
    )  # fmt: skip


def span_of(phrase: str) -> Span:
    start = TEXT.index(phrase)
    return Span(start, start + len(phrase))


def test_places_are_numbered_in_the_order_of_first_use_and_keep_their_number() -> None:
    book, source = CitationBook(), report()
    assert [book.cite(source, span_of(phrase)) for phrase in ("新签约项目3个", "产值12亿元", "新签约项目3个")] == [1, 2, 1]
    assert [citation.quote for citation in book.citations()] == ["新签约项目3个", "产值12亿元"]


def test_a_citation_is_an_exact_slice_with_its_heading_and_its_raw_place() -> None:
    book, source = CitationBook(), report()
    citation = book.citation(book.cite(source, span_of("产值12亿元")))
    assert source.text[citation.start : citation.end] == citation.quote
    assert source.raw[citation.raw_start : citation.raw_end] == citation.quote
    assert list(citation.heading) == ["一、经济运行"]


def test_white_space_at_the_edges_is_no_part_of_a_quote() -> None:
    book, source = CitationBook(), report()
    line = span_of("新签约项目3个。\n")
    assert book.cite(source, line) == book.cite(source, span_of("新签约项目3个。"))


def test_a_quote_that_is_empty_or_too_long_or_outside_is_refused() -> None:
    book, source = CitationBook(), report("甲" * 400 + TEXT)
    for span in (Span(0, 0), Span(0, 301), Span(0, 9999)):
        with pytest.raises(ValueError, match="quote|leaves"):
            book.cite(source, span)
