"""The toll of an event is the whole, not a part, not an older count and not another event's."""

from datetime import UTC, datetime

import pytest

from tocsin.reading import read
from tocsin.reading.toll import event_toll, tolls

PUBLISHED = datetime(2019, 3, 20, 14, tzinfo=UTC)


def toll(text):
    return {unit: found.value for unit, found in event_toll(read(text, published=PUBLISHED)).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb in Nairobi killed four people and wounded nine.", {"killed": 4, "injured": 9}),
        ("The death toll from the flood rose to 17 from 12.", {"killed": 17}),
        ("A soldier and two civilians died in the ambush near Goma.", {"killed": 3}),
        ("The mayor of the town was assassinated on Tuesday.", {"killed": 1}),
        ("Three people, including two children, died in a fire in Lagos.", {"killed": 3}),
        ("No one was hurt when a shell hit the market in Aden.", {"injured": 0}),
        ("The army denied reports that 50 soldiers were killed in Goma.", {}),
        ("Police arrested 15 people in Lagos.", {}),
        ("A judge was shot dead in Lima. Two of his bodyguards were also killed.", {"killed": 3}),
        (
            "A blast in Kabul killed six people on Tuesday. In 2013, an attack there killed 67 people.",
            {"killed": 6},
        ),
        ("Quake kills 12 near Lima\n\nThe number of dead has reached 21, officials said.", {"killed": 21}),
        (
            "Al menos 8 personas murieron y más de 40 resultaron heridas en Lima.",
            {"killed": 8, "injured": 40},
        ),
        ("قتل 7 أشخاص وأصيب 20 آخرون في بغداد أمس.", {"killed": 7, "injured": 20}),
    ],
)
def test_the_toll_of_the_event(text, expected):
    assert toll(text) == expected


def test_the_reason_quotes_what_was_added_up():
    found = event_toll(read("A soldier and two civilians died in Goma.", published=PUBLISHED))["killed"]
    assert "added up" in found.reason
    assert "two civilians died" in found.reason
    assert [one.value for one in found.figures] == [1, 2]


def test_an_event_that_the_whole_text_puts_in_the_past_has_its_toll():
    text = "In November 2018, a bomb in Kabul killed 12 people. The trial of the bombers opens today."
    found = event_toll(read(text, published=PUBLISHED))["killed"]
    assert found.value == 12
    assert "of an earlier date" in found.reason


def test_a_text_broken_into_lines_reads_as_a_whole():
    text = (
        "SAN PEDRO, 19 MAR -- A BOMB PLACED IN FRONT OF THE OFFICES OF A BANK KILLED\n"
        "THREE GUARDS AND A PASSERBY THIS MORNING, AND ANOTHER 12 PERSONS WERE\n"
        "WOUNDED, SOME OF THEM SERIOUSLY, THE NATIONAL POLICE REPORTED IN THE\n"
        "CAPITAL.  NOBODY HAS CLAIMED RESPONSIBILITY FOR THE ATTACK, WHICH TOOK\n"
        "PLACE AT DAWN."
    )
    assert toll(text)["injured"] == 12
    assert toll(text)["killed"] == 4


def test_a_round_up_gives_each_toll():
    text = (
        "A bomb in Kabul killed four people on Tuesday. In Herat, gunmen killed a guard and two drivers. "
        "Seven people were killed in Kunduz, including a child."
    )
    found = [one.value for one in tolls(read(text, published=PUBLISHED))["killed"]]
    assert found[0] == 4
    assert set(found) == {4, 3, 1, 2, 7}
    assert "injured" not in tolls(read(text, published=PUBLISHED))
