from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from service.api.parameters import KnownParameters
from service.api.port import ServiceOf
from service.api.streams import EventStream, last_event, unless_gone, wants_events
from service.schema import Answer, AskRequest
from service.selection import selected

router = APIRouter(prefix="/api/ask", tags=["ask"], dependencies=[KnownParameters])


@router.post("", response_model=Answer, summary="提问:逐数核验、逐句注明出处;stream 为真时以事件流作答")
async def ask(service: ServiceOf, request: Request, question: AskRequest) -> Response | Answer:
    """Events in order: plan, sentence …, table, notice …, done (the whole answer) or error.

    With ``conversation_id`` the kept turns are the history, and the answer is kept behind them once it is whole.
    """
    question = await run_in_threadpool(service.conversations.continued, question)
    question = await run_in_threadpool(selected, service.library, question)
    events = service.conversations.keeping(question.conversation_id, service.ask(question))
    if wants_events(request, question.stream):
        return EventStream(events)
    answer = await unless_gone(request, last_event(events))
    assert isinstance(answer, Answer)
    return answer
