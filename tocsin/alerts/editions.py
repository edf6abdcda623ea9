"""Freeze an approved draft into an edition, and find the editions that are in force."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.accounts.audit import record
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.roles import Act
from tocsin.alerts.authority import require
from tocsin.alerts.content import LEVEL_RULE, overrides_of, text_of
from tocsin.alerts.differences import Change, what_changed
from tocsin.alerts.errors import AlertEnded, AlreadyExpired, NotApproved, NotComplete
from tocsin.alerts.linting import evidence_for, level_proposed
from tocsin.alerts.models import Alert, Document, Draft, Edition, MessageType, Review
from tocsin.alerts.reviewing import authors_of, standing_approval
from tocsin.alerts.states import DraftState
from tocsin.cap import format_time
from tocsin.grading import AlertText

__all__ = [
    "Change",
    "Form",
    "MakeDocuments",
    "freeze",
    "history",
    "in_force",
    "latest_edition",
    "level_reason",
    "reference_to",
    "what_changed",
]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an edition as publication makes it: which (Document.Form), its bytes, and how to serve them."""

    form: str
    media_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


MakeDocuments = Callable[[Edition], Iterable[Form]]


@transaction.atomic
def freeze(draft: Draft, *, publisher: User, now: datetime, make_documents: MakeDocuments) -> Edition:
    """Make the approved draft an edition that never changes again, with its documents, and return it.

    Runs in the caller's transaction: where anything fails, nothing was published. A second call for the same draft
    raises NotApproved. `make_documents` is given the edition and returns every form of `Document.Form`. An all-clear
    ends the alert. Raises NotAllowed, AlertEnded, NotComplete, AlreadyExpired.
    """
    alert = (
        Alert.objects.select_for_update(of=("self",))
        .select_related("organisation", "incident")
        .get(pk=draft.alert_id)
    )
    require(publisher, alert.organisation, Act.PUBLISH)
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    draft.alert = alert
    approval = _approval(draft)
    if alert.ended_at is not None:
        raise AlertEnded(
            _("The all-clear of alert %(reference)s is published; begin a new alert.")
            % {"reference": alert.reference}
        )
    edition = _edition(draft, approval, text_of(draft.content), publisher, now)
    edition.save(force_insert=True)
    _store(edition, make_documents(edition))
    draft.state = DraftState.PUBLISHED.value
    draft.save(update_fields=["state"])
    if edition.message_type == MessageType.CANCEL:
        alert.ended_at = edition.sent
        alert.save(update_fields=["ended_at"])
    record(
        alert.organisation,
        "publish edition",
        f"edition:{edition.pk}",
        now=now,
        actor=publisher,
        detail={
            "alert": alert.reference,
            "identifier": edition.identifier,
            "type": edition.message_type,
            "hash": edition.content_hash,
            "approved_by": edition.approved_by,
            "lone_duty": edition.lone_duty,
        },
    )
    return edition


def _approval(draft: Draft) -> Review:
    approval = standing_approval(draft)
    if draft.state == DraftState.PUBLISHED:
        raise NotApproved(_("This draft is published already; nothing was sent a second time."))
    if draft.state != DraftState.APPROVED or approval is None:
        raise NotApproved(
            _(
                "This draft is %(state)s: no approval of its present text stands. Submit it and have it approved."
            )
            % {"state": _(draft.state)}
        )
    return approval


