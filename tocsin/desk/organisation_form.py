"""The form of the desk itself: what readers see as the publisher, lone duty, and how long things are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation, User
from tocsin.accounts.people import set_up_organisation
from tocsin.desk.account_form import AccountForm

_FIELDS = ("name", "sender", "lone_duty", "answer_hours", "keep_trips_days")


class OrganisationForm(AccountForm):
    """Everything that a desk is set up with."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("What readers see as the publisher."))
    sender = forms.CharField(
        label=_("CAP sender"), max_length=200,
        help_text=_("By convention a domain name of yours. Later editions carry it; those that are out keep theirs."),
    )  # fmt: skip
    lone_duty = forms.BooleanField(
        label=_("Lone duty: whoever wrote an alert may approve it"), required=False,
        help_text=_("For a desk of one. Each such publication says so. Otherwise two people look at every alert."),
    )  # fmt: skip
    answer_hours = forms.IntegerField(
        label=_("Answer links work for so many hours after the expiry"), min_value=1, max_value=2000
    )
    keep_trips_days = forms.IntegerField(
        label=_("Trips are kept for so many days after their end"), min_value=1, max_value=3650,
        help_text=_("Fewer days: what is older goes with the next purge, and does not come back."),
    )  # fmt: skip


def values_of(organisation: Organisation) -> dict[str, Any]:
    """Return what stands in the form."""
    return {name: getattr(organisation, name) for name in _FIELDS}


def put_organisation(
    values: dict[str, Any], organisation: Organisation, *, actor: User, now: datetime
) -> Organisation:
    """Keep what differs, in the audit log too; raise AccountRefused for a sender that CAP forbids."""
    return set_up_organisation(Organisation.objects.get(pk=organisation.pk), now=now, actor=actor, **values)
