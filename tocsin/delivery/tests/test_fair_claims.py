"""Desks that share a channel have their turns: nobody waits for another desk's thousands."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from tocsin.accounts.models import Organisation
from tocsin.delivery.due import take_due
from tocsin.delivery.models import Delivery
from tocsin.delivery.tests.rows import World

pytestmark = pytest.mark.django_db


def _desk(world: World, slug: str) -> Organisation:
    return Organisation.objects.create(name=slug, slug=slug, sender=f"{slug}.example", created_at=world.now)


def _waiting(
    world: World, desk: Organisation, count: int, *, since: datetime, critical: bool = False
) -> None:
    """Let `count` messages of a desk wait since a moment."""
    edition, person = (
        world.alert.editions.first() or world.edition(),
        world.desk.people.first() or world.person(),
    )
    about = world.desk.people.last()
    Delivery.objects.bulk_create(
        [
            Delivery(
                organisation=desk, edition=edition, person=person, about=about, round=1, channel="email",
                state="queued", rule="exposed", reason="In the way.", critical=critical,
                message_id=f"tocsin-{desk.slug}-{critical}-{number}", due_at=since + timedelta(microseconds=number),
                expires_at=since + timedelta(days=1), created_at=since,
            )
            for number in range(count)
        ],
        batch_size=1000,
    )  # fmt: skip


def _taken(limit: int, now: datetime, *, critical: bool = False) -> list[int]:
    """Take rows as a claim does, and return whose they are; they are on their way then."""
    rows = take_due(limit, channel="email", critical=critical, now=now)
    numbers = [row.pk for row in rows]
    Delivery.objects.filter(pk__in=numbers).update(state="sending", held_by="w", held_since=now)
    whose = dict(Delivery.objects.filter(pk__in=numbers).values_list("pk", "organisation"))
    return [whose[number] for number in numbers]


def test_ten_messages_of_a_desk_go_out_with_the_first_of_another_desks_twenty_thousand(
    world: World, noon: datetime
) -> None:
    large, small = _desk(world, "large"), _desk(world, "small")
    _waiting(world, large, 20_000, since=noon)
    _waiting(world, small, 10, since=noon + timedelta(minutes=5))
    taken = _taken(256, noon + timedelta(minutes=6))
    assert taken.count(small.pk) == 10
    assert taken.count(large.pk) == 246, "what one leaves of its share the other gets"
    assert small.pk in taken[:2], "and it need not wait for the end of the batch either"
    assert _taken(256, noon + timedelta(minutes=6)) == [large.pk] * 256


def test_of_one_desk_the_oldest_go_first_and_none_twice(world: World, noon: datetime) -> None:
    desks = [_desk(world, name) for name in ("a", "b", "c")]
    for number, desk in enumerate(desks):
        _waiting(world, desk, 5 * (number + 1), since=noon)
    rows = take_due(24, channel="email", critical=False, now=noon + timedelta(minutes=1))
    assert len({row.pk for row in rows}) == len(rows) == 24
    for desk in desks:
        own = [row.due_at for row in rows if f"-{desk.slug}-" in row.message_id]
        assert own == sorted(own)


def test_more_desks_than_are_asked_at_once_all_have_their_turn(world: World, noon: datetime) -> None:
    desks = [_desk(world, f"desk-{number}") for number in range(40)]
    for desk in desks:
        _waiting(world, desk, 30, since=noon)
    seen: set[int] = set()
    for _ in range(6):
        seen |= set(_taken(32, noon + timedelta(minutes=1)))
    assert seen == {desk.pk for desk in desks}


def test_what_waits_for_later_and_the_other_lane_keep_nobody(world: World, noon: datetime) -> None:
    large, small = _desk(world, "large"), _desk(world, "small")
    _waiting(world, large, 50, since=noon + timedelta(hours=3))
    _waiting(world, small, 3, since=noon)
    _waiting(world, large, 2, since=noon, critical=True)
    assert _taken(10, noon + timedelta(minutes=1)) == [small.pk] * 3
    assert _taken(10, noon + timedelta(minutes=1), critical=True) == [large.pk] * 2


def test_a_claim_asks_the_index_and_sorts_nothing(world: World, noon: datetime) -> None:
    from tocsin.delivery import due

    for name in ("a", "b"):
        _waiting(world, _desk(world, name), 500, since=noon)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE delivery_delivery")
            cursor.execute("SET LOCAL enable_seqscan = off")
        given = [False, "email", 1, noon, noon, 0, 256]
        explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        cursor.execute(explain + due._TAKE_OF_DESK, given)
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "delivery_waiting_of_desk" in plan
    assert "TEMP B-TREE" not in plan


def test_whether_anything_waits_is_asked_of_the_index_even_where_most_rows_wait(
    world: World, noon: datetime
) -> None:
    from tocsin.delivery import due

    _waiting(world, _desk(world, "a"), 5000, since=noon)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE delivery_delivery")
            cursor.execute(
                f"EXPLAIN {due._WAITS_POSTGRESQL}", ["{f,t}", "{email,email}", noon + timedelta(hours=1)]
            )
        else:
            lines = '[[false, "email"], [true, "email"]]'
            cursor.execute(f"EXPLAIN QUERY PLAN {due._WAITS_SQLITE}", [lines, noon + timedelta(hours=1)])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "delivery_waiting" in plan
    assert "due_at<" in plan or "due_at <=" in plan
    assert "Seq Scan" not in plan
    later, bulk, critical = noon + timedelta(hours=1), (False, "email"), (True, "email")
    assert due.lines_waiting([bulk, critical, (False, "sms")], now=later) == {bulk}
    assert due.lines_waiting([critical], now=later) == set()
    assert due.lines_waiting([bulk], now=noon - timedelta(hours=1)) == set()
    assert due.lines_waiting([], now=later) == set()
