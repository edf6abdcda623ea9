"""Give a test run an instance of its own; loaded with `-p`, before anything reads Django's settings."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_HOME = tempfile.mkdtemp(prefix="tocsin-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["TOCSIN_HOME"] = _HOME
for _name in ("TOCSIN_DEMO", "TOCSIN_SIGNATURE_DUE", "TOCSIN_SMTP_ADDRESS", "TOCSIN_ASSISTANT_URL"):
    os.environ.pop(_name, None)
