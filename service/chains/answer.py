"""Question -> plan -> evidence -> sentences -> verdicts: one composition, the writer its only fork."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from hashlib import sha256

from anyio import to_thread

from index.domain import Status, VerdictKind
from index.errors import ModelUnavailable
from index.library import Library
from prompts import load
from service.chains.verified import told, verified
from service.citing import CitationBook
from service.draft import Draft, DraftSentence
from service.extractive import Composed, Composition, Place, compose
from service.gather import Source, gather, narrowed
from service.llm import ChatModel
from service.plan import Asking, understand
from service.schema import Answer, AskRequest, Coverage, Event, Notice, Sentence, SentenceEvent, Usage
from service.writer import repair, write

Ask = Callable[[AskRequest], AsyncGenerator[Event]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that is known before a word is written: the question read, what code alone would say, and the model's evidence."""

    asking: Asking
    composition: Composition
    sources: tuple[Source, ...]
    milliseconds: int


@dataclass(slots=True)
class _Writing:
    """The answer as it grows."""

    book: CitationBook = field(default_factory=CitationBook)
    sentences: list[Sentence] = field(default_factory=list)
    draft: Draft | None = None
    failure: str | None = None
    usage: Usage = field(default_factory=Usage)


def answer_chain(library: Library, model: ChatModel | None) -> Ask:
    """The chain behind ``POST /api/ask``: an async generator of events, in the contract's order."""
    # Imported here: langchain_core costs most of a second, and a command that finds a server running needs no chain.
    from langchain_core.runnables import Runnable, RunnableLambda

    prepare: Runnable[AskRequest, Gathered] = RunnableLambda(
        lambda request: _prepared(library, request, wanted=model is not None)
    )

    async def ask(request: AskRequest) -> AsyncGenerator[Event]:
        began = time.perf_counter()
        gathered = await prepare.ainvoke(request)
        yield "plan", gathered.asking.plan
        writing = _Writing()
        if model is not None and gathered.sources and gathered.asking.groups:
            async with aclosing(_modelled(library, model, gathered, writing)) as sentences:
                async for sentence in sentences:
                    yield "sentence", _streamed(writing, sentence)
        if not any(not sentence.withheld for sentence in writing.sentences) or writing.failure:
            for sentence in await to_thread.run_sync(_extracted, library, gathered, writing):
                yield "sentence", _streamed(writing, sentence)
        if not any(not sentence.withheld for sentence in writing.sentences):
            # Never an empty page: a reader is told that what was found did not stand up.
            unsure = Sentence(text="找到的内容未能通过核验,暂不作答。")
            writing.sentences.append(unsure)
            yield "sentence", _streamed(writing, unsure)
        answer = await to_thread.run_sync(
            _answer, library, request, gathered, writing, round((time.perf_counter() - began) * 1000)
        )
        if answer.table is not None:
            yield "table", answer.table
        for notice in answer.notices:
            yield "notice", notice
        yield "done", answer

    return ask


def _streamed(writing: _Writing, sentence: Sentence) -> SentenceEvent:
    sources = tuple(writing.book.citation(number) for number in sentence.citations)
    return SentenceEvent(**sentence.model_dump(), sources=sources)


def _prepared(library: Library, request: AskRequest, *, wanted: bool) -> Gathered:
    began = time.perf_counter()
    asking = understand(library, request)
    composition = compose(library, asking)
    sources = gather(library, asking, composition) if wanted else ()
    return Gathered(asking, composition, sources, round((time.perf_counter() - began) * 1000))


def _extracted(library: Library, gathered: Gathered, writing: _Writing) -> list[Sentence]:
    """The extractive sentences, verified; those that a model has already said are left out."""
    said = {sentence.text for sentence in writing.sentences if not sentence.withheld}
    added = []
    for composed in gathered.composition.sentences:
        sentence = _checked(library, gathered.asking, writing, composed)
        if sentence.text not in said:
            added.append(sentence)
    writing.sentences += added
    return added


def _checked(library: Library, asking: Asking, writing: _Writing, composed: Composed) -> Sentence:
    numbers = [writing.book.cite(library.report(report_id), span) for report_id, span in composed.places]
    return verified(library, writing.book, composed.body, numbers, formulas=composed.formulas, question=asking.standalone)


async def _modelled(library: Library, model: ChatModel, gathered: Gathered, writing: _Writing) -> AsyncGenerator[Sentence]:
    """The model's sentences as each is verified, with one repair for one that fails. A failing model ends it with ``failure``."""
    by_number = {source.evidence.number: source for source in gathered.sources}
    evidence = [source.evidence for source in gathered.sources]
    plan = gathered.asking.plan
    understood = f"园区:{'、'.join(plan.zones) or '未指明'};期间:{'、'.join(plan.periods) or '未指明'};指标:{'、'.join(plan.indicators) or '未指明'}"
    try:
        async with aclosing(
            write(model, load("answer"), evidence, question=gathered.asking.standalone, plan=understood)
        ) as drafted:
            async for piece in drafted:
                if isinstance(piece, Draft):
                    writing.draft = piece
                    writing.usage = _added(writing.usage, piece.usage)
                    continue
                sentence = await to_thread.run_sync(_verified, library, gathered, writing, by_number, piece)
                if sentence.withheld:
                    sentence = await _repaired(library, model, gathered, writing, by_number, piece, sentence)
                writing.sentences.append(sentence)
                yield sentence
    except ModelUnavailable as error:
        writing.failure = error.message


