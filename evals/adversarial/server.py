"""A model's endpoint on loopback (OpenAI chat completions, streamed or not) around any mind. Standard library only."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evals.adversarial.liar import Mind

_PIECE = 40


@dataclass
class Pace:
    """Seconds before the first piece of a reply and between its pieces; ``spans`` are when each call came and was answered."""

    first: float = 0.0
    between: float = 0.0
    spans: list[tuple[float, float]] = field(default_factory=list)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    mind: Mind
    pace: Pace


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_POST(self) -> None:  # noqa: N802
        began, pace = time.perf_counter(), self.server.pace
        request: dict[str, Any] = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        text = self.server.mind("\n".join(str(message["content"]) for message in request["messages"]))
        time.sleep(pace.first)
        head = {"id": "liar", "created": 0, "model": "liar"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        if not request.get("stream"):
            choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
            self._head("application/json")
            self._write(json.dumps(head | {"object": "chat.completion", "choices": [choice], "usage": usage}))
            pace.spans.append((began, time.perf_counter()))
            return
        events: list[dict[str, Any]] = [
            {"choices": [{"index": 0, "delta": {"role": "assistant", "content": text[at : at + _PIECE]}, "finish_reason": None}]}
            for at in range(0, len(text), _PIECE)
        ]
        events += [{"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}, {"choices": [], "usage": usage}]
        self._head("text/event-stream")
        for event in events:
            self._write(f"data: {json.dumps(head | {'object': 'chat.completion.chunk'} | event)}\n\n")
            time.sleep(pace.between)
        self._write("data: [DONE]\n\n")
        pace.spans.append((began, time.perf_counter()))

    def _head(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()

    def _write(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()


@contextmanager
def serving(mind: Mind, pace: Pace | None = None) -> Iterator[str]:
    """The address of an endpoint that answers with ``mind``, as long as the context lasts."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.mind, server.pace = mind, pace or Pace()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
