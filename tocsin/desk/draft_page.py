"""What the desk shows of one draft: its fields, the live checks, and who would be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from tocsin.alerts.content import text_of
from tocsin.alerts.models import Draft, Edition, MessageType, Review, Revision
from tocsin.alerts.reviewing import authors_of, standing_approval
from tocsin.alerts.states import OPEN
from tocsin.cap import Certainty, Severity, Urgency
from tocsin.delivery.roll_call import RollCall, roll_call
from tocsin.desk.assistant_panel import AssistantPanel, assistant_panel
from tocsin.desk.checks_panel import ChecksPanel, checks_panel
from tocsin.desk.exposure_panel import ExposurePanel, exposure_panel
from tocsin.geo import GeoError
from tocsin.grading import AlertText, Level
from tocsin.publishing.documents.page import map_of


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Everything that the draft's page shows; `fields` are what stands in the form, saved or not."""

    draft: Draft
    text: AlertText
    fields: Mapping[str, str]
    checks: ChecksPanel
    panel: ExposurePanel
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
    #: Help from a language model; None where the settings name none.
    assistant: AssistantPanel | None = None


def draft_page(draft: Draft, fields: Mapping[str, str], *, now: datetime) -> DraftPage:
    """Return what the page of `draft` shows at `now`, with `fields` in its form."""
    text = text_of(draft.content)
    return DraftPage(
        draft=draft,
        text=text,
        fields=fields,
        checks=checks_panel(draft, None),
        panel=exposure_panel(draft, None, now=now),
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
        assistant=assistant_panel(draft),
    )


def _map(text: AlertText) -> str:
    try:
        return map_of(text)
    except GeoError as error:
        return str(error)
