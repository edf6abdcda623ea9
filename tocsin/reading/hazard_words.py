"""The words that speak of each hazard, by language, in three weights.

Phrases are lower case and without accents, as `words.fold` leaves them. A trailing `*` takes every ending of the last
word ("dismantl*"). Weight of a row: `decides` 1.0, `points` 0.5, `supports` 0.3.
"""

from __future__ import annotations

_WEIGHTS = (1.0, 0.5, 0.3)
_Rows = tuple[str, str, str]


def weighted(rows: _Rows) -> dict[str, float]:
    """The phrases of three rows (`decides`, `points`, `supports`; phrases parted by '|') with their weights."""
    return {
        phrase.strip(): weight
        for weight, row in zip(_WEIGHTS, rows, strict=True)
        for phrase in row.split("|")
        if phrase.strip()
    }


ENGLISH: dict[str, _Rows] = {
    "terrorism": (
        "terrorism|terrorist*|counter-terrorism|counterterrorism|suicide bomb*|car bomb*|truck bomb*|suicide attack*"
        "|suicide vest*|jihadist*|jihadi|extremist attack*|islamic state|al-qaeda|al qaeda|al-shabaab|al shabaab"
        "|boko haram|isis|isil|improvised explosive device*|ied|ieds|vehicle-ramming|nail bomb*|roadside bomb*"
        "|letter bomb*|parcel bomb*|bomb threat*",
        "bomb|bombs|bombing*|extremist*|militant*|explosive device*|vehicle ramming|blast|radicali*|hostage-taking"
        "|grenade attack*|suspicious package*|gunmen opened fire|explosives|detonated|dynamite",
        "explosion*|explod*|attack|attacks|gunmen|gunman|grenade*|attackers|insurgent*",
    ),
    "armed-conflict": (
        "armed conflict|airstrike*|air strike*|shelling|shelled|artillery|frontline*|front line*|ceasefire|cease-fire"
        "|civil war|offensive against|troops advanced|heavy fighting|mortar fire|rocket fire|missile strike*|drone strike*"
        "|drone attack*|warplane*|fighter jets|military offensive|ground offensive|landmine*|armed clashes|rebel offensive"
        "|invasion|martial law|war zone",
        "fighting|rebels|rebel|insurgent*|insurgency|militia*|armed group*|troops|combat|siege|battle for|mortar*|rocket*"
        "|missile*|guerrilla*|army patrol*|soldiers were killed|soldiers killed|front",
        "soldier*|clash|clashes|military|army|forces|fighters|battle|war|liberation",
    ),
    "civil-unrest": (
        "civil unrest|protest|protests|protester*|protestor*|demonstration|demonstrations|demonstrator*|riot|riots|rioting"
        "|rioters|looting|looters|tear gas|water cannon|unrest|mob violence|roadblocks by protesters|anti-government march"
        "|marchers|burning tyres|burning tires|communal violence|intercommunal violence|street violence|mob attack*",
        "sit-in|march|marches|marched|rally|rallies|rallied|curfew|rubber bullets|dispersed|barricade*|riot police|vigil"
        "|gatherings|crowd control|disturbances|clashed with police|clashes with police",
        "clash|clashes|crowd|crowds|activists|supporters|roadblock*|procession",
    ),
    "crime": (
        "armed robber*|robbery|robberies|carjack*|mugging*|mugged|homicide*|murder|murders|murdered|gang violence"
        "|drug cartel*|cartel|cartels|burglar*|sexual assault*|extortion|organized crime|organised crime|theft|thefts"
        "|pickpocket*|stabbing|stabbed|assassinat*|drink spiking|drink-spiking|mass shooting|shooting spree|gang shooting",
        "robbed|robbers|gang|gangs|shooting|shot dead|gunned down|thieves|armed men|scam|scams|fraud|knife attack*",
        "police said|suspect|suspects|arrest*|criminal*",
    ),
    "kidnapping-and-piracy": (
        "kidnap*|abduct*|hostage|hostages|hijack*|piracy|pirates|ransom|boarded the vessel|express kidnap*",
        "taken captive|held captive|seized the crew|skiff|skiffs",
        "captors|vessel|released unharmed",
    ),
    "politics-and-elections": (
        "election|elections|electoral|referendum|coup|coup attempt|attempted coup|state of emergency|polling station*"
        "|parliament dissolved|impeach*|presidential vote|ballot|ballots|run-off|runoff election|inauguration",
        "polls|voters|vote|voting|opposition|constitutional|resign*|president stepped down|candidate*|dissolved parliament",
        "parliament|president|government|political|diplomatic",
    ),
    "labour-action": (
        "general strike|national strike|nationwide strike|strike action|walkout|walk-out|industrial action|labour action"
        "|labor action|trade union*|labour union*|labor union*|work stoppage|24-hour strike|48-hour strike|transport strike"
        "|rail strike|bus strike|taxi strike|pilots strike|pilots' strike|strike by|strikers|on strike|go-slow|wildcat strike"
        "|teachers' strike|port strike|planned strike|called a strike",
        "strike|strikes|union|unions|stoppage|stay-away|stayaway",
        "workers|staff|pay|wages|negotiations",
    ),
    "transport": (
        "plane crash*|train derail*|derail*|derailment|flight cancellations|flights cancelled|flights canceled"
        "|cancelled flights|airport closed|airport closure|closed the airport|ferry sank|ferry sinking|capsiz*|road accident"
        "|bus crash*|train crash*|train collision|aircraft crash*|plunged into a ravine|runway closed|road closure*"
        "|air traffic control|flight disruption*|travel disruption*|bus plunged|shipwreck*|ran aground|emergency landing"
        "|flights suspended|suspended flights|motorway closed|pile-up|collision",
        "flights|runway|crashed|overturned|ferry|border crossing closed|border closed|closed its border|delays|cancell*"
        "|rail service*|train service*|bus service*|airline*|sank|traffic",
        "airport|airports|train|trains|road|roads|passengers|bus|disruption*",
    ),
    "earthquake": (
        "earthquake*|quake|quakes|aftershock*|epicentre|epicenter|seismic|magnitude|tremor*|richter",
        "rubble|jolt*|shaking",
        "collapsed|buildings",
    ),
    "tsunami": ("tsunami*|tidal wave*", "sea withdrew|wave height", "coast|coastal"),
    "volcano": (
        "volcano*|eruption*|erupt*|ash from mount|lava|pyroclastic|ash plume|volcanic ash|ash cloud|ashfall|lahar*|magma",
        "crater|ash fall|exclusion zone",
        "ash",
    ),
    "storm": (
        "typhoon*|hurricane*|cyclone*|tropical storm*|tropical depression*|tornado*|thunderstorm*|storm surge|blizzard*"
        "|snowstorm*|sandstorm*|dust storm*|hailstorm*|storm|storms|windstorm*|gale|gales|gale-force|squall*|monsoon storm*"
        "|heavy snow|snowfall|winter storm*|ice storm*",
        "hail|landfall|gusts|winds of|strong winds|high winds|sustained winds|maximum winds|heavy rain|heavy rains|torrential rain"
        "|torrential rains|lightning|rainfall",
        "winds|rain|waves|weather|signal no",
    ),
    "flood": (
        "flood|floods|flooding|flooded|flash flood*|inundat*|floodwater*|burst its banks|burst their banks|overflowed its banks"
        "|river level*|dam burst|dam failure|dyke breach*|submerged",
        "heavy rain|heavy rains|torrential rain|torrential rains|swollen river*|rainfall|monsoon|water level*|overflow*",
        "river|rains|dam",
    ),
    "landslide": (
        "landslide*|mudslide*|rockslide*|rockfall*|landslip*|avalanche*|debris flow*|mud slide*|land slide*",
        "buried under|slope collapse",
        "hillside|mud",
    ),
    "heat-and-cold": (
        "heatwave*|heat wave*|cold wave*|cold snap*|extreme heat|extreme cold|cold spell*|severe frost|heatstroke|heat stroke"
        "|extreme temperatures|freezing temperatures|record temperatures|hypothermia|drought",
        "temperatures of|degrees celsius|temperatures above|temperatures below|temperatures|frost",
        "hot|cold|heat",
    ),
    "wildfire": (
        "wildfire*|wild fire*|forest fire*|bushfire*|bush fire*|brush fire*|grass fire*|grassfire*|vegetation fire*",
        "hectares burned|hectares burnt|acres burned|fire line|firebreak*|blaze|blazes|contained",
        "firefighters|smoke|fire|fires|evacuat*",
    ),
    "disease": (
        "outbreak*|epidemic|pandemic|cholera|ebola|measles|dengue|malaria|yellow fever|zika|influenza|bird flu|avian flu|plague"
        "|coronavirus|covid-19|covid|meningitis|polio|typhoid|mpox|monkeypox|lassa fever|marburg|diphtheria|infection rate*"
        "|contagious|quarantine*|norovirus|rabies|hepatitis|legionnaires|food poisoning|chikungunya",
        "infected|infections|virus|vaccinat*|confirmed cases|suspected cases|health ministry|disease|diseases|fever",
        "cases|patients|symptoms|hospitalised|hospitalized",
    ),
    "hazardous-material": (
        "chemical spill|chemical leak|gas leak|toxic|hazardous material*|radiation leak|radioactive|nuclear accident|nuclear plant"
        "|chlorine|ammonia leak|oil spill|sarin|nerve agent|chemical plant|chemical fire|anthrax|methanol|carbon monoxide"
        "|poisonous gas|chemical attack|chemical weapon*|hazmat",
        "fumes|contaminat*|chemical|chemicals|poison*|spill|leak|refinery fire|factory fire",
        "warehouse|plant|shelter in place",
    ),
    "infrastructure": (
        "power cut*|power outage*|blackout*|power failure|water shortage*|fuel shortage*|internet outage|internet shutdown"
        "|bridge collapse*|building collapse*|dam collapse*|load shedding|electricity cut*|network outage|telecom outage"
        "|without power|without electricity|without water|water supply|mobile networks are down|collapsed building",
        "outage|outages|shortage|shortages|electricity|power supply|power lines|internet access|phone lines|structural failure",
        "bridge|grid|utilities|power",
    ),
    "cyber": (
        "cyberattack*|cyber attack*|cyber-attack*|ransomware|malware|phishing|data breach*|ddos|denial of service|hackers"
        "|hacked|cybersecurity|cyber security|spyware",
        "hacker|computer systems|it systems|data leak|stolen data",
        "computers|software|network",
    ),
}

