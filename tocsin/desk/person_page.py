"""What the desk shows of one person: where they are, how to reach them, and all that happened, in one line of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tocsin.delivery.models import Answer, Delivery
from tocsin.desk.names import channel_name
from tocsin.exposure.isolation import isolated
from tocsin.exposure.models import Contact, Exposure, Person, PlaceLook, Trip
from tocsin.exposure.people import whereabouts
from tocsin.exposure.person_values import masked
from tocsin.exposure.values import Whereabouts
from tocsin.retelling import said_again

MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach a person, with as much of the address as tells two apart."""

    contact: Contact
    masked: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to a person; `alert` is the reference that it belongs to, '' for a stay."""

    at: datetime
    kind: str
    words: str
    alert: str = ""
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything that the person's page shows."""

    person: Person
    here: Sequence[Whereabouts]
    reach: Sequence[Reach]
    trips: Sequence[Trip]
    sites: Sequence[str]
    timeline: Sequence[Entry]
    looks: Sequence[PlaceLook]


def person_page(person: Person, *, now: datetime) -> PersonPage:
    """Return what the page of `person` shows at `now`. Whoever shows it records the view."""
    trips = list(person.trips.prefetch_related("stays").order_by("-pk"))
    entries = sorted(
        (*_stays(trips), *_exposures(person), *_deliveries(person), *_answers(person)),
        key=lambda entry: entry.at,
        reverse=True,
    )
    return PersonPage(
        person=person,
        here=whereabouts(person, now=now),
        reach=[Reach(one, masked(one.kind, one.address)) for one in person.contacts.all()],
        trips=trips,
        sites=list(person.sites.order_by("name").values_list("name", flat=True)),
        timeline=entries[:MOST_ENTRIES],
        looks=list(person.looks.order_by("-at")[:20]),
    )


def _stays(trips: Sequence[Trip]) -> Iterator[Entry]:
    for trip in trips:
        for stay in trip.stays.all():
            words = {"place": stay.place, "trip": str(trip), "how": said_again(stay.located_by)}
            yield Entry(stay.arrive, _("arrives"), _("%(place)s (%(trip)s; %(how)s)") % words)
            if stay.depart:
                yield Entry(stay.depart, _("leaves"), stay.place)


def _exposures(person: Person) -> Iterator[Entry]:
    for row in (
        Exposure.objects.filter(person=person).select_related("edition__alert").order_by("-pk")[:MOST_ENTRIES]
    ):
        name = f"{row.edition.alert.reference}/{row.edition.number} {row.edition.headline}"
        words = f"{isolated(name)}: {row.get_certainty_display()}. {isolated(said_again(row.reason))}"
        yield Entry(row.edition.sent, _("exposed"), words, row.edition.alert.reference)


def _deliveries(person: Person) -> Iterator[Entry]:
    rows = (
        Delivery.objects.filter(person=person).select_related("edition__alert").order_by("-pk")[:MOST_ENTRIES]
    )
    for row in rows:
        went = row.state in ("sent", "delivered")
        reason = "" if went else f" {isolated(row.last_error or said_again(row.reason))}"
        channel = channel_name(row.channel) if row.channel else _("no channel")
        words = f"{channel}: {_(row.state)}.{reason}"
        failed = row.state in ("failed", "suppressed")
        yield Entry(
            row.finished_at or row.created_at, _("message"), words, row.edition.alert.reference, failed
        )


def _answers(person: Person) -> Iterator[Entry]:
    rows = Answer.objects.filter(person=person).select_related("edition__alert", "recorded_by", "taken_by")
    for row in rows.order_by("-pk")[:MOST_ENTRIES]:
        words = row.get_kind_display() + (f": {isolated(row.note)}" if row.note else "")
        if row.recorded_by:
            words += " " + _("(written down by %(name)s)") % {"name": row.recorded_by}
        help_asked = row.kind == Answer.Kind.NEED_HELP
        yield Entry(row.at, _("answer"), words, row.edition.alert.reference, help_asked)
        if row.taken_at:
            yield Entry(
                row.taken_at,
                _("help"),
                _("Taken by %(name)s") % {"name": row.taken_by},
                row.edition.alert.reference,
            )
