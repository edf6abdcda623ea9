"""The pages of the channels: which there are, how the last tests went, what a message looks like, and webhooks' log."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.accounts.errors import SecretUnreadable
from tocsin.accounts.models import Organisation
from tocsin.alerts.models import Edition
from tocsin.delivery.bulletin import bulletin_of
from tocsin.delivery.channel_settings import default_length, settings_of
from tocsin.delivery.decide import BY_GATEWAY, CHANNELS, LONG, SHORT, TO, WHOLE
from tocsin.delivery.errors import DeliveryError
from tocsin.delivery.links import answer_link
from tocsin.delivery.messages import Letter
from tocsin.delivery.models import Attempt, ChannelSetting, Delivery
from tocsin.delivery.replay import LEFT
from tocsin.delivery.short_form import short_form
from tocsin.delivery.states import DeliveryState
from tocsin.desk.desk_form import DeskForm
from tocsin.exposure.models import Contact
from tocsin.grading import sms_parts
from tocsin.publishing.api.masking import masked_text

#: How many of the last attempts of webhooks are shown.
ATTEMPTS_SHOWN = 50
#: Gateways as an administrator writes them, for each kind; docs/channels.md has more.
EXAMPLES = {
    "sms": "twilio://SID:TOKEN@+15555550100/{to}",
    "whatsapp": "whatsapp://TOKEN@SENDER/{to}",
    "signal": "signals://signal.example.org/+15555550100/{to}",
    "telegram": "tgram://TOKEN/{to}",
    "push": "ntfys://ntfy.example.org/{to}",
    "slack": "slack://A/B/C/{to}",
    "teams": "{to}",
}
_ADDRESSES = {
    "email": gettext_lazy("A mail address, as you@example.org."),
    "webhook": gettext_lazy("A web address that takes posts."),
    "telegram": gettext_lazy("Number of a chat, or @name of a channel."),
    "push": gettext_lazy("Topic, user key or device."),
    "slack": gettext_lazy("Id of a member or channel."),
    "teams": gettext_lazy("The whole address of the workflow's webhook."),
}


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel: its setting, whether messages can go out, in words how, and how many people have an address of it."""

    kind: str
    label: str
    row: ChannelSetting | None
    is_open: bool
    way: str
    longest: int
    people: int

    @property
    def by_gateway(self) -> bool:
        """Whether the desk sets a gateway for it."""
        return self.kind in BY_GATEWAY


@dataclass(frozen=True, slots=True)
class Preview:
    """What a short message of an edition says: its room, its words and direction, and how many SMS it would be."""

    limit: int
    words: str
    parts: int
    language: str

    @property
    def characters(self) -> int:
        """How many characters it has."""
        return len(self.words)


@dataclass(frozen=True, slots=True)
class Posted:
    """One attempt to post a webhook; `can_replay` on the newest of its message, where that may be sent again."""

    at: datetime
    host: str
    outcome: str
    words: str
    number: int
    rule: str
    edition: str
    delivery_id: int
    can_replay: bool


@dataclass(frozen=True, slots=True)
class ChannelsPage:
    """Everything that the page of the channels shows; `edition` is the newest, None before the first."""

    rows: tuple[ChannelRow, ...]
    edition: Edition | None
    previews: tuple[Preview, ...]
    posted: tuple[Posted, ...]


def channels_page(organisation: Organisation, *, now: datetime) -> ChannelsPage:
    """Return what the page of the channels of `organisation` shows: no name of a person, and no address."""
    edition = newest_edition(organisation)
    return ChannelsPage(
        channel_rows(organisation), edition, previews(edition, now=now), posted(organisation, now=now)
    )


def channel_rows(organisation: Organisation) -> tuple[ChannelRow, ...]:
    """Return the channels in the order in which they are tried."""
    rows, labels = settings_of(organisation), dict(Contact.Kind.choices)
    counted = Contact.objects.filter(person__organisation=organisation, person__active=True).values_list(
        "kind"
    )
    people = dict(counted.annotate(people=Count("person", distinct=True)).order_by())
    found = []
    for kind in CHANNELS:
        row = rows.get(kind)
        is_open, way = _way(kind, row)
        longest = row.longest if row else default_length(kind)
        found.append(ChannelRow(kind, str(labels[kind]), row, is_open, way, longest, people.get(kind, 0)))
    return tuple(found)


def _way(kind: str, row: ChannelSetting | None) -> tuple[bool, str]:
    if kind == "email":
        if settings.TOCSIN_SMTP_ADDRESS:
            return True, _("the mail server of this instance")
        return False, _("no mail server: the operator sets TOCSIN_SMTP_ADDRESS")
    if kind == "webhook":
        return True, _("posted and signed, to each person's own address")
    if (row and row.scheme == TO) or (kind in WHOLE and not (row and row.scheme)):
        return True, _("each person's own whole address")
    if row and row.scheme:
        return True, row.scheme
    return False, _("not set: nothing is sent")