FRENCH: dict[str, _Rows] = {
    "terrorism": (
        "terrorisme|terroriste*|attentat*|kamikaze*|djihadiste*|jihadiste*|etat islamique|daech|voiture piegee|engin explosif*",
        "bombe|bombes|extremiste*|explosifs",
        "explosion*|attaque*",
    ),
    "armed-conflict": (
        "conflit arme|frappe* aerienne*|bombardement*|cessez-le-feu|combats|guerre civile|groupe* arme*|affrontements armes|coups de feu nourris",
        "rebelle*|milice*|insurges|hommes armes",
        "armee|soldats|militaires|affrontements",
    ),
    "civil-unrest": (
        "manifestation*|manifestant*|emeute*|emeutier*|gaz lacrymogene*|troubles|pillage*|barricade*",
        "rassemblement*|marche|couvre-feu|heurts|defile",
        "affrontements|foule",
    ),
    "crime": (
        "vol a main armee|braquage*|meurtre*|homicide*|cambriolage*|agression*|cartel*",
        "gang*|fusillade*|vols",
        "suspect*",
    ),
    "kidnapping-and-piracy": (
        "enlevement*|enleve|enleves|otage*|piraterie|rancon|rapt*|kidnapp*",
        "pirates",
        "ravisseurs",
    ),
    "politics-and-elections": (
        "election*|elections|referendum|coup d'etat|coup d etat|scrutin|etat d'urgence|etat d urgence",
        "vote|opposition|bureaux de vote",
        "president",
    ),
    "labour-action": (
        "greve|greves|greviste*|debrayage*|mouvement social|preavis de greve",
        "syndicat*",
        "salaires|travailleurs",
    ),
    "transport": (
        "vols annules|accident de la route|deraillement*|aeroport ferme|naufrage*|crash*|vols supprimes|accident d'autocar",
        "circulation|trafic|retards|collision",
        "aeroport|train|route",
    ),
    "earthquake": (
        "seisme*|tremblement de terre|magnitude|secousse*|epicentre|replique*",
        "sismique",
        "decombres",
    ),
    "tsunami": ("tsunami*|raz-de-maree|raz de maree", "", ""),
    "volcano": ("volcan*|eruption*|lave|cendres volcaniques", "cratere", "cendres"),
    "storm": (
        "tempete*|cyclone*|ouragan*|typhon*|orage*|tornade*|bourrasque*",
        "rafales|vents violents|fortes pluies|pluies torrentielles",
        "vent|pluie",
    ),
    "flood": (
        "inondation*|inonde*|crue|crues|submersion",
        "fortes pluies|pluies torrentielles|debordement",
        "pluies|riviere|fleuve",
    ),
    "landslide": (
        "glissement de terrain|glissements de terrain|eboulement*|coulee de boue|avalanche*",
        "",
        "boue",
    ),
    "heat-and-cold": (
        "canicule*|vague de chaleur|vague de froid|grand froid",
        "temperatures",
        "chaleur|froid",
    ),
    "wildfire": (
        "feu de foret|feux de foret|incendie de foret|incendies de foret|feux de brousse",
        "incendie*",
        "pompiers",
    ),
    "disease": (
        "epidemie*|cholera|ebola|rougeole|dengue|paludisme|fievre jaune|pandemie|grippe aviaire",
        "virus|contamination*|infections",
        "malades|cas",
    ),
    "hazardous-material": (
        "fuite de gaz|produit* chimique*|toxique*|radioactif|maree noire",
        "pollution",
        "usine",
    ),
    "infrastructure": (
        "panne d'electricite|panne d electricite|coupure* de courant|coupure* d'electricite|penurie*|delestage*",
        "panne",
        "electricite",
    ),
    "cyber": ("cyberattaque*|rancongiciel*|piratage informatique|hameconnage", "pirates informatiques", ""),
}

