"""Query parameters that several resources share, and the rule that there are no others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Depends, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError

from index.domain import Period
from index.errors import InvalidInput
from service.schema import Page, normal_period

Item = TypeVar("Item")

Limit = Annotated[int, Query(ge=1, le=1000, description="每页条数")]
Cursor = Annotated[str | None, Query(max_length=500, description="上一页返回的 next_cursor")]
Filter = Annotated[list[str], Query(max_length=200, description="可重复")]


def _declared(dependant: Dependant) -> set[str]:
    return {field.alias for field in dependant.query_params}.union(*(_declared(each) for each in dependant.dependencies))


def _known_parameters(request: Request) -> None:
    """A misspelt filter must not silently mean "everything"."""
    known = _declared(request.scope["route"].dependant)
    errors = [
        {"type": "extra_forbidden", "loc": ("query", name), "msg": "unknown parameter", "input": None}
        for name in request.query_params
        if name not in known
    ]
    errors += [
        {"type": "string_unicode", "loc": ("query", name), "msg": "invalid character", "input": None}
        for name, value in request.query_params.multi_items()
        if "\0" in value
    ]
    if errors:
        raise RequestValidationError(errors)


KnownParameters = Depends(_known_parameters)


def period_of(text: str | None) -> Period | None:
    """Raises InvalidInput for what is not a period."""
    if text is None:
        return None
    try:
        return Period.parse(normal_period(text))
    except ValueError as error:
        raise InvalidInput(f"period: {error}") from None


def periods_of(texts: Sequence[str]) -> tuple[Period, ...]:
    return tuple(period for text in texts if (period := period_of(text)) is not None)


def page_of(items: Sequence[Item], limit: int, cursor: str | None) -> Page[Item]:
    """A page of a list that is short enough to be made whole; the cursor is an offset."""
    start = offset_of(cursor)
    end = start + limit
    return Page(items=tuple(items[start:end]), next_cursor=str(end) if end < len(items) else None)


def offset_of(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 9):
        raise InvalidInput("cursor 无效", advice="请使用上一页返回的 next_cursor。")
    return int(cursor)
