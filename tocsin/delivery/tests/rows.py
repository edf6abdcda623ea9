"""Rows of the other rooms, made by hand: this room's tests need no other room's acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tocsin.accounts.models import Organisation, User
from tocsin.accounts.secrets import fingerprint
from tocsin.alerts.models import Alert, Draft, Edition, Review
from tocsin.delivery.claims import claim
from tocsin.delivery.decide import CHANNELS
from tocsin.delivery.jobs import Job
from tocsin.delivery.models import Delivery
from tocsin.delivery.outbox import enqueue
from tocsin.delivery.shelf import Shelf
from tocsin.exposure.models import Contact, Exposure, Person, Stay, Trip
from tocsin.grading import Act, AlertText, Level, Sentence, alert_text_to_json
from tocsin.incidents.models import Incident

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class World:
    """One desk with one alert; editions and people are added as a test needs them."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.desk = Organisation.objects.create(
            name="Harbour Relief", slug="harbour", sender="desk.example", created_at=now
        )
        self.officer = User.objects.create_user("ana@desk.example", name="Ana Ruiz")
        incident = Incident.objects.create(
            organisation=self.desk, reference="2017-0001", title="March", hazard="civil-unrest", phase="planned",
            first_report_at=now, last_report_at=now, created_at=now,
        )  # fmt: skip
        self.alert = Alert.objects.create(
            organisation=self.desk, incident=incident, reference="2017-0001", slug="kenya-march",
            hazard="civil-unrest", created_at=now,
        )  # fmt: skip
        self.text = AlertText(
            country="Kenya",
            headline="Teachers plan march through central Nairobi",
            level=Level.WARNING,
            country_code="KE",
            hazard="civil-unrest",
            summary=(Sentence("A march is planned for Tuesday, and clashes are possible."),),
            advice=(Act("Leave at once if a crowd gathers.", 2), Act("Stay away from the city centre.", 1)),
            time_zone="Africa/Nairobi",
        )

    def another_alert(self, reference: str = "2017-0002") -> Alert:
        """Begin another alert: the editions from now on are of it."""
        self.alert = Alert.objects.create(
            organisation=self.desk, incident=self.alert.incident, reference=reference, slug=f"alert-{reference}",
            hazard="civil-unrest", created_at=self.now,
        )  # fmt: skip
        return self.alert

    def edition(
        self,
        message_type: str = "Alert",
        level: str = "Warning",
        hours: float = 24,
        area: dict[str, Any] | None = None,
        **changes: Any,
    ) -> Edition:
        """Publish the next edition of the alert."""
        number = self.alert.editions.count() + 1
        text = replace(self.text, level=Level.from_word(level), **changes)
        content = alert_text_to_json(text)
        draft = self._approved(message_type, content)
        edition = Edition.objects.create(
            alert=self.alert, draft=draft, number=number, message_type=message_type,
            identifier=f"desk.example-{self.alert.reference}-{number}", sender="desk.example", sent=self.now,
            references="" if message_type == "Alert" else "desk.example,1,2017-07-15T12:00:00-00:00",
            content=content, content_hash="sha256:0", headline=text.headline, country="KE", hazard="civil-unrest",
            level=level, level_reason="row", severity="Severe", certainty="Likely", urgency="Expected",
            onset=self.now, expires=self.now + timedelta(hours=hours), area=area or {}, written_by="Ana", approved_by="Bo",
            published_by="Bo", asks_for_answer=message_type != "Cancel",
        )  # fmt: skip
        Draft.objects.filter(pk=draft.pk).update(state="published")
        return edition

    def _approved(self, message_type: str, content: dict[str, Any]) -> Draft:
        draft = Draft.objects.create(
            alert=self.alert, message_type=message_type, content=content, content_hash="sha256:0",
            created_at=self.now, changed_at=self.now,
        )  # fmt: skip
        draft.revisions.create(
            number=1, content=content, content_hash="sha256:0", author_name="Bo", at=self.now
        )
        Draft.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=self.now)
        Review.objects.create(
            draft=draft, verdict="approved", content_hash="sha256:0", reviewer=self.officer, reviewer_name="Ana",
            at=self.now,
        )  # fmt: skip
        Draft.objects.filter(pk=draft.pk).update(state="approved")
        return draft

    def person(
        self, name: str = "Mira", *, email: str | None = "", webhook: str = "", **changes: Any
    ) -> Person:
        """Add somebody; `email=None` is a person without a mail address, '' one with their own."""
        person = Person.objects.create(
            organisation=self.desk, key=name.lower(), name=name, created_at=self.now, **changes
        )
        if email is not None:
            self.contact(person, "email", email or f"{name.lower()}@field.example")
        if webhook:
            self.contact(person, "webhook", webhook, secret=SECRET)
        trip = Trip.objects.create(person=person, key="t", created_at=self.now)
        Stay.objects.create(
            trip=trip,
            place="Nairobi",
            country="KE",
            precision="city",
            located_by="city by name",
            arrive=self.now,
        )
        return person

    def contact(self, person: Person, kind: str, address: str, *, secret: str = "") -> Contact:
        """Add one address."""
        return Contact.objects.create(
            person=person, kind=kind, address=address, fingerprint=fingerprint(address), secret=secret,
            position=person.contacts.count(),
        )  # fmt: skip

    def expose(self, edition: Edition, *people: Person) -> None:
        """Put people in the way of an edition."""
        for person in people:
            Exposure.objects.create(
                edition=edition, person=person, stay=person.trips.get().stays.get(), certainty="exposed", rule="inside",
                reason=f"{person.name} is in Nairobi, inside the area.", located_by="city by name", place="Nairobi",
            )  # fmt: skip

    def queued(self, *people: Person, level: str = "Warning", **changes: Any) -> list[Delivery]:
        """Publish an edition to people, and return its deliveries."""
        edition = self.edition(level=level, **changes)
        self.expose(edition, *people)
        return list(enqueue(edition, now=self.now))


def claimed(limit: int = 10, *, now: datetime, critical: bool = False) -> list[Job]:
    """Claim what is due in a lane, on every channel, as a worker named 'w'."""
    jobs: list[Job] = []
    for channel in CHANNELS:
        jobs += claim(
            limit, channel=channel, critical=critical, holder="w", now=now, dice=lambda: 0.5, shelf=Shelf()
        )[0]
    return jobs
