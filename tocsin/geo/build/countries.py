"""The entries of countries and territories."""

from __future__ import annotations

from typing import Any

from tocsin.geo.build import sources
from tocsin.geo.build.entry import Entry, size
from tocsin.geo.name_index import DEMONYM
from tocsin.geo.names import normalised
from tocsin.geo.places import Precision
from tocsin.geo.points import Point

# Country names can be asked for in these; the first one is what is shown where no language is named.
LANGUAGES = ("en", "fr", "es", "ar", "pt", "de", "fa", "id", "it", "ru", "sw", "tr", "uk", "ur", "zh")
# Countries are found by their names in these as well.
MORE_LANGUAGES = (
    "am", "az", "bg", "bn", "ca", "cs", "da", "el", "et", "fi", "ha", "he", "hi", "hr", "hu", "hy", "ja", "ka", "kk",
    "km", "ko", "ku", "lt", "lv", "mk", "mn", "mr", "ms", "my", "nb", "ne", "nl", "pa", "pl", "ps", "ro", "si", "sk", "sl",
    "so", "sq", "sr", "sv", "ta", "te", "th", "ti", "uz", "vi", "yo", "zh_Hant",
)  # fmt: skip
# Names that are everyday words of a language served, or another place's name.
_NOT_NAMES = {"island", "man", "viro", "the islands", "chade", "malo", "kina", "oland"}
# A name this short in a language not served is too often a word of another.
_SHORTEST = 4


def country_titles(codes: list[str]) -> dict[str, list[str]]:
    """Per language the names of the countries, in the order of the codes."""
    english = {code: entry["name"] for code, entry in sources.countries().items()}
    titles = sources.country_titles(LANGUAGES)
    special = {
        "en": {
            "CD": "Democratic Republic of the Congo",
            "CG": "Republic of the Congo",
            "PS": "Palestine",
            "HK": "Hong Kong",
            "MO": "Macao",
            "MM": "Myanmar",
            "TR": "Turkey",
        }
    }
    return {
        language: [
            special.get(language, {}).get(code) or titles[language].get(code) or english[code]
            for code in codes
        ]
        for language in LANGUAGES
    }


def country_entries(countries: dict[str, dict[str, Any]], demonyms: dict[str, list[str]]) -> list[Entry]:
    """One entry for each country, with its names, and the words for its people as the table writes them out."""
    points = {
        row[0]: Point(latitude=float(row[1]), longitude=float(row[2]))
        for row in sources.table("country_points.tsv")
    }
    short = {row[0]: row[1].split("|") for row in sources.table("short_names.tsv")}
    others = sources.country_other_names()
    codes = sorted(countries)
    titles = country_titles(codes)
    more = sources.country_titles(MORE_LANGUAGES)
    found = []
    for place, code in enumerate(codes):
        entry = countries[code]
        people = int(entry["population"])
        country = Entry(
            int(entry["geonameid"]),
            titles["en"][place],
            Precision.COUNTRY,
            code,
            points[code],
            people,
            size(people) + 3,
        )
        # In some language the country is called what its people are called in another: "Swiss" stays the people.
        barred = {normalised(word) for word in demonyms.get(code, [])} | _NOT_NAMES
        called = [titles[language][place] for language in LANGUAGES]
        known = [*called, entry["name"], *short.get(code, []), *others.get(code, [])]
        country.add_main(name for name in known if normalised(name) not in barred)
        elsewhere = (titles_of.get(code, "") for titles_of in more.values())
        country.add(name for name in elsewhere if _is_clear(name) and normalised(name) not in barred)
        country.add(demonyms.get(code, []), DEMONYM)
        found.append(country)
    return found


def _is_clear(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    return bool(letters) and (len(letters) > _SHORTEST or not name[0].isascii()) and len(letters) > 1
