"""The sentences of which a reason of exposure is made, as they are kept: pure, and said again where they are shown."""

from __future__ import annotations

from functools import cache

from tocsin.geo import GazetteerError, gazetteer
from tocsin.recorded import Blank, recorded

#: What stands in the place of a name that there is not.
THE_SEA, NO_PLACE, THE_PLACE = recorded("the sea"), recorded("no place"), recorded("The place")
NEAREST_PART = recorded("The nearest part of %(place)s")
_R, _D, _N, _T = Blank.RECORDED, Blank.DISTANCE, Blank.NUMBER, Blank.MOMENT
_C, _L = Blank.COUNTRY, Blank.LISTED


@cache
def named_country(code: str) -> str:
    """Return a country (alpha-2) by its English name, 'the sea' for '', and a code that is none as it is."""
    try:
        return gazetteer().country_name(code) if code else THE_SEA
    except GazetteerError:
        return code


class Told:
    """A sentence each: first of the place, then of the time, then how the place was found."""

    WHOLE_COUNTRY = recorded(
        "%(place)s lies in %(country)s; the alert is for the whole country.", place=_R, country=_C
    )
    COUNTRY_PARTLY = recorded(
        "Only the country (%(country)s) of the stay is known, and the alert is for a part of it.", country=_C
    )
    COUNTRY_NOT = recorded(
        "Only the country (%(country)s) of the stay is known, and no part of the alert's area lies in it.",
        country=_C,
    )
    REGION = recorded(
        "Only the region of the stay is known (%(place)s, within %(near)s of its middle), "
        "and the alert's area is a part of it or near it.",
        near=_D,
    )
    INSIDE = recorded("%(place)s lies inside the alert's area.", place=_R)
    REACHED = recorded(
        "%(place)s is %(far)s from the place of the incident; the hazard reaches %(reach)s.",
        place=_R,
        far=_D,
        reach=_D,
    )
    NEAR = recorded(
        "%(place)s lies %(far)s outside, but the two places are only known to within %(near)s together.",
        place=_R,
        far=_D,
        near=_D,
    )
    OTHER_COUNTRY = recorded(
        "%(place)s lies in %(country)s; the alert is for %(others)s only.", place=_R, country=_C, others=_L
    )
    FROM_COUNTRY = recorded(
        "%(place)s lies in %(country)s, %(far)s from %(others)s, which the alert is for as a whole.",
        place=_R,
        country=_C,
        far=_D,
        others=_L,
    )
    UNJUDGED = recorded(
        "What is kept of this place cannot be read (%(fault)s), so nobody can judge whether it is in the way. "
        "In doubt its person is told."
    )
    OUTSIDE = recorded("%(place)s lies %(far)s outside the alert's area.", place=_R, far=_D)
    OUTSIDE_BOTH = recorded(
        "%(place)s lies %(far)s outside the alert's area and the %(near)s that the two places are uncertain.",
        place=_R,
        far=_D,
        near=_D,
    )
    BEYOND = recorded(
        "%(place)s lies %(far)s outside the hazard's reach of %(reach)s.", place=_R, far=_D, reach=_D
    )
    BEYOND_BOTH = recorded(
        "%(place)s lies %(far)s outside the hazard's reach of %(reach)s and the %(near)s that the two places are uncertain.",
        place=_R,
        far=_D,
        reach=_D,
        near=_D,
    )
    THERE = recorded("There from %(start)s until %(until)s.", start=_T, until=_T)
    JUST_LEFT = recorded(
        "The stay ended on %(depart)s, %(hours)s hours before the onset; within %(grace)s hours of grace "
        "a person may still be there.",
        depart=_T,
        hours=_N,
        grace=_N,
    )
    LEFT_BEFORE = recorded(
        "The stay ended on %(depart)s, %(hours)s hours before the onset on %(onset)s; the grace is %(grace)s hours.",
        depart=_T,
        hours=_N,
        onset=_T,
        grace=_N,
    )
    ARRIVES_SOON = recorded(
        "The stay begins on %(arrive)s, %(hours)s hours after the alert expires; "
        "for this forecast arrivals until %(until)s are told too.",
        arrive=_T,
        hours=_N,
        until=_T,
    )
    ARRIVES_LATER = recorded(
        "The stay begins on %(arrive)s, %(hours)s hours after the alert expires on %(expires)s; "
        "arrivals are told until %(until)s.",
        arrive=_T,
        hours=_N,
        expires=_T,
        until=_T,
    )
    ARRIVES_AFTER = recorded(
        "The stay begins on %(arrive)s, %(hours)s hours after the alert expires on %(expires)s.",
        arrive=_T,
        hours=_N,
        expires=_T,
    )
    LOCATED = recorded("Located by: %(how)s.", how=_R)
    BUT = recorded("But %(time)s", time=Blank.LOWERED)
    BESIDES = recorded("Besides, %(time)s", time=Blank.LOWERED)


class Subscribed:
    """What a subscription says of an alert."""

    OTHER_COUNTRIES = recorded("Follows %(wish)s; the alert is for %(countries)s.", wish=_L, countries=_L)
    OTHER_HAZARD = recorded("Follows %(wish)s; the alert is about %(hazard)s.")
    LOWER = recorded(
        "Follows alerts from %(lowest)s on; this one is %(level)s.", lowest=Blank.LEVEL, level=Blank.LEVEL
    )
    OTHER_AREA = recorded("Follows an area that the alert does not reach.")
    WANTED = recorded("Follows %(wish)s; is told wherever they are.", wish=_L)
    OWN_AREA = recorded("an area of their own")
    FROM_LEVEL = recorded("%(level)s and above", level=Blank.LEVEL)
    EVERY = recorded("every alert")


class OutOfIt:
    """Why somebody is told who is not in the way any more."""

    CANCELLED = recorded(
        "Not in the way of this edition, but told by edition %(number)s: this all-clear takes it back.",
        number=_N,
    )
    CANCELLED_FOR = recorded(
        "Not in the way of this edition, but told by edition %(number)s for %(place)s: this all-clear takes it back.",
        number=_N,
    )
    CHANGED = recorded(
        "Not in the way of this edition, but told by edition %(number)s: they must learn of the change.",
        number=_N,
    )
    CHANGED_FOR = recorded(
        "Not in the way of this edition, but told by edition %(number)s for %(place)s: they must learn of the change.",
        number=_N,
    )


#: Why an exposure holds no longer.
MOVED = recorded("The stay was changed and is not in the way any more.")
CANCELLED = recorded("The stay was cancelled.")
LEFT = recorded("The person is no longer with the organisation.")
NO_LONGER_KEPT = recorded("By the rule %(rule)s; the place is no longer kept.", rule=Blank.CODES)

#: How a place was found.
BY_COORDINATES = recorded("coordinates given")
BY_COUNTRY = recorded("country only")
BY_CITY = recorded("city by name")
BY_SITE = recorded("site by name")
BY_REGION = recorded("region by name")
BY_NUMBER = recorded("GeoNames number")
BY_AIRPORT = recorded("airport code")
BY_SITES_OWN = recorded("the site's coordinates")
