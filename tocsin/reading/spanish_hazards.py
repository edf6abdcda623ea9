"""The Spanish words that speak of each hazard, and those that only sound like one. Form: see `hazard_words`."""

from __future__ import annotations

from tocsin.reading.hazard_words import Rows

HAZARDS: dict[str, Rows] = {
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

#: Words that sound like a hazard and are none.
FIGURES_OF_SPEECH = ""
