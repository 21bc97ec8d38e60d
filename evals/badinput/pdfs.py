"""PDF files that are too much, that lead in circles or that lie."""

from __future__ import annotations

from functools import partial

from evals.badinput.entry import BROKEN, DAMAGED, INVALID, MISSING, NO_TEXT, TOO_MUCH, Entry, Group
from evals.badinput.pdf import (
    deep_pages,
    forms,
    layered,
    nested_in,
    of_pages,
    paged,
    pdf,
    shown,
    squeezed_stream,
    stream,
    written,
)
from evals.badinput.samples import SAID, zeros

GIGABYTE = 1 << 30


def entries() -> list[Entry]:
    group = Group("pdf")
    _sizes(group)
    _circles(group)
    _lies(group)
    _bombs(group)
    return group.entries


def _sizes(group: Group) -> None:
    group.refused("10,000 pages", "万页.pdf", partial(of_pages, 10_000), *TOO_MUCH)
    group.refused("one page listed 10,000 times", "重复页.pdf", partial(of_pages, 10_000, shared=True), *TOO_MUCH, *BROKEN)
    group.either("page tree 50,000 deep", "深页树.pdf", partial(deep_pages, 50_000), *BROKEN, *TOO_MUCH, holds=SAID)
    huge = "[0 0 1000000 1000000]"
    group.either("page of 10^6 x 10^6 points", "巨页.pdf", partial(paged, box=huge), *BROKEN, *TOO_MUCH, holds=SAID)
    group.refused(
        "empty page of 10^6 x 10^6 points",
        "巨页扫描件.pdf",
        partial(paged, stream(b"0 0 1000000 1000000 re f"), box=huge),
        *NO_TEXT,
        *TOO_MUCH,
        MISSING,
    )
    for name, box in (
        ("empty", "[]"),
        ("of nothing", "[0 0 0 0]"),
        ("inverted", "[595 842 0 0]"),
        ("of 10^40", f"[0 0 1{'0' * 40} 842]"),
    ):
        group.either(f"page box {name}", "页框.pdf", partial(paged, box=box), *BROKEN, *TOO_MUCH, holds=SAID)
    operators = partial(lambda count: paged(stream(shown(["园区"] * count), squeezed=True)), 1_000_000)
    group.refused("a million lines on one page", "百万行.pdf", operators, *TOO_MUCH)
    one_word = partial(
        lambda count: paged(stream(b"BT /F1 12 Tf 40 700 Td <" + b"56ed" * count + b"> Tj ET", squeezed=True)), 5_000_000
    )
    group.either("one word of five million characters, most of it beside the page", "长字.pdf", one_word, *TOO_MUCH)
    grid = partial(lambda count: paged(stream(_grid(count) + shown(), squeezed=True)), 60_000)
    group.either("60,000 ruled lines beside the text", "密线.pdf", grid, *TOO_MUCH, holds=SAID)
    group.refused("no text and no picture", "空白页.pdf", partial(paged, stream(b"")), *NO_TEXT, MISSING)
    group.refused("no pages", "无页.pdf", partial(paged, kids="[]", count=0), *NO_TEXT)


