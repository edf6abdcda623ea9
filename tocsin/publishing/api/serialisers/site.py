"""Sites, as the API returns and takes them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tocsin.exposure.models import Site
from tocsin.publishing.api.responses import Page
from tocsin.publishing.api.values import (
    CountryAsked,
    FlagAsked,
    Identity,
    Moment,
    PageAsked,
    Patch,
    PlaceBody,
    Shape,
    Text,
)

Contacts = list[Identity]


class SiteShape(Shape):
    """A place that the organisation answers for; `contact_ids` are the people who are told when it is in the way."""

    id: int
    key: str
    name: str
    kind: str
    country: str
    longitude: float
    latitude: float
    outline: dict[str, Any] | None
    people_count: int
    contact_ids: list[int]
    active: bool
    created_at: Moment

    @classmethod
    def of(cls, site: Site) -> SiteShape:
        """Return one site, with its contacts at hand."""
        copied = (name for name in cls.model_fields if name not in ("id", "contact_ids"))
        contacts = sorted(person.pk for person in site.contacts.all())
        return cls(id=site.pk, contact_ids=contacts, **{name: getattr(site, name) for name in copied})


class SitePage(Page):
    """A page of sites."""

    items: list[SiteShape]


class SitesAsked(PageAsked):
    """Which sites are asked for."""

    country: CountryAsked = ""
    active: FlagAsked = None


class SiteBody(PlaceBody):
    """A site to be added. It needs a point: coordinates, or the name of a city."""

    key: Text = Field(min_length=1, max_length=100, examples=["NBO-1"])
    name: Text = Field(min_length=1, max_length=200, examples=["Nairobi office"])
    kind: Text = Field("office", max_length=40)
    people_count: int = Field(0, ge=0, le=9_999_999)
    contact_ids: Contacts = Field([], max_length=100)


class SitePatch(PlaceBody, Patch):
    """What changes about a site; what is left out stays as it is (RFC 7396)."""

    name: Text = Field("", min_length=1, max_length=200)
    kind: Text = Field("", min_length=1, max_length=40)
    people_count: int = Field(0, ge=0, le=9_999_999)
    contact_ids: Contacts = Field([], max_length=100)
    active: bool = Field(True, description="False closes the site: it is matched no more.")
