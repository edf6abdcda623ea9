"""What an edition or a text reaches, as the value that `decide.match` takes."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import shapely
from shapely.geometry import shape

from tocsin.accounts.models import Organisation
from tocsin.alerts.models import Edition
from tocsin.exposure.reach import arrival_days, reach_for
from tocsin.exposure.uncertainty import UNCERTAINTY_KM
from tocsin.exposure.values import Target
from tocsin.geo import Area, country_at, country_outline, gazetteer
from tocsin.grading import AlertText

#: Phases of an incident (docs/reading.md) in which an alert is a forecast.
FORECAST_PHASES = frozenset({"planned", "feared"})
_KM_PER_DEGREE = 111.195
#: `Area.to_geojson` draws no circle that is larger.
_LARGEST_DRAWN_KM = 5000.0


def target_of(edition: Edition, area: Area | None = None) -> Target:
    """Return what `edition` reaches, from its frozen columns and the phase and precision of its incident.

    `area` is its area, where it was read already.
    Raises `AreaError` of `tocsin.geo` where the stored area cannot be read, `UnknownHazardError` of `tocsin.grading`.
    """
    incident = edition.alert.incident
    return _target(
        area or Area.from_geojson(edition.area),
        organisation_id=edition.alert.organisation_id,
        hazard=edition.hazard,
        severity=edition.severity,
        level=edition.level,
        onset=edition.onset,
        expires=edition.expires,
        counted_from=edition.sent,
        country=edition.country,
        phase=incident.phase,
        precision=incident.precision,
    )


def target_of_text(
    text: AlertText, organisation: Organisation, *, now: datetime, phase: str = "", precision: str = ""
) -> Target:
    """Return what a text of `organisation` that is still being written would reach if it were published at `now`.

    `phase` and `precision` are its incident's. A missing onset counts as `now`, a missing expiry as the hazard's usual
    duration, a missing area as the whole country of the text.
    """
    onset = text.onset or now
    duration = timedelta(hours=reach_for(organisation.pk, text.hazard, text.severity).duration_hours)
    area = text.area or Area(countries=(text.country_code,) if text.country_code else ())
    return _target(
        area,
        organisation_id=organisation.pk,
        hazard=text.hazard,
        severity=text.severity,
        level=text.level.word,
        onset=onset,
        expires=text.expires or onset + duration,
        counted_from=now,
        country=text.country_code,
        phase=phase,
        precision=precision,
    )


def _target(
    area: Area,
    *,
    organisation_id: int,
    hazard: str,
    severity: str,
    level: str,
    onset: datetime,
    expires: datetime,
    counted_from: datetime,
    country: str,
    phase: str,
    precision: str,
) -> Target:
    reach = reach_for(organisation_id, hazard, severity)
    # Whoever drew a polygon drew its edge; a circle stands around a place that is itself only known so well.
    uncertainty = UNCERTAINTY_KM.get(precision, 0.0) if area.circles else 0.0
    target = Target(
        area=area,
        onset=onset,
        expires=expires,
        counted_from=counted_from,
        reach_km=reach.radius_km,
        uncertainty_km=uncertainty,
        forecast=str(phase) in FORECAST_PHASES,
        arriving_within_days=arrival_days(organisation_id, hazard, level).days,
        grace_hours=reach.grace_hours,
        precision=precision,
    )
    named = {country} if country else set()
    return replace(
        target, touches=frozenset(named | countries_touched(target.reached) | target.whole_countries)
    )


def countries_touched(area: Area) -> frozenset[str]:
    """Return the alpha-2 codes of the countries that the shapes of `area` meet; margins count on the safe side."""
    if area.is_empty:
        return frozenset(area.countries)
    found = {country_at(circle.center) for circle in area.circles}
    for circle in area.circles:
        if circle.radius_km > _LARGEST_DRAWN_KM:
            found |= {place.country for place in gazetteer().countries() if circle.contains(place.point)}
    geometry = area.to_geojson()["geometry"]
    if geometry is not None:
        codes, tree = _outlines()
        drawn = shape(geometry)
        if area.margin_km:
            _, south, _, north = drawn.bounds
            shrink = max(0.05, math.cos(math.radians(min(89.0, max(abs(south), abs(north))))))
            drawn = drawn.buffer(area.margin_km / _KM_PER_DEGREE / shrink)
        found |= {codes[int(row)] for row in tree.query(drawn, predicate="intersects")}
    return frozenset({code for code in found if code} | set(area.countries))


@cache
def _outlines() -> tuple[tuple[str, ...], shapely.STRtree]:
    outlines = {place.country: country_outline(place.country) for place in gazetteer().countries()}
    known = {code: outline for code, outline in outlines.items() if outline is not None}
    return tuple(known), shapely.STRtree(list(known.values()))
