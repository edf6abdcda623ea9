"""Exposures, as the API returns them."""

from __future__ import annotations

from typing import Annotated

from tocsin.exposure.models import Exposure
from tocsin.publishing.api.responses import Page
from tocsin.publishing.api.values import IdentityAsked, Moment, OneOf, PageAsked, Shape

Certainty = Annotated[str, OneOf(tuple(Exposure.Certainty.values))]


class ExposureShape(Shape):
    """That a stay or a site is in the way of an edition: by which rule, how far, when, and how it was located."""

    id: int
    edition_id: int
    person_id: int
    stay_id: int | None
    site_id: int | None
    certainty: Certainty
    rule: str
    reason: str
    distance_km: float | None
    overlap_from: Moment | None
    overlap_until: Moment | None
    located_by: str
    place: str

    @classmethod
    def of(cls, exposure: Exposure) -> ExposureShape:
        """Return one exposure."""
        return cls(**{name: getattr(exposure, name) for name in cls.model_fields})


class ExposurePage(Page):
    """A page of exposures."""

    items: list[ExposureShape]


class ExposuresAsked(PageAsked):
    """Which exposures are asked for."""

    edition_id: IdentityAsked = None
    person_id: IdentityAsked = None
    certainty: Certainty | None = None
