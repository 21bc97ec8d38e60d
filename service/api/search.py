from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from index.domain import Query as IndexQuery
from service.api.parameters import Cursor, Filter, KnownParameters, Limit, offset_of, period_of
from service.api.port import ServiceOf
from service.gather import ROOM
from service.schema import QUESTION_LIMIT, Page, PassageOut
from service.selection import known_reports, known_zones
from service.views import passage_out

router = APIRouter(prefix="/api/search", tags=["search"], dependencies=[KnownParameters])

DEEPEST = 1000
"""Passages ranked at most: what stands further down is chance."""


@router.get("", summary="检索:只排序原文段落(连同上下文),不作答")
def search(
    service: ServiceOf,
    q: Annotated[str, Query(min_length=1, max_length=QUESTION_LIMIT, examples=["固定资产投资"])],
    zone: Filter = [],  # noqa: B006 (FastAPI copies it)
    report: Filter = [],  # noqa: B006
    period: Annotated[str | None, Query(max_length=40)] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[PassageOut]:
    """Passages as a model writer is given them: grown with their neighbours, zones that the query names looked in one by one."""
    start = offset_of(cursor)
    end = min(start + limit, DEEPEST)
    # Always as deep: how passages grow together must not depend on how many are looked at.
    query = IndexQuery(
        text=q,
        report_ids=known_reports(service.library, report),
        zones=known_zones(service.library, zone),
        period=period_of(period),
        limit=DEEPEST,
        room=ROOM,
    )
    passages = service.library.search(query)
    following = str(end) if len(passages) > end and end < DEEPEST else None
    return Page(items=tuple(map(passage_out, passages[start:end])), next_cursor=following)
