"""A model's endpoint on loopback (OpenAI chat completions, streamed or not) around any mind. Standard library only."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evals.adversarial.liar import Mind

_PIECE = 40


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    mind: Mind


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_POST(self) -> None:  # noqa: N802
        request: dict[str, Any] = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        text = self.server.mind("\n".join(str(message["content"]) for message in request["messages"]))
        head = {"id": "liar", "created": 0, "model": "liar"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        if not request.get("stream"):
            choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
            self._send("application/json", json.dumps(head | {"object": "chat.completion", "choices": [choice], "usage": usage}))
            return
        events: list[dict[str, Any]] = [
            {"choices": [{"index": 0, "delta": {"role": "assistant", "content": text[at : at + _PIECE]}, "finish_reason": None}]}
            for at in range(0, len(text), _PIECE)
        ]
        events += [{"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}, {"choices": [], "usage": usage}]
        lines = [f"data: {json.dumps(head | {'object': 'chat.completion.chunk'} | event)}\n\n" for event in events]
        self._send("text/event-stream", "".join([*lines, "data: [DONE]\n\n"]))

    def _send(self, kind: str, body: str) -> None:
        data = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def serving(mind: Mind) -> Iterator[str]:
    """The address of an endpoint that answers with ``mind``, as long as the context lasts."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.mind = mind
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
