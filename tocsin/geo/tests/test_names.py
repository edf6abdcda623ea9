"""Names in running text: word boundaries, the longest name, and what is not a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.geo import gazetteer, normalised, words

book = gazetteer()


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Marrakech–Safi", "marrakech safi"),
        ("Sana'a", "sanaa"),
        ("Sana’a", "sanaa"),
        ("Ṣanʿāʾ", "sana"),
        ("N'Djamena", "ndjamena"),
        ("U.S.", "us"),
        ("D.R. Congo", "dr congo"),
        ("St. Louis", "st louis"),
        ("Côte d'Ivoire", "cote divoire"),
        ("Łódź", "lodz"),
        ("İSTANBUL", "istanbul"),
        ("Iğdır", "igdir"),
        ("Tromsø", "tromso"),
        ("الرِّبَاط", "الرباط"),
        ("Москва́", "москва"),
        ("摩苏尔", "摩 苏 尔"),
        ("Morocco's", "morocco"),
        ("  two   words ", "two words"),
        ("", ""),
    ],
)
def test_normalised_names(written, form):
    assert normalised(written) == form


@given(st.text())
def test_words_lie_in_the_text_in_order(text):
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        end = word.end


def found(text, **options):
    return [match.text for match in book.matches(text, **options)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police in Rabat and Casablanca.", ["Rabat", "Casablanca"]),
        ("The ambassador spoke.", []),
        ("Assad left; the ambassador stayed in Cairo's centre", ["Cairo"]),
        ("fighting in South Sudan's capital Juba", ["South Sudan", "Juba"]),
        ("the Democratic Republic of the Congo and the Republic of Congo",
         ["Democratic Republic of the Congo", "Republic of Congo"]),
        ("près d'Abidjan, à l'Arbaa", ["Abidjan", "l'Arbaa"]),
        ("they told us that the US would", ["US"]),
        ("U.S. troops near Mosul", ["U.S.", "Mosul"]),
        ("انفجار في الرباط اليوم", ["الرباط"]),
        ("在摩苏尔和北京发生爆炸", ["摩苏尔", "北京"]),
        ("Moroccans and South Koreans", ["Moroccans", "South Koreans"]),
        ("Guinea-Bissau, not Guinea", ["Guinea-Bissau", "Guinea"]),
        ("a fire in Boston, Mass., and one in Houston, TX", ["Boston", "Mass.", "Houston", "TX"]),
        ("Mass was said in Boston", ["Boston"]),
        ("Calif. police and N.Y. police", ["Calif.", "N.Y."]),
        ("FIRE IN RABAT, OR SO", ["RABAT", "OR"]),
        ("deputies of Polk Co. said", ["Polk Co."]),
        ("The gulf between them grew", []),
        ("a ship in the Gulf of Aden", ["Gulf of Aden"]),
        ("troops on the Line of Control", ["Line of Control"]),
        ("Texans and Europeans", ["Texans", "Europeans"]),
    ],
)  # fmt: skip
def test_the_longest_names_at_word_boundaries(text, names):
    assert [name for name in found(text) if name not in {"Police", "The"}] == names


def test_small_letters_count_only_when_asked_for():
    assert found("blast in rabat") == []
    assert "rabat" in found("blast in rabat", capitals=False)


def test_a_match_says_what_the_name_can_mean():
    match = book.matches("Moroccans flew to Casablanca")
    assert (match[0].demonym, match[0].places) == ("MA", ())
    assert match[1].places[0].country == "MA"
    assert (match[1].start, match[1].end) == (18, 28)


def test_the_longest_name_from_a_place_in_the_text():
    text = "in South Sudan today"
    match = book.longest_match(text, 3)
    assert (match.text, match.start, match.end) == ("South Sudan", 3, 14)
    assert book.longest_match("ambassador Assad", 2) is None
    assert book.longest_match("ambassador Assad", 6) is None
    assert book.longest_match(text, len(text)) is None
    assert book.longest_match("d'Abidjan", 2).text == "Abidjan"
