"""A running server by HTTP, with the verbs of the service: what the command line uses when the store is taken."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import ExitStack
from typing import IO, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from index.errors import ZoneBriefError
from service.schema import (
    Answer,
    AskRequest,
    AuditQuery,
    Briefing,
    BriefingSection,
    BriefRequest,
    CompareRequest,
    Comparison,
    Conversation,
    ConversationCard,
    EditionDifference,
    Event,
    FindingOut,
    FindingPatch,
    Item,
    Job,
    JobAccepted,
    LedgerQuery,
    Notice,
    ObservationOut,
    Page,
    Plan,
    Problem,
    Proposals,
    ReceiptOut,
    ReportCard,
    ReportPatch,
    Sentence,
    Table,
    Verification,
    VerifyRequest,
    at_once,
)
from service.spool import Incoming

Model = TypeVar("Model", bound=BaseModel)

ASK_EVENTS: Mapping[str, type[BaseModel]] = {
    "plan": Plan,
    "sentence": Sentence,
    "table": Table,
    "notice": Notice,
    "done": Answer,
    "error": Problem,
}
JOB_EVENTS: Mapping[str, type[BaseModel]] = {"progress": Job, "done": Job, "error": Problem}
BRIEF_EVENTS: Mapping[str, type[BaseModel]] = {"section": BriefingSection, "notice": Notice, "done": Briefing, "error": Problem}

PATIENCE = httpx.Timeout(10.0, read=600.0)
"""Seconds; a briefing by a slow model may be silent for minutes between two sections."""


class RemoteProblem(ZoneBriefError):
    """What the server answered, as an error of ours with its code and advice."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail, advice=problem.advice)
        self.code = problem.code


class Unreachable(ZoneBriefError):
    code = "unreachable"
    advice = "请确认服务仍在运行;若已停止,请重试,命令会直接打开数据目录。"


