"""A floor under the quality of reading: own texts in many forms, each with what it must read.

Every text is made up for this test. The floor is the share of all wanted items that are found; it only ever rises.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tocsin.reading import Role, read

PUBLISHED = datetime(2019, 3, 20, 14, tzinfo=UTC)
FLOOR = 1.0


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    language: str
    countries: tuple[str, ...]
    focus: tuple[str, ...]
    hazard: str
    phase: str
    named: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[float, str, str], ...] = ()
    times: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


CASES = (
    Case(
        "planned strike, headline with a city",
        "Nairobi: Minibus drivers plan strike over fuel price\n\nMinibus owners in Kenya have called a 24-hour strike on "
        "Friday, 22 March, from 05:00 to 20:00. About 3,000 vehicles are expected to stay off the roads in Nairobi and "
        "Mombasa.",
        "en",
        ("KE",),
        ("Nairobi",),
        "labour-action",
        "planned",
        (("Mombasa", "KE"),),
        ((3000, "about", "vehicles"),),
        ("2019-03-22T05:00/2019-03-22T20:00",),
    ),
    Case(
        "earthquake with a toll and an earlier one",
        "A magnitude 6.1 earthquake struck near Davao in the southern Philippines on Wednesday, killing at least five "
        "people and injuring more than 120, officials said. Some 2,300 houses were damaged. In 2013, a quake in Bohol "
        "killed 222 people.",
        "en",
        ("PH",),
        ("Davao",),
        "earthquake",
        "happened",
        (("Bohol", "PH"),),
        (
            (6.1, "exactly", "magnitude"),
            (5, "at least", "killed"),
            (120, "more than", "injured"),
            (2300, "about", "houses"),
            (222, "exactly", "killed"),
        ),
        ("2019-03-20", "2013"),
    ),
    Case(
        "French: bomb at a police post",
        "Burkina Faso : attaque contre un poste de police à Djibo\n\nAu moins 12 personnes ont été tuées dans un attentat "
        "à la bombe mardi 19 mars 2019 à Djibo, dans le nord du Burkina Faso. Plus de 1 600 personnes ont été évacuées.",
        "fr",
        ("BF",),
        ("Djibo",),
        "terrorism",
        "happened",
        (),
        ((12, "at least", "killed"), (1600, "more than", "evacuated")),
        ("2019-03-19",),
    ),
    Case(
        "Spanish: earthquake",
        "Un terremoto de magnitud 5,8 sacudió ayer la ciudad de Arequipa, en el sur de Perú. Al menos 8 personas murieron "
        "y más de 40 resultaron heridas, informó el gobierno.",
        "es",
        ("PE",),
        ("Arequipa",),
        "earthquake",
        "happened",
        (("Perú", "PE"),),
        ((5.8, "exactly", "magnitude"), (8, "at least", "killed"), (40, "more than", "injured")),
        ("2019-03-19",),
    ),
    Case(
        "Portuguese: floods",
        "Pelo menos 30 pessoas morreram e cerca de 1.200 ficaram desalojadas nas inundações que atingiram a cidade da "
        "Beira, em Moçambique, na terça-feira. As chuvas fortes devem continuar até sexta-feira.",
        "pt",
        ("MZ",),
        ("Beira",),
        "flood",
        "happened",
        (("Moçambique", "MZ"),),
        ((30, "at least", "killed"), (1200, "about", "displaced")),
        ("2019-03-19", "../2019-03-22"),
    ),
    Case(
        "Arabic: car bomb",
        "قتل 7 أشخاص وأصيب 20 آخرون في انفجار سيارة مفخخة في بغداد أمس. وقالت الشرطة في العراق إن التفجير وقع في سوق.",
        "ar",
        ("IQ",),
        ("Baghdad",),
        "terrorism",
        "happened",
        (("العراق", "IQ"),),
        ((7, "exactly", "killed"), (20, "exactly", "injured")),
        ("2019-03-19",),
    ),
    Case(
        "a rumour denied",
        "Police in Lagos say there is no truth to reports of a bomb at the main bus terminal. The rumour, spread on social "
        "media on Tuesday, is false, a spokesman said.",
        "en",
        ("NG",),
        ("Lagos",),
        "terrorism",
        "denied",
        times=("2019-03-19",),
    ),
    Case(
        "a curfew lifted",
        "The curfew in Colombo has been lifted and schools have reopened after last week's riots, authorities in Sri Lanka "
        "said on Tuesday.",
        "en",
        ("LK",),
        ("Colombo",),
        "civil-unrest",
        "over",
    ),
    Case(
        "X, Y decides which Paris",
        "A tornado tore through Paris, Texas, late on Monday, destroying 40 homes. Nobody was hurt.",
        "en",
        ("US",),
        ("Paris",),
        "storm",
        "happened",
        (("Texas", "US"),),
        ((40, "exactly", "houses"),),
        ("2019-03-18",),
    ),
    Case(
        "all capitals",
        "EXPLOSION AT MARKET IN KABUL KILLS 14\n\nA BOMB EXPLODED IN A MARKET IN KABUL, AFGHANISTAN, ON TUESDAY, KILLING 14 "
        "PEOPLE.",
        "en",
        ("AF",),
        ("Kabul",),
        "terrorism",
        "happened",
        (),
        ((14, "exactly", "killed"),),
        ("2019-03-19",),
    ),
    Case(
        "flood with a forecast",
        "Flash floods in Kerala, India, have displaced tens of thousands of people. Between 40 and 50 people are missing. "
        "Heavy rain is forecast through Thursday, with up to 200 mm possible.",
        "en",
        ("IN",),
        ("Kerala",),
        "flood",
        "feared",
        (("India", "IN"),),
        ((20000, "about", "displaced"), (40, "exactly", "missing"), (200, "up to", "millimetres")),
        ("../2019-03-21",),
        ("Thursday",),
    ),
    Case(
        "kidnapping, numeric date",
        "Gunmen abducted three aid workers near Goma in eastern Democratic Republic of Congo on 18/03/2019, a relief "
        "organisation said.",
        "en",
        ("CD",),
        ("Goma",),
        "kidnapping-and-piracy",
        "happened",
        (("Democratic Republic of Congo", "CD"),),
        ((3, "exactly", "kidnapped"),),
        ("2019-03-18",),
    ),
    Case(
        "outbreak",
        "Health officials report 38 new cases of Ebola in Butembo, DR Congo, in the past week; 600 people have died since "
        "August 2018.",
        "en",
        ("CD",),
        ("Butembo",),
        "disease",
        "happened",
        (),
        ((38, "exactly", "infected"), (600, "exactly", "killed")),
        ("2018-08/2019-03-20",),
        ("Ebola",),
    ),
    Case(
        "cyclone before landfall",
        "A tropical cyclone with winds of 195 km/h is expected to make landfall near Beira, Mozambique, on Thursday night. "
        "Airports are closed and 12 flights were cancelled.",
        "en",
        ("MZ",),
        ("Beira",),
        "storm",
        "feared",
        (("Mozambique", "MZ"),),
        ((195, "exactly", "kilometres per hour"), (12, "exactly", "flights")),
        ("2019-03-21T20:00/2019-03-22T06:00",),
    ),
    Case(
        "names that are no places",
        "Jordan Smith, a student at Georgia Tech, and the actress Paris Hilton were in Berlin when a bomb exploded at a "
        "market on Tuesday. Nice weather drew crowds. Reading was fun. Mobile phones failed. Of the Westerners, none were "
        "hurt. Islamic State claimed the attack.",
        "en",
        ("DE",),
        ("Berlin",),
        "terrorism",
        "happened",
        absent=(
            "Jordan",
            "Georgia",
            "Paris",
            "Nice",
            "Reading",
            "Mobile",
            "Of",
            "Westerners",
            "State",
            "Islamic",
        ),
    ),
    Case(
        "volcano under way",
        "Bali: Mount Agung erupts, flights disrupted\n\nA column of volcanic ash is rising over Bali, Indonesia, and the "
        "eruption is continuing. Up to 100,000 people are being evacuated from a 10 km zone.",
        "en",
        ("ID",),
        ("Bali",),
        "volcano",
        "under way",
        (("Indonesia", "ID"),),
        ((100000, "up to", "evacuated"), (10, "exactly", "kilometres")),
    ),
    Case(
        "bulletin with noise, update number and vendor labels",
        "Menu\nSkip to main content\n4 Apr 2019 | 06:05 AM UTC\nColombia: Protest march planned in Bogotá, update 2\n"
        "Organisers call for a march to the main square on Saturday morning; traffic will be slow\nNotice\nSituation\n"
        "Teachers' unions plan to march in Bogotá on Saturday, April 6, from 09:00 local. About 5,000 people are expected.\n"
        "Background\nA similar march in 2018 led to clashes in which 15 people were injured.\nRecommended actions\nAvoid the "
        "march, government buildings and public transport until Sunday.\n",
        "en",
        ("CO",),
        ("Bogotá",),
        "civil-unrest",
        "planned",
        (),
        ((5000, "about", "people"), (15, "exactly", "injured")),
        ("2019-04-06T09:00/..", "2018"),
    ),
    Case(
        "HTML page with text hidden in a script",
        "<html><head><title>Power cut in Harare</title><script>var x = 'Bomb in London kills 99';</script></head><body>"
        "<nav>Home World Sport</nav><article><h1>Power cut in Harare</h1><p>A power cut has left 200,000 homes in Harare, "
        "the capital of Zimbabwe, without electricity since Monday, the utility said in a statement on its website.</p>"
        "<p>Supply should return on Friday. The blackout also closed two hospitals in Chitungwiza, residents said.</p>"
        "</article></body></html>",
        "en",
        ("ZW",),
        ("Harare",),
        "infrastructure",
        "happened",
        (("Chitungwiza", "ZW"),),
        (),
        (),
        ("London",),
    ),
)


def score(case):
    """Which of the wanted items were found, by name."""
    reading = read(case.text, published=PUBLISHED)
    tolls = {(one.value, one.qualifier.value, one.unit) for one in reading.figures}
    places = {(one.text, one.country) for one in reading.places}
    real = " ".join(one.text for one in reading.places if one.role is not Role.DEMONYM).split()
    found = {
        f"language {case.language}": reading.language == case.language,
        f"countries {case.countries}": reading.countries == case.countries,
        f"focus {case.focus}": tuple(one.name for one in reading.focus) == case.focus,
        f"hazard {case.hazard}": [one.code for one in reading.hazards][:1] == [case.hazard],
        f"phase {case.phase}": reading.phase.value == case.phase,
    }
    found |= {f"place {one}": one in places for one in case.named}
    found |= {f"figure {one}": one in tolls for one in case.figures}
    found |= {f"time {one}": one in [time.when for time in reading.times] for one in case.times}
    return found | {f"no place {one}": one not in real for one in case.absent}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_text_reads_as_it_says(case):
    assert [name for name, good in score(case).items() if not good] == []


def test_the_floor_holds_over_all_texts():
    results = [good for case in CASES for good in score(case).values()]
    assert sum(results) / len(results) >= FLOOR


def test_a_past_toll_is_marked_in_the_bulletin_form():
    case = next(one for one in CASES if one.name.startswith("bulletin"))
    reading = read(case.text, published=PUBLISHED)
    assert reading.published == datetime(2019, 4, 4, 6, 5, tzinfo=UTC)
    assert (reading.title, reading.update, reading.level) == ("Protest march planned in Bogotá", 2, "Notice")
    assert [part.name for part in reading.sections] == ["Event", "Context", "Advice"]
    assert [one.scope.value for one in reading.figures if one.unit == "injured"] == ["past"]
    assert (
        reading.advice_targets == ("demonstration", "public or government building", "public transport")[1:]
    )
