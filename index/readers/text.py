"""Plain text: bytes -> characters. utf-8 strictly, UTF-16 by its mark, else gb18030.

Charset guessing by statistics errs on short Chinese texts; strict decoding in this order does not.
"""

from __future__ import annotations

import codecs
import re

from index.errors import UnreadableFile

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "压缩包或 Office 文档"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文档"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"{\\rtf", "RTF 文档"),
)
# Control characters beyond this share mean bytes that merely happen to decode.
_CONTROL_SHARE = 0.01


def read_text(data: bytes) -> str:
    """Decodes a text file. Raises UnreadableFile for empty, binary or undecodable bytes, with advice."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise UnreadableFile("文件为空", advice="请提交含有正文的文本文件。")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise UnreadableFile(f"这是{name},不是文本文件", advice="请先另存为 utf-8 编码的纯文本,再提交。")
    text = _decode(data)
    controls = sum(1 for _ in _CONTROL.finditer(text))
    if "\x00" in text or controls > max(4, len(text) * _CONTROL_SHARE):
        raise UnreadableFile("文件含二进制内容,不是文本文件")
    if not text.strip():
        raise UnreadableFile("文件为空", advice="请提交含有正文的文本文件。")
    return text


def _decode(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return _strict(data[3:], "utf-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data, "utf-16")
    if b"\x00" in data:
        raise UnreadableFile("文件含二进制内容,不是文本文件")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(data, "gb18030")


def _strict(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"无法按 {charset} 解码,第 {error.start} 字节处出错") from error
