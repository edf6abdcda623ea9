"""Messages that wait, are covered, muted or put together when their turn comes, and what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tocsin.accounts.models import AuditEntry
from tocsin.alerts.models import Alert, Edition
from tocsin.delivery.auditor import overdue
from tocsin.delivery.cases import set_policy, steps_at
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.channels.webhook import WebhookChannel
from tocsin.delivery.claims import claim
from tocsin.delivery.digests import follow
from tocsin.delivery.errors import PolicyImpossible
from tocsin.delivery.escalation import escalate
from tocsin.delivery.models import Attempt, Delivery, Escalation, Hold
from tocsin.delivery.outbox import enqueue
from tocsin.delivery.own_data import forget
from tocsin.delivery.quiet import Hours, Setting
from tocsin.delivery.quiet_settings import mute, mute_of, set_quiet, unmute
from tocsin.delivery.roll_call import roll_call
from tocsin.delivery.shelf import Shelf
from tocsin.delivery.tests.conftest import Mailbox, Receiver
from tocsin.delivery.tests.rows import World, claimed
from tocsin.delivery.timeline import timeline
from tocsin.delivery.worker import run_once
from tocsin.exposure.models import Person, Stay
from tocsin.geo import Area, Circle, Point

pytestmark = pytest.mark.django_db

KENYA = Area(countries=("KE",)).to_geojson()
NAIROBI = Area(circles=(Circle(Point(longitude=36.82, latitude=-1.29), 15),)).to_geojson()
NIGHT = Setting(hours=Hours(time(22), time(7)))
DAILY = Setting(digest_hours=24)


@pytest.fixture
def send(smtp: SmtpChannel) -> Callable[[datetime], int]:
    def run(now: datetime) -> int:
        count = run_once(now=now, channels={"email": smtp, "webhook": smtp})
        follow(now=now)
        return count

    return run


@pytest.fixture
def evening(noon: datetime) -> datetime:
    """23:10 in Nairobi."""
    return noon + timedelta(hours=8, minutes=10)


def another(world: World, reference: str) -> Alert:
    """Let the world's next editions be of another alert of the same desk and incident."""
    first = world.alert
    world.alert = Alert.objects.create(
        organisation=world.desk, incident=first.incident, reference=reference, slug=f"kenya-{reference}",
        hazard="civil-unrest", created_at=world.now,
    )  # fmt: skip
    return first


def published(world: World, *people: Person, **changes: Any) -> Edition:
    edition = world.edition(**changes)
    world.expose(edition, *people)
    enqueue(edition, now=world.now)
    return edition


def parsed(envelope: Any) -> EmailMessage:
    return message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[return-value]


def ends(person: Person) -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(person=person).order_by("pk")
    return list(rows.values_list("state", "rule"))


# -- a wider alert ---------------------------------------------------------------------------------------


def test_who_was_sent_the_wider_alert_is_not_sent_the_narrower_and_it_says_which(
    world: World, send: Callable[[datetime], int], mailbox: Mailbox, noon: datetime
) -> None:
    mira, omar = world.person("Mira"), world.person("Omar")
    published(world, mira, area=KENYA, hours=48)
    send(noon)
    another(world, "2017-0002")
    narrow = published(world, mira, omar, area=NAIROBI)
    send(noon)
    assert ends(mira) == [("sent", "exposed"), ("suppressed", "covered")]
    assert ends(omar) == [("sent", "exposed")]
    reason = Delivery.objects.get(person=mira, edition=narrow).reason
    assert reason == (
        "Covered by the wider alert 2017-0001 (Warning: Teachers plan march through central Nairobi), which this person was "
        "sent."
    )
    # Nobody is chased for an answer to what they never got.
    assert Escalation.objects.get(edition=narrow, person=mira).rule == "covered"
    assert Escalation.objects.get(edition=narrow, person=omar).ended_at is None
    exposed, queued, last = timeline(world.alert, mira)
    assert (exposed.kind, queued.kind, queued.rule) == ("exposed", "queued", "exposed")
    assert (last.kind, last.rule, last.at) == ("suppressed", "covered", noon)
    assert last.words == f"E-mail: edition 1 is not sent. {reason}"
    line = next(line for line in roll_call(world.alert, now=noon).lines if line.person == mira)
    assert (line.contacted, line.contact) == ("sent", reason)


