"""Subscriptions: for those who want to be told wherever they are. Add, change and end them; find who asks for an alert."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from tocsin.accounts import audit
from tocsin.accounts.models import Organisation, User
from tocsin.alerts.models import LEVELS, Edition
from tocsin.exposure.decide import SUBSCRIBED
from tocsin.exposure.errors import OtherOrganisation, ValueImpossible
from tocsin.exposure.exposure_rows import Finding
from tocsin.exposure.models import Person, Subscription
from tocsin.exposure.subscribed import Answered, Wish, answered
from tocsin.exposure.values import Certainty, Target
from tocsin.geo import Area, GazetteerError, GeoError, gazetteer
from tocsin.reading import HAZARDS
from tocsin.wording import worded


def wish_of(subscription: Subscription) -> Wish:
    """Return what a subscription asks for."""
    return Wish(
        countries=tuple(subscription.countries),
        area=Area.from_geojson(subscription.area) if subscription.area else None,
        hazards=tuple(subscription.hazards),
        lowest_level=subscription.lowest_level,
    )


def asked_for(subscription: Subscription, edition: Edition, target: Target) -> Answered:
    """Return whether a subscription asks for `edition`, which reaches `target`."""
    return answered(
        wish_of(subscription), target, country=edition.country, hazard=edition.hazard, level=edition.level
    )


def subscriptions_for(
    organisation_id: int, target: Target, *, country: str, hazard: str, level: str
) -> list[tuple[Subscription, str]]:
    """Return the subscriptions of a desk that ask for such an alert, each with the sentence that says so."""
    listed = Subscription.objects.filter(organisation_id=organisation_id, active=True, person__active=True)
    found = []
    for subscription in listed.order_by("pk").iterator(chunk_size=1000):
        try:
            wish = wish_of(subscription)
        except GeoError:
            # Its area cannot be read: told of too much, somebody asks; told of nothing, nobody does.
            subscription.area = None
            wish = wish_of(subscription)
        one = answered(wish, target, country=country, hazard=hazard, level=level)
        if one.wanted:
            found.append((subscription, one.sentence))
    return found


def subscribers_of(edition: Edition, target: Target) -> Iterator[Finding]:
    """Yield what is to be written for each subscription that asks for `edition`, which reaches `target`."""
    for subscription, sentence in subscriptions_for(
        edition.alert.organisation_id,
        target,
        country=edition.country,
        hazard=edition.hazard,
        level=edition.level,
    ):
        yield Finding(
            person_id=subscription.person_id,
            subscription_id=subscription.pk,
            certainty=Certainty.SUBSCRIBED.value,
            rule=SUBSCRIBED.id,
            reason=sentence,
        )


@transaction.atomic
def subscribe(
    person: Person,
    *,
    actor: User | str,
    now: datetime,
    countries: Sequence[str] = (),
    area: Area | None = None,
    hazards: Sequence[str] = (),
    lowest_level: str = LEVELS[0],
) -> Subscription:
    """Add a subscription of a person. Raises ValueImpossible for a country, hazard or level that there is not."""
    subscription = Subscription(organisation=person.organisation, person=person, created_at=now)
    _fill(subscription, countries, area, hazards, lowest_level)
    subscription.save()
    _record(subscription, "subscription.add", actor, now)
    return subscription


@transaction.atomic
def change_subscription(
    subscription: Subscription,
    *,
    actor: User | str,
    now: datetime,
    countries: Sequence[str] = (),
    area: Area | None = None,
    hazards: Sequence[str] = (),
    lowest_level: str = LEVELS[0],
) -> Subscription:
    """Give a subscription other conditions. Raises as :func:`subscribe`."""
    _fill(subscription, countries, area, hazards, lowest_level)
    subscription.save()
    _record(subscription, "subscription.change", actor, now)
    return subscription


@transaction.atomic
def end_subscription(subscription: Subscription, *, actor: User | str, now: datetime) -> None:
    """End a subscription; what its person was told because of it stays on record."""
    subscription.active = False
    subscription.save(update_fields=["active"])
    _record(subscription, "subscription.end", actor, now)


def require_person_of(person: Person, organisation: Organisation) -> None:
    """Return where the person is of the organisation; raise OtherOrganisation where not."""
    if person.organisation_id != organisation.pk:
        raise OtherOrganisation(f"{person} and {organisation} do not belong together.")


def _fill(
    subscription: Subscription,
    countries: Sequence[str],
    area: Area | None,
    hazards: Sequence[str],
    lowest_level: str,
) -> None:
    subscription.countries = [_country(code) for code in countries]
    known = {hazard.code for hazard in HAZARDS}
    for code in hazards:
        if code not in known:
            raise ValueImpossible(
                "hazards",
                worded("%(code)s is not in the list of hazards.", code=repr(code)),
                worded("See docs/reading.md."),
            )
    if lowest_level not in LEVELS:
        raise ValueImpossible(
            "lowest_level",
            worded("%(lowest_level)s is no level.", lowest_level=repr(lowest_level)),
            worded("Use %(choices)s.", choices=", ".join(LEVELS)),
        )
    subscription.hazards, subscription.lowest_level = list(hazards), lowest_level
    subscription.area = area.to_geojson() if area is not None else None


def _country(code: str) -> str:
    try:
        gazetteer().country_name(code)
    except GazetteerError as error:
        raise ValueImpossible(
            "countries",
            worded("%(code)s is no country.", code=repr(code)),
            worded("Use the two letters of ISO 3166-1, as MA."),
        ) from error
    return code


def _record(subscription: Subscription, action: str, actor: User | str, now: datetime) -> None:
    audit.record(
        subscription.organisation,
        action,
        f"subscription:{subscription.pk}",
        now=now,
        actor=actor,
        detail={
            "person": subscription.person_id,
            "countries": subscription.countries,
            "hazards": subscription.hazards,
            "lowest_level": subscription.lowest_level,
        },
    )
