"""Whole client files through every check: places, counts and what is left alone."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

import pytest
import xlsxwriter

from evallib.data.intake.checking import check_files
from evallib.data.store import open_processed, read_table
from tests.data.conftest import PILOT

WORKBOOK = PILOT.replace("pilotti.csv", "pilotti.xlsx")
MANY_ROWS = 40


def told(office):
    """Codes with row and column, in the order in which they are told."""
    problems = check_files(office.root, office.project).problems
    return [(each.code, each.place.row, each.place.column) for each in problems]


def kinds(office):
    return [code for code, _, _ in told(office)]


def workbook(office, rows, **options):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, **options})
    day = book.add_format({"num_format": "d.m.yyyy"})
    far = book.add_format({"num_format": "0.00E+00"})
    page = book.add_worksheet("Asiakkaat")
    for at, row in enumerate([["nro", "alku"], *rows]):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, column, cell, day)
            elif isinstance(cell, float):
                page.write_number(at, column, cell, far)
            else:
                page.write(at, column, cell)
    book.close()
    (office.raw / "pilotti.xlsx").write_bytes(content.getvalue())


def test_a_declared_file_is_found_by_its_exact_name_only(office):
    office.declare(PILOT.replace("pilotti.csv", "kävijät.csv"))
    office.file(unicodedata.normalize("NFD", "kävijät.csv"), "nro | alku\n1 | 1.2.2022")

    assert kinds(office) == ["N-FILE-IGNORED", "E-FILE-MISSING"]


@pytest.mark.parametrize(
    "copy",
    ["pilotti (1).csv", "pilotti - kopio.csv", "Pilotti.csv", "pilotti - Copy.csv"],
)
def test_a_copy_beside_the_file_is_ambiguous(office, copy):
    office.declare(PILOT)
    for name in ("pilotti.csv", copy):
        office.file(name, "nro | alku\n1 | 1.2.2022")

    assert kinds(office) == ["E-AMBIGUOUS-FILE"]


def test_a_file_of_another_program_is_never_data(office):
    office.declare(PILOT)
    for name in ("pilotti.csv", ".~lock.pilotti.csv#", "~$pilotti.csv"):
        office.file(name, "nro | alku\n1 | 1.2.2022")

    assert kinds(office) == []


def test_a_table_without_its_header_says_so(office):
    office.declare(PILOT)
    office.file("pilotti.csv", "1 | 1.2.2022\n2 | 1.2.2022")

    assert kinds(office) == ["E-HEADER"]


def test_real_dates_of_a_workbook_need_no_declared_form(office):
    office.declare(WORKBOOK.replace('"date"', '"date"\ndate_formats = ["iso"]'))
    workbook(office, [["a", date(2021, 10, 1)], ["b", "2021-10-02"]])
    office.clean()
    clients = read_table(open_processed(office.processed), "clients")

    days = clients["time_zero_date"].dt.strftime("%Y-%m-%d")
    assert days.tolist() == ["2021-10-01", "2021-10-02"]


def test_a_workbook_that_counts_from_1904_tells_the_same_days(office):
    office.declare(WORKBOOK)
    workbook(office, [["a", date(2021, 10, 1)]], date_1904=True)
    office.clean()
    clients = read_table(open_processed(office.processed), "clients")

    assert clients["time_zero_date"].dt.strftime("%Y-%m-%d").tolist() == ["2021-10-01"]


def test_an_identifier_shown_in_scientific_form_is_refused(office):
    office.declare(WORKBOOK)
    workbook(office, [[10101900.0, date(2021, 10, 1)]])

    assert told(office) == [("E-ID-EXCEL", 2, "nro")]


def test_a_day_number_is_no_date(office):
    office.declare(WORKBOOK)
    workbook(office, [["a", 44470]])

    assert told(office) == [("E-DATE-SERIAL", 2, "alku")]


def test_control_characters_are_told_in_columns_nobody_declared(office):
    office.declare(PILOT)
    office.file("pilotti.csv", "nro | alku | muuta\n1 | 1.2.2022 | a\x07b")

    assert ("E-CTRL-CHAR", 2, "muuta") in told(office)


def test_a_note_below_the_table_is_no_record(office):
    office.declare(PILOT)
    office.file(
        "pilotti.csv", "nro | alku\n1 | 1.2.2022\n | katso myös toinen välilehti"
    )

    assert told(office) == [("E-NOTE-ROW", 3, None)]


def test_blank_records_are_no_rows(office):
    office.declare(PILOT)
    office.file("pilotti.csv", "nro | alku\n1 | 1.2.2022\n |\n |\n2 | 1.2.2022")

    assert next(iter(office.clean().provenance.counts.values())).rows_in == 2


def test_more_rows_than_declared_are_refused(office):
    office.declare(PILOT.replace('"pilot"\n', '"pilot"\nmax_rows = 2\n'))
    office.file(
        "pilotti.csv", "nro | alku\n" + "\n".join(f"{n} | 1.2.2022" for n in "abc")
    )

    assert kinds(office) == ["E-FILE-SIZE"]


def test_an_empty_file_may_be_declared_to_be_no_fault(office):
    office.declare(PILOT.replace('"pilot"\n', '"pilot"\nallow_empty = true\n'))
    office.file("pilotti.csv", "nro | alku")

    assert kinds(office) == ["W-NO-ROWS"]
    assert len(office.people()) == 0


def test_an_unclosed_quote_in_a_long_file_is_told_at_once(office):
    office.declare(PILOT)
    rows = "\n".join(f'{n};"1.2.2022"' for n in range(20_000))
    (office.raw / "pilotti.csv").write_text(f'nro;alku\nx;"1.2.2022\n{rows}\n', "utf-8")

    assert ("E-QUOTE", 2, None) in told(office)


def test_services_inside_a_longer_one_overlap_with_it(office):
    end = '[files.pilotti.columns.loppu]\ntype = "date"\n'
    office.declare(PILOT, end)
    office.file(
        "pilotti.csv",
        """
        nro | alku      | loppu
        1   | 1.10.2021 | 31.10.2021
        1   | 5.10.2021 | 6.10.2021
        1   | 9.10.2021 | 10.10.2021
        """,
    )

    assert told(office) == [("E-OVERLAP", 3, "alku"), ("E-OVERLAP", 4, "alku")]


def test_constant_facts_must_agree_in_all_rows_of_a_person(office):
    sex = '[files.pilotti.columns.sp]\ntype = "category"\nlabels = ["N", "M"]\n'
    office.declare(PILOT, sex + "constant = true\n")
    office.file("pilotti.csv", "nro | alku | sp\n1 | 1.2.2021 | N\n1 | 1.6.2021 | M")

    assert told(office) == [("E-CONFLICT", 2, "sp"), ("E-CONFLICT", 3, "sp")]


def test_one_person_in_a_pilot_file_and_a_control_file_is_told_in_both(office):
    control = PILOT.replace("pilotti", "verrokit").replace('"pilot"', '"control"')
    office.declare(PILOT, control)
    office.file("pilotti.csv", "nro | alku\n7 | 1.2.2021")
    office.file("verrokit.csv", "nro | alku\n8 | 1.2.2021\n7 | 1.6.2021")
    problems = check_files(office.root, office.project).problems

    assert [
        (each.code, each.place.file[-12:], each.place.row) for each in problems
    ] == [
        ("E-BOTH-GROUPS", "/pilotti.csv", 2),
        ("E-BOTH-GROUPS", "verrokit.csv", 3),
    ]


def test_a_column_of_single_people_is_no_covariate(office):
    labels = ", ".join(f'"kylä {n}"' for n in range(MANY_ROWS))
    town = f'[files.pilotti.columns.kylä]\ntype = "category"\nlabels = [{labels}]\n'
    office.declare(PILOT, town.replace("columns.kylä", 'columns."kylä"'))
    rows = "\n".join(f"{n} | 1.2.2021 | kylä {n}" for n in range(MANY_ROWS))
    office.file("pilotti.csv", f"nro | alku | kylä\n{rows}")

    assert kinds(office) == ["W-CARDINALITY"]
    assert office.people().covariates == ()


def test_a_service_outside_the_project_is_worth_a_look(office):
    office.declare(
        "[period]\nstart = 2021-08-01\nend = 2021-12-31\n\n",
        PILOT,
        '[files.pilotti.columns.loppu]\ntype = "date"\n',
    )
    office.file(
        "pilotti.csv",
        "nro | alku | loppu\n1 | 1.6.2021 | 1.9.2021\n2 | 1.9.2021 | 1.3.2022",
    )

    assert told(office) == [
        ("W-DATE-PERIOD", 2, "alku"),
        ("W-DATE-PERIOD", 3, "loppu"),
    ]


@pytest.mark.parametrize("cells", [("77 %", "0,77"), ("77", "0,77")])
def test_percentages_and_proportions_are_not_mixed(office, cells):
    office.declare(PILOT, '[files.pilotti.columns.osuus]\ntype = "percent"\n')
    rows = "\n".join(f"{n} | 1.2.2021 | {cell}" for n, cell in enumerate(cells))
    office.file("pilotti.csv", f"nro | alku | osuus\n{rows}")

    assert told(office) == [("E-UNIT", None, "osuus")]
