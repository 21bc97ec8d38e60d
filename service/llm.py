"""Chat model and embeddings from settings. The only module that knows langchain's model classes; nothing is built at import.

What leaves this module is plain: pieces of text and token counts. Whatever goes wrong behind it is ModelUnavailable, soon.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from index.embed import Embedder, wrap
from index.errors import ModelUnavailable
from service.schema import Usage
from service.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

# Shares of the time one call may take. A model that reads a long prompt is slow to begin, and steady after that.
_FIRST_PIECE = 0.5
_NEXT_PIECE = 0.25
# The smallest limit on texts a request among the compatible endpoints in use.
_EMBEDDING_BATCH = 10
# Reasons to stop that mean the text is not whole; None is a stream that broke off without an error.
_CUT = {None: "中途断开", "length": "超出长度被截断", "content_filter": "被内容过滤截断"}


class ChatModel(Protocol):
    """``stream`` gives the reply in pieces of any length and last a ``Usage``; it raises ModelUnavailable and never hangs.

    Closing the iterator ends the call to the endpoint.
    """

    @property
    def name(self) -> str: ...

    def stream(self, system: str, user: str) -> AsyncGenerator[str | Usage, None]: ...


@dataclass(frozen=True, slots=True)
class EndpointModel:
    """An OpenAI-compatible endpoint, watched: ``timeout`` seconds for the whole call, shares of it for silence."""

    name: str
    client: BaseChatModel
    timeout: float

    async def stream(self, system: str, user: str) -> AsyncGenerator[str | Usage, None]:
        clock = asyncio.get_running_loop()
        until, patience = clock.time() + self.timeout, self.timeout * _FIRST_PIECE
        usage, reason, wrote = Usage(), None, False
        async with aclosing(self._chunks(system, user)) as chunks:
            while True:
                # Waiting is timed around each piece, and the caller's own time between pieces only by the deadline.
                # Keep-alive comments are no pieces: a stream that sends nothing else is silent.
                try:
                    async with asyncio.timeout_at(min(until, clock.time() + patience)):
                        chunk = await anext(chunks, None)
                except TimeoutError:
                    raise ModelUnavailable(f"模型 {self.name} 超时未答") from None
                except ModelUnavailable:
                    raise
                except Exception as error:
                    raise ModelUnavailable(f"模型 {self.name} 调用失败: {_told(error)}") from error
                if chunk is None:
                    break
                if chunk.usage_metadata is not None:
                    counted = chunk.usage_metadata
                    usage = Usage(input_tokens=counted["input_tokens"], output_tokens=counted["output_tokens"])
                reason = chunk.response_metadata.get("finish_reason") or reason
                if text := _text(chunk):
                    wrote, patience = wrote or bool(text.strip()), self.timeout * _NEXT_PIECE
                    yield text
        if reason in _CUT:
            raise ModelUnavailable(f"模型 {self.name} 的回答{_CUT[reason]}")
        if not wrote:
            raise ModelUnavailable(f"模型 {self.name} 的回答为空")
        yield usage

    async def _chunks(self, system: str, user: str) -> AsyncGenerator[AIMessageChunk, None]:
        stream = self.client.astream([("system", system), ("human", user)])
        try:
            async for chunk in stream:
                yield chunk
        finally:
            if isinstance(stream, AsyncGenerator):  # it is one, but is declared an iterator, which could not be closed
                await stream.aclose()


def chat_model(settings: Settings) -> ChatModel | None:
    """The model that writes, or None where the settings name no model or no endpoint: then the offline writer writes."""
    if settings.chat_model is None or not _endpoint_given(settings):
        return None
    from langchain.chat_models import init_chat_model

    client = init_chat_model(
        settings.chat_model,
        model_provider="openai",
        temperature=0,
        timeout=settings.model_timeout * _FIRST_PIECE,
        max_retries=1,
        stream_usage=True,
        stream_chunk_timeout=None,  # watched here, so that the whole call is
        use_responses_api=False,
        # Connections are not kept: langchain shares its pool over the process, and a pool does not outlive its event loop.
        default_headers={"Connection": "close"},
        **_endpoint(settings),
    )
    return EndpointModel(settings.chat_model, client, settings.model_timeout)


def embedder(settings: Settings) -> Embedder | None:
    """The embedder of the configured endpoint, or None: then the offline one serves. Nothing is asked before its first use."""
    if settings.embedding_model is None or not _endpoint_given(settings):
        return None
    from langchain.embeddings import init_embeddings

    embeddings = init_embeddings(
        settings.embedding_model,
        provider="openai",
        check_embedding_ctx_length=False,  # else it downloads a tokenizer and sends token ids
        chunk_size=_EMBEDDING_BATCH,
        timeout=settings.model_timeout,
        max_retries=1,
        **_endpoint(settings),
    )
    # Endpoints serve one model under one name; where it stands does not change its vectors.
    return wrap(embeddings, f"openai:{settings.embedding_model}")


async def complete(model: ChatModel, system: str, user: str) -> tuple[str, Usage]:
    """The whole reply at once; raises ModelUnavailable."""
    pieces, usage = [], Usage()
    async with aclosing(model.stream(system, user)) as stream:
        async for piece in stream:
            if isinstance(piece, Usage):
                usage = piece
            else:
                pieces.append(piece)
    return "".join(pieces), usage


def _endpoint_given(settings: Settings) -> bool:
    return settings.openai_api_key is not None or settings.openai_base_url is not None


def _endpoint(settings: Settings) -> dict[str, Any]:
    # A local server wants no key, but the client refuses to be built without one.
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
    return {"api_key": key, "base_url": settings.openai_base_url}


def _text(chunk: AIMessageChunk) -> str:
    return chunk.content if isinstance(chunk.content, str) else "".join(_part(part) for part in chunk.content)


def _part(part: str | Mapping[str, Any]) -> str:
    return part if isinstance(part, str) else str(part.get("text", "")) if part.get("type") == "text" else ""


def _told(error: Exception) -> str:
    """Kind and status only: the text of a client's error may repeat the address or the key."""
    status = getattr(error, "status_code", None)
    return f"HTTP {status}" if isinstance(status, int) else type(error).__name__
