"""Which countries an area reaches into: all of them, but not those that it only runs along."""

from __future__ import annotations

import pytest

from tocsin.geo import Area, Circle, Point, Polygon, countries_reached, country_outline


def circle(longitude: float, latitude: float, radius_km: float) -> Circle:
    return Circle(Point(longitude=longitude, latitude=latitude), radius_km)


@pytest.mark.parametrize(
    ("circles", "countries"),
    [
        ([circle(34.76, -0.1, 40)], {"KE"}),
        ([circle(34.76, -0.1, 40), circle(33.2, 0.43, 60), circle(2.35, 48.85, 60)], {"KE", "UG", "FR"}),
        ([circle(34.4, 0.46, 60)], {"KE", "UG"}),
        ([circle(36.82, -1.29, 0)], {"KE"}),
        ([circle(7.42, 43.735, 2)], {"MC"}),
        ([circle(-150, 0, 50)], set()),
        ([circle(179.9, -17, 150)], {"FJ"}),
    ],
)
def test_every_country_that_a_circle_reaches_into_is_named(
    circles: list[Circle], countries: set[str]
) -> None:
    assert countries_reached(Area(circles=tuple(circles))) == countries


def test_an_area_along_a_border_does_not_reach_over_it() -> None:
    outline = country_outline("KE")
    assert outline is not None
    polygons = tuple(Polygon.from_pairs(list(part.exterior.coords)) for part in outline.geoms)
    assert countries_reached(Area(polygons=polygons)) == {"KE"}


def test_named_countries_and_margins_count() -> None:
    assert countries_reached(Area(countries=("TZ",), circles=(circle(34.76, -0.1, 40),))) == {"KE", "TZ"}
    wide = Area(circles=(circle(34.76, -0.1, 40),), margin_km=120)
    assert countries_reached(wide) == {"KE", "TZ", "UG"}
    assert countries_reached(Area()) == frozenset()
