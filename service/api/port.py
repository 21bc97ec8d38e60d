"""What the routes ask of the service behind them: the verbs, and nothing about how it was built."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from index.library import Library
from service.jobs import Jobs
from service.records import Records
from service.schema import AskRequest, BriefRequest, CompareRequest, Comparison, Event, Verification, VerifyRequest
from service.settings import Settings


class Service(Protocol):
    @property
    def settings(self) -> Settings: ...
    @property
    def library(self) -> Library: ...
    @property
    def records(self) -> Records: ...
    @property
    def model_name(self) -> str | None: ...

    def ask(self, request: AskRequest) -> AsyncGenerator[Event]: ...
    def brief(self, request: BriefRequest) -> AsyncGenerator[Event]: ...
    async def compare(self, request: CompareRequest) -> Comparison: ...
    async def verify(self, request: VerifyRequest) -> Verification: ...


def _service(request: Request) -> Service:
    return cast(Service, request.app.state.service)


def _jobs(request: Request) -> Jobs:
    return cast(Jobs, request.app.state.jobs)


ServiceOf = Annotated[Service, Depends(_service)]
JobsOf = Annotated[Jobs, Depends(_jobs)]