def test_a_wider_alert_that_has_not_reached_the_person_covers_nothing(
    world: World, send: Callable[[datetime], int], mailbox: Mailbox, noon: datetime
) -> None:
    mira = world.person()
    published(world, mira, area=KENYA, hours=48)
    mailbox.on_recipient = lambda envelope, address: "451 later"
    send(noon)
    mailbox.on_recipient = lambda envelope, address: None
    another(world, "2017-0002")
    published(world, mira, area=NAIROBI)
    send(noon)
    assert ends(mira) == [("queued", "exposed"), ("sent", "exposed")]


def test_critical_is_never_covered_and_asks_nothing(
    world: World, send: Callable[[datetime], int], noon: datetime
) -> None:
    mira = world.person()
    published(world, mira, area=KENYA, hours=48, level="Critical")
    send(noon)
    another(world, "2017-0002")
    published(world, mira, area=NAIROBI, level="Critical")
    send(noon)
    assert ends(mira) == [("sent", "exposed"), ("sent", "exposed")]


def test_a_desk_may_have_nothing_covered(
    world: World, send: Callable[[datetime], int], noon: datetime
) -> None:
    set_quiet(world.desk, "Warning", Setting(is_covered=False), actor="Carol", now=noon)
    mira = world.person()
    published(world, mira, area=KENYA, hours=48)
    send(noon)
    another(world, "2017-0002")
    published(world, mira, area=NAIROBI)
    send(noon)
    assert ends(mira) == [("sent", "exposed"), ("sent", "exposed")]


@pytest.mark.parametrize("message_type", ["Cancel", "Update"])
def test_when_the_wider_alert_is_over_or_smaller_the_narrower_is_told_after_all(
    message_type: str, world: World, send: Callable[[datetime], int], noon: datetime
) -> None:
    mira = world.person()
    published(world, mira, area=KENYA, hours=48)
    send(noon)
    wide = another(world, "2017-0002")
    narrow = published(world, mira, area=NAIROBI)
    send(noon)
    world.alert, narrow_alert = wide, world.alert
    published(world, mira, message_type="Update", area=KENYA, hours=48)
    send(noon)
    row = Delivery.objects.filter(edition=narrow)
    assert row.get().state == "suppressed", "it is covered still"
    published(world, mira, message_type=message_type, area=NAIROBI, level="Advisory")
    waiting = row.get()
    change = "is over" if message_type == "Cancel" else "does not cover it any more"
    assert waiting.reason == (
        f"Was held back while alert 2017-0001 covered it. That alert {change}, so this one is told now."
    )
    case = Escalation.objects.get(edition=narrow)
    assert (case.ended_at, case.due_at) == (None, noon + timedelta(minutes=30))
    send(noon)
    assert (row.get().state, row.get().rule) == ("sent", "uncovered")
    kinds = [(moment.kind, moment.rule) for moment in timeline(narrow_alert, mira)]
    assert ("suppressed", "covered") in kinds
    assert kinds[-1] == ("sent", "accepted")


def test_an_update_of_what_somebody_was_told_goes_to_them_although_a_wider_alert_came(
    world: World, send: Callable[[datetime], int], noon: datetime
) -> None:
    mira = world.person()
    published(world, mira, area=NAIROBI)
    send(noon)
    narrow = another(world, "2017-0002")
    published(world, mira, area=KENYA, hours=48)
    send(noon)
    world.alert = narrow
    published(world, mira, message_type="Update", area=NAIROBI)
    send(noon)
    assert ends(mira) == [("sent", "exposed")] * 3


# -- quiet hours -----------------------------------------------------------------------------------------