def _verified(
    library: Library, gathered: Gathered, writing: _Writing, by_number: dict[int, Source], drafted: DraftSentence
) -> Sentence:
    places: list[Place] = []
    formulas: dict[str, str] = {}
    for number in drafted.citations:
        source = by_number[number]
        places += source.places if source.formulas else narrowed(library, drafted.body, source.places)
        formulas |= source.formulas
    return _checked(library, gathered.asking, writing, Composed(drafted.body, tuple(dict.fromkeys(places)), formulas))


async def _repaired(
    library: Library,
    model: ChatModel,
    gathered: Gathered,
    writing: _Writing,
    by_number: dict[int, Source],
    drafted: DraftSentence,
    failed: Sentence,
) -> Sentence:
    """The rewritten sentence where it holds, else the failed one, which stays withheld."""
    spans = writing.book.spans(list(failed.citations))
    verdicts = await to_thread.run_sync(lambda: library.verify(drafted.body, spans, question=gathered.asking.standalone))
    reasons = [told(verdict) for verdict in verdicts if verdict.kind in (VerdictKind.MISMATCH, VerdictKind.NOT_FOUND)]
    cited = [by_number[number].evidence for number in drafted.citations] or [source.evidence for source in gathered.sources]
    draft = await repair(model, gathered.asking.standalone, drafted, reasons, cited)
    writing.usage = _added(writing.usage, draft.usage)
    for sentence in draft.sentences:
        better = await to_thread.run_sync(_verified, library, gathered, writing, by_number, sentence)
        if not better.withheld:
            return better
    return failed


def _added(left: Usage, right: Usage) -> Usage:
    return Usage(input_tokens=left.input_tokens + right.input_tokens, output_tokens=left.output_tokens + right.output_tokens)


def _answer(library: Library, request: AskRequest, gathered: Gathered, writing: _Writing, milliseconds: int) -> Answer:
    asking, composition = gathered.asking, gathered.composition
    modelled = (
        writing.draft is not None and writing.failure is None and any(not sentence.withheld for sentence in writing.sentences)
    )
    status = (writing.draft.status if writing.draft and modelled else None) or composition.status
    shown = [sentence.text for sentence in writing.sentences if not sentence.withheld]
    cited = sorted({number for sentence in writing.sentences for number in sentence.citations})
    citations = tuple(writing.book.citation(number) for number in cited)
    searched = {report_id for group in asking.groups for report_id in group.report_ids}
    key = "\x1f".join([request.question, *(turn.content for turn in request.history), *sorted(searched)])
    return Answer(
        id="ans_" + sha256(key.encode("utf-8", "replace")).hexdigest()[:16],
        question=request.question,
        standalone_question=asking.standalone,
        plan=asking.plan,
        status=status,
        reason=composition.reason if status == composition.status else None,  # type: ignore[arg-type]
        text=("\n" if len(asking.groups) > 1 else "").join(shown),
        sentences=tuple(writing.sentences),
        citations=citations,
        notices=_notices(
            library, gathered, writing, [(citation.report_id, citation.start, citation.end) for citation in citations]
        ),
        coverage=Coverage(reports_searched=len(searched), reports_used=len({citation.report_id for citation in citations})),
        writer="model" if modelled else "extractive",
        model=writing.draft.model if writing.draft and modelled else None,
        prompt=writing.draft.prompt if writing.draft and modelled else None,
        usage=writing.usage,
        timings_ms={"prepare": gathered.milliseconds, "total": milliseconds},
    )


def _notices(
    library: Library, gathered: Gathered, writing: _Writing, cited: Sequence[tuple[str, int, int]]
) -> tuple[Notice, ...]:
    """What a reader must know of the sources: estimates and targets, namesakes, doubtful periods, damage, what was withheld."""
    notices = [Notice(code=code, message=message) for code, message in gathered.composition.notices]
    if gathered.asking.homonyms:
        notices.append(Notice(code="homonym", message=f"同名园区:{'、'.join(gathered.asking.homonyms)},已分别作答"))
    if gathered.asking.among > len(gathered.asking.groups) > 0:
        told = f"所问涉及{gathered.asking.among}个园区,已查遍全部报告,按相关程度取其中{len(gathered.asking.groups)}个作答"
        notices.append(Notice(code="many_zones", message=told))
    statuses = {number.status for sentence in writing.sentences if not sentence.withheld for number in sentence.numbers}
    if Status.ESTIMATE.value in statuses:
        notices.append(Notice(code="estimate", message="所引数字中有预计数,不是最终数"))
    if Status.TARGET.value in statuses:
        notices.append(Notice(code="target", message="所引数字中有目标或计划数,不是完成数"))
    for report_id in dict.fromkeys(report_id for report_id, _, _ in cited):
        report = library.report(report_id)
        if report.period_note:
            notices.append(Notice(code="disputed_period", message=f"《{report.title}》报告期:{report.period_note}"))
        damaged = [repair for repair in report.repairs if repair.kind in ("damaged", "masked", "deleted")]
        if any(
            each == report_id and repair.span.start < end and start < repair.span.end
            for each, start, end in cited
            for repair in damaged
        ):
            notices.append(Notice(code="damaged_source", message=f"《{report.title}》所引处原文有损坏或隐去的文字"))
    withheld = sum(sentence.withheld for sentence in writing.sentences)
    if withheld:
        notices.append(Notice(code="withheld", message=f"{withheld}句未通过核验,未列入正文"))
    if writing.failure:
        notices.append(Notice(code="model_unavailable", message=f"{writing.failure};已改用摘录方式作答"))
    return tuple(notices)
