"""All that is known of a question before a word is written: how it reads, what code alone would say, the model's evidence."""

from __future__ import annotations

import time
from dataclasses import dataclass

from anyio import to_thread

from index.library import Library
from service.extractive import Composed, Composition, compose
from service.gather import Source, gather, known
from service.llm import ChatModel
from service.plan import Asking, understand
from service.restate import condense, is_foreign, leaned_on, translate
from service.schema import AskRequest, Usage

_NOT_CHINESE = Composition(
    (Composed("所提问题不是中文:没有模型可译时只读中文的问题。(Questions are read in Chinese where no model translates them.)"),),
    "not_found",
)


@dataclass(frozen=True, slots=True)
class Restated:
    """A request as it is planned: by itself, in Chinese. ``usage`` is what the model took to restate it."""

    request: AskRequest
    usage: Usage = Usage()  # noqa: RUF009  frozen
    foreign: bool = False
    """The question was asked in another language."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """``asked`` is the question in the asker's own words where the model is to answer in their language."""

    asking: Asking
    composition: Composition
    sources: tuple[Source, ...]
    facts: tuple[str, ...]
    milliseconds: int
    usage: Usage
    asked: str | None = None


async def restated(library: Library, model: ChatModel | None, request: AskRequest) -> Restated:
    """The request with its follow-up made whole by the model, or as it is: then the rules read it with its history."""
    foreign = is_foreign(request.question)
    if model is None or not (foreign or any(turn.role == "user" for turn in request.history)):
        return Restated(request, foreign=foreign)
    if foreign:
        zones = [zone.name for zone in library.zones() if not request.zones or zone.name in request.zones]
        question, usage = await translate(model, request.question, request.history, zones)
    else:
        question, usage = await condense(model, request.question, request.history)
    believed = question is not None and (foreign or await to_thread.run_sync(_names_nothing_new, library, request, question))
    if question is None or not believed or question == request.question:
        return Restated(request, usage, foreign)
    return Restated(request.model_copy(update={"question": question, "history": ()}), usage, foreign)


def prepared(library: Library, asked: AskRequest, restated: Restated, *, wanted: bool) -> Gathered:
    """Reads and searches; evidence is gathered where a model is to write."""
    began = time.perf_counter()
    request = restated.request
    asking = understand(library, request)
    untranslated = restated.foreign and request.question == asked.question
    # GDP and R&D are words of the reports too.
    unread = untranslated and not (asking.reading.indicators or asking.named)
    composition = _NOT_CHINESE if unread else compose(library, asking)
    written = wanted and not unread
    return Gathered(
        asking,
        composition,
        gather(library, asking, composition) if written else (),
        known(library, asking, composition) if written else (),
        round((time.perf_counter() - began) * 1000),
        restated.usage,
        asked.question if restated.foreign and not untranslated else None,
    )


def _names_nothing_new(library: Library, request: AskRequest, question: str) -> bool:
    """Whether a restated question speaks of no zone that neither the question asked nor its history named."""
    said = [request.question, *(turn.content for turn in leaned_on(request.history))]
    return _zones_named(library, question) <= {name for text in said for name in _zones_named(library, text)}


def _zones_named(library: Library, text: str) -> set[str]:
    read = library.understand(text)
    return {*read.zones, *read.elsewhere, *(name for group in read.ambiguous for name in group)}
