"""What figures count: a small taxonomy, and the words that name each unit in the languages served.

Three kinds: a *fate* (what became of people: killed, arrested), a *noun* (what is counted: houses, flights) and a
*measure* (kilometres, magnitude, money). A fate beats a noun: '400 fighters died' counts the killed.
"""

from __future__ import annotations

from tocsin.reading.words import Phrases, word_set

_FATES = {
    "killed": "killed|kills|killing|kill|dead|died|die|dies|death toll|deaths|death|fatalities|fatally|lost their lives|perished|slain|bodies"
    "|massacred|drowned|toll|lives lost|shot dead|claimed the lives of|tues|tue|tuees|tuee|mort|morts|mortes|deces|decedes|ont peri|bilan|tuant"
    "|muertos|muertas|muerto|murieron|muerte|fallecidos|fallecieron|matando|mataron|asesinados|mortos|morreram|mortas|morto|matou"
    "|mataram|vitimas mortais|قتلي|قتيل|قتيلا|مقتل|قتل|قتلوا|وقتل|ومقتل|وفاة|وفيات|مصرع",
    "injured": "injured|injuries|injuring|injure|injures|wounded|wounding|wounds|hurt|taken to hospital|hospitalised|hospitalized|blesses|blesse"
    "|blessees|blessant|heridos|heridas|herido|hiriendo|lesionados|feridos|feridas|ferido|ferindo|جرحي|جريح|جريحا|اصابة|واصابة|اصيب|واصيب|وجرح|جرح|مصاب|مصابا|مصابين",
    "missing": "missing|unaccounted for|disappeared|disparus|portes disparus|desaparecidos|desaparecidas|مفقود|مفقودين|فقدان",
    "arrested": "arrested|arrests|arresting|detained|detaining|taken into custody|in custody|rounded up|arretes|arretees|interpelles|arrestations"
    "|detenidos|detenidas|arrestados|detuvo|arrestó|presos|detidos|detidas|prendeu|اعتقال|اعتقلت|توقيف|اوقفت",
    "kidnapped": "kidnapped|kidnapping|abducted|abducting|taken hostage|held hostage|hostages|enleves|enlevees|otages|secuestrados|secuestradas"
    "|secuestro|sequestrados|raptados|raptadas|خطف|اختطاف|مختطفا",
    "displaced": "displaced|displacing|homeless|fled their homes|forced from their homes|fled|have fled|deplaces|deplacees|sans-abri|desplazados"
    "|damnificados|deslocad*|desalojad*|desabrigad*|نزوح|نازح|نازحا|تشريد",
    "evacuated": "evacuated|evacuating|evacuees|evacuations|moved to safety|moved to shelters|in shelters|evacues|evacuees|evacuados|evacuadas"
    "|retirados|اجلاء",
    "rescued": "rescued|rescuing|pulled alive|pulled from the rubble|secourus|sauves|rescatados|resgatados|انقاذ",
    "stranded": "stranded|trapped|cut off|bloques|varados|atrapados|retidos",
    "returned": "returned|returning|returnees|come back|came back|rentres|revenus|regresado|regresaron|regressaram|عاد|عادوا",
    "travelled": "travelled|traveled|travelling|traveling|left to join|gone to|partis|viajado|viajaron|viajaram",
    "infected": "infected|infections|confirmed cases|suspected cases|cases|new cases|cas|casos|اصابات|حالة",
    "without power": "without power|without electricity|lost power|prives d'electricite|prives de courant|sin electricidad|sin luz|sem energia",
    "recruited": "recruited|recruits",
    "released": "released|freed|liberated|liberes|liberados|libertados",
    "charged": "charged|convicted|sentenced|indicted",
}
_NOUNS = {
    "fighters": "fighters|militants|combatants|insurgents|rebels|jihadists|gunmen|combattants|combatientes|combatentes|مقاتل|مسلح|مسلحا",
    "cells": "cells|cell|terrorist cells|terror cells|militant cells|jihadist cells|extremist cells|cellules|cellules terroristes|celulas",
    "protesters": "protesters|protestors|demonstrators|marchers|people rallied|people protested|people marched|people gathered|manifestants"
    "|manifestantes|متظاهر|محتج",
    "soldiers": "soldiers|troops|peacekeepers|soldats|soldados|جندي|جنديا",
    "police officers": "police officers|policemen|officers|policiers|policias",
    "houses": "houses|homes|dwellings|maisons|habitations|casas|viviendas|moradias|منزل|منزلا",
    "buildings": "buildings|structures|batiments|edificios|مبني",
    "flights": "flights|vols|vuelos|voos|رحلة",
    "vehicles": "vehicles|cars|buses|trucks|vehicules|voitures|vehiculos|veiculos",
    "vessels": "vessels|boats|ships|bateaux|barcos",
    "schools": "schools|ecoles|escuelas|escolas",
    "attacks": "attacks|bombings|incidents|attaques|ataques",
    "families": "families|households|familles|menages|familias",
    "workers": "workers|employees|staff|travailleurs|trabajadores|trabalhadores",
    "aftershocks": "aftershocks|repliques|replicas",
    "people": "people|persons|person|civilians|residents|passengers|villagers|men|women|children|migrants|refugees|tourists|students|nationals"
    "|personnes|personne|passagers|enfants|personas|pasajeros|ninos|pessoas|passageiros|criancas|شخص|شخصا|اشخاص|مدني|مدنيا|مدنيين",
}
_MEASURES = {
    "magnitude": "magnitude|magnitud|بقوة",
    "kilometres per hour": "km/h|kph|kmh|kilometres per hour|kilometers per hour|kilometres an hour|kilometers an hour|km per hour|kilometres por hora"
    "|kilometros por hora|quilometros por hora|kilometres par heure|kilometres a l'heure",
    "miles per hour": "mph|miles per hour|miles an hour",
    "kilometres": "km|kilometres|kilometers|kilometre|kilometer|kilometros|quilometros|كيلومتر|كيلومترا|كم",
    "nautical miles": "nautical miles|nautical mile|nm|milles nautiques|millas nauticas|milhas nauticas",
    "miles": "miles|mile",
    "metres": "metres|meters|metre|meter|metros|m|متر",
    "millimetres": "mm|millimetres|millimeters|milimetros",
    "centimetres": "cm|centimetres|centimeters|centimetros",
    "hectares": "hectares|hectareas",
    "acres": "acres",
    "degrees Celsius": "°c|degrees celsius|degrees|degres|grados|graus|درجة مئوية",
    "per cent": "percent|per cent|pour cent|por ciento|por cento",
    "tonnes": "tonnes|tons|toneladas|طن",
    "hours": "hours|hour|heures|horas|ساعة",
    "days": "days|day|jours|dias|ايام",
    "dollars": "dollars|dollar|usd|us dollars|dolares|دولار",
    "euros": "euros|euro|eur|يورو",
    "pounds": "pounds sterling|gbp",
    "dirhams": "dirhams|dirham",
    "pesos": "pesos|peso",
    "shillings": "shillings|shilling",
}

