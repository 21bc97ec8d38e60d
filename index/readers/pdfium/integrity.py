"""Whether the bytes of a PDF file are whole. pdfium reads what is left of a broken file and says nothing: half a report."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode

from index.errors import DamagedFile, TooLarge
from index.readers.document import Limits

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEAD = 1_500
"""Bytes before a stream that hold its dictionary."""
_STEP = 1 << 20
_TAIL = 2_048


def check_whole(data: bytes, limits: Limits, *, encrypted: bool) -> tuple[str, ...]:
    """Raises DamagedFile where the file is cut short or a compressed stream breaks off, TooLarge where one expands too much.

    Returns warnings. Pictures are left out: what is wrong with them can be seen. So is what is encrypted, which cannot be read here.
    """
    if b"%%EOF" not in data.rstrip(b"\x00\r\n\t ")[-_TAIL:]:
        raise DamagedFile("PDF 文件不完整:没有结尾")
    doubtful = False
    for match in () if encrypted else _STREAM.finditer(data):
        head = data[max(0, match.start() - _HEAD) : match.start()]
        head = head[head.rfind(b" obj") :]
        filters = _filters(head)
        if b"/Image" in head or not filters or filters[-1] != b"FlateDecode":
            continue
        body = data[match.end() : data.find(b"endstream", match.end())]
        if filters == (b"ASCII85Decode", b"FlateDecode"):
            body = _plain(body, match.start())
        elif len(filters) > 1:
            continue
        doubtful |= _expand(body, match.start(), limits)
    return ("PDF 文件内有数据的校验和不符,文字可能已损坏,请核对原件",) if doubtful else ()


_FILTER = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|/(\w+))")


def _filters(head: bytes) -> tuple[bytes, ...]:
    match = _FILTER.search(head)
    if match is None:
        return ()
    return (match[2],) if match[2] else tuple(re.findall(rb"/(\w+)", match[1]))


def _plain(data: bytes, at: int) -> bytes:
    try:
        return a85decode(data.split(b"~", 1)[0])
    except ValueError as error:
        raise DamagedFile(f"PDF 文件已损坏:第 {at} 字节处的数据无法解码") from error


def _expand(data: bytes, at: int, limits: Limits) -> bool:
    """Expands a stream without keeping it; returns whether its checksum is wrong."""
    inflate, total = zlib.decompressobj(), 0
    pending = data
    while pending and not inflate.eof:
        try:
            total += len(inflate.decompress(pending, _STEP))
        except zlib.error as error:
            if "check" in str(error):
                return True
            raise DamagedFile(f"PDF 文件已损坏:第 {at} 字节处的数据无法解压") from error
        if total > limits.expanded or (total > 100 * limits.small and total > limits.ratio * len(data)):
            raise TooLarge("PDF 文件展开后过大")
        pending = inflate.unconsumed_tail
    # Some programs leave the four bytes of the checksum out; without more than those the data themselves are cut.
    if not inflate.eof and not _ends(data):
        raise DamagedFile(f"PDF 文件已损坏:第 {at} 字节处的数据不完整")
    return False


def _ends(data: bytes) -> bool:
    """Whether the data end, their checksum aside."""
    inflate, pending = zlib.decompressobj(-zlib.MAX_WBITS), data[2:]
    while pending and not inflate.eof:
        inflate.decompress(pending, _STEP)
        pending = inflate.unconsumed_tail
    return inflate.eof
