"""The columns of the three files that can be loaded; docs/exposure.md shows the same tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tocsin.wording import worded


class What(StrEnum):
    """What a file holds."""

    PEOPLE = "people"
    TRIPS = "trips"
    SITES = "sites"
    #: Trips too, from an iCalendar file or a booking confirmation by mail.
    CALENDAR = "calendar"
    BOOKING = "booking"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, other names it is known by, whether it must be there, and what stands in it."""

    name: str
    meaning: str
    example: str
    required: bool = False
    aliases: tuple[str, ...] = ()


_NUMBER = worded("Telephone number with + and the country's code.")
_LATITUDE = Column("latitude", worded("Degrees, north positive, -90 to 90."), "33.5731", aliases=("lat",))
_LONGITUDE = Column(
    "longitude", worded("Degrees, east positive, -180 to 180."), "-7.5898", aliases=("lon", "lng", "long")
)
_COUNTRY = Column(
    "country",
    worded("ISO 3166-1 code of two letters, or the English name; 'sea' for a place at sea."),
    "MA",
    aliases=("country_code",),
)

COLUMNS: dict[What, tuple[Column, ...]] = {
    What.PEOPLE: (
        Column(
            "key",
            worded("Your own stable key of the person, as a staff number."),
            "S-014",
            True,
            ("person", "staff_number"),
        ),
        Column("name", worded("The person's full name."), "Amina Berrada", True, ("full_name",)),
        Column(
            "email", worded("Where alerts are sent by mail."), "amina@example.org", aliases=("e-mail", "mail")
        ),
        Column(
            "webhook",
            worded("An http or https address that alerts are posted to."),
            "https://hooks.example.org/amina",
        ),
        Column(
            "webhook_secret", worded("What the posts are signed with; made for you where it is empty."), ""
        ),
        Column("sms", _NUMBER, "+254712345678", aliases=("mobile",)),
        Column("whatsapp", _NUMBER, ""),
        Column("signal", _NUMBER, ""),
        Column("telegram", worded("Number of a chat, or a channel's @name."), ""),
        Column("push", worded("Topic, user key or device, as the push service names it."), ""),
        Column("slack", worded("Id of a member or channel."), ""),
        Column("teams", worded("The whole address of a workflow's webhook."), ""),
        Column("language", worded("Language of the messages, as a code."), "fr", aliases=("lang",)),
        Column(
            "timezone",
            worded("IANA name of the person's own zone."),
            "Africa/Casablanca",
            aliases=("time_zone", "tz"),
        ),
    ),
    What.TRIPS: (
        Column("person", worded("Key of the person."), "S-014", True, ("person_key", "key", "staff_number")),
        Column(
            "trip",
            worded("Your own key of the trip; the same key again changes the trip."),
            "T-2017-31",
            True,
            ("trip_key",),
        ),
        Column("trip_name", worded("What the trip is called."), "Monitoring visit"),
        Column(
            "place",
            worded("Name of a city, region, airport or address."),
            "Casablanca",
            aliases=("city", "location"),
        ),
        _COUNTRY,
        _LATITUDE,
        _LONGITUDE,
        Column("airport", worded("IATA code of three letters."), "CMN", aliases=("iata",)),
        Column(
            "geonames_id",
            worded("GeoNames number, where a name means several places."),
            "2553604",
            aliases=("geonames",),
        ),
        Column("arrive", worded("Date, or date and time."), "2017-07-14", True, ("from", "start", "arrival")),
        Column(
            "depart",
            worded("Date, or date and time; empty: until further notice."),
            "2017-07-20",
            aliases=("until", "to", "end", "departure"),
        ),
        Column(
            "timezone",
            worded("IANA zone of arrive and depart; else the place's own."),
            "Africa/Casablanca",
            aliases=("time_zone", "tz"),
        ),
    ),
    What.SITES: (
        Column("key", worded("Your own stable key of the site."), "OFF-CAS", True, ("site", "site_key")),
        Column("name", worded("What the site is called."), "Casablanca office", True),
        Column("kind", worded("office, warehouse, school, hotel ..."), "office", aliases=("type",)),
        Column(
            "place",
            worded("Name of a city; used where no coordinates are given."),
            "Casablanca",
            aliases=("city",),
        ),
        _COUNTRY,
        _LATITUDE,
        _LONGITUDE,
        Column("airport", worded("IATA code of three letters."), "CMN", aliases=("iata",)),
        Column(
            "geonames_id",
            worded("GeoNames number, where a name means several places."),
            "2553604",
            aliases=("geonames",),
        ),
        Column("people_count", worded("How many people are usually there."), "12", aliases=("people",)),
        Column(
            "contacts",
            worded("Keys of the people who are told, with blanks between them."),
            "S-014 S-020",
            aliases=("contact",),
        ),
        Column("outline", worded("The outline of its grounds as GeoJSON (Polygon or MultiPolygon)."), ""),
    ),
}


#: The kinds of file that are tables, with a template to fill in.
TABLES = (What.PEOPLE, What.TRIPS, What.SITES)
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def columns_of(what: What) -> tuple[Column, ...]:
    """Return the columns of a file of that kind, in the order of its template."""
    return COLUMNS[what]


def template(what: What, delimiter: str = ",") -> str:
    """Return a CSV file to fill in: the header and one example line, separated by `delimiter`."""
    columns = columns_of(what)
    lines = [column.name for column in columns], [column.example for column in columns]
    return "".join(delimiter.join(cells) + "\r\n" for cells in lines)
