"""Short messages through a gateway: a real server on loopback, spoken to by Apprise itself."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tocsin.delivery.channels import Response, apprise_channel, configured, send_now
from tocsin.delivery.channels.apprise_channel import AppriseChannel
from tocsin.delivery.channels.gateway import check_gateway, filled, scrubbed
from tocsin.delivery.channels.loop import own_loop
from tocsin.delivery.decide import BY_GATEWAY, Outcome
from tocsin.delivery.errors import GatewayInvalid, HostRefused
from tocsin.delivery.messages import Letter
from tocsin.delivery.tests.conftest import Receiver
from tocsin.delivery.tests.test_short_form import LINK, letter
from tocsin.grading import Level

NUMBER = "+254712345678"
PASSWORD, TOKEN = "pass-word-4711", "token-0815"


@pytest.fixture
def channel() -> AppriseChannel:
    return AppriseChannel("sms", private_hosts=["127.0.0.1"], timeout=1)


@pytest.fixture
def to(receiver: Receiver) -> Callable[..., Letter]:
    """A letter by a gateway at the receiver."""

    def make(**changes: object) -> Letter:
        port = receiver.server.server_port
        url = f"json://user:{PASSWORD}@127.0.0.1:{port}/{TOKEN}/{{to}}?+Idempotency-Key={{id}}&:message_id={{id}}"
        return replace(letter(), **({"gateway": url, "longest": 160} | changes))

    return make


def test_a_message_arrives_whole_with_its_id_where_the_gateway_has_a_field_for_it(channel, to, receiver):
    response = send_now(channel, to())
    assert response.outcome is Outcome.ACCEPTED
    ((headers, body),) = receiver.posts
    said = json.loads(body)
    assert said["message"] == f"Warning: Nairobi, Kenya. Stay away from the city centre. {LINK}"
    assert said["message_id"] == headers["idempotency-key"] == "tocsin-1"


def test_the_length_is_the_desks_own(channel, to, receiver):
    send_now(channel, to(longest=600))
    assert "Until 16 Jul 2017 12:00 UTC." in json.loads(receiver.posts[0][1])["message"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Outcome.PERMANENT),
        (404, Outcome.PERMANENT),
        (401, Outcome.TECHNICAL),
        (402, Outcome.TECHNICAL),
        (429, Outcome.TEMPORARY),
        (500, Outcome.TEMPORARY),
        (503, Outcome.TEMPORARY),
    ],
)
def test_a_refusal_is_told_apart_by_its_status_and_carries_the_gateways_own_words(
    channel, to, receiver, status, outcome
):
    receiver.answers = [(status, {}, b"the number is out of order")]
    response = send_now(channel, to())
    assert response.outcome is outcome
    assert f"error={status}" in response.words
    assert "the number is out of order" in response.words


@pytest.fixture
def log() -> Iterator[list[str]]:
    """What a log of this process gets, at its most talkative: a handler at the root, as the settings have one."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    root, handler = logging.getLogger(), Kept()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(before)


def test_no_secret_number_or_link_is_in_the_words_or_in_a_log(channel, to, receiver, log):
    echoed = f"{PASSWORD} {TOKEN} {NUMBER} {NUMBER[1:]} {LINK} dXNlcjpwYXNzLXdvcmQtNDcxMQ=="
    receiver.answers = [(400, {}, f"cannot send: {echoed}".encode())]
    words = send_now(channel, to()).words
    lost = send_now(channel, to(gateway=f"json://{TOKEN}:{PASSWORD}@127.0.0.1:1/{{to}}")).words
    assert "cannot send" in words
    for piece in echoed.split():
        assert piece not in words
        assert piece not in lost
        assert piece not in "\n".join(log)


def test_a_redirect_is_not_followed(channel, to, receiver):
    receiver.answers = [(307, {"location": "/elsewhere"}, b"")]
    assert send_now(channel, to()).outcome is Outcome.PERMANENT
    assert len(receiver.posts) == 1


