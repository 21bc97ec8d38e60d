"""Liveness without dependencies; readiness with reasons, until store and model have answered."""

from __future__ import annotations

import httpx
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from index.errors import ZoneBriefError
from service.api.parameters import KnownParameters
from service.api.port import ServiceOf
from service.api.problems import problem, response_of, unexpected
from service.settings import Settings

router = APIRouter(tags=["health"], dependencies=[KnownParameters])

OPENAI = "https://api.openai.com/v1"
"""Where every OpenAI client goes when OPENAI_BASE_URL is not set."""
MODEL_PATIENCE = 3.0
"""Seconds; a probe that waits longer is itself given up by the machinery that asks."""


class Health(BaseModel):
    status: str


@router.get("/livez", summary="进程活着")
async def livez() -> Health:
    return Health(status="ok")


@router.get("/readyz", response_model=Health, summary="存储与模型都应答过,可以接受请求")
async def readyz(service: ServiceOf, request: Request) -> Response | Health:
    """The model is asked until it has answered once: when it fails later, the extractive writer answers."""
    try:
        await run_in_threadpool(service.library.reports, limit=1)
    except ZoneBriefError as error:
        return response_of(problem(503, f"存储不可用: {error.message}", advice=error.advice))
    except Exception as error:
        return response_of(unexpected(error).model_copy(update={"status": 503}))
    settings = service.settings
    if service.model_name is not None and not getattr(request.app.state, "model_answered", False):
        reason = await _silence(settings)
        if reason is not None:
            return response_of(problem(503, reason, advice="请检查 OPENAI_BASE_URL、OPENAI_API_KEY 与模型名。"))
        request.app.state.model_answered = True
    return Health(status="ready")


async def _silence(settings: Settings) -> str | None:
    """Why the model's endpoint counts as not answering. One that has no list of models (404, 405) answers all the same."""
    key = settings.openai_api_key
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    address = f"{(settings.openai_base_url or OPENAI).rstrip('/')}/models"
    try:
        async with httpx.AsyncClient(timeout=MODEL_PATIENCE) as client:
            response = await client.get(address, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return f"模型服务没有应答: {type(error).__name__}"
    if response.status_code in (401, 403) or response.status_code >= 500:
        return f"模型服务返回 HTTP {response.status_code}"
    return None
