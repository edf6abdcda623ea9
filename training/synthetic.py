"""Sentences made by filling templates.txt at random: news words around names that the open sets do not hold.

Places come from the gazetteer, people from Faker (MIT) and the lists below, organisations from patterns over both. A name
of a place is often borne by a person or an organisation here, so that the tagger must look at the words around it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from training import lists
from training.corpora import Sentence
from training.words import split_words

_TEMPLATES = Path(__file__).parent / "templates.txt"
_SLOT = re.compile(r"\{(\w+)\}")
#: Which label a slot's words get; slots not listed are no names.
_LABEL_OF = {
    **dict.fromkeys(
        [
            "CITY",
            "City",
            "city",
            "state",
            "stateabbr",
            "country",
            "Country",
            "county",
            "region",
            "island",
            "sea",
            "river",
            "park",
            "airport",
            "road",
        ],
        "LOC",
    ),
    **dict.fromkeys(["person", "surname", "first", "placesurname", "placefirst"], "PER"),
    **dict.fromkeys(
        [
            "police",
            "sheriff",
            "org",
            "company",
            "team",
            "school",
            "schooldistrict",
            "university",
            "hospital",
            "newspaper",
            "agency",
            "bank",
            "airline",
            "ministry",
            "militia",
            "ngo",
            "embassy",
            "congress",
            "church",
            "band",
        ],
        "ORG",
    ),
    **dict.fromkeys(["demonym", "demonyms", "event", "treaty", "work"], "MISC"),
}
# Streets and roads are places to a map, but no places that a gazetteer holds.
_LABEL_OF.pop("road")


class Filler:
    """Fills templates. `places` are lists of names by slot; the same seed gives the same sentences."""

    def __init__(self, places: dict[str, list[str]], seed: int) -> None:
        from faker import Faker

        self._random = random.Random(seed)
        self._places = places
        self._fakers = []
        for number, locale in enumerate(lists.LOCALES):
            try:
                faker = Faker(locale)
            except AttributeError:
                continue
            faker.seed_instance(seed + number)
            self._fakers.append(faker)

    @cached_property
    def templates(self) -> list[str]:
        """The templates, comments left out."""
        lines = _TEMPLATES.read_text("utf-8").split("\n")
        return [line for line in lines if line.strip() and not line.startswith("#")]

    def sentences(self, times: int) -> list[Sentence]:
        """Every template filled so many times."""
        return [self.fill(template) for template in self.templates for _ in range(times)]

    def fill(self, template: str) -> Sentence:
        """One sentence with its tags."""
        words: list[str] = []
        tags: list[str] = []
        end = 0
        for slot in _SLOT.finditer(template):
            self._append(words, tags, template[end : slot.start()], "")
            label = _LABEL_OF.get(slot.group(1), "")
            new = len(tags)
            self._append(words, tags, self.word(slot.group(1)), label)
            if label == "PER" and template[end : slot.start()] == " " and tags[new - 1][2:] == label:
                tags[new] = "I-PER"
            end = slot.end()
        self._append(words, tags, template[end:], "")
        return words, tags

    @staticmethod
    def _append(words: list[str], tags: list[str], text: str, label: str) -> None:
        new = split_words(text)
        if label and new[:1] == ["the"]:
            words.append(new.pop(0))
            tags.append("O")
        words += new
        tags += [(f"{'I' if place else 'B'}-{label}" if label else "O") for place in range(len(new))]

    def word(self, slot: str) -> str:
        """A filling for a slot."""
        if slot in self._places:
            return self._choose(self._places[slot])
        maker: Callable[[], str] | None = getattr(self, f"_{slot}", None)
        if maker is None:
            raise KeyError(f"templates.txt has a slot {{{slot}}} that synthetic.py cannot fill")
        return maker()

    def _choose(self, among: tuple[str, ...] | list[str]) -> str:
        return self._random.choice(among)

    def _nested(self, among: tuple[str, ...]) -> str:
        return _SLOT.sub(lambda slot: self.word(slot.group(1)), self._choose(among))

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _CITY(self) -> str:  # noqa: N802 - slots are case-sensitive
        return self.word("city").upper()

    def _City(self) -> str:  # noqa: N802
        return self.word("city").title()

    def _Country(self) -> str:  # noqa: N802
        return self.word("country")

    def _first(self) -> str:
        return self._choose(lists.GIVEN) if self._chance(0.3) else self._choose(self._fakers).first_name()

    def _surname(self) -> str:
        if self._chance(0.12):
            return self.word("placesurname")
        return self._choose(lists.FAMILY) if self._chance(0.3) else self._choose(self._fakers).last_name()

    def _person(self) -> str:
        middle = f" {self._choose(list('ABCDEFGHJKLMRSTW'))}." if self._chance(0.15) else ""
        suffix = self._choose((" Jr.", " III", " Sr.")) if self._chance(0.04) else ""
        return f"{self._first()}{middle} {self._surname()}{suffix}"

    def _placesurname(self) -> str:
        return (
            self._choose(self._places["surname_like"])
            if self._chance(0.7)
            else self.word("city").split(" ")[-1]
        )

    def _placefirst(self) -> str:
        return self._choose(
            [
                "Paris",
                "Florence",
                "Sydney",
                "Georgia",
                "Carolina",
                "Dakota",
                "Savannah",
                "Brooklyn",
                "Austin",
                "Dallas",
                "Jordan",
                "Chad",
                "Israel",
                "Alexandria",
                "Sofia",
                "Victoria",
                "Charlotte",
                "Madison",
                "London",
                "India",
                "Asia",
                "Chelsea",
                "Santiago",
                "Diego",
                "Lourdes",
                "Geneva",
                "Vienna",
                "Kenya",
            ]
        )

    def _police(self) -> str:
        return (
            f"{self.word('city')} {self._choose(lists.POLICE_TAILS)}"
            if self._chance(0.8)
            else self.word("sheriff")
        )

    def _sheriff(self) -> str:
        return (
            f"{self.word('county')} {self._choose(('Sheriff’s Office', 'Sheriff', 'Sheriff’s Department'))}"
        )

    def _org(self) -> str:
        return self._nested(lists.ORGS)

    def _company(self) -> str:
        if self._chance(0.3):
            return f"{self._choose(lists.FAMILY)} {self._choose(lists.COMPANY_TAILS)}"
        head = self.word("city") if self._chance(0.3) else self._choose(lists.COMPANY_WORDS)
        return f"{head} {self._choose(lists.COMPANY_TAILS)}"

    def _team(self) -> str:
        return f"{self.word('city')} {self._choose(lists.TEAM_TAILS)}"

    def _school(self) -> str:
        head = self.word("city") if self._chance(0.6) else self.word("surname")
        return f"{head} {self._choose(lists.SCHOOL_TAILS)}"

    def _schooldistrict(self) -> str:
        return f"{self.word('city')} {self._choose(('School District', 'Public Schools', 'Unified School District'))}"

    def _university(self) -> str:
        place = self.word("city") if self._chance(0.5) else self.word("state")
        return self._choose(
            (
                f"University of {place}",
                f"{place} University",
                f"{place} State University",
                f"{self.word('surname')} College",
            )
        )

    def _hospital(self) -> str:
        head = self.word("city") if self._chance(0.6) else f"St. {self._choose(lists.GIVEN)}"
        return f"{head} {self._choose(lists.HOSPITAL_TAILS)}"

    def _newspaper(self) -> str:
        return f"{'The ' if self._chance(0.3) else ''}{self.word('city')} {self._choose(lists.PAPER_TAILS)}"

    def _agency(self) -> str:
        return self._choose(lists.AGENCIES)

    def _bank(self) -> str:
        return self._choose(
            (
                f"Bank of {self.word('country')}",
                f"{self.word('city')} Bank",
                "Goldman Sachs",
                f"First {self.word('city')} Savings",
            )
        )

    def _airline(self) -> str:
        return self._choose(
            (
                f"Air {self.word('country')}",
                f"{self.word('country')} Airways",
                f"{self.word('demonym')} Airlines",
                "Lufthansa",
            )
        )

    def _ministry(self) -> str:
        return self._choose(lists.MINISTRIES)

    def _militia(self) -> str:
        return self._nested(lists.MILITIAS)

    def _ngo(self) -> str:
        return self._nested(lists.NGOS)

    def _embassy(self) -> str:
        return (
            f"{self.word('demonym')} Embassy" if self._chance(0.7) else f"Embassy of {self.word('country')}"
        )

    def _congress(self) -> str:
        return self._choose(lists.CONGRESS)

    def _church(self) -> str:
        return self._nested(lists.CHURCHES)

    def _band(self) -> str:
        return self._nested(lists.BANDS)

    def _event(self) -> str:
        return self._nested(lists.EVENTS)

    def _treaty(self) -> str:
        return self._nested(lists.TREATIES)

    def _work(self) -> str:
        return self._nested(lists.WORKS)

    def _park(self) -> str:
        head = self.word("city") if self._chance(0.5) else self.word("surname")
        return f"{head} {self._choose(('Park', 'Memorial Park', 'Cemetery', 'Stadium'))}"

    def _river(self) -> str:
        return f"{self.word('city').split(' ')[0]} River"

    def _street(self) -> str:
        head = self.word("city") if self._chance(0.3) else self._choose(lists.STREET_NAMES)
        return f"{head} {self._choose(lists.STREETS)}"

    def _road(self) -> str:
        number = self._random.randrange(1, 400)
        return self._choose(
            (f"Interstate {number}", f"Highway {number}", f"U.S. {number}", self._street(), f"Route {number}")
        )

    def _airport(self) -> str:
        return f"{self.word('city')} {self._choose(('International Airport', 'Airport'))}"

    def _weekday(self) -> str:
        return self._choose(lists.WEEKDAYS)

    def _month(self) -> str:
        return self._choose(lists.MONTHS)

    def _season(self) -> str:
        return self._choose(("spring", "summer", "winter", "fall"))

    def _day(self) -> str:
        return str(self._random.randrange(1, 29))

    def _year(self) -> str:
        return str(self._random.randrange(1950, 2026))

    def _age(self) -> str:
        return str(self._random.randrange(18, 90))

    def _clock(self) -> str:
        return f"{self._random.randrange(1, 13)}:{self._random.randrange(10, 60)} {self._choose(('a.m.', 'p.m.'))}"

    def _phone(self) -> str:
        return f"{self._random.randrange(200, 999)}-{self._random.randrange(100, 999)}-{self._random.randrange(1000, 9999)}"

    def _number(self) -> str:
        return self._choose(
            (
                str(self._random.randrange(2, 60)),
                f"{self._random.randrange(1, 90)},{self._random.randrange(100, 999)}",
                "two",
                "three",
                "dozens of",
                "12",
            )
        )

    def _direction(self) -> str:
        return self._choose(lists.DIRECTIONS)
