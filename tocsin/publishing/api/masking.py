"""Contact addresses so far hidden that they can be told apart and not used."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_MAIL = re.compile(r"[^\s<>\"'(),:;]+@[^\s<>\"'(),:;]+")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def masked(address: str) -> str:
    """Return 'm***@field.example' for a mail address, 'https://hooks.example/***' for an address of the web."""
    if "://" in address:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.hostname or ''}/***"
    name, _, domain = address.rpartition("@")
    return f"{name[:1] if len(name) > 1 else ''}***@{domain}" if name else "***"


def masked_text(words: str) -> str:
    """Return `words` (what a server said) with every address in it masked."""
    hidden = _ADDRESS.sub(lambda found: masked(found[0]), words)
    return _MAIL.sub(lambda found: masked(found[0]), hidden)
