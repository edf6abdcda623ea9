"""Begin a draft: of a first alert, of an update, of an all-clear; each starts from a proposal with its citations."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tocsin.accounts.audit import record
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.roles import Act
from tocsin.alerts import citations
from tocsin.alerts.authority import require
from tocsin.alerts.content import LEVEL_RULE, Written, overrides_of, text_of, written
from tocsin.alerts.decide import Proposal, compose
from tocsin.alerts.editing import keep_revision
from tocsin.alerts.editions import latest_without_content
from tocsin.alerts.errors import (
    AlertEnded,
    AlertRunning,
    DraftOpen,
    NoEdition,
    NothingToAlert,
    ReasonMissing,
)
from tocsin.alerts.facts import facts_of
from tocsin.alerts.kept_json import KeptJson
from tocsin.alerts.models import Alert, Draft, Edition, MessageType
from tocsin.alerts.states import OPEN
from tocsin.alerts.updates import Earlier, compose_cancel, compose_update
from tocsin.incidents.merged import merged_incidents, present_incident
from tocsin.incidents.models import Incident
from tocsin.recorded import recorded

_PROPOSED = recorded("Proposed from the incident's claims.")
_GOES_ALONG = recorded("The reason given before goes along: %(rules)s.")

_LONGEST_SLUG = 100


def draft_from(incident: Incident, *, author: User, now: datetime, with_past: bool = True) -> Draft:
    """Begin the first draft of an alert about `incident` and return it, proposed text and citations included.

    Without `with_past` the Context tells nothing of earlier incidents.
    Raises NothingToAlert for an incident that is merged away or has no report or no country, DraftOpen and AlertRunning
    where this incident's alert is being written or is in force already, NotAllowed of `tocsin.accounts`.
    """
    return begin(
        first_beginning(incident, author=author, now=now, with_past=with_past), author=author, now=now
    )


@dataclass(frozen=True, slots=True)
class Beginning:
    """A draft that is composed and in no table yet: of a first alert about `incident`, or of what follows `edition`."""

    incident: Incident | None
    edition: Edition | None
    ready: Ready
    message_type: str
    overrides: list[dict[str, Any]]


def begin(beginning: Beginning, *, author: User, now: datetime) -> Draft:
    """Write down what was composed, in one short transaction, and return the draft.

    Raises what :func:`draft_from`, :func:`draft_update` and :func:`draft_cancel` raise, where the alert is not as it was.
    """
    if beginning.edition is not None:
        return _follow(beginning.edition, beginning, author, now)
    assert beginning.incident is not None
    return _first(beginning.incident, beginning, author, now)


def first_beginning(incident: Incident, *, author: User, now: datetime, with_past: bool = True) -> Beginning:
    """Return the first draft of an alert, composed; as :func:`draft_from`, and nothing is written."""
    require(author, incident.organisation, Act.WRITE_DRAFT)
    incident.refresh_from_db()
    _refuse_unfit(incident)
    # Composed before the transaction: whatever is reported meanwhile is not among the claims that it looked at.
    ready = _ready(compose(facts_of(incident, with_past=with_past), now=now))
    return Beginning(incident, None, ready, str(MessageType.ALERT), [])


@transaction.atomic
def _first(incident: Incident, beginning: Beginning, author: User, now: datetime) -> Draft:
    organisation = _locked(incident.organisation)
    require(author, organisation, Act.WRITE_DRAFT)
    incident = Incident.objects.defer("area").get(pk=incident.pk)
    _refuse_unfit(incident)
    alert, text = _unpublished_alert(incident, now), beginning.ready.proposal.text
    if alert is None:
        alert = Alert.objects.create(
            organisation=organisation,
            incident=incident,
            reference=_next_reference(organisation, now),
            slug=_free_slug(text.title),
            hazard=text.hazard,
            created_at=now,
            created_by=author,
        )
    return _begin(alert, beginning, author, now)


def draft_update(alert: Alert, *, author: User, now: datetime, with_past: bool = True) -> Draft:
    """Begin an update of `alert` and return its draft: the latest edition with the claims that came since.

    'What changed' is proposed; a named reason for the level goes along as long as the level does; `with_past` is as in
    :func:`draft_from`. Raises NoEdition, AlertEnded, DraftOpen, NotAllowed.
    """
    return begin(update_beginning(alert, author=author, now=now, with_past=with_past), author=author, now=now)


def update_beginning(alert: Alert, *, author: User, now: datetime, with_past: bool = True) -> Beginning:
    """Return the draft of an update, composed; as :func:`draft_update`, and nothing is written."""
    alert, edition = _followed(alert, author)
    _refuse_second_alert(edition, now)
    facts = facts_of(present_incident(alert.incident), with_past=with_past)
    proposal = compose_update(facts, _earlier(edition), now=now)
    kept = [
        one
        for one in edition.overrides
        if one["rule"] != LEVEL_RULE or proposal.text.level.word == edition.level
    ]
    return Beginning(None, edition, _ready(proposal), str(MessageType.UPDATE), kept)


def draft_cancel(alert: Alert, *, author: User, now: datetime, reason: str) -> Draft:
    """Begin the all-clear of `alert` and return its draft; it ends the alert once it is published.

    Raises ReasonMissing, NoEdition, AlertEnded, DraftOpen, NotAllowed.
    """
    return begin(cancel_beginning(alert, author=author, now=now, reason=reason), author=author, now=now)


def cancel_beginning(alert: Alert, *, author: User, now: datetime, reason: str) -> Beginning:
    """Return the draft of an all-clear, composed; as :func:`draft_cancel`, and nothing is written."""
    if not reason.strip():
        raise ReasonMissing(_("Say why the danger is over; readers are told."))
    alert, edition = _followed(alert, author)
    proposal = compose_cancel(
        facts_of(present_incident(alert.incident)), _earlier(edition), reason=reason, now=now
    )
    return Beginning(None, edition, _ready(proposal), str(MessageType.CANCEL), [])


def _locked(organisation: Organisation) -> Organisation:
    """Lock the organisation's row: references and slugs are given one after the other."""
    return Organisation.everything.select_for_update().get(pk=organisation.pk)


