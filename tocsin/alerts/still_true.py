"""Answer 'still true?' in one act: an update with a new expiry, handed in for review."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tocsin.accounts.models import User
from tocsin.alerts.content import text_of
from tocsin.alerts.differences import new_end
from tocsin.alerts.drafting import draft_update
from tocsin.alerts.editing import edit, submit
from tocsin.alerts.errors import ContentInvalid
from tocsin.alerts.models import Alert, Draft

#: An alert is held on for so long at most; then somebody looks again.
LONGEST = timedelta(days=30)


@transaction.atomic
def still_true(alert: Alert, until: datetime, *, author: User, now: datetime) -> Draft:
    """Begin an update of `alert` that holds until `until`, hand it in, and return its draft; four eyes stay.

    What the incident's claims brought meanwhile goes along. Raises ContentInvalid where `until` is not ahead or too far,
    and what `draft_update`, `edit` and `submit` raise.
    """
    if not now < until <= now + LONGEST:
        raise ContentInvalid(_("Say until when it holds: from now on, at most 30 days ahead."))
    draft = draft_update(alert, author=author, now=now)
    text = text_of(draft.content)
    # A part of the alert, so in its language, whatever whoever clicks reads the desk in.
    with translation.override(text.language):
        words = _("Still in force, now until %(time)s UTC.") % {
            "time": f"{until.astimezone(UTC):%d %B %Y, %H:%M}"
        }
    # The end that the update proposed is not the one that was chosen here.
    others = text.what_changed.replace(new_end(text), "") if text.expires else text.what_changed
    changed = " ".join(f"{words} {others}".split())
    edited = replace(text, expires=until, what_changed=changed)
    draft = edit(
        draft, edited, revision=draft.revision, author=author, reason=gettext_noop("Still true."), now=now
    )
    return submit(draft, author=author, now=now)
