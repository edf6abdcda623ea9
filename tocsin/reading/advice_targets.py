"""Kinds of place that a text's advice warns of: stations, markets, embassies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.reading.spans import Span
from tocsin.reading.words import Phrases, Word

_KINDS = {
    "public transport": "public transport|public transportation|mass transit|buses|metro|subway|trams|transports publics|transports en commun"
    "|transporte publico|autobuses|transportes publicos|autocarros|onibus|وسائل النقل|النقل العام|الحافلات",
    "train station": "train station*|railway station*|rail station*|metro station*|gare|gares|stations de metro|estacion* de tren|estaciones de metro"
    "|estacao de trem|estacao de comboios|estacoes de comboios|estacoes de metro|محطات القطار|محطة القطار|محطات القطارات",
    "bus station": "bus station*|bus terminal*|bus stop*|gare routiere|gares routieres|terminal de autobuses|estacion de autobuses|estaciones de autobuses|rodoviaria*"
    "|estacoes de autocarros|estacao de autocarros|محطات الحافلات|محطة الحافلات",
    "port": "port|ports|ferry terminal*|harbour|harbours|harbor|harbors|seaport*|puerto|puertos|porto|portos|الميناء|الموانئ",
    "airport": "airport*|aeroport*|aeropuerto*|المطار|المطارات",
    "public or government building": "government building*|public building*|public or government building*|public and government building*"
    "|government office*|government installation*|government facilit*|ministries|ministry building*|parliament|town hall*|city hall*|batiment* public*|edifices publics|edificio* publico*"
    "|edificio* gubernamental*|edificios do governo|predios publicos|المباني الحكومية|المباني العامة|المؤسسات الحكومية",
    "embassy or consulate": "embassy|embassies|consulate*|diplomatic mission*|diplomatic facilit*|ambassade*|consulat*|embajada*|consulado*|embaixada*|السفارة|السفارات|القنصليات",
    "international organisation": "international organization*|international organisation*|united nations office*|un office*|ngo office*|aid agenc*"
    "|organisation* internationale*|organizaciones internacionales|organizacoes internacionais|المنظمات الدولية",
    "school or university": "school*|universit*|college*|campuses|ecole*|escuela*|universidad*|escola*|universidade*|campus|المدارس|الجامعات|الجامعة",
    "religious site": "religious site*|religious building*|place* of worship|mosque*|church*|synagogue*|temple*|cathedral*|shrine*|lieux de culte|mosquees|eglises|iglesia*|lugares de culto"
    "|templos|igreja*|mezquita*|mesquita*|المساجد|الكنائس|دور العبادة",
    "market": "market*|bazaar*|souk*|marche*|mercado*|feira*|الأسواق|السوق",
    "shopping centre": "shopping centre*|shopping center*|shopping mall*|mall|malls|supermarket*|shopping area*|centres commerciaux|centre commercial|centro* comercial*|centros comerciais"
    "|المراكز التجارية|مراكز التسوق",
    "hotel or restaurant used by foreigners": "hotels and restaurants|hotels|hotel|restaurants|restaurant|bars and restaurants|cafes|hoteles|restaurantes|hoteis|الفنادق|المطاعم",
    "bar or nightclub": "bars|nightclub*|night club*|nightlife|discotheques|boites de nuit|discotecas|bares|النوادي الليلية",
    "festival": "festival*|concert*|fireworks|fetes|fiestas|conciertos|festas|المهرجانات",
    "tourist site": "tourist site*|tourist attraction*|tourist area*|tourist location*|tourist resort*|sites touristiques|sitios turisticos|zonas turisticas|pontos turisticos|beach|beaches|plages|playas"
    "|praias|المواقع السياحية|الأماكن السياحية|الشواطئ",
    "demonstration": "demonstration*|protest*|rally|rallies|marches|large gathering*|public gathering*|mass gathering*|political gathering*|crowd*|sit in|manifestation*|rassemblement*|attroupement*"
    "|manifestacion*|concentraciones|aglomeraciones|multitudes|manifestacao|manifestacoes|protestos|aglomeracoes|المظاهرات|التظاهرات|الاحتجاجات|التجمعات|مظاهرات|تجمعات",
    "checkpoint": "checkpoint*|check point*|roadblock*|road block*|barrages|barrage routier|retenes|bloqueos|barreiras|bloqueios|نقاط التفتيش|الحواجز",
    "police or military site": "police station*|military site*|military base*|military installation*|military facilit*|barracks|security force*|commissariats|casernes|comisarias|cuarteles|bases militares"
    "|esquadras|quarteis|مراكز الشرطة|الثكنات|القواعد العسكرية",
    "hospital": "hospital*|clinic*|hopital|hopitaux|hospitales|hospitais|المستشفيات|المستشفى",
    "border area": "border area*|border region*|border crossing*|border zone*|borderland*|zone* frontaliere*|zona* fronteriza*|pasos fronterizos|zonas fronteiricas|zonas de fronteira|المناطق الحدودية|الحدود",
    "river or coast": "riverbank*|river bank*|riverside|the river|rivers|flooded road*|coastline*|low lying area*|coastal area*|shoreline*|the shore|the coast|cours d eau|littoral|zones inondables|riberas|rios"
    "|zonas costeras|zonas costeiras|margens|الأنهار|السواحل|المناطق الساحلية",
}


def _forms(phrase: str) -> Iterator[str]:
    """The phrase with each plural of its inner words that end in `*`, and in Arabic with the 'and' that joins a word."""
    head, star, rest = phrase.partition("* ")
    for ending in ("", "s", "es", "is") if star else ("",):
        whole = f"{head}{ending} {rest}" if star else phrase
        yield whole
        if "\u0600" <= whole[:1] <= "\u06ff" and not whole.startswith("ال"):
            yield f"و{whole}"


_PHRASES = Phrases(
    list(
        {
            form: kind for kind, row in _KINDS.items() for phrase in row.split("|") for form in _forms(phrase)
        }.items()
    )
)
KINDS_OF_PLACE: tuple[str, ...] = tuple(_KINDS)


def read_advice_targets(among: Sequence[Word], within: Span) -> tuple[str, ...]:
    """The kinds of place named between two offsets, in order of first mention, each once."""
    inside = [word for word in among if within.start <= word.start and word.end <= within.end]
    return tuple(dict.fromkeys(match.payload for match in _PHRASES.find(inside)))
