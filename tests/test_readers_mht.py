"""Web archives: the page in them, whatever its encoding, and what is wrong with a broken one."""

import re
from base64 import b64encode
from collections.abc import Callable
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from html import unescape
from quopri import encodestring

import pytest
from portal_pages import PAGES, Page

from index.domain import Span
from index.errors import DamagedFile, UnreadableFile
from index.readers import read

SENTENCE = "园区完成工业投资12.5亿元，同比增长8%。"


def page(body: str, charset: str = "utf-8") -> str:
    return f"<html><head><meta charset={charset}><title>半年总结</title></head><body>{body}</body></html>"


def part(source: str, charset: str, encoding: str, stated: str | None = None) -> MIMENonMultipart:
    made = MIMENonMultipart("text", "html", **({"charset": stated} if stated else {}))
    data = source.encode(charset)
    if encoding == "base64":
        made["Content-Transfer-Encoding"] = "base64"
        made.set_payload(re.sub("(.{76})", "\\1\n", b64encode(data).decode()))
    else:
        made["Content-Transfer-Encoding"] = "quoted-printable"
        made.set_payload(encodestring(data).decode("ascii"))
    return made


def archive(*parts: MIMENonMultipart) -> bytes:
    whole = MIMEMultipart("related")
    whole["From"] = "<Saved by Blink>"
    whole["Subject"] = "=?utf-8?B?5Y2K5bm05oC757uT?="
    for each in parts:
        whole.attach(each)
    whole.attach(MIMEApplication(b"\x89PNG 12.5", "octet-stream"))
    return whole.as_bytes()


@pytest.mark.parametrize(
    ("charset", "encoding", "stated"),
    [
        ("utf-8", "quoted-printable", "utf-8"),
        ("utf-8", "base64", None),
        ("gb18030", "quoted-printable", "gb2312"),
        ("gb18030", "base64", None),
        ("utf-16", "base64", "unicode"),
    ],
)
def test_the_page_of_an_archive_is_read_in_its_encoding(charset: str, encoding: str, stated: str | None) -> None:
    source = page(f"<p>{SENTENCE}</p>", "gb2312" if charset == "gb18030" else charset)
    document = read(archive(part(source, charset, encoding, stated)), "x.html")
    assert document.text == SENTENCE
    assert document.raw == source
    assert document.title == "半年总结"
    assert document.media_type == "multipart/related"
    assert document.warnings == ()


@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
def test_an_archived_page_reads_like_the_page(make: Callable[[], Page]) -> None:
    saved = make()
    alone = read(saved.data)
    document = read(archive(part(saved.source, saved.charset, "base64")))
    assert (document.text, document.hidden, document.dropped) == (alone.text, alone.hidden, alone.dropped)
    assert document.raw is not None
    assert document.alignment is not None
    for digits in re.finditer(r"[0-9]+", document.text):
        raw = document.alignment.raw_span(Span(*digits.span())).of(document.raw)
        assert unescape(re.sub("<[^>]*>", "", raw)) == digits[0]


def test_a_frame_gives_way_to_the_page_inside_it() -> None:
    frame = part(page("<p>首页</p><iframe src='cid:1'></iframe>"), "utf-8", "base64")
    inner = part(page(f"<p>{SENTENCE * 12}</p>"), "utf-8", "base64")
    assert read(archive(frame, inner)).text == SENTENCE * 12


def test_an_archive_that_was_cut_off_is_read_with_a_warning() -> None:
    data = archive(part(page(f"<p>{SENTENCE * 30}</p>"), "utf-8", "quoted-printable"))
    document = read(data[: len(data) // 2])
    assert document.text.startswith(SENTENCE)
    assert any("不完整" in warning for warning in document.warnings)


def test_a_mail_without_a_page_gives_its_text() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@example.org", "简报"
    mail.set_content(SENTENCE)
    document = read(mail.as_bytes())
    assert document.text.strip() == SENTENCE
    assert document.title == "简报"


def test_an_archive_without_a_page_is_damaged() -> None:
    with pytest.raises(DamagedFile) as caught:
        read(archive())
    assert "mht" in caught.value.advice


def test_an_empty_page_in_an_archive_says_so() -> None:
    with pytest.raises(UnreadableFile, match="没有文字"):
        read(archive(part(page("<p> </p>"), "utf-8", "base64")))


def test_parts_nested_without_end_are_refused_at_once() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    nested = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(5000))
    with pytest.raises(DamagedFile, match="嵌套"):
        read(data + nested)


def test_a_charset_that_is_none_does_not_matter() -> None:
    text = MIMEText(page(f"<p>{SENTENCE}</p>"), "html", "utf-8")
    text.set_param("charset", "no-such-charset")
    assert read(archive(text)).text == SENTENCE
