"""The page for publishers and partners says what the system does, and its commands work."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tocsin.alerts.models import Document
from tocsin.alerts.tests.desk import NOON
from tocsin.cap import sign, to_xml, verify
from tocsin.publishing.documents.cap_message import message_of
from tocsin.publishing.documents.said import said_by
from tocsin.publishing.tests.press import SPEECH, edition_of
from tocsin.publishing.urls import urlpatterns

PAGE = Path(__file__).resolve().parents[3] / "docs" / "publishing.md"


@pytest.fixture
def page() -> str:
    if not PAGE.is_file():
        pytest.skip("the documentation is not beside the package")
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_key_and_certificate_of_the_page_sign_what_partners_can_verify(
    page: str, tmp_path: Path, kind: str
) -> None:
    (block,) = re.findall(r"```sh\n(umask.*?)```", page, re.DOTALL)
    if kind == "rsa":
        (rsa,) = re.findall(r"`(openssl genpkey[^`]*)`", page)
        block = re.sub(r"openssl ecparam.*", rsa, block)
    done = subprocess.run(["sh", "-ec", block], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Fingerprint=" in done.stdout
    key, certificate = ((tmp_path / f"signing-{name}.pem").read_bytes() for name in ("key", "certificate"))
    from cryptography import x509

    begins = x509.load_pem_x509_certificate(certificate).not_valid_before_utc
    told = replace(said_by(edition_of(SPEECH), SPEECH), sent=begins, expires=begins + timedelta(days=1))
    data = sign(to_xml(message_of(told)), key, certificate)
    assert verify(data, [certificate], at=begins).trusted
    assert not verify(data.replace(b"Kisumu", b"Kisuma"), [certificate], at=begins).trusted
    assert begins > NOON


def test_every_address_and_parameter_is_on_the_page(page: str) -> None:
    for pattern in urlpatterns:
        route = re.sub(r"<int:number>(?=/<)", "<n>", str(pattern.pattern))
        route = re.sub(r"<\w+:(\w+)>", r"<\1>", route).replace("/<form>", "/")
        if not route.startswith("api/"):
            assert f"`/{route}" in page, route
    for form in Document.Form.values:
        assert f"/{form}`" in page or f"`{form}`" in page
    for name, _ in message_of(said_by(edition_of(SPEECH), SPEECH)).infos[0].parameters:
        assert f"`{name}`" in page
