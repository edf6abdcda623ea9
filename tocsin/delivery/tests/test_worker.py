"""Sending by a real mail server and a real web server: what is accepted, what is tried again, what fails and how."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import DatabaseError

from tocsin.accounts.secrets import fingerprint
from tocsin.delivery import results
from tocsin.delivery.answers import record
from tocsin.delivery.channels import Channel, Done
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.channels.smtp_server import server_from
from tocsin.delivery.channels.webhook import WebhookChannel
from tocsin.delivery.leases import FileLease, lease
from tocsin.delivery.messages import Letter
from tocsin.delivery.models import Attempt, Delivery
from tocsin.delivery.outbox import enqueue
from tocsin.delivery.tests.conftest import Mailbox, Receiver
from tocsin.delivery.tests.rows import SECRET, World
from tocsin.delivery.worker import Lane, Worker, run_once
from tocsin.exposure.models import Contact, Exposure
from tocsin.exposure.sentences import Told, named_country

pytestmark = pytest.mark.django_db


def send(channel: Channel, *, now: datetime) -> int:
    return run_once(now=now, channels={"email": channel, "webhook": channel})


def parsed(envelope: Any) -> EmailMessage:
    return message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[return-value]


def only() -> Delivery:
    return Delivery.objects.get()


def test_an_accepted_mail_is_recorded_with_the_servers_words(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    world.queued(world.person())
    assert send(smtp, now=noon) == 1
    row, attempt = only(), Attempt.objects.get()
    assert (row.state, row.attempts, row.finished_at, row.held_by) == ("sent", 1, noon, "")
    assert attempt.outcome == "accepted"
    assert "queued as 1" in attempt.response
    assert attempt.reason == "The server accepted it."
    (envelope,) = mailbox.mails
    assert envelope.rcpt_tos == ["mira@field.example"]
    assert parsed(envelope)["Message-ID"] == f"<{row.message_id}@desk.example>"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Lyon lies in France; the alert is for the whole country."),
        ("fr", "Lyon (France) : l’alerte vaut pour tout le pays."),
        ("es", "Lyon está en Francia; la alerta es para todo el país."),
        ("ar", "فرنسا"),
        ("pt-BR", "Lyon lies in France; the alert is for the whole country."),
    ],
)
def test_why_somebody_is_told_is_said_in_the_language_of_their_messages(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime, language: str, said: str
) -> None:
    mira = world.person("Mira", language=language)
    edition = world.edition()
    kept = Told.WHOLE_COUNTRY % {"place": "Lyon", "country": named_country("FR")}
    Exposure.objects.create(
        edition=edition, person=mira, stay=mira.trips.get().stays.get(), certainty="exposed", rule="same-country",
        reason=kept, located_by="city by name", place="Lyon",
    )  # fmt: skip
    enqueue(edition, now=noon)
    send(smtp, now=noon)
    (envelope,) = mailbox.mails
    for part in ("plain", "html"):
        body = parsed(envelope).get_body((part,))
        assert body is not None
        assert said in unescape(" ".join(body.get_content().split()))
    assert Exposure.objects.get().reason == kept, "the record stays as it was written"


def test_many_mails_share_few_conversations(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    world.queued(*(world.person(f"p{n}") for n in range(60)))
    assert send(smtp, now=noon) == 60
    assert len(mailbox.mails) == 60
    assert mailbox.connections <= 8


def test_a_server_that_is_down_is_tried_again_later_and_loses_nothing(
    world: World, mailbox: Mailbox, start_mail_server: Callable[..., Controller], noon: datetime
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    channel = SmtpChannel(server_from(f"smtp://127.0.0.1:{port}"), "alerts@desk.example")
    world.queued(world.person())
    send(channel, now=noon)
    row = only()
    assert (row.state, row.attempts) == ("queued", 1)
    assert noon < row.due_at <= noon + timedelta(seconds=13)
    assert "refused" in row.last_error
    assert Attempt.objects.get().outcome == "technical"
    start_mail_server(mailbox, port=port)
    assert send(channel, now=row.due_at) == 1
    assert only().state == "sent"
    channel.close()


def test_without_a_mail_server_the_attempt_says_what_to_set(world: World, noon: datetime) -> None:
    world.queued(world.person())
    send(SmtpChannel(None, "alerts@desk.example"), now=noon)
    assert "set TOCSIN_SMTP_ADDRESS" in only().last_error


def test_one_refused_recipient_fails_with_the_servers_words_and_the_rest_go(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    mailbox.on_recipient = lambda envelope, address: "550 5.1.1 no such user" if "omar" in address else None
    world.queued(world.person("Mira"), world.person("Omar"), world.person("Tess"))
    send(smtp, now=noon)
    states = dict(Delivery.objects.values_list("person__name", "state"))
    assert states == {"Mira": "sent", "Omar": "failed", "Tess": "sent"}
    failed = Delivery.objects.get(state="failed")
    assert failed.last_error == "550 5.1.1 no such user"
    assert (failed.rule, failed.reason) == ("refused", "The server refused it for good.")


def test_a_mail_that_is_too_large_for_one_is_refused_for_that_one(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    mailbox.on_content = lambda envelope: "552 5.2.2 mailbox full" if "mira" in envelope.rcpt_tos[0] else None
    world.queued(world.person("Mira"), world.person("Omar"))
    send(smtp, now=noon)
    assert Delivery.objects.get(person__name="Mira").last_error == "552 5.2.2 mailbox full"
    assert Delivery.objects.get(person__name="Omar").state == "sent"


def test_greylisting_is_waited_out(world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime) -> None:
    said = ["451 4.7.1 greylisted, come back"]
    mailbox.on_recipient = lambda envelope, address: said.pop() if said else None
    world.queued(world.person())
    send(smtp, now=noon)
    row = only()
    assert (row.state, row.last_error) == ("queued", "451 4.7.1 greylisted, come back")
    assert "next try at 2017-07-15 12:00:" in Attempt.objects.get().reason
    assert send(smtp, now=noon) == 0, "not before its time"
    send(smtp, now=row.due_at)
    assert [attempt.outcome for attempt in Attempt.objects.order_by("id")] == ["temporary", "accepted"]
    row = only()
    assert (row.state, row.attempts, row.last_error) == ("sent", 2, "")


def test_421_in_the_middle_puts_the_rest_off_and_nothing_is_lost(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    mailbox.on_mail = lambda envelope, address: (
        "421 4.3.2 shutting down" if 5 <= len(mailbox.mails) < 100 else None
    )
    world.queued(*(world.person(f"p{n}") for n in range(20)))
    send(smtp, now=noon)
    waiting = Delivery.objects.filter(state="queued")
    assert waiting.count() + len(mailbox.mails) == 20
    assert set(waiting.values_list("last_error", flat=True)) == {"421 4.3.2 shutting down"}
    mailbox.on_mail = lambda envelope, address: None
    send(smtp, now=noon + timedelta(minutes=1))
    assert Delivery.objects.filter(state="sent").count() == 20
    assert len({parsed(mail)["Message-ID"] for mail in mailbox.mails}) == 20


def test_a_server_that_hangs_after_data_costs_its_time_and_is_tried_again_under_the_same_id(
    world: World, start_mail_server: Callable[..., Controller], noon: datetime
) -> None:
    import asyncio

    class Hanging(Mailbox):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            self.mails.append(envelope)
            await asyncio.sleep(30 if len(self.mails) == 1 else 0)
            return "250 OK"

    box = Hanging()
    server = start_mail_server(box)
    channel = SmtpChannel(server_from(f"smtp://127.0.0.1:{server.port}?timeout=0.4"), "alerts@desk.example")
    world.queued(world.person())
    send(channel, now=noon)
    row = only()
    assert row.state == "queued"
    assert "did not answer within 0.4 s (content); it may have been accepted" in row.last_error
    send(channel, now=row.due_at)
    assert only().state == "sent"
    first, second = (parsed(mail)["Message-ID"] for mail in box.mails)
    assert first == second
    channel.close()


def test_a_conversation_the_server_closed_meanwhile_is_opened_anew_without_counting_a_try(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    world.queued(world.person("Mira"))
    send(smtp, now=noon)
    for conversation in smtp.conversations:
        conversation.transport.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
    world.queued(world.person("Omar"), message_type="Update")
    send(smtp, now=noon)
    assert Delivery.objects.filter(edition__number=2, state="sent").count() == 2
    assert not Attempt.objects.exclude(outcome="accepted").exists()


def test_our_own_account_refused_is_nobodys_permanent_failure(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    mailbox.on_mail = lambda envelope, address: "530 5.7.0 authentication required"
    world.queued(world.person())
    send(smtp, now=noon)
    assert (only().state, Attempt.objects.get().outcome) == ("queued", "technical")


def test_nothing_is_sent_after_the_end_of_its_edition(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    world.queued(world.person(), hours=1)
    assert send(smtp, now=noon + timedelta(hours=2)) == 0
    row = only()
    assert (row.state, row.rule) == ("cancelled", "expired")
    assert not mailbox.mails


def test_a_server_that_stays_away_ends_as_failed_before_the_edition_ends(
    world: World, noon: datetime
) -> None:
    world.queued(world.person(), hours=1)
    channel, now = SmtpChannel(None, "alerts@desk.example"), noon
    while (row := only()).state == "queued":
        assert row.due_at < row.expires_at
        now = row.due_at
        send(channel, now=now)
    assert (row.state, row.rule) == ("failed", "no-time-left")
    assert "TOCSIN_SMTP_ADDRESS" in row.last_error
    assert row.attempts > 5
    assert row.expires_at - now < timedelta(minutes=1), "tried until shortly before the end"


def test_an_answer_or_an_update_that_came_meanwhile_stops_the_retry(
    world: World, smtp: SmtpChannel, mailbox: Mailbox, noon: datetime
) -> None:
    mailbox.on_recipient = lambda envelope, address: "451 later"
    mira, omar = world.person("Mira"), world.person("Omar")
    rows = world.queued(mira, omar)
    # The answer comes while the row is in flight: its transaction finds nothing queued to cancel.
    Delivery.objects.filter(pk=rows[0].pk).update(state="sending", held_by="x", held_since=noon)
    record(rows[0].edition, mira, "safe", now=noon, via="link")
    Delivery.objects.filter(pk=rows[0].pk).update(state="queued", held_by="", held_since=None)
    mailbox.on_recipient = lambda envelope, address: None
    send(smtp, now=noon)
    states = dict(Delivery.objects.values_list("person__name", "rule"))
    assert states == {"Mira": "answered", "Omar": "exposed"}
    assert [mail.rcpt_tos for mail in mailbox.mails] == [["omar@field.example"]]


def test_an_address_that_cannot_be_decrypted_stops_nobody_else(
    world: World, smtp: SmtpChannel, noon: datetime, settings: Any
) -> None:
    world.queued(world.person("Mira"), world.person("Omar"))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exposure_contact SET address = 'broken' WHERE fingerprint = %s",
            [fingerprint("mira@field.example")],
        )
    send(smtp, now=noon)
    assert Delivery.objects.get(person__name="Omar").state == "sent"
    waiting = Delivery.objects.get(person__name="Mira")
    assert (waiting.state, waiting.attempts) == ("queued", 1), "the right key may be put back before the end"
    assert "field.key" in waiting.last_error


def test_a_malformed_address_fails_with_a_reason(world: World, smtp: SmtpChannel, noon: datetime) -> None:
    world.queued(world.person(email="no address at all"))
    send(smtp, now=noon)
    assert only().state == "failed"
    assert "name@domain" in only().last_error


def test_critical_goes_on_while_every_ordinary_conversation_hangs(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    world.queued(*(world.person(f"p{n}") for n in range(3)))
    order: list[str] = []
    hanging: list[Callable[[], None]] = []

    class Slow:
        """Holds everything ordinary back until something Critical has gone."""

        def hand_over(self, letter: Letter, done: Done) -> None:
            if letter.bulletin.level.word != "Critical" and not order:
                hanging.append(lambda: self.hand_over(letter, done))
                return
            order.append(letter.bulletin.level.word)
            smtp.hand_over(letter, done)
            while hanging:
                hanging.pop()()

        def close(self) -> None:
            """Nothing is held."""

    critical = World.__new__(World)
    critical.__dict__.update(world.__dict__)
    critical.alert = type(world.alert).objects.create(
        organisation=world.desk, incident=world.alert.incident, reference="2017-0002", slug="other",
        hazard="civil-unrest", created_at=noon,
    )  # fmt: skip
    critical.queued(world.person("Mira"), level="Critical")
    lanes = (Lane(critical=True, window=1), Lane(critical=False, window=2))
    worker = Worker(clock=lambda: noon, channels={"email": Slow()}, folder=_folder(), lanes=lanes)
    worker.turn()
    while not worker.idle:
        worker.rest(0.2)
        worker.turn()
    worker.end()
    assert order[0] == "Critical"
    assert len(order) == 4


def _folder() -> Path:
    from django.conf import settings

    return settings.TOCSIN_HOME / "workers"


def test_the_rows_of_a_dead_worker_are_taken_over_at_once(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    world.queued(world.person("Mira"), world.person("Omar"))
    dead, alive = lease(_folder()), lease(_folder())
    for row, holder in zip(Delivery.objects.order_by("id"), (dead, alive), strict=True):
        Delivery.objects.filter(pk=row.pk).update(state="sending", held_by=holder.name, held_since=noon)
    dead.release()
    send(smtp, now=noon)
    states = dict(Delivery.objects.values_list("person__name", "state"))
    assert states == {"Mira": "sent", "Omar": "sending"}, "a living worker keeps its row"
    assert [attempt.outcome for attempt in Attempt.objects.order_by("id")] == ["interrupted", "accepted"]
    alive.release()


def test_a_worker_of_another_host_is_never_taken_for_dead(
    world: World, smtp: SmtpChannel, noon: datetime
) -> None:
    world.queued(world.person())
    Delivery.objects.update(state="sending", held_by="elsewhere/12-ab", held_since=noon)
    own = FileLease(_folder())
    assert results.take_over(own, own=own.name, now=noon, dice=lambda: 0.5) == 0
    own.release()
    assert only().state == "sending"


def test_a_locked_database_loses_no_result(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.queued(world.person())
    worker = Worker(clock=lambda: noon, channels={"email": smtp}, folder=_folder())
    worker.turn()
    real, times = results.record, [0]

    def locked(*args: Any, **values: Any) -> int:
        times[0] += 1
        if times[0] == 1:
            raise DatabaseError("database is locked")
        return real(*args, **values)

    monkeypatch.setattr(results, "record", locked)
    worker.rest(5)
    with pytest.raises(DatabaseError):
        worker.turn()
    assert worker.turn() == 1
    worker.end()
    assert only().state == "sent"
    assert len(mailbox.mails) == 1


# -- STARTTLS and accounts --------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now().astimezone()
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(today - timedelta(days=1)).not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, private = tmp_path / "server.pem", tmp_path / "server.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, private


@pytest.fixture
def closed_server(
    certificate: tuple[Path, Path], mailbox: Mailbox, start_mail_server: Callable[..., Controller]
) -> Controller:
    import ssl

    from aiosmtpd.smtp import AuthResult

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"desk", b"p@ss"), handled=False)

    return start_mail_server(
        mailbox, tls_context=context, require_starttls=True, authenticator=check, auth_required=True
    )


def test_starttls_and_an_account_from_the_address(
    world: World, mailbox: Mailbox, closed_server: Controller, certificate: tuple[Path, Path], noon: datetime
) -> None:
    address = f"smtp+starttls://desk:p%40ss@localhost:{closed_server.port}?ca={certificate[0]}"
    channel = SmtpChannel(server_from(address), "alerts@desk.example")
    world.queued(world.person())
    send(channel, now=noon)
    assert only().state == "sent", only().last_error
    channel.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("smtp+starttls://desk:p%40ss@localhost:{port}", "certificate verify failed"),
        ("smtp+starttls://desk:wrong@localhost:{port}?ca={ca}", "535"),
        ("smtp://localhost:{port}", "530"),
    ],
)
def test_what_is_not_trusted_is_technical_and_waits_for_an_operator(
    address: str,
    said: str,
    world: World,
    closed_server: Controller,
    certificate: tuple[Path, Path],
    noon: datetime,
) -> None:
    channel = SmtpChannel(
        server_from(address.format(port=closed_server.port, ca=certificate[0])), "alerts@desk.example"
    )
    world.queued(world.person())
    send(channel, now=noon)
    assert (only().state, Attempt.objects.get().outcome) == ("queued", "technical")
    assert said in only().last_error
    channel.close()


# -- webhooks ---------------------------------------------------------------------------------------------


@pytest.fixture
def hooked(world: World, receiver: Receiver) -> World:
    world.queued(world.person(email=None, webhook=receiver.address))
    return world


def test_a_webhook_is_signed_as_standard_webhooks_asks(
    hooked: World, receiver: Receiver, webhook: WebhookChannel, noon: datetime
) -> None:
    send(webhook, now=noon)
    assert only().state == "sent"
    ((headers, body),) = receiver.posts
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == only().message_id
    assert headers["webhook-timestamp"] == str(int(noon.timestamp()))


@pytest.mark.parametrize(
    ("status", "headers", "state", "outcome"),
    [
        (500, {}, "queued", "temporary"),
        (429, {"retry-after": "120"}, "queued", "temporary"),
        (503, {"retry-after": "Tue, 01 Jan 2030 00:00:00 GMT"}, "queued", "temporary"),
        (410, {}, "failed", "permanent"),
        (302, {"location": "http://169.254.169.254/"}, "failed", "permanent"),
    ],
)
def test_what_a_receiver_answers_decides_what_follows(
    status: int,
    headers: dict[str, str],
    state: str,
    outcome: str,
    hooked: World,
    receiver: Receiver,
    webhook: WebhookChannel,
    noon: datetime,
) -> None:
    receiver.answers = [(status, headers, b"words of the receiver")]
    send(webhook, now=noon)
    row = only()
    assert (row.state, Attempt.objects.get().outcome) == (state, outcome)
    assert row.last_error.startswith(str(status))
    assert len(receiver.posts) == 1, "a redirect is not followed"
    if status == 429:
        assert row.due_at == noon + timedelta(seconds=120)
    if status == 503:
        assert row.due_at == noon + timedelta(hours=6), "no receiver puts us off for longer"


def test_a_receiver_that_recovers_gets_the_same_id(
    hooked: World, receiver: Receiver, webhook: WebhookChannel, noon: datetime
) -> None:
    receiver.answers = [(503, {}, b""), (204, {}, b"")]
    send(webhook, now=noon)
    send(webhook, now=only().due_at)
    assert only().state == "sent"
    assert len({headers["webhook-id"] for headers, _ in receiver.posts}) == 1


def test_a_private_receiver_is_refused_unless_named(
    hooked: World, receiver: Receiver, noon: datetime
) -> None:
    channel = WebhookChannel()
    send(channel, now=noon)
    assert only().state == "failed"
    assert "TOCSIN_PRIVATE_HOSTS" in only().last_error
    assert not receiver.posts
    channel.close()


def test_a_secret_that_is_none_sends_nothing(
    hooked: World, receiver: Receiver, webhook: WebhookChannel, noon: datetime
) -> None:
    Contact.objects.update(secret="plain words!")
    send(webhook, now=noon)
    assert (only().state, receiver.posts) == ("failed", [])
    assert "whsec_" in only().last_error
