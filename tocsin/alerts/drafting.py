"""Begin a draft: of a first alert, of an update, of an all-clear; each starts from a proposal with its citations."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tocsin.accounts.audit import record
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.roles import Act
from tocsin.alerts import citations
from tocsin.alerts.authority import require
from tocsin.alerts.content import LEVEL_RULE, hash_of, json_of, text_of
from tocsin.alerts.decide import Proposal, compose
from tocsin.alerts.editing import keep_revision
from tocsin.alerts.editions import latest_edition
from tocsin.alerts.errors import (
    AlertEnded,
    AlertRunning,
    DraftOpen,
    NoEdition,
    NothingToAlert,
    ReasonMissing,
)
from tocsin.alerts.facts import facts_of
from tocsin.alerts.models import Alert, Draft, Edition, MessageType
from tocsin.alerts.states import OPEN
from tocsin.alerts.updates import Earlier, compose_cancel, compose_update
from tocsin.incidents.models import Incident

_LONGEST_SLUG = 100


@transaction.atomic
def draft_from(incident: Incident, *, author: User, now: datetime, with_past: bool = True) -> Draft:
    """Begin the first draft of an alert about `incident` and return it, proposed text and citations included.

    Without `with_past` the Context tells nothing of earlier incidents.
    Raises NothingToAlert for an incident that is merged away or has no report or no country, DraftOpen and AlertRunning
    where this incident's alert is being written or is in force already, NotAllowed of `tocsin.accounts`.
    """
    organisation = _locked(incident.organisation)
    require(author, organisation, Act.WRITE_DRAFT)
    incident.refresh_from_db()
    _refuse_unfit(incident)
    alert = _unpublished_alert(incident, now)
    proposal = compose(facts_of(incident, with_past=with_past), now=now)
    if alert is None:
        alert = Alert.objects.create(
            organisation=organisation,
            incident=incident,
            reference=_next_reference(organisation, now),
            slug=_free_slug(proposal.text.title),
            hazard=proposal.text.hazard,
            created_at=now,
            created_by=author,
        )
    return _begin(alert, proposal, str(MessageType.ALERT), author, now)


@transaction.atomic
def draft_update(alert: Alert, *, author: User, now: datetime, with_past: bool = True) -> Draft:
    """Begin an update of `alert` and return its draft: the latest edition with the claims that came since.

    'What changed' is proposed; a named reason for the level goes along as long as the level does; `with_past` is as in
    :func:`draft_from`. Raises NoEdition, AlertEnded, DraftOpen, NotAllowed.
    """
    alert, edition = _followed(alert, author)
    proposal = compose_update(facts_of(alert.incident, with_past=with_past), _earlier(edition), now=now)
    kept = [
        one
        for one in edition.overrides
        if one["rule"] != LEVEL_RULE or proposal.text.level.word == edition.level
    ]
    return _begin(alert, proposal, str(MessageType.UPDATE), author, now, overrides=kept)


@transaction.atomic
def draft_cancel(alert: Alert, *, author: User, now: datetime, reason: str) -> Draft:
    """Begin the all-clear of `alert` and return its draft; it ends the alert once it is published.

    Raises ReasonMissing, NoEdition, AlertEnded, DraftOpen, NotAllowed.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why the danger is over; readers are told."))
    alert, edition = _followed(alert, author)
    proposal = compose_cancel(facts_of(alert.incident), _earlier(edition), reason=reason, now=now)
    return _begin(alert, proposal, str(MessageType.CANCEL), author, now)


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
    for alert in incident.alerts.filter(ended_at__isnull=True).order_by("-pk"):
        _refuse_second_draft(alert)
        edition = latest_edition(alert)
        if edition is None:
            return alert
        if edition.expires > now:
            raise AlertRunning(
                _("Alert %(reference)s about this incident is in force; write an update of it.")
                % {"reference": alert.reference}
            )
    return None


def _refuse_second_draft(alert: Alert) -> None:
    draft = alert.drafts.filter(state__in=OPEN).first()
    if draft is not None:
        raise DraftOpen(
            _("Alert %(reference)s has a draft already (%(state)s); open that one.")
            % {"reference": alert.reference, "state": _(draft.state)}
        )


def _followed(alert: Alert, author: User) -> tuple[Alert, Edition]:
    _locked(alert.organisation)
    alert = Alert.objects.select_related("organisation", "incident").get(pk=alert.pk)
    require(author, alert.organisation, Act.WRITE_DRAFT)
    if alert.ended_at is not None:
        raise AlertEnded(
            _("The all-clear of alert %(reference)s is published; begin a new alert from its incident.")
            % {"reference": alert.reference}
        )
    edition = latest_edition(alert)
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


def _begin(
    alert: Alert,
    proposal: Proposal,
    message_type: str,
    author: User,
    now: datetime,
    *,
    overrides: list[dict[str, str]] | None = None,
) -> Draft:
    content, kept = json_of(proposal.text), overrides or []
    draft = Draft.objects.create(
        alert=alert,
        message_type=message_type,
        content=content,
        overrides=kept,
        content_hash=hash_of(content, kept),
        proposal={"text": content, "claims": list(proposal.looked_at), "reasons": list(proposal.reasons)},
        created_at=now,
        created_by=author,
        changed_at=now,
    )
    keep_revision(draft, author=author, reason=_("Proposed from the incident's claims."), now=now)
    citations.write(draft, proposal.text, dict(proposal.claims))
    record(
        alert.organisation,
        "begin draft",
        f"draft:{draft.pk}",
        now=now,
        actor=author,
        detail={
            "alert": alert.reference,
            "type": message_type,
            "hash": draft.content_hash,
            "level": proposal.text.level.word,
            "reasons": list(proposal.reasons),
        },
    )
    return draft


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
