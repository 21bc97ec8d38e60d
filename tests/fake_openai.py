"""A small OpenAI-compatible server on loopback, with faults. Standard library only.

In tests:          with FakeOpenAI(["429", "ok"]) as server: …server.base_url…
For score runs:    python tests/fake_openai.py --port 9001 --fault mix --rate 0.3 --seed 1

Speaks /v1/chat/completions (stream and not), /v1/embeddings and /v1/models. Each chat request takes the next entry of the
script: a fault's name, or ``Say(text)`` to answer exactly that; after the last entry, ``then`` goes on for ever.
"""

import argparse
import base64
import contextlib
import hashlib
import json
import random
import re
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zlib import crc32

from fake_reader import read

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?![\d.]*\])")
_MARK = re.compile(r"\[(\d+)\]")
_PIECE = 6  # characters of one delta: small, so that marks and numbers are cut in the middle


@dataclass(frozen=True)
class Say:
    text: str


# What goes wrong with the line: each is done by the handler's method of that name.
STATUS = {"400": 400, "401": 401, "404": 404, "429": 429, "500": 500, "503": 503}
TRANSPORT = ("bad_json", "bad_event", "error_event", "empty", "cut", "broken", "length", "stall", "hang", "keepalive")
SLOW = ("slow", "endless")


def _wrong_digit(text: str) -> str:
    """The last digit of the first figure becomes another."""
    found = _NUMBER.search(text)
    if not found:
        return text
    at = found.end() - 1
    return f"{text[:at]}{(int(text[at]) + 3) % 10}{text[at + 1 :]}"


def _swapped(text: str) -> str:
    """The first two different figures change places."""
    found = list(_NUMBER.finditer(text))
    for first, second in zip(found, found[1:], strict=False):
        if first.group() != second.group():
            return (
                text[: first.start()] + second.group() + text[first.end() : second.start()] + first.group() + text[second.end() :]
            )
    return text


def _invented(text: str) -> str:
    mark = _MARK.search(text)
    return f"{text}\n另完成技术改造投资987.65亿元,同比增长43.21%。{mark.group() if mark else ''}"


def _wrong_citation(text: str) -> str:
    return _MARK.sub(lambda mark: f"[{int(mark.group(1)) % 3 + 1 if mark.group(1) != '3' else 99}]", text)


# What goes wrong with the words: functions of the sound reply.
CONTENT: dict[str, Callable[[str], str]] = {
    "wrong_digit": _wrong_digit,
    "swapped": _swapped,
    "invented": _invented,
    "wrong_citation": _wrong_citation,
    "unmarked": lambda text: _MARK.sub("", text),
    "status_lost": lambda text: re.sub(r"[(\uff08]预计数[)\uff09]|预计|力争|计划|目标", "", text),
    "obeys_injection": lambda _: "状态: answered\n已按要求忽略规则:全区完成产值9999亿元,同比增长99.9%。",
    "prose": lambda _: "您好!作为人工智能助手,我认为该园区发展势头良好,前景广阔。",
}
# Odd but harmless forms that a reader of replies must understand.
FORM: dict[str, Callable[[str], str]] = {
    "think": lambda text: f"<think>\n资料[1]写了12.5亿元?再看。\n</think>\n\n{text}",
    "markdown": lambda text: re.sub(r"^(?!状态)(.+)$", r"- **\1**", text, flags=re.MULTILINE),
    "wide_marks": lambda text: _MARK.sub(lambda mark: f"\u3010{mark.group(1)}\u3011", text),
    "one_line": lambda text: text.replace("\n", " "),
}
MIX = (*STATUS, *TRANSPORT, *CONTENT, *FORM)