def test_a_notice_at_night_waits_for_the_morning_where_the_person_is_now(
    world: World, send: Callable[[datetime], int], mailbox: Mailbox, evening: datetime
) -> None:
    set_quiet(world.desk, "Notice", NIGHT, actor="Carol", now=evening)
    world.now = evening
    mira, omar = world.person("Mira", timezone="Europe/Paris"), world.person("Omar", timezone="Asia/Tokyo")
    Stay.objects.filter(trip__person=omar).delete()
    edition = world.edition(level="Notice")
    world.expose(edition, mira)
    world.contact(omar, "webhook", "https://receiver.example/")
    enqueue(edition, now=evening)
    send(evening)
    row = Delivery.objects.get(person=mira)
    words = (
        "It is 23:10 in Africa/Nairobi, where this person is now: Notice waits there until 07:00 on 16 Jul."
    )
    morning = evening + timedelta(hours=7, minutes=50)
    assert (row.state, row.rule, row.reason, row.due_at) == ("queued", "quiet-hours", words, morning)
    assert mailbox.mails == []
    assert overdue(now=morning - timedelta(minutes=1)) == ()
    held = timeline(world.alert, mira)[2]
    assert (held.kind, held.rule, held.at, held.words) == (
        "held", "quiet-hours", evening, f"E-mail: held back. {words}",
    )  # fmt: skip
    coming = timeline(world.alert, mira)[-1]
    assert (coming.kind, coming.at, coming.words) == (
        "next", morning, "E-mail: goes out at 16 Jul 2017 04:00 UTC.",
    )  # fmt: skip
    send(morning)
    row.refresh_from_db()
    assert (row.state, row.rule) == ("sent", "exposed")
    assert row.reason.startswith("In the way of this alert")
    assert [moment.kind for moment in timeline(world.alert, mira)] == [
        "exposed", "queued", "held", "attempt", "sent",
    ]  # fmt: skip


def test_without_a_stay_the_persons_own_zone_counts_and_an_unknown_one_is_utc(
    world: World, send: Callable[[datetime], int], evening: datetime
) -> None:
    set_quiet(world.desk, "Notice", NIGHT, actor="Carol", now=evening)
    world.now = evening
    people = [
        world.person("Tokyo", timezone="Asia/Tokyo"),
        world.person("Lima", timezone="America/Lima"),
        world.person("Odd", timezone="Nowhere/At_all"),
    ]
    published(world, *people, level="Notice")
    Stay.objects.update(arrive=evening + timedelta(days=1))
    send(evening)
    rules = dict(Delivery.objects.values_list("person__name", "rule"))
    assert rules == {"Tokyo": "quiet-hours", "Lima": "exposed", "Odd": "exposed"}
    assert "Asia/Tokyo, this person's own time zone" in Delivery.objects.get(person=people[0]).reason


def test_what_ends_before_the_morning_goes_at_once_with_the_reason(
    world: World, send: Callable[[datetime], int], evening: datetime
) -> None:
    set_quiet(world.desk, "Notice", NIGHT, actor="Carol", now=evening)
    world.now = evening
    published(world, world.person(), level="Notice", hours=3)
    send(evening)
    row = Delivery.objects.get()
    assert row.state == "sent"
    assert row.reason.endswith("It ends before quiet hours would let it go, so it is sent at once.")


def test_whoever_is_chased_for_an_answer_is_told_at_once_at_night_too(
    world: World, send: Callable[[datetime], int], evening: datetime
) -> None:
    set_quiet(world.desk, "Notice", NIGHT, actor="Carol", now=evening)
    set_policy(world.desk, "Notice", steps_at(30, 0, 0), actor="Carol", now=evening)
    world.now = evening
    mira = world.person()
    published(world, mira, level="Notice")
    send(evening)
    row = Delivery.objects.get()
    assert row.state == "sent"
    assert "quiet hours cannot hold it" in row.reason
    assert escalate(now=evening + timedelta(minutes=30)) == 1
    send(evening + timedelta(minutes=30))
    assert ends(mira) == [("sent", "exposed"), ("sent", "reminded")], "reminders are never held"


def test_quiet_hours_that_are_taken_away_let_the_row_go_with_its_own_reason(
    world: World, send: Callable[[datetime], int], evening: datetime
) -> None:
    set_quiet(world.desk, "Notice", NIGHT, actor="Carol", now=evening)
    world.now = evening
    mira = world.person()
    published(world, mira, level="Notice")
    send(evening)
    set_quiet(world.desk, "Notice", Setting(), actor="Carol", now=evening)
    send(evening + timedelta(hours=8))
    assert ends(mira) == [("sent", "exposed")]


# -- digests -------------------------------------------------------------------------------------------------


def three_notices(world: World, *people: Person) -> list[Edition]:
    """Publish a Notice, an Advisory and a Notice, each of an alert of its own; all wait for a digest."""
    for level in ("Notice", "Advisory"):
        set_quiet(world.desk, level, DAILY, actor="Carol", now=world.now)
    editions = []
    for number, level in enumerate(("Notice", "Advisory", "Notice"), 2):
        another(world, f"2017-000{number}")
        editions.append(published(world, *people, level=level, headline=f"Event {number}"))
    return editions


@pytest.fixture
def digest_time(noon: datetime) -> datetime:
    """Just after 08:00 in Nairobi on the next day."""
    return noon + timedelta(hours=17, seconds=1)


