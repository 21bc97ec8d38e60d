"""Frames around what is told: pages, problems and events."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel

from service.schema.fields import Value

Item = TypeVar("Item")


class FieldProblem(Value):
    field: str
    message: str


class Problem(Value):
    """RFC 9457. ``code`` is stable, ``advice`` says what to do; ``errors`` names fields that did not validate."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    advice: str
    retryable: bool = False
    errors: tuple[FieldProblem, ...] = ()


class Page(Value, Generic[Item]):
    items: tuple[Item, ...]
    next_cursor: str | None = None


Event = tuple[str, BaseModel]
"""A named server-sent event: plan, sentence, table, notice, section, done or error, and its value."""
