"""Many rows by one statement: all of them arrive, as they are, or the database says why not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from tocsin.accounts.bulk_rows import insert_rows, stored
from tocsin.accounts.models import Organisation

pytestmark = pytest.mark.django_db

NAMES = ("name", "slug", "sender", "lone_duty", "answer_hours", "keep_trips_days", "is_canary", "created_at")
MOMENT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def _row(slug: str, name: str = 'North, "{NULL}" \\ desk', **changed: object) -> tuple[object, ...]:
    values = {
        "name": name, "slug": slug, "sender": "desk.example", "lone_duty": False, "answer_hours": 72,
        "keep_trips_days": 30, "is_canary": False, "created_at": stored(MOMENT), **changed,
    }  # fmt: skip
    return tuple(values[column] for column in NAMES)


def test_rows_of_which_most_columns_are_the_same_are_written_as_they_are() -> None:
    assert insert_rows(Organisation, NAMES, (_row(f"desk-{number}") for number in range(3))) == 3
    written = list(Organisation.objects.order_by("slug"))
    assert [one.slug for one in written] == ["desk-0", "desk-1", "desk-2"]
    assert {one.name for one in written} == {'North, "{NULL}" \\ desk'}
    assert {one.created_at for one in written} == {MOMENT}


def test_rows_that_differ_in_every_column_are_written_as_they_are() -> None:
    later = MOMENT.replace(year=2027)
    other = _row(
        "b", "Süd", sender="b.example", lone_duty=True, answer_hours=1, keep_trips_days=2, is_canary=True,
        created_at=stored(later),
    )  # fmt: skip
    assert insert_rows(Organisation, NAMES, [_row("a"), other]) == 2
    second = Organisation.everything.get(slug="b")
    assert (second.name, second.lone_duty, second.answer_hours, second.created_at) == ("Süd", True, 1, later)


@pytest.mark.parametrize("count", [31, 32, 33, 64, 100])
def test_however_many_rows_there_are_each_is_written_once_and_counted(count: int) -> None:
    assert insert_rows(Organisation, NAMES, [_row(f"desk-{number}") for number in range(count)]) == count
    more = [_row(f"desk-{number}") for number in range(count + 40)]
    assert insert_rows(Organisation, NAMES, more, keep_old=True) == 40
    assert Organisation.objects.count() == count + 40


def test_two_times_of_an_hour_that_comes_twice_stay_two() -> None:
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    rows = [_row(f"desk-{fold}", created_at=stored(twice.replace(fold=fold))) for fold in (0, 1)]
    insert_rows(Organisation, NAMES, rows)
    first, second = Organisation.objects.order_by("slug").values_list("created_at", flat=True)
    assert second - first == timedelta(hours=1)


def test_a_row_that_lacks_a_value_is_refused_and_moves_none_into_its_place() -> None:
    with pytest.raises(ValueError, match="has not the 8 values"):
        insert_rows(Organisation, NAMES, [_row("a"), _row("b")[:-1], *(_row(f"c{n}") for n in range(40))])
    assert not Organisation.objects.exists()


def test_no_row_and_one_row() -> None:
    assert insert_rows(Organisation, NAMES, []) == 0
    assert insert_rows(Organisation, NAMES, [_row("a")]) == 1


def test_what_is_there_already_is_kept_where_that_was_asked_and_refused_otherwise() -> None:
    insert_rows(Organisation, NAMES, [_row("a", "first")])
    assert insert_rows(Organisation, NAMES, [_row("a", "second"), _row("b")], keep_old=True) == 1
    assert Organisation.objects.get(slug="a").name == "first"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Organisation, NAMES, [_row("a")])


def test_a_text_that_is_too_long_is_refused_and_not_cut() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps texts of any length.")
    for rows in (
        [_row("s" * 61)],
        [_row("s" * 61), _row("t" * 61)],
        [_row("a", "n" * 201), _row("b", "n" * 201)],
    ):
        with pytest.raises(DataError, match="too long"), transaction.atomic():
            insert_rows(Organisation, NAMES, rows)
    assert not Organisation.objects.exists()
