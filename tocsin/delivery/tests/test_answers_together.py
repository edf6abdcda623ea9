"""Many answers in one transaction: the same outcome as one after the other."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.delivery.answers import record
from tocsin.delivery.answers_together import Said, record_many
from tocsin.delivery.errors import AnswerRefused
from tocsin.delivery.models import Answer, Delivery, Escalation
from tocsin.delivery.tests.rows import World
from tocsin.exposure.models import Person

pytestmark = pytest.mark.django_db

_SAID = st.tuples(
    st.integers(0, 4),
    st.sampled_from(["safe", "need-help", "not-there"]),
    st.sampled_from(["", "By the river"]),
    st.integers(0, 1),
)


def outcome(world: World) -> tuple[list[object], ...]:
    answers = Answer.objects.order_by("person", "at", "id")
    rows = Delivery.objects.order_by("id")
    cases = Escalation.objects.order_by("person", "cause", "edition")
    return (
        [(a.person_id, a.edition_id, a.kind, a.note, a.at, a.via, a.delivery_id) for a in answers],
        list(rows.values_list("pk", "state", "rule", "reason", "finished_at")),
        list(cases.values_list("person", "cause", "done", "ended_at", "rule", "reason")),
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(_SAID, max_size=8), min_size=1, max_size=3))
def test_together_or_one_by_one_comes_to_the_same(
    rounds: list[list[tuple[int, str, str, int]]], world: World, noon: datetime
) -> None:
    with transaction.atomic():
        noor = world.person("Noor")
        people = [world.person(f"p{number}") for number in range(5)]
        Person.objects.filter(pk__in=[one.pk for one in people[:2]]).update(stand_in=noor)
        editions = [world.queued(*people)[0].edition, world.queued(*people, message_type="Update")[0].edition]
        about = world.queued(noor)[0]
        Delivery.objects.filter(pk=about.pk).update(about=people[0], round=1)

        def come_to(together: bool) -> tuple[list[object], ...]:
            savepoint = transaction.savepoint()
            for number, some in enumerate(rounds):
                at = noon + timedelta(seconds=40 * number)
                said = [Said(editions[e], people[p], kind, at, "link", note) for p, kind, note, e in some]
                if together:
                    assert [one.kind for one in record_many(said)] == [one.kind for one in said]
                else:
                    for one in said:
                        record(one.edition, one.person, one.kind, now=one.at, via=one.via, note=one.note)
            found = outcome(world)
            transaction.savepoint_rollback(savepoint)
            return found

        assert come_to(True) == come_to(False)
        transaction.set_rollback(True)


def test_a_kind_that_there_is_not_records_nothing_at_all(world: World, noon: datetime) -> None:
    mira, omar = world.person("Mira"), world.person("Omar")
    edition = world.queued(mira, omar)[0].edition
    with pytest.raises(AnswerRefused, match="perhaps"):
        record_many([Said(edition, mira, "safe", noon, "link"), Said(edition, omar, "perhaps", noon, "link")])
    assert not Answer.objects.exists()
