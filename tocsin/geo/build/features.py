"""The entries of our own tables: seas, regions, ranges, rivers, lakes, islands and disputed areas."""

from __future__ import annotations

from tocsin.geo.build import sources
from tocsin.geo.build.entry import Entry
from tocsin.geo.places import Precision
from tocsin.geo.points import Point

# What a feature counts by its importance in the table, on the scale on which a town of a million counts 6.5.
_RANK = {"1": 7.5, "2": 6.2, "3": 4.5, "4": 3.6, "5": 2.8}
# Regions that Unicode CLDR names in every language: its code (UN M49), and the name the table shows.
CLDR_REGIONS = {
    "002": "Africa", "003": "North America", "005": "South America", "009": "Oceania", "011": "West Africa",
    "013": "Central America", "014": "East Africa", "015": "North Africa", "017": "Central Africa",
    "018": "Southern Africa", "019": "Americas", "029": "Caribbean", "030": "East Asia", "034": "South Asia",
    "035": "Southeast Asia", "039": "Southern Europe", "053": "Australasia", "142": "Asia", "143": "Central Asia",
    "150": "Europe", "151": "Eastern Europe", "154": "Northern Europe", "155": "Western Europe",
    "202": "Sub-Saharan Africa", "419": "Latin America", "EU": "European Union",
}  # fmt: skip


def feature_entries(languages: tuple[str, ...]) -> list[Entry]:
    """One entry for each row of the tables; names of continents and their parts in these languages as well."""
    titles = sources.country_titles(languages)
    named = {
        shown: [title for titles_of in titles.values() if (title := titles_of.get(code))]
        for code, shown in CLDR_REGIONS.items()
    }
    found = []
    for table in ("regions.tsv", "features.tsv"):
        for number, kind, latitude, longitude, importance, country, names in sources.table(table):
            every = names.split("|")
            entry = Entry(
                -int(number),
                every[0],
                Precision(kind),
                "" if country == "-" else country,
                Point(longitude=float(longitude), latitude=float(latitude)),
                0,
                _RANK[importance],
            )
            entry.add_main(every)
            entry.add(named.get(every[0], []))
            found.append(entry)
    return found
