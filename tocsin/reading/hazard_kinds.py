"""Which kind of a hazard the words speak of: rail or road, a bomb or a hostage-taking, cholera or measles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.reading.words import words as words_of

# By hazard: the kind and the beginnings of words (folded, of all languages served) that speak of it. The first to be heard wins.
_KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "terrorism": (
        ("hostage-taking", "hostage otage rehen refen رهائن رهينة"),
        ("vehicle attack", "vehicle ramm rammed ploughed plowed atropell belier دهس"),
        ("bombing", "bomb car_bomb explo ied dynamit blast blew detonat grenade suicide kamikaze "
            "attentat_suicide coche carro granada تفجير انتحاري مفخخ قنبلة ناسف انفجار"),
        ("shooting", "gunm shooting opened_fire tiroteo machine_gun fusillade"),
        ("arson", "arson firebomb fire_bomb molotov"),
        ("assassination", "assassinat asesinat magnicid اغتيال"),
    ),
    "kidnapping-and-piracy": (
        ("hijacking", "hijack detourne avion_secuestrado"),
        ("piracy", "pirat piracy boarded قراصن قرصن"),
        ("kidnapping", "kidnap abduct hostage ransom enlev otage rapt secuestr rehen sequestr refen خطف اختطف "
            "رهائن رهينة مختطف"),
    ),
    "transport": (
        ("air", "plane flight air jet helicopter runway crash_landed vol vols avion avioneta aeropuerto "
            "aeroporto aeroport vuelo voo aviao atterrissage aterrizaje pouso طائرة مطار رحلات"),
        ("rail", "train rail derail derraill deraill descarril ferroviari comboio trem قطار"),
        ("sea", "ferry boat ship vessel capsiz sank ran_aground naufrag chavir embarca barco غرق قارب سفين عبارة"),
        ("road", "road bus car truck lorry traffic highway motorway ravine pile route autocar circulation "
            "transito carretera autobus viacao rodovi estrada onibus autocarro capot volc حادث حافلة طريق مرور"),
        ("border", "border frontier frontera fronteira حدود معبر"),
    ),
    "storm": (
        ("tropical cyclone", "typhoon hurricane cyclone tropical cyclon ouragan typhon huracan ciclon tifon "
            "furac tufa ciclone اعصار اعاصير"),
        ("tornado", "tornad twister زوبعة"),
        ("winter storm", "blizzard snow winter ice neige nevad nieve nev nevasca ثلج ثلوج"),
        ("sandstorm", "sand dust sable areia رملية ترابية"),
        ("thunderstorm", "thunder hail lightning orage grele granizo trovoada صواعق صاعقة رعدي"),
    ),
    "labour-action": (("general strike", "general greve_generale huelga_general paro_general greve_geral اضراب_عام"),),
    "civil-unrest": (
        ("riot", "riot loot emeut pillage disturbio saque tumult motim motin شغب نهب"),
        ("protest", "protest demonstrat march rall manifest contest passeata مظاهر تظاهر احتجاج متظاهر محتج "
            "مسيرة اعتصام"),
    ),
    "crime": (
        ("shooting", "shoot shot gun fusillade tiroteo balacera acribill baleado tiros"),
        ("stabbing", "stab knife machete poignard couteau apunal cuchillo esfaque facada طعن سكين"),
        ("robbery", "robb burglar theft mugg carjack braquage vol_a cambriolage robo asalto hurto assalto roubo "
            "arrast سرقة سطو"),
    ),
    "disease": tuple(
        (name, starts)
        for name, starts in (
            ("cholera", "cholera colera كوليرا"),
            ("ebola", "ebola ايبولا"),
            ("measles", "measles rougeole sarampion sarampo حصبة"),
            ("dengue", "dengue ضنك"),
            ("malaria", "malaria paludisme paludismo ملاريا"),
            ("yellow fever", "yellow_fever fievre_jaune fiebre_amarilla febre_amarela"),
            ("influenza", "influenza flu bird_flu swine_flu avian grippe gripe"),
            ("coronavirus", "coronavirus covid كورونا كوفيد"),
            ("mpox", "mpox monkeypox variole viruela variola"),
            ("meningitis", "mening"),
            ("plague", "plague bubonic pneumonic طاعون"),
        )
    ),
}  # fmt: skip
_RULES = {
    code: tuple(
        (kind, re.compile(rf"\b(?:{'|'.join(re.escape(one.replace('_', ' ')) for one in starts.split())})"))
        for kind, starts in rows
    )
    for code, rows in _KINDS.items()
}


def kind_of(code: str, words: Sequence[str]) -> str:
    """The kind of the hazard `code` that `words` (those that decided, as the text has them) speak of; "" for none."""
    said = " | ".join(" ".join(word.folded for word in words_of(one)) for one in words)
    first: tuple[int, str] | None = None
    for kind, rule in _RULES.get(code, ()):
        found = rule.search(said)
        if found and (first is None or found.start() < first[0]):
            first = (found.start(), kind)
    return first[1] if first else ""
