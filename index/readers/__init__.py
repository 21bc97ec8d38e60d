"""Files to text, one format a module, chosen by content and not by name."""

from __future__ import annotations

from index.readers.document import USUAL, Document, Limits
from index.readers.text import read_text

__all__ = ["USUAL", "Document", "Limits", "read"]


def read(data: bytes, name: str | None = None, limits: Limits = USUAL) -> Document:  # noqa: ARG001
    """Reads a file. ``name`` only helps to word errors; raises UnreadableFile."""
    text = read_text(data)
    markdown = name is not None and name.lower().endswith((".md", ".markdown"))
    return Document(text, "text/markdown" if markdown else "text/plain")
