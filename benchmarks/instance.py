"""An instance of Tocsin of the benchmark's own: in a folder that goes with it, on the database that was asked for."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def instance(database: str) -> Iterator[str]:
    """Point the settings at a fresh instance; yield the address of its database, '' for SQLite.

    `database` is 'postgresql' for a server of the benchmark's own, an address for one that runs, or empty for SQLite.
    """
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tocsin-bench-")))
        folder.chmod(0o711)
        os.environ["TOCSIN_HOME"] = str(folder)
        if database == "postgresql":
            import postgresql_server

            server = stack.enter_context(postgresql_server.server(folder / "postgresql"))
            database = f"postgresql://bench@127.0.0.1:{server.info.port}/bench"
        if database:
            os.environ["TOCSIN_DATABASE_URL"] = database
        yield database