# Units that join a noun and what became of it.
_JOINED = ("terrorist cells dismantled", "cells dismantled", "fighters travelled")

UNITS: tuple[str, ...] = (*_FATES, *_NOUNS, *_MEASURES, *_JOINED)
FATES = frozenset(_FATES)
NOUNS = frozenset(_NOUNS)
MEASURES = frozenset(_MEASURES)
CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}


def _phrases() -> Phrases[str]:
    rows: dict[str, str] = {}
    for table in (_FATES, _NOUNS, _MEASURES):
        for unit, row in table.items():
            for phrase in row.split("|"):
                rows.setdefault(phrase, unit)
    return Phrases((phrase, unit) for phrase, unit in rows.items() if phrase != "°c")


PHRASES = _phrases()
DISMANTLED = word_set(
    "dismantled dismantling dismantle busted uncovered demanteles demantele desmanteladas desmantelado تفكيك"
)
TO_FIGHT = word_set("fight fighting join joining joined combat combattre combatir lutar")
TERRORIST = word_set(
    "terrorist terror jihadist militant extremist islamist isis is terroriste terroristes terroristas"
    " terrorista"
)
# How an active verb stands right before its figure: 'killed 17', 'a toll of 17'.
ACTIVE = word_set(
    "killed kills killing kill injured injuring wounded wounding wounding toll deaths claimed displaced"
    " displacing arrested arresting detained detaining evacuated evacuating kidnapped abducted rescued"
    " freed released missing dead magnitude injures injure wounds bilan tuant blessant matando mataron"
    " hiriendo detuvo arresto matou prendeu ferindo muertos death magnitud بقوة وقتل ومقتل وجرح واصيب واصابة اصيب جرح قتل وقتل ومقتل وجرح واصيب واصابة اصيب جرح مقتل اصابة اعتقال"
    " اجلاء خطف"
)
