"""The form of a site, and what it does."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation, User
from tocsin.delivery.late import enqueue_late
from tocsin.desk.stay_form import PlaceForm, place_words
from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.models import Person, Site
from tocsin.exposure.sites import add_site, change_site
from tocsin.wording import worded


class SiteForm(PlaceForm):
    """What, where, and who is told."""

    key = forms.CharField(label=_("Key"), max_length=100, help_text=_("Your own stable key, as OFF-CAS."))
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.CharField(
        label=_("Kind"), max_length=40, initial="office", help_text=_("Office, warehouse, school, hotel ...")
    )
    people_count = forms.IntegerField(
        label=_("People usually there"), min_value=0, max_value=1_000_000, initial=0
    )
    contacts = forms.CharField(
        label=_("Who is told"),
        required=False,
        help_text=_("Keys of people, with blanks between them, as S-014 S-020. Nobody: nobody learns of it."),
    )

    outline = forms.CharField(
        label=_("Outline of its grounds"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("GeoJSON, or one corner a line: latitude, longitude. Empty: only the point counts."),
    )

    field_order = (
        "key",
        "name",
        "kind",
        "place",
        "country",
        "latitude",
        "longitude",
        "outline",
        "people_count",
        "contacts",
    )


class SiteChangeForm(SiteForm):
    """The same of a site that is there; its key stays."""

    key = None


def initial_of(site: Site) -> dict[str, Any]:
    """Return what stands in the form of a site that is there."""
    values = {
        name: getattr(site, name)
        for name in ("name", "kind", "country", "latitude", "longitude", "people_count")
    }
    keys = site.contacts.order_by("key").values_list("key", flat=True)
    outline = json.dumps(site.outline) if site.outline else ""
    return values | {"contacts": " ".join(keys), "outline": outline}


@transaction.atomic
def make_site(organisation: Organisation, values: dict[str, Any], *, actor: User, now: datetime) -> Site:
    """Add a site, matched at once and the messages queued, and return it. Raises ValueImpossible, KeyTaken."""
    change = add_site(organisation, key=values["key"], actor=actor, now=now, **_own(organisation, values))
    enqueue_late(change.exposures, now=now)
    return change.site


@transaction.atomic
def move_site(site: Site, values: dict[str, Any], *, actor: User, now: datetime) -> Site:
    """Change a site, matched anew and the messages queued, and return it. Raises ValueImpossible."""
    change = change_site(site, actor=actor, now=now, **_own(site.organisation, values))
    enqueue_late(change.exposures, now=now)
    return change.site


def _own(organisation: Organisation, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": values["name"],
        "kind": values["kind"],
        "place": place_words(values),
        "people_count": values["people_count"],
        "outline": values["outline"],
        "contacts": _people(organisation, values["contacts"].replace(",", " ").split()),
    }


def _people(organisation: Organisation, keys: list[str]) -> list[Person]:
    found = {person.key: person for person in Person.objects.filter(organisation=organisation, key__in=keys)}
    missing = [key for key in keys if key not in found]
    if missing:
        raise ValueImpossible(
            "contacts",
            worded("Nobody has the key %(key)s.", key=missing[0]),
            worded("Add the person first, or correct the key."),
        )
    return list(found.values())
