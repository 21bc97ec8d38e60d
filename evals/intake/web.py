"""Portal pages as they are saved: five designs, each with navigation, labels, article, attachments, related links and footer; and MHTML."""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Callable, Sequence
from html import escape
from random import Random

from evals.intake.lines import Role
from evals.intake.portal import Page
from evals.intake.writing import Block, Job, blocks, repeats

_DOT = base64.b64encode(
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\0\0\0\3\0\1\\\xcd\xffi\0\0\0\0IEND\xaeB`\x82"
).decode()
_STYLE = "<style>.nav li{float:left} .x{display:none} table.grid td{border:1px solid #999}</style>"
_SCRIPT = "<script>var _hmt=_hmt||[];(function(){var a='首页';document.write('<span>'+a+'</span>');})();</script>"
_HIDES = ("display:none", "font-size:0", "visibility:hidden")


def page(job: Job) -> str:
    """The page of a design drawn by chance, declared as utf-8."""
    return job.draw.choice(_DESIGNS)(job)


def html(job: Job) -> bytes:
    text = page(job)
    if job.draw.random() < 0.3:
        return text.replace("charset=utf-8", "charset=gb2312").encode("gb18030")
    return text.encode("utf-8")


def mht(job: Job) -> bytes:
    """The page and a picture as browsers save them in one file."""
    text, boundary = page(job).encode("utf-8"), "----=_NextPart_000_0076_01C4"
    if job.draw.random() < 0.5:
        body, coding = quopri.encodestring(text), "quoted-printable"
    else:
        body, coding = base64.encodebytes(text), "base64"
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: http://www.example.gov.cn/zwgk/content.html\n"
        "Subject: =?utf-8?B?5bel5L2c5oC757uT?=\nDate: Tue, 1 Jul 2025 09:00:00 -0000\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="{boundary}"\n\n\n'
    )
    part = f"--{boundary}\nContent-Type: text/html; charset=utf-8\nContent-ID: <frame-1@mhtml.blink>\nContent-Transfer-Encoding: {coding}\n"
    part += "Content-Location: http://www.example.gov.cn/zwgk/content.html\n\n"
    picture = (
        f"\n--{boundary}\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
        f"Content-Location: http://www.example.gov.cn/logo.png\n\n{_DOT}\n"
    )
    whole = (head + part).encode() + body + (picture + f"\n--{boundary}--\n").encode()
    return whole.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _gov(job: Job) -> str:
    """A department's disclosure page: labels in a table, the article in TRS_Editor."""
    made = job.dirty.page
    labels = "".join(
        f"<tr>{''.join(f'<td class=lab><b>{label}:</b></td><td>{value}</td>' for label, value in pair)}</tr>"
        for pair in (made.labels[at : at + 2] for at in range(0, len(made.labels), 2))
    )
    body = _body(job, lambda text: f'<p style="text-indent:2em;line-height:28px">{text}</p>')
    return _document(
        job,
        f'<div class="top"><div class="logo"><img src="logo.png" alt="{made.site}"></div>{_search()}<ul class="nav">{_items(made.menu)}</ul></div>'
        f'<div class="location">{_crumbs(made)}</div><div class="content"><table class="xxgk">{labels}</table>'
        f'<h1 class="title">{_title(job)}</h1><div class="tools">{_tools(made)}</div>'
        f'<div class="TRS_Editor">{body}</div>{_attachments(made)}'
        f'<div class="ewm"><img src="qr.png"><p>扫一扫在手机打开当前页</p></div></div>'
        f'<div class="xg"><h3>相关链接</h3><ul>{_items(made.related)}</ul></div>{_footer(made)}',
    )


def _old(job: Job) -> str:
    """A page of the 2000s: layout by nested tables, paragraphs by line breaks."""
    made = job.dirty.page
    lines = _body(job, lambda text: f"&nbsp;&nbsp;&nbsp;&nbsp;{text}<br>\n", breaks=True)
    stamp = "&nbsp;&nbsp;".join(f"{label}:{value}" for label, value in made.labels)
    menu = "".join(f'<td align="center"><a href="#"><font color="#fff">{each}</font></a></td>' for each in made.menu)
    return _document(
        job,
        f'<table width="980" align="center"><tr>{menu}</tr></table><table width="980" align="center"><tr><td width="200" valign="top">'
        f"<table><tr><td><b>栏目导航</b></td></tr>{''.join(f'<tr><td><a href=#>{each}</a></td></tr>' for each in made.related)}</table></td>"
        f'<td valign="top"><table width="100%"><tr><td>{_crumbs(made)}</td></tr><tr><td align="center"><font size="5"><b>{_title(job)}</b></font></td></tr>'
        f'<tr><td align="center">{stamp}</td></tr><tr><td><div id="zoom"><font size="3">{lines}</font></div></td></tr>'
        f'<tr><td align="right">{"".join(made.buttons)}</td></tr></table></td></tr></table>'
        f'<table width="980" align="center"><tr><td align="center">{"<br>".join(made.footer)}</td></tr></table>',
    )


def _news(job: Job) -> str:
    """A news site: article element, header and footer elements, an aside of other articles, structured data."""
    made = job.dirty.page
    meta = "".join(f"<span>{label}:{value}</span> " for label, value in made.labels)
    body = _body(job, lambda text: f"<p>{text}</p>\n")
    return _document(
        job,
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{job.dirty.source.title}"}}</script>'
        f"<header><nav><ul>{_items(made.menu)}</ul></nav></header><main><div class='breadcrumb'>{_crumbs(made)}</div>"
        f"<article><h1>{_title(job)}</h1><div class='meta'>{meta}</div>{body}</article>"
        f"<div class='share'>分享到:<a href='#'>微信</a> <a href='#'>微博</a></div><div class='pager'><p>上一篇:<a href='#'>{made.related[0]}</a></p>"
        f"<p>下一篇:<a href='#'>{made.related[-1]}</a></p></div></main>"
        f"<aside><h3>相关阅读</h3><ul>{_items(made.related)}</ul><h3>热门文章</h3><ul>{_items(made.related[::-1])}</ul></aside>"
        f"<footer>{''.join(f'<p>{each}</p>' for each in made.footer)}</footer>",
    )


def _pasted(job: Job) -> str:
    """An article pasted from a word processor: a span round every few characters, empty paragraphs, namespaced tags."""
    made = job.dirty.page

    def paragraph(text: str) -> str:
        pieces = re.findall(r"(?:<[^>]+>|&[a-z]+;|[^<&]){1,18}", text)
        spans = "".join(f"<span lang='EN-US' style='font-size:16.0pt;font-family:仿宋'>{piece}</span>" for piece in pieces)
        return f"<p class='MsoNormal' style='text-indent:32pt'>{spans}<o:p></o:p></p><p class='MsoNormal'>&nbsp;</p>"

    return _document(
        job,
        f"<div id='header'><ul>{_items(made.menu)}</ul></div><div id='path'>{_crumbs(made)}</div><div id='main'>"
        f"<div class='art-title'>{_title(job)}</div><div class='info'>{' '.join(f'{label}:{value}' for label, value in made.labels)}</div>"
        f"<div class='art-con'><div class='WordSection1'>{_body(job, paragraph)}</div></div>{_attachments(made)}</div>"
        f"<div class='likes'>猜你喜欢<ul>{_items(made.related)}</ul></div>{_footer(made)}",
    )


def _bare(job: Job) -> str:
    """A page without class names or article element, divisions within divisions."""
    made = job.dirty.page
    body = _body(job, lambda text: f"<div><div>　　{text}</div></div>")
    labels = "".join(f"<div><div>{label}</div><div>{value}</div></div>" for label, value in made.labels)
    return _document(
        job,
        f"<div><div>{' | '.join(f'<a href=#>{each}</a>' for each in made.menu)}</div></div><div><div>{_crumbs(made)}</div></div>"
        f"<div><div><h2>{_title(job)}</h2></div><div>{labels}</div><div>{body}</div></div>"
        f"<div><div><div>推荐阅读</div>{''.join(f'<div><a href=#>{each}</a></div>' for each in made.related)}</div></div>"
        f"<div>{''.join(f'<div>{each}</div>' for each in made.footer)}</div>",
    )


_DESIGNS: Sequence[Callable[[Job], str]] = (_gov, _old, _news, _pasted, _bare)


def _document(job: Job, body: str) -> str:
    head = f"<title>{escape(job.dirty.source.title)}_{job.dirty.page.site}</title>"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset=utf-8><meta name="keywords" content="园区,总结">'
        f"{head}{_STYLE}{_SCRIPT}</head>\n<body>{body}\n</body></html>\n"
    )


def _title(job: Job) -> str:
    return escape(next(each.shown for each in job.lines if each.role is Role.TITLE))


def _body(job: Job, paragraph: Callable[[str], str], *, breaks: bool = False) -> str:
    """Everything but the title, which every design has a place of its own for."""
    found = []
    bold, joined = job.draw.random() < 0.6, job.draw.random() < 0.5
    before = ""
    untitled = [each for each in job.lines if each.role is not Role.TITLE]
    for block in blocks(untitled):
        if block.rows:
            found.append(_grid(block, job.draw))
        elif block.role is Role.HIDDEN:
            found.append(f'<div style="{job.draw.choice(_HIDES)}">{escape(block.text)}</div>')
        elif block.role in (Role.HEADING, Role.SUBHEADING) and bold:
            found.append(paragraph(f"<strong>{escape(block.text)}</strong>"))
        elif block.role is Role.CAPTION and not breaks:
            found.append(f'<p align="center">{escape(block.text)}</p>')
        elif block.goes_on and joined:
            before += escape(block.text) + "<br>"
        else:
            found.append(paragraph(before + escape(block.text)))
            before = ""
    return "".join(found)


def _grid(block: Block, draw: Random) -> str:
    """A table; first cells that repeat are one merged cell where it has classes."""
    classes = len({row[0] for row in block.rows}) < len(block.rows)
    rows = []
    for at, row in enumerate(block.rows):
        span = repeats(block.rows, at) if classes else 1
        cells = [f"<td>{escape(cell) if cell != '—' or draw.random() < 0.5 else '&nbsp;'}</td>" for cell in row]
        if span != 1:
            cells[0] = f'<td rowspan="{span}">{escape(row[0])}</td>' if span else ""
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table class="grid" border="1">{"".join(rows)}</table>'


def _items(texts: Sequence[str]) -> str:
    return "".join(f'<li><a href="#">{escape(each)}</a></li>' for each in texts)


def _crumbs(made: Page) -> str:
    return escape(made.trail)


def _search() -> str:
    return '<form><input type="text" value="请输入关键字"><input type="submit" value="搜索"></form>'


def _tools(made: Page) -> str:
    return " ".join(f'<a href="javascript:void(0)">{each}</a>' for each in made.buttons)


def _attachments(made: Page) -> str:
    return "".join(f'<p class="fj">附件:<a href="a.pdf">{escape(each)}</a></p>' for each in made.attachments)


def _footer(made: Page) -> str:
    return f'<div class="footer">{"".join(f"<p>{escape(each)}</p>" for each in made.footer)}</div>'
