"""Which alerts ask 'still true?', for the list, the navigation and the alert's own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.accounts.models import Organisation
from tocsin.alerts.expiry import SHOWN_AFTER, Asked, asked
from tocsin.alerts.models import Alert, Draft, Edition
from tocsin.alerts.standing import standing_of
from tocsin.alerts.states import OPEN

#: How long an answer may hold it on, in hours.
HOURS = (6, 12, 24, 48, 72)


@dataclass(frozen=True, slots=True)
class Question:
    """One alert that asks, by its latest edition, and why."""

    edition: Edition
    asked: Asked


def question_of(edition: Edition | None, *, now: datetime) -> Question | None:
    """Return the question that an alert with this latest edition asks; None where it asks nothing."""
    if edition is None:
        return None
    why = asked(standing_of(edition), now=now)
    return Question(edition, why) if why else None


def questions(organisation: Organisation, *, now: datetime) -> list[Question]:
    """Return every alert that asks and about which nobody writes yet, the one that runs out first at the top."""
    from tocsin.desk.alert_page import latest_editions

    written = Draft.objects.filter(state__in=[state.value for state in OPEN]).values("alert")
    ended = Alert.objects.filter(organisation=organisation, ended_at__isnull=False).values("pk")
    editions = latest_editions(organisation).filter(expires__gt=now - SHOWN_AFTER)
    editions = editions.exclude(alert__in=written).exclude(alert__in=ended)
    found = [question for edition in editions if (question := question_of(edition, now=now))]
    return sorted(found, key=lambda question: question.edition.expires)


def held_until(edition: Edition, hours: str, *, now: datetime) -> datetime:
    """Return until when an answer holds the alert on; `now` where the hours are none of those that are offered."""
    chosen = int(hours) if hours.isascii() and hours.isdecimal() and int(hours) in HOURS else 0
    return max(edition.expires, now) + timedelta(hours=chosen) if chosen else now
