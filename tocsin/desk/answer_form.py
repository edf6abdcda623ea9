"""The form for writing down what somebody said on the telephone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.alerts.models import Alert
from tocsin.delivery.answers import LONGEST_NOTE, LONGEST_PLACE
from tocsin.desk.desk_form import DeskForm
from tocsin.exposure.models import Person

#: So many people are offered at most.
MOST_OFFERED = 300


class AnswerForm(DeskForm):
    """Who, what they say, and a note."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who called?"), empty_label=_("Choose"))
    kind = forms.ChoiceField(
        label=_("What do they say?"),
        widget=forms.RadioSelect,
        choices=[
            ("need-help", _("Needs help")),
            ("safe", _("Is safe")),
            ("not-there", _("Is not there")),
        ],
    )
    place = forms.CharField(label=_("Where are they?"), required=False, max_length=LONGEST_PLACE)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Where they are, what they need, how to call back."),
    )

    def __init__(self, *args: Any, alert: Alert, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        concerned = Q(exposures__edition__alert=alert) | Q(deliveries__edition__alert=alert)
        people: Any = self.fields["person"]
        people.queryset = Person.objects.filter(concerned).distinct().order_by("name", "pk")
        self._shorten(people, alert)

    def _shorten(self, people: Any, alert: Alert) -> None:
        """Offer the silent alone where the list would be long; whoever is not in it can be chosen at their line."""
        if people.queryset.count() <= MOST_OFFERED:
            return
        silent = people.queryset.exclude(answers__edition__alert=alert)
        offered = dict(silent.values_list("pk", "name")[:MOST_OFFERED])
        chosen = self["person"].value()
        if str(chosen or "").isdecimal() and int(chosen) not in offered:
            offered |= dict(people.queryset.filter(pk=chosen).values_list("pk", "name"))
        people.choices = [("", _("Choose")), *offered.items()]
        people.help_text = _("Not in the list? Press 'write down' at their line in the roll-call.")
