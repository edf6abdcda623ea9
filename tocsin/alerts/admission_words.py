"""Words that a sentence may not bring along by itself, in groups: one of the same group must stand in what is cited. Pure."""

from __future__ import annotations

import re

from tocsin.reading.number_words import number_words
from tocsin.reading.words import word_set

_NUMBERS = number_words("en")

#: What may begin a sentence although no claim has it: words that name nobody and nothing. Everything else with a capital
#: letter is taken for a name, 'Police' and 'Officials' too: who says or does something must stand in the claims.
OPENERS = word_set(
    "the a an this that these those it its they their there he she his her in on at by for from with as since after "
    "before during until while when where although though because and but or so to of about around over under above "
    "between against among near across along through within inside outside some other another later earlier "
    "meanwhile however also according following despite who which what has had have is are was were will more less "
    "fewer up nearly almost approximately roughly only still yet then both each such further additional"
)

#: Small words inside a name, which hold it together: 'Gulf of Aden'.
INSIDE_NAMES = word_set("of the al el de du des del la le bin ibn van von")

#: Words of one group may stand for one another. Each row is one group.
_ROWS = """
kill kills killed killing dead die dies died dying death deaths fatal fatality fatalities lethal
injure injures injured injuring injury injuries wound wounds wounded hurt
arrest arrests arrested arresting detain detains detained detention custody
kidnap kidnaps kidnapped kidnapping kidnappings abduct abducted abduction hostage hostages captive captives
missing disappeared unaccounted
evacuate evacuated evacuation evacuations
displaced displacement refugee refugees
rape raped assault assaulted
rob robbed robbery robberies theft thefts stolen loot looted looting
attack attacks attacked attacking attacker attackers raid raids raided assailant assailants
bomb bombs bombed bombing bombings bomber bombers explosive explosives explosion explosions explode exploded blast blasts detonate detonated detonation
shoot shoots shot shots shooting shootings gunfire fired gun guns gunshot gunshots
stab stabbed stabbing knife knives machete machetes
shell shells shelled shelling artillery mortar mortars rocket rockets missile missiles
drone drones airstrike airstrikes
chemical nuclear radioactive radiation toxic
suicide
terror terrorism terrorist terrorists
militant militants rebel rebels insurgent insurgents gunman gunmen fighter fighters jihadist jihadists
war wars fight fighting fought clash clashes clashed battle battles battled
protest protests protested protesters protester demonstration demonstrations demonstrators march marches marched marchers rally rallies
riot riots rioting rioters unrest
strike strikes striking strikers walkout
coup
curfew curfews
emergency emergencies
earthquake earthquakes quake quakes tremor tremors aftershock aftershocks
tsunami tsunamis
flood floods flooded flooding
storm storms cyclone cyclones hurricane hurricanes typhoon typhoons
fire fires wildfire wildfires blaze burned burnt burning
landslide landslides mudslide mudslides
volcano volcanic eruption eruptions erupted
outbreak epidemic disease cholera ebola virus infection infections infected
collapse collapsed collapses
police policeman policemen policewoman officer officers
army armies troop troops soldier soldiers military
government governments authority authorities official officials ministry ministries minister ministers
president presidential
mayor governor
court courts judge judges prosecutor prosecutors
doctor doctors medic medics nurse nurses
witness witnesses resident residents local locals inhabitant inhabitants
child children boy boys girl girls
woman women
man men
tourist tourists foreigner foreigners expatriate expatriates traveller travellers
journalist journalists reporter reporters
student students pupil pupils teacher teachers
airport airports airfield flight flights plane planes aircraft
port ports harbour harbours harbor harbors ferry ferries ship ships vessel vessels boat boats
border borders frontier crossing crossings
bridge bridges
road roads highway highways motorway motorways street streets avenue roadblock roadblocks
hospital hospitals clinic clinics
school schools university universities college colleges campus
market markets bazaar souk
mosque mosques
church churches cathedral
synagogue synagogues temple temples shrine shrines
embassy embassies consulate consulates
hotel hotels hostel resort resorts
restaurant restaurants cafe cafes bar bars nightclub nightclubs
station stations
rail railway railways train trains metro subway tram trams
bus buses minibus minibuses
stadium stadiums arena
prison prisons jail jails
parliament
palace
camp camps
square
park parks
mall malls shop shops store stores supermarket
bank banks
power electricity blackout
water
checkpoint checkpoints barricade barricades
coast coastal beach beaches shore
river rivers
island islands
mountain mountains hill hills
capital
city cities
town towns
village villages
province provinces region regions district districts county
downtown centre center central
north northern northwards
south southern southwards
east eastern eastwards
west western westwards
northeast northeastern
northwest northwestern
southeast southeastern
southwest southwestern
nationwide countrywide
closed closes close closing closure closures shut shuts
open opens opened reopen reopened reopening
cancel cancels cancelled canceled cancellation cancellations
suspend suspends suspended suspension
end ended ends over
confirm confirms confirmed confirming confirmation verified verify proven proved certain certainly definitely undoubtedly
likely probable probably
unlikely improbable
imminent imminently
responsibility responsible
guilty convicted sentenced charged
half halves
third thirds
quarter quarters
double doubled twice
triple tripled
once
pair couple
majority minority most
all every entire entirely whole
many numerous
few
first
second
fourth
fifth
sixth
seventh
eighth
ninth
tenth
rise rises rose risen increase increases increased increasing
fall falls fell fallen decrease decreases decreased decreasing decline declined
morning mornings dawn sunrise
noon midday
afternoon afternoons
evening evenings dusk sunset
night nights overnight
midnight
weekend weekends
monday mondays
tuesday tuesdays
wednesday wednesdays
thursday thursdays
friday fridays
saturday saturdays
sunday sundays
january
february
april
june
july
august
september
october
november
december
isis isil daesh
taliban
hamas
hezbollah
shabaab
qaeda
spring summer autumn winter
"""  # fmt: skip

