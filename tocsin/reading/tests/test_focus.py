"""Where the event is, among all the places that a text names: own texts with the places that a careful reader would give.

Every text is made up for this test. The floor is the share of the texts read wholly right; it only ever rises.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tocsin.geo import Precision
from tocsin.reading import Role, read

PUBLISHED = datetime(2021, 5, 12, 14, tzinfo=UTC)
FLOOR = 1.0


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    countries: tuple[str, ...]
    focus: tuple[str, ...]
    also: tuple[str, ...] = ()


CASES = (
    Case(
        "dateline of the capital, event in a province",
        "LIMA, May 11 (Newswire) - Gunmen ambushed a police patrol in Ayacucho on Tuesday, killing two officers, the interior "
        "ministry said.",
        ("PE",),
        ("Ayacucho",),
        ("LIMA",),
    ),
    Case(
        "dateline abroad",
        "NAIROBI, May 11 (Newswire) - A car bomb exploded outside a hotel in Mogadishu on Tuesday, killing nine people, Somali "
        "police said.",
        ("SO",),
        ("Mogadishu",),
        ("NAIROBI",),
    ),
    Case(
        "only the dateline names a place",
        "Caracas, 11 May -- A bomb exploded in a market on Tuesday, wounding four shoppers.",
        ("VE",),
        ("Caracas",),
    ),
    Case(
        "a reaction of another government",
        "The French government condemned the attack on a mosque in Kano, in northern Nigeria, in which 20 people were killed. "
        "In Paris, the foreign minister offered help.",
        ("NG",),
        ("Kano",),
        ("Paris",),
    ),
    Case(
        "the United Nations speak in New York about another country",
        "NEW YORK, May 12 - The UN Secretary-General on Wednesday condemned the killing of four aid workers in Bangui and "
        "called on the Central African Republic to find the attackers.",
        ("CF",),
        ("Bangui",),
        ("NEW YORK",),
    ),
    Case(
        "Geneva speaks of a famine elsewhere",
        "GENEVA - Floods in Jonglei have driven 60,000 people from their homes, the UN refugee agency said in Geneva on "
        "Tuesday. South Sudan has asked for boats.",
        ("SS",),
        ("Jonglei",),
        ("GENEVA",),
    ),
    Case(
        "an embassy in a third country warns",
        "The U.S. Embassy in Bamako warned American citizens on Monday of possible attacks on hotels in the city. The State "
        "Department in Washington gave no details.",
        ("ML",),
        ("Bamako",),
        ("Washington",),
    ),
    Case(
        "an attack on an embassy",
        "Two men threw petrol bombs at the Turkish embassy in Copenhagen early on Monday. Nobody was hurt, Danish police said. "
        "Ankara summoned the ambassador.",
        ("DK",),
        ("Copenhagen",),
    ),
    Case(
        "where fighters come from",
        "Syrian forces killed 12 fighters near Idlib on Sunday, among them men from Tunisia, Chechnya and Uzbekistan, a "
        "monitoring group said.",
        ("SY",),
        ("Idlib",),
        ("Tunisia", "Uzbekistan"),
    ),
    Case(
        "the nationality of the victim",
        "A German tourist was stabbed to death in Marrakesh on Saturday. The man from Hamburg had arrived from Spain two days "
        "before.",
        ("MA",),
        ("Marrakesh",),
        ("Hamburg", "Spain"),
    ),
    Case(
        "a border incident on one side",
        "Three Armenian villages came under fire. Shells landed in Sotk, Armenia, near the border with Azerbaijan, on "
        "Wednesday, killing one soldier.",
        ("AM",),
        ("Sotk",),
        ("Azerbaijan",),
    ),
    Case(
        "a town near the border of another country",
        "Gunmen killed six farmers in Cúcuta, Colombia, near the Venezuelan border on Friday. Many people had fled there from "
        "Venezuela.",
        ("CO",),
        ("Cúcuta",),
        ("Venezuela",),
    ),
    Case(
        "the neighbour's port",
        "The Bolivian navy said that a fuel tanker had exploded in the Peruvian port of Ilo, killing three sailors. The ship "
        "was bound for Chile.",
        ("PE",),
        ("Ilo",),
        ("Chile",),
    ),
    Case(
        "two towns hit",
        "Bombs exploded in Quetta and Peshawar on Friday, killing 30 people, officials in Islamabad said.",
        ("PK",),
        ("Quetta", "Peshawar"),
        ("Islamabad",),
    ),
    Case(
        "two countries hit",
        "Floods have killed at least 40 people in Ghana and Togo since Sunday. Aid was flown in from France.",
        ("GH", "TG"),
        ("Ghana", "Togo"),
        ("France",),
    ),
    Case(
        "a whole country",
        "Teachers across Zimbabwe went on strike on Tuesday over pay. Unions in South Africa sent greetings.",
        ("ZW",),
        ("Zimbabwe",),
        ("South Africa",),
    ),
    Case(
        "a comparison with an earlier event elsewhere",
        "A magnitude 6.4 earthquake struck Izmir in Turkey on Monday, killing eight people. It was weaker than the earthquake "
        "in Athens in 1999.",
        ("TR",),
        ("İzmir",),
        ("Athens",),
    ),
    Case(
        "evacuees sent abroad",
        "A fire in a factory in Dhaka killed 30 workers on Sunday. Five of the injured were flown to Singapore for treatment.",
        ("BD",),
        ("Dhaka",),
        ("Singapore",),
    ),
    Case(
        "an airline from elsewhere crashes here",
        "An Ethiopian cargo plane from Addis Ababa crashed near Kigali on Thursday, killing the crew of four, Rwandan officials "
        "said.",
        ("RW",),
        ("Kigali",),
        ("Addis Ababa",),
    ),
    Case(
        "in capitals, dateline of the capital",
        "BOGOTA, 14 AUG 88 -- [TEXT] A BOMB EXPLODED LAST NIGHT AT A BANK IN THE CITY OF CALI, WOUNDING THREE GUARDS. THE "
        "DEFENSE MINISTER SAID IN BOGOTA THAT NOBODY HAD BEEN ARRESTED.",
        ("CO",),
        ("Cali",),
        ("BOGOTA",),
    ),
    Case(
        "in capitals, a writer abroad",
        "MADRID (SPAIN), 2 JUN 88 (EFE) -- [TEXT] A SPANISH PRIEST WAS MURDERED YESTERDAY IN THE GUATEMALAN CITY OF "
        "HUEHUETENANGO, HIS ORDER SAID IN MADRID TODAY.",
        ("GT",),
        ("Huehuetenango",),
        ("MADRID",),
    ),
    Case(
        "in capitals, common words are no places",
        "SANTIAGO, 7 MAR 88 -- [TEXT] THE FRONT SAID THE DATE OF THE ATTACK ON THE CATHEDRAL WAS KEPT FROM US. A POLICEMAN "
        "WAS KILLED IN VALPARAISO.",
        ("CL",),
        ("Valparaíso",),
        ("SANTIAGO",),
    ),
    Case(
        "in capitals, one government on the murder in another country",
        "TEGUCIGALPA, 3 FEB 89 -- [TEXT] THE HONDURAN GOVERNMENT TODAY CONDEMNED THE MURDER OF A SALVADORAN JUDGE, WHO WAS "
        "SHOT YESTERDAY IN SAN MIGUEL, EL SALVADOR.",
        ("SV",),
        ("San Miguel",),
        ("TEGUCIGALPA",),
    ),
    Case(
        "a bulletin whose headline names the country",
        "Kenya: Grenade thrown at bar in Garissa\n\nTwo people were injured when a grenade was thrown at a bar in Garissa on "
        "11 May. Fighters from Somalia have crossed the border before.",
        ("KE",),
        ("Garissa",),
        ("Somalia",),
    ),
    Case(
        "a bulletin in parts",
        "Event: Protesters blocked the main road in Cotonou, Benin, on 11 May.\nContext: Similar protests were held in Lagos, "
        "Nigeria, in April.\nAdvice: Avoid the area.",
        ("BJ",),
        ("Cotonou",),
        ("Lagos",),
    ),
    Case(
        "an area of a country",
        "Fighting between the army and rebels has closed roads in Tigray, northern Ethiopia, since Monday. Sudan has opened "
        "a camp.",
        ("ET",),
        ("Tigray",),
        ("Sudan",),
    ),
    Case(
        "French: the capital speaks, the event is elsewhere",
        "Bamako – Au moins sept soldats maliens ont été tués dimanche dans une attaque à Ménaka, dans le nord du Mali. Paris "
        "a condamné l'attaque.",
        ("ML",),
        ("Ménaka",),
        ("Paris",),
    ),
    Case(
        "French: fleeing from elsewhere",
        "Un incendie a détruit lundi un camp à Goma, en République démocratique du Congo. Le camp abrite des réfugiés en "
        "provenance du Burundi.",
        ("CD",),
        ("Goma",),
        ("Burundi",),
    ),
    Case(
        "Spanish: a reaction from abroad",
        "El gobierno de España condenó el asesinato de dos periodistas en Tegucigalpa, Honduras. Los dos fueron atacados el "
        "lunes.",
        ("HN",),
        ("Tegucigalpa",),
        ("España",),
    ),
    Case(
        "Spanish: the dead came from elsewhere",
        "Seis migrantes murieron el martes en un accidente en Tapachula, México. Venían desde Guatemala.",
        ("MX",),
        ("Tapachula",),
        ("Guatemala",),
    ),
    Case(
        "Portuguese: the news from another capital",
        "Lisboa – Um ataque armado matou dez pessoas na cidade de Pemba, no norte de Moçambique, na quarta-feira. Portugal "
        "ofereceu ajuda.",
        ("MZ",),
        ("Pemba",),
        ("Portugal",),
    ),
    Case(
        "Arabic: an explosion in a city",
        "قتل خمسة أشخاص في انفجار في البصرة يوم الاثنين. وقالت وزارة الخارجية في بغداد إن العراق يدين الهجوم.",
        ("IQ",),
        ("Basrah",),
        ("بغداد",),
    ),
    Case(
        "a town of which little is certain",
        "An earthquake of magnitude 5.9 shook Santiago on Monday.",
        ("CL",),
        ("Santiago",),
    ),
    Case(
        "a source in the capital",
        "Missiles hit Kharkiv overnight, killing seven people, officials in Kyiv said. Germany condemned the attack.",
        ("UA",),
        ("Kharkiv",),
        ("Kyiv", "Germany"),
    ),
    Case(
        "rockets across a border",
        "BEIRUT (Newswire) - Two rockets landed in Kiryat Shmona, Israel, on Tuesday and wounded a farmer.",
        ("IL",),
        ("Qiryat Shmona",),
        ("BEIRUT",),
    ),
    Case(
        "a people and a sea",
        "Chinese fishermen were rescued by the Philippine coast guard in the South China Sea on Monday.",
        ("PH",),
        ("South China Sea",),
    ),
    Case(
        "at sea",
        "Pirates boarded a tanker in the Gulf of Guinea on Sunday and took five of the crew.",
        (),
        ("Gulf of Guinea",),
    ),
)  # fmt: skip


def differences(case):
    reading = read(case.text, published=PUBLISHED)
    found = []
    if tuple(reading.countries) != case.countries:
        found.append(f"countries {reading.countries}")
    focus = tuple(one.name for one in reading.focus)
    if focus != case.focus:
        found.append(f"focus {focus}")
    named = {one.text for one in reading.places if one.role is Role.ALSO_NAMED}
    found += [f"also {name} among {sorted(named)}" for name in case.also if name not in named]
    return found


@pytest.fixture(scope="module")
def wrong():
    return {case.name: told for case in CASES if (told := differences(case))}


def test_the_share_of_texts_read_wholly_right_keeps_its_floor(wrong):
    share = 1 - len(wrong) / len(CASES)
    assert share >= FLOOR, "\n".join(f"{name}: {told}" for name, told in wrong.items())


def test_the_names_of_the_cases_are_their_own():
    assert len({case.name for case in CASES}) == len(CASES) >= 25


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_focus_lies_in_the_countries_told(case):
    reading = read(case.text, published=PUBLISHED)
    assert {one.country for one in reading.focus} <= {*reading.countries, ""}
    if reading.countries and reading.focus:
        assert reading.focus[0].country in {reading.countries[0], ""}


def test_a_text_with_a_country_and_no_town_has_the_country_as_its_focus():
    reading = read("Police in Uruguay are on strike.", published=PUBLISHED)
    assert [one.precision for one in reading.focus] == [Precision.COUNTRY]
