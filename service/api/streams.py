"""Server-sent events, and work that stops when its client goes away."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing
from typing import TypeVar

import anyio
from fastapi import Request
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel
from starlette.types import Send

from index.errors import ZoneBriefError
from service.api.problems import problem_of, unexpected
from service.schema import Event, Problem

log = logging.getLogger(__name__)

Result = TypeVar("Result")


def wants_events(request: Request, stream: bool) -> bool:
    return stream or "text/event-stream" in request.headers.get("accept", "").lower()


class EventStream(EventSourceResponse):
    """Events under their names. The status line waits for the first event, so what fails before it is an ordinary problem."""

    def __init__(self, events: AsyncGenerator[Event]) -> None:
        # Proxies that buffer would hold back the first sentence until the last.
        super().__init__(_wire(events), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})

    async def stream_response(self, send: Send) -> None:
        chunks = aiter(self.body_iterator)
        chunk: str | bytes | memoryview | None = await anext(chunks, None)
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        while chunk is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            chunk = await anext(chunks, None)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _wire(events: AsyncGenerator[Event]) -> AsyncIterator[bytes]:
    begun = False
    async with aclosing(events):
        try:
            async for name, value in events:
                if name == "error" and not begun and isinstance(value, Problem):
                    raise Refused(value)
                begun = True
                yield _encoded(name, value)
        except Exception as error:
            if not begun:
                raise
            yield _encoded("error", problem_of(error) if isinstance(error, ZoneBriefError) else unexpected(error))


def _encoded(name: str, value: BaseModel) -> bytes:
    return format_sse_event(event=name, data_str=value.model_dump_json())


class Refused(Exception):
    """An ``error`` event where an ordinary answer is due."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


async def last_event(events: AsyncGenerator[Event]) -> BaseModel:
    """The value of ``done``; raises Refused for ``error``."""
    async with aclosing(events):
        async for name, value in events:
            if name == "error" and isinstance(value, Problem):
                raise Refused(value)
            if name == "done":
                return value
    raise RuntimeError("the events ended without done")


async def unless_gone(request: Request, work: Awaitable[Result]) -> Result:
    """``work``, cancelled when the client disconnects; ClientGone is raised then. The body must have been read."""

    async def watch(scope: anyio.CancelScope) -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        scope.cancel()

    result: list[Result] = []
    failure: Exception | None = None
    with anyio.CancelScope() as scope:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(watch, scope)
            try:
                result.append(await work)
            except Exception as error:  # kept out of the group, which would wrap it
                failure = error
            tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure
    if not result:
        raise ClientGone
    return result[0]


class ClientGone(Exception):
    """Nobody waits for the answer any more."""
