"""A desk that publishes: alerts from incident to edition through the rooms' acts, and editions that are never saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tocsin.accounts.models import Organisation
from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_cancel, draft_from, draft_update
from tocsin.alerts.editing import edit, override, submit
from tocsin.alerts.linting import standing_in_the_way
from tocsin.alerts.models import Alert, Draft, Edition
from tocsin.alerts.reviewing import approve
from tocsin.alerts.tests.desk import NOON, Desk, add_report, make_claim, make_desk, make_quake, make_report
from tocsin.alerts.tests.worked_case import worked_case
from tocsin.exposure.importing import load
from tocsin.geo import Area, Circle, Point, Polygon
from tocsin.grading import Act, AlertText, CitedSource, Level, Reliability, Sentence
from tocsin.incidents.models import Incident
from tocsin.publishing.publication import publish

KISUMU = Circle(Point(longitude=34.76, latitude=-0.1), 60.0)
SQUARE = Polygon.from_pairs([(10.5, 50), (12, 50), (12, 52.25), (10.5, 52.25), (10.5, 50)])
TRIANGLE = Polygon.from_pairs([(20, -5), (22, -5), (21, -3), (20, -5)])
FIJI = Polygon.from_pairs([(177, -19), (-178, -19), (-178, -16), (177, -16), (177, -19)])

#: Each shape that an area can have.
AREAS = {
    "circle": Area("Around Kisumu", circles=(KISUMU,)),
    "polygon": Area("A square", polygons=(SQUARE,)),
    "several polygons": Area("Two places", polygons=(SQUARE, TRIANGLE)),
    "circle and polygon": Area("Mixed", circles=(KISUMU,), polygons=(TRIANGLE,)),
    "whole country": Area("Morocco", countries=("MA",)),
    "several countries": Area("The lake", countries=("KE", "UG", "TZ")),
    "antimeridian": Area("Fiji", polygons=(FIJI,)),
    "geocodes": Area("Zone", polygons=(SQUARE,), geocodes=(("FIPS6", "006017"),)),
}

SPEECH = AlertText(
    country="Kenya",
    country_code="KE",
    place="Kisumu",
    headline="Earthquake shakes Kisumu",
    level=Level.WARNING,
    hazard="earthquake",
    summary=(Sentence("An earthquake shook Kisumu.", ("report:1",)), Sentence("Stay outside.", assessment=True)),
    event=(Sentence("At least 12 people died.", ("report:1",)),),
    context=(Sentence("The last one was in 2013.", ("report:2",)),),
    advice=(Act("Stay away from the lake.", 2), Act("Leave damaged buildings.", 1)),
    onset=NOON - timedelta(hours=2),
    expires=NOON + timedelta(hours=48),
    area=AREAS["circle"],
    time_zone="Africa/Nairobi",
    severity="Severe",
    certainty="Observed",
    urgency="Immediate",
    sources=(
        CitedSource("report:1", "Lake Radio", "https://lake.example/1", Reliability.B),
        CitedSource("report:2", "Geology survey", reliability=Reliability.A),
    ),
)  # fmt: skip


def edition_of(text: AlertText, **fields: Any) -> Edition:
    """An edition that says `text`, and is in no database."""
    organisation = Organisation(name=fields.pop("organisation", "Harbour Relief"), slug="harbour")
    assert text.onset is not None
    assert text.expires is not None
    values = {
        "alert": Alert(pk=7, organisation=organisation, slug="kenya-earthquake", reference="2017-0001"),
        "number": 1,
        "message_type": "Alert",
        "identifier": "tocsin.harbour.2017-0001.1",
        "sender": "alerts@harbour.example",
        "sent": NOON,
        "content_hash": "sha256:" + "0" * 64,
        "hazard": text.hazard,
        "country": text.country_code,
        "level": text.level.word,
        "severity": text.severity,
        "certainty": text.certainty,
        "urgency": text.urgency,
        "onset": text.onset,
        "expires": text.expires,
        **fields,
    }
    return Edition(**values)


class Press:
    """A desk with an incident in Kisumu, somebody of theirs in the town, and what it takes to publish about it."""

    def __init__(self) -> None:
        self.desk: Desk = make_desk()
        self.incident: Incident = make_quake(self.desk)

    def traveller(self) -> None:
        """Let Mira be in Kisumu."""
        files = {
            "people": "key,name,email,language,timezone\nD-1,Mira,mira@desk.example,en,Africa/Nairobi\n",
            "trips": "person,trip,trip_name,place,country,latitude,longitude,airport,arrive,depart\n"
            "D-1,T,Field work,Kisumu,KE,,,,2017-07-10,2017-07-30\n",
        }
        for what, rows in files.items():
            done = load(what, rows.encode(), organisation=self.desk.organisation, now=NOON)
            assert not done.refused, done.text()

    def news(self, toll: int, *, hours: float) -> None:
        """Let Lake Wire report a new toll."""
        at = NOON + timedelta(hours=hours)
        report = make_report(
            self.desk, f"Toll rises. {toll} people are dead in Kisumu.", by="Lake Wire", at=at
        )
        add_report(self.incident, report)
        make_claim(
            self.incident, report, f"{toll} people", unit="killed", value=toll, qualifier="exactly",
            scope="this event", place="Kisumu",
        )  # fmt: skip

    def approved(self, draft: Draft | None = None, *, hours: float = 0, **changes: Any) -> Draft:
        """The draft of a first alert, or `draft`, edited, submitted and approved by somebody else."""
        now = NOON + timedelta(hours=hours)
        draft = draft or draft_from(self.incident, author=self.desk.ana, now=now)
        text = replace(text_of(draft.content), **changes)
        draft = edit(draft, text, revision=draft.revision, author=self.desk.ana, now=now)
        for finding in standing_in_the_way(draft):
            if not finding.blocks:
                draft = override(
                    draft, finding.rule, revision=draft.revision, author=self.desk.ana,
                    reason="We stand by this.", now=now,
                )  # fmt: skip
        draft = submit(draft, author=self.desk.ana, now=now)
        approve(draft, reviewer=self.desk.eva, content_hash=draft.content_hash, now=now)
        draft.refresh_from_db()
        return draft

    def publish(self, draft: Draft | None = None, *, hours: float = 0, **changes: Any) -> Edition:
        """Publish the first alert, or `draft`."""
        draft = self.approved(draft, hours=hours, **changes)
        return publish(draft, publisher=self.desk.eva, now=NOON + timedelta(hours=hours))

    def update(self, alert: Alert, *, hours: float, **changes: Any) -> Edition:
        """Publish an update."""
        draft = draft_update(alert, author=self.desk.ana, now=NOON + timedelta(hours=hours))
        return self.publish(draft, hours=hours, **{"what_changed": "The toll rose.", **changes})

    def all_clear(self, alert: Alert, *, hours: float, reason: str = "No aftershock for a day.") -> Edition:
        """Publish the all-clear."""
        now = NOON + timedelta(hours=hours)
        draft = draft_cancel(alert, author=self.desk.ana, now=now, reason=reason)
        return self.publish(draft, hours=hours)

    def morocco(self, now: datetime) -> Edition:
        """Publish the worked case."""
        self.incident = worked_case(self.desk)
        return self.publish(hours=(now - NOON) / timedelta(hours=1))