def _refuse_unfit(incident: Incident) -> None:
    if incident.state == Incident.State.MERGED:
        raise NothingToAlert(
            _("Incident %(reference)s was merged into another; begin the alert from that one.")
            % {"reference": incident.reference}
        )
    if not incident.memberships.filter(left_at__isnull=True).exists():
        raise NothingToAlert(
            _("Incident %(reference)s has no report that an alert could stand on.")
            % {"reference": incident.reference}
        )
    if not incident.country and not incident.area and incident.longitude is None:
        raise NothingToAlert(
            _("Nobody knows yet where incident %(reference)s is; give it a place first.")
            % {"reference": incident.reference}
        )


def _unpublished_alert(incident: Incident, now: datetime) -> Alert | None:
    """Return this incident's alert that was never published, to be begun again; None where there is none."""
    family = merged_incidents(incident)
    for alert in Alert.objects.filter(incident__in=family, ended_at__isnull=True).order_by("-pk"):
        _refuse_second_draft(alert)
        edition = latest_without_content(alert)
        if edition is None:
            return alert
        if edition.expires > now:
            raise AlertRunning(
                _("Alert %(reference)s about this incident is in force; write an update of it.")
                % {"reference": alert.reference}
            )
    return None


def _refuse_second_alert(edition: Edition, now: datetime) -> None:
    """Refuse to go on with an alert that has run out while another one about the same incident is in force."""
    if edition.expires > now:
        return
    family = merged_incidents(edition.alert.incident)
    for other in Alert.objects.filter(incident__in=family, ended_at__isnull=True).exclude(
        pk=edition.alert_id
    ):
        latest = latest_without_content(other)
        if latest is not None and latest.expires > now:
            raise AlertRunning(
                _("Alert %(reference)s about this incident is in force; write an update of it.")
                % {"reference": other.reference}
            )


def _refuse_second_draft(alert: Alert) -> None:
    draft = alert.drafts.filter(state__in=OPEN).first()
    if draft is not None:
        raise DraftOpen(
            _("Alert %(reference)s has a draft already (%(state)s); open that one.")
            % {"reference": alert.reference, "state": _(draft.state)}
        )


@transaction.atomic
def _follow(edition: Edition, beginning: Beginning, author: User, now: datetime) -> Draft:
    """Begin the draft that was made ready, where the alert still is as it was; one edition alone can follow another."""
    _locked(edition.alert.organisation)
    alert, latest = _followed(edition.alert, author)
    if latest.pk != edition.pk:
        raise DraftOpen(
            _("Somebody published an update of alert %(reference)s meanwhile; begin from that one.")
            % {"reference": alert.reference}
        )
    return _begin(alert, beginning, author, now)