SPANISH: dict[str, _Rows] = {
    "terrorism": (
        "terrorismo|terrorista*|atentado*|coche bomba|carro bomba|yihadista*|estado islamico|artefacto explosivo",
        "bomba|bombas|explosivos|extremista*",
        "explosion*|ataque*",
    ),
    "armed-conflict": (
        "conflicto armado|bombardeo*|ataque aereo|alto el fuego|combates|guerra civil|grupo armado|grupos armados|guerrilla*",
        "rebeldes|paramilitares|hombres armados",
        "ejercito|soldados|enfrentamientos",
    ),
    "civil-unrest": (
        "protesta|protestas|manifestacion|manifestaciones|manifestantes|disturbios|gases lacrimogenos|saqueo*|bloqueos de carretera|cacerolazo*",
        "marcha|marchas|toque de queda|barricadas|concentracion",
        "enfrentamientos",
    ),
    "crime": (
        "robo a mano armada|asalto*|homicidio*|asesinato*|cartel*|narcotrafic*|extorsion",
        "robo|robos|tiroteo*|pandilla*",
        "sospechoso*",
    ),
    "kidnapping-and-piracy": (
        "secuestro*|secuestrad*|rehen|rehenes|pirateria|rescate exigido",
        "raptad*",
        "secuestradores",
    ),
    "politics-and-elections": (
        "eleccion|elecciones|referendum|golpe de estado|comicios|estado de emergencia|estado de excepcion",
        "votacion|oposicion",
        "presidente",
    ),
    "labour-action": (
        "huelga|huelgas|huelguistas|paro nacional|paro general|paro de transporte|paro indefinido",
        "sindicato*|paro",
        "trabajadores|salarios",
    ),
    "transport": (
        "accidente de transito|accidente de trafico|descarrilamiento|vuelos cancelados|aeropuerto cerrado|naufragio*|accidente aereo",
        "vuelos|trafico|colision|autobus volco",
        "aeropuerto|carretera",
    ),
    "earthquake": (
        "terremoto*|sismo*|temblor*|magnitud|epicentro|replica|replicas",
        "sismico|sismica",
        "escombros",
    ),
    "tsunami": ("tsunami*|maremoto*", "", "costa"),
    "volcano": ("volcan|volcanes|erupcion*|lava|ceniza volcanica", "crater", "ceniza*"),
    "storm": (
        "tormenta*|huracan*|ciclon*|tifon*|tornado*|temporal|vendaval*",
        "rafagas|fuertes vientos|fuertes lluvias|lluvias torrenciales",
        "viento*|lluvia*",
    ),
    "flood": (
        "inundacion|inundaciones|inundad*|desbordamiento|se desbordo|crecida*",
        "fuertes lluvias|lluvias torrenciales",
        "rio|lluvias",
    ),
    "landslide": (
        "deslizamiento* de tierra|deslizamientos de tierra|deslave*|derrumbe*|alud*|avalancha*|huaico*",
        "",
        "lodo",
    ),
    "heat-and-cold": ("ola de calor|ola de frio|calor extremo|sequia", "temperaturas", "calor|frio"),
    "wildfire": ("incendio forestal|incendios forestales", "incendio*", "bomberos"),
    "disease": (
        "brote*|epidemia*|colera|dengue|ebola|sarampion|malaria|fiebre amarilla|pandemia|gripe aviar",
        "virus|contagio*|infectad*",
        "casos|enfermos",
    ),
    "hazardous-material": (
        "fuga de gas|derrame*|toxic*|radiactiv*|sustancias quimicas",
        "contaminacion|quimic*",
        "planta",
    ),
    "infrastructure": (
        "apagon*|corte de luz|cortes de luz|corte* de agua|desabastecimiento|escasez de combustible",
        "cortes|escasez",
        "electricidad",
    ),
    "cyber": ("ciberataque*|ransomware|pirateria informatica|hackeo", "hackers", ""),
}

