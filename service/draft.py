"""What writers are given and what they give back, before anything is verified: the one shape of both writers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from service.schema import Usage

DraftStatus = Literal["answered", "partial", "not_found", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One numbered source (资料) as a writer sees it. Evidence comes in rank order, the best first.

    ``period_label`` is Chinese (2025年上半年); ``heading`` the headings above, outermost first. ``note`` tells what governs
    the text from outside it (上文注明“预计数,下同”). ``computed`` marks a fact that code worked out: ``text`` then holds the
    result and its formula in words, and it is cited like any other.
    """

    number: int
    zone: str
    period_label: str
    heading: tuple[str, ...]
    text: str
    note: str = ""
    computed: bool = False


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """``body`` is the sentence without its marks; ``citations`` the numbers of the evidence it rests on, in its own order."""

    body: str
    citations: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as shown: marks follow its last punctuation, ``…增长9.7%。[1][3]``."""
        return self.body + "".join(f"[{number}]" for number in self.citations)


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything one run of a writer gave. ``status`` is what the writer itself says, None where it does not say.

    ``writer``, ``model`` and ``prompt`` are the fields of the same name of an answer.
    """

    sentences: tuple[DraftSentence, ...]
    status: DraftStatus | None = None
    writer: Literal["extractive", "model"] = "extractive"
    model: str | None = None
    prompt: str | None = None
    usage: Usage = field(default_factory=Usage)
