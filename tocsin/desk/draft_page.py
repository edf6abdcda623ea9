"""What the desk shows of one draft: its fields, the live checks, and who would be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from tocsin.alerts.content import overrides_of, text_of
from tocsin.alerts.linting import evidence_for, findings_of, level_proposed, standing_in_the_way
from tocsin.alerts.models import Draft, Edition, MessageType, Review, Revision
from tocsin.alerts.reviewing import authors_of, standing_approval
from tocsin.alerts.states import OPEN
from tocsin.cap import Certainty, Severity, Urgency
from tocsin.delivery.roll_call import RollCall, roll_call
from tocsin.desk.exposure_panel import ExposurePanel, exposure_panel
from tocsin.geo import GeoError
from tocsin.grading import AlertText, Finding, Level, LevelDecision, NoRoomError, short_form
from tocsin.publishing.addresses import short_address
from tocsin.publishing.documents.page import map_of


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Everything that the draft's page shows; `fields` are what stands in the form, saved or not."""

    draft: Draft
    text: AlertText
    fields: Mapping[str, str]
    findings: tuple[Finding, ...]
    in_the_way: tuple[Finding, ...]
    proposed: LevelDecision
    overrides: tuple[object, ...]
    panel: ExposurePanel
    short_160: str
    short_600: str
    map: str
    authors: Sequence[str]
    approval: Review | None
    reviews: Sequence[Review]
    revisions: Sequence[Revision]
    earlier: Edition | None
    levels: tuple[Level, ...]
    words: Mapping[str, list[tuple[str, str]]]
    #: Who is silent and who asks for help, before an all-clear ends the chase; None for other drafts, and once it is out.
    roll: RollCall | None


def draft_page(draft: Draft, fields: Mapping[str, str], *, now: datetime) -> DraftPage:
    """Return what the page of `draft` shows at `now`, with `fields` in its form."""
    text = text_of(draft.content)
    return DraftPage(
        draft=draft,
        text=text,
        fields=fields,
        findings=findings_of(draft),
        in_the_way=standing_in_the_way(draft),
        proposed=level_proposed(text, evidence_for(draft)),
        overrides=overrides_of(draft.overrides),
        panel=exposure_panel(draft, None, now=now),
        short_160=_short(draft, text, 160),
        short_600=_short(draft, text, 600),
        map=_map(text),
        authors=list(authors_of(draft).values()),
        approval=standing_approval(draft),
        reviews=list(draft.reviews.order_by("-pk")),
        revisions=list(draft.revisions.order_by("-number")),
        earlier=draft.alert.editions.order_by("-number").first(),
        levels=tuple(Level),
        words={
            name: [(word.value, gettext(word.value)) for word in scale]
            for name, scale in (("severity", Severity), ("certainty", Certainty), ("urgency", Urgency))
        },
        roll=roll_call(draft.alert, now=now)
        if draft.message_type == MessageType.CANCEL and draft.state in OPEN
        else None,
    )


def _short(draft: Draft, text: AlertText, limit: int) -> str:
    try:
        return short_form(text, short_address(draft.alert), limit, translate=gettext)
    except NoRoomError as error:
        return str(error)


def _map(text: AlertText) -> str:
    try:
        return map_of(text)
    except GeoError as error:
        return str(error)
