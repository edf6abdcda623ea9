"""CSV files as they come out of spreadsheets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.exposure.columns import COLUMNS, TABLES, What, columns_of, template
from tocsin.exposure.tables import Table, read_table

PEOPLE = columns_of(What.PEOPLE)


def read(data: bytes) -> Table:
    return read_table(data, PEOPLE)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_separator_and_encoding_of_spreadsheets_is_read(
    delimiter: str, encoding: str, newline: str
) -> None:
    text = newline.join(["Key;E-Mail;Full name", "S-1;a@b.example;Zoë Ünal", "", "S-2;;Léa", ""])
    table = read(text.replace(";", delimiter).encode(encoding))
    assert not table.fatal
    assert not table.problems
    assert [(row.line, row["key"], row["name"]) for row in table.rows] == [
        (2, "S-1", "Zoë Ünal"),
        (4, "S-2", "Léa"),
    ]
    assert any("cp1252" in note for note in table.notes) is (encoding == "cp1252")


def test_the_line_that_a_spreadsheet_writes_before_the_header_is_understood() -> None:
    table = read(b"sep=;\r\nkey;name\r\nS-1;Ana\r\n")
    assert [(row.line, row["name"]) for row in table.rows] == [(3, "Ana")]


def test_unknown_columns_are_named_with_the_one_that_was_meant() -> None:
    table = read(b"key,name,emial,cost centre\nS-1,Ana,a@b.example,77\n")
    assert [(p.line, p.column) for p in table.problems] == [(1, "emial"), (1, "cost centre")]
    assert "Did you mean 'email'" in table.problems[0].remedy
    assert len(table.rows) == 1


def test_a_missing_or_doubled_column_makes_a_file_unusable() -> None:
    assert "'name' is missing" in read(b"key,email\nS-1,a@b.example\n").fatal[0].problem
    assert "Two columns mean 'name'" in read(b"key,name,full name\nS-1,a,b\n").fatal[0].problem


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (b"\xef\xbb\xbfkey,name\nS-1,\xff\xfe\n", "says it is UTF-8"),
        (b"key,name\nS-1,\x81\xff\n", "neither UTF-8 nor Windows-1252"),
        (b"key,name\n\0\0,a\n", "zero bytes"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, problem: str) -> None:
    table = read(data)
    assert problem in table.fatal[0].problem
    assert table.fatal[0].remedy


def test_lines_of_another_shape_are_named_and_the_rest_is_read() -> None:
    data = b'key,name\nS-1,Ana,x\nS-2\nS-3,"broken"quote\nS-4,"line\nbreak"\nS-5,Eve\n'
    table = read(data)
    assert [problem.line for problem in table.problems] == [2, 3, 4]
    assert [(row.line, row["key"]) for row in table.rows] == [(5, "S-4"), (7, "S-5")]


def test_a_quotation_mark_that_is_never_closed_is_an_error() -> None:
    table = read(b'key,name\nS-1,"Ana\nS-2,Ben\n')
    assert table.problems
    assert "quotation mark" in table.problems[0].remedy


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("what", TABLES)
def test_the_template_can_be_read_back(what: What, delimiter: str) -> None:
    table = read_table(template(what, delimiter).encode(), COLUMNS[what])
    assert not table.fatal
    assert not table.problems
    assert len(table.rows) == 1


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fall_over(data: bytes) -> None:
    table = read(data)
    assert table.fatal or table.columns >= {"key", "name"}


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1),
            st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))),
        )
    )
)
def test_whatever_a_csv_writer_writes_is_read_back(pairs: list[tuple[str, str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["key", "name"])
    writer.writerows(pairs)
    table = read(out.getvalue().encode())
    expected = [(a.strip(), b.strip()) for a, b in pairs if a.strip() or b.strip()]
    assert [(row["key"], row["name"]) for row in table.rows] == expected
