"""What pressing a button of the draft's form does: the text is saved first, whichever it is, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from tocsin.accounts.models import User
from tocsin.alerts import editing
from tocsin.alerts.models import Draft
from tocsin.grading import AlertText

#: What the name of a field begins with in which a reason for going beyond a rule is typed: 'because:RULE:NUMBER'.
BECAUSE = "because:"
HAND_IN = "submit"


def save_typed(
    draft: Draft, text: AlertText, fields: Mapping[str, str], *, author: User, now: datetime
) -> str:
    """Save `text`, keep the reasons typed beside it and hand it in where that was asked; return what to say of it.

    Raises as `editing.edit`, `editing.override` and `editing.submit` do; what was done before the refusal is kept.
    """
    revision, reason = int(fields.get("revision", "0") or 0), fields.get("reason", "")
    draft = editing.edit(draft, text, revision=revision, author=author, reason=reason, now=now)
    said = _("Saved.")
    for rule, because in _reasons(fields):
        draft = editing.override(draft, rule, revision=draft.revision, author=author, reason=because, now=now)
        said = _("Kept, under your name.")
    if fields.get("then") == HAND_IN:
        editing.submit(draft, author=author, now=now)
        said = _("Handed in for review.")
    return said


def _reasons(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    for name, value in fields.items():
        if name.startswith(BECAUSE) and value.strip():
            found.setdefault(name.removeprefix(BECAUSE).partition(":")[0], value)
    yield from found.items()
