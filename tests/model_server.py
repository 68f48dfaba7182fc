"""A server on loopback that speaks the protocols of language models and behaves, or misbehaves, as
a test says.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Reply(BaseHTTPRequestHandler):
    """One request, and the ways of answering it."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        asked = json.loads(self.rfile.read(length))
        model = self.server.model
        model.requests.append(asked)
        model.headers.append(dict(self.headers))
        with model.lock:
            model.at_once += 1
            model.most_at_once = max(model.most_at_once, model.at_once)
        try:
            behave = model.behaviour if not model.script else model.script.pop(0)
            behave(self)
        except OSError:
            model.left.set()  # the reader has gone
        finally:
            with model.lock:
                model.at_once -= 1
            self.close_connection = True

    def do_GET(self) -> None:
        self.server.model.fetched.append(self.path)
        self.fails(404)

    def says(self, *texts: str, ends: str | None = "stop", pause: float = 0.0) -> None:
        """A whole reply, streamed piece by piece; without `ends` the stream just stops."""
        self.begins()
        for text in texts:
            self.piece(text)
            time.sleep(pause)
        if ends is not None:
            self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": ends}]})
            self.chunk(b"data: [DONE]\n\n")
            self.chunk(b"")

    def begins(self, content_type: str = "text/event-stream") -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def piece(self, text: str) -> None:
        delta = {"role": "assistant", "content": text}
        self.event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})

    def event(self, content: dict[str, Any]) -> None:
        whole = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m"}
        self.chunk(f"data: {json.dumps(whole | content)}\n\n".encode())

    def chunk(self, content: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        self.wfile.flush()

    def says_as_ollama(self, text: str, ends: str = "stop") -> None:
        """The same in Ollama's protocol: a line of JSON a piece."""
        self.begins("application/x-ndjson")
        for piece, done in ((text, False), ("", True)):
            line = {
                "model": "m",
                "created_at": "2024-01-01T00:00:00Z",
                "message": {"role": "assistant", "content": piece},
                "done": done,
                **({"done_reason": ends} if done else {}),
            }
            self.chunk(json.dumps(line).encode() + b"\n")
        self.chunk(b"")

    def says_as_anthropic(self, text: str, ends: str = "end_turn") -> None:
        """The same in Anthropic's protocol: named events."""
        usage = {"input_tokens": 1, "output_tokens": 1}
        message = {
            "id": "m",
            "type": "message",
            "role": "assistant",
            "content": [],
            "model": "m",
            "stop_reason": None,
            "stop_sequence": None,
            "usage": usage,
        }
        self.begins()
        for event in (
            {"type": "message_start", "message": message},
            {
                "type": "content_block_start",
                "index": 0,
                "content_block": {"type": "text", "text": ""},
            },
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "text_delta", "text": text},
            },
            {"type": "content_block_stop", "index": 0},
            {
                "type": "message_delta",
                "delta": {"stop_reason": ends, "stop_sequence": None},
                "usage": usage,
            },
            {"type": "message_stop"},
        ):
            self.chunk(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())
        self.chunk(b"")

    def fails(self, status: int, body: str = "{}", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments: object) -> None:
        pass


class ScriptedModel:
    """What `behaviour` does with every request; `script` is used up first, one a request."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.behaviour: Callable[[Reply], None] = lambda reply: reply.says("Hello.")
        self.script: list[Callable[[Reply], None]] = []
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.fetched: list[str] = []
        self.left = threading.Event()
        self.lock = threading.Lock()
        self.at_once = 0
        self.most_at_once = 0

    def told(self, request: int = -1) -> str:
        """All that a request told the model."""
        return "\n".join(message["content"] for message in self.requests[request]["messages"])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    model: ScriptedModel


@contextlib.contextmanager
def serve_model() -> Iterator[ScriptedModel]:
    server = _Server(("127.0.0.1", 0), Reply)
    server.model = ScriptedModel(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.model
    finally:
        server.shutdown()
        server.server_close()
