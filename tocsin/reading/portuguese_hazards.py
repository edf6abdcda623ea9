"""The Portuguese words that speak of each hazard, and those that only sound like one. Form: see `hazard_words`."""

from __future__ import annotations

from tocsin.reading.hazard_words import Rows

HAZARDS: dict[str, Rows] = {
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

#: Words that sound like a hazard and are none.
FIGURES_OF_SPEECH = ""
