"""An answer's sentences by a model: each verified as it comes, one that fails rewritten once, none shown that does not hold."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from anyio import to_thread

from index.domain import VerdictKind
from index.errors import ModelUnavailable
from index.library import Library
from prompts import load
from service.chains.preparing import Gathered
from service.chains.verified import judged, told, verified
from service.citing import CitationBook
from service.draft import Draft, DraftSentence
from service.extractive import Composed, Place
from service.gather import Source
from service.llm import ChatModel
from service.plan import Asking
from service.quoting import narrowed, widened
from service.schema import Sentence, Usage
from service.writer import repair, write


@dataclass(slots=True)
class Writing:
    """The answer as it grows."""

    book: CitationBook = field(default_factory=CitationBook)
    sentences: list[Sentence] = field(default_factory=list)
    draft: Draft | None = None
    failure: str | None = None
    usage: Usage = field(default_factory=Usage)
    stands: bool = False
    """Whether a sentence of the model's may be shown."""

    def took(self, usage: Usage) -> None:
        self.usage = Usage(
            input_tokens=self.usage.input_tokens + usage.input_tokens,
            output_tokens=self.usage.output_tokens + usage.output_tokens,
        )


async def modelled(library: Library, model: ChatModel, gathered: Gathered, writing: Writing) -> AsyncGenerator[Sentence]:
    """The model's sentences as each is verified, with one repair for one that fails. A failing model ends it with ``failure``."""
    by_number = {source.evidence.number: source for source in gathered.sources}
    evidence = [source.evidence for source in gathered.sources]
    plan = gathered.asking.plan
    understood = f"园区:{'、'.join(plan.zones) or '未指明'};期间:{'、'.join(plan.periods) or '未指明'};指标:{'、'.join(plan.indicators) or '未指明'}"
    inputs = {
        "question": _question(gathered),
        "plan": understood,
        "facts": "\n".join(f"- {fact}" for fact in gathered.facts) or "(无)",
    }
    try:
        async with aclosing(write(model, load("answer"), evidence, **inputs)) as drafted:
            async for piece in drafted:
                if isinstance(piece, Draft):
                    writing.draft = piece
                    writing.took(piece.usage)
                    continue
                holds, composed = await to_thread.run_sync(_tried, library, gathered, by_number, piece)
                if not holds:
                    composed = await _repaired(library, model, gathered, writing, by_number, piece, composed)
                sentence = await to_thread.run_sync(checked, library, gathered.asking, writing, composed)
                # Two passages that overlap may have the same sentence copied from each.
                if all(sentence.text != each.text for each in writing.sentences):
                    writing.sentences.append(sentence)
                    yield sentence
    except ModelUnavailable as error:
        writing.failure = error.message


def checked(library: Library, asking: Asking, writing: Writing, composed: Composed) -> Sentence:
    """The sentence with its places cited and its numbers verified."""
    numbers = [writing.book.cite(library.report(report_id), span) for report_id, span in composed.places]
    return verified(library, writing.book, composed.body, numbers, formulas=composed.formulas, question=asking.standalone)


def _question(gathered: Gathered) -> str:
    """What the model answers: with the words it was asked in, where it is to answer in their language."""
    standalone = gathered.asking.standalone
    return f"外文原问:{gathered.asked}\n中文:{standalone}" if gathered.asked else standalone


def _tried(library: Library, gathered: Gathered, by_number: dict[int, Source], drafted: DraftSentence) -> tuple[bool, Composed]:
    """Whether the sentence holds against the least that may prove it or else all that has its figures, and with which places.

    Tried in a book of its own: sources that prove nothing shall not be numbered.
    """
    least = _placed(library, by_number, drafted, narrowed)
    for composed in (least, _placed(library, by_number, drafted, widened)):
        if not checked(library, gathered.asking, Writing(), composed).withheld:
            return True, composed
    return False, least


def _placed(
    library: Library,
    by_number: dict[int, Source],
    drafted: DraftSentence,
    choose: Callable[[Library, str, Sequence[Place]], tuple[Place, ...]],
) -> Composed:
    places: list[Place] = []
    formulas: dict[str, str] = {}
    for number in drafted.citations:
        source = by_number[number]
        places += source.places if source.formulas else choose(library, drafted.body, source.places)
        formulas |= source.formulas
    return Composed(drafted.body, tuple(dict.fromkeys(places)), formulas)


async def _repaired(
    library: Library,
    model: ChatModel,
    gathered: Gathered,
    writing: Writing,
    by_number: dict[int, Source],
    drafted: DraftSentence,
    failed: Composed,
) -> Composed:
    """The rewritten sentence where it holds, else the failed one, which will be withheld."""
    question = gathered.asking.standalone
    verdicts = await to_thread.run_sync(
        lambda: judged(library, failed.body, failed.places, question=question, formulas=failed.formulas)
    )
    reasons = [told(verdict) for verdict in verdicts if verdict.kind in (VerdictKind.MISMATCH, VerdictKind.NOT_FOUND)]
    astray = any(verdict.kind is VerdictKind.NOT_FOUND for verdict in verdicts)
    # What stands in none of the sources cited may stand in another.
    numbers = by_number if astray or not drafted.citations else drafted.citations
    cited = [by_number[number].evidence for number in numbers]
    draft = await repair(model, _question(gathered), drafted, reasons, cited)
    writing.took(draft.usage)
    for sentence in draft.sentences:
        holds, better = await to_thread.run_sync(_tried, library, gathered, by_number, sentence)
        if holds:
            return better
    return failed
