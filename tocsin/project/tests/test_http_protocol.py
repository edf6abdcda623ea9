"""The server takes what browsers send, and hangs up on a head without end."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tocsin.project.doors import DoorServer
from tocsin.project.http_protocol import LONGEST_HEAD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    server = DoorServer("127.0.0.1", number)
    server.start()
    yield number
    server.stop()


def said(port: int, *parts: bytes, until_closed: bool = False) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        found = b""
        try:
            for part in parts:
                line.sendall(part)
            while not found.endswith(b"\r\n\r\n") or until_closed:
                data = line.recv(65536)
                if not data:
                    break
                found += data
                if not until_closed and b"\r\n\r\n" in found:
                    break
        except (ConnectionResetError, BrokenPipeError):
            pass
        return found


ASK = b"GET /answer/none/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"


def test_an_ordinary_request_is_answered_also_in_pieces_and_kept_alive(port: int) -> None:
    assert b" 404 " in said(port, ASK + b"\r\n")
    assert b" 404 " in said(port, ASK[:9], ASK[9:], b"\r", b"\n")
    many = said(port, ASK + b"\r\n", ASK + b"Connection: close\r\n\r\n", until_closed=True)
    assert many.count(b"HTTP/1.1 404") == 2


def test_a_long_body_is_no_long_head(port: int) -> None:
    body = b"x" * (LONGEST_HEAD * 3)
    head = b"POST /answer/none/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert b" 400 " not in said(port, head, body).split(b"\r\n")[0]


@pytest.mark.parametrize(
    "part", [b"X-Long: " + b"a" * 5000 + b"\r\n", b"b" * 5000], ids=["many headers", "one header"]
)
def test_a_head_without_end_is_hung_up_on(port: int, part: bytes) -> None:
    found = said(port, ASK, *[part] * 400, until_closed=True)
    assert b" 404 " not in found.split(b"\r\n")[0]


def test_what_is_no_http_is_refused(port: int) -> None:
    assert said(port, b"\x16\x03\x01 hello\r\n\r\n", until_closed=True).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("sent", [(), (b"GET / HTTP/1.1\r\nHost: 1",), (ASK + b"\r\n", b"GET /an")])
def test_whoever_sends_no_whole_head_is_hung_up_on(
    port: int, sent: tuple[bytes, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand connections on which nothing comes are all that a process may have open."""
    monkeypatch.setattr("tocsin.project.http_protocol.SECONDS_FOR_A_HEAD", 0.3)
    with socket.create_connection(("127.0.0.1", port), timeout=15) as line:
        for part in sent:
            line.sendall(part)
        while line.recv(65536):
            pass
