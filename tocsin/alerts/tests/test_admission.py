"""A sentence that a language model proposes says nothing that the claims it cites do not say."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.alerts.admission import Admitted, Refused, admit
from tocsin.alerts.admission_grounds import CitedClaim
from tocsin.alerts.admission_words import INSIDE_NAMES, OPENERS
from tocsin.geo import gazetteer
from tocsin.grading import StatedFigure
from tocsin.reading.words import words

CLAIMS = {
    claim.reference: claim
    for claim in (
        CitedClaim(
            "claim:1",
            "At least 12 people died when the old market hall fell in.\nat least 12 killed\nKisumu",
            (StatedFigure("report:1", "killed", 12, None, "at least"),),
            ("Red Relief Kenya", "Nakuru Ledger"),
        ),
        CitedClaim(
            "claim:2",
            "More than 1,600 Moroccans left to fight for the group and 400 of those died there. Iraq's government "
            "declared the city retaken on 9 July 2017 at 05:12 UTC.",
        ),
        CitedClaim("claim:3", "Police said the airport was not closed."),
        CitedClaim(
            "claim:4",
            "Rebels may attack ships from South Sudan and North Korea in the Gulf of Aden, a port official said on 9 July.",
        ),
        CitedClaim(
            "claim:5", 'Seventeen people were injured on Tuesday. "We ran for our lives," a baker said.'
        ),
        CitedClaim(
            "claim:6", "About a dozen shops stood within 12 km of the fire, 40 percent of them empty."
        ),
    )
}


def outcome(text: str, *numbers: int) -> Admitted | Refused:
    return admit(text, [f"claim:{number}" for number in numbers], CLAIMS, places=gazetteer())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("At least twelve people died in Kisumu.", 1),
        ("At least 12 people were killed when the old market hall in Kisumu fell in.", 1),
        ("In Kisumu, at least 12 people died, Red Relief Kenya says.", 1),
        ("Red Relief Kenya and the Nakuru Ledger report that at least 12 people died.", 1),
        ("According to the Nakuru Ledger, at least 12 people died in Kisumu.", 1),
        ("The city was retaken on 9 July 2017, Iraq's government declared.", 2),
        ("The city was retaken at 5:12 UTC on July 9.", 2),
        ("The city was retaken in July 2017.", 2),
        ("More than 1600 Moroccans left to fight.", 2),
        ("The airport was not closed, police said.", 3),
        ("Rebels may attack ships in the Gulf of Aden.", 4),
        ("On Tuesday, 17 people were injured.", 5),
        ("A baker said: “We ran for our lives.”", 5),
        ("About a dozen shops stood within 12 kilometres of the fire.", 6),
    ],
)
def test_what_the_claims_say_is_admitted_in_other_words_and_digits(text: str, number: int) -> None:
    assert outcome(text, number) == Admitted(text, (f"claim:{number}",))


@pytest.mark.parametrize(
    ("text", "number", "named"),
    [
        # Figures.
        ("At least 13 people died in Kisumu.", 1, "13"),
        ("At least thirteen people died in Kisumu.", 1, "thirteen"),
        ("At least 12 people and one dog died in Kisumu.", 1, "one"),
        ("Dozens of people died in Kisumu.", 1, "Dozens"),
        ("More than 16,000 Moroccans left to fight.", 2, "16,000"),
        ("9 Moroccans left to fight.", 2, "9"),
        ("The city was retaken with B52 planes.", 2, "B52"),
        ("About a dozen shops stood within 12 miles of the fire.", 6, "12"),
        ("About a dozen shops, 40 of them empty, stood near the fire.", 6, "40"),
        ("At least 12 people were injured in Kisumu.", 1, "12 injured"),
        ("Half of the people died in Kisumu.", 1, "Half"),
        ("The twelfth hall fell in Kisumu.", 1, "twelfth"),
        ("Two-thirds of the hall fell in.", 1, "Two"),
        ("A million people left the hall.", 1, "million"),
        # Qualifiers.
        ("12 people died in Kisumu.", 1, "at least"),
        ("Up to 12 people died in Kisumu.", 1, "at least"),
        ("Some 1,600 Moroccans left to fight.", 2, "more than"),
        # Dates, days and times.
        ("The city was retaken on 10 July 2017.", 2, "10 July 2017"),
        ("The city was retaken on 9 July 2016.", 2, "9 July 2016"),
        ("The city was retaken in 2016.", 2, "2016"),
        ("The city was retaken at 06:12 UTC.", 2, "06:12 UTC"),
        ("The city was retaken at 5:12 pm UTC.", 2, "5:12 pm"),
        ("The city was retaken at 05:12 local time.", 2, "05:12 local"),
        ("Rebels may attack ships on 9 July 2017.", 4, "9 July 2017"),
        ("Seventeen people were injured on Monday.", 5, "Monday"),
        ("Seventeen people were injured yesterday.", 5, "yesterday"),
        ("Seventeen people were injured in july.", 5, "july"),
        ("Seventeen people were injured in may.", 5, "in may"),
        # Names and places.
        ("At least 12 people died in Nairobi.", 1, "Nairobi"),
        ("At least 12 people died in nairobi.", 1, "nairobi"),
        ("At least 12 people died in london.", 1, "london"),
        ("At least 12 ugandan people died in Kisumu.", 1, "ugandan"),
        ("At least 12 people died at the airport in Kisumu.", 1, "airport"),
        ("At least 12 people died north of Kisumu.", 1, "north"),
        ("Police say at least 12 people died in Kisumu.", 1, "Police"),
        ("At least 12 people died in Nakuru.", 1, "Nakuru"),
        ("At least 12 people died in Kenya, Red Relief Kenya says.", 1, "Kenya"),
        ("At least 12 people died near the Nakuru Ledger.", 1, "Nakuru Ledger"),
        ("Nakuru says at least 12 people died.", 1, "Nakuru"),
        ("Atlas Daily reports that at least 12 people died.", 1, "Atlas Daily"),
        ("Kamau says at least 12 people died in Kisumu.", 1, "Kamau"),
        ("At least 12 people died, which zorbians had foretold.", 1, "zorbians"),
        ("Rebels may attack ships from South Korea.", 4, "South Korea"),
        ("Rebels may attack ships in the Gulf of Sudan.", 4, "Gulf of Sudan"),
        ("The old market hall in كيسومو fell in.", 1, "كيسومو"),
        # Sense.
        ("The airport was closed, police said.", 3, "not"),
        ("At least 12 people died, not in the market hall.", 1, "not"),
        ("Rebels attack ships in the Gulf of Aden.", 4, "may"),
        ("Rebels will attack ships in the Gulf of Aden.", 4, "may"),
        ('A baker said: "We left for our lives."', 5, "We left for our lives."),
        # Form.
        ("At least 12 people died in Kisumu. They were in the hall.", 1, "more than one sentence"),
        ("At least 12 people died in Kisumu [ours]", 1, "["),
        ("At least 12 people <b>died</b> in Kisumu.", 1, "<"),
        ("At least 12 people died\nin Kisumu.", 1, "U+000A"),
        ("At least 12 people died in \u202eKisumu.", 1, "U+202E"),
        ("At least 12\u200b3 people died in Kisumu.", 1, "U+200B"),
        ("At least １３ people died in Kisumu.", 1, "１"),
        ("At least 12 people died, see kisumu.example.", 1, "kisumu.example"),
        ("At least 12 people died, " + "and died " * 60 + "in Kisumu.", 1, "characters"),
    ],
)
def test_what_the_claims_do_not_say_is_refused_and_named(text: str, number: int, named: str) -> None:
    found = outcome(text, number)
    assert isinstance(found, Refused), text
    assert named in found.reason


def test_a_sentence_without_a_citation_or_with_an_unknown_one_is_refused() -> None:
    assert "cites no claim" in outcome("At least 12 people died.").reason
    assert "'claim:77'" in outcome("At least 12 people died.", 1, 77).reason


def test_a_sentence_rests_on_the_claims_that_it_cites_and_on_no_other() -> None:
    text = "Seventeen people were injured on Tuesday."
    assert isinstance(outcome(text, 5), Admitted)
    assert isinstance(outcome(text, 1), Refused)


def test_no_name_is_put_together_from_two_claims() -> None:
    claims = {
        one.reference: one
        for one in (
            CitedClaim("claim:1", "Trucks came from the South"),
            CitedClaim("claim:2", "Korea sent bread."),
        )
    }
    text = "Trucks from South Korea came with bread."
    assert isinstance(admit(text, list(claims), claims, places=gazetteer()), Refused)


# -- whatever the claims say ------------------------------------------------------------------------------------------


def word_list(row: str) -> list[str]:
    return row.split()


_ONES = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = word_list("twenty thirty forty fifty sixty seventy eighty ninety")
_MONTHS = word_list("January February March April May June July August September October November December")


# The first sentence of a run opens the gazetteer and the tables of reading, which takes its time.
unhurried = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def in_words(number: int) -> str:
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10 - 2] + (f"-{_ONES[number % 10]}" if number % 10 else "")


def written(number: int) -> st.SearchStrategy[str]:
    forms = [str(number), f"{number:,}"]
    if number < 100:
        forms.append(in_words(number))
    return st.sampled_from(forms)


small = st.integers(2, 99) | st.integers(100, 1_800) | st.integers(2_100, 90_000_000)
names = st.sampled_from(
    [
        "Kisumu",
        "Marrakesh",
        "Red Relief Kenya",
        "Gulf of Aden",
        "Islamic State",
        "O'Brien",
        "São Tomé",
        "Ibn Sina",
    ]
)
plain = st.sampled_from(
    [
        "people were there",
        "the old wall leaned over",
        "it took long",
        "bread was dear",
        "they had come on foot",
    ]
)
dates = st.builds(
    lambda day, month, year: (day, month, year),
    st.integers(1, 28), st.sampled_from(_MONTHS), st.integers(1990, 2030),
)  # fmt: skip
one_name = st.text("abcdeéghiklmnõrstuvz", min_size=3, max_size=9).map(str.capitalize)
strangers = one_name | st.builds("{} {}".format, one_name, one_name)


QUALIFIERS = ["", "at least ", "about ", "more than ", "up to "]


@dataclass(frozen=True)
class Part:
    """A part of a claim, as the claim has it and as a sentence may put it, with the number or the date that is in it."""

    claimed: str
    own: str
    value: object = None


@st.composite
def parts(draw: st.DrawFn) -> list[Part]:
    found = []
    for kind in draw(st.lists(st.sampled_from("nnpppdq"), min_size=2, max_size=5)):
        if kind == "n":
            name = draw(names)
            found.append(Part(f"in {name}", f"in {name}"))
        elif kind == "p":
            clause = draw(plain)
            found.append(Part(clause, clause))
        elif kind == "d":
            day, month, year = draw(dates)
            forms = st.sampled_from([f"on {day} {month} {year}", f"on {month} {day}, {year}"])
            found.append(Part(draw(forms), draw(forms), (day, month, year)))
        else:
            number = draw(small)
            qualifier = draw(st.sampled_from(QUALIFIERS))
            forms = written(number).map(f"{qualifier}{{}} loaves".format)
            found.append(Part(draw(forms), draw(forms), number))
    return found


def sentence_of(pieces: list[str]) -> str:
    text = ", ".join(pieces)
    return f"{text[0].upper()}{text[1:]}."


def asked(claim: str, text: str) -> Admitted | Refused:
    return admit(text, ["claim:1"], {"claim:1": CitedClaim("claim:1", claim)}, places=gazetteer())


@unhurried
@given(parts(), st.data())
def test_a_sentence_made_only_of_what_a_claim_says_is_admitted(said: list[Part], data: st.DataObject) -> None:
    chosen = data.draw(st.permutations(said))[: data.draw(st.integers(1, len(said)))]
    found = asked(sentence_of([one.claimed for one in said]), sentence_of([one.own for one in chosen]))
    assert isinstance(found, Admitted), (found.reason, said)


@unhurried
@given(parts(), st.data(), st.sampled_from(["number", "name", "date", "clock"]))
def test_a_number_a_name_or_a_date_that_no_claim_has_is_refused_wherever_it_stands(
    said: list[Part], data: st.DataObject, kind: str
) -> None:
    claim, values = sentence_of([one.claimed for one in said]), [one.value for one in said]
    if kind == "number":
        number = data.draw(small.filter(lambda one: one not in values))
        stranger = data.draw(written(number))
    elif kind == "name":
        known = {word.folded for word in words(claim)} | OPENERS | INSIDE_NAMES
        stranger = data.draw(strangers.filter(lambda one: not {word.folded for word in words(one)} & known))
    elif kind == "date":
        day, month, year = data.draw(dates.filter(lambda one: one not in values))
        stranger = f"on {day} {month} {year}"
    else:
        stranger = f"at {data.draw(st.integers(0, 23)):02d}:{data.draw(st.integers(0, 59)):02d}"
    pieces = [one.own for one in said]
    pieces.insert(data.draw(st.integers(0, len(pieces))), stranger)
    assert isinstance(asked(claim, sentence_of(pieces)), Refused), stranger


@unhurried
@given(small, st.lists(st.sampled_from(QUALIFIERS), min_size=2, max_size=2, unique=True), st.data())
def test_a_qualifier_that_is_dropped_added_or_changed_is_refused(
    number: int, qualifiers: list[str], data: st.DataObject
) -> None:
    theirs, mine = qualifiers
    claim = f"They baked {theirs}{data.draw(written(number))} loaves in Kisumu."
    text = f"In Kisumu, they baked {{}}{data.draw(written(number))} loaves."
    assert isinstance(asked(claim, text.format(theirs)), Admitted)
    found = asked(claim, text.format(mine))
    assert isinstance(found, Refused)
    assert "changes the qualifier" in found.reason


@unhurried
@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_a_model_writes_gets_an_answer(claim: str, text: str) -> None:
    assert isinstance(asked(claim, text), Admitted | Refused)
