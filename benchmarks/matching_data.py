"""Stays and questions for the benchmark of matching: made up, lifelike, the same for the same number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.exposure.sorted_stays import Stays
from tocsin.exposure.stay_keys import DAY, OPEN_END, country_number
from tocsin.geo import Area, Circle, Point, Polygon, Precision, admin1_polygons, gazetteer
from tocsin.geo.outlines import country_polygons

#: 2026-01-01 00:00 UTC in seconds since 1970: the year of the stays.
YEAR = 1_767_225_600
TENANTS = 2_000
_CITIES = 30_000
_AT_ONCE = 2_000_000
EVERYWHERE = Point(longitude=0.0, latitude=0.0)
HALF_ROUND_KM = 20_016.0


@dataclass(frozen=True)
class Cities:
    """The largest cities of the gazetteer: where they are, and their share of all people, added up."""

    longitudes: np.ndarray
    latitudes: np.ndarray
    people: np.ndarray
    countries: np.ndarray
    codes: tuple[str, ...]
    provinces: tuple[str, ...]
    share: np.ndarray

    def pick(self, dice: np.random.Generator, count: int) -> np.ndarray:
        """Return `count` cities, drawn by how many live there."""
        return np.minimum(np.searchsorted(self.share, dice.random(count)), len(self.share) - 1)


def cities() -> Cities:
    """Return the cities that people stay in."""
    found = gazetteer().within(EVERYWHERE, HALF_ROUND_KM, Precision.CITY)
    largest = sorted(found, key=lambda place: -(place.population or 0))[:_CITIES]
    people = np.array([max(place.population or 1, 1) for place in largest], np.float64)
    return Cities(
        np.array([place.point.longitude for place in largest]),
        np.array([place.point.latitude for place in largest]),
        people,
        np.array([country_number(place.country) for place in largest], np.int64),
        tuple(place.country for place in largest),
        tuple(place.admin1 for place in largest),
        np.cumsum(people / people.sum()),
    )


def make_stays(count: int, seed: int = 7) -> Stays:
    """Return `count` stays of a year.

    Cities drawn by population, scattered by their size; 5 % at airports beside the large ones; 4 % known only by country;
    1-14 days, but 1 % longer and 1 % until further notice; one in a thousand anywhere on Earth, a few exactly at a pole or
    on the antimeridian. 2,000 tenants, the larger with more stays (Zipf).
    """
    towns = cities()
    columns = {
        "organisations": np.empty(count, np.int64), "countries": np.empty(count, np.int64),
        "longitudes": np.empty(count), "latitudes": np.empty(count),
        "arrive": np.empty(count, np.int64), "depart": np.empty(count, np.int64),
    }  # fmt: skip
    for start in range(0, count, _AT_ONCE):
        part = _part(towns, min(_AT_ONCE, count - start), np.random.default_rng([seed, start]))
        for name, column in columns.items():
            column[start : start + _AT_ONCE] = part[name]
    return Stays(numbers=np.arange(1, count + 1), tiers=np.zeros(count, np.int64), **columns)


def _part(towns: Cities, count: int, dice: np.random.Generator) -> dict[str, np.ndarray]:
    town = towns.pick(dice, count)
    spread = np.clip(2 + 3 * np.log10(towns.people / 15_000), 2, 9)[town] / 111.2
    flat = np.cos(np.radians(towns.latitudes[town]))
    latitude = towns.latitudes[town] + dice.normal(size=count) * spread
    longitude = towns.longitudes[town] + dice.normal(size=count) * spread / flat
    chance = dice.random(count)
    airport = (chance < 0.05) & (towns.people[town] > 300_000)
    latitude[airport], longitude[airport] = (
        towns.latitudes[town][airport] + 0.2,
        towns.longitudes[town][airport],
    )
    anywhere = (chance >= 0.05) & (chance < 0.051)
    latitude[anywhere] = np.degrees(np.arcsin(dice.uniform(-1, 1, anywhere.sum())))
    longitude[anywhere] = dice.uniform(-180, 180, anywhere.sum())
    pole = (chance >= 0.051) & (chance < 0.05102)
    latitude[pole] = dice.choice([90.0, -90.0], pole.sum())
    line = (chance >= 0.05102) & (chance < 0.05104)
    longitude[line], latitude[line] = -180.0, dice.uniform(-20, -14, line.sum())
    longitude, latitude = np.round((longitude + 180) % 360 - 180, 7), np.round(np.clip(latitude, -90, 90), 7)
    vague = chance >= 0.96
    longitude[vague] = latitude[vague] = np.nan
    arrive = YEAR + dice.integers(0, 365, count) * DAY + dice.integers(0, 1440, count) * 60
    depart = arrive + dice.integers(1, 15, count) * DAY - dice.integers(0, 720, count) * 60
    length = dice.random(count)
    long = length < 0.01
    depart[long] = arrive[long] + dice.integers(15, 366, long.sum()) * DAY
    depart[(length >= 0.01) & (length < 0.02)] = OPEN_END
    zipf = np.cumsum(1 / np.arange(1, TENANTS + 1))
    tenant = np.searchsorted(zipf / zipf[-1], dice.random(count)) + 1
    return {
        "organisations": np.minimum(tenant, TENANTS), "countries": towns.countries[town],
        "longitudes": longitude, "latitudes": latitude, "arrive": arrive, "depart": depart,
    }  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question: of which kind, for which area, window (seconds since 1970) and tenant (None: all)."""

    kind: str
    area: Area
    start: int
    until: int
    tenant: int | None = None