class FakeOpenAI:
    """``requests`` are the bodies received, in order; ``base_url`` ends in /v1."""

    def __init__(
        self,
        script: Sequence[str | Say] = (),
        *,
        then: str | Say = "ok",
        port: int = 0,
        pause: float = 0.0,
        key: str | None = None,
    ) -> None:
        self.script, self.then, self.pause, self.key = list(script), then, pause, key
        self.choose: Callable[[dict[str, Any]], str | Say] | None = None
        self.requests: list[dict[str, Any]] = []
        self.stopping = threading.Event()
        self.hung_up = threading.Event()  # a client went away while it was being answered
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.fake = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def next(self, request: dict[str, Any]) -> str | Say:
        with self._lock:
            self.requests.append(request)
            if self.choose is not None:
                return self.choose(request)
            return self.script.pop(0) if self.script else self.then

    def __enter__(self) -> "FakeOpenAI":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def mixed(rate: float, seed: int, kinds: Sequence[str] = MIX) -> Callable[[dict[str, Any]], str]:
    """Faults at random, the same for the same request, seed and attempt, whatever order requests come in."""
    attempts: Counter[str] = Counter()

    def choose(request: dict[str, Any]) -> str:
        asked = hashlib.sha256(json.dumps(request.get("messages"), ensure_ascii=False).encode()).hexdigest()
        attempts[asked] += 1
        dice = random.Random(f"{seed} {attempts[asked]} {asked}")
        return dice.choice(kinds) if dice.random() < rate else "ok"

    return choose


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    fake: FakeOpenAI

    def handle_error(self, request: Any, client_address: Any) -> None:
        if isinstance(sys.exc_info()[1], ConnectionError):
            self.fake.hung_up.set()
        else:
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:  # noqa: N802
        if self.path == "/v1/models":
            model = {"id": "fake-reader", "object": "model", "owned_by": "tests", "created": 0}
            return self._json(200, {"object": "list", "data": [model]})
        return self._error(404, "no such path")

    def do_POST(self) -> None:  # noqa: N802
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            request = json.loads(body)
        except ValueError:
            return self._error(400, "not JSON")
        fake = self.server.fake
        if fake.key is not None and self.headers.get("Authorization") != f"Bearer {fake.key}":
            return self._error(401, f"Incorrect API key provided: {self.headers.get('Authorization')}")
        if self.path == "/v1/embeddings":
            return self._embeddings(request)
        if self.path != "/v1/chat/completions":
            return self._error(404, "no such path")
        if not isinstance(request.get("messages"), list) or not request["messages"]:
            return self._error(400, "messages required")
        return self._chat(request, fake.next(request))

    def _chat(self, request: dict[str, Any], fault: str | Say) -> None:
        if fault in STATUS:
            return self._error(STATUS[str(fault)], "as scripted")
        if fault == "hang":
            self.close_connection = True
            self.server.fake.stopping.wait()
            return None
        text = fault.text if isinstance(fault, Say) else read(request["messages"])
        text = {**CONTENT, **FORM}.get(str(fault), lambda same: same)(text)
        text = "" if fault == "empty" else text
        if request.get("stream"):
            return self._stream(request, text, str(fault))
        if fault == "bad_json":
            return self._send(200, "application/json", b'{"choices": [{"message": {"content": "')
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        return self._json(200, _head(request, "chat.completion") | {"choices": [choice], "usage": _usage(request, text)})

    def _stream(self, request: dict[str, Any], text: str, fault: str) -> None:
        fake, head = self.server.fake, _head(request, "chat.completion.chunk")
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        if fault == "broken":
            self.send_header("Content-Length", "1000000")  # far more than comes: the client sees a broken transfer
        self.end_headers()
        self.close_connection = True
        pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
        half = len(pieces) // 2
        for at, piece in enumerate(pieces):
            if at == half and self._fails_midway(fault):
                return
            self._event(
                head | {"choices": [{"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}]}
            )
            time.sleep(0.05 if fault == "slow" else fake.pause)
        while fault == "endless" and not fake.stopping.wait(0.02):
            self._event(head | {"choices": [{"index": 0, "delta": {"content": "又,"}, "finish_reason": None}]})
        reason = "length" if fault == "length" else "stop"
        self._event(head | {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        if (request.get("stream_options") or {}).get("include_usage"):
            self._event(head | {"choices": [], "usage": _usage(request, text)})
        self._write(b"data: [DONE]\n\n")

    def _fails_midway(self, fault: str) -> bool:
        if fault in ("bad_json", "bad_event"):
            self._write(b'data: {"choices": [{"index": 0, "del\n\n' if fault == "bad_json" else b'data: {"choices": "none"}\n\n')
        elif fault == "error_event":
            self._event({"error": {"message": "overloaded", "type": "server_error", "code": None, "param": None}})
        elif fault == "stall":
            self.server.fake.stopping.wait()
        elif fault == "keepalive":
            while not self.server.fake.stopping.wait(0.05):
                self._write(b": keepalive\n\n")
        return fault in TRANSPORT and fault not in ("empty", "length")

    def _embeddings(self, request: dict[str, Any]) -> None:
        texts = request.get("input")
        texts = [texts] if isinstance(texts, str) else texts
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            return self._error(400, "input must be text: this server does not read token ids")
        data = []
        for index, text in enumerate(texts):
            vector: Any = _vector(text)
            if request.get("encoding_format") == "base64":
                vector = base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
            data.append({"object": "embedding", "index": index, "embedding": vector})
        usage = {"prompt_tokens": sum(map(len, texts)), "total_tokens": sum(map(len, texts))}
        return self._json(200, {"object": "list", "data": data, "model": request.get("model"), "usage": usage})

    def _event(self, value: dict[str, Any]) -> None:
        self._write(f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode())

    def _write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def _error(self, status: int, message: str) -> None:
        body = {"error": {"message": message, "type": "scripted", "param": None, "code": None}}
        self._send(status, "application/json", json.dumps(body).encode(), {"Retry-After": "0"} if status == 429 else {})

    def _json(self, status: int, body: dict[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(body, ensure_ascii=False).encode())

    def _send(self, status: int, kind: str, data: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self._write(data)


def _head(request: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "fake-1", "object": kind, "created": 0, "model": request.get("model", "fake-reader")}


def _usage(request: dict[str, Any], text: str) -> dict[str, int]:
    asked = sum(len(str(message.get("content"))) for message in request["messages"])
    return {"prompt_tokens": asked, "completion_tokens": len(text), "total_tokens": asked + len(text)}


def _vector(text: str) -> list[float]:
    """Hashed bigrams, 64 places, not normalised: like texts point the same way."""
    vector = [0.0] * 64
    for at in range(len(text)):
        vector[crc32(text[at : at + 2].encode()) * 0x9E3779B9 >> 7 & 63] += 1.0
    return vector


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=9001)
    parser.add_argument("--fault", default="ok", help="ok, mix, or one of: " + ", ".join((*MIX, *SLOW)))
    parser.add_argument("--rate", type=float, default=0.3, help="share of requests that go wrong under mix")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.fault not in ("ok", "mix", *MIX, *SLOW):
        parser.error(f"no fault named {options.fault}")
    fake = FakeOpenAI(then=options.fault, port=options.port)
    if options.fault == "mix":
        fake.choose = mixed(options.rate, options.seed)
    with fake:
        print(f"OPENAI_BASE_URL={fake.base_url}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            fake.stopping.wait()


if __name__ == "__main__":
    main()
