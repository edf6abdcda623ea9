"""The mailbox is fetched over TLS from a real IMAP server; each mail once, and a broken one is put aside."""

from __future__ import annotations

import contextlib
import imaplib
import logging
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import OperationalError

from tocsin.delivery.asides import try_once
from tocsin.delivery.auditor import overdue
from tocsin.delivery.errors import InboundInvalid, MailboxUnreachable
from tocsin.delivery.inbound import mailbox as module
from tocsin.delivery.inbound.configuration import faults
from tocsin.delivery.inbound.mailbox import MailboxAddress, fetch_configured, fetch_new, mailbox_from
from tocsin.delivery.inbound.return_addresses import Purpose
from tocsin.delivery.models import Answer, Aside, Delivery
from tocsin.delivery.tests.returned import address_of, dsn, out, reply
from tocsin.delivery.tests.rows import World

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
needs_dovecot = pytest.mark.skipif(
    DOVECOT is None or not Path("/usr/lib/dovecot/imap").exists(),
    reason="needs an IMAP server: dovecot-imapd is not installed",
)


def _certificate(folder: Path) -> Path:
    """A key and a certificate for localhost, good for two days, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / "cert.pem"


def _configuration(folder: Path, port: int) -> str:
    user = pwd.getpwuid(os.getuid()).pw_name
    group = os.getgid()
    # Dovecot never runs a mailbox as root.
    owner = "nobody" if user == "root" else user
    inner = "dovecot" if user == "root" else user
    login = "dovenull" if user == "root" else user
    return f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail
default_internal_user = {inner}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password=a%%b
}}
userdb {{
  driver = static
  args = uid={owner} gid={"nogroup" if owner == "nobody" else group} home={folder}/mail
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"""


@pytest.fixture(scope="module")
def imap_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailboxAddress]:
    folder = tmp_path_factory.mktemp("imap")
    for part in (folder, *folder.parents):
        if part.owner() == pwd.getpwuid(os.getuid()).pw_name and part != Path("/"):
            part.chmod(part.stat().st_mode | 0o011)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    authority = _certificate(folder)
    (folder / "mail").mkdir(mode=0o777)
    (folder / "mail").chmod(0o777)
    (folder / "dovecot.conf").write_text(_configuration(folder, port))
    assert DOVECOT is not None
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(folder / "dovecot.conf")], stderr=subprocess.PIPE)
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        if process.poll() is not None:
            log = folder / "log"
            pytest.fail(
                f"dovecot ended: {process.stderr and process.stderr.read()!r} {log.exists() and log.read_text()}"
            )
        time.sleep(0.05)
    yield MailboxAddress("localhost", port, "desk", "a%b", authority=str(authority), timeout=10)
    process.terminate()
    process.wait(10)


@pytest.fixture
def box(imap_server: MailboxAddress) -> Iterator[imaplib.IMAP4_SSL]:
    trust = ssl.create_default_context(cafile=imap_server.authority)
    client = imaplib.IMAP4_SSL(imap_server.host, imap_server.port, ssl_context=trust)
    client.login(imap_server.user, imap_server.password)
    if client.select("INBOX")[1] != [b"0"]:
        client.store("1:*", "+FLAGS", "\\Deleted")
        client.expunge()
    yield client
    client.logout()


@pytest.fixture
def sent(world: World, noon: datetime, settings: Any) -> Delivery:
    settings.TOCSIN_BOUNCE_ADDRESS, settings.TOCSIN_REPLY_ADDRESS = (
        "bounces@desk.example",
        "answers@desk.example",
    )
    (row,) = world.queued(world.person())
    return out(row, noon)


def put(box: imaplib.IMAP4_SSL, *mails: bytes) -> None:
    for mail in mails:
        assert box.append("INBOX", "", None, mail)[0] == "OK"


def flags(box: imaplib.IMAP4_SSL) -> list[str]:
    box.select("INBOX")
    found = box.fetch("1:*", "(FLAGS)")[1]
    return [
        " ".join(sorted(flag.decode() for flag in imaplib.ParseFlags(one) if flag != b"\\Recent"))
        for one in found
        if isinstance(one, bytes)
    ]


