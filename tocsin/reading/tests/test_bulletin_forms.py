"""Bulletins in the forms in which embassies and vendors write are read as their parts, in five languages."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import read
from tocsin.reading.bulletins import parse_bulletin

FOLDER = Path(__file__).parent / "documents"
PUBLISHED = datetime(2024, 5, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Form:
    """A document and what must be read in it: `parts` are (name, first words, last words)."""

    name: str
    title: str
    countries: tuple[str, ...]
    parts: tuple[tuple[str, str, str], ...]
    published: str = "2024-05-02T12:00:00Z"
    level: str = ""
    update: int = 0
    note: str = ""


FORMS = (
    Form(
        "embassy.txt",
        "Demonstration Alert: U.S. Embassy Kampala, Uganda",
        ("UG",),
        (
            ("Area", "Constitutional Square", "Kampala"),
            ("Event", "Opposition groups", "45 people died."),
            ("Advice", "• Avoid the area", "carry identification."),
        ),
        "2021-03-03T12:00:00Z",
    ),
    Form(
        "vendor.txt",
        "",
        ("KE",),
        (
            ("Timeframe", "expected from", "16 June"),
            ("Area", "Kenya", "Kisumu"),
            ("Event", "Crews", "4 per cent."),
            ("Context", "Clashes", "were injured."),
            ("Advice", "Avoid bus stations", "the airport."),
        ),
    ),
    Form(
        "category.txt",
        "Farmers block the Carretera Central",
        ("PE",),
        (
            ("Area", "Lima", "Peru"),
            ("Event", "Farmers blocked", "are stuck."),
            ("Advice", "Do not attempt", "the airport."),
        ),
        "2022-06-04T12:00:00Z",
        note="'Moderate'",
    ),
    Form(
        "situation.txt",
        "Students clash with police in Dhaka",
        ("BD",),
        (
            ("Area", "Dhaka", "Bangladesh"),
            ("Event", "Students clashed", "were injured."),
            ("Context", "More protests", "the month."),
            ("Advice", "Avoid Shahbag", "demonstrations."),
            ("Sources", "two newspapers", "one resident"),
        ),
        "2018-08-12T09:40:00Z",
        update=3,
    ),
    Form(
        "page.html",
        "Floods in Beira",
        ("MZ",),
        (
            ("Event", "Heavy rain", "were destroyed."),
            ("Context", "In 2000", "the country."),
            ("Advice", "Do not cross", "from the river."),
        ),
        "2019-03-18T05:30:00Z",
        level="Warning",
    ),
    Form(
        "unlabelled.txt",
        "Gunmen attack bus near Kaduna",
        ("NG",),
        (
            ("Event", "Gunmen stopped", "Tuesday morning."),
            ("Advice", "Avoid the Abuja-Kaduna road", "at checkpoints."),
        ),
    ),
    Form(
        "conseils.txt",
        "Manifestation attendue au centre-ville",
        ("ML",),
        (
            ("Summary", "Une grande", "à Bamako."),
            ("Event", "Des partis", "à Bamako."),
            ("Context", "En mai", "trois blessés."),
            ("Advice", "Évitez", "des autorités."),
        ),
        note="'Orange'",
    ),
    Form(
        "recomendaciones.txt",
        "Cortes de ruta en Temuco",
        ("CL",),
        (
            ("Event", "Manifestantes", "camiones detenidos."),
            ("Context", "En febrero", "de vehículos."),
            ("Area", "Temuco", "La Araucanía"),
            ("Advice", "Evite", "de Carabineros."),
        ),
    ),
    Form(
        "recomendacoes.txt",
        "Greve de transportes em Maputo",
        ("MZ",),
        (
            ("Event", "Os motoristas", "11 de julho."),
            ("Event", "Milhares", "sem transporte."),
            ("Advice", "Evite", "notícias locais."),
            ("Sources", "rádio", "local"),
        ),
    ),
    Form(
        "nasaih.txt",
        "مظاهرات متوقعة في بيروت",
        ("LB",),
        (
            ("Event", "دعت نقابات", "12 يناير."),
            ("Context", "شهدت", "في ديسمبر."),
            ("Advice", "تجنبوا", "المحلية."),
        ),
    ),
    Form(
        "bold.md",
        "Ferry crews strike for 48 hours",
        ("GR",),
        (
            ("Event", "Ferry crews", "Piraeus."),
            ("Summary", "- About 60", "Talks go on"),
            ("Advice", "- Contact", "at the port"),
        ),
        note="corrects an earlier report",
    ),
    Form(
        "forwarded.eml",
        "routes coupées à Ziguinchor",
        ("SN",),
        (("Event", "Des manifestants", "été blessées."), ("Advice", "Évitez", "nationale 5.")),
        "2021-05-03T08:00:00Z",
        note="forwarded",
    ),
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_document_is_read_as_its_parts(form):
    reading = read((FOLDER / form.name).read_bytes(), published=PUBLISHED)
    assert reading.title == form.title
    assert reading.countries == form.countries
    assert [part.name for part in reading.sections] == [name for name, _, _ in form.parts]
    for part, (_, first, last) in zip(reading.sections, form.parts, strict=True):
        assert part.text.startswith(first)
        assert part.text.endswith(last)
    assert reading.to_json()["published"] == form.published
    assert (reading.level, reading.update) == (form.level, form.update)
    assert form.note in " ".join(reading.notes)


PLACES = {
    "Kenya",
    "Paris",
    "France",
    "FRANCE",
    "Abuja",
    "Nigeria",
    "Morocco",
    "Fiji",
    "Lima",
    "Somalia",
    "Côte d'Ivoire",
}


def headline_of(line):
    text = f"{line}\n\nSomething happened there on Monday, and more words follow."
    form = parse_bulletin(text, PLACES.__contains__)
    return form, form.countries.of(text) if form.countries else "", form.title.of(text) if form.title else ""


@pytest.mark.parametrize(
    ("line", "places", "title"),
    [
        ("Morocco: Strike of teachers", "Morocco", "Strike of teachers"),
        ("Kenya, Somalia: Border closed for a day", "Kenya, Somalia", "Border closed for a day"),
        ("Kenya/Somalia: Border closed", "Kenya/Somalia", "Border closed"),
        ("Paris (France): Metro strike", "Paris (France)", "Metro strike"),
        ("FRANCE - Paris - Metro crews strike", "FRANCE - Paris", "Metro crews strike"),
        ("France | Paris | Metro crews strike", "France | Paris", "Metro crews strike"),
        ("Côte d'Ivoire: Strike of teachers", "Côte d'Ivoire", "Strike of teachers"),
        ("Update 3: Kenya: Strike goes on", "Kenya", "Strike goes on"),
        ("Kenya: Update 3 - Strike goes on", "Kenya", "Strike goes on"),
        ("Kenya: Strike goes on (update 3)", "Kenya", "Strike goes on"),
        ("[UPDATE] Kenya: Strike goes on", "Kenya", "Strike goes on"),
        ("URGENT: Kenya: Strike goes on", "Kenya", "Strike goes on"),
        ("Corrected: Kenya: Strike of teachers", "Kenya", "Strike of teachers"),
        ("All clear: Fiji: Tsunami warning", "Fiji", "All clear: Fiji: Tsunami warning"),
        ("Fiji: All clear: Tsunami warning", "Fiji", "All clear: Tsunami warning"),
        (
            "Security Alert: U.S. Embassy Abuja, Nigeria (March 3, 2021)",
            "Abuja, Nigeria",
            "Security Alert: U.S. Embassy Abuja, Nigeria",
        ),
        (
            "Health Alert – Embassy of Elsewhere in Lima",
            "Lima",
            "Health Alert – Embassy of Elsewhere in Lima",
        ),
        ("Police said: Nobody was hurt in the end", "", "Police said: Nobody was hurt in the end"),
        ("New-York style: a café burns down", "", "New-York style: a café burns down"),
    ],
)
def test_a_headline_gives_its_places_and_its_title(line, places, title):
    _, found, said = headline_of(line)
    assert (found, said) == (places, title)


def test_an_embassys_own_line_gives_the_place_that_its_headline_does_not():
    text = (
        "Message for U.S. Citizens: Planned Demonstration\nU.S. Embassy Lima, Peru\nMarch 3, 2021\n\nThe U.S. Embassy informs U.S. "
        "citizens that a group plans to march on March 5 at 14:00.\n\nU.S. citizens are advised to avoid the area."
    )
    reading = read(text, published=PUBLISHED)
    assert reading.countries == ("PE",)
    assert reading.title == "Message for U.S. Citizens: Planned Demonstration"
    assert reading.to_json()["published"] == "2021-03-03T12:00:00Z"


def test_what_a_headline_says_of_itself_is_kept():
    assert headline_of("Update 3: Kenya: Strike goes on")[0].update == 3
    assert headline_of("[UPDATE] Kenya: Strike goes on")[0].is_update
    assert headline_of("[Update 12] Kenya: Strike goes on")[0].update == 12
    assert headline_of("Kenya: Mise à jour 2 : la grève continue")[0].update == 2
    assert headline_of("Corrected: Kenya: Strike of teachers")[0].is_correction
    assert headline_of("All clear: Fiji: Tsunami warning")[0].is_all_clear
    assert headline_of("Fin d'alerte : Fiji: tsunami")[0].is_all_clear
    plain = headline_of("Kenya: Strike goes on")[0]
    assert (plain.update, plain.is_update, plain.is_correction, plain.is_all_clear) == (
        0,
        False,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("line", "level", "rating"),
    [
        ("Warning", "Warning", ""),
        ("CRITICAL", "Critical", ""),
        ("**Advisory**", "Advisory", ""),
        ("Alert level: Notice", "Notice", ""),
        ("Severity: Critical", "Critical", ""),
        ("Severity: Extreme", "", "Extreme"),
        ("Severity: High", "", "High"),
        ("Risk level: Medium", "", "Medium"),
        ("Level 3: Reconsider Travel", "", "Level 3: Reconsider Travel"),
        ("Amber", "", "Amber"),
        ("RED ALERT", "", "RED ALERT"),
        ("Informational", "", "Informational"),
        ("Niveau : Orange", "", "Orange"),
        ("Nivel de riesgo: Alto", "", "Alto"),
        ("مستوى الخطورة: مرتفع", "", "مرتفع"),
    ],
)
def test_only_tocsins_own_words_are_a_level_and_other_scales_are_kept_as_written(line, level, rating):
    text = (
        f"Kenya: Strike goes on\n\n{line}\n\nEvent\n\nCrews strike on Monday.\n\nAdvice\n\nAvoid the harbour."
    )
    form = parse_bulletin(text, PLACES.__contains__)
    assert (form.level, form.rating) == (level, rating)
    assert [part.name for part in form.parts] == ["Event", "Advice"]


@pytest.mark.parametrize(
    "labels",
    [
        ("EVENT", "CONTEXT", "ADVICE"),
        ("**Event**", "**Context**", "**Advice**"),
        ("## Event", "## Context", "## Advice"),
        ("Event:", "Background:", "Actions to Take:"),
        ("What happened?", "Why it matters", "What you should do"),
        ("Situation", "Assessment", "Recommendations"),
        ("Événement", "Contexte", "Conseils"),
        ("Ce qui s’est passé", "Analyse", "Que faire ?"),
        ("Qué ha pasado", "Antecedentes", "¿Qué hacer?"),
        ("O que aconteceu", "Análise", "O que fazer"),
        ("ماذا حدث؟", "الخلفية", "التوصيات"),
    ],
)
def test_labels_are_known_in_every_dress_and_language(labels):
    event, context, advice = labels
    text = f"Kenya: Strike\n\n{event}\n\nCrews strike.\n\n{context}\n\nTalks failed.\n\n{advice}\n\nUse the train.\n"
    form = parse_bulletin(text, PLACES.__contains__)
    assert [(part.name, part.span.of(text)) for part in form.parts] == [
        ("Event", "Crews strike."),
        ("Context", "Talks failed."),
        ("Advice", "Use the train."),
    ]


def test_labels_on_one_line_are_parted():
    text = "Event: Crews strike on Monday. Location: Lima, Peru. Actions to Take: Use the train. Assistance: call the desk."
    form = parse_bulletin(text, PLACES.__contains__)
    assert [(part.name, part.span.of(text)) for part in form.parts] == [
        ("Event", "Crews strike on Monday."),
        ("Area", "Lima, Peru."),
        ("Advice", "Use the train."),
    ]


def test_a_digest_of_several_alerts_is_said_to_be_one():
    text = "Kenya: Strike goes on\n\nCrews strike in the city.\n\nFiji: Storm nears\n\nIt comes on Monday.\n\nLima: Road closed\n\nUntil noon."
    form = parse_bulletin(text, PLACES.__contains__)
    assert form.other_headlines == 2
    assert any("3 headlines" in note for note in form.notes)


def test_labels_of_weather_offices_are_known():
    text = (
        "High wind watch\n\n* WHAT...Southeast winds of 40 miles per hour\npossible.\n\n* WHERE...The coast of the\nisland.\n\n"
        "* WHEN...From Thursday night\nthrough Friday.\n\n* IMPACTS...Trees could fall.\n\nPRECAUTIONARY/PREPAREDNESS ACTIONS...\n\n"
        "Fasten loose objects.\n"
    )
    form = parse_bulletin(text, PLACES.__contains__)
    assert [(part.name, " ".join(part.span.of(text).split())) for part in form.parts] == [
        ("Event", "Southeast winds of 40 miles per hour possible."),
        ("Area", "The coast of the island."),
        ("Timeframe", "From Thursday night through Friday."),
        ("Event", "Trees could fall."),
        ("Advice", "Fasten loose objects."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The source: a neighbour said so. He spoke to the police on Monday.",
        "When the bus came, the situation was calm: nobody was hurt.",
        "SITUATION ROOM OPENS IN ABUJA\nThe room was opened on Monday.",
        "He had one piece of advice: go home.",
        "Avoiding war is the task of the council, its president said.",
        "Leave voters gather in London. Police said that the event was calm.",
        "Monitor lizards escaped from the zoo. Stay tuned was all that the keeper said.",
    ],
)
def test_running_text_has_no_parts(text):
    assert parse_bulletin(text, PLACES.__contains__).parts == ()


@pytest.mark.parametrize(
    "advice",
    [
        "Avoid the city centre. Monitor local media.",
        "Do not travel to the province.",
        "Travellers in the area are advised to stay indoors.",
        "U.S. citizens should review their security plans.",
        "Évitez le centre-ville. Suivez les consignes des autorités.",
        "Il est recommandé de rester chez soi.",
        "Evite el centro. Siga las noticias.",
        "Se recomienda no viajar de noche.",
        "Evite o centro da cidade. Acompanhe as notícias.",
        "Recomenda-se cautela.",
        "تجنبوا وسط المدينة. تابعوا الأخبار.",
        "يُنصح بتجنب التجمعات.",
    ],
)
def test_advice_without_a_label_is_found_by_its_sentences(advice):
    text = f"Kenya: Strike goes on\n\nCrews went on strike on Monday, 3 May.\n\n{advice}"
    form = parse_bulletin(text, PLACES.__contains__)
    assert [(part.name, part.span.of(text)) for part in form.parts] == [
        ("Event", "Crews went on strike on Monday, 3 May."),
        ("Advice", advice),
    ]


def test_a_pages_furniture_is_in_no_part():
    text = (
        "Skip to main content\nMenu\nKenya: Strike goes on\nShare\nTweet\n\nEvent\n\nCrews strike.\n\nAdvice\n\nUse the train.\n\nRead more\n"
        "Related alerts\nFiji: Storm\nPrivacy policy\n© 2020 Somebody. All rights reserved."
    )
    form = parse_bulletin(text, PLACES.__contains__)
    assert form.title is not None
    assert form.title.of(text) == "Strike goes on"
    assert [part.span.of(text) for part in form.parts] == ["Crews strike.", "Use the train."]
    assert form.other_headlines == 0


LINES = st.sampled_from(
    ["Event", "Advice:", "**Context:** x", "Warning", "Severity: High", "Kenya: x y z", "Update 3: ", "[UPDATE]", "15 Jul 2017 | 05:12 PM UTC",
     "Avoid it.", "Location: Lima", "TIMEFRAME from now COUNTRY/REGION Kenya", "All clear: ", ":", "- ", "", "Date: 3 May 2021", "الحدث", "A - B - C"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=20).map("\n".join))
def test_parts_and_title_quote_the_text_and_do_not_overlap(text):
    form = parse_bulletin(text, PLACES.__contains__)
    for span in (
        *(part.span for part in form.parts),
        form.title,
        form.countries,
        form.summary,
        form.date_line,
    ):
        assert span is None or 0 <= span.start <= span.end <= len(text)
    spans = sorted((part.span.start, part.span.end) for part in form.parts)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    "line",
    [
        "a" * 100_000,
        ": " * 50_000,
        "Event: " * 15_000,
        "- " * 50_000,
        "**" * 50_000,
        "Event\n" * 20_000,
        "A|" * 50_000,
    ],
)
def test_endless_lines_are_quick(line):
    parse_bulletin(line, PLACES.__contains__)
