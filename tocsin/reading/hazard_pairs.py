"""Pairs of words that speak of a hazard together, a few words apart: 'attacked a crowded market', 'the bridge has collapsed'.

Words are as `words.fold` leaves them. Each row: first words, last words, most words between, the hazard, its weight.
"""

from __future__ import annotations

Pair = tuple[str, str, int, str, float]

_TARGETS = (
    "village villages town convoy checkpoint station church mosque synagogue temple market school college "
    "university hospital hotel bus train embassy "
    "consulate camp police residence residents home house office offices headquarters bank restaurant mall "
    "airport worshippers mayor judge candidate "
    "pilgrims tourists civilians villagers farmers travellers passengers pipeline pylon prison newspaper"
)
_TROOPS = (
    "army military troops soldiers base barracks outpost patrol garrison position positions airbase brigade"
)
_BLOCKED = "road roads highway highways bridge bridges street streets avenue traffic motorway railway runway entrance"

PAIRS: dict[str, tuple[Pair, ...]] = {
    "en": (
        ("attack attacks attacked attacking raid raided raids ambushed targeting", _TARGETS, 4, "terrorism", 1.0),
        ("attack attacks attacked attacking raid raided ambushed", _TROOPS, 4, "armed-conflict", 1.0),
        (
            "boat boats ferry vessel ship dinghy canoe barge launch",
            "overturns overturned capsizes capsized sinks sank sinking sunk collided missing",
            3,
            "transport",
            1.0,
        ),
        (
            "train bus buses plane truck lorry car van coach helicopter aircraft minibus jet tram coaster taxi "
            "motorcycle",
            "crash crashes crashed crashing collide collides collided collision derails derailed overturns "
            "overturned plunges plunged skidded",
            3,
            "transport",
            1.0,
        ),
        (
            "fire blaze inferno",
            "killed kills killing dead destroyed destroys injured injures guts gutted engulfs engulfed razed razes",
            7,
            "other",
            1.0,
        ),
        (
            "seized seize seizes boarded attacked hijacked commandeered",
            "tanker vessel ship trawler freighter bulker yacht tug",
            4,
            "kidnapping-and-piracy",
            1.0,
        ),
        (
            "crane scaffolding building bridge roof wall tower stand overpass flyover balcony platform",
            "collapse collapses collapsed collapsing",
            2,
            "infrastructure",
            1.0,
        ),
        (
            "explosion blast exploded",
            "gas cylinder boiler factory refinery plant pipeline chemical fertiliser fertilizer fireworks warehouse",
            5,
            "hazardous-material",
            0.8,
        ),
        ("blocked blocking blockade blockaded blockading", _BLOCKED, 3, "civil-unrest", 0.8),
        ("shot stabbed hacked beaten", "dead death killed", 3, "crime", 1.0),
        ("shot fired shooting", "convoy car vehicle officers guards crowd bus house motorist passers", 4, "crime", 0.8),
        ("shot shoots shooting downed intercepted intercepts", "drone drones missile missiles warplane rockets", 4, "armed-conflict", 1.0),
        ("torched torch torches burned burnt burning", "police bus buses cars vehicles shops tyres tires offices", 3, "civil-unrest", 0.8),
        ("spilled spilling spills leaked leaking leaks", "oil fuel diesel crude chemicals chemical gas acid ammonia", 3, "hazardous-material", 1.0),
        ("call calls called calling", "shutdown bandh hartal", 4, "civil-unrest", 1.0),
        ("flights flight", "cancelled canceled delayed diverted suspended grounded disrupted", 3, "transport", 1.0),
        ("airport airspace border runway port", "closed closes shut closure", 3, "transport", 1.0),
        ("volcano mount", "erupts erupted erupting eruption", 4, "volcano", 1.0),
        ("river rivers dam levee creek", "overflow overflows overflowed burst bursts breached", 3, "flood", 1.0),
    ),
    "fr": (
        ("attaque attaques attaquent attaquer", "village villages marche eglise mosquee ecole hotel convoi autocar", 4, "terrorism", 1.0),
        ("attaque attaques attaquent", "poste position militaire militaires caserne camp armee patrouille soldats", 4, "armed-conflict", 1.0),
        ("bloquent bloque bloquer bloques bloquaient", "route routes pont rue autoroute circulation rues", 3, "civil-unrest", 0.8),
        ("bateau pirogue ferry embarcation barque navire", "chavire coule sombre naufrage", 7, "transport", 1.0),
        ("train bus avion camion autocar helicoptere car", "deraille percute ecrase renverse accident", 4, "transport", 1.0),
        ("immeuble pont toit mur batiment", "effondre effondree effondrement ecroule", 3, "infrastructure", 1.0),
        ("explosion explosions", "gaz usine station raffinerie depot silo entrepot bonbonne", 4, "hazardous-material", 1.0),
        ("vols vol", "annules annule supprimes retardes suspendus", 2, "transport", 1.0),
    ),
    "es": (
        ("ataco atacaron ataque ataques", "pueblo mercado iglesia escuela hotel policia comisaria estacion alcaldia", 4, "terrorism", 1.0),
        ("ataco atacaron ataque ataques", "militar militares puesto base patrulla ejercito convoy soldados", 4, "armed-conflict", 1.0),
        ("bloquean bloquearon bloquea bloqueo bloqueos bloqueando", "avenida carretera carreteras via vias ruta "
            "rutas calle calles puente autopista transito", 3, "civil-unrest", 1.0),
        ("bus autobus tren avion camion avioneta helicoptero auto combi microbus", "choco choca volco vuelca cayo cae "
            "estrello estrella desplomo", 4, "transport", 1.0),
        ("lancha barco ferry embarcacion bote", "hundio hunde naufrago volco vuelca", 4, "transport", 1.0),
        ("edificio puente techo muro barda", "colapso derrumbo desplomo colapsa desploma", 3, "infrastructure", 1.0),
        ("explosion explosiones", "gas gasolinera pipa planta fabrica refineria tanque cilindro", 4, "hazardous-material", 1.0),
        ("vuelos vuelo", "cancelados cancelado suspendidos retrasados demorados", 2, "transport", 1.0),
    ),
    "pt": (
        ("atacaram ataque ataques atacou atacam", "aldeia aldeias vila mercado igreja escola hotel autocarro viatura", 4, "terrorism", 1.0),
        ("atacaram ataque ataques atacou", "posto quartel base militar militares exercito posicao soldados", 4, "armed-conflict", 1.0),
        ("bloqueiam bloquearam bloqueou bloqueia bloqueio", "estrada estradas rodovia avenida ponte via vias rua", 3, "civil-unrest", 1.0),
        ("onibus autocarro comboio trem aviao caminhao camiao helicoptero carro", "capotou capota tombou caiu cai bateu "
            "bate colidiu despistou", 4, "transport", 1.0),
        ("barco balsa embarcacao ferry navio", "afundou afunda virou naufragou naufraga", 4, "transport", 1.0),
        ("predio ponte telhado muro edificio", "desabou desaba ruiu colapsou", 3, "infrastructure", 1.0),
        ("explosao explosoes", "gas posto combustivel gasolina botijao fabrica refinaria armazem", 4, "hazardous-material", 1.0),
        ("voos voo", "cancelados cancelado suspensos atrasados", 2, "transport", 1.0),
    ),
    "ar": (
        ("هجوم هجمات هجوما هاجم هاجموا استهدف استهداف", "سوق مسجد كنيسة مدرسة فندق حافلة سفارة قرية", 3, "terrorism", 1.0),
        ("هجوم هجمات هجوما هاجم هاجموا استهدف استهداف", "نقطة حاجز ثكنة معسكر دورية قاعدة جيش موقع مواقع", 3, "armed-conflict", 1.0),
        ("انفجار انفجارات", "غاز مصنع مستودع انبوب اسطوانة صهريج مصفاة", 3, "hazardous-material", 1.0),
        ("مركب قارب زورق عبارة سفينة", "غرق غرقت انقلب انقلبت", 3, "transport", 1.0),
        ("انهيار انهار انهارت", "مبني جسر سقف بناية عمارة منزل", 2, "infrastructure", 1.0),
    ),
}  # fmt: skip
