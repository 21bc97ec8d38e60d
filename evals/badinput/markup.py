"""HTML, MHT, e-mail, XML, SVG and JSON: deep, wide, swelling, false of charset, reaching out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from evals.badinput.entry import BROKEN, INVALID, NO_TEXT, TOO_MUCH, UNSUPPORTED, Entry, Group
from evals.badinput.samples import PARAGRAPHS, SAID, TITLE, html, multipart, part, plain

CANARY_PORT = 48391
"""The runner listens here while files are read: nobody may call."""
CANARY = f"http://127.0.0.1:{CANARY_PORT}"
LAUGHS = '<!DOCTYPE lolz [<!ENTITY l0 "哈">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
QUADRATIC = f'<!DOCTYPE q [<!ENTITY q "{"哈" * 100_000}">]>'
OUTSIDE = f'<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY net SYSTEM "{CANARY}/entity"><!ENTITY % par SYSTEM "{CANARY}/dtd">%par;]>'
OF_THE_MACHINE = ("root:", "/bin/sh", "/nologin")
"""What /etc/passwd holds and no report does."""
_SOUND = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
_REFUSED = (*BROKEN, *TOO_MUCH, UNSUPPORTED)


def entries() -> list[Entry]:
    group = Group("markup")
    _html_shapes(group)
    _html_content(group)
    _html_charsets(group)
    _mht(group)
    _xml(group)
    return group.entries


def _html_shapes(group: Group) -> None:
    sound = partial(group.either, holds=SAID)
    sound("html nested 200,000 deep", "深.html", lambda: html("<div>" * 200_000 + _SOUND + "</div>" * 200_000), *_REFUSED)
    sound("html of 200,000 elements never closed", "不闭合.html", lambda: html("<b><i>" * 100_000 + _SOUND), *_REFUSED)
    sound(
        "html of 200,000 elements closed and never opened",
        "多闭合.html",
        lambda: html("</div></p>" * 100_000 + _SOUND),
        *_REFUSED,
    )
    sound(
        "tables nested 5,000 deep",
        "深表.html",
        lambda: html("<table><tr><td>" * 5_000 + _SOUND + "</td></tr></table>" * 5_000),
        *_REFUSED,
    )
    sound("lists nested 50,000 deep", "深列.html", lambda: html("<ul><li>" * 50_000 + _SOUND), *_REFUSED)
    sound("an attribute of 45 MB", "长属性.html", lambda: html(f'<p title="{"x" * 45_000_000}">{_SOUND}</p>'), *_REFUSED)
    group.refused(
        "an attribute of 60 MB", "超长属性.html", lambda: html(f'<p title="{"x" * 60_000_000}">{_SOUND}</p>'), *TOO_MUCH
    )
    sound(
        "a million attributes",
        "多属性.html",
        lambda: html("<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + f">{_SOUND}</p>"),
        *_REFUSED,
    )
    sound("a comment of 30 MB", "长注释.html", lambda: html(f"<!--{'x' * 30_000_000}-->{_SOUND}"), *_REFUSED)
    sound("a comment never closed", "不闭注释.html", lambda: html(f"{_SOUND}<!--{'x' * 1_000_000}"), *_REFUSED)
    sound("a million line breaks", "多换行.html", lambda: html(_SOUND + "<br>" * 1_000_000), *_REFUSED)
    sound(
        "300,000 links",
        "多链接.html",
        lambda: html(_SOUND + "".join(f'<a href="/{n}">{n}</a> ' for n in range(300_000))),
        *_REFUSED,
    )
    spans = '<table><tr><td rowspan="1000000" colspan="1000000">甲</td></tr></table>'
    sound("a cell that spans a million by a million", "大跨格.html", lambda: html(_SOUND + spans), *_REFUSED)
    many = "<table>" + '<tr><td rowspan="65534" colspan="1000">甲</td></tr>' * 3_000 + "</table>"
    sound("3,000 rows of cells that span all that follows", "多跨格.html", lambda: html(_SOUND + many), *_REFUSED)
    odd = '<table><tr><td rowspan="-1" colspan="0">甲</td><td rowspan="x" colspan="９">乙</td></tr></table>'
    sound("spans that are no numbers", "怪跨格.html", lambda: html(_SOUND + odd), *_REFUSED)
    sound(
        "a row of 300,000 cells",
        "宽表.html",
        lambda: html(_SOUND + "<table><tr>" + "<td>1</td>" * 300_000 + "</tr></table>"),
        *_REFUSED,
    )
    sound(
        "100,000 rows",
        "长表.html",
        lambda: html(_SOUND + "<table>" + "<tr><td>甲</td><td>1</td></tr>" * 100_000 + "</table>"),
        *_REFUSED,
    )


def _html_content(group: Group) -> None:
    group.refused("scripts only", "只有脚本.html", lambda: html_of("<script>" + "var x = 1;" * 10_000 + "</script>"), *NO_TEXT)
    group.refused("styles only", "只有样式.html", lambda: html_of("<style>" + "p{color:red}" * 10_000 + "</style>"), *NO_TEXT)
    group.refused("a frame and nothing else", "框架.html", lambda: html_of(f'<iframe src="{CANARY}/frame"></iframe>'), *NO_TEXT)
    group.refused(
        "a page that only goes elsewhere",
        "跳转.html",
        lambda: html_of(f'<meta http-equiv="refresh" content="0;url={CANARY}/next">'),
        *NO_TEXT,
    )
    group.refused(
        "a picture and nothing else",
        "只有图.html",
        lambda: html_of(f'<img src="{CANARY}/a.png"><img src="data:image/png;base64,{"A" * 1_000_000}">'),
        *NO_TEXT,
    )
    reaching = f'<link rel="stylesheet" href="{CANARY}/a.css"><base href="{CANARY}/">'
    group.read(
        "a report that asks for things outside",
        "外链.html",
        lambda: html(f'{_SOUND}<img src="{CANARY}/a.png"><object data="file:///etc/passwd"></object>', head=reaching),
        holds=SAID,
        lacks=OF_THE_MACHINE,
    )
    group.read(
        "a report with scripts between",
        "夹脚本.html",
        lambda: html(f"<script>alert('一二三')</script>{_SOUND}<svg><script>alert('四五六')</script></svg>"),
        holds=SAID,
        lacks=("一二三", "四五六"),
    )
    group.read(
        "entities out of range",
        "怪实体.html",
        lambda: html(f"{_SOUND}<p>&#0;&#xD800;&#99999999999;&#x110000;&nosuch;&amp;&lt;</p>"),
        holds=SAID,
    )
    group.either("a million entities", "多实体.html", lambda: html(_SOUND + "&lt;" * 1_000_000), *_REFUSED, holds=SAID)
    group.either("NULs between", "夹空字符.html", lambda: html(f"\0{_SOUND}\0<p>\0</p>"), *_REFUSED, holds=SAID)
    group.either(
        "xhtml with a billion laughs",
        "笑.xhtml",
        lambda: f'<?xml version="1.0" encoding="utf-8"?>{LAUGHS}<html><body>{_SOUND}<p>&l9;</p></body></html>'.encode(),
        *_REFUSED,
        holds=SAID,
        lacks=("哈" * 2_000,),
    )
    group.either(
        "xhtml with entities outside",
        "外.xhtml",
        lambda: f'<?xml version="1.0" encoding="utf-8"?>{OUTSIDE}<html><body>{_SOUND}<p>&file;&net;</p></body></html>'.encode(),
        *_REFUSED,
        holds=SAID,
        lacks=OF_THE_MACHINE,
    )
    group.either(
        "a word of 2.9 million characters", "长词.html", lambda: html(f"{_SOUND}<p>{'园' * 2_900_000}</p>"), *_REFUSED, holds=SAID
    )
    group.refused("a head alone", "只有头.html", lambda: b"<!DOCTYPE html><html><head>", *NO_TEXT)
    group.refused("a thousand opening brackets", "括号.html", lambda: b"<!DOCTYPE html>" + b"<" * 1_000, *NO_TEXT)


def html_of(body: str) -> bytes:
    """A page without the report's title and text."""
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def _html_charsets(group: Group) -> None:
    text = html().decode()
    for label, data in (
        ("utf-8 that calls itself gbk", text.replace('charset="utf-8"', 'charset="gbk"').encode()),
        ("gbk that calls itself utf-8", text.encode("gb18030")),
        ("gbk that calls itself iso-8859-1", text.replace('charset="utf-8"', 'charset="iso-8859-1"').encode("gb18030")),
        ("utf-8 of a charset nobody knows", text.replace('charset="utf-8"', 'charset="x-acme"').encode()),
        ("utf-8 that calls itself utf-16", text.replace('charset="utf-8"', 'charset="utf-16"').encode()),
        ("utf-8 that calls itself utf-7", text.replace('charset="utf-8"', 'charset="utf-7"').encode()),
        ("utf-16 with its mark", text.encode("utf-16")),
    ):
        group.read(label, "字符集.html", partial(bytes, data), holds=SAID)
    group.either("utf-16 without a mark", "字符集.html", lambda: text.encode("utf-16-le"), *_REFUSED, holds=SAID)
    group.either(
        "utf-8 with a byte lost in the middle",
        "缺字节.html",
        lambda: text.encode().replace("年上半年".encode(), "年上半年".encode()[:-1], 1),
        *_REFUSED,
    )


