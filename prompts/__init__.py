"""The drawer of prompts: one .md file each, in plain Chinese, with a head that declares its inputs and what it must return.

A file is ``---``, head lines ``purpose: … / inputs: a, b / returns: …``, ``---``, the text for the system role, a line ``===``
and the text for the user role. ``$name`` marks an input; a literal dollar sign is ``$$``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from string import Template
from typing import NamedTuple

_HEAD_KEYS = {"purpose", "inputs", "returns"}
# Inputs carry report text. Prompts fence it with 〈资料〉…〈/资料〉, so a value may hold no such bracket: it could close its fence.
_FENCES = str.maketrans("〈〉", "‹›")


class Messages(NamedTuple):
    """A rendered prompt: what goes to the model in its system and its user role."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """``text`` is the file without its head; ``hash`` the sha256 of the whole file, head included."""

    name: str
    text: str
    inputs: frozenset[str]
    returns: str
    hash: str

    @property
    def identity(self) -> str:
        """Name and version as answers record it: ``answer@3f2a``."""
        return f"{self.name}@{self.hash[:4]}"

    def render(self, **inputs: str) -> Messages:
        """Raises ValueError unless exactly the declared inputs are given. Inputs are put in once, never read as templates."""
        missing, extra = sorted(self.inputs - inputs.keys()), sorted(inputs.keys() - self.inputs)
        if missing or extra:
            raise ValueError(f"prompt {self.name}: missing inputs {missing}, unknown inputs {extra}")
        values = {name: value.translate(_FENCES) for name, value in inputs.items()}
        system, user = (Template(part).substitute(values).strip() for part in self.text.split("\n===\n"))
        return Messages(system, user)


@lru_cache(maxsize=64)
def load(name: str) -> Prompt:
    """The prompt of that name; raises ValueError where there is none or its file does not validate."""
    file = resources.files("prompts").joinpath(f"{name}.md")
    if not name.isidentifier() or not file.is_file():
        raise ValueError(f"no prompt named {name!r}")
    return parse(name, file.read_text(encoding="utf-8"))


def parse(name: str, source: str) -> Prompt:
    """Reads a prompt file's text. Placeholders and declared inputs must be the same set, and the two parts must be there."""
    blank, _, rest = source.partition("---\n")
    head, separator, text = rest.partition("\n---\n")
    if blank.strip() or not separator:
        raise ValueError(f"prompt {name}: no head between two --- lines")
    fields = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in head.splitlines() if line.strip())}
    if fields.keys() != _HEAD_KEYS or not all(fields.values()):
        raise ValueError(f"prompt {name}: the head must say {sorted(_HEAD_KEYS)}, it says {sorted(fields)}")
    if text.count("\n===\n") != 1:
        raise ValueError(f"prompt {name}: one line === must part the system text from the user text")
    template, inputs = Template(text), frozenset(each.strip() for each in fields["inputs"].split(","))
    if not template.is_valid():
        raise ValueError(f"prompt {name}: a $ that starts no placeholder (a literal one is $$)")
    if set(template.get_identifiers()) != inputs:
        raise ValueError(f"prompt {name}: declares {sorted(inputs)}, uses {sorted(template.get_identifiers())}")
    return Prompt(name, text, inputs, fields["returns"], hashlib.sha256(source.encode()).hexdigest())
