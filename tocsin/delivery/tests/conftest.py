"""Rows and servers that the tests of this room share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.channels.smtp_server import server_from
from tocsin.delivery.channels.webhook import WebhookChannel
from tocsin.delivery.tests.rows import World


@pytest.fixture
def world(db: None, noon: datetime) -> World:
    return World(noon)


@pytest.fixture(autouse=True)
def _settings(settings: Any, tmp_path: Path) -> None:
    settings.TOCSIN_PUBLIC_ADDRESS = "https://desk.example"
    settings.TOCSIN_MAIL_FROM = "alerts@desk.example"
    settings.TOCSIN_HOME = tmp_path


class Mailbox:
    """A real mail server on loopback: what it accepted, and what it says on each command."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.on_mail: Callable[[Any, str], str | None] = lambda envelope, address: None
        self.on_recipient: Callable[[Any, str], str | None] = lambda envelope, address: None
        self.on_content: Callable[[Any], str | None] = lambda envelope: None
        self.connections = 0

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, replies: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return replies

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if said := self.on_mail(envelope, address):
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if said := self.on_recipient(envelope, address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if said := self.on_content(envelope):
            return said
        self.mails.append(envelope)
        return f"250 2.0.0 queued as {len(self.mails)}"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def start_mail_server() -> Iterator[Callable[..., Controller]]:
    running: list[Controller] = []

    def start(handler: object, **options: Any) -> Controller:
        port = options.pop("port", 0)
        controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
        # aiosmtpd connects to its own port to see that it is up; a port of 0 is known only after it listens.
        if not port:
            import socket

            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                controller.port = probe.getsockname()[1]
        controller.start()
        running.append(controller)
        return controller

    yield start
    for controller in running:
        controller.stop(no_assert=True)


@pytest.fixture
def mail_server(mailbox: Mailbox, start_mail_server: Callable[..., Controller]) -> Controller:
    return start_mail_server(mailbox)


@pytest.fixture
def smtp(mail_server: Controller) -> Iterator[SmtpChannel]:
    address = f"smtp://127.0.0.1:{mail_server.port}?timeout=1"
    channel = SmtpChannel(server_from(address), "alerts@desk.example")
    yield channel
    channel.close()


class Receiver:
    """A real web server on loopback: what was posted to it, and the answers it gives in turn."""

    def __init__(self) -> None:
        self.posts: list[tuple[dict[str, str], bytes]] = []
        #: (status, headers, body); the last one stays.
        self.answers: list[tuple[int, dict[str, str], bytes]] = [(200, {}, b"taken")]
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.posts.append(({name.lower(): value for name, value in self.headers.items()}, body))
                answers = receiver.answers
                status, headers, said = answers.pop(0) if len(answers) > 1 else answers[0]
                self.send_response(status)
                for name, value in {**headers, "content-length": str(len(said))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_: object) -> None:
                """Be quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def webhook() -> Iterator[WebhookChannel]:
    channel = WebhookChannel(private_hosts=["127.0.0.1"], timeout=1)
    yield channel
    channel.close()


@pytest.fixture
def later(noon: datetime) -> Callable[[float], datetime]:
    """A moment some seconds after noon."""
    return lambda seconds: noon + timedelta(seconds=seconds)
