"""The form that adds a subscription, and what it does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation, User
from tocsin.alerts.models import LEVELS
from tocsin.desk.desk_form import DeskForm
from tocsin.desk.names import HAZARD_CHOICES
from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.models import Person, Subscription
from tocsin.exposure.subscriptions import subscribe
from tocsin.geo import Area, Circle, Point
from tocsin.wording import worded


class SubscriptionForm(DeskForm):
    """Who wants to be told of what."""

    person = forms.CharField(label=_("Who?"), max_length=100, help_text=_("The person's key."))
    countries = forms.CharField(
        label=_("Countries"),
        required=False,
        max_length=800,
        help_text=_("Codes, as MA KE. Empty: everywhere."),
    )
    latitude = forms.FloatField(label=_("Around: latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Around: longitude"), required=False, min_value=-180, max_value=180)
    radius_km = forms.FloatField(label=_("Within km"), required=False, min_value=0, max_value=5000)
    hazards = forms.MultipleChoiceField(
        label=_("Hazards"), required=False, choices=HAZARD_CHOICES,
        help_text=_("None chosen: every hazard."),
    )  # fmt: skip
    lowest_level = forms.ChoiceField(label=_("From level"), choices=[(word, _(word)) for word in LEVELS])

    def clean(self) -> dict[str, Any]:
        """Return the values; an error where an area is begun and not finished."""
        values = super().clean() or {}
        parts = [values.get(name) for name in ("latitude", "longitude", "radius_km")]
        if any(part is not None for part in parts) and any(part is None for part in parts):
            self.add_error(
                "radius_km", _("An area needs latitude, longitude and kilometres; or leave all three empty.")
            )
        return values


def add(values: dict[str, Any], organisation: Organisation, *, actor: User, now: datetime) -> Subscription:
    """Add the form's subscription. Raises ValueImpossible."""
    person = Person.objects.filter(organisation=organisation, key=values["person"]).first()
    if person is None:
        raise ValueImpossible(
            "person",
            worded("Nobody has the key %(key)s.", key=repr(values["person"])),
            worded("Look it up under People."),
        )
    area = None
    if values["radius_km"] is not None:
        center = Point(longitude=values["longitude"], latitude=values["latitude"])
        area = Area(description=f"within {values['radius_km']:g} km of {center.latitude:g}, {center.longitude:g}",
                    circles=(Circle(center, values["radius_km"]),))  # fmt: skip
    return subscribe(
        person,
        actor=actor,
        now=now,
        countries=values["countries"].upper().replace(",", " ").split(),
        area=area,
        hazards=values["hazards"],
        lowest_level=values["lowest_level"],
    )
