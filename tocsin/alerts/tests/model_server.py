"""A real server on loopback that answers like an OpenAI-compatible API, and misbehaves in every way that it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

from tocsin.sources.tests.server import listening

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def claims(self) -> list[dict[str, Any]]:
        return json.loads(self.body["messages"][-1]["content"])["claims"]


class ModelServer:
    """What it answers, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.port = 0
        self.stop = threading.Event()
        self.serve: Callable[[BaseHTTPRequestHandler], None] = _nothing
        #: Called in the server's thread while whoever asks waits.
        self.meanwhile: Callable[[], None] = lambda: None

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/v1"

    def says(self, *sentences: tuple[str, str, list[str]]) -> None:
        """Answer as asked: sentences with part, text and the claims cited."""
        rows = [{"part": part, "text": text, "cites": cites} for part, text, cites in sentences]
        self.writes(json.dumps({"sentences": rows}))

    def writes(self, content: object, **choice: object) -> None:
        """Answer with a completion of this content."""
        message = {"role": "assistant", "content": content}
        self.sends(json.dumps({"object": "chat.completion", "choices": [{"message": message, **choice}]}))

    def sends(self, body: str | bytes, status: int = 200, **headers: str) -> None:
        """Answer with these bytes."""
        content = body.encode() if isinstance(body, str) else body

        def serve(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)

        self.serve = serve

    def hangs(self) -> None:
        """Take the question and say nothing."""
        self.serve = lambda handler: _wait(self.stop, handler)

    def breaks_off(self) -> None:
        """Promise more than comes."""

        def serve(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b'{"choices": [')
            handler.close_connection = True

        self.serve = serve

    def floods(self, total: int) -> None:
        """Send so many bytes, without saying how many."""

        def serve(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            piece = b" " * 100_000
            for _ in range(total // len(piece)):
                handler.wfile.write(piece)
            handler.close_connection = True

        self.serve = serve


def _nothing(handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(404)


def _wait(stop: threading.Event, handler: BaseHTTPRequestHandler) -> None:
    stop.wait(60)
    handler.close_connection = True


@contextmanager
def running() -> Iterator[ModelServer]:
    server = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.asked.append(Asked(self.path, headers, json.loads(body)))
            server.meanwhile()
            try:
                server.serve(self)
            except OSError:
                self.close_connection = True

        def do_GET(self) -> None:
            server.asked.append(Asked(self.path, {}, {}))
            self.send_error(405)

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler, server.stop) as listener:
        server.port = listener.server_address[1]
        yield server
