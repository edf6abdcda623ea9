"""A real HTTP server on loopback whose pages a test writes, good ones and hostile ones."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"


@dataclass
class Page:
    """What the server answers for one path."""

    body: bytes = b""
    content_type: str = "application/xml"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    #: Writes the answer itself, for servers that misbehave.
    serve: Callable[[BaseHTTPRequestHandler], None] | None = None


class Server:
    """Pages by path, and the requests that came: (path, headers)."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.sent = 0
        self.stop = threading.Event()
        self.port = 0
        self.listener: ThreadingHTTPServer | None = None

    def address(self, path: str = "/feed") -> str:
        return f"http://{HOST}:{self.port}{path}"

    def put(self, path: str, body: bytes | str = b"", **more: object) -> str:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(data, **more)  # type: ignore[arg-type]
        return self.address(path)

    def asked(self, path: str) -> int:
        return sum(1 for asked, _ in self.requests if asked == path)


@contextmanager
def running() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = server.pages.get(self.path, Page(b"nothing here", "text/plain", 404))
            if page.serve is not None:
                try:
                    page.serve(self)
                except OSError:
                    self.close_connection = True
                return
            etag = page.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                self.send_response(304)
                self.send_header("ETag", etag)
                self.end_headers()
                return
            self.send_response(page.status)
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler, server.stop) as server.listener:
        server.port = server.listener.server_address[1]
        yield server


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler], stop: threading.Event) -> Iterator[ThreadingHTTPServer]:
    """Let `handler` answer on a free port of loopback; at the end `stop` is set, for whoever still waits in it."""
    listener = ThreadingHTTPServer((HOST, 0), handler)
    listener.daemon_threads = True
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        stop.set()
        listener.shutdown()
        listener.server_close()
        thread.join()


def dripping(server: Server, head: bytes, drop: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """A slow-loris server: never silent for long, never done."""

    def serve(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while not server.stop.is_set():
            handler.wfile.write(drop)
            handler.wfile.flush()
            time.sleep(0.05)
        handler.close_connection = True

    return serve


def endless(server: Server, total: int) -> Callable[[BaseHTTPRequestHandler], None]:
    """A page of `total` bytes whose length is not announced."""

    def serve(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html><body>"
        )
        piece = b"<p>word</p>" * 6_000
        while server.sent < total and not server.stop.is_set():
            handler.wfile.write(piece)
            server.sent += len(piece)
        handler.close_connection = True

    return serve
