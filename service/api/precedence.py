"""Requests that somebody waits for an answer to: while one is under way, storing gives way."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from index.precedence import Precedence

ASKED = tuple(
    f"/api/{name}" for name in ("ask", "search", "verify", "comparisons", "briefings", "observations", "findings", "zones")
)
"""Not those that store something themselves: they would give way to themselves."""


class QuestionsFirst:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, *, precedence: Precedence) -> None:
        self._app, self._precedence = app, precedence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(ASKED):
            with self._precedence.asked():
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)
