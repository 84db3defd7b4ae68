"""Tables kept in Excel: each cell as a person sees it, each fault with its place."""

from __future__ import annotations

import zipfile
from dataclasses import fields
from datetime import date, datetime, time

import openpyxl
import openpyxl.xml.functions as openpyxl_xml
import pytest
import xlsxwriter
from defusedxml import ElementTree as SafeTree
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from evallib.data.aggregates import load_table
from evallib.data.workbooks.cells import cell_text
from evallib.domain.files import DataFile
from evallib.domain.records import Pilot
from evallib.domain.vocabulary import Entry, Text

HEADER = ["id", "survey", "question", "kind", "name", "mentions", "source"]
ROW = ["tarve-1", "kysely", "Mitä?", "need", "Atk-koulutus", 4, "deck"]
PILOT_HEADER = [each.name for each in fields(Pilot)]
DAY = date(2021, 10, 1)


@pytest.fixture
def book():
    """A workbook with one good table of themes."""
    made = openpyxl.Workbook()
    made.active.title = "Teemat"
    for row in (HEADER, ROW):
        made.active.append(row)
    return made


@pytest.fixture
def load(tmp_path):
    """Save a workbook or bytes and read the declared sheet of it."""

    def _load(content, kind="themes", name="t.xlsx", **declared):
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            content.save(path)
        file = DataFile(path=name, kind=kind, **declared)
        return load_table(path, file, shown=name, language="fi")

    return _load


def places(loaded):
    return [
        (each.code, each.place.row, each.place.column_letter)
        for each in loaded.problems
    ]


def codes(loaded):
    return [each.code for each in loaded.problems]


def test_a_row_of_a_sheet_becomes_a_record(book, load):
    (theme,) = load(book).records

    assert (theme.name, theme.mentions) == (Text(fi="Atk-koulutus"), 4)


def test_headings_and_list_words_of_any_language_are_understood(load):
    book = openpyxl.Workbook()
    book.active.append(
        ["Id", "Enkät", "Fråga", "Temats slag", " TEMA ", "Omnämnt av", "Källa"]
    )
    book.active.append(["a", "kysely", "Vad?", "Behov", "Kurser", None, "deck"])
    book.active.append(["b", "kysely", "Vad?", "onnistuminen", "Kurser", None, "deck"])

    first, second = load(book).records

    assert (first.kind, second.kind) == ("need", "success")
    assert first.mentions is None


def test_a_fault_names_sheet_row_letter_and_the_heading_as_it_stands(load):
    book = openpyxl.Workbook()
    book.active.title = "Teemat"
    book.active.append(
        [
            "Tunnus",
            "Kysely",
            "Kysymys",
            "Teeman laji",
            "Teema",
            "Mainitsijoita",
            "Lähde",
        ]
    )
    book.active.append([])
    book.active.append(["a", "kysely", "Mitä?", "tarpeita", "Kurssit", "monta", "deck"])

    wrong_kind, wrong_count = load(book).problems

    assert wrong_kind.place.sheet == "Teemat"
    assert (wrong_kind.place.row, wrong_kind.place.column) == (3, "Teeman laji")
    assert wrong_kind.facts["allowed"].startswith("tarve, havainto")
    assert (wrong_count.code, wrong_count.place.column_letter) == ("E-NUM", "F")