def _mht(group: Group) -> None:
    page = part("text/html; charset=utf-8", html(), "https://example.com/a.html")
    picture = part("image/png", b"\x89PNG" + bytes(100), "https://example.com/a.png")
    group.refused("mht without html", "无页.mht", lambda: multipart([picture, picture]), *_REFUSED)
    group.refused("mht without parts", "无件.mht", lambda: multipart([]), *_REFUSED)
    group.refused("mht of heads only", "只有头.mht", lambda: multipart([])[:150], *_REFUSED)
    sound = partial(group.either, holds=SAID)
    sound("mht of 3,000 parts", "多件.mht", lambda: multipart([picture] * 2_999 + [page]), *_REFUSED)
    sound("mht that never comes to its last boundary", "不闭合.mht", lambda: multipart([page])[:-30], *_REFUSED)
    sound(
        "mht that names a boundary it does not use",
        "错界.mht",
        lambda: multipart([page]).replace(b'"----=_NextPart_1"', b'"nosuch"'),
        *_REFUSED,
    )
    sound("mht with a boundary of 100,000 characters", "长界.mht", lambda: multipart([page], boundary="b" * 100_000), *_REFUSED)
    sound("mht nested 1,000 deep", "深.mht", partial(_nested_parts, 1_000), *_REFUSED)
    sound("mht with a head of 10 MB", "长头.mht", lambda: b"X-A: " + b"a" * 10_000_000 + b"\r\n" + multipart([page]), *_REFUSED)
    sound("mht with 100,000 heads", "多头.mht", lambda: b"X-A: a\r\n" * 100_000 + multipart([page]), *_REFUSED)
    sound(
        "mht whose parts name files of the machine",
        "越界.mht",
        lambda: multipart([part("text/html; charset=utf-8", html(), "file:///../../etc/passwd")]),
        *_REFUSED,
    )
    group.either(
        "mht with base64 that is none", "坏编码.mht", lambda: multipart([page.replace("PCFET0NUWVBF", "!!!!????====")]), *_REFUSED
    )
    group.either(
        "mht of a charset nobody knows",
        "字符集.mht",
        lambda: multipart([part("text/html; charset=x-acme", html())]),
        *_REFUSED,
        holds=SAID,
    )
    group.either(
        "e-mail of 1,000 parts",
        "邮件.eml",
        lambda: multipart([part("text/plain; charset=utf-8", plain())] * 1_000, kind="mixed"),
        *_REFUSED,
        holds=SAID,
    )
    group.either(
        "e-mail that encloses a program",
        "附件.eml",
        lambda: multipart(
            [
                part("text/plain; charset=utf-8", plain()),
                part('application/x-msdownload; name="../../a.exe"', b"MZ" + bytes(900)),
            ],
            kind="mixed",
        ),
        *_REFUSED,
        holds=SAID,
    )