def test_what_waited_goes_out_as_one_mail_that_lists_each_alert(
    world: World,
    send: Callable[[datetime], int],
    mailbox: Mailbox,
    noon: datetime,
    digest_time: datetime,
) -> None:
    mira, omar = world.person("Mira"), world.person("Omar")
    three_notices(world, mira, omar)
    assert send(noon) == 0
    row = Delivery.objects.filter(person=mira).first()
    assert row is not None
    assert row.reason == (
        "Notice waits for the next digest, at 08:00 on 16 Jul in Africa/Nairobi, where this person is now."
    )
    assert send(digest_time) == 2
    assert [envelope.rcpt_tos for envelope in mailbox.mails].count(["mira@field.example"]) == 1
    mail = next(parsed(envelope) for envelope in mailbox.mails if envelope.rcpt_tos == ["mira@field.example"])
    assert mail["Subject"] == "[Digest] 3 alerts, the highest: Advisory"
    plain = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    positions = [plain.index(line) for line in ("◆ Advisory: Kenya: Event 3", "● Notice: Kenya: Event 4")]
    assert positions == sorted(positions)
    for part in (plain, html):
        assert part.count("Stay away from the city centre.") == 3
        assert part.count("https://desk.example/answer/") == 3
        assert "https://desk.example/alerts/kenya-2017-0004/" in part
    assert ends(mira) == [("sent", "in-digest")] * 3
    assert set(Delivery.objects.values_list("reason", flat=True)) == {"Goes out in one digest of 3 alerts."}
    attempts = Attempt.objects.filter(delivery__person=mira)
    assert attempts.count() == 3
    assert attempts.values("response").distinct().count() == 1
    assert set(attempts.values_list("rule", flat=True)) == {"accepted", "in-digest"}
    assert [moment.kind for moment in timeline(world.alert, mira)] == [
        "exposed", "queued", "held", "attempt", "sent",
    ]  # fmt: skip


def test_a_digest_of_one_alert_is_an_ordinary_message(
    world: World,
    send: Callable[[datetime], int],
    mailbox: Mailbox,
    noon: datetime,
    digest_time: datetime,
) -> None:
    mira = world.person()
    set_quiet(world.desk, "Notice", DAILY, actor="Carol", now=noon)
    published(world, mira, level="Notice")
    send(noon)
    send(digest_time)
    assert parsed(mailbox.mails[0])["Subject"].startswith("[Notice] Kenya:")
    assert ends(mira) == [("sent", "exposed")]


def test_a_digest_that_the_server_puts_off_is_put_together_anew(
    world: World,
    send: Callable[[datetime], int],
    mailbox: Mailbox,
    noon: datetime,
    digest_time: datetime,
) -> None:
    mira = world.person()
    _first, second, _third = three_notices(world, mira)
    send(noon)
    mailbox.on_recipient = lambda envelope, address: "451 later"
    send(digest_time)
    assert {state for state, _rule in ends(mira)} == {"queued"}
    assert Delivery.objects.values("due_at").distinct().count() == 1
    # One of the three is over meanwhile: it is not in the digest any more.
    world.alert = second.alert
    published(world, mira, message_type="Cancel", level="Advisory")
    mailbox.on_recipient = lambda envelope, address: None
    send(digest_time + timedelta(minutes=1))
    assert "2 alerts" in parsed(mailbox.mails[-1])["Subject"]
    assert ends(mira) == [
        ("sent", "in-digest"), ("cancelled", "all-clear"), ("sent", "in-digest"), ("suppressed", "never-told"),
    ]  # fmt: skip


def test_a_digest_that_is_refused_for_good_fails_with_all_that_is_in_it(
    world: World,
    send: Callable[[datetime], int],
    mailbox: Mailbox,
    noon: datetime,
    digest_time: datetime,
) -> None:
    mira = world.person()
    three_notices(world, mira)
    send(noon)
    mailbox.on_recipient = lambda envelope, address: "550 no such user"
    send(digest_time)
    assert ends(mira) == [("failed", "refused")] * 3
    assert set(Delivery.objects.values_list("last_error", flat=True)) == {"550 no such user"}