def _grid(count: int) -> bytes:
    across = "".join(f"0 {at % 842}.{at % 10} m 595 {at % 842}.{at % 10} l S\n" for at in range(count // 2))
    down = "".join(f"{at % 595}.{at % 10} 0 m {at % 595}.{at % 10} 842 l S\n" for at in range(count // 2))
    return (across + down).encode()


def _circles(group: Group) -> None:
    group.either(
        "the page tree holds itself",
        "页树自指.pdf",
        partial(paged, kids="[2 0 R 4 0 R]", count=2),
        *BROKEN,
        *TOO_MUCH,
        holds=SAID,
    )
    group.either(
        "a page is its own parent", "自为父页.pdf", partial(_replaced, b"/Parent 2 0 R", b"/Parent 4 0 R"), *BROKEN, holds=SAID
    )
    group.refused("the root is its own page tree", "根自指.pdf", partial(_replaced, b"/Pages 2 0 R", b"/Pages 1 0 R"), *BROKEN)
    group.either("a stream's length is the stream itself", "长度自指.pdf", partial(_own_length), *BROKEN, holds=SAID)
    group.either(
        "the contents hold themselves",
        "内容自指.pdf",
        partial(paged, b"[5 0 R 5 0 R 6 0 R]", extra={6: stream(shown())}),
        *BROKEN,
        *TOO_MUCH,
        holds=SAID,
    )
    group.either("an object that is a reference to itself", "对象自指.pdf", partial(paged, b"5 0 R"), *NO_TEXT, MISSING)
    group.either(
        "two objects that refer to each other", "对象互指.pdf", partial(paged, b"6 0 R", extra={6: b"5 0 R"}), *NO_TEXT, MISSING
    )
    group.either("the previous table is the table itself", "表自指.pdf", partial(_own_table), *BROKEN, *TOO_MUCH, holds=SAID)
    group.either("two tables that precede each other", "表互指.pdf", partial(_two_tables), *BROKEN, *TOO_MUCH, holds=SAID)
    drawn = stream(shown() + b"\n/X Do")
    itself = partial(paged, drawn, resources="/Font<</F1 3 0 R>>/XObject<</X 6 0 R>>", extra=forms([6]))
    group.either("a form that draws itself", "图形自绘.pdf", itself, *BROKEN, *TOO_MUCH, holds=SAID)
    chain = partial(paged, drawn, resources="/Font<</F1 3 0 R>>/XObject<</X 6 0 R>>", extra=forms(range(6, 30)))
    group.either("forms that draw ten times the next, 24 deep", "图形层叠.pdf", chain, *BROKEN, *TOO_MUCH, holds=SAID)
    outline = {6: b"<</First 7 0 R/Last 7 0 R/Count 1>>", 7: b"<</Title(x)/Parent 6 0 R/Next 7 0 R/First 7 0 R>>"}
    group.either(
        "an outline in a circle", "书签成环.pdf", partial(paged, catalogue="/Outlines 6 0 R", extra=outline), *BROKEN, holds=SAID
    )
    group.either(
        "an object stream that extends itself",
        "对象流自指.pdf",
        partial(paged, extra={6: stream(b"", "/Type/ObjStm/N 0/First 0/Extends 6 0 R")}),
        *BROKEN,
        holds=SAID,
    )


def _replaced(old: bytes, new: bytes) -> bytes:
    return pdf().replace(old, new)


def _own_length() -> bytes:
    return paged(b"<</Length 5 0 R>>\nstream\n" + shown() + b"\nendstream")


def _own_table() -> bytes:
    data = pdf()
    at = data.rindex(b"xref\n0 ")
    return data.replace(b"/Root 1 0 R", f"/Root 1 0 R/Prev {at}".encode())


def _two_tables() -> bytes:
    data = pdf()
    first = data.rindex(b"xref\n0 ")
    second = len(data) + len(f"/Prev {len(data) + 30}")
    data = data.replace(b"/Root 1 0 R", f"/Root 1 0 R/Prev {second}".encode())
    table = f"xref\n0 0\ntrailer\n<</Size 6/Root 1 0 R/Prev {first}>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + b" " * max(0, second - len(data)) + table.encode()


def _lies(group: Group) -> None:
    group.either(
        "a billion pages announced, one there",
        "虚报页数.pdf",
        partial(paged, count=1_000_000_000),
        *BROKEN,
        *TOO_MUCH,
        holds=SAID,
    )
    group.either("fewer than no pages announced", "负页数.pdf", partial(paged, count=-5), *BROKEN, holds=SAID)
    group.either(
        "a stream longer than the file",
        "虚报长度.pdf",
        partial(_replaced, b">>\nstream", b"0000000>>\nstream"),
        *BROKEN,
        MISSING,
        holds=SAID,
    )
    group.either(
        "startxref points nowhere", "指针错.pdf", partial(_replaced, b"startxref\n", b"startxref\n9"), *BROKEN, holds=SAID
    )
    group.either("no cross-reference table", "无表.pdf", lambda: pdf()[: pdf().rindex(b"xref\n0 ")], *BROKEN, holds=SAID)
    group.either("junk before the head", "前有杂物.pdf", lambda: b"HTTP/1.1 200 OK\r\n\r\n" + pdf(), *BROKEN, holds=SAID)
    group.either(
        "a table of a billion entries",
        "虚报对象.pdf",
        partial(_replaced, b"xref\n0 6", b"xref\n0 1000000006"),
        *BROKEN,
        *TOO_MUCH,
        holds=SAID,
    )
    group.refused("a head and nothing else", "只有头.pdf", lambda: b"%PDF-1.7\n", *BROKEN)
    group.refused("a head and 100 kB of zeros", "零填充.pdf", lambda: b"%PDF-1.7\n" + bytes(100_000), *BROKEN)
    group.refused("a portfolio whose root is missing", "缺根.pdf", partial(_replaced, b"/Root 1 0 R", b"/Root 9 0 R"), *BROKEN)
    group.either("no font for its text", "缺字体.pdf", partial(paged, resources=""), *NO_TEXT, MISSING)
    action = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
    group.read("a script that runs on opening", "带脚本.pdf", partial(paged, catalogue=action), holds=SAID, lacks=("app.alert",))
    launch = "/OpenAction<</S/Launch/F(/bin/sh)>>"
    group.read(
        "a program to be launched on opening", "带程序.pdf", partial(paged, catalogue=launch), holds=SAID, lacks=("/bin/sh",)
    )
    odd = partial(paged, stream(_odd_text()))
    group.either("text with half a surrogate pair", "半个字.pdf", odd, *BROKEN, INVALID, holds=SAID)


def _odd_text() -> bytes:
    return shown() + b"\nBT /F1 12 Tf 40 300 Td <d8000000fffe0007> Tj ET"


def _bombs(group: Group) -> None:
    content = partial(lambda: paged(squeezed_stream(zeros(GIGABYTE))))
    group.refused("content that swells to 1 GB", "内容炸弹.pdf", content, *NO_TEXT, *TOO_MUCH, MISSING)
    over = partial(lambda: paged(layered(zeros(GIGABYTE), 4)))
    group.refused("content squeezed four times", "层层压缩.pdf", over, *NO_TEXT, *TOO_MUCH, MISSING)
    image = "/Type/XObject/Subtype/Image/Width 50000/Height 50000/ColorSpace/DeviceGray/BitsPerComponent 8"
    scan = partial(
        lambda: paged(
            stream(b"595 0 0 842 0 0 cm /I Do"),
            resources="/XObject<</I 6 0 R>>",
            extra={6: squeezed_stream(zeros(50_000 * 50_000), image)},
        )
    )
    group.refused("a scan of 50,000 x 50,000 pixels", "巨幅扫描.pdf", scan, *NO_TEXT, *TOO_MUCH, MISSING)
    group.either(
        "arrays 200,000 deep in the content",
        "深数组.pdf",
        partial(lambda: paged(stream(nested_in(200_000) + b"\n" + shown()))),
        *BROKEN,
        *TOO_MUCH,
        holds=SAID,
    )
    group.either(
        "arrays 200,000 deep in an object",
        "深对象.pdf",
        partial(lambda: paged(page="/X " + nested_in(200_000).decode())),
        *BROKEN,
        *TOO_MUCH,
        holds=SAID,
    )
    group.either(
        "dictionaries 100,000 deep",
        "深字典.pdf",
        partial(lambda: paged(page="/X " + nested_in(100_000, b"<</A ", b">>").decode())),
        *BROKEN,
        *TOO_MUCH,
        holds=SAID,
    )
    group.either(
        "an endless string", "长串.pdf", partial(lambda: paged(stream(b"(" * 500_000 + shown()))), *NO_TEXT, *TOO_MUCH, MISSING
    )
    states = partial(lambda: paged(stream(b"q " * 1_000_000 + shown(), squeezed=True)))
    group.either("a million saved states", "状态栈.pdf", states, *BROKEN, *TOO_MUCH, holds=SAID)
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <00000000> <ffffffff> <0041> endbfrange endcmap end"
    mapped = partial(
        lambda: _replaced(b"/DescendantFonts", b"/ToUnicode 6 0 R/DescendantFonts").replace(
            b"4 0 obj", b"6 0 obj\n" + stream(cmap) + b"\nendobj\n4 0 obj"
        )
    )
    group.either("a character map of four billion entries", "字符映射.pdf", mapped, *NO_TEXT, *TOO_MUCH, MISSING)
    group.refused("a cross-reference stream that swells to 1 GB", "表炸弹.pdf", _swelling_table, *BROKEN, *TOO_MUCH)
    group.refused(
        "every page a copy of the catalogue", "页即目录.pdf", partial(paged, kids="[1 0 R 1 0 R]", count=2), *NO_TEXT, DAMAGED
    )


def _swelling_table() -> bytes:
    body = written({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"})
    body = body[: body.rindex(b"xref\n0 ")]
    table = squeezed_stream(zeros(GIGABYTE), f"/Type/XRef/W[1 4 2]/Size {GIGABYTE // 7}/Root 1 0 R")
    return body + b"9 0 obj\n" + table + f"\nendobj\nstartxref\n{len(body)}\n%%EOF\n".encode()
