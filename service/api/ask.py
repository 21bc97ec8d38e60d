from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from index.errors import NotFound
from service.api.parameters import KnownParameters
from service.api.port import ServiceOf
from service.api.streams import EventStream, last_event, unless_gone, wants_events
from service.schema import Answer, AskRequest
from service.selection import selected

router = APIRouter(prefix="/api/ask", tags=["ask"], dependencies=[KnownParameters])


@router.post("", response_model=Answer, summary="提问:逐数核验、逐句注明出处;stream 为真时以事件流作答")
async def ask(service: ServiceOf, request: Request, question: AskRequest) -> Response | Answer:
    """Events in order: plan, sentence …, table, notice …, done (the whole answer) or error."""
    if question.conversation_id is not None:
        raise NotFound(f"没有这个对话: {question.conversation_id}", advice="请改用 history 带上先前的问答。")
    question = await run_in_threadpool(selected, service.library, question)
    events = service.ask(question)
    if wants_events(request, question.stream):
        return EventStream(events)
    answer = await unless_gone(request, last_event(events))
    assert isinstance(answer, Answer)
    return answer
