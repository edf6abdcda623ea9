"""The address of each kind of contact: what is taken, and what is refused in which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.exposure.contact_values import checked_address
from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.models import Contact
from tocsin.exposure.person_values import masked

GOOD = [
    ("sms", "+254 712 345 678", "+254712345678"),
    ("whatsapp", "+44 (20) 7946-0958", "+442079460958"),
    ("signal", "+15555550100", "+15555550100"),
    ("telegram", "-1001234567890", "-1001234567890"),
    ("telegram", "@harbour_alerts", "@harbour_alerts"),
    ("push", "harbour-mira", "harbour-mira"),
    ("slack", "U02ABCDEF", "U02ABCDEF"),
    ("slack", "#harbour", "#harbour"),
    ("teams", "https://prod-1.logic.azure.com/workflows/a/triggers/manual?sig=b", None),
    ("teams", "workflows://host/wf/sig", None),
]
BAD = [
    ("sms", "0712345678", "country"),
    ("sms", "+0712345678", "country"),
    ("whatsapp", "+12345678901234567", "country"),
    ("signal", "mira", "country"),
    ("telegram", "Mira's chat", "chat's number"),
    ("push", "two words", "without blanks"),
    ("slack", "mira otieno", "member"),
    ("teams", "http://prod-1.logic.azure.com/a", "https://"),
    ("teams", "harbour", "https://"),
    ("fax", "+254712345678", "sms"),
]


@pytest.mark.parametrize(("kind", "words", "kept"), GOOD)
def test_a_good_address_is_kept_without_what_people_write_between(kind, words, kept):
    assert checked_address(kind, words) == (kept or words)


@pytest.mark.parametrize(("kind", "words", "remedy"), BAD)
def test_a_wrong_address_is_refused_with_a_remedy_and_never_repeated(kind, words, remedy):
    with pytest.raises(ValueImpossible) as refused:
        checked_address(kind, words)
    assert remedy in refused.value.remedy
    assert words not in str(refused.value)


@given(kind=st.sampled_from(Contact.Kind.values), words=st.text(max_size=60))
def test_whatever_is_typed_is_taken_or_refused_and_taken_twice_alike(kind, words):
    try:
        kept = checked_address(kind, words)
    except ValueImpossible:
        return
    assert checked_address(kind, kept) == kept


@pytest.mark.parametrize(
    ("kind", "address", "shown"),
    [
        ("sms", "+254712345678", "+254…78"),
        ("push", "topic", "t…"),
        ("slack", "U02ABCDEFG", "U02A…FG"),
        ("teams", "https://prod-1.logic.azure.com/workflows/a?sig=b", "https://prod-1.logic.azure.com/…"),
        ("teams", "workflows://secret/wf/sig", "workflows://…"),
    ],
)
def test_only_what_tells_two_addresses_apart_is_shown(kind, address, shown):
    assert masked(kind, address) == shown


@pytest.mark.parametrize(
    "words", ["+49 170 1234567", "0049 170 1234567", "+49 (0)170 123 45 67", "0049 (0)170/1234567"]
)
def test_a_number_is_taken_in_each_of_the_ways_it_is_written_for_abroad(words: str) -> None:
    assert checked_address("sms", words) == "+491701234567"


def test_a_number_without_its_country_is_refused() -> None:
    with pytest.raises(Exception, match="country's code"):
        checked_address("sms", "0170 1234567")
