"""Why somebody is in the way of an edition, or which rule let them go."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tocsin.accounts.models import Organisation
from tocsin.exposure.errors import AlertUnknown, OtherOrganisation, PersonAmbiguous, PersonUnknown
from tocsin.exposure.matching import expose
from tocsin.exposure.models import Person
from tocsin.exposure.reasons import explain_text, why
from tocsin.exposure.tests.conftest import RABAT, EditionMaker, StayMaker
from tocsin.exposure.values import Match, Miss


def test_why_answers_for_every_stay_a_match_or_a_miss_with_its_measure(
    desk: Organisation, person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    make_stay(person)
    make_stay(person, point=RABAT, place="Rabat", arrive=noon + timedelta(hours=1))
    edition = make_edition(desk)
    expose(edition, now=noon)
    explanation = why(person, edition)
    assert explanation.told
    assert [type(ground.outcome) for ground in explanation.grounds] == [Match, Miss]
    assert not any(ground.changed for ground in explanation.grounds)
    text = explain_text("S-1", "2017-0001", organisation=desk)
    assert text == explanation.text() == explain_text("amina berrada", "desk-unrest-1")
    assert "Amina Berrada is exposed to 2017-0001/1" in text
    assert "Stay in Casablanca" in text
    assert "[inside-area, exposed]" in text
    assert "[missed: nearest rule near-area]" in text
    assert "Rabat lies 66." in text


def test_why_says_so_where_the_stay_has_changed_since_the_person_was_told(
    desk: Organisation, person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    stay = make_stay(person)
    edition = make_edition(desk)
    expose(edition, now=noon)
    stay.place, stay.longitude, stay.latitude = "Rabat", RABAT.longitude, RABAT.latitude
    stay.save()
    make_stay(person, place="Mohammedia")
    text = why(person, edition).text()
    assert "Today the rules say: Rabat lies 66." in text
    assert "It matches today, but nothing was written" in text
    stay.delete()
    assert "Casablanca [inside-area, exposed]" in why(person, edition).text()


def test_why_of_somebody_without_stays_or_marked_as_gone(
    desk: Organisation, person: Person, make_edition: EditionMaker
) -> None:
    edition = make_edition(desk)
    assert "no stay and no site is known" in why(person, edition).summary
    person.active = False
    assert "marked as no longer with us" in why(person, edition).summary


def test_unknown_names_get_an_answer_that_helps(
    desk: Organisation, other_desk: Organisation, person: Person, make_edition: EditionMaker, noon: datetime
) -> None:
    edition = make_edition(desk)
    with pytest.raises(AlertUnknown, match="No alert has the reference or slug '2017-0099'"):
        explain_text("S-1", "2017-0099")
    with pytest.raises(AlertUnknown, match="no edition 7"):
        explain_text("S-1", "2017-0001/7")
    with pytest.raises(PersonUnknown, match=r"Did you mean: Amina Berrada \(S-1\)"):
        explain_text("Amina", "2017-0001")
    with pytest.raises(PersonUnknown, match="Use the staff key"):
        explain_text("Zoe", "2017-0001")
    Person.objects.create(organisation=desk, key="S-9", name="Amina Berrada", created_at=noon)
    with pytest.raises(PersonAmbiguous, match="S-1, S-9"):
        explain_text("Amina Berrada", "2017-0001")
    stranger = Person.objects.create(organisation=other_desk, key="X", name="X", created_at=noon)
    with pytest.raises(OtherOrganisation):
        why(stranger, edition)
