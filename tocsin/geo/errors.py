"""What can be wrong with a place, an area or the packed gazetteer."""

from __future__ import annotations


class GeoError(ValueError):
    """Any error of this room. Raised only as one of the classes below, so that a caller can catch all at once."""


class CoordinateError(GeoError):
    """Raised when a longitude or latitude is not a finite number of degrees inside -180..180 and -90..90."""


class CircleError(GeoError):
    """Raised when a circle's radius is negative, not finite, or larger than half way round the Earth."""


class PolygonError(GeoError):
    """Raised when a ring has too few or too many positions, is not closed, crosses itself, or has a hole outside."""


class AreaError(GeoError):
    """Raised when an area's GeoJSON cannot be read, or an area names a country that has no outline."""


class MapError(GeoError):
    """Raised when a locator map has nothing to show, an impossible size, or a colour that is not written #rrggbb."""


class GazetteerError(GeoError):
    """Raised when a packed data file is missing, of another format version, or cut short."""
