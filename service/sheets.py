"""The ledger as a sheet: csv for programs, xlsx for people. No cell of either is taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from service.schema import ObservationOut

FORMULA = re.compile(r"[\s\x00]*[=+\-@＝＋－＠\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads utf-8 as the machine's old code page."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters XML does not allow."""

_EXACT_DIGITS = 15
"""A spreadsheet's numbers are doubles: a longer figure would be rounded, so it stays text."""

_MOST_LINKS = 65_000
"""Excel refuses a sheet with more than 65,530 addresses; sources after that are plain text."""


class Column(NamedTuple):
    """``field`` is the name in the HTTP contract, nested ones with their parent's; ``width`` counts in digits."""

    field: str
    title: str
    meaning: str
    width: int = 12
    number: bool = False


COLUMNS = (
    Column("id", "编号", "指标值的编号", 14),
    Column("report_id", "报告", "所在报告的编号", 14),
    Column("zone", "园区", "园区全名", 22),
    Column("indicator", "指标", "规范名称;目录以外的用原文自己的叫法", 20),
    Column("as_written", "原文名称", "报告中的叫法", 20),
    Column("value", "数值", "原文数值;空为原文未给数额(如由负转正)", 12, True),
    Column("value_high", "区间上限", "3%到5% 一类区间的上限", 10, True),
    Column("unit", "单位", "原文单位", 9),
    Column("value_norm", "折算值", "按折算单位计的数值", 17, True),
    Column("unit_norm", "折算单位", "元、㎡、人、% 等", 10),
    Column("currency", "币种", "CNY、USD 等", 7),
    Column("price_basis", "价格口径", "current 现价,comparable 可比价,空为未注明", 10),
    Column("bound", "约数", "at_least 以上,more_than 超过,almost 近,about 约,at_most 以内", 10),
    Column("growth_kind", "增长类型", "yoy 同比,mom 环比,cagr 年均,multiple 倍数,rate_change 增速变动,rank 位次", 11),
    Column("growth_value", "增长值", "增长的数值,下降为负", 9, True),
    Column("growth_unit", "增长单位", "% 或百分点等", 9),
    Column("gap_to", "比谁", "与全省等相比的差距", 9),
    Column("gap_value", "差距", "差距的数值,落后为负", 8, True),
    Column("gap_unit", "差距单位", "百分点等", 9),
    Column("progress_of", "进度对象", "如年目标", 12),
    Column("progress_value", "进度%", "占目标的百分比", 8, True),
    Column("period", "期间", "ISO 区间;.. 为止期未定,空为年份未注明", 23),
    Column("status", "状态", "actual 完成,estimate 预计,target 目标", 10),
    Column("basis", "性质", "flow 当期,cumulative 累计,stock 存量", 11),
    Column("subject", "主体", "说的是谁的数", 18),
    Column("subject_kind", "主体类别", "zone 园区,company 企业,project 项目,park 片区,region 地区", 11),
    Column("quote", "原文", "写有该数的原句,与报告文本逐字一致", 60),
    Column("start", "起", "原句在报告文本中的起点(按字符)", 8, True),
    Column("end", "止", "原句在报告文本中的终点", 8, True),
    Column("note", "备注", "快报数、初步核算、由模型提出等", 14),
)
_SOURCE = Column("source", "出处", "打开报告并定位到原句", 26)
SHOWN = (*COLUMNS[2:], *COLUMNS[:2], _SOURCE)
"""The order people read in: zone and indicator first, numbers of records last."""

_FROZEN = 2  # zone and indicator stay in sight


def flat(out: ObservationOut) -> dict[str, Any]:
    """A row by the names of ``COLUMNS``."""
    row = out.model_dump()
    for nested, names in (("growth", ("kind", "value", "unit")), ("gap", ("to", "value", "unit")), ("progress", ("of", "value"))):
        inner = row.pop(nested) or {}
        row |= {f"{nested}_{name}": inner.get(name) for name in names}
    return row


# --- csv


def csv_lines(observations: Iterable[ObservationOut]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _line(column.field for column in COLUMNS)
    for observation in observations:
        row = flat(observation)
        yield _line(safe_cell(row[column.field]) for column in COLUMNS)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def safe_cell(value: Any) -> str:
    """Text of a cell that no spreadsheet takes for a formula (OWASP, CSV injection); negative numbers stay numbers."""
    text = "" if value is None else str(value)
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


# --- xlsx


def workbook(observations: Iterable[ObservationOut], link: Callable[[ObservationOut], str] | None = None) -> bytes:
    """Sheet 指标台账 (titles in Chinese, the contract's names below, then a row an observation) and sheet 字段说明.

    ``link`` gives the address that opens a row's source; without it the source is told as report and offsets.
    """
    content = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        look = _Look(
            book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "align": "center", "valign": "vcenter"}),
            book.add_format({"italic": True, "font_color": "#666666", "bottom": 1, "align": "center"}),
            book.add_format({"text_wrap": True, "valign": "top"}),
            book.add_format({"align": "right", "valign": "top", "num_format": "General"}),
            book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"}),
        )
        _ledger(book.add_worksheet("指标台账"), observations, link, look)
        _meanings(book.add_worksheet("字段说明"), look)
    return content.getvalue()


class _Look(NamedTuple):
    title: Format
    name: Format
    text: Format
    number: Format
    link: Format


def _ledger(
    sheet: Worksheet, observations: Iterable[ObservationOut], link: Callable[[ObservationOut], str] | None, look: _Look
) -> None:
    for at, column in enumerate(SHOWN):
        sheet.set_column(at, at, column.width)
    sheet.freeze_panes(2, _FROZEN)
    sheet.set_landscape()
    sheet.repeat_rows(0, 1)
    for at, column in enumerate(SHOWN):
        sheet.write_string(0, at, column.title, look.title)
    for at, column in enumerate(SHOWN):
        sheet.write_string(1, at, column.field, look.name)
    last = 1
    for last, observation in enumerate(observations, start=2):  # noqa: B007 (the count is wanted)
        row = flat(observation)
        for at, column in enumerate(SHOWN[:-1]):
            value = row[column.field]
            if value is None:
                continue
            if column.number and len(str(value).strip("-").replace(".", "")) <= _EXACT_DIGITS:
                sheet.write_number(last, at, float(value), look.number)
            else:
                sheet.write_string(last, at, _printable(value), look.number if column.number else look.text)
        place = f"{observation.report_id}[{observation.start}:{observation.end}]"
        if link is not None and last < _MOST_LINKS:
            sheet.write_url(last, len(COLUMNS), link(observation), look.link, place, _printable(observation.quote)[:250])
        else:
            sheet.write_string(last, len(COLUMNS), place, look.text)
    sheet.autofilter(1, 0, max(last, 1), len(SHOWN) - 1)


def _meanings(sheet: Worksheet, look: _Look) -> None:
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 72)
    sheet.freeze_panes(1, 0)
    for at, title in enumerate(("列", "字段", "说明")):
        sheet.write_string(0, at, title, look.title)
    for row, column in enumerate(SHOWN, start=1):
        for at, text in enumerate((column.title, column.field, column.meaning)):
            sheet.write_string(row, at, text, look.text)


def _printable(value: object) -> str:
    return _UNPRINTABLE.sub("\ufffd", str(value))
