"""A new project: answered, written, filled in Excel, and read with no other step."""

from __future__ import annotations

import io
import tomllib
from datetime import date

import openpyxl
import pytest

from evallib.data.aggregates import RECORDS
from evallib.data.delimited import normal
from evallib.data.starting.answers import new_project
from evallib.data.starting.beginning import begin_project
from evallib.data.starting.entry_columns import columns_of, example_row
from evallib.data.starting.entry_workbook import entry_workbook
from evallib.data.starting.project_file import KINDS, levels
from evallib.data.study import load_study
from evallib.data.workbooks import words
from evallib.domain.errors import (
    ConfigurationError,
    EnvironmentFault,
    InputError,
    Place,
    Problem,
)
from evallib.domain.vocabulary import LANGUAGES, Entry

ANSWERS = {"name": "Koe", "start": "1.8.2021", "end": "2022-07-31"}
in_each_language = pytest.mark.parametrize("language", LANGUAGES, indirect=True)
LIST_LIMIT = 255  # characters of a drop-down list inside an xlsx file
PROMPT_LIMITS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 255}


@pytest.fixture
def root(tmp_path):
    (tmp_path / "projects").mkdir()
    return tmp_path


@pytest.fixture
def language(request):
    return getattr(request, "param", "fi")


@pytest.fixture
def begun(root, language):
    """A new project with its files written."""
    project = new_project("koe", ANSWERS | {"language": language})
    begin_project(root, project)
    return project


def workbook_of(root):
    return root / "data/raw/koe/koe.xlsx"


def filled(root, project, rows):
    """Type rows into the workbook under the headings that stand there."""
    book = openpyxl.load_workbook(workbook_of(root))
    for kind, held in rows.items():
        sheet = book[words.words(project.language)["sheets"][kind]]
        at = {cell.value: cell.column for cell in sheet[1]}
        for name, value in held.items():
            heading = words.heading(kind, name, project.language)
            sheet.cell(2, at[heading], value)
    book.save(workbook_of(root))


def opened(root, round_id="final"):
    return load_study(
        root, "koe", round_id=round_id, language="fi", audience="public", as_of=None
    )


# --- from nothing to a study --------------------------------------------------


@in_each_language
def test_an_unfilled_project_can_be_read_and_has_nothing_to_tell(root, begun):
    study = opened(root)

    assert not any(study.tables.values())
    assert study.conclusions is None
    assert {each.code for each in study.warnings} == {"W-NO-ROWS"}
    assert len(study.warnings) == len(KINDS)


@in_each_language
def test_the_example_rows_typed_into_the_workbook_become_records(root, begun):
    filled(root, begun, {kind: example_row(kind, begun) for kind in KINDS})

    study = opened(root)

    assert {kind: len(study.tables[kind]) for kind in KINDS} == dict.fromkeys(KINDS, 1)
    assert study.indicators[0].target == Entry("110?")
    assert study.indicators[0].counted == "persons"
    assert study.budget_lines[0].actual_eur == 20728.5
    assert study.survey_items[0].statistic == "top2_percent"
    assert study.pilots[0].start == date(2021, 8, 1)
    assert study.quotes[0].approved_on == date(2021, 8, 1)
    assert {each.code for each in study.warnings} == {"W-NOT-NUMBER"}


def test_a_survey_of_the_workbook_is_a_survey_of_the_project(root, begun):
    rows = {kind: example_row(kind, begun) for kind in ("surveys", "survey_summary")}
    filled(root, begun, rows)

    (survey,) = opened(root).project.surveys

    assert (survey.respondents, survey.answered) == ("clients", 17)
    assert survey.complete_ranking


def test_real_dates_and_numbers_of_excel_are_read_too(root, begun):
    pilot = {"id": "a", "name": "A", "start": date(2021, 10, 1), "participants": 12.0}
    filled(root, begun, {"pilots": pilot})

    (record,) = opened(root).pilots

    assert (record.start, record.participants) == (date(2021, 10, 1), 12)


def test_what_is_not_typed_stays_missing(root, begun):
    row = example_row("indicators", begun) | {"actual": None, "goal": None}
    filled(root, begun, {"indicators": row})

    (indicator,) = opened(root).indicators

    assert indicator.actual is None
    assert indicator.source == "own-figures"


