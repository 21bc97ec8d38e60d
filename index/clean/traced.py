"""Text whose every character knows the raw offset it came from. Cleaning deletes, replaces one by one, and moves; it never inserts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.domain import Alignment, Run, Span


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its newline, and where it stands."""

    text: str
    span: Span

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Traced:
    text: str
    origins: list[int]

    @classmethod
    def of(cls, raw: str) -> Traced:
        return cls(raw, list(range(len(raw))))

    def replaced(self, text: str) -> Traced:
        """The same characters in other shapes; ``text`` must have the same length."""
        if len(text) != len(self.text):
            raise ValueError("a replacement of another length would lose the way back to the raw text")
        return Traced(text, self.origins)

    def without(self, spans: Iterable[Span]) -> Traced:
        """The text with the spans deleted. Spans may touch, repeat or overlap."""
        kept, at = [], 0
        for span in sorted(spans):
            if span.start > at:
                kept.append(Span(at, span.start))
            at = max(at, span.end)
        if at == 0:
            return self
        kept.append(Span(at, len(self.text)))
        return self.arranged(kept)

    def arranged(self, spans: Iterable[Span]) -> Traced:
        """The named slices in the order given."""
        order = list(spans)
        origins: list[int] = []
        for span in order:
            origins += self.origins[span.start : span.end]
        return Traced("".join(self.text[span.start : span.end] for span in order), origins)

    def raw(self, span: Span) -> Span:
        """Smallest raw span of a non-empty span."""
        part = self.origins[span.start : span.end]
        return Span(min(part), max(part) + 1)

    def lines(self) -> Iterator[Line]:
        at = 0
        for text in self.text.split("\n"):
            yield Line(text, Span(at, at + len(text)))
            at += len(text) + 1

    def alignment(self) -> Alignment:
        """Runs in clean order, as long as the origins are consecutive."""
        runs, start = [], 0
        origins = self.origins
        for at in range(1, len(origins) + 1):
            if at == len(origins) or origins[at] != origins[at - 1] + 1:
                runs.append(Run(Span(start, at), Span(origins[start], origins[at - 1] + 1)))
                start = at
        return Alignment(tuple(runs))