def newest_edition(organisation: Organisation) -> Edition | None:
    """Return the edition that was published last; None before the first."""
    editions = Edition.objects.filter(alert__organisation=organisation).select_related("alert__organisation")
    return editions.order_by("-sent", "-pk").first()


def previews(
    edition: Edition | None, *, now: datetime, limits: tuple[int, ...] = (SHORT, LONG)
) -> tuple[Preview, ...]:
    """Return what short messages of `edition` say, in its own language, with a link as long as everybody's."""
    if edition is None:
        return ()
    try:
        bulletin = bulletin_of(edition)
        # Nobody has the number 0: the link leads nowhere, and is as long as any other.
        answer = answer_link(edition, 0, now=now) if edition.asks_for_answer else ""
    except DeliveryError:
        # Its time is over, or it cannot be read: then there is no message to show.
        return ()
    letter = Letter(
        message_id="", address="", secret="", name="", language=bulletin.language, why="", answer=answer, thread=(),
        bulletin=bulletin, at=now,
    )  # fmt: skip
    said = ((limit, short_form(letter, limit)) for limit in limits)
    return tuple(Preview(limit, words, sms_parts(words), bulletin.language) for limit, words in said)


def posted(organisation: Organisation, *, now: datetime) -> tuple[Posted, ...]:
    """Return the last attempts to post webhooks, the newest first; of an address, only its host."""
    # By the contacts, which are few: of everything that was ever sent, webhooks may be a small part.
    contacts = Contact.objects.filter(person__organisation=organisation, kind="webhook")
    tries = Attempt.objects.filter(delivery__contact__in=contacts.values("pk"))
    tries = tries.filter(delivery__organisation=organisation, delivery__channel="webhook")
    last = list(tries.select_related("delivery__edition").order_by("-at", "-pk")[:ATTEMPTS_SHOWN])
    numbers: dict[int, list[int]] = defaultdict(list)
    same = Attempt.objects.filter(delivery__in={one.delivery_id for one in last}).order_by("at", "pk")
    for delivery_id, pk in same.values_list("delivery_id", "pk"):
        numbers[delivery_id].append(pk)
    hosts = {number: _host(number) for number in {one.delivery.contact_id for one in last}}
    return tuple(
        Posted(
            at=one.at,
            host=hosts[one.delivery.contact_id],
            outcome=one.outcome,
            words=masked_text(one.response)[:200],
            number=numbers[one.delivery_id].index(one.pk) + 1,
            rule=one.rule,
            edition=one.delivery.edition.identifier,
            delivery_id=one.delivery_id,
            can_replay=numbers[one.delivery_id][-1] == one.pk and _may_go_again(one.delivery, now),
        )
        for one in last
    )


def _may_go_again(delivery: Delivery, now: datetime) -> bool:
    return delivery.state in (*LEFT, DeliveryState.FAILED) and delivery.expires_at > now


def _host(contact_id: int | None) -> str:
    try:
        return urlsplit(Contact.objects.get(pk=contact_id).address).hostname or "?"
    except (SecretUnreadable, ValueError):
        return "?"


class ChannelForm(DeskForm):
    """The gateway of one kind, and how long its messages may be."""

    url = forms.CharField(
        label=gettext_lazy("Address of the gateway"),
        required=False,
        max_length=2000,
        # Not sent to a spelling service, and not kept by the browser.
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
    )
    longest = forms.TypedChoiceField(
        label=gettext_lazy("Characters in a message"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (SHORT, gettext_lazy("160: fits one SMS")),
            (LONG, gettext_lazy("600: with headline, end and summary")),
        ],
    )

    def __init__(self, *args: Any, kind: str, is_set: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("An address as Apprise writes it, with {to} for the person's part, as %(example)s.")
        if is_set:
            words = _(
                "Write a new one to replace the old, which is never shown; empty keeps it. As %(example)s."
            )
        self.fields["url"].help_text = words % {"example": EXAMPLES[kind]}


class ExerciseForm(DeskForm):
    """Where an exercise message goes."""

    prefix = "exercise"
    address = forms.CharField(
        label=gettext_lazy("Send an exercise message to"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=gettext_lazy("Secret to sign with"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("As whsec_ and base64; without one the receiver cannot check the signature."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = _("A telephone number with + and the country's code.")
        self.fields["address"].help_text = _ADDRESSES.get(kind, number)
        if kind != "webhook":
            del self.fields["secret"]
