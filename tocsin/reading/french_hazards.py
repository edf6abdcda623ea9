"""The French words that speak of each hazard, and those that only sound like one. Form: see `hazard_words`."""

from __future__ import annotations

from tocsin.reading.hazard_words import Rows

HAZARDS: dict[str, Rows] = {
    "terrorism": (
        "attentat|attentats|attentat suicide|attaque terroriste|attaques terroristes|acte terroriste"
        "|menace terroriste|cellule terroriste|projet d attentat|kamikaze*|djihadiste*|jihadiste*"
        "|etat islamique|daech|daesh|al qaida|aqmi|boko haram|voiture piegee|vehicule piege|vehicules pieges"
        "|colis piege|engin explosif*|ceinture explosive|bombe artisanale|alerte a la bombe"
        "|attaque a la grenade|attaque a la bombe|voiture belier|s est fait exploser|a fait exploser"
        "|attaque revendiquee|a revendique l attaque|prise d otages|mine artisanale|attaque suicide"
        "|attaques suicides",
        "terrorisme|terroriste*|bombe|bombes|extremiste*|explosifs|islamiste*|assaillants|grenade|grenades"
        "|assassinat|a explose|detonation|poseur de bombe|explosion|explosions",
        "explosion*|attaque*|assaillant",
    ),
    "armed-conflict": (
        "conflit arme|frappe aerienne|frappes aeriennes|frappe de drone|frappes de drones|raid aerien"
        "|raids aeriens|bombardement*|cessez le feu|combats|violents combats|guerre civile|groupe arme"
        "|groupes armes|affrontements armes|tirs d artillerie|tirs de mortier|tirs de roquettes|roquettes"
        "|coups de feu nourris|coups de feu nourris|offensive militaire|contre offensive|ligne de front"
        "|loi martiale|invasion|embuscade|soldats tues|soldats ont ete tues|hostilites|mines antipersonnel"
        "|missile*|tirs nourris|tirs d armes lourdes|tirs a l arme lourde|tirs entendus|echanges de tirs"
        "|echange de tirs",
        "rebelle*|milice*|miliciens|insurges|hommes armes|obus|artillerie|drones|guerilla|guerre|treve"
        "|belligerants|front|tirs",
        "armee|soldats|militaires|affrontements|troupes",
    ),
    "civil-unrest": (
        "manifestation|manifestations|manifestant*|emeute|emeutes|emeutier*|gaz lacrymogene*|pillage*|pilleurs"
        "|mouvement de contestation|violences urbaines|violences postelectorales|violences intercommunautaires"
        "|cortege de manifestants|canon a eau|heurts avec la police|affrontements avec la police|pneus brules"
        "|bousculade mortelle|desobeissance civile",
        "rassemblement*|marche pour|marche contre|marche de protestation|marche pacifique|marche silencieuse"
        "|couvre feu|heurts|barricade*|troubles|protestation*|protestent|manifester|manifestent|defile*|sit in"
        "|barrages routiers|insurrection|bousculade",
        "affrontements|foule|marche|disperse*|opposants|casseurs",
    ),
    "crime": (
        "vol a main armee|vols a main armee|braquage*|braqueur*|meurtre*|homicide*|cambriolage*|agression"
        "|agressions|agresse*|viol|viols|reglement de comptes|reglements de comptes|fusillade*|poignarde*"
        "|attaque au couteau|tuerie|crime organise|criminalite organisee|narcotrafiquant*|trafic de drogue"
        "|extorsion|car jacking|rixe mortelle|abattu par balles|tue par balles|tues par balles|coups de couteau"
        "|bandits armes|coupeurs de route",
        "cartel*|gang*|vol|malfaiteurs|bandits|assassine*|assassinat*|escroquerie*|arnaque*|tireur|coups de feu"
        "|insecurite|pickpockets|lynchage|lynche",
        "suspect*|police|interpelle*|arrestation*",
    ),
    "kidnapping-and-piracy": (
        "enlevement*|ont ete enleves|a ete enleve|a ete enlevee|ont ete enlevees|otage|otages|prise d otage"
        "|piraterie|rancon|rapt*|kidnapp*|detournement d avion|avion detourne|ont enleve|kidnapping*"
        "|pirates somaliens|attaque de pirates|sequestr*",
        "enleve|enlevee|enleves|enlevees|pirates|detourne",
        "ravisseurs|liberation",
    ),
    "politics-and-elections": (
        "election presidentielle|elections presidentielles|elections legislatives|election*|referendum"
        "|coup d etat|tentative de coup d etat|putsch|putschistes|scrutin|etat de siege"
        "|dissolution de l assemblee|motion de censure|destitution|bureaux de vote|second tour|premier tour"
        "|crise politique|transition politique",
        "vote|electeurs|candidats a la|commission electorale|urnes|depouillement|presidentielle|legislatives"
        "|junte|etat d urgence",
        "president|opposition|gouvernement|assemblee|ministre",
    ),
    "labour-action": (
        "greve|greves|greve generale|greviste*|debrayage*|mouvement social|mouvements sociaux|preavis de greve"
        "|en greve|cessation de travail|arret de travail",
        "syndicat*|intersyndicale|syndicale*|piquet de greve|piquets de greve|journee d action",
        "salaires|travailleurs|enseignants|cheminots|salaries",
    ),
    "transport": (
        "vols annules|vols supprimes|vol annule|vols retardes|annulation de vols|annulations de vols"
        "|accident de la route|accident de la circulation|accident d autocar|accident de bus|accident d avion"
        "|accident de train|accident ferroviaire|collision frontale|deraillement*|deraille|a deraille"
        "|aeroport ferme|fermeture de l aeroport|espace aerien ferme|fermeture de l espace aerien|naufrage*"
        "|a chavire|chavirement|crash|ecrasement|s est ecrase|s est ecrasee|trafic interrompu"
        "|circulation interrompue|trafic ferroviaire|routes coupees|route coupee|sortie de route|carambolage"
        "|frontiere fermee|fermeture de la frontiere|atterrissage d urgence|ferme sa frontiere"
        "|ferme ses frontieres|ferme la frontiere|est entre en collision|entrent en collision|collision entre"
        "|percute|percutee|accident mortel|collision mortelle",
        "trafic aerien|circulation|retards|collision|embouteillages|ferry|pirogue|perturbations|s est renverse"
        "|accident",
        "aeroport|train|trains|route|passagers|trafic|gare|autocar|bus",
    ),
    "earthquake": (
        "seisme*|tremblement de terre|tremblements de terre|secousse sismique|secousses sismiques|epicentre"
        "|replique sismique|activite sismique|echelle de richter|secousse tellurique|forte secousse"
        "|secousse ressentie",
        "sismique|secousse*|magnitude|repliques",
        "decombres|effondre*",
    ),
    "tsunami": ("tsunami*|raz de maree", "vague geante", "cote|littoral"),
    "volcano": (
        "volcan|volcans|eruption volcanique|eruptions volcaniques|coulee de lave|coulees de lave|lave"
        "|cendres volcaniques|panache de cendres|nuee ardente|volcanique*",
        "eruption*|cratere|magma",
        "cendres",
    ),
    "storm": (
        "tempete|tempetes|cyclone*|ouragan*|typhon*|orage*|tornade*|bourrasque*|tempete tropicale"
        "|depression tropicale|tempete de neige|tempete de sable|chutes de neige|vents violents|grele"
        "|intemperies|blizzard|alerte cyclonique|cyclonique*|alerte orages|alerte meteo",
        "rafales|fortes pluies|pluies torrentielles|pluies diluviennes|neige|meteo france|averses|verglas"
        "|vigilance orange|vigilance rouge|vigilance jaune|alerte rouge|alerte orange",
        "vent|pluie|vents|pluies",
    ),
    "flood": (
        "inondation*|inonde*|crue|crues|submersion|montee des eaux|sorti de son lit|sortie de son lit"
        "|sont sorties de leur lit|crues soudaines|eaux de crue|rupture du barrage|rupture d un barrage"
        "|rupture de la digue",
        "fortes pluies|pluies torrentielles|pluies diluviennes|debordement|deborde|vigilance crues|vigilance rouge",
        "pluies|riviere|fleuve|eaux|digue",
    ),
    "landslide": (
        "glissement de terrain|glissements de terrain|eboulement*|coulee de boue|coulees de boue|avalanche*"
        "|effondrement de terrain|affaissement de terrain",
        "ensevelis|enseveli|ensevelies",
        "boue|colline",
    ),
    "heat-and-cold": (
        "canicule*|vague de chaleur|vagues de chaleur|vague de froid|grand froid|temperatures extremes"
        "|temperatures caniculaires|froid glacial|secheresse|coup de chaleur",
        "temperatures|degres celsius|gel",
        "chaleur|froid|degres",
    ),
    "wildfire": (
        "feu de foret|feux de foret|incendie de foret|incendies de foret|incendie de vegetation"
        "|feux de vegetation|feu de brousse|feux de brousse|hectares brules|hectares sont partis en fumee"
        "|hectares detruits|hectares de vegetation",
        "incendie*|canadairs|hectares",
        "pompiers|flammes|feu|fumee",
    ),
    "disease": (
        "epidemie*|cholera|ebola|rougeole|dengue|paludisme|fievre jaune|pandemie|grippe aviaire|meningite"
        "|fievre de lassa|poliomyelite|coronavirus|covid|variole du singe|mpox|rage|chikungunya|zika|diphterie"
        "|typhoide|intoxication alimentaire|flambee de cas|foyer epidemique|cas confirmes de",
        "virus|contamination*|infections|vaccination|cas suspects|cas confirmes|quarantaine|maladie*"
        "|organisation mondiale de la sante|fievre",
        "malades|cas|symptomes|patients|deces",
    ),
    "hazardous-material": (
        "fuite de gaz|fuite d ammoniac|explosion de gaz|produit chimique|produits chimiques|nuage toxique"
        "|fumees toxiques|substance toxique|radioactif|radioactive|maree noire|accident nucleaire"
        "|accident chimique|arme chimique|armes chimiques|accident industriel|monoxyde de carbone|gaz toxique"
        "|deversement de petrole|explosion dans une usine|usine de feux d artifice|usine chimique",
        "toxique*|pollution|chimique*|usine en feu|chlore|contamine*|explosion d une usine|incendie d une usine",
        "usine|entrepot",
    ),
    "infrastructure": (
        "panne d electricite|pannes d electricite|panne de courant|coupure de courant|coupures de courant"
        "|coupure d electricite|coupures d electricite|coupure d eau|coupures d eau|coupure d internet"
        "|coupures d internet|penurie|penuries|penurie de carburant|penurie d eau|delestage*"
        "|effondrement d un pont|effondrement d un immeuble|effondrement d un batiment|immeuble s est effondre"
        "|pont s est effondre|prives d electricite|prive d electricite|privees d electricite|sans electricite"
        "|sans eau potable",
        "panne|pannes|black out|effondrement|rationnement",
        "electricite|pont|reseau|immeuble",
    ),
    "cyber": (
        "cyberattaque*|cyber attaque*|rancongiciel*|piratage informatique|hameconnage|logiciel malveillant"
        "|attaque informatique|attaques informatiques|fuite de donnees|vol de donnees|cybercriminels"
        "|cybersecurite|virus informatique|ransomware",
        "pirates informatiques|systemes informatiques|hackers|informatique",
        "serveurs|donnees|reseau",
    ),
    "other": (
        "incendie dans un|incendie d un immeuble|incendie d un marche|incendie meurtrier|incendie s est declare"
        "|invasion de criquets|attaque de requin|bombe de la seconde guerre mondiale"
        "|obus de la seconde guerre mondiale",
        "noyade*|criquets",
        "feu|pompiers",
    ),
}

