"""The form of one person, and what it does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import User
from tocsin.desk.desk_form import DeskForm
from tocsin.exposure.models import Contact, Person
from tocsin.exposure.people import change_person, set_contact, set_duty

_NUMBER = _("Telephone number with + and the country's code, as +254 712 345 678.")


class PersonForm(DeskForm):
    """Name, and how to reach them."""

    key = forms.CharField(
        label=_("Key"),
        max_length=100,
        help_text=_("Your own stable key, as a staff number. It never changes."),
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.CharField(label=_("E-mail"), required=False, help_text=_("Where alerts are sent."))
    webhook = forms.CharField(
        label=_("Webhook"), required=False, help_text=_("An address that signed alerts are posted to.")
    )
    sms = forms.CharField(label=_("SMS"), required=False, help_text=_NUMBER)
    whatsapp = forms.CharField(label=_("WhatsApp"), required=False, help_text=_NUMBER)
    signal = forms.CharField(label=_("Signal"), required=False, help_text=_NUMBER)
    telegram = forms.CharField(
        label=_("Telegram"), required=False, help_text=_("Number of the chat, or @name of a channel.")
    )
    push = forms.CharField(
        label=_("Push"), required=False, help_text=_("Topic, user key or device of the push service.")
    )
    slack = forms.CharField(label=_("Slack"), required=False, help_text=_("Id of the member or channel."))
    teams = forms.CharField(
        label=_("Teams"), required=False, help_text=_("The whole address of the workflow's webhook.")
    )
    language = forms.CharField(
        label=_("Language of messages"),
        max_length=10,
        initial="en",
        help_text=_("As a code: en, fr, es, ar."),
    )
    timezone = forms.CharField(
        label=_("Time zone"), max_length=60, initial="UTC", help_text=_("IANA name, as Africa/Casablanca.")
    )


class PersonChangeForm(PersonForm):
    """The same of somebody who is there: an address that is left empty stays as it is."""

    key = None
    stand_in = forms.CharField(
        label=_("Stands in for them"),
        required=False,
        help_text=_("The key of a colleague, who is told where this person does not answer."),
    )
    on_duty = forms.BooleanField(
        label=_("On duty for the desk"),
        required=False,
        help_text=_("Is told of people who do not answer, and at once of every call for help."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        initial = {
            "name": person.name,
            "language": person.language,
            "timezone": person.timezone,
            "stand_in": person.stand_in.key if person.stand_in else "",
            "on_duty": person.on_duty,
        }
        super().__init__(*args, initial=initial, **kwargs)
        for name in Contact.Kind.values:
            self.fields[name].help_text = _("Write a new one to replace the old; empty keeps it.")


@transaction.atomic
def change(person: Person, values: dict[str, Any], *, actor: User, now: datetime) -> Person:
    """Give a person the form's values; an address that is empty stays. Raises ValueImpossible."""
    for kind in Contact.Kind.values:
        if address := values[kind]:
            set_contact(person, kind, address, actor=actor, now=now)
    set_duty(person, stand_in_key=values["stand_in"], on_duty=values["on_duty"], actor=actor, now=now)
    own = {name: values[name] for name in ("name", "language", "timezone")}
    return change_person(person, actor=actor, now=now, **own)