@in_each_language
def test_a_fault_is_named_by_the_heading_that_the_user_sees(root, begun):
    filled(root, begun, {"budget": example_row("budget", begun) | {"actual_eur": "x"}})

    with pytest.raises(InputError, match="E-NUM") as caught:
        opened(root)

    place = next(p.place for p in caught.value.problems if p.stops)
    assert place.sheet == words.words(begun.language)["sheets"]["budget"]
    assert place.column == words.heading("budget", "actual_eur", begun.language)
    assert (place.row, place.column_letter) == (2, "E")


def test_an_id_that_names_nothing_is_told_with_its_sheet_and_heading(root, begun):
    filled(root, begun, {"themes": example_row("themes", begun)})

    with pytest.raises(InputError, match="E-CAT") as caught:
        opened(root)

    place = next(p.place for p in caught.value.problems if p.stops)
    assert (place.sheet, place.column) == ("Teemat", "Kysely")


def test_a_workbook_open_elsewhere_is_a_fault_of_the_machine(root, begun, monkeypatch):
    monkeypatch.setattr(
        "evallib.data.workbooks.reading.container_fault",
        lambda path, shown, max_bytes: Problem("E-FILE-LOCKED", Place(shown)),
    )

    with pytest.raises(EnvironmentFault, match=r"E-FILE-LOCKED$") as caught:
        opened(root)

    assert len(caught.value.problems) == 1


def test_a_survey_declared_twice_is_refused(root, begun):
    filled(root, begun, {"surveys": example_row("surveys", begun)})
    name = example_row("surveys", begun)["id"]
    with (root / "projects/koe/project.toml").open("a", encoding="utf-8") as file:
        file.write(
            f'[[surveys]]\nid = "{name}"\nname = "Kysely"\nrespondents = "clients"\n'
            'answered = 4\nsource = "own-figures"\n'
        )

    with pytest.raises(InputError, match="E-CFG-ID"):
        opened(root)


def test_conclusions_count_once_something_is_written(root, begun):
    path = root / f"projects/koe/conclusions.{begun.language}.md"
    path.write_text(path.read_text("utf-8") + "\nHanke onnistui.\n", "utf-8")

    assert "Hanke onnistui." in opened(root).conclusions.in_language(begun.language)[0]


# --- the workbook -------------------------------------------------------------


@in_each_language
def test_every_sheet_has_the_columns_of_its_record_class(root, begun):
    book = openpyxl.load_workbook(workbook_of(root))

    for kind in KINDS:
        sheet = book[words.words(begun.language)["sheets"][kind]]
        known = words.headings(kind, RECORDS[kind])
        found = [known[cell.value] for cell in sheet[1]]
        assert found == list(RECORDS[kind].__dataclass_fields__)


def test_headers_are_frozen_and_no_sheet_is_hidden(root, begun):
    book = openpyxl.load_workbook(workbook_of(root))

    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert {sheet.freeze_panes for sheet in book.worksheets[1:]} == {"B2"}


@in_each_language
def test_every_cell_has_a_prompt_and_lists_fit_excels_limits(root, begun):
    book = openpyxl.load_workbook(workbook_of(root))

    for kind, sheet in zip(KINDS, book.worksheets[1:], strict=True):
        rules = sheet.data_validations.dataValidation
        assert len(rules) == len(columns_of(kind, begun))
        for rule in rules:
            assert rule.prompt
            assert len(rule.formula1 or "") <= LIST_LIMIT
            for name, limit in PROMPT_LIMITS.items():
                assert len(getattr(rule, name) or "") <= limit


def test_text_columns_are_text_so_that_excel_makes_no_dates_of_them(begun):
    formats = {each.name: each.number_format for each in columns_of("pilots", begun)}

    assert formats["written_time"] == formats["target_persons"] == "@"
    assert formats["start"] == "d.m.yyyy"
    assert formats["participants"] == "General"


def test_days_are_limited_to_the_years_around_the_project(begun):
    start = next(each for each in columns_of("pilots", begun) if each.name == "start")

    assert start.validation["minimum"] == date(2011, 8, 1)
    assert start.validation["maximum"] == date(2032, 7, 31)


