"""Kept chats (对话): questions with their answers, in order, so that a follow-up can be asked days later.

An answer holds quotes of reports: a turn that quotes a report which is purged goes with it, as briefings do. While a report is only
hidden, its turns are hidden, too.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from secrets import token_hex

import sqlalchemy as sa
from anyio import to_thread
from sqlalchemy.engine import Engine

from index.errors import InvalidInput, NotFound
from service.records import after, now, page_mark
from service.schema import (
    HISTORY_LIMIT,
    TURN_LIMIT,
    Answer,
    AskRequest,
    Conversation,
    ConversationCard,
    ConversationTurn,
    Event,
    Page,
    Turn,
)

LONGEST_TITLE = 40
_UNNAMED = "新对话"

_tables = sa.MetaData()
_conversations = sa.Table(
    "conversations",
    _tables,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("created", sa.String),
    sa.Column("title", sa.Text),
)
_turns = sa.Table(
    "conversation_turns",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation_id", sa.String),
    sa.Column("question", sa.Text),
    sa.Column("answer", sa.Text),
)
_quoted = sa.Table(
    "conversation_reports",
    _tables,
    sa.Column("turn_id", sa.Integer, primary_key=True),
    sa.Column("report_id", sa.String, primary_key=True),
)
Readable = Callable[[str], bool]
"""Whether a report may be read: it is in the library and not deleted."""


class Conversations:
    """The tables are brought up to date by ``service.records.Records``, which is opened first."""

    def __init__(self, engine: Engine, readable: Readable) -> None:
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self._readable = readable

    def begin(self, title: str | None = None) -> Conversation:
        """A new one without turns; the first question becomes its title where none is given."""
        conversation = Conversation(id=f"cnv_{token_hex(8)}", title=title or _UNNAMED, turns=(), created=now())
        with self._writing.begin() as connection:
            connection.execute(
                _conversations.insert().values(id=conversation.id, created=conversation.created, title=conversation.title)
            )
        return conversation

    def conversation(self, conversation_id: str) -> Conversation:
        """With the turns whose sources may all be read. Raises NotFound."""
        of = _turns.c.conversation_id == conversation_id
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(_conversations).where(_conversations.c.id == conversation_id)).one_or_none()
            turns = connection.execute(sa.select(_turns).where(of).order_by(_turns.c.id)).all()
        if row is None:
            raise NotFound(f"没有这个对话: {conversation_id}", advice="请用 GET /api/conversations 列出现有对话,或新建一个。")
        kept = [ConversationTurn(question=turn.question, answer=Answer.model_validate_json(turn.answer)) for turn in turns]
        shown = tuple(turn for turn in kept if all(map(self._readable, _sources(turn.answer))))
        return Conversation(id=row.id, title=row.title, turns=shown, created=row.created)

    def conversations(self, *, limit: int = 100, cursor: str | None = None) -> Page[ConversationCard]:
        """Newest first, without their turns."""
        counted = sa.select(sa.func.count()).where(_turns.c.conversation_id == _conversations.c.id).scalar_subquery()
        query = sa.select(_conversations, counted.label("questions")).order_by(
            _conversations.c.created.desc(), _conversations.c.id.desc()
        )
        if cursor is not None:
            query = query.where(after(_conversations, cursor))
        with self._engine.connect() as connection:
            rows = connection.execute(query.limit(limit + 1)).all()
        cards = tuple(
            ConversationCard(id=row.id, title=row.title, created=row.created, questions=row.questions) for row in rows[:limit]
        )
        return Page(items=cards, next_cursor=page_mark(cards[-1]) if len(rows) > limit else None)

    def drop(self, conversation_id: str) -> None:
        with self._writing.begin() as connection:
            turns = sa.select(_turns.c.id).where(_turns.c.conversation_id == conversation_id)
            connection.execute(_quoted.delete().where(_quoted.c.turn_id.in_(turns)))
            connection.execute(_turns.delete().where(_turns.c.conversation_id == conversation_id))
            if not connection.execute(_conversations.delete().where(_conversations.c.id == conversation_id)).rowcount:
                raise NotFound(f"没有这个对话: {conversation_id}")

    def drop_turns_quoting(self, report_id: str) -> int:
        """Number of turns that went because they quote a report that is being purged."""
        with self._writing.begin() as connection:
            found = list(connection.scalars(sa.select(_quoted.c.turn_id).where(_quoted.c.report_id == report_id)))
            connection.execute(_quoted.delete().where(_quoted.c.turn_id.in_(found)))
            return connection.execute(_turns.delete().where(_turns.c.id.in_(found))).rowcount

    # --- asking in a conversation

    def continued(self, request: AskRequest) -> AskRequest:
        """The request with what was said before in its conversation, the latest turns first to stay."""
        if request.conversation_id is None:
            return request
        if request.history:
            raise InvalidInput("conversation_id 与 history 不能同时给出", advice="请只用其中一个带上先前的问答。")
        kept = self.conversation(request.conversation_id).turns[-(HISTORY_LIMIT // 2) :]
        history = list[Turn]()
        for turn in kept:
            history.append(Turn(role="user", content=turn.question[:TURN_LIMIT]))
            history.append(Turn(role="assistant", content=turn.answer.text[:TURN_LIMIT]))
        return request.model_copy(update={"history": tuple(history)})

    async def keeping(self, conversation_id: str | None, events: AsyncGenerator[Event]) -> AsyncGenerator[Event]:
        """The events of an answer; it is kept once it is whole, before anybody is told that it is."""
        async with aclosing(events):
            async for name, value in events:
                if conversation_id is not None and isinstance(value, Answer):
                    await to_thread.run_sync(self._keep, conversation_id, value)
                yield name, value

    def _keep(self, conversation_id: str, answer: Answer) -> None:
        """Adds a turn; nothing where the conversation was deleted while its answer was being written."""
        named = _conversations.c.id == conversation_id
        with self._writing.begin() as connection:
            title = connection.scalar(sa.select(_conversations.c.title).where(named))
            if title is None:
                return
            if title == _UNNAMED:
                connection.execute(_conversations.update().where(named).values(title=_title(answer.question)))
            added = connection.execute(
                _turns.insert().values(conversation_id=conversation_id, question=answer.question, answer=answer.model_dump_json())
            )
            [turn_id] = added.inserted_primary_key or [None]
            if reports := sorted(_sources(answer)):
                connection.execute(_quoted.insert(), [{"turn_id": turn_id, "report_id": each} for each in reports])


def _sources(answer: Answer) -> frozenset[str]:
    return frozenset(citation.report_id for citation in answer.citations)


def _title(question: str) -> str:
    words = " ".join(question.split())
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1] + "…"
