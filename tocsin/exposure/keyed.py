"""The columns that hold a stay's keys: worked out anew whenever the stay is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from tocsin.exposure.stay_keys import OPEN_END, country_key, place_key


def seconds(moment: datetime | None) -> int:
    """Return an aware time as whole seconds since 1970; None, until further notice, as OPEN_END."""
    return OPEN_END if moment is None else int(moment.timestamp())


class PlaceKeyField(models.BigIntegerField):
    """stay_keys.place_key of the row; None where only its country is known."""

    def pre_save(self, model_instance: models.Model, add: bool) -> int | None:
        """Return the key for the row's present place and times."""
        stay: Any = model_instance
        key = None
        if stay.longitude is not None and stay.latitude is not None:
            window = seconds(stay.arrive), seconds(stay.depart)
            key = place_key(stay.longitude, stay.latitude, stay.uncertainty_km, *window)
        setattr(stay, self.attname, key)
        return key


class CountryKeyField(models.BigIntegerField):
    """stay_keys.country_key of the row; None at sea."""

    def pre_save(self, model_instance: models.Model, add: bool) -> int | None:
        """Return the key for the row's present country and times."""
        stay: Any = model_instance
        key = None
        if stay.country:
            window = {"arrive": seconds(stay.arrive), "depart": seconds(stay.depart)}
            key = country_key(stay.country, vague=stay.longitude is None, **window)
        setattr(stay, self.attname, key)
        return key
