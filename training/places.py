"""Names of places for the made-up sentences, drawn from the gazetteer."""

from __future__ import annotations

import csv
import random

from tocsin.geo import Place, Precision, gazetteer
from tocsin.geo.build.sources import TABLES

#: Countries whose local papers name their small towns, weighed up as a desk abroad reads them most.
_LOCAL = ("US", "GB", "CA", "AU", "IE", "NZ", "IN", "ZA", "NG", "KE", "PH")


def place_names(seed: int) -> dict[str, list[str]]:
    """Lists of names by slot of the templates; the same seed gives the same lists."""
    chance = random.Random(seed)
    book = gazetteer()
    rows = [book.place(row) for row in range(len(book))]
    of: dict[Precision, list[Place]] = {precision: [] for precision in Precision}
    for place in rows:
        if place.name.replace("-", "").replace("'", "").replace(" ", "").replace(".", "").isalpha():
            of[place.precision].append(place)
    cities = of[Precision.CITY]
    large = [place for place in cities if place.population > 100_000]
    local = [place for place in cities if place.country in _LOCAL and place.population > 1_000]
    chosen = (
        chance.choices(large, weights=[place.population**0.4 for place in large], k=8_000)
        + chance.choices(local, weights=[place.population**0.3 for place in local], k=8_000)
        + chance.choices(cities, k=3_000)
    )
    states = [place.name for place in of[Precision.ADMIN_1] if place.country in ("US", "CA", "AU")]
    regions = [place.name for place in of[Precision.ADMIN_1]] + 8 * [
        place.name for place in of[Precision.REGION]
    ]
    countries = of[Precision.COUNTRY]
    named = chance.choices(countries, weights=[(place.population + 1) ** 0.3 for place in countries], k=3_000)
    demonyms = _demonyms()
    single = [place.name for place in local if place.name.isalpha() and place.country in ("US", "GB")]
    return {
        "city": [place.name for place in chosen],
        "state": states * 10 + regions[:500],
        "stateabbr": [
            "La.",
            "Calif.",
            "Mass.",
            "Tex.",
            "Fla.",
            "Ga.",
            "Ohio",
            "Ill.",
            "Minn.",
            "Wis.",
            "Va.",
            "W.Va.",
            "N.Y.",
            "N.J.",
            "Pa.",
            "Conn.",
            "Ky.",
            "Tenn.",
            "Ala.",
            "Okla.",
            "TX",
            "CA",
            "NY",
            "OH",
            "LA",
            "MN",
        ],
        "country": [place.name for place in named] + ["U.S.", "United States", "US", "UK", "Britain"] * 40,
        "county": [
            place.name
            for place in of[Precision.ADMIN_2]
            if place.country == "US" and place.name.endswith(("County", "Parish"))
        ],
        "region": regions,
        "island": [place.name for place in of[Precision.REGION]],
        "sea": [place.name for place in of[Precision.SEA]],
        "demonym": demonyms,
        "demonyms": [word + ("" if word.endswith(("s", "sh", "ch", "ese")) else "s") for word in demonyms],
        "surname_like": single,
    }


def _demonyms() -> list[str]:
    with (TABLES / "demonyms.tsv").open(encoding="utf-8") as handle:
        rows = [row for row in csv.reader(handle, delimiter="\t") if row and not row[0].startswith("#")]
    return [word.strip().title() for row in rows for word in row[1].split("|") if word.strip().isalpha()][
        :1000
    ]