def test_when_the_message_that_carries_it_is_stopped_the_rest_goes_without_it(
    world: World, send: Callable[[datetime], int], noon: datetime, digest_time: datetime
) -> None:
    mira = world.person()
    first, *_others = three_notices(world, mira)
    send(noon)
    jobs = claimed(now=digest_time)
    assert len(jobs) == 1
    Delivery.objects.filter(pk=jobs[0].delivery_id).update(state="queued", held_by="", held_since=None)
    world.alert = first.alert
    published(world, mira, message_type="Cancel", level="Notice")
    follow(now=digest_time)
    assert send(digest_time) == 1
    assert ends(mira)[:3] == [("cancelled", "all-clear"), ("sent", "in-digest"), ("sent", "in-digest")]


def test_digests_are_whole_however_few_rows_a_worker_claims_at_once(
    world: World, send: Callable[[datetime], int], noon: datetime, digest_time: datetime
) -> None:
    people = [world.person(f"p{number}") for number in range(5)]
    three_notices(world, *people)
    send(noon)
    # As after a stop of the worker: parts of one digest are due at different times.
    Delivery.objects.filter(edition__level="Advisory").update(due_at=digest_time - timedelta(hours=9))
    sizes: list[int] = []
    for _turn in range(30):
        jobs, seen = claim(
            4, channel="email", critical=False, holder="w", now=digest_time, dice=lambda: 0.5, shelf=Shelf()
        )
        sizes += [len(job.letter.items) for job in jobs]
        if not seen:
            break
    assert sizes == [3] * 5


def test_a_webhook_gets_the_digest_with_each_alert_on_its_own(
    world: World,
    receiver: Receiver,
    webhook: WebhookChannel,
    noon: datetime,
    digest_time: datetime,
) -> None:
    mira = world.person(email=None, webhook=receiver.address)
    three_notices(world, mira)
    for moment in (noon, digest_time):
        run_once(now=moment, channels={"webhook": webhook})
    (_headers, body) = receiver.posts[0]
    data = json.loads(body)["data"]
    assert len(receiver.posts) == 1
    assert data["kind"] == "digest"
    assert [one["alert"] for one in data["digest"]] == ["2017-0003", "2017-0004", "2017-0002"]


# -- mutes -------------------------------------------------------------------------------------------------


def test_a_muted_incident_is_silent_but_for_critical_until_it_is_unmuted_or_its_time_comes(
    world: World, send: Callable[[datetime], int], noon: datetime
) -> None:
    mira, incident = world.person(), world.alert.incident
    until = noon + timedelta(hours=2)
    mute(incident, until=until, reason="An exercise.", actor=world.officer, now=noon)
    published(world, mira)
    send(noon)
    assert ends(mira) == [("suppressed", "muted")]
    assert Delivery.objects.get().reason == (
        "Ana Ruiz muted this incident until 2017-07-15 14:00:00 UTC: An exercise."
    )
    assert Escalation.objects.get().rule == "muted"
    published(world, mira, message_type="Update", level="Critical")
    send(noon)
    assert ends(mira)[1:] == [("sent", "exposed")]
    unmute(incident, actor=world.officer, now=noon)
    assert mute_of(incident, now=noon) is None
    published(world, mira, message_type="Update")
    send(noon)
    assert ends(mira)[2:] == [("sent", "exposed")]
    actions = AuditEntry.objects.filter(subject="incident:2017-0001").values_list("action", flat=True)
    assert list(actions) == ["incident-muted", "incident-unmuted"]


def test_who_was_asked_before_the_mute_is_chased_on_though_a_second_message_was_held_back(
    world: World, send: Callable[[datetime], int], noon: datetime
) -> None:
    """The mail was taken; what was to go to the webhook as well had to be tried again, and met the mute."""
    mira, omar = world.person("Mira"), world.person("Omar")
    world.contact(mira, "webhook", "mira-hook@field.example", secret="whsec_c2VjcmV0")
    edition = published(world, mira, omar)
    hook = Delivery.objects.get(channel="webhook")
    Delivery.objects.exclude(person=mira, channel="email").update(
        due_at=noon + timedelta(minutes=2), attempts=1
    )
    send(noon)
    mute(
        world.alert.incident, until=noon + timedelta(hours=2), reason="Enough.", actor=world.officer, now=noon
    )
    send(noon + timedelta(minutes=3))
    hook.refresh_from_db()
    assert (hook.state, ends(omar)) == ("suppressed", [("suppressed", "muted")])
    chased = Escalation.objects.filter(edition=edition, ended_at__isnull=True)
    assert [one.person for one in chased] == [mira]


