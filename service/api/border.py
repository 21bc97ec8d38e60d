"""What stands before every route: who may call (Host, Origin, key) and how much they may send.

A server without keys on the loopback interface is open to any page in the user's browser unless foreign Host and Origin headers
are refused: the first is DNS rebinding, the second a plain cross-site form post.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import problem, response_of
from service.schema import Problem

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ANY_ADDRESS = frozenset({"0.0.0.0", "::", ""})

DOCS_ASSETS = "/docs/assets"
OPEN_PATHS = frozenset({"/", "/livez", "/readyz", "/docs", "/openapi.json"})
"""Asked without a key: the page (which asks for it), health for the machine that runs us, the description of the contract."""
OPEN_FOLDERS = (f"{DOCS_ASSETS}/", "/web/")

UPLOAD_BODY = 500_000_000
"""Bytes of one request that brings reports: a batch of hundreds, some of them scans. They go to disk and not to memory."""
USUAL_BODY = 4_000_000
"""Bytes of any other request: fifty turns of history at their limit, escaped, fit into it."""


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDERS)


def body_limit(path: str) -> int:
    return UPLOAD_BODY if path == "/api/reports" else USUAL_BODY


def split_authority(authority: str) -> tuple[str, int | None] | None:
    """Lower-case host and port of ``host:port``; None where it is neither."""
    try:
        parts = urlsplit(f"//{authority}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.username is not None or parts.path or parts.query or parts.fragment:
        return None
    return host.rstrip("."), port


class Gate:
    """Which Host and Origin are this server's own.

    Own are the loopback names, the address it was bound to and ``allowed``. A server bound to every address is called by addresses
    it cannot know; a literal address is then own too, because a rebinding attack needs a name.
    """

    def __init__(self, bound: str, allowed: Iterable[str] = ()) -> None:
        self._hosts = LOOPBACK | {bound.lower()} | {each.lower() for each in allowed}
        self._any_address = bound in ANY_ADDRESS

    def own_host(self, host: str) -> bool:
        if host in self._hosts:
            return True
        if not self._any_address:
            return False
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return False
        return True

    def refusal(self, headers: Headers) -> str | None:
        """Why a request with these headers is refused; None where it is not."""
        hosts = headers.getlist("host")
        called = split_authority(hosts[0]) if len(hosts) == 1 else None
        if called is None or not self.own_host(called[0]):
            return "Host 不是本服务的地址"
        for origin in headers.getlist("origin"):
            if not self._own_origin(origin, called[1]):
                return "Origin 不是本服务的页面"
        return None

    def _own_origin(self, origin: str, called_port: int | None) -> bool:
        scheme, separator, authority = origin.partition("://")
        found = split_authority(authority) if separator and scheme in ("http", "https") else None
        if found is None or not self.own_host(found[0]):
            return False
        # Behind a proxy that ends TLS neither side names a port; on one machine another port is another program.
        return (found[1] or {"http": 80, "https": 443}[scheme]) == (called_port or {"http": 80, "https": 443}[scheme])


class Border:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, gate: Gate, keys: tuple[str, ...] = ()) -> None:
        self._app = app
        self._gate = gate
        self._keys = tuple(hashlib.sha256(key.encode()).digest() for key in keys)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope["path"], headers)
        if refused is not None:
            extra = {"WWW-Authenticate": "Bearer"} if refused.status == 401 else None
            await response_of(refused, extra)(scope, receive, send)
            return
        await self._limited(scope, receive, _guarded(send))

    def _refused(self, path: str, headers: Headers) -> Problem | None:
        reason = self._gate.refusal(headers)
        if reason is not None:
            return problem(403, reason)
        if self._keys and not _is_open(path) and not self._known(headers.get("authorization", "")):
            return problem(401, "缺少密钥或密钥不对")
        declared = headers.get("content-length", "0")
        if not declared.isascii() or not declared.isdigit():
            return problem(400, "Content-Length 有误")
        if int(declared[:15]) > body_limit(path):
            return _too_large(path)
        return None

    def _known(self, authorization: str) -> bool:
        scheme, _, key = authorization.partition(" ")
        given = hashlib.sha256(key.strip().encode()).digest()
        found = False
        for each in self._keys:  # every key is compared, so that the time says nothing
            found |= hmac.compare_digest(each, given)
        return found and scheme.lower() == "bearer"

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Counts what is read: a body sent in chunks declares no length."""
        path, taken, started, exceeded = scope["path"], 0, False, False

        async def counted() -> Message:
            nonlocal taken, exceeded
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > body_limit(path):
                exceeded = True
                raise _Exceeded
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            if exceeded and not started:
                return  # the route's own answer to a body that broke off
            started = True
            await send(message)

        with contextlib.suppress(_Exceeded):
            await self._app(scope, counted, noted)
        if exceeded and not started:
            await response_of(_too_large(path), {"Connection": "close"})(scope, receive, send)


class _Exceeded(Exception):
    pass


def _too_large(path: str) -> Problem:
    return problem(413, f"请求超过 {body_limit(path) // 1_000_000} MB")


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("X-Content-Type-Options", "nosniff")
        await send(message)

    return guarded
