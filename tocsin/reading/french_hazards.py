"""The French words that speak of each hazard, and those that only sound like one. Form: see `hazard_words`."""

from __future__ import annotations

from tocsin.reading.hazard_words import Rows

HAZARDS: dict[str, Rows] = {
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

#: Words that sound like a hazard and are none.
FIGURES_OF_SPEECH = ""
