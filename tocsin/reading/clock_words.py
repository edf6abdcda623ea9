"""Months, weekdays, zones and clock times as people write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_MONTHS = {
    1: "January Jan janvier janv enero ene janeiro يناير",
    2: "February Feb février fevrier févr febrero fevereiro فبراير شباط",
    3: "March Mar mars marzo março marco مارس اذار آذار",
    4: "April Apr avril avr abril أبريل ابريل نيسان",
    5: "May mai mayo maio مايو ايار أيار",
    6: "June Jun juin junio junho يونيو حزيران",
    7: "July Jul juillet juil julio julho يوليو تموز",
    8: "August Aug août aout agosto أغسطس اغسطس",
    9: "September Sept Sep septembre septiembre setiembre setembro سبتمبر ايلول أيلول",
    10: "October Oct octobre octubre outubro أكتوبر اكتوبر",
    11: "November Nov novembre noviembre novembro نوفمبر",
    12: "December Dec décembre decembre diciembre dezembro ديسمبر",
}
_WEEKDAYS = {
    0: "Monday lundi lunes segunda-feira الاثنين الإثنين",
    1: "Tuesday mardi martes terça-feira الثلاثاء",
    2: "Wednesday mercredi miércoles quarta-feira الأربعاء الاربعاء",
    3: "Thursday jeudi jueves quinta-feira الخميس",
    4: "Friday vendredi viernes sexta-feira الجمعة",
    5: "Saturday samedi sábado السبت",
    6: "Sunday dimanche domingo الأحد الاحد",
}
# Offsets in hours of the abbreviations that mean one zone to all readers, or nearly.
_ZONES = {
    "utc": 0.0, "gmt": 0.0, "z": 0.0, "wet": 0.0, "bst": 1.0, "west": 1.0, "cet": 1.0, "wat": 1.0, "cest": 2.0, "cat": 2.0,
    "sast": 2.0, "eet": 2.0, "eat": 3.0, "eest": 3.0, "msk": 3.0, "trt": 3.0, "irst": 3.5, "aft": 4.5, "pkt": 5.0,
    "npt": 5.75, "mmt": 6.5, "wib": 7.0, "ict": 7.0, "wita": 8.0, "pht": 8.0, "hkt": 8.0, "sgt": 8.0, "myt": 8.0, "wit": 9.0,
    "jst": 9.0, "kst": 9.0, "aest": 10.0, "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0, "brt": -3.0, "art": -3.0, "clt": -4.0,
    "pet": -5.0, "cot": -5.0, "est": -5.0, "edt": -4.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0,
    "akst": -9.0, "akdt": -8.0, "hst": -10.0,
}  # fmt: skip
# Abbreviations that mean different zones: by the country of the event (ISO 3166-1), "" where none of them fits.
_SHARED_ZONES = {
    "ist": {"IN": 5.5, "LK": 5.5, "IL": 2.0, "PS": 2.0, "IE": 1.0, "": 5.5},
    "cst": {"CN": 8.0, "TW": 8.0, "": -6.0},
    "ast": {"SA": 3.0, "IQ": 3.0, "KW": 3.0, "YE": 3.0, "": -4.0},
    "gst": {"": 4.0},
    "bdt": {"": 6.0},
}
# Names without 'standard' or 'daylight', which follow the clocks of a place.
_ZONES_OF_PLACES = {"et": "America/New_York", "ct": "America/Chicago", "pt": "America/Los_Angeles"}

MONTHS: dict[str, int] = {word.lower(): month for month, row in _MONTHS.items() for word in row.split()}
WEEKDAYS: dict[str, int] = {word.lower(): day for day, row in _WEEKDAYS.items() for word in row.split()}


def _either_case(words: dict[str, int]) -> str:
    forms = set()
    for word in words:
        english = word.isascii() and word[:1].upper() + word[1:] in _ENGLISH
        forms |= {word.capitalize(), word.upper()} | (set() if english else {word})
    return "|".join(sorted(map(re.escape, forms), key=lambda form: (-len(form), form)))


# English months and weekdays count only with a capital ("may" is a verb); the other languages write them small.
_ENGLISH = {
    word
    for rows in (_MONTHS, _WEEKDAYS)
    for row in rows.values()
    for word in row.split()
    if word[0].isupper()
}
MONTH = rf"(?:{_either_case(MONTHS)})"
WEEKDAY = rf"(?:{_either_case(WEEKDAYS)})"
ENGLISH_MONTH = (
    "(?:"
    + "|".join(f"{row.split()[0]}|{row.split()[0].upper()}" for row in _MONTHS.values())
    + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_NAMES = "|".join(
    sorted(
        (name.upper() for name in (*_ZONES, *_SHARED_ZONES, *_ZONES_OF_PLACES)),
        key=lambda name: (-len(name), name),
    )
)
ZONE_NAME = rf"(?:{_NAMES}|utc|gmt|TU)(?:\s?[+-]\d{{1,2}}(?::?\d\d)?)?(?![A-Za-z])"
ZONE = rf"{ZONE_NAME}|[+-]\d\d:?\d\d"
CLOCK = r"(?:[01]?\d|2[0-4])(?:[:.h][0-5]\d(?::[0-5]\d)?(?:\s?[AaPp]\.?[Mm]\b\.?)?|\s?[AaPp]\.?[Mm]\b\.?|h\b)"

_OFFSET = re.compile(r"^(?P<name>[A-Za-z]+)?\s?(?P<sign>[+-])?(?P<hours>\d{1,2})?:?(?P<minutes>\d\d)?$")
_CLOCK = re.compile(r"^(\d{1,2})(?:[:.h](\d\d))?(?::(\d\d))?\s?([AaPp]?)", re.ASCII)
_MOMENT = re.compile(
    rf"^\W*(?:(?:published|updated|issued|posted|date|sent)\s*(?:on|at|:)?\s*)?(?:{WEEKDAY},?\s+)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{MONTH})\.?,?\s+(?P<year>(?:19|20)\d\d)"
    rf"|(?P<month2>{MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d))"
    rf"\s*(?:T|[|,·•–—-]|at|\s)\s*(?P<clock>{CLOCK}|\d\d:\d\d)\s*\(?(?P<zone>{ZONE})\)?\W*$",
    re.IGNORECASE,
)


def month_number(word: str) -> int:
    """1 to 12 for a month's name or abbreviation in any language served; 0 for another word."""
    return MONTHS.get(word.lower().rstrip("."), 0)