def test_an_empty_source_is_the_declared_one(book, load):
    book.active["G2"] = None

    assert load(book, source="omat").records[0].source == "omat"


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "General", ""),
        (4, "General", "4"),
        (4.0, "General", "4"),
        (20728.5, "# ##0.00", "20728,5"),
        (1.125, "General", "1,1250"),
        (-0.5, "General", "-0,5"),
        (1e-7, "General", "0,0000001"),
        (0.77, "0%", "77 %"),
        (0.55, "0.0 %", "55 %"),
        (12, '0" % tavoitteesta"', "12"),
        (True, "General", "TRUE"),
        (datetime.combine(DAY, time()), "d.m.yyyy", "1.10.2021"),
        (datetime.combine(DAY, time(8, 30)), "d.m.yyyy", "1.10.2021 08:30:00"),
        (DAY, "d.m.yyyy", "1.10.2021"),
        (time(8, 30), "h:mm", "08:30:00"),
        ("  110? ", "@", "  110? "),
    ],
)
def test_a_cell_reads_as_a_person_would_have_typed_it(value, number_format, text):
    assert cell_text(value, number_format) == text


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_a_real_date_is_the_same_day_in_both_calendars_of_excel(load, epoch):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    book.active.append(PILOT_HEADER)
    pilot = dict.fromkeys(PILOT_HEADER) | {"id": "a", "name": "Pilotti", "source": "s"}
    pilot |= {"start": date(2021, 10, 1), "end": "31.10.2021", "target_persons": 60}
    book.active.append(list(pilot.values()))

    (record,) = load(book, kind="pilots").records

    assert (record.start, record.end) == (date(2021, 10, 1), date(2021, 10, 31))
    assert record.target_persons == Entry("60", 60.0)


def test_a_table_without_rows_is_a_fault_unless_it_may_be_empty(load):
    book = openpyxl.Workbook()
    book.active.append(HEADER)

    assert codes(load(book)) == ["E-NO-ROWS"]
    assert codes(load(book, allow_empty=True)) == ["W-NO-ROWS"]
    assert codes(load(openpyxl.Workbook(), allow_empty=True)) == ["W-NO-ROWS"]


def test_rows_above_the_header_are_noted_and_keep_excels_numbers(book, load):
    book.active.insert_rows(1, amount=2)
    book.active["A1"] = "Teemat keväällä"
    book.active["F4"] = "monta"

    assert places(load(book)) == [("N-HEADER-ROW", 3, None), ("E-NUM", 4, "F")]


def test_several_sheets_and_none_named_is_a_fault_that_names_them(book, load):
    book.create_sheet("Muistiinpanot")

    (problem,) = load(book).problems

    assert problem.code == "E-SHEET"
    assert problem.facts["allowed"] == ["Teemat", "Muistiinpanot"]
    assert codes(load(book, sheet="Teemat")) == []


def test_a_hidden_sheet_is_never_read(book, load):
    book.create_sheet("piilo").append(HEADER)
    book["piilo"].append(["salainen", *ROW[1:]])
    book["piilo"].sheet_state = "hidden"

    assert codes(load(book)) == ["W-HIDDEN-SHEET"]
    assert "salainen" not in repr(load(book))
    assert codes(load(book, sheet="piilo"))[0] == "E-SHEET"


def test_hidden_rows_are_read_and_counted_or_refused(book, load):
    book.active.append(["tarve-2", *ROW[1:]])
    book.active.row_dimensions[3].hidden = True

    included = load(book)

    assert len(included.records) == 2
    assert [(p.code, p.facts["count"]) for p in included.problems] == [
        ("W-HIDDEN-ROWS", 1)
    ]
    assert codes(load(book, hidden_rows="error")) == ["E-HIDDEN-ROWS"]


def test_merged_cells_among_the_data_are_refused_with_their_range(book, load):
    book.active.append(["tarve-2", *ROW[1:]])
    book.active.merge_cells("C2:C3")

    (problem,) = load(book).problems

    assert (problem.code, problem.facts["range"]) == ("E-MERGED", "C2:C3")


def test_a_merged_title_above_the_header_is_no_fault(book, load):
    book.active.insert_rows(1)
    book.active["A1"] = "Teemat"
    book.active.merge_cells("A1:D1")

    assert codes(load(book)) == ["N-HEADER-ROW"]


def test_a_formula_never_calculated_is_told_once_beside_other_faults(book, load):
    book.active["F2"] = "=2+2"
    book.active["D2"] = "tarpeita"

    assert places(load(book)) == [("E-FORMULA-NOCACHE", 2, "F"), ("E-CAT", 2, "D")]


