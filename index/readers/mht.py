"""Web archives (mht) and saved mails: their HTML part, read like a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, MessageError, StartBoundaryNotFoundDefect
from email.header import decode_header, make_header
from email.message import Message

from index.errors import DamagedFile, TooLarge, UnreadableFile
from index.readers.document import Document, Limits
from index.readers.html import read_html
from index.readers.text import read_text

_BOUNDARIES = 100
"""Statements of a boundary in one file: an archive has one, a forwarded mail a few; each costs every line after it."""
_PAGES = 8
"""HTML parts that are looked at: the page and its frames."""
_SHORT = 200
"""Characters of text below which a page is only the frame around another part."""
_ADVICE = "请在浏览器中重新打开网页,另存为 html 或 mht 后再提交。"


def read_mht(data: bytes, limits: Limits) -> Document:
    """Reads the page in an archive. ``raw`` is the source of that page, decoded; pictures and style sheets are left alone.

    Raises DamagedFile where the archive holds no page, what read_html raises where the page has no text.
    """
    if len(data) > limits.bytes:
        raise TooLarge(f"文件有 {len(data)} 字节,超过上限 {limits.bytes}")
    if data.lower().count(b"boundary=") > _BOUNDARIES:
        raise DamagedFile("网页归档的部分嵌套过多", advice=_ADVICE)
    try:
        archive = message_from_bytes(data.lstrip(b" \t\r\n\x00\xef\xbb\xbf"))
        parts = list(archive.walk())
    except (MessageError, RecursionError, LookupError, ValueError) as error:
        raise DamagedFile("网页归档无法解析", advice=_ADVICE) from error
    document = _best(parts, limits)
    warnings = document.warnings
    defects = (StartBoundaryNotFoundDefect, CloseBoundaryNotFoundDefect)
    if any(isinstance(defect, defects) for part in parts for defect in part.defects):
        warnings += ("归档文件没有结束标记,可能不完整。",)
    return replace(document, media_type="multipart/related", title=document.title or _subject(archive), warnings=warnings)


def _best(parts: list[Message], limits: Limits) -> Document:
    """The first page, unless it is only a frame around a longer one; the plain text of a mail where there is no page."""
    error: UnreadableFile | None = None
    best: Document | None = None
    for content, charset in _contents(parts, "text/html"):
        try:
            document = read_html(content, limits, charset)
        except UnreadableFile as failed:
            error = error or failed
            continue
        if best is None or (len(best.text) < _SHORT and len(document.text) > 2 * len(best.text)):
            best = document
    if best is not None:
        return best
    for content, _ in _contents(parts, "text/plain"):
        return read_text(content, limits)
    raise error or DamagedFile("网页归档里没有网页", advice=_ADVICE)


def _contents(parts: list[Message], media_type: str) -> Iterator[tuple[bytes, str | None]]:
    chosen = [part for part in parts if part.get_content_type() == media_type and not part.is_multipart()]
    for part in chosen[:_PAGES]:
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            yield content, _charset(part)


def _charset(part: Message) -> str | None:
    try:
        charset = part.get_param("charset")
    except (LookupError, ValueError):
        return None
    return charset if isinstance(charset, str) else None


def _subject(archive: Message) -> str | None:
    try:
        return str(make_header(decode_header(archive.get("subject", "")))).strip() or None
    except (MessageError, LookupError, ValueError):
        return None