GROUP_OF: dict[str, int] = {
    word: number for number, row in enumerate(_ROWS.strip().splitlines()) for word in row.split()
}

#: What turns a sentence into its opposite; none may come in, none may be lost.
NEGATIONS = word_set(
    "no not never none nobody nothing neither nor cannot without deny denies denied denying denial false untrue "
    "refute refuted unharmed uninjured unhurt"
)
CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)

#: What says that a thing is not certain; a claim that has one is not told without one.
HEDGES = word_set(
    "may might could possible possibly fear fears feared alleged allegedly suspect suspects suspected reportedly "
    "unconfirmed rumour rumours rumoured rumor rumors rumored purported purportedly apparent apparently claims "
    "claimed threat threats threaten threatens threatened if unless potential potentially likely unlikely probably"
)
#: What says that a thing has not happened yet; a claim that has one is told with one of these or of the hedges.
AHEAD = word_set("plan plans planned planning expect expects expected will would warn warns warned")

#: Words for numbers: each must be part of a number that is read, or stand in what is cited.
NUMBER_WORDS = (
    frozenset(_NUMBERS.adds)
    | frozenset(_NUMBERS.hundreds)
    | _NUMBERS.hundred
    | frozenset(_NUMBERS.scales)
    | _NUMBERS.dozens
    | word_set(
        "nil nought score countless eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
        "nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth"
    )
)

#: Words that are also names of towns, and are no names when written small.
NO_TOWNS = word_set(
    "free sale rest gold canal lake soul van meta hang natal sol ban bid bath tape tall pet brick pin rapid plateau "
    "maritime spoken independence barrage clay oral bend delta hub reservoir marina log reunion"
)

#: A month that is also a verb, written small.
SMALL_MAY = re.compile(r"\b(?:in|on|of|since|until|by|from|during|early|mid|late)[ -]may\b")

#: Days that move with the day on which somebody reads them.
MOVING_DAYS = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|(?:last|this|next)\s+(?:night|morning|afternoon|evening|week|weekend|month|year)"
    r"|ago|now|currently)\b",
    re.IGNORECASE,
)

#: What a number measures, by the word behind it, where it counts no heads.
MEASURES = {
    word: row.split()[0]
    for row in (
        "% percent pct",
        "km kms kilometre kilometres kilometer kilometers",
        "m metre metres meter meters",
        "mile miles",
        "mm cm",
        "hour hours h hr hrs",
        "minute minutes",
        "second seconds",
        "day days",
        "week weeks",
        "month months",
        "year years",
        "degree degrees",
        "kg kilo kilos kilogram kilograms",
        "tonne tonnes ton tons",
        "dollar dollars",
        "euro euros",
        "hectare hectares ha",
        "kph kmh",
        "mph",
    )
    for word in row.split()
}