@needs_dovecot
@pytest.mark.django_db
def test_what_lies_there_is_taken_once_and_marked(
    imap_server: MailboxAddress, box: imaplib.IMAP4_SSL, sent: Delivery, noon: datetime
) -> None:
    put(
        box,
        reply(sent.message_id, address_of(Purpose.REPLY, sent.message_id), "safe"),
        dsn(sent.message_id, address_of(Purpose.BOUNCE, sent.message_id)),
        b"From: a@b.example\r\nSubject: other\r\n\r\nHello\r\n",
    )
    assert fetch_new(imap_server, clock=lambda: noon) == 3
    sent.refresh_from_db()
    assert (sent.state, Answer.objects.get().kind) == ("failed", "safe")
    assert flags(box) == ["\\Seen"] * 3
    assert fetch_new(imap_server, clock=lambda: noon) == 0


@needs_dovecot
@pytest.mark.django_db
def test_a_mail_that_lay_there_counts_from_when_the_server_had_it(
    imap_server: MailboxAddress, box: imaplib.IMAP4_SSL, sent: Delivery, noon: datetime
) -> None:
    mail = reply(sent.message_id, address_of(Purpose.REPLY, sent.message_id), "safe")
    had = imaplib.Time2Internaldate(noon + timedelta(minutes=3))
    assert box.append("INBOX", "", had, mail)[0] == "OK"
    assert fetch_new(imap_server, clock=lambda: noon + timedelta(minutes=40)) == 1
    assert Answer.objects.get().at == noon + timedelta(minutes=3)


