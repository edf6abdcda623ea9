"""The form by which a field office files what it sees."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation, User
from tocsin.desk.desk_form import DeskForm
from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.times import read_time
from tocsin.incidents.grouping import group_waiting
from tocsin.sources.intake import file_report
from tocsin.sources.models import Report, Source
from tocsin.wording import translated, worded

FORM_SOURCE = "Field office"


class ReportForm(DeskForm):
    """What was seen, where and when."""

    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        help_text=_("One line: where and what, as 'Marrakesh: road to the airport closed'."),
    )
    text = forms.CharField(
        label=_("What was seen"),
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
        help_text=_("Say what you saw yourself and what you were told, with numbers where you know them."),
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("A town, region or country, as 'Marrakesh, Morocco'."),
    )
    observed_at = forms.CharField(
        label=_("When it was seen"),
        max_length=60,
        required=False,
        help_text=_(
            "With its zone: 2017-07-15 14:30 +01:00, or 2017-07-15 13:30 UTC, or with Africa/Casablanca."
        ),
    )

    def clean_observed_at(self) -> datetime | None:
        """Return the moment that was written, aware; an error where it has no zone."""
        words = self.cleaned_data["observed_at"]
        if not words:
            return None
        try:
            return read_time(
                words, field="observed_at", zone="", unknown_zone=worded("none can be known here.")
            )
        except ValueImpossible as error:
            remedy = _("Write it as 2017-07-15 14:30 +01:00, or end it with UTC.")
            raise forms.ValidationError(f"{translated(error.problem)} {remedy}") from error


def form_source(organisation: Organisation, *, now: datetime) -> Source:
    """Return the organisation's source for reports that are filed at the desk; it is made on first use."""
    there = Source.objects.filter(organisation=organisation, kind=Source.Kind.FORM).order_by("pk").first()
    if there is not None:
        return there
    made, _made = Source.objects.get_or_create(
        organisation=organisation,
        name=FORM_SOURCE,
        defaults={"kind": Source.Kind.FORM, "grade": "B", "created_at": now},
    )
    return made


def file(values: dict[str, Any], organisation: Organisation, *, filed_by: User, now: datetime) -> Report:
    """Return the report that the form's values make; it is put into its incident at once."""
    source = form_source(organisation, now=now)
    report = file_report(source, filed_by=str(filed_by), now=now, **values)
    group_waiting(now=now, organisation=organisation)
    return report
