"""Freeze an approved draft into an edition, and find the editions that are in force."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.accounts.audit import record
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.roles import Act
from tocsin.alerts.authority import require
from tocsin.alerts.content import LEVEL_RULE, overrides_of
from tocsin.alerts.differences import Change, what_changed
from tocsin.alerts.errors import (
    AlertEnded,
    AlreadyExpired,
    FindingsStand,
    NotApproved,
    NotComplete,
    ProofOutdated,
)
from tocsin.alerts.kept_json import KeptJson
from tocsin.alerts.linting import (
    Inspection,
    evidence_for,
    finding_words,
    inspected,
    level_proposed,
    standing_in_the_way,
)
from tocsin.alerts.models import Alert, Document, Draft, Edition, MessageType, Review
from tocsin.alerts.reviewing import authors_of, standing_approval
from tocsin.alerts.states import DraftState
from tocsin.cap import format_time
from tocsin.grading import AlertText

__all__ = [
    "Change",
    "Form",
    "MakeDocuments",
    "Proof",
    "freeze",
    "history",
    "in_force",
    "latest_edition",
    "latest_without_content",
    "level_reason",
    "proof_of",
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


#: Given the edition and its text.
MakeDocuments = Callable[[Edition, AlertText], Iterable[Form]]


@dataclass(frozen=True, slots=True)
class Proof:
    """An edition that is ready to be published and in no table yet, with every document of it.

    To make it takes long where the area has many corners; to freeze it does not. `text` and `area` are those of
    `edition`, and `content` and `outline` its two long columns as the database takes them. `inspection` is what the linter
    found in it now, which may be another thing than when it was approved.
    """

    draft: Draft
    edition: Edition
    text: AlertText
    area: dict[str, Any]
    content: KeptJson
    outline: KeptJson
    documents: tuple[Document, ...]
    inspection: Inspection


def proof_of(
    draft: Draft,
    *,
    publisher: User,
    now: datetime,
    make_documents: MakeDocuments,
    foreseen: Review | None = None,
) -> Proof:
    """Return the edition that publishing `draft` at `now` gives; nothing is locked and nothing is written.

    `foreseen` is the approval, in no table yet, that the draft will be given before it is frozen; without it, one stands.
    `make_documents` returns every form of `Document.Form`. Raises as :func:`freeze` does, and FindingsStand where the
    reports or claims that the text was approved on have changed so that it could not be approved now.
    """
    draft = (
        Draft.objects.select_related("alert__organisation", "alert__incident")
        .defer("proposal")
        .get(pk=draft.pk)
    )
    approval = foreseen or _approval(draft)
    _refuse_unpublishable(draft, publisher)
    inspection = inspected(draft)
    _refuse_findings(draft, inspection)
    text = inspection.text
    if text.area is None or text.area.is_empty:
        raise _incomplete()
    area = text.area.to_geojson()
    edition = _edition(draft, approval, text, publisher, now)
    edition.content, edition.area = draft.content, area
    documents = tuple(_documents(edition, make_documents(edition, text)))
    content, outline = KeptJson(json.dumps(draft.content)), KeptJson(json.dumps(area))
    return Proof(draft, edition, text, area, content, outline, documents, inspection)


def _refuse_findings(draft: Draft, inspection: Inspection) -> None:
    findings = standing_in_the_way(draft, inspection.findings)
    if findings:
        listed = " ".join(f"[{finding.rule}] {finding_words(finding)}" for finding in findings)
        raise FindingsStand(
            _("What this alert stands on has changed since it was approved: %(findings)s Send it back.")
            % {"findings": listed},
            findings=findings,
        )


@transaction.atomic
def freeze(proof: Proof, *, publisher: User, now: datetime) -> Edition:
    """Make the proof of an approved draft an edition that never changes again, with its documents, and return it.

    Runs in the caller's transaction: where anything fails, nothing was published. A second call for the same draft
    raises NotApproved. An all-clear ends the alert. Raises NotAllowed, AlertEnded, NotComplete, AlreadyExpired; and
    ProofOutdated where the edition would by now be another than the proof: make a new one.
    """
    alert = (
        Alert.objects.select_for_update(of=("self",))
        .select_related("organisation", "incident")
        .defer("incident__area")
        .get(pk=proof.edition.alert_id)
    )
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .defer("content", "proposal")
        .get(pk=proof.edition.draft_id)
    )
    draft.alert = alert
    approval = _approval(draft)
    _refuse_unpublishable(draft, publisher)
    edition = _edition(draft, approval, proof.text, publisher, now)
    is_made_so = _made_from(edition, draft) == _made_from(proof.edition, proof.draft)
    if not is_made_so or not proof.inspection.holds_for(draft):
        raise ProofOutdated(
            _(
                "Something that this alert stands on changed while it was being published. Nothing went out: publish it again."
            )
        )
    # The database compares the content with the draft's own, letter by letter (`guards`).
    edition.content, edition.area = proof.content, proof.outline
    edition.save(force_insert=True)
    edition.content, edition.area = proof.edition.content, proof.area
    for document in proof.documents:
        document.edition = edition
    Document.objects.bulk_create(proof.documents)
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


def _refuse_unpublishable(draft: Draft, publisher: User) -> None:
    require(publisher, draft.alert.organisation, Act.PUBLISH)
    if draft.alert.ended_at is not None:
        raise AlertEnded(
            _("The all-clear of alert %(reference)s is published; begin a new alert.")
            % {"reference": draft.alert.reference}
        )


def _made_from(edition: Edition, draft: Draft) -> dict[str, Any]:
    """Everything that an edition and its documents are made of, but for the long columns, which the hash names."""
    names = [field.attname for field in Edition._meta.concrete_fields]
    made = {name: getattr(edition, name) for name in names if name not in ("id", "content", "area")}
    alert, organisation, incident = draft.alert, draft.alert.organisation, draft.alert.incident
    return made | {
        "revision": draft.revision,
        "slug": alert.slug,
        "organisation": (organisation.name, organisation.slug, organisation.is_canary),
        "incident": (incident.pk, incident.phase, incident.precision),
    }


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


def _incomplete() -> NotComplete:
    return NotComplete(_("An edition needs an onset, an expiry and an area; edit the draft and add them."))


def _edition(draft: Draft, approval: Review, text: AlertText, publisher: User, now: datetime) -> Edition:
    alert, organisation = draft.alert, draft.alert.organisation
    earlier = list(alert.editions.order_by("number").only("number", "sender", "identifier", "sent"))
    if bool(earlier) == (draft.message_type == MessageType.ALERT):
        raise NotComplete(
            _("An update or all-clear follows an earlier edition, and a first edition follows none.")
        )
    number = earlier[-1].number + 1 if earlier else 1
    sent = now.replace(microsecond=0)
    if earlier:
        sent = max(sent, earlier[-1].sent + timedelta(seconds=1))
    if text.onset is None or text.expires is None:
        raise _incomplete()
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


def _documents(edition: Edition, forms: Iterable[Form]) -> list[Document]:
    made = list(forms)
    missing = sorted(set(Document.Form.values) - {one.form for one in made})
    if missing:
        raise NotComplete(
            _("The edition cannot go out without its documents: %(missing)s are not made.")
            % {"missing": ", ".join(missing)}
        )
    return [
        Document(
            form=one.form,
            media_type=one.media_type,
            body=one.body,
            digest=hashlib.sha256(one.body).hexdigest(),
            headers=dict(one.headers),
        )
        for one in made
    ]


def history(alert: Alert) -> QuerySet[Edition]:
    """Return the editions of `alert`, the newest first."""
    return alert.editions.order_by("-number")


def latest_edition(alert: Alert) -> Edition | None:
    """Return the newest edition of `alert`; None where nothing was published yet."""
    return history(alert).first()


def latest_without_content(alert: Alert) -> Edition | None:
    """Return the newest edition of `alert` as `latest_edition` does; its long columns are read where somebody asks for them."""
    return history(alert).defer("content", "area").first()


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
