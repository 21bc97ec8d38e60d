"""The composition root: settings -> ``Service``. The only place that chooses store, embedder, model and writer."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from anyio import to_thread

from index.embed import OfflineEmbedder
from index.library import Library
from index.precedence import Precedence
from index.store import open_store
from service.chains.answer import answer_chain
from service.chains.brief import brief_chain
from service.chains.narrating import narrating
from service.chains.trace import verification
from service.conversations import Conversations
from service.intake import Intake
from service.jobs import Jobs
from service.llm import chat_model, embedder
from service.propose import Propose, proposing
from service.reading import Readers
from service.records import Records
from service.schema import AskRequest, BriefRequest, CompareRequest, Comparison, Event, Verification, VerifyRequest
from service.settings import Settings
from service.spool import Spool

INCOMING = "incoming"
"""Folder beside the store for files that wait to be read."""


@dataclass(frozen=True)
class Service:
    """Everything an entrance (HTTP, command line) needs. Close it to give the store up."""

    settings: Settings
    library: Library
    precedence: Precedence
    records: Records
    conversations: Conversations
    jobs: Jobs
    intake: Intake
    model_name: str | None
    ask: Callable[[AskRequest], AsyncGenerator[Event]]
    brief: Callable[[BriefRequest], AsyncGenerator[Event]]
    propose: Propose
    compare: Callable[[CompareRequest], Awaitable[Comparison]]

    def forget(self, report_id: str) -> None:
        """Drops what people's records quote of a report that is being purged."""
        self.records.drop_briefings_citing(report_id)
        self.conversations.drop_turns_quoting(report_id)

    async def verify(self, request: VerifyRequest) -> Verification:
        return await to_thread.run_sync(verification, self.library, request)

    def close(self) -> None:
        self.jobs.close()
        self.library.close()


def build(settings: Settings, *, address: str | None = None) -> Service:
    """Opens the store and wires everything. ``address`` is where this process will answer, told to others that want the store.

    Raises StoreLocked where another process owns the store, and InvalidSettings.
    """
    vectors = embedder(settings) or OfflineEmbedder()
    precedence = Precedence()
    store = open_store(
        settings.store_url,
        folder=settings.data,
        embedder_identity=vectors.identity,
        dimensions=vectors.dimensions,
        address=address,
        give_way=precedence.give_way,
    )
    library = Library(store, vectors)
    if library.report_count():
        # After a change of embedder, or of a crash between rows and vectors: derived data is made whole before anybody asks.
        library.rebuild()
    model = chat_model(settings)
    records = Records(store.engine)
    spool = Spool(store.engine, settings.data / INCOMING)
    readers = Readers(embeds=embedder(settings) is None, scratch=spool.folder("reading"))
    jobs = Jobs(library, spool, readers)
    return Service(
        settings=settings,
        library=library,
        precedence=precedence,
        records=records,
        jobs=jobs,
        intake=Intake(library, spool, readers, jobs),
        conversations=Conversations(store.engine, library.has),
        model_name=model.name if model else None,
        ask=answer_chain(library, model),
        brief=brief_chain(library, model),
        propose=proposing(library, model, allowed=settings.propose),
        compare=narrating(library, model),
    )
