"""Liveness without dependencies, readiness with reasons."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from index.errors import ZoneBriefError
from service.api.parameters import KnownParameters
from service.api.port import ServiceOf
from service.api.problems import problem, response_of, unexpected

router = APIRouter(tags=["health"], dependencies=[KnownParameters])


class Health(BaseModel):
    status: str


@router.get("/livez", summary="进程活着")
async def livez() -> Health:
    return Health(status="ok")


@router.get("/readyz", response_model=Health, summary="存储可用,可以接受请求")
async def readyz(service: ServiceOf) -> Response | Health:
    """The model is not asked: when it fails, the extractive writer answers."""
    try:
        await run_in_threadpool(service.library.reports, limit=1)
    except ZoneBriefError as error:
        return response_of(problem(503, f"存储不可用: {error.message}", advice=error.advice))
    except Exception as error:
        return response_of(unexpected(error).model_copy(update={"status": 503}))
    return Health(status="ready")
