"""Files to text, one format a module, chosen by content and not by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from index.errors import EncryptedFile, TooLarge
from index.readers.delimited import read_delimited
from index.readers.doc import read_doc
from index.readers.document import Document, Limits
from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.image import read_image
from index.readers.kinds import Kind, kind_of, refusal
from index.readers.mht import read_mht
from index.readers.ofd import read_ofd
from index.readers.pdf import read_pdf
from index.readers.text import decoded, read_text
from index.readers.xlsx import read_xlsx

__all__ = ["Document", "Kind", "Limits", "kind_of", "read"]

Reader = Callable[[bytes, Limits], Document]
_LIMITS = Limits()


def _markdown(data: bytes, limits: Limits) -> Document:
    return replace(read_text(data, limits), media_type="text/markdown")


def _delimited(data: bytes, limits: Limits) -> Document:
    return read_delimited(decoded(data, limits), limits)


_READERS: Mapping[Kind, Reader] = {
    Kind.TEXT: read_text,
    Kind.MARKDOWN: _markdown,
    Kind.CSV: _delimited,
    Kind.HTML: read_html,
    Kind.MHT: read_mht,
    Kind.DOCX: read_docx,
    Kind.DOC: read_doc,
    Kind.RTF: read_doc,
    Kind.XLSX: read_xlsx,
    Kind.OFD: read_ofd,
    Kind.PDF: read_pdf,
    Kind.IMAGE: read_image,
}


def read(data: bytes, name: str | None = None, limits: Limits = _LIMITS) -> Document:
    """Reads a file of any kind. ``name`` only chooses between kinds of plain text.

    Raises UnreadableFile or one of its children (UnsupportedFormat for kinds that are not read, EncryptedFile, DamagedFile,
    ReaderMissing), and TooLarge beyond ``limits``. An archive is no document: whoever takes files in expands it first.
    """
    if len(data) > limits.bytes:
        raise TooLarge(f"文件有 {len(data)} 字节,超过上限 {limits.bytes}")
    kind = kind_of(data, name)
    if kind is Kind.ENCRYPTED:
        raise EncryptedFile("文件设有密码")
    if kind not in _READERS:
        raise refusal(kind)
    return _READERS[kind](data, limits)
