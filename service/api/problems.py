"""Errors as ``application/problem+json`` (RFC 9457): status by class, never a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from index.errors import (
    Conflict,
    InvalidInput,
    ModelUnavailable,
    NotFound,
    StoreDamaged,
    StoreLocked,
    TookTooLong,
    TooLarge,
    ZoneBriefError,
)
from service.schema import FieldProblem, Problem

Model = TypeVar("Model", bound=BaseModel)

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[type[Exception], int] = {
    InvalidInput: 422,
    TooLarge: 413,
    TookTooLong: 422,
    NotFound: 404,
    Conflict: 409,
    StoreLocked: 503,
    StoreDamaged: 503,
    ModelUnavailable: 503,
    ZoneBriefError: 500,
}

TITLES: Mapping[int, str] = {
    400: "请求无法读取",
    401: "需要密钥",
    403: "来源不被允许",
    404: "没有找到",
    405: "不支持的方法",
    409: "与现状冲突",
    413: "内容过大",
    415: "不支持的格式",
    422: "输入有误",
    500: "内部错误",
    503: "暂不可用",
}

CODES: Mapping[int, tuple[str, str]] = {
    400: ("invalid_input", InvalidInput.advice),
    401: ("unauthorized", "请在请求头中带上 Authorization: Bearer <密钥>。"),
    403: ("forbidden", "请从本机地址访问;经由代理或域名访问时,请把域名写入 ZONEBRIEF_ALLOWED_HOSTS。"),
    404: ("not_found", "请对照 /docs 核对路径。"),
    405: ("method_not_allowed", "请对照 /docs 核对方法。"),
    413: ("too_large", TooLarge.advice),
    415: ("unsupported_media_type", "请使用 application/json 或 multipart/form-data。"),
    422: ("invalid_input", InvalidInput.advice),
    503: ("unavailable", "请稍候重试。"),
}
"""HTTP status -> code and advice, for refusals that come from no error class of ours."""

MESSAGES: Mapping[str, str] = {
    "missing": "缺少此项",
    "extra_forbidden": "未知的字段",
    "string_type": "须为文本",
    "string_unicode": "含有无效字符",
    "string_too_long": "过长,最多 {max_length} 个字符",
    "string_too_short": "不能为空",
    "too_long": "过多,最多 {max_length} 项",
    "too_short": "过少,至少 {min_length} 项",
    "literal_error": "须为 {expected} 之一",
    "int_parsing": "须为整数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "bool_parsing": "须为 true 或 false",
    "tuple_type": "须为列表",
    "model_attributes_type": "须为 JSON 对象",
    "json_invalid": "JSON 格式有误",
}
"""Kind of validation error -> Chinese. Kinds that are not here keep the validator's English."""


def status_of(error: Exception) -> int:
    """HTTP status of the nearest class of ``error`` that has one."""
    return next((STATUS[each] for each in type(error).__mro__ if each in STATUS), 500)


def problem_of(error: ZoneBriefError) -> Problem:
    return problem(status_of(error), error.message, code=error.code, advice=error.advice, retryable=error.retryable)


def problem(
    status: int,
    detail: str,
    *,
    code: str | None = None,
    advice: str | None = None,
    retryable: bool = False,
    errors: tuple[FieldProblem, ...] = (),
) -> Problem:
    usual_code, usual_advice = CODES.get(status, (ZoneBriefError.code, ZoneBriefError.advice))
    return Problem(
        type=f"urn:zonebrief:problem:{code or usual_code}",
        title=TITLES.get(status, "请求未完成"),
        status=status,
        detail=detail,
        code=code or usual_code,
        advice=advice or usual_advice,
        retryable=retryable,
        errors=errors,
    )


def response_of(value: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return Response(value.model_dump_json(), status_code=value.status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def unexpected(error: BaseException) -> Problem:
    """What the outside is told of an error nobody foresaw; the log has the rest."""
    log.error("unexpected error", exc_info=error)
    return problem(500, "处理请求时发生内部错误")


def field_problems(errors: Sequence[Mapping[str, Any]]) -> tuple[FieldProblem, ...]:
    return tuple(FieldProblem(field=_field(each.get("loc", ())), message=_message(each)) for each in errors)


def _field(location: Sequence[Any]) -> str:
    """``body.history.0.role`` as ``history.0.role``; names are the caller's own and may hold half a surrogate pair."""
    parts = [str(each) for each in location]
    if parts and parts[0] in ("body", "query", "path", "header"):
        parts = parts[1:]
    return ".".join(parts).encode("utf-8", "replace").decode()[:200]


def _message(error: Mapping[str, Any]) -> str:
    kind = str(error.get("type", ""))
    if kind == "value_error":
        return str(error.get("msg", "")).removeprefix("Value error, ")
    text = MESSAGES.get(kind)
    return text.format(**error.get("ctx", {})) if text else str(error.get("msg", ""))


def invalid(errors: Sequence[Mapping[str, Any]]) -> Problem:
    found = field_problems(errors)
    detail = ";".join(f"{each.field}: {each.message}" if each.field else each.message for each in found[:5])
    return problem(422, detail or "请求内容有误", errors=found[:50])


def install(app: FastAPI) -> None:
    """Every error of every route leaves as a problem."""

    async def ours(_: Request, error: Exception) -> Response:
        assert isinstance(error, ZoneBriefError)
        found = problem_of(error)
        if found.status == 500:
            log.error("%s: %s", error.code, error.message, exc_info=error)
        return response_of(found, {"Retry-After": "5"} if error.retryable else None)

    async def invalid_request(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return response_of(invalid(error.errors()))

    async def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        details = {404: "没有这个地址", 405: "这个地址不支持该方法", 400: "请求内容无法解析"}
        return response_of(problem(error.status_code, details.get(error.status_code, error.detail)), error.headers)

    async def anything(_: Request, error: Exception) -> Response:
        return response_of(unexpected(error))

    app.add_exception_handler(ZoneBriefError, ours)
    app.add_exception_handler(RequestValidationError, invalid_request)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(Exception, anything)


def asked(model: type[Model], /, **values: object) -> Model:
    """A request from flags; raises InvalidInput with the validator's words."""
    try:
        return model(**values)
    except ValidationError as error:
        found = field_problems(error.errors(include_input=False, include_url=False))
        raise InvalidInput(";".join(f"{each.field}: {each.message}" if each.field else each.message for each in found)) from None