#: Words that sound like a hazard and are none.
FIGURES_OF_SPEECH = (
    "tempete de critiques|tempete politique|tempete mediatique|tempete dans un verre d eau|tempete sociale"
    "|orage politique|avalanche de|raz de maree electoral|raz de maree de|vague de|deluge de critiques"
    "|pluie de critiques|pluie de records|torrent de|seisme politique|seisme economique|seisme dans le monde"
    "|onde de choc|coup de tonnerre|volcan social|eruption de joie|eruption cutanee|foudre de guerre"
    "|crise cardiaque|attaque cardiaque|attaque cerebrale|attaque en justice|attaque a la loi|ligne d attaque"
    "|attaques personnelles|attaques verbales|contre attaque|attaque verbale|en attaque|marche attaque"
    "|guerre des mots|guerre commerciale|guerre des prix|guerre mondiale|premiere guerre mondiale"
    "|seconde guerre mondiale|deuxieme guerre mondiale|apres guerre|guerre froide|bataille juridique"
    "|front populaire|front national|front commun|front de mer"
    "|bombe mediatique|bombe a retardement|une bombe dans le monde|explosion des prix|explosion des ventes"
    "|explosion du nombre|explosion de joie|explosion demographique|explosion des cas de fraude"
    "|explosion de la demande|au box office|tournage*|coup de feu en cuisine"
    "|marche de l emploi|marche du travail|marche a suivre|marche noir|marche financier|marche aux fleurs"
    "|marche immobilier|bon marche|en marche|mise en marche|marche arriere|marche commun|marche public"
    "|le marche de|sur le marche|au marche|du marche"
    "|greve de la faim|crash boursier|krach boursier|crash test*|naufrage du parti|naufrage politique"
    "|naufrage de l equipe|naufrage electoral|naufrage economique|naufrage en coupe|derapage"
    "|en otage par la politique|prendre en otage le debat|pris en otage par le debat|vol de nuit roman"
    "|vol d oiseau|vol direct|vol inaugural|en plein vol|prise de vol|vol spatial|vol habite|le vol av*"
    "|fievre acheteuse|fievre electorale|fievre du football|virus du football|virus de la course"
    "|epidemie de selfies|piratage de films|piratage de musique|pirates des caraibes|elections de miss"
    "|election de miss|election du meilleur joueur|election du joueur|froid diplomatique|jeter un froid"
    "|secheresse offensive|chaleur humaine|titre de champion d orage|panne d inspiration|panne d idees"
    "|panne de reveil|panne des sens|gang des|feu vert|feu rouge|feux d artifice|feu d artifice|cessez"
)
