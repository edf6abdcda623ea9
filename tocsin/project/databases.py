"""Which database an instance uses, from one address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database_from(address: str, home: Path) -> dict[str, Any]:
    """Return Django's settings for `address`: '' for SQLite in `home`, or 'postgresql://user:word@host:port/name'.

    Raises ImproperlyConfigured for any other scheme.
    """
    if not address:
        address = f"sqlite:///{home / 'tocsin.db'}"
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                # A write transaction takes its lock at the start: two writers wait for each other
                # instead of failing in the middle.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # A checkpoint writes each page once, however often it changed: 16 MB between two of them, not 4.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA wal_autocheckpoint=4000;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ImproperlyConfigured(
        f"TOCSIN_DATABASE_URL: the scheme {parts.scheme!r} is not known; use sqlite:///PATH or "
        "postgresql://USER:PASSWORD@HOST:PORT/NAME."
    )
