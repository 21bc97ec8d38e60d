"""A real server in a folder of its own, and a caller that speaks to it over HTTP."""

from __future__ import annotations

import http.client
import importlib
import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

psutil: Any = importlib.import_module("psutil")
"""It has no types of its own."""

START = 90.0
"""Seconds a server may take to come up."""
_PIECE = 1 << 20
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Answer:
    """``status`` is 0 where no answer came: refused, reset or out of time, as ``text`` says."""

    status: int
    text: str

    @property
    def value(self) -> Any:
        """The JSON of the body; an empty object where it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return {}


@dataclass(slots=True)
class Folder:
    """All that a server may see: its data, and what it must leave alone."""

    root: Path
    data: Path = field(init=False)
    temporary: Path = field(init=False)
    home: Path = field(init=False)
    work: Path = field(init=False)
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.data, self.temporary, self.home, self.work = (self.root / name for name in ("data", "tmp", "home", "work"))
        self.log = self.root / "server.log"
        for each in (self.data, self.temporary, self.home, self.work):
            each.mkdir(parents=True)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZONEBRIEF_", "OPENAI_"))}
        own = {"TMPDIR": str(self.temporary), "HOME": str(self.home), "PYTHONPATH": str(_ROOT)}
        return kept | own | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


class Server:
    """``zonebrief serve`` as a process; ``restart`` after it was killed goes on with the same data."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Raises RuntimeError where it does not come up."""
        command = [
            sys.executable,
            "-m",
            "service.cli",
            "serve",
            "--no-seeds",
            "--port",
            str(self.port),
            "--data",
            str(self.folder.data),
        ]
        with self.folder.log.open("a") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.folder.work,
                env=self.folder.environment(),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], START)
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.process.stdout.readline()) if ready else None
        if found is None:
            self.kill()
            raise RuntimeError(f"the server did not come up: {self.folder.log.read_text()[-2000:]}")
        self.port = int(found[1])

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """The server and every worker of it, whatever session a worker is in."""
        if self.process is None:
            return
        with suppress(psutil.Error):
            started = psutil.Process(self.process.pid)
            for each in (*started.children(recursive=True), started):
                with suppress(psutil.Error):
                    each.kill()
        self.process.wait()
        self._let_go()

    def _let_go(self) -> None:
        if self.process is not None and self.process.stdout is not None:
            self.process.stdout.close()

    def restart(self) -> None:
        self.kill()
        self.start()

    def stop(self) -> int | None:
        """Its exit code after a wish to end; None where it had to be killed."""
        if self.process is None:
            return None
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()
            return None
        self._let_go()
        return code

    def doctor(self) -> tuple[bool, str]:
        """Whether the store is sound, and what is said of it. The server must not run."""
        done = subprocess.run(
            [sys.executable, "-m", "service.cli", "doctor", "--data", str(self.folder.data)],
            cwd=self.folder.work,
            env=self.folder.environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return done.returncode == 0, (done.stdout + done.stderr).strip()


def call(port: int, method: str, path: str, body: object = None, *, timeout: float = 30.0) -> Answer:
    data = None if body is None else json.dumps(body).encode()
    return _answered(port, method, path, {"Content-Type": "application/json"} if data else {}, data, timeout)


def upload(port: int, file: Path, name: str, *, timeout: float) -> Answer:
    """The file as a form's only field, sent piece by piece; sending ends where the server has answered already."""
    boundary = "----badinput7MA4YWxkTrZu0gW"
    escaped = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").encode("utf-8", "surrogatepass")
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="'.encode() + escaped
    head += b'"\r\nContent-Type: application/octet-stream\r\n\r\n'
    tail = f"\r\n--{boundary}--\r\n".encode()
    length = len(head) + file.stat().st_size + len(tail)
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Content-Length": str(length)}

    def body() -> Iterator[bytes]:
        yield head
        with file.open("rb") as opened:
            while piece := opened.read(_PIECE):
                yield piece
        yield tail

    return _answered(port, "POST", "/api/reports", headers, body(), timeout)


def _answered(
    port: int, method: str, path: str, headers: Mapping[str, str], body: bytes | Iterator[bytes] | None, timeout: float
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.putrequest(method, path)
        for header, value in headers.items():
            connection.putheader(header, value)
        if isinstance(body, bytes):
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        _send(connection, body)
        response = connection.getresponse()
        return Answer(response.status, response.read().decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, f"{type(error).__name__}: {error}")
    finally:
        connection.close()


def _send(connection: http.client.HTTPConnection, body: bytes | Iterator[bytes] | None) -> None:
    for piece in (body,) if isinstance(body, bytes) else body or ():
        if select.select([connection.sock], [], [], 0)[0]:
            return
        try:
            connection.send(piece)
        except (BrokenPipeError, ConnectionResetError):
            return


@contextmanager
def serving(root: Path) -> Iterator[Server]:
    """A server in a new folder under ``root``, gone at the end with all its workers."""
    server = Server(Folder(root))
    server.start()
    try:
        yield server
    finally:
        server.kill()