@needs_dovecot
@pytest.mark.django_db
def test_a_broken_mail_and_one_that_is_too_large_are_put_aside_and_said(
    imap_server: MailboxAddress,
    box: imaplib.IMAP4_SSL,
    sent: Delivery,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(module, "LONGEST_MAIL", 5000)
    good = reply(sent.message_id, address_of(Purpose.REPLY, sent.message_id), "safe")
    put(box, b"no mail at all\r\n", b"From: a@b.example\r\n\r\n" + b"x" * 6000, good)
    with caplog.at_level(logging.WARNING):
        assert fetch_new(imap_server, clock=lambda: noon) == 3
    assert flags(box) == ["\\Flagged \\Seen", "\\Flagged \\Seen", "\\Seen"]
    assert caplog.text.count("put aside with a flag") == 2
    assert Answer.objects.count() == 1


@needs_dovecot
@pytest.mark.django_db
def test_a_mail_is_marked_only_once_it_is_committed(
    imap_server: MailboxAddress,
    box: imaplib.IMAP4_SSL,
    sent: Delivery,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(box, reply(sent.message_id, address_of(Purpose.REPLY, sent.message_id), "help"))

    def away(*_: object) -> None:
        raise OperationalError("away")

    with monkeypatch.context() as patch:
        patch.setattr(module, "take_mail", away)
        with pytest.raises(OperationalError):
            fetch_new(imap_server, clock=lambda: noon)
    assert flags(box) == [""]
    assert fetch_new(imap_server, clock=lambda: noon) == 1
    assert Answer.objects.get().kind == "need-help"


@needs_dovecot
def test_a_fault_of_ours_does_not_come_again_and_again(
    db: None,
    imap_server: MailboxAddress,
    box: imaplib.IMAP4_SSL,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(box, b"From: a@b.example\r\n\r\nx\r\n")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(module, "take_mail", broken)
    assert fetch_new(imap_server, clock=lambda: noon) == 1
    assert flags(box) == ["\\Flagged \\Seen"]


@needs_dovecot
def test_a_server_that_nobody_vouches_for_or_a_wrong_password_gets_nothing(
    imap_server: MailboxAddress, noon: datetime
) -> None:
    for wrong in (
        replace(imap_server, authority=""),
        replace(imap_server, password="x"),
        replace(imap_server, port=1),
    ):
        with pytest.raises(MailboxUnreachable):
            fetch_new(wrong, clock=lambda: noon)


def test_an_address_is_read_and_a_wrong_one_refused_without_its_password() -> None:
    assert mailbox_from("") is None
    assert mailbox_from("imaps://in%40desk:a%25b@mail.example/Bounces?timeout=3") == MailboxAddress(
        "mail.example", 993, "in@desk", "a%b", "Bounces", 3.0
    )
    for wrong in (
        "imap://u:hidden@h/INBOX",
        "imaps://h/INBOX",
        "hidden",
        "imaps://u:hidden@h:x/",
        "imaps://u:hidden@[h/",
    ):
        with pytest.raises(InboundInvalid) as caught:
            mailbox_from(wrong)
        assert "hidden" not in str(caught.value)


def test_a_wrong_setting_is_said_and_ends_no_worker(
    settings: Any, noon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    assert list(faults()) == []
    settings.TOCSIN_IMAP_ADDRESS = "imap://u:p@h/"
    settings.TOCSIN_BOUNCE_ADDRESS = "much-too-long-a-name@desk.example"
    settings.TOCSIN_REPLY_ADDRESS = "answers+x@desk.example"
    settings.TOCSIN_INBOUND_SECRET = "whsec_abc"
    assert len(list(faults())) == 4
    with caplog.at_level(logging.WARNING):
        assert fetch_configured(clock=lambda: noon) == 0
    assert "TOCSIN_IMAP_ADDRESS" in caplog.text


@needs_dovecot
def test_a_mail_in_which_a_worker_ended_is_passed_over_and_after_the_second_time_put_aside_and_reported(
    imap_server: MailboxAddress,
    box: imaplib.IMAP4_SSL,
    sent: Delivery,
    noon: datetime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    put(box, b"From: a@b.example\r\n\r\nx", dsn(sent.message_id, address_of(Purpose.BOUNCE, sent.message_id)))
    first = int(box.uid("SEARCH", "ALL")[1][0].split()[0])

    def minute(number: float) -> datetime:
        return noon + timedelta(minutes=number)

    # As a process leaves it that is killed while it reads.
    assert try_once(Aside.Kind.MAIL, first, "The worker ended while it read this mail.", now=noon)
    fetch_new(imap_server, clock=lambda: minute(2))
    assert flags(box) == ["", "\\Seen"]
    sent.refresh_from_db()
    assert sent.state == "failed"
    assert "mails of the mailbox set aside" in " ".join(one.words for one in overdue(now=minute(2)))
    assert try_once(Aside.Kind.MAIL, first, "The worker ended while it read this mail.", now=minute(11))
    fetch_new(imap_server, clock=lambda: minute(12))
    assert flags(box) == ["", "\\Seen"]
    fetch_new(imap_server, clock=lambda: minute(22))
    assert flags(box) == ["\\Flagged \\Seen", "\\Seen"]
    assert "workers ended while they read it" in caplog.text
    assert "mails of the mailbox set aside" in " ".join(one.words for one in overdue(now=minute(60)))


@needs_dovecot
def test_a_mail_that_is_read_to_its_end_leaves_nothing_set_aside(
    imap_server: MailboxAddress, box: imaplib.IMAP4_SSL, sent: Delivery, noon: datetime
) -> None:
    put(box, b"From: a@b.example\r\n\r\nx", b"\r\n")
    assert fetch_new(imap_server, clock=lambda: noon) == 2
    assert not Aside.objects.exists()


@needs_dovecot
def test_a_password_in_any_letters_is_said_so_that_the_server_understands_it(
    imap_server: MailboxAddress, world: World, noon: datetime
) -> None:
    # The server knows another password: what matters is that it was asked, and refused.
    with pytest.raises(MailboxUnreachable, match=r"(?i)authentication failed"):
        fetch_new(replace(imap_server, password="pässwört"), clock=lambda: noon)


def test_a_folder_in_letters_that_imap_does_not_have_is_refused_with_what_to_write(noon: datetime) -> None:
    there = MailboxAddress("localhost", 1, "desk", "a", folder="Entwürfe")
    with pytest.raises(InboundInvalid, match="modified UTF-7"):
        fetch_new(there, clock=lambda: noon)
