"""The form by which people, trips and sites are loaded from a file, and what it does."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation, User
from tocsin.delivery.late import enqueue_late
from tocsin.desk.desk_form import DeskForm
from tocsin.exposure.columns import What
from tocsin.exposure.held_lines import put_aside, settle
from tocsin.exposure.importing import Loaded, load
from tocsin.exposure.models import HeldLine, Import
from tocsin.exposure.undoing import Undone, undo

#: A larger file is loaded from the command line.
MOST_BYTES = 8 * 1024 * 1024
#: A refused file of up to this size travels along with its page, so that its good lines can be loaded from there.
MOST_KEPT = 2 * 1024 * 1024
NAMES = {
    What.PEOPLE: _("People"),
    What.TRIPS: _("Trips and stays"),
    What.SITES: _("Sites"),
    What.CALENDAR: _("A calendar (iCalendar)"),
    What.BOOKING: _("A booking confirmation (mail)"),
}


class ImportForm(DeskForm):
    """A file, what is in it, and whether bad lines may be left out. `kept` is a refused file's content in base64."""

    what = forms.ChoiceField(
        label=_("What is in the file?"), choices=[(kind.value, name) for kind, name in NAMES.items()]
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "CSV with comma, semicolon or tab, a calendar (.ics) or a forwarded mail (.eml); at most 8 MB."
        ),
    )
    person = forms.CharField(
        label=_("Whose calendar or booking?"),
        required=False,
        max_length=100,
        help_text=_("The person's key. Empty: by the mail addresses in it."),
    )
    hold = forms.BooleanField(
        label=_("Ask me about places that are not clear"),
        required=False,
        initial=True,
        help_text=_(
            "Such lines wait for your choice; the others are loaded. Without this they count as bad."
        ),
    )
    skip_bad = forms.BooleanField(
        label=_("Load the good lines even if others are bad"),
        required=False,
        help_text=_("Without this, one bad line stops the whole file, and nothing is loaded."),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    file_name = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Return the values with the file's bytes under `data`; an error where there is no file, or too large a one."""
        values = super().clean() or {}
        file, kept = values.get("file"), values.get("kept")
        if file is not None and file.size > MOST_BYTES:
            self.add_error(
                "file", _("The file has more than 8 MB. Load it with `tocsin import`, or in parts.")
            )
        elif file is not None:
            values["data"], values["file_name"] = file.read(), file.name
        elif kept:
            try:
                values["data"] = base64.b64decode(kept, validate=True)
            except (binascii.Error, ValueError):
                self.add_error("file", _("The file did not come back whole. Choose it once more."))
        elif "file" not in self.errors:
            self.add_error("file", _("Choose the file to load."))
        return values


def kept(data: bytes) -> str:
    """Return the file as it travels along with the page of its refusal; '' where it is too large for that."""
    return base64.b64encode(data).decode() if len(data) <= MOST_KEPT else ""


def load_file(values: dict[str, Any], organisation: Organisation, *, actor: User, now: datetime) -> Loaded:
    """Load the file of the form; those who are newly in the way of an alert are told in the same transaction."""
    return load(
        values["what"],
        values["data"],
        organisation=organisation,
        now=now,
        actor=actor,
        file_name=values["file_name"],
        skip_bad=values["skip_bad"],
        hold=values["hold"],
        person=values["person"],
        tell=lambda exposures: enqueue_late(exposures, now=now),
    )


@transaction.atomic
def settle_line(held: HeldLine, posted: Mapping[str, str], *, actor: User, now: datetime) -> None:
    """Load a waiting line with the choice that was posted, or put it aside; newly exposed people are told at once.

    The choice is the number of one of the line's own choices; or a place, a country or a person's key that was typed.
    """
    if posted.get("aside"):
        put_aside(held, actor=actor, now=now)
        return
    values = {name: posted.get(name, "") for name in ("place", "country", "person")}
    chosen = posted.get("choice", "")
    if chosen.isdecimal() and int(chosen) < len(held.choices):
        values |= held.choices[int(chosen)]["values"]
    enqueue_late(settle(held, values, actor=actor, now=now).new, now=now)


@transaction.atomic
def undo_import(record: Import, *, actor: User, now: datetime) -> Undone:
    """Take an import back; whoever comes into the way of an alert by that is told."""
    done = undo(record, actor=actor, now=now)
    enqueue_late(done.exposures, now=now)
    return done