class Remote:
    """``key`` is one of the server's API keys where it has any."""

    def __init__(self, address: str, key: str | None = None, transport: httpx.AsyncBaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # The owner of our own data folder is on this machine: a proxy of the environment has no business between.
        self._client = httpx.AsyncClient(
            base_url=address, headers=headers, timeout=PATIENCE, trust_env=False, transport=transport
        )
        self.address: str | None = address

    async def close(self) -> None:
        await self._client.aclose()

    async def add(self, files: tuple[Incoming, ...]) -> AsyncGenerator[Event]:
        """The files as one request; the server's job is followed to its end."""
        said = {name: value for name in ("title", "url", "zone", "period") if (value := getattr(files[0], name)) is not None}
        with ExitStack() as opened:
            parts = [("file", (each.name or "report.txt", _body(each, opened))) for each in files]
            response = await self._post("/api/reports", files=parts, data=said)
        if response.status_code != 202:
            yield "done", at_once(_read(ReceiptOut, response), new=response.status_code == 201)
            return
        job_id = _read(JobAccepted, response).job_id
        async for event in self._stream("GET", f"/api/jobs/{job_id}/events", None, JOB_EVENTS):
            yield event

    async def cancel(self, job_id: str) -> Job:
        return _read(Job, await self._send("DELETE", f"/api/jobs/{quote(job_id, safe='')}"))

    async def correct(self, report_id: str, patch: ReportPatch) -> ReportCard:
        place = f"/api/reports/{quote(report_id, safe='')}"
        return _read(ReportCard, await self._send("PATCH", place, json=patch.model_dump(exclude_none=True)))

    async def difference(self, earlier: str, later: str) -> EditionDifference:
        place = f"/api/reports/{quote(later, safe='')}/difference"
        return _read(EditionDifference, await self._send("GET", place, params={"earlier": earlier}))

    async def replace(self, earlier: str, later: str) -> None:
        await self._post(f"/api/reports/{quote(later, safe='')}/replace", json={"report_id": earlier})

    def ask(self, request: AskRequest) -> AsyncGenerator[Event]:
        return self._events("/api/ask", request, ASK_EVENTS)

    def brief(self, request: BriefRequest) -> AsyncGenerator[Event]:
        return self._events("/api/briefings", request, BRIEF_EVENTS)

    async def compare(self, request: CompareRequest) -> Comparison:
        return _read(Comparison, await self._post("/api/comparisons", json=request.model_dump()))

    async def verify(self, request: VerifyRequest) -> Verification:
        return _read(Verification, await self._post("/api/verify", json=request.model_dump()))

    async def observations(self, query: LedgerQuery) -> list[ObservationOut]:
        filters = {
            "report": query.report_ids,
            "zone": query.zones,
            "indicator": query.indicators,
            "period": query.periods,
            "status": query.statuses,
            "q": query.q,
        }
        return await self._pages("/api/observations", Page[ObservationOut], filters)

    async def findings(self, query: AuditQuery) -> list[FindingOut]:
        reports = list(query.report_ids)
        if query.zones:
            reports += [each.report_id for each in await self._pages("/api/reports", Page[ReportCard], {"zone": query.zones})]
        found: list[FindingOut] = []
        for report_id in dict.fromkeys(reports):
            found += await self._pages(f"/api/reports/{quote(report_id, safe='')}/findings", Page[FindingOut], {})
        return found

    async def decide(self, finding_id: str, patch: FindingPatch) -> FindingOut:
        place = f"/api/findings/{quote(finding_id, safe='')}"
        return _read(FindingOut, await self._send("PATCH", place, json=patch.model_dump()))

    async def propose(self, report_id: str) -> Proposals:
        return _read(Proposals, await self._post(f"/api/reports/{quote(report_id, safe='')}/proposals"))

    async def begin(self) -> Conversation:
        return _read(Conversation, await self._post("/api/conversations"))

    async def conversation(self, conversation_id: str) -> Conversation:
        return _read(Conversation, await self._send("GET", f"/api/conversations/{quote(conversation_id, safe='')}"))

    async def conversations(self) -> list[ConversationCard]:
        return await self._pages("/api/conversations", Page[ConversationCard], {})

    async def drop_conversation(self, conversation_id: str) -> None:
        await self._send("DELETE", f"/api/conversations/{quote(conversation_id, safe='')}")

    async def _pages(self, path: str, kind: type[Page[Item]], filters: Mapping[str, object]) -> list[Item]:
        """All items of a list, page by page."""
        found: list[Item] = []
        asked = {name: value for name, value in filters.items() if value} | {"limit": 1000}
        while True:
            page = _read(kind, await self._send("GET", path, params=asked))
            found += page.items
            if page.next_cursor is None:
                return found
            asked["cursor"] = page.next_cursor

    def _events(self, path: str, request: BaseModel, kinds: Mapping[str, type[BaseModel]]) -> AsyncGenerator[Event]:
        return self._stream("POST", path, request.model_dump() | {"stream": True}, kinds)

    async def _stream(self, method: str, path: str, body: object, kinds: Mapping[str, type[BaseModel]]) -> AsyncGenerator[Event]:
        try:
            async with self._client.stream(method, path, json=body) as response:
                if response.is_error:
                    await response.aread()
                    raise _refusal(response)
                async for name, data in _blocks(response.aiter_lines()):
                    if name in kinds:
                        value = kinds[name].model_validate_json(data)
                        if isinstance(value, Problem):
                            raise RemoteProblem(value)
                        yield name, value
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error

    async def _post(self, path: str, **content: object) -> httpx.Response:
        return await self._send("POST", path, **content)

    async def _send(self, method: str, path: str, **content: object) -> httpx.Response:
        try:
            response = await self._client.request(method, path, **content)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error
        if response.is_error:
            raise _refusal(response)
        return response

    def _unreachable(self, error: Exception) -> Unreachable:
        return Unreachable(f"{self.address} 没有应答: {type(error).__name__}")


def _body(given: Incoming, opened: ExitStack) -> bytes | IO[bytes]:
    return given.data if given.path is None else opened.enter_context(given.path.open("rb"))


async def _blocks(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, str]]:
    """Name and data of each server-sent event."""
    name, data = "message", list[str]()
    async for line in lines:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
        elif not line and data:
            yield name, "\n".join(data)
            name, data = "message", []


def _refusal(response: httpx.Response) -> ZoneBriefError:
    try:
        return RemoteProblem(Problem.model_validate_json(response.content))
    except ValidationError:
        return ZoneBriefError(f"服务返回 HTTP {response.status_code}")


def _read(kind: type[Model], response: httpx.Response) -> Model:
    return kind.model_validate_json(response.content)
