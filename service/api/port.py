"""What the routes ask of the service behind them: the verbs, and nothing about how it was built."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from index.domain import Chunk, Finding, Observation, Passage, Period, Query, Receipt, Report, Zone
from service.jobs import Jobs
from service.records import Records
from service.schema import AskRequest, BriefRequest, CompareRequest, Comparison, Event, Verification, VerifyRequest
from service.settings import Settings


class Library(Protocol):
    def add(
        self,
        data: bytes,
        *,
        name: str | None = None,
        title: str | None = None,
        url: str | None = None,
        zone: str | None = None,
        period: Period | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> tuple[Receipt, bool]: ...

    def reports(
        self,
        *,
        zone: Sequence[str] = (),
        period: Period | None = None,
        kind: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> tuple[list[Report], str | None]: ...

    def report(self, report_id: str) -> Report: ...
    def original(self, report_id: str) -> bytes: ...
    def chunks(self, report_id: str) -> list[Chunk]: ...
    def search(self, query: Query) -> list[Passage]: ...
    def zones(self) -> list[Zone]: ...

    def observations(
        self,
        *,
        reports: Sequence[str] = (),
        zones: Sequence[str] = (),
        indicators: Sequence[str] = (),
        periods: Sequence[Period] = (),
        statuses: Sequence[str] = (),
        text: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> tuple[list[Observation], str | None]: ...

    def audit(self, report_id: str) -> list[Finding]: ...
    def decide(self, finding_id: str, decision: str | None, note: str | None) -> Finding: ...
    def correct(self, report_id: str, *, zone: str | None = None, period: Period | None = None) -> Report: ...
    def remove(self, report_id: str, *, purge: bool = False) -> None: ...
    def restore(self, report_id: str) -> None: ...


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
