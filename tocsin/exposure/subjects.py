"""A stay or a site of the database as the value that `decide.match` takes."""

from __future__ import annotations

from tocsin.exposure.models import Site, Stay
from tocsin.exposure.sentences import BY_SITES_OWN
from tocsin.exposure.values import Whereabouts
from tocsin.geo import Area, Point

#: What the column `located_by` of an exposure says for a site.
SITE_LOCATED_BY = BY_SITES_OWN


def whereabouts_of_stay(stay: Stay) -> Whereabouts:
    """Return where and when `stay` is; without a point where only its country is known."""
    point = None
    if stay.longitude is not None and stay.latitude is not None:
        point = Point(longitude=stay.longitude, latitude=stay.latitude)
    return Whereabouts(
        place=stay.place,
        country=stay.country,
        point=point,
        precision=stay.precision,
        uncertainty_km=stay.uncertainty_km,
        located_by=stay.located_by,
        arrive=stay.arrive,
        depart=stay.depart,
    )


def whereabouts_of_site(site: Site) -> Whereabouts:
    """Return where `site` is: always there, at its point and in its grounds where they are known."""
    assert site.longitude is not None
    assert site.latitude is not None
    return Whereabouts(
        place=site.name,
        country=site.country,
        point=Point(longitude=site.longitude, latitude=site.latitude),
        precision="site",
        uncertainty_km=0.0,
        located_by=SITE_LOCATED_BY,
        arrive=None,
        depart=None,
        grounds=Area.from_geojson(site.outline) if site.outline else None,
    )