def test_a_gateway_that_does_not_answer_in_time_is_tried_again_later(to):
    """A server that takes the connection and says nothing."""
    silent = threading.Event()

    class Silent(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            silent.wait(20)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    channel = AppriseChannel("sms", private_hosts=["127.0.0.1"], timeout=0.2)
    response = send_now(channel, to(gateway=f"json://127.0.0.1:{server.server_port}/{{to}}"))
    silent.set()
    server.shutdown()
    server.server_close()
    assert response.outcome is Outcome.TECHNICAL
    assert "timed out" in response.words


def test_a_private_address_is_refused_before_anything_is_sent(to, receiver):
    response = send_now(AppriseChannel("sms"), to())
    assert response.outcome is Outcome.TECHNICAL
    assert "TOCSIN_PRIVATE_HOSTS" in response.words
    assert receiver.posts == []


def test_a_private_address_is_refused_at_the_connection_too(receiver):
    """Where a plug-in goes by itself, without a host in its address, the connection is what is looked at."""
    import requests

    from tocsin.delivery.channels.guarded_requests import guarded

    with guarded(()), pytest.raises(HostRefused):
        requests.post(receiver.address, timeout=1)
    with guarded(["127.0.0.1"]):
        assert requests.post(receiver.address, data="x", timeout=1).status_code == 200
    assert len(receiver.posts) == 1


def test_a_persons_own_whole_address_is_used_where_the_desk_lets_them(channel, to, receiver):
    own = f"json://127.0.0.1:{receiver.server.server_port}/teams"
    assert send_now(channel, to(gateway="{to}", address=own)).outcome is Outcome.ACCEPTED
    assert send_now(AppriseChannel("teams"), to(gateway="{to}", address=own)).outcome is Outcome.PERMANENT
    assert send_now(channel, to(gateway="{to}", address="nonsense://x")).outcome is Outcome.PERMANENT


def test_without_a_gateway_nothing_is_tried(channel, to):
    response = send_now(channel, to(gateway=""))
    assert response.outcome is Outcome.TECHNICAL
    assert "has set no way to send SMS" in response.words


def test_a_gateway_that_cannot_be_reached_is_left_alone_and_keeps_no_other_desk_waiting(
    channel, to, receiver
):
    dead = to(gateway="json://127.0.0.1:1/{to}")
    for _ in range(5):
        send_now(channel, dead)
    assert "left alone" in send_now(channel, dead).words
    assert send_now(channel, to()).outcome is Outcome.ACCEPTED
    other = to(gateway="json://other@127.0.0.1:1/{to}")
    assert "left alone" not in send_now(channel, other).words


def test_messages_in_many_threads_hear_only_their_own_gateway(to, receiver):
    receiver.answers = [(400, {}, b"no")]
    channel = AppriseChannel("sms", private_hosts=["127.0.0.1"], timeout=5)
    found: dict[int, str] = {}

    def send(number: int) -> None:
        own = to(gateway=f"json://127.0.0.1:{receiver.server.server_port}/{{to}}?:n={number}")
        found[number] = send_now(channel, own).words

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [words.count("error=400") for words in found.values()] == [1] * 8


def test_every_kind_has_its_channel():
    channels = configured()
    assert set(BY_GATEWAY) < set(channels)
    for channel in channels.values():
        channel.close()


# -- what may be set ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("sms", "twilio://AC" + "a" * 32 + ":" + "b" * 32 + "@+15555550100/{to}"),
        ("whatsapp", "whatsapp://token@1234567890/{to}"),
        ("telegram", "tgram://123456789:abcdefg_hijklmnop/{to}"),
        ("slack", "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/{to}"),
        ("signal", "signal://127.0.0.1:8080/+15555550100/{to}"),
        ("push", "ntfy://127.0.0.1/{to}"),
        ("push", "gotify://127.0.0.1/{to}"),
        ("push", "pover://{to}@" + "t" * 30),
        ("push", "{to}"),
        ("teams", "{to}"),
    ],
)
def test_gateways_of_every_kind_can_be_set(kind, url):
    check_gateway(url, kind, private_hosts=["127.0.0.1"])


@pytest.mark.parametrize(
    ("kind", "url", "remedy"),
    [
        ("sms", "not an address", "begins with no scheme"),
        ("sms", "json://127.0.0.1/hook", "write {to} where"),
        ("sms", "nonsense://127.0.0.1/{to}", "Apprise takes no such address"),
        ("sms", "twilio://nonsense/{to}", "Apprise takes no such address of twilio"),
        ("push", "json://{to}/hook", "Write the server first"),
        ("sms", "mailto://user:word@example.org/{to}", "does not speak HTTP"),
        ("sms", "json://no-such-host.invalid/{to}", "cannot be found"),
        ("teams", "workflows://127.0.0.1/wf/{to}?template=file:///etc/passwd", "names a file (template)"),
        ("teams", "workflows://127.0.0.1/wf/{to}?%54emplate=/etc/passwd", "names a file (template)"),
        ("teams", "workflows://127.0.0.1/wf/{to}?x=1;template=/etc/hostname", "names a file (template)"),
        ("teams", "workflows://127.0.0.1/wf/{to}?x=1#&template=/etc/hostname", "names a file (template)"),
        ("teams", "workflows://127.0.0.1/wf/{to}#;Template =/etc/hostname", "names a file (template)"),
    ],
)
def test_a_gateway_that_cannot_be_used_is_refused_with_a_remedy(kind, url, remedy):
    with pytest.raises(GatewayInvalid) as refused:
        check_gateway(url, kind, private_hosts=["127.0.0.1"])
    assert remedy in str(refused.value)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "192.168.0.7", "localhost"]
)
def test_a_gateway_inside_the_network_is_refused_unless_it_is_named(host):
    with pytest.raises(HostRefused, match="TOCSIN_PRIVATE_HOSTS"):
        check_gateway(f"json://{host}/{{to}}", "sms", private_hosts=[])