def _followed(alert: Alert, author: User) -> tuple[Alert, Edition]:
    alert = Alert.objects.select_related("organisation", "incident").get(pk=alert.pk)
    require(author, alert.organisation, Act.WRITE_DRAFT)
    if alert.ended_at is not None:
        raise AlertEnded(
            _("The all-clear of alert %(reference)s is published; begin a new alert from its incident.")
            % {"reference": alert.reference}
        )
    edition = latest_without_content(alert)
    if edition is None:
        raise NoEdition(
            _("Alert %(reference)s was never published, so there is nothing to follow; edit its draft.")
            % {"reference": alert.reference}
        )
    _refuse_second_draft(alert)
    return alert, edition


def _earlier(edition: Edition) -> Earlier:
    text = text_of(edition.content)
    proposal = edition.draft.proposal
    looked_at: set[int] = set()
    for draft in edition.alert.drafts.filter(edition__isnull=False):
        looked_at |= set(draft.proposal.get("claims", ()))
    return Earlier(
        text=text,
        proposed=text_of(proposal["text"]) if proposal.get("text") else None,
        claims=citations.claims_of(edition.draft, text),
        looked_at=frozenset(looked_at),
        sent=edition.sent,
    )


@dataclass(frozen=True, slots=True)
class Ready:
    """A proposal in every form in which it is kept, made before the transaction that keeps it."""

    proposal: Proposal
    made: Written
    content: KeptJson
    looked_at: KeptJson


def _ready(proposal: Proposal) -> Ready:
    made = written(proposal.text)
    kept = made.kept()
    rest = {"claims": list(proposal.looked_at), "reasons": list(proposal.reasons)}
    return Ready(proposal, made, kept, KeptJson(f'{{"text": {kept.text}, {json.dumps(rest)[1:]}'))


def _begin(alert: Alert, beginning: Beginning, author: User, now: datetime) -> Draft:
    ready, kept = beginning.ready, beginning.overrides
    proposal = ready.proposal
    draft = Draft.objects.create(
        alert=alert,
        message_type=beginning.message_type,
        content=ready.content,
        overrides=kept,
        content_hash=ready.made.hash_with(kept),
        proposal=ready.looked_at,
        created_at=now,
        created_by=author,
        changed_at=now,
    )
    keep_revision(draft, author=author, reason=_PROPOSED, now=now)
    _answer_for(kept, draft, author, now)
    citations.write(draft, proposal.text, dict(proposal.claims))
    record(
        alert.organisation,
        "begin draft",
        f"draft:{draft.pk}",
        now=now,
        actor=author,
        detail={
            "alert": alert.reference,
            "type": beginning.message_type,
            "hash": draft.content_hash,
            "level": proposal.text.level.word,
            "reasons": list(proposal.reasons),
        },
    )
    draft.content = ready.made.document
    # Read from the database where somebody asks for it.
    del draft.proposal
    return draft


def _answer_for(kept: Sequence[Mapping[str, Any]], draft: Draft, author: User, now: datetime) -> None:
    """Count whoever gave a reason that goes along as a writer of `draft`: nobody approves what rests on their own word."""
    rules: dict[int, list[str]] = defaultdict(list)
    for one in overrides_of(kept):
        if one.giver is not None and one.giver != author.pk:
            rules[one.giver].append(one.rule)
    for giver in User.objects.filter(pk__in=rules).order_by("pk"):
        draft.revision += 1
        Draft.objects.filter(pk=draft.pk).update(revision=draft.revision)
        why = _GOES_ALONG % {"rules": ", ".join(rules[giver.pk])}
        keep_revision(draft, author=giver, reason=why, now=now)


def _next_reference(organisation: Organisation, now: datetime) -> str:
    """Return the next free reference of the year, as '2017-0003'."""
    year = now.astimezone(UTC).year
    numbers = [
        int(reference.rpartition("-")[2])
        for reference in Alert.objects.filter(
            organisation=organisation, reference__startswith=f"{year}-"
        ).values_list("reference", flat=True)
    ]
    return f"{year}-{max(numbers, default=0) + 1:04d}"


def _free_slug(title: str) -> str:
    """Return an address made of country and headline that no other alert has."""
    base = slugify(title)[:_LONGEST_SLUG].strip("-") or "alert"
    taken = set(Alert.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for count in range(2, len(taken) + 3) if (slug := f"{base}-{count}") not in taken)
