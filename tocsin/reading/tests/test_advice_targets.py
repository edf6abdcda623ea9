"""The kinds of place that advice warns of are known in every language served."""

import pytest

from tocsin.reading.advice_targets import KINDS_OF_PLACE, read_advice_targets
from tocsin.reading.spans import Span
from tocsin.reading.words import words


def kinds(text):
    return read_advice_targets(words(text), Span(0, len(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Avoid markets, mosques and the port.", ("market", "religious site", "port")),
        ("Avoid low-lying areas and do not cross flooded roads.", ("river or coast",)),
        (
            "Évitez les rassemblements, les gares et les bâtiments publics.",
            ("demonstration", "train station", "public or government building"),
        ),
        (
            "Evite las manifestaciones, los centros comerciales y las embajadas.",
            ("demonstration", "shopping centre", "embassy or consulate"),
        ),
        (
            "Evite protestos, igrejas, hotéis e estações de autocarros.",
            ("demonstration", "religious site", "hotel or restaurant used by foreigners", "bus station"),
        ),
        (
            "تجنبوا أماكن التجمعات والمباني الحكومية ونقاط التفتيش.",
            ("demonstration", "public or government building", "checkpoint"),
        ),
        ("Call the desk before noon.", ()),
    ],
)
def test_kinds_in_order_of_mention(text, found):
    assert kinds(text) == found
    assert set(found) <= set(KINDS_OF_PLACE)


def test_only_what_stands_between_the_offsets_counts():
    text = "The airport burned. Avoid the market."
    assert read_advice_targets(words(text), Span(20, len(text))) == ("market",)
