"""Kept chats: begun, listed, read, deleted. ``POST /api/ask`` with ``conversation_id`` goes on in one."""

from __future__ import annotations

from fastapi import APIRouter

from service.api.parameters import Cursor, KnownParameters, Limit
from service.api.port import ServiceOf
from service.schema import Conversation, ConversationCard, ConversationRequest, Page

router = APIRouter(prefix="/api/conversations", tags=["conversations"], dependencies=[KnownParameters])


@router.post("", status_code=201, summary="新建对话;随后以 conversation_id 提问")
def begin(service: ServiceOf, wanted: ConversationRequest | None = None) -> Conversation:
    return service.conversations.begin(wanted.title if wanted else None)


@router.get("", summary="已有的对话,新的在前")
def list_conversations(service: ServiceOf, limit: Limit = 100, cursor: Cursor = None) -> Page[ConversationCard]:
    return service.conversations.conversations(limit=limit, cursor=cursor)


@router.get("/{conversation_id}", summary="一个对话的全部问答")
def show(service: ServiceOf, conversation_id: str) -> Conversation:
    return service.conversations.conversation(conversation_id)


@router.delete("/{conversation_id}", status_code=204, summary="删除对话")
def remove(service: ServiceOf, conversation_id: str) -> None:
    service.conversations.drop(conversation_id)
