"""The doors for gateways: closed without a secret, and deaf to whatever is not signed, fresh, small and plain."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import get_resolver

from tocsin import clock
from tocsin.delivery.channels.signature import signature
from tocsin.delivery.inbound.door import LONGEST_JSON, TOLERANCE
from tocsin.delivery.inbound.reply_codes import code_of, read_text, reply_line
from tocsin.delivery.inbound.return_addresses import Purpose
from tocsin.delivery.inbound.texts import MOST_WRONG
from tocsin.delivery.models import Answer, Arrival, Delivery
from tocsin.delivery.tests.returned import address_of, dsn, out, reply
from tocsin.delivery.tests.rows import SECRET, World, claimed

pytestmark = pytest.mark.django_db
NUMBER = "+254712345678"


@pytest.fixture(autouse=True)
def _door(settings: Any, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TOCSIN_INBOUND_SECRET = SECRET
    settings.TOCSIN_BOUNCE_ADDRESS = "bounces@desk.example"
    settings.TOCSIN_REPLY_ADDRESS = "answers@desk.example"
    # Pages that are loaded while this clock stands would keep it after the test.
    assert get_resolver().url_patterns
    monkeypatch.setattr(clock, "now", lambda: noon)


@pytest.fixture
def sent(world: World, noon: datetime) -> Delivery:
    (row,) = world.queued(world.person())
    return out(row, noon)


@pytest.fixture
def texted(world: World, noon: datetime) -> Delivery:
    person = world.person(email=None)
    contact = world.contact(person, "sms", NUMBER)
    edition = world.edition()
    world.expose(edition, person)
    row = Delivery.objects.create(
        organisation=world.desk, edition=edition, person=person, contact=contact, channel="sms", rule="exposed",
        reason="row", message_id="tocsin-" + "cd" * 16, due_at=noon, expires_at=edition.expires, created_at=noon,
    )  # fmt: skip
    return out(row, noon)


def post(
    where: str,
    body: bytes | dict[str, Any],
    *,
    at: datetime,
    number: str = "msg_1",
    secret: str = SECRET,
    kind: str = "application/json",
    **headers: str,
) -> tuple[int, dict[str, Any]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    moment = int(at.timestamp())
    own = {
        "webhook-id": number,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(secret, message_id=number, timestamp=moment, body=data),
    } | headers
    response = Client(enforce_csrf_checks=True).post(f"/in/{where}/", data, content_type=kind, headers=own)
    return response.status_code, json.loads(response.content) if response.content else {}


def receipt(row: Delivery, state: str = "delivered", **changes: Any) -> dict[str, Any]:
    return {
        "message_id": row.message_id,
        "state": state,
        "words": "handset",
        "at": "2017-07-15T12:00:00Z",
    } | changes


def test_a_signed_receipt_counts(sent: Delivery, noon: datetime) -> None:
    status, said = post("receipts", receipt(sent), at=noon)
    assert (status, said["taken"][0]["finding"]) == (200, "acted")
    sent.refresh_from_db()
    assert sent.state == "delivered"
    assert Arrival.objects.get().said_at == noon


def test_without_a_secret_there_is_no_door(sent: Delivery, noon: datetime, settings: Any) -> None:
    settings.TOCSIN_INBOUND_SECRET = ""
    assert post("receipts", receipt(sent), at=noon)[0] == 404
    assert post("replies", receipt(sent), at=noon)[0] == 404


def test_a_post_that_is_forged_altered_or_unsigned_is_refused(sent: Delivery, noon: datetime) -> None:
    other = "whsec_" + "b" * 32
    good = signature(SECRET, message_id="msg_1", timestamp=int(noon.timestamp()), body=b"{}")
    tries = [
        post("receipts", receipt(sent), at=noon, secret=other),
        post("receipts", receipt(sent), at=noon, **{"webhook-signature": good}),
        post("receipts", receipt(sent), at=noon, **{"webhook-signature": ""}),
        post("receipts", receipt(sent), at=noon, **{"webhook-signature": "v1,é".encode().decode("latin-1")}),
        post("receipts", receipt(sent), at=noon, **{"webhook-id": "msg_2"}),
        post("receipts", receipt(sent), at=noon, **{"webhook-timestamp": str(int(noon.timestamp()) + 1)}),
        post("receipts", receipt(sent), at=noon, **{"webhook-timestamp": "x"}),
    ]
    assert [status for status, _ in tries] == [401] * len(tries)
    assert not Arrival.objects.exists()


def test_a_signature_beside_that_of_a_former_secret_is_taken(
    sent: Delivery, noon: datetime, settings: Any
) -> None:
    settings.TOCSIN_INBOUND_SECRET = f"whsec_{'b' * 32} {SECRET}"
    assert post("receipts", receipt(sent), at=noon)[0] == 200


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_post_that_is_late_or_early_is_refused(sent: Delivery, noon: datetime, minutes: int) -> None:
    assert post("receipts", receipt(sent), at=noon + timedelta(minutes=minutes))[0] == 401
    assert post("receipts", receipt(sent), at=noon + TOLERANCE)[0] == 200


def test_a_replay_does_nothing_more_and_says_the_same(sent: Delivery, noon: datetime) -> None:
    first = post("receipts", receipt(sent), at=noon)
    assert post("receipts", receipt(sent), at=noon) == first
    assert Arrival.objects.count() == 1


def test_what_is_too_large_or_of_another_kind_is_refused(sent: Delivery, noon: datetime) -> None:
    assert post("receipts", b"x" * (LONGEST_JSON + 1), at=noon)[0] == 413
    assert post("receipts", b"a=b", at=noon, kind="text/plain")[0] == 400
    assert Client().get("/in/receipts/").status_code == 405


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"[" * 5000, b"{}", b'{"message_id": 7, "state": "delivered"}',
     b'{"message_id": "x", "state": "read"}', b'{"message_id": "x", "state": "failed", "at": "noon"}',
     b'{"message_id": "x", "state": "failed", "at": "2017-07-15T12:00:00"}',
     b'{"message_id": "x", "state": "failed", "words": ["y"]}', b"\xff"],
)  # fmt: skip
def test_a_body_that_says_nothing_is_refused_in_words(noon: datetime, body: bytes) -> None:
    status, said = post("receipts", body, at=noon)
    assert status == 400
    assert said["detail"]


def test_a_receipt_for_a_message_that_is_not_ours_is_taken_as_unknown(noon: datetime) -> None:
    for number, named in enumerate(("x", "<tocsin-" + "ab" * 16 + "@desk.example>", "\ud800 \x00")):
        status, said = post(
            "receipts", {"message_id": named, "state": "failed"}, at=noon, number=f"msg_{number}"
        )
        assert (status, said["taken"][0]["finding"]) == (200, "unknown")


def test_mails_are_taken_at_either_door(sent: Delivery, noon: datetime) -> None:
    answer = reply(sent.message_id, address_of(Purpose.REPLY, sent.message_id), "safe")
    assert post("receipts", answer, at=noon, kind="message/rfc822")[0] == 200
    bounce = dsn(sent.message_id, address_of(Purpose.BOUNCE, sent.message_id))
    assert post("replies", bounce, at=noon, kind="message/rfc822", number="msg_2")[0] == 200
    sent.refresh_from_db()
    assert (sent.state, Answer.objects.get().kind) == ("failed", "safe")
    assert post("replies", b"nothing", at=noon, kind="message/rfc822", number="msg_3")[0] == 400


def test_where_nothing_can_be_recorded_the_sender_is_asked_to_come_back(
    sent: Delivery, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("away")

    monkeypatch.setattr("tocsin.delivery.inbound.door.take_receipt", away)
    assert post("receipts", receipt(sent), at=noon)[0] == 503


# -- SMS --------------------------------------------------------------------------------------------------------------


def text(row: Delivery, words: str, at: datetime, number: str = "msg_1", sender: str = NUMBER) -> str:
    status, said = post("replies", {"from": sender, "text": words, "at": None}, at=at, number=number)
    assert status == 200
    return str(said["taken"][0]["finding"])


def test_an_sms_with_its_code_is_an_answer(texted: Delivery, noon: datetime) -> None:
    code = code_of(texted.edition.identifier, NUMBER, texted.person_id)
    assert len(code) == 4
    assert text(texted, f"help {code.lower()} room 12", noon, sender="254 712 345678") == "acted"
    answer = Answer.objects.get()
    assert (answer.kind, answer.via, answer.note) == ("need-help", "sms", "room 12")


def test_a_code_is_good_from_its_own_telephone_only(world: World, texted: Delivery, noon: datetime) -> None:
    other = "+254700000001"
    code = code_of(texted.edition.identifier, NUMBER, texted.person_id)
    assert text(texted, f"SAFE {code}", noon, sender=other) == "unknown"
    world.contact(texted.person, "sms", other)
    assert text(texted, f"SAFE {code}", noon, "msg_2", sender=other) == "unknown"
    assert text(texted, "SAFE", noon, "msg_3") == "unclear"
    assert text(texted, f"SAFE {code}", noon, "msg_4", sender="Tocsin") == "unknown"
    assert not Answer.objects.exists()


def test_two_who_share_a_telephone_answer_each_for_themselves(
    world: World, texted: Delivery, noon: datetime
) -> None:
    tom = world.person("Tom", email=None)
    contact = world.contact(tom, "sms", NUMBER)
    world.expose(texted.edition, tom)
    other = Delivery.objects.create(
        organisation=world.desk, edition=texted.edition, person=tom, contact=contact, channel="sms", rule="exposed",
        reason="row", message_id="tocsin-" + "ef" * 16, due_at=noon, expires_at=texted.edition.expires, created_at=noon,
    )  # fmt: skip
    out(other, noon)
    mine, toms = (code_of(texted.edition.identifier, NUMBER, one) for one in (texted.person_id, tom.pk))
    assert mine != toms
    assert text(texted, f"SAFE {mine}", noon, "m") == text(texted, f"HELP {toms}", noon, "t") == "acted"
    assert dict(Answer.objects.values_list("person", "kind")) == {
        texted.person_id: "safe",
        tom.pk: "need-help",
    }


def test_a_call_for_help_with_its_code_is_heard_whatever_was_sent_in_its_telephones_name(
    texted: Delivery, noon: datetime
) -> None:
    code = code_of(texted.edition.identifier, NUMBER, texted.person_id)
    wrong = next(one for one in ("2222", "3333", "4444") if one != code)
    for number in range(MOST_WRONG + 1):
        text(texted, f"SAFE {wrong}", noon, f"w{number}")
    assert text(texted, f"HELP {code}", noon, "help") == "acted"
    assert Answer.objects.get().kind == "need-help"


def test_codes_are_not_to_be_guessed(texted: Delivery, noon: datetime) -> None:
    code = code_of(texted.edition.identifier, NUMBER, texted.person_id)
    wrong = next(one for one in ("2222", "3333", "4444") if one != code)
    found = [text(texted, f"SAFE {wrong}", noon, f"w{number}") for number in range(MOST_WRONG + 1)]
    assert found == ["wrong-code"] * MOST_WRONG + ["too-many"]
    assert text(texted, f"SAFE {code}", noon, "right") == "too-many"
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("words", "kind", "code"),
    [("SAFE 7K3Q", "safe", "7K3Q"), ("help help", None, None), ("7k3q I am safe", "safe", "7K3Q"),
     ("Not there: 7K3O", "not-there", "7K30"), ("I am safe, thanks. 7k3q", "safe", "7K3Q"), ("7K3Q", None, None),
     ("", None, None), ("safe", None, None), ("Is it safe 7K3Q", None, None),
     ("SAFE 7K3Q\nI need help", None, None), ("SAFE 7K3Q, I need help", None, None),
     ("HELP 7K3Q\nI am safe", "need-help", "7K3Q"), ("SAFE 7K3Q room 12", "safe", "7K3Q")],
)  # fmt: skip
def test_what_an_sms_says(words: str, kind: str | None, code: str | None) -> None:
    found = read_text(words)
    assert (found and (found.kind, found.code)) == (kind and (kind, code))


def test_the_line_of_the_code_stands_where_it_is_wanted_and_one_question_is_asked(
    world: World, noon: datetime, settings: Any
) -> None:
    world.queued(world.person())
    (job,) = claimed(now=noon)
    letter = replace(job.letter, address=NUMBER)
    assert reply_line(letter) == ""
    settings.TOCSIN_SMS_REPLIES = True
    code = code_of(letter.bulletin.identifier, NUMBER, letter.person)
    assert reply_line(letter) == f"Reply SAFE {code} or HELP {code}"
    assert reply_line(replace(letter, language="fr")).startswith("Répondez SAFE")
    assert reply_line(replace(letter, answer="")) == reply_line(job.letter) == ""
