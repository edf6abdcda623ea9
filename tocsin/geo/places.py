"""A named place: what the gazetteer knows about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tocsin.geo.points import Point


class Precision(StrEnum):
    """How small a part of the Earth a place's name stands for."""

    COUNTRY = "country"
    ADMIN_1 = "admin-1"
    ADMIN_2 = "admin-2"
    CITY = "city"
    SITE = "site"
    REGION = "region"
    SEA = "sea"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer.

    `geonames_id` is GeoNames' number, or a negative number of our own where GeoNames' is not known (airports, seas and
    regions, and admin areas without one). `country` is ISO 3166-1 alpha-2 or "". `admin1` and `admin2` are GeoNames'
    codes ("MA.07", "US.TX.201") or "". `population` is 0 where unknown, `timezone` an IANA name or "", `airport` an IATA
    code or "".
    """

    geonames_id: int
    name: str
    country: str
    admin1: str
    admin2: str
    precision: Precision
    point: Point
    population: int
    timezone: str
    airport: str = ""