def clock_of(said: str) -> tuple[int, int] | None:
    """Hour (0 to 24) and minute of a clock time ("05:12 PM", "7 p.m.", "19h30"); None where it is none."""
    match = _CLOCK.match(said.strip())
    if match is None:
        return None
    hour, minute, half = int(match.group(1)), int(match.group(2) or 0), match.group(4).lower()
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return (hour, minute) if hour < 24 or (hour == 24 and minute == 0) else None


def zone_of(said: str, country: str = "") -> tzinfo | None:
    """The zone of an abbreviation or offset ("UTC", "EAT", "GMT+3", "+02:00"); None where it is not known.

    `country` (ISO 3166-1) decides between the zones of one abbreviation: IST is India's, Israel's or Ireland's.
    """
    match = _OFFSET.match(said.strip())
    if match is None:
        return None
    base = 0.0
    name = (match["name"] or "").lower()
    if name in _ZONES_OF_PLACES:
        return ZoneInfo(_ZONES_OF_PLACES[name])
    if name in _SHARED_ZONES:
        shared = _SHARED_ZONES[name]
        base = shared.get(country, shared[""])
    elif name:
        if name not in _ZONES and name != "tu":
            return None
        base = _ZONES.get(name, 0.0)
    if match["sign"] and match["hours"]:
        shift = int(match["hours"]) + int(match["minutes"] or 0) / 60
        base += shift if match["sign"] == "+" else -shift
    if abs(base) > 14:
        return None
    return UTC if base == 0 else timezone(timedelta(hours=base))


def moment_of_line(line: str) -> datetime | None:
    """The moment (UTC) that a date line states, the whole line being date, time and zone; None for any other line.

    A line without a zone is not taken: its hour could be off by a day.
    """
    match = _MOMENT.match(line)
    if match is None:
        return None
    zone, clock = zone_of(match["zone"]), clock_of(match["clock"])
    if zone is None or clock is None:
        return None
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
    else:
        year, month = int(match["year"] or match["year2"]), month_number(match["month"] or match["month2"])
        day = int(match["day"] or match["day2"])
    try:
        midnight = datetime(year, month, day, tzinfo=zone)
    except ValueError:
        return None
    return (midnight + timedelta(hours=clock[0], minutes=clock[1])).astimezone(UTC)
