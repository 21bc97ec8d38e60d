"""Question -> plan -> evidence -> sentences -> verdicts: one composition, the writer its only fork."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from hashlib import sha256

from anyio import to_thread

from index.domain import Status
from index.errors import NotFound
from index.library import Library
from service.chains.modelled import Writing, checked, modelled
from service.chains.preparing import Gathered, prepared, restated
from service.doubts import doubts_told
from service.llm import ChatModel
from service.schema import Answer, AskRequest, Citation, Coverage, Event, Notice, Sentence, SentenceEvent

_ATTEMPTS = 5
"""Of many reports deleted one after the other each may be the one that is answered from."""

Ask = Callable[[AskRequest], AsyncGenerator[Event]]


def answer_chain(library: Library, model: ChatModel | None) -> Ask:
    """The chain behind ``POST /api/ask``: an async generator of events, in the contract's order."""
    # Imported here: langchain_core costs most of a second, and a command that finds a server running needs no chain.
    from langchain_core.runnables import Runnable, RunnableLambda

    async def prepared_of(request: AskRequest) -> Gathered:
        alone = await restated(library, model, request)
        return await to_thread.run_sync(lambda: prepared(library, request, alone, wanted=model is not None))

    prepare: Runnable[AskRequest, Gathered] = RunnableLambda(prepared_of)

    async def ask(request: AskRequest) -> AsyncGenerator[Event]:
        """A report that is purged while it is answered from is answered without: again from the beginning."""
        told = ""
        for attempt in range(_ATTEMPTS):
            try:
                async with aclosing(once(request)) as events:
                    async for event in events:
                        if event[0] != "plan" or not told:
                            yield event
                        told = event[0]
                return
            except NotFound:
                if told not in ("", "plan") or request.report_ids or attempt == _ATTEMPTS - 1:
                    raise

    async def once(request: AskRequest) -> AsyncGenerator[Event]:
        began = time.perf_counter()
        gathered = await prepare.ainvoke(request)
        yield "plan", gathered.asking.plan
        writing = Writing(usage=gathered.usage)
        if model is not None and gathered.sources and gathered.asking.groups:
            async with aclosing(modelled(library, model, gathered, writing)) as sentences:
                async for sentence in sentences:
                    yield "sentence", _streamed(writing, sentence)
        writing.stands = any(not sentence.withheld for sentence in writing.sentences)
        # The first sentence answers, the others add to it: without it the reports' own words answer.
        if not writing.stands or writing.failure or writing.sentences[0].withheld:
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


_DOUBTFUL = ("damaged", "masked", "deleted", "low_confidence")
"""Repairs beside a quote that its reader must know of."""


def _streamed(writing: Writing, sentence: Sentence) -> SentenceEvent:
    sources = tuple(writing.book.citation(number) for number in sentence.citations)
    return SentenceEvent(**sentence.model_dump(), sources=sources)


def _extracted(library: Library, gathered: Gathered, writing: Writing) -> list[Sentence]:
    """The extractive sentences, verified; those that a model has already said are left out."""
    said = {sentence.text for sentence in writing.sentences if not sentence.withheld}
    added = []
    for composed in gathered.composition.sentences:
        sentence = checked(library, gathered.asking, writing, composed)
        if sentence.text not in said:
            added.append(sentence)
    writing.sentences += added
    return added


def _answer(library: Library, request: AskRequest, gathered: Gathered, writing: Writing, milliseconds: int) -> Answer:
    asking, composition = gathered.asking, gathered.composition
    by_model = writing.draft is not None and writing.failure is None and writing.stands
    status = (writing.draft.status if writing.draft and by_model else None) or composition.status
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
        text=("\n" if len(asking.groups) > 1 else " " if gathered.asked and by_model else "").join(shown),
        sentences=tuple(writing.sentences),
        citations=citations,
        notices=_notices(library, gathered, writing, citations),
        coverage=Coverage(reports_searched=len(searched), reports_used=len({citation.report_id for citation in citations})),
        writer="model" if by_model else "extractive",
        model=writing.draft.model if writing.draft and by_model else None,
        prompt=writing.draft.prompt if writing.draft and by_model else None,
        usage=writing.usage,
        timings_ms={"prepare": gathered.milliseconds, "total": milliseconds},
    )


def _notices(library: Library, gathered: Gathered, writing: Writing, citations: Sequence[Citation]) -> tuple[Notice, ...]:
    """What a reader must know of the sources: estimates and targets, namesakes, doubtful periods, damage, what was withheld."""
    notices = [Notice(code=code, message=message) for code, message in gathered.composition.notices]
    if gathered.asking.homonyms:
        notices.append(Notice(code="homonym", message=f"同名园区:{'、'.join(gathered.asking.homonyms)},已分别作答"))
    if gathered.asking.among > len(gathered.asking.groups) > 0:
        told = f"所问涉及{gathered.asking.among}个园区,已查遍全部报告,按相关程度取其中{len(gathered.asking.groups)}个作答"
        notices.append(Notice(code="many_zones", message=told))
    cited = [(citation.report_id, citation.start, citation.end) for citation in citations]
    statuses = {number.status for sentence in writing.sentences if not sentence.withheld for number in sentence.numbers}
    if Status.ESTIMATE.value in statuses:
        notices.append(Notice(code="estimate", message="所引数字中有预计数,不是最终数"))
    if Status.TARGET.value in statuses:
        notices.append(Notice(code="target", message="所引数字中有目标或计划数,不是完成数"))
    for report_id in dict.fromkeys(report_id for report_id, _, _ in cited):
        report = library.report(report_id)
        if report.period_note:
            notices.append(Notice(code="disputed_period", message=f"《{report.title}》报告期:{report.period_note}"))
        damaged = [repair for repair in report.repairs if repair.kind in _DOUBTFUL]
        if any(
            each == report_id and repair.span.start < end and start < repair.span.end
            for each, start, end in cited
            for repair in damaged
        ):
            notices.append(Notice(code="damaged_source", message=f"《{report.title}》所引处原文有损坏、隐去或识别存疑的文字"))
    doubts = doubts_told(library, writing.sentences, citations)
    notices += [Notice(code="finding", message=f"勾稽提示:{doubt.message}") for doubt in doubts]
    withheld = sum(sentence.withheld for sentence in writing.sentences)
    if withheld:
        notices.append(Notice(code="withheld", message=f"{withheld}句未通过核验,未列入正文"))
    if writing.failure:
        notices.append(Notice(code="model_unavailable", message=f"{writing.failure};已改用摘录方式作答"))
    return tuple(notices)
