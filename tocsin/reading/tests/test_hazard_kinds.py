"""The kind of a hazard, from the words that decided."""

from datetime import UTC, datetime

import pytest

from tocsin.reading import describe, read
from tocsin.reading.hazard_kinds import kind_of

PUBLISHED = datetime(2019, 3, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A passenger train derailed near Pune.", "rail"),
        ("A ferry capsized on the lake.", "sea"),
        ("A bus plunged into a ravine.", "road"),
        ("All flights were cancelled at the airport.", "air"),
        ("A suicide bomber blew himself up outside a mosque.", "bombing"),
        ("Pirates boarded the vessel and took hostage five of the crew.", "piracy"),
        ("Three aid workers were kidnapped.", "kidnapping"),
        ("A typhoon hit Luzon.", "tropical cyclone"),
        ("A cholera outbreak has killed 23 people.", "cholera"),
        ("Une épidémie de rougeole a tué trente personnes.", "measles"),
        ("Un tren de pasajeros: descarrilamiento cerca de Puebla.", "rail"),
        ("Um ciclone deve atingir a costa.", "tropical cyclone"),
        ("اختطف مسلحون مجهولون مهندسين أجنبيين.", "kidnapping"),
        ("An earthquake hit the coast.", ""),
    ],
)
def test_the_kind_is_told_by_the_words(text, kind):
    first = read(text, published=PUBLISHED).hazards[0]
    assert kind_of(first.code, first.words) == kind


def test_a_reading_in_plain_words_names_the_kind():
    assert "Transport, rail (" in describe(read("A train derailed near Pune.", published=PUBLISHED))


def test_an_unknown_hazard_or_no_words_have_no_kind():
    assert (kind_of("weather", ("rain",)), kind_of("transport", ())) == ("", "")
