"""Among the times of a text, that of the event is told apart from those of the report and of the past."""

from datetime import UTC, datetime

import pytest

from tocsin.reading import read
from tocsin.reading.event_time import choose_event_time, event_time

PUBLISHED = datetime(2019, 3, 20, 14, tzinfo=UTC)


def day_of(text, **hints):
    found = event_time(read(text, published=PUBLISHED, **hints))
    return found.when if found else None


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Police said on Wednesday that a bomb killed four people in Nairobi on Monday.", "2019-03-18"),
        (
            "The ministry announced today that gunmen attacked a convoy near Goma on 17 March. A similar attack in 2016 left "
            "nine dead.",
            "2019-03-17",
        ),
        (
            "In 2011, a bombing in Marrakesh killed 17 people. On Tuesday, a grenade wounded two guards in Rabat.",
            "2019-03-19",
        ),
        ("The government condemned on Wednesday the killing of a mayor in Cali last Friday.", "2019-03-15"),
        ("An earthquake struck near Lima at 05:12 UTC, officials said.", "2019-03-20T05:12"),
        (
            "Teachers will march in Bogotá on Saturday, 23 March; the last march was on 2 February.",
            "2019-03-23",
        ),
        (
            "Al menos ocho personas murieron el lunes en un ataque en Arequipa, informó hoy el gobierno.",
            "2019-03-18",
        ),
        (
            "Douze personnes ont été tuées mardi dans un attentat à Djibo, a annoncé mercredi l'armée.",
            "2019-03-19",
        ),
    ],
)
def test_the_time_of_the_event_wins(text, when):
    assert day_of(text) == when


def test_today_is_the_day_of_the_dateline():
    text = (
        "PORTO VELHO, 4 FEB 88 (NOTICIAS) -- [TEXT] UNIDENTIFIED MEN LAST NIGHT THREW A BOMB AT A POLICE\n"
        "STATION, WOUNDING TWO GUARDS, IT WAS REPORTED TODAY.  THE STATION WAS ATTACKED ON 12 JANUARY AS WELL."
    )
    found = choose_event_time(read(text, published=PUBLISHED))
    assert found.time.when == "1988-02-03T20:00/1988-02-04T06:00"
    assert "bomb" in found.reason


def test_the_dateline_stands_in_where_the_event_has_no_time():
    text = "PORTO VELHO, 4 Feb 2019 (Noticias) - Gunmen have burned a bus at the edge of the town.\nNobody was hurt."
    found = choose_event_time(read(text, published=PUBLISHED))
    assert found.time.when == "2019-02-04"
    assert "dateline" in found.reason


def test_a_dateline_without_year_is_of_the_year_before_publication():
    assert day_of("LIMA, Dec 28 (Agency) - A bomb wounded four people yesterday.") == "2018-12-27"


def test_a_text_without_times_has_none():
    assert day_of("A bomb killed four people in Nairobi.") is None
    assert day_of("") is None


@pytest.mark.shared
def test_most_reports_of_terrorism_get_their_day(shared):
    """The floor for MUC-4 (dev): the day of the first incident of the templates, within one day."""
    import json
    import re
    from datetime import timedelta

    from tocsin.reading.focus import Parts
    from tocsin.reading.hazard_reading import read_hazards
    from tocsin.reading.sentences import sentences
    from tocsin.reading.times import Anchor, read_times
    from tocsin.reading.values import Phase
    from tocsin.reading.words import words

    months = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
    right = total = 0
    for line in (shared / "data" / "muc4" / "muc4-dev.jsonl").read_text().splitlines():
        document = json.loads(line)
        stated = [
            [
                datetime(1900 + int(year), months.index(month) + 1, int(day), tzinfo=UTC)
                for day, month, year in re.findall(
                    r"(\d{1,2}) ([A-Z]{3})[A-Z]* (\d\d)\b", row["INCIDENT: DATE"]
                )
            ]
            for row in document["templates"]
        ]
        days = next((one for one in stated if one), None)
        if days is None:
            continue
        text = document["text"]
        among, spans = words(text), sentences(text)
        reading = _Told(
            text,
            read_times(text, among, spans, Anchor(datetime(1992, 1, 1, tzinfo=UTC))),
            read_hazards(text, among, "en", Parts(None, tuple(spans[:2]), ())),
            datetime(1992, 1, 1, tzinfo=UTC),
            Phase.HAPPENED,
        )
        found = event_time(reading)
        total += 1
        if found is not None and found.start is not None:
            right += min(days) - timedelta(days=1) <= found.start < max(days) + timedelta(days=2)
    assert total > 100
    assert right / total >= 0.82


class _Told:
    """As much of a reading as the choice needs, without reading places."""

    def __init__(self, text, times, hazards, published, phase):
        self.text, self.times, self.hazards = text, times, hazards
        self.published, self.phase, self.sections = published, phase, ()
