"""The English words that speak of each hazard. Form: see `hazard_words`."""

from __future__ import annotations

from tocsin.reading.english_idioms import FIGURES_OF_SPEECH
from tocsin.reading.hazard_words import Rows

__all__ = ["FIGURES_OF_SPEECH", "HAZARDS"]

HAZARDS: dict[str, Rows] = {
    "terrorism": (
        "terrorist attack*|terror attack*|terrorist bomb*|suicide bomb*|suicide attack*|suicide vest*|car bomb*"
        "|truck bomb*|van bomb*"
        "|roadside bomb*|nail bomb*|pipe bomb*|letter bomb*|parcel bomb*|petrol bomb attack*"
        "|pressure cooker bomb*|bomb threat*|bomb scare*"
        "|bomb plot*|bomb attack*|bomb explo*|bomb went off|bomb blast*|bomb detonat*|bombs explo*"
        "|bombs went off|bomb was found|bomb was defused|bomb was planted|powerful bomb|explosive charge*"
        "|set off a bomb|planted a bomb|planted bombs|placed a bomb|placed bombs|bombing attack*|bombing at"
        "|bombing outside|bombing killed|bombing campaign"
        "|terror plot*|terrorist plot*|terror cell*|terrorist cell*|terror threat*|terrorist threat*"
        "|terror alert*|terror suspect*|terrorist act|terrorist acts|acts of terrorism|act of terrorism"
        "|islamic state|al qaeda|al qaida|al shabaab|boko haram|daesh|isis|isil|jihadist*|jihadi"
        "|extremist attack*|extremist group*"
        "|improvised explosive device*|explosive device*|ied|ieds|vehicle ramming|rammed a vehicle into"
        "|rammed his car into|drove into a crowd|drove a van into|drove a truck into|ploughed into pedestrians"
        "|plowed into pedestrians"
        "|hostage taking|claimed responsibility for|claimed the attack|dynamited|dynamite attack*"
        "|sticks of dynamite|dynamite charge*|explosives laden|blew himself up|blew herself up"
        "|blew themselves up"
        "|counter terrorism|counterterrorism|machine gunned|rocket propelled grenade attack*|arson attack*"
        "|firebomb*|fire bombed|molotov cocktail*|threw a grenade|threw grenades|hurled a grenade"
        "|grenade attack*"
        "|guerrilla attack*|rebel attack*|guerrillas attacked|rebels attacked|terrorists attacked"
        "|militants attacked|attacked by terrorists|attacked by guerrillas|attacked by rebels"
        "|attacked by militants|militants stormed|bombs went off|blew up|was blown up|were blown up"
        "|bomb attempt|assassination attempt*|attempt on his life|attempt on her life|attempted assassination"
        "|grenade exploded|grenades exploded|grenade explosion|sabotaged|dynamite explosion*|dynamite blast*"
        "|plan to attack|planned to attack|threatened to attack|holding hostages|holding hostage|hostage siege"
        "|hostage takers"
        "|massacre of|massacred",
        "terrorism|terrorist*|terror|death squad*|bomb|bombs|exploded|explosions|explosion|bombing*|militant*"
        "|extremist*|explosives|explosive|blast|blasts|detonat*|dynamite|grenade|grenades|radicalis*|radicaliz*"
        "|assassinat*|massacre*|gunman"
        "|suspicious package*|opened fire on|attackers|sabotage*|blown up|gunmen|hijacker*|bomber|bombers"
        "|attack against|attacks against|attacked|urban commandos|hit men|hired killers|hired assassins"
        "|assassins|blast outside|planted explosives",
        "explod*|attack|attacks|insurgent*|subversive*|claimed responsibility|assailant*|plot|attack on|attacks on",
    ),
    "armed-conflict": (
        "armed conflict|airstrike*|air strike*|air raid*|shelling|shelled|artillery|ceasefire*|cease fire"
        "|civil war|troops advanced"
        "|heavy fighting|fierce fighting|mortar fire|mortar attack*|rocket fire|rocket attack*"
        "|rockets were fired|rockets fired|missile strike*|missile attack*|drone strike*|drone attack*"
        "|warplane*|fighter jets|military strike*"
        "|military offensive|ground offensive|rebel offensive|guerrilla offensive|launched an offensive"
        "|landmine*|land mine*|armed clash*|border clash*|cross border fire|gun battle*|troops were killed"
        "|soldiers were killed|soldiers killed|killed soldiers|invasion of|invaded|martial law|war zone"
        "|military base was attacked|ambushed a convoy|ambushed a patrol|ambushed an army|army patrol|infantry"
        "|battalion*|barrel bomb*|cluster munition*|naval blockade"
        "|fighting broke out|fighting continues|fighting continued|fighting between|clashes between the army"
        "|clashes between troops|clashes with rebels|clashes with the army|combat operations|counteroffensive"
        "|counter offensive|shot down a drone|shot down drones|air defences shot|air defenses shot|air defence*"
        "|air defense*|surface to air|ballistic missile*|cruise missile*|naval battle",
        "fighting|frontline*|front line*|military operation*|rebels|rebel|insurgency|militia*|militiamen"
        "|armed group*|troops|siege of|besieged|battle for|mortar*|rockets|missile*|guerrilla*"
        "|counterinsurgency|ambush*|clashed with|army units|armed clashes|combat|war|paramilitar*|bombardment*"
        "|bombarded|insurgent*|truce|warring",
        "casualties|casualty|soldier*|clash|clashes|military|army|fighters|battle|brigade*|garrison*|enemy"
        "|weapons|rifle*",
    ),
    "civil-unrest": (
        "civil unrest|social unrest|protester*|protestor*|protest march*|protest rally|mass protest*"
        "|street protest*|violent protest*|anti government protest*|anti government march|demonstrators"
        "|mass demonstration*|violent demonstration*"
        "|riot|riots|rioting|rioters|looting|looters|tear gas|teargas|water cannon*|unrest|mob violence"
        "|mob attack*|roadblocks by protesters|burning tyres|burning tires|burned tyres|burned tires"
        "|communal violence|intercommunal violence"
        "|ethnic violence|sectarian violence|street violence|election violence|post election violence"
        "|clashed with police|clashes with police|clashes with riot police|clashes between protesters"
        "|sit in protest|took to the streets|taken to the streets|take to the streets"
        "|protests|protesting against|stone throwing|threw stones|hurled stones|pelted police|riot police"
        "|anti riot|rubber bullets|civil disobedience|uprising|blockade highways|blockade roads"
        "|blockaded highways|blockaded roads|block highways|blocked highways|block roads|blocked roads"
        "|blocking roads|blocked the road|block the road|blocked the highway|block traffic|road blockade*"
        "|burned tires|burned tyres|stormed the parliament|storm the parliament|stormed government|torched cars"
        "|set fire to cars|set cars on fire|curfew imposed|imposed a curfew|imposes curfew|imposes a curfew|night curfew"
        "|overnight curfew|nightly curfew|dusk to dawn curfew|curfew extended|bandh|bandhs|hartal|hartals|set fire to a police|set fire to cars"
        "|set fire to buses|set fire to vehicles|set fire to the|set police cars|hurled stones at|pelted stones",
        "protest|demonstration|demonstrations|demonstrate against|sit in|sit ins|march on|march to|marched"
        "|marchers|marches|protest*|rally against|rallied|curfew|curfews|barricade*|vigil|vigils|disturbances"
        "|gathering of supporters|crowd control|stormed parliament|roadblock*|blockaded|mob|mobs|rally|rallies"
        "|disorder|stampede*|crowd crush|blockade|blockades|roadblocks|torched|set alight|firebombed",
        "clash|clashes|crowd|crowds|activists|supporters|procession|dispersed|march|picket*",
    ),
    "crime": (
        "armed robber*|robbery|robberies|carjack*|car jacking*|mugging*|mugged|homicide*|murdered|murderer*"
        "|murder of|murders of|murder suspect|double murder|charged with murder|gang violence|gang war*"
        "|cartel gunmen|cartel violence|cartel war*|drug violence|the assassination|was assassinated"
        "|assassination of|killed by gunmen|killed by hit men|hired killers|hired assassins|was murdered"
        "|murdered by|death threat*|threatened to kill|threatened to murder|suspected of killing"
        "|accused of killing|killed by unidentified|killed by unknown|found murdered|tortured and"
        "|burglar*|sexual assault*|rape of|rapist*|raped|gang rape*|extortion|organized crime|organised crime"
        "|thefts|pickpocket*|stabbing|stabbings|stabbed|stab attack*|knife attack*|machete attack*"
        "|drink spiking|spiked drinks|mass shooting*|shooting spree"
        "|gang shooting*|drive by shooting*|shooting rampage|shot dead|shot and killed|gunned down"
        "|shot to death|fatally shot|fatal shooting|hacked to death|beaten to death|bullet riddled"
        "|active shooter|school shooting*|assassination of|assassinated|home invasion*|bank robber*|bank heist"
        "|street crime|violent crime|crime wave|acid attack*"
        "|hooligan*|lynched|lynching*|serial killer|shootout*|shoot out*|human trafficking|people smuggl*"
        "|cash in transit heist|were murdered|was murdered|were shot|was shot|opened fire|shots fired"
        "|shots were fired|shots rang out|gunfire near|gunfire heard",
        "murder|murders|robbed|robbers|theft|gang|gangs|gangster*|shooting|shootings|gunshot*|thieves|armed men"
        "|scam|scams|fraud|fraudster*|assault*|heist|mafia|assassin|assassins|assassinat*|hit man|hit men"
        "|hitmen|vandal*|smuggl*|rape|gunfire|fired at|fired shots|killings|killing of|slaying*|slain|stolen"
        "|stole|gunman|gunmen",
        "police said|cartel|cartels|drug cartel*|drug lord*|narcotics|drug trafficking|drug trafficker*"
        "|drug traffickers|suspect|suspects|arrest*|criminal*|crime|crimes|killer|killers|detective*|knife|gun",
    ),
    "kidnapping-and-piracy": (
        "was kidnapped|were kidnapped|been kidnapped|kidnapped by|kidnapped the|kidnapped three|kidnapped two"
        "|kidnapped four|kidnapped a|kidnapped an|kidnapping of|kidnappings of|kidnapping for ransom"
        "|express kidnap*|kidnapers|kidnappers|mass kidnapping*|abduction of|abducted|were abducted|gunmen abduct|abducts|abduct three|abduct two|abduct four"
        "|abduct aid|abduct foreign|abduct students|abduct a|abduct an|abducted by"
        "|was abducted|abductors"
        "|taken hostage|took hostage|took hostages|held hostage|holding hostage*|hostages|hostage taking"
        "|hostage takers|hostage crisis|seized hostages|hijacked a plane|hijacked an aircraft|hijacked a bus"
        "|hijacking of|was hijacked|were hijacked|hijacked the|hijacked by"
        "|armed pirates|suspected pirates|somali pirates|pirates boarded|pirates attacked|pirate attack*"
        "|acts of piracy|maritime piracy|piracy attack*|boarded the vessel|boarded the ship|boarded the tanker"
        "|ransom|seized the crew|kidnap*",
        "abduct*|hostage|hijack*|piracy|taken captive|held captive|taken away by armed men|skiff|skiffs|pirates"
        "|forcibly taken|disappearance of",
        "captors|captivity|crew members|released unharmed|captive|captives",
    ),
    "politics-and-elections": (
        "presidential election*|parliamentary election*|general election*|legislative election*|local elections"
        "|snap election*|early elections|disputed election*|election results|election day|election campaign"
        "|polling station*|polling day|referendum|coup attempt|attempted coup|coup plot|military coup"
        "|failed coup|coup leaders|staged a coup|coup d etat|coup under way|coup underway|coup in|coup reports|reports of a coup"
        "|rumours of a coup|coup rumours|arrested the president|arrested the head of state|detained the president"
        "|parliament dissolved|dissolved parliament|dissolution of parliament|impeach*"
        "|presidential vote|run off|runoff election|runoff|inauguration of the president"
        "|presidential inauguration|vote of no confidence|no confidence vote|electoral commission"
        "|martial law was declared|political crisis|constitutional crisis|government collapsed|seized power"
        "|elections",
        "election|electoral|coup|ballot|ballots|polls|voters|vote|voting|opposition leader*|opposition part*"
        "|constitutional|president stepped down|resigned as president|resigned as prime minister|candidate*"
        "|inauguration|peace talks|political party|coalition government|by election|state of emergency",
        "parliament|president|government|political|diplomatic|opposition|minister|party|campaign|senate|congress",
    ),
    "labour-action": (
        "general strike|national strike|nationwide strike|strike action|walkout*|walk out over"
        "|industrial action|labour action|labor action|work stoppage*|24 hour strike|48 hour strike"
        "|72 hour strike|one day strike|two day strike|three day strike|hour strike|day strike|transport strike"
        "|rail strike|bus strike|taxi strike|train strike|tube strike|port strike|doctors strike|nurses strike"
        "|pilots strike"
        "|teachers strike|drivers strike|workers strike|miners strike|dockers strike|strike by|strikers"
        "|striking workers|striking teachers|striking nurses|striking miners|striking drivers|on strike|go slow"
        "|wildcat strike*|planned strike|called a strike|call a strike|calls a strike|strike ballot"
        "|strike notice|notice of strike|indefinite strike|armed strike|down tools|downed tools|strike over pay"
        "|strike over wages|plan strike|workers walked out|walked off the job|strike is over"
        "|strike was called off|strike has been called off|strike was suspended|stop work|stopped work"
        "|stop working|stopped working|work to rule|refuse to work|refused to work|lay down tools",
        "strike|strikes|trade union*|labour union*|labor union*|unions|stoppage*|stay away|stayaway|unionists"
        "|collective bargaining|picket line*|union leaders",
        "workers|staff|pay|wages|negotiations|union|salaries",
    ),
    "transport": (
        "plane crash*|planes crash*|air crash*|jet crash*|helicopter crash*|aircraft crash*|airliner crash*"
        "|airliner|plane went down|train derail*|derail*|train crash*|train collision|rail crash|bus crash*"
        "|car crash*|truck crash*|lorry crash*|road crash*|road accident*|traffic accident*"
        "|road traffic collision*|multi vehicle|pile up on|multi car pile up|motorway pile up|vehicle pile up"
        "|head on collision|bus plunged|plunged into a ravine|plunged off|fell into a ravine|bus overturned"
        "|overturned on a|flight cancellations|flights cancelled"
        "|flights canceled|cancelled flights|canceled flights|flights were cancelled|flights were canceled"
        "|flights have been cancelled|flights diverted|diverted flights|flights grounded|grounded flights"
        "|airport closed|airport was closed|airport closure|airport is closed|airports closed"
        "|airports were closed|closed the airport|ferry sank|ferry sinking|ferry capsiz*|boat capsiz*|capsiz*"
        "|boat sank|ship sank|vessel sank|migrant boat|shipwreck*|ran aground"
        "|runway closed|runway was closed|veered off the runway|skidded off the runway|overshot the runway"
        "|road closure*|roads closed|roads were closed|road is closed|highway closed|motorway closed"
        "|bridge closed|air traffic control|airspace closed|closed its airspace|closure of its airspace"
        "|flight disruption*|travel disruption*|rail disruption*|flights suspended|suspended flights"
        "|suspended all flights|emergency landing|near miss between|train services suspended"
        "|trains were cancelled|trains cancelled|border crossing closed|border crossings closed|border closed"
        "|closed its border*|level crossing crash|crash landed|cable car|aircraft goes down|plane goes down"
        "|helicopter goes down|aircraft went down|helicopter went down|aircraft down|light aircraft|small plane"
        "|collided with|collides with|collide with|collided head on|road deaths|long delays at the airport"
        "|airport chaos|stranded passengers|into a gorge|into a ravine|into a river|into a ditch|off a cliff"
        "|off a bridge|into a canal|head on crash|ran over a crowd",
        "flight delays|flights|runway|crashed|ferry|collided|collision|border crossing|train delays"
        "|travel delays|long delays|airport delays|rail service*|train service*|bus service*|sank|traffic jams"
        "|crash|crashes|disruption to travel|airspace|grounded|port closure",
        "overturned|airport|airports|train|trains|road|roads|passengers|bus|disruption*|airline*|traffic"
        "|motorists|highway|vessel|ferries|cancell*|delays",
    ),
    "earthquake": (
        "earthquake*|quake|quakes|aftershock*|epicentre|epicenter|seismic|richter|earth tremor*"
        "|magnitude earthquake|strong tremor*|tremors",
        "tremor|magnitude|quake proof|fault line|usgs",
        "collapsed|buildings|rubble|shaking|jolt*",
    ),
    "tsunami": ("tsunami*|tidal wave*", "sea withdrew|wave height|tsunami buoys", "coast|coastal"),
    "volcano": (
        "volcano|volcanoes|volcanos|volcanic eruption*|volcanic activity|volcanic ash|ash from mount|ash plume*"
        "|ash cloud*|ash column|ashfall|pyroclastic|lahar*|magma|lava flow*|lava|crater rim|eruption of mount"
        "|mount erupted|spews ash|spewing ash|spewed ash|spews lava|spewing lava|spewed lava|ash emission*"
        "|lava fountain*|mount etna|mount merapi|phreatic",
        "eruption|eruptions|volcanic|crater|ash fall",
        "ash|erupted|erupts|erupting|exclusion zone",
    ),
    "storm": (
        "typhoon*|hurricane*|cyclone*|tropical storm*|tropical depression*|tropical cyclone*|tornado*|twister"
        "|thunderstorm*|severe storm*|winter storm*|ice storm*|snow storm*|storm surge*|storm warning*"
        "|storm system|powerful storm|storm hit|storm battered|storm lashed|storm made landfall|bomb cyclone"
        "|blizzard*|snowstorm*|sandstorm*|sand storm*|dust storm*|hailstorm*|hail storm*|windstorm*"
        "|gale|gales|gale force|squall*|monsoon storm*|monsoon rains|heavy snow|heavy snowfall|snowfall"
        "|hurricane force|damaging winds|maximum sustained winds|sustained winds|superstorm|made landfall"
        "|make landfall|nor easter",
        "storm|storms|landfall|gusts|winds of|strong winds|high winds|maximum winds|heavy rain|heavy rains"
        "|heavy rainfall|torrential rain|torrential rains|lightning strike*|struck by lightning|hailstones"
        "|downpour*|meteorological|weather service|lightning",
        "winds|rain|waves|weather|signal no|hail|snow|gust",
    ),
    "flood": (
        "flood|floods|flooding|flooded|flash flood*|inundat*|floodwater*|flood water*|burst its banks"
        "|burst their banks|overflowed its banks|overflowed their banks|dam burst|dam failure|dam collapse*"
        "|dam broke|dyke breach*|dike breach*|levee breach*|glacial lake outburst|river rose"
        "|rising water levels|submerged by water|homes were submerged|villages were submerged",
        "heavy rain|heavy rains|torrential rain|torrential rains|swollen river*|river level*|rainfall|monsoon"
        "|water level*|overflow*|submerged|swept away|waterlogged|high water",
        "river|rains|dam|rescue boats|drowned",
    ),
    "landslide": (
        "landslide*|mudslide*|rockslide*|rockfall*|rock fall*|landslip*|avalanche*|debris flow*|mud slide*"
        "|land slide*|mudflow*|slope collapse*|hillside collapse*|hillside gave way|buried under mud"
        "|mine collapse*|tailings dam",
        "buried under|slope gave way|buried alive|sinkhole*",
        "hillside|mud|slope",
    ),
    "heat-and-cold": (
        "heatwave*|heat wave*|cold wave*|cold snap*|extreme heat|excessive heat|heat warning*|heat alert*"
        "|extreme cold|cold spell*|severe frost|heatstroke|heat stroke|extreme temperatures"
        "|freezing temperatures|record temperatures|record heat|sub zero temperatures|hypothermia|frostbite"
        "|wind chill|polar vortex|severe drought|drought",
        "temperatures of|degrees celsius|degrees fahrenheit|temperatures above|temperatures below|temperatures"
        "|frost|scorching|sweltering|freezing cold|big freeze",
        "hot|cold|heat|degrees|freezing",
    ),
    "wildfire": (
        "wildfire*|wild fire*|forest fire*|bushfire*|bush fire*|brush fire*|grass fire*|grassfire*"
        "|vegetation fire*|peat fire*|scrub fire*|hectares burned|hectares burnt|acres burned|acres burnt"
        "|fire containment|fire has burned|fire season|blaze has burned",
        "fire line|firebreak*|fire crews|water bombing|percent contained|per cent contained|hectares of forest"
        "|acres of forest|evacuated as flames",
        "firefighters|smoke|fires|flames|evacuat*|fire|blaze|blazes",
    ),
    "disease": (
        "disease outbreak*|outbreak of disease|epidemic of cholera|cholera|ebola|measles|dengue|malaria"
        "|yellow fever|zika|influenza|swine flu|bird flu|avian flu|h5n1|h1n1|sars|mers|bubonic plague"
        "|pneumonic plague|coronavirus|covid|meningitis|polio|typhoid|mpox|monkeypox|lassa fever|marburg"
        "|diphtheria|nipah|hantavirus|rift valley fever|whooping cough|scarlet fever|dysentery|tuberculosis"
        "|norovirus|rabies|hepatitis|legionnaires|food poisoning|chikungunya|contagious disease*"
        "|infectious disease*|infection rate*|pandemic|epidemic|e coli|salmonella|foot and mouth disease",
        "outbreak|outbreaks|quarantine*|infected|infections|virus|vaccinat*|confirmed cases|suspected cases"
        "|new cases|disease|diseases|fever|contagious|public health emergency|health emergency"
        "|acute respiratory|diarrhoea|diarrhea|flu|world health organization|illness",
        "cases|patients|symptoms|hospitalised|hospitalized|health ministry|ministry of health",
    ),
    "hazardous-material": (
        "chemical spill*|chemical leak*|gas leak*|gas explosion*|toxic gas|toxic fumes|toxic smoke|toxic spill"
        "|toxic waste|toxic chemicals|toxic cloud|hazardous material*|radiation leak*|radioactive"
        "|nuclear accident|nuclear leak|nuclear meltdown|reactor meltdown|chlorine|ammonia leak*|ammonia"
        "|oil spill*|fuel spill|sarin|nerve agent*|nerve gas|chemical fire|anthrax|methanol|carbon monoxide"
        "|poisonous gas|poison gas|chemical attack*|chemical weapon*|hazmat|shelter in place order|cyanide"
        "|asbestos|air quality alert|hazardous smog|fertiliser plant explosion|fertilizer plant explosion"
        "|chemical plant explosion|chemical plant fire|refinery explosion|fireworks factory|factory explosion"
        "",
        "fumes|contaminat*|chemical plant|chemical|chemicals|poisonous|refinery fire|factory fire|nuclear plant"
        "|radiation|toxic|pollut*|smog|gas explosions|boiler explosion|warehouse fire|leaked gas",
        "warehouse|plant|shelter in place|poison*|leak|spill|odour|odor",
    ),
    "infrastructure": (
        "power cut*|power outage*|power blackout*|power failure*|power rationing|water shortage*|fuel shortage*"
        "|petrol shortage*|gas shortage*|food shortage*|internet outage*|internet shutdown*|bridge collapse*"
        "|bridge collapsed|building collapse*|building collapsed|collapsed building*|roof collapse*"
        "|roof collapsed|stand collapsed|load shedding|electricity cut*|electricity outage*|network outage*"
        "|telecom outage*|telecoms outage*|rolling blackout*|without power|without electricity|without water"
        "|without running water|water supply cut|water supply was cut|mobile networks are down|burst water main"
        "|water main break|boil water notice|power lines down|downed power lines|power grid failure"
        "|grid failure|gas pipeline explosion|pylons|electricity pylon*|power pylon*|electric tower*"
        "|energy tower*|power transmission tower*|power is out|power was out|power went out|lost power"
        "|lose power|transformer failure|transformer explosion|burst water pipe|water main burst"
        "|undersea cable*|submarine cable*|subsea cable*|internet cable*|fibre optic cable*|fiber optic cable*"
        "|internet disruption*|telephone services",
        "blackout|blackouts|outage|outages|shortage|shortages|electricity|power supply|power lines"
        "|internet access|phone lines|structural failure|water supply|power station|substation*|oil pipeline*"
        "|gas pipeline*|fuel rationing",
        "bridge|grid|utilities|sewage|power plant|pipeline*",
    ),
    "cyber": (
        "cyberattack*|cyber attack*|ransomware|malware|phishing|data breach*|ddos|denial of service"
        "|cybersecurity incident|cyber incident|cyber security|cybersecurity|computer virus*|computer worm"
        "|spyware|hacked into|hacking attack|hacking group|hackers|website was hacked|websites were hacked"
        "|data leak|stolen data|cybercrim*|cyber espionage",
        "hacker|hacked|hacking|computer systems|it systems|computer network*|credentials|botnet|trojan",
        "computers|software|website|network|servers",
    ),
    "other": (
        "house fire*|apartment fire*|hotel fire*|fire broke out|fire engulfed|fire ripped through"
        "|fire swept through|market fire|hospital fire|nightclub fire|school fire|building fire|shark attack*"
        "|crocodile attack*|animal attack*|bear attack*|elephant attack|swarm of locusts|locust swarm*"
        "|unexploded bomb|wartime bomb|world war ii bomb|second world war bomb|unexploded ordnance|meteor"
        "|meteorite|solar storm|geomagnetic storm",
        "blaze|locusts|drowning|drowned|rip current*|jellyfish",
        "fire|firefighters|smoke",
    ),
}
