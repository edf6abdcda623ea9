"""What a record keeps in English is shown in the reader's language, and what a person typed is never rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from tocsin.exposure.zones import country_wording
from tocsin.recorded import LONGEST, Blank, DeclaredTwice, Text, declared, known, recorded, recorded_count
from tocsin.retelling import said_again
from tocsin.wording import translated, worded

ROOT = Path(__file__).resolve().parents[1] / "tocsin"
_DECLARES = re.compile(r"^(?:from tocsin\.recorded import .*\brecorded(?:_count)?\b)", re.MULTILINE)


def named() -> set[str]:
    """The modules that the rooms name as those that declare texts."""
    return {name for config in apps.get_app_configs() for name in getattr(config, "recorded_in", ())}


@cache
def everything() -> list[Text]:
    """All that the rooms declare."""
    for name in sorted(named()):
        import_module(name)
    return [text for text in declared() if not text.key.startswith("Test")]


@pytest.fixture(autouse=True)
def _loaded() -> None:
    # Loading the rooms takes longer than an example may.
    everything()


_MOMENTS = st.datetimes().map(lambda one: f"{one:%Y-%m-%d %H:%M} UTC".rjust(20, "0"))
_WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40)
_VALUES = {
    Blank.NUMBER: st.integers(0, 10_000_000).map(lambda number: f"{number:,}"),
    Blank.DISTANCE: st.sampled_from(["1.5 km", "1,200 km", "80 m"]),
    Blank.LOWERED: st.just("there from 2017-07-15 12:00 UTC until 2017-07-16 12:00 UTC."),
    Blank.MOMENT: _MOMENTS,
    Blank.CODES: st.just("inside-area; told-before"),
    Blank.COUNTRY: st.sampled_from(["Morocco", "France", "Atlantis"]),
    Blank.LEVEL: st.sampled_from(["Warning", "Critical"]),
}


@given(st.data())
@pytest.mark.parametrize("language", ["fr", "es"])
def test_a_kept_text_says_again_what_it_said_where_it_was_made(language: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([text for text in everything() if not text.many]))
    values = {name: data.draw(_VALUES.get(text.kinds[name], _WORDS)) for name in text.blanks}
    kept = str(worded(text.key, **values))
    found = known(kept)
    # What somebody typed may hold the very words of a text; then it can be read in more than one way.
    assume([one.text for one in found] == [text] and dict(found[0].values) == values)
    with translation.override(language):
        made = worded(text.key, **{name: expected(text.kinds[name], value) for name, value in values.items()})
        assert said_again(kept) == translated(made)


def expected(kind: Blank, value: str) -> str:
    """What stands in the blank in the active language."""
    if kind is Blank.COUNTRY:
        return {"Morocco": country_wording("MA"), "France": country_wording("FR")}.get(value, value)
    if kind is Blank.LOWERED:
        said = said_again(value[:1].upper() + value[1:])
        return said[:1].lower() + said[1:]
    return translation.gettext(value) if kind is Blank.LEVEL else value


@given(st.data())
def test_every_declared_text_is_known_again_whatever_plain_words_stand_in_it(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(everything()))
    words = st.text("aeirntÉ é", max_size=20).map(lambda letters: f"Q{letters}z")
    values = {name: data.draw(_VALUES.get(text.kinds[name], words)) for name in text.blanks}
    kept = text.literals[0] + "".join(
        values[name] + literal for name, literal in zip(text.blanks, text.literals[1:], strict=True)
    )
    found = known(kept)
    assert [one.text.key for one in found] == [text.key], kept
    assert dict(found[0].values) == values


@given(st.text(max_size=300))
def test_what_is_not_declared_stays_as_it_is(typed: str) -> None:
    assume(not known(typed))
    with translation.override("ar"):
        assert said_again(typed) == typed


def test_a_reader_of_english_gets_what_was_kept() -> None:
    with translation.override("en"):
        assert said_again("the only zone of Morocco") == "the only zone of Morocco"


def test_a_country_is_said_in_the_language_of_the_reader() -> None:
    with translation.override("fr"):
        assert said_again("the only zone of Morocco") == translation.gettext(
            "the only zone of %(country)s"
        ) % {"country": "Maroc"}


def test_a_name_keeps_its_own_direction_in_arabic() -> None:
    with translation.override("ar"):
        said = said_again("Taza lies inside the alert's area.")
    assert "\u2068Taza\u2069" in said
    # A page finds the direction of a sentence out by its first letter, and that may be one of the name.
    assert said.startswith("\u200f")


def test_each_of_a_list_is_said_in_the_language_of_the_reader() -> None:
    kept = "In the way of this alert: exposed, by the rule inside-area; possibly, by the rule near-area"
    with translation.override("fr"):
        said = "exposé, selon la règle inside-area; peut-être, selon la règle near-area"
        assert said_again(kept) == f"Concerné par cette alerte : {said}"
        assert said_again(kept.partition(";")[0]).endswith(": exposé, selon la règle inside-area")
        noted = "Concerné par cette alerte : exposé, selon la règle inside-area Critique :"
        assert said_again(
            f"{kept.partition(';')[0]} Critical: no mute, quiet hours or digest holds it."
        ).startswith(noted)


def test_two_texts_one_after_the_other_are_both_known_and_one_unknown_leaves_both() -> None:
    recorded("Test one of %(name)s.")
    recorded("Test two.")
    assert len(known("Test one of Ana. Test two.")) == 2
    assert known("Test one of Ana. Typed by hand. Test two.") != known("Test one of Ana. Test two.")
    assert known("Typed by hand. Test two.") == ()


def test_nothing_is_read_out_of_what_somebody_typed_at_the_end_of_a_text() -> None:
    recorded("Test: %(who)s muted it: %(why)s")
    recorded("Test two.")
    (one,) = known("Test: Ana muted it: I know. Test two.")
    assert one.values == {"who": "Ana", "why": "I know. Test two."}


def test_a_text_that_counts_is_said_in_the_form_that_the_number_needs() -> None:
    one, many = recorded_count("Test of %(num)s stay", "Test of %(num)s stays")
    assert known("Test of 1 stay")[0].text.key == one
    assert known("Test of 1,200 stays")[0].text.many == many
    assert known("Test of many stays") == ()


def test_two_blanks_that_nothing_tells_apart_are_refused() -> None:
    with pytest.raises(DeclaredTwice, match="side by side"):
        recorded("Test %(one)s%(other)s")
    with pytest.raises(DeclaredTwice, match="no words of its own"):
        recorded("%(one)s")


def test_a_text_declared_twice_must_be_the_same() -> None:
    assert recorded("Test of a %(level)s.", level=Blank.LEVEL) == recorded(
        "Test of a %(level)s.", level=Blank.LEVEL
    )
    with pytest.raises(DeclaredTwice, match="twice"):
        recorded("Test of a %(level)s.")


def test_a_long_text_that_is_nearly_one_costs_little() -> None:
    recorded("Test %(one)s, %(two)s, %(three)s, %(four)s end.")
    # Were each way to cut it tried, they would outnumber the atoms of the earth.
    assert known("Test " + "a, " * (LONGEST // 4) + "no end") == ()
    assert known("Test " + "a. " * (LONGEST // 4)) == ()


def test_the_rooms_name_every_module_that_declares_texts() -> None:
    assert set(modules_that_declare()) == named()


def modules_that_declare() -> Iterator[str]:
    for path in ROOT.rglob("*.py"):
        if "tests" not in path.parts and _DECLARES.search(path.read_text(encoding="utf-8")):
            yield ".".join(("tocsin", *path.relative_to(ROOT).with_suffix("").parts))
