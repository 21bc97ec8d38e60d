"""Plain text: bytes -> characters. By its mark, utf-8 strictly, UTF-16 without a mark, else gb18030.

Charset guessing by statistics errs on short Chinese texts; strict decoding in this order does not. A few lost bytes in a long
text become U+FFFD, which cleaning marks as damaged; more of them are an error.
"""

from __future__ import annotations

import codecs
import re

from index.errors import TooLarge, UnreadableFile
from index.readers.document import Document, Limits

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Control characters beyond this share mean bytes that merely happen to decode.
_CONTROL_SHARE = 0.01
_NUL_SHARE = 0.001
_LOST = "\ufffd"
_LOST_SHARE = 0.02
"""Of the characters beyond ASCII: a text with more lost ones was decoded by the wrong charset, or is none."""
_SURE = 12
"""Characters beyond ASCII that decode as utf-8 by accident in no other charset."""
_CUT = 4
"""Characters beyond ASCII before one that the end of the file cuts through: enough to be sure of the charset."""
_LONGEST = 4
"""Bytes that a character takes at most, in every charset read here."""

_SAMPLE = 65_536
_USUAL = re.compile(r"[\t\n\r\x20-\x7e\xa0-\xff\u2000-\u206f\u2190-\u27bf\u3000-\u303f㐀-䶿一-鿿\ufe30-\ufe4f\uff00-\uffef]")
_USUAL_SHARE = 0.97
_LETTER_BYTES = re.compile(rb"[\t\n\r\x20-\x7e]")
_LETTER_SHARE, _NARROW_SHARE = 0.8, 0.25
"""Bytes that are nearly all letters, or utf-8 as they stand, are ASCII with NULs in it, whose pairs pass for Han, unless every other byte is a NUL."""
_LETTER = re.compile(r"[^\W_]")
_HIGH = re.compile(r"[\x80-\xff]")
_HAN = re.compile("[一-鿿]{2}")
_SEVEN_BITS = re.compile(r"\+[A-Za-z0-9+/]{6,}-?")
_GARBLED_SHARE, _GARBLED_LEAST = 0.6, 0.3
"""Of the characters beyond ASCII, and of all: a line of French has up to a fifth of them."""
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_PRIVATE_SHARE = 0.01
"""Big5 read as gb18030 falls into the private area again and again; what is written in gb18030 does not."""
_SAVE_AGAIN = "请从原文件重新导出,另存为 utf-8 编码后再提交。"
# What pages and mails call the charsets of Chinese texts; every other name (iso-8859-1) is a server's default and no statement.
_DECLARED = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "gb2312-80", "cp936", "hz-gb-2312"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), "big5hkscs"),
}


def read_text(data: bytes, limits: Limits | None = None) -> Document:
    """A text file as it stands. Raises UnreadableFile for empty, binary or undecodable bytes, TooLarge beyond the limits."""
    text = decoded(data, limits or Limits())
    lost = text.count(_LOST)
    warnings = (f"文件有 {lost} 处字节损坏,已标出。",) if lost else ()
    return Document(text, "text/plain", warnings=warnings)


def decoded(data: bytes, limits: Limits) -> str:
    """The characters of a text file within the limits, refused where they are no text. NULs become U+FFFD."""
    bounded(data, limits)
    text = decode(data)
    if len(text) > limits.characters:
        raise TooLarge(f"文件有 {len(text)} 个字符,超过上限 {limits.characters}")
    nuls = text.count("\x00")
    controls = sum(1 for _ in _CONTROL.finditer(text))
    if nuls > len(text) * _NUL_SHARE or controls > max(4, len(text) * _CONTROL_SHARE):
        raise UnreadableFile("文件含二进制内容,不是文本文件")
    refuse_garbled(text)
    return text.replace("\x00", _LOST)


def refuse_garbled(text: str) -> None:
    """Raises UnreadableFile for a text without letters, and for one whose characters are the bytes of another charset."""
    if not _LETTER.search(text):
        raise UnreadableFile("文件里没有文字", advice="请提交含有正文的文件。")
    if text.isascii():
        shifted = "".join(match[0] for match in _SEVEN_BITS.finditer(text))
        if len(shifted) > len(text) * _GARBLED_SHARE and _HAN.search(shifted.encode().decode("utf-7", "replace")):
            raise UnreadableFile("文件是 utf-7 编码的", advice=_SAVE_AGAIN)
        return
    high = len(_HIGH.findall(text))
    if high > _beyond_ascii(text) * _GARBLED_SHARE and high > len(text) * _GARBLED_LEAST:
        raise UnreadableFile("文件是乱码:文字曾按错误的编码转存", advice=_SAVE_AGAIN)


