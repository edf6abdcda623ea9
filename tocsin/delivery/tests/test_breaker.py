"""A server that does not answer is left alone, tried by one message now and then, and used again at once when it is back."""

from __future__ import annotations

from tocsin.delivery.channels import Response
from tocsin.delivery.channels.breaker import FAILURES, FIRST_PAUSE, LONGEST_PAUSE, Breaker
from tocsin.delivery.decide import Outcome

AWAY = Response(Outcome.TECHNICAL, "connection refused")
HERE = Response(Outcome.ACCEPTED, "250 ok")


class Server:
    """Counts the tries; `is_there` says whether it answers."""

    def __init__(self) -> None:
        self.now, self.tries, self.is_there = 1000.0, 0, False
        self.breaker = Breaker(lambda: self.now)

    def send(self, *, urgent: bool = False, to: str = "mail.example:25") -> Response:
        if refusal := self.breaker.refusal(to, urgent=urgent):
            return refusal
        self.tries += 1
        said = HERE if self.is_there else AWAY
        self.breaker.note(to, said.outcome)
        return said


def test_after_some_failures_in_a_row_no_message_waits_for_it_any_more() -> None:
    server = Server()
    for _ in range(FAILURES + 20):
        assert server.send().outcome is Outcome.TECHNICAL
    assert server.tries == FAILURES
    left = server.send()
    assert "left alone" in left.words
    assert left.wait is not None
    assert left.wait.total_seconds() <= FIRST_PAUSE


def test_one_message_tries_after_the_pause_and_the_pauses_grow_to_a_minute() -> None:
    server = Server()
    for _ in range(FAILURES):
        server.send()
    pauses = []
    for _ in range(8):
        began = server.now
        while server.tries == FAILURES + len(pauses):
            server.now += 1
            server.send()
        pauses.append(server.now - began)
    assert pauses[0] <= FIRST_PAUSE + 1
    assert pauses == sorted(pauses)
    assert max(pauses) <= LONGEST_PAUSE + 1


def test_any_answer_of_the_server_ends_it_and_other_servers_never_notice() -> None:
    server = Server()
    for _ in range(FAILURES):
        server.send()
    server.is_there = True
    assert server.send(to="other.example:25") == HERE
    assert server.send().outcome is Outcome.TECHNICAL
    server.now += FIRST_PAUSE + 1
    assert server.send() == HERE
    assert server.send() == HERE


def test_what_is_urgent_is_always_tried() -> None:
    server = Server()
    for _ in range(FAILURES + 3):
        server.send()
    tries = server.tries
    server.send(urgent=True)
    assert server.tries == tries + 1
