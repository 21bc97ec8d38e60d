"""The verbs a command needs, whoever owns the store: the service in this process, or a server that has it open."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Protocol

from anyio import to_thread

from index.errors import StoreLocked
from service.api import reports
from service.api.jobs import job_out, progress
from service.api.observations import every, filters
from service.bootstrap import Service, build
from service.jobs import Incoming, JobRecord
from service.remote import Remote
from service.schema import (
    AskRequest,
    AuditQuery,
    Briefing,
    BriefRequest,
    CompareRequest,
    Comparison,
    Conversation,
    ConversationCard,
    EditionDifference,
    Event,
    FindingOut,
    FindingPatch,
    Job,
    LedgerQuery,
    ObservationOut,
    Proposals,
    ReportCard,
    ReportPatch,
    Verification,
    VerifyRequest,
    at_once,
)
from service.selection import known_reports, known_zones, selected
from service.settings import read_settings
from service.views import finding_out, receipt_out


class Desk(Protocol):
    """``address`` is where a reader can open a source, None where no server runs."""

    address: str | None

    def add(self, files: tuple[Incoming, ...]) -> AsyncGenerator[Event]: ...
    async def cancel(self, job_id: str) -> Job: ...
    async def correct(self, report_id: str, patch: ReportPatch) -> ReportCard: ...
    async def difference(self, earlier: str, later: str) -> EditionDifference: ...
    async def replace(self, earlier: str, later: str) -> None: ...
    def ask(self, request: AskRequest) -> AsyncGenerator[Event]: ...
    def brief(self, request: BriefRequest) -> AsyncGenerator[Event]: ...
    async def compare(self, request: CompareRequest) -> Comparison: ...
    async def verify(self, request: VerifyRequest) -> Verification: ...
    async def observations(self, query: LedgerQuery) -> list[ObservationOut]: ...
    async def findings(self, query: AuditQuery) -> list[FindingOut]: ...
    async def decide(self, finding_id: str, patch: FindingPatch) -> FindingOut: ...
    async def propose(self, report_id: str) -> Proposals: ...
    async def begin(self) -> Conversation: ...
    async def conversation(self, conversation_id: str) -> Conversation: ...
    async def conversations(self) -> list[ConversationCard]: ...
    async def drop_conversation(self, conversation_id: str) -> None: ...
    async def close(self) -> None: ...


class Own:
    """The store is ours: the service in this process."""

    address: str | None = None

    def __init__(self, service: Service) -> None:
        self._service = service

    async def add(self, files: tuple[Incoming, ...]) -> AsyncGenerator[Event]:
        """Goes on with jobs that an earlier run left, too."""
        await to_thread.run_sync(self._service.jobs.resume)
        taken = await to_thread.run_sync(self._service.intake.take, files)
        if isinstance(taken, JobRecord):
            async for event in progress(self._service, taken.job_id):
                yield event
        else:
            yield "done", at_once(receipt_out(taken[0]), new=taken[1])

    async def cancel(self, job_id: str) -> Job:
        return job_out(self._service, await to_thread.run_sync(self._service.jobs.cancel, job_id))

    async def correct(self, report_id: str, patch: ReportPatch) -> ReportCard:
        return await to_thread.run_sync(reports.correct, self._service, report_id, patch)

    async def difference(self, earlier: str, later: str) -> EditionDifference:
        return await to_thread.run_sync(reports.difference, self._service, later, earlier)

    async def replace(self, earlier: str, later: str) -> None:
        await to_thread.run_sync(self._service.library.replace, earlier, later)

    def ask(self, request: AskRequest) -> AsyncGenerator[Event]:
        kept = self._service.conversations
        asked = selected(self._service.library, kept.continued(request))
        return kept.keeping(asked.conversation_id, self._service.ask(asked))

    async def brief(self, request: BriefRequest) -> AsyncGenerator[Event]:
        async with aclosing(self._service.brief(selected(self._service.library, request))) as events:
            async for name, value in events:
                if isinstance(value, Briefing):
                    self._service.records.keep_briefing(value)
                yield name, value

    async def compare(self, request: CompareRequest) -> Comparison:
        return await self._service.compare(selected(self._service.library, request))

    async def verify(self, request: VerifyRequest) -> Verification:
        return await self._service.verify(selected(self._service.library, request))

    async def observations(self, query: LedgerQuery) -> list[ObservationOut]:
        library = self._service.library
        return await to_thread.run_sync(lambda: list(every(library, filters(library, query))))

    async def findings(self, query: AuditQuery) -> list[FindingOut]:
        return await to_thread.run_sync(self._findings, query)

    def _findings(self, query: AuditQuery) -> list[FindingOut]:
        library = self._service.library
        zones = set(known_zones(library, query.zones))
        reports = [*query.report_ids, *(each for zone in library.zones() if zone.name in zones for each in zone.report_ids)]
        return [finding_out(each) for report in known_reports(library, reports) for each in library.audit(report)]

    async def decide(self, finding_id: str, patch: FindingPatch) -> FindingOut:
        return finding_out(await to_thread.run_sync(self._service.library.decide, finding_id, patch.decision, patch.note))

    async def propose(self, report_id: str) -> Proposals:
        return await self._service.propose(report_id)

    async def begin(self) -> Conversation:
        return await to_thread.run_sync(self._service.conversations.begin)

    async def conversation(self, conversation_id: str) -> Conversation:
        return await to_thread.run_sync(self._service.conversations.conversation, conversation_id)

    async def conversations(self) -> list[ConversationCard]:
        found: list[ConversationCard] = []
        cursor: str | None = None
        while True:
            page = self._service.conversations.conversations(limit=1000, cursor=cursor)
            found += page.items
            cursor = page.next_cursor
            if cursor is None:
                return found

    async def drop_conversation(self, conversation_id: str) -> None:
        await to_thread.run_sync(self._service.conversations.drop, conversation_id)

    async def close(self) -> None:
        self._service.close()


@asynccontextmanager
async def desk(data: Path | None) -> AsyncIterator[Desk]:
    """The library itself, or the server that has it open already."""
    settings = read_settings(data=data)
    opened: Desk
    try:
        opened = Own(build(settings))
    except StoreLocked as error:
        if error.address is None:
            raise
        opened = Remote(error.address, settings.api_keys[0].get_secret_value() if settings.api_keys else None)
    try:
        yield opened
    finally:
        await opened.close()
