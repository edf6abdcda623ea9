"""The port that pages are served on, looked at before anything else is done."""

from __future__ import annotations

import socket


class PortRefusedError(Exception):
    """The port cannot be listened on; the text says which, why, and what to do."""


def require_free(host: str, port: int) -> None:
    """Return where `port` of `host` can be listened on; raise PortRefusedError where not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortRefusedError(
                f"Port {port} of {host} cannot be used: {error.strerror or error}. "
                "Something else may be served there; choose another with --port."
            ) from error
