"""Addresses in words that others said: whoever reads them at the desk sees an address in part only."""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.delivery.channels import Response

_ADDRESS = re.compile(r"([^\s<>@:;,\"']{1,64})@([A-Za-z0-9.-]{1,253})")


def masked(words: str) -> str:
    """Return a server's words with no whole address in them: 'm…@field.example'."""
    return _ADDRESS.sub(lambda found: f"{found[1][:1]}…@{found[2]}", words)


def without_address(response: Response, address: str) -> Response:
    """Return a response whose words name the recipient's `address` in part only, however its letters are written.

    It is kept with the attempt for as long as the attempt is, and longer than the address itself where that is forgotten.
    """
    if "@" not in address or address.casefold() not in response.words.casefold():
        return response
    kept = re.sub(re.escape(address), lambda _found: masked(address), response.words, flags=re.IGNORECASE)
    return replace(response, words=kept)
