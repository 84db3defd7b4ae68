"""Text files as they come from offices: marks, delimiters, quotes, odd rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.data.delimited import normal, read_sheet
from evallib.data.lines.decoding import decode

GOOD = "id;name;town\n1;Ada;Pori\n2;Eero;Säkylä\n"


def read(text):
    return read_sheet(text, file="f.csv", required=("id", "name"), optional=("town",))


def codes(sheet):
    return [problem.code for problem in sheet.problems]


def test_records_remember_the_line_a_person_sees():
    sheet = read("id;name;town\n\n1;Ada;Pori\n")

    assert [(row.line, row.cells["town"]) for row in sheet.rows] == [(3, "Pori")]
    assert sheet.blank == 2


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_finds_the_columns(delimiter):
    sheet = read(GOOD.replace(";", delimiter))

    assert [row.cells["name"] for row in sheet.rows] == ["Ada", "Eero"]


def test_a_sep_line_names_the_delimiter_and_counts_as_a_line():
    sheet = read("sep=;\n" + GOOD)

    assert sheet.rows[0].line == 3


def test_an_unknown_delimiter_is_said():
    assert codes(read(GOOD.replace(";", "#"))) == ["E-DELIM"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(ending):
    assert len(read(GOOD.replace("\n", ending)).rows) == 2


def test_a_surplus_delimiter_on_every_row_shifts_nothing():
    sheet = read("id;name;town\n1;Ada;Pori;\n2;Eero;Eura;\n")

    assert sheet.rows[0].cells == {"id": "1", "name": "Ada", "town": "Pori"}
    assert codes(sheet) == []


def test_a_row_with_too_many_cells_is_named_without_its_content():
    sheet = read("id;name;town\n1;Ada;Pori;Ulvila\n2;Eero;Eura\n")

    problem = sheet.problems[0]
    assert (problem.code, problem.place.row) == ("E-FIELDS", 2)
    assert problem.facts == {"expected": 3, "found": 4}


def test_an_unclosed_quote_is_named_where_it_opened():
    sheet = read('id;name;town\n1;"Ada;Pori\n2;Eero;Eura\n')

    assert (sheet.problems[0].code, sheet.problems[0].place.row) == ("E-QUOTE", 2)


def test_a_quoted_cell_may_hold_delimiters_quotes_and_lines():
    sheet = read('id;name;town\n1;"Ada; ""A""\nB";Pori\n2;Eero;Eura\n')

    assert sheet.rows[0].cells["name"] == 'Ada; "A"\nB'
    assert sheet.rows[1].line == 4


def test_a_total_row_is_not_a_record():
    sheet = read("id;name;town\n1;Ada;Pori\nYhteensä;1;\n")

    assert (codes(sheet), len(sheet.rows)) == (["E-TOTAL-ROW"], 1)


def test_a_missing_column_comes_with_the_nearest_name():
    sheet = read("id;nmae;town\n1;Ada;Pori\n")

    missing = next(each for each in sheet.problems if each.code == "E-COL-MISSING")
    assert missing.facts["near"] == ["nmae"]


def test_the_same_column_twice_is_refused():
    assert "E-COL-DUP" in codes(read("id;name;name\n1;Ada;B\n"))


def test_an_undeclared_column_is_dropped_before_anything_is_stored():
    sheet = read("id;name;phone\n1;Ada;0401234567\n")

    assert sheet.rows[0].cells == {"id": "1", "name": "Ada"}
    assert codes(sheet) == ["W-COL-DROPPED"]


def test_rows_above_the_header_are_noted():
    sheet = read("Asiakkaat 2021;;\nid;name;town\n1;Ada;Pori\n")

    assert codes(sheet) == ["N-HEADER-ROW"]
    assert sheet.rows[0].line == 3


def test_a_header_alone_holds_no_rows():
    assert codes(read("id;name;town\n")) == ["E-NO-ROWS"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("SÃ¤kylÃ¤", "E-ENC-MOJIBAKE"),
        ("S\ufffdkyl\ufffd", "E-ENC-LOST"),
        ("Po\x00ri", "E-CTRL-CHAR"),
    ],
)
def test_text_that_was_spoilt_before_it_came_is_named(cell, code):
    sheet = read(f"id;name;town\n1;Ada;{cell}\n")

    assert (codes(sheet), sheet.problems[0].place.column) == ([code], "town")


def test_names_are_compared_without_case_width_and_stray_space():
    assert normal(" Hetu\u00a0\u200b ") == "hetu"


@pytest.mark.parametrize(
    ("raw", "notes"),
    [
        (GOOD.encode("utf-8"), []),
        (GOOD.encode("utf-8-sig"), []),
        (GOOD.encode("cp1252"), ["N-ENC-CP1252"]),
        (b"\xff\xfe" + GOOD.encode("utf-16-le"), []),
        (b"\xfe\xff" + GOOD.encode("utf-16-be"), []),
    ],
)
def test_office_encodings_are_read(tmp_path, raw, notes):
    (tmp_path / "f.csv").write_bytes(raw)

    decoded = decode(tmp_path / "f.csv", shown="f.csv")

    assert "Säkylä" in decoded.text
    assert [problem.code for problem in decoded.problems] == notes


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "E-FILE-EMPTY"),
        (b"\xef\xbb\xbf \n", "E-FILE-EMPTY"),
        (b"PK\x03\x04rest", "E-FILE-TYPE"),
        (b"caf\x81", "E-ENC"),
    ],
)
def test_what_is_not_text_is_refused(tmp_path, raw, code):
    (tmp_path / "f.csv").write_bytes(raw)

    assert decode(tmp_path / "f.csv", shown="f.csv").problems[0].code == code


@given(st.lists(st.text("ab;\"\n'", max_size=6), min_size=3, max_size=3))
def test_whatever_is_quoted_properly_is_read_back(cells):
    quoted = ";".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    sheet = read(f"id;name;town\n1;x;y\n{quoted}\n")

    if any(cell.strip() for cell in cells):
        assert list(sheet.rows[-1].cells.values()) == [cell.strip() for cell in cells]
