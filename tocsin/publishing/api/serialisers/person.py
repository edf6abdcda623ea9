"""People, as the API returns and takes them; contact addresses are masked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tocsin.exposure.models import Contact, Person
from tocsin.publishing.api.masking import masked
from tocsin.publishing.api.responses import Page
from tocsin.publishing.api.values import Body, FlagAsked, Moment, OneOf, PageAsked, Patch, Shape, Text

ContactKind = Annotated[str, OneOf(tuple(Contact.Kind.values))]


class ContactShape(Shape):
    """One way to reach a person; `address` is masked, as 'm***@field.example'."""

    id: int
    kind: ContactKind
    address: str

    @classmethod
    def of(cls, contact: Contact) -> ContactShape:
        """Return one contact, masked."""
        return cls(id=contact.pk, kind=contact.kind, address=masked(contact.address))


class PersonShape(Shape):
    """Somebody whom the organisation protects; `key` is its own staff number."""

    id: int
    key: str
    name: str
    language: str
    timezone: str
    active: bool
    created_at: Moment
    contacts: list[ContactShape]

    @classmethod
    def of(cls, person: Person) -> PersonShape:
        """Return one person, with their contacts at hand."""
        return cls(
            id=person.pk,
            key=person.key,
            name=person.name,
            language=person.language,
            timezone=person.timezone,
            active=person.active,
            created_at=person.created_at,
            contacts=[ContactShape.of(contact) for contact in person.contacts.all()],
        )


class PersonPage(Page):
    """A page of people."""

    items: list[PersonShape]


class PeopleAsked(PageAsked):
    """Which people are asked for."""

    key: Text = Field("", max_length=100, description="The organisation's own key of a person.")
    active: FlagAsked = None


class PersonBody(Body):
    """A person to be added."""

    key: Text = Field(min_length=1, max_length=100, examples=["S-104"])
    name: Text = Field(min_length=1, max_length=200, examples=["Mira Otieno"])
    email: Text = Field("", max_length=254, examples=["mira@field.example"])
    webhook: Text = Field("", max_length=500)
    sms: Text = Field(
        "", max_length=40, description="A telephone number (E.164).", examples=["+254712345678"]
    )
    whatsapp: Text = Field("", max_length=40, description="A telephone number (E.164).")
    signal: Text = Field("", max_length=40, description="A telephone number (E.164).")
    telegram: Text = Field("", max_length=40, description="Number of a chat, or a channel's @name.")
    push: Text = Field("", max_length=500, description="Topic, user key or device of the push service.")
    slack: Text = Field("", max_length=81, description="Id of a member or channel.")
    teams: Text = Field("", max_length=500, description="The whole address of a workflow's webhook.")
    language: Text = Field("en", max_length=10)
    timezone: Text = Field("UTC", max_length=60, description="IANA name, as Africa/Nairobi.")


class PersonPatch(Patch):
    """What changes about a person; what is left out stays as it is (RFC 7396)."""

    name: Text = Field("", min_length=1, max_length=200)
    language: Text = Field("", min_length=2, max_length=10)
    timezone: Text = Field("", min_length=1, max_length=60)
    active: bool = Field(True, description="False: matched and told no more.")
    email: Text | None = Field(None, min_length=1, max_length=254, description="Null removes the address.")
    webhook: Text | None = Field(None, min_length=1, max_length=500, description="Null removes the address.")
    sms: Text | None = Field(None, min_length=1, max_length=40, description="Null removes the number.")
    whatsapp: Text | None = Field(None, min_length=1, max_length=40, description="Null removes the number.")
    signal: Text | None = Field(None, min_length=1, max_length=40, description="Null removes the number.")
    telegram: Text | None = Field(None, min_length=1, max_length=40, description="Null removes the chat.")
    push: Text | None = Field(None, min_length=1, max_length=500, description="Null removes the device.")
    slack: Text | None = Field(None, min_length=1, max_length=81, description="Null removes the member.")
    teams: Text | None = Field(None, min_length=1, max_length=500, description="Null removes the address.")


class SyncBody(Body):
    """People by their own keys, as a personnel system has them (in the manner of SCIM, RFC 7644)."""

    people: list[PersonBody] = Field(min_length=1, max_length=5000)
    complete: bool = Field(False, description="Whoever is not in the list has left.")
    sure: bool = Field(False, description="Even where more than half of the people would be marked as left.")


class SyncedShape(Shape):
    """What became of a list of people: keys that were added, changed, made active again, or marked as left."""

    added: list[str]
    changed: list[str]
    unchanged: int
    left: list[str]
