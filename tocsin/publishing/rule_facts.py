"""What is known of a message when a standing rule looks at it: the message, its source, its incident, and who has it in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.db.models import Case, QuerySet, When

from tocsin.alerts.decide import compose
from tocsin.alerts.editions import latest_without_content
from tocsin.alerts.facts import facts_of
from tocsin.alerts.models import Alert, Draft, RuleUse, StandingRule
from tocsin.alerts.rule_verdicts import Ground, MessageFacts
from tocsin.alerts.states import OPEN
from tocsin.geo import countries_reached
from tocsin.grading import Level
from tocsin.incidents.models import Incident
from tocsin.publishing.vouching import not_vouched_for, word_on
from tocsin.reading import read
from tocsin.recorded import Blank, recorded
from tocsin.sources.models import Report

_DRAFT = recorded("A person has a draft of alert %(alert)s in hand.")
_MERGED = recorded(
    "Alert %(alert)s is in force about incident %(incident)s, which somebody merged into this one; they decide what follows."
)
_ALERT = recorded("Alert %(alert)s is in the hands of people; they decide what follows.")
_STATES = (recorded("dismissed"), recorded("closed"), recorded("merged"))
_DECIDED = recorded(
    "Incident %(incident)s is %(state)s: a person decided that, and decides whether it begins again.",
    state=Blank.RECORDED,
)
_PUT_AWAY = recorded(
    "Incident %(incident)s was put away until %(moment)s; a person decides what follows.", moment=Blank.MOMENT
)
_IN_HANDS = recorded("Incident %(incident)s is in the hands of %(name)s; they decide what follows.")


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is asked of the text that an incident gives; to compose it takes long where its area has many corners."""

    hazard: str
    level: Level
    #: The country of the text ('' where it has none), and every one that its area reaches into.
    countries: frozenset[str]


def text_facts(incident: Incident, now: datetime) -> TextFacts:
    """Return what the text about `incident` would say at `now`; good for as long as the incident's stamp is the same."""
    text = compose(facts_of(incident, with_past=False), now=now).text
    reached = countries_reached(text.area) if text.area is not None else frozenset()
    return TextFacts(text.hazard, text.level, frozenset({text.country_code}) | reached)


def message_facts(
    rule: StandingRule, report: Report, incident: Incident, text: TextFacts, own: int | None, now: datetime
) -> MessageFacts:
    """Return what `verdict_on` asks. What takes long in it, the signatures, is remembered for a second look.

    `own` is the number of the draft that the rule itself has begun, which is in nobody's hands.
    """
    word, members = word_on(report, rule), _members(incident)
    alert = present_alert(incident, now)
    return MessageFacts(
        is_signed=word.is_trusted,
        signature=word.reason,
        grade=report.source.grade,
        is_authority=report.source.is_authority and report.source.enabled,
        sender=report.cap_sender,
        status=report.cap_status,
        message_type=report.cap_message_type,
        may_alert=report.may_alert,
        may_alert_reason=report.may_alert_reason,
        received_at=report.received_at,
        sent=report.cap_sent,
        expires=report.expires,
        hazards=frozenset({text.hazard}).union(*(_hazards_of(one) for one in _standing(report, members))),
        countries=text.countries,
        level=text.level,
        others=not_vouched_for(members, rule),
        in_hand=_in_hand(incident, alert, rule, own, now),
        is_followed=alert is not None,
        published_last_hour=RuleUse.objects.filter(
            rule=rule, ground=Ground.PUBLISHED, at__gt=now - timedelta(hours=1)
        ).count(),
    )


def present_alert(incident: Incident, now: datetime) -> Alert | None:
    """Return the alert in force about the incident, or about one that was merged into it; None where there is none."""
    for alert in _alerts(incident).filter(ended_at__isnull=True):
        edition = latest_without_content(alert)
        if edition is not None and edition.expires > now:
            return alert
    return None


def _alerts(incident: Incident) -> QuerySet[Alert]:
    """The alerts of the incident and of all that were merged into it, one into the other; its own and the newest first."""
    merged = found = {incident.pk}
    while found:
        found = set(Incident.objects.filter(merged_into__in=found).values_list("pk", flat=True)) - merged
        merged |= found
    alerts = Alert.objects.filter(incident__in=merged).select_related("incident")
    return alerts.order_by(Case(When(incident=incident.pk, then=0), default=1), "-pk")


def _members(incident: Incident) -> list[Report]:
    found = Report.objects.filter(memberships__incident=incident, memberships__left_at__isnull=True)
    # What was read in them is looked at as claims; of hundreds it would take longer than all the rest.
    return list(found.select_related("source").defer("reading", "text", "area"))


def _standing(report: Report, members: list[Report]) -> list[Report]:
    """The message, and those before it in the incident that no later one took the place of: the text tells of them all."""
    return [one for one in members if one.pk == report.pk or one.standing == Report.Standing.CURRENT]


def _hazards_of(report: Report) -> frozenset[str]:
    """The hazards of the message's parts by the event that each names; '' for one of several that names none we know.

    Where all are about one event, and its name is not known, the text as a whole has said what it is.
    """
    events = {str(info["event"]) for info in report.cap.get("infos", ())}
    found = [_hazards_in(event, report.language) for event in events if event]
    return frozenset().union(*(one or {""} if len(found) > 1 else one for one in found))


@lru_cache(maxsize=4096)
def _hazards_in(event: str, language: str) -> frozenset[str]:
    # No hazard depends on the day, which reading asks for.
    said = read(event, published=datetime(2000, 1, 1, tzinfo=UTC), language=language or None)
    return frozenset(one.code for one in said.hazards)


def _in_hand(
    incident: Incident, alert: Alert | None, rule: StandingRule, own: int | None, now: datetime
) -> str:
    """What people have taken into their hands, as a sentence; '' where nothing."""
    handled = _handled(incident, now)
    if handled:
        return handled
    alerts = _alerts(incident)
    drafts = Draft.objects.filter(alert__in=alerts, state__in=OPEN).exclude(pk=own or 0)
    draft = drafts.select_related("alert").defer("content", "proposal").first()
    if draft is not None:
        return _DRAFT % {"alert": draft.alert.reference}
    if alert is not None and alert.incident_id != incident.pk:
        return _MERGED % {"alert": alert.reference, "incident": alert.incident.reference}
    # One that ran out is nobody's any more; one that people ended is over because they said so.
    alert = alert or alerts.filter(ended_at__isnull=False).first()
    if alert is not None and alert.editions.exclude(rule=rule).exists():
        return _ALERT % {"alert": alert.reference}
    return ""


def _handled(incident: Incident, now: datetime) -> str:
    name = incident.reference
    if incident.state != Incident.State.OPEN:
        return _DECIDED % {"incident": name, "state": incident.state}
    if incident.snoozed_until is not None and incident.snoozed_until > now:
        return _PUT_AWAY % {"incident": name, "moment": f"{incident.snoozed_until:%Y-%m-%d %H:%M} UTC"}
    if incident.assigned_to is not None:
        return _IN_HANDS % {"incident": name, "name": incident.assigned_to}
    return ""
