"""The rules beyond the schema for the files that go with a message (OASIS CAP 1.2, section 3.2.3)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tocsin.cap.finding import Finding
from tocsin.cap.message import Resource
from tocsin.cap.rules import finding

_MIME_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(\s*;.*)?", re.DOTALL)
_SHA1 = re.compile(r"[0-9A-Fa-f]{40}")


def check_resource(where: str, resource: Resource) -> Iterator[Finding]:
    """Yield every departure of one resource; where it carries its content, size and digest are worked out."""
    if not _MIME_TYPE.fullmatch(resource.mime_type):
        yield finding(
            "resource-mime-type", f"{where}/mimeType",
            f"is {resource.mime_type[:40]!r}. Write a media type, for example image/png.",
        )  # fmt: skip
    if not resource.uri and not resource.dereferenced:
        yield finding("resource-content", where, "has neither uri nor derefUri. Add the address of the file.")
    if resource.uri and not resource.dereferenced and not is_absolute(resource.uri):
        yield finding(
            "resource-uri", f"{where}/uri", f"is {resource.uri[:60]!r}. Write the full address with https://."
        )
    content = None
    if resource.dereferenced:
        try:
            content = base64.b64decode("".join(resource.dereferenced.split()), validate=True)
        except (binascii.Error, ValueError):
            yield finding("resource-base64", f"{where}/derefUri", "is not base64. Encode the file again.")
    if resource.size is not None:
        if resource.size < 0:
            yield finding("resource-size", f"{where}/size", "is negative. Give the number of bytes.")
        elif content is not None and resource.size != len(content):
            yield finding(
                "resource-size", f"{where}/size",
                f"says {resource.size} bytes and the content has {len(content)}. Correct it.",
            )  # fmt: skip
    if resource.digest:
        if not _SHA1.fullmatch(resource.digest):
            yield finding(
                "resource-digest-form", f"{where}/digest",
                f"is {resource.digest[:44]!r}. Write the SHA-1 value as 40 hexadecimal digits.",
            )  # fmt: skip
        elif content is not None:
            # CAP 1.2 prescribes SHA-1; it is compared here, not relied on.
            actual = hashlib.sha1(content, usedforsecurity=False).hexdigest()
            if actual != resource.digest.lower():
                yield finding(
                    "resource-digest-wrong", f"{where}/digest",
                    f"is not that of the content, which is {actual}. Send the file that was meant.",
                )  # fmt: skip


def is_absolute(address: str) -> bool:
    """Return whether `address` is a full address: a scheme, and a host where the scheme is http, https or ftp."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.scheme) and (bool(parts.netloc) or parts.scheme not in ("http", "https", "ftp"))
