"""What grouping looks at in a report, taken from its reading, and as JSON to be kept beside it."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tocsin.geo import Point
from tocsin.incidents.values import ReportFacts
from tocsin.incidents.wording import Wording, wording_of

#: How well a place is known, the best first.
_ORDER = {"site": 0, "city": 1, "admin-2": 2, "admin-1": 3, "region": 4, "sea": 4, "country": 5}
_LEAST_CONFIDENCE = 0.3
_MOST_HAZARDS = 3


def facts_of(
    reading: Mapping[str, Any],
    *,
    report: int,
    source: int,
    published: datetime | None,
    title: str,
    text: str,
    country: str = "",
    follows: Iterable[int] = (),
) -> ReportFacts:
    """Return what grouping looks at in a text, from its reading as JSON (docs/reading.md).

    `country` is where the source mostly reports from; it counts where the text names no place.
    """
    place = best_place(reading)
    countries = reading.get("countries") or []
    return ReportFacts(
        report=report,
        source=source,
        published=published,
        wording=wording_of(text, title=title),
        hazards=tuple(mention["code"] for mention in reading.get("hazards", ()))[:_MOST_HAZARDS],
        language=reading.get("language", ""),
        country=(place or {}).get("country") or (countries[0] if countries else country),
        place=(place or {}).get("name", ""),
        point=Point(longitude=place["longitude"], latitude=place["latitude"]) if place else None,
        is_country_wide=place is None or place["precision"] == "country",
        phase=reading.get("phase", ""),
        places=names_of(reading),
        figures=frozenset(
            (figure["unit"], figure["value"], figure["qualifier"])
            for figure in reading.get("figures", ())
            if figure["unit"] and figure["scope"] == "this event" and not figure.get("part")
        ),
        follows=frozenset(follows),
    )


def best_place(reading: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the focus of a reading that is known best: a city before a province before a country; None without one."""
    found = [place for place in reading.get("focus", ()) if place.get("longitude") is not None]
    return min(
        found, key=lambda place: (_ORDER.get(place["precision"], 6), -place["confidence"]), default=None
    )


def names_of(reading: Mapping[str, Any]) -> frozenset[str]:
    """Return the places below a country that a reading names, as GeoNames calls them; demonyms are left out."""
    return frozenset(
        place["name"]
        for place in reading.get("places", ())
        if place["role"] != "demonym"
        and place["precision"] != "country"
        and place["confidence"] > _LEAST_CONFIDENCE
    )


def to_json(facts: ReportFacts) -> dict[str, Any]:
    """Return `facts` as JSON values, short keys: a million of them are kept. What they follow is kept elsewhere."""
    return {
        "s": facts.source,
        "h": list(facts.hazards),
        "l": facts.language,
        "c": facts.country,
        "p": facts.place,
        "at": [facts.point.longitude, facts.point.latitude] if facts.point else None,
        "wide": int(facts.is_country_wide),
        "ph": facts.phase,
        "pl": sorted(facts.places),
        "f": sorted(facts.figures),
        "w": dict(facts.wording.words),
        "n": dict(facts.wording.names),
        "t": dict(facts.wording.lead),
    }


def packed_runs(facts: ReportFacts) -> bytes:
    """Return the digests of the runs of words, four bytes each, the smallest first."""
    return struct.pack(f"<{len(facts.wording.runs)}I", *sorted(facts.wording.runs))


def from_json(
    kept: Mapping[str, Any], *, report: int, published: datetime | None, runs: bytes = b""
) -> ReportFacts:
    """Return the facts that `to_json` and `packed_runs` kept."""
    return ReportFacts(
        report=report,
        source=kept["s"],
        published=published,
        wording=Wording(
            kept["w"], kept["n"], kept["t"], frozenset(struct.unpack(f"<{len(runs) // 4}I", runs))
        ),
        hazards=tuple(kept["h"]),
        language=kept["l"],
        country=kept["c"],
        place=kept["p"],
        point=Point(longitude=kept["at"][0], latitude=kept["at"][1]) if kept["at"] else None,
        is_country_wide=bool(kept["wide"]),
        phase=kept["ph"],
        places=frozenset(kept["pl"]),
        figures=frozenset((unit, value, qualifier) for unit, value, qualifier in kept["f"]),
    )
