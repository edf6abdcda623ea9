from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.cap.tests.test_signature import make_signer
from tocsin.publishing.tests.press import Press


@pytest.fixture
def press(db: None) -> Press:
    return Press()


@pytest.fixture
def signing(tmp_path: Path, settings: pytest.FixtureRequest) -> bytes:
    """Let the house sign what it publishes; the certificate that partners pin."""
    from tocsin.alerts.tests.desk import NOON

    key, certificate = make_signer("desk.example", start=NOON)
    (tmp_path / "key.pem").write_bytes(key)
    (tmp_path / "certificate.pem").write_bytes(certificate)
    settings.TOCSIN_SIGNING_KEY = str(tmp_path / "key.pem")
    settings.TOCSIN_SIGNING_CERTIFICATE = str(tmp_path / "certificate.pem")
    return certificate
