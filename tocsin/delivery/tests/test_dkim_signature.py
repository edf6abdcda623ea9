"""Mails carry a signature of our domain, or do not leave."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import dkim
import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tocsin.delivery.channels import send_now
from tocsin.delivery.channels.dkim_signature import DkimSigner
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.decide import Outcome
from tocsin.delivery.errors import SignatureImpossible
from tocsin.delivery.mail import mail
from tocsin.delivery.messages import Letter
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.tests.rows import World, claimed

pytestmark = pytest.mark.django_db

SENDER = "alerts@desk.example"
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def written(key: Any, path: Path, form: PrivateFormat = PrivateFormat.PKCS8) -> str:
    path.write_bytes(key.private_bytes(Encoding.PEM, form, NoEncryption()))
    return str(path)


def in_dns(name: bytes, **_: object) -> bytes:
    assert name == b"tocsin1._domainkey.desk.example."
    public = _KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


@pytest.fixture
def named(settings: Any, tmp_path: Path) -> str:
    """A key that the settings name."""
    settings.TOCSIN_DKIM_KEY = written(_KEY, tmp_path / "dkim.pem")
    settings.TOCSIN_DKIM_SELECTOR = "tocsin1"
    return str(settings.TOCSIN_DKIM_KEY)


@pytest.fixture
def signer(named: str) -> DkimSigner:
    signer = DkimSigner.configured()
    assert signer is not None
    return signer


@pytest.fixture
def letter(world: World) -> Letter:
    world.queued(world.person())
    (job,) = claimed(now=world.now)
    return job.letter


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("recipient", ["m@field.example", "zoë@field.example"])
def test_what_a_person_gets_verifies_in_every_language_and_in_a_thread(
    letter: Letter, signer: DkimSigner, language: str, recipient: str
) -> None:
    spoken = replace(letter, language=language, why="Zoë = المكتب", thread=("a-1", "b-2"))
    content = signer.signed(mail(spoken, sender=SENDER, recipient=recipient))
    assert dkim.verify(content, dnsfunc=in_dns)
    assert dkim.verify(content.replace(b"field.example", b"other.example", 1), dnsfunc=in_dns) is False
    assert dkim.verify(b"From: <x@desk.example>\r\n" + content, dnsfunc=in_dns) is False
    assert content.replace(b"_tocsin--", b"_tocsin -- ") != content
    assert dkim.verify(content.replace(b"_tocsin--", b"_tocsin -- "), dnsfunc=in_dns) is False


def test_both_forms_of_a_key_are_taken(letter: Letter, tmp_path: Path) -> None:
    for form in (PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL):
        signer = DkimSigner(written(_KEY, tmp_path / "one.pem", form), "tocsin1", "desk.example")
        assert dkim.verify(
            signer.signed(mail(letter, sender=SENDER, recipient=letter.address)), dnsfunc=in_dns
        )


@pytest.fixture
def channel(mail_server: Controller, settings: Any, named: str) -> Iterator[SmtpChannel]:
    settings.TOCSIN_SMTP_ADDRESS = f"smtp://127.0.0.1:{mail_server.port}?timeout=5"
    channel = SmtpChannel.configured()
    yield channel
    channel.close()


def test_what_arrives_verifies_also_where_lines_begin_with_a_dot(
    letter: Letter, mailbox: Mailbox, channel: SmtpChannel
) -> None:
    for why in ("plain", ".\n.. dots\n.", "x" * 75 + ".com\n"):
        assert send_now(channel, replace(letter, why=why)).outcome is Outcome.ACCEPTED
        assert dkim.verify(mailbox.mails[-1].original_content, dnsfunc=in_dns)


def test_nothing_leaves_while_the_key_cannot_be_used_and_it_goes_on_once_it_can(
    letter: Letter,
    mailbox: Mailbox,
    channel: SmtpChannel,
    named: str,
) -> None:
    good = Path(named).read_bytes()
    Path(named).unlink()
    response = send_now(channel, letter)
    assert response.outcome is Outcome.TECHNICAL
    assert response.words == (
        f"Mail is to be signed with DKIM, but the key in TOCSIN_DKIM_KEY, {named}, cannot be read: No such file or "
        "directory. Nothing leaves unsigned: let the user of the worker read this file."
    )
    assert not mailbox.mails
    Path(named).write_bytes(good)
    assert send_now(channel, letter).outcome is Outcome.ACCEPTED


def test_each_fault_says_what_to_mend(tmp_path: Path) -> None:
    good = written(_KEY, tmp_path / "good.pem")
    text = tmp_path / "text.pem"
    text.write_text("no key")
    other = written(ed25519.Ed25519PrivateKey.generate(), tmp_path / "other.pem")
    for path, selector, domain, words in (
        ("", "tocsin1", "desk.example", "name its PEM file in TOCSIN_DKIM_KEY"),
        (good, "", "desk.example", "set TOCSIN_DKIM_SELECTOR"),
        (good, "a b;", "desk.example", "set TOCSIN_DKIM_SELECTOR"),
        (good, "tocsin1", "", "set TOCSIN_MAIL_FROM"),
        (str(text), "tocsin1", "desk.example", "is no private key in PEM"),
        (other, "tocsin1", "desk.example", "no RSA key of 1024 bits or more"),
    ):
        with pytest.raises(SignatureImpossible, match=words):
            DkimSigner(path, selector, domain).signed(b"From: <a@desk.example>\r\n\r\n")


def test_half_a_setting_is_no_permission_to_leave_unsigned(settings: Any) -> None:
    settings.TOCSIN_DKIM_KEY, settings.TOCSIN_DKIM_SELECTOR = "", "tocsin1"
    signer = DkimSigner.configured()
    assert signer is not None
    with pytest.raises(SignatureImpossible, match="no key is named"):
        signer.signed(b"From: <a@desk.example>\r\n\r\n")
    settings.TOCSIN_DKIM_SELECTOR = ""
    assert DkimSigner.configured() is None


def test_who_signs_nothing_loads_nothing() -> None:
    code = (
        "import sys, django; django.setup(); import tocsin.delivery.channels.smtp; "
        "sys.exit('dkim' in sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tocsin.project.settings"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


_LINES = st.lists(st.text(st.characters(codec="ascii", exclude_characters="\r\n"), max_size=30), max_size=8)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=_LINES,
    subject=st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=60),
    fold=st.booleans(),
)
def test_whatever_stands_in_a_mail_another_programme_verifies_it(
    signer: DkimSigner, lines: list[str], subject: str, fold: bool
) -> None:
    folded = "\r\n" if fold else ""
    head = f"From: <{SENDER}>\r\nTo: <m@field.example>\r\nSubject: {subject}{folded}\t  and  more\r\n"
    message = (head + "Message-ID: <1@desk.example>\r\n\r\n" + "\r\n".join([*lines, ""])).encode()
    signed = signer.signed(message)
    assert signed.endswith(message)
    assert dkim.verify(signed, dnsfunc=in_dns)
    assert max(map(len, signed.partition(b"\r\nFrom:")[0].split(b"\r\n"))) < 100


def test_another_header_of_a_signed_name_breaks_the_signature(signer: DkimSigner, letter: Letter) -> None:
    signed = signer.signed(mail(letter, sender=SENDER, recipient="m@field.example"))
    assert dkim.verify(signed, dnsfunc=in_dns)
    for forged in (
        b"Subject: All clear\r\n",
        b"Reply-To: <evil@elsewhere.example>\r\n",
        b"List-Unsubscribe: <https://evil.example>\r\n",
    ):
        assert not dkim.verify(forged + signed, dnsfunc=in_dns)
