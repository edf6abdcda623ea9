"""The addresses of receivers, asked of the name servers: one question at a time for each host, so that none takes all threads."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence

from tocsin.delivery.channels.public_addresses import public_addresses
from tocsin.delivery.channels.threads import Threads

#: So many hosts are asked for at once.
_AT_ONCE = 16


class Lookups:
    """Looks hosts up in threads of its own, which keep no process from its end."""

    def __init__(self, private_hosts: Collection[str]) -> None:
        self._private_hosts = private_hosts
        self._threads: Threads[Sequence[str] | Exception] = Threads(_AT_ONCE, "lookups")
        self._asked: dict[tuple[str, int], asyncio.Future[Sequence[str]]] = {}

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses that may be connected to. Raises HostRefused, and OSError for a host that is not found."""
        waiting = self._asked.get((host, port))
        if waiting is None:
            waiting = self._asked[host, port] = asyncio.get_running_loop().create_future()
            self._threads.run(lambda: self._found(host, port), lambda found: self._tell(host, port, found))
        # Who asks may give up; what was asked goes on for the others.
        return await asyncio.shield(waiting)

    def _found(self, host: str, port: int) -> Sequence[str] | Exception:
        try:
            return public_addresses(host, port, self._private_hosts)
        except Exception as error:  # noqa: BLE001 it is raised where it was asked for
            return error

    def _tell(self, host: str, port: int, found: Sequence[str] | Exception) -> None:
        waiting = self._asked.pop((host, port))
        if isinstance(found, Exception):
            waiting.set_exception(found)
            # Those who asked may all have given up: then nobody else takes the exception from it.
            waiting.exception()
        else:
            waiting.set_result(found)
