"""One process, two doors: `/live` is answered natively, everything else by Django's WSGI handler in threads."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from tocsin.project.live import LiveDoor, Receive, Scope, Send

#: What a plain WSGI server would serve; without the live door.
wsgi = get_wsgi_application()

SECONDS_TO_SHUT = 3
_THREADS = int(os.environ.get("TOCSIN_THREADS", "8"))
_pages: Any = WSGIMiddleware(wsgi, workers=_THREADS)
_live = LiveDoor()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one connection by the door that fits its address."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live":
        await _live(scope, receive, send)
    elif scope["type"] == "http":
        await _pages(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def serve(host: str, port: int) -> None:
    """Serve both doors on `host` and `port` until a signal comes, then shut them within SECONDS_TO_SHUT."""
    import uvicorn

    uvicorn.run(
        application,
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=SECONDS_TO_SHUT,
        server_header=False,
        proxy_headers=False,
    )