def bounded(data: bytes, limits: Limits) -> None:
    """Raises TooLarge for bytes that cannot be as few characters as the limits allow, before they are decoded."""
    if len(data) > limits.bytes:
        raise TooLarge(f"文件有 {len(data)} 字节,超过上限 {limits.bytes}")
    if len(data) > limits.characters * _LONGEST:
        raise TooLarge(f"文件有 {len(data)} 字节,超过 {limits.characters} 个字符的上限")


def decode(data: bytes, declared: str | None = None) -> str:
    """Bytes as characters. ``declared`` is the charset that the file names for itself.

    Raises UnreadableFile where no charset fits. The text has no byte order mark and no unpaired surrogate.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise UnreadableFile("文件为空", advice="请提交含有正文的文本文件。")
    if data.startswith(codecs.BOM_UTF8):
        return _mended(data[3:], "utf-8") or _refuse(data[3:], "utf-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _mended(data, "utf-16") or _refuse(data, "utf-16")
    charset = as_utf16_charset(data)
    if charset is not None:
        return _mended(data, charset) or _refuse(data, charset)
    return _by_trial(data, _DECLARED.get((declared or "").strip().lower()))


def _by_trial(data: bytes, declared: str | None) -> str:
    plain = _strict(data, "utf-8")
    if plain is not None and (declared in (None, "utf-8") or plain.isascii() or _beyond_ascii(plain) >= _SURE):
        return plain
    if declared not in (None, "utf-8") and (text := _strict(data, declared)) is not None:
        return text
    # utf-8 with a few lost bytes can be valid gb18030 of other characters; gb18030 never looks like utf-8.
    for charset, mend in (("utf-8", True), ("gb18030", False), (declared or "gb18030", True), ("gb18030", True)):
        if (text := _mended(data, charset) if mend else _strict(data, charset)) is not None:
            return _unless_big5(text, data) if charset == "gb18030" else text
    return _refuse(data, "gb18030")


def _unless_big5(text: str, data: bytes) -> str:
    if len(_PRIVATE.findall(text)) <= _beyond_ascii(text) * _PRIVATE_SHARE:
        return text
    other = _strict(data, "big5hkscs")
    return text if other is None or _PRIVATE.search(other) else other


def as_utf16_charset(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: NUL bytes stand in ASCII and 一 alike, so both orders are tried."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    nuls = sample.count(0)
    letters = len(_LETTER_BYTES.findall(sample))
    if not nuls or len(sample) < 8:
        return None
    narrow = letters > (len(sample) - nuls) * _LETTER_SHARE or _strict(sample, "utf-8") is not None
    if narrow and nuls < len(sample) * _NARROW_SHARE:
        return None
    shares = {}
    for charset in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) - len(sample) % 2].decode(charset, "replace")
        shares[charset] = len(_USUAL.findall(text)) / max(1, len(text))
    best = max(shares, key=lambda charset: shares[charset])
    return best if shares[best] >= _USUAL_SHARE else None


def as_utf16(data: bytes) -> str | None:
    """The characters of UTF-16 with or without a mark, None where it is none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    charset = as_utf16_charset(data)
    return data.decode(charset, "replace") if charset else None


def decode_loosely(data: bytes) -> str:
    """Characters of the beginning of a file, for a look at it; never raises."""
    try:
        return decode(data)
    except UnreadableFile:
        return data.decode("latin-1")


def _strict(data: bytes, charset: str | None) -> str | None:
    try:
        return data.decode(charset or "utf-8")
    except UnicodeDecodeError:
        return None


def _mended(data: bytes, charset: str) -> str | None:
    """Decoded with U+FFFD for lost bytes, None where they are too many for a text in this charset."""
    text = data.decode(charset, "replace")
    lost = text.count(_LOST)
    kept = _beyond_ascii(text) - lost
    cut = lost == 1 and text.endswith(_LOST) and kept >= _CUT
    return text if lost == 0 or cut or lost <= kept * _LOST_SHARE else None


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _refuse(data: bytes, charset: str) -> str:
    try:
        data.decode(charset)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"无法按 {charset} 解码,第 {error.start} 字节处出错") from error
    raise UnreadableFile("文件为空", advice="请提交含有正文的文本文件。")
