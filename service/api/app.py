"""The application: routers, errors, border."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from fastapi import FastAPI, Request, Response
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool

from service.api import (
    ask,
    briefings,
    comparisons,
    conversations,
    findings,
    health,
    jobs,
    observations,
    problems,
    reports,
    search,
    verify,
    web,
    zones,
)
from service.api.border import DOCS_ASSETS, Border, Gate
from service.api.precedence import QuestionsFirst
from service.api.streams import ClientGone, Refused
from service.bootstrap import Service

log = logging.getLogger(__name__)

SWEEP_EVERY = 30.0
"""Seconds; a deleted report outlives its ten minutes by at most this."""

RESOURCES = (
    health,
    reports,
    zones,
    observations,
    findings,
    search,
    ask,
    conversations,
    comparisons,
    briefings,
    verify,
    jobs,
    web,
)


def create_app(service: Service, *, host: str = "127.0.0.1") -> FastAPI:
    """``host`` is the address the server is bound to: with the loopback names and the settings' own it may be called by it."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(service.jobs.resume)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_sweep, service)
            yield
            tasks.cancel_scope.cancel()
        await run_in_threadpool(service.jobs.close)

    # /docs with its scripts beside it: many of the networks this runs in do not reach a CDN.
    app = FastAPIOffline(
        static_url=DOCS_ASSETS,
        title="ZoneBrief 园区简报",
        summary="对开发区工作报告提问、对比、成稿,逐数核验,逐句有出处",
        version="0.1.0",
        lifespan=lifespan,
        redirect_slashes=False,
        redoc_url=None,
    )
    app.state.service = service
    problems.install(app)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(ClientGone, _gone)
    for resource in RESOURCES:
        app.include_router(resource.router)
    settings = service.settings
    keys = tuple(key.get_secret_value() for key in settings.api_keys)
    app.add_middleware(QuestionsFirst, precedence=service.precedence)
    app.add_middleware(Border, gate=Gate(host, settings.allowed_hosts), keys=keys)
    return app


async def _sweep(service: Service) -> None:
    """Purges, for as long as the application lives, what was deleted longer ago than it can be restored."""
    while True:
        try:
            for report_id in await run_in_threadpool(service.library.sweep):
                await run_in_threadpool(service.forget, report_id)
        except Exception:
            log.exception("the sweep failed and is tried again")
        await anyio.sleep(SWEEP_EVERY)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problems.response_of(error.problem)


async def _gone(_: Request, error: Exception) -> Response:
    """Nobody reads it; 499 is what proxies log for a client that closed."""
    assert isinstance(error, ClientGone)
    return Response(status_code=499)
