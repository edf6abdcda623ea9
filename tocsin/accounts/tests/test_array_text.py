"""Whatever stands in a column, PostgreSQL reads the array that is written of it as the same values."""

from datetime import UTC, datetime
from enum import StrEnum

import pytest
from django.db import DataError, ProgrammingError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.accounts.array_text import array_text

LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
COLUMNS = {
    "text": st.lists(
        st.none() | st.text(LETTERS) | st.sampled_from(["NULL", "", "{}", '"', "\\", '\\"', ",", " "])
    ),
    "bigint": st.lists(st.none() | st.integers(-(2**63), 2**63 - 1)),
    "bytea": st.lists(st.none() | st.binary()),
    "boolean": st.lists(st.none() | st.booleans()),
    "double precision": st.lists(st.none() | st.floats(allow_nan=False)),
    "timestamp with time zone": st.lists(
        st.none() | st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC))
    ),
}


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.django_db
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_is_read_as_what_was_written(kind: str, data: st.DataObject) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Arrays are PostgreSQL's: this runs in the suite on PostgreSQL.")
    values = data.draw(COLUMNS[kind])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CAST(%s AS {kind}[])", [array_text(values)])
        (read,) = cursor.fetchone()
    assert [bytes(one) if isinstance(one, memoryview) else one for one in read] == values


class Answer(StrEnum):
    SAFE = "safe"


def test_the_form_is_that_of_the_manual() -> None:
    assert array_text([]) == "{}"
    assert array_text([3, 1]) == array_text(iter([3, 1])) == "{3,1}"
    assert array_text([None, None]) == "{NULL,NULL}"
    assert array_text(["a", 'b"c', "d\\e", ""]) == '{"a","b\\"c","d\\\\e",""}'
    assert array_text(["a", None]) == '{"a",NULL}'
    assert array_text([b"\x00\xff"]) == '{"\\\\x00ff"}'
    assert array_text([0, 1.5]) == '{"0","1.5"}'
    assert array_text(["a", Answer.SAFE]) == '{"a","safe"}'
    assert array_text([True, False]) == '{"True","False"}'


def test_a_text_with_nul_is_refused_as_the_database_would() -> None:
    for values in (["a", "b\0c"], ["\0"], [None, "\0"]):
        with pytest.raises(DataError, match="NUL"):
            array_text(values)


def test_values_of_another_kind_are_a_programmers_error() -> None:
    with pytest.raises(ProgrammingError, match="dict"):
        array_text([{}])
    with pytest.raises(ProgrammingError, match="int, str"):
        array_text([1, "a"])