def test_nothing_is_a_formula_or_a_link_even_if_it_looks_like_one():
    project = new_project("koe", ANSWERS | {"name": '=HYPERLINK("http://x.fi")'})
    book = openpyxl.load_workbook(io.BytesIO(entry_workbook(project)))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_the_same_answers_give_the_same_bytes(begun):
    assert entry_workbook(begun) == entry_workbook(begun)


# --- the project file ---------------------------------------------------------


def declared(root):
    return tomllib.loads((root / "projects/koe/project.toml").read_text("utf-8"))


def test_a_final_round_ends_with_the_project(root):
    begin_project(root, new_project("koe", ANSWERS))

    assert declared(root)["rounds"][0]["as_of"] == date(2022, 7, 31)


def test_an_interim_round_is_named_by_its_month(root):
    begin_project(root, new_project("koe", ANSWERS | {"round": "30.6.2022"}))

    assert opened(root, "2022-06").round.kind == "interim"
    assert opened(root, "2022-06").scope.as_of == date(2022, 6, 30)


def test_code_and_groups_stand_on_the_project_card(root):
    answers = ANSWERS | {"code": "S12345", "groups": "pilotti, verrokki"}
    begin_project(root, new_project("koe", answers))

    project = opened(root).project
    assert project.code == "S12345"
    assert project.facts[0].value.fi == "pilotti, verrokki"


def test_a_name_with_quotes_and_braces_is_kept_as_it_is(root):
    name = 'Työ "ja" {uusi} \\ polku'
    begin_project(root, new_project("koe", ANSWERS | {"name": name}))

    assert opened(root).project.name.fi == name


@in_each_language
def test_levels_may_be_chosen_in_the_workbook(begun):
    level = next(each for each in columns_of("goals", begun) if each.name == "level")

    assert level.validation["source"] == [each["id"] for each in levels(begun.language)]


# --- answers that will not do -------------------------------------------------


def test_every_missing_answer_is_told_at_once():
    with pytest.raises(ConfigurationError, match="E-CFG-MISSING") as caught:
        new_project("koe", {})

    options = [each.place.column for each in caught.value.problems]
    assert options == ["--name", "--start", "--end"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"start": "1.8.21"}, "E-CFG-TYPE"),
        ({"end": "31.2.2022"}, "E-CFG-TYPE"),
        ({"end": "31.7.2021"}, "E-DATE-ORDER"),
        ({"language": "de"}, "E-CFG-TYPE"),
        ({"round": "kevät"}, "E-CFG-TYPE"),
        ({"name": "a\x07b"}, "E-CFG-TYPE"),
        ({"name": "  "}, "E-CFG-MISSING"),
    ],
)
def test_an_answer_that_will_not_do_is_refused(answer, code):
    with pytest.raises(ConfigurationError, match=code):
        new_project("koe", ANSWERS | answer)


def test_an_existing_project_is_never_overwritten(root):
    begin_project(root, new_project("koe", ANSWERS))
    before = (root / "projects/koe/project.toml").read_bytes()

    with pytest.raises(ConfigurationError, match="E-CFG-ID"):
        begin_project(root, new_project("koe", ANSWERS | {"name": "Toinen"}))

    assert (root / "projects/koe/project.toml").read_bytes() == before


# --- the catalogue ------------------------------------------------------------


def test_the_three_languages_have_the_same_words():
    def keys(table, above=""):
        for name, value in table.items():
            inside = isinstance(value, dict)
            yield from keys(value, f"{above}{name}.") if inside else [above + name]

    first, *others = (sorted(keys(words.words(each))) for each in LANGUAGES)

    assert all(other == first for other in others)


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_of_any_language_means_two_columns(kind):
    fields = RECORDS[kind].__dataclass_fields__
    meant = {name: {name} for name in fields}
    for each in LANGUAGES:
        for name in fields:
            heading = normal(words.heading(kind, name, each))
            meant.setdefault(heading, set()).add(name)

    assert not {heading: names for heading, names in meant.items() if len(names) > 1}


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_a_list_means_two_codes_or_holds_a_comma(kind):
    for name in RECORDS[kind].__dataclass_fields__:
        meant = {}
        for each in LANGUAGES:
            for code, word in words.listed(RECORDS[kind], name, each).items():
                assert "," not in word
                assert meant.setdefault(normal(word), code) == code