def _nested_parts(depth: int) -> bytes:
    inner = part("text/html; charset=utf-8", html())
    for level in range(depth):
        inner = f'Content-Type: multipart/related; boundary="b{level}"\r\n\r\n--b{level}\r\n{inner}\r\n--b{level}--\r\n'
    return ("MIME-Version: 1.0\r\n" + inner).encode()


def _xml(group: Group) -> None:
    makers: Sequence[tuple[str, str, Callable[[], bytes]]] = (
        ("json", "台账.json", lambda: f'{{"标题": "{TITLE}", "规模工业总产值": 86.4}}'.encode()),
        ("json 200,000 deep", "深.json", lambda: b"[" * 200_000),
        ("xml", "报告.xml", lambda: f'<?xml version="1.0"?><r><t>{TITLE}</t></r>'.encode()),
        ("xml with a billion laughs", "笑.xml", lambda: f'<?xml version="1.0"?>{LAUGHS}<r>&l9;</r>'.encode()),
        (
            "xml that repeats one long entity",
            "复.xml",
            lambda: f'<?xml version="1.0"?>{QUADRATIC}<r>{"&q;" * 10_000}</r>'.encode(),
        ),
        ("xml with entities outside", "外.xml", lambda: f'<?xml version="1.0"?>{OUTSIDE}<r>&file;&net;</r>'.encode()),
        (
            "svg with a script",
            "图.svg",
            lambda: (
                f'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><text>{TITLE}</text><image href="{CANARY}/a"/></svg>'.encode()
            ),
        ),
        (
            "yaml with aliases that multiply",
            "别名.yaml",
            lambda: (
                "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
            ).encode(),
        ),
        ("rtf", "报告.rtf", lambda: b"{\\rtf1\\ansi " + TITLE.encode("unicode_escape") + b"}"),
        ("rtf 100,000 deep", "深.rtf", lambda: b"{\\rtf1" + b"{" * 100_000),
        (
            "rtf with an object that calls outside",
            "外链.rtf",
            lambda: b'{\\rtf1{\\field{\\*\\fldinst INCLUDETEXT "' + CANARY.encode() + b'/a"}}' + b"}",
        ),
        ("postscript", "报告.ps", lambda: b"%!PS-Adobe-3.0\n/F (/etc/passwd) (r) file def\nshowpage\n"),
        ("tex", "报告.tex", lambda: b"\\documentclass{article}\\begin{document}\\input{/etc/passwd}\\end{document}"),
        ("a shell script", "脚本.sh", lambda: b"#!/bin/bash\nrm -rf /tmp/zonebrief_badinput_escaped\n"),
        ("a calendar", "日程.ics", lambda: b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n"),
        ("a web shortcut", "链接.url", lambda: f"[InternetShortcut]\nURL={CANARY}/url\n".encode()),
    )
    for name, file_name, make in makers:
        # A file of letters is text and may be read as such; then it is read as it stands, and nothing in it is followed.
        group.either(name, file_name, make, *_REFUSED, INVALID, "reader_missing", lacks=("root:x", "哈" * 200_000))
