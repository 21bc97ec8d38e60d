"""Files to text, one format a module, chosen by content and not by name."""

from __future__ import annotations

from dataclasses import dataclass

from index.readers.text import read_text


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text. ``text`` is what the raw offsets of a report count in."""

    text: str
    media_type: str


def read(data: bytes, name: str | None = None) -> Document:
    """Reads a file. ``name`` only helps to word errors; raises UnreadableFile."""
    text = read_text(data)
    markdown = name is not None and name.lower().endswith((".md", ".markdown"))
    return Document(text, "text/markdown" if markdown else "text/plain")
