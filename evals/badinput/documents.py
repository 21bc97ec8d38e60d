"""DOCX, DOC and OFD: deep, wide, empty, swelling, in circles, reaching out."""

from __future__ import annotations

from functools import partial

from evals.badinput.encrypted import ole, word_document
from evals.badinput.entry import BROKEN, MISSING, NO_TEXT, TOO_MUCH, UNSUPPORTED, Entry, Group
from evals.badinput.markup import CANARY, LAUGHS, OF_THE_MACHINE, OUTSIDE, QUADRATIC
from evals.badinput.samples import (
    PARAGRAPHS,
    SAID,
    TITLE,
    docx,
    ofd,
    ofd_page,
    packed,
    paragraph,
    word_body,
)

_SOUND = "".join(map(paragraph, (TITLE, *PARAGRAPHS)))
_REFUSED = (*BROKEN, *TOO_MUCH)


def entries() -> list[Entry]:
    group = Group("document")
    _docx_shapes(group)
    _docx_content(group)
    _doc(group)
    _ofd(group)
    return group.entries


def _docx_shapes(group: Group) -> None:
    group.refused("docx of 1,000,000 empty paragraphs", "空段.docx", lambda: docx("<w:p/>" * 1_000_000), *NO_TEXT, *TOO_MUCH)
    sound = partial(group.either, holds=SAID)
    sound(
        "docx with text behind 1,000,000 empty paragraphs", "空段后.docx", lambda: docx("<w:p/>" * 1_000_000 + _SOUND), *_REFUSED
    )
    sound(
        "docx with a paragraph of 500,000 runs",
        "碎句.docx",
        lambda: docx(_SOUND + "<w:p>" + "<w:r><w:t>园</w:t></w:r>" * 500_000 + "</w:p>"),
        *_REFUSED,
    )
    for label, opening, closing in (
        ("tables", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("content controls", "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("elements nobody knows", "<w:x>", "</w:x>"),
    ):
        sound(f"docx with {label} 50,000 deep", "深.docx", partial(_deep, 50_000, opening, closing), *_REFUSED)
    sound(
        "docx with tables 40 deep", "表中表.docx", partial(_deep, 40, "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), *_REFUSED
    )
    inline = "<w:p>" + "<w:ins>" * 200 + "<w:r><w:t>甲</w:t></w:r>" + "</w:ins>" * 200 + "</w:p>"
    sound("docx with insertions 200 deep", "深修订.docx", lambda: docx(_SOUND + inline), *_REFUSED)
    spans = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    sound("docx with a cell that spans a billion columns", "大跨格.docx", lambda: docx(_SOUND + spans), *_REFUSED)
    odd = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-3"/><w:vMerge w:val="x"/></w:tcPr><w:p/></w:tc></w:tr><w:tr/></w:tbl>'
    sound("docx with spans that cannot be", "怪跨格.docx", lambda: docx(_SOUND + odd), *_REFUSED)
    wide = "<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 200_000 + "</w:tr></w:tbl>"
    sound("docx with a row of 200,000 cells", "宽表.docx", lambda: docx(_SOUND + wide), *_REFUSED)
    tall = "<w:tbl>" + f"<w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('1')}</w:tc></w:tr>" * 50_000 + "</w:tbl>"
    sound("docx with a table of 50,000 rows", "长表.docx", lambda: docx(_SOUND + tall), *_REFUSED)


def _deep(depth: int, opening: str, closing: str) -> bytes:
    return docx(_SOUND + opening * depth + "<w:p/>" + closing * depth)


def _docx_content(group: Group) -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    for label, doctype, said in (
        ("a billion laughs", LAUGHS, "&l9;"),
        ("one entity repeated", QUADRATIC, "&q;" * 5_000),
        ("entities outside", OUTSIDE, "&file;&net;"),
    ):
        document = (head + doctype + word_body(_SOUND + paragraph(said))).encode()
        group.either(
            f"docx with {label}",
            "实体.docx",
            partial(docx, document=document),
            *_REFUSED,
            holds=SAID,
            lacks=(*OF_THE_MACHINE, "哈" * 2_000),
        )
    outside = [
        ("rId1", "attachedTemplate", f"{CANARY}/template"),
        ("rId2", "image", "file:///etc/passwd"),
        ("rId3", "hyperlink", f"{CANARY}/link"),
    ]
    group.read(
        "docx with a template and pictures outside", "外链.docx", lambda: docx(related=outside), holds=SAID, lacks=OF_THE_MACHINE
    )
    chunk = [("rId1", "aFChunk", "../../../../etc/passwd")]
    group.either(
        "docx that includes a file from above its folder",
        "包含.docx",
        lambda: docx(related=chunk),
        *_REFUSED,
        holds=SAID,
        lacks=OF_THE_MACHINE,
    )
    group.either(
        "docx with a relation to itself",
        "自指.docx",
        lambda: docx(related=[("rId1", "header", "document.xml"), ("rId2", "footnotes", "document.xml")]),
        *_REFUSED,
        holds=SAID,
    )
    group.either(
        "docx with relations to parts that are missing",
        "缺件.docx",
        lambda: docx(related=[("rId1", "header", "header1.xml"), ("rId2", "image", "media/1.png")]),
        *_REFUSED,
        holds=SAID,
    )
    group.refused(
        "docx without document",
        "缺正文.docx",
        lambda: packed([("[Content_Types].xml", b"<Types/>"), ("word/styles.xml", b"<styles/>")]),
        *BROKEN,
    )
    group.refused("docx with an empty document", "空正文.docx", lambda: docx(document=b""), *BROKEN)
    group.refused("docx without text", "无字.docx", lambda: docx("<w:p/>"), *NO_TEXT)
    group.refused("docx whose document is noise", "噪声.docx", lambda: docx(document=bytes(range(256)) * 40), *BROKEN)
    group.either(
        "docx whose XML breaks off",
        "断.docx",
        lambda: docx(document=(head + word_body(_SOUND)).encode()[:-30]),
        *_REFUSED,
        told=True,
    )
    group.either(
        "docx in utf-16",
        "字符集.docx",
        lambda: docx(document=('<?xml version="1.0" encoding="UTF-16"?>' + word_body(_SOUND)).encode("utf-16")),
        *_REFUSED,
        holds=SAID,
    )
    group.either(
        "docx of a charset nobody knows",
        "异符集.docx",
        lambda: docx(document=('<?xml version="1.0" encoding="x-acme"?>' + word_body(_SOUND)).encode()),
        *_REFUSED,
        holds=SAID,
    )
    group.either(
        "docx with characters XML forbids",
        "禁字.docx",
        lambda: docx(_SOUND + paragraph("a\x00b\x0b&#0;&#xD800;")),
        *_REFUSED,
        told=True,
    )
    strict = word_body(_SOUND).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    group.either(
        "docx of the strict kind",
        "严格.docx",
        lambda: docx(document=(head + strict).encode()),
        *_REFUSED,
        UNSUPPORTED,
        holds=SAID,
    )
    macro = [("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(2_000))]
    group.either("docm with a macro", "宏.docm", lambda: docx(extra=macro), *_REFUSED, UNSUPPORTED, holds=SAID)
    slides = [("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<p/>")]
    group.refused("pptx", "演示.pptx", lambda: packed(slides), UNSUPPORTED, *BROKEN)
    group.refused(
        "odt",
        "开放.odt",
        lambda: packed([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]),
        UNSUPPORTED,
        *BROKEN,
    )
    group.refused(
        "epub",
        "书.epub",
        lambda: packed([("mimetype", b"application/epub+zip"), ("META-INF/container.xml", b"<x/>")]),
        UNSUPPORTED,
        *BROKEN,
    )
    group.refused(
        "apk",
        "程序.apk",
        lambda: packed([("AndroidManifest.xml", bytes(90)), ("classes.dex", b"dex\n035\0" + bytes(90))]),
        UNSUPPORTED,
        *BROKEN,
    )
    group.refused(
        "jar",
        "程序.jar",
        lambda: packed([("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\n"), ("A.class", b"\xca\xfe\xba\xbe" + bytes(90))]),
        UNSUPPORTED,
        *BROKEN,
    )


def _doc(group: Group) -> None:
    missing = (*BROKEN, MISSING, UNSUPPORTED, "took_too_long")
    group.refused(
        "doc with nothing behind its first block",
        "空壳.doc",
        lambda: ole([("1Table", bytes(4096)), ("WordDocument", word_document())]),
        *missing,
    )
    group.refused(
        "doc whose chains never end",
        "成环.doc",
        lambda: ole([("1Table", bytes(4096)), ("WordDocument", word_document())], loop=True),
        *missing,
    )
    group.refused("doc of a head only", "只有头.doc", lambda: ole([("1Table", bytes(4096))])[:512], *missing)
    group.refused("doc of zeros behind its mark", "零.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20_000), *missing)
    group.refused(
        "an installer named doc",
        "安装.doc",
        lambda: ole([("Component", bytes(4096)), ("SummaryInformation", bytes(4096))]),
        *missing,
    )
    group.refused("Outlook's message", "邮件.msg", lambda: ole([("__properties_version1.0", bytes(4096))]), *missing)


def _ofd(group: Group) -> None:
    sound = partial(group.either, holds=SAID)
    group.refused("ofd without pages", "无页.ofd", lambda: ofd(pages=()), *BROKEN)
    group.refused("ofd without text", "无字.ofd", lambda: ofd(ofd_page(())), *BROKEN, MISSING)
    group.refused("ofd whose page is missing", "缺页.ofd", lambda: ofd(pages=("Pages/Page_7/Content.xml",)), *BROKEN)
    group.either(
        "ofd with one of two pages missing",
        "缺一页.ofd",
        lambda: ofd(pages=("Pages/Page_0/Content.xml", "Pages/Page_7/Content.xml")),
        *BROKEN,
        holds=SAID,
        told=True,
    )
    group.refused("ofd that names no document", "无根.ofd", lambda: packed([("OFD.xml", b"<OFD/>")]), *BROKEN)
    group.refused("ofd with an empty OFD.xml", "空根.ofd", lambda: packed([("OFD.xml", b"")]), *BROKEN)
    for label, place in (
        ("above its folder", "../../../../../../etc/passwd"),
        ("of the machine", "/etc/passwd"),
        ("by address", f"{CANARY}/page"),
    ):
        group.refused(f"ofd with a page {label}", "越界.ofd", partial(ofd, pages=(place,)), *BROKEN)
        group.refused(f"ofd with its root {label}", "越界根.ofd", partial(ofd, root=place), *BROKEN)
    sound(
        "ofd whose page is its own document",
        "自指.ofd",
        lambda: ofd(pages=("Document.xml", "Pages/Page_0/Content.xml")),
        *_REFUSED,
    )
    group.refused(
        "ofd of 10,000 pages", "万页.ofd", lambda: ofd(pages=("Pages/Page_0/Content.xml",) * 10_000), *TOO_MUCH, *BROKEN
    )
    sound("ofd with a billion widths", "宽度炸弹.ofd", lambda: ofd(ofd_page(deltas="g 1000000000 4")), *_REFUSED)
    sound("ofd with widths that are none", "怪宽度.ofd", lambda: ofd(ofd_page(deltas="g x y 4 g -1 NaN g")), *_REFUSED)
    for label, head, said in (("a billion laughs", LAUGHS, "&l9;"), ("entities outside", OUTSIDE, "&file;&net;")):
        page = (
            ofd_page().decode().replace("?>\n", f"?>\n{head}", 1).replace("</ofd:TextCode>", f"{said}</ofd:TextCode>", 1).encode()
        )
        group.either(
            f"ofd with {label}", "实体.ofd", partial(ofd, page), *_REFUSED, holds=SAID[:1], lacks=(*OF_THE_MACHINE, "哈" * 2_000)
        )
    deep = ofd_page().decode().replace("<ofd:Layer", "<ofd:PageBlock>" * 50_000 + "<ofd:Layer").encode()
    sound("ofd with blocks 50,000 deep", "深.ofd", lambda: ofd(deep), *_REFUSED)
    sound(
        "ofd with 200,000 words on a page",
        "多字.ofd",
        lambda: ofd(ofd_page([*(TITLE, *PARAGRAPHS), *["园区"] * 200_000])),
        *_REFUSED,
    )
