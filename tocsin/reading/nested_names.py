"""Places inside longer names: 'Paris Police' speaks of Paris, 'Paris Street', 'Paris Hilton' and 'Paris Motors' do not.

A body that serves a place (its police, schools, council, hospital) tells where something happens; a company, a team, a
paper, a university or a street only borrows the name. The words that follow a place decide.
"""

from __future__ import annotations

import re

from tocsin.reading.senses import senses_of
from tocsin.reading.words import fold, word_set

#: After a place: bodies that serve it, so the place is meant.
_SERVES = word_set(
    "police sheriff sheriffs fire county city town township village mayor council councillor councilman councilwoman commission"
    " commissioner commissioners board school schools district high middle elementary junior senior public community hospital"
    " general regional memorial medical jail prison detention correctional court courthouse superior circuit municipal magistrates crown"
    " department departments office division health parks recreation water sanitation transit housing planning zoning chamber"
    " library airport international port harbor harbour station national state legislature house senate assembly governor gov"
    " attorney prosecutor prosecutors clerk coroner treasurer auditor superintendent authority unified independent parish province"
    " provincial metro metropolitan area emergency rescue ems paramedics firefighters officers residents residential fairgrounds"
    " convention visitors civic cultural historical humane food relief embassy consulate consul army military navy police-station"
    " government officials parliament premier president prime-minister minister ministry ministries highway patrol troopers democrat"
    " republican sen rep patrolman detective detectives deputies deputy registry municipal association bureau"
)
#: After a place: what only borrows its name.
_BORROWS = word_set(
    "street st avenue ave road rd drive dr lane ln boulevard blvd way circle terrace place plaza parkway pkwy highway route bridge"
    " mill crossing trail square row alley crescent close gardens court mall apartments heights-apartments"
    " university college institute tech polytechnic times post herald tribune news gazette journal chronicle star observer advocate dispatch daily"
    " examiner press sun inc corp co ltd llc plc group holdings motors energy airlines airways foods partners systems media oil bank"
    " savings insurance pharmaceuticals united rovers wanderers tigers bears eagles wildcats bulldogs lions hawks kings rangers"
    " blues bulls giants jets cowboys broncos yankees dodgers cubs mets raiders patriots packers steelers vikings saints falcons"
    " panthers jaguars titans colts texans bills dolphins athletic albion hotspur fc afc cf agreement accord accords protocol convention treaty"
    " marathon open cup film jazz virus fever flu disease syndrome strain cheese hotel inn motel cafe restaurant church chapel"
    " cathedral temple synagogue park zoo forest wilderness preserve symphony orchestra ballet band brothers records"
)
#: Words in small letters or large behind a name that make it a disease's, a currency's or a strain's.
_ILLNESS = word_set("virus viruses fever flu disease syndrome strain strains encephalitis influenza")
#: Bodies of a whole country's government; with them the country acts and is not the place.
_NATIONAL = word_set(
    "department departments ministry army navy military government parliament president premier congress senate house food drug"
    " environmental agriculture national federal geological centers embassy consulate census customs coast air state supreme association"
    " red civil volleyball olympic justice homeland treasury"
)
_CALLED_CITY = 20_000
_NEXT_WORD = re.compile(r"[ \u00a0]+([^\W\d_]+)")
_CITY_OF_BODY = re.compile(
    r"\s+City(?=\s+(?:Council|Hall|Manager|Commission|Attorney|Clerk|Police|School|Schools|Fire|Engineer|Administrator|Mayor|Planner"
    r"|Court|Board|Club|Players|Public|Recorder|Treasurer|Councilman|Councilwoman|Councilor|Auditor|Prosecutor|Law|Parks|Ballet))"
)


def likelihood_inside(text: str, end: int, name_end: int, *, country: bool, begins: bool) -> float:
    """How likely (0 to 1) the place that ends at `end` inside an organisation's name is meant as a place.

    `name_end` is where the organisation's name ends, `country` whether the place is a country, `begins` whether it stands at
    the beginning of the name ('Kenya Red Cross', not 'University of Kenya').
    """
    if end >= name_end:
        return 0.3 if begins else 0.2
    following = _NEXT_WORD.match(text, end)
    word = following.group(1) if following else ""
    if not begins or word[:1].islower():
        return 0.15
    word = word.casefold()
    if word in _BORROWS:
        return 0.08
    if country:
        return 0.3 if word in _NATIONAL else 0.2
    return 0.75 if word in _SERVES else 0.3


def borrowed_by_next(text: str, end: int) -> bool:
    """Whether the word behind a name shows that something else bears it: a street, a park, a paper."""
    if text[end : end + 1] in ("$", "€", "£"):
        return True
    following = _NEXT_WORD.match(text, end)
    if following is None:
        return False
    word = following.group(1)
    return word.casefold() in _ILLNESS or (word[:1].isupper() and word.casefold() in _BORROWS)


def without_city(text: str, start: int, end: int) -> int:
    """The end of a name without a 'City' that belongs to the body named behind it ('Fargo City Council')."""
    match = _CITY_OF_BODY.search(text[start : end + 24])
    if match is None or start + match.end() != end:
        return end
    # Mexico City and Kansas City are called so.
    whole = senses_of(text[start:end])
    called = any(
        fold(one.name) == fold(text[start:end]) and one.population >= _CALLED_CITY for one in whole.places[:1]
    )
    return end if called else start + match.start()