def _edition(draft: Draft, approval: Review, text: AlertText, publisher: User, now: datetime) -> Edition:
    alert, organisation = draft.alert, draft.alert.organisation
    earlier = list(alert.editions.order_by("number"))
    if bool(earlier) == (draft.message_type == MessageType.ALERT):
        raise NotComplete(
            _("An update or all-clear follows an earlier edition, and a first edition follows none.")
        )
    number = earlier[-1].number + 1 if earlier else 1
    sent = now.replace(microsecond=0)
    if earlier:
        sent = max(sent, earlier[-1].sent + timedelta(seconds=1))
    if text.onset is None or text.expires is None or text.area is None or text.area.is_empty:
        raise NotComplete(_("An edition needs an onset, an expiry and an area; edit the draft and add them."))
    if text.expires <= sent:
        raise AlreadyExpired(
            _("The alert would expire at %(expires)s UTC, before it is sent; edit its expiry.")
            % {"expires": f"{text.expires:%Y-%m-%d %H:%M}"}
        )
    return Edition(
        alert=alert,
        draft=draft,
        number=number,
        message_type=draft.message_type,
        identifier=f"tocsin.{organisation.slug}.{alert.reference}.{number}",
        sender=organisation.sender,
        sent=sent,
        references=" ".join(reference_to(edition) for edition in earlier),
        content=draft.content,
        overrides=draft.overrides,
        content_hash=draft.content_hash,
        headline=text.title,
        country=text.country_code,
        hazard=text.hazard,
        level=text.level.word,
        level_reason=level_reason(draft, text),
        severity=text.severity,
        certainty=text.certainty,
        urgency=text.urgency,
        onset=text.onset,
        expires=text.expires,
        area=text.area.to_geojson(),
        written_by=", ".join(authors_of(draft).values())[:200],
        approved_by=approval.reviewer_name,
        lone_duty=approval.lone_duty,
        rule=approval.rule,
        published_by=str(publisher),
        asks_for_answer=draft.message_type != MessageType.CANCEL,
    )


def reference_to(edition: Edition) -> str:
    """Return how a later CAP message names `edition`: 'sender,identifier,sent' (CAP 1.2, section 3.2.1)."""
    return f"{edition.sender},{edition.identifier},{format_time(edition.sent)}"


def level_reason(draft: Draft, text: AlertText) -> str:
    """Return why the text has its level: the row of the table, the limit of the evidence, and a named override.

    It is kept with the edition and shown to its readers: in the language of the text.
    """
    with translation.override(text.language):
        return _level_reason(draft, text)


def _level_reason(draft: Draft, text: AlertText) -> str:
    if draft.message_type == MessageType.CANCEL:
        return _("All-clear: %(reason)s") % {"reason": text.cancel_reason}
    proposed = level_proposed(text, evidence_for(draft))
    given = [one for one in overrides_of(draft.overrides) if one.rule == LEVEL_RULE]
    if text.level is proposed.level or not given:
        return proposed.reason
    return _("%(level)s, set by %(name)s in place of %(proposed)s: %(reason)s The table says: %(row)s") % {
        "level": text.level.word,
        "name": given[0].name,
        "proposed": proposed.level.word,
        "reason": given[0].reason.rstrip(".") + ".",
        "row": proposed.reason,
    }


def _store(edition: Edition, forms: Iterable[Form]) -> None:
    made = list(forms)
    missing = sorted(set(Document.Form.values) - {one.form for one in made})
    if missing:
        raise NotComplete(
            _("The edition cannot go out without its documents: %(missing)s are not made.")
            % {"missing": ", ".join(missing)}
        )
    for one in made:
        Document.objects.create(
            edition=edition,
            form=one.form,
            media_type=one.media_type,
            body=one.body,
            digest=hashlib.sha256(one.body).hexdigest(),
            headers=dict(one.headers),
        )


def history(alert: Alert) -> QuerySet[Edition]:
    """Return the editions of `alert`, the newest first."""
    return alert.editions.order_by("-number")


def latest_edition(alert: Alert) -> Edition | None:
    """Return the newest edition of `alert`; None where nothing was published yet."""
    return history(alert).first()


def in_force(*, now: datetime, organisation: Organisation | None = None) -> QuerySet[Edition]:
    """Return the editions that hold at `now`, the newest first: the last of each alert, neither expired nor all-clear.

    Those of every desk, or of `organisation`; the canary's only where it is named.
    """
    last = Edition.objects.filter(alert=OuterRef("alert"), sent__lte=now).order_by("-number").values("pk")[:1]
    found = (
        Edition.objects.filter(pk=Subquery(last), expires__gt=now)
        .exclude(message_type=MessageType.CANCEL)
        .select_related("alert__organisation", "alert__incident")
        .order_by("-sent", "-pk")
    )
    if organisation is not None:
        return found.filter(alert__organisation=organisation)
    return found.filter(alert__organisation__is_canary=False)
