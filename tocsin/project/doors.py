"""One process, four doors: `/live`, posted answers and kept public pages natively, all else by Django's WSGI handler in threads."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")

import uvicorn
from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from tocsin.project.answer_door import AnswerDoor
from tocsin.project.http_protocol import BoundedProtocol
from tocsin.project.live import LiveDoor, Receive, Scope, Send
from tocsin.project.page_door import PageDoor
from tocsin.project.public_door import PublicDoor

#: What a plain WSGI server would serve; without the live door, and with each answer committed by itself.
wsgi = get_wsgi_application()

SECONDS_TO_SHUT = 3
_THREADS = int(os.environ.get("TOCSIN_THREADS", "8"))
_threads: Any = WSGIMiddleware(wsgi, workers=_THREADS)
_pages = PageDoor(_threads)
_live = LiveDoor()
_answers = AnswerDoor(_pages)
_public = PublicDoor(_pages)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one connection by the door that fits its address."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live":
        await _live(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/answer/"):
        await _answers(scope, receive, send)
    elif scope["type"] == "http":
        await _public(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    loading: asyncio.Task[object] | None = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            # The pages take a second to load; the first reader should not be the one who waits for them.
            loading = asyncio.create_task(asyncio.to_thread(_load_pages))
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            if loading is not None:
                await loading
            return


def _load_pages() -> None:
    from django.template import engines
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    assert engines["jinja2"]


def _server(host: str, port: int) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            application,
            host=host,
            port=port,
            http=BoundedProtocol,
            log_level="warning",
            # Addresses of answer pages are secrets: no line for each request is ever made.
            access_log=False,
            timeout_graceful_shutdown=SECONDS_TO_SHUT,
            server_header=False,
            proxy_headers=False,
        )
    )


def serve(host: str, port: int) -> None:
    """Serve all doors on `host` and `port` until a signal comes, then shut them within SECONDS_TO_SHUT."""
    _server(host, port).run()


class DoorServer:
    """All doors in a thread of their own, for a process that does something else as well."""

    def __init__(self, host: str, port: int) -> None:
        self._server = _server(host, port)
        self._thread = threading.Thread(target=self._server.run, name="doors", daemon=True)

    def start(self) -> None:
        """Open the doors, and return when they are open."""
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.01)

    def stop(self) -> None:
        """Shut the doors within SECONDS_TO_SHUT and a little."""
        self._server.should_exit = True
        self._thread.join(SECONDS_TO_SHUT + 2)
