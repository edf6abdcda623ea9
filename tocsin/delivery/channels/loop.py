"""The event loop of a thread that sends.

It runs only while the thread waits for the other side; between two such waits the thread speaks with the database. One
thread for both, because two that take the interpreter from each other for every row cost three times as much.
"""

from __future__ import annotations

import asyncio
import threading

_OF_THREAD = threading.local()


def own_loop() -> asyncio.AbstractEventLoop:
    """Return this thread's loop, the same each time; connections that were kept alive live on in it."""
    loop: asyncio.AbstractEventLoop | None = getattr(_OF_THREAD, "loop", None)
    if loop is None or loop.is_closed():
        loop = _OF_THREAD.loop = asyncio.new_event_loop()
    return loop
