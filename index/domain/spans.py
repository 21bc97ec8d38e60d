"""Stretches of text, and the way from clean text back to the raw one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points of some text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __reduce__(self) -> tuple[type[Span], tuple[int, int]]:
        # Reports come from worker processes with hundreds of thousands of these; as dataclasses go they take several times as long.
        return Span, (self.start, self.end)

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def shifted(self, offset: int) -> Span:
        return Span(self.start + offset, self.end + offset)


def joined_spans(spans: Iterable[Span], *, apart: int = 0) -> list[Span]:
    """The spans in order, those that overlap, touch or stand at most so far ``apart`` as one; empty ones are left out."""
    joined: list[Span] = []
    for span in sorted(each for each in spans if len(each)):
        if joined and span.start <= joined[-1].end + apart:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of clean text and the raw stretch it came from. Equal lengths mean character by character."""

    clean: Span
    raw: Span

    def __reduce__(self) -> tuple[type[Run], tuple[Span, Span]]:
        return Run, (self.clean, self.raw)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Map from clean offsets back to raw offsets: runs in clean order, covering the clean text without gaps."""

    runs: tuple[Run, ...]

    def raw_span(self, span: Span) -> Span:
        """Raw span that ``span`` of the clean text came from (the smallest that holds all of it).

        Raises ValueError where ``span`` leaves the clean text.
        """
        if not self.runs or span.end > self.runs[-1].clean.end:
            raise ValueError(f"span {span} outside the aligned text")
        first = self._at(span.start)
        if len(span) == 0:
            start = self._inside(self.runs[first], span.start, closing=False)
            return Span(start, start)
        # A paragraph that cleaning moved has its raw text elsewhere, so every run counts and not only the outer two.
        touched = self.runs[first : self._at(span.end - 1) + 1]
        starts = [self._inside(run, max(span.start, run.clean.start), closing=False) for run in touched]
        ends = [self._inside(run, min(span.end, run.clean.end) - 1, closing=True) for run in touched]
        return Span(min(starts), max(ends))

    def then(self, outer: Alignment) -> Alignment:
        """This way back followed by ``outer``, which leads on from what is raw here."""
        return Alignment(tuple(step for run in self.runs for step in outer._led_on(run)))

    def _led_on(self, run: Run) -> Iterator[Run]:
        """The runs that lead a run of an inner alignment on; of one that is not character by character it is one."""
        if len(run.clean) != len(run.raw) or not run.raw:
            yield Run(run.clean, self.raw_span(run.raw))
            return
        at = run.raw.start
        while at < run.raw.end:
            step = self.runs[self._at(at)]
            end = min(run.raw.end, step.clean.end)
            here = Span(at, end).shifted(run.clean.start - run.raw.start)
            if len(step.clean) == len(step.raw):
                yield Run(here, Span(at, end).shifted(step.raw.start - step.clean.start))
            else:
                yield Run(here, step.raw)
            at = end

    def _at(self, offset: int) -> int:
        return max(0, bisect_right(self.runs, offset, key=lambda run: run.clean.start) - 1)

    @staticmethod
    def _inside(run: Run, offset: int, *, closing: bool) -> int:
        if len(run.clean) == len(run.raw):
            return run.raw.start + (offset - run.clean.start) + (1 if closing else 0)
        return run.raw.end if closing else run.raw.start


@dataclass(frozen=True, slots=True)
class Repair:
    """Something cleaning noticed in the clean text.

    ``sure`` repairs are already in the text (injected pinyin gone, widths folded, spaces in numbers closed).
    Unsure ones leave the text as it is; ``reading`` is what matching uses instead, of the same length as the span
    (spun words, 。 as decimal point), or ``None`` where nothing may be guessed (damaged, masked).
    """

    span: Span
    kind: str
    sure: bool
    reading: str | None = None
