"""The server: listening, the sample reports, and an interpreter made ready for long service."""

from __future__ import annotations

import contextlib
import gc
import ipaddress
import json
import signal
import socket
import sys
import threading
from pathlib import Path

import uvicorn

from index.domain import Query
from index.errors import InvalidSettings, ZoneBriefError
from seeds import seed_files
from service import printing
from service.adding import bar as progress_bar
from service.api.app import create_app
from service.bootstrap import Service, build
from service.settings import Settings, read_settings

_TURN = 0.001
"""Seconds a thread may keep the others waiting."""

_ROUNDS = 20_000, 10, 500
"""New objects until the rubbish collector's smallest round, such rounds until a middle one, and those until a full one. What a report
is made of holds no rings and is freed without it; its usual figures have it look through a large report ten times while it is unpacked."""
BACKLOG = 2048
"""Connections that may wait while the library fills; uvicorn's own figure."""


def serve(*, host: str, port: int, data: Path | None, seeds: bool, insecure: bool) -> None:
    settings = read_settings(data=data)
    if not insecure and not settings.api_keys and not _is_loopback(host):
        raise InvalidSettings(
            f"没有设置密钥,不在 {host} 上监听",
            advice="请设置 ZONEBRIEF_API_KEYS;确知网络可信时可加 --insecure。",
        )
    listening = _bound(host, port)
    address = _address(host, listening.getsockname()[1])
    service = build(settings, address=address)
    # While reports are stored a question takes its turn between: it waits for a turn a dozen times, so turns are short.
    sys.setswitchinterval(_TURN)
    try:
        if seeds and not service.library.report_count():
            _fill(service)
        server = uvicorn.Server(
            uvicorn.Config(create_app(service, host=host), log_level="warning", server_header=False, timeout_graceful_shutdown=5)
        )
        printing.line(f"园区简报已启动: {address}    接口说明: {address}/docs    停止: Ctrl+C")
        printing.line(_example(service, address, settings))
        ready = threading.Thread(target=_make_ready, args=[service], name="zonebrief-ready")
        ready.start()
        # uvicorn raises the signal that ended it once more when it is done: both are a wish to end, and the store is closed after.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
        ready.join()
    finally:
        service.close()
        listening.close()


def _make_ready(service: Service) -> None:
    """Loads what is loaded at first use, and takes all that is there by now out of the rubbish collector's rounds.

    A full round of it stops every thread; what it looks through for nothing is the greater part.
    """
    with contextlib.suppress(ZoneBriefError):
        service.library.search(Query("园区工业总产值"))
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_ROUNDS)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bound(host: str, port: int) -> socket.socket:
    """Listening before the library is opened: a taken port is found out at once, and early callers wait for the seeds."""
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(BACKLOG)
    except OSError as error:
        raise InvalidSettings(
            f"不能在 {host}:{port} 上监听: {error.strerror}", advice="请用 --port 换一个端口,或停止占用它的程序。"
        ) from None
    return listening


def _address(host: str, port: int) -> str:
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"


def _fill(service: Service) -> None:
    files = seed_files()
    with progress_bar() as bar:
        task = bar.add_task("装入示例报告", total=len(files))
        for file in files:
            bar.update(task, description=f"装入示例报告 {file.name}")
            service.library.add(file.read_bytes(), name=file.name)
            bar.advance(task)
    printing.line(f"已装入 {len(files)} 份示例报告(不需要时用 --no-seeds)。")


def _example(service: Service, address: str, settings: Settings) -> str:
    """A command to paste, about something the library can answer: a level of a zone's own that comes with its growth."""
    found, _ = service.library.observations(limit=1000)
    fit = [each for each in found if each.subject_kind == "zone" and each.quantity.unit_norm == "元" and each.growth]
    said = min(fit, key=lambda each: (len(each.zone), each.id), default=None)
    question = f"{said.zone}的{said.indicator}是多少?" if said else "规模工业总产值是多少?"
    key = '-H "Authorization: Bearer $KEY" ' if settings.api_keys else ""
    body = json.dumps({"question": question}, ensure_ascii=False).replace("'", "")
    return f"试一试: curl -s {address}/api/ask {key}-H 'Content-Type: application/json' -d '{body}'"