def test_blanks_are_filled_so_that_nothing_of_a_person_becomes_part_of_the_address():
    url = filled("json://h/{to}?:id={id}", to="#a/../b?c&d", message_id="tocsin-1")
    assert url == "json://h/%23a%2F..%2Fb%3Fc%26d?:id=tocsin-1"


def test_every_part_of_an_address_is_scrubbed_but_the_servers_name():
    address = "json://user:pass-word@gateway.example/secret-path?key=secret-value"
    said = scrubbed(
        "gateway.example: user pass-word /secret-path secret-value", address=address, template=address
    )
    assert said == "gateway.example: … … /… …"
    hostless = "tgram://123456789:abcdefg_hijklmnop/42"
    assert "abcdefg" not in scrubbed("bot123456789:abcdefg_hijklmnop", address=hostless)


@pytest.fixture
def hanging() -> Iterator[tuple[int, list[int]]]:
    """The port of a gateway that takes every message and answers none, and how many it has taken."""
    over, taken = threading.Event(), []

    class Hanging(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(1)
            over.wait(30)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hanging)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, taken
    over.set()
    server.shutdown()
    server.server_close()


def handed(channel: AppriseChannel, letters: list[Letter], *, seconds: float) -> list[Response]:
    """Hand letters over, and return what was said within some seconds."""
    said: list[Response] = []
    loop = own_loop()
    for one in letters:
        loop.call_soon(channel.hand_over, one, said.append)
    loop.call_later(seconds, loop.stop)
    loop.run_forever()
    return said


def critical(made: Letter) -> Letter:
    return replace(made, bulletin=replace(made.bulletin, level=Level.CRITICAL))


def test_a_gateway_that_hangs_delays_no_other_desks_critical_message(to, hanging):
    """Sixteen Critical messages of one desk, whose gateway hangs for 20 s, and then one of another desk."""
    port, taken = hanging
    channel = AppriseChannel("sms", private_hosts=["127.0.0.1"], timeout=20)
    stuck = [critical(to(gateway=f"json://127.0.0.1:{port}/{{to}}"))] * 16
    said = handed(channel, [*stuck, critical(to())], seconds=1.0)
    assert [response.outcome for response in said] == [Outcome.ACCEPTED]
    assert len(taken) == 4


def test_what_waits_for_a_gateway_that_says_nothing_is_put_off_uncounted(to, hanging, monkeypatch):
    monkeypatch.setattr(apprise_channel, "_URGENT", replace(apprise_channel._URGENT, patience=0.4))
    port, taken = hanging
    channel = AppriseChannel("sms", private_hosts=["127.0.0.1"], timeout=20)
    stuck = critical(to(gateway=f"json://127.0.0.1:{port}/{{to}}"))
    first = handed(channel, [stuck] * 16, seconds=1.5)
    assert len(first) == 12
    assert all(response.is_put_off and "has said nothing" in response.words for response in first)
    # Whatever comes while it is silent makes room at once.
    assert handed(channel, [stuck], seconds=0.2)[0].is_put_off
    assert len(taken) == 4


def test_a_gateway_that_fails_has_two_threads(to, hanging):
    port, taken = hanging
    gateway = f"json://127.0.0.1:{port}/{{to}}"
    channel = AppriseChannel("sms", private_hosts=["127.0.0.1"], timeout=0.3)
    assert send_now(channel, critical(to(gateway=gateway))).outcome is Outcome.TECHNICAL
    channel._timeout = 20
    handed(channel, [critical(to(gateway=gateway))] * 8, seconds=1.0)
    assert len(taken) == 1 + 2


def test_a_fault_in_a_thread_is_told_and_repeats_no_secret(channel, to, monkeypatch):
    def broken(*_: object) -> Response:
        raise RuntimeError(PASSWORD)

    monkeypatch.setattr(channel, "_send", broken)
    response = send_now(channel, to())
    assert response.words == "A fault in Tocsin: RuntimeError"
