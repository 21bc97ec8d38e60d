"""Conversations that are kept."""

from __future__ import annotations

from service.schema.answers import Answer
from service.schema.fields import Value


class ConversationTurn(Value):
    question: str
    answer: Answer


class Conversation(Value):
    """A kept chat; turns in order."""

    id: str
    title: str
    turns: tuple[ConversationTurn, ...] = ()
    created: str


class ConversationCard(Value):
    """As listed: how many questions, not what was answered."""

    id: str
    title: str
    created: str
    questions: int
