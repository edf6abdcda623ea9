"""The index holds every stay that there is, and finds whom a look at each would find."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import numpy as np
import pytest
from django.core.exceptions import FieldError
from django.db import connection

from tocsin.accounts.errors import SecretUnreadable
from tocsin.accounts.models import Organisation
from tocsin.exposure.candidates import open_index
from tocsin.exposure.index_check import disagreements, rebuild
from tocsin.exposure.models import Person, Stay
from tocsin.exposure.questions import Question
from tocsin.exposure.sealed_places import seal_place, unseal_place
from tocsin.exposure.sorted_stays import SortedStays, Stays
from tocsin.exposure.stay_keys import OPEN_END, country_number, tier_of
from tocsin.exposure.tests.conftest import StayMaker
from tocsin.geo import Area, Circle, Point, Polygon
from tocsin.geo.many import holds

WORLD = Polygon.from_pairs([(-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90)])
POLAR = Polygon.from_pairs([(-120, 70), (0, 65), (120, 70), (-120, 70)])
FIJI = Polygon.from_pairs([(176, -20), (-178, -20), (-178, -15), (176, -15), (176, -20)])


def entries() -> tuple[int, int]:
    with connection.cursor() as cursor:
        counts = []
        for table in ("exposure_stay_place_key", "exposure_stay_country_key"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(cursor.fetchone()[0])
    return counts[0], counts[1]


def test_the_index_follows_every_way_of_writing_a_stay(
    person: Person, make_stay: StayMaker, noon: datetime
) -> None:
    stay, vague = make_stay(person), make_stay(person, point=None)
    assert entries() == (1, 2)
    Stay.objects.bulk_create(
        [Stay(trip=stay.trip, organisation=person.organisation, place="Fes", country="", longitude=1.0, latitude=2.0,
              precision="city", located_by="-", arrive=noon)]
    )  # fmt: skip
    assert entries() == (2, 2)
    stay.depart = None
    stay.save(update_fields=["depart"])
    vague.longitude, vague.latitude = -5.0, 34.0
    vague.save()
    assert entries() == (3, 2)
    assert disagreements() == 0
    Stay.objects.filter(pk=stay.pk).delete()
    person.trips.all().delete()
    assert entries() == (0, 0)


def test_an_index_that_differs_is_noticed_and_made_anew(person: Person, make_stay: StayMaker) -> None:
    make_stay(person)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM exposure_stay_place_key")
    assert disagreements() == 1
    rebuild()
    assert disagreements() == 0


@pytest.mark.parametrize("seed", range(3))
def test_index_memory_and_a_look_at_each_find_the_same(
    desk: Organisation, person: Person, make_stay: StayMaker, noon: datetime, seed: int
) -> None:
    dice = random.Random(seed)
    for _ in range(150):
        arrive = noon + timedelta(hours=dice.uniform(-2000, 2000))
        vague = dice.random() < 0.1
        point = None if vague else Point(
            longitude=dice.choice([round(dice.uniform(-180, 180), 7), 180.0, -180.0]),
            latitude=dice.choice([round(dice.uniform(-90, 90), 7), 90.0, -90.0]),
        )  # fmt: skip
        depart = dice.choice([None, arrive + timedelta(hours=dice.uniform(1, 1000))])
        make_stay(person, point=point, country=dice.choice(["MA", "FJ", "KE"]), arrive=arrive, depart=depart)
    stays = list(Stay.objects.order_by("pk"))
    columns = Stays(
        numbers=np.array([stay.pk for stay in stays]),
        organisations=np.full(len(stays), desk.pk),
        countries=np.array([country_number(stay.country) for stay in stays]),
        longitudes=np.array([np.nan if stay.longitude is None else stay.longitude for stay in stays]),
        latitudes=np.array([np.nan if stay.latitude is None else stay.latitude for stay in stays]),
        tiers=np.array([tier_of(stay.uncertainty_km) for stay in stays]),
        arrive=np.array([int(stay.arrive.timestamp()) for stay in stays]),
        depart=np.array(
            [OPEN_END if stay.depart is None else int(stay.depart.timestamp()) for stay in stays]
        ),
    )
    memory, index = SortedStays(columns), open_index()
    areas = [
        Area(polygons=(WORLD,)), Area(polygons=(POLAR,)), Area(polygons=(FIJI,)), Area(),
        *(Area(circles=(Circle(Point(dice.uniform(-180, 180), dice.uniform(-90, 90)), dice.uniform(0, 9000)),))
          for _ in range(12)),
    ]  # fmt: skip
    found = 0
    for area in areas:
        start = int(noon.timestamp()) + dice.randint(-2000, 2000) * 3600
        until = start + dice.randint(1, 500) * 3600
        codes = frozenset(dice.sample(["MA", "FJ", "KE"], dice.randint(0, 2)))
        parts = frozenset({"KE"})
        shapes = ((tier_of(0.0), area),) if area.circles or area.polygons else ()
        question = Question(start, until, shapes, codes, parts, organisation=dice.choice([None, desk.pk]))
        shared = (columns.arrive < until) & (columns.depart > start)
        vague = np.isnan(columns.longitudes)
        inside = np.zeros(len(stays), bool)
        if shapes:
            inside[~vague] = holds(area, columns.longitudes[~vague], columns.latitudes[~vague])
        named = np.array(
            [stay.country in codes or (stay.country in parts and stay.longitude is None) for stay in stays]
        )
        wanted = columns.numbers[shared & (inside | named)].tolist()
        assert index.find(question).tolist() == wanted
        assert memory.find(question).tolist() == wanted
        found += len(wanted)
    assert found > 100
    assert index.find(Question(0, OPEN_END, ((0, areas[0]),), organisation=desk.pk + 1)).tolist() == []


def test_the_database_holds_no_exact_place_and_no_name_of_one(person: Person, make_stay: StayMaker) -> None:
    point = Point(longitude=-7.6113812, latitude=33.5883145)
    make_stay(person, point=point, place="Guest house by the old port", precision="site")
    with connection.cursor() as cursor:
        for table in ("exposure_stay", "exposure_stay_place_key", "exposure_stay_country_key"):
            cursor.execute(f"SELECT * FROM {table}")
            held = repr(
                [[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor]
            )
            for secret in ("Guest house", "old port", "7.61", "33.58", "76113812", "335883145"):
                assert secret not in held, (table, secret)


def test_two_stays_at_one_place_do_not_look_alike_and_an_altered_one_is_noticed() -> None:
    first, second = seal_place(36.8219, -1.2921), seal_place(36.8219, -1.2921)
    assert first != second
    assert unseal_place(first) == unseal_place(second) == (36.8219, -1.2921)
    with pytest.raises(SecretUnreadable, match="altered"):
        unseal_place(bytes([first[0] ^ 1]) + first[1:])
    with pytest.raises(ValueError, match="between -180 and 180"):
        seal_place(200.0, 0.0)


def test_nobody_can_look_for_a_sealed_text(person: Person, make_stay: StayMaker) -> None:
    make_stay(person)
    with pytest.raises(FieldError, match="is sealed"):
        Stay.objects.filter(place="Casablanca").exists()