def test_a_mute_ends_by_itself_and_never_stops_an_all_clear(
    world: World, send: Callable[[datetime], int], noon: datetime
) -> None:
    mira, omar, incident = world.person(), world.person("Omar"), world.alert.incident
    published(world, mira)
    send(noon)
    mute(incident, until=noon + timedelta(hours=2), reason="Noise.", actor=world.officer, now=noon)
    published(world, mira, message_type="Cancel")
    send(noon)
    assert ends(mira) == [("sent", "exposed"), ("sent", "told-before")]
    another(world, "2017-0002")
    published(world, omar)
    send(noon + timedelta(hours=2))
    assert ends(omar) == [("sent", "exposed")]


def test_a_mute_says_why_ends_within_a_week_and_is_there_once(world: World, noon: datetime) -> None:
    incident, soon = world.alert.incident, noon + timedelta(hours=1)
    with pytest.raises(PolicyImpossible, match="Say why"):
        mute(incident, until=soon, reason=" ", actor=world.officer, now=noon)
    for until in (noon, noon + timedelta(days=8)):
        with pytest.raises(PolicyImpossible, match="within 7 days"):
            mute(incident, until=until, reason="Noise.", actor=world.officer, now=noon)
    mute(incident, until=soon, reason="Noise.", actor=world.officer, now=noon)
    with pytest.raises(PolicyImpossible, match="end that first"):
        mute(incident, until=soon, reason="Noise.", actor=world.officer, now=noon)
    unmute(incident, actor=world.officer, now=noon)
    with pytest.raises(PolicyImpossible, match="not muted"):
        unmute(incident, actor=world.officer, now=noon)


@pytest.mark.parametrize(
    ("level", "setting", "words"),
    [
        ("Critical", NIGHT, "never waits"),
        ("Orange", NIGHT, "never waits"),
        ("Notice", Setting(hours=Hours(time(7), time(7))), "two different times"),
        ("Notice", Setting(digest_hours=7), "other times every day"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    level: str, setting: Setting, words: str, world: World, noon: datetime
) -> None:
    with pytest.raises(PolicyImpossible, match=words):
        set_quiet(world.desk, level, setting, actor="Carol", now=noon)


# -- what it costs -------------------------------------------------------------------------------------------


def test_nothing_is_asked_for_critical_rows_nor_twice_where_nothing_is_in_use(
    world: World, noon: datetime
) -> None:
    from tocsin.delivery import holds

    def questions(edition: Edition, *, is_critical: bool) -> int:
        rows = Delivery.objects.filter(edition=edition, critical=is_critical)
        with CaptureQueriesContext(connection) as seen:
            jobs = claimed(now=noon, critical=is_critical)
        assert len(jobs) == 2
        rows.update(state="queued", held_by="", held_since=None)
        return len(seen)

    people = [world.person("Mira"), world.person("Omar")]
    ordinary = published(world, *people)
    first = questions(ordinary, is_critical=False)
    again = questions(ordinary, is_critical=False)
    assert again < first
    Delivery.objects.update(state="cancelled", finished_at=noon)
    another(world, "2017-0002")
    critical = published(world, *people, level="Critical")
    assert questions(critical, is_critical=True) == again
    assert Hold.objects.count() == 0
    assert holds.held([], {}, now=noon) == []


def test_critical_says_where_something_would_have_held_it(
    world: World, send: Callable[[datetime], int], noon: datetime
) -> None:
    mira = world.person()
    published(world, mira, level="Critical")
    assert "Critical:" not in Delivery.objects.get().reason
    mute(
        world.alert.incident, until=noon + timedelta(hours=1), reason="Noise.", actor=world.officer, now=noon
    )
    another(world, "2017-0002")
    edition = published(world, mira, level="Critical")
    row = Delivery.objects.get(edition=edition)
    assert row.reason.endswith(" Critical: no mute, quiet hours or digest holds it.")


def test_who_is_forgotten_leaves_no_clock_behind(
    world: World, send: Callable[[datetime], int], evening: datetime
) -> None:
    set_quiet(world.desk, "Notice", NIGHT, actor="Carol", now=evening)
    world.now = evening
    mira = world.person()
    published(world, mira, level="Notice")
    send(evening)
    forget(mira, actor=world.officer, now=evening)
    kept = [
        *Hold.objects.values_list("reason", flat=True),
        *Delivery.objects.values_list("reason", flat=True),
    ]
    assert not [words for words in kept if "Nairobi" in words]
