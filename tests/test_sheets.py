"""The ledger as csv and xlsx: whole, typed, and no cell a formula."""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile

import pytest
from fake_service import TEXT, observation_of, report_of

from service.schema import ObservationOut
from service.sheets import COLUMNS, SHOWN, csv_lines, flat, workbook
from service.views import observation_out

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NASTY = (
    '=HYPERLINK("http://x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "a\x00b\x07",
    "\ud800尾",
    "http://x",
    "mailto:a@b",
)


def out(**changes: object) -> ObservationOut:
    return observation_out(observation_of(report_of(TEXT.encode()))).model_copy(update=changes)


class Book:
    """Cells of an xlsx by sheet number, row and column, as (type, text); what a spreadsheet would read."""

    def __init__(self, content: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.names = self.archive.namelist()

    def xml(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.archive.read(name))

    def rows(self, sheet: int = 1) -> list[dict[str, tuple[str, str]]]:
        rows = []
        for row in self.xml(f"xl/worksheets/sheet{sheet}.xml").iter(f"{MAIN}row"):
            cells = {}
            for cell in row.iter(f"{MAIN}c"):
                column = re.sub(r"\d", "", cell.get("r", ""))
                kind = cell.get("t", "n")
                text = "".join(part.text or "" for part in cell.iter(f"{MAIN}t" if kind == "inlineStr" else f"{MAIN}v"))
                cells[column] = (kind, text)
            rows.append(cells)
        return rows

    def formulas(self) -> int:
        sheets = [name for name in self.names if name.startswith("xl/worksheets/sheet")]
        return sum(len(list(self.xml(name).iter(f"{MAIN}f"))) for name in sheets)


def letters(field: str) -> str:
    at = [column.field for column in SHOWN].index(field)
    return chr(65 + at) if at < 26 else "A" + chr(65 + at - 26)


def test_a_sheet_has_chinese_titles_then_the_contracts_names_then_rows() -> None:
    rows = Book(workbook([out(), out()])).rows()
    assert (rows[0]["A"], rows[1]["A"]) == (("inlineStr", "园区"), ("inlineStr", "zone"))
    assert len(rows) == 4
    assert [cell[1] for cell in rows[1].values()] == [column.field for column in SHOWN]


def test_figures_are_numbers_and_words_are_text() -> None:
    row = Book(workbook([out()])).rows()[2]
    assert row[letters("value")] == ("n", "12.5")
    assert row[letters("value_norm")] == ("n", "1250000000")
    assert row[letters("growth_value")] == ("n", "-8")
    assert row[letters("unit")] == ("inlineStr", "亿元")
    assert letters("bound") not in row or row[letters("bound")][1] == ""


def test_a_figure_a_spreadsheet_would_round_stays_text() -> None:
    row = Book(workbook([out(value_norm="12345678901234567.8")])).rows()[2]
    assert row[letters("value_norm")] == ("inlineStr", "12345678901234567.8")


@pytest.mark.parametrize("text", NASTY)
def test_no_text_of_a_report_becomes_a_formula_an_address_or_broken_xml(text: str) -> None:
    book = Book(workbook([out(as_written=text, quote=text, subject=text)]))
    assert book.formulas() == 0
    kind, shown = book.rows()[2][letters("as_written")]
    assert kind == "inlineStr"
    assert shown.strip() == re.sub("[\x00\x07\ud800]", "\ufffd", text).strip()
    assert not any("hyperlink" in name for name in book.names)


def test_a_source_opens_at_its_clause_where_an_address_is_known() -> None:
    content = workbook([out()], lambda each: f"http://127.0.0.1:8000/#ledger?report={each.report_id}&start={each.start}")
    links = Book(content).archive.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert 'Target="http://127.0.0.1:8000/"' in links
    link = next(Book(content).xml("xl/worksheets/sheet1.xml").iter(f"{MAIN}hyperlink"))
    assert link.get("location", "").startswith("ledger?report=rep_")
    one = out()
    last = Book(content).rows()[2]
    assert f"{one.report_id}[{one.start}:{one.end}]" in {text for _, text in last.values()}


def test_the_titles_stay_in_sight_and_can_be_filtered() -> None:
    sheet = Book(workbook([out()])).xml("xl/worksheets/sheet1.xml")
    pane = next(sheet.iter(f"{MAIN}pane"))
    assert (pane.get("ySplit"), pane.get("state")) == ("2", "frozen")
    assert next(sheet.iter(f"{MAIN}autoFilter")).get("ref", "").startswith("A2:")


def test_an_empty_ledger_is_a_sheet_with_titles() -> None:
    assert len(Book(workbook([])).rows()) == 2


def test_every_field_is_explained_on_the_second_sheet() -> None:
    told = {row["B"][1] for row in Book(workbook([])).rows(2)[1:]}
    assert told == {column.field for column in SHOWN}


def test_the_columns_are_the_contracts_fields() -> None:
    assert set(flat(out())) == {column.field for column in COLUMNS}


def test_csv_and_observations_say_the_same() -> None:
    lines = "".join(csv_lines([out(as_written="=1+1")])).removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(lines))
    assert (row["value"], row["growth_value"], row["as_written"]) == ("12.5", "-8", "'=1+1")
