"""What the rules say of a draft as it stands in the form, and the short forms that would go out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation

from tocsin.alerts.content import overrides_of, text_of
from tocsin.alerts.linting import evidence_for, findings_of, level_proposed, standing_in_the_way
from tocsin.alerts.models import Draft
from tocsin.desk.draft_form import read_form
from tocsin.grading import AlertText, Finding, LevelDecision, NoRoomError, short_form
from tocsin.publishing.addresses import short_address


@dataclass(frozen=True, slots=True)
class ChecksPanel:
    """Everything that the panel shows; `refused` says which fields cannot be read, and the checks are of the saved text then."""

    text: AlertText
    findings: tuple[Finding, ...]
    in_the_way: tuple[Finding, ...]
    proposed: LevelDecision
    overrides: tuple[object, ...]
    short_160: str
    short_600: str
    refused: tuple[str, ...] = ()


def checks_panel(draft: Draft, fields: Mapping[str, str] | None) -> ChecksPanel:
    """Return what the rules find in `draft` with `fields` in its form; None for its saved text."""
    text = text_of(draft.content)
    refused: tuple[str, ...] = ()
    if fields is not None:
        edited = read_form(fields, text)
        text = edited.text or text
        refused = tuple(edited.errors.values())
    findings = findings_of(draft, text)
    return ChecksPanel(
        text=text,
        findings=findings,
        in_the_way=standing_in_the_way(draft, findings),
        proposed=level_proposed(text, evidence_for(draft)),
        overrides=overrides_of(draft.overrides),
        short_160=_short(draft, text, 160),
        short_600=_short(draft, text, 600),
        refused=refused,
    )


def _short(draft: Draft, text: AlertText, limit: int) -> str:
    try:
        # As it goes out: in the language of the text, not in that of the desk.
        with translation.override(text.language):
            return short_form(text, short_address(draft.alert), limit, translate=translation.gettext)
    except NoRoomError as error:
        return str(error)
