"""Rows of tables as lines of text, the same in every reader: what stands between cells, and for an empty one."""

from __future__ import annotations

BETWEEN = " | "
EMPTY = "—"


def in_row(text: str) -> str:
    """The text of a cell, of the same length, without what would read as its end."""
    return text.replace("|", "｜")