def test_a_calculated_formula_is_its_value(tmp_path, load):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 5, "=2+5", value=7)

    assert load(path.read_bytes()).records[0].mentions == 7


def test_an_error_cell_is_told_once(book, load):
    book.active["F2"] = "#DIV/0!"

    assert places(load(book)) == [("E-XLS-ERROR", 2, "F")]


def test_a_column_without_heading_is_dropped_by_name_only(book, load):
    book.active["I2"] = "010190-900P"

    loaded = load(book)

    assert codes(loaded) == ["W-COL-DROPPED"]
    assert loaded.problems[0].place.column == "I"
    assert "010190" not in repr(loaded)


# --- files that are not what they seem ----------------------------------------


def rewritten(book, path, parts):
    """The workbook's bytes with some parts replaced or added."""
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held |= parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return path.read_bytes()


def test_a_protected_workbook_asks_for_its_password_to_be_removed(load):
    assert codes(load(b"\xd0\xcf\x11\xe0" + bytes(600))) == ["E-XLS-ENCRYPTED"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "xls"),
        (b"%PDF-1.7", "pdf"),
        (b"id;name\n", "text"),
    ],
)
def test_another_type_under_excels_ending_is_named(load, content, found):
    (problem,) = load(content).problems

    assert (problem.code, problem.facts["found"]) == ("E-FILE-TYPE", found)


def test_macros_are_refused(book, load, tmp_path):
    with_macros = rewritten(book, tmp_path / "m.xlsx", {"xl/vbaProject.bin": b"x"})

    assert load(with_macros).problems[0].facts["found"] == "macro"


def test_an_archive_that_is_no_workbook_is_refused(load, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("muistio.txt", "hei")

    assert load((tmp_path / "a.zip").read_bytes()).problems[0].facts["found"] == "zip"


def test_the_mark_of_an_open_workbook_is_never_opened(load):
    (problem,) = load(b"x" * 165, name="~$t.xlsx").problems

    assert (problem.code, problem.facts["found"]) == ("E-FILE-TYPE", "lock")


def test_a_workbook_that_another_program_keeps_to_itself_is_named(load, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.open", refuse)

    assert codes(load(openpyxl.Workbook())) == ["E-FILE-LOCKED"]


def test_a_small_file_that_unpacks_to_a_great_one_is_refused(book, load, tmp_path):
    bomb = rewritten(book, tmp_path / "b.xlsx", {"xl/media": bytes(30_000_000)})

    assert codes(load(bomb)) == ["E-ZIP-BOMB"]


@pytest.mark.parametrize(
    "declaration", ['<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE x SYSTEM "http://x/">']
)
def test_entities_are_refused_before_they_are_read(book, load, tmp_path, declaration):
    sheet = f'<?xml version="1.0"?>{declaration}<worksheet/>'.encode()
    harmful = rewritten(book, tmp_path / "e.xlsx", {"xl/worksheets/sheet1.xml": sheet})

    assert codes(load(harmful)) == ["E-XML-ENTITY"]


@pytest.mark.parametrize("name", ["fromstring", "iterparse"])
def test_openpyxl_parses_with_the_safe_parser(name):
    assert getattr(openpyxl_xml, name) is getattr(SafeTree, name)


@pytest.mark.parametrize("keep", [30, 600, -40])
def test_a_cut_file_is_broken(book, load, tmp_path, keep):
    book.save(tmp_path / "t.xlsx")

    assert codes(load((tmp_path / "t.xlsx").read_bytes()[:keep])) == ["E-FILE-BROKEN"]


def test_damage_inside_is_told_without_the_librarys_words(book, load, tmp_path):
    torn = rewritten(
        book, tmp_path / "t.xlsx", {"xl/worksheets/sheet1.xml": b"<worksheet><row"}
    )

    assert codes(load(torn)) == ["E-FILE-BROKEN"]


def test_an_empty_file_is_empty(load):
    assert codes(load(b"")) == ["E-FILE-EMPTY"]
