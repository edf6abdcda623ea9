"""Where a row lies on the Earth: plain in Python, sealed in the database."""

from __future__ import annotations

from typing import Any

from django.db import models

from tocsin.exposure.sealed_places import seal_place, unseal_place


class SealedPlaceField(models.BinaryField):
    """The sealed place of a row: written from its `longitude` and `latitude` whenever the row is saved."""

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        """Return the sealed bytes that belong to the row's coordinates."""
        if isinstance(model_instance, Located):
            model_instance.seal()
        return super().pre_save(model_instance, add)


class Located(models.Model):
    """A row with a place: `longitude` and `latitude` in degrees (to 1e-7), or None where it has none."""

    sealed_place: Any = SealedPlaceField(null=True)

    class Meta:
        abstract = True

    @property
    def longitude(self) -> float | None:
        """Degrees east."""
        return self._degrees()[0]

    @longitude.setter
    def longitude(self, degrees: float | None) -> None:
        self._put(degrees, self._degrees()[1])

    @property
    def latitude(self) -> float | None:
        """Degrees north."""
        return self._degrees()[1]

    @latitude.setter
    def latitude(self, degrees: float | None) -> None:
        self._put(self._degrees()[0], degrees)

    def seal(self) -> None:
        """Bring `sealed_place` to the coordinates. Raises ValueError where one is given without the other."""
        new = self.__dict__.get("_unsaved_place")
        if new is None:
            return
        longitude, latitude = new
        if (longitude is None) != (latitude is None):
            raise ValueError("A place needs a longitude and a latitude; one of them is missing.")
        known = longitude is not None and latitude is not None
        self.sealed_place = seal_place(longitude, latitude) if known else None
        # What was just sealed need not be opened again.
        places = (round(longitude, 7), round(latitude, 7)) if known else (None, None)
        self.__dict__["_opened_place"] = (self.sealed_place, places)
        del self.__dict__["_unsaved_place"]

    def refresh_from_db(self, *args: Any, **named: Any) -> None:
        """Read the row again; coordinates that were not saved are forgotten."""
        self.__dict__.pop("_unsaved_place", None)
        super().refresh_from_db(*args, **named)

    def _degrees(self) -> tuple[float | None, float | None]:
        unsaved = self.__dict__.get("_unsaved_place")
        if unsaved is not None:
            return (unsaved[0], unsaved[1])
        sealed = self.sealed_place
        opened = self.__dict__.get("_opened_place")
        if opened is None or opened[0] is not sealed:
            opened = (sealed, (None, None) if sealed is None else unseal_place(sealed))
            self.__dict__["_opened_place"] = opened
        found: tuple[float | None, float | None] = opened[1]
        return found

    def _put(self, longitude: float | None, latitude: float | None) -> None:
        self.__dict__["_unsaved_place"] = (longitude, latitude)
