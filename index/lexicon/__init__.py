"""Reviewed word lists shipped as package data. Every entry carries its reason."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from index.errors import InvalidLexicon


def read_lexicon(name: str) -> dict[str, Any]:
    """The tables of one lexicon file, for example ``chrome.toml``. Raises InvalidLexicon where it is no TOML."""
    try:
        return tomllib.loads(files("index").joinpath("lexicon", name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidLexicon(f"{name}: {error}") from error
