"""CSV and XLSX: formulas, absurd sizes, sizes that lie, merged cells without end, strings that multiply."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from evals.badinput.entry import BROKEN, INVALID, NO_TEXT, TOO_LARGE, TOO_MUCH, Entry, Group
from evals.badinput.markup import CANARY, LAUGHS, OF_THE_MACHINE, OUTSIDE, QUADRATIC
from evals.badinput.samples import FIGURES, ROWS, TITLE, cell, csv, packed, sheet_rows, xlsx

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REFUSED = (*BROKEN, *TOO_MUCH)


def entries() -> list[Entry]:
    group = Group("sheet")
    _csv(group)
    _sizes(group)
    _strings(group)
    _values(group)
    return group.entries


def _csv(group: Group) -> None:
    formulas = (("=cmd|' /C calc'!A0", "+1+1", "@SUM(A1:A9)"), ("-2+3", '=HYPERLINK("http://example.com")', "\t=1+1"))
    group.read("csv with formulas", "公式.csv", lambda: csv((*ROWS, *formulas)), holds=(*FIGURES, "=cmd|", "+1+1", "@SUM"))
    group.refused("csv of a million columns", "百万列.csv", lambda: b",".join(b"%d" % n for n in range(1_000_000)), *TOO_MUCH)
    group.refused("csv of a million rows", "百万行.csv", lambda: TITLE.encode() + b"\n" + b"1,2\n" * 1_000_000, *TOO_MUCH)
    group.refused("csv of commas", "逗号.csv", lambda: b"," * 2_000_000, *_REFUSED)
    group.either("csv with a quote never closed", "引号.csv", lambda: csv() + b'"' + b"x,\n" * 300_000, *_REFUSED, holds=FIGURES)
    group.either(
        "csv with a field of 2 MB", "长格.csv", lambda: csv() + b'"' + b"x" * 2_000_000 + b'"\n', *_REFUSED, holds=FIGURES
    )
    group.either("csv of quotes", "全引号.csv", lambda: csv() + b'"' * 1_000_001, *_REFUSED, holds=FIGURES)
    group.either(
        "csv with rows of every length",
        "参差.csv",
        lambda: csv() + b"".join(b"1," * n + b"\n" for n in range(900)),
        *_REFUSED,
        holds=FIGURES,
    )
    group.either("csv with NULs", "空字符.csv", lambda: csv() + b"a\0b,c\n", *_REFUSED, holds=FIGURES)
    group.either("csv with lone carriage returns", "回车.csv", lambda: csv().replace(b"\r\n", b"\r"), *_REFUSED, holds=FIGURES)
    group.either("tsv named csv", "制表.csv", lambda: csv().replace(b",", b"\t"), *_REFUSED, holds=FIGURES)


def _sizes(group: Group) -> None:
    whole = '<dimension ref="A1:XFD1048576"/>'
    group.read("xlsx that says A1:XFD1048576", "虚报大小.xlsx", lambda: xlsx(before=whole), holds=FIGURES)
    corner = sheet_rows() + f'<row r="1048576">{cell("XFD1048576", "角落")}</row>'
    group.either("xlsx with one cell in the last corner", "角落.xlsx", lambda: xlsx(corner), *_REFUSED, holds=FIGURES)
    group.either(
        "xlsx of 10^6 empty cells", "空格.xlsx", lambda: xlsx(sheet_rows() + _empty_cells(1_000, 1_000)), *_REFUSED, holds=FIGURES
    )
    group.refused("xlsx of 10^6 empty cells only", "全空.xlsx", lambda: xlsx(_empty_cells(1_000, 1_000)), *NO_TEXT, *TOO_MUCH)
    group.refused("xlsx of 10^6 filled cells", "满格.xlsx", lambda: xlsx("".join(_filled_rows(100_000, 10))), *TOO_MUCH)
    group.either(
        "xlsx of 10^6 empty rows",
        "空行.xlsx",
        lambda: xlsx(sheet_rows() + "".join(f'<row r="{n}"/>' for n in range(10, 1_000_010))),
        *_REFUSED,
        holds=FIGURES,
    )
    group.refused("xlsx of 10,000 sheets", "万表.xlsx", lambda: xlsx(sheets=10_000), *TOO_MUCH, *BROKEN)
    merged = '<mergeCells count="1"><mergeCell ref="A10:XFD1048576"/></mergeCells>'
    group.either("xlsx with all cells merged to one", "合并.xlsx", lambda: xlsx(after=merged), *_REFUSED, holds=FIGURES)
    many = "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(10, 50_010)) + "</mergeCells>"
    group.either("xlsx with 50,000 merged rows", "多合并.xlsx", lambda: xlsx(after=many), *_REFUSED, holds=FIGURES)
    overlapping = "<mergeCells>" + '<mergeCell ref="A1:XFD9999"/>' * 2_000 + "</mergeCells>"
    group.either("xlsx with 2,000 merged ranges over each other", "重合并.xlsx", lambda: xlsx(after=overlapping), *_REFUSED)
    odd = (
        sheet_rows()
        + f'<row r="99999999999">{cell("ZZZZZZ99999999999", "远")}</row><row r="-5">{cell("A0", "无")}</row><row>{cell("7", "怪")}</row>'
    )
    group.either("xlsx with cells that cannot be", "怪址.xlsx", lambda: xlsx(odd), *_REFUSED, holds=FIGURES)
    group.refused("xlsx without sheets", "无表.xlsx", lambda: xlsx(sheets=0), *NO_TEXT)
    group.refused("xlsx with nothing in it", "空表.xlsx", lambda: xlsx(""), *NO_TEXT)
    group.either(
        "xlsx whose XML breaks off",
        "断.xlsx",
        lambda: xlsx(sheet=f'<worksheet xmlns="{_SHEET}"><sheetData>{sheet_rows()}'.encode()),
        *_REFUSED,
        told=True,
    )
    group.refused(
        "xlsx whose book names a missing sheet",
        "缺表.xlsx",
        lambda: packed([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]),
        *_REFUSED,
    )


def _empty_cells(rows: int, columns: int) -> str:
    return "".join(f'<row r="{10 + row}">' + "<c/>" * columns + "</row>" for row in range(rows))


def _filled_rows(rows: int, columns: int) -> Iterator[str]:
    for row in range(1, rows + 1):
        yield f'<row r="{row}">' + "".join(f'<c r="{"ABCDEFGHIJ"[at]}{row}"><v>{row}</v></c>' for at in range(columns)) + "</row>"


def _strings(group: Group) -> None:
    used = sheet_rows() + "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(10, 100_010))
    long = f'<sst xmlns="{_SHEET}"><si><t>{"园区" * 15_000}</t></si></sst>'.encode()
    group.refused(
        "xlsx with one long string in 100,000 cells", "串炸弹.xlsx", lambda: xlsx(used, strings=long), *TOO_MUCH, *BROKEN
    )
    short = f'<sst xmlns="{_SHEET}" count="4000000000" uniqueCount="4000000000"><si><t>一</t></si></sst>'.encode()
    nowhere = (
        sheet_rows()
        + '<row r="10"><c r="A10" t="s"><v>7</v></c><c r="B10" t="s"><v>-1</v></c><c r="C10" t="s"><v>x</v></c></row>'
    )
    group.either(
        "xlsx with strings that are not there", "缺串.xlsx", lambda: xlsx(nowhere, strings=short), *_REFUSED, holds=FIGURES
    )
    runs = f'<sst xmlns="{_SHEET}"><si>{"<r><t>园</t></r>" * 500_000}</si></sst>'.encode()
    one = sheet_rows() + '<row r="10"><c r="A10" t="s"><v>0</v></c></row>'
    group.either("xlsx with a string of 500,000 runs", "碎串.xlsx", lambda: xlsx(one, strings=runs), *_REFUSED, holds=FIGURES)
    for label, head, said in (
        ("a billion laughs", LAUGHS, "&l9;"),
        ("one entity repeated", QUADRATIC, "&q;" * 5_000),
        ("entities outside", OUTSIDE, "&file;&net;"),
    ):
        strings = f'<?xml version="1.0" encoding="UTF-8"?>{head}<sst xmlns="{_SHEET}"><si><t>{said}</t></si></sst>'.encode()
        group.either(
            f"xlsx with {label}",
            "实体.xlsx",
            partial(xlsx, one, strings=strings),
            *_REFUSED,
            holds=FIGURES,
            lacks=(*OF_THE_MACHINE, "哈" * 2_000),
        )


def _values(group: Group) -> None:
    values = "".join(
        f'<c r="{"ABCDEFGHIJKL"[at]}10"{kind}><v>{value}</v></c>'
        for at, (kind, value) in enumerate(
            (
                ("", "1e308"),
                ("", "NaN"),
                ("", "-Infinity"),
                ("", "9" * 5_000),
                ("", "1E-400"),
                (' t="b"', "7"),
                (' t="e"', "#REF!"),
                (' t="d"', "0000-99-99"),
                (' t="n"', "一"),
                (' s="9999"', "1"),
                (' t="zz"', "1"),
            )
        )
    )
    group.either(
        "xlsx with values that are no numbers",
        "怪值.xlsx",
        lambda: xlsx(sheet_rows() + f'<row r="10">{values}</row>'),
        *_REFUSED,
        holds=FIGURES,
    )
    formula = '<c r="A10"><f>WEBSERVICE("' + CANARY + '/f")</f><v>1</v></c><c r="B10"><f>cmd|\' /C calc\'!A0</f></c>'
    group.read(
        "xlsx with formulas that call outside",
        "公式.xlsx",
        lambda: xlsx(sheet_rows() + f'<row r="10">{formula}</row>'),
        holds=FIGURES,
    )
    group.either(
        "xlsx with a cell written 200,000 times",
        "重格.xlsx",
        lambda: xlsx(sheet_rows() + '<row r="10">' + cell("A10", "甲") * 200_000 + "</row>"),
        *_REFUSED,
        holds=FIGURES,
    )
    deep = f'<worksheet xmlns="{_SHEET}"><sheetData>{sheet_rows()}</sheetData>{"<a>" * 100_000}'.encode()
    group.either("xlsx whose XML is 100,000 deep", "深.xlsx", lambda: xlsx(sheet=deep), *_REFUSED, told=True)
    macro = [("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(2_000))]
    group.either("xlsm with a macro", "宏.xlsm", lambda: xlsx(extra=macro), *_REFUSED, "unsupported_format", holds=FIGURES)
    group.refused(
        "xlsb",
        "二进制.xlsb",
        lambda: packed([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.bin", bytes(500))]),
        *BROKEN,
        "unsupported_format",
        INVALID,
        TOO_LARGE,
    )
