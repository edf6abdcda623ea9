"""Earlier incidents of the same hazard and place in the desk's own records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tocsin.alerts.values import ClaimFacts, PastIncident
from tocsin.geo import Point, Precision, distance_km, gazetteer
from tocsin.grading import reach_of
from tocsin.incidents.claims import THIS_EVENT
from tocsin.incidents.models import Claim, Incident

#: How far back the records are looked through, and how long before this incident the other has to have gone quiet.
YEARS = 5
_APART = timedelta(hours=24)
#: Two places are one for this purpose within the hazard's reach, and within so many km at least.
NEAR_KM = 50.0
_MOST = 200
_MOST_WITH_CLAIMS = 10
_TOOK_PLACE = ("happened", "under way", "over")


def past_incidents(
    incident: Incident, claim: Callable[[Claim, set[int]], ClaimFacts]
) -> tuple[PastIncident, ...]:
    """Return the incidents of the last five years that took place here before, the latest first.

    Of the same organisation, hazard and country; where both places are known, within the hazard's reach. `claim` makes the
    value of a claim, given the reports that are copies. What was dismissed, merged, denied or only feared is not among them.
    """
    if not incident.country:
        return ()
    known = Incident.objects.filter(
        organisation=incident.organisation_id,
        hazard=incident.hazard,
        country=incident.country,
        state__in=[Incident.State.OPEN, Incident.State.CLOSED],
        phase__in=_TOOK_PLACE,
        last_report_at__lt=incident.first_report_at - _APART,
        last_report_at__gte=incident.first_report_at - timedelta(days=366 * YEARS),
    ).exclude(pk=incident.pk)
    found = [one for one in known.order_by("-last_report_at")[:_MOST] if _is_here(one, incident)]
    country = gazetteer().country_name(incident.country)
    return tuple(
        PastIncident(
            reference=one.reference,
            hazard=one.hazard,
            began=one.onset or one.first_report_at,
            place="" if one.precision in ("", Precision.COUNTRY.value) or one.place == country else one.place,
            country=country,
            claims=_tolls(one, claim) if number < _MOST_WITH_CLAIMS else (),
        )
        for number, one in enumerate(found)
    )


def _is_here(one: Incident, incident: Incident) -> bool:
    if incident.precision in ("", Precision.COUNTRY.value):
        return True
    if one.precision in ("", Precision.COUNTRY.value):
        return False
    there, here = _point(one), _point(incident)
    if there is None or here is None:
        return one.place == incident.place
    return distance_km(there, here) <= max(NEAR_KM, reach_of(incident.hazard, incident.severity).radius_km)


def _point(incident: Incident) -> Point | None:
    if incident.longitude is None or incident.latitude is None:
        return None
    return Point(longitude=incident.longitude, latitude=incident.latitude)


def _tolls(one: Incident, claim: Callable[[Claim, set[int]], ClaimFacts]) -> tuple[ClaimFacts, ...]:
    copies = set(one.memberships.filter(copy_of__isnull=False).values_list("report_id", flat=True))
    stated = one.claims.filter(state=Claim.State.STANDING, scope=THIS_EVENT, value__isnull=False)
    return tuple(
        claim(row, copies) for row in stated.prefetch_related("sources__report__source").order_by("pk")[:50]
    )