#: Kinds of question, and how many of each are asked.
KINDS = {
    "circle10": 60, "circle100": 60, "province": 50, "morocco": 20, "countries": 40, "polygon": 40, "tenant": 40,
    "special": 40,
}  # fmt: skip


def make_questions(seed: int = 11) -> list[Asked]:
    """Return the questions of every kind, in an order that mixes them."""
    dice, towns = np.random.default_rng(seed), cities()
    made: list[Asked] = []

    def town() -> int:
        return int(towns.pick(dice, 1)[0])

    def circle(kilometres: float) -> Area:
        at = town()
        center = Point(longitude=float(towns.longitudes[at]), latitude=float(towns.latitudes[at]))
        return Area(circles=(Circle(center, kilometres),))

    def outline() -> Area:
        while True:
            polygons = country_polygons(towns.codes[town()])
            if polygons:
                return Area(polygons=polygons)

    def province() -> Area:
        while True:
            polygons = admin1_polygons(towns.provinces[town()])
            if polygons:
                return Area(polygons=polygons)

    def several() -> Area:
        codes = {towns.codes[town()] for _ in range(int(dice.integers(3, 13)))}
        return Area(countries=tuple(sorted(codes)))

    specials = _specials()
    ways = {
        "circle10": lambda number: circle(10.0),
        "circle100": lambda number: circle(100.0),
        "province": lambda number: province(),
        "morocco": lambda number: Area(countries=("MA",)),
        "countries": lambda number: several(),
        "polygon": lambda number: outline(),
        "tenant": lambda number: (circle(10.0), circle(100.0), province(), outline(), several())[number % 5],
        "special": lambda number: specials[number % len(specials)],
    }
    for kind, count in KINDS.items():
        for number in range(count):
            start = YEAR + int(dice.integers(0, 350)) * DAY + int(dice.integers(0, 24)) * 3600
            until = start + int(dice.integers(1, 15)) * DAY
            tenant = int(dice.integers(1, 40)) if kind == "tenant" else None
            made.append(Asked(kind, ways[kind](number), start, until, tenant))
    order = dice.permutation(len(made))
    return [made[number] for number in order.tolist()]


def _specials() -> list[Area]:
    """Across the antimeridian, over the poles, right round the Earth, and very large or very small."""
    fiji = Polygon.from_pairs([(176, -20), (-178, -20), (-178, -15), (176, -15), (176, -20)])
    chukotka = Polygon.from_pairs([(160, 60), (-169, 60), (-169, 72), (160, 72), (160, 60)])
    arctic = Polygon.from_pairs([(-180, 66), (180, 66), (180, 90), (-180, 90), (-180, 66)])
    tropics = Polygon.from_pairs([(-180, -23.5), (180, -23.5), (180, 23.5), (-180, 23.5), (-180, -23.5)])
    ring = Polygon.from_pairs(
        [(0, 40), (30, 40), (30, 60), (0, 60), (0, 40)],
        holes=[[(5, 45), (25, 45), (25, 55), (5, 55), (5, 45)]],
    )
    circles = [
        (180.0, -17.0, 300.0), (-179.9, -16.5, 50.0), (0.0, 90.0, 1_500.0), (30.0, -90.0, 2_500.0),
        (0.0, 0.0, 8_000.0), (100.0, 89.0, 800.0), (13.4, 52.5, 0.5),
    ]  # fmt: skip
    return [
        *(Area(polygons=(polygon,)) for polygon in (fiji, chukotka, arctic, ring)),
        Area(polygons=(tropics,)),
        *(Area(circles=(Circle(Point(x, y), kilometres),)) for x, y, kilometres in circles),
    ]