PORTUGUESE: dict[str, _Rows] = {
    "terrorism": (
        "terrorismo|terrorista*|atentado*|carro-bomba|carro bomba|jihadista*|estado islamico",
        "bomba|bombas|explosivos",
        "explosao|explosoes|ataque*",
    ),
    "armed-conflict": (
        "conflito armado|bombardeio*|bombardeamento*|cessar-fogo|combates|guerra civil|grupo armado|insurgentes",
        "rebeldes|milicia*|homens armados",
        "exercito|soldados",
    ),
    "civil-unrest": (
        "protesto|protestos|manifestacao|manifestacoes|manifestantes|tumulto*|gas lacrimogeneo|saque|saques|disturbios",
        "marcha|passeata|recolher obrigatorio|barricadas",
        "confrontos",
    ),
    "crime": (
        "assalto*|homicidio*|assassinato*|roubo a mao armada|trafico de drogas",
        "roubo|roubos|tiroteio*|gangue*",
        "suspeito*",
    ),
    "kidnapping-and-piracy": (
        "sequestro*|sequestrad*|rapto|raptos|raptad*|refem|refens|pirataria",
        "resgate exigido",
        "sequestradores",
    ),
    "politics-and-elections": (
        "eleicao|eleicoes|referendo|golpe de estado|estado de emergencia",
        "votacao|oposicao",
        "presidente",
    ),
    "labour-action": (
        "greve|greves|grevistas|greve geral|paralisacao",
        "sindicato*",
        "trabalhadores|salarios",
    ),
    "transport": (
        "voos cancelados|acidente rodoviario|descarrilamento|aeroporto fechado|naufragio*|acidente aereo",
        "voos|transito|colisao",
        "aeroporto|estrada",
    ),
    "earthquake": (
        "terremoto*|terramoto*|sismo*|tremor de terra|magnitude|epicentro|replica*",
        "sismico|sismica",
        "escombros",
    ),
    "tsunami": ("tsunami*|maremoto*", "", "costa"),
    "volcano": ("vulcao|vulcoes|erupcao|lava|cinzas vulcanicas", "cratera", "cinzas"),
    "storm": (
        "tempestade*|furacao|furacoes|ciclone*|tufao|tornado*|temporal|temporais|vendaval",
        "rajadas|ventos fortes|chuvas fortes|fortes chuvas|chuvas torrenciais",
        "vento*|chuva*",
    ),
    "flood": (
        "inundacao|inundacoes|enchente*|cheia|cheias|alagamento*|alagad*",
        "chuvas fortes|fortes chuvas|chuvas torrenciais",
        "rio|chuvas",
    ),
    "landslide": ("deslizamento* de terra|deslizamentos de terra|deslizamento*|desabamento*", "", "lama"),
    "heat-and-cold": ("onda de calor|onda de frio|calor extremo|seca", "temperaturas", "calor|frio"),
    "wildfire": ("incendio florestal|incendios florestais|queimada*", "incendio*", "bombeiros"),
    "disease": (
        "surto*|epidemia*|colera|dengue|ebola|sarampo|malaria|febre amarela|pandemia|gripe aviaria",
        "virus|contagio|infetad*|infectad*",
        "casos",
    ),
    "hazardous-material": (
        "vazamento de gas|fuga de gas|toxic*|radioativ*|derrame*",
        "contaminacao|quimic*",
        "fabrica",
    ),
    "infrastructure": (
        "apagao|apagoes|falta de energia|corte de energia|cortes de energia|falta de agua|escassez de combustivel",
        "cortes",
        "eletricidade|energia",
    ),
    "cyber": ("ciberataque*|ataque cibernetico|ransomware", "hackers", ""),
}

