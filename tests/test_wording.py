"""What is kept in English is shown in the reader's language."""

from __future__ import annotations

import copy

from django.utils import translation

from tocsin.exposure.errors import KeyTaken, PlaceUnclear
from tocsin.exposure.places import PlaceWords, locate
from tocsin.exposure.problems import problem_of
from tocsin.exposure.tables import read_table
from tocsin.exposure.times import read_time
from tocsin.exposure.zones import country_wording
from tocsin.wording import translated, worded, worded_list


def test_a_wording_is_english_wherever_it_is_kept_and_says_itself_where_it_is_shown() -> None:
    with translation.override("fr"):
        said = worded("The key %(key)s is on line %(line)s already.", key="'S-1'", line=4)
        assert f"{said}" == "The key 'S-1' is on line 4 already."
        assert translated(said) == "La clé 'S-1' figure déjà à la ligne 4."
    assert translated(said) == "The key 'S-1' is on line 4 already."


def test_a_refusal_says_itself_too_and_any_other_error_stays_as_it_is() -> None:
    refused = KeyTaken(worded("This cannot be changed."))
    with translation.override("es"):
        assert translated(refused) == "Esto no se puede cambiar."
        assert str(refused) == "This cannot be changed."
        assert translated(ValueError("no number")) == "no number"


def test_what_stands_inside_a_wording_is_translated_with_it() -> None:
    both = worded_list((country_wording("MA"), country_wording("")))
    assert both == "Morocco, the sea"
    with translation.override("fr"):
        assert translated(both) == "Maroc, la mer"


def test_a_copy_for_a_record_is_plain_english() -> None:
    with translation.override("ar"):
        kept = copy.deepcopy(worded("Use digits only."))
    assert (type(kept), kept) == (str, "Use digits only.")


def test_a_place_that_is_not_clear_says_so_with_its_choices_in_the_readers_language() -> None:
    try:
        locate(PlaceWords(place="Tripoli"))
    except PlaceUnclear as error:
        problem = problem_of(3, error)
    with translation.override("fr"):
        shown, kept = translated(problem.problem), problem.to_json()["problem"]
    assert "désigne" in shown
    assert "Libye" in shown
    assert "Choix :" in shown
    assert "'Tripoli' means" in str(kept)
    assert "Libya" in str(kept)


def test_a_time_without_a_zone_is_refused_in_whole_sentences() -> None:
    unknown = worded("no city with a known zone lies within %(km)s km of the coordinates.", km="200")
    try:
        read_time("2017-07-15 14:30", field="arrive", zone="", unknown_zone=unknown)
    except Exception as error:
        problem = getattr(error, "problem", "")
    assert problem == (
        "'2017-07-15 14:30' has no time zone, and no city with a known zone lies within 200 km of the coordinates."
    )
    with translation.override("fr"):
        assert translated(problem) == (
            "'2017-07-15 14:30' n’a pas de fuseau horaire. Aucune ville dont le fuseau est connu ne se trouve "
            "à moins de 200 km des coordonnées."
        )


def test_a_file_that_is_read_while_somebody_reads_french_is_reported_in_english_to_the_record() -> None:
    from tocsin.exposure.columns import What, columns_of

    with translation.override("fr"):
        (fatal, *_rest) = read_table(b"nom;prenom\r\na;b\r\n", columns_of(What.PEOPLE)).fatal
        assert fatal.to_json()["problem"] == "The column 'key' is missing; the header has 'nom', 'prenom'."
        assert translated(fatal.problem) == "La colonne 'key' manque ; l’en-tête contient 'nom', 'prenom'."
