"""The instance's folder: where the database and the keys of one Tocsin lie."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

_PACKAGE = Path(__file__).resolve().parents[1]


def home() -> Path:
    """Return the instance's folder, made with access for its owner only.

    `TOCSIN_HOME` names it. Without that it is `var/` in a checkout, and `~/.tocsin` for an installed package.
    """
    named = os.environ.get("TOCSIN_HOME")
    checkout = _PACKAGE.parent
    if named:
        folder = Path(named).expanduser()
    elif (checkout / "dev.py").is_file():
        folder = checkout / "var"
    else:
        folder = Path.home() / ".tocsin"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _kept(path: Path, fresh: str) -> str:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(fresh + "\n")
    return fresh


def secret_key(folder: Path) -> str:
    """Return the key that signs sessions and links: `TOCSIN_SECRET_KEY`, or one made once and kept in `folder`."""
    return os.environ.get("TOCSIN_SECRET_KEY") or _kept(folder / "secret.key", secrets.token_urlsafe(50))


def field_key(folder: Path) -> str:
    """Return the key that encrypts contacts: `TOCSIN_FIELD_KEY`, or one made once and kept in `folder`.

    It never lies in the database, so that a copy of the database alone gives no contact away.
    """
    return os.environ.get("TOCSIN_FIELD_KEY") or _kept(folder / "field.key", Fernet.generate_key().decode())
