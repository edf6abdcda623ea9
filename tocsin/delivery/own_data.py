"""Everything that is held on one person, for that person; and forgetting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tocsin.accounts import audit
from tocsin.accounts.models import User
from tocsin.delivery.decide import Rule, words
from tocsin.delivery.models import Answer, Arrival, Delivery, Hold, OwnerNotice
from tocsin.delivery.outbox import cancel
from tocsin.exposure.models import Exposure, Person, PlaceLook, Site, Stay, Subscription, Trip
from tocsin.exposure.rematching import withdraw_stays
from tocsin.recorded import Blank, recorded

_ASKED = recorded("The person asked to be forgotten.")
_PLACE_FORGOTTEN = recorded("By the rule %(rule)s; the place was forgotten.", rule=Blank.CODES)
_TIME_FORGOTTEN = recorded("By the rule %(rule)s; the time and place were forgotten.", rule=Blank.CODES)

FORGOTTEN = "somebody who asked to be forgotten"


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is held on a person, in the words of the database."""

    person: Person
    trips: Sequence[Trip]
    sites: Sequence[Site]
    subscriptions: Sequence[Subscription]
    exposures: Sequence[Exposure]
    deliveries: Sequence[Delivery]
    answers: Sequence[Answer]
    looks: Sequence[PlaceLook]
    #: Bounces, receipts and replies to the messages that went to them.
    arrivals: Sequence[Arrival]
    #: What they were asked about alerts that run out, where they are on duty at the desk.
    notices: Sequence[OwnerNotice] = ()

    def to_json(self) -> dict[str, Any]:
        """Return all of it as JSON takes it; times are ISO 8601 in UTC."""
        person = self.person
        return {
            "person": {
                "key": person.key, "name": person.name, "language": person.language, "timezone": person.timezone,
                "active": person.active, "kept_since": person.created_at.isoformat(),
                "contacts": [{"kind": one.kind, "address": one.address} for one in person.contacts.all()],
            },
            "trips": [
                {"key": trip.key, "name": trip.name, "stays": [_stay(stay) for stay in trip.stays.all()]}
                for trip in self.trips
            ],
            "sites": [site.name for site in self.sites],
            "subscriptions": [
                {"countries": one.countries, "hazards": one.hazards, "from_level": one.lowest_level}
                for one in self.subscriptions
            ],
            "told_of": [
                {
                    "alert": row.edition.identifier, "headline": row.edition.headline, "why": row.reason,
                    "rule": row.rule, "certainty": row.certainty, "at": row.edition.sent.isoformat(),
                }
                for row in self.exposures
            ],
            "messages": [
                {
                    "alert": row.edition.identifier, "channel": row.channel, "state": row.state,
                    "reason": row.reason, "at": (row.finished_at or row.created_at).isoformat(),
                }
                for row in self.deliveries
            ],
            "asked_on_duty": [
                {
                    "alert": row.edition.identifier, "channel": row.channel, "state": row.state,
                    "reason": row.reason, "at": (row.finished_at or row.created_at).isoformat(),
                }
                for row in self.notices
            ],
            "answers": [
                {
                    "alert": one.edition.identifier, "answer": one.kind, "note": one.note, "place": one.place,
                    "at": one.at.isoformat(),
                }
                for one in self.answers
            ],
            "came_back": [
                {
                    "alert": one.delivery.edition.identifier, "channel": one.delivery.channel, "what": one.kind,
                    "finding": one.finding, "words": one.words, "at": one.at.isoformat(),
                }
                for one in self.arrivals
                if one.delivery
            ],
            "who_looked": [{"by": one.by, "where": one.where, "at": one.at.isoformat()} for one in self.looks],
        }  # fmt: skip


def everything(person: Person) -> OwnData:
    """Return all that is held on `person`."""
    return OwnData(
        person=person,
        trips=list(person.trips.prefetch_related("stays").order_by("pk")),
        sites=list(person.sites.order_by("name")),
        subscriptions=list(person.subscriptions.filter(active=True)),
        exposures=list(person.exposures.select_related("edition__alert").order_by("-pk")[:500]),
        deliveries=list(person.deliveries.select_related("edition__alert").order_by("-pk")[:500]),
        answers=list(Answer.objects.filter(person=person).select_related("edition").order_by("-pk")[:500]),
        looks=list(person.looks.order_by("-at")[:500]),
        arrivals=list(
            Arrival.objects.filter(delivery__person=person)
            .select_related("delivery__edition")
            .order_by("-pk")[:500]
        ),
        notices=list(person.owner_notices.select_related("edition").order_by("-pk")[:500]),
    )


@transaction.atomic
def forget(person: Person, *, actor: User | str, now: datetime) -> None:
    """Forget a person: trips, stays, contacts, looks, subscriptions, what answers said and where they were told of.

    What remains is a nameless row, so that it stays on record that an alert was sent and how it was answered. Messages
    that wait are cancelled. The audit log says that it was done, and no value.
    """
    number = person.pk
    waiting = Delivery.objects.filter(person=person)
    cancel(waiting, Rule.INACTIVE, words(Rule.INACTIVE), now=now)
    stays = [stay.pk for trip in person.trips.all() for stay in trip.stays.all()]
    withdraw_stays(stays, now=now, reason=_ASKED)
    person.trips.all().delete()
    person.contacts.all().delete()
    person.looks.all().delete()
    person.subscriptions.all().delete()
    person.sites.clear()
    for row in person.exposures.all():
        row.place, row.reason = "", _PLACE_FORGOTTEN % {"rule": row.rule}
        row.located_by, row.distance_km = "", None
        row.save(update_fields=["place", "reason", "located_by", "distance_km"])
    Answer.objects.filter(person=person).update(note="", place="")
    Arrival.objects.filter(delivery__person=person).update(words="", sender="")
    for rule in (Rule.QUIET_HOURS, Rule.DIGEST):
        held = Hold.objects.filter(delivery__person=person, rule=rule)
        held.update(reason=_TIME_FORGOTTEN % {"rule": rule})
    person.name, person.key = FORGOTTEN, f"forgotten-{number}"
    person.language, person.timezone = "en", "UTC"
    person.active, person.left_at, person.link_version = False, now, person.link_version + 1
    person.save()
    audit.record(person.organisation, "person.forget", f"person:{number}", now=now, actor=actor)


def _stay(stay: Stay) -> dict[str, Any]:
    return {
        "place": stay.place, "country": stay.country, "longitude": stay.longitude, "latitude": stay.latitude,
        "precision": stay.precision, "arrive": stay.arrive.isoformat(),
        "depart": stay.depart.isoformat() if stay.depart else None,
    }  # fmt: skip
