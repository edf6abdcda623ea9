"""Many texts read at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from tocsin.reading import GazetteerRecogniser, Text, ZoneMissing, read, read_many

PUBLISHED = datetime(2019, 3, 20, tzinfo=UTC)
TEXTS = [
    Text("A bomb exploded in Nairobi on Monday, killing four.", PUBLISHED),
    Text("Inondations à Lyon : 200 personnes évacuées lundi.", PUBLISHED, title="Inondations", language="fr"),
    Text("A bus crashed near Santa Rosa on Tuesday.", PUBLISHED, country="AR"),
    Text(b"<html><body><p>Police in Garissa said two were hurt.</p></body></html>", PUBLISHED),
    Text("", PUBLISHED),
]


def one_by_one(texts, recogniser=None):
    return [
        read(
            one.text,
            published=one.published,
            title=one.title,
            language=one.language,
            country=one.country,
            recogniser=recogniser,
        )
        for one in texts
    ]


def test_read_here_the_readings_are_those_of_read_in_the_order_of_the_texts():
    assert list(read_many(TEXTS, processes=1)) == one_by_one(TEXTS)


def test_read_by_two_processes_they_are_the_same():
    assert list(read_many(TEXTS, processes=2)) == one_by_one(TEXTS)


def test_read_on_an_executor_of_ones_own_they_are_the_same_and_it_stays_open():
    with ThreadPoolExecutor(2) as pool:
        assert list(read_many(TEXTS * 3, processes=1, executor=pool)) == one_by_one(TEXTS) * 3
        assert pool.submit(int, "1").result() == 1


def test_fast_reads_with_gazetteer_and_rules_alone():
    assert list(read_many(TEXTS, processes=1, fast=True)) == one_by_one(TEXTS, GazetteerRecogniser())


@pytest.mark.parametrize("own", [False, True])
def test_texts_are_taken_as_they_are_read(own):
    taken = []

    def archive():
        for number in range(1_000_000):
            taken.append(number)
            yield Text(f"{number} people were hurt.", PUBLISHED)

    with ThreadPoolExecutor(1) as pool:
        readings = read_many(archive(), processes=1, fast=True, executor=pool if own else None)
        assert taken == []
        firsts = [next(readings).text for _ in range(3)]
        readings.close()
    assert firsts == ["0 people were hurt.", "1 people were hurt.", "2 people were hurt."]
    assert len(taken) <= (20 if own else 3)


@pytest.mark.parametrize("own", [False, True])
def test_an_error_is_raised_at_the_text_that_caused_it(own):
    texts = [TEXTS[0], Text("A flood in Accra.", datetime(2019, 3, 20)), TEXTS[2]]
    with ThreadPoolExecutor(1) as pool:
        readings = read_many(texts, processes=1, fast=True, executor=pool if own else None)
        assert next(readings).places[0].text == "Nairobi"
        with pytest.raises(ZoneMissing, match="2019-03-20"):
            next(readings)


def test_no_texts_give_no_readings():
    assert list(read_many([], processes=1)) == []