# Arabic words carry their article and prefixes in the token; `words.fold` strips the common ones (wa-, al-, bi-, li-).
ARABIC: dict[str, _Rows] = {
    "terrorism": (
        "ارهاب|ارهابي|ارهابية|ارهابيين|انتحاري|تفجير|تفجيرات|سيارة مفخخة|تنظيم الدولة|داعش|عبوة ناسفة|هجوم انتحاري|متطرفين",
        "قنبلة|متشددين|مفخخة|تفجيرا",
        "انفجار|هجوم|هجمات",
    ),
    "armed-conflict": (
        "غارة جوية|غارات جوية|غارات|قصف|وقف اطلاق نار|معارك|حرب اهلية|اشتباكات مسلحة",
        "مسلحين|مسلحون|اشتباكات|قتال|ميليشيا",
        "جيش|قوات|جنود",
    ),
    "civil-unrest": (
        "مظاهرة|مظاهرات|تظاهرة|تظاهرات|احتجاج|احتجاجات|متظاهرين|متظاهرون|محتجين|محتجون|شغب|غاز مسيل للدموع",
        "مسيرة|حظر تجول|اعتصام",
        "حشود",
    ),
    "crime": ("سرقة|سطو|جريمة|جرائم|اغتيال|جريمة قتل", "عصابة|اطلاق نار", "مشتبه"),
    "kidnapping-and-piracy": ("خطف|اختطاف|اختطف|رهينة|رهائن|قرصنة|مختطفين", "قراصنة|فدية", ""),
    "politics-and-elections": ("انتخابات|انقلاب|استفتاء|حالة طوارئ", "اقتراع|تصويت|معارضة", "رئيس"),
    "labour-action": ("اضراب|اضرابا|اضراب عام", "نقابة|نقابات", "عمال"),
    "transport": (
        "حادث سير|الغاء رحلات|تحطم طائرة|اغلاق مطار|غرق مركب|غرق عبارة",
        "رحلات|حادث|تصادم",
        "مطار|طريق",
    ),
    "earthquake": ("زلزال|زلازل|هزة ارضية|هزات ارتدادية|ريختر", "درجة على مقياس", "انقاض"),
    "tsunami": ("تسونامي", "", ""),
    "volcano": ("بركان|براكين|حمم", "رماد", ""),
    "storm": ("عاصفة|عواصف|اعصار|زوبعة", "رياح قوية|امطار غزيرة", "رياح|امطار"),
    "flood": ("فيضان|فيضانات|سيول|سيل", "امطار غزيرة", "امطار|نهر"),
    "landslide": ("انهيار ارضي|انهيارات ارضية|انزلاق تربة|انهيار ثلجي", "", "طين"),
    "heat-and-cold": ("موجة حر|موجة برد|موجة حارة|جفاف", "درجات حرارة", ""),
    "wildfire": ("حرائق غابات|حريق غابات", "حرائق|حريق", "اطفاء"),
    "disease": ("كوليرا|وباء|تفشي|ايبولا|حصبة|ملاريا|حمى", "فيروس|اصابات|عدوى", "حالات|مرض"),
    "hazardous-material": ("تسرب غاز|تسرب غازي|مواد كيميائية|سامة|اشعاع", "تلوث", ""),
    "infrastructure": ("انقطاع كهرباء|انقطاع تيار|انقطاع مياه|نقص وقود", "انقطاع", "كهرباء"),
    "cyber": ("هجوم الكتروني|هجوم سيبراني|قرصنة الكترونية", "اختراق", ""),
}

WORDS: dict[str, dict[str, _Rows]] = {
    "en": ENGLISH,
    "fr": FRENCH,
    "es": SPANISH,
    "pt": PORTUGUESE,
    "ar": ARABIC,
}
